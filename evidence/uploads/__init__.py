"""The gate that every file passes before it is kept: pure functions from bytes to a checked file, or a reason."""
