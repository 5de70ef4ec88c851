"""What becomes of a small step in one function after the other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .composition import Stage


@dataclass(frozen=True)
class Stretched:
    """A step on one number line: where it starts, the slope that made it, and what it is.

    `step` is what the slopes say, `true` what the functions do with ε, and `mistaken` what comes
    out with the outer slopes at w0.
    """

    value: float
    slope: float
    step: float
    true: float
    mistaken_slope: float
    mistaken: float


def follow(stages: Sequence[Stage], w0: float, epsilon: float) -> list[Stretched]:
    """Return what becomes of a step on each number line."""
    value, moved, step, mistaken = w0, w0 + epsilon, epsilon, epsilon
    lines = [Stretched(w0, math.nan, epsilon, epsilon, math.nan, epsilon)]
    for stage in stages:
        slope, wrong = (_slope(stage, w) for w in (value, w0))
        value, moved = stage.g(value), stage.g(moved)
        step, mistaken = slope * step, wrong * mistaken
        lines.append(Stretched(value, slope, step, moved - value, wrong, mistaken))
    return lines


def _slope(stage: Stage, w: float) -> float:
    sides = stage.g.one_sided(w) if math.isfinite(w) else None
    return sides.left if sides and sides.differentiable else math.nan
