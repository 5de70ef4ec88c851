"""A matrix as squares (a Hinton diagram): the area is the size, the filling is the sign."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..drawing import GUIDES, HAIR, LINE, NAME, SUBJECT, TICK, WORDS, role, width_of
from ..live import say

# The side of a full square, and how far below the top of a cell its middle is, in parts of a cell.
_SIDE, _DOWN = 0.625, 0.375
# How far above the lower edge of a cell its number stands, and how much of its width that may take.
_UP, _ROOM = 5, 0.9
Box = tuple[float, float, float]


@dataclass(frozen=True)
class Grid:
    """Where a matrix is drawn: its upper left corner, and the side of a cell, in units."""

    left: float
    top: float
    cell: float


class HintonDiagram:
    """A matrix of numbers, each with a square: filled if positive, hollow if negative.

    A square's area is the entry's size; an entry of size `scale` has a full square. The axes are
    counted in units. `rows` are the texts before the rows, at first their names.
    """

    def __init__(self, axes: Axes, grid: Grid, names: tuple[str, ...], scale: float):
        self.grid, self.scale = grid, scale
        n, (left, top, cell) = len(names), (grid.left, grid.top, grid.cell)
        edges = np.arange(n + 1) * cell
        hair: Any = {"color": role.axis, "lw": HAIR, "zorder": GUIDES}
        for edge in edges.tolist():
            axes.plot([left, left + edges[-1]], [top - edge, top - edge], **hair)
            axes.plot([left + edge, left + edge], [top, top - edges[-1]], **hair)
        style: Any = {"parse_math": False, "color": role.ink, "zorder": WORDS}
        middles = ((edges[1:] + edges[:-1]) / 2).tolist()
        for name, middle in zip(names, middles, strict=True):
            axes.text(left + middle, top + 7, name, ha="center", fontsize=NAME, **style)
        before: Any = {"ha": "right", "va": "center", **style}
        self.rows = [
            axes.text(left - 8, top - middle, name, fontsize=NAME, **before)
            for name, middle in zip(names, middles, strict=True)
        ]
        looks: Any = (
            {"fc": role.second, "ec": "none", "lw": 0},
            {"fc": role.paper, "ec": role.second, "lw": LINE},
        )
        self.patches: list[Any] = [
            axes.add_patch(PathPatch(_boxes([(left, top, 1)]), zorder=SUBJECT, **look))
            for look in looks
        ]
        small: Any = {"fontsize": TICK, "ha": "center", **style}
        self.numbers = [
            [axes.text(left + x, top - y + _UP, "", **small) for x in middles]
            for y in edges[1:].tolist()
        ]

    def show(self, entries: np.ndarray) -> np.ndarray:
        """Draw the entries, and return them."""
        left, top, cell = self.grid.left, self.grid.top, self.grid.cell
        boxes: tuple[list[Box], list[Box]] = ([], [])
        for (i, j), entry in np.ndenumerate(entries):
            side = _SIDE * min(1.0, (abs(entry) / self.scale) ** 0.5) if entry == entry else 0.0
            if side > 0.02:
                x, y = left + (j + 0.5) * cell, top - (i + _DOWN) * cell
                half = round(side * cell / 2, 1)
                boxes[int(entry < 0)].append((x - half, y - half, 2 * half))
            self.numbers[i][j].set_text(fitting(entry, _ROOM * cell))
        for patch, some in zip(self.patches, boxes, strict=True):
            if some:
                patch.set_path(_boxes(some))
            patch.set_visible(bool(some))
        return entries


def fitting(entry: float, room: float) -> str:
    """Return a number with as many digits, at most 3, as there is room for; it is in units.

    >>> fitting(-1.2345e-5, 90), fitting(-1.2345e-5, 60), fitting(float("nan"), 60)
    ('−1.23×10⁻⁵', '−10⁻⁵', 'none')
    """
    if entry != entry:
        return "none"
    texts = [say(entry, digits) for digits in (3, 2, 1)]
    return next((text for text in texts if width_of(text, TICK) <= room), "…")


def _boxes(boxes: list[Box]) -> Path:
    corners = [[(x, y), (x + a, y), (x + a, y + a), (x, y + a), (x, y)] for x, y, a in boxes]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(np.reshape(corners, (-1, 2)), codes * len(boxes))
