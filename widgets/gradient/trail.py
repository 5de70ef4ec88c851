"""The way of a descent, as both of its pictures draw it."""

import math

import numpy as np
from matplotlib.axes import Axes

from ..drawing import COMPANIONS, NAME, POINTS, SUBJECT, THIN, note, point, role


class Trail:
    """The way so far, the places on it, where it began and where one stands; and words of fog."""

    def __init__(self, axes: Axes, above: tuple[float, float], drop: float):
        self.unseen = note(
            axes,
            *above,
            "fog: only what is under your feet",
            0,
            drop,
            color=role.faint,
            ha="center",
        )
        (self.path,) = axes.plot([], [], color=role.child, lw=THIN, zorder=COMPANIONS)
        (self.dots,) = axes.plot([], [], color=role.child, lw=8, zorder=SUBJECT)
        self.dots.set_solid_capstyle("round")
        self.here = note(axes, 0, 0, "you", 0, 13, size=NAME, color=role.first, ha="center")
        self.start = point(axes, role.first)
        self.start.set_zorder(POINTS)

    def follow(self, way: np.ndarray, fog: bool, width: float) -> None:
        """Draw a way, of the shape (2, n); a place is a stroke much shorter than the `width`."""
        self.unseen.set_visible(fog)
        self.path.set_data(*way)
        strokes = np.repeat(way, 3, axis=1)
        strokes[0, 1::3] += 1e-4 * width
        strokes[:, 2::3] = math.nan
        self.dots.set_data(*strokes)

    def stand(self, at: tuple[float, float] | None) -> None:
        """Say where one stands; None where it is out of the picture."""
        self.here.set_visible(at is not None)
        if at is not None:
            self.here.set_position(at)
