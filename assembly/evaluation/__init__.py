"""Evaluation: what participants felt, how representative the panel stayed, what was learnt, and the close-out."""
