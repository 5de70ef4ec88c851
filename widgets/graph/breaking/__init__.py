"""`BreakBackprop`: a backward sweep with one mistake in it, and what alone it needs.

`broken_sweep` sweeps and knows no picture, `picture` draws, and the explorer puts it in words.
"""
