"""What moderators do: look, accept, refuse, let in, report."""
