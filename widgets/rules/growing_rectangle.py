"""The rectangle of a product, its strips and its corner, as they are drawn and measured."""

import math
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from ..drawing import (
    COMPANIONS,
    CURVE,
    GUIDES,
    HAIR,
    LABEL,
    LINE,
    THIN,
    WIDTH,
    Label,
    Labels,
    point,
    role,
    width_of,
)
from ..functions import Function, axis_limits
from ..live import Heading, Line, Row, or_none, say

# The two strips are of first order in ε, the corner is of second.
_STRIPS: dict[str, tuple[str, str]] = {
    "Δf · h": (role.wash_first, role.first),
    "f · Δh": (role.wash_first, role.first),
    "Δf · Δh": (role.wash_second, role.second),
}
# Left, bottom, width and height of what the rectangle may fill, in units; and how far outside it
# the sides are measured.
_LEFT, _BOTTOM, _WIDE, _HIGH, _OUT = 112.0, 118.0, 326.0, 238.0, 15.0
# How tall the whole picture is.
TALL = 378.0
# On which sides of each piece its name may stand if it is too small for it.
_RIGHT, _ABOVE = ((1, 0), (-1, 0)), ((0, 1), (0, -1))
_BESIDE = (_RIGHT + _ABOVE, _RIGHT, _ABOVE, _ABOVE + _RIGHT)
# A number for f and one for h.
Both = tuple[float, float]
# Where a side begins, where it ends, and where it ends after the step.
Places = tuple[float, float, float]


class Side:
    """One side of the rectangle: where its ends are, in units, in the frame that w0 asks for."""

    def __init__(self, g: Function, farthest: float, start: float, length: float):
        self.g, self.farthest, self.start, self.length = g, farthest, start, length
        low, high = g.window
        self.limits = axis_limits(g.values(np.linspace(low - farthest, high + farthest, 121)))
        self.scale = lru_cache(maxsize=200)(self._scale)

    def _scale(self, w0: float) -> tuple[float, float]:
        """Return where 0 is and how long 1 is, so that what ε can do fills the frame."""
        values = self.g.values(w0 + np.linspace(-self.farthest, self.farthest, 21))
        reach = np.append(np.clip(values[np.isfinite(values)], *self.limits), 0.0)
        low, high = float(reach.min()), float(reach.max())
        one = self.length / (high - low or 1.0)
        return self.start - low * one, one

    def places(self, w0: float, value: float, change: float) -> tuple[float, float, float]:
        """Return the places of 0, of the side's end, and of where this goes."""
        zero, one = self.scale(w0)
        return zero, zero + value * one, zero + (value + change) * one


def sides_of(f: Function, h: Function, farthest: float) -> tuple[Side, Side]:
    """Return both sides of the rectangle, for steps that go so far."""
    return Side(f, farthest, _LEFT, _WIDE), Side(h, farthest, _BOTTOM, _HIGH)


