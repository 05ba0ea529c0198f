"""Pages: one's own messages and duty phone in the workbench; what the demo would have sent."""
