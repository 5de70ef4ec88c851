"""`BreakBackprop` and what it alone needs."""
