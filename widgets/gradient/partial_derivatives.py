"""`PartialDerivatives`: a function of two inputs and its two partial derivatives (Figure B.15)."""

import math
from functools import lru_cache, partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from ..drawing import FAINT, FIRST_ORDER, FUNCTION
from ..functions import (
    Drawing,
    FunctionExplorer,
    FunctionOfTwo,
    Given,
    PartialSlopes,
    axis_limits,
    broken_at_poles,
)
from ..live import Control, Update, handle, linear, say

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
        return Drawing(new, *_picture(new, self.title), new.formula, _sliders(new, w1, w2))


def _sliders(g: FunctionOfTwo, *values: Any) -> dict[str, Control]:
    sliders = {}
    for key, name, (low, high), value in zip(
        ("w1", "w2"), g.labels, g.windows, values, strict=True
    ):
        sliders[key] = linear(low, high, (high - low) / _STEPS, name, value)
    return sliders


def _picture(g: FunctionOfTwo, title: str) -> tuple[Figure, Update]:
    sliders = _sliders(g, 0.0, 0.0).values()
    first, second = (control.positions for control in sliders)
    slopes = PartialSlopes(g, [(a, b) for a in first for b in second])
    values = np.array([[g(a, b) for a in first] for b in second])
    partials = np.array([[slopes.ours(a, b) for a in first] for b in second])
    one, two = g.labels
    figure = Figure(figsize=(8.4, 5.0))
    figure.text(0.012, 0.95, title, fontsize=12)
    names = ("g", f"∂g/∂{one}", f"∂g/∂{two}")
    maps = (values, partials[..., 0], partials[..., 1])
    crosses = [
        _map(figure, 0.06 + 0.315 * i, g, name, entries)
        for i, (name, entries) in enumerate(zip(names, maps, strict=True))
    ]
    curves = [_Curve(figure, g, axis, axis_limits(values)) for axis in (0, 1)]
    for upright, level in crosses:
        handle(upright, x="w1", y="w2", at=partial(_crossing, upright, level))
    for name, curve in zip(("w1", "w2"), curves, strict=True):
        handle(curve.dot, x=name)
    table = _Table(figure, names)

    def update(w1: float, w2: float) -> str:
        here = g(w1, w2)
        rows, reasons = slopes.at(w1, w2)
        for upright, level in crosses:
            upright.set_data([w1, w1], g.windows[1])
            level.set_data(g.windows[0], [w2, w2])
        curves[0].show(w1, w2, here, rows[0, 0])
        curves[1].show(w2, w1, here, rows[1, 0])
        table.write(here, rows)
        return _sentence(g.labels, (w1, w2), here, rows, reasons)

    return figure, update


def _crossing(upright: Line2D, level: Line2D) -> tuple[float, float]:
    return float(np.asarray(upright.get_xdata())[0]), float(np.asarray(level.get_ydata())[0])


def _map(
    figure: Figure, left: float, g: FunctionOfTwo, name: str, entries: np.ndarray
) -> list[Line2D]:
    """Draw one of the three maps, and return the two lines that cross at the point."""
    axes = figure.add_axes((left, 0.455, 0.275, 0.41))
    (low1, high1), (low2, high2) = g.windows
    axes.set_xlabel(g.labels[0], labelpad=0)
    axes.locator_params(nbins=4)
    if name == "g":
        axes.set_ylabel(g.labels[1], labelpad=0)
    else:
        axes.tick_params(labelleft=False)
    finite = entries[np.isfinite(entries)]
    if finite.size:
        low, high = float(finite.min()), float(finite.max())
        if low < high:
            low, high = np.clip(axis_limits(finite), low, high)
        # Each entry belongs to the middle of its pixel.
        right, up = (high1 - low1) / _STEPS / 2, (high2 - low2) / _STEPS / 2
        look: dict[str, Any] = {"cmap": "cividis", "vmin": low, "vmax": high}
        look |= {"origin": "lower", "aspect": "auto", "interpolation": "bilinear"}
        extent = (low1 - right, high1 + right, low2 - up, high2 + up)
        axes.imshow(entries, extent=extent, **look)
        if low < 0 < high:
            # Where two lines of zeros cross, a contour cuts the corners of its cells.
            fine = refined(entries, 5)
            grid = (np.linspace(*w, len(fine)) for w in g.windows)
            axes.contour(*grid, fine, levels=[0.0], colors="white", linewidths=1.2, linestyles=":")
        words = f"{say(low, 2)} (dark) to {say(high, 2)}" if low < high else say(low, 3)
        axes.set_title(f"{name}:  {words}", fontsize=9.5)
    else:
        axes.set_title(f"{name}:  none", fontsize=9.5)
    axes.set(xlim=(low1, high1), ylim=(low2, high2))
    return [axes.plot([], [], color=FIRST_ORDER, lw=1.8, clip_on=False)[0] for _ in range(2)]


