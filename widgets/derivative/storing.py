"""What storing does, in three pictures: a staircase, a ruler of stored numbers, and their bits."""

import math
from fractions import Fraction
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..drawing import (
    COMPANIONS,
    CURVE,
    DOT,
    GROUND,
    GUIDES,
    HAIR,
    HEAVY,
    LINE,
    NAME,
    SUBJECT,
    THIN,
    TICK,
    WIDTH,
    Labels,
    chart,
    ground,
    mark,
    note,
    role,
    spot,
)
from ..functions import Function
from ..live import raised, say
from .stored_numbers import CUT, KEPT, Step, bits, decimal, leading_power, staircase

HEIGHT = 366
_LOW, _TOP = -0.6, 2.8
_STAIRS = (44, 214, 372, 124)
# In units: where the ruler runs and how wide a gap is, where the bits begin and how wide one is,
# where each row of bits has its lower edge, and how high it is.
_RULER, _GAP, _MIDDLE = 138, 150, 230
_BITS, _BIT, _ROWS, _TALL = 58, 6.5, (58, 32, 6), 16
# A stored number is named by so many of its last digits.
_TAIL = 6


class Stairs:
    """g(w0 + t) − g(w0) as it is computed, over t, and the line that it should be."""

    def __init__(self, figure: Figure, g: Function):
        self.g = g
        axes = chart(figure, _STAIRS, (0, 2), (_LOW, _TOP), "t / ε", "")
        mark(axes.yaxis, [0, 1, 2])
        mark(axes.xaxis, [0, 1, 2])
        top: Any = axes.transAxes
        note(axes, 0, 1, "Δg / (g′(w⁰) ε)", -38, 8, size=NAME, coords=top)
        guide: Any = {"color": role.axis, "lw": HAIR, "ls": DOT, "zorder": GUIDES}
        axes.plot([1, 1], [_LOW, _TOP], **guide)
        (self.exact,) = axes.plot([0, 2], [0, 2], color=role.first, lw=HEAVY, zorder=COMPANIONS)
        (self.computed,) = axes.plot([], [], color=role.ink, lw=THIN, zorder=CURVE)
        self.here = spot(axes, role.child, "square")
        self.labels = Labels(axes)
        self.name = self.labels.add(role.child)
        self.exact_name = self.labels.add(role.first)

    def show(self, w0: float, epsilon: float, unit: float, difference: float) -> None:
        """Draw the stairs around w0, heights in a unit; nothing if there is none."""
        drawable = math.isfinite(self.g(w0)) and math.isfinite(unit) and unit != 0
        known = drawable and math.isfinite(difference)
        height = difference / unit if known else math.nan
        inside = _LOW <= height <= _TOP
        for line in (self.exact, self.computed):
            line.set_visible(drawable)
        self.here.set_visible(inside)
        if drawable:
            self.computed.set_data(*staircase(self.g, w0, epsilon, unit))
        self.name.hide()
        if inside:
            self.here.set_data([1], [height])
            below, above = (10, -14), (-10, 14)
            sides = (below, above) if height > 0.7 else ((10, 14), (-10, 14))
            self.name.put("computed", 1, height, *sides, (10, 0), (-10, 0))
        elif known:
            arrow, edge = ("▲", _TOP - 0.3) if height > _TOP else ("▼", _LOW + 0.3)
            self.name.put(f"{arrow} computed: {say(height)}", 1, edge, (10, 0))
        self.exact_name.along("exact", self.exact)
        self.labels.settle(self.here, self.exact, self.computed)


