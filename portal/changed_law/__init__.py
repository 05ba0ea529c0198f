"""Answers that a changed article, or an error found later, puts in doubt: looked at again, and the citizen told."""
