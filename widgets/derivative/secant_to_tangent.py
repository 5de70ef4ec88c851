"""`SecantToTangent`: the secant through two points becomes the tangent at one (Eqs. B.1-B.9)."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

import adlite

from ..drawing import CHILD, FAINT, FIRST_ORDER, FUNCTION
from ..functions import (
    Drawing,
    Function,
    FunctionExplorer,
    Given,
    Window,
    axis_limits,
    broken_at_poles,
    checked_window,
    why_no_derivative,
)
from ..live import Update, handle, linear, or_none, say, signed_log


class SecantToTangent(FunctionExplorer):
    """Drag w0 along a function and ε towards zero: the secant line turns into the tangent line.

    `g` is any function of one number, or a formula such as "sin(w)*w", and `window` the part of
    the w axis to show. `g`, `w0` and `epsilon` can be set at any time.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is no number.

    >>> explorer = SecantToTangent("w^2", w0=1.0, epsilon=0.1)
    >>> print(explorer.sentence)
    At w⁰ = 1 the derivative is 2. With ε = 0.1 the secant's slope is 2.1, which is 0.1 too high. \
The slope from the right is 2.1 and from the left 1.9.
    >>> explorer.epsilon = -0.1
    >>> print(explorer.sentence.split(". ")[1])
    With ε = −0.1 the secant's slope is 1.9, which is 0.1 too low

    Source: Eqs. B.1 to B.9, Figure B.1.

    """

    def __init__(
        self,
        g: Given = "sin(w) + 0.1*w^2",
        *,
        w0: float = 1.0,
        epsilon: float = 1.0,
        window: Window = (-3, 3),
        title: str = "From the secant to the tangent",
    ):
        self._window, self.title = checked_window(window), title
        super().__init__(g, w0=w0, epsilon=epsilon)

    def drawing(self, g: Given, w0: Any, epsilon: Any) -> Drawing:
        """Return all that depends on g."""
        new, (low, high) = Function(g, self._window), self._window
        sliders = {
            "w0": linear(low, high, (high - low) / 240, "w⁰", w0),
            "epsilon": signed_log(1, 1e-16, "ε", epsilon),
        }
        return Drawing(new, *_picture(new, self.title), new.formula, sliders)


@dataclass(frozen=True)
class _Measured:
    """What there is at w0 and w0 + ε: both heights, and slopes of secants and tangent."""

    w0: float
    epsilon: float
    y0: float
    y1: float
    right: float
    left: float
    sides: adlite.OneSided
    # What is to be said of how the derivative is known.
    known: str

    @property
    def slope(self) -> float:
        """The tangent's slope; NaN where there is none."""
        return self.sides.left if self.sides.differentiable else math.nan

    @property
    def secant(self) -> float:
        """The slope of the secant that is drawn."""
        return self.right if self.epsilon > 0 else self.left


def _measure(g: Function, w0: float, epsilon: float) -> _Measured:
    y0, step = g(w0), abs(epsilon)
    right = (g(w0 + step) - y0) / step
    left = (g(w0 - step) - y0) / -step
    return _Measured(w0, epsilon, y0, g(w0 + epsilon), right, left, g.one_sided(w0), g.known)


def _picture(g: Function, title: str) -> tuple[Figure, Update]:
    low, high = g.window
    points = np.linspace(low, high, 601)
    curve = g.values(points)
    bottom, top = axis_limits(curve)

    figure = Figure(figsize=(8.4, 4.2))
    axes = figure.add_axes((0.075, 0.125, 0.5, 0.79))
    axes.set(xlim=(low, high), ylim=(bottom, top), xlabel="w", title=title)
    axes.grid(color="0.92")
    axes.plot(points, broken_at_poles(curve, bottom, top), color=FUNCTION, lw=2)
    (tangent,) = axes.plot([], [], color=FIRST_ORDER, lw=2.5)
    (secant,) = axes.plot([], [], color=CHILD, lw=2, ls=(0, (5, 2)))
    (second,) = axes.plot([], [], color=CHILD, marker="s", ms=8, ls="none", mec="white")
    (first,) = axes.plot([], [], color=FIRST_ORDER, marker="o", ms=10, ls="none", mec="white")
    handle(first, x="w0")
    handle(second, x="epsilon")
    rows = _Rows(figure)

    def update(w0: float, epsilon: float) -> str:
        now = _measure(g, w0, epsilon)
        _draw_line(tangent, g.window, w0, now.y0, now.slope)
        _draw_line(secant, g.window, w0, now.y0, now.secant)
        first.set_data([w0], [now.y0])
        second.set_data([w0 + epsilon], [now.y1])
        rows.write(now)
        return _sentence(now)

    return figure, update


