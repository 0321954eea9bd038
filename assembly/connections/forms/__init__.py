"""The connections’ forms."""
