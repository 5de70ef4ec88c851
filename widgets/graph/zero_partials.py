"""`ZeroPartials`: how much of what forward mode computes is zero (Figures B.8 and B.9)."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text

from adlite.programs import letters

from ..drawing import (
    HAIR,
    ON_WASH,
    SUBJECT,
    THIN,
    TICK,
    WIDTH,
    WORDS,
    ground,
    picture,
    role,
    width_of,
)
from ..functions import Drawing, FunctionExplorer, FunctionOfMany, Tape, count_slider
from ..live import Heading, Line, Row, Seen, Update, counted, say

_MOST, _NODES = 64, 300
Point = tuple[float, float]
Stroke = tuple[Point, Point]
# The picture, in units.
_HEIGHT, _LEFT, _TOP, _TALL, _ROOM, _GAP = 362, 41, 300, 224, 418, 28
_CELL, _WIDEST = 38, 52
# Where words above the map stand, from its top; and how wide a column is that has a name.
_NODES_UP, _GROUPS_UP, _MODE_UP, _NAMED = 5, 25, 47, 26


def sum_of_squares(*w: Any) -> Any:
    """Return w1² + ... + wN², added up in pairs, the pairs in pairs, and so on."""
    terms = [x**2 for x in w]
    while len(terms) > 1:
        pairs = [a + b for a, b in zip(terms[::2], terms[1::2], strict=False)]
        terms = pairs + terms[2 * len(pairs) :]
    return terms[0]


class ZeroPartials(FunctionExplorer):
    """See which entries of forward mode's gradients are zero, for a sum of N squares or another g.

    `g` is a function `g(*w)` of any number of inputs, or of a fixed one, or a formula such as
    "w1*w2 + sin(w3)". Left as it is, it is w1² + ... + wN², added up in pairs. N goes over the
    numbers of inputs, up to 64, that g takes; where there is only one, there is no slider. The
    graph may have 300 nodes.

    Forward mode keeps at each node the N derivatives by all inputs: a column of the map. Reverse
    mode keeps one adjoint. Zeros are counted in a sweep over the graph, at w1 = 1, w2 = 2, ...

    Raises:
        InputError: `g` cannot be taken apart into at most 300 nodes, or N is not a number.

    >>> print(ZeroPartials(N=2).sentence)
    For N = 2 inputs forward mode keeps 2 derivatives at each of 5 nodes: 10 numbers, 4 of them \
zero (40 in 100). Reverse mode keeps one adjoint at each node: 5 numbers, none of them \
zero.
    >>> print(ZeroPartials("w1*w2 + sin(w3)").sentence.split(". ")[0])
    For N = 3 inputs, at w1 = 1, w2 = 2, w3 = 3, forward mode keeps 3 derivatives at each of 6 \
