"""`GraphTracer` and what it alone needs."""
