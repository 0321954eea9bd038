"""Every read of outcomes."""
