"""Section B.9: Taylor polynomials.

A file for each explorer, and what `TaylorSeries` says. How a function is expanded is known in
`functions`, and how a surface is drawn in `drawing`: other wings do so, too. `widgets` hands the
explorers out; nothing else is for others, and nothing here knows of another wing.
"""
