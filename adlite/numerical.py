"""Difference quotients (Section B.2.2): slopes from values alone, and how wrong they are.

Two errors pull in opposite directions.  *Truncation*: a quotient is not the limit, and the Taylor
series of g says by how much, for the quotient weighs every term a_k epsilon^(k-1) of it.
*Round-off*: values of g are stored to a relative unit round-off u only, and the division by epsilon
makes that error large, R / epsilon.  Usually one term C epsilon^p is all that counts of the first,
and the sum is smallest at epsilon = (R / (p C))^(1 / (p + 1)).  As a rule that is the first term,
C = c |g^(m)(w0)|, but this may vanish (the one-way quotient's at an inflection) or be as good as 0
(for sin at the float pi): then another counts.

The constant in R.  Every value of g that enters is off by at most half a unit in the last place,
u |g(w0)|, and w0 + epsilon is itself rounded by u |w0|, which moves g by u |w0 g'(w0)|.  A quotient
weighs its values with numbers c_i / epsilon, so its error is at most
R = (sum of |c_i|) u (|g(w0)| + |w0 g'(w0)|).  The sum is `rounding`: 1 + 1 for one-way, 1/2 + 1/2
for central, (8 + 8 + 1 + 1) / 12 for five-point, and 0 for the complex step, which subtracts
nothing.  It is an upper edge: single errors scatter below it, and values of g that come out
exactly (w**2 at a round w0) have none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .core import TracingError, grad
from .quotients import QUOTIENTS, Quotient, central, complex_step
from .series import coefficients, degree

Function = Callable[..., Any]
_TERMS = 24


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

    @property
    def ratio(self) -> float:
        """How many times as large as the best epsilon found the predicted one is."""
        return self.predicted_best / self.found_best if self.found_best else math.nan


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
    The arrays `truncation` and `roundoff` are the two models of this module's introduction, the
    first with the one term that counts most at the best epsilon, and `predicted_best` is the
    epsilon at which the sum of round-off and all terms is smallest.  It is too large rather than
    too small, mostly by a factor of 1.5 to 5 that `ratio` tells, since models are upper edges.
    It is `inf` if there is no truncation error (the larger the step the better), which only steps
    that make `g` a polynomial of a low degree can show, 0 if there is no round-off (the smaller the
    better), and NaN if there is neither, if a derivative of `g` is not finite or if all terms that
    were computed vanish and that is not all there is.  `found_best` is the epsilon with the
    smallest error, the larger one at a tie, and NaN if every slope is NaN.

    Raises what `slope` raises, and `TracingError` if `g` cannot be differentiated.

    >>> curve = error_curve(lambda w: w**4, 1.3, "central")
    >>> print(f"{curve.predicted_best:.0e}", 1e-7 < curve.found_best < 1e-4)
    5e-06 True
    """
    rule, precise = _quotient(quotient), _dtype(dtype)
    start = float(precise(_number(w0, "w0")))
    steps = np.logspace(0, -16, 161) if epsilons is None else np.atleast_1d(_numbers(epsilons))
    slopes = slope(g, w0, steps, quotient, dtype)
    terms = np.full(_TERMS, np.nan)
    with np.errstate(all="ignore"):
        value = float(_guarded(g, np.float64)(np.float64(start)))
        first = float(grad(g)(start)) if truth is None else float(truth)
        errors, sizes = np.abs(slopes - first), np.abs(steps)
        try:
            terms = _terms(g, start, rule)
        except TracingError:
            if truth is None:
                raise
        r = rule.rounding * float(np.finfo(precise).eps) / 2 * (abs(value) + abs(start * first))
        best, power = _best(terms, r, rule)
        if best == np.inf and np.any(errors > 100 * r / sizes):
            best = np.nan  # only between two kinks of g is it a polynomial
        truncation, roundoff = terms[power] * sizes**power, r / sizes
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
        predicted_best=best,
        found_best=float(sizes[at]) if known else float("nan"),
        found_error=float(errors[at]),
    )


def _terms(g: Function, w0: float, rule: Quotient) -> np.ndarray:
    """Return by how much the quotient is off, |b_n| epsilon**n for n = 0, 1, ..., to order 24.

    Of epsilon**k it gives a weight that the quotient of w**k at 0 tells: 1 for the derivative.
    """
    a = np.asarray(coefficients(g, np.float64(w0), np.float64(1.0), _TERMS), dtype=np.float64)
    if not np.isfinite(a).all():
        finite = int(np.argmin(np.isfinite(a)))
        if finite <= rule.derivative:
            return np.full(_TERMS, np.nan)
        a[finite:] = 0.0
    if not a[2:].any() and degree(g, np.float64(w0), np.float64(1.0)) > _TERMS:
        return np.full(_TERMS, np.nan)
    weights = [float(rule.formula(lambda w, k=k: w**k, 0.0, 1.0)) for k in range(_TERMS + 1)]
    weights[1] = 0.0
    return np.asarray(np.abs(a * weights)[1:])


def _best(terms: np.ndarray, r: float, rule: Quotient) -> tuple[float, int]:
    """Return the epsilon at which all terms and r / epsilon are least, and the term that counts."""
    if np.isnan(terms).any():
        return np.nan, rule.order
    if not terms.any():
        return (np.inf if r else np.nan), rule.order
    if not r:
        return 0.0, int(np.argmax(terms > 0))
    n = np.arange(len(terms))
    # The slope of the sum rises from -inf; halve the interval that holds its zero, in logarithms.
    low, high = -750.0, 750.0
    for _ in range(80):
        middle = (low + high) / 2
        sizes = np.where(terms > 0, n * terms * np.exp(np.minimum((n + 1) * middle, 700.0)), 0.0)
        low, high = (middle, high) if sizes.sum() < r else (low, middle)
    best = float(np.exp(low))
    return best, int(np.argmax(np.where(terms > 0, np.log(terms) + n * low, -np.inf)))


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
    real = central(g, w0, w0.dtype.type(np.finfo(w0.dtype).eps ** (1 / 3) * max(1.0, abs(w0))))
    smallest = complex_step(g, w0, w0.dtype.type(1e-12))
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
