"""A reader's function expanded about a point: up to which order, and how far it can be trusted."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

import adlite
from adlite.series import Radius, fitted_radius

from ..live import InputError, say
from .one import Function, why_no_derivative

# The second estimate of the distance to a singularity leaves out this many coefficients.
LEFT_OUT = 4


@dataclass(frozen=True)
class Expansion:
    """The Taylor polynomial of g at w0, up to the highest order at which g has derivatives.

    `highest` is -1 where g is not defined, and `reason` says why there is no higher order, "" where
    none is missing.
    """

    polynomial: adlite.TaylorPolynomial | None
    highest: int
    reason: str

    @cached_property
    def distance(self) -> Radius:
        """Return how far off the nearest singularity is, as far as that can be shown."""
        if self.polynomial is None or self.reason:
            return Radius(math.nan)
        return self.polynomial.radius()

    def radii(self) -> tuple[float, float]:
        """Return the distance to the nearest singularity as all coefficients, and as fewer, say it.

        >>> sizes = expand(Function("tanh(w)", (-3, 3)), 1.0, 20).radii()
        >>> print([round(size, 2) for size in sizes], round(abs(1 - 0.5j * np.pi), 2))
        [1.86, 1.86] 1.86
        """
        if self.polynomial is None or self.reason:
            return math.nan, math.nan
        known = np.concatenate([self.polynomial.coefficients, self.polynomial.following])
        # A distance does not depend on the height of g; very small numbers would vanish.
        known = known / (np.abs(known[:4]).max() or 1.0)
        # Coefficients that fall fast may do so for a while only.
        none = math.inf if self.distance == math.inf else math.nan
        whole, fewer = (fitted_radius(some) for some in (known, known[:-LEFT_OUT]))
        return none if math.isinf(whole) else whole, none if math.isinf(fewer) else fewer


def expand(g: Function, w0: float, order: int) -> Expansion:
    """Return the expansion of g at w0, of this order or of the highest that there is.

    >>> expand(Function("abs(w)*w", (-1, 1)), 0.0, 5).highest
    1
    """
    if math.isnan(g(w0)):
        return Expansion(None, -1, f"g is not defined at w⁰ = {say(w0)}")
    try:
        polynomial = adlite.taylor(g.g, w0, order)
    except adlite.TracingError as error:
        raise InputError(f"g cannot be differentiated: {error}") from None
    except Exception:
        # g is defined at w0 and raises at a series: it has its value there and no derivative.
        constant = adlite.TaylorPolynomial(w0, np.array([g(w0)]), np.array([]))
        return Expansion(constant, 0, f"g cannot be expanded at w⁰ = {say(w0)}")
    highest, reason = order, ""
    if order and not adlite.one_sided(g.or_nan, w0, order).differentiable:
        for n in range(1, order + 1):
            sides = adlite.one_sided(g.or_nan, w0, n)
            if not sides.differentiable:
                highest, reason = n - 1, _missing(sides, n, w0)
                break
    wild = np.flatnonzero(~np.isfinite(polynomial.coefficients[: highest + 1]))
    if wild.size:
        highest = int(wild[0]) - 1
        reason = f"the derivative of order {wild[0]} of g at w⁰ = {say(w0)} is no finite number"
    return Expansion(polynomial.truncate(max(highest, 0)), highest, reason)


def _missing(sides: adlite.OneSided, n: int, w0: float) -> str:
    start = f"g has no derivative of order {n} at w⁰ = {say(w0)}"
    if n == 1:
        return f"{start}: {why_no_derivative(sides)}"
    if math.isfinite(sides.left) and math.isfinite(sides.right):
        left, right = say(sides.left), say(sides.right)
        return f"{start}: it is {left} from the left and {right} from the right"
    return start


def trusted_interval(
    points: np.ndarray, errors: np.ndarray, w0: float, tolerance: float, order: int
) -> tuple[float, float]:
    """Return the ends of the interval around w0 in which errors stay up to a tolerance.

    It ends at the first and last of the points at the latest, and where an error is NaN.

    >>> w = np.linspace(-2, 2, 401)
    >>> ends = trusted_interval(w, np.abs(w) ** 3, 0.0, 0.01, 2)
    >>> print([round(end, 3) for end in ends], round(0.01 ** (1 / 3), 3))
    [-0.215, 0.215] 0.215
    """
    right, left = points >= w0, points <= w0
    return (
        w0 - _reach(w0 - points[left][::-1], errors[left][::-1], tolerance, order),
        w0 + _reach(points[right] - w0, errors[right], tolerance, order),
    )


def _reach(distances: np.ndarray, errors: np.ndarray, tolerance: float, order: int) -> float:
    """Return the distance at which the error crosses the tolerance.

    Between two points the error is taken to be a power of the distance, as the next term is.
    """
    if not distances.size:
        return 0.0
    over = np.flatnonzero(~(errors <= tolerance))
    if not over.size:
        return float(distances[-1])
    k = int(over[0])
    d, e = float(distances[k]), float(errors[k])
    inner_d, inner_e = (float(distances[k - 1]), float(errors[k - 1])) if k else (0.0, 0.0)
    if not math.isfinite(e) or d == 0:
        return inner_d
    power = order + 1.0
    if inner_d > 0 and inner_e > 0:
        power = math.log(e / inner_e) / math.log(d / inner_d)
    return float(min(max(d * (tolerance / e) ** (1 / power), inner_d), d))
