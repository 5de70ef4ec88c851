"""Gradient descent, step by step, and what can be said of the way that it took (Eq. B.22)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

import adlite

from ..functions import Function, FunctionOfTwo, why_no_derivative
from ..live import counted, say

# Farther than so many windows away nobody follows.
_AWAY = 1e6
# How far beside a point left and right are compared, and how much they may differ there.
_BESIDE, _BENT = 1e-6, 0.01
# Of the window's width: a step of this size is as good as none.
_RESTING = 1e-4


@dataclass(frozen=True)
class Walk:
    """A way downhill: a row for each point, with the height and the slopes there.

    `stopped` says why it ends before all steps are made, "" if it does not.
    """

    points: np.ndarray
    heights: np.ndarray
    slopes: np.ndarray
    stopped: str

    def until(self, step: int) -> "Walk":
        """Return the way so far; all of it, if it ends before that step."""
        n, end = step + 1, len(self.points)
        stopped = self.stopped if n >= end else ""
        return Walk(self.points[:n], self.heights[:n], self.slopes[:n], stopped)


class Slope:
    """A function of one input or two, as somebody meets it who sees only where they stand.

    >>> hill = Slope(Function("w^2", (-2, 2)))
    >>> hill.walk((1.0,), 0.25, 2).points.ravel()
    array([1.  , 0.5 , 0.25])
    """

    def __init__(self, g: Function | FunctionOfTwo):
        self.g: Any = g
        windows = g.windows if isinstance(g, FunctionOfTwo) else (g.window,)
        self.size = max(high - low for low, high in windows)
        self.walk = lru_cache(maxsize=3000)(self._walk)

    def _walk(self, start: tuple[float, ...], alpha: float, steps: int) -> Walk:
        """Return the way of so many steps against the gradient, each alpha times as long."""
        points, heights, slopes = [np.array(start)], [self.g(*start)], []
        stopped = ""
        for step in range(steps + 1):
            slope, stopped = self._looked(points[-1], heights[-1])
            slopes.append(slope)
            if stopped or step == steps:
                break
            with np.errstate(all="ignore"):
                points.append(points[-1] - alpha * slope)
            far = not np.abs(points[-1]).max() < _AWAY * self.size
            if far:
                points.pop()
                stopped = f"step {step + 1} would lead farther than {say(_AWAY * self.size)}"
                break
            heights.append(self.g(*points[-1].tolist()))
        return Walk(np.array(points), np.array(heights), np.array(slopes), stopped)

    def _looked(self, point: np.ndarray, height: float) -> tuple[np.ndarray, str]:
        """Return the slopes at a point, or why there are none."""
        none = np.full(len(point), math.nan)
        if math.isnan(height):
            return none, "g has no finite value there"
        at = point.tolist()
        if isinstance(self.g, FunctionOfTwo):
            slope = self.g.gradient(*at)
        else:
            slope = np.array([self.g.derivative(*at)])
        for axis, (w, each) in enumerate(zip(at, slope.tolist(), strict=True)):
            beside = _BESIDE * max(1.0, abs(w))
            ends = [self.g(*at[:axis], w + s * beside, *at[axis + 1 :]) for s in (-1, 1)]
            bend = abs(sum(ends) - 2 * height)
            if not math.isfinite(each) or not bend <= _BENT * beside * (1 + abs(each)):
                sides = self._sides(at, axis)
                if not sides.differentiable:
                    return none, f"there is no slope there: {why_no_derivative(sides)}"
        return slope, ""

    def _sides(self, at: Sequence[float], axis: int) -> adlite.OneSided:
        if isinstance(self.g, Function):
            return self.g.one_sided(at[0])

        def along(w: Any) -> Any:
            try:
                return self.g.apart(*at[:axis], w, *at[axis + 1 :])
            except (TypeError, adlite.TracingError):
                raise
            except Exception:
                return math.nan

        with np.errstate(all="ignore"):
            return adlite.one_sided(along, at[axis])


def how_it_went(walk: Walk, alpha: float, size: float) -> str:
    """Say what the steps so far have done, and nothing about those to come.

    >>> hill = Slope(Function("w^2", (-2, 2)))
    >>> print(how_it_went(hill.walk((1.0,), 0.25, 3), 0.25, 4))
    Each step led down.
    >>> print(how_it_went(hill.walk((1.0,), 1.1, 3), 1.1, 4))
    Each step led up, and each stepped over to a side that slopes the other way: α is too large.
    """
    if walk.stopped:
        return f"Here the descent ends: {walk.stopped}."
    with np.errstate(all="ignore"):
        rises = np.diff(walk.heights)
        turned = (walk.slopes[1:] * walk.slopes[:-1]).sum(axis=1) < 0
        last = alpha * float(np.hypot.reduce(walk.slopes[-1]))
    steps = len(rises)
    if last <= _RESTING * size:
        # At the foot of a valley and on a plateau a slope is as small.
        return (
            "The slope is as good as 0 here, so a step hardly moves: at a lowest point, on a "
            "plateau and on a top alike."
        )
    if not steps:
        return ""
    down, over = int((rises < 0).sum()), int(turned.sum())
    each, all_over = steps > 1, over == steps
    if down == steps:
        said = "Each step led down" if each else "The step led down"
    elif not down:
        said = "No step led down" if (rises == 0).any() else "Each step led up"
        said = said if each else said.replace("Each", "The").replace("No", "The")
        said = said.replace("The step led down", "The step led not down")
    else:
        said = f"{counted(down, 'step')} of {steps} led down"
    if over:
        who = "each" if all_over and each else "it" if not each else f"{over} of them"
        said += f", and {who} stepped over to a side that slopes the other way"
    return said + (": α is too large." if not down and over else ".")
