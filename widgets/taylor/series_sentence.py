"""What `TaylorSeries` says: how far one polynomial follows g, and up to where higher ones would."""

import math
from dataclasses import dataclass

import numpy as np

import adlite

from ..functions import LEFT_OUT, Expansion
from ..live import say

Interval = tuple[float, float]


@dataclass(frozen=True)
class SeriesView:
    """What is seen at one w0, order and tolerance.

    `ends` are those of the interval with errors up to the tolerance. `largest` is the largest error
    in the picture, 0 if it is only rounding. `limits` says up to where higher orders help, and
    `radii` are the two estimates of that distance.
    """

    found: Expansion
    w0: float
    order: int
    tolerance: float
    ends: Interval
    largest: float
    radii: tuple[float, float]
    limits: str

    @property
    def exists(self) -> bool:
        """Whether there is a polynomial of this order at w0."""
        return self.order <= self.found.highest


def sentence(
    seen: SeriesView, window: tuple[float, float], beside: dict[int, tuple[float, float]]
) -> str:
    """Say what the picture shows; `beside` has the intervals of other orders that are drawn."""
    found, order = seen.found, seen.order
    if found.highest < 0:
        return f"{found.reason}: there is nothing to expand. Move w⁰."
    if not seen.exists:
        known = f"The highest order that exists here is {found.highest}: choose that, or move w⁰."
        return f"There is no polynomial of order {order}. {found.reason}. {known}"
    start = f"At w⁰ = {say(seen.w0)} the polynomial of order {order} is within"
    others = "".join(f"; that of order {n} {_span(ends, window)}" for n, ends in beside.items())
    reach = f"{start} {say(seen.tolerance)} of g {_span(seen.ends, window)}{others}"
    reached = f"{reach}, at the points drawn."
    if seen.largest == 0:
        return f"{reached} It is g itself there, up to rounding."
    return f"{reached} In the picture its error grows to {say(seen.largest, 3)}. {seen.limits}"


def _span(ends: Interval, window: Interval) -> str:
    if ends == window:
        return "everywhere in the picture"
    if ends[0] == ends[1]:
        return "nowhere but at w⁰"
    return f"from {say(ends[0], 3)} to {say(ends[1], 3)}"


def what_higher_orders_do(
    found: Expansion, radii: tuple[float, float], points: np.ndarray, truth: np.ndarray
) -> str:
    """Say up to where higher orders help, as far as that is known.

    >>> from ..functions import expand
    >>> from ..functions import Function
    >>> g, w = Function("abs(w)", (-2, 2)), np.linspace(-2, 2, 41)
    >>> found = expand(g, 1.0, 20)
    >>> print(what_higher_orders_do(found, found.radii(), w, g.values(w)))
    Beyond about w = 0 no order follows g: it is not smooth there.
    """
    if found.polynomial is None or found.reason:
        return f"No order beyond {found.highest} exists here: {found.reason}."
    distance, order = found.distance, found.polynomial.order
    end = end_of_the_series(found.polynomial, points, truth)
    other = f"Beyond about w = {say(end, 2)} no order follows g: it is not smooth there."
    if not math.isfinite(distance) and not math.isnan(end):
        return other
    if math.isinf(distance):
        return (
            "No singularity shows: a high enough order follows g at every point drawn, though not "
            "every single order reaches farther than the one before."
        )
    if math.isnan(distance):
        if not distance.at_least:
            return f"How far higher orders help cannot be told from {order} coefficients."
        least = say(distance.at_least, 3)
        return f"Higher orders help within {least} of w⁰, and whether farther cannot be told."
    helps = f"Higher orders help only within about {say(distance, 3)} of w⁰"
    sure = "as far as the nearest singularity"
    if all(abs(radius - distance) <= 0.005 * distance for radius in radii):
        sure += f": orders {order - LEFT_OUT} and {order} agree"
    return f"{helps}, {sure}." + f" {other}" * (not math.isnan(end))


def end_of_the_series(
    polynomial: adlite.TaylorPolynomial, points: np.ndarray, truth: np.ndarray
) -> float:
    """Return up to where g is the function that its coefficients at w0 describe; NaN if all over.

    Where the next terms are next to nothing and the error is not, g is pieced together.
    """
    height = np.nanmax(np.abs(truth))
    with np.errstate(all="ignore"):
        errors, next_terms = np.abs(polynomial(points) - truth), polynomial.error_estimate(points)
    apart = points[(errors > 1e-6 * height) & (next_terms < 1e-9 * height)]
    if not apart.size:
        return math.nan
    w0 = float(polynomial.w0)
    first = apart[np.argmin(np.abs(apart - w0))]
    between = points[(points > min(first, w0)) & (points < max(first, w0))]
    return float(between[np.argmin(np.abs(between - first))]) if between.size else w0
