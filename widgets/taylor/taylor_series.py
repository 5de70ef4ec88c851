"""`TaylorSeries`: polynomials of higher and higher order about one point (Eq. B.62)."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.transforms import blended_transform_factory

from ..drawing import CHILD, FAINT, FIRST_ORDER, FUNCTION, SECOND_ORDER
from ..functions import (
    LEFT_OUT,
    Drawing,
    Expansion,
    Function,
    FunctionExplorer,
    axis_limits,
    broken_at_poles,
    checked_window,
    expand,
    round_up,
    trusted_interval,
)
from ..live import Control, InputError, Update, handle, linear, say, steps
from .series_sentence import SeriesView, sentence, what_higher_orders_do

_HIGHEST = 20
# Points at which g and its errors are known, and every which of them is drawn.
_POINTS, _DRAWN = 401, slice(None, None, 5)
_LOOKS: dict[str, dict[str, Any]] = {
    "order 1": {"color": FIRST_ORDER, "ls": "-", "lw": 2.5},
    "order 2": {"color": SECOND_ORDER, "ls": (0, (5, 1.5)), "lw": 2.5},
    "any other order": {"color": "#7b3fa0", "ls": (0, (6, 1.5, 1.5, 1.5)), "lw": 2.3},
}
_BAND, _DOTS = "#e3dcc0", (0, (1, 1.5))
# From the foot of the lower panel to the top of the upper one.
_SPAN = 0.11, 0.93


class TaylorSeries(FunctionExplorer):
    """Raise the order of g's Taylor polynomial at w0 and see how far it follows g.

    `g` is any function of one number, or a formula such as "sin(w)*w". The lower panel shows the
    error on a scale of powers of ten. The shaded interval around w0 is where it stays up to
    `tolerance`. `also` names orders, 1 or 2, that stay drawn beside the chosen one.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is no number.

    >>> explorer = TaylorSeries(w0=0, order=3)
    >>> print(explorer.sentence)
    At w⁰ = 0 the polynomial of order 3 is within 0.01 of g from −1.04 to 1.04, at the \
