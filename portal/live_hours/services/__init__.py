"""One function an act: lock, demand, change, event."""
