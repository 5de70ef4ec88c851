"""Sections B.5 to B.7: computation graphs and the two modes.

`GraphTracer` has the room `tracing`, `BreakBackprop` `breaking` and `ExpressionSwell` `swell`, each
with what it alone needs; `ZeroPartials` and `ModeCost` are a file each. `widgets` hands the
explorers out; here, how a graph is laid out, for the book's map of ideas. What takes a function
apart is in `adlite`, and nothing here knows of another wing.
"""

from .layout import arrow_head, curves, layered

__all__ = ["arrow_head", "curves", "layered"]
