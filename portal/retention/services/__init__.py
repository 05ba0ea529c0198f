"""Use cases of keeping, one function an act."""
