"""The cells of a, b and C, those of w, and the line between two that hold the same entry."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from matplotlib.text import Text

from ..drawing import DASH, GROUND, HAIR, HEAVY, NAME, ON_WASH, SUBJECT, THIN, TICK, role
from ..live import lowered
from .flattened_function import Entry

LONGEST_B, MOST_ROWS, MOST_COLUMNS = 4, 3, 3
MOST = 1 + LONGEST_B + MOST_ROWS * MOST_COLUMNS
"""How many entries there are room for: of b, rows and columns of C, and of w."""
_TINT = {"a": role.grid, "b": role.wash_second, "C": role.highlight}
# In units: a cell, the upper left corners of a, b, C and w, where the line bends, and how far below
# the middle of a cell its word stands.
HEIGHT, _CELL, _TALL = 430, 60, 44
_CORNER = {"a": (4.0, 368.0), "b": (104.0, 368.0), "C": (204.0, 368.0), "w": (4.0, 142.0)}
_BEND, _SINK = 178, 0.35 * TICK
# So many entries of w stand in one line; more of them stand in two, so far below each other.
_LINE, _DOWN = 7, 72
Cell = tuple[Polygon, Text]
Place = TypeVar("Place")


class EntryCells:
    """The cells of a, b and C, and those of w, tinted by the part that they come from."""

    def __init__(self, axes: Axes):
        for part, (x, y) in _CORNER.items():
            axes.text(x, y + 8, part, fontsize=NAME, color=role.ink)
        places: list[Entry] = [("a", 0, 0), *(("b", i, 0) for i in range(LONGEST_B))]
        places += [("C", i, j) for i in range(MOST_ROWS) for j in range(MOST_COLUMNS)]
        self.entries = {place: _cell(axes, place[0], *_corner(*place)) for place in places}
        x, y = _CORNER["w"]
        # An entry of w may come from b or from C: there is a cell for each.
        self.row = {
            (part, at): _cell(axes, part, x, y)
            for part, ats in (("a", [0]), ("b", range(1, LONGEST_B + 1)), ("C", range(2, MOST)))
            for at in ats
        }
        below: dict[str, Any] = {"fontsize": TICK, "color": role.faint, "ha": "center"}
        self.numbers = [
            axes.text(x, y - _TALL - 20, lowered(f"w{at + 1}"), **below) for at in range(MOST)
        ]
        self.line = 0
        (self.link,) = axes.plot([], [], color=role.faint, lw=THIN, ls=DASH, zorder=GROUND)
        (self.source,) = axes.plot([], [], color=role.parent, lw=HEAVY, zorder=SUBJECT)
        (self.target,) = axes.plot([], [], color=role.child, lw=HEAVY, zorder=SUBJECT)

    def show(self, entries: Sequence[Entry], words: Sequence[str], at: int) -> None:
        """Write into as many cells as there are entries, and mark the one that is w[at], if any."""
        _fill(self.entries, dict(zip(entries, words, strict=True)))
        _fill(self.row, {(part, k): words[k] for k, (part, _, _) in enumerate(entries)})
        self._break(len(words) if len(words) <= _LINE else (len(words) + 1) // 2)
        for k, number in enumerate(self.numbers):
            number.set_visible(k < len(words))
        for line in (self.link, self.source, self.target):
            line.set_visible(at < len(entries))
        if at >= len(entries):
            return
        left, top = _corner(*entries[at])
        right, up = self._in_line(at)
        self.source.set_data(*_box(left, top).T)
        self.target.set_data(*_box(right, up).T)
        start, end = left + _CELL / 2, right + _CELL / 2
        heights = [top - _TALL / 2, _BEND, _BEND, up - _TALL / 2]
        self.link.set_data([start, start, end, end], heights)

    def _break(self, line: int) -> None:
        """Let so many cells of w stand in a line."""
        if line == self.line:
            return
        self.line = line
        for (_, at), (patch, text) in self.row.items():
            x, y = self._in_line(at)
            patch.set_xy(_box(x, y))
            text.set_position((x + _CELL / 2, y - _TALL / 2 - _SINK))
        for at, number in enumerate(self.numbers):
            x, y = self._in_line(at)
            number.set_position((x + _CELL / 2, y - _TALL - 16))

    def _in_line(self, at: int) -> tuple[float, float]:
        """Return the upper left corner of an entry of w."""
        (x, y), (down, along) = _CORNER["w"], divmod(at, self.line)
        return x + along * _CELL, y - down * _DOWN


def _corner(part: str, i: int, j: int) -> tuple[float, float]:
    """Return the upper left corner of an entry's cell."""
    x, y = _CORNER[part]
    return x + j * _CELL, y - i * _TALL


def _box(x: float, y: float) -> np.ndarray:
    right, low = x + _CELL, y - _TALL
    return np.array([(x, y), (right, y), (right, low), (x, low), (x, y)])


def _cell(axes: Axes, part: str, x: float, y: float) -> Cell:
    patch = Polygon(_box(x, y), fc=_TINT[part], ec=role.axis, lw=HAIR)
    axes.add_patch(patch)
    middle = x + _CELL / 2, y - _TALL / 2 - _SINK
    style: Any = {"ha": "center", "va": "baseline", **ON_WASH, "color": role.ink}
    return patch, axes.text(*middle, "", fontsize=TICK, **style)


def _fill(cells: Mapping[Place, Cell], words: Mapping[Place, str]) -> None:
    """Write words into their cells, and hide the other cells."""
    for place, (patch, text) in cells.items():
        patch.set_visible(place in words)
        text.set_visible(place in words)
        text.set_text(words.get(place, "–"))