points drawn. In the picture its error grows to 29.7. No singularity shows: a high enough order \
follows g at every point drawn, though not every single order reaches farther than the one before.
    >>> explorer.order = 9
    >>> print(explorer.sentence.split(". ")[0])
    At w⁰ = 0 the polynomial of order 9 is within 0.01 of g from −3.25 to 3.25, at the points drawn

    Source: Eq. B.62, Figures B.11 and B.14.

    """

    def __init__(
        self,
        g: Callable[..., Any] | str = "sin(w)",
        *,
        w0: float = 0.0,
        order: int = 1,
        tolerance: float = 0.01,
        window: tuple[float, float] = (-6, 6),
        also: Sequence[int] = (),
        title: str = "How far does a Taylor polynomial reach?",
    ):
        # So many parameters, as each is what a notebook may write by its name.
        self._window, self.title, self._also = checked_window(window), title, _drawn_also(also)
        super().__init__(g, w0=w0, order=order, tolerance=tolerance)

    def drawing(self, g: Callable[..., Any] | str, w0: Any, order: Any, tolerance: Any) -> Drawing:
        """Return all that depends on g."""
        new, (low, high) = Function(g, self._window), self._window
        count = round((high - low) / round_up((high - low) / 80))
        slider = linear(low, high, (high - low) / count, "w⁰", w0)
        controls = {
            # Every order is in the tables; so w0 has few positions there.
            "w0": replace(slider, strides=(4, 10)),
            "order": steps([str(n) for n in range(_HIGHEST + 1)], "order", order),
            "tolerance": Control("log", "error ≤", (1e-3, 0.01, 0.1), tolerance),
        }
        for name, control in controls.items():
            control.clean(name, control.value)
        return Drawing(new, *_picture(new, self.title, self._also), new.formula, controls)


def _drawn_also(also: Any) -> frozenset[int]:
    try:
        orders = frozenset(also)
    except TypeError:
        orders = frozenset({None})
    if not orders <= {1, 2}:
        raise InputError(
            f"also must name the orders 1 or 2 or both, as in also=(1,); got {also!r}."
        )
    return orders


def _picture(g: Function, title: str, also: frozenset[int]) -> tuple[Figure, Update]:
    low, high = g.window
    points = np.linspace(low, high, _POINTS)
    truth = g.values(points)
    bottom, top = axis_limits(truth)
    # Errors are drawn from a little below what rounding leaves of the curve's height.
    most = math.ceil(math.log10(top - bottom)) + 1
    least = most - 19

    figure = Figure(figsize=(8.4, 4.8))
    axes = figure.add_axes((0.075, 0.43, 0.52, 0.5), facecolor="none")
    axes.set(xlim=(low, high), ylim=(bottom, top), title=title)
    axes.tick_params(labelbottom=False)
    axes.grid(color="0.92")
    below = figure.add_axes((0.075, 0.11, 0.52, 0.27), facecolor="none")
    ticks = [tick for tick in range(least, most + 1) if tick % 4 == 0]
    below.set(xlim=(low, high), ylim=(least, most), xlabel="w", ylabel="log₁₀ |error|")
    below.set_yticks(ticks, [say(float(tick)) for tick in ticks])
    below.grid(color="0.92")
    # These two reach through both panels: w counts along, the figure's height upwards.
    across = blended_transform_factory(axes.transData, figure.transFigure)
    band = Polygon([(low, 0)], color=_BAND, lw=0, transform=across, zorder=-1)
    far = Line2D([], [], color=FAINT, lw=1.5, ls=_DOTS, transform=across, zorder=-0.5)
    figure.add_artist(band)
    figure.add_artist(far)
    axes.plot(points, broken_at_poles(truth, bottom, top), color=FUNCTION, lw=2)
    curves = [axes.plot([], [], **look)[0] for look in _LOOKS.values()]
    (point,) = axes.plot([], [], color=CHILD, marker="o", ms=9, ls="none", mec="white")
    (error,) = below.plot([], [], color=CHILD, lw=1.6)
    (threshold,) = below.plot([], [], color=FAINT, lw=1, ls=(0, (6, 3)))
    handle(threshold, y="tolerance", at=1)
    handle(point, x="w0")
    rows = _Rows(figure)
    height = float(np.nanmax(np.abs(truth)))
    nowhere = np.full(_POINTS, np.nan)

    @lru_cache(maxsize=256)
    def expansion(w0: float) -> tuple[Expansion, tuple[float, float], str]:
        found = expand(g, w0, _HIGHEST)
        radii = found.radii()
        return found, radii, what_higher_orders_do(found, radii, points, truth)

    @lru_cache(maxsize=700)
    def sample(w0: float, order: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the polynomial and its errors at all points."""
        found = expansion(w0)[0]
        if order > found.highest or found.polynomial is None:
            return nowhere, nowhere
        with np.errstate(all="ignore"):
            curve = found.polynomial.truncate(order)(points)
            return curve, np.abs(curve - truth)

    def reach(w0: float, order: int, tolerance: float) -> tuple[float, float]:
        return trusted_interval(points, sample(w0, order)[1], w0, tolerance, order)

    def update(w0: float, order: int, tolerance: float) -> str:
        found, radii, helps = expansion(w0)
        errors = sample(w0, order)[1]
        ends, largest = reach(w0, order, tolerance), _largest(errors, height)
        seen = SeriesView(found, w0, order, tolerance, ends, largest, radii, helps)
        shown = {n for n in {order, *also} if n <= found.highest}
        for line, drawn in zip(curves, (shown & {1}, shown & {2}, shown - {1, 2}), strict=True):
            curve = sample(w0, *drawn)[0] if drawn else nowhere
            line.set_data(points[_DRAWN], curve[_DRAWN])
            line.set_visible(bool(drawn))
        error.set_data(points[_DRAWN], _log10(errors[_DRAWN], least))
        threshold.set_data([low, high], [math.log10(tolerance)] * 2)
        _shade(band, ends if seen.exists else (w0, w0))
        _mark(far, w0, found.distance, g.window)
        point.set_data([w0], [g(w0)])
        point.set_visible(found.highest >= 0)
        rows.write(seen)
        beside = {n: reach(w0, n, tolerance) for n in sorted(shown - {order})}
        return sentence(seen, g.window, beside)

    return figure, update


