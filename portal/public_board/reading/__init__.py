"""What the public reads of the board: list, pages, copies, feed."""
