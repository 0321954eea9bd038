"""What is read for connections."""
