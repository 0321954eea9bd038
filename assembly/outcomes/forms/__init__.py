"""Input of outcomes: parsed and compared, never written."""
