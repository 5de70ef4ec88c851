"""How far a Taylor series converges: the nearest place where a step of the function is singular.

A finite number of coefficients says nothing about this distance: exp(w) and exp(w) + (w/9)**99
begin alike.  The steps of a function tell it.  A quotient is singular only where its denominator
vanishes or one of its arguments is singular, log only where its argument is 0, tanh only where it
is an odd multiple of i pi/2, and so on.  Those places are zeros of functions whose series are known
as well.  They are a lower bound, since singularities may cancel, as in sin(w)/w.  Where the
coefficients of the function decay no faster than such a place makes them, it is felt, and the bound
is the radius.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..core import Bilinear, Linear, run
from .jets import Jet, lent
from .zeros import CHOICES, POWERS, Reach, Steps, Zeros, chosen, rows_of

_ORDER = 192


class Radius(float):
    """A distance from w0: a float, NaN where it is not known.

    `uncertainty` is how far off the number may be, 0 if it is infinite.  Where there is no number,
    `at_least` may still be a lower bound, and `reason` says what hides the rest.
    """

    uncertainty: float
    at_least: float
    reason: str

    def __new__(
        cls, value: float, uncertainty: float = 0.0, at_least: float = 0.0, reason: str = ""
    ) -> Radius:
        radius = super().__new__(cls, value)
        radius.uncertainty = uncertainty
        radius.at_least = max(at_least, 0.0 if math.isnan(value) else value - uncertainty)
        radius.reason = reason
        return radius

    def __str__(self) -> str:
        if math.isnan(self):
            return f"at least {self.at_least:.6g}" if self.at_least else "nan"
        return f"{float(self):.6g}"


def radius(g: Callable[..., Any], w0: Any, direction: Any) -> Radius:
    """Return how far the Taylor series of t -> g(w0 + t * direction) converges, as far as shown."""
    unit = 1.0
    with np.errstate(all="ignore"):
        for order in (12, 12, 12, 12, _ORDER, _ORDER):
            trace, output = _run(g, w0, direction * unit, order)
            if not trace.mine(output):
                return Radius(math.inf if np.isfinite(output).all() else math.nan)
            if not np.isfinite(output.c[0]).all():
                return Radius(math.nan, reason="g is not defined at w0")
            if not np.isfinite(output.c).all():
                unit *= 1e-12
                continue
            bound = _reaches(trace, output)[output.index]
            if math.isinf(bound.distance):
                return Radius(math.inf)
            if order == _ORDER and 0.2 < bound.distance < 5:
                break
            unit *= bound.distance or 1.0
        else:
            if not np.isfinite(output.c).all():
                return Radius(math.nan, reason="a derivative of g is not finite at w0")

    def felt() -> bool:
        # Steps that are no power of two, so that every number is rounded otherwise.
        scale = 0.7
        again = _run(g, w0, direction * unit * scale, _ORDER)[1].c.reshape(-1)
        again = again / scale ** np.arange(_ORDER + 1.0)
        return _felt(output.c.reshape(-1), again, bound.distance)

    with np.errstate(all="ignore"):
        return _verdict(bound, unit, felt)


def degree(g: Callable[..., Any], w0: Any, direction: Any) -> float:
    """Return the degree of t -> g(w0 + t * direction) as its steps bound it; inf if they do not."""
    with np.errstate(all="ignore"):
        trace, output = _run(g, w0, direction, 1)
        return _reaches(trace, output)[output.index].degree if trace.mine(output) else 0.0


def _run(g: Callable[..., Any], w0: Any, direction: Any, order: int) -> tuple[Steps, Any]:
    trace = Steps(order)
    first = np.float64(w0) if np.ndim(w0) == 0 else np.asarray(w0, dtype=np.float64)
    try:
        w = trace.jet(first)
        w.c[1:] = 0.0
        w.c[1], w.known = direction, w.limit
        trace.inputs = [lent(w)]
        output = run(g, trace.inputs)
    finally:
        trace.close()
    trace.advance(order)
    return trace, output


def _verdict(bound: Reach, unit: float, felt: Callable[[], bool]) -> Radius:
    if bound.distance == 0:
        return Radius(math.nan, reason="a step of g is not known to be analytic")
    at_least, off = unit * bound.distance, unit * bound.off
    if math.isinf(off):
        return Radius(math.nan, 0.0, at_least, "farther out the steps of g are not known")
    off = max(off, 1e-12 * at_least)
    if not felt():
        return Radius(math.nan, 0.0, at_least - off, "what is singular there may cancel")
    return Radius(at_least, off)


def _felt(c: np.ndarray, again: np.ndarray, distance: float) -> bool:
    """Whether coefficients decay as slowly as a singularity at this distance makes them.

    Those that are nothing but round-off come out otherwise in another run.  The others follow
    A k**p exp(q k), with q = 0 if the singularity is there and q < 0 if the next one is farther.
    One that is farther by less than 2 % would be taken for it.
    """
    k = np.arange(len(c))
    level = np.log(np.abs(c)) + k * math.log(distance)
    octaves = [slice(25, 49), slice(49, 97), slice(97, 193)]
    tops = [at.start + int(np.argmax(level[at])) for at in octaves]
    if not np.isfinite(level[tops]).all() or np.any(
        np.abs(again - c)[tops] > 1e-3 * np.abs(c)[tops]
    ):
        return False
    rows = np.stack([np.ones(3), np.log(tops), tops], axis=1)
    decay = np.linalg.solve(rows, level[tops])[2]
    return bool(decay > -0.015 or level[tops[2]] - level[tops[1]] > -1.2)


def _reaches(trace: Steps, output: Jet) -> dict[int, Reach]:
    found: dict[int, Reach] = {}
    for jet in trace.behind(output):
        found[jet.index] = _reach(trace, jet, found)
    return found


def _reach(trace: Steps, y: Jet, found: dict[int, Reach]) -> Reach:
    if y.index not in trace.steps:
        return Reach(math.inf, 0.0, 1.0)  # w itself
    primitive, args, kwargs = trace.steps[y.index]
    args = chosen(primitive, args, kwargs, y)
    moving = [a for a in args if trace.mine(a)]
    inner = [found[a.index] for a in moving]
    start = min(inner, key=lambda r: r.distance)
    degrees = [r.degree for r in inner]
    name, linear = primitive.name, isinstance(primitive, Linear) or primitive.name in _LINEAR
    degree = math.inf
    if isinstance(primitive, Bilinear) or name in ("multiply", "square"):
        degree = sum(degrees) * (2 if name == "square" else 1)
    elif linear or (name == "divide" and not trace.mine(args[1])):
        degree = max(degrees)
    elif name in POWERS and not trace.mine(args[1]) and args[1] == np.round(args[1]) >= 0:
        degree = degrees[0] * float(args[1])
    elif name in _SINGULAR:
        zeros = _SINGULAR[name](Zeros(trace, found), *args)
        start = min([start, *zeros], key=lambda r: r.distance)
    elif name not in _ENTIRE:
        return Reach(0.0)
    return Reach(start.distance, start.off, degree)


def _at(*targets: complex) -> Callable[..., list[Reach]]:
    return lambda zeros, x, *_: [zero for v in targets for zero in zeros.where(x, v)]


def _power_reach(zeros: Zeros, x: Any, p: Any) -> list[Reach]:
    return zeros.where(x, 0.0)


def _round_zero(zeros: Zeros, a: Any, b: Any) -> list[Reach]:
    """Zeros of a**2 + b**2 = (a + i b) (a - i b)."""
    row_a, row_b = (x.c if zeros.trace.mine(x) else None for x in (a, b))
    known = [zeros.found[x.index] for x in (a, b) if zeros.trace.mine(x)]
    shape = next(row for row in (row_a, row_b) if row is not None)
    fixed = np.zeros(shape.shape)
    rows = []
    for x, row in ((a, row_a), (b, row_b)):
        if row is None:
            row = fixed.copy()
            row[0] = x
        rows.append(row)
    reach = Reach(min(r.distance for r in known), math.inf, max(r.degree for r in known))
    both = (rows[0] + s * 1j * rows[1] for s in (1, -1))
    return [zeros.nearest(row, 0.0, reach) for c in both for row in rows_of(c)]


_LINEAR = {
    *("add", "subtract", "negative", "positive", "conjugate", "absolute", "fabs", *CHOICES),
    *("deg2rad", "radians", "rad2deg", "degrees", "remainder", "fmod"),
}
_ENTIRE = {"exp", "exp2", "expm1", "sin", "cos", "sinh", "cosh"}
_SINGULAR: dict[str, Callable[..., list[Reach]]] = {
    "divide": lambda zeros, a, b: zeros.where(b, 0.0),
    **dict.fromkeys(("reciprocal", "sqrt", "cbrt", "log", "log2", "log10"), _at(0.0)),
    **dict.fromkeys(POWERS, _power_reach),
    "log1p": _at(-1.0),
    "tan": lambda zeros, x: zeros.lattice(x, math.pi / 2, math.pi),
    "tanh": lambda zeros, x: zeros.lattice(x, 0.5j * math.pi, 1j * math.pi),
    **dict.fromkeys(("arctan", "arcsinh"), _at(1j, -1j)),
    **dict.fromkeys(("arcsin", "arccos", "arccosh", "arctanh"), _at(1.0, -1.0)),
    **dict.fromkeys(("hypot", "arctan2"), _round_zero),
}
