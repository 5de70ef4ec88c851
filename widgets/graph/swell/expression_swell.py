"""`ExpressionSwell`: a derivative written out grows faster than its computation (Section B.6)."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.transforms import Affine2D

from ...drawing import (
    DASH,
    DASH_DOT,
    GUIDES,
    HAIR,
    HEAVY,
    LABEL,
    LINE,
    Labels,
    chart,
    mark,
    note,
    picture,
    point,
    role,
)
from ...functions import Drawing, Explorer
from ...live import Heading, InputError, Line, Row, Seen, Update, choice, counted, handle, steps
from .operation_counts import (
    HIGHEST,
    NESTED_ORDER,
    PRESETS,
    OperationCounts,
    operation_counts,
    stored_counts,
)
from .sympy_formula import SymPyFormula
from .typeset import typeset

ALONG = ("order of the derivative", "depth of nesting")
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")
_STYLES: dict[str, dict[str, Any]] = {
    "written out": {"color": role.child, "shape": "circle", "lw": LINE, "ls": DASH},
    "repeated parts once": {"color": role.parent, "shape": "square", "lw": LINE, "ls": DASH_DOT},
    "automatic": {"color": role.first, "shape": "diamond", "lw": HEAVY},
}
# No operations have no logarithm: they are drawn at the foot of the picture.
_FOOT = 0.6
_HEIGHT = 440
Found = dict[tuple[str, str], list[OperationCounts]]


class ExpressionSwell(Explorer):
    """Raise the order: the derivative written out swells, its computation grows slowly.

    `formulas` is one formula in one input, or several to choose from as `function`; they can be
    set at any time, and a reader can type one more.
    The slider `n` is the order of the derivative or, if `along` is "depth of nesting", how often
    the function is put into itself, with the second derivative taken.

    Three numbers are counted. Operations in SymPy's derivative as its rules leave it; `simplify`
    is not called, as nobody knows how long it takes. Operations that are left when each part that
    repeats is worked out only once, as found by SymPy's `cse`. Operations that adlite really makes
    to compute this derivative and all lower ones, in one run in Taylor mode. SymPy is
    loaded for typed formulas only: what it counts of the presets is kept in a file.

    Raises:
        InputError: a formula cannot be read, is not smooth, or has several inputs.

    >>> explorer = ExpressionSwell("tanh(w)*cos(w) + log(w)", n=3)
    >>> print(explorer.sentence.split(" (")[0])
    The third derivative of tanh(w)*cos(w) + log(w) written out has 45 operations

    Source: Eqs. B.36 and B.37, Section B.6; Griewank & Walther 2008, ch. 13.

    """

    formula_label = "add g(w)"

    def __init__(
        self,
        formulas: str | Iterable[str] = PRESETS,
        *,
        n: int = 1,
        along: str = ALONG[0],
        title: str = "How long is the derivative?",
    ):
        self.title = title
        super().__init__(_checked(formulas), along=along, n=n)

    @property
    def formulas(self) -> tuple[str, ...]:
        """The functions to choose from. Set others, or only one, to have them drawn."""
        formulas: tuple[str, ...] = self.subject
        return formulas

    @formulas.setter
    def formulas(self, formulas: str | Iterable[str]) -> None:
        self.replace(_checked(formulas))

    def take_formula(self, text: str) -> None:
        """Add a typed formula to the functions, and show it."""
        self.replace(_checked([text, *self.formulas]), text)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        """What is counted; the list goes to the first function."""
        return {"along": self.along, "n": self.n}

    def drawing(self, formulas: tuple[str, ...], typed: str = "", *, along: Any, n: Any) -> Drawing:
        """Return all that depends on the functions."""
        controls = {
            "function": choice(formulas, "function", formulas[0]),
            "along": choice(ALONG, "along the axis", along),
            "n": steps([str(n) for n in range(HIGHEST + 1)], "order or depth", n),
        }
        return Drawing(formulas, *_picture(formulas), typed, controls)


def _checked(formulas: Any) -> tuple[str, ...]:
    texts = [formulas] if isinstance(formulas, str) else formulas
    if not isinstance(texts, Iterable) or not (texts := list(texts)):
        raise InputError(
            f"formulas must be a formula, such as 'sin(w)', or a list of them, not {formulas!r}."
        )
    for text in texts:
        if text not in stored_counts():
            SymPyFormula(text)
    return tuple(dict.fromkeys(texts))


def _picture(formulas: tuple[str, ...]) -> tuple[Figure, Update]:
    found = {
        (f, along): operation_counts(f, along == ALONG[1]) for f in formulas for along in ALONG
    }
    figure = picture(_HEIGHT)
    axes = _axes(figure, found)
    at_right: Any = {"ha": "right", "va": "top", "color": role.faint}
    name = note(axes, 1, 0, "", 24, -24, coords=axes.transAxes, **at_right)
    (upright,) = axes.plot([], [], color=role.axis, lw=HAIR, zorder=GUIDES)
    counts = [_Count(axes, **style) for style in _STYLES.values()]
    for called, count in zip(_STYLES, counts, strict=True):
        handle(count.here, x="n", label=f"order or depth, {called}")
    labels = Labels(axes)
    names = [labels.add(style["color"]) for style in _STYLES.values()]
    formula_box = _FormulaBox(figure, found)

    def update(function: str, along: str, n: int) -> Seen:
        row = found[function, along]
        name.set_text(along)
        upright.set_data([n, n], axes.get_ylim())
        for column, count in zip(_columns(row), counts, strict=True):
            count.show(column, n)
        for words, label, count in zip(_STYLES, names, counts, strict=True):
            label.along(words, count.line)
        labels.settle(*(c.here for c in counts), *(c.line for c in counts))
        what = _what(along, n)
        formula_box.show(what, row[n])
        return Seen(_sentence(what, function, along, n, row), _rows(row[n], counts))

    return figure, update


class _Count:
    """One of the three counts: its line over all orders, and its point at one of them."""

    def __init__(self, axes: Axes, color: str, shape: str, **line: Any):
        (self.line,) = axes.plot([], [], color=color, **line)
        self.here = point(axes, color, shape)

    def show(self, column: list[float], n: int) -> None:
        """Draw the count, and mark it at one place."""
        self.line.set_data(range(len(column)), np.maximum(column, _FOOT))
        self.here.set_data([n], [max(column[n], _FOOT)])
        self.here.set_visible(math.isfinite(column[n]))


def _rows(size: OperationCounts, counts: list[_Count]) -> list[Line]:
    rows: list[Line] = [Heading("", "operations")]
    numbers = (size.operations, size.shared, size.steps)
    for name, count, number in zip(_STYLES, counts, numbers, strict=True):
        said = "–" if number is None else f"{number:,}"
        rows.append(Row(name, said, like=(count.line, count.here)))
    if size.length is not None:
        rows.append(Heading("", "characters"))
        rows.append(Row("written out", f"{size.length:,}"))
    return rows


def _columns(found: list[OperationCounts]) -> list[list[float]]:
    """Return what is counted as three lists, NaN where a derivative was not written out."""
    return [
        [math.nan if c.operations is None else c.operations for c in found],
        [math.nan if c.shared is None else c.shared for c in found],
        [c.steps for c in found],
    ]


def _axes(figure: Figure, found: Found) -> Axes:
    most = max(max(c.operations or 0, c.steps) for each in found.values() for c in each)
    limits = _FOOT, 10 ** (math.log10(most) + 0.4)
    axes = chart(figure, (48, 226, 380, 184), (-0.2, HIGHEST + 0.2), limits, "", "")
    axes.set(yscale="log", ylim=limits)
    mark(axes.xaxis, range(HIGHEST + 1))
    mark(axes.yaxis, [10.0**k for k in range(0, math.ceil(math.log10(most)) + 1, 2)])
    note(axes, 0, 1, "operations", 2 - 48, 6, color=role.faint, coords=axes.transAxes)
    return axes


class _FormulaBox:
    """The derivative written out, at the foot of the picture; only counted if it is long."""

    _LEFT, _TOP, _WIDTH = 2, 152, 456

    def __init__(self, figure: Figure, found: Found):
        to_inches = Affine2D().translate(self._LEFT, self._TOP).scale(1 / 72)
        frame = to_inches + figure.dpi_scale_trans
        style: Any = {"fontsize": LABEL, "color": role.faint, "parse_math": False}
        self.head = figure.text(0, 14, "", transform=frame, **style)
        # The same expression is kept once, wherever it stands.
        self.patches: dict[Any, PathPatch] = {}
        pieces = {c.pieces for each in found.values() for c in each if c.pieces}
        for each in sorted(pieces):
            path = typeset(each, self._WIDTH, self._TOP)
            if path is not None:
                self.patches[each] = PathPatch(path, transform=frame, fc=role.ink, lw=0)
                figure.add_artist(self.patches[each])

    def show(self, what: str, size: OperationCounts) -> None:
        """Show the derivative if it was set, else say how long it is."""
        printed = self.patches.get(size.pieces)
        for patch in self.patches.values():
            patch.set_visible(patch is printed)
        ending = ": SymPy takes too long"
        if size.length is not None:
            length = f": {size.length:,} characters long"
            ending = ", written out:" if printed else length
        self.head.set_text(what[0].upper() + what[1:] + ending)


def _what(along: str, place: int) -> str:
    if along == ALONG[1]:
        return f"the {_ORDINALS[NESTED_ORDER]} derivative, nested {place} deep"
    return f"the {_ORDINALS[place]} derivative" if place else "the function itself"


def _sentence(what: str, formula: str, along: str, place: int, found: list[OperationCounts]) -> str:
    """Say what the picture shows."""
    size = found[place]
    if along == ALONG[1]:
        subject = f"the {_ORDINALS[NESTED_ORDER]} derivative of {formula} nested {place} deep"
        subject += " (which is w itself)" if not place else ""
        rest = "with function and first derivative"
    else:
        subject = f"{what} of {formula}" if place else f"the function {formula} itself"
        rest = "and all lower derivatives" if place else ""
    adlite = f"automatic differentiation computes it {rest}".rstrip()
    adlite += f" in {_operations(size.steps)}."
    subject = subject[0].upper() + subject[1:]
    if size.operations is None or size.shared is None:
        last = max((i for i, s in enumerate(found) if s.operations is not None), default=0)
        before = f"nested {last} deep it" if along == ALONG[1] else f"the {_ORDINALS[last]}"
        already = (
            f", as {before} has {_operations(found[last].operations or 0)} already" if last else ""
        )
        return f"{subject} takes SymPy too long to write out here{already}; {adlite}"
    fewer = f", or {size.shared:,} with each repeated part worked out only once"
    return (
        f"{subject} written out has {_operations(size.operations)} "
        f"({counted(size.length or 0, 'character')})"
        f"{fewer if size.shared < size.operations else ''}; {adlite}"
    )


def _operations(count: int) -> str:
    return counted(count, "operation")
