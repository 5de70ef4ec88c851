"""A matrix as squares (a Hinton diagram): the area is the size, the filling is the sign."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..drawing import SECOND_ORDER
from ..live import say

# The side of a full square, as a part of its cell.
_SIDE = 0.62
Box = tuple[float, float, float]


class HintonDiagram:
    """A matrix of numbers, each with a square: filled if positive, hollow if negative.

    A square's area is the entry's size; an entry of size `scale` has a full square.
    """

    def __init__(self, figure: Figure, place: Any, names: tuple[str, ...], scale: float):
        self.n, self.scale = len(names), scale
        axes = figure.add_axes(place)
        axes.set(
            xlim=(-0.45, self.n + 0.02), ylim=(self.n + 0.02, -0.35), aspect="equal", anchor="W"
        )
        axes.axis("off")
        for k in range(self.n + 1):
            axes.plot([0, self.n], [k, k], color="0.8", lw=1)
            axes.plot([k, k], [0, self.n], color="0.8", lw=1)
        for k, name in enumerate(names):
            axes.text(-0.1, k + 0.5, name, fontsize=11, ha="right", va="center")
            axes.text(k + 0.5, -0.1, name, fontsize=11, ha="center")
        looks: Any = ({"fc": SECOND_ORDER, "lw": 0}, {"fc": "white", "ec": SECOND_ORDER, "lw": 2})
        self.patches: list[Any] = [
            axes.add_patch(PathPatch(_boxes([(0, 0, 1)]), **look)) for look in looks
        ]
        small: Any = {"fontsize": 9.5 if self.n > 3 else 11, "ha": "center"}
        self.numbers = [
            [axes.text(j + 0.5, i + 0.95, "", **small) for j in range(self.n)]
            for i in range(self.n)
        ]

    def show(self, entries: np.ndarray) -> np.ndarray:
        """Draw the entries, and return them."""
        boxes: tuple[list[Box], list[Box]] = ([], [])
        for (i, j), entry in np.ndenumerate(entries):
            side = _SIDE * min(1.0, (abs(entry) / self.scale) ** 0.5) if entry == entry else 0.0
            if side > 0.02:
                boxes[int(entry < 0)].append((j + 0.5 - side / 2, i + 0.38 - side / 2, side))
            digits = 3 if self.n <= 3 else 2
            self.numbers[i][j].set_text(say(entry, digits) if entry == entry else "none")
        for patch, some in zip(self.patches, boxes, strict=True):
            if some:
                patch.set_path(_boxes(some))
            patch.set_visible(bool(some))
        return entries


def _boxes(boxes: list[Box]) -> Path:
    corners = [[(x, y), (x + a, y), (x + a, y + a), (x, y + a), (x, y)] for x, y, a in boxes]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(np.reshape(corners, (-1, 2)), codes * len(boxes))
