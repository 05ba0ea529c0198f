"""Use cases: one function an act; transaction, lock, policy, state change, event, outbox rows."""
