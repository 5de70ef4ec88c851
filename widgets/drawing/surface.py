"""A surface z = g(w1, w2) in ordinary 2-D axes, with its box and its mesh, that can be turned."""

import math
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path
from matplotlib.text import Text

from ..functions import FunctionOfTwo, Window, axis_limits
from ..live import Control, linear, say
from .frames import few
from .strips import in_strips
from .style import GROUND, GUIDES, HAIR, NAME, TICK, role

# How far from above the box is seen, and how high it is; its sides are 2 long.
_TILT = math.radians(30)
_HEIGHT = 1.6
_STEPS = 40
# A surface is drawn as so many strips, which are cut across as often.
_STRIPS = 10


def input_slider(window: Window, label: str, value: Any) -> Control:
    """Return the slider that moves the point along one input."""
    low, high = window
    return linear(low, high, (high - low) / _STEPS, label, value)


def slider_points(g: FunctionOfTwo) -> list[tuple[float, float]]:
    """Return all the points at which the sliders can put the point."""
    first, second = (slider_values(window).tolist() for window in g.windows)
    return [(w1, w2) for w1 in first for w2 in second]


def slider_values(window: Window) -> np.ndarray:
    """Return the places at which the point can stand, along one input."""
    return np.array(input_slider(window, "", window[0]).positions)


def turn_slider(value: Any) -> Control:
    """Return the slider that turns a surface, from one side to the other, in degrees."""
    return linear(-90, 90, 10, "turn", value)


@lru_cache(maxsize=500)
def describe_turn(names: tuple[str, str], turn: float) -> str:
    """Say how the inputs' axes run when a surface is seen from an angle in degrees.

    >>> print(describe_turn(("w₁", "w₂"), 30))
    Turned by 30°, w₁ runs right and away, w₂ left and away.
    >>> print(describe_turn(("w₁", "w₂"), -90))
    Turned by −90°, w₁ runs towards you, w₂ right.
    """
    a = math.radians(turn)
    ways = []
    for right, back in ((math.cos(a), math.sin(a)), (-math.sin(a), math.cos(a))):
        aside = ("", "right", "left")[_sign(right)]
        ways.append(" and ".join(filter(None, (aside, ("", "away", "towards you")[_sign(back)]))))
    return f"Turned by {say(turn)}°, {names[0]} runs {ways[0]}, {names[1]} {ways[1]}."


def _sign(x: float) -> int:
    return 0 if abs(x) < 1e-9 else 1 if x > 0 else -1