class Ruler:
    """Three numbers that can be stored, as marks, and w0 + ε, which goes to the one between."""

    def __init__(self, figure: Figure):
        axes = _sheet(figure)
        axes.plot([4, WIDTH - 4], [_RULER, _RULER], color=role.axis, lw=HAIR, zorder=GUIDES)
        self.basin = Rectangle((0, _RULER - 12), 1, 24, fc=role.wash_child, lw=0, zorder=GROUND)
        axes.add_patch(self.basin)
        (self.moved,) = axes.plot([], [], color=role.child, lw=LINE, zorder=SUBJECT)
        self.marks = [spot(axes, role.ink) for _ in range(3)]
        self.wanted = spot(axes, role.child, "diamond")
        below: Any = {"size": TICK, "ha": "center", "va": "top", "color": role.faint}
        self.names = [note(axes, 0, _RULER, "", 0, -16, **below) for _ in range(3)]
        ends: Any = {"size": TICK, "ha": "right", "color": role.faint}
        note(axes, WIDTH - 4, _RULER, "can be stored", 0, 17, **ends)
        self.name = note(axes, 0, _RULER, "w⁰ + ε", 0, 17, color=role.child, ha="center")

    def show(self, s: Step) -> None:
        """Draw the numbers beside w0 + ε."""
        places = [_MIDDLE + _GAP * at for at in s.offsets]
        for stored, name, place, x in zip(
            self.marks, self.names, places, s.neighbours, strict=True
        ):
            stored.set_data([place], [_RULER])
            name.set_position((place, _RULER))
            name.set_text(_tail(decimal(x, 20)))
        left, right = (places[0] + _MIDDLE) / 2, (_MIDDLE + places[2]) / 2
        self.basin.set_bounds(left, _RULER - 12, right - left, 24)
        there = _MIDDLE + _GAP * s.missed
        self.wanted.set_data([there], [_RULER])
        self.moved.set_data([there, _MIDDLE], [_RULER, _RULER])
        self.name.set_position((there, _RULER))


def _tail(digits: str) -> str:
    """Return the last digits of a number, or all of a short one.

    >>> _tail("1.1000000099999998060"), _tail("1.5")
    ('…998060', '1.5')
    """
    return digits if len(digits) <= _TAIL + 1 else f"…{digits[-_TAIL:]}"


class BitRows:
    """w0, ε and their stored sum in binary, below one another: a stroke for each bit that is 1."""

    def __init__(self, figure: Figure):
        axes = _sheet(figure)
        kept, cut = KEPT * _BIT, CUT * _BIT
        colors = (role.ink, role.child, role.ink)
        self.rows = []
        for name, low, color in zip(("w⁰", "ε", "w⁰ + ε"), _ROWS, colors, strict=True):
            box = Rectangle((_BITS, low), kept, _TALL, fc=role.band, lw=0, zorder=GROUND)
            axes.add_patch(box)
            note(axes, 0, low + _TALL / 2, name, color=color, va="center_baseline")
            look: Any = {"color": color, "lw": _TALL - 4, "solid_capstyle": "butt"}
            self.rows.append(axes.plot([], [], zorder=SUBJECT, **look)[0])
        low, high = _ROWS[1], _ROWS[0] + _TALL
        lost = Rectangle(
            (_BITS + kept, low), cut, high - low, fc=role.wash_child, lw=0, zorder=GROUND
        )
        axes.add_patch(lost)
        end = _BITS + kept
        axes.plot([end, end], [_ROWS[2], high + 4], color=role.child, lw=THIN, zorder=CURVE)
        above: Any = {"size": TICK, "color": role.faint}
        self.first = note(axes, _BITS, high, "", 0, 6, **above)
        self.last = note(axes, end, high, "", -3, 6, ha="right", **above)
        note(axes, end + cut / 2, high, "lost", 2, 6, size=TICK, color=role.child, ha="center")

    def show(self, w0: float, s: Step) -> None:
        """Draw the bits, each below the one that stands for the same power of two."""
        numbers = Fraction(w0), s.exact, Fraction(s.stored)
        for row, low, number in zip(self.rows, _ROWS, numbers, strict=True):
            ends = [_BITS + _BIT * at for at in runs(bits(number, s.stored))]
            row.set_visible(bool(ends))
            if ends:
                x = [at for k in range(0, len(ends), 2) for at in (*ends[k : k + 2], math.nan)]
                row.set_data(x, [low + _TALL / 2] * len(x))
        power = leading_power(s.stored)
        self.first.set_text(_power_of_two(power))
        self.last.set_text(_power_of_two(power + 1 - KEPT))


def runs(digits: str) -> list[int]:
    """Return where each run of ones begins and where it ends, one after the other.

    >>> runs("1101"), runs("000")
    ([0, 2, 3, 4], [])
    """
    framed = f"0{digits}0"
    return [k for k in range(len(digits) + 1) if framed[k] != framed[k + 1]]


def _power_of_two(power: int) -> str:
    return f"2{raised(power)}" if power else "1"


def _sheet(figure: Figure) -> Axes:
    """Return axes over a whole picture, counted in units."""
    axes = ground(figure, (0, 0, WIDTH, HEIGHT))
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    return axes
