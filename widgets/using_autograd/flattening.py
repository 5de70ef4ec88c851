"""`Flattening`: where each entry of a, b and C stands in one vector w (Figure B.16)."""

from collections.abc import Callable
from functools import cache
from typing import Any

from matplotlib.figure import Figure

from ..drawing import WIDTH, ground, note, picture
from ..functions import Drawing, Explorer
from ..live import (
    Control,
    Heading,
    InputError,
    Line,
    Row,
    Seen,
    Update,
    choice,
    handle,
    integers,
    lowered,
    say,
)
from .entry_cells import HEIGHT, LONGEST_B, MOST, MOST_COLUMNS, MOST_ROWS, EntryCells
from .flattened_function import (
    SHOWN,
    FlattenedFunction,
    Shapes,
    entry_name,
    flattened,
    flattened_chapter_function,
)


class Flattening(Explorer):
    """Pick an entry of a number a, a vector b and a matrix C, and see its place in w, and back.

    `g` is a function of the list [a, b, C]; left out, it is the one of (B.72),
    g = (a + r·b + z·C·y)², with r = (1, 2, 3, 4), z and y = (1, 3, 5), each as far as the shapes
    need. For the chapter's shapes that is (s·w)² with s = (1, 1, 2, 1, 3, 3, 9). `k` counts the
    entries of w from 1, as the chapter does. `shown` is what the cells say: "names", "values", "the
    gradient" or, for the chapter's g, "the fixed s". The order and the gradient are adlite's, and
    are checked against autograd's `flatten_func`.

    Raises:
        InputError: `g` does not turn the list into a number or cannot be differentiated; a value
            that is no number, or not one of the choices.

    >>> print(Flattening(k=6).sentence)
    c₂₁, in row 2 and column 1 of C, is w₆, after a, the 2 entries of b and 2 entries of C. In \
Python it is w[5]. Its value is 0.6 and the slope of g along it is 65.4. adlite and autograd \
agree. The cells show names.
    >>> import numpy as np
    >>> print(Flattening(lambda w: w[0] * np.sum(w[2]), k=1).sentence)
    The number a comes first: it is w₁. In Python it is w[0]. Its value is 0.1 and the slope of g \
along it is 2.2. adlite and autograd agree. The cells show names.

    Source: Eqs. B.72 to B.75, Figure B.16, Example B.14.

    """

    def __init__(
        self,
        g: Callable[..., Any] | None = None,
        *,
        k: int = 6,
        length: int = 2,
        rows: int = 2,
        columns: int = 2,
        shown: str = "names",
        title: str = "Three inputs, one vector",
    ):
        # So many parameters, as each is what a notebook may write by its name.
        self.title = title
        super().__init__(g, shown=shown, length=length, rows=rows, columns=columns, k=k)

    @property
    def g(self) -> Callable[..., Any] | None:
        """The function flattened, None for the chapter's. Set another one to have it drawn."""
        g: Callable[..., Any] | None = self.subject
        return g

    @g.setter
    def g(self, g: Callable[..., Any] | None) -> None:
        self.replace(g)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        """Return where the controls stand; what another g does not have gives way to names."""
        shown = self.shown if self.shown in _choices(*functions) else "names"
        return {**self.values, "shown": shown}

    def drawing(self, g: Callable[..., Any] | None, shown: Any, **values: Any) -> Drawing:
        """Return all that depends on g."""
        controls = _controls(g, shown, values)
        return Drawing(g, *_picture(g, _found(g, controls)), "", controls)


def _choices(g: Any) -> tuple[str, ...]:
    """Return what the cells can show: only the chapter's function has an s."""
    return tuple(words for words in SHOWN if g is None or words != "the fixed s")


def _controls(g: Any, shown: Any, values: dict[str, Any]) -> dict[str, Control]:
    return {
        "shown": choice(_choices(g), "the cells show", shown),
        "length": integers(1, LONGEST_B, "length of b", values["length"]),
        "rows": integers(1, MOST_ROWS, "rows of C", values["rows"]),
        "columns": integers(1, MOST_COLUMNS, "columns of C", values["columns"]),
        "k": integers(1, MOST, "entry of w", values["k"]),
    }