class Surface:
    """The graph of a function of two inputs in `axes`, seen from an angle in degrees.

    At 0 degrees the first input runs to the right and the second one away from the reader. What
    is above or below the box is a gap. Places are arrays (w1, w2, z) with one column a point.
    Strips from far to near hide what lies behind them; they run from side to side, as far as an
    input does.
    """

    def __init__(self, axes: Axes, g: FunctionOfTwo):
        self.axes, self.g = axes, g
        first, second = self._along = [slider_values(window) for window in g.windows]
        values = g.values(first[:, None], second[None, :])
        self.heights = axis_limits(values)
        box = np.array([*g.windows, self.heights])
        self._middle = box.mean(axis=1, keepdims=True)
        self._half = (box[:, 1:] - box[:, :1]) / 2
        w1, w2 = np.meshgrid(first, second, indexing="ij")
        grid = np.stack([w1, w2, values])
        self._grid = grid[:, ::2, ::2]
        axes.set(xlim=(-1.95, 1.95), ylim=(-1.72, 1.5))
        axes.set_axis_off()
        (self._frame,) = axes.plot([], [], color=role.grid, lw=HAIR, zorder=GROUND)
        style: dict[str, Any] = {"fc": role.lit, "ec": role.axis, "lw": 0.8, "zorder": GUIDES}
        self._strips = [PathPatch(Path([(0, 0)]), **style) for _ in range(_STRIPS)]
        for strip in self._strips:
            axes.add_patch(strip)
        self._scales = [self._scale(axis) for axis in range(3)]
        self._turn = math.nan
        self._drawn: dict[Any, np.ndarray | None] = {}
        self._heights_along = lru_cache(maxsize=500)(self._worked_out)
        self._turned = lru_cache(maxsize=500)(self._seen_from)

    def project(self, places: Any, turn: float) -> np.ndarray:
        """Return where places are seen in the axes, shape (2, n); NaN outside of the box."""
        inside = (np.asarray(places, float) - self._middle) / self._half
        inside[2, np.abs(inside[2]) > 1 + 1e-9] = math.nan
        return np.asarray(_view(turn) @ inside)

    def project_all(self, places: dict[Any, np.ndarray], turn: float) -> dict[Any, Any]:
        """Return {artist: where its places are seen}, None for an artist that has none."""
        return {a: self.project(at, turn) if at.size else None for a, at in places.items()}

    @property
    def names(self) -> list[Text]:
        """The names at the axes, which move as it turns."""
        return [name for _, _, name in self._scales]

    def turn_to(self, turn: float) -> None:
        """Draw box, scales and mesh as they are seen from an angle."""
        if turn == self._turn:
            return
        self._turn = turn
        seen, frame, texts = self._turned(turn)
        for artist, strip in zip(self._strips, seen, strict=True):
            artist.set_visible(strip is not None)
            if strip is not None:
                artist.set_path(strip)
        self._frame.set_data(*frame)
        for text, place in texts:
            text.set_position(place)

    def front(self) -> tuple[float, float]:
        """Return where the middle of the front edge is seen, which turns with the box."""
        x, y = _view(self._turn) @ (0, -1, -1)
        return float(x), float(y)

    def draw(self, artist: Any, seen: np.ndarray | None) -> None:
        """Draw a line, a marker or a polygon where it is seen; hide it if that is nowhere."""
        if self._drawn.get(artist) is seen:
            return
        self._drawn[artist] = seen
        if seen is None or not np.isfinite(seen).any():
            artist.set_visible(False)
            return
        artist.set_visible(True)
        if isinstance(artist, Polygon):
            artist.set_xy(seen.T)
        else:
            artist.set_data(*seen)

    def slice(self, axis: int, w1: float, w2: float) -> np.ndarray:
        """Return the places of the curve through a point along one input."""
        places = np.full((3, _STEPS + 1), [[w1], [w2], [0.0]])
        places[axis] = self._along[axis]
        places[2] = self._heights_along(axis, (w2, w1)[axis])
        return places

    def tangent_line(
        self, axis: int, w1: float, w2: float, value: float, slope: float
    ) -> np.ndarray:
        """Return both ends of a tangent line along one input, cut to the box; none without one."""
        if not math.isfinite(value + slope):
            return np.empty((0, 0))
        (low, high), here = self.g.windows[axis], (w1, w2)[axis]
        reach = self._half[axis, 0] * 0.75
        bounds = [max(low - here, -reach), min(high - here, reach)]
        if slope:
            first, last = sorted((end - value) / slope for end in self.heights)
            bounds = [max(bounds[0], first), min(bounds[1], last)]
        ends = np.array([[w1, w1], [w2, w2], [value, value]], float)
        ends[axis] += bounds
        ends[2] += slope * np.array(bounds)
        return ends

    def tangent_patch(self, w1: float, w2: float, value: float, gradient: np.ndarray) -> np.ndarray:
        """Return the corners of a piece of the tangent plane around a point, cut to the box.

        There are none where there is no plane.
        """
        if not math.isfinite(value + gradient.sum()):
            return np.empty((0, 0))
        sides = [
            (max(low, here - 0.6 * half), min(high, here + 0.6 * half))
            for (low, high), here, half in zip(
                self.g.windows, (w1, w2), self._half[:2, 0].tolist(), strict=True
            )
        ]
        (left, right), (near, far) = sides
        slope1, slope2 = gradient.tolist()
        corners = [
            (a, b, value + slope1 * (a - w1) + slope2 * (b - w2))
            for a, b in ((left, near), (right, near), (right, far), (left, far))
        ]
        bottom, top = self.heights
        corners = _cut(_cut(corners, bottom, 1), top, -1)
        return np.array([*corners, *corners[:1]]).T

    def _worked_out(self, axis: int, held: float) -> np.ndarray:
        along, still = self._along[axis], np.array(held)
        return self.g.values(along, still) if axis == 0 else self.g.values(still, along)

    def _scale(self, axis: int) -> tuple[np.ndarray, list[Text], Text]:
        """Return the ticks of an axis from -1 to 1, their texts and the text with its name."""
        low, high = [*self.g.windows, self.heights][axis]
        ticks = np.array(_marked(low, high, 2 if axis == 2 else 4))
        places = (2 * ticks - (low + high)) / (high - low)
        style: dict[str, Any] = {"ha": "center", "va": "center", "parse_math": False}
        write = self.axes.text
        texts = [write(0, 0, say(t), fontsize=TICK, color=role.faint, **style) for t in ticks]
        name = (*self.g.labels, "g")[axis]
        return places, texts, write(0, 0, name, fontsize=NAME, color=role.ink, **style)

    def _seen_from(self, turn: float) -> tuple[list[Path | None], np.ndarray, list[Any]]:
        lines = _walls(turn)
        texts: list[tuple[Text, Any]] = []
        for (ticks, words, name), (start, end, out) in zip(self._scales, _edges(turn), strict=True):
            for tick, word in zip(ticks, words, strict=True):
                at = (start + end) / 2 + tick * (end - start) / 2
                lines.append(np.column_stack([at, at + 0.06 * out]))
                aside = 0.1 + 0.05 * len(word.get_text())
                texts.append((word, tuple(at + out * (aside, 0.18))))
            upright = name is self._scales[2][2]
            at = end + (0.1 * out[0], 0.12) if upright else (start + end) / 2 + out * (0.5, 0.4)
            texts.append((name, tuple(at)))
        return self._strips_from(turn), join_with_gaps(lines), texts

    def _strips_from(self, turn: float) -> list[Path | None]:
        """Return the strips of the surface from far to near; None for one that is nowhere."""
        seen = self.project(self._grid.reshape(3, -1), turn).reshape(2, *self._grid.shape[1:])
        # They run along the input that runs more from side to side, and the other one orders them.
        if abs(turn) <= 45:
            seen = seen.swapaxes(1, 2)[:, ::-1]
        elif turn > 0:
            seen = seen[:, ::-1]
        return in_strips(seen, _STRIPS)


