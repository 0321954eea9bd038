"""What surveys register at start-up."""
