"""What is done to a matter of many askers."""
