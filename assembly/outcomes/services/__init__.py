"""Every write of outcomes: one verb per function, its own transaction."""