class GrowingRectangle:
    """What moves: the rectangle, its strips and corner, the bars at its sides, and w below."""

    def __init__(self, axes: Axes, line: Axes):
        hair: dict[str, Any] = {"color": role.axis, "lw": HAIR, "zorder": GUIDES}
        self.zeros = [axes.plot([], [], **hair)[0] for _ in range(2)]
        self.area = _polygon(axes, fc=role.band, ec=role.ink, lw=LINE, zorder=CURVE)
        self.strips = [
            _polygon(axes, fc=wash, ec=color, lw=LINE, zorder=COMPANIONS)
            for wash, color in _STRIPS.values()
        ]
        # Where a side shrinks, its strip lies inside the rectangle and is taken away.
        self.inside = [
            _polygon(axes, fc=role.paper, ec=color, lw=THIN, hatch="///", zorder=CURVE + 0.5)
            for _, color in _STRIPS.values()
        ]
        self.bars = [
            axes.plot([], [], color=color, lw=THIN, zorder=GUIDES)[0]
            for color in (role.ink, role.first) * 2
        ]
        self.first, self.second = point(line, role.ink), point(line, role.second, "square")
        self.corner = point(axes, role.second, "square")
        self.labels = Labels(axes)
        add = self.labels.add
        self.sides = [add(color) for color in (role.ink, role.ink, role.first, role.first)]
        self.names = [add(role.ink), *(add(color) for _, color in _STRIPS.values())]
        self.places = add(role.ink, axes=line), add(role.second, axes=line)

    def move(self, w0: float, epsilon: float) -> None:
        """Move the points on the line of w."""
        for dot, name, x, words in zip(
            (self.first, self.second),
            self.places,
            (w0, w0 + epsilon),
            ("w⁰", "w⁰ + ε"),
            strict=True,
        ):
            dot.set_data([x], [0])
            name.put(words, x, 0, (0, 13), (4, 13), (-4, 13), (13, 6), (-13, 6))

    def draw(self, across: Places, up: Places, shrinks: tuple[bool, bool]) -> None:
        """Draw the rectangle before and after, and the bars that measure it."""
        (x0, x1, x2), (y0, y1, y2) = across, up
        shown = math.isfinite(x2 + y2)
        for artist in (self.area, *self.zeros, *self.bars):
            artist.set_visible(shown)
        self.corner.set_visible(0 < x2 < WIDTH and 0 < y2 < TALL)
        taken = shrinks[0], shrinks[1], shrinks[0] or shrinks[1]
        for strip, inside, away in zip(self.strips, self.inside, taken, strict=True):
            strip.set_visible(shown and not away)
            inside.set_visible(shown and away)
        self.shown = [(x0, y0, x1, y1), (x1, y0, x2, y1), (x0, y1, x1, y2), (x1, y1, x2, y2)]
        if not shown:
            return
        self.area.set_xy(_corners(*self.shown[0]))
        for strip, inside, away, place in zip(
            self.strips, self.inside, taken, self.shown[1:], strict=True
        ):
            (inside if away else strip).set_xy(_corners(*place))
        self.corner.set_data([x2], [y2])
        self.zeros[0].set_data([_LEFT, _LEFT + _WIDE], [y0, y0])
        self.zeros[1].set_data([x0, x0], [_BOTTOM, _BOTTOM + _HIGH])
        left, below = _LEFT - _OUT, _BOTTOM - _OUT
        # What changes is measured a little farther out where it lies on what was there before.
        for bar, start, end, out in zip(
            self.bars, (x0, x1, y0, y1), (x1, x2, y1, y2), (below, below, left, left), strict=True
        ):
            ends, ticks = _bar(start, end, out)
            bar.set_data(*((ends, ticks) if out == below else (ticks, ends)))

    def name(self, values: Both, changes: Both) -> None:
        """Write what each side and each piece is, in it or beside it."""
        shown = self.area.get_visible()
        left, below = _LEFT - _OUT, _BOTTOM - _OUT
        x0, y0, x1, y1 = self.shown[0]
        _, _, x2, y2 = self.shown[3]
        said = [
            f"{n} = {say(x, 3)}"
            for n, x in zip(("f", "h", "Δf", "Δh"), (*values, *changes), strict=True)
        ]
        places = (
            ((x0 + x1) / 2, below),
            (left, (y0 + y1) / 2),
            ((x1 + x2) / 2, below),
            (left, (y1 + y2) / 2),
        )
        for i, (label, words, place) in enumerate(zip(self.sides, said, places, strict=True)):
            side: tuple[float, float] = (-9, 0) if i % 2 else (0, -8)
            label.put(words if shown else "", *place, side)
        for label, words, box, beside in zip(
            self.names, ("f · h", *_STRIPS), self.shown, _BESIDE, strict=True
        ):
            _name_in(label, words if shown else "", box, beside)
        self.labels.settle(self.first, self.second, self.corner)

    def rows(
        self, sizes: tuple[float, float, float], epsilon: float, rule: float, autograd: float
    ) -> list[Line]:
        """Return the areas in numbers, and what is left of them."""
        likes = [
            inside if inside.get_visible() else strip
            for strip, inside in zip(self.strips, self.inside, strict=True)
        ]
        return [
            Heading("change of area", "÷ ε"),
            *(
                Row(name, or_none(size / epsilon), like=like)
                for name, size, like in zip(_STRIPS, sizes, likes, strict=True)
            ),
            Row("together", or_none(math.fsum(sizes) / epsilon), total=True),
            Row("corner ÷ ε²", or_none(sizes[2] / epsilon**2)),
            Heading("derivative of f · h"),
            Row("product rule", or_none(rule)),
            Row("autograd", or_none(autograd)),
        ]


def _name_in(label: Label, words: str, box: Any, beside: Any) -> None:
    """Put a name into a piece where it fits, else beside it."""
    x0, y0, x1, y1 = box
    half, tall = abs(x1 - x0) / 2, abs(y1 - y0) / 2
    fits = 2 * half > width_of(words, LABEL) + 8 and 2 * tall > LABEL + 6
    sides = [(0, 0)] if fits else [(dx * (half + 8), dy * (tall + 8)) for dx, dy in beside]
    label.put(words, (x0 + x1) / 2, (y0 + y1) / 2, *sides)


def _bar(start: float, end: float, out: float) -> tuple[list[float], list[float]]:
    """Return a bar with a tick at each end: the places along it, and those across it."""
    return [start, start, start, end, end, end], [out - 5, out + 5, out, out, out + 5, out - 5]


def _polygon(axes: Axes, **look: Any) -> Polygon:
    polygon = Polygon(_corners(0, 0, 0, 0), joinstyle="miter", **look)
    axes.add_patch(polygon)
    return polygon


def _corners(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
