"""The one table of derivatives: Tables B.1 and B.2, and every elementwise function near them.

Read a line as the tables are read: function, derivative.  The derivative is written twice: once
as code, which may use the function's own value `y`, and once as a book prints it.  The tests
hold the two together; captions and derivative programs print the second.

A line is enough: whatever stands in this table can be called on traced values.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any

import numpy as np

from .primitives import Elementwise, Function, Options, Traced, holds_traced, pack, primal

_function: Any
UFUNCS: dict[Function, Elementwise] = {}
"""Function to rule, for all of the table."""

HANDLERS: dict[Any, Function] = {}
"""What computes it on traced values, for every NumPy function that has an answer, this table's and
all others.  A method of a ufunc has a key of its own, such as `(np.add, "reduce")`."""

LATE: list[Function] = []
"""Asked in turn for what `HANDLERS` does not hold: each gives a handler, or None, or raises."""

REAL, POSITIVE, UNIT = (-4.0, 4.0), (0.0, 4.0), (-1.0, 1.0)


def implements(function: Function) -> Function:
    """Say that the decorated function stands for this NumPy function on traced values."""

    def enter(handler: Function) -> Function:
        HANDLERS[function] = handler
        return handler

    return enter


def elementwise(
    function: Function, *partials: Function, book: str | tuple[str, ...], domain: Any = REAL
) -> Elementwise:
    """Add a rule to the table; `domain` is one interval for all arguments, or one for each."""
    book = (book,) if isinstance(book, str) else book
    domain = domain if isinstance(domain[0], tuple) else (domain,) * len(partials)
    rule = UFUNCS[function] = HANDLERS[function] = Elementwise(function, partials, book, domain)
    return rule


# Table B.2: the elementary operations.  c + g(w) and c g(w) need no line of their own.
add = elementwise(np.add, lambda y, a, b: 1.0, lambda y, a, b: 1.0, book=("1", "1"))
subtract = elementwise(np.subtract, lambda y, a, b: 1.0, lambda y, a, b: -1.0, book=("1", "-1"))
multiply = elementwise(np.multiply, lambda y, a, b: b, lambda y, a, b: a, book=("b", "a"))
divide = elementwise(
    np.divide,
    # Python's own 1 / 0 is an error.
    lambda y, a, b: 1 / (np.float64(b) if type(b) in (int, float) else b),
    lambda y, a, b: -y / b,
    book=("1 / b", "-a / b**2"),
    domain=(REAL, POSITIVE),
)
negative = elementwise(np.negative, lambda y, w: -1.0, book="-1")
elementwise(np.positive, lambda y, w: 1.0, book="1")


def _power_by_base(y: Any, a: Any, b: Any) -> Any:
    if type(b) in (int, float):
        return 2.0 * a if b == 2 else 1.0 if b == 1 else 0.0 if b == 0 else b * a ** (b - 1)
    # 0**0 is the one place where b * a**(b-1) would be 0 * inf.
    return b * a ** np.where((primal(a) == 0) & (primal(b) == 0), 1.0, b - 1)


def _power_by_exponent(y: Any, a: Any, b: Any) -> Any:
    # The limit of a**b log(a) at a = 0 is 0 for b > 0; log alone would make it 0 * inf.
    return y * np.log(np.where((primal(a) == 0) & (primal(b) > 0), 1.0, a))


for _function in (np.power, np.float_power):
    elementwise(
        _function,
        _power_by_base,
        _power_by_exponent,
        book=("b * a**(b - 1)", "a**b * log(a)"),
        domain=(POSITIVE, REAL),
    )


# Python's operators compute single numbers much sooner than NumPy's functions do.
add.compute, subtract.compute = operator.add, operator.sub
multiply.compute, divide.compute = operator.mul, operator.truediv
negative.compute = operator.neg
# NumPy's w**2 and np.power(w, 2) may differ in the last bit; each keeps its own here.
_power = UFUNCS[np.power]
power = Elementwise(operator.pow, _power.partials, _power.book, _power.domain)
power.name = "power"
elementwise(np.square, lambda y, w: 2.0 * w, book="2 * w")
elementwise(np.reciprocal, lambda y, w: -y * y, book="-1 / w**2", domain=POSITIVE)
elementwise(np.sqrt, lambda y, w: 0.5 / y, book="1 / (2 * sqrt(w))", domain=POSITIVE)
elementwise(np.cbrt, lambda y, w: 1 / (3 * y * y), book="1 / (3 * cbrt(w)**2)", domain=POSITIVE)

# Table B.1 and its relatives.
elementwise(np.exp, lambda y, w: y, book="exp(w)")
elementwise(np.exp2, lambda y, w: y * np.log(2), book="exp2(w) * log(2)")
elementwise(np.expm1, lambda y, w: y + 1, book="exp(w)")
elementwise(np.log, lambda y, w: 1.0 / w, book="1 / w", domain=POSITIVE)
elementwise(np.log2, lambda y, w: 1 / (w * np.log(2)), book="1 / (w * log(2))", domain=POSITIVE)
elementwise(np.log10, lambda y, w: 1 / (w * np.log(10)), book="1 / (w * log(10))", domain=POSITIVE)
elementwise(np.log1p, lambda y, w: 1 / (1 + w), book="1 / (1 + w)", domain=(-1.0, 4.0))
elementwise(
    np.logaddexp,
    lambda y, a, b: np.exp(a - y),
    lambda y, a, b: np.exp(b - y),
    book=("exp(a) / (exp(a) + exp(b))", "exp(b) / (exp(a) + exp(b))"),
)
elementwise(
    np.logaddexp2,
    lambda y, a, b: np.exp2(a - y),
    lambda y, a, b: np.exp2(b - y),
    book=("exp2(a) / (exp2(a) + exp2(b))", "exp2(b) / (exp2(a) + exp2(b))"),
)

elementwise(np.sin, lambda y, w: np.cos(w), book="cos(w)")
elementwise(np.cos, lambda y, w: -np.sin(w), book="-sin(w)")
elementwise(np.tan, lambda y, w: 1 + y * y, book="1 / cos(w)**2", domain=(-1.5, 1.5))
elementwise(
    np.arcsin, lambda y, w: 1 / np.sqrt((1 - w) * (1 + w)), book="1 / sqrt(1 - w**2)", domain=UNIT
)
elementwise(
    np.arccos, lambda y, w: -1 / np.sqrt((1 - w) * (1 + w)), book="-1 / sqrt(1 - w**2)", domain=UNIT
)
elementwise(np.arctan, lambda y, w: 1 / (1 + w * w), book="1 / (1 + w**2)")
elementwise(
    np.arctan2,
    # a * a + b * b would vanish for small ones.
    lambda y, a, b: b / (h := np.hypot(a, b)) / h,
    lambda y, a, b: -a / (h := np.hypot(a, b)) / h,
    book=("b / (a**2 + b**2)", "-a / (a**2 + b**2)"),
    domain=(REAL, POSITIVE),
)


def _over(a: Any, b: Any) -> Any:
    return np.where(zero := b == 0, 0.0, a / np.where(zero, 1.0, b))[()]


# Slopes at a kink: sign(w), and a / |b|.  There they are 0, and have no derivative of their own.
kink = Elementwise(np.sign, (lambda y, w: 0.0 / w,), ("0 / w",), (REAL,))
over = Elementwise(_over, divide.partials, divide.book, divide.domain)
# The root under a norm: at 0 of slope 0, as |w| is.
root = Elementwise(np.sqrt, (lambda y, w: over(0.5, y),), ("1 / (2 * sqrt(w))",), (POSITIVE,))
elementwise(
    np.hypot,
    lambda y, a, b: over(a, y),
    lambda y, a, b: over(b, y),
    book=("a / sqrt(a**2 + b**2)", "b / sqrt(a**2 + b**2)"),
    domain=POSITIVE,
)

elementwise(np.sinh, lambda y, w: np.cosh(w), book="cosh(w)")
elementwise(np.cosh, lambda y, w: np.sinh(w), book="sinh(w)")
# 1 - y * y, in the order in which NumPy needs memory for one array only.
elementwise(np.tanh, lambda y, w: -y * y + 1.0, book="1 - tanh(w)**2")
elementwise(np.arcsinh, lambda y, w: 1 / np.sqrt(1 + w * w), book="1 / sqrt(1 + w**2)")
elementwise(
    np.arccosh,
    lambda y, w: 1 / (np.sqrt(w - 1) * np.sqrt(w + 1)),
    book="1 / sqrt(w**2 - 1)",
    domain=(1.0, 4.0),
)
elementwise(np.arctanh, lambda y, w: 1 / ((1 - w) * (1 + w)), book="1 / (1 - w**2)", domain=UNIT)

for _function in (np.deg2rad, np.radians):
    elementwise(_function, lambda y, w: np.pi / 180, book="pi / 180")
for _function in (np.rad2deg, np.degrees):
    elementwise(_function, lambda y, w: 180 / np.pi, book="180 / pi")
elementwise(np.conjugate, lambda y, w: 1.0, book="1")


def _share(beats: Function) -> Function:
    def share(a: Any, b: Any) -> Any:
        # 1 for the winner, 0 for the loser, half each at a tie; fmax and fmin pass over a NaN.
        ours = beats(a, b) | np.isnan(b)
        return ours / (1.0 * ours + (beats(b, a) | np.isnan(a)))

    slopes = (lambda y, a, b: 0.0 / (a - b),) * 2
    TIED[share] = tied = Elementwise(share, slopes, ("0 / (a - b)",) * 2, (REAL, REAL))

    def shared(a: Any, b: Any) -> Any:
        varies = isinstance(a, Traced) or isinstance(b, Traced)
        return tied(a, b) if varies and np.any(a == b) else share(a, b)

    return shared


TIED: dict[Function, Elementwise] = {}
"""Shares at a tie, as they are computed: a choice, whose own derivative there is NaN."""

for _functions, _sign, _wins in (
    ((np.maximum, np.fmax), ">", _share(np.greater_equal)),
    ((np.minimum, np.fmin), "<", _share(np.less_equal)),
):
    for _function in _functions:
        elementwise(
            _function,
            lambda y, a, b, wins=_wins: wins(a, b),
            lambda y, a, b, wins=_wins: wins(b, a),
            book=(f"(a {_sign} b) + 0.5 * (a == b)", f"(b {_sign} a) + 0.5 * (a == b)"),
        )
for _function in (np.absolute, np.fabs):
    elementwise(_function, lambda y, w: kink(w), book="sign(w)")
_larger, _smaller = (UFUNCS[f].partials[0] for f in (np.maximum, np.minimum))
# Itself, with a second derivative that is NaN.
bend = Elementwise(np.positive, (lambda y, w: 2.0 * _larger(y, w, w),), ("1",), (REAL,))
clip = elementwise(
    np.clip,
    # min(max(a, b), c)
    lambda y, a, b, c: _larger(y, a, b) * _smaller(y, a, c),
    lambda y, a, b, c: _larger(y, b, a) * _smaller(y, b, c),
    lambda y, a, b, c: _smaller(y, c, np.maximum(a, b)),
    book=(
        "((a > b) + 0.5 * (a == b)) * ((a < c) + 0.5 * (a == c))",
        "((b > a) + 0.5 * (a == b)) * ((b < c) + 0.5 * (b == c))",
        "(maximum(a, b) > c) + 0.5 * (maximum(a, b) == c)",
    ),
    domain=(REAL, (-2.0, -1.0), (1.0, 2.0)),
)
for _function, _whole in ((np.remainder, np.floor), (np.fmod, np.trunc)):
    elementwise(
        _function,
        lambda y, a, b: 1.0,
        lambda y, a, b, whole=_whole: -whole(a / b),
        book=("1", f"-{_whole.__name__}(a / b)"),
        domain=(REAL, POSITIVE),
    )
remainder = UFUNCS[np.remainder]

STEPS = (np.sign, np.floor, np.ceil, np.rint, np.trunc, np.round, np.heaviside, np.floor_divide)
"""Functions made of level pieces: their derivative is 0, so their result is no longer traced."""


def decide(function: Function, args: Iterable[Any], kwargs: Options | None = None) -> Any:
    """Answer a question about traced values that has no derivative: the innermost trace does."""
    args = tuple([pack(a) if holds_traced(a) else a for a in args])
    traces = [a.trace for a in args if isinstance(a, Traced)]
    if not traces:
        return function(*args, **kwargs or {})
    return max(traces, key=lambda trace: trace.tag).decide(function, args, kwargs or {})


class Question:
    """A NumPy function whose answer does not vary with w: it is asked about the plain numbers."""

    def __init__(self, function: Function) -> None:
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return decide(self.function, args, kwargs)


for _function in (
    *STEPS,
    *(np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal),
    *(np.logical_and, np.logical_or, np.logical_not, np.logical_xor, np.signbit),
    *(np.isfinite, np.isinf, np.isnan, np.shape, np.ndim, np.size, np.nonzero),
):
    HANDLERS[_function] = Question(_function)
