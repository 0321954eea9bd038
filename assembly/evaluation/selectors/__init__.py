"""What is read for the evaluation."""
