"""Section B.9: Taylor polynomials."""
