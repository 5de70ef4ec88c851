"""`Flattening`: where each entry of a, b and C stands in one vector w (Figure B.16)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
from autograd.misc.flatten import flatten_func as flatten_func_of_autograd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

import adlite

from .live import Live, choice, linear, say
from .palette import CHILD, FAINT, PARENT

_LONGEST_B, _MOST_ROWS, _MOST_COLUMNS = 4, 3, 3
_MOST = 1 + _LONGEST_B + _MOST_ROWS * _MOST_COLUMNS
_SHOWN = ("names", "values", "the fixed s", "the gradient")
_TINT = {"a": "#dddddd", "b": "#cfe0f7", "C": "#fbeaa6"}
_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# The picture, in tenths of an inch: cells, and the upper left corners of a, b, C and w.
_WIDTH, _HEIGHT, _CELL, _TALL = 84, 42, 5.6, 3.4
_CORNER = {"a": (3, 32.6), "b": (12.6, 32.6), "C": (22.2, 32.6), "w": (3, 9.5)}
_RIGHT, _BEND = 44, 14.3


class Flattening(Live):
    """Pick an entry of a number a, a vector b and a matrix C, and see its place in w, and back.

    The function is the one of (B.72), g = (a + r·b + z·C·y)², with r = (1, 2, 3, 4), z and
    y = (1, 3, 5), each as far as the shapes need; for the chapter's shapes it is (s·w)² with
    s = (1, 1, 2, 1, 3, 3, 9). `k` counts the entries of w from 1, as the chapter does. `shown` is
    what the cells say: "names", "values", "the fixed s" or "the gradient". The order and the
    gradient are adlite's, and are checked against autograd's `flatten_func`.

    Raises:
        InputError: a value that is no number, or not one of the choices.

    >>> print(Flattening(k=6).sentence)
    c₂₁, in row 2 and column 1 of C, is w₆, after a, the 2 entries of b and 2 entries of C. In \