def _found(g: Any, controls: dict[str, Control]) -> Callable[[int, int, int], FlattenedFunction]:
    """Return what gives the flat form of g for any shapes, each worked out once.

    Raises:
        InputError: g cannot be shown with the shapes that are asked for.

    """
    if g is None:
        return flattened_chapter_function
    if not callable(g):
        raise InputError(
            "g must be a function of the list [a, b, C], such as "
            f"lambda w: w[0] + np.sum(w[1]) * np.sum(w[2]); {g!r} is no function."
        )

    @cache
    def found(length: int, rows: int, columns: int) -> FlattenedFunction:
        return flattened(g, (length, rows, columns))

    asked = [controls[n].clean(n, controls[n].value)[0] for n in ("length", "rows", "columns")]
    problem = found(*map(int, asked)).problem
    if problem:
        raise InputError(problem)
    return found


def _picture(g: Any, find: Callable[[int, int, int], FlattenedFunction]) -> tuple[Figure, Update]:
    figure = picture(HEIGHT)
    axes = ground(figure, (0, 0, WIDTH, HEIGHT))
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    says = "g = (a + rᵀ b + zᵀ C y)²" if g is None else "g(a, b, C) = g(w)"
    note(axes, 4, HEIGHT - 16, says)
    cells = EntryCells(axes)
    handle(cells.source, along="k", at="middle")
    handle(cells.target, x="k", at="middle")

    def update(shown: str, length: float, rows: float, columns: float, k: float) -> Seen:
        shapes = int(length), int(rows), int(columns)
        found, at = find(*shapes), int(k) - 1
        cells.show(found.entries, found.words[shown], at)
        if at >= len(found.entries):
            return Seen(
                f"There is no {_w(at)}: with {shapes[0]} in b and {shapes[1]} × {shapes[2]} in C, "
                f"w has {len(found.entries)} entries.",
                [Heading(f"there is no {_w(at)}")],
            )
        sentence = _sentence(found, shapes, at)
        sentence += f" The cells show {shown.replace('the fixed ', '')}."
        return Seen(sentence, _rows(found, shapes, at, cells))

    return figure, update


def _w(at: int) -> str:
    return lowered(f"w{at + 1}")


def _rows(found: FlattenedFunction, shapes: Shapes, at: int, cells: EntryCells) -> list[Line]:
    """Return where an entry is in w, how one finds it, and its numbers."""
    (part, i, j), k = found.entries[at], at + 1
    length, _, columns = shapes
    there, back = {
        "a": ("1", "a"),
        "b": (f"1 + {i + 1} = {k}", f"{k} − 1 = {i + 1}"),
        "C": (
            f"1 + {length} + {i}·{columns} + {j + 1} = {k}",
            f"{k} − 1 − {length} = {i}·{columns} + {j + 1}",
        ),
    }[part]
    rows: list[Line] = [
        Row("entry", entry_name(part, i, j), like=cells.source),
        Row("place", f"{_w(at)}, in Python w[{at}]", like=cells.target),
        Row("there", there),
        Row("back", back),
        Row("value", say(found.values[at])),
    ]
    rows += [Row("s", say(found.s[at]))] if found.s else []
    slope = say(found.gradient[at]) if found.gradient else "none"
    return [*rows, Row("slope of g", slope)]


_VERDICTS = {
    True: "adlite and autograd agree.",
    False: "adlite and autograd differ.",
    None: "autograd cannot follow this g.",
}


def _sentence(found: FlattenedFunction, shapes: Shapes, at: int) -> str:
    """Say which entry is picked, and where it is in w."""
    part, i, j = found.entries[at]
    length, _, columns = shapes
    all_of_b = f"the {length} entries of b" if length > 1 else "the entry of b"
    if part == "a":
        start = "The number a comes first: it is w₁"
    elif part == "b":
        start = f"{entry_name(part, i, j)} is {_w(at)}, after a{_more(i, 'b')}"
    else:
        start = (
            f"{entry_name(part, i, j)}, in row {i + 1} and column {j + 1} of C, is {_w(at)}, "
            f"after a, {all_of_b}{_more(i * columns + j, 'C')}"
        )
    if found.problem:
        return (
            f"{start}. In Python it is w[{at}]. Its value is {say(found.values[at])}, but there is "
            f"no gradient: {found.problem}"
        )
    verdict = _VERDICTS[found.agrees]
    return (
        f"{start}. In Python it is w[{at}]. Its value is {say(found.values[at])} and the slope of "
        f"g along it is {say(found.gradient[at])}. {verdict}"
    )


def _more(count: int, part: str) -> str:
    return f" and {count} entr{'y' if count == 1 else 'ies'} of {part}" if count else ""
