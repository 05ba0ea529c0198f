"""The acts upon a complaint, one function each."""
