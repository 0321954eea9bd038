"""The evaluation’s documents."""
