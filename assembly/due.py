"""The ground floor's due-checks, registered with the clock."""
