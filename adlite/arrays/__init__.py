"""NumPy beyond the elementwise: structure, movers, linear algebra, batches of tangents."""
