"""`Zoom`: a curve enlarged about a point, until it is a line, and until it is a staircase."""

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    DOT,
    GUIDES,
    HAIR,
    HEAVY,
    LINE,
    POINTS,
    SUBJECT,
    TICK,
    chart,
    mark,
    note,
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
    checked_window,
    round_up,
    why_no_derivative,
)
from ..live import Line, Row, Seen, Update, handle, linear, log, or_none, say
from .magnifier import VISIBLE, Magnified, Magnifier

_STEPS, _EDGE = 80, 8
# Numbers stand at so many steps of the ruler to the left and right of w0.
_TICKS = tuple(k for k in range(-4, 5) if k)


class Zoom(FunctionExplorer):
    """Enlarge a curve about a point: it straightens into its tangent, but a corner stays one.

    `g` is any function of one number, or a formula such as "sin(w)*w", and `window` the part of
    the w axis to show. `zoom` is how many times as large as this window, up to 10¹⁶: there the
    stored numbers lie so far apart that the curve is a staircase. The numbers below the picture
    are steps from w0.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is no number.

    >>> explorer = Zoom("w^2", w0=1, zoom=100)
    >>> print(explorer.sentence)
    At w⁰ = 1 the derivative is 2. Enlarged 100 times, the picture is 0.06 wide, and the curve in \
it is up to 0.37 % of its height off the tangent: too little to see.
    >>> explorer.g = np.abs
    >>> explorer.w0 = 0
    >>> print(explorer.sentence.split(". ")[1])
    Enlarged 100 times, the picture is 0.06 wide, and the curve in it lies on two arms with \
slopes −1 and 1: the corner stays at every zoom.

    Source: Section B.2.1, Eqs. B.3 to B.6, Figure B.1; Section B.2.2.

    """

    def __init__(
        self,
        g: Given = "abs(w) - w*w/4",
        *,
        w0: float = 0.75,
        zoom: float = 1.0,
        window: Window = (-3, 3),
        title: str = "Closer and closer",
    ):
        self._window, self.title = checked_window(window), title
        super().__init__(g, w0=w0, zoom=zoom)

    def drawing(self, g: Given, w0: Any, zoom: Any) -> Drawing:
        """Return all that depends on g."""
        new, (low, high) = Function(g, self._window), self._window
        step = (high - low) / _STEPS
        sliders = {
            "w0": linear(low + _EDGE * step, high - _EDGE * step, step, "w⁰", w0),
            "zoom": log(1, 1e16, "zoom", zoom),
        }
        return Drawing(new, *_picture(new), new.formula, sliders)


def _picture(g: Function) -> tuple[Figure, Update]:
    glass = Magnifier(g)
    figure = picture(330)
    scene = _Scene(chart(figure, (22, 40, 368, 268), (0, 1), (0, 1), "w − w⁰", ""), glass)
    handle(scene.first, x="w0")

    def update(w0: float, zoom: float) -> Seen:
        now = glass.at(w0, zoom) if math.isfinite(g(w0)) else None
        scene.draw(w0, zoom, now)
        return Seen(_sentence(glass, w0, zoom, now), scene.rows(w0, zoom, now))

    return figure, update


