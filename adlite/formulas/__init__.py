"""A typed formula as a function, never evaluated as Python."""
