"""The acts of a publication: wanted, prepared, approved, agreed to, taken off."""
