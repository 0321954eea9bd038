"""HTTP only: load, check, one service call, render."""
