"""`DerivativeLadder`: each derivative is the slope of the one above it (Eqs. B.38 to B.46)."""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import blended_transform_factory

import adlite

from ..drawing import FAINT, FIRST_ORDER, FUNCTION, SECOND_ORDER
from ..functions import (
    Drawing,
    Function,
    FunctionExplorer,
    axis_limits,
    checked_window,
    why_no_derivative,
)
from ..live import InputError, Update, handle, linear, listed, say, steps

_MOST = 6
_HIGHER = ("#7b3fa0", "#8a5a00", "#c94f94", "#4a5a78")
_COLORS = (FUNCTION, FIRST_ORDER, SECOND_ORDER, *_HIGHER)
_NAMES = ("g", "g′", "g″", "g‴", "g⁽⁴⁾", "g⁽⁵⁾", "g⁽⁶⁾")
# A tangent's half length, as a part of the panel's width.
_REACH = 0.09


class DerivativeLadder(FunctionExplorer):
    """Drag w0 along a function and its derivatives: each is the slope of the one above it.

    `g` is any function of one number, or a formula such as "tanh(w)". There is a panel for g and
    for each of its first `orders` derivatives (1 to 6), in the part `window` of the w axis. `order`
    says how many of the derivatives are shown, all of them at first. The short line on the last
    panel but one is a tangent; its slope is the height of the point below it.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, `orders` is no whole number
            from 1 to 6, or a value is no number.

    >>> explorer = DerivativeLadder("w^4", w0=2, orders=3, window=(-3, 3))
    >>> print(explorer.sentence)
    At w⁰ = 2 we have g = 16, g′ = 32, g″ = 48 and g‴ = 48. The tangent of g″ has slope 48, and \
that is g‴: here g″ rises.

    Source: Eqs. B.38 to B.46, Figure B.13.

    """

    def __init__(
        self,
        g: Callable[..., Any] | str = "cos(3*w) + w^2 + w^3",
        *,
        w0: float = 0.5,
        orders: int = 3,
        order: int | None = None,
        window: tuple[float, float] = (-2, 2),
        title: str = "Each rung is the slope of the rung above",
    ):
        if isinstance(orders, bool) or orders not in range(1, _MOST + 1):
            raise InputError(f"orders must be a whole number from 1 to {_MOST}; got {orders!r}.")
        self._window, self.title, self._orders = checked_window(window), title, int(orders)
        super().__init__(g, w0=w0, order=self._orders if order is None else order)

    def drawing(self, g: Callable[..., Any] | str, w0: Any, order: Any) -> Drawing:
        """Return all that depends on g."""
        low, high = self._window
        ladder = Ladder(g, self._window, self._orders)
        names = ["none", *map(str, range(1, self._orders + 1))]
        sliders = {
            "w0": linear(low, high, (high - low) / 80, "w⁰", w0),
            "order": steps([f"{n} of {self._orders}" for n in names], "derivatives shown", order),
        }
        picture = _picture(ladder, self._window, self.title)
        return Drawing(ladder.g, *picture, ladder.g.formula, sliders)


