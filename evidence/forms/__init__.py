"""What people type about evidence."""
