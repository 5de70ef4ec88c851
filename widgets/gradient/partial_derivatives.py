"""`PartialDerivatives`: a function of two inputs and its two partial derivatives (Figure B.15)."""

import math
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..drawing import (
    CURVE,
    HEAVY,
    LINE,
    SUBJECT,
    Labels,
    chart,
    few,
    mark,
    picture,
    point,
    role,
)
from ..functions import (
    Drawing,
    FunctionExplorer,
    FunctionOfTwo,
    Given,
    PartialSlopes,
    axis_limits,
    broken_at_poles,
)
from ..live import (
    Control,
    Heading,
    Line,
    Row,
    Seen,
    Update,
    handle,
    linear,
    or_none,
    say,
)
from .field_map import LINES, FieldMap

_STEPS = 32


class PartialDerivatives(FunctionExplorer):
    """Drag a point over a function of two inputs and over both of its partial derivatives.

    The three maps show g and its partial derivatives over the same square. The two curves are g
    along w1 alone and along w2 alone, through the point; their slopes are the partial derivatives.

    `g` is a formula of two inputs, a function of two numbers, or one of an array of two. `window`
    is the part of both axes to show, or a pair of pairs, one for each.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is no number.

    >>> print(PartialDerivatives("w1^2 * w2", w1=1, w2=0.5).sentence)
    At w₁ = 1 and w₂ = 0.5, g is 0.5. With w₂ held still the slope along w₁ is 1. With w₁ held \
still the slope along w₂ is 1. adlite, autograd and the central quotient agree.

    Source: Eq. B.71, Figure B.15, Examples B.12 and B.13.

    """

    formula_label, formula_example = "g(w1, w2)", "sin(w1)*w2"

    def __init__(
        self,
        g: Given = "tanh(w1*w2)",
        *,
        w1: float = 0.5,
        w2: float = 1.0,
        window: Any = (-2, 2),
        title: str = "A function and its two partial derivatives",
    ):
        self._window, self.title = window, title
        super().__init__(g, w1=w1, w2=w2)

    def drawing(self, g: Given, w1: Any, w2: Any) -> Drawing:
        """Return all that depends on g."""
        new = FunctionOfTwo(g, self._window)
        return Drawing(new, *_picture(new), new.formula, _sliders(new, w1, w2))


def _sliders(g: FunctionOfTwo, *values: Any) -> dict[str, Control]:
    sliders = {}
    for key, name, (low, high), value in zip(
        ("w1", "w2"), g.labels, g.windows, values, strict=True
    ):
        sliders[key] = linear(low, high, (high - low) / _STEPS, name, value)
    return sliders


def _picture(g: FunctionOfTwo) -> tuple[Figure, Update]:
    sliders = _sliders(g, 0.0, 0.0).values()
    first, second = (control.positions for control in sliders)
    slopes = PartialSlopes(g, [(a, b) for a in first for b in second])
    values = np.array([[g(a, b) for a in first] for b in second])
    partials = np.array([[slopes.ours(a, b) for a in first] for b in second])
    names = ("g", *(f"∂g/∂{name}" for name in g.labels))
    figure = picture(394)
    fields = (values, partials[..., 0], partials[..., 1])
    maps = [
        FieldMap(figure, 36 + 138 * i, g, name, entries)
        for i, (name, entries) in enumerate(zip(names, fields, strict=True))
    ]
    curves = [_Curve(figure, g, axis, axis_limits(values)) for axis in (0, 1)]
    labels = Labels(curves[0].axes)
    steep = [labels.add(role.first, axes=curve.axes) for curve in curves]
    inks = [ink for curve in curves for ink in (curve.dot, curve.curve, curve.line)]
    # The first to name a control gives its slider the colour and the shape.
    for name, curve in zip(("w1", "w2"), curves, strict=True):
        handle(curve.dot, x=name)
    for field in maps:
        handle(field.point, x="w1", y="w2")

    def update(w1: float, w2: float) -> Seen:
        here = g(w1, w2)
        rows, reasons = slopes.at(w1, w2)
        for field in maps:
            field.move(w1, w2)
        curves[0].show(w1, w2, here, rows[0, 0])
        curves[1].show(w2, w1, here, rows[1, 0])
        for curve, label, slope in zip(curves, steep, rows[:, 0].tolist(), strict=True):
            label.along(f"slope {or_none(slope, 3)}", curve.line)
        labels.settle(*inks)
        looks = tuple(curve.line for curve in curves)
        return Seen(
            _sentence(g.labels, (w1, w2), here, rows, reasons), _rows(g.labels, here, rows, looks)
        )

    return figure, update


