"""Sortition's due-checks, registered with the clock."""
