"""The engine: a Matplotlib figure that answers a drag in one animation frame.

It knows nothing of calculus. Give it an ordinary figure, an `update` that moves artists and
returns a sentence, and the controls.
"""

from .bake import Update
from .controls import Control, choice, linear, log, signed_log, steps, switch
from .explorer import Live, drag
from .integer import whole
from .numbers import InputError, counted, listed, lowered, or_none, raised, say, shortened

__all__ = [
    "Control",
    "InputError",
    "Live",
    "Update",
    "choice",
    "counted",
    "drag",
    "linear",
    "listed",
    "log",
    "lowered",
    "or_none",
    "raised",
    "say",
    "shortened",
    "signed_log",
    "steps",
    "switch",
    "whole",
]
