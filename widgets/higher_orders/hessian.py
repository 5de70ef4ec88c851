"""`Hessian`: all second derivatives of a function at a point (Eqs. B.47 to B.49)."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..drawing import FAINT, FUNCTION, SECOND_ORDER
from ..functions import Drawing, FunctionExplorer, checked_window
from ..live import Control, Update, choice, handle, linear, listed, say
from .derivative_counts import write_lines, write_table
from .function_with_hessian import FunctionWithHessian, Point, number_of_inputs
from .hinton_diagram import HintonDiagram

_STEPS = 20
# Three ways to curve along a direction: the line that shows it, and the words.
_WAYS: dict[str, tuple[Any, str]] = {
    "up": ("-", "curves up"),
    "down": ((0, (3, 1.5)), "curves down"),
    "straight": ((0, (1, 1.2)), "is straight"),
}
_KEY = "filled: positive, hollow: negative, area: size"


class Hessian(FunctionExplorer):
    """Move a point and see the Hessian there: N² second derivatives, each a square with a sign.

    `g` is a formula of 2 to 6 inputs, a function of so many numbers, or a function of one array.
    `at` is the point; only a function of one array of more than two needs it. With two inputs both
    can be moved: the lines over the contours show the directions in which g curves most and least.
    With more, `moved` names the input that is moved and `to` its value; the others stay.

    A filled square is a positive entry, a hollow one a negative entry, and its area is its size.

    Raises:
        InputError: `g` cannot be drawn or differentiated, `at` does not fit it, or a value is no
            number.

    >>> print(Hessian("w1^2 - w2^2 + w1*w2", w1=0.5, w2=1).sentence)
    At w₁ = 0.5, w₂ = 1 the Hessian is [2, 1; 1, −2]. Mirror entries are equal. The eigenvalues \
