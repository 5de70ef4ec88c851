"""The engine: an ordinary Matplotlib figure that answers a drag in one animation frame.

Give it a figure, an `update` that moves artists and returns a sentence, and the controls. Here
lives what works for any such figure, in Python and in the browser; `widgets/README.md` follows a
slider's value through it. It knows no calculus: nothing here may import another room of
`widgets`, nor `adlite`.
"""

from . import page
from .aloud import aloud
from .bake import Update
from .controls import Control
from .explorer import Live
from .grip import handle
from .guest import Guest
from .hand import drag
from .italics import mathify
from .kinds import choice, integers, linear, log, signed_log, steps, switch
from .numbers import InputError, counted, listed, lowered, or_none, raised, say, shortened
from .roles import ON_FILL, ROLES, mixed
from .seen import Heading, Line, Row, Seen
from .state import Position
from .work import affordable, tick, working

__all__ = [
    "ON_FILL",
    "ROLES",
    "Control",
    "Guest",
    "Heading",
    "InputError",
    "Line",
    "Live",
    "Position",
    "Row",
    "Seen",
    "Update",
    "affordable",
    "aloud",
    "choice",
    "counted",
    "drag",
    "handle",
    "integers",
    "linear",
    "listed",
    "log",
    "lowered",
    "mathify",
    "mixed",
    "or_none",
    "page",
    "raised",
    "say",
    "shortened",
    "signed_log",
    "steps",
    "switch",
    "tick",
    "working",
]
