"""A derivative printed as code (Section B.7).

Here lives what notes the steps of one run of a function, and what writes them as Python text and
compiles it.  Nothing here draws or explains, and no derivative is found: the texts are those of
the core's rules.
"""

from .expressions import (
    OPPOSITE,
    RESERVED,
    TEXTS,
    by_base,
    constant,
    letters,
    numpy_function,
    placeholders,
    write,
)
from .listing import Line, Listing
from .recording import Guard, NumberTrace, check_inputs, check_output, named, recorded

__all__ = [
    "OPPOSITE",
    "RESERVED",
    "TEXTS",
    "Guard",
    "Line",
    "Listing",
    "NumberTrace",
    "by_base",
    "check_inputs",
    "check_output",
    "constant",
    "letters",
    "named",
    "numpy_function",
    "placeholders",
    "recorded",
    "write",
]
