"""The cells of a, b and C, those of w, and the line between two that hold the same entry."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from matplotlib.text import Text

from ..drawing import CHILD, FAINT, PARENT
from ..live import lowered
from .flattened_function import Entry

LONGEST_B, MOST_ROWS, MOST_COLUMNS = 4, 3, 3
MOST = 1 + LONGEST_B + MOST_ROWS * MOST_COLUMNS
"""How many entries there are room for: of b, rows and columns of C, and of w."""
_TINT = {"a": "#dddddd", "b": "#cfe0f7", "C": "#fbeaa6"}
# In tenths of an inch: a cell, the upper left corners of a, b, C and w, and where the line bends.
_CELL, _TALL = 5.6, 3.4
_CORNER = {"a": (3, 32.6), "b": (12.6, 32.6), "C": (22.2, 32.6), "w": (3, 9.5)}
_BEND = 14.3
Cell = tuple[Polygon, Text]
Place = TypeVar("Place")


class EntryCells:
    """The cells of a, b and C, and those of w, tinted by the part that they come from."""

    def __init__(self, axes: Axes):
        for part, (x, y) in _CORNER.items():
            axes.text(x, y + 1, part, fontsize=12, style="italic")
        places: list[Entry] = [("a", 0, 0), *(("b", i, 0) for i in range(LONGEST_B))]
        places += [("C", i, j) for i in range(MOST_ROWS) for j in range(MOST_COLUMNS)]
        self.entries = {place: _cell(axes, place[0], *_corner(*place)) for place in places}
        x, y = _CORNER["w"]
        # An entry of w may come from b or from C: there is a cell for each.
        self.row = {
            (part, at): _cell(axes, part, x + at * _CELL, y)
            for part, ats in (("a", [0]), ("b", range(1, LONGEST_B + 1)), ("C", range(2, MOST)))
            for at in ats
        }
        below: dict[str, Any] = {"fontsize": 10, "color": FAINT, "ha": "center", "va": "center"}
        self.numbers = [
            axes.text(x + (at + 0.5) * _CELL, y - _TALL - 1.6, lowered(f"w{at + 1}"), **below)
            for at in range(MOST)
        ]
        (self.link,) = axes.plot([], [], color=FAINT, lw=1.5, ls=(0, (4, 2)), zorder=0)
        (self.source,) = axes.plot([], [], color=PARENT, lw=3, zorder=4)
        (self.target,) = axes.plot([], [], color=CHILD, lw=3, zorder=4)

    def show(self, entries: Sequence[Entry], words: Sequence[str], at: int) -> None:
        """Write into as many cells as there are entries, and mark the one that is w[at], if any."""
        _fill(self.entries, dict(zip(entries, words, strict=True)))
        _fill(self.row, {(part, k): words[k] for k, (part, _, _) in enumerate(entries)})
        for k, number in enumerate(self.numbers):
            number.set_visible(k < len(words))
        for line in (self.link, self.source, self.target):
            line.set_visible(at < len(entries))
        if at >= len(entries):
            return
        left, top = _corner(*entries[at])
        right, up = _CORNER["w"][0] + at * _CELL, _CORNER["w"][1]
        self.source.set_data(*_box(left, top).T)
        self.target.set_data(*_box(right, up).T)
        start, end = left + _CELL / 2, right + _CELL / 2
        heights = [top - _TALL / 2, _BEND, _BEND, up - _TALL / 2]
        self.link.set_data([start, start, end, end], heights)


def _corner(part: str, i: int, j: int) -> tuple[float, float]:
    """Return the upper left corner of an entry's cell."""
    x, y = _CORNER[part]
    return x + j * _CELL, y - i * _TALL


def _box(x: float, y: float) -> np.ndarray:
    right, low = x + _CELL, y - _TALL
    return np.array([(x, y), (right, y), (right, low), (x, low), (x, y)])


def _cell(axes: Axes, part: str, x: float, y: float) -> Cell:
    patch = Polygon(_box(x, y), fc=_TINT[part], ec="0.3", lw=1)
    axes.add_patch(patch)
    middle = x + _CELL / 2, y - _TALL / 2
    return patch, axes.text(*middle, "", fontsize=10, ha="center", va="center")


def _fill(cells: Mapping[Place, Cell], words: Mapping[Place, str]) -> None:
    """Write words into their cells, and hide the other cells."""
    for place, (patch, text) in cells.items():
        patch.set_visible(place in words)
        text.set_visible(place in words)
        text.set_text(words.get(place, "–"))
