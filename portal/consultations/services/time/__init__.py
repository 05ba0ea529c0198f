"""Clocks, and what happens by itself when they run out."""
