"""The difference quotient of a function as a sum of terms, one for each power of ε (Eq. B.15)."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

import adlite
from adlite.series import degree

from ..functions import Expansion, Function, expand
from ..live import raised, say

MOST = 10
_UNIT = float(np.finfo(float).eps) / 2


@dataclass(frozen=True)
class Terms:
    """A difference quotient, its terms, and what they leave over.

    `found` holds the terms, that without ε first; none if there are none, and then `reason` says
    why. `reason` also says why there are fewer than ten. `rest` is 0 where it is rounding only;
    `up_to_rounding` says that there may be more terms, which rounding hides.
    """

    quotient: float
    slope: float
    found: tuple[float, ...] = ()
    rest: float = 0.0
    reason: str = ""
    up_to_rounding: bool = False

    @property
    def heights(self) -> list[float]:
        """The terms as shares of the sizes of all terms and of the rest."""
        size = math.fsum(map(abs, self.found)) + abs(self.rest) or 1.0
        return [term / size for term in self.found]

    @property
    def height_of_rest(self) -> float:
        """The rest as such a share."""
        return self.rest / (math.fsum(map(abs, self.found)) + abs(self.rest) or 1.0)

    @property
    def count(self) -> int:
        """How many terms are not 0."""
        return sum(term != 0 for term in self.found)


class Quotient(Protocol):
    """A function whose difference quotient is taken apart."""

    def terms(self, w0: float, epsilon: float) -> Terms:
        """Return the terms of the quotient at w0."""

    def sentence(self, w0: float, epsilon: float, shown: Terms) -> str:
        """Say what the terms are."""


def binomial(d: int, w: Any, epsilon: Any) -> list[Any]:
    """Return the terms of Eq. B.15, that without ε first.

    >>> binomial(2, 1.0, 0.5)
    [2.0, 0.5]
    """
    return [math.comb(d, j) * epsilon ** (j - 1) * w ** (d - j) for j in range(1, d + 1)]


class Power:
    """The power w^d: its terms are those of the binomial theorem."""

    def __init__(self, d: int):
        self.d = d

    def terms(self, w0: float, epsilon: float) -> Terms:
        """Return the d terms of the quotient."""
        quotient = float(adlite.slope(self.g, w0, epsilon))
        slope = float(adlite.grad(self.g)(w0))
        return Terms(quotient, slope, tuple(binomial(self.d, w0, epsilon)))

    def g(self, w: Any) -> Any:
        """Return w^d."""
        return w**self.d

    def sentence(self, w0: float, epsilon: float, shown: Terms) -> str:
        """Say what the terms are."""
        power = f"w{raised(self.d)}" if self.d > 1 else "w"
        start = _start(power, w0, epsilon, shown)
        if self.d == 1:
            return f"{start}. Its only term is 1, which has no ε: nothing dies, whatever ε is."
        start += f", the sum of {say_count(self.d)}"
        if w0 == 0:
            return (
                f"{start}. At w⁰ = 0 all terms are 0 but the last one, {say(shown.found[-1])}. "
                "It dies with ε, and the derivative is 0."
            )
        return f"{start}. {_first(shown, 'of all terms')} {_others(shown, self.d - 1)}."


class Expanded:
    """Any function: its terms are those of its Taylor series at w0, without g(w0), over ε.

    >>> g = Expanded(Function("w^3 - 2*w", (-2, 2)))
    >>> shown = g.terms(1.0, 0.5)
    >>> shown.found[:4], shown.rest
    ((1.0, 1.5, 0.25, 0.0), 0.0)

    """

    def __init__(self, g: Function):
        self.g = g
        self._expansion = lru_cache(maxsize=10_000)(self._expanded)

    def _expanded(self, w0: float) -> tuple[Expansion, tuple[float, ...], bool]:
        """Return the expansion, the coefficients of the terms, and whether more would follow."""
        expansion = expand(self.g, w0, MOST)
        polynomial = expansion.polynomial
        if polynomial is None or expansion.highest < 1:
            return expansion, (), False
        c = np.concatenate([polynomial.coefficients, polynomial.following])[1:]
        # What rounding of larger coefficients leaves in place of a 0 is no term.
        with np.errstate(invalid="ignore"):
            c = np.where(np.abs(c) > 4 * _UNIT * np.maximum.accumulate(np.abs(c)), c, 0.0)
        kept = tuple(c[: expansion.highest].tolist())
        if np.any(c[expansion.highest :] != 0):
            return expansion, kept, True
        # Of what ends with these terms, and only of that, no more can come.
        last = degree(self.g.or_nan, np.float64(w0), np.float64(1.0))
        return expansion, kept, last > np.flatnonzero(c).max(initial=-1) + 1

    def terms(self, w0: float, epsilon: float) -> Terms:
        """Return up to ten terms of the quotient, and the rest."""
        y0, w1 = self.g(w0), w0 + epsilon
        y1 = self.g(w1)
        expansion, c, more = self._expansion(w0)
        slope = c[0] if c else math.nan
        for place, y in (("w⁰", y0), ("w⁰ + ε", y1)):
            if math.isnan(y):
                at = w0 if place == "w⁰" else w1
                missing = f"g is not defined at {place} = {say(at)}, so there is no quotient"
                return Terms(math.nan, slope, reason=missing)
        quotient = float(adlite.slope(self.g, w0, epsilon))
        if not c:
            return Terms(quotient, slope, reason=expansion.reason)
        found = tuple(c_j * epsilon**j for j, c_j in enumerate(c))
        rest = quotient - math.fsum(found)
        if not math.isfinite(rest):
            return Terms(quotient, slope, reason="its terms are too large to be added up")
        rounded = (abs(y0) + abs(y1) + abs(w1 * slope)) / abs(epsilon) + sum(map(abs, found))
        # A factor, since g itself may round many times.
        small = abs(rest) <= 32 * _UNIT * rounded
        rest = 0.0 if small else rest
        return Terms(quotient, slope, found, rest, expansion.reason, more and small)

    def sentence(self, w0: float, epsilon: float, shown: Terms) -> str:
        """Say what the terms are, and what they leave over."""
        if math.isnan(shown.quotient):
            return f"With ε = {say(epsilon)} and w⁰ = {say(w0)}: {shown.reason}."
        start = _start("g", w0, epsilon, shown)
        if not shown.found:
            return f"{start}. It cannot be taken apart: {shown.reason}."
        count, rest = shown.count, shown.rest
        why = f" There are no more terms, since {shown.reason}." if shown.reason else ""
        if count == 0:
            left = f", and the whole quotient is left over, {say(rest, 2)}" if rest else ""
            return f"{start}. All its terms are 0{left}.{why}"
        more = " and a rest" if rest else " up to rounding" if shown.up_to_rounding else ""
        start += f", the sum of {say_count(count)}{more}"
        if count == 1 and shown.found[0]:
            outcome = f"The term is {say(shown.found[0])} and has no ε"
            sure = not (rest or shown.up_to_rounding)
            outcome += ": nothing dies, whatever ε is." if sure else "."
        elif shown.found[0]:
            whole = "of all" if rest else "of all terms"
            outcome = f"{_first(shown, whole)} {_others(shown, count - 1)}."
        else:
            added = math.fsum(shown.found)
            those = "It has" if count == 1 else f"They add up to {say(added)}, and each has"
            outcome = f"{those} a factor ε and dies: the derivative is 0."
        left = (
            f" What is left over, {say(rest, 2)}, is {percent(abs(shown.height_of_rest))} of all "
            "by size and dies with ε, too."
            if rest
            else ""
        )
        return f"{start}. {outcome}{left}{why}"


def _start(name: str, w0: float, epsilon: float, shown: Terms) -> str:
    quotient = say(shown.quotient)
    return f"With ε = {say(epsilon)} the quotient of {name} at w⁰ = {say(w0)} is {quotient}"


def _first(shown: Terms, whole: str) -> str:
    share = percent(abs(shown.heights[0]))
    return f"The first term, {say(shown.found[0])}, has no ε and is {share} {whole} by size."


def _others(shown: Terms, count: int) -> str:
    others = "The other one is" if count == 1 else f"The {count} others add up to"
    rest = say(math.fsum(shown.found[1:]))
    return f"{others} {rest}, with a factor ε in {'it' if count == 1 else 'each'}"


def say_count(count: int) -> str:
    """Return "1 term" or "3 terms"."""
    return f"{count} term{'s' * (count != 1)}"


def percent(share: float) -> str:
    """Write a share so that only a whole is called 100 %.

    >>> percent(0.99999), percent(0.25), percent(1e-9)
    ('more than 99.9 %', '25 %', 'less than 0.1 %')
    """
    if share > 0.9995:
        return "more than 99.9 %"
    return f"{say(100 * share, 3)} %" if share >= 0.001 else "less than 0.1 %"
