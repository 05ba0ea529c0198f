"""Consultations made public with the citizen's consent to the exact redacted text (article 30)."""