def _marked(low: float, high: float, most: int) -> list[float]:
    """Return the few numbers that stand at an edge: both ends, if they are round, and zero.

    >>> _marked(-2, 2, 4), _marked(-1.13, 1.13, 2)
    ([-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0])
    """
    ticks = few(low, high, most)
    return [tick for tick in ticks if tick in (ticks[0], 0.0, ticks[-1])]


def join_with_gaps(lines: list[np.ndarray]) -> np.ndarray:
    """Return several lines, each of shape (k, n), as one with gaps.

    >>> join_with_gaps([np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]])])
    array([[ 1.,  2., nan,  5.,  6., nan],
           [ 3.,  4., nan,  7.,  8., nan]])
    """
    gap = np.full((len(lines[0]), 1), math.nan)
    return np.hstack([piece for line in lines for piece in (line, gap)])


def mesh_around(g: FunctionOfTwo) -> np.ndarray:
    """Return the lines of a square mesh around a point, as steps from it."""
    first, second = (np.linspace(-0.3, 0.3, 9) * (high - low) for low, high in g.windows)
    grid = np.array(np.meshgrid(first, second, indexing="ij"))
    return join_with_gaps([*grid[:, ::2].swapaxes(0, 1), *grid[:, :, ::2].T.swapaxes(1, 2)])


@lru_cache(maxsize=500)
def _view(turn: float) -> np.ndarray:
    """Return the matrix from the box, each side from -1 to 1, to the axes."""
    a = math.radians(turn)
    right, away = np.array([math.cos(a), -math.sin(a), 0]), np.array([math.sin(a), math.cos(a), 0])
    up = np.array([0, 0, _HEIGHT / 2])
    return np.array([right, math.sin(_TILT) * away + math.cos(_TILT) * up])


def _walls(turn: float) -> list[np.ndarray]:
    """Return the outlines of the floor and of the two walls behind the surface."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    far = int(np.argmax(np.round(_view(turn)[1, :2] @ corners.T, 9)))
    right, back, left = (corners[(far + k) % 4] for k in (-1, 0, 1))
    lines = (
        [(*corner, -1) for corner in (*corners, corners[0])],
        [(*right, -1), (*right, 1), (*back, 1), (*left, 1), (*left, -1)],
        [(*back, -1), (*back, 1)],
    )
    return [_view(turn) @ np.array(line).T for line in lines]


def _edges(turn: float) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return the edge of the box on which each axis has its ticks, and the way out from there."""
    view = _view(turn)
    side = -1 if turn >= 0 else 1
    # The heights stand on the side on which no floor edge runs away from the reader.
    right = 0 <= turn <= 45 or turn < -45
    upright = (1, side) if right else (-1, -side)
    edges = []
    for start, end, out in (
        ((-1, -1, -1), (1, -1, -1), (0, -1, 0)),
        ((side, -1, -1), (side, 1, -1), (side, 0, 0)),
        ((*upright, -1), (*upright, 1), None),
    ):
        way = view @ out if out else np.array([1.0 if right else -1.0, 0.0])
        edges.append((view @ start, view @ end, way / np.hypot(*way)))
    return edges


def _cut(corners: list[Any], height: float, sign: int) -> list[Any]:
    """Return the part of a convex polygon above a height (sign 1) or below it (sign -1).

    >>> _cut([(0, 0, -1), (1, 0, 1), (1, 1, 1)], 0, 1)
    [(0.5, 0.5, 0.0), (0.5, 0.0, 0.0), (1, 0, 1), (1, 1, 1)]
    """
    kept = []
    for before, corner in zip([corners[-1], *corners], corners, strict=False):
        gap, gap_before = sign * (corner[2] - height), sign * (before[2] - height)
        if gap * gap_before < 0:
            t = gap_before / (gap_before - gap)
            kept.append(tuple(a + t * (b - a) for a, b in zip(before, corner, strict=True)))
        if gap >= 0:
            kept.append(corner)
    return kept
