"""`ZeroPartials`: how much of what forward mode computes is zero (Figures B.8 and B.9)."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

import adlite
from adlite.programs import recorded

from .live import Live, linear
from .palette import FAINT, FIRST_ORDER

_MOST = 64
# The picture, in tenths of an inch.
_WIDTH, _HEIGHT, _LEFT, _TOP, _TALL, _CELL, _GAP = 84, 42, 7, 32.5, 20, 5, 4


class ZeroPartials(Live):
    """See which entries of forward mode's gradients are zero, for a sum of N squares.

    The function is g = w1² + ... + wN², added up in pairs. Forward mode keeps at each node of its
    graph the N derivatives by all inputs: a column of the map. Reverse mode keeps one adjoint.
    Zeros are counted in a sweep over the graph, at w1 = 1, w2 = 2, ...

    Raises:
        InputError: N is not a number.

    >>> print(ZeroPartials(N=2).sentence)
    For N = 2 inputs forward mode keeps 2 derivatives at each of 5 nodes: 10 numbers, 4 of them \
zero (40 in 100). Reverse mode keeps one adjoint at each node: 5 numbers, none of them \
zero.

    Source: Figures B.8 and B.9, Example B.7.

    """

    def __init__(self, N: int = 4, *, title: str = "How much of forward mode's work is zero?"):
        super().__init__(*_picture(title), N=linear(1, _MOST, 1, "N, the number of inputs", N))


def sum_of_squares(*w: Any) -> Any:
    """Return w1² + ... + wN², added up in pairs, the pairs in pairs, and so on."""
    terms = [x**2 for x in w]
    while len(terms) > 1:
        pairs = [a + b for a, b in zip(terms[::2], terms[1::2], strict=False)]
        terms = pairs + terms[2 * len(pairs) :]
    return terms[0]


@cache
def swept(inputs: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what both modes keep: a gradient for each node, as columns, and the adjoints.

    >>> gradients, adjoints = swept(2)
    >>> gradients
    array([[1., 0., 2., 0., 2.],
           [0., 1., 0., 4., 4.]])
    >>> adjoints
    array([2., 4., 1., 1., 1.])
    """
    w = np.arange(1.0, inputs + 1)
    trace, _, _ = recorded(sum_of_squares, tuple(w), "graph")
    column = {id(node): i for i, node in enumerate(trace.nodes)}
    arrows = []
    node: Any
    for i, node in enumerate(trace.nodes[inputs:], inputs):
        values = [x.value if id(x) in column else x for x in node.args]
        for x, partial in zip(node.args, node.primitive.partials, strict=True):
            if id(x) in column:
                arrows.append((column[id(x)], i, partial(node.value, *values)))
    gradients = np.hstack([np.eye(inputs), np.zeros((inputs, len(column) - inputs))])
    for parent, child, slope in arrows:
        gradients[:, child] += slope * gradients[:, parent]
    adjoints = np.zeros(len(column))
    adjoints[-1] = 1.0
    for parent, child, slope in reversed(arrows):
        adjoints[parent] += adjoints[child] * slope
    return gradients, adjoints


def _picture(title: str) -> tuple[Figure, Callable[..., str]]:
    figure = Figure(figsize=(_WIDTH / 10, _HEIGHT / 10))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, _WIDTH), ylim=(0, _HEIGHT))
    axes.axis("off")
    axes.text(_LEFT, 39, title, fontsize=12)
    _legend(axes)
    forward, reverse = _Cells(axes), _Cells(axes)
    (bounds,) = axes.plot([], [], color="black", lw=1.2, ls=(0, (4, 2)))
    groups = _texts(axes, 3, fontsize=9.5, ha="center")
    names = _texts(axes, 11, fontsize=9.5, ha="center", style="italic")
    rows = _texts(axes, 4, fontsize=9.5, ha="right", va="center", style="italic")
    counts = _texts(axes, 6, fontsize=10)

    def update(N: float) -> str:
        n = int(N)
        gradients, adjoints = swept(n)
        nodes, cell = len(adjoints), min(_CELL, _TALL / n)
        right, bottom = _LEFT + nodes * cell, _TOP - n * cell
        forward.show(gradients, _TOP, cell)
        reverse.show(adjoints[None], bottom - _GAP, cell)
        edges = [_LEFT + cell * n, _LEFT + 2 * cell * n][: 1 + (n > 1)]
        bounds.set_data(*_strokes([((x, _TOP + 3), (x, bottom - _GAP - cell)) for x in edges]))
        ends = [_LEFT, *edges, right]
        centres = [(a + b) / 2 for a, b in zip(ends, ends[1:], strict=False)]
        sums = "sum" if n == 2 else "sums"
        words = ["input" if n == 1 else "inputs", "square" if n == 1 else "squares", sums]
        _write(groups, [(x, _TOP + 3.4, s) for x, s in zip(centres, words, strict=False)])
        _write(names, [(_LEFT + (i + 0.5) * cell, _TOP + 0.9, s) for i, s in enumerate(_names(n))])
        shown = range(n) if n <= 4 else (0, n - 1)
        down = np.clip([(i + 0.5) * cell for i in shown], 0.9, n * cell - 0.9)
        labels = [f"w{i + 1}" if n > 1 else "w" for i in shown]
        _write(rows, [(_LEFT - 1, _TOP - y, s) for y, s in zip(down, labels, strict=True)])
        zeros, rest = int((gradients == 0).sum()), int((adjoints == 0).sum())
        lines = ["forward mode:", f"{gradients.size:,} numbers,", f"{_count(zeros)} of them zero"]
        low = bottom - _GAP - 0.9
        _write(
            counts,
            [(right + 2, _TOP - 1.5 - 2 * i, line) for i, line in enumerate(lines)]
            + [(right + 2, low, "reverse mode:"), (right + 2, low - 2, f"{nodes} numbers,")]
            + [(right + 2, low - 4, f"{_count(rest)} of them zero")],
        )
        return (
            f"For N = {n} input{'s' * (n > 1)} forward mode keeps {n} derivative{'s' * (n > 1)} "
            f"at each of {nodes} nodes: {gradients.size:,} numbers, {_count(zeros)} of them "
            f"zero"
            f"{f' ({100 * zeros / gradients.size:.0f} in 100)' if zeros else ''}. Reverse mode "
            f"keeps one adjoint at each node: {nodes} numbers, {_count(rest)} of them zero."
        )

    return figure, update


