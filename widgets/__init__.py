"""Explorers: figures that answer a drag, one for each idea of the chapter."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .live import InputError, Live, drag, say

if TYPE_CHECKING:
    from .break_backprop import BreakBackprop
    from .derivative_ladder import DerivativeLadder
    from .elementary_rule import ElementaryRule
    from .error_clinic import ErrorClinic
    from .expression_swell import ExpressionSwell
    from .flattening import Flattening
    from .float_microscope import FloatMicroscope
    from .graph_tracer import GraphTracer
    from .hessian import Hessian
    from .kink import Kink
    from .mode_cost import ModeCost
    from .monomial_terms import MonomialTerms
    from .operation_rule import OperationRule
    from .partial_derivatives import PartialDerivatives
    from .product_rectangle import ProductRectangle
    from .round_off import RoundOff
    from .secant_to_tangent import SecantToTangent
    from .tangent_line import TangentLine
    from .tangent_plane import TangentPlane
    from .taylor_builder import TaylorBuilder
    from .taylor_series import TaylorSeries
    from .taylor_surface import TaylorSurface
    from .zero_partials import ZeroPartials

# Each explorer is loaded when first asked for: a notebook pays for those that it shows.
EXPLORERS = {
    "TangentLine": "tangent_line",
    "SecantToTangent": "secant_to_tangent",
    "Kink": "kink",
    "RoundOff": "round_off",
    "FloatMicroscope": "float_microscope",
    "ElementaryRule": "elementary_rule",
    "OperationRule": "operation_rule",
    "MonomialTerms": "monomial_terms",
    "ProductRectangle": "product_rectangle",
    "TangentPlane": "tangent_plane",
    "GraphTracer": "graph_tracer",
    "ExpressionSwell": "expression_swell",
    "ZeroPartials": "zero_partials",
    "BreakBackprop": "break_backprop",
    "ModeCost": "mode_cost",
    "DerivativeLadder": "derivative_ladder",
    "Hessian": "hessian",
    "TaylorBuilder": "taylor_builder",
    "TaylorSeries": "taylor_series",
    "TaylorSurface": "taylor_surface",
    "PartialDerivatives": "partial_derivatives",
    "Flattening": "flattening",
    "ErrorClinic": "error_clinic",
}


def __getattr__(name: str) -> Any:
    if name not in EXPLORERS:
        raise AttributeError(f"module 'widgets' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{EXPLORERS[name]}", __name__), name)
    return found


__all__ = [
    "BreakBackprop",
    "DerivativeLadder",
    "ElementaryRule",
    "ErrorClinic",
    "ExpressionSwell",
    "Flattening",
    "FloatMicroscope",
    "GraphTracer",
    "Hessian",
    "InputError",
    "Kink",
    "Live",
    "ModeCost",
    "MonomialTerms",
    "OperationRule",
    "PartialDerivatives",
    "ProductRectangle",
    "RoundOff",
    "SecantToTangent",
    "TangentLine",
    "TangentPlane",
    "TaylorBuilder",
    "TaylorSeries",
    "TaylorSurface",
    "ZeroPartials",
    "drag",
    "say",
]
