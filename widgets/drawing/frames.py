"""A picture, and axes in it: a line below, few numbers, hairlines at the heights."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..live import say
from .style import GUIDES, HAIR, NAME, TICK, WIDTH, role
from .words import note

Box = tuple[float, float, float, float]
Limits = tuple[float, float]


def picture(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure, its size in units; the page is its paper.

    >>> picture(300).get_size_inches() * 72
    array([460., 300.])
    """
    return Figure(figsize=(width / 72, height / 72), facecolor="none")


def chart(
    figure: Figure, box: Box, xlim: Limits, ylim: Limits, xname: str = "w", yname: str = "g"
) -> Axes:
    """Return axes in a figure; `box` is left, bottom, width and height in units.

    The name of x stands at the right end of its line, that of y above the highest number: leave
    30 units at the right, 24 above, 28 below and 44 at the left.

    >>> axes = chart(picture(300), (44, 28, 380, 240), (-3, 3), (-1, 2))
    >>> [text.get_text() for text in axes.get_xticklabels()]
    ['−3', '−2', '−1', '0', '1', '2', '3']
    """
    axes = figure.add_axes(_in_parts(figure, box), facecolor="none")
    axes.set(xlim=xlim, ylim=ylim)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set(color=role.axis, linewidth=HAIR)
    axes.tick_params(labelsize=TICK, labelcolor=role.faint, color=role.axis, width=HAIR)
    axes.tick_params(axis="x", length=4, pad=5)
    axes.tick_params(axis="y", length=0, pad=6)
    mark(axes.xaxis, few(*xlim, 6))
    mark(axes.yaxis, few(*ylim, 4))
    axes.grid(axis="y", color=role.grid, linewidth=HAIR, zorder=GUIDES)
    axes.set_axisbelow(True)
    ends: Any = axes.transAxes
    note(axes, 1, 0, xname, 9, 0, size=NAME, ha="left", va="center", coords=ends)
    note(axes, 0, 1, yname, -6, 8, size=NAME, ha="right", va="bottom", coords=ends)
    return axes


def ground(figure: Figure, box: Box) -> Axes:
    """Return axes with neither lines nor numbers; `box` is in units.

    >>> ground(picture(100), (46, 0, 230, 100)).get_position()
    Bbox([[0.1, 0.0], [0.6, 1.0]])
    """
    axes = figure.add_axes(_in_parts(figure, box))
    axes.set_axis_off()
    return axes


def _in_parts(figure: Figure, box: Box) -> Box:
    """Return a box in parts of the figure, as Matplotlib wants it."""
    width, height = figure.get_size_inches() * 72
    left, bottom, wide, high = box
    return left / width, bottom / height, wide / width, high / height


def few(low: float, high: float, most: int) -> list[float]:
    """Return at most `most + 1` round numbers between two.

    >>> few(-3, 3, 4)
    [-2.0, 0.0, 2.0]
    """
    ticks = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    room = 1e-9 * (high - low)
    return [float(tick) for tick in ticks if low - room <= tick <= high + room]


def mark(axis: Any, values: Sequence[float]) -> None:
    """Let numbers stand at an axis at these values and nowhere else; "10⁻⁸", never "1e-08".

    >>> axes = chart(picture(300), (44, 28, 380, 240), (-16, 0), (-1, 2))
    >>> axes.set_xscale("log")
    >>> axes.set_xlim(1e-16, 1)
    (1e-16, 1)
    >>> mark(axes.xaxis, [1e-16, 1e-8, 1])
    >>> [text.get_text() for text in axes.get_xticklabels()]
    ['10⁻¹⁶', '10⁻⁸', '1']
    """
    axis.set_ticks(list(values), [say(value) for value in values])
    axis.set_ticks([], minor=True)
