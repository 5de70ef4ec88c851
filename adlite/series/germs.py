"""Functions of t as t falls to 0: sums of c t**a log(1/t)**b, and how small what is left out is.

Taylor series end where a function does: at sqrt(0), 1/0, 0 log 0 and exp(-1/0) there are none.  A
*germ* goes further.  It is what a function of one side of a point does close to that point: a few
terms, each with the round-off it may carry, and the size of all that is not written down, its
*cut*.  Sums, products and functions of germs are germs, so a verdict drawn from them holds for the
function itself.  Where the cut hides the answer there is no verdict, and `Undecided` says why.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any, NoReturn

import numpy as np

from ..core import TracingError

Key = tuple[float, float]
"""The size t**a log(1/t)**b as (a, -b): the larger the key, the smaller the size."""
Term = tuple[Key, float, float]
"""Size, coefficient, and the round-off that the coefficient may carry."""

EXACT, FLAT, NOWHERE = (math.inf, 0.0), (math.inf, -1.0), (-math.inf, 0.0)
ONE: Key = (0.0, 0.0)
MOST = 48  # terms
UNIT = float(np.finfo(float).eps)


class Undecided(TracingError):
    """What is known of a germ does not answer a question about it."""


@dataclass(frozen=True)
class Germ:
    """Terms, largest first, and the size `cut` of the rest: O of it, or less.

    The cut is `EXACT` if nothing is left out, `FLAT` if less than every power of t is, and
    `NOWHERE` if nothing is known, with the reason in `why`, or if there is no value (`undefined`)
    or one larger than every power (`huge` is its sign).  The rest is `wild` if it may oscillate,
    and `swings` if it does: a factor that comes back to -1 and 1 for ever, times the cut.
    """

    terms: tuple[Term, ...] = ()
    cut: Key = EXACT
    wild: bool = False
    swings: bool = False
    undefined: bool = False
    huge: int = 0
    why: str = ""

    @property
    def lead(self) -> Key:
        """A size that the germ does not exceed."""
        return self.terms[0][0] if self.terms else self.cut

    def at(self, key: Key) -> tuple[float, float]:
        """Coefficient of one size, and its round-off."""
        return next(((c, noise) for k, c, noise in self.terms if k == key), (0.0, 0.0))

    def sign(self) -> int:
        """Sign for small t: -1, 0 or 1."""
        if self.huge or self.cut == EXACT and not self.terms:
            return self.huge
        if not self.terms:
            self.fail("it vanishes faster than the terms that were computed")
        _, c, noise = self.terms[0]
        if abs(c) <= noise:
            self.fail("what decides it is no larger than round-off")
        return 1 if c > 0 else -1

    def fail(self, why: str) -> NoReturn:
        """Say that a question about this germ has no answer."""
        raise Undecided(self.why or why)


def constant(x: float, noise: float = 0.0) -> Germ:
    """Germ of a number."""
    if math.isnan(x):
        return UNDEFINED
    if math.isinf(x):
        return unknown("a step is infinite")
    return Germ(((ONE, x, noise),)) if x or noise else Germ()


def limit(germ: Germ) -> float:
    """What a germ tends to; NaN if it is undefined, and `Undecided` where that is not known."""
    if germ.undefined:
        return math.nan
    if germ.huge or (germ.terms and germ.lead < ONE):
        return math.inf * germ.sign()
    if germ.cut <= ONE:
        germ.fail("it is not known to settle")
    return germ.at(ONE)[0]


UNDEFINED = Germ(cut=NOWHERE, undefined=True)


def unknown(why: str) -> Germ:
    """Germ of which nothing is known."""
    return Germ(cut=NOWHERE, why=why)


def exponent(a: float) -> float:
    """The same float for the same exponent, however it was reached: three thirds are 1."""
    small = round(a * 5040)
    return small / 5040 if abs(a * 5040 - small) < 1e-8 else round(a, 9)


def plus(k: Key, m: Key) -> Key:
    """Size of a product."""
    ends = [x for x in (k, m) if math.isinf(x[0])]
    if ends:
        return min(ends)
    return exponent(k[0] + m[0]), exponent(k[1] + m[1])


def times(k: Key, n: float) -> Key:
    """Size of a power."""
    return k if math.isinf(k[0]) else (exponent(k[0] * n), exponent(k[1] * n))


def first_nowhere(germs: Iterable[Germ]) -> Germ | None:
    """The first of some germs of which nothing can be said, undefined ones before others."""
    lost = [g for g in germs if g.cut == NOWHERE and not g.huge]
    return max(lost, key=lambda g: g.undefined, default=None)


def _collected(terms: Iterable[Term], like: Germ, reach: float) -> Germ:
    """Sort, add up and cut off terms; `like` has the cut and what kind of rest there is."""
    sums: dict[Key, tuple[float, float]] = {}
    for key, c, noise in terms:
        if key < like.cut:
            c0, noise0 = sums.get(key, (0.0, 0.0))
            sums[key] = added(c0, c, noise0 + noise)
    kept = sorted((key, c, noise) for key, (c, noise) in sums.items() if c or noise)
    if any(not math.isfinite(c) for _, c, _ in kept):
        return unknown("a step overflows")
    cut = like.cut
    if kept:
        far = bisect.bisect(kept, ((kept[0][0][0] + reach, math.inf),))
        if far < len(kept) or len(kept) > MOST:
            cut = kept[min(far, MOST)][0]
            kept = kept[: min(far, MOST)]
    return Germ(tuple(kept), cut, like.wild, like.swings and cut == like.cut)


def added(a: float, b: float, noise: float) -> tuple[float, float]:
    """Sum of two coefficients, and the round-off with what this addition loses."""
    total = a + b
    back = total - a
    lost = abs((a - (total - back)) + (b - back))
    return total, noise + lost


def add(x: Germ, y: Germ, reach: float, careful: bool = False) -> Germ:
    """Sum of two germs; a `careful` one trusts no sum in which one number drowned in the other."""
    lost = first_nowhere((x, y))
    if lost:
        return lost
    if x.huge or y.huge:
        if x.huge + y.huge == 0:
            return unknown("two terms grow beyond every power, one against the other")
        return x if x.huge else y
    first = min((x, y), key=lambda g: g.cut)
    both = x.cut == y.cut
    kind = Germ(
        cut=first.cut,
        wild=x.wild or y.wild,
        swings=first.swings and not (both and x.wild and y.wild),
    )
    terms = [*x.terms, *y.terms]
    if careful:
        mine = {key: c for key, c, _ in x.terms}
        for key, c, noise in y.terms:
            a = mine.get(key, 0.0)
            small = min(abs(a), abs(c))
            if small > noise and added(a, c, 0.0)[1] > 0.25 * small:
                terms.append((key, 0.0, abs(a + c)))
    return _collected(terms, kind, reach)


def scaled(x: Germ, factor: float) -> Germ:
    """A number times a germ."""
    if factor == 0 and not first_nowhere((x,)) and not x.huge:
        return Germ()
    terms = tuple((k, c * factor, n * abs(factor) + rounded(c, factor)) for k, c, n in x.terms)
    huge = x.huge * (1 if factor > 0 else -1)
    return Germ(terms, x.cut, x.wild, x.swings, x.undefined, huge, x.why)


def rounded(a: float, b: float) -> float:
    """What rounding takes from a product, 0 if it is exact."""
    if abs(math.frexp(a)[0]) == 0.5 or abs(math.frexp(b)[0]) == 0.5:
        return 0.0
    if a.is_integer() and b.is_integer() and abs(a * b) < 2.0**53:
        return 0.0
    return UNIT * abs(a * b)


def mul(x: Germ, y: Germ, reach: float) -> Germ:
    """Product of two germs."""
    zero = next((g for g in (x, y) if g.cut == EXACT and not g.terms), None)
    lost = first_nowhere((x, y))
    if lost:
        return lost
    if zero:
        return zero
    if x.huge or y.huge:
        other = y if x.huge else x
        if other.huge or other.terms:
            sign = x.sign() * y.sign()
            return Germ(cut=NOWHERE, huge=sign, why="a step grows beyond every power")
        return unknown("something beyond every power meets something below every power")
    cuts = plus(x.lead, y.cut), plus(y.lead, x.cut)
    of_x = cuts[1] < cuts[0] and x.swings and bool(y.terms) and not _uncertain(y)
    of_y = cuts[0] < cuts[1] and y.swings and bool(x.terms) and not _uncertain(x)
    terms = [
        (plus(k, m), a * b, abs(a) * nb + abs(b) * na + na * nb + rounded(a, b))
        for k, a, na in x.terms
        for m, b, nb in y.terms
    ]
    return _collected(terms, Germ(cut=min(cuts), wild=x.wild or y.wild, swings=of_x or of_y), reach)


def _uncertain(x: Germ) -> bool:
    return abs(x.terms[0][1]) <= x.terms[0][2]


def answer(question: Callable[..., Any], germs: list[Germ], options: dict[str, Any]) -> Any:
    """Answer a question about limits, moved to the side from which they are reached."""
    choices, open_question = [], None
    for germ in germs:
        at = limit(germ)
        ends = [0.0]
        if math.isfinite(at):
            try:
                ends = [math.inf * s if (s := add(germ, constant(-at), math.inf).sign()) else 0.0]
            except Undecided as error:
                open_question, ends = error, [-math.inf, 0.0, math.inf]
        choices.append([np.float64(np.nextafter(at, end) if end else at) for end in ends])
    answers = {np.asarray(question(*chosen, **options)).item() for chosen in product(*choices)}
    if open_question and len(answers) > 1:
        raise open_question
    return np.asarray(answers.pop())[()]