def _log10(errors: np.ndarray, least: float) -> np.ndarray:
    """Return logarithms, no lower than the foot of the picture; NaN where there is no error."""
    logarithms: np.ndarray = np.log10(np.maximum(errors, 10.0**least))
    return logarithms


def _largest(errors: np.ndarray, height: float) -> float:
    """Return the largest error; 0 where it is no more than rounding makes."""
    known = errors[np.isfinite(errors)]
    largest = float(known.max()) if known.size else math.nan
    return 0.0 if largest < 1e-12 * height else largest


def _shade(band: Polygon, ends: tuple[float, float]) -> None:
    left, right = ends
    shown = right > left
    band.set_visible(shown)
    if shown:
        low, high = _SPAN
        band.set_xy([(left, low), (left, high), (right, high), (right, low)])


def _mark(line: Line2D, w0: float, radius: float, window: tuple[float, float]) -> None:
    """Draw upright lines at the distance of the nearest singularity, where they are in sight."""
    gap, (low, high) = math.nan, _SPAN
    sides = [w for w in (w0 - radius, w0 + radius) if window[0] <= w <= window[1]]
    line.set_visible(bool(sides))
    line.set_data([x for w in sides for x in (w, w, gap)], [low, high, gap] * len(sides))


class _Rows:
    """The legend and the numbers, beside the picture."""

    _LEFT, _RIGHT = 0.63, 0.985

    def __init__(self, figure: Figure):
        self.figure = figure
        samples: dict[str, Any] = {"g": {"color": FUNCTION, "lw": 2}, **_LOOKS}
        samples["nearest singularity, estimated"] = {"color": FAINT, "lw": 1.5, "ls": _DOTS}
        for i, (name, look) in enumerate(samples.items()):
            y = 0.9 - 0.058 * i
            x = [self._LEFT, self._LEFT + 0.04]
            figure.add_artist(Line2D(x, [y + 0.012] * 2, **look))
            self._write(y, name, indent=0.05)
        box = (self._LEFT, 0.603), 0.04, 0.03
        figure.add_artist(Rectangle(*box, color=_BAND, lw=0, transform=figure.transFigure))
        self.shaded = self._write(0.609, "", indent=0.05)
        self.head = self._write(0.5, "", size=11.5)
        self.left = self._row(0.43, "shaded from")
        self.right = self._row(0.37, "to")
        self.largest = self._row(0.31, "largest error here")
        self._write(0.225, "distance to the singularity", color=FAINT)
        self.radius = self._row(0.165, f"from order {_HIGHEST}")
        self.fewer = self._row(0.105, f"from order {_HIGHEST - LEFT_OUT}")

    def write(self, seen: SeriesView) -> None:
        """Show the numbers for what is seen now."""
        self.shaded.set_text(f"error at most {say(seen.tolerance)}")
        self.head.set_text(f"order {seen.order} at w⁰ = {say(seen.w0)}")
        numbers = (*seen.ends, seen.largest)
        for text, number in zip((self.left, self.right, self.largest), numbers, strict=True):
            text.set_text(say(number, 3) if seen.exists else "none")
        for text, radius in zip((self.radius, self.fewer), seen.radii, strict=True):
            words = {math.inf: "none near"}.get(radius, say(radius, 4))
            text.set_text("not clear" if math.isnan(radius) else words)

    def _row(self, y: float, name: str) -> Any:
        self._write(y, name)
        return self.figure.text(self._RIGHT, y, "", fontsize=10.5, ha="right")

    def _write(
        self, y: float, words: str, indent: float = 0.0, size: float = 10.5, color: str = "black"
    ) -> Any:
        return self.figure.text(self._LEFT + indent, y, words, fontsize=size, color=color)
