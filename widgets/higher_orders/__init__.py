"""Section B.8: derivatives of higher order."""
