"""Explorers: figures that answer a drag, one for each idea of the chapter."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .live import InputError, Live, drag, say

if TYPE_CHECKING:
    from .derivative.float_microscope import FloatMicroscope
    from .derivative.kink import Kink
    from .derivative.round_off import RoundOff
    from .derivative.secant_to_tangent import SecantToTangent
    from .derivative.tangent_line import TangentLine
    from .gradient.partial_derivatives import PartialDerivatives
    from .gradient.tangent_plane import TangentPlane
    from .graph.break_backprop import BreakBackprop
    from .graph.mode_cost import ModeCost
    from .graph.swell.expression_swell import ExpressionSwell
    from .graph.tracing.graph_tracer import GraphTracer
    from .graph.zero_partials import ZeroPartials
    from .higher_orders.derivative_ladder import DerivativeLadder
    from .higher_orders.hessian import Hessian
    from .rules.elementary_rule import ElementaryRule
    from .rules.monomial_terms import MonomialTerms
    from .rules.operation_rule import OperationRule
    from .rules.product_rectangle import ProductRectangle
    from .taylor.taylor_builder import TaylorBuilder
    from .taylor.taylor_series import TaylorSeries
    from .taylor.taylor_surface import TaylorSurface
    from .using_autograd.error_clinic import ErrorClinic
    from .using_autograd.flattening import Flattening

# Each explorer is loaded when first asked for: a notebook pays for those that it shows.
EXPLORERS = {
    "TangentLine": "derivative.tangent_line",
    "SecantToTangent": "derivative.secant_to_tangent",
    "Kink": "derivative.kink",
    "RoundOff": "derivative.round_off",
    "FloatMicroscope": "derivative.float_microscope",
    "ElementaryRule": "rules.elementary_rule",
    "OperationRule": "rules.operation_rule",
    "MonomialTerms": "rules.monomial_terms",
    "ProductRectangle": "rules.product_rectangle",
    "TangentPlane": "gradient.tangent_plane",
    "GraphTracer": "graph.tracing.graph_tracer",
    "ExpressionSwell": "graph.swell.expression_swell",
    "ZeroPartials": "graph.zero_partials",
    "BreakBackprop": "graph.break_backprop",
    "ModeCost": "graph.mode_cost",
    "DerivativeLadder": "higher_orders.derivative_ladder",
    "Hessian": "higher_orders.hessian",
    "TaylorBuilder": "taylor.taylor_builder",
    "TaylorSeries": "taylor.taylor_series",
    "TaylorSurface": "taylor.taylor_surface",
    "PartialDerivatives": "gradient.partial_derivatives",
    "Flattening": "using_autograd.flattening",
    "ErrorClinic": "using_autograd.error_clinic",
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