are 2.24 and −2.24: a saddle, curving up along some directions and down along \
others.

    Source: Eqs. B.47 to B.49.

    """

    formula_label, formula_example = "g", "sin(w1)*w2"

    def __init__(
        self,
        g: Callable[..., Any] | str = "tanh(w1*w2)",
        *,
        at: Any = None,
        w1: float | None = None,
        w2: float | None = None,
        moved: str | None = None,
        to: float | None = None,
        window: tuple[float, float] = (-2, 2),
        title: str = "The Hessian at a point",
    ):
        # So many parameters, as each is what a notebook may write by its name.
        self._window, self.title, self._at = checked_window(window), title, at
        super().__init__(g, w1=w1, w2=w2, moved=moved, to=to)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        return {**self.values, "again": True}

    def drawing(self, g: Callable[..., Any] | str, again: bool = False, **asked: Any) -> Drawing:
        """Return all that depends on g; drawn again, it keeps what it has inputs for."""
        at = self._at
        if again and at is not None and number_of_inputs(g, None) not in (2, len(at)):
            at = None
        new = FunctionWithHessian(g, at, self._window)
        if again and asked.get("moved") not in new.names:
            asked["moved"] = None
        return Drawing(new, *self._draw(new), new.formula, self._sliders(new, asked))

    def _sliders(self, g: FunctionWithHessian, asked: dict[str, Any]) -> dict[str, Control]:
        low, high = self._window
        step = (high - low) / _STEPS
        stands = {name: value for name, value in asked.items() if value is not None}
        if len(g.names) == 2:
            both = zip(("w1", "w2"), g.labels, g.at, strict=True)
            return {w: linear(low, high, step, name, stands.get(w, x)) for w, name, x in both}
        moved = stands.get("moved", g.names[0])
        here = g.at[g.names.index(moved)] if moved in g.names else 0.0
        return {
            "moved": choice(g.names, "input to move", moved, g.labels),
            "to": linear(low, high, step, "moved to", stands.get("to", here)),
        }

    def _draw(self, g: FunctionWithHessian) -> tuple[Figure, Update]:
        ends = np.round(np.linspace(*self._window, _STEPS + 1), 9).tolist()
        if len(g.names) == 2:
            g.prepare([(a, b) for a in ends for b in ends])
            return _two_inputs(g, ends, self.title)
        g.prepare([(*g.at[:i], x, *g.at[i + 1 :]) for i in range(len(g.names)) for x in ends])
        return _many_inputs(g, ends, self.title)


def _two_inputs(g: FunctionWithHessian, ends: list[float], title: str) -> tuple[Figure, Update]:
    figure = Figure(figsize=(8.4, 4.4))
    axes = figure.add_axes((0.075, 0.12, 0.425, 0.8))
    low, high = ends[0], ends[-1]
    first, second = g.labels
    axes.set(xlim=(low, high), ylim=(low, high), xlabel=first, title=title, aspect="equal")
    axes.set_ylabel(second, labelpad=0)
    _contours(axes, g, low, high)
    lines = {}
    for way, (style, _) in _WAYS.items():
        (lines[way],) = axes.plot([], [], color=SECOND_ORDER, lw=3, ls=style)
    (point,) = axes.plot(
        [], [], color=FUNCTION, marker="o", ms=8, ls="none", mec="white", clip_on=False
    )
    handle(point, x="w1", y="w2")
    grid: list[Point] = [(a, b) for a in ends for b in ends]
    squares = HintonDiagram(figure, (0.565, 0.42, 0.4, 0.51), g.labels, _scale(g, grid))
    figure.text(0.565, 0.36, _KEY, fontsize=9.5, color=FAINT)
    rows = [_DirectionRow(figure, y) for y in (0.285, 0.22)]
    verdict = figure.text(0.565, 0.155, "", fontsize=11)
    write_lines(figure, 2, 0.565, 0.085)
    reach = 0.17 * (high - low)

    def update(w1: float, w2: float) -> str:
        entries = squares.show(g.hessian((w1, w2)))
        point.set_data([w1], [w2])
        values, directions = eigen(entries)
        ways = ["straight" if value == 0 else "up" if value > 0 else "down" for value in values]
        for way, line in lines.items():
            x, y = [], []
            for one, (dx, dy) in zip(ways, directions.T, strict=True):
                if one == way:
                    x += [w1 - reach * dx, w1 + reach * dx, np.nan]
                    y += [w2 - reach * dy, w2 + reach * dy, np.nan]
            line.set_data(x, y)
            line.set_visible(bool(x))
        for k, row in enumerate(rows):
            row.write(ways[k] if ways else "", values[k] if ways else 0.0)
        verdict.set_text(_verdict(entries, values))
        return _sentence(g, (w1, w2), entries, values)

    return figure, update


def _many_inputs(g: FunctionWithHessian, ends: list[float], title: str) -> tuple[Figure, Update]:
    figure = Figure(figsize=(8.4, 4.6))
    figure.text(0.06, 0.945, title, fontsize=12)
    n = len(g.labels)
    line = [(*g.at[:i], x, *g.at[i + 1 :]) for i in range(n) for x in ends]
    squares = HintonDiagram(figure, (0.06, 0.03, 0.5, 0.88), g.labels, _scale(g, line))
    left, write = 0.635, figure.text
    write(left, 0.84, "the point", fontsize=11, color=FAINT)
    write(0.8, 0.84, "eigenvalues", fontsize=11, color=FAINT)
    rows = [0.77 - 0.066 * i for i in range(n)]
    places = [write(left, y, "", fontsize=11) for y in rows]
    values = [write(0.8, y, "", fontsize=11) for y in rows]
    verdict = write(left, 0.37, "", fontsize=11)
    write(left, 0.03, _KEY, fontsize=9.5, color=FAINT)
    write_table(figure, n, left, 0.295)

    def update(moved: str, to: float) -> str:
        i = g.names.index(moved)
        point = (*g.at[:i], to, *g.at[i + 1 :])
        entries = squares.show(g.hessian(point))
        eigenvalues = eigen(entries)[0]
        for k, text in enumerate(places):
            text.set_text(f"{g.labels[k]} = {say(point[k])}{' ←' if k == i else ''}")
        for k, text in enumerate(values):
            text.set_text(say(eigenvalues[k]) if len(eigenvalues) else "none")
        verdict.set_text(_verdict(entries, eigenvalues))
        return _sentence(g, point, entries, eigenvalues)

    return figure, update


def _scale(g: FunctionWithHessian, points: list[Point]) -> float:
    """Return the size of an entry with a full square: most points have no larger one."""
    sizes = np.abs([g.hessian(point) for point in points]).max(axis=(1, 2))
    sizes = sizes[np.isfinite(sizes)]
    return float(np.quantile(sizes, 0.8)) or 1.0 if sizes.size else 1.0


def _contours(axes: Any, g: FunctionWithHessian, low: float, high: float) -> None:
    grid = np.linspace(low, high, 37)
    values = np.array([[g.value((a, b)) for a in grid.tolist()] for b in grid.tolist()])
    finite = values[np.isfinite(values)]
    if finite.size and np.ptp(finite) > 0:
        levels = np.unique(np.quantile(finite, np.linspace(0.04, 0.96, 12)))
        masked = np.ma.masked_invalid(values)
        style: dict[str, Any] = {"colors": "0.7", "linewidths": 0.9, "linestyles": "solid"}
        axes.contour(grid, grid, masked, levels=levels, **style)


class _DirectionRow:
    """A sample of the line that shows a direction, and how much g curves along it."""

    def __init__(self, figure: Figure, y: float):
        self.words = figure.text(0.63, y, "", fontsize=11)
        self.samples = {}
        for way, (style, _) in _WAYS.items():
            line = Line2D([0.565, 0.615], [y + 0.013] * 2, color=SECOND_ORDER, lw=3, ls=style)
            self.samples[way] = line
            figure.add_artist(line)

    def write(self, way: str, eigenvalue: float) -> None:
        """Show one of the ways to curve, or nothing."""
        self.words.set_text(f"g {_WAYS[way][1]}: {say(eigenvalue)}" if way else "")
        for name, line in self.samples.items():
            line.set_visible(name == way)


def eigen(entries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the eigenvalues, the largest first, and the directions; none if not symmetric."""
    scale = np.abs(entries).max()
    if not np.isfinite(scale) or np.abs(entries - entries.T).max() > 1e-6 * scale:
        return np.array([]), np.zeros((len(entries), 0))
    values, directions = np.linalg.eigh((entries + entries.T) / 2)
    values[np.abs(values) < 1e-12 * scale] = 0.0
    return values[::-1], directions[:, ::-1]


