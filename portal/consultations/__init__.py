"""The message board: citizens ask, numbered residents answer in time, everything is kept (articles 17 to 32)."""
