"""`DerivativeLadder`: each derivative is the slope of the one above it (Eqs. B.38 to B.46)."""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import blended_transform_factory

import adlite

from ..drawing import DOT, HAIR, NAME, Labels, few, mark, note, picture, role
from ..functions import (
    Drawing,
    Function,
    FunctionExplorer,
    checked_window,
    why_no_derivative,
)
from ..live import (
    Heading,
    InputError,
    Line,
    Row,
    Seen,
    Update,
    handle,
    linear,
    listed,
    or_none,
    say,
    steps,
)
from .rung import COLORS, MOST, NAMES, Rung

# In units: what is under the panels and over them, between two, and how tall they may be.
_FOOT, _HEAD, _GAP, _LEAST, _TALL = 30.0, 4.0, 12.0, 58.0, 400.0


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
        if isinstance(orders, bool) or orders not in range(1, MOST + 1):
            raise InputError(f"orders must be a whole number from 1 to {MOST}; got {orders!r}.")
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
        return Drawing(ladder.g, *_picture(ladder, self._window), ladder.g.formula, sliders)


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


def _picture(ladder: Ladder, window: tuple[float, float]) -> tuple[Figure, Update]:
    points = np.linspace(*window, 161)
    curves = ladder.curves(points)
    panels = ladder.orders + 1
    tall = max(_LEAST, _TALL / panels)
    figure = picture(_FOOT + tall * panels + _HEAD)
    rungs = [
        Rung(figure, (_FOOT + tall * (ladder.orders - k), tall - _GAP), points, curves, k)
        for k in range(panels)
    ]
    mark(rungs[-1].axes.xaxis, few(*window, 6))
    rungs[-1].axes.spines["bottom"].set_visible(True)
    note(rungs[-1].axes, 1, 0, "w", 9, 0, size=NAME, va="center", coords=rungs[-1].axes.transAxes)
    bottom, top = rungs[-1].axes.get_position().y0, rungs[0].axes.get_position().y1
    across = blended_transform_factory(rungs[0].axes.transData, figure.transFigure)
    plumb = Line2D([0, 0], [bottom, top], color=role.axis, lw=HAIR, ls=DOT, transform=across)
    figure.add_artist(plumb)
    labels = Labels(rungs[0].axes)
    slopes = [labels.add(COLORS[k + 1], axes=rungs[k].axes) for k in range(ladder.orders)]
    heights = [labels.add(rung.color, axes=rung.axes) for rung in rungs[1:]]
    inks = [ink for rung in rungs for ink in (rung.point, rung.tangent, rung.height, rung.curve)]

    for k, rung in enumerate(rungs):
        handle(rung.point, x="w0", label=f"w⁰ on {NAMES[k]}")

    def update(w0: float, order: float) -> Seen:
        shown = int(order)
        values = ladder(w0)
        plumb.set_xdata([w0, w0])
        for k, rung in enumerate(rungs):
            slope = values[k + 1] if k + 1 == shown else math.nan
            rung.move(w0, values[k], slope, seen=k <= shown, below=0 < k == shown)
        for label, rung in zip(slopes, rungs, strict=False):
            rung.name_tangent(label, values[rung.order + 1])
        for label, rung in zip(heights, rungs[1:], strict=True):
            rung.name_height(label, w0, values[rung.order])
        labels.settle(*inks)
        rows = _rows(rungs[: shown + 1], w0, values)
        return Seen(_sentence(ladder, w0, values, shown), rows)

    return figure, update


def _rows(rungs: "list[Rung]", w0: float, values: np.ndarray) -> list[Line]:
    """Return height and slope on each rung: each slope is the height one row further down."""
    heights = [*(or_none(float(values[rung.order])) for rung in rungs), ""]
    rows: list[Line] = [Heading(f"at w⁰ = {say(w0)}", "height", "slope")]
    for rung, height, slope in zip(rungs, heights, heights[1:], strict=False):
        looks = (rung.curve, rung.point)
        rows.append(Row(NAMES[rung.order], height, slope, like=looks, now=slope == ""))
    return rows


def _sentence(ladder: Ladder, w0: float, values: np.ndarray, shown: int) -> str:
    """Say what the picture shows."""
    at = f"At w⁰ = {say(w0)}"
    if math.isnan(values[0]):
        return f"{at} g is not defined, so no derivative is either."
    known = int(np.isfinite(values[: shown + 1]).sum())
    numbers = listed(f"{NAMES[k]} = {say(values[k])}" for k in range(known))
    start = f"{at} we have {numbers}."
    if shown == 0:
        return f"{start} No derivative is shown yet."
    upper, lower = NAMES[known - 1], NAMES[min(known, ladder.orders)]
    if known <= shown:
        why = ladder.broken_off(w0)[1] or "it is no finite number"
        why = why.replace("the slope", f"the slope of {upper}")
        return f"{start} There is no {lower} here: {why}."
    upper, slope = NAMES[shown - 1], values[shown]
    does = "is level" if slope == 0 else "rises" if slope > 0 else "falls"
    return (
        f"{start} The tangent of {upper} has slope {say(slope)}, and that is {NAMES[shown]}: "
        f"here {upper} {does}."
    )