Python it is w[5]. Its value is 0.6 and the slope of g along it is 65.4. adlite and autograd \
agree. The cells show names.

    Source: Eqs. B.72 to B.75, Figure B.16, Example B.14.

    """

    def __init__(
        self,
        *,
        k: int = 6,
        length: int = 2,
        rows: int = 2,
        columns: int = 2,
        shown: str = "names",
        title: str = r"Three inputs, one vector:  $g = (a + r^T b + z^T C\,y)^2$",
    ):
        super().__init__(
            *_picture(title),
            shown=choice(_SHOWN, "the cells show", shown),
            length=linear(1, _LONGEST_B, 1, "length of b", length),
            rows=linear(1, _MOST_ROWS, 1, "rows of C", rows),
            columns=linear(1, _MOST_COLUMNS, 1, "columns of C", columns),
            k=linear(1, _MOST, 1, "entry of w", k),
        )


@dataclass(frozen=True)
class Flat:
    """What flattening gives for one choice of shapes."""

    entries: tuple[tuple[str, int, int], ...]
    values: tuple[float, ...]
    s: tuple[float, ...]
    gradient: tuple[float, ...]
    agrees: bool

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """What the cells may show, in the order of w."""
        names = [_name(*entry) for entry in self.entries]
        numbers = ([say(x) for x in row] for row in (self.values, self.s, self.gradient))
        return dict(zip(_SHOWN, (names, *numbers), strict=True))


@cache
def flat(length: int, rows: int, columns: int) -> Flat:
    """Return the order that `adlite.flatten` gives, and what s and the gradient are in it.

    >>> found = flat(2, 2, 2)
    >>> [_name(*entry) for entry in found.entries]
    ['a', 'b₁', 'b₂', 'c₁₁', 'c₁₂', 'c₂₁', 'c₂₂']
    >>> found.words["the fixed s"], found.words["the gradient"]
    (['1', '1', '2', '1', '3', '3', '9'], ['21.8', '21.8', '43.6', '21.8', '65.4', '65.4', '196.2'])
    """
    r, z, y = np.arange(1.0, length + 1), 2.0 * np.arange(rows) + 1, 2.0 * np.arange(columns) + 1

    def inner(weights: Any) -> Any:
        a, b, C = weights
        return a + anp.dot(r, b) + anp.dot(anp.dot(z, C), y)

    def g(weights: Any) -> Any:
        return inner(weights) ** 2

    size = 1 + length + rows * columns
    # Each entry says its own place in its part, so that the order is found and not assumed.
    in_C = np.arange(1.0 * rows * columns).reshape(rows, columns)
    places: list[Any] = [0.0, np.arange(1.0 * length), in_C]
    parts = [np.full(np.shape(place), float(i)) for i, place in enumerate(places)]
    order = zip(adlite.flatten(parts)[0], adlite.flatten(places)[0], strict=True)
    entries = tuple(
        ("abC"[int(part)], *((int(i), 0) if part < 2 else divmod(int(i), columns)))
        for part, i in order
    )
    weights = adlite.flatten(places)[1](np.arange(1.0, size + 1) / 10)
    g_flat, _, w = adlite.flatten_func(g, weights)
    gradient, s = (adlite.grad(f)(w) for f in (g_flat, adlite.flatten_func(inner, weights)[0]))
    theirs, _, their_w = flatten_func_of_autograd(g, weights)
    slopes = autograd.grad(lambda w: theirs(w)[0])(their_w)
    agrees = np.array_equal(w, their_w) and np.allclose(gradient, slopes, rtol=1e-12)
    return Flat(entries, tuple(w.tolist()), tuple(s.tolist()), tuple(gradient.tolist()), agrees)


def _name(part: str, i: int, j: int) -> str:
    if part == "a":
        return "a"
    place = f"{i + 1}{j + 1}" if part == "C" else f"{i + 1}"
    return part.lower() + place.translate(_LOW)


def _picture(title: str) -> tuple[Figure, Callable[..., str]]:
    figure = Figure(figsize=(_WIDTH / 10, _HEIGHT / 10))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, _WIDTH), ylim=(0, _HEIGHT))
    axes.axis("off")
    axes.text(3, 38.6, title, fontsize=12)
    cells, panel = _Cells(axes), _Panel(axes)
    (link,) = axes.plot([], [], color=FAINT, lw=1.5, ls=(0, (4, 2)), zorder=0)
    (source,) = axes.plot([], [], color=PARENT, lw=3, zorder=4)
    (target,) = axes.plot([], [], color=CHILD, lw=3, zorder=4)

    def update(shown: str, length: float, rows: float, columns: float, k: float) -> str:
        shapes = int(length), int(rows), int(columns)
        found, at = flat(*shapes), int(k) - 1
        cells.show(found, shown)
        there = at < len(found.entries)
        for line in (link, source, target):
            line.set_visible(there)
        if not there:
            panel.write([f"there is no {_w(at)}", *[""] * 7])
            return (
                f"There is no {_w(at)}: with {shapes[0]} in b and {shapes[1]} × {shapes[2]} in C, "
                f"w has {len(found.entries)} entries."
            )
        entry = found.entries[at]
        left, top = _place(*entry)
        right, up = _CORNER["w"][0] + at * _CELL, _CORNER["w"][1]
        source.set_data(*_box(left, top).T)
        target.set_data(*_box(right, up).T)
        ends = left + _CELL / 2, right + _CELL / 2
        link.set_data([ends[0], *ends, ends[1]], [top - _TALL / 2, _BEND, _BEND, up - _TALL / 2])
        panel.write(_words(found, shapes, at))
        return f"{_sentence(found, shapes, at)} The cells show {shown.replace('the fixed ', '')}."

    return figure, update


def _w(at: int) -> str:
    return "w" + str(at + 1).translate(_LOW)


def _place(part: str, i: int, j: int) -> tuple[float, float]:
    """Return the upper left corner of an entry's cell."""
    x, y = _CORNER[part]
    return x + j * _CELL, y - i * _TALL


def _box(x: float, y: float) -> np.ndarray:
    right, low = x + _CELL, y - _TALL
    return np.array([(x, y), (right, y), (right, low), (x, low), (x, y)])