def _draw_line(line: Line2D, window: Window, w0: float, y0: float, slope: float) -> None:
    """Let a line run through (w0, y0) from one end of the window to the other."""
    line.set_data(window, [y0 + slope * (end - w0) for end in window])
    line.set_visible(math.isfinite(y0) and math.isfinite(slope))


class _Rows:
    """The slopes in numbers, beside the picture; their line samples are the picture's legend."""

    _LEFT, _SLOPE, _OFF = 0.605, 0.865, 0.985

    def __init__(self, figure: Figure):
        self.figure = figure
        self._write(0.875, "", "slope", "off by", color=FAINT)
        self.tangent = self._row(0.795, "tangent", FIRST_ORDER, "-")
        self.secant = self._row(0.715, "secant", CHILD, (0, (5, 2)))
        self._write(0.595, "secants with |ε|", "", "", color=FAINT)
        self.right = self._row(0.515, "from the right")
        self.left = self._row(0.435, "from the left")
        self.gap = self._row(0.355, "right − left")
        self.verdict = figure.text(self._LEFT, 0.23, "", fontsize=11, va="baseline")

    def write(self, now: _Measured) -> None:
        """Show the slopes, and how far each is from the derivative."""
        number, _, sample = self.tangent
        number.set_text(or_none(now.slope))
        sample.set_visible(math.isfinite(now.slope))
        rows = ((self.secant, now.secant), (self.right, now.right), (self.left, now.left))
        for (number, off, _), value in rows:
            number.set_text(or_none(value))
            off.set_text(_signed(value - now.slope))
        self.gap[0].set_text(_signed(now.right - now.left, 3))
        sides = now.sides
        kink = not sides.differentiable and not math.isnan(sides.left + sides.right)
        self.verdict.set_text("left and right do not agree" if kink else "")

    def _row(
        self, y: float, name: str, color: str = "black", style: Any = ""
    ) -> tuple[Text, Text, Line2D]:
        x = [self._LEFT, self._LEFT + 0.035]
        sample = Line2D(x, [y + 0.012] * 2, color=color, ls=style, lw=2.5)
        if style:
            self.figure.add_artist(sample)
        return *self._write(y, name, "", "", indent=0.045 if style else 0), sample

    def _write(
        self, y: float, name: str, slope: str, off: str, indent: float = 0.0, color: str = "black"
    ) -> tuple[Text, Text]:
        write = self.figure.text
        write(self._LEFT + indent, y, name, fontsize=11, color=color)
        number = write(self._SLOPE, y, slope, fontsize=11, ha="right", color=color)
        return number, write(self._OFF, y, off, fontsize=11, ha="right", color=color)


def _signed(x: float, digits: int = 2) -> str:
    if not math.isfinite(x):
        return "–"
    return ("+" if x > 0 else "") + say(x, digits)


def _round_off(now: _Measured) -> float:
    """Return how wrong the quotient can be because g and w0 + ε are rounded."""
    unit = float(np.finfo(float).eps) / 2
    return 2 * unit * (abs(now.y0) + abs(now.w0 * now.slope)) / abs(now.epsilon)


def _sentence(now: _Measured) -> str:
    """Say what the picture shows."""
    w0, epsilon, slope = now.w0, now.epsilon, now.slope
    at, step = f"w⁰ = {say(w0)}", f"ε = {say(epsilon)}"
    if math.isnan(now.y0):
        return f"g is not defined at {at}: there is no point to draw a tangent or a secant through."
    if math.isfinite(slope):
        start = f"At {at} the derivative is {say(slope)}."
    else:
        start = f"At {at} there is no derivative: {why_no_derivative(now.sides)}."
    if math.isnan(now.y1):
        return f"{start} g is not defined at w⁰ + ε = {say(w0 + epsilon)}, so there is no secant."
    if w0 + epsilon == w0:
        middle = f"With {step} the computer stores w⁰ + ε as w⁰ itself: the slope comes out as 0."
        return f"{start} {middle}"
    middle = f"With {step} the secant's slope is {say(now.secant)}"
    off = now.secant - slope
    if off == 0:
        middle += ", the same to the last bit"
    elif math.isfinite(off):
        middle += f", which is {say(abs(off), 2)} too {'high' if off > 0 else 'low'}"
        if abs(off) < _round_off(now):
            middle += ", as round-off makes it"
    known = now.known if math.isfinite(slope) else ""
    sides = f"The slope from the right is {say(now.right)} and from the left {say(now.left)}."
    return f"{start} {middle}. {sides}{known}"
