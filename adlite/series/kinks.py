"""One-sided derivatives: what the slope is to the left and to the right of a point."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core import run
from .germs import EXACT, ONE, Germ, Undecided
from .jets import expand
from .sides import ForArrays, Side, SideTrace

# How far beyond the order asked for terms are computed: little at first, and much if it is needed.
_REACHES = (8, 60)


@dataclass(frozen=True)
class OneSided:
    """The derivatives of one order from the left and from the right, and the verdict.

    `differentiable` is True, False, or None if it cannot be told; `reason` says why it is not True.
    """

    left: float
    right: float
    differentiable: bool | None
    order: int = 1
    reason: str = ""

    @property
    def verdict(self) -> str:
        """The verdict in words: differentiable, not differentiable, or cannot tell."""
        if self.differentiable is None:
            return "cannot tell"
        return "differentiable" if self.differentiable else "not differentiable"

    def __str__(self) -> str:
        name = "slope" if self.order == 1 else f"derivative of order {self.order}"
        if self.differentiable:
            return f"differentiable: left and right {name} are both {self.left:.6g}"
        times = "" if self.order == 1 else f" {self.order} times"
        if self.differentiable is None:
            return f"cannot tell whether it is differentiable{times}: {self.reason}"
        name += "" if self.order == 1 else " is"
        sides = f"{name} {self.left:.6g} from the left, {self.right:.6g} from the right"
        return f"not differentiable{times}: {sides}"


def one_sided(g: Callable[..., Any], w0: float, order: int = 1) -> OneSided:
    """Return the derivatives of `g` as w0 is approached from the left and from the right.

    Where no step of `g` is at an edge, a tie or a singular point, its Taylor series decides.  At
    others `g` is followed to w0 from each side as a sum of powers and logarithms of the distance,
    with the round-off of each coefficient and the size of the rest.  `g` is differentiable `order`
    times if value and derivatives up to that order agree; where round-off, the rest or a step that
    cannot be followed hides whether they do, the verdict is that it cannot be told.  A derivative
    is infinite where slopes grow without bound or `g` jumps, and NaN where there is none or it is
    not known.  All this is about the numbers as they are stored: |3 w - 0.3| has its kink beside
    the 0.1 of a computer.

    Raises `TracingError` if `g` cannot be differentiated as it is written, `ValueError` for an
    order that is no whole number from 1 on.

    >>> import numpy as np
    >>> print(one_sided(lambda w: np.maximum(0, w), 0.0))
    not differentiable: slope 0 from the left, 1 from the right
    >>> print(one_sided(lambda w: np.maximum(0, w**2), 0.0, order=2))
    differentiable: left and right derivative of order 2 are both 2
    >>> print(one_sided(lambda w: np.abs(np.sin(w) ** 2 + np.cos(w) ** 2 - 1), 0.4))
    cannot tell whether it is differentiable: what decides it is no larger than round-off
    """
    if not (isinstance(order, (int, np.integer)) and order >= 1):
        raise ValueError(f"order must be a whole number from 1 on, not {order!r}.")
    w0, order = float(w0), int(order)
    with np.errstate(all="ignore"):
        value = float(run(g, [np.float64(w0)]))
        if not math.isfinite(value):
            return OneSided(math.nan, math.nan, False, order, "g is not defined there")
        run_there = expand(g, w0, np.float64(1.0), order, watched=True)
        if run_there.finite and not run_there.tied:
            found = float(run_there.coefficients[order]) * math.factorial(order) + 0.0
            return OneSided(found, found, True, order)
    return from_both_sides(g, w0, value, order)[order]


def from_both_sides(g: Callable[..., Any], w0: float, value: float, order: int) -> list[OneSided]:
    """Return the verdicts on all orders from 0 on of a `g` that has this value at w0."""
    with np.errstate(all="ignore"):
        left, right = (_beside(g, w0, side, value, order) for side in (-1.0, 1.0))
    rows = zip(left.derivatives, right.derivatives, range(order + 1), strict=False)
    return [OneSided(a, b, *_compared(left, right, k)) for a, b, k in rows]


@dataclass(frozen=True)
class _Seen:
    """Derivatives 0, 1, ... from one side and their round-off.

    `known` counts those that exist; `reason` says why the next one does not, and `open` whether
    that is only not known.
    """

    derivatives: list[float]
    noises: list[float]
    known: int
    reason: str = ""
    open: bool = False


def _compared(left: _Seen, right: _Seen, order: int) -> tuple[bool | None, int, str]:
    """The verdict, its order, and the reason for it."""
    for k in range(order + 1):
        ended = [side for side in (left, right) if side.known == k]
        if ended:
            side = min(ended, key=lambda s: s.open)
            return (None if side.open else False), order, side.reason
        a, b = left.derivatives[k], right.derivatives[k]
        noise = left.noises[k] + right.noises[k]
        if abs(a - b) > noise:
            return False, order, "left and right do not agree"
        if noise > 1e-10 * max(abs(a), abs(b)) and k:
            return None, order, "left and right cannot be told apart from round-off"
    return True, order, ""


def _beside(g: Callable[..., Any], w0: float, side: float, value: float, order: int) -> _Seen:
    """What g does at w0 + side * t for small t."""
    seen = None
    for reach in _REACHES:
        try:
            germ = _germ(g, w0, side, order + reach)
        except ForArrays:
            return _by_jets(g, w0, side, value, order)
        except Undecided as error:
            seen = _ended([], order, str(error), True)
            continue
        seen = _read(germ, side, value, order)
        if not seen.open:
            break
    assert seen is not None
    return seen


def _germ(g: Callable[..., Any], w0: float, side: float, reach: float) -> Germ:
    trace = SideTrace(reach)
    terms = [(ONE, w0, 0.0)] if w0 else []
    start = Germ((*terms, ((1.0, 0.0), side, 0.0)), EXACT)
    try:
        output = run(g, [Side(start, trace)])
    finally:
        trace.close()
    if trace.failed:
        raise trace.failed
    return trace.germ(output)


def _ended(
    found: list[tuple[float, float]], order: int, reason: str, open: bool, next: float = math.nan
) -> _Seen:
    """End a list of derivatives; `next` is what stands in the place of the first missing one."""
    missing = [next, *[math.nan] * order]
    values = [x + 0.0 for x, _ in found] + missing
    noises = [noise for _, noise in found] + [0.0] * len(missing)
    return _Seen(values, noises, len(found), reason, open)


def _read(germ: Germ, side: float, value: float, order: int) -> _Seen:
    """Read derivatives off a germ, as far as it has them."""
    where = "left" if side < 0 else "right"
    if germ.undefined:
        return _ended([], order, f"g is not defined to the {where} of it", False)
    if germ.huge or (germ.terms and germ.lead < ONE):
        return _jump(math.inf * germ.sign(), value, side, order)
    if germ.cut <= ONE:
        settles = not germ.swings
        reason = germ.why or f"g {'may' if settles else 'does'} not settle to the {where} of it"
        return _ended([], order, reason, settles)
    c, noise = germ.at(ONE)
    noise += 16 * float(np.finfo(float).eps) * max(abs(c), abs(value))
    if abs(c - value) > noise:
        return _jump(c, value, side, order)
    found = [(value, noise)]
    for k in range(1, order + 1):
        power = (float(k), 0.0)
        worse = [t for t in germ.terms if (k - 1.0, 0.0) < t[0] < power]
        if worse:
            (a, _), c, noise = worse[0]
            if abs(c) <= noise:
                return _ended(found, order, "what decides it is no larger than round-off", True)
            sign = math.copysign(1.0, c)
            sign *= math.prod(math.copysign(1.0, a - j) for j in range(k) if a != j)
            slopes = "the slope grows" if k == 1 else f"the derivative of order {k} grows"
            return _ended(found, order, f"{slopes} without bound", False, sign * side**k * math.inf)
        if germ.cut <= power or (germ.wild and k > 1):
            if germ.swings and germ.cut <= power:
                return _ended(
                    found, order, f"the slope does not settle to the {where} of it", False
                )
            return _ended(found, order, f"the slope may not settle to the {where} of it", True)
        factor = side**k * math.factorial(k)
        c, noise = germ.at(power)
        found.append((c * factor, noise * abs(factor)))
    return _ended(found, order, "", True)


def _jump(to: float, value: float, side: float, order: int) -> _Seen:
    slope = math.copysign(math.inf, side * (to - value))
    seen = _ended([], order, "g jumps there", False)
    return _Seen([value, slope, *seen.derivatives[2:]], seen.noises + [0.0] * 2, 0, seen.reason)


def _by_jets(g: Callable[..., Any], w0: float, side: float, value: float, order: int) -> _Seen:
    """The same by Taylor coefficients alone, which also arrays have."""
    by_side = expand(g, w0, np.float64(side), order, sided=True)
    if by_side.tied or by_side.edge:
        return _ended([], order, "a step on arrays jumps or ends there", True)
    c = np.array(by_side.coefficients, dtype=float)
    if abs(c[0] - value) > 1e-12 * max(abs(c[0]), abs(value)):
        return _jump(float(c[0]), value, side, order)
    factors = [side**k * math.factorial(k) for k in range(order + 1)]
    noise = 1e-13 * np.abs(c)
    found = [(float(x * f), float(n * abs(f))) for x, f, n in zip(c, factors, noise, strict=True)]
    known = next((k for k, (x, _) in enumerate(found) if not math.isfinite(x)), order + 1)
    return _ended(found[:known], order, "a step on arrays is singular there", True)