class _Cells:
    """A map of numbers: a cell for each, filled if not zero; large cells show theirs."""

    def __init__(self, axes: Axes):
        self.ground: Any = axes.add_patch(
            PathPatch(_boxes([(0, 0, 1, 1)]), fc="0.93", ec="0.45", lw=0.8)
        )
        self.filled: Any = axes.add_patch(PathPatch(_boxes([(0, 0, 1, 1)]), fc=FIRST_ORDER, lw=0))
        (self.grid,) = axes.plot([], [], color="white", lw=1)
        self.numbers = _texts(axes, 44, fontsize=9.5, ha="center", va="center")

    def show(self, entries: np.ndarray, top: float, cell: float) -> None:
        """Draw the entries from the top left corner on, rows downward."""
        rows, columns = entries.shape
        right, bottom = _LEFT + columns * cell, top - rows * cell
        whole: Any = [(_LEFT, bottom, columns * cell, rows * cell)]
        column, start, end = _runs(entries != 0)
        filled = np.transpose(
            [_LEFT + column * cell, top - end * cell, 0 * column + cell, (end - start) * cell]
        )
        for patch, boxes in ((self.ground, whole), (self.filled, filled)):
            patch.set_path(_boxes(boxes))
            patch.stale = True  # or else nobody hears that it moved
        x = [_LEFT + j * cell for j in range(1, columns)]
        y = [top - i * cell for i in range(1, rows)]
        strokes = [((a, top), (a, bottom)) for a in x] + [((_LEFT, b), (right, b)) for b in y]
        self.grid.set_data(*_strokes(strokes))
        self.grid.set_visible(cell > 0.9)
        _write(
            self.numbers,
            [
                (_LEFT + (j + 0.5) * cell, top - (i + 0.5) * cell, f"{entries[i, j]:g}")
                for i, j in np.ndindex(entries.shape)
            ]
            if cell == _CELL
            else [],
        )


def _runs(filled: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the column, start and end of each run of True down the columns."""
    changes = np.diff(filled.T.astype(int), axis=1, prepend=0, append=0)
    column, start = np.nonzero(changes == 1)
    return column, start, np.nonzero(changes == -1)[1]


def _boxes(boxes: Any) -> Path:
    x, y, a, b = np.transpose(boxes)
    corners = np.stack([[x, x + a, x + a, x, x], [y, y, y + b, y + b, y]]).T
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(corners.reshape(-1, 2), codes * len(boxes))


def _strokes(strokes: list) -> tuple[list, list]:
    """Return the coordinates of separate strokes as those of one line."""
    x = [v for (a, _), (b, _) in strokes for v in (a, b, np.nan)]
    y = [v for (_, a), (_, b) in strokes for v in (a, b, np.nan)]
    return x, y


def _texts(axes: Axes, count: int, **style: Any) -> list:
    return [axes.text(_LEFT, _TOP, "", visible=False, **style) for _ in range(count)]


def _write(texts: list, places: list[tuple[float, float, str]]) -> None:
    """Put words in their places, and hide the texts that are left over."""
    for text, (x, y, words) in zip(texts, places, strict=False):
        text.set(position=(x, y), text=words)
    for i, text in enumerate(texts):
        text.set_visible(i < len(places))


@cache
def _names(inputs: int) -> tuple[str, ...]:
    """Return the nodes' names in the chapter, for graphs small enough to show them."""
    if inputs > 4:
        return ()
    return tuple(v.name for v in adlite.graph(sum_of_squares, *np.ones(inputs)))


def _count(number: int) -> str:
    return f"{number:,}" if number else "none"


def _legend(axes: Axes) -> None:
    for x, color, words in ((_LEFT, FIRST_ORDER, "not zero"), (_LEFT + 14, "0.93", "zero")):
        axes.add_patch(Rectangle((x, 1), 1.6, 1.6, fc=color, ec="0.45", lw=0.8))
        axes.text(x + 2.6, 1.1, words, fontsize=9.5, color=FAINT)
    axes.text(
        _LEFT + 26, 1.1, "a column for each node, a row for each input", fontsize=9.5, color=FAINT
    )
