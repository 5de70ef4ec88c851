"""A direction on a map, on the surface above it, and on the curve of the slopes by their angles."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..drawing import (
    COMPANIONS,
    CURVE,
    DOT,
    GUIDES,
    HAIR,
    HEAVY,
    LINE,
    SUBJECT,
    THIN,
    Labels,
    Surface,
    arrow_line,
    chart,
    few,
    ground,
    map_axes,
    mark,
    note,
    picture,
    point,
    role,
    spot,
    trace_levels,
)
from ..functions import FunctionOfTwo, axis_limits
from .directions import Direction

# From where the surface is seen, in degrees.
_TURN = 30
# All the way round, as the slider turns.
ANGLES = np.linspace(-180, 180, 73)
_ROUND = np.array([np.cos(np.radians(ANGLES)), np.sin(np.radians(ANGLES))])


@dataclass(frozen=True)
class Place:
    """Where one stands: the inputs, g there, and its two slopes, NaN where there are none.

    `gradient` are the slopes where a plane touches g, and NaN where none does.
    """

    w: tuple[float, float]
    height: float
    slopes: np.ndarray
    gradient: np.ndarray

    @property
    def steepest(self) -> float:
        """The largest slope of all directions; NaN where no plane touches g."""
        return math.hypot(*self.gradient.tolist())


class CompassScene:
    """The map with the arrow, the surface with the same arrow on it, and the cosine below them."""

    def __init__(self, g: FunctionOfTwo, most: float, cosine: bool):
        self.figure = picture(424)
        self.map = _Map(self.figure, g)
        self.surface = _OnSurface(self.figure, g, self.map.reach)
        self.curve = _Curve(self.figure, g, most, cosine)

    def draw(self, here: Place, way: Direction) -> None:
        """Draw a place and the direction in which the arrow points there."""
        self.map.draw(here, way)
        self.surface.draw(here, way)
        self.curve.draw(here, way)


class _Map:
    """Level lines, the one through the place, a compass around it and the arrow."""

    def __init__(self, figure: Figure, g: FunctionOfTwo):
        self.g = g
        self.reach = 0.23 * min(high - low for low, high in g.windows)
        axes = map_axes(figure, g, (34, 212, 204, 204))
        line: dict[str, Any] = {"color": role.first, "zorder": COMPANIONS, "clip_on": False}
        (self.level,) = axes.plot([], [], color=role.ink, lw=LINE, zorder=COMPANIONS)
        (self.rose,) = axes.plot([], [], lw=HAIR, ls=DOT, **line)
        (self.arrow,) = axes.plot([], [], lw=HEAVY, **line | {"zorder": SUBJECT})
        self.place, self.tip = point(axes, role.ink), point(axes, role.first)
        self._grid = [np.linspace(*window, 41) for window in g.windows]
        first, second = self._grid
        heights = g.values(first[:, None], second[None, :]).T
        self._heights = np.clip(heights, *axis_limits(heights))
        self._w: Any = None

    def draw(self, here: Place, way: Direction) -> None:
        """Draw the arrow, and where the place is another one, what belongs to it."""
        w = np.array(here.w)
        if here.w != self._w:
            self._w = here.w
            self.place.set_data(*w[:, None])
            self.rose.set_data(*(w[:, None] + self.reach * _ROUND))
            levels = [here.height] if math.isfinite(here.height) else []
            first, second = self._grid
            self.level.set_data(*trace_levels(first, second, self._heights, levels))
        along = self.reach * np.array(way.along)
        self.arrow.set_data(*arrow_line(w, w + 0.8 * along, 0.2 * self.reach, 0.13 * self.reach))
        self.tip.set_data(*(w + along)[:, None])


class _OnSurface:
    """The surface from aside, and the arrow as it rises or falls on it."""

    def __init__(self, figure: Figure, g: FunctionOfTwo, reach: float):
        axes = ground(figure, (242, 206, 216, 212))
        self.surface, self.reach = Surface(axes, g), reach
        self.steps = np.linspace(-2 * reach, 2 * reach, 25)
        self.surface.turn_to(_TURN)
        # The map beside it has the numbers.
        for text in axes.texts:
            text.set_visible(text in self.surface.names)
        (self.cut,) = axes.plot([], [], color=role.ink, lw=THIN, zorder=CURVE)
        (self.arrow,) = axes.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        self.place, self.tip = spot(axes, role.ink), point(axes, role.first)

    def draw(self, here: Place, way: Direction) -> None:
        """Draw the place, and the arrow with the slope of its direction as far as the box goes."""
        (w1, w2), (x, y) = here.w, way.along
        self._show(self.place, np.array([[w1], [w2], [here.height]]))
        first, second = w1 + self.steps * x, w2 + self.steps * y
        cut = np.array([first, second, self.surface.g.values(first, second)])
        for inputs, (low, high) in zip(cut, self.surface.g.windows, strict=False):
            cut[2, (inputs < low) | (inputs > high)] = math.nan
        self.cut.set_data(*self.surface.project(cut, _TURN))
        reach = self.reach
        if way.slope:
            end = self.surface.heights[way.slope > 0]
            reach = min(reach, (end - here.height) / way.slope)
        parts = reach * np.array([0.0, 1.0])
        rising = np.array([w1 + parts * x, w2 + parts * y, here.height + parts * way.slope])
        self._show(self.arrow, rising)
        self._show(self.tip, rising[:, 1:])

    def _show(self, artist: Any, places: np.ndarray) -> None:
        seen = self.surface.project(places, _TURN)
        known = bool(np.isfinite(seen).all())
        artist.set_visible(known)
        if known:
            artist.set_data(*seen)


class _Curve:
    """The slope against the angle, both given slopes on it, its top, and where the arrow is."""

    def __init__(self, figure: Figure, g: FunctionOfTwo, most: float, cosine: bool):
        self.limits, self.cosine_shown = (-1.2 * most, 1.2 * most), cosine
        axes = chart(figure, (54, 30, 346, 128), (-180, 180), self.limits, "angle", "slope")
        axes.xaxis.set_ticks([*range(-180, 181, 90)], ["−180°", "−90°", "0°", "90°", "180°"])
        mark(axes.yaxis, few(*self.limits, 4))
        axes.plot([-180, 180], [0, 0], color=role.axis, lw=HAIR, zorder=GUIDES)
        (self.cosine,) = axes.plot([], [], color=role.ink, lw=LINE, zorder=CURVE)
        (self.down,) = axes.plot([], [], color=role.first, lw=THIN, zorder=COMPANIONS)
        self.given = [spot(axes, role.parent) for _ in g.labels]
        self.top = spot(axes, role.first, hollow=True)
        self.now = point(axes, role.first)
        self.labels = Labels(axes)
        self.top_name = self.labels.add(role.first)
        self.given_names = [self.labels.add(role.parent) for _ in g.labels]
        self.nothing = note(axes, -90, 0, "no cosine here", 0, 9, ha="center")
        self.names = [f"along {name}" for name in g.labels]
        self._here: Any = None

    def draw(self, here: Place, way: Direction) -> None:
        """Draw the point of the arrow's slope, and where the place is another one, its curve."""
        if here.w != self._here:
            self._here = here.w
            self._draw_cosine(here)
        self._put(self.now, way.place, way.slope)
        self.down.set_data([way.place, way.place], [0, way.slope])
        self.down.set_visible(self.now.get_visible())
        self.labels.settle(self.now, self.top, *self.given, self.cosine)

    def _draw_cosine(self, here: Place) -> None:
        first, second = here.gradient.tolist()
        turn = math.degrees(math.atan2(second, first))
        self.cosine.set_data(ANGLES, here.gradient @ _ROUND)
        known = math.isfinite(turn)
        self.cosine.set_visible(known and self.cosine_shown)
        self.nothing.set_visible(not known)
        climbs = self.cosine_shown and here.steepest > 0
        self._put(self.top, turn, here.steepest if climbs else math.nan)
        seen = self.top.get_visible()
        self.top_name.put("steepest" if seen else "", turn, here.steepest, *_around(13))
        for axis, (dot, name) in enumerate(zip(self.given, self.given_names, strict=True)):
            slope = float(here.slopes[axis])
            self._put(dot, 90.0 * axis, slope)
            words = self.names[axis] if dot.get_visible() else ""
            name.put(words, 90.0 * axis, slope, *_around(10))

    def _put(self, dot: Any, x: float, y: float) -> None:
        """Move a point; it is hidden where the picture has no room for it."""
        seen = bool(self.limits[0] <= y <= self.limits[1])
        dot.set_visible(seen)
        if seen:
            dot.set_data([x], [y])


def _around(off: float) -> list[tuple[float, float]]:
    return [(0, off), (-off, off / 2), (off, off / 2), (0, -off), (off, -off / 2), (-off, -off / 2)]
