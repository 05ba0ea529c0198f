"""``/consultations/mine/``: a citizen's own cases, by account or by receipt number and passphrase."""
