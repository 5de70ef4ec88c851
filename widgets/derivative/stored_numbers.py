"""Numbers as a computer stores them: neighbours, decimals, bits, and a difference's staircase."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

import numpy as np

# So many bits of a number are stored, and so many more are looked at.
KEPT, CUT = 53, 8
# Up to so many stored numbers a staircase is drawn step by step, beyond that by a sample.
_STEPS = 48
_SAMPLES = 81


@dataclass(frozen=True)
class Step:
    """The step from w0 to w0 + ε: `exact` is ε, `stored` what w0 + ε is rounded to.

    `gap` is the distance from the stored number to the next larger one, the unit of `offsets`
    (where its `neighbours` lie, itself included) and of `missed`, where w0 + ε lies unrounded.
    """

    exact: Fraction
    epsilon: float
    stored: float
    taken: float
    gap: float
    neighbours: tuple[float, float, float]
    offsets: tuple[float, float, float]
    missed: float


@lru_cache(maxsize=5000)
def step(k: int, base: str, w0: float) -> Step:
    """Return the step with ε = 10⁻ᵏ, or the power of two nearest to it.

    >>> step(12, "ten", 1.5).taken
    1.000088900582341e-12
    >>> step(12, "two", 1.5).missed
    0.0
    """
    power = round(k * math.log2(10))
    exact = Fraction(1, 10**k) if base == "ten" else Fraction(1, 2**power)
    epsilon = float(exact)
    stored = w0 + epsilon
    below, above = float(np.nextafter(stored, -np.inf)), float(np.nextafter(stored, np.inf))
    gap = above - stored
    missed = float((Fraction(w0) + exact - Fraction(stored)) / Fraction(gap))
    offsets = ((below - stored) / gap, 0.0, 1.0)
    near = (below, stored, above)
    return Step(exact, epsilon, stored, stored - w0, gap, near, offsets, missed)


@lru_cache(maxsize=50_000)
def decimal(x: float, digits: int) -> str:
    """Return the exact value of a stored number, rounded to so many digits.

    >>> decimal(0.1, 20), decimal(1.5, 20)
    ('0.10000000000000000555', '1.5')
    """
    with localcontext() as context:
        context.prec = digits
        text = f"{+Decimal(x):f}" if 1e-9 < abs(x) < 1e16 else str(+Decimal(x))
    return text.replace("-", "−")


def bits(x: Fraction, like: float) -> str:
    """Return a number in binary, from the first bit of `like` on: 53 that are kept, 8 that are cut.

    >>> bits(Fraction(1, 8), 1.5)[:6], len(bits(Fraction(1, 8), 1.5))
    ('000100', 61)
    """
    scaled = x / Fraction(2) ** (leading_power(like) + 1 - KEPT - CUT)
    return f"{int(scaled):0{KEPT + CUT}b}"


def leading_power(x: float) -> int:
    """Return the power of two that the first bit of a stored number stands for.

    >>> leading_power(1.1), leading_power(100.0)
    (0, 6)
    """
    return math.frexp(x)[1] - 1


def staircase(
    g: Callable[[float], float], w0: float, epsilon: float, unit: float
) -> tuple[list[float], list[float]]:
    """Return g(w0 + t) − g(w0) as it is computed, over t from 0 to 2 ε: t by ε, g by `unit`.

    >>> staircase(lambda w: w, 1.0, 2.0**-52, 2.0**-52)
    ([0.0, 0.5, 0.5, 1.5, 1.5, 2.0], [0.0, 0.0, 1.0, 1.0, 2.0, 2.0])
    """
    y0, end = g(w0), w0 + 2 * epsilon
    if 2 * epsilon / math.ulp(w0) > _STEPS:
        places = [w0 + 2 * epsilon * i / (_SAMPLES - 1) for i in range(_SAMPLES)]
        return [(w - w0) / epsilon for w in places], [(g(w) - y0) / unit for w in places]
    xs, ys, w = [0.0], [0.0], w0
    while w < end:
        after = math.nextafter(w, math.inf)
        # Between two stored numbers rounding goes to the nearer one.
        edge = ((w - w0) + (after - w0)) / 2 / epsilon
        xs += [edge, edge]
        ys += [(g(w) - y0) / unit, (g(after) - y0) / unit]
        w = after
    return [*xs, 2.0], [*ys, ys[-1]]
