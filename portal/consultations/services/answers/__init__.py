"""What is written on a case: drafts, answers, notes, prepared answers."""
