"""The ground floor's lines of the rail."""