def refined(entries: np.ndarray, times: int) -> np.ndarray:
    """Return entries on a finer grid, linear between the ones that are known.

    >>> refined(np.array([[0.0, 1.0], [2.0, 3.0]]), 2)
    array([[0. , 0.5, 1. ],
           [1. , 1.5, 2. ],
           [2. , 2.5, 3. ]])
    """
    for _ in range(2):
        known = np.arange(len(entries))
        wanted = np.linspace(0, len(entries) - 1, times * (len(entries) - 1) + 1)
        entries = np.array([np.interp(wanted, known, column) for column in entries.T])
    return entries


class _Curve:
    """g along one input, the other one held still, and the line with the partial as its slope."""

    def __init__(self, figure: Figure, g: FunctionOfTwo, axis: int, heights: tuple[float, float]):
        self.g, self.axis, self.heights = g, axis, heights
        self.window, still = g.windows[axis], g.labels[1 - axis]
        self.points = np.linspace(*self.window, 2 * _STEPS + 1)
        axes: Axes = figure.add_axes((0.375 + 0.315 * axis, 0.085, 0.275, 0.235))
        axes.set(xlim=self.window, ylim=heights)
        axes.set_xlabel(g.labels[axis], labelpad=0)
        axes.set_title(f"g along {g.labels[axis]}, {still} held still", fontsize=9.5)
        axes.locator_params(nbins=4)
        axes.yaxis.set_major_formatter(lambda height, _: say(height, 3))
        axes.tick_params(labelleft=axis == 0, labelsize=9.5)
        axes.grid(color="0.92")
        (self.curve,) = axes.plot([], [], color=FUNCTION, lw=2)
        (self.line,) = axes.plot([], [], color=FIRST_ORDER, lw=2.5, ls=(0, (5, 2)))
        (self.dot,) = axes.plot([], [], color=FIRST_ORDER, marker="o", ms=8, ls="none", mec="white")
        self.heights_of = lru_cache(maxsize=None)(self._heights_of)

    def show(self, moving: float, still: float, here: float, slope: float) -> None:
        """Draw the curve through the point, and the line."""
        self.curve.set_data(self.points, self.heights_of(still))
        self.line.set_data(self.window, [here + slope * (end - moving) for end in self.window])
        self.line.set_visible(math.isfinite(slope))
        self.dot.set_data([moving], [here])
        self.dot.set_visible(math.isfinite(here))

    def _heights_of(self, still: float) -> np.ndarray:
        inputs = (self.points, still) if self.axis == 0 else (still, self.points)
        return broken_at_poles(self.g.values(*inputs), *self.heights)


class _Table:
    """The value and both slopes in numbers, a row for each way to find them."""

    _COLUMNS = (0.192, 0.288)

    def __init__(self, figure: Figure, names: tuple[str, ...]):
        self.value, _ = self._row(figure, 0.315, names[0])
        for x, name in zip(self._COLUMNS, names[1:], strict=True):
            figure.text(x, 0.25, name, fontsize=10, ha="right", color=FAINT)
        self.slopes = [
            self._row(figure, 0.195 - 0.05 * i, name)
            for i, name in enumerate(PartialSlopes.METHODS)
        ]
        figure.text(0.012, 0.03, "green cross: the point; dotted: 0", fontsize=9.5, color=FAINT)

    def _row(self, figure: Figure, y: float, name: str) -> list[Text]:
        figure.text(0.012, y, name, fontsize=9.5)
        return [figure.text(x, y, "", fontsize=9.5, ha="right") for x in self._COLUMNS]

    def write(self, here: float, rows: np.ndarray) -> None:
        self.value.set_text("none" if math.isnan(here) else say(here))
        for texts, row in zip(self.slopes, rows.T.tolist(), strict=True):
            for text, slope in zip(texts, row, strict=True):
                text.set_text("none" if math.isnan(slope) else _short(slope))


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
