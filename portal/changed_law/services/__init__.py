"""What is done about answers in doubt."""
