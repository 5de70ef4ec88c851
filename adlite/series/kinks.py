"""One-sided derivatives: what the slope is to the left and to the right of a point."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core import run
from .jets import derivatives, expand


@dataclass(frozen=True)
class OneSided:
    """The derivatives of one order from the left and from the right, and the verdict."""

    left: float
    right: float
    differentiable: bool
    order: int = 1

    def __str__(self) -> str:
        name = "slope" if self.order == 1 else f"derivative of order {self.order}"
        if self.differentiable:
            return f"differentiable: left and right {name} are both {self.left:.6g}"
        times = "" if self.order == 1 else f" {self.order} times"
        name += "" if self.order == 1 else " is"
        sides = f"{name} {self.left:.6g} from the left, {self.right:.6g} from the right"
        return f"not differentiable{times}: {sides}"


def one_sided(g: Callable[..., Any], w0: float, order: int = 1) -> OneSided:
    """Return the derivatives of `g` as w0 is approached from the left and from the right.

    The Taylor coefficients of g(w0 - t) and g(w0 + t) are computed for t > 0 smaller than any
    number: where values tie, the next coefficient decides.  `g` is differentiable `order` times if
    both sides agree in value and in all derivatives up to that order.  A derivative is infinite
    where slopes grow without bound or `g` jumps, and NaN where `g` is not defined beside w0 or the
    derivative does not settle.

    Raises `TracingError` if `g` cannot be differentiated as it is written, `ValueError` for an
    order that is no whole number from 1 on.

    >>> import numpy as np
    >>> print(one_sided(lambda w: np.maximum(0, w), 0.0))
    not differentiable: slope 0 from the left, 1 from the right
    >>> print(one_sided(lambda w: np.maximum(0, w**2), 0.0, order=2))
    differentiable: left and right derivative of order 2 are both 2
    """
    if not (isinstance(order, (int, np.integer)) and order >= 1):
        raise ValueError(f"order must be a whole number from 1 on, not {order!r}.")
    w0 = float(w0)
    with np.errstate(all="ignore"):
        value = float(run(g, [np.float64(w0)]))
        left, right = (_beside(g, w0, side, value, int(order)) for side in (-1.0, 1.0))
        same = np.isfinite(left[1:]).all() and np.allclose(left, right, rtol=1e-8, atol=1e-8)
    return OneSided(float(left[order]), float(right[order]), bool(same), int(order))


def _beside(g: Callable[..., Any], w0: float, side: float, value: float, order: int) -> np.ndarray:
    """Derivatives 0 ... `order` of g at w0, seen from one side."""
    undefined = np.full(order + 1, np.nan)
    near = float(run(g, [np.float64(w0 + side * max(1.0, abs(w0)) * 1e-11)]))
    if not math.isfinite(value) or not math.isfinite(near):
        return undefined
    factors = np.cumprod([1.0, *(side * k for k in range(1, order + 1))])
    found = np.array(expand(g, w0, np.float64(side), order, sided=True), float) * factors
    if abs(found[0] - value) > 1e-6 * max(1.0, abs(value)):
        undefined[1] = np.copysign(np.inf, side * (found[0] - value))
        return undefined
    if np.isnan(found[1]):
        undefined[:2] = value, _approach(g, w0, side)
        return undefined
    return np.asarray(found + 0.0)  # -0.0 would print its sign


def _approach(g: Callable[..., Any], w0: float, side: float) -> float:
    """Limit of the slope of g at w0 + side * d for shrinking d, where no series can tell it."""
    distances = [side * max(1.0, abs(w0)) * d for d in (1e-7, 1e-9, 1e-11)]
    far, near, nearest = (float(derivatives(g, w0 + d, 1)[1]) for d in distances)
    change, last = near - far, nearest - near
    if abs(last) <= 1e-9 * max(1.0, abs(nearest)):
        return nearest + 0.0
    if abs(last) < 0.5 * abs(change):
        # Aitken's step: what is left to go if every change is the same fraction of the one before.
        return nearest - last * last / (last - change)
    growing = abs(far) < abs(near) < abs(nearest) and far * nearest > 0
    return float(np.copysign(np.inf, nearest)) if growing else float("nan")
