"""Every write of connections."""