def _verdict(entries: np.ndarray, eigenvalues: np.ndarray) -> str:
    if np.isnan(entries).any():
        return "no Hessian here"
    return _kind(eigenvalues) if len(eigenvalues) else "not symmetric"


def _kind(eigenvalues: np.ndarray) -> str:
    """Name the shape that eigenvalues stand for.

    >>> _kind(np.array([2.0, 1.0])), _kind(np.array([1.0, 0.0])), _kind(np.zeros(2))
    ('a bowl', 'a trough', 'flat')
    """
    up, down = bool((eigenvalues > 0).any()), bool((eigenvalues < 0).any())
    if up and down:
        return "a saddle"
    level = bool((eigenvalues == 0).any())
    if up:
        return "a trough" if level else "a bowl"
    if down:
        return "a ridge" if level else "a dome"
    return "flat"


_MEANS = {
    "a saddle": "curving up along some directions and down along others",
    "a bowl": "curving up in every direction",
    "a dome": "curving down in every direction",
    "a trough": "curving up in some directions; where the curvature is 0 the Hessian cannot tell",
    "a ridge": "curving down in some directions; where the curvature is 0 the Hessian cannot tell",
    "flat": "no direction has a curvature, and how g goes on the Hessian cannot tell",
}


def _sentence(
    g: FunctionWithHessian, point: Point, entries: np.ndarray, eigenvalues: np.ndarray
) -> str:
    """Say what the picture shows."""
    at = ", ".join(f"{name} = {say(x)}" for name, x in zip(g.labels, point, strict=True))
    how = g.verdict(point)
    if np.isnan(entries).any():
        return f"At {at} there is no Hessian: {how}."
    start = f"At {at} the Hessian{f' found {how}' if how else ''} {_entries_in_words(g, entries)}."
    if not len(eigenvalues):
        gaps, name = np.abs(entries - entries.T), g.labels
        m, n = np.unravel_index(int(np.argmax(gaps)), gaps.shape)
        return (
            f"{start} It is not symmetric: ∂/∂{name[m]} ∂/∂{name[n]} g = {say(entries[m, n])}, but "
            f"∂/∂{name[n]} ∂/∂{name[m]} g = {say(entries[n, m])}. So the second partial "
            "derivatives are not continuous here."
        )
    gap = np.abs(entries - entries.T).max() / max(np.abs(entries).max(), 1e-300)
    same = "equal" if gap < 1e-12 else f"equal to {int(-np.log10(gap))} digits"
    kind = _kind(eigenvalues)
    return (
        f"{start} Mirror entries are {same}. The eigenvalues are "
        f"{listed(say(x, 3) for x in eigenvalues)}: "
        f"{kind}, {_MEANS[kind]}."
    )


def _entries_in_words(g: FunctionWithHessian, entries: np.ndarray) -> str:
    if len(entries) < 4:
        return f"is [{'; '.join(', '.join(say(x, 3) for x in row) for row in entries)}]"
    m, n = np.unravel_index(np.argmax(np.abs(entries)), entries.shape)
    size = f"has {entries.size} entries, {np.count_nonzero(entries)} of them not zero"
    return f"{size}; the largest is ∂/∂{g.labels[m]} ∂/∂{g.labels[n]} g = {say(entries[m, n])}"
