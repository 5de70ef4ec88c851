"""A reader's function, made safe to draw: what is not defined is a gap, never a traceback."""

import inspect
import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, cast

import numpy as np

import adlite

from ..live import InputError, say
from .timed import Timed, fewer, on_grid
from .trial import (
    FAR,
    check_differentiable,
    check_draws_nothing,
    check_repeats,
    check_takes_one,
    no_number,
    real_number,
)
from .truth import Truth

# What a reader gives: a function, or the text of a formula.
Given = Callable[..., Any] | str
# Both ends of the part of an axis that is shown.
Window = tuple[float, float]


class Function:
    """A function of one variable as an explorer uses it.

    Calling it gives a float, NaN where `g` is not finite or raises. `slope(w)` is the derivative,
    NaN where there is none, and `one_sided(w)` says why (see `truth`); `known` is what is added to
    a sentence where it is known by AD only. `derivative(w)` is what AD gives, also where that is a
    convention: it is quick, and good enough for a curve. All of them remember what they have worked
    out. `g` may also be a typed formula: `formula` is its text, "" for any other function.

    Raises:
        InputError: `g` is no formula of one input, does not turn a number into a number, cannot be
            differentiated, or is nowhere defined in the window.

    >>> g = Function(np.log, (-1, 2))
    >>> g(1.0), g(-1.0), g.slope(0.5)
    (0.0, nan, 2.0)
    >>> Function("w^2 + 1", (-1, 2)).derivative(3)
    6.0

    """

    def __init__(self, g: Given, window: Window):
        self.g: Any = parse_formula(g, 1) if isinstance(g, str) else g
        if not callable(self.g):
            raise InputError(
                "g must be a function of one number, such as lambda w: np.sin(w), or a formula, "
                f"such as 'sin(w)'; {g!r} is neither."
            )
        self.formula: str = g if isinstance(g, str) else ""
        self.window = window
        self._timed = Timed(self.g)
        self._value = lru_cache(maxsize=100_000)(self._evaluated)
        self._derivative = lru_cache(maxsize=100_000)(self._differentiated)
        self.one_sided = lru_cache(maxsize=100_000)(self._approached)
        self._truth = Truth(self.or_nan, self, self.g if self.formula else None)
        self.known = self._truth.said
        self._probe()

    def __call__(self, w: float) -> float:
        """Return g(w) as a float; NaN where it is not defined."""
        return self._value(float(w))

    def derivative(self, w: float) -> float:
        """Return g′(w) as AD gives it, a float; NaN where it gives none."""
        return self._derivative(float(w))

    def slope(self, w: float) -> float:
        """Return the derivative; NaN where there is none, or where nobody can tell."""
        sides = self.one_sided(float(w))
        return sides.left if sides.differentiable else math.nan

    def unrounded(self, quotient: str, w: float, epsilon: float) -> float:
        """Return a difference quotient without rounding; NaN where that is not known."""
        return self._truth.quotient(quotient, w, epsilon)

    def values(self, points: np.ndarray) -> np.ndarray:
        """Return g at each of the points, one at a time: `g` need not know of arrays."""
        return on_grid(self._timed.cost, lambda at: np.array([self(w) for w in at]), points)

    @property
    def takes_long(self) -> bool:
        """Whether a call takes more than a millisecond."""
        return self._timed.cost > 1e-3

    def fewer(self, points: np.ndarray) -> np.ndarray:
        """Return points for a curve of slopes: fewer of them if g takes long."""
        # A slope is asked for twice, and costs about two values.
        return fewer(points, 4 * self._timed.cost)

    def _evaluated(self, w: float) -> float:
        try:
            y = self._quietly(self._timed, np.float64(w))
        except Exception:
            return math.nan
        return real_number(y)

    def or_nan(self, w: Any) -> Any:
        """Return g(w) for whatever `g` can take; NaN where it raises, as outside its domain.

        A TypeError stays: it says that `g` cannot take this kind of number at all.
        """
        try:
            return self._timed(w)
        except TypeError:
            raise
        except Exception:
            return math.nan

    def _approached(self, w: float, order: int = 1) -> adlite.OneSided:
        try:
            return self._truth.sides(w, order)
        except adlite.TracingError as error:
            raise InputError(f"g cannot be differentiated: {error}") from None

    def _differentiated(self, w: float) -> float:
        if math.isnan(self(w)):
            return math.nan
        try:
            return float(self._quietly(adlite.grad(self._timed), w))
        except adlite.TracingError as error:
            raise InputError(f"g cannot be differentiated: {error}") from None
        except Exception:
            return math.nan

    @staticmethod
    def _quietly(g: Callable[[Any], Any], w: Any) -> Any:
        with np.errstate(all="ignore"):
            return g(w)

    def _probe(self) -> None:
        """Try the function out in the window, so that what is wrong is said at once."""
        low, high = self.window
        points = np.linspace(low, high, 25)
        check_takes_one(self.g)
        middle = partial(self._quietly, self._timed, np.float64(points[12]))
        check_draws_nothing(middle)
        self._timed.check_fast(middle)
        defined = [w for w in points if math.isfinite(self(w))]
        if not defined:
            raise no_number(
                f"between {say(low)} and {say(high)}",
                lambda: self.g(np.float64((low + high) / 2)),
                lambda: any(math.isfinite(self(w)) for w in FAR),
            )
        # Formulas have no memory; of the others a few are asked twice.
        if not self.formula:
            some = defined[:: max(1, len(defined) // 4)]
            check_repeats(self._evaluated, some)
            self.derivative(defined[len(defined) // 2])
            check_differentiable(adlite.grad(self._timed), some)


def parse_formula(text: str, most: int) -> Callable[..., Any]:
    """Return a typed formula as a function of at most `most` inputs.

    Raises:
        InputError: the text is no formula, with the place and a suggestion where they are known,
            or it has more inputs.

    >>> print(parse_formula("sin(w)*w", 1)(0.0))
    0.0
    >>> parse_formula("a + b", 1)
    Traceback (most recent call last):
    widgets.live.numbers.InputError: this explorer takes a formula of 1 input; a + b has 2: a, b.

    """
    try:
        g: Any = adlite.parse(text)
    except adlite.FormulaError as error:
        raise InputError(str(error), error.place, error.suggestion) from None
    if len(g.inputs) > most:
        raise InputError(
            f"this explorer takes a formula of {most} input{'s' * (most > 1)}; "
            f"{text} has {len(g.inputs)}: {', '.join(g.inputs)}."
        )
    return cast(Callable[..., Any], g)


def required_inputs(g: Any) -> tuple[str, ...]:
    """Return the names of the arguments that a function must be given; one if nobody knows them.

    >>> required_inputs(lambda a, b, c=1: a), required_inputs(lambda *w: w)
    (('a', 'b'), ())
    """
    try:
        found = inspect.signature(g).parameters.values()
    except (TypeError, ValueError):
        # A function of NumPy says only how many there are.
        count = getattr(g, "nin", 1)
        return tuple(f"w{i + 1}" for i in range(count)) if count > 1 else ("w",)
    return tuple(p.name for p in found if p.default is p.empty and p.kind < p.VAR_POSITIONAL)


def checked_window(window: Any) -> tuple[float, float]:
    """Return the two ends of a window as floats.

    Raises:
        InputError: they are not two finite numbers, the lower first.

    >>> checked_window((0, 2))
    (0.0, 2.0)

    """
    try:
        low, high = (float(end) for end in window)
    except (TypeError, ValueError):
        low = high = math.nan
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise InputError(
            f"window must be two finite numbers, the lower first, such as (-3, 3); got {window!r}."
        )
    return low, high


def round_up(x: float) -> float:
    """Return the next number like 1, 2 or 5, 10, 20 or 50, that is not below x.

    >>> [round_up(x) for x in (0.03, 0.05, 0.6)]
    [0.05, 0.05, 1.0]
    """
    power = math.floor(math.log10(x))
    return float(f"{next(m for m in (1, 2, 5, 10) if m * 10.0**power >= x * 0.999999)}e{power}")


def axis_limits(values: np.ndarray) -> tuple[float, float]:
    """Return limits of a vertical axis that show a curve well, also one with a pole.

    Where a few values are far larger than all others, the others decide.

    Raises:
        InputError: the curve is too steep or too high for any axis.

    >>> axis_limits(np.array([0.0, 1.0, np.nan]))
    (-0.1, 1.1)

    """
    finite = values[np.isfinite(values)]
    low, high = float(finite.min()), float(finite.max())
    inner_low, inner_high = (float(q) for q in np.quantile(finite, (0.05, 0.95)))
    inner = inner_high - inner_low
    if inner > 0:
        low, high = max(low, inner_low - 1.5 * inner), min(high, inner_high + 1.5 * inner)
    if max(abs(low), abs(high)) > 1e306:
        raise InputError(
            f"the values reach from {say(low)} to {say(high)}, farther than any axis: divide them "
            "by a large number, or choose another window."
        )
    room = 0.1 * (high - low) or 0.5 * abs(high) or 1.0
    return low - room, high + room


def broken_at_poles(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return a copy with a gap wherever a curve jumps from below the picture to above it.

    >>> broken_at_poles(np.array([1.0, 90.0, -80.0, -1.0]), -5, 5)
    array([ 1., 90., nan, -1.])
    """
    broken = values.copy()
    with np.errstate(invalid="ignore"):
        below, above = values < low, values > high
    jumps = (below[:-1] & above[1:]) | (above[:-1] & below[1:])
    broken[1:][jumps] = np.nan
    return broken


def why_no_derivative(sides: adlite.OneSided) -> str:
    """Say why a function has no derivative at a point, given its one-sided slopes.

    >>> print(why_no_derivative(adlite.one_sided(np.abs, 0.0)))
    left and right do not agree (the slope tends to −1 from the left and to 1 from the right)
    """
    if sides.differentiable is None:
        return f"at least none can be shown, since {sides.reason}"
    if "jumps" in sides.reason:
        return sides.reason
    if math.isinf(sides.left) or math.isinf(sides.right):
        return "the slope grows without bound"
    if "settle" in sides.reason:
        return sides.reason
    if math.isnan(sides.left) or math.isnan(sides.right):
        return "g cannot be followed to this point from both sides"
    left, right = say(sides.left), say(sides.right)
    if left == right and sides.left != sides.right:
        right += f", {say(sides.right - sides.left, 2)} more,"
    if sides.left == sides.right:
        return "left and right do not agree, by less than a float can show"
    return (
        f"left and right do not agree (the slope tends to {left} from the left "
        f"and to {right} from the right)"
    )
