"""From what is typed on the ask page to a receipt."""
