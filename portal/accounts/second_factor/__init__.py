"""The second factor of everyone who works here: a time-based code (RFC 6238), recovery codes, a device trusted for a day."""
