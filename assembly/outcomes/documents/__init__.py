"""Documents of outcomes: rows in, bytes out."""
