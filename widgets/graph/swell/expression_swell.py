"""`ExpressionSwell`: a derivative written out grows faster than its computation (Section B.6)."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, NullLocator
from matplotlib.transforms import Affine2D

from ...drawing import CHILD, FAINT, FIRST_ORDER, PARENT
from ...functions import Drawing, Explorer
from ...live import InputError, Update, choice, counted, handle, steps
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
    "written out": {"color": CHILD, "marker": "o", "ls": "-"},
    "each repeated part once": {"color": PARENT, "marker": "s", "ls": (0, (5, 2))},
    "automatic differentiation": {"color": FIRST_ORDER, "marker": "D", "ls": (0, (1, 1.2))},
}
# No operations have no logarithm: they are drawn at the foot of the picture.
_FOOT = 0.6
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
        return Drawing(formulas, *_picture(formulas, self.title), typed, controls)


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


def _picture(formulas: tuple[str, ...], title: str) -> tuple[Figure, Update]:
    found = {
        (f, along): operation_counts(f, along == ALONG[1]) for f in formulas for along in ALONG
    }
    figure = Figure(figsize=(8.4, 6))
    axes = _axes(figure, title, found)
    drawn = {key: _draw(axes, _columns(each)) for key, each in found.items()}
    names = {along: figure.text(0.345, 0.415, along, ha="center", fontsize=10) for along in ALONG}
    (upright,) = axes.plot([], [], color=FAINT, lw=1, zorder=0)
    edge: dict[str, Any] = {"ls": "none", "ms": 8.5, "mew": 1.6, "mec": "black"}
    here = [
        axes.plot([], [], marker=style["marker"], color=style["color"], **edge)[0]
        for style in _STYLES.values()
    ]
    for name, mark in zip(_STYLES, here, strict=True):
        handle(mark, x="n", label=f"order or depth, {name}")
    numbers = _rows(figure)
    formula_box = _FormulaBox(figure, found)

    def update(function: str, along: str, n: int) -> str:
        row = found[function, along]
        for key, lines in drawn.items():
            for line in lines:
                line.set_visible(key == (function, along))
        for name, text in names.items():
            text.set_visible(name == along)
        upright.set_data([n, n], axes.get_ylim())
        for column, mark, text in zip(_columns(row), here, numbers, strict=True):
            count = column[n]
            mark.set_data([n], [max(count, _FOOT)])
            mark.set_visible(math.isfinite(count))
            text.set_text(f"{count:,.0f}" if math.isfinite(count) else "–")
        what = _what(along, n)
        formula_box.show(what, row[n])
        return _sentence(what, function, along, n, row)

    return figure, update


def _columns(found: list[OperationCounts]) -> list[list[float]]:
    """Return what is counted as three lists, NaN where a derivative was not written out."""
    return [
        [math.nan if c.operations is None else c.operations for c in found],
        [math.nan if c.shared is None else c.shared for c in found],
        [c.steps for c in found],
    ]


def _axes(figure: Figure, title: str, found: Found) -> Axes:
    most = max(max(c.operations or 0, c.steps) for each in found.values() for c in each)
    axes = figure.add_axes((0.105, 0.48, 0.48, 0.46))
    top = 10 ** (math.log10(most) + 0.3)
    axes.set(yscale="log", xlim=(-0.3, HIGHEST + 0.3), ylim=(_FOOT, top))
    axes.set(xticks=range(HIGHEST + 1), ylabel="operations", title=title)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{count:,.0f}"))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.grid(color="0.92")
    return axes


def _draw(axes: Axes, columns: list[list[float]]) -> list[Line2D]:
    lines = []
    for column, style in zip(columns, _STYLES.values(), strict=True):
        lines += axes.plot(np.maximum(column, _FOOT), lw=1.6, ms=5, clip_on=False, **style)
    return lines


def _rows(figure: Figure) -> list[Text]:
    """Write the names of the counts, with a sample of each line; return the texts of the counts."""
    left, right, top = 0.62, 0.98, 0.9
    figure.text(right, top, "operations", ha="right", fontsize=10, color=FAINT)
    numbers = []
    for i, (name, style) in enumerate(_STYLES.items()):
        y = top - 0.075 * (i + 1)
        sample = Line2D([left, left + 0.045], [y + 0.012] * 2, lw=1.6, ms=6, markevery=[1], **style)
        figure.add_artist(sample)
        figure.text(left + 0.06, y, name, fontsize=10.5)
        numbers.append(figure.text(right, y, "", ha="right", fontsize=10.5))
    keys = (
        "written out: SymPy's rules, not simplified",
        "each repeated part once: SymPy's cse",
        "automatic differentiation: adlite's run,",
        "in which all lower orders are computed too",
    )
    for i, key in enumerate(keys):
        figure.text(left, 0.615 - 0.04 * i, key, fontsize=9, color=FAINT)
    return numbers


class _FormulaBox:
    """The derivative written out, at the foot of the picture; only counted if it is long."""

    _LEFT, _TOP, _WIDTH, _HEIGHT = 0.03, 0.315, 0.945, 0.295

    def __init__(self, figure: Figure, found: Found):
        across, down = figure.get_size_inches() * 72
        x, y = self._LEFT * across, self._TOP * down
        to_inches = Affine2D().translate(x, y).scale(1 / 72) + figure.dpi_scale_trans
        self.head = figure.text(self._LEFT, self._TOP + 0.025, "", fontsize=10.5, color=FAINT)
        # The same expression is kept once, wherever it stands.
        self.patches: dict[Any, PathPatch] = {}
        pieces = {c.pieces for each in found.values() for c in each if c.pieces}
        for each in sorted(pieces):
            path = typeset(each, self._WIDTH * across, self._HEIGHT * down)
            if path is not None:
                self.patches[each] = PathPatch(path, transform=to_inches, fc="black", lw=0)
                figure.add_artist(self.patches[each])

    def show(self, what: str, size: OperationCounts) -> None:
        """Show the derivative if it was set, else say how long it is."""
        printed = self.patches.get(size.pieces)
        for patch in self.patches.values():
            patch.set_visible(patch is printed)
        ending = ": not written out here, as SymPy would take too long"
        if size.length is not None:
            length = f": {size.length:,} characters long, so it is not printed here"
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
