"""What figures register at start-up."""
