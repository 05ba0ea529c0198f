"""What readers see of the editorial content."""
