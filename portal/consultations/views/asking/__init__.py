"""``/ask/``: a question, screen by screen, up to its receipt."""
