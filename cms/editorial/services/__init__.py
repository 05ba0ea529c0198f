"""Use cases of the editorial room: one function each."""
