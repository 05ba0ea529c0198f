"""Who is on duty, and who has which case."""