class _Scene:
    """The picture in parts of its width and height: its numbers are a ruler that stretches."""

    def __init__(self, axes: Axes, glass: Magnifier):
        self.axes, self.glass = axes, glass
        mark(axes.xaxis, [])
        mark(axes.yaxis, [])
        guide: Any = {"color": role.axis, "lw": HAIR, "zorder": GUIDES}
        (self.ticks,) = axes.plot([], [], clip_on=False, **guide)
        (self.frame,) = axes.plot([], [], ls=DOT, **guide)
        self.frame_name = note(axes, 0, 0, "×10", 5, 0, size=TICK, color=role.axis, va="center")
        below: Any = {"size": TICK, "color": role.axis, "ha": "center", "va": "top"}
        self.numbers = {k: note(axes, 0, 0, "", 0, -7, **below) for k in _TICKS}
        self.middle = note(axes, 0, 0, "w⁰", 0, -7, **below | {"color": role.first})
        first: Any = {"color": role.first, "lw": HEAVY}
        (self.tangent,) = axes.plot([], [], zorder=SUBJECT, **first)
        (self.arms,) = axes.plot([], [], ls=DASH, zorder=SUBJECT, **first)
        (self.curve,) = axes.plot([], [], color=role.ink, lw=LINE, zorder=COMPANIONS)
        (self.stored,) = axes.plot([], [], color=role.ink, lw=7, zorder=CURVE + 2)
        self.stored.set_solid_capstyle("round")
        self.name = note(axes, 0, 0, "", 0, 0, color=role.first, ha="right", va="center")
        self.curve_name = note(axes, 0, 0, "g", 0, 9, size=17, ha="center")
        self.first = point(axes, role.first)
        self.first.set_zorder(POINTS)

    def draw(self, w0: float, zoom: float, now: Magnified | None) -> None:
        """Draw what is seen at a point, so many times as large."""
        x, y = self.glass.place(w0)
        there = now is not None
        for artist in (self.first, self.frame, self.frame_name, self.curve, self.curve_name):
            artist.set_visible(there)
        self._rule(x, zoom)
        before, after = self.glass.slopes(w0) if there else (math.nan, math.nan)
        smooth = there and bool(self.glass.g.one_sided(w0).differentiable)
        self.tangent.set_visible(smooth)
        self.arms.set_visible(not smooth and math.isfinite(before + after))
        self.stored.set_visible(there and bool(now and now.stored.size))
        self._name_tangent(x, y, after, smooth)
        if now is None:
            return
        steep = self.glass.width / self.glass.height
        line = self.tangent if smooth else self.arms
        if line.get_visible():
            line.set_data([0, x, 1], [y - before * steep * x, y, y + after * steep * (1 - x)])
        self.first.set_data([x], [y])
        self.frame.set_data(*(0.9 * c + 0.1 * np.array(s) for c, s in ((x, _BOX[0]), (y, _BOX[1]))))
        # Beside that corner of the frame at which no line leaves it.
        self.frame_name.set_position((0.9 * x + 0.1, 0.9 * y + 0.1 * (after < 0)))
        self.curve.set_data(x + now.across, y + now.up)
        if now.stored.size:
            # A short stroke with round ends is a dot.
            dots = np.repeat([x + now.stored, y + now.stored_up], 3, axis=1)
            dots[0, 1::3] += 5e-4
            dots[:, 2::3] = math.nan
            self.stored.set_data(*dots)
        self._name_curve(x, y, now)

    def _rule(self, x: float, zoom: float) -> None:
        """Put numbers below the picture: steps from w0, at round places."""
        wide = self.glass.width / zoom
        step = round_up(0.2 * wide)
        ends = []
        for k, number in self.numbers.items():
            at = x + k * step / wide
            inside = 0.02 <= at <= 0.98
            number.set_visible(inside)
            if inside:
                ends.append(at)
                number.set_position((at, 0))
                number.set_text(("+" if k > 0 else "") + say(k * step))
        self.middle.set_position((x, 0))
        places = np.repeat([*ends, x], 3)
        self.ticks.set_data(places, np.tile([0, -4 / 268, math.nan], len(ends) + 1))

    def _name_tangent(self, x: float, y: float, slope: float, smooth: bool) -> None:
        """Write a word to the tangent or to the arms, near where they leave the picture."""
        steep = slope * self.glass.width / self.glass.height
        self.name.set_visible(math.isfinite(steep))
        if not math.isfinite(steep):
            return
        self.name.set_text("tangent" if smooth else "two arms")
        out = min(1 - x, ((1 - y) / steep if steep > 0 else -y / steep) if steep else math.inf)
        at, up = x + 0.93 * out, y + 0.93 * out * steep
        # On the side of the line that is towards the middle of the picture.
        aside = 0.06 if up < 0.5 else -0.06
        self.name.set_position((min(at - 0.02, 0.98), min(max(up + aside, 0.04), 0.96)))

    def _name_curve(self, x: float, y: float, now: Magnified) -> None:
        """Write g to the curve on its left, where it is seen away from its tangent."""
        up = y + now.up
        wanted = int(np.argmin(np.abs(x + now.across - 0.08)))
        beside, above = self.name.get_position()
        taken = self.name.get_visible() and beside < 0.4 and abs(above - up[wanted]) < 0.2
        seen = 0.03 < up[wanted] < 0.9 and now.gap > 0.08 and not taken
        self.curve_name.set_visible(bool(seen))
        if seen:
            self.curve_name.set_position((x + now.across[wanted], up[wanted]))

    def rows(self, w0: float, zoom: float, now: Magnified | None) -> list[Line]:
        """Return how large the picture is, and how far the curve is from its tangent."""
        glass = self.glass
        rows: list[Line] = [
            Row("width", say(glass.width / zoom, 2)),
            Row("height", say(glass.height / zoom, 2)),
        ]
        if now is None:
            return rows
        before, after = glass.slopes(w0)
        if self.tangent.get_visible():
            rows.append(Row("slope", or_none(after), like=(self.tangent, self.first)))
        elif self.arms.get_visible():
            arms = f"{say(before, 3)}, {say(after, 3)}"
            rows.append(Row("slopes", arms, like=(self.arms, self.first)))
        off = f"{say(100 * now.gap, 2)} %" if math.isfinite(now.gap) else "–"
        rows.append(Row("g off it", off, like=self.curve))
        count = str(now.stored.size) if now.stored.size else "many"
        rows.append(Row("stored numbers", count, like=self.stored if now.stored.size else ()))
        return rows


