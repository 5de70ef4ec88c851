"""What the derivative of a function of one input really is, for all explorers to compare with.

Of a typed formula it is the limit of its difference quotients in 80 digits and more, from the left
and from the right: rules and their conventions have no part in it, and what cancels among floats
does not cancel there. Where the quotients settle too slowly to be read off, as those of w/log|w|,
the powers and logarithms of `adlite.one_sided` decide.

Of a function in Python only floats are known. The truth is then AD's (the one-sided series of
`adlite.one_sided`, not the convention at a tie), once difference quotients have confirmed it;
where they do not, nobody can tell.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

import adlite

from ..live import say
from .long_numbers import Long, LongFormula

# ε is 2 to minus these: first for what is smooth; then for what may not be, closer than any number
# that a float can hold. And with how many bits.
_SMOOTH, _LIMIT = (60, 90), (330, 660, 990, 1320)
_BITS, _MORE_BITS = 260, 4200
# Of how many of the last bits nothing is believed.
_SPARE = 40
# The smallest float has its only bit in about this place.
_SMALLEST = 1100
# Where values are so large or small that they need more bits than this, nothing is read off.
_MOST = 3500
# In floats: the step of the quotients that confirm a derivative, and those tried where it does not.
_STEP, _HALVINGS = 2.0**-10, (4, 8, 12, 16, 20, 24)
_UNKNOWN = adlite.OneSided(math.nan, math.nan, False, 1, "g is not defined there")


class Truth:
    """The one-sided derivatives of a function, in 50 digits or by AD, which is `said`.

    `g` is the function, `value` the same made safe, a float or NaN, and `formula` its parsed
    formula, None for a function in Python.

    >>> from widgets.functions import Function
    >>> g = Function("max(0, max(0, w)) - max(0, max(0, -w))", (-1, 1))
    >>> g.derivative(0.0), g.slope(0.0)
    (0.5, 1.0)

    """

    def __init__(self, g: Callable[[Any], Any], value: Callable[[float], float], formula: Any):
        self.g, self.value = g, value
        self.long = LongFormula(formula) if formula else None
        self.said = "" if formula else " The derivative is known by AD."

    def sides(self, w0: float, order: int = 1) -> adlite.OneSided:
        """Return the derivatives from the left and from the right, and the verdict.

        Raises:
            adlite.TracingError: g cannot be differentiated.

        """
        if math.isnan(self.value(w0)):
            return replace(_UNKNOWN, order=order)
        if order == 1:
            found = _limits(self.long, w0) if self.long else None
            return found or self._confirmed(adlite.one_sided(self.g, w0), w0)
        sides = adlite.one_sided(self.g, w0, order)
        if order == 2 and self.long and sides.differentiable:
            second = _second(self.long, w0)
            if math.isfinite(second):
                return replace(sides, left=second, right=second)
        return sides

    def quotient(self, name: str, w0: float, epsilon: float) -> float:
        """Return a difference quotient of a typed formula without rounding; NaN of another g."""
        if not self.long or name == "complex step":
            return math.nan
        long, m = self.long, self.long.context(_BITS)
        formula = adlite.QUOTIENTS[name].formula
        return float(formula(lambda w: long(w, _BITS), m.mpf(w0), m.mpf(epsilon)))

    def _confirmed(self, sides: adlite.OneSided, w0: float) -> adlite.OneSided:
        """Return what AD says, unless difference quotients of floats speak against it."""
        if not sides.differentiable or self.long:
            return sides
        if _is_confirmed(self.value, w0, sides.left):
            return sides
        reason = f"AD says {say(sides.left)}, and difference quotients do not confirm it"
        return adlite.OneSided(math.nan, math.nan, None, 1, reason)


@dataclass(frozen=True)
class _Beside:
    """Changes of g on one side of a point and the quotients, with ε going down, and round-off."""

    changes: list[Long]
    quotients: list[Long]
    noise: Long


class _Place:
    """A formula at a point, with as many bits as its values need there."""

    def __init__(self, g: LongFormula, w0: float):
        self.g, self.w0 = g, w0
        self.values = values = g.values(w0, _BITS)
        self.is_defined = bool(values[-1] - values[-1] == 0)
        # How many bits the largest value has before the point, and w0.
        mag = g.context(_BITS).mag
        self.size = max(0, *(mag(x) for x in values if x and x - x == 0)) if w0 else 0
        place = math.frexp(w0)[1] if w0 else 0
        # What is large may cancel down to what is as small; and near 0 and far from it, powers do.
        self.more = 3 * max(self.size - 20, 0) + (4 * abs(place) if abs(place) > 10 else 0)
        self.near = min(place, 0)
        self._here = {_BITS: values[-1]}

    def beside(self, side: int, exponents: tuple[int, ...], bits: int) -> _Beside | None:
        """Return what there is on one side; None where g is no finite number there."""
        g, bits = self.g, bits + self.more
        m = g.context(bits)
        if bits not in self._here:
            self._here[bits] = g(self.w0, bits)
        at, here = m.mpf(self.w0), self._here[bits]
        powers = [self.near - e for e in exponents]
        changes = [g(at + m.ldexp(side, power), bits) - here for power in powers]
        if not all(change - change == 0 for change in changes):
            return None
        quotients = [m.ldexp(side * c, -power) for c, power in zip(changes, powers, strict=True)]
        return _Beside(changes, quotients, m.ldexp(1, self.size + _SPARE - bits - powers[-1]))

    @property
    def easy_slope(self) -> float:
        """The slope where all steps are analytic around this place, and not steep; NaN elsewhere.

        There is no kink then, and that both quotients agree says that ε is small enough.
        """
        if self.more or not self.g.is_clear_of_edges(self.values):
            return math.nan
        left, right = (self.beside(side, _SMOOTH[:1], _BITS) for side in (-1, 1))
        if not left or not right:
            return math.nan
        (a,), (b,) = left.quotients, right.quotients
        settled = abs(b - a) <= 2.0**-40 * abs(b) and abs(b) > 1000 * right.noise
        return float(a + b) / 2 if settled else math.nan


def _limits(g: LongFormula, w0: float) -> adlite.OneSided | None:
    """Return the limits of the quotients from both sides; None where they cannot be read off."""
    place = _Place(g, w0)
    if place.more > _MOST or not place.is_defined:
        # Only floats know a value here: 1/-0.0 is one thing to them, 1/0.0 another.
        return None
    easy = place.easy_slope
    if math.isfinite(easy):
        return adlite.OneSided(easy, easy, True)
    for bits in (_BITS, _BITS + _SMALLEST):
        left, right = (place.beside(side, _SMOOTH, bits) for side in (-1, 1))
        if not left or not right:
            break
        # What is lost among the bits is looked for among the smallest that a float can hold.
        largest = max(map(abs, (*left.quotients, *right.quotients)))
        if largest and largest < 1000 * right.noise and bits == _BITS:
            continue
        if _is_smooth(left, right):
            slope = float((left.quotients[0] + right.quotients[0]) / 2) + 0.0
            return adlite.OneSided(slope, slope, True) if math.isfinite(slope) else None
        break
    return _compared(_limit(place, -1), _limit(place, 1))


def _is_smooth(left: _Beside, right: _Beside) -> bool:
    """Whether quotients have settled on both sides, and their difference shrinks as ε does."""
    (a, b), (c, d), noise = left.quotients, right.quotients, right.noise
    settled = max(abs(b - a), abs(d - c)) <= abs(b) * 2.0**-50 + noise
    return bool(settled and abs(d - b) <= abs(c - a) * 2.0**-15 + noise)


@dataclass(frozen=True)
class _Limit:
    """The limit of the quotients on one side and how sure it is; ±inf or NaN for a `reason`."""

    slope: Long
    error: Long
    reason: str = ""


def _limit(place: _Place, side: int) -> _Limit | None:
    """Return the limit on one side; None where it cannot be read off."""
    seen = place.beside(side, _LIMIT, _MORE_BITS)
    if seen is None:
        return None
    q, noise = seen.quotients, seen.noise
    before, last = (abs(b) for b in seen.changes[-2:])
    if last > 0.5 * before and abs(q[-1]) > 1e6 * noise:
        return _Limit(math.inf * (1 if q[-1] > 0 else -1), 0, "g jumps there")
    moves = [b - a for a, b in pairwise(q)]
    if abs(moves[2]) <= 0.05 * abs(moves[1]) + noise and abs(moves[1]) <= abs(moves[0]) + noise:
        ends = [_extrapolated(a, b, c, noise) for a, b, c in (q[:3], q[1:])]
        return _Limit(ends[1], abs(ends[1] - ends[0]) + noise)
    if abs(q[3]) > 3 * abs(q[2]) > 9 * abs(q[1]):
        return _Limit(math.inf * (1 if q[3] > 0 else -1), 0, "the slope grows without bound")
    return None


def _extrapolated(a: Long, b: Long, c: Long, noise: Long) -> Long:
    """Return where three numbers lead whose differences shrink alike (Aitken, 1926)."""
    bend = (c - b) - (b - a)
    return c - (c - b) ** 2 / bend if abs(bend) > noise else c


def _compared(left: _Limit | None, right: _Limit | None) -> adlite.OneSided | None:
    """Return the verdict on two limits."""
    if left is None or right is None:
        return None
    reason = left.reason or right.reason
    if reason:
        return adlite.OneSided(float(left.slope), float(right.slope), False, 1, reason)
    error = 10 * (left.error + right.error)
    if abs(left.slope - right.slope) <= error:
        slope = (left.slope + right.slope) / 2
        found = float(slope) + 0.0 if abs(slope) > error else 0.0
        return adlite.OneSided(found, found, True)
    ends = float(left.slope) + 0.0, float(right.slope) + 0.0
    return adlite.OneSided(*ends, False, 1, "left and right do not agree")


def _second(g: LongFormula, w0: float) -> float:
    """Return the second derivative by second differences; NaN where two steps do not agree."""
    place = _Place(g, w0)
    sides = [place.beside(side, _SMOOTH, _BITS + _SMALLEST) for side in (-1, 1)]
    if place.more > _MOST or not all(sides):
        return math.nan
    left, right = (side for side in sides if side)
    first, second = (
        (b - a) * 2.0 ** (e - place.near)
        for a, b, e in zip(left.quotients, right.quotients, _SMOOTH, strict=True)
    )
    noise = right.noise * 2.0 ** (_SMOOTH[1] - place.near)
    return float(first) + 0.0 if abs(second - first) <= 1e-9 * abs(second) + noise else math.nan


def _is_confirmed(value: Callable[[float], float], w0: float, slope: float) -> bool:
    """Whether quotients of floats come to this slope, as nearly as their errors let them."""
    size = abs(w0) if abs(w0) > 1 else 1.0
    step = _STEP * size
    near, far = ((value(w0 - s), value(w0 + s)) for s in (step, 2 * step))
    central = (8 * (near[1] - near[0]) - (far[1] - far[0])) / (12 * step)
    if abs(central - slope) <= 1e-6 * max(abs(slope), abs(near[1] - near[0]) / step):
        return True
    sizes = {size, abs(w0)} - {0.0}
    steps = [s * 2.0**-power for s in sizes for power in _HALVINGS]
    here, unit = value(w0), 4 * float(np.finfo(float).eps)
    for side in (-1, 1):
        # The quotient, and how wrong it may be, where that is least.
        best = math.inf, slope
        for step in steps:
            ends = w0 + side * step, w0 + side * step / 2
            whole, half = ((value(w) - here) / (w - w0 or math.nan) for w in ends)
            noise = unit * (abs(here) + abs(value(ends[0])) + abs(w0 * half)) / step
            error = abs(whole - half) + noise
            if not math.isnan(error):
                best = min(best, (error, 2 * half - whole))
        if abs(best[1] - slope) > 10 * best[0]:
            return False
    return True
