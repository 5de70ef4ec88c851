"""`OperationRule`: the derivative of a sum, product, ... put together from two (Table B.2)."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text

from ..drawing import FAINT, FIRST_ORDER, FUNCTION, PARENT
from ..functions import Drawing, Function, Given, PairExplorer, Window, agree, make_pair
from ..live import InputError, Update, choice, handle, linear, or_none, say
from .operation_table import CHAIN, OPERATIONS, OperationAt, make_finder
from .scaled_panel import Formula, Panel, scale

_PARTS: tuple[dict[str, Any], ...] = ({"fc": PARENT}, {"fc": "white", "hatch": "////"})


class OperationRule(PairExplorer):
    """Choose an operation and drag w0: the derivative of the whole is put together from parts.

    `f` and `h` are functions of one number, or formulas; in the box of the picture both are typed
    with a semicolon between them. `c` is the constant of the first two operations. The parts are
    weighed by the rules of adlite's own table; the sum is held against autograd's derivative of
    the whole and against a central quotient.

    Raises:
        InputError: `f` or `h` cannot be drawn or differentiated in the window, or a value is no
            number.

    >>> explorer = OperationRule("sin(w)", "w^2", operation="f(w) · h(w)", w0=1.0)
    >>> print(explorer.sentence.split(". ")[0])
    At w⁰ = 1 the derivative of f(w) · h(w) is f′ · h + f · h′ = 0.5403 + 1.683 = 2.223

    Source: Table B.2, Eqs. B.19 and B.27.

    """

    formula_label, formula_example = "f(w); h(w)", "sin(w); w^2"

    # One option for each control and for the look: all but the functions are given by name.
    def __init__(
        self,
        f: Given = "sin(w)",
        h: Given = "w^2",
        *,
        operation: str = "f(w) · h(w)",
        w0: float = 1.0,
        c: float = 2.0,
        window: Window = (-2, 2),
        title: str = "The whole and its parts",
    ):
        if isinstance(c, bool) or not isinstance(c, int | float | np.number) or not np.isfinite(c):
            raise InputError(f"c must be a finite number; {c!r} is not one.")
        self._window, self.title, self._c = window, title, float(c)
        super().__init__(f, h, operation=operation, w0=w0)

    def drawing(self, f: Given, h: Given, operation: Any, w0: Any) -> Drawing:
        """Return all that depends on f and h."""
        new, text = make_pair(f, h, self._window)
        low, high = new.f.window
        controls = {
            "operation": choice(tuple(OPERATIONS), "operation", operation),
            "w0": linear(low, high, (high - low) / 80, "w⁰", w0),
        }
        return Drawing(new, *_picture(*new, self._c, self.title), text, controls)


def _picture(f: Function, h: Function, c: float, title: str) -> tuple[Figure, Update]:
    figure = Figure(figsize=(8.4, 4.4))
    points = np.linspace(*f.window, 200)
    finders, scales = {}, {}
    for name in OPERATIONS:
        value, finders[name] = make_finder(f, h, c, name)
        shown = [np.full(points.shape, c) if name.startswith("c") else h.values(points)]
        curves = [f.values(points), *shown, np.array([value(w) for w in points])]
        curves[2][~np.isfinite(curves[2])] = np.nan
        scales[name] = scale(points, *curves)
    panel = Panel(figure, (0.085, 0.47, 0.47, 0.46), points, title=title)
    panel.curve(color=PARENT, lw=1.8)
    panel.curve(color=PARENT, lw=1.8, ls=(0, (5, 2)))
    panel.curve(color=FUNCTION, lw=2.2)
    (tangent,) = panel.axes.plot([], [], color=FIRST_ORDER, lw=2.5)
    (dot,) = panel.axes.plot([], [], color=FUNCTION, marker="o", ms=9, ls="none", mec="white")
    handle(dot, x="w0")
    shares = _Shares(figure)
    rows = _Rows(figure)

    def update(operation: str, w0: float) -> str:
        found, new = finders[operation](w0), scales[operation]
        panel.show(new)
        slope = found.slope
        ends = [new.height(found.whole + slope * (end - w0)) for end in f.window]
        tangent.set_data(f.window, ends)
        tangent.set_visible(bool(np.isfinite(ends).all()))
        dot.set_data([w0], [new.height(found.whole)])
        dot.set_visible(math.isfinite(found.whole))
        shares.show(operation, found)
        rows.write(operation, found, c)
        return _sentence(operation, w0, found)

    return figure, update


class _Shares:
    """The parts end to end, each as its share of their sizes: where they end is the derivative."""

    def __init__(self, figure: Figure):
        axes = figure.add_axes((0.085, 0.13, 0.47, 0.2))
        axes.set(xlim=(-1.05, 1.05), ylim=(0, 2.2), yticks=[])
        axes.set_xticks((-1, -0.5, 0, 0.5, 1), ("−100 %", "−50 %", "0", "50 %", "100 %"))
        axes.set_xlabel("the parts end to end, as shares of their sizes")
        axes.axvline(0, color="black", lw=0.8)
        self.bars: list[Any] = [
            axes.add_patch(Polygon(_box(0, 0, y), ec=PARENT, lw=1, **look))
            for look, y in zip(_PARTS, (1.2, 0.3), strict=True)
        ]
        (self.end,) = axes.plot([], [], color=FIRST_ORDER, lw=3)

    def show(self, operation: str, found: OperationAt) -> None:
        """Draw the parts as shares; nothing where one of them is missing."""
        size = sum(map(abs, found.parts))
        seen = bool(math.isfinite(size) and size > 0)
        at = 0.0
        for i, bar in enumerate(self.bars):
            there = seen and i < len(found.parts)
            bar.set_visible(there)
            if there:
                width = found.parts[i] / size
                bar.set_xy(_box(at, width, (1.2, 0.3)[i]))
                at += width
        self.end.set_data([at, at], [0, 2.2])
        self.end.set_visible(seen)


def _box(x: float, width: float, y: float) -> np.ndarray:
    return np.array([(x, y), (x + width, y), (x + width, y + 0.7), (x, y + 0.7), (x, y)])


class _Rows:
    """The rule and its numbers, beside the picture; the samples are its legend."""

    _LEFT, _MIDDLE, _RIGHT = 0.585, 0.845, 0.985

    def __init__(self, figure: Figure):
        self.figure = figure
        self.rule = Formula(figure, self._LEFT, 0.895, 0.4)
        self.rules = {name: self.rule.set_up(o.rule, 14) for name, o in OPERATIONS.items()}
        self._line(0.8, "at w⁰", "value", "slope", FAINT)
        self.f = self._row(0.73, PARENT, "-")
        self.h = self._row(0.66, PARENT, (0, (5, 2)))
        self.whole = self._row(0.59, FUNCTION, "-")
        self._line(0.49, "parts", "", "share", FAINT)
        self.parts = [self._line(y, "", "", "", indent=0.045) for y in (0.42, 0.35)]
        for look, (name, *_) in zip(_PARTS, self.parts, strict=True):
            corners = _box(self._LEFT, 0.035, 0) * (1, 0.05) + (0, name.get_position()[1] - 0.004)
            sample = Polygon(corners, ec=PARENT, lw=1, transform=figure.transFigure, **look)
            figure.add_artist(sample)
        self.sums = [
            self._line(y, name, "", "")
            for y, name in ((0.25, "together"), (0.18, "autograd"), (0.11, "central quotient"))
        ]
        self._line(0.04, "", "", "ε = 0.0001 in the quotient", FAINT)

    def write(self, name: str, found: OperationAt, c: float) -> None:
        """Fill the rows."""
        operation, constant = OPERATIONS[name], name.startswith("c")
        self.rule.show(self.rules[name])
        a, da, b, db = found.parents
        inside = "f, at h(w⁰)" if name == CHAIN else "f"
        _fill(self.f, inside, or_none(a), or_none(da))
        if constant:
            _fill(self.h, "c", or_none(c), "0")
        else:
            _fill(self.h, "h", or_none(b), or_none(db))
        _fill(self.whole, name, or_none(found.whole), or_none(found.slope))
        size = sum(map(abs, found.parts))
        for i, row in enumerate(self.parts):
            if i < len(found.parts):
                share = found.parts[i] / size if size else math.nan
                percent = f"{say(100 * share, 3)} %" if math.isfinite(share) else "–"
                _fill(row, operation.parts[i], or_none(found.parts[i]), percent)
            else:
                _fill(row, "", "", "")
        for row, x in zip(self.sums, (found.slope, found.autograd, found.quotient), strict=True):
            _write(row[1], or_none(x))
        _write(self.sums[1][2], "agrees" if _agreed(found) else "–")

    def _row(self, y: float, color: str, style: Any) -> tuple[Text, Text, Text]:
        x = [self._LEFT, self._LEFT + 0.035]
        self.figure.add_artist(Line2D(x, [y + 0.012] * 2, color=color, ls=style, lw=2))
        return self._line(y, "", "", "", indent=0.045)

    def _line(
        self,
        y: float,
        name: str,
        first: str,
        second: str,
        color: str = "black",
        indent: float = 0.0,
    ) -> tuple[Text, Text, Text]:
        write = self.figure.text
        look: dict[str, Any] = {"fontsize": 10.5, "color": color}
        return (
            write(self._LEFT + indent, y, name, **look),
            write(self._MIDDLE, y, first, ha="right", **look),
            write(self._RIGHT, y, second, ha="right", **look),
        )


def _fill(row: tuple[Text, ...], *words: str) -> None:
    for text, each in zip(row, words, strict=True):
        _write(text, each)


def _write(text: Text, words: str) -> None:
    if text.get_text() != words:
        text.set_text(words)


def _agreed(found: OperationAt) -> bool:
    return math.isfinite(found.slope) and agree(found.slope, found.autograd)


def _sentence(name: str, w0: float, found: OperationAt) -> str:
    """Say what the picture shows."""
    if not math.isfinite(found.whole):
        return f"{name} is not defined at w⁰ = {say(w0)}: there is no derivative to put together."
    rule = " + ".join(OPERATIONS[name].parts).replace("+ −", "− ")
    if not math.isfinite(found.slope):
        return (
            f"At w⁰ = {say(w0)} the rule {rule} needs a derivative that does not exist there, so "
            f"it says nothing about {name}."
        )
    numbers = " + ".join(map(say, found.parts)).replace("+ −", "− ")
    if name == CHAIN:
        numbers = " × ".join(
            f"({say(x)})" if x < 0 else say(x) for x in (found.parents[1], found.parents[3])
        )
    start = f"At w⁰ = {say(w0)} the derivative of {name} is {rule} = {numbers}"
    if len(found.parts) > 1 or name == CHAIN:
        start += f" = {say(found.slope)}"
    end = (
        f"Autograd says {say(found.autograd)} for the whole"
        if not _agreed(found)
        else ("Autograd says the same for the whole")
    )
    size = sum(map(abs, found.parts))
    share = ""
    if len(found.parts) > 1 and size:
        first = 100 * abs(found.parts[0]) / size
        share = f" The first part is {say(first, 3)} % of the two by size."
    return f"{start}. {end}, and a central quotient {say(found.quotient)}.{share}"
