"""A curve under a magnifying glass: its values close to a point, down to neighbouring floats."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..functions import Function, axis_limits

# Through how many points a curve is drawn; with no more stored numbers than this, each is one.
_POINTS, _STORED = 121, 120
# So many stored numbers on either side show how g is rounded.
_NEIGHBOURS = 32
# Beyond so many heights of the picture a value is far away.
_FAR = 30.0
# Of the picture's height: what can be seen. And how much more it has to be than it was when the
# picture was 100 times as large, to come from rounding: mathematics shrinks it.
VISIBLE, _GROWN = 0.004, 4.0


@dataclass(frozen=True)
class Magnified:
    """What a picture about w0 shows: steps from w0, and from g(w0), in parts of the picture.

    `stored` are the steps to numbers that are stored, none where these lie too closely to be told
    apart. `gap` is how far the curve drawn is from its tangent, or from two arms at a corner, in
    parts of the picture's height; NaN where there is neither.
    """

    across: np.ndarray
    up: np.ndarray
    stored: np.ndarray
    stored_up: np.ndarray
    gap: float
    rounded: bool


class Magnifier:
    """A function's curve, enlarged about any of its points, both ways alike.

    The point keeps its place in the picture; `place(w0)` tells it, in parts of the picture.

    >>> glass = Magnifier(Function("w*w", (-2, 2)))
    >>> round(glass.at(1.0, 100.0).gap, 4), round(glass.at(1.0, 1e4).gap, 6)
    (0.0021, 2.1e-05)
    >>> glass.at(1.0, 1e15).stored.size, glass.at(1.0, 1e15).rounded
    (32, True)

    """

    def __init__(self, g: Function):
        self.g, (low, high) = g, g.window
        self.width = high - low
        curve = g.values(np.linspace(low, high, 601))
        self.bottom, self.top = axis_limits(curve)
        self.height = self.top - self.bottom
        self._values = _together(g)
        self._curve = lru_cache(maxsize=500)(self._drawn)
        self._rounding = lru_cache(maxsize=500)(self._round_off)
        self._gap = lru_cache(maxsize=5000)(self._measured_gap)

    def place(self, w0: float) -> tuple[float, float]:
        """Return where the point is in the picture; near its edge where g leaves the picture."""
        up = (self.g(w0) - self.bottom) / self.height
        return (w0 - self.g.window[0]) / self.width, min(max(up, 0.1), 0.9)

    def slopes(self, w0: float) -> tuple[float, float]:
        """Return the slopes to the left and to the right of a point, NaN if one is not finite."""
        sides = self.g.one_sided(w0)
        both = sides.left, sides.right
        return both if all(map(math.isfinite, both)) else (math.nan, math.nan)

    def at(self, w0: float, zoom: float) -> Magnified:
        """Return what is seen at a point, so many times as large."""
        across, up, floats, heights = self._curve(w0, zoom)
        gap = self._gap(w0, zoom)
        rounded = (
            gap > VISIBLE
            and gap > _GROWN * self._gap(w0, zoom / 100)
            and gap * self.height / zoom <= 8 * self._rounding(w0)
        )
        return Magnified(across, up, floats, heights, gap, rounded)

    def _drawn(
        self, w0: float, zoom: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return the curve's points and the stored ones, in parts of the picture about w0."""
        left, wide = self.place(w0)[0], self.width / zoom
        floats = _stored(w0, -left * wide, (1 - left) * wide)
        here, none = self.g(w0), np.empty(0)
        if floats is None:
            across = np.linspace(-left, 1 - left, _POINTS)
            up = (self._values(w0 + across * wide) - here) * (zoom / self.height)
            return across, np.clip(up, -_FAR, _FAR), none, none
        steps, heights = floats - w0, self._values(floats) - here
        # A number between two stored ones is rounded to the nearer: each has a tread of its own.
        edges = np.repeat((steps[:-1] + steps[1:]) / 2, 2)
        across = np.concatenate([[-left * wide], edges, [(1 - left) * wide]])[: 2 * len(steps)]
        up = np.clip(heights * (zoom / self.height), -_FAR, _FAR)
        return across / wide, np.repeat(up, 2), steps / wide, up

    def _measured_gap(self, w0: float, zoom: float) -> float:
        """Return how far the curve that is seen is from its tangents, in parts of the height."""
        before, after = self.slopes(w0)
        if math.isnan(before):
            return math.nan
        across, up, _, _ = self._curve(w0, zoom)
        steps = across * self.width / self.height
        middle = self.place(w0)[1]
        seen = (up >= -middle) & (up <= 1 - middle)
        gaps = np.abs(up - np.where(across < 0, before, after) * steps)[seen]
        return float(gaps.max()) if gaps.size else math.nan

    def _round_off(self, w0: float) -> float:
        """Return how far the stored numbers around w0 lie off the tangents, in the data's units.

        So close to w0 a curve that has tangents is straight: what is left is rounding.
        """
        unit = max(abs(w0), self.width) * 2.0**-52
        w = w0 + unit * np.arange(-_NEIGHBOURS, _NEIGHBOURS + 1)
        before, after = self.slopes(w0)
        steps = w - w0
        off = np.abs(self._values(w) - self.g(w0) - np.where(steps < 0, before, after) * steps)
        off = off[np.isfinite(off)]
        # Between two stored numbers the curve is level, and its tangent is not.
        tread = max(abs(before), abs(after)) * math.ulp(w0) / 2
        return float(off.max()) + tread if off.size else math.nan


def _stored(w0: float, left: float, right: float) -> np.ndarray | None:
    """Return all stored numbers between two steps from w0; None if there are too many.

    >>> (_stored(1.0, -2.0**-53, 2.0**-52) - 1) * 2**53
    array([-1.,  0.,  2.])
    """
    # Below a power of two they lie twice as closely.
    if (right - left) / math.ulp(w0) > _STORED:
        return None
    found = [w0]
    for end, way in ((left, -math.inf), (right, math.inf)):
        w = w0
        while abs((w := math.nextafter(w, way)) - w0) <= abs(end):
            found.append(w)
    return np.sort(found)


def _together(g: Function) -> Callable[[np.ndarray], np.ndarray]:
    """Return g for many points in one run, where it takes arrays as it takes numbers."""
    some = np.linspace(*g.window, 7)

    def run(points: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            values = np.array(g.g(points), float)
        values[~np.isfinite(values)] = math.nan
        return values

    try:
        same = np.array_equal(run(some), g.values(some), equal_nan=True)
    except Exception:
        same = False
    return run if same else g.values
