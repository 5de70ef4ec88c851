"""`OperationRule`: the derivative of a sum, product, ... put together from two (Table B.2)."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    GUIDES,
    HAIR,
    HEAVY,
    LABEL,
    LINE,
    NAME,
    ON_WASH,
    SUBJECT,
    Labels,
    ground,
    picture,
    point,
    role,
    width_of,
)
from ..functions import Drawing, Function, Given, PairExplorer, Window, agree, make_pair
from ..live import (
    Heading,
    InputError,
    Line,
    Row,
    Seen,
    Update,
    choice,
    handle,
    linear,
    or_none,
    say,
)
from .operation_table import CHAIN, OPERATIONS, OperationAt, make_finder
from .scaled_panel import Formula, Panel, Scale, scale

# Left, bottom, width and height of curves and parts, in units; how high the parts are.
_CURVES, _PARTS, _HIGH = (50, 140, 370, 226), (50, 2, 370, 66), 26
# Where the parts stand, and how long they are together, so that no end is cut.
_ROWS, _REACH = (36.0, 4.0), _PARTS[2] / 2 - 4
# Where a number stands at its point.
_AROUND = tuple((dx, dy) for dy in (8, 22, -8, -22, 0, 36, -36) for dx in (14, -14))


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
        return Drawing(new, *_picture(*new, self._c), text, controls)


def _picture(f: Function, h: Function, c: float) -> tuple[Figure, Update]:
    points = np.linspace(*f.window, 200)
    finders, scales = {}, {}
    for name in OPERATIONS:
        value, finders[name] = make_finder(f, h, c, name)
        shown = [np.full(points.shape, c) if name.startswith("c") else h.values(points)]
        curves = [f.values(points), *shown, np.array([value(w) for w in points])]
        curves[2][~np.isfinite(curves[2])] = np.nan
        scales[name] = scale(points, *curves)
    figure = picture(384)
    scene = _Scene(figure, points)
    handle(scene.dot, x="w0")
    rule = Formula(figure, _PARTS[0] - 20, _PARTS[1] + _PARTS[3] + 14)
    rules = {name: rule.set_up(operation.rule) for name, operation in OPERATIONS.items()}

    def update(operation: str, w0: float) -> Seen:
        found = finders[operation](w0)
        rule.show(rules[operation])
        scene.draw(scales[operation], w0, found)
        scene.name(operation, found)
        return Seen(_sentence(operation, w0, found), scene.rows(operation, found, c))

    return figure, update


class _Scene:
    """What moves: three curves with a tangent, and beneath it the parts that make its slope."""

    def __init__(self, figure: Figure, points: np.ndarray):
        self.panel = Panel(figure, _CURVES, points)
        self.panel.curve(color=role.parent, lw=LINE, zorder=COMPANIONS)
        self.panel.curve(color=role.child, lw=LINE, ls=DASH, zorder=COMPANIONS)
        self.panel.curve(color=role.ink, lw=LINE, zorder=CURVE)
        axes = self.panel.axes
        (self.tangent,) = axes.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        self.dot = point(axes, role.first)
        parts = ground(figure, _PARTS)
        parts.set(xlim=(-_PARTS[2] / 2, _PARTS[2] / 2), ylim=(0, _PARTS[3]))
        parts.axvline(0, color=role.axis, lw=HAIR, zorder=GUIDES)
        self.bars: list[Any] = [
            parts.add_patch(
                Polygon(_box(0, 0, y), fc=role.wash_first, ec=role.first, lw=LINE, ls=dash)
            )
            for y, dash in zip(_ROWS, ("-", DASH), strict=True)
        ]
        (self.end,) = parts.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        self.labels = Labels(axes)
        add = self.labels.add
        self.slope = add(role.first)
        on_wash: Any = ON_WASH
        self.parts = [add(role.first, axes=parts, **on_wash) for _ in range(2)]
        self.curves = [add(color, NAME) for color in (role.parent, role.child)]
        self.whole = add(role.ink)

    def draw(self, new: Scale, w0: float, found: OperationAt) -> None:
        """Draw the curves with the tangent, and the parts from 0 to where they come."""
        self.panel.show(new)
        window, slope = (float(self.panel.points[0]), float(self.panel.points[-1])), found.slope
        ends = [new.height(found.whole + slope * (end - w0)) for end in window]
        self.tangent.set_data(window, ends)
        self.tangent.set_visible(bool(np.isfinite(ends).all()))
        self.at = w0, new.height(found.whole)
        self.dot.set_data([w0], [self.at[1]])
        self.dot.set_visible(0 <= self.at[1] <= 1)
        size = sum(map(abs, found.parts))
        seen = bool(math.isfinite(size) and size > 0)
        self.boxes: list[tuple[float, float, float]] = []
        at = 0.0
        for i, (bar, y) in enumerate(zip(self.bars, _ROWS, strict=True)):
            there = seen and i < len(found.parts)
            bar.set_visible(there)
            if there:
                width = found.parts[i] / size * _REACH
                bar.set_xy(_box(at, width, y))
                self.boxes.append((at, width, y + _HIGH / 2))
                at += width
        self.end.set_data([at, at], [0, _PARTS[3]])
        self.end.set_visible(seen)

    def name(self, operation: str, found: OperationAt) -> None:
        """Name the curves, and each part on it or beside it."""
        slope = math.isfinite(found.slope) and self.dot.get_visible()
        self.slope.put(f"slope {say(found.slope)}" if slope else "", *self.at, *_AROUND)
        for i, label in enumerate(self.parts):
            if i >= len(self.boxes):
                label.hide()
                continue
            words = OPERATIONS[operation].parts[i]
            (x, width, y), room = self.boxes[i], width_of(OPERATIONS[operation].parts[i], LABEL) + 8
            beside = abs(width) / 2 + 7
            sides = [(0, 0)] if abs(width) > room else [(beside, 0), (-beside, 0)]
            label.put(words, x + width / 2, y, *sides)
        names = "f", "c" if operation.startswith("c") else "h"
        for label, words, line in zip(self.curves, names, self.panel.lines, strict=False):
            label.along(words, line)
        self.whole.along(operation, self.panel.lines[2])
        self.labels.settle(self.dot, self.tangent, *self.panel.lines)

    def rows(self, name: str, found: OperationAt, c: float) -> list[Line]:
        """Return values and slopes, the parts, and what they make together."""
        operation, constant = OPERATIONS[name], name.startswith("c")
        a, da, b, db = found.parents
        second = ("c", or_none(c), "0") if constant else ("h", or_none(b), or_none(db))
        f, h, whole = self.panel.lines
        size = sum(map(abs, found.parts))
        shares = [100 * part / size if size else math.nan for part in found.parts]
        return [
            Heading("at w⁰", "value", "slope"),
            Row("f, at h(w⁰)" if name == CHAIN else "f", or_none(a), or_none(da), like=f),
            Row(*second, like=h),
            Row(name, or_none(found.whole), or_none(found.slope), like=(whole, self.dot)),
            Heading("parts", "", "share"),
            *(
                Row(
                    words,
                    or_none(part),
                    f"{say(share, 3)} %" if math.isfinite(share) else "–",
                    like=bar,
                )
                for words, part, share, bar in zip(
                    operation.parts, found.parts, shares, self.bars, strict=False
                )
            ),
            Row("together", or_none(found.slope), "", like=self.end, total=True),
            Row("autograd", or_none(found.autograd), "agrees" if _agreed(found) else "–"),
            Row("quotient", or_none(found.quotient), "ε = 0.0001"),
        ]


def _box(x: float, width: float, y: float) -> np.ndarray:
    return np.array([(x, y), (x + width, y), (x + width, y + _HIGH), (x, y + _HIGH), (x, y)])


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
