"""The connections’ pages."""
