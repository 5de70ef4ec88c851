"""What primitives do to germs.

A function that has a Taylor series where its argument arrives needs no line here: the germ is put
into that series.  The table is for the places where there is none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .germ_series import analytic, compose, enough, power, split
from .germs import (
    EXACT,
    FLAT,
    ONE,
    UNDEFINED,
    UNIT,
    Germ,
    add,
    answer,
    constant,
    exponent,
    first_nowhere,
    limit,
    mul,
    scaled,
    unknown,
)


def _infinite(x: Germ) -> int:
    return x.sign() if x.huge or (x.terms and x.lead < ONE) else 0


def _divide(reach: float, a: Germ, b: Germ) -> Germ:
    if a.cut == EXACT and not a.terms and (b.terms or b.huge):
        return a
    return mul(a, power(b, -1.0, reach), reach)


def _exp(reach: float, x: Germ) -> Germ:
    if not _infinite(x):
        return (
            unknown(x.why or "it is not known to settle") if x.cut <= ONE else _at("exp", x, reach)
        )
    if x.huge or x.lead[0] < 0:
        return (
            Germ(cut=(-math.inf, 0.0), huge=1, why="a step grows beyond every power")
            if (x.sign() > 0)
            else Germ(cut=FLAT)
        )
    # c log(1/t) + rest, of which the exponential is t**-c exp(rest).
    key, c, noise = x.terms[0]
    if key != (0.0, -1.0) or noise > 1e-12 * abs(c):
        return unknown("an exponential of a power of a logarithm")
    rest = Germ(x.terms[1:], x.cut, x.wild, x.swings)
    return mul(_exp(reach, rest), Germ((((exponent(-c), 0.0), 1.0, 0.0),)), reach)


def _log(reach: float, x: Germ) -> Germ:
    if x.huge or not x.terms:
        return (
            unknown("a logarithm of something beyond every power")
            if x.huge > 0 or x.cut != (EXACT)
            else (UNDEFINED)
        )
    if x.sign() < 0:
        return UNDEFINED
    key, c, u = split(x, reach)
    if key[1]:
        return unknown("a logarithm of a logarithm")
    n = enough(u, reach)
    row = [0.0, *((-1.0) ** (k + 1) / k for k in range(1, n + 1))]
    series = compose(row, [UNIT * abs(a) * (k > 2) for k, a in enumerate(row)], u, reach)
    start = constant(math.log(c), 0.0 if c == 1 else UNIT * abs(math.log(c)))
    if key[0]:
        start = add(start, Germ((((0.0, -1.0), -key[0], 0.0),)), reach)
    return add(start, series, reach)


def _at(name: str, x: Germ, reach: float) -> Germ:
    return analytic(getattr(np, name), x, reach)


def _ends(name: str, at: Callable[[float, Germ, int], Germ]) -> Callable[[float, Germ], Germ]:
    """A function with a Taylor series everywhere, and what it does where its argument is large."""

    def rule(reach: float, x: Germ) -> Germ:
        end = _infinite(x)
        return at(reach, x, end) if end else _at(name, x, reach)

    return rule


def _swinging(reach: float, x: Germ, end: int) -> Germ:
    if x.huge or x.wild or x.cut < ONE:
        return Germ(cut=ONE, wild=True)
    return Germ(cut=ONE, wild=True, swings=True)


def _arctan_end(reach: float, x: Germ, end: int) -> Germ:
    inner = scaled(_at("arctan", power(x, -1.0, reach), reach), -1.0)
    return add(constant(end * math.pi / 2, UNIT), inner, reach)


def _tanh_end(reach: float, x: Germ, end: int) -> Germ:
    # With v = exp(-2 |x|), |tanh x| = 1 - 2 v / (1 + v).
    v = _exp(reach, scaled(x, -2.0 * end))
    part = _divide(reach, scaled(v, 2.0), add(constant(1.0), v, reach))
    return scaled(add(constant(1.0), scaled(part, -1.0), reach), float(end))


def _edge(name: str, other: Callable[[float, Germ], Germ]) -> Callable[[float, Germ], Germ]:
    """A function with a Taylor series except where its argument arrives at -1, 0 or 1."""

    def rule(reach: float, x: Germ) -> Germ:
        inside = not _infinite(x) and limit(x) not in (-1.0, 0.0, 1.0)
        return _at(name, x, reach) if inside else other(reach, x)

    return rule


def _arcsin(reach: float, x: Germ) -> Germ:
    if _infinite(x):
        return UNDEFINED
    if limit(x) == 0:
        return _at("arcsin", x, reach)
    end = math.copysign(1.0, limit(x))
    # arcsin(1 - v) = pi/2 - 2 arcsin(sqrt(v/2))
    v = add(constant(1.0), scaled(x, -end), reach)
    part = scaled(_at_if("arcsin", power(scaled(v, 0.5), 0.5, reach), reach), -2.0)
    return scaled(add(constant(math.pi / 2, UNIT), part, reach), end)


def _arccos(reach: float, x: Germ) -> Germ:
    if _infinite(x):
        return UNDEFINED
    if limit(x) == 1:
        v = scaled(add(constant(1.0), scaled(x, -1.0), reach), 0.5)
        return scaled(_at_if("arcsin", power(v, 0.5, reach), reach), 2.0)
    return add(constant(math.pi / 2, UNIT), scaled(_arcsin(reach, x), -1.0), reach)


def _at_if(name: str, x: Germ, reach: float) -> Germ:
    return x if first_nowhere((x,)) else _at(name, x, reach)


def _arccosh(reach: float, x: Germ) -> Germ:
    if _infinite(x):
        return _log(
            reach, add(x, power(add(mul(x, x, reach), constant(-1.0), reach), 0.5, reach), reach)
        )
    if limit(x) < 1:
        return UNDEFINED
    v = scaled(add(x, constant(-1.0), reach), 0.5)
    return scaled(_at_if("arcsinh", power(v, 0.5, reach), reach), 2.0)


def _arctanh(reach: float, x: Germ) -> Germ:
    if _infinite(x):
        return UNDEFINED
    up, down = (add(constant(1.0), scaled(x, s), reach) for s in (1.0, -1.0))
    return (
        scaled(_log(reach, _divide(reach, up, down)), 0.5) if limit(x) else _at("arctanh", x, reach)
    )


def _cbrt(reach: float, x: Germ) -> Germ:
    sign = float(x.sign())
    return scaled(power(scaled(x, sign), 1 / 3, reach), sign) if sign else x


def _absolute(reach: float, x: Germ) -> Germ:
    if not x.huge and not x.terms and x.cut > ONE and x.cut != EXACT:
        return x  # no larger than it was
    return scaled(x, -1.0) if x.sign() < 0 else x


def _power(reach: float, x: Germ, p: Germ) -> Germ:
    if p.cut == EXACT and p.lead >= ONE and len(p.terms) <= 1 and (not p.terms or p.lead == ONE):
        return power(x, limit(p), reach)
    return _exp(reach, mul(p, _log(reach, x), reach))


def _hypot(reach: float, a: Germ, b: Germ) -> Germ:
    return power(add(mul(a, a, reach), mul(b, b, reach), reach), 0.5, reach)


def _arctan2(reach: float, a: Germ, b: Germ) -> Germ:
    down, across = a.sign(), b.sign()
    if across == 0:
        return constant(down * math.pi / 2, UNIT)
    part = RULES["arctan"](reach, _divide(reach, a, b))
    return part if across > 0 else add(part, constant((down or 1) * math.pi, 2 * UNIT), reach)


def _larger(reach: float, a: Germ, b: Germ) -> Germ:
    if a.huge != b.huge:
        return a if a.huge > b.huge else b
    return a if add(a, scaled(b, -1.0), math.inf, True).sign() >= 0 else b


def _smaller(reach: float, a: Germ, b: Germ) -> Germ:
    return b if _larger(reach, a, b) is a else a


def _logaddexp(reach: float, a: Germ, b: Germ) -> Germ:
    high = _larger(reach, a, b)
    low = b if high is a else a
    small = _exp(reach, add(low, scaled(high, -1.0), reach))
    return add(high, RULES["log1p"](reach, small), reach)


def _remainder(step: Callable[..., Any]) -> Callable[[float, Germ, Germ], Germ]:
    def rule(reach: float, a: Germ, b: Germ) -> Germ:
        times = answer(step, [_divide(reach, a, b)], {})
        return add(a, scaled(b, -float(times)), reach)

    return rule


def _growing(name: str, sign: float) -> Callable[[float, Germ], Germ]:
    def rule(reach: float, x: Germ, end: int) -> Germ:
        up, down = _exp(reach, x), scaled(_exp(reach, scaled(x, -1.0)), sign)
        return scaled(add(up, down, reach), 0.5)

    return _ends(name, rule)


UNMOVED = {"where", "real", "conjugate", "sum", "reshape", "positive", "transpose", "broadcast_to"}
RULES: dict[str, Callable[..., Germ]] = {
    "add": lambda r, a, b: add(a, b, r, True),
    "subtract": lambda r, a, b: add(a, scaled(b, -1.0), r, True),
    "multiply": lambda r, a, b: mul(a, b, r),
    "divide": _divide,
    "negative": lambda r, x: scaled(x, -1.0),
    "reciprocal": lambda r, x: power(x, -1.0, r),
    "square": lambda r, x: mul(x, x, r),
    "sqrt": lambda r, x: power(x, 0.5, r),
    "cbrt": _cbrt,
    "absolute": _absolute,
    "fabs": _absolute,
    "power": _power,
    "float_power": _power,
    "exp": _exp,
    "expm1": _ends("expm1", lambda r, x, end: add(_exp(r, x), constant(-1.0), r)),
    "exp2": lambda r, x: _exp(r, scaled(x, math.log(2))) if _infinite(x) else _at("exp2", x, r),
    "log": _edge("log", _log),
    "log2": _edge("log2", lambda r, x: scaled(_log(r, x), 1 / math.log(2))),
    "log10": _edge("log10", lambda r, x: scaled(_log(r, x), 1 / math.log(10))),
    "log1p": _edge(
        "log1p",
        lambda r, x: (
            _at("log1p", x, r)
            if not _infinite(x) and limit(x) == 0
            else _log(r, add(constant(1.0), x, r))
        ),
    ),
    "sin": _ends("sin", _swinging),
    "cos": _ends("cos", _swinging),
    "tan": _ends("tan", lambda r, x, end: unknown("tan runs through its poles")),
    "sinh": _growing("sinh", -1.0),
    "cosh": _growing("cosh", 1.0),
    "arctan": _ends("arctan", _arctan_end),
    "tanh": _ends("tanh", _tanh_end),
    "arcsin": _edge("arcsin", _arcsin),
    "arccos": _edge("arccos", _arccos),
    "arccosh": _edge("arccosh", _arccosh),
    "arctanh": _edge("arctanh", _arctanh),
    "hypot": _hypot,
    "arctan2": _arctan2,
    "maximum": _larger,
    "fmax": _larger,
    "minimum": _smaller,
    "fmin": _smaller,
    "clip": lambda r, x, low, high: _smaller(r, _larger(r, x, low), high),
    "logaddexp": _logaddexp,
    "remainder": _remainder(np.floor),
    "fmod": _remainder(np.trunc),
}
