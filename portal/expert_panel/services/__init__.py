"""What is done in the panel: one function a use case."""
