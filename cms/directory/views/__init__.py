"""The public pages of the directory: the list, and a page for every public entry."""
