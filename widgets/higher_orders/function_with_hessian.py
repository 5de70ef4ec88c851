"""The second derivatives of a function of several inputs, and whether they can be believed."""

import itertools
import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

import adlite

from ..functions import FunctionOfTwo, parse_formula, real_number, required_inputs
from ..live import InputError, lowered

MOST = 6
Point = tuple[float, ...]


class FunctionWithHessian:
    """A function of 2 to 6 inputs with its Hessian.

    `g` is a formula, a function of as many numbers as `at` has, or of one array; `at` may be left
    out for a formula or a function of two inputs. `names` are the inputs' names, `at` the point;
    `two` is g as a function of two inputs, if it has so many.

    Raises:
        InputError: `g` cannot be worked out and differentiated, or `at` does not fit it.

    >>> g = FunctionWithHessian("x^2*y", None, (-2, 2))
    >>> g.names, g.hessian((1.0, 3.0)).tolist()
    (('x', 'y'), [[6.0, 2.0], [2.0, 0.0]])

    """

    def __init__(self, g: Callable[..., Any] | str, at: Any, window: tuple[float, float]):
        parsed = parse_formula(g, MOST) if isinstance(g, str) else None
        count = number_of_inputs(parsed or g, at)
        self.formula = g if isinstance(g, str) else ""
        self.g: Any
        self.names: tuple[str, ...]
        self.two = FunctionOfTwo(g, window) if count == 2 else None
        if self.two:
            self.g, self.packed, self.names = self.two.g, self.two.packed, self.two.names
        else:
            self.g = parsed or g
            self.packed, self.names = _packed(self.g, count), _names(parsed, count)
        self.window = window
        self.at: Point = tuple(map(float, at)) if at is not None else (1.0,) * count
        self.value = lru_cache(maxsize=100_000)(self._value)
        self._easy: dict[Point, np.ndarray] = {}
        self._known = lru_cache(maxsize=20_000)(self._worked_out)
        if math.isnan(self.value(self.at)) and count > 2:
            raise InputError(
                f"g gives no number at the point {self.at}{self._error_here()}: "
                "choose another point at, or another g."
            )

    @property
    def labels(self) -> tuple[str, ...]:
        """The inputs' names as the chapter writes them."""
        return tuple(map(lowered, self.names))

    def hessian(self, point: Point) -> np.ndarray:
        """Return the second partial derivatives; NaN where there are none."""
        return self._known(point)[0]

    def verdict(self, point: Point) -> str:
        """Return "" where the Hessian is adlite's, else why it is not or why there is none."""
        return self._known(point)[1]

    def _value(self, point: Point) -> float:
        try:
            with np.errstate(all="ignore"):
                y = self.packed(np.array(point))
        except Exception:
            return math.nan
        return real_number(y)

    def _error_here(self) -> str:
        try:
            with np.errstate(all="ignore"):
                self.packed(np.array(self.at))
        except Exception as error:
            return f" (it raised {type(error).__name__}: {error})"
        return ""

    def _derivative(
        self, operator: Callable[..., Any], point: Point, shape: tuple[int, ...]
    ) -> np.ndarray:
        try:
            with np.errstate(all="ignore"):
                found = np.asarray(operator(self.packed)(np.array(point)), float)
        except adlite.TracingError as error:
            raise InputError(f"g cannot be differentiated: {error}") from None
        except Exception:
            return np.full(shape, math.nan)
        return found.reshape(shape) + 0.0  # -0.0 would print its sign

    def _worked_out(self, point: Point) -> tuple[np.ndarray, str]:
        n = len(point)
        if point in self._easy:
            return self._easy[point], ""
        nothing = np.full((n, n), math.nan)
        if math.isnan(self.value(point)):
            return nothing, "g is not defined here"
        found = self._derivative(adlite.hessian, point, (n, n))
        with np.errstate(all="ignore"):
            good = _plausible(lambda w: self._value(tuple(w)), np.array(point), found, self._step())
        if good:
            return found, ""
        for i in range(n):
            if not self._along(point, i).differentiable:
                return nothing, f"along {self.labels[i]} the slope has a kink or no end"
        gap = next((i for i in range(n) if not self._has_slope_beside(point, i)), None)
        if gap is not None:
            return nothing, f"beside this point there is no slope along {self.labels[gap]}"
        differenced = self._differenced(point)
        if not np.isfinite(differenced).all():
            return nothing, "the partial derivatives cannot be followed to this point"
        if np.allclose(found, differenced, rtol=1e-4, atol=1e-4):
            return found, ""
        return differenced, "by differencing"

    def prepare(self, points: list[Point]) -> None:
        """Work out many points in one run, where `g` takes arrays of numbers as it takes numbers.

        Whatever does not come out as it should is left for later, one point at a time.
        """
        w = np.array(points).T
        product = adlite.hessian_vector_product(lambda w: np.sum(self.packed(w)))
        try:
            with np.errstate(all="ignore"):
                values = self.packed(w)
                rows = [product(w, np.zeros_like(w) + unit[:, None]) for unit in np.eye(len(w))]
                found = np.array(rows) + 0.0
                good = _plausible(self.packed, w, found, self._step())
        except Exception:
            return
        some = points[:: len(points) // 9 + 1]
        one_by_one = np.array([self.value(point) for point in some])
        if np.shape(values) == w.shape[1:]:
            in_one_run = np.where(np.isfinite(values), values, math.nan)[:: len(points) // 9 + 1]
            if np.allclose(in_one_run, one_by_one, rtol=1e-12, equal_nan=True):
                self._easy = {points[k]: found[:, :, k] for k in np.flatnonzero(good)}

    def _step(self) -> float:
        return 1e-3 * (self.window[1] - self.window[0])

    def _has_slope_beside(self, point: Point, i: int) -> bool:
        """Whether g has its partial derivative along one input also a little beside the point.

        A second partial derivative is a slope of it, along another input.
        """
        moves = [(j, side * self._step()) for j in range(len(point)) if j != i for side in (1, -1)]
        beside = [(*point[:j], point[j] + move, *point[j + 1 :]) for j, move in moves]
        return all(self._along(place, i, 1).differentiable for place in beside)

    def _along(self, point: Point, i: int, order: int = 2) -> adlite.OneSided:
        """Return the derivatives of one order from both sides along one input."""
        fixed = list(point)

        def slice_of_g(t: Any) -> Any:
            try:
                return self.packed(np.array([*fixed[:i], t, *fixed[i + 1 :]]))
            except TypeError:
                raise
            except Exception:
                return math.nan

        try:
            return adlite.one_sided(slice_of_g, point[i], order)
        except adlite.TracingError as error:
            raise InputError(f"g cannot be differentiated: {error}") from None

    def _differenced(self, point: Point) -> np.ndarray:
        """Return the slopes of the partial derivatives, by central differences of the gradient.

        Entry (m, n) is the slope along input m of the partial derivative by input n.
        """
        rows = []
        for i, x in enumerate(point):
            h = 1e-6 * max(1.0, abs(x))
            ends = [point[:i] + (x + side * h,) + point[i + 1 :] for side in (1, -1)]
            up, down = (self._derivative(adlite.grad, end, (len(point),)) for end in ends)
            rows.append((up - down) / (2 * h))
        return np.round(rows, 7) + 0.0


def _plausible(
    values: Callable[[np.ndarray], Any], w: np.ndarray, found: np.ndarray, h: float
) -> Any:
    """Return whether values of g close by bend as the Hessian says.

    It holds along each input, and for two inputs along a rectangle that is not square: a function
    may be zero on all diagonals. A derivative that is no number says no.
    """

    def beside(*moves: float) -> Any:
        move = np.zeros((len(w), *[1] * (w.ndim - 1)))
        move.ravel()[: len(moves)] = moves
        return values(w + move)

    here = values(w)
    size = np.abs(found).max(axis=(0, 1))
    steps = [[0.0] * i for i in range(len(w))]
    bends = [(beside(*still, h) + beside(*still, -h) - 2 * here) / h**2 for still in steps]
    checks = [(found[i, i], bend) for i, bend in enumerate(bends)]
    if len(w) == 2:
        corners = itertools.product((1, -1), repeat=2)
        twist = sum(a * b * beside(a * h, 2 * b * h) for a, b in corners) / (8 * h**2)
        checks.append((found[0, 1], twist))
    rounding = 1e-5 * (1 + np.abs(here))
    near = [
        np.abs(bend - entry) <= 0.02 * np.maximum(size, np.abs(bend)) + rounding
        for entry, bend in checks
    ]
    return np.all(near, axis=0) & np.isfinite(size)


def number_of_inputs(g: Any, at: Any) -> int:
    """Return how many inputs there are.

    Raises:
        InputError: `at` is no point of 2 to 6 finite numbers, or `g` has another number of inputs.

    >>> number_of_inputs("a*b*c", None), number_of_inputs(lambda w: w[0], (1, 2, 3, 4))
    (3, 4)
    >>> number_of_inputs(np.hypot, None)
    2

    """
    if at is not None:
        try:
            good = 2 <= len(at) <= MOST and all(math.isfinite(float(x)) for x in at)
        except (TypeError, ValueError):
            good = False
        if not good:
            raise InputError(
                f"at must be a point of 2 to {MOST} finite numbers, such as (1, 2, 3); got {at!r}."
            )
    if isinstance(g, str):
        g = parse_formula(g, MOST)
    count = max(2, len(g.inputs) if hasattr(g, "inputs") else len(required_inputs(g)))
    if count > 2 and at is not None and len(at) != count:
        raise InputError(f"g has {count} inputs, but at has {len(at)} numbers: {at!r}.")
    return len(at) if at is not None else count


def _names(parsed: Any, count: int) -> tuple[str, ...]:
    return tuple(parsed.inputs) if parsed else tuple(f"w{i + 1}" for i in range(count))


def _packed(g: Any, count: int) -> Callable[..., Any]:
    """Return g as a function of one array."""
    if not callable(g):
        raise InputError(
            f"g must be a function of {count} numbers or of one array of them, or a formula, such "
            f"as 'w1*w2*w3'; {g!r} is neither."
        )
    spread = hasattr(g, "inputs") or len(required_inputs(g)) > 1
    return (lambda w: g(*(w[i] for i in range(count)))) if spread else g
