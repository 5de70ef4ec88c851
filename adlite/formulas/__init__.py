"""A typed formula as a function, never evaluated as Python.

`grammar` has the words that may be typed, their order, and what to say about anything else;
`parsing` makes a function of what passed, step by step, out of NumPy's functions; `typesetting`
prints a formula's tree, as text and as LaTeX.  Nothing here knows what a derivative is.
"""

from . import grammar, parsing, typesetting
from .grammar import CONSTANTS, TIDY, FormulaError, language
from .parsing import parse
from .typesetting import as_text, typeset

__all__ = [
    "CONSTANTS",
    "TIDY",
    "FormulaError",
    "as_text",
    "grammar",
    "language",
    "parse",
    "parsing",
    "typeset",
    "typesetting",
]
