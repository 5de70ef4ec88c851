"""One-sided derivatives: what the slope is just left and just right of a point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .operators import value_and_grad


@dataclass(frozen=True)
class OneSided:
    """The slopes of a function just left and just right of a point."""

    left: float
    right: float
    differentiable: bool

    def __str__(self) -> str:
        if self.differentiable:
            return f"differentiable: left and right slope are both {self.left:.6g}"
        sides = f"slope {self.left:.6g} from the left, {self.right:.6g} from the right"
        return f"not differentiable: {sides}"


def one_sided(g: Callable, w0: float) -> OneSided:
    """Return the slopes of `g` as w0 is approached from the left and from the right.

    Derivatives are computed just beside w0, at three distances; what no longer changes as the
    distance shrinks is the one-sided slope.  It is infinite where slopes grow without bound or
    `g` jumps, and NaN where `g` is not defined or the slopes settle nowhere.

    Raises `TracingError` if `g` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> print(one_sided(lambda w: np.maximum(0, w), 0.0))
    not differentiable: slope 0 from the left, 1 from the right
    >>> print(one_sided(lambda w: np.maximum(0, w**2), 0.0))
    differentiable: left and right slope are both 0
    """
    with np.errstate(all="ignore"):
        value, slope = (float(x) for x in value_and_grad(g)(w0))
        left, right = (_approach(g, float(w0), side, value) for side in (-1.0, 1.0))
        tolerance = 1e-8 * max(1.0, abs(left), abs(right))
        # Infinite slopes are no derivative, not even if both sides are steep in the same way.
        same = bool(np.isfinite(tolerance) and abs(left - right) <= tolerance)
        if same and abs(slope - left) <= tolerance:
            left = right = slope
    return OneSided(left, right, same)


def _approach(g: Callable, w0: float, side: float, value: float) -> float:
    """Limit of the slope of g at w0 + side * d for shrinking d."""
    distances = [side * max(1.0, abs(w0)) * d for d in (1e-7, 1e-9, 1e-11)]
    points = [[float(x) for x in value_and_grad(g)(w0 + d)] for d in distances]
    values, (far, near, nearest) = [p[0] for p in points], [p[1] for p in points]
    if not np.isfinite([value, *values]).all() or np.isnan([far, near, nearest]).any():
        return float("nan")
    jump = values[-1] - value
    if abs(jump) > 1e-6 * max(1.0, abs(value)) and abs(jump) > 0.5 * abs(values[0] - value):
        return float(np.copysign(np.inf, side * jump))
    change, last = near - far, nearest - near
    if abs(last) <= 1e-9 * max(1.0, abs(nearest)):
        return nearest
    if abs(last) < 0.5 * abs(change):
        # Aitken's step: what is left to go if every change is the same fraction of the one before.
        return nearest - last * last / (last - change)
    growing = abs(far) < abs(near) < abs(nearest) and far * nearest > 0
    return float(np.copysign(np.inf, nearest)) if growing else float("nan")
