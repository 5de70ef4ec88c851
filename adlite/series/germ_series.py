"""Series at a germ: powers of it, and any function at the place where it arrives."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .germs import (
    EXACT,
    FLAT,
    MOST,
    NOWHERE,
    ONE,
    UNDEFINED,
    UNIT,
    Germ,
    Key,
    Undecided,
    add,
    constant,
    first_nowhere,
    limit,
    mul,
    rounded,
    times,
    unknown,
)
from .jets import expand


def split(x: Germ, reach: float) -> tuple[Key, float, Germ]:
    """Size and coefficient of the first term, and u of x = c t**a log(1/t)**b (1 + u)."""
    x.sign()
    key, c, noise = x.terms[0]
    back = (-key[0], -key[1])
    rest = Germ(x.terms[1:], x.cut, x.wild, x.swings)
    part = mul(rest, Germ(((back, 1.0, 0.0),)), reach)
    lost = 0.0 if abs(math.frexp(c)[0]) == 0.5 else UNIT
    terms = tuple((k, a / c, n / abs(c) + lost * abs(a / c)) for k, a, n in part.terms)
    if noise:
        terms = ((ONE, 0.0, noise / abs(c)), *terms)
    return key, c, Germ(terms, part.cut, part.wild, part.swings)


def compose(coefficients: Sequence[float], noises: Sequence[float], u: Germ, reach: float) -> Germ:
    """The series of these coefficients at a germ u that falls to 0."""
    total = constant(coefficients[-1], noises[-1])
    for c, noise in zip(coefficients[-2::-1], noises[-2::-1], strict=True):
        total = add(mul(total, u, reach), constant(c, noise), reach)
    small = next((k for k, _, _ in u.terms if k != ONE), u.cut)
    left_out = Germ(cut=times(small, len(coefficients)), wild=u.wild)
    return add(total, left_out, reach) if u != Germ() else constant(coefficients[0], noises[0])


def enough(u: Germ, reach: float) -> int:
    """How many powers of u matter."""
    a = next((k[0] for k, _, _ in u.terms if k != ONE), u.cut[0])
    if a <= 0:
        return 8  # powers of 1 / log(1/t), whose number has no end
    return 1 + min(int(min(reach, 1e6) / a), MOST)


def power(x: Germ, p: float, reach: float) -> Germ:
    """x**p for a number p; a negative x has whole powers only."""
    if p == 0:
        return constant(1.0)
    if first_nowhere((x,)):
        return x
    if x.huge:
        whole = x.huge if p == round(p) and p % 2 else 1
        if x.huge < 0 and p != round(p):
            return UNDEFINED
        return Germ(cut=NOWHERE, huge=whole, why=x.why) if p > 0 else Germ(cut=FLAT)
    if not x.terms:
        if x.cut == EXACT:
            return Germ() if p > 0 else UNDEFINED
        if p == round(p) and p > 0:
            return Germ(cut=times(x.cut, p), wild=x.wild)
    if p != round(p) and x.sign() < 0:
        return UNDEFINED
    key, c, u = split(x, reach)
    n = enough(u, reach)
    row = [1.0]
    for k in range(n):
        row.append(row[-1] * (p - k) / (k + 1))
    exact = p == round(p) and p > 0 and n >= p
    noises = [0.0, *(UNIT * k * abs(a) * (p != round(p)) for k, a in enumerate(row[1:], 1))]
    if exact:
        row, noises = row[: int(p) + 1], noises[: int(p) + 1]
        total = constant(row[-1])
        for a in row[-2::-1]:
            total = add(mul(total, u, reach), constant(a), reach)
    else:
        total = compose(row, noises, u, reach)
    try:
        front = float(np.float64(c) ** p)
    except OverflowError:
        return unknown("a step overflows")
    noise = 0.0 if abs(c) == 1 or (p == 2 and rounded(c, c) == 0) else 2 * UNIT * abs(front)
    return mul(total, Germ(((times(key, p), front, noise),)), reach)


def analytic(f: Callable[..., Any], x: Germ, reach: float) -> Germ:
    """f(x) by the Taylor series of f where x arrives, if it has one there."""
    try:
        x0 = limit(x)
    except Undecided as error:
        return unknown(str(error))
    if not math.isfinite(x0):
        return unknown("a step has an infinite argument")
    noise0 = x.at(ONE)[1]
    u = Germ(tuple(t for t in x.terms if t[0] != ONE), x.cut, x.wild, x.swings)
    n = enough(u, reach)
    with np.errstate(all="ignore"):
        c = np.array(expand(f, x0, np.float64(1.0), n + 1).coefficients, dtype=float)
    if math.isnan(c[0]):
        return UNDEFINED
    if not np.isfinite(c).all():
        return unknown("a step is singular, or overflows")
    noise = UNIT * np.abs(c[:-1]) * ((x0 != 0) | ~np.isin(np.abs(c[:-1]), (0.0, 1.0)))
    noise = noise + noise0 * np.abs(c[1:]) * np.arange(1, n + 2)
    return compose(c[:-1].tolist(), noise.tolist(), u, reach)
