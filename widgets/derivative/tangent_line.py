"""`TangentLine`: one tangent at every point, and its slopes make the derivative (Figure B.1)."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

import adlite

from ..drawing import FAINT, FIRST_ORDER, FUNCTION
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
from ..live import Update, handle, linear, say

_MARKER: dict[str, Any] = {
    "marker": "o",
    "ms": 9,
    "ls": "none",
    "mec": "white",
    "color": FIRST_ORDER,
}
_GUIDE: dict[str, Any] = {"color": FAINT, "lw": 1, "ls": (0, (1, 3))}
# Half the tangent's length, as a fraction of the panel's width.
_REACH = 0.17


class TangentLine(FunctionExplorer):
    """Drag w0 along a function: the tangent slides along, and beneath it traces the derivative.

    `g` is any function of one number, or a formula such as "sin(w)*w", and `window` the part of
    the w axis to show. `g` and `w0` can be set at any time. The derivative's curve is uncovered
    from the window's left end to w0.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is no number.

    >>> explorer = TangentLine("w^2", w0=1.0)
    >>> print(explorer.sentence)
    At w⁰ = 1 the value of g is 1 and its slope, the derivative, is 2: g is rising. So the curve \
beneath, traced from −3 to 1, has come to 2, above zero.
    >>> explorer.w0 = 0
    >>> print(explorer.sentence.split(". ")[0])
    At w⁰ = 0 the value of g is 0 and its slope, the derivative, is 0: g is flat

    Source: Figure B.1, Eq. B.9.

    """

    def __init__(
        self,
        g: Given = "sin(w) + 0.1*w^2",
        *,
        w0: float = -2.0,
        window: Window = (-3, 3),
        title: str = "One tangent at every point",
    ):
        self._window, self.title = checked_window(window), title
        super().__init__(g, w0=w0)

    def drawing(self, g: Given, w0: Any) -> Drawing:
        """Return all that depends on g."""
        new, (low, high) = Function(g, self._window), self._window
        slider = linear(low, high, (high - low) / 240, "w⁰", w0)
        return Drawing(new, *_picture(new, self.title), new.formula, {"w0": slider})


def _picture(g: Function, title: str) -> tuple[Figure, Update]:
    low, high = g.window
    points = np.linspace(low, high, 481)
    values, (places, slopes) = g.values(points), traced(g, g.fewer(points))
    figure = Figure(figsize=(8.4, 4.6))
    upper = _panel(figure, (0.095, 0.475, 0.49, 0.45), g.window, values, "g(w)")
    lower = _panel(figure, (0.095, 0.115, 0.49, 0.31), g.window, slopes, "slope")
    upper.set(title=title, xticklabels=[])
    lower.set(xlabel="w")
    upper.plot(points, broken_at_poles(values, *upper.get_ylim()), color=FUNCTION, lw=2)
    lower.axhline(0, color=FAINT, lw=1)
    lower.plot(places, broken_at_poles(slopes, *lower.get_ylim()), color=FIRST_ORDER, lw=2)
    curtain = Polygon(np.zeros((4, 2)), facecolor="0.94", edgecolor="none", zorder=4)
    lower.add_patch(curtain)
    guides = [axes.plot([], [], zorder=5, **_GUIDE)[0] for axes in (upper, lower)]
    (tangent,) = upper.plot([], [], color=FIRST_ORDER, lw=3, zorder=6)
    touch, tip = (axes.plot([], [], zorder=7, **_MARKER)[0] for axes in (upper, lower))
    for point in (touch, tip):
        handle(point, x="w0")
    write = _rows(figure)
    (bottom, top), (base, ceiling) = upper.get_ylim(), lower.get_ylim()
    steepness = _shape(upper)

    def update(w0: float) -> str:
        value, sides = g(w0), g.one_sided(w0)
        slope = sides.left if sides.differentiable else math.nan
        reach = _REACH * (high - low) / math.hypot(1, slope * steepness)
        tangent.set_data([w0 - reach, w0 + reach], [value - slope * reach, value + slope * reach])
        touch.set_data([w0], [value])
        tip.set_data([w0], [slope])
        guides[0].set_data([w0, w0], [bottom, value if bottom < value < top else top])
        guides[1].set_data([w0, w0], [slope if base < slope < ceiling else base, ceiling])
        curtain.set_xy([(w0, base), (high, base), (high, ceiling), (w0, ceiling)])
        for artist, shown in ((tangent, slope), (tip, slope), (touch, value), (guides[0], value)):
            artist.set_visible(math.isfinite(shown))
        direction = _direction(slope, steepness)
        write(w0, value, slope, direction)
        return _sentence(g, w0, value, sides, slope, direction)

    return figure, update


def traced(g: Function, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return places and the derivative there, with a gap wherever the derivative jumps.

    >>> places, slopes = traced(Function(np.abs, (-1, 1)), np.array([-1.0, -0.4, 0.6, 1.0]))
    >>> slopes
    array([-1., -1., nan,  1.,  1.])
    """
    slopes = np.array([g.derivative(w) for w in points])
    # At a kink automatic differentiation has a value that is no derivative, nor half of what the
    # curve does beside it.
    with np.errstate(invalid="ignore", divide="ignore"):
        secants, turns = np.diff(g.values(points)) / np.diff(points), np.abs(np.diff(slopes))
        off = ~(np.abs(secants - (slopes[1:] + slopes[:-1]) / 2) <= 0.02 * turns + 1e-9)
    doubtful = np.pad(off, (0, 1)) | np.pad(off, (1, 0))
    for at in np.flatnonzero(doubtful & np.isfinite(slopes)):
        slopes[at] = g.slope(points[at])
    finite = slopes[np.isfinite(slopes)]
    notable = 0.05 * (np.ptp(finite) if finite.size else 0)
    places = [float(points[0])]
    heights = [float(slopes[0])]
    for (a, b), (p, q) in zip(pairwise(points), pairwise(slopes), strict=True):
        if abs(q - p) > max(notable, 1e-9 * abs(p)) and _jumps(g, a, b):
            places.append((a + b) / 2)
            heights.append(math.nan)
        places.append(float(b))
        heights.append(float(q))
    return np.array(places), np.array(heights)


