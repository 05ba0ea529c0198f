"""Live hours: a thread that updates, one hour to answer, a message when nobody takes it (article 23)."""
