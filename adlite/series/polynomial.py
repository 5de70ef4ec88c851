"""Taylor polynomials as objects (Section B.9): coefficients, values, errors, how far to trust them.

`taylor` expands a function of one number, or of a vector along a direction; `quadratic_model`
is the second-order model of a function of a vector (Eq. B.66).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..arrays import hessian
from ..core import TracingError, grad, run
from .expansion import coefficients
from .singularities import Radius, degree, radius

# Terms computed beyond the order asked for: at first, and for an estimate of the error.
_BEYOND, _FURTHER = 2, 64


@dataclass(frozen=True, eq=False, repr=False)
class TaylorPolynomial:
    """The Taylor polynomial of degree `order` of a function at w0 (Eq. B.62).

    `coefficients[n]` belongs to (w - w0)**n.  Called with w, a number or an array, the polynomial
    gives its value there.  With a `direction` it is the polynomial of t -> g(w0 + t * direction),
    and is called with t.  `following` has the coefficients of the next orders, and `source` is the
    function, if `taylor` made the polynomial.
    """

    w0: Any
    coefficients: np.ndarray
    following: np.ndarray
    direction: Any = None
    source: Callable[..., Any] | None = None

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
        return TaylorPolynomial(self.w0, kept, rest, self.direction, self.source)

    def error_estimate(self, w: Any) -> Any:
        """Return the size of all that the polynomial leaves out at w, as the next terms tell it.

        These are added up as far as they count, however many of them vanish, with what their decay
        leaves to come.  It is NaN where they do not decay, or all those computed vanish and the
        steps of the function do not make it a polynomial.  It is an estimate for the function that
        the coefficients describe: a kink between w0 and w is not seen.
        """
        step = self._step(np.asarray(w, dtype=np.float64))
        further = self._further
        if not further.any():
            none = 0.0 if self._degree <= self.order + len(further) else math.nan
            return np.full(np.shape(step), none)[()]
        k = np.arange(self.order + 1, self.order + 1 + len(further)).reshape(-1, *[1] * step.ndim)
        with np.errstate(all="ignore"):
            terms = further.reshape(k.shape) * step**k
            sizes = np.abs(terms)
            half = max(1, min(16, len(further) // 2))
            last, before = (
                sizes[-half:].max(axis=0),
                sizes[-2 * half : -half].max(axis=0, initial=0),
            )
            ratio = (last / before) ** (1 / half)
            tail = np.where(last == 0, 0.0, last * ratio / (1 - ratio))
            found = np.abs(terms.sum(axis=0))
            sure = (last == 0) | ((ratio < 1) & (tail <= found))
            rounding = 4 * np.finfo(float).eps * sizes.max(axis=0)
            return np.where(sure, found + tail + rounding, math.nan)[()]

    @cached_property
    def _further(self) -> np.ndarray:
        if self.source is None:
            return np.asarray(self.following)
        with np.errstate(all="ignore"):
            more = coefficients(self.source, self.w0, self._along, self.order + _FURTHER)
        return np.asarray(more, dtype=np.float64).reshape(-1)[self.order + 1 :]

    @cached_property
    def _degree(self) -> float:
        return math.inf if self.source is None else degree(self.source, self.w0, self._along)

    @property
    def _along(self) -> Any:
        return np.asarray(1.0 if self.direction is None else self.direction, dtype=np.float64)[()]

    def radius(self) -> Radius:
        """Return how far from w0 the nearest singularity lies, also a complex one.

        Within that distance higher orders help, beyond it they do not.  It is read off the steps
        of the function, whose order does not matter, and is a float with an `uncertainty`.  It is
        `inf` only where every step is analytic everywhere, as in polynomials and exp(sin(w)).  It
        is NaN where singularities of the steps may cancel, or where nothing is known of one: then
        `at_least` is what can be said, and `reason` says why.  A polynomial that was not made by
        `taylor` knows its coefficients only, and nothing follows from these.

        >>> import numpy as np
        >>> print(f"{taylor(np.tanh, 0.0, 3).radius():.6f}", np.pi / 2)
        1.570796 1.5707963267948966
        >>> print(taylor(np.sin, 1.0, 3).radius(), taylor(lambda w: np.sin(w) / w, 1.0, 3).radius())
        inf at least 1
        """
        if self.source is None:
            return Radius(math.nan, reason="a finite number of coefficients does not tell it")
        return radius(self.source, self.w0, self._along)

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
    1.105167 1.105171 4.3e-06
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
        found = np.asarray(coefficients(g, w0, along, order + _BEYOND), dtype=np.float64)
    if found[0].size != 1:
        raise TracingError(
            f"taylor needs a function that returns one number, and this one returned an array of "
            f"shape {found[0].shape}: use derivatives(g, points, n) for many points."
        )
    known = found.reshape(-1)
    start = np.asarray(w0, dtype=np.float64)[()]
    return TaylorPolynomial(start, known[: order + 1], known[order + 1 :], direction, g)


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
