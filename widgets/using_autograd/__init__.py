"""Section B.10: using autograd, and what goes wrong."""
