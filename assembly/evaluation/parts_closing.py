"""What closing register at start-up."""
