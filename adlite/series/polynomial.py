"""Taylor polynomials as objects (Section B.9): coefficients, values, errors, how far to trust them.

`taylor` expands a function of one number, or of a vector along a direction; `quadratic_model`
is the second-order model of a function of a vector (Eq. B.66).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import hessian
from ..core import TracingError, grad, run
from .jets import expand

# Terms computed beyond the order asked for: the next ones may be 0, as for sin at 0.
_BEYOND = 2


@dataclass(frozen=True, eq=False, repr=False)
class TaylorPolynomial:
    """The Taylor polynomial of degree `order` of a function at w0 (Eq. B.62).

    `coefficients[n]` belongs to (w - w0)**n.  Called with w, a number or an array, the polynomial
    gives its value there.  With a `direction` it is the polynomial of t -> g(w0 + t * direction),
    and is called with t.
    """

    w0: Any
    coefficients: np.ndarray
    following: np.ndarray
    direction: Any = None

    @property
    def order(self) -> int:
        """The highest power of (w - w0) that is kept."""
        return len(self.coefficients) - 1

    def __call__(self, w: Any) -> Any:
        """Return the value at w, which may be traced, by Horner's rule."""
        step = self._step(w)
        total = 0.0 * step + self.coefficients[-1]
        for a in self.coefficients[-2::-1]:
            total = total * step + a
        return total

    def _step(self, w: Any) -> Any:
        return w - self.w0 if self.direction is None else w * 1.0

    def derivative(self, n: int) -> float:
        """Return the n-th derivative at w0: that of g as well, up to `order`."""
        if n < 0 or n != int(n):
            raise ValueError(f"the order of a derivative is a whole number from 0 on, not {n!r}.")
        return math.factorial(n) * float(self.coefficients[n]) if n <= self.order else 0.0

    def truncate(self, order: int) -> TaylorPolynomial:
        """Return the polynomial of a lower order at the same point."""
        if not 0 <= order <= self.order:
            raise ValueError(
                f"this polynomial has order {self.order}: it can be cut to 0 ... {self.order}, "
                f"not to {order!r}. Call taylor again for a higher order."
            )
        known = np.concatenate([self.coefficients, self.following])
        kept, rest = known[: order + 1], known[order + 1 :]
        return TaylorPolynomial(self.w0, kept, rest, self.direction)

    def error_estimate(self, w: Any) -> Any:
        """Return the size of the next term at w: an estimate of the error there, and no bound.

        It is the larger of the next two terms, since one of them may vanish.
        """
        step = np.abs(self._step(np.asarray(w, dtype=np.float64)))
        terms = [
            np.abs(a) * step ** (self.order + n) for n, a in enumerate(self.following[:2], start=1)
        ]
        return np.max(terms, axis=0)

    def radius(self) -> float:
        """Return an estimate of how far from w0 the nearest singularity lies, also a complex one.

        Within that distance higher orders help, beyond it they do not.  The last coefficients are
        fitted by those of (1 - 2 c t + q t**2)**(-p), a pair of singular points of any strength
        (Chang & Corliss 1980).  It is `inf` where the coefficients fall faster than any geometric
        series, and NaN where no clear distance shows or the order is below 15.

        >>> import numpy as np
        >>> print(f"{taylor(np.tanh, 0.0, 30).radius():.6f}", np.pi / 2)
        1.570796 1.5707963267948966
        """
        known = np.concatenate([self.coefficients, self.following])
        if self.order < 15 or not np.isfinite(known).all():
            return math.nan
        whole, part = _nearest(known), _nearest(known[: 3 * len(known) // 4])
        apart = abs(whole - part) / part if part < math.inf else math.inf
        # For exp or sin the distance grows with the order: there is nothing to be near to.
        if apart > 0.01 and _root(known) > 1.25 * _root(known[: len(known) // 2]):
            return math.inf
        return whole if apart <= 0.1 or whole == math.inf else math.nan

    @property
    def latex(self) -> str:
        """The polynomial as LaTeX, with coefficients to six digits."""
        return self._text(_tex, r"\,", "^{%d}")

    def _repr_latex_(self) -> str:
        return f"$h({'w' if self.direction is None else 't'}) = {self.latex}$"

    def __repr__(self) -> str:
        return self._text("{:.6g}".format, " ", "**%d")

    def _text(self, number: Callable[..., Any], times: str, raised: str) -> str:
        base = "w" if self.direction is None else "t"
        if self.direction is None and self.w0 != 0:
            base = f"(w {'-' if self.w0 > 0 else '+'} {number(abs(self.w0))})"
        text = ""
        for n, a in enumerate(self.coefficients):
            if a == 0:
                continue
            power = base + (raised % n if n > 1 else "") if n else ""
            size = number(abs(a))
            term = power if size == "1" and n else size + times * bool(n) + power
            sign = "-" if a < 0 else "+"
            text += f" {sign} {term}" if text else term if a > 0 else f"-{term}"
        return text or "0"


def _tex(x: float) -> str:
    mantissa, _, exponent = f"{x:.6g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _root(a: np.ndarray) -> float:
    """Distance by how far the last four coefficients are below early ones; any may be 0."""
    size = np.abs(a)
    k = len(a) - 4 + int(np.argmax(size[-4:]))
    if size[k] == 0:
        return math.inf
    # The constant says nothing; of the next ones some may be mere rounding.
    early = 1 + np.flatnonzero(size[1:-4])[:4]
    j = early[np.argmax(size[early])] if early.size else 0
    # By logarithms, since g may be so small or large that a quotient has no room.
    return float(np.exp((np.log(size[j] if j else 1.0) - np.log(size[k])) / (k - j)))


def _nearest(a: np.ndarray) -> float:
    """Distance of the singularity whose coefficients the last ones of `a` follow."""
    k, distance = np.arange(max(4, len(a) - 12), len(a)), _root(a)
    if distance == math.inf:
        return distance
    # Scaled, so that coefficients neither overflow nor vanish; undone at the end.
    with np.errstate(divide="ignore"):
        level = np.log(np.abs(a)) + np.arange(len(a)) * np.log(distance)
    b = np.sign(a) * np.exp(level - level.max())
    for pair in (1, 2):
        rows = np.stack([b[k - j] / k**i for j in range(1, pair + 1) for i in (0, 1)], axis=1)
        fit, *_ = np.linalg.lstsq(rows, b[k], rcond=None)
        if np.linalg.norm(rows @ fit - b[k]) <= 1e-2 * np.linalg.norm(b[k]):
            largest = np.abs(np.roots([1.0, *-fit[::2]])).max(initial=0.0)
            if 0.25 < largest < 4:
                return float(distance / largest)
    # More singular points at one distance than a pair.
    return distance


def taylor(g: Callable[..., Any], w0: Any, order: int, direction: Any = None) -> TaylorPolynomial:
    """Return the Taylor polynomial of `g` at w0 (Eq. B.62), by Taylor mode.

    For a vector or array w0 give a `direction` of the same shape: the result is the polynomial of
    t -> g(w0 + t * direction).  All coefficients come from one run of `g`; orders of 30 and more
    are accurate to rounding.

    Raises `ValueError` for an order that is no whole number from 0 on and for a missing or
    ill-shaped direction, `TracingError` if `g` cannot be differentiated or does not return one
    number.

    >>> import numpy as np
    >>> h = taylor(np.exp, 0.0, 3)
    >>> h
    1 + w + 0.5 w**2 + 0.166667 w**3
    >>> print(f"{h(0.1):.6f} {np.exp(0.1):.6f} {h.error_estimate(0.1):.1e}")
    1.105167 1.105171 4.2e-06
    """
    if not (isinstance(order, (int, np.integer)) and order >= 0):
        raise ValueError(f"order must be a whole number from 0 on, not {order!r}.")
    shape = np.shape(w0)
    if shape and np.shape(direction) != shape:
        raise ValueError(
            f"w0 has shape {shape}, so taylor needs a direction of that shape: write "
            "taylor(g, w0, order, direction), or quadratic_model(g, w0) for all directions."
        )
    along = np.asarray(1.0 if direction is None else direction, dtype=np.float64)[()]
    with np.errstate(all="ignore"):
        coefficients = np.asarray(expand(g, w0, along, order + _BEYOND), dtype=np.float64)
    if coefficients[0].size != 1:
        raise TracingError(
            f"taylor needs a function that returns one number, and this one returned an array of "
            f"shape {coefficients[0].shape}: use derivatives(g, points, n) for many points."
        )
    known = coefficients.reshape(-1)
    start = np.asarray(w0, dtype=np.float64)[()]
    return TaylorPolynomial(start, known[: order + 1], known[order + 1 :], direction)


@dataclass(frozen=True, eq=False)
class QuadraticModel:
    """The second-order Taylor model of a function at w0: value, gradient and Hessian there.

    Called with w it gives Eq. B.66; `linear(w)` gives the tangent plane, Eq. B.64.  w has the shape
    of w0, or more axes in front: then it is many points, and the result one value for each.
    """

    w0: Any
    value: float
    gradient: Any
    hessian: Any

    def linear(self, w: Any) -> Any:
        """Return the value of the first-order model at w (Eq. B.64)."""
        return self.value + self._flat(w) @ np.ravel(self.gradient)

    def __call__(self, w: Any) -> Any:
        """Return the value of the second-order model at w (Eq. B.66)."""
        step = self._flat(w)
        curvature = np.reshape(self.hessian, (np.size(self.w0),) * 2)
        return self.linear(w) + 0.5 * np.sum((step @ curvature) * step, axis=-1)

    def _flat(self, w: Any) -> Any:
        step = w - self.w0
        return np.reshape(step, (*step.shape[: step.ndim - np.ndim(self.w0)], np.size(self.w0)))


def quadratic_model(g: Callable[..., Any], w0: Any) -> QuadraticModel:
    """Return the second-order Taylor model of `g` at w0, a number or an array (Eq. B.66).

    Raises `TracingError` if `g` cannot be differentiated or does not return one number.

    >>> import numpy as np
    >>> h = quadratic_model(lambda w: w[0] ** 2 + w[0] * w[1], np.array([1.0, 2.0]))
    >>> print(h.value, h.gradient, h(np.array([2.0, 2.0])))
    3.0 [4. 1.] 8.0
    """
    start = np.asarray(w0, dtype=np.float64)[()]
    return QuadraticModel(start, float(run(g, [start])), grad(g)(start), hessian(g)(start))
