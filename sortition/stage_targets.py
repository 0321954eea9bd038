"""The stage of the rail."""
