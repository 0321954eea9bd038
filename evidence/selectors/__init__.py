"""What is read of evidence."""
