"""A reader's function of two inputs, made safe to draw."""

import inspect
import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, cast

import numpy as np

import adlite

from ..live import InputError, lowered, say
from .one import Given, checked_window, parse_formula
from .timed import Timed, on_grid
from .trial import (
    FAR,
    check_differentiable,
    check_draws_nothing,
    check_repeats,
    no_number,
    real_number,
)


class FunctionOfTwo:
    """A function of two inputs as an explorer uses it.

    `g` is a formula of at most two inputs, a function of two numbers, or a function of one array
    of shape (2,). `window` holds the two ends of both axes, or a pair of pairs, one for each axis.
    Calling it gives a float, NaN where `g` is not finite or raises; `gradient(w1, w2)` gives
    shape (2,) and `hessian(w1, w2)` shape (2, 2), both NaN where there is none. All three remember
    what they have worked out. `names` are the inputs' names.

    Raises:
        InputError: `g` is no formula of at most two inputs, does not turn two numbers into a
            number, cannot be differentiated, or is nowhere defined in the window.

    >>> g = FunctionOfTwo("w1^2 + w1*w2", (-2, 2))
    >>> g(1.0, 2.0), g.gradient(1.0, 2.0).tolist(), g.hessian(1.0, 2.0).tolist()
    (3.0, [4.0, 1.0], [[2.0, 1.0], [1.0, 0.0]])

    """

    def __init__(self, g: Given, window: Any):
        formula: Any = parse_formula(g, 2) if isinstance(g, str) else None
        self.g: Any = formula or g
        self.formula: str = g if isinstance(g, str) else ""
        self._timed = Timed(cast(Callable[..., Any], self.g))
        self.names, self._of_array = ("w1", "w2"), False
        if isinstance(g, str):
            self.names = _names(formula.inputs)
        else:
            self._of_array = _takes_array(g)
        self.windows = _windows(window)
        self._value = lru_cache(maxsize=100_000)(self._evaluated)
        self._gradient = lru_cache(maxsize=100_000)(self._differentiated)
        self._hessian = lru_cache(maxsize=100_000)(self._differentiated_twice)
        self._probe()

    @property
    def labels(self) -> tuple[str, str]:
        """The inputs' names as the chapter writes them."""
        return lowered(self.names[0]), lowered(self.names[1])

    def packed(self, w: Any) -> Any:
        """Return g at a point given as one array of shape (2,)."""
        if self._of_array:
            return self._timed(w)
        if self.formula:
            return self._timed(*(w[self.names.index(name)] for name in self.g.inputs))
        return self._timed(w[0], w[1])

    def apart(self, w1: Any, w2: Any) -> Any:
        """Return g at a point given as two numbers, which become an array only if g takes one."""
        return self.packed(np.stack([w1, w2]) if self._of_array else (w1, w2))

    def __call__(self, w1: float, w2: float) -> float:
        """Return g(w1, w2) as a float; NaN where it is not defined."""
        return self._value(float(w1), float(w2))

    def gradient(self, w1: float, w2: float) -> np.ndarray:
        """Return both partial derivatives; NaN where they are not defined."""
        return self._gradient(float(w1), float(w2))

    def hessian(self, w1: float, w2: float) -> np.ndarray:
        """Return the four second partial derivatives; NaN where they are not defined."""
        return self._hessian(float(w1), float(w2))

    def values(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Return g at each pair of points, in the common shape of both: g need not know arrays."""
        w1, w2 = np.broadcast_arrays(first, second)

        def evaluate(first: np.ndarray, second: np.ndarray) -> np.ndarray:
            found = [self(a, b) for a, b in zip(first.ravel(), second.ravel(), strict=True)]
            return np.reshape(found, first.shape)

        return on_grid(self._timed.cost, evaluate, w1, w2)

    def _evaluated(self, w1: float, w2: float) -> float:
        try:
            with np.errstate(all="ignore"):
                y = self.packed(np.array([w1, w2]))
        except Exception:
            return math.nan
        return real_number(y)

    def _differentiated(self, w1: float, w2: float) -> np.ndarray:
        return self._derivative(adlite.grad, w1, w2, (2,))

    def _differentiated_twice(self, w1: float, w2: float) -> np.ndarray:
        return self._derivative(adlite.hessian, w1, w2, (2, 2))

    def _derivative(
        self, operator: Callable[..., Any], w1: float, w2: float, shape: tuple[int, ...]
    ) -> np.ndarray:
        nothing = np.full(shape, math.nan)
        if math.isnan(self(w1, w2)):
            return nothing
        try:
            with np.errstate(all="ignore"):
                return np.asarray(operator(self.packed)(np.array([w1, w2])), float).reshape(shape)
        except adlite.TracingError as error:
            raise InputError(f"g cannot be differentiated: {error}") from None
        except Exception:
            return nothing

    def _probe(self) -> None:
        """Try the function out in the window, so that what is wrong is said at once."""
        (low1, high1), (low2, high2) = self.windows
        points = [
            (w1, w2) for w1 in np.linspace(low1, high1, 7) for w2 in np.linspace(low2, high2, 7)
        ]
        middle = [sum(window) / 2 for window in self.windows]
        at_middle = partial(self.packed, np.array(middle))
        check_draws_nothing(at_middle)
        self._timed.check_fast(at_middle)
        defined = [point for point in points if math.isfinite(self(*point))]
        if not defined:
            raise no_number(
                f"for {self.names[0]} from {say(low1)} to {say(high1)} "
                f"and {self.names[1]} from {say(low2)} to {say(high2)}",
                at_middle,
                lambda: any(math.isfinite(self(a, b)) for a in FAR for b in FAR),
            )
        if not self.formula:
            some = defined[:: max(1, len(defined) // 4)]
            check_repeats(lambda point: self._evaluated(*point), some)
            self.gradient(*defined[len(defined) // 2])
            check_differentiable(lambda at: adlite.grad(self.packed)(np.array(at)), some)


def _takes_array(g: Any) -> bool:
    """Whether g takes both inputs as one array.

    Raises:
        InputError: it takes neither one array nor two numbers.

    """
    if callable(g):
        try:
            needed = [
                p
                for p in inspect.signature(g).parameters.values()
                if p.default is p.empty and p.kind < p.VAR_POSITIONAL
            ]
        except (TypeError, ValueError):
            needed = [None] * getattr(g, "nin", 1)  # type: ignore[list-item]
        if len(needed) in (1, 2):
            return len(needed) == 1
    raise InputError(
        "g must be a function of two numbers, such as lambda w1, w2: np.tanh(w1 * w2), of one "
        f"array of two, or a formula of two inputs, such as 'tanh(w1*w2)'; {g!r} is none of these."
    )


def _names(inputs: tuple[str, ...]) -> tuple[str, str]:
    """Return the names of both axes: a formula such as sin(w1) need not use both.

    >>> _names(("x", "y")), _names(("w1",)), _names(("w2",))
    (('x', 'y'), ('w1', 'w2'), ('w1', 'w2'))
    """
    if len(inputs) == 2:
        return inputs[0], inputs[1]
    used = inputs[0] if inputs else "w1"
    return ("w1", "w2") if used == "w2" else (used, "w2")


def _windows(window: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the two ends of each axis.

    >>> _windows((-1, 1)), _windows(((0, 1), (2, 3)))
    (((-1.0, 1.0), (-1.0, 1.0)), ((0.0, 1.0), (2.0, 3.0)))
    """
    try:
        first, second = window
        nested = np.ndim(first) == 1 and np.ndim(second) == 1
    except (TypeError, ValueError):
        nested = False
    if nested:
        return checked_window(first), checked_window(second)
    one = checked_window(window)
    return one, one
