"""Points: a circle is w⁰, a square w⁰ + ε, in pictures, at sliders and in tables alike."""

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from .style import POINTS, role

_BODY, _RING, _SPOT = 7.5, 2.0, 4.5
# A square of the same height as a circle looks larger.
_SHAPES = {"circle": ("o", 1.0), "square": ("s", 0.9), "diamond": ("D", 0.8)}


def point(axes: Axes, color: str, shape: str = "circle") -> Line2D:
    """Return a point that a hand may move, once it is given to `handle`; it has a ring of paper.

    >>> from widgets.drawing import chart, picture
    >>> axes = chart(picture(300), (44, 28, 380, 240), (-3, 3), (-1, 2))
    >>> point(axes, role.first, "square").get_marker()
    's'
    """
    marker, part = _SHAPES[shape]
    return _dot(axes, marker, 2 * _BODY * part + _RING, color, (role.paper, _RING))


def spot(axes: Axes, color: str, shape: str = "circle", *, hollow: bool = False) -> Line2D:
    """Return a point that nobody moves; a place that was found is hollow.

    >>> from widgets.drawing import chart, picture
    >>> axes = chart(picture(300), (44, 28, 380, 240), (-3, 3), (-1, 2))
    >>> spot(axes, role.child, hollow=True).get_markeredgecolor() == role.child
    True
    """
    marker, part = _SHAPES[shape]
    if hollow:
        return _dot(axes, marker, 2 * _SPOT * part, role.paper, (color, 1.8))
    return _dot(axes, marker, 2 * _SPOT * part + 1.5, color, (role.paper, 1.5))


def _dot(axes: Axes, marker: str, size: float, color: str, edge: tuple[str, float]) -> Line2D:
    (line,) = axes.plot(
        [],
        [],
        marker,
        ms=size,
        color=color,
        mec=edge[0],
        mew=edge[1],
        zorder=POINTS,
        clip_on=False,
    )
    return line
