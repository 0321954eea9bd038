"""The evaluation’s forms."""