class Ladder:
    """A function with its first derivatives, NaN from the first one on that does not exist.

    >>> ladder = Ladder(np.abs, (-1, 1), 2)
    >>> ladder(-0.5).tolist(), ladder(0.0).tolist()
    ([0.5, -1.0, 0.0], [0.0, nan, nan])

    """

    def __init__(self, g: Callable[..., Any] | str, window: tuple[float, float], orders: int):
        self.g, self.orders = Function(g, window), orders
        self._known = lru_cache(maxsize=10_000)(self._worked_out)

    def __call__(self, w: float) -> np.ndarray:
        """Return the value and the derivatives 1 to `orders` at w."""
        return self._known(float(w))

    def broken_off(self, w: float) -> tuple[int, str]:
        """Return the order of the first derivative that is missing at w, and why it is."""
        # What has derivatives up to the highest order has all of them.
        if self.g.one_sided(w, self.orders).differentiable:
            return self.orders + 1, ""
        for order in range(1, self.orders + 1):
            sides = self.g.one_sided(w, order)
            if not sides.differentiable:
                return order, why_no_derivative(sides)
        return self.orders + 1, ""

    def curves(self, points: np.ndarray) -> np.ndarray:
        """Return a row of values for each order, with a gap wherever one of them jumps."""
        rows = np.array([self._series(w, self.orders + 1) for w in points.tolist()]).T
        checked = slice(None, None, 2)
        rows[:-1, checked] = np.array([self(w) for w in points[checked]]).T
        gap = np.abs(np.diff(rows[:-1], axis=1))
        steepest = np.maximum(np.abs(rows[1:, :-1]), np.abs(rows[1:, 1:]))
        with np.errstate(invalid="ignore"):
            jumps = gap > 8 * (points[1] - points[0]) * steepest + 1e-6 * np.nanmax(gap, initial=0)
        curves = rows[:-1]
        curves[:, 1:][jumps] = np.nan
        return curves

    def _series(self, w: float, orders: int) -> np.ndarray:
        if math.isnan(self.g(w)):
            return np.full(orders + 1, math.nan)
        try:
            with np.errstate(all="ignore"):
                found = np.array(adlite.derivatives(self.g.or_nan, w, orders), float)
        except adlite.TracingError as error:
            raise InputError(f"g cannot be differentiated: {error}") from None
        found[~np.isfinite(found)] = math.nan
        return found

    def _worked_out(self, w: float) -> np.ndarray:
        found = self._series(w, self.orders)
        if not math.isnan(found[0]):
            end = self.broken_off(w)[0]
            found[end:] = math.nan
            # At a tie AD has a convention, and where g′ cancels it has round-off.
            told = [self.g.one_sided(w, order).left for order in {1, end - 1} if 0 < order < end]
            if not np.allclose(told, found[[1, end - 1][: len(told)]], rtol=1e-9, atol=1e-12):
                found[1:end] = [self.g.one_sided(w, order).left for order in range(1, end)]
        found[np.isnan(found).cumsum() > 0] = math.nan
        return found + 0.0  # -0.0 would print its sign


def _picture(ladder: Ladder, window: tuple[float, float], title: str) -> tuple[Figure, Update]:
    points = np.linspace(*window, 161)
    curves = ladder.curves(points)
    figure = Figure(figsize=(8.4, 0.9 + 0.87 * (ladder.orders + 1)))
    rungs = [_Rung(figure, k, points, curves) for k in range(ladder.orders + 1)]
    rungs[0].axes.set_title(title)
    rungs[-1].axes.tick_params(labelbottom=True)
    rungs[-1].axes.set_xlabel("w")
    bottom, top = rungs[-1].axes.get_position().y0, rungs[0].axes.get_position().y1
    across = blended_transform_factory(rungs[0].axes.transData, figure.transFigure)
    plumb = Line2D([0, 0], [bottom, top], color=FAINT, lw=1, ls=(0, (2, 2)), transform=across)
    figure.add_artist(plumb)

    for k, rung in enumerate(rungs):
        handle(rung.point, x="w0", label=f"w⁰ on {_NAMES[k]}")

    def update(w0: float, order: float) -> str:
        shown = int(order)
        values = ladder(w0)
        plumb.set_xdata([w0, w0])
        for k, rung in enumerate(rungs):
            slope = values[k + 1] if k + 1 == shown else math.nan
            rung.move(w0, values[k], slope, seen=k <= shown, below=0 < k == shown)
        return _sentence(ladder, w0, values, shown)

    return figure, update


