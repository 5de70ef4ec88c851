"""How one step computes Taylor coefficient k of its result, for every kind of primitive.

Most need nothing of their own: their partials are enough.  Products and quotients have shorter
recurrences than their partials would give, and powers are products where that is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add, mul, sub
from typing import Any

import numpy as np

from ..arrays import Contraction, Solve
from ..core import (
    Bilinear,
    Elementwise,
    Linear,
    Primitive,
    Traced,
    filled,
    primal,
    rules,
)

Coefficient = Callable[[int], Any]
"""How coefficient k of a step is found, once those below k are known."""


def table(first: Any, limit: int, nested: bool) -> Any:
    """Room for the coefficients 0 ... `limit` of a jet whose value is `first`."""
    # A table and a list are sliced alike; coefficients that are traced themselves need the list.
    if nested or isinstance(first, Traced):
        return [None] * (limit + 1)
    # Not empty: what is asked for too early must not be whatever memory held before.
    return np.full((limit + 1, *first.shape), np.nan, first.dtype)


def convolve(a: Any, b: Any, first: int, k: int) -> Any:
    """Coefficient k of a product: the sum of a_j b_(k-j) for j = `first` ... k."""
    left, right = a[first : k + 1], b[: k - first + 1][::-1]
    if type(left) is np.ndarray and type(right) is np.ndarray:
        if left.ndim == right.ndim == 1:
            return np.dot(left, right)
        return np.einsum("j...,j...->...", left, right)
    return reduce(add, map(mul, left, right))


def _chain(
    trace: Any, primitive: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Coefficient:
    """Rule of whatever has partials: k y_k = sum of j x_j d_(k-j)."""
    outer, trace.limit = trace.limit, y.limit - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = [
            _term(trace, primitive, x, partial(y, *args))
            for x, partial in zip(args, primitive.partials, strict=True)
            if trace.mine(x)
        ]
    trace.limit = outer
    return lambda k: reduce(add, [term(k) for term in terms])


def _term(trace: Any, primitive: Any, x: Any, d: Any) -> Coefficient:
    quick = isinstance(primitive, Elementwise)
    scale = mul if quick else primitive.scale
    if not trace.mine(d):
        return lambda k: scale(x.c[k], d)
    steps = table(x.c[0], x.limit, trace.nested)

    def term(k: int) -> Any:
        steps[k] = k * x.c[k]
        last = min(k, x.degree)
        if quick and last == k:
            return convolve(steps, d.c, 1, k) / k
        return reduce(add, [scale(steps[j], d.c[k - j]) for j in range(1, last + 1)]) / k

    return term


def _linear(
    trace: Any, primitive: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Coefficient:
    zeros = [None if trace.mine(a) else filled(0.0, np.shape(a)) for a in args]
    return lambda k: primitive(
        *(a.c[k] if zero is None else zero for a, zero in zip(args, zeros, strict=True)), **kwargs
    )


def _product(
    trace: Any, primitive: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Coefficient:
    a, b = args
    if not trace.mine(a):
        return lambda k: primitive(a, b.c[k], **kwargs)
    if not trace.mine(b):
        return lambda k: primitive(a.c[k], b, **kwargs)
    if primitive is rules.multiply:
        return lambda k: convolve(a.c, b.c, 0, k)
    return lambda k: reduce(add, [primitive(a.c[j], b.c[k - j], **kwargs) for j in range(k + 1)])


def _quotient(
    trace: Any, primitive: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Coefficient:
    """From b y = a: b_0 y_k = a_k - sum of b_j y_(k-j)."""
    a, b = args
    if not trace.mine(b):
        return lambda k: a.c[k] / b
    if not trace.mine(a):
        return lambda k: -convolve(b.c, y.c, 1, k) / b.c[0]
    return lambda k: (a.c[k] - convolve(b.c, y.c, 1, k)) / b.c[0]


def _solution(
    trace: Any, primitive: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Coefficient:
    """From A y = b: A_0 y_k = b_k - sum of A_j y_(k-j)."""
    a, b = args

    def rule(k: int) -> Any:
        rest = b.c[k] if trace.mine(b) else 0.0 * y.c[0]
        if not trace.mine(a):
            return primitive(a, rest)
        moved = (primitive.product(a.c[j], y.c[k - j]) for j in range(1, k + 1))
        return primitive(a.c[0], reduce(sub, moved, rest))

    return rule


def _pushed(
    trace: Any, primitive: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Coefficient:
    """From how a tangent is pushed, done on jets: k y_k is coefficient k - 1 of the tangent."""
    outer, trace.limit = trace.limit, y.limit - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        tangents = [_velocity(trace, a) if trace.mine(a) else None for a in args]
        moved = primitive.push(y, args, tangents, kwargs)
    trace.limit = outer
    if not trace.mine(moved):
        return lambda k: moved if k == 1 else 0.0 * moved
    return lambda k: moved.upto(k - 1)[k - 1] / k


def _velocity(trace: Any, x: Any) -> Any:
    dx = trace.jet(x.upto(1)[1], min(trace.limit, x.limit - 1))
    dx.rule = lambda k: (k + 1) * x.upto(k + 1)[k + 1]
    return dx


def _fractional_power(
    trace: Any, primitive: Any, y: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Coefficient:
    """From x y' = p x' y: k x_0 y_k = sum of ((p + 1) j - k) x_j y_(k-j)."""
    x, p = args
    if not trace.mine(x):
        return _chain(trace, primitive, y, args, kwargs)
    steps = table(x.c[0], x.limit, trace.nested)

    def rule(k: int) -> Any:
        steps[k] = k * x.c[k]
        total = (p + 1) * convolve(steps, y.c, 1, k) / k - convolve(x.c, y.c, 1, k)
        zero = primal(x.c[0]) == 0
        if not np.any(zero):
            return total / x.c[0]
        p_real = np.real(p)
        # 0 * x_j, and not 0: where a coefficient is infinite nothing is known.
        none = 0.0 * reduce(add, x.c[1 : k + 1])
        at_zero = none if k < p_real else x.c[1] * np.inf if k - 1 < p_real else np.nan
        return np.where(zero, at_zero, total / np.where(zero, 1.0, x.c[0]))

    return rule


def _power(trace: Any, primitive: Any, x: Any, p: Any) -> Any:
    """Rewrite a power as products or by a logarithm, unless its exponent is one fraction."""
    if trace.mine(p):
        if not trace.mine(x):
            return None
        y = np.exp(p * np.log(x))
        y.c[0] = primitive(x.c[0], p.c[0])
        return y
    if isinstance(p, Traced) or (np.ndim(p) == 0 and (np.iscomplexobj(p) or p != np.rint(p))):
        return (
            None if isinstance(p, Traced) or np.iscomplexobj(p) else _root(trace, primitive, x, p)
        )
    if np.ndim(p):
        y = x
        for exponent in np.unique(p):
            y = np.where(p == exponent, x ** float(exponent), y)
        return y
    if p in (0, 1):
        return x if p else primitive(x.c[0], p)
    half = x ** (abs(p) // 2)
    y = half * half if abs(p) % 2 == 0 else half * half * x
    y = y if p > 0 else 1.0 / y
    y.c[0] = primitive(x.c[0], p)
    return y


def _cancel(trace: Any, primitive: Any, a: Any, b: Any) -> Any:
    """With a side, 0 / 0 is the quotient of what is left when powers of t have cancelled."""
    if not (trace.sided and trace.mine(a) and trace.mine(b)) or a.shape or b.shape or b.c[0] != 0:
        return None
    powers = next((k for k in range(1, b.limit) if b.upto(k)[k] != 0), None)
    if powers is None or np.any(a.upto(powers)[:powers]):
        return None
    return _lowered(trace, a, powers) / _lowered(trace, b, powers)


def _root(trace: Any, primitive: Any, x: Any, p: float) -> Any:
    """With a side, a root of t**m (c + ...) is t**(p m) (c + ...)**p, if p m is whole."""
    if not trace.sided or x.shape or x.c[0] != 0:
        return None
    powers = next((k for k in range(1, x.limit) if x.upto(k)[k] != 0), None)
    if powers is None or abs(powers * p - round(powers * p)) > 1e-12:
        return None
    root, lift = _lowered(trace, x, powers) ** p, round(powers * p)
    y = trace.jet(np.float64(0.0), min(trace.limit, root.limit + lift))
    y.rule = lambda k: root.upto(k - lift)[k - lift] if k >= lift else np.float64(0.0)
    return y


def _lowered(trace: Any, x: Any, powers: int) -> Any:
    y = trace.jet(x.upto(powers)[powers], x.limit - powers)
    y.rule = lambda k: x.upto(k + powers)[k + powers]
    return y


SERIES: dict[Any, Callable[..., Coefficient]] = {
    Primitive: _pushed,
    Elementwise: _chain,
    Linear: _linear,
    Bilinear: _product,
    Contraction: _chain,
    Solve: _solution,
    rules.multiply: _product,
    rules.divide: _quotient,
}
REWRITES: dict[Primitive, Callable[..., Any]] = {
    rules.divide: _cancel,
    rules.UFUNCS[np.sqrt]: lambda trace, sqrt, x: _root(trace, sqrt, x, 0.5),
    rules.root: lambda trace, _, x: np.sqrt(x) if trace.sided else None,
    rules.kink: lambda trace, _, w: np.sign(w) if trace.sided else None,
    rules.over: lambda trace, _, a, b: a / b if trace.sided else None,
    rules.UFUNCS[np.hypot]: lambda trace, _, a, b: np.sqrt(a * a + b * b) if trace.sided else None,
    rules.remainder: lambda trace, _, a, b: a - b * (a // b) if trace.sided else None,
} | {tied: lambda trace, tied, a, b: tied.fun(a, b) for tied in rules.TIED.values()}
# Where a power is defined on one side only, though its first coefficients are finite.
FRACTIONS: dict[Primitive, Callable[..., Any]] = {}
# What jumps inside a primitive, without a question that a trace would hear.
HIDDEN_STEPS: dict[Primitive, Callable[..., Any]] = {
    rules.kink: np.sign,
    rules.over: lambda a, b: b == 0,
    rules.remainder: np.floor_divide,
    rules.UFUNCS[np.fmod]: lambda a, b: np.trunc(a / b),
    rules.UFUNCS[np.arctan2]: lambda a, b: (a < 0) & (b < 0),
}


def _leaves_domain(base: Any, exponent: Any) -> Any:
    return (base < 0) & (exponent != np.round(exponent))


for _primitive in (rules.power, rules.UFUNCS[np.power], rules.UFUNCS[np.float_power]):
    SERIES[_primitive] = _fractional_power
    REWRITES[_primitive] = _power
    FRACTIONS[_primitive] = _leaves_domain
