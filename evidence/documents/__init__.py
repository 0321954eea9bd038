"""Evidence on paper."""