class _Rung:
    """The panel of one order: its curve, the point, a tangent, and the number beside it."""

    def __init__(self, figure: Figure, order: int, points: np.ndarray, curves: np.ndarray):
        height, panels = figure.get_size_inches()[1], len(curves)
        tall = (height - 0.9) / panels
        low = (0.5 + tall * (panels - 1 - order)) / height
        self.axes: Axes = figure.add_axes((0.15, low, 0.555, 0.84 * tall / height))
        self.order, color = order, _COLORS[order]
        below = _COLORS[min(order + 1, _MOST)]
        self.window = float(points[0]), float(points[-1])
        self.limits = _limits(curves[order], around_zero=order > 0)
        self.axes.set(xlim=self.window, ylim=self.limits)
        self.axes.tick_params(labelbottom=False, labelsize=9.5)
        self.axes.yaxis.set_major_locator(MaxNLocator(3, min_n_ticks=2))
        self.axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: say(y)))
        self.axes.grid(color="0.92")
        self.axes.axhline(0, color="0.6", lw=0.8)
        (self.curve,) = self.axes.plot(points, curves[order], color=color, lw=2)
        (self.height,) = self.axes.plot([], [], color=color, lw=4, alpha=0.45)
        (self.tangent,) = self.axes.plot([], [], color=below, lw=4, solid_capstyle="round")
        (self.point,) = self.axes.plot(
            [], [], color=color, marker="o", ms=8, ls="none", mec="w", clip_on=False
        )
        middle = low + 0.42 * tall / height
        figure.text(0.025, middle, _NAMES[order], fontsize=14, color=color, va="center")
        beside: Any = {"fontsize": 11, "va": "center"}
        self.number = figure.text(0.725, middle + 0.13 / height, "", **beside)
        self.slope = figure.text(0.725, middle - 0.13 / height, "", **beside, color=below)

    def move(self, w0: float, value: float, slope: float, seen: bool, below: bool) -> None:
        """Show the point at w0, the tangent if its slope is given, and the height if it is one."""
        defined = seen and math.isfinite(value)
        for artist in (self.curve, self.number):
            artist.set_visible(seen)
        self.point.set_data([w0], [value])
        self.point.set_visible(defined and self.limits[0] <= value <= self.limits[1])
        self.height.set_data([w0, w0], [0, value])
        self.height.set_visible(defined and below)
        name = f"{_NAMES[self.order]}(w⁰)"
        self.number.set_text(f"{name} = {say(value)}" if defined else f"no {name}")
        steep = defined and math.isfinite(slope)
        self.tangent.set_visible(steep)
        self.slope.set_visible(steep)
        if steep:
            wide, tall = (high - low for low, high in (self.window, self.limits))
            # The panel is about six times as wide as it is tall.
            reach = _REACH * wide / math.hypot(1, slope * wide / tall / 6)
            self.tangent.set_data(
                [w0 - reach, w0 + reach], [value - slope * reach, value + slope * reach]
            )
            self.slope.set_text(f"tangent’s slope {say(slope)} ↓")


def _limits(values: np.ndarray, around_zero: bool) -> tuple[float, float]:
    """Return limits of a panel; those of a derivative hold zero, for heights to be seen from."""
    if not np.isfinite(values).any():
        return -1.0, 1.0
    low, high = axis_limits(values)
    if around_zero:
        low, high = min(low, -0.1 * high), max(high, -0.1 * low)
    return low, high


def _sentence(ladder: Ladder, w0: float, values: np.ndarray, shown: int) -> str:
    """Say what the picture shows."""
    at = f"At w⁰ = {say(w0)}"
    if math.isnan(values[0]):
        return f"{at} g is not defined, so no derivative is either."
    known = int(np.isfinite(values[: shown + 1]).sum())
    numbers = listed(f"{_NAMES[k]} = {say(values[k])}" for k in range(known))
    start = f"{at} we have {numbers}."
    if shown == 0:
        return f"{start} No derivative is shown yet."
    upper, lower = _NAMES[known - 1], _NAMES[min(known, ladder.orders)]
    if known <= shown:
        why = ladder.broken_off(w0)[1] or "it is no finite number"
        why = why.replace("the slope", f"the slope of {upper}")
        return f"{start} There is no {lower} here: {why}."
    upper, slope = _NAMES[shown - 1], values[shown]
    does = "is level" if slope == 0 else "rises" if slope > 0 else "falls"
    return (
        f"{start} The tangent of {upper} has slope {say(slope)}, and that is {_NAMES[shown]}: "
        f"here {upper} {does}."
    )
