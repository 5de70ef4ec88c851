"""`SecantToTangent`: the secant through two points becomes the tangent at one (Eqs. B.1-B.9)."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

import adlite

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    DOT,
    GROUND,
    GUIDES,
    HAIR,
    HEAVY,
    LINE,
    NAME,
    SUBJECT,
    THIN,
    Labels,
    chart,
    picture,
    point,
    role,
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
from ..live import Heading, Line, Row, Seen, Update, handle, linear, or_none, say, signed_log


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
        w0: float = -1.0,
        epsilon: float = 2.0,
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
            "epsilon": signed_log(4, 1e-16, "ε", epsilon),
        }
        return Drawing(new, *_picture(new), new.formula, sliders)


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


def _picture(g: Function) -> tuple[Figure, Update]:
    low, high = g.window
    points = np.linspace(low, high, 601)
    curve = g.values(points)
    bottom, top = axis_limits(curve)
    figure = picture(330)
    axes = chart(figure, (44, 30, 372, 268), g.window, (bottom, top))
    scene = _Scene(axes)
    scene.curve.set_data(points, broken_at_poles(curve, bottom, top))
    handle(scene.first, x="w0")
    handle(scene.second, x="epsilon")

    def update(w0: float, epsilon: float) -> Seen:
        now = _measure(g, w0, epsilon)
        scene.draw(now)
        return Seen(_sentence(now), scene.rows(now))

    return figure, update


# Where the names of places stand at the axis: above it, or a little to the side.
_FEET = (0, 4), (9, 4), (-9, 4)
# A leg of less than this part of the axes is too short for a name.
_SHORT = 0.03


class _Scene:
    """What moves: both lines, their points, and the triangle of rise and run between these."""

    def __init__(self, axes: Axes):
        self.axes = axes
        (self.curve,) = axes.plot([], [], color=role.ink, lw=LINE, zorder=CURVE)
        self.wash = Polygon([(0, 0)] * 3, fc=role.wash_child, lw=0, zorder=GROUND)
        axes.add_patch(self.wash)
        guide: Any = {"color": role.axis, "lw": HAIR, "ls": DOT, "zorder": GUIDES}
        self.guides = [axes.plot([], [], **guide)[0] for _ in range(2)]
        leg: Any = {"color": role.child, "lw": THIN, "zorder": COMPANIONS}
        self.run, self.rise = (axes.plot([], [], **leg)[0] for _ in range(2))
        (self.secant,) = axes.plot([], [], color=role.child, lw=LINE, ls=DASH, zorder=COMPANIONS)
        (self.tangent,) = axes.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        self.second = point(axes, role.child, "square")
        self.first = point(axes, role.first)
        self.labels = Labels(axes)
        label = self.labels.add
        self.at_first, self.at_second = label(role.first), label(role.child)
        self.rise_name, self.run_name = label(role.child), label(role.child)
        self.tangent_name, self.secant_name = label(role.first), label(role.child)
        self.curve_name = label(role.ink, NAME)

    def draw(self, now: "_Measured") -> None:
        """Draw lines, points and triangle, and put their names to them."""
        window, foot = self.axes.get_xlim(), self.axes.get_ylim()[0]
        w0, w1, y0, y1 = now.w0, now.w0 + now.epsilon, now.y0, now.y1
        _draw_line(self.tangent, window, w0, y0, now.slope)
        _draw_line(self.secant, window, w0, y0, now.secant)
        self.first.set_data([w0], [y0])
        self.first.set_visible(self._inside(w0, y0))
        self.second.set_data([w1], [y1])
        self.second.set_visible(self._inside(w1, y1))
        seen = self.second.get_visible() and self.first.get_visible()
        for leg, xs, ys in ((self.run, (w0, w1), (y0, y0)), (self.rise, (w1, w1), (y0, y1))):
            leg.set_data(xs, ys)
            leg.set_visible(seen)
        if seen:
            self.wash.set_xy([(w0, y0), (w1, y0), (w1, y1)])
        self.wash.set_visible(seen)
        for guide, dot, x, top in zip(
            self.guides, (self.first, self.second), (w0, w1), (y0, min(y0, y1)), strict=True
        ):
            guide.set_data([x, x], [foot, top])
            guide.set_visible(dot.get_visible())
        self._name(now, seen)

    def _inside(self, x: float, y: float) -> bool:
        (left, right), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        return left <= x <= right and bottom <= y <= top

    def _name(self, now: "_Measured", seen: bool) -> None:
        """Put names to what is seen; where things come close, the last ones go without."""
        foot = self.axes.get_ylim()[0]
        w0, w1, y0, y1 = now.w0, now.w0 + now.epsilon, now.y0, now.y1
        ahead, up = math.copysign(1, now.epsilon), y1 >= y0
        self.at_first.put("w⁰" if self.first.get_visible() else "", w0, foot, *_FEET)
        self.at_second.put("w⁰ + ε" if self.second.get_visible() else "", w1, foot, *_FEET)
        (left, right), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        self.rise_name.put(
            f"Δg = {say(y1 - y0)}" if seen and abs(y1 - y0) > _SHORT * (top - bottom) else "",
            w1,
            (y0 + y1) / 2,
            *((dx * ahead, dy) for dx in (9, -9) for dy in (0, 24, -24, 48, -48)),
        )
        self.run_name.put(
            f"ε = {say(now.epsilon)}" if seen and abs(w1 - w0) > _SHORT * (right - left) else "",
            (w0 + w1) / 2,
            y0,
            (0, -7 if up else 7),
        )
        self.tangent_name.along("tangent", self.tangent)
        self.secant_name.along("secant", self.secant)
        self.curve_name.along("g", self.curve)
        self.labels.settle(self.first, self.second, self.tangent, self.secant, self.curve)

    def rows(self, now: "_Measured") -> list[Line]:
        """Return the slopes in numbers, and how far each is from the derivative."""
        sides = now.sides
        rows: list[Line] = [
            Heading("", "slope", "off by"),
            Row("tangent", or_none(now.slope), like=(self.tangent, self.first)),
            self._row("secant", now.secant, now, like=(self.secant, self.second)),
            Heading(f"secants with |ε| = {say(abs(now.epsilon))}"),
            self._row("from the right", now.right, now),
            self._row("from the left", now.left, now),
            Row("right − left", "", _signed(now.right - now.left), total=True),
        ]
        if not sides.differentiable and not math.isnan(sides.left + sides.right):
            rows.append(Heading("left and right do not agree"))
        return rows

    def _row(self, name: str, slope: float, now: "_Measured", like: Any = ()) -> Row:
        return Row(name, or_none(slope), _signed(slope - now.slope), like=like)


def _draw_line(line: Line2D, window: Window, w0: float, y0: float, slope: float) -> None:
    """Let a line run through (w0, y0) from one end of the window to the other."""
    line.set_data(window, [y0 + slope * (end - w0) for end in window])
    line.set_visible(math.isfinite(y0) and math.isfinite(slope))


def _signed(x: float) -> str:
    if not math.isfinite(x):
        return "–"
    return ("+" if x > 0 else "") + say(x, 2)


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