_BOX = ((0, 1, 1, 0, 0), (0, 0, 1, 1, 0))


def _sentence(glass: Magnifier, w0: float, zoom: float, now: Magnified | None) -> str:
    """Say what the picture shows."""
    at, sides = f"At w⁰ = {say(w0)}", glass.g.one_sided(w0)
    if now is None:
        return f"{at} g is not defined: there is no point to look at more closely."
    start = f"{at} there is no derivative: {why_no_derivative(sides)}."
    if sides.differentiable:
        start = f"{at} the derivative is {say(sides.left)}.{glass.g.known}"
    wide = say(glass.width / zoom, 2)
    many = "The whole picture" if zoom == 1 else f"Enlarged {say(zoom)} times, the picture"
    middle = f"{many} is {wide} wide, and the curve in it"
    if now.rounded:
        return f"{start} {middle} is a staircase: {_rounding(glass, w0, now)}"
    if math.isnan(now.gap):
        return f"{start} {middle} does not come to rest on any line through the point."
    off = f"is up to {say(100 * now.gap, 2)} % of its height off"
    if not sides.differentiable:
        before, after = (say(slope, 3) for slope in glass.slopes(w0))
        arms = f"two arms with slopes {before} and {after}"
        lies = f"lies on {arms}" if now.gap <= VISIBLE else f"{off} {arms}"
        return f"{start} {middle} {lies}: the corner stays at every zoom."
    if now.gap == 0:
        return f"{start} {middle} lies on the tangent."
    end = ": too little to see" if now.gap <= VISIBLE else ""
    return f"{start} {middle} {off} the tangent{end}."


def _rounding(glass: Magnifier, w0: float, now: Magnified) -> str:
    """Say which stored numbers make the steps."""
    gap = f"what is up to {say(100 * now.gap, 2)} % of its height off the line is rounding."
    if not now.stored.size:
        return gap
    count = now.stored.size
    stored = "one number is" if count == 1 else f"{count} numbers are"
    apart = f"{say(math.ulp(w0), 2)} apart"
    return f"{gap} Only {stored} stored in its width, {apart}; others are rounded to the nearest."
