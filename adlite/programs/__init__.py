"""A derivative printed as code."""
