"""What indicators register at start-up."""
