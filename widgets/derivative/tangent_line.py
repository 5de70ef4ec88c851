"""`TangentLine`: one tangent at every point, and its slopes make the derivative (Figure B.1)."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

import adlite

from ..drawing import (
    COMPANIONS,
    CURVE,
    DOT,
    GROUND,
    GUIDES,
    HAIR,
    HEAVY,
    LABEL,
    LINE,
    NAME,
    SUBJECT,
    Labels,
    chart,
    few,
    mark,
    picture,
    point,
    role,
    width_of,
)
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
from ..live import Heading, Line, Row, Seen, Update, handle, linear, or_none, say

# The words on what is not yet uncovered.
_COVERED = "g′ appears here as you drag"
_ROOM = 1.15 * width_of(_COVERED, LABEL)
# Where a number stands at its point.
_AROUND = tuple((dx, dy) for dy in (8, 22, -8, -22, 0, 36, -36) for dx in (14, -14))
# Left, bottom, width and height of the function's panel and of that beneath it, in units.
_UPPER, _LOWER = (44, 198, 376, 180), (44, 30, 376, 130)


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
        return Drawing(new, *_picture(new), new.formula, {"w0": slider})


def _picture(g: Function) -> tuple[Figure, Update]:
    low, high = g.window
    points = np.linspace(low, high, 481)
    values, (places, slopes) = g.values(points), traced(g, g.fewer(points))
    figure = picture(412)
    upper = chart(figure, _UPPER, g.window, _heights(values), "")
    upper.tick_params(axis="x", labelbottom=False, length=0)
    lower = chart(figure, _LOWER, g.window, _heights(slopes), yname="g′")
    mark(lower.yaxis, few(*lower.get_ylim(), 3))
    scene = _Scene(upper, lower)
    scene.curve.set_data(points, broken_at_poles(values, *upper.get_ylim()))
    scene.slopes.set_data(places, broken_at_poles(slopes, *lower.get_ylim()))
    for dot in (scene.touch, scene.tip):
        handle(dot, x="w0")
    steepness = _shape(upper)

    def update(w0: float) -> Seen:
        value, sides = g(w0), g.one_sided(w0)
        slope = sides.left if sides.differentiable else math.nan
        scene.draw(w0, value, slope)
        direction = _direction(slope, steepness)
        rows = scene.rows(w0, value, slope, direction)
        return Seen(_sentence(g, w0, value, sides, slope, direction), rows)

    return figure, update


class _Scene:
    """What moves: the tangent above, its slope beneath, and the veil over what is to come."""

    def __init__(self, upper: Axes, lower: Axes):
        self.upper, self.lower = upper, lower
        guide: dict[str, Any] = {"color": role.axis, "lw": HAIR, "ls": DOT, "clip_on": False}
        (self.curve,) = upper.plot([], [], color=role.ink, lw=LINE, zorder=CURVE)
        (self.guide,) = upper.plot([], [], zorder=GUIDES, **guide)
        (self.tangent,) = upper.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        self.touch = point(upper, role.first)
        lower.axhline(0, color=role.axis, lw=HAIR, zorder=GROUND)
        (self.slopes,) = lower.plot([], [], color=role.first, lw=HEAVY, zorder=COMPANIONS)
        (self.down,) = lower.plot([], [], zorder=SUBJECT, **guide)
        self.tip = point(lower, role.first)
        self.veil = Polygon(np.zeros((4, 2)), fc=role.band, lw=0, zorder=CURVE)
        lower.add_patch(self.veil)
        self.labels = Labels(upper)
        add = self.labels.add
        self.slope_above, self.slope_beneath = add(role.first), add(role.first, axes=lower)
        self.curve_name, self.rises = add(role.ink, NAME), add(role.faint, axes=lower)
        self.falls, self.covered = (add(role.faint, axes=lower) for _ in range(2))

    def draw(self, w0: float, value: float, slope: float) -> None:
        """Draw the tangent and its slope, and lift the veil up to w0."""
        (low, high), (bottom, top) = self.upper.get_xlim(), self.upper.get_ylim()
        base, ceiling = self.lower.get_ylim()
        reach = high - low
        self.tangent.set_data(
            [w0 - reach, w0 + reach], [value - slope * reach, value + slope * reach]
        )
        self.tangent.set_visible(math.isfinite(slope))
        self.touch.set_data([w0], [value])
        self.touch.set_visible(bottom <= value <= top)
        self.tip.set_data([w0], [slope])
        self.tip.set_visible(base <= slope <= ceiling)
        # Down to the panel beneath, across the gap between both.
        gap = (top - bottom) * (_UPPER[1] - _LOWER[1] - _LOWER[3]) / _UPPER[3]
        self.guide.set_data([w0, w0], [bottom - gap, value if bottom < value < top else top])
        self.guide.set_visible(math.isfinite(value))
        self.down.set_data([w0, w0], [slope if base < slope < ceiling else base, ceiling])
        self.veil.set_xy([(w0, base), (high, base), (high, ceiling), (w0, ceiling)])
        self._name(w0, value, slope)

    def _name(self, w0: float, value: float, slope: float) -> None:
        """Write the slope at both of its places, and what is above zero and below."""
        high, (base, ceiling) = self.upper.get_xlim()[1], self.lower.get_ylim()
        seen, known = self.touch.get_visible(), self.tip.get_visible()
        words = f"slope {say(slope)}" if math.isfinite(slope) else "no tangent"
        self.slope_above.put(words if seen else "", w0, value, *_AROUND)
        self.slope_beneath.put(say(slope) if known else "", w0, slope, *_AROUND)
        self.curve_name.along("g", self.curve)
        zero = base < 0 < ceiling
        self.rises.put("g rises" if zero else "", high, 0, (-4, 5))
        self.falls.put("g falls" if zero else "", high, 0, (-4, -5))
        room = self.upper.transData.transform([(w0, 0), (high, 0)])[:, 0] @ (-1, 1)
        words = _COVERED if room * 72 / self.upper.figure.dpi > _ROOM else ""
        self.covered.put(words, (w0 + high) / 2, (base + ceiling) / 2, (0, 0), (0, 24), (0, -24))
        self.labels.settle(self.touch, self.tip, self.tangent, self.curve, self.slopes)

    def rows(self, w0: float, value: float, slope: float, direction: str) -> list[Line]:
        """Return the numbers at w0 and the tangent's formula."""
        rows: list[Line] = [
            Row("w⁰", say(w0)),
            Row("g(w⁰)", or_none(value), like=self.curve),
            Row("slope g′(w⁰)", or_none(slope), like=(self.tangent, self.touch), also=self.tip),
        ]
        if direction:
            rows.append(Row("g is", direction))
            rows.append(Heading("the tangent"))
            rows.append(Row("h(w) =", tangent_formula(w0, value, slope)))
        return rows


def _heights(values: np.ndarray) -> tuple[float, float]:
    return axis_limits(values) if np.isfinite(values).any() else (-1.0, 1.0)


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


def _shape(axes: Axes) -> float:
    """Return how steep a line of slope 1 is drawn, as rise over run on paper."""
    box = axes.get_window_extent()
    (low, high), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    return (box.height / (top - bottom)) / (box.width / (high - low))


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
