"""A map of a number over a square: what is above zero is green, what is below it gray."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..drawing import DASH, HAIR, NAME, THIN, TICK, WORDS, chart, mark, note, point, role
from ..functions import FunctionOfTwo
from ..live import mixed, say

# The line along the first input, and the one along the second.
LINES: tuple[Any, ...] = ("-", DASH)
# How strong the colour is between fifths of the largest size.
_STRENGTHS = (12, 28, 44, 60, 76)
_SIDE, _BOTTOM = 124.0, 234.0


class FieldMap:
    """One number over a square of inputs, with two lines that cross at a point."""

    def __init__(self, figure: Figure, left: float, g: FunctionOfTwo, name: str, entries: Any):
        first, second = g.windows
        box = (left, _BOTTOM, _SIDE, _SIDE)
        axes = chart(figure, box, first, second, "", "")
        mark(axes.xaxis, [first[0], first[1]])
        left_end, right_end = axes.get_xticklabels()
        left_end.set_horizontalalignment("left")
        right_end.set_horizontalalignment("right")
        mark(axes.yaxis, [second[0], second[1]] if name == "g" else [])
        axes.grid(visible=False)
        for spine in axes.spines.values():
            spine.set(visible=True, color=role.axis, linewidth=HAIR)
        color = role.ink if name == "g" else role.first
        above: Any = axes.transAxes
        note(axes, 0.5, 1, name, 0, 8, color=color, size=NAME, ha="center", coords=above)
        note(axes, 0.5, 0, g.labels[0], 0, -18, size=NAME, ha="center", coords=above)
        if name == "g":
            style: dict[str, Any] = {"size": NAME, "ha": "right", "va": "center"}
            note(axes, 0, 0.5, g.labels[1], -8, 0, coords=above, **style)
        self._fill(axes, g, entries)
        line: dict[str, Any] = {"color": role.ink, "lw": THIN, "zorder": WORDS + 0.1}
        (self.upright,) = axes.plot([], [], ls=LINES[1], **line)
        (self.level,) = axes.plot([], [], ls=LINES[0], **line)
        self.point = point(axes, role.ink)
        self.point.set_zorder(WORDS + 0.2)
        self.windows = g.windows

    def move(self, w1: float, w2: float) -> None:
        """Let the lines cross at a point."""
        self.upright.set_data([w1, w1], self.windows[1])
        self.level.set_data(self.windows[0], [w2, w2])
        self.point.set_data([w1], [w2])

    @staticmethod
    def _fill(axes: Any, g: FunctionOfTwo, entries: np.ndarray) -> None:
        """Fill the map, with a line where it is zero, and numbers at both extremes."""
        finite = entries[np.isfinite(entries)]
        size = float(np.quantile(np.abs(finite), 0.98)) if finite.size else 0.0
        if size == 0:
            _in_the_middle(axes, "0" if finite.size else "none")
            return
        # Where two lines of zeros cross, a contour cuts the corners of its cells.
        fine = refined(entries, 2)
        grid = [np.linspace(*window, len(fine)) for window in g.windows]
        steps = np.linspace(0, size, len(_STRENGTHS) + 1)
        steps[-1] = max(float(np.abs(finite).max()), size) * 1.001
        shown = np.ma.masked_invalid(fine)
        for part, hue in ((shown, "first"), (-shown, "input")):
            colors = [mixed(hue, "paper", strength) for strength in _STRENGTHS]
            if part.max() > 0:
                axes.contourf(*grid, part, steps, colors=colors, zorder=0.6)
        if finite.min() < 0 < finite.max():
            axes.contour(
                *grid, shown, [0.0], colors=role.faint, linewidths=HAIR, linestyles="solid"
            )
        if finite.min() == finite.max():
            _in_the_middle(axes, say(float(finite[0]), 2))
            return
        for extreme in (np.nanargmin, np.nanargmax):
            clean = np.where(np.isfinite(entries), entries, np.nan)
            row, column = np.unravel_index(extreme(clean), entries.shape)
            parts = (column / (len(entries) - 1), row / (len(entries) - 1))
            words = say(float(entries[row, column]), 2)
            half = (4.5 * len(words) + 2) / _SIDE
            x, y = min(max(parts[0], half), 1 - half), min(max(parts[1], 0.1), 0.9)
            style: dict[str, Any] = {"ha": "center", "va": "center", "size": TICK}
            note(axes, x, y, words, coords=axes.transAxes, **style)


def _in_the_middle(axes: Any, words: str) -> None:
    note(axes, 0.5, 0.5, words, ha="center", coords=axes.transAxes)


def refined(entries: np.ndarray, times: int) -> np.ndarray:
    """Return entries on a finer grid, linear between the ones that are known.

    >>> refined(np.array([[0.0, 1.0], [2.0, 3.0]]), 2)
    array([[0. , 0.5, 1. ],
           [1. , 1.5, 2. ],
           [2. , 2.5, 3. ]])
    """
    for _ in range(2):
        known = np.arange(len(entries))
        wanted = np.linspace(0, len(entries) - 1, times * (len(entries) - 1) + 1)
        entries = np.array([np.interp(wanted, known, column) for column in entries.T])
    return entries