class _Curve:
    """g along one input, the other one held still, and the line with the partial as its slope."""

    def __init__(self, figure: Figure, g: FunctionOfTwo, axis: int, heights: tuple[float, float]):
        self.g, self.axis, self.heights = g, axis, heights
        self.window = g.windows[axis]
        self.points = np.linspace(*self.window, 2 * _STEPS + 1)
        box = (36 + 210 * axis, 30, 178, 142)
        axes = chart(figure, box, self.window, heights, g.labels[axis], "g" if axis == 0 else "")
        mark(axes.xaxis, few(*self.window, 4))
        if axis:
            axes.tick_params(labelleft=False)
        style: dict[str, Any] = {"color": role.ink, "lw": LINE, "ls": LINES[axis]}
        (self.curve,) = axes.plot([], [], zorder=CURVE, **style)
        (self.line,) = axes.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        self.dot = point(axes, role.first, ("circle", "square")[axis])
        self.axes = axes
        self.heights_of = lru_cache(maxsize=None)(self._heights_of)

    def show(self, moving: float, still: float, here: float, slope: float) -> None:
        """Draw the curve through the point, and the line."""
        self.curve.set_data(self.points, self.heights_of(still))
        self.line.set_data(self.window, [here + slope * (end - moving) for end in self.window])
        self.line.set_visible(math.isfinite(slope))
        self.dot.set_data([moving], [here])
        self.dot.set_visible(bool(self.heights[0] <= here <= self.heights[1]))

    def _heights_of(self, still: float) -> np.ndarray:
        inputs = (self.points, still) if self.axis == 0 else (still, self.points)
        return broken_at_poles(self.g.values(*inputs), *self.heights)


def _rows(
    names: tuple[str, str], here: float, rows: np.ndarray, looks: tuple[Line2D, ...]
) -> list[Line]:
    """Return the value and both slopes in numbers, a row for each way to find them."""
    lines: list[Line] = [
        Heading("", *(f"∂g/∂{name}" for name in names)),
        *(
            Row(way, *(or_none(x) if math.isnan(x) else _short(x) for x in row), like=like)
            for way, row, like in zip(
                PartialSlopes.METHODS, rows.T.tolist(), (looks[0], (), ()), strict=True
            )
        ),
        Heading("at the point"),
        Row("g", "", or_none(here)),
    ]
    return lines


def _short(x: float) -> str:
    """Say a number in at most ten characters."""
    return say(x) if len(say(x)) <= 10 else say(x, 3)


def _sentence(
    names: tuple[str, str],
    point: tuple[float, float],
    here: float,
    rows: np.ndarray,
    reasons: list[str],
) -> str:
    """Say what the picture shows."""
    at = " and ".join(f"{name} = {say(w)}" for name, w in zip(names, point, strict=True))
    if math.isnan(here):
        return f"At {at}, g is not defined: it has no partial derivative there."
    words = [f"At {at}, g is {say(here)}."]
    for axis, (name, still) in enumerate((names, names[::-1])):
        if reasons[axis]:
            words.append(f"It has no partial derivative along {name}: {reasons[axis]}.")
        else:
            words.append(f"With {still} held still the slope along {name} is {say(rows[axis, 0])}.")
    words.append(_verdict(rows))
    return " ".join(filter(None, words))


def _verdict(rows: np.ndarray) -> str:
    """Say whether the three ways to the slopes agree, where there are slopes."""
    ours, theirs, central = rows[np.isfinite(rows[:, 0])].T
    if not ours.size:
        return ""
    if not np.isfinite(theirs).all():
        return "autograd cannot run this g."
    scale = max(1.0, float(np.abs(ours).max()))
    if np.abs(ours - theirs).max() > 1e-9 * scale:
        return "adlite and autograd differ here."
    off = float(np.abs(ours - central).max())
    if off <= 1e-5 * scale:
        return "adlite, autograd and the central quotient agree."
    return f"adlite and autograd agree, and the central quotient is {say(off, 2)} off."