def _jumps(g: Function, a: float, b: float) -> bool:
    """Whether most of the derivative's change between a and b happens in one place."""
    change = abs(g.derivative(b) - g.derivative(a))
    for _ in range(20):
        middle = (a + b) / 2
        left = abs(g.derivative(middle) - g.derivative(a))
        right = abs(g.derivative(b) - g.derivative(middle))
        a, b = (a, middle) if left > right else (middle, b)
    return not abs(g.derivative(b) - g.derivative(a)) < change / 2


def _panel(
    figure: Figure,
    place: tuple[float, float, float, float],
    window: Window,
    values: np.ndarray,
    label: str,
) -> Axes:
    axes = figure.add_axes(place)
    finite = np.isfinite(values).any()
    axes.set(xlim=window, ylim=axis_limits(values) if finite else (-1, 1), ylabel=label)
    axes.yaxis.set_label_coords(-0.125, 0.5)
    axes.grid(color="0.92")
    return axes


def _shape(axes: Axes) -> float:
    """Return how steep a line of slope 1 is drawn, as rise over run on paper."""
    box = axes.get_window_extent()
    (low, high), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    return (box.height / (top - bottom)) / (box.width / (high - low))


def _rows(figure: Figure) -> Callable[..., None]:
    """Write the names of the numbers beside the picture; return what fills the numbers in."""
    left, right = 0.62, 0.985
    words: dict[str, Any] = {"fontsize": 11}
    names = ("w⁰", "value g(w⁰)", "slope g′(w⁰)")
    for y, name in zip((0.86, 0.78, 0.70), names, strict=True):
        figure.text(left, y, name, **words)
    numbers = [figure.text(right, y, "", ha="right", **words) for y in (0.86, 0.78, 0.70)]
    verdict = figure.text(left, 0.61, "", **words)
    for y, style, name in ((0.43, "-", "the tangent"), (0.26, "-", "its slopes, traced")):
        color, width = FIRST_ORDER, 3 if name == "the tangent" else 2
        sample = Line2D([left, left + 0.035], [y + 0.012] * 2, color=color, ls=style, lw=width)
        figure.add_artist(sample)
        figure.text(left + 0.045, y, name, **words)
    equation = figure.text(left, 0.365, "", fontsize=10)
    small: dict[str, Any] = {"fontsize": 10, "color": FAINT}
    figure.text(left, 0.195, "above zero: g rises", **small)
    figure.text(left, 0.14, "below zero: g falls", **small)

    def write(w0: float, value: float, slope: float, direction: str) -> None:
        for number, x in zip(numbers, (w0, value, slope), strict=True):
            number.set_text(say(x) if math.isfinite(x) else "none")
        verdict.set_text(f"g is {direction}" if direction else "no tangent here")
        equation.set_text(f"h(w) = {tangent_formula(w0, value, slope)}" if direction else "")

    return write


def tangent_formula(w0: float, value: float, slope: float) -> str:
    """Return the right-hand side of (B.9) in numbers.

    >>> tangent_formula(-1.0, 2.0, -0.5)
    '2 − 0.5 (w + 1)'
    """
    sign, side = ("−" if slope < 0 else "+"), ("+" if w0 < 0 else "−")
    step = f"(w {side} {say(abs(w0))})" if w0 else "w"
    return f"{say(value, 3)} {sign} {say(abs(slope), 3)} {step}"


def _direction(slope: float, steepness: float) -> str:
    """Say where a slope leads, in a word; "" if there is none."""
    if math.isnan(slope):
        return ""
    if slope == 0:
        return "flat"
    # What the eye takes for level: less than one degree on paper.
    almost = "all but flat, " if abs(slope * steepness) < 0.017 else ""
    return almost + ("rising" if slope > 0 else "falling")


def _sentence(
    g: Function, w0: float, value: float, sides: adlite.OneSided, slope: float, direction: str
) -> str:
    at, low = f"w⁰ = {say(w0)}", say(g.window[0])
    if math.isnan(value):
        return f"At {at} g is not defined: there is neither a tangent nor a derivative."
    if not direction:
        return (
            f"At {at} the value of g is {say(value)}, but there is no derivative and no tangent: "
            f"{why_no_derivative(sides)}. The curve beneath has a gap there."
        )
    place = "above zero" if slope > 0 else "below zero" if slope < 0 else "on the zero line"
    come = f"has come to {say(slope)}, {place}" if slope else f"is {place}"
    start = "" if w0 == g.window[0] else f", traced from {low} to {say(w0)},"
    return (
        f"At {at} the value of g is {say(value)} and its slope, the derivative, is "
        f"{say(slope)}: g is {direction}. So the curve beneath{start} {come}.{g.known}"
    )
