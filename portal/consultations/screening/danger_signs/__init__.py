"""Words of danger, by subject. ``said`` are signs by themselves; ``pairs`` are signs when they stand near each other."""
