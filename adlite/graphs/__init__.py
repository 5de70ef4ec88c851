"""A computation graph one can look at, step through and read."""
