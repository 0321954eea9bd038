"""Template tags of outcomes."""
