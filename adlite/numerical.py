"""Difference quotients (Section B.2.2): slopes from values alone, and how wrong they are.

Two errors pull in opposite directions.  *Truncation*: a quotient is not the limit, and the Taylor
series of g says by how much, C |g^(m)(w0)| epsilon^p.  *Round-off*: values of g are stored to a
relative unit round-off u only, and the division by epsilon makes that error large,
R / epsilon.  Their sum is smallest at epsilon = (R / (p C |g^(m)|))^(1 / (p + 1)).

The constant in R.  Every value of g that enters is off by at most half a unit in the last place,
u |g(w0)|, and w0 + epsilon is itself rounded by u |w0|, which moves g by u |w0 g'(w0)|.  A quotient
weighs its values with numbers c_i / epsilon, so its error is at most
R = (sum of |c_i|) u (|g(w0)| + |w0 g'(w0)|).  The sum is `rounding`: 1 + 1 for one-way, 1/2 + 1/2
for central, (8 + 8 + 1 + 1) / 12 for five-point, and 0 for the complex step, which subtracts
nothing.  It is an upper edge: single errors scatter below it, and values of g that come out
exactly (w**2 at a round w0) have none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .core import TracingError, grad, make_jvp

Function = Callable[..., Any]


@dataclass(frozen=True)
class Quotient:
    """A difference quotient and what is known of its errors.

    The truncation error is `constant * |g^(derivative)(w0)| * epsilon**order`; `rounding` counts
    the half units in the last place of g that are divided by epsilon.
    """

    name: str
    equation: str
    formula: Callable[[Function, Any, Any], Any]
    order: int
    derivative: int
    constant: float
    rounding: float
    latex: str


def _one_way(g: Function, w0: Any, epsilon: Any) -> Any:
    return (g(w0 + epsilon) - g(w0)) / epsilon


def _central(g: Function, w0: Any, epsilon: Any) -> Any:
    return (g(w0 + epsilon) - g(w0 - epsilon)) / (2 * epsilon)


def _five_point(g: Function, w0: Any, epsilon: Any) -> Any:
    near = g(w0 + epsilon) - g(w0 - epsilon)
    far = g(w0 + 2 * epsilon) - g(w0 - 2 * epsilon)
    return (8 * near - far) / (12 * epsilon)


def _complex_step(g: Function, w0: Any, epsilon: Any) -> Any:
    return g(w0 + 1j * epsilon).imag / epsilon


QUOTIENTS: dict[str, Quotient] = {
    q.name: q
    for q in (
        Quotient(
            "one-way",
            "B.4",
            _one_way,
            order=1,
            derivative=2,
            constant=1 / 2,
            rounding=2.0,
            latex=r"\frac{g(w_0+\epsilon)-g(w_0)}{\epsilon}",
        ),
        Quotient(
            "central",
            "B.10",
            _central,
            order=2,
            derivative=3,
            constant=1 / 6,
            rounding=1.0,
            latex=r"\frac{g(w_0+\epsilon)-g(w_0-\epsilon)}{2\epsilon}",
        ),
        Quotient(
            "five-point",
            "",
            _five_point,
            order=4,
            derivative=5,
            constant=1 / 30,
            rounding=1.5,
            latex=r"\frac{8\,g(w_0+\epsilon)-8\,g(w_0-\epsilon)"
            r"-g(w_0+2\epsilon)+g(w_0-2\epsilon)}{12\epsilon}",
        ),
        Quotient(
            "complex step",
            "",
            _complex_step,
            order=2,
            derivative=3,
            constant=1 / 6,
            rounding=0.0,
            latex=r"\frac{\mathrm{Im}\,g(w_0+i\epsilon)}{\epsilon}",
        ),
    )
}
"""The quotients by name: one-way (Eq. B.4), central (Eq. B.10), five-point and complex step."""


@dataclass(frozen=True)
class ErrorCurve:
    """The error of a quotient over a range of epsilon, found and predicted."""

    epsilons: np.ndarray
    slopes: np.ndarray
    errors: np.ndarray
    truth: float
    truncation: np.ndarray
    roundoff: np.ndarray
    predicted_best: float
    found_best: float
    found_error: float


def slope(
    g: Function,
    w0: float,
    epsilon: Any,
    quotient: str = "one-way",
    dtype: Any = np.float64,
) -> Any:
    """Return the slope of `g` at w0 by a difference quotient (Eqs. B.4 and B.10).

    `epsilon` is a step of either sign, or an array of steps, which gives an array of slopes.  Where
    `g` is not defined the slope is NaN.  With dtype=np.float32 everything is computed in float32.

    Raises `ValueError` for a zero step, an unknown quotient or dtype, a w0 that is no number, and
    for a complex step on a function that is not analytic; `TypeError` if `g` does not return a
    number.

    >>> print(slope(lambda w: w**2, 1.0, 0.5), slope(lambda w: w**2, 1.0, 0.5, "central"))
    2.5 2.0
    """
    rule, precise = _quotient(quotient), _dtype(dtype)
    start = precise(_number(w0, "w0"))
    steps = np.asarray(_numbers(epsilon), dtype=np.float64)
    if np.any(steps == 0):
        raise ValueError("epsilon must not be 0: a secant needs two different points.")
    on_numbers = _guarded(g, precise)
    with np.errstate(all="ignore"):
        slopes = [_one_slope(rule, on_numbers, start, precise(step)) for step in steps.ravel()]
        if rule.name == "complex step":
            _refuse_unless_analytic(on_numbers, start, slopes)
    found = np.array(slopes, dtype=np.float64).reshape(steps.shape)
    return found if steps.ndim else float(found)


def error_curve(
    g: Function,
    w0: float,
    quotient: str = "one-way",
    epsilons: Any = None,
    dtype: Any = np.float64,
    truth: float | None = None,
) -> ErrorCurve:
    """Return how far a difference quotient is from the derivative, for a range of epsilon.

    The default epsilons go from 1 down to 1e-16, ten to a decade.  `truth` is the derivative by
    automatic differentiation at the w0 that is stored (in float32 another number than in float64).
    The arrays `truncation` and `roundoff` are the two models of this module's introduction, and
    `predicted_best` is the epsilon at which their sum is smallest: `inf` if there is no truncation
    error (the larger the step the better), 0 if there is no round-off (the smaller the better),
    NaN if there is neither or if a derivative of `g` is not finite.  `found_best` is the epsilon
    with the smallest error, the larger one at a tie, and NaN if every slope is NaN.

    Raises what `slope` raises, and `TracingError` if `g` cannot be differentiated.

    >>> curve = error_curve(lambda w: w**4, 1.3, "central")
    >>> print(f"{curve.predicted_best:.0e}", 1e-7 < curve.found_best < 1e-4)
    5e-06 True
    """
    rule, precise = _quotient(quotient), _dtype(dtype)
    start = float(precise(_number(w0, "w0")))
    steps = np.logspace(0, -16, 161) if epsilons is None else np.atleast_1d(_numbers(epsilons))
    slopes = slope(g, w0, steps, quotient, dtype)
    derivative, leading = g, float("nan")
    with np.errstate(all="ignore"):
        value = float(_guarded(g, np.float64)(np.float64(start)))
        first = float(grad(g)(start)) if truth is None else float(truth)
        try:
            for _ in range(rule.derivative):
                derivative = _forward(derivative)
            leading = abs(float(derivative(start)))
        except TracingError:
            if truth is None:
                raise
        sizes = np.abs(steps)
        c = rule.constant * leading
        r = rule.rounding * float(np.finfo(precise).eps) / 2 * (abs(value) + abs(start * first))
        truncation, roundoff = c * sizes**rule.order, r / sizes
        best = (np.float64(r) / (rule.order * c)) ** (1 / (rule.order + 1))
        errors = np.abs(slopes - first)
    known = not np.isnan(errors).all()
    smallest = np.nanmin(errors) if known else np.nan
    at = int(np.argmax(np.where(errors == smallest, sizes, 0.0)))
    return ErrorCurve(
        epsilons=steps,
        slopes=slopes,
        errors=errors,
        truth=first,
        truncation=truncation,
        roundoff=roundoff,
        predicted_best=float(best),
        found_best=float(sizes[at]) if known else float("nan"),
        found_error=float(errors[at]),
    )


def _forward(g: Function) -> Function:
    return lambda w: make_jvp(g)(w)(1.0)[1]


def _one_slope(rule: Quotient, g: Function, w0: Any, epsilon: Any) -> float:
    if epsilon == 0:  # too small for this dtype
        return float("nan")
    return float(rule.formula(g, w0, epsilon))


def _guarded(g: Function, precise: type) -> Function:
    """Return g as a function from numbers of one precision to numbers of the same precision."""

    def on_numbers(w: Any) -> Any:
        kind = np.result_type(precise, 1j).type if np.iscomplexobj(w) else precise
        try:
            value = g(w)
        except ArithmeticError:
            return kind(np.nan)
        except ValueError as error:
            if "math" not in str(error):
                raise
            return kind(np.nan)
        except TypeError as error:
            if not np.iscomplexobj(w):
                raise
            raise ValueError(
                f"the complex step needs a g that takes complex numbers, and this one does not "
                f"({error}): use another quotient."
            ) from error
        array = np.asarray(value)
        if array.ndim or array.dtype.kind not in "fiubc":
            what = f"an array of shape {array.shape}" if array.ndim else type(value).__name__
            raise TypeError(f"g must return one number for one number, and it returned {what}.")
        if array.dtype.kind == "c" and not np.iscomplexobj(w):
            raise TypeError("g must return a real number, and it returned a complex one.")
        return kind(array)

    return on_numbers


def _refuse_unless_analytic(g: Function, w0: Any, slopes: list[float]) -> None:
    # An analytic function has the same slope in the imaginary as in the real direction.
    real = _central(g, w0, w0.dtype.type(np.finfo(w0.dtype).eps ** (1 / 3) * max(1.0, abs(w0))))
    smallest = _complex_step(g, w0, w0.dtype.type(1e-12))
    if np.isfinite([real, smallest]).all() and abs(real - smallest) > 0.01 * max(1.0, abs(real)):
        raise ValueError(
            f"the complex step needs an analytic g, and at {float(w0):g} this one has slope "
            f"{float(real):.3g} along the real axis but {float(smallest):.3g} along the imaginary "
            "one (abs and conjugate are such functions): use another quotient."
        )


def _quotient(name: str) -> Quotient:
    if name not in QUOTIENTS:
        raise ValueError(f"unknown quotient {name!r}: choose one of {', '.join(QUOTIENTS)}.")
    return QUOTIENTS[name]


def _dtype(dtype: Any) -> type:
    if dtype not in (np.float32, np.float64, "float32", "float64"):
        raise ValueError(f"dtype must be np.float64 or np.float32, not {dtype!r}.")
    return np.float32 if np.dtype(dtype) == np.float32 else np.float64


def _numbers(x: Any) -> np.ndarray:
    array = np.asarray(x)
    if array.dtype.kind not in "fiu":
        raise ValueError(f"epsilon must be a number or an array of numbers, not {x!r}.")
    return array.astype(np.float64)


def _number(x: Any, name: str) -> float:
    if np.ndim(x) or np.asarray(x).dtype.kind not in "fiu":
        raise ValueError(f"{name} must be one real number, not {x!r}.")
    return float(x)
