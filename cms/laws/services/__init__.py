"""Use cases of the law library, a function each: transaction, state change, what follows from it."""
