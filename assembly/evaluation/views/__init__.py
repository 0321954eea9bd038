"""The evaluation’s pages."""
