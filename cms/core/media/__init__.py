"""What becomes of a file that editors upload: checked by what it holds, freed of what it gives away, then kept."""
