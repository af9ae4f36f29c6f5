"""The journal: an append-only store of facts on the eventsourcing library."""
