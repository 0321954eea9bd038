"""Commands of sortition."""
