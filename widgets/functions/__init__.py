"""What a reader gives, made safe to use: functions of one input, of two, of many, and pairs.

Here live the functions themselves, their derivatives and who vouches for these, and the explorers
that let a reader put in another function. Nothing is drawn here, and nothing here belongs to one
part of the chapter only. It stands on `adlite` and on `widgets.live`.
"""

from .expansion import LEFT_OUT, Expansion, expand, trusted_interval
from .explorers import Drawing, Explorer, FunctionExplorer
from .many import FunctionOfMany, Tape, count_slider
from .one import (
    Function,
    Given,
    Window,
    axis_limits,
    broken_at_poles,
    checked_window,
    parse_formula,
    required_inputs,
    round_up,
    why_no_derivative,
)
from .pair import Pair, PairExplorer, make_pair
from .partials import PartialSlopes
from .shape import shape_in_words
from .trial import real_number
from .two import FunctionOfTwo
from .witnesses import (
    TOOLS,
    ToolAnswers,
    agree,
    ask_tools,
    by_autograd,
    difference_quotient,
    number_or_nan,
)

__all__ = [
    "LEFT_OUT",
    "TOOLS",
    "Drawing",
    "Expansion",
    "Explorer",
    "Function",
    "FunctionExplorer",
    "FunctionOfMany",
    "FunctionOfTwo",
    "Given",
    "Pair",
    "PairExplorer",
    "PartialSlopes",
    "Tape",
    "ToolAnswers",
    "Window",
    "agree",
    "ask_tools",
    "axis_limits",
    "broken_at_poles",
    "by_autograd",
    "checked_window",
    "count_slider",
    "difference_quotient",
    "expand",
    "make_pair",
    "number_or_nan",
    "parse_formula",
    "real_number",
    "required_inputs",
    "round_up",
    "shape_in_words",
    "trusted_interval",
    "why_no_derivative",
]
