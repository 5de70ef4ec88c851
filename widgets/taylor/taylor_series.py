"""`TaylorSeries`: polynomials of higher and higher order about one point (Eq. B.62)."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..functions import (
    Drawing,
    Expansion,
    Function,
    FunctionExplorer,
    checked_window,
    expand,
    round_up,
    trusted_interval,
)
from ..live import (
    Control,
    InputError,
    Seen,
    Update,
    linear,
    steps,
)
from .series_scene import EARLIER, HIGHEST, SeriesScene
from .series_sentence import SeriesView, sentence, what_higher_orders_do

# Points at which g and its errors are known.
_POINTS = 401


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
            "order": steps([str(n) for n in range(HIGHEST + 1)], "order", order),
            "tolerance": Control("log", "error ≤", (1e-3, 0.01, 0.1), tolerance),
        }
        for name, control in controls.items():
            control.clean(name, control.value)
        return Drawing(new, *_picture(new, self._also), new.formula, controls)


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


def _picture(g: Function, also: frozenset[int]) -> tuple[Figure, Update]:
    low, high = g.window
    points = np.linspace(low, high, _POINTS)
    truth = g.values(points)
    scene = SeriesScene(g, points, truth)
    height = float(np.nanmax(np.abs(truth)))
    nowhere = np.full(_POINTS, np.nan)

    @lru_cache(maxsize=256)
    def expansion(w0: float) -> tuple[Expansion, tuple[float, float], str]:
        found = expand(g, w0, HIGHEST)
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

    @lru_cache(maxsize=5000)
    def reach(w0: float, order: int, tolerance: float) -> tuple[float, float]:
        return trusted_interval(points, sample(w0, order)[1], w0, tolerance, order)

    def update(w0: float, order: int, tolerance: float) -> Seen:
        found, radii, helps = expansion(w0)
        errors = sample(w0, order)[1]
        ends, largest = reach(w0, order, tolerance), _largest(errors, height)
        seen = SeriesView(found, w0, order, tolerance, ends, largest, radii, helps)
        shown = {n for n in {order, *also} if n <= found.highest}
        lower = [n for n in EARLIER if n < order and n <= found.highest]
        scene.draw(seen, {n: sample(w0, n)[0] for n in {*shown, *lower}}, shown, errors)
        beside = {n: reach(w0, n, tolerance) for n in sorted({*lower, *shown} - {order})}
        rows = scene.rows(seen, beside)
        said = {n: ends for n, ends in beside.items() if n in shown}
        return Seen(sentence(seen, g.window, said), rows)

    return scene.figure, update


def _largest(errors: np.ndarray, height: float) -> float:
    """Return the largest error; 0 where it is no more than rounding makes."""
    known = errors[np.isfinite(errors)]
    largest = float(known.max()) if known.size else math.nan
    return 0.0 if largest < 1e-12 * height else largest
