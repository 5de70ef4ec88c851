"""Explorers: figures that answer a drag, one for each idea of the chapter."""

from .break_backprop import BreakBackprop
from .expression_swell import ExpressionSwell
from .graph_tracer import GraphTracer
from .live import InputError, Live, drag, say
from .mode_cost import ModeCost
from .round_off import RoundOff
from .secant_to_tangent import SecantToTangent
from .zero_partials import ZeroPartials

__all__ = [
    "BreakBackprop",
    "ExpressionSwell",
    "GraphTracer",
    "InputError",
    "Live",
    "ModeCost",
    "RoundOff",
    "SecantToTangent",
    "ZeroPartials",
    "drag",
    "say",
]
