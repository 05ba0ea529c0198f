"""Use cases of citizens' accounts: one function each; transaction, lock, rule, change, event, outbox rows."""
