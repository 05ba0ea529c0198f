"""Use cases of applications: one function an act; transaction, lock, policy, change, event, outbox rows."""
