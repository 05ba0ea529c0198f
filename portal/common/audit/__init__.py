"""Who did what: an append-only log with a hash chain. Acts are recorded in their own transaction, sealed after it."""
