"""What the final report registers at start-up."""
