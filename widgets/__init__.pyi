"""All that `widgets` hands out: a line for each name, and the file in which it is found.

This is the only list: type checkers and editors read it, and `widgets` itself does. The explorers
stand in the order of the book.
"""

from .live import InputError as InputError
from .live import Live as Live
from .live import drag as drag
from .live import say as say

# isort: off
from .derivative.tangent_line import TangentLine as TangentLine
from .derivative.secant_to_tangent import SecantToTangent as SecantToTangent
from .derivative.zoom import Zoom as Zoom
from .derivative.kink import Kink as Kink
from .derivative.round_off import RoundOff as RoundOff
from .derivative.float_microscope import FloatMicroscope as FloatMicroscope
from .rules.elementary_rule import ElementaryRule as ElementaryRule
from .rules.operation_rule import OperationRule as OperationRule
from .rules.chain_rule import ChainRule as ChainRule
from .rules.monomial_terms import MonomialTerms as MonomialTerms
from .rules.product_rectangle import ProductRectangle as ProductRectangle
from .gradient.tangent_plane import TangentPlane as TangentPlane
from .gradient.compass import Compass as Compass
from .gradient.descent import Descent as Descent
from .graph.tracing.graph_tracer import GraphTracer as GraphTracer
from .graph.swell.expression_swell import ExpressionSwell as ExpressionSwell
from .graph.zero_partials import ZeroPartials as ZeroPartials
from .graph.breaking.break_backprop import BreakBackprop as BreakBackprop
from .graph.mode_cost import ModeCost as ModeCost
from .higher_orders.derivative_ladder import DerivativeLadder as DerivativeLadder
from .higher_orders.hessian import Hessian as Hessian
from .higher_orders.quadratic_form import QuadraticForm as QuadraticForm
from .taylor.taylor_builder import TaylorBuilder as TaylorBuilder
from .taylor.taylor_series import TaylorSeries as TaylorSeries
from .taylor.taylor_surface import TaylorSurface as TaylorSurface
from .gradient.partial_derivatives import PartialDerivatives as PartialDerivatives
from .using_autograd.flattening import Flattening as Flattening
from .using_autograd.error_clinic import ErrorClinic as ErrorClinic

from .practice.question import Exercise as Exercise
from .practice.question import FillGraph as FillGraph
from .practice.question import Predict as Predict
from .practice.question import answer as answer
from .practice.sheet import Questions as Questions

EXPLORERS: dict[str, str]