nodes: 18 numbers, 9 of them zero (50 in 100)

    Source: Figures B.8 and B.9, Example B.7.

    """

    formula_label, formula_example = "g(w1, w2, …)", "sin(w1)*w2"

    def __init__(
        self,
        g: Callable[..., Any] | str = sum_of_squares,
        *,
        N: int | None = None,
        title: str = "How much of forward mode's work is zero?",
    ):
        self.title = title
        super().__init__(g, N=N)

    def drawing(self, g: Callable[..., Any] | str, N: Any = None) -> Drawing:
        """Return all that depends on g."""
        new = _squares() if g is sum_of_squares else _taken_apart(g)
        controls = count_slider("N", "N inputs", new.taken, 4, N)
        return Drawing(new, *_picture(new), new.formula, controls)


def _taken_apart(g: Callable[..., Any] | str) -> FunctionOfMany:
    return FunctionOfMany(g, inputs=_MOST, nodes=_NODES)


@cache
def _squares() -> FunctionOfMany:
    return _taken_apart(sum_of_squares)


@lru_cache(maxsize=4 * _MOST)
def sweep_both_ways(tape: Tape) -> tuple[np.ndarray, np.ndarray]:
    """Return what both modes keep: a gradient for each node, as columns, and the adjoints.

    >>> g = FunctionOfMany(sum_of_squares, inputs=2, nodes=5)
    >>> gradients, adjoints = sweep_both_ways(g.tape(2))
    >>> gradients
    array([[1., 0., 2., 0., 2.],
           [0., 1., 0., 4., 4.]])
    >>> adjoints
    array([2., 4., 1., 1., 1.])
    """
    gradients = np.eye(tape.inputs, len(tape.arrows))
    adjoints = np.zeros(len(tape.arrows))
    adjoints[tape.outputs] = 1.0
    with np.errstate(all="ignore"):
        for child, arrows in enumerate(tape.arrows):
            for parent, slope in arrows:
                gradients[:, child] += slope * gradients[:, parent]
        for child, arrows in reversed([*enumerate(tape.arrows)]):
            for parent, slope in arrows:
                adjoints[parent] += adjoints[child] * slope
    return gradients, adjoints


def _picture(g: FunctionOfMany) -> tuple[Figure, Update]:
    figure = picture(_HEIGHT)
    axes = ground(figure, (0, 0, WIDTH, _HEIGHT))
    axes.set(xlim=(0, WIDTH), ylim=(0, _HEIGHT))
    forward, reverse = _Cells(axes), _Cells(axes)
    (bounds,) = axes.plot([], [], color=role.ink, lw=THIN, zorder=SUBJECT)
    groups = _texts(axes, 3, ha="center")
    names = _texts(axes, _ROOM // _NAMED, ha="center")
    rows = _texts(axes, 4, ha="right", va="center")
    kinds = _texts(axes, 1)
    modes = _texts(axes, 2, color=role.faint)

    def update(N: float = g.taken[0]) -> Seen:
        n = g.nearest(N)
        tape = g.tape(n)
        gradients, adjoints = sweep_both_ways(tape)
        nodes = len(adjoints)
        defined = tape.finite and np.isfinite(gradients).all() and np.isfinite(adjoints).all()
        high = min(_CELL, _TALL / n)
        wide = min(_WIDEST, _ROOM / nodes)
        right, bottom = _LEFT + nodes * wide, _TOP - n * high
        forward.show(gradients, _TOP, wide, high, defined)
        reverse.show(adjoints[None], bottom - _GAP, wide, high, defined)
        words = _groups(g, n, nodes) if defined else []
        squares = words if g is _squares() else []
        edges = [_LEFT + wide * n * i for i in range(1, max(len(squares), 2)) if i * n < nodes]
        bounds.set_data(*_strokes([((x, _TOP + 20), (x, bottom)) for x in edges]))
        bounds.set_visible(bool(defined and edges))
        ends = [_LEFT, *edges, right]
        centres = [(a + b) / 2 for a, b in zip(ends, ends[1:], strict=False)]
        up = _TOP + _GROUPS_UP
        _write(groups, [(x, up, s) for x, s in zip(centres, squares, strict=False)])
        _write(kinds, [] if squares else [(_LEFT, up, s) for s in words])
        if not defined:
            _write(names, [])
            _write(rows, [])
            why = f"there is no number at {_point(tape)}"
            _write(modes, [(_LEFT, _TOP, why)])
            return Seen(f"For N = {n} nothing can be counted: in g or its derivatives {why}.")
        over = (
            "forward mode: how each node changes with each input",
            "reverse mode: one adjoint each",
        )
        heights = _TOP + _MODE_UP, bottom - _GAP + 6
        _write(modes, [(_LEFT, y, s) for y, s in zip(heights, over, strict=True)])
        called = (*tape.names, *letters(nodes - n, tape.names)) if wide >= _NAMED else ()
        up = _TOP + _NODES_UP
        _write(names, [(_LEFT + (i + 0.5) * wide, up, s) for i, s in enumerate(called)])
        shown = range(n) if n <= 4 else (0, n - 1)
        down = np.clip([(i + 0.5) * high for i in shown], 8, n * high - 8)
        labels = [tape.names[i] for i in shown]
        _write(rows, [(_LEFT - 6, _TOP - y, s) for y, s in zip(down, labels, strict=True)])
        zeros = int((gradients == 0).sum())
        kept = {"forward": _zeros_among(gradients), "reverse": _zeros_among(adjoints)}
        where = f"each of {nodes} nodes" if nodes > 1 else "the only node"
        # At another point other derivatives may be 0, but not of a sum of squares.
        at = "" if g is _squares() else f", at {_point(tape)},"
        sentence = (
            f"For N = {n} input{'s' * (n > 1)}{at} forward mode keeps {n} "
            f"derivative{'s' * (n > 1)} at {where}: {', '.join(kept['forward'])}"
            f"{f' ({100 * zeros / gradients.size:.0f} in 100)' if zeros else ''}. Reverse mode "
            f"keeps one adjoint at each node: {', '.join(kept['reverse'])}."
        )
        return Seen(sentence, _rows(forward, gradients, adjoints))

    return figure, update


def _rows(cells: "_Cells", *both: np.ndarray) -> list[Line]:
    """Return how many numbers either mode keeps, and how many of them are zero."""
    zeros = [int((entries == 0).sum()) for entries in both]
    sizes = [entries.size for entries in both]
    filled = [size - zero for size, zero in zip(sizes, zeros, strict=True)]
    parts = [100 * zero / size for zero, size in zip(zeros, sizes, strict=True)]
    return [
        Heading("numbers kept", "forward", "reverse"),
        Row("not zero", *(f"{x:,}" for x in filled), like=cells.filled),
        Row("zero", *(f"{x:,}" for x in zeros), like=cells.ground),
        Row("in all", *(f"{x:,}" for x in sizes), total=True),
        Row("zero in 100", *(f"{x:.0f}" for x in parts)),
    ]


def _groups(g: FunctionOfMany, n: int, nodes: int) -> list[str]:
    """Return the names of the groups of columns; in one text, unless they are known to be wide."""
    if g is _squares():
        return [f"input{'s' * (n > 1)}", f"square{'s' * (n > 1)}", f"sum{'s' * (n > 2)}"]
    rest = nodes - n
    more = f", then {rest} computed node{'s' * (rest > 1)}" if rest else ""
    return [f"{n} input{'s' * (n > 1)}{more}"]


def _point(tape: Tape) -> str:
    first = [f"{name} = {i}" for i, name in enumerate(tape.names[:3], 1)]
    return ", ".join([*first, *["and so on"] * (tape.inputs > 3)])


class _Cells:
    """A map of numbers: a cell for each, filled if not zero; large cells show theirs."""

    def __init__(self, axes: Axes):
        self.ground: Any = axes.add_patch(
            PathPatch(_boxes([(0, 0, 1, 1)]), fc=role.band, ec=role.axis, lw=HAIR)
        )
        self.filled: Any = axes.add_patch(PathPatch(_boxes([(0, 0, 1, 1)]), fc=role.first, lw=0))
        (self.grid,) = axes.plot([], [], color=role.paper, lw=HAIR)
        style: Any = {"ha": "center", "va": "center_baseline", **ON_WASH}
        self.numbers = _texts(axes, 48, color=role.node_ink, **style)

    def show(
        self, entries: np.ndarray, top: float, wide: float, high: float, seen: bool = True
    ) -> None:
        """Draw the entries from the top left corner on, rows downward, if they can be seen."""
        rows, columns = entries.shape
        right, bottom = _LEFT + columns * wide, top - rows * high
        whole: Any = [(_LEFT, bottom, columns * wide, rows * high)]
        column, start, end = _runs(entries != 0)
        filled = np.transpose(
            [_LEFT + column * wide, top - end * high, 0 * column + wide, (end - start) * high]
        )
        for patch, boxes in ((self.ground, whole), (self.filled, filled)):
            patch.set_path(_boxes(boxes))
            patch.set_visible(bool(seen))
        # Lines between very narrow cells would hide them.
        x = [_LEFT + j * wide for j in range(1, columns)] if wide > 5 else []
        y = [top - i * high for i in range(1, rows)] if high > 5 else []
        strokes = [((a, top), (a, bottom)) for a in x] + [((_LEFT, b), (right, b)) for b in y]
        self.grid.set_data(*_strokes(strokes))
        self.grid.set_visible(bool(seen and strokes))
        _write(
            self.numbers,
            [
                (_LEFT + (j + 0.5) * wide, top - (i + 0.5) * high, _in_cell(x, wide))
                for (i, j), x in np.ndenumerate(entries)
                if x
            ]
            if seen and wide >= _CELL == high
            else [],
        )


def _in_cell(x: float, wide: float) -> str:
    """Return a number if it fits into a cell."""
    text = say(x, 2)
    return text if 1.22 * width_of(text, TICK) < wide else "…"


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


def _strokes(strokes: list[Stroke]) -> tuple[list[float], list[float]]:
    """Return the coordinates of separate strokes as those of one line."""
    x = [v for (a, _), (b, _) in strokes for v in (a, b, np.nan)]
    y = [v for (_, a), (_, b) in strokes for v in (a, b, np.nan)]
    return x, y


def _texts(axes: Axes, count: int, color: str = role.ink, **style: Any) -> list[Text]:
    kept: Any = {"fontsize": TICK, "parse_math": False, "visible": False, "zorder": WORDS}
    return [axes.text(_LEFT, _TOP, "", color=color, **kept, **style) for _ in range(count)]


def _write(texts: list[Text], places: list[tuple[float, float, str]]) -> None:
    """Put words in their places, and hide the texts that are left over."""
    for text, (x, y, words) in zip(texts, places, strict=False):
        text.set(position=(x, y), text=words)
    for i, text in enumerate(texts):
        text.set_visible(i < len(places))


def _zeros_among(entries: np.ndarray) -> tuple[str, str]:
    """Say how many numbers there are, and how many of them are zero."""
    zeros = int((entries == 0).sum())
    return counted(entries.size, "number"), f"{f'{zeros:,}' if zeros else 'none'} of them zero"
