"""A rung of `DerivativeLadder`: the panel of one order, with a tangent or a height in it."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..drawing import (
    COMPANIONS,
    CURVE,
    GUIDES,
    HAIR,
    LINE,
    NAME,
    SUBJECT,
    Label,
    chart,
    few,
    mark,
    note,
    point,
    role,
)
from ..functions import axis_limits
from ..live import say

MOST = 6
NAMES = ("g", "g′", "g″", "g‴", "g⁽⁴⁾", "g⁽⁵⁾", "g⁽⁶⁾")
# Each order is alone in its panel: from the third on, two colours take turns.
_HIGHER = (role.higher, role.parent)
COLORS = (role.ink, role.first, role.second, *_HIGHER, *_HIGHER)
# A tangent's half length, as a part of the panel's width.
_REACH = 0.09
# Where panels begin and how wide they are, in units.
_LEFT, _WIDE = 42.0, 376.0


class Rung:
    """The panel of one order: its curve, the point, and a tangent or the height of the point."""

    def __init__(
        self,
        figure: Figure,
        upright: tuple[float, float],
        points: np.ndarray,
        curves: np.ndarray,
        order: int,
    ):
        self.order, self.color = order, COLORS[order]
        self.window = float(points[0]), float(points[-1])
        self.limits = bottom, top = _limits(curves[order], around_zero=order > 0)
        foot, self.tall = upright
        box = (_LEFT, foot, _WIDE, self.tall)
        self.axes = chart(figure, box, self.window, self.limits, "", "")
        self.axes.spines["bottom"].set_visible(False)
        mark(self.axes.xaxis, [])
        mark(self.axes.yaxis, _few_heights(bottom, top, self.tall))
        self.axes.axhline(0, color=role.axis, lw=HAIR, zorder=GUIDES)
        plot = self.axes.plot
        (self.curve,) = plot(points, curves[order], color=self.color, lw=LINE, zorder=CURVE)
        (self.height,) = plot([], [], color=self.color, lw=5, alpha=0.5, zorder=COMPANIONS)
        below = COLORS[min(order + 1, MOST)]
        (self.tangent,) = plot([], [], color=below, lw=5, solid_capstyle="round", zorder=SUBJECT)
        self.point = point(self.axes, self.color)
        at = (np.clip(_last(curves[order]), bottom, top) - bottom) / (top - bottom) * self.tall
        middle = np.clip(at, 16 if len(curves) == order + 1 else 6, self.tall - 6) / self.tall
        style: Any = {"color": self.color, "size": NAME, "va": "center"}
        self.name = note(
            self.axes, 1, middle, NAMES[order], 6, 0, coords=self.axes.transAxes, **style
        )

    def move(self, w0: float, value: float, slope: float, seen: bool, below: bool) -> None:
        """Show the point at w0, the tangent if its slope is given, and the height if it is one."""
        defined = seen and math.isfinite(value)
        self.curve.set_visible(seen)
        self.name.set_visible(seen)
        self.point.set_data([w0], [value])
        self.point.set_visible(defined and self.limits[0] <= value <= self.limits[1])
        self.height.set_data([w0, w0], [0, value])
        self.height.set_visible(defined and below)
        steep = defined and math.isfinite(slope)
        self.tangent.set_visible(steep)
        if steep:
            wide, tall = (high - low for low, high in (self.window, self.limits))
            reach = _REACH * wide / math.hypot(1, slope * wide / tall * self.tall / _WIDE)
            self.tangent.set_data(
                [w0 - reach, w0 + reach], [value - slope * reach, value + slope * reach]
            )

    def name_tangent(self, label: Label, slope: float) -> None:
        """Write its slope at an end of the tangent."""
        if not (self.tangent.get_visible() and self.point.get_visible()):
            label.hide()
            return
        (left, right), (first, last) = np.array(self.tangent.get_data()).tolist()
        up = 1 if last >= first else -1
        words = f"slope {say(slope)}"
        ends = ((right, last, 9), (left, first, -9))
        x, y, aside = ends[right > self.window[1] - 0.3 * (self.window[1] - self.window[0])]
        label.put(words, x, y, *_around(aside), (aside, -22 * up), (-aside, 22 * up))

    def name_height(self, label: Label, w0: float, value: float) -> None:
        """Write its height beside the bar that reaches from zero to the point."""
        if self.height.get_visible() and self.point.get_visible():
            label.put(f"height {say(value)}", w0, value / 2, *_around(14))
        else:
            label.hide()


def _around(aside: float) -> list[tuple[float, float]]:
    """Return the sides of a place on which words may stand, level with it if that can be."""
    ways = ((1, 0), (-1, 0), (1, -7), (1, 7), (-1, -7), (-1, 7), (1, -16), (1, 16))
    return [(aside * way, up) for way, up in ways]


def _few_heights(bottom: float, top: float, tall: float) -> list[float]:
    """Return zero, if it is inside, and one round number more, not too near to it.

    >>> _few_heights(-1, 9, 70), _few_heights(-7, 3, 70)
    ([0.0, 8.0], [0.0, -6.0])
    """
    ticks = sorted(few(bottom, top, 5), key=abs)
    zero = [tick for tick in ticks if tick == 0]
    room = (top - bottom) * 18 / tall
    return zero + [tick for tick in ticks[-1:] if abs(tick) > room or not zero]


def _last(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else 0.0


def _limits(values: np.ndarray, around_zero: bool) -> tuple[float, float]:
    """Return limits of a panel; those of a derivative hold zero, for heights to be seen from."""
    if not np.isfinite(values).any():
        return -1.0, 1.0
    low, high = axis_limits(values)
    if around_zero:
        low, high = min(low, -0.1 * high), max(high, -0.1 * low)
    return low, high
