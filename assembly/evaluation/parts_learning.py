"""What learning register at start-up."""
