"""Sections B.5 to B.7: computation graphs and the two modes.

Explorers are handed out by `widgets`; here, how a graph is laid out, for the book's map of ideas.
"""

from .layout import arrow_head, curves, layered

__all__ = ["arrow_head", "curves", "layered"]
