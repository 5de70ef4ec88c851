"""Taylor coefficients of a reader's function, also where it is smooth and one of its steps is not.

At a kink of a step Taylor mode has a convention, as the other modes have: half of both slopes at a
tie, 0 for |w|.  It may be wrong from the second order on even where `g` is smooth, as cos(|w|) is.
There the coefficients come from both sides, and are NaN unless these agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..core import Traced, as_leaf, filled, jvp
from .jets import expand
from .kinks import from_both_sides


def coefficients(g: Callable[..., Any], w0: Any, direction: Any, order: int) -> Any:
    """Return the Taylor coefficients of t -> g(w0 + t * direction), a table or a list."""
    run = expand(g, w0, direction, order)
    if order < 2 or not run.tied:
        return run.coefficients
    table = [c + 0.0 for c in run.coefficients]  # -0.0 would print its sign
    if isinstance(w0, Traced) or isinstance(direction, Traced) or np.size(table[0]) != 1:
        table[2:] = [c * math.nan for c in table[2:]]
        return table
    value = float(np.reshape(table[0], ()))
    sides = from_both_sides(lambda t: g(w0 + t * direction), 0.0, value, order)
    for k in range(2, order + 1):
        found = sides[k].left / math.factorial(k) if sides[k].differentiable else math.nan
        table[k] = np.full(np.shape(table[k]), found)[()]
    return table


def derivatives(g: Callable[..., Any], w0: Any, n: Any) -> Any:
    """Return g(w0) and its first n derivatives there, all in one run of `g` (Eq. B.62).

    w0 is a number or an array of points for an elementwise g; the first axis of the result is the
    order.  The work grows with n**2.  Where a step of `g` has a kink, the first derivative is what
    `grad` gives, and higher ones are right, or NaN if there is none or it cannot be told.

    Raises `ValueError` if n is no whole number from 0 on, `TracingError` if `g` cannot be
    differentiated.

    >>> print(derivatives(lambda w: w**4, 2.0, 5))
    [16. 32. 48. 48. 24.  0.]
    >>> import numpy as np
    >>> print(derivatives(lambda w: np.cos(np.abs(w)), 0.0, 2))
    [ 1.  0. -1.]
    """
    if not (isinstance(n, (int, np.integer)) and n >= 0):
        raise ValueError(f"the highest order n must be a whole number from 0 on, not {n!r}.")
    if n == 1:
        # A jet of order 1 is a value and its tangent, and forward mode carries no more than these.
        first = as_leaf(w0)
        pair = jvp(g, [first], [filled(1.0, first.shape)])
        return np.stack(pair) if any(isinstance(c, Traced) for c in pair) else np.array(pair)
    found = _at_points(g, w0, int(n))
    factorials = np.cumprod([1.0, *range(1, int(n) + 1)])
    return np.stack([c * k for c, k in zip(found, factorials, strict=True)])


def _at_points(g: Callable[..., Any], w0: Any, n: int) -> Any:
    found = expand(g, w0, filled(1.0, np.shape(w0)), n)
    if not found.tied or n < 2:
        return found.coefficients
    if isinstance(w0, Traced) or np.ndim(w0) == 0:
        return coefficients(g, w0, np.float64(1.0), n)
    points = np.asarray(w0, dtype=float)
    rows = [np.stack(coefficients(g, w, np.float64(1.0), n)) for w in points.ravel()]
    return np.stack(rows, axis=-1).reshape(n + 1, *points.shape)