class _Cells:
    """The cells of a, b and C, and those of w, tinted by the part that they come from."""

    def __init__(self, axes: Axes):
        for part, (x, y) in _CORNER.items():
            axes.text(x, y + 1, part, fontsize=12, style="italic")
        places = [("a", 0, 0), *(("b", i, 0) for i in range(_LONGEST_B))]
        places += [("C", i, j) for i in range(_MOST_ROWS) for j in range(_MOST_COLUMNS)]
        self.entries = {place: _cell(axes, place[0], *_place(*place)) for place in places}
        x, y = _CORNER["w"]
        # An entry of w may come from b or from C: there is a cell for each.
        self.row = {
            (part, at): _cell(axes, part, x + at * _CELL, y)
            for part, ats in (("a", [0]), ("b", range(1, _LONGEST_B + 1)), ("C", range(2, _MOST)))
            for at in ats
        }
        self.numbers = [
            axes.text(x + (at + 0.5) * _CELL, y - _TALL - 1.6, _w(at), fontsize=10, color=FAINT,
                      ha="center", va="center") for at in range(_MOST)
        ]  # fmt: skip

    def show(self, found: Flat, shown: str) -> None:
        """Show as many cells as there are entries, and write into them."""
        words = found.words[shown]
        said = dict(zip(found.entries, words, strict=True))
        in_row = {(entry[0], at): words[at] for at, entry in enumerate(found.entries)}
        cells: dict[Any, tuple]
        known: dict[Any, str]
        both: Any = ((self.entries, said), (self.row, in_row))
        for cells, known in both:
            for place, (patch, text) in cells.items():
                patch.set_visible(place in known)
                text.set_visible(place in known)
                text.set_text(known.get(place, "–"))
        for at, number in enumerate(self.numbers):
            number.set_visible(at < len(words))


def _cell(axes: Axes, part: str, x: float, y: float) -> tuple:
    patch = axes.add_patch(Polygon(_box(x, y), fc=_TINT[part], ec="0.3", lw=1))
    middle = x + _CELL / 2, y - _TALL / 2
    return patch, axes.text(*middle, "", fontsize=10, ha="center", va="center")


class _Panel:
    """The entry picked, in words and numbers."""

    _ROWS = ("the entry", "its place", "there", "", "and back", "its value", "its s", "its slope")

    def __init__(self, axes: Axes):
        for i, name in enumerate(self._ROWS):
            axes.text(_RIGHT, 33.6 - 2.4 * i, name, fontsize=10, color=FAINT)
        self.texts = [
            axes.text(_RIGHT + 9, 33.6 - 2.4 * i, "", fontsize=10) for i in range(len(self._ROWS))
        ]

    def write(self, words: list[str]) -> None:
        for text, line in zip(self.texts, words, strict=True):
            text.set_text(line)


def _words(found: Flat, shapes: tuple[int, int, int], at: int) -> list[str]:
    """Return what the panel says about an entry."""
    (part, i, j), k = found.entries[at], at + 1
    length, _, columns = shapes
    where = {"a": "", "b": f": entry {i + 1} of b", "C": f": row {i + 1}, column {j + 1} of C"}
    there, counted, back = {
        "a": ("1", "a comes first", "1: a"),
        "b": (f"1 + {i + 1} = {k}", f"1 for a, then entry {i + 1}", f"{k} − 1 = {i + 1}"),
        "C": (
            f"1 + {length} + {i} · {columns} + {j + 1} = {k}",
            f"a, b, {i} full row{'s' * (i != 1)} of {columns}, then column {j + 1}",
            f"{k} − 1 − {length} = {k - 1 - length} = {i} · {columns} + {j + 1}",
        ),
    }[part]
    return [_name(part, i, j) + where[part], f"{_w(at)}, in Python w[{at}]", there, counted, back,
            say(found.values[at]), say(found.s[at]), say(found.gradient[at])]  # fmt: skip


def _sentence(found: Flat, shapes: tuple[int, int, int], at: int) -> str:
    """Say which entry is picked, and where it is in w."""
    part, i, j = found.entries[at]
    length, _, columns = shapes
    all_of_b = f"the {length} entries of b" if length > 1 else "the entry of b"
    if part == "a":
        start = "The number a comes first: it is w₁"
    elif part == "b":
        start = f"{_name(part, i, j)} is {_w(at)}, after a{_more(i, 'b')}"
    else:
        start = (
            f"{_name(part, i, j)}, in row {i + 1} and column {j + 1} of C, is {_w(at)}, "
            f"after a, {all_of_b}{_more(i * columns + j, 'C')}"
        )
    verdict = "adlite and autograd agree." if found.agrees else "adlite and autograd differ."
    return (
        f"{start}. In Python it is w[{at}]. Its value is {say(found.values[at])} and the slope of "
        f"g along it is {say(found.gradient[at])}. {verdict}"
    )


def _more(count: int, part: str) -> str:
    return f" and {count} entr{'y' if count == 1 else 'ies'} of {part}" if count else ""
