"""Keeping records: anchors, legal holds, purging, exports for inquiries (article 32)."""
