"""Explorers: figures that answer a drag, one for each idea of the chapter."""

from .live import InputError, Live, drag, say
from .round_off import RoundOff
from .secant_to_tangent import SecantToTangent

__all__ = ["InputError", "Live", "RoundOff", "SecantToTangent", "drag", "say"]
