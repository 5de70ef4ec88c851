"""Axes whose vertical scale moves with what is shown: each function gets limits of its own."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from ..drawing import GROUND, HAIR, TICK, chart, note, role
from ..functions import axis_limits, broken_at_poles
from ..live import say

_MOST_TICKS = 5
# Left, bottom, width and height in units.
Box = tuple[float, float, float, float]


@dataclass(eq=False)
class Scale:
    """The limits of a panel, its ticks, and the curves that are shown on this scale."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    grid: np.ndarray
    curves: list[np.ndarray]

    def height(self, y: Any) -> Any:
        """Return how high up a value is, from 0 at the foot to 1 at the top."""
        return (y - self.low) / (self.high - self.low)


def scale(points: np.ndarray, *curves: np.ndarray) -> Scale:
    """Return a scale that shows these curves well; their poles become gaps."""
    # A curve that is nowhere defined needs no room.
    found = [axis_limits(values) for values in curves if np.isfinite(values).any()] or [(-1.0, 1.0)]
    low, high = min(end for end, _ in found), max(end for _, end in found)
    ticks = [
        t
        for t in MaxNLocator(_MOST_TICKS - 1, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        if low <= t <= high
    ]
    ticks = ticks[:_MOST_TICKS]
    new = Scale(low, high, (), np.empty((0, 2)), [])
    new.ticks = tuple((new.height(t), say(t + 0.0)) for t in ticks)
    ends = (points[0], points[-1], np.nan)
    new.grid = np.array([(x, height) for height, _ in new.ticks for x in ends])
    with np.errstate(over="ignore"):
        new.curves = [new.height(broken_at_poles(values, low, high)) for values in curves]
    return new


class Panel:
    """Axes for curves over the same points, drawn on one scale or another."""

    def __init__(self, figure: Figure, box: Box, points: np.ndarray, xname: str = "w"):
        self.points = points
        room = 0.02 * (points[-1] - points[0])
        ends = float(points[0] - room), float(points[-1] + room)
        self.axes = chart(figure, box, ends, (0, 1), xname, "")
        self.axes.set_yticks([])
        (self._grid,) = self.axes.plot([], [], color=role.grid, lw=HAIR, zorder=GROUND)
        look: dict[str, Any] = {"ha": "right", "va": "center", "size": TICK, "color": role.faint}
        self._ticks = [
            note(self.axes, 0, 0, "", -6, 0, coords=self.axes.transAxes, **look)
            for _ in range(_MOST_TICKS)
        ]
        self.lines: list[Line2D] = []
        self._shown: Scale | None = None

    def curve(self, **look: Any) -> None:
        """Add a line, which draws the next curve of each scale."""
        self.lines += self.axes.plot([], [], **look)

    def show(self, new: Scale) -> None:
        """Draw the curves of a scale. What is drawn already counts as not touched."""
        if self._shown is new:
            return
        self._shown = new
        for line, values in zip(self.lines, new.curves, strict=True):
            line.set_data(self.points, values)
        self._grid.set_data(*new.grid.T)
        for i, text in enumerate(self._ticks):
            height, words = new.ticks[i] if i < len(new.ticks) else (0.0, "")
            put(text, 0, height, words)


def put(text: Any, x: float, y: float, words: str) -> None:
    """Write words at a place; a text that says so already counts as not touched."""
    if text.get_text() != words or text.get_position() != (x, y):
        text.set(position=(x, y), text=words)


class Formula:
    """A place on a figure for a formula set as a book sets it, which changes with the controls."""

    def __init__(self, figure: Figure, left: float, line: float, color: str = role.ink):
        across, down = figure.get_size_inches() * 72
        self._width = across - left
        where = Affine2D().translate(left, line).scale(1 / across, 1 / down)
        transform: Any = where + figure.transFigure
        self._patch = PathPatch(Path([(0, 0), (1, 0)]), fc=color, lw=0, transform=transform)
        figure.add_artist(self._patch)

    def set_up(self, latex: str, size: float = 16) -> Path | None:
        """Return the outlines of a formula; None if it is too long, or cannot be set."""
        return _outlines(latex.replace(r"\frac", r"\dfrac"), size, self._width)

    def show(self, path: Path | None) -> None:
        """Show outlines, or nothing."""
        if self._patch.get_visible() != (path is not None):
            self._patch.set_visible(path is not None)
        if path is not None and self._patch.get_path() is not path:
            self._patch.set_path(path)


@lru_cache(maxsize=500)
def _outlines(latex: str, size: float, width: float) -> Path | None:
    try:
        path = TextPath((0, 0), f"${latex}$", size=size)
    except (ValueError, RuntimeError):
        return None
    shrunk = min(1.0, width / path.vertices[:, 0].max())
    return path.transformed(Affine2D().scale(shrunk)) if shrunk > 0.65 else None
