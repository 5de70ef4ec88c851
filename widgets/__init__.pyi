"""All that `widgets` hands out: a line for each name, and the file in which it is found.

This is the only list. Type checkers and editors read it, and `widgets` itself does.
"""

from .derivative.float_microscope import FloatMicroscope as FloatMicroscope
from .derivative.kink import Kink as Kink
from .derivative.round_off import RoundOff as RoundOff
from .derivative.secant_to_tangent import SecantToTangent as SecantToTangent
from .derivative.tangent_line import TangentLine as TangentLine
from .gradient.partial_derivatives import PartialDerivatives as PartialDerivatives
from .gradient.tangent_plane import TangentPlane as TangentPlane
from .graph.breaking.break_backprop import BreakBackprop as BreakBackprop
from .graph.mode_cost import ModeCost as ModeCost
from .graph.swell.expression_swell import ExpressionSwell as ExpressionSwell
from .graph.tracing.graph_tracer import GraphTracer as GraphTracer
from .graph.zero_partials import ZeroPartials as ZeroPartials
from .higher_orders.derivative_ladder import DerivativeLadder as DerivativeLadder
from .higher_orders.hessian import Hessian as Hessian
from .live import InputError as InputError
from .live import Live as Live
from .live import drag as drag
from .live import say as say
from .rules.elementary_rule import ElementaryRule as ElementaryRule
from .rules.monomial_terms import MonomialTerms as MonomialTerms
from .rules.operation_rule import OperationRule as OperationRule
from .rules.product_rectangle import ProductRectangle as ProductRectangle
from .taylor.taylor_builder import TaylorBuilder as TaylorBuilder
from .taylor.taylor_series import TaylorSeries as TaylorSeries
from .taylor.taylor_surface import TaylorSurface as TaylorSurface
from .using_autograd.error_clinic import ErrorClinic as ErrorClinic
from .using_autograd.flattening import Flattening as Flattening

EXPLORERS: dict[str, str]
