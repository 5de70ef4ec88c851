"""Level lines of a function of two inputs, seen from above."""

from typing import Any

import numpy as np
from contourpy import LineType, contour_generator
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..functions import FunctionOfTwo, axis_limits
from .frames import chart, mark
from .style import HAIR, NAME, role
from .surface import join_with_gaps, slider_values
from .words import note


def map_axes(figure: Figure, g: FunctionOfTwo, box: tuple[float, float, float, float]) -> Axes:
    """Return axes that show level lines of g from above, as large as `box`, in units, allows.

    Both inputs have the same scale, so that directions and right angles are true, unless one
    window is so much longer than the other that nothing could be seen.
    """
    left, bottom, width, height = box
    sides = np.array([high - low for low, high in g.windows])
    size = np.array([width, height])
    if sides.max() <= 4 * sides.min():
        size = sides * min(size / sides)
    wide, tall = size.tolist()
    place = (left + (width - wide) / 2, bottom + height - tall, wide, tall)
    axes = chart(figure, place, *g.windows, "", "")
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set(visible=True, color=role.axis, linewidth=HAIR)
    (left_end, right_end), (low, high) = g.windows
    mark(axes.xaxis, [left_end, right_end])
    mark(axes.yaxis, [low, high])
    one, other = axes.get_xticklabels()
    one.set_horizontalalignment("left")
    other.set_horizontalalignment("right")
    frame: dict[str, Any] = {"coords": axes.transAxes, "size": NAME}
    note(axes, 0.5, 0, g.labels[0], 0, -18, ha="center", **frame)
    note(axes, 0, 0.5, g.labels[1], -8, 0, ha="right", va="center", **frame)
    first, second = (slider_values(window) for window in g.windows)
    levels, values = level_heights(g), g.values(first[:, None], second[None, :])
    if levels:
        style: dict[str, Any] = {"colors": role.axis, "linewidths": 0.9, "linestyles": "solid"}
        axes.contour(first, second, np.ma.masked_invalid(values.T), levels, **style)
    return axes


def level_heights(g: FunctionOfTwo) -> list[float]:
    """Return round heights from the lowest to the highest, none for a constant.

    >>> level_heights(FunctionOfTwo("w1 + w2", (-1, 1)))[:3]
    [-2.4, -1.8, -1.2]
    """
    first, second = (slider_values(window) for window in g.windows)
    values = g.values(first[:, None], second[None, :])
    if np.nanmin(values) == np.nanmax(values):
        return []
    return [float(f"{x:.10g}") for x in MaxNLocator(8).tick_values(*axis_limits(values))]


def trace_levels(
    first: np.ndarray, second: np.ndarray, heights: np.ndarray, levels: list[float]
) -> np.ndarray:
    """Return the level lines of heights (a row for each second input) as one line with gaps.

    >>> trace_levels([0, 1], [0, 1], [[0, 2], [0, 2]], [1.0])[0]
    array([0.5, 0.5, nan])
    """
    if not np.isfinite(heights).all():
        return np.empty((2, 0))
    found = contour_generator(first, second, heights, line_type=LineType.ChunkCombinedNan)
    lines = [piece for level in levels for piece in found.lines(level)[0]]
    pieces = [piece.T for piece in lines if piece is not None]
    return join_with_gaps(pieces) if pieces else np.empty((2, 0))
