"""月报: what it says, and how it becomes a document."""
