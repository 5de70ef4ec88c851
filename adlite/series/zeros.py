"""Where in the plane of complex numbers the values of a Taylor run take a given value.

A product is 0 where a factor is, exp nowhere, and cosh at odd multiples of i pi/2: what a step does
is known, and only at the end is there a polynomial whose roots are looked for.  A series that goes
on is trusted as far as its last terms are next to nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.polynomial import polynomial

from ..core import Primitive
from .jets import Jet, TaylorTrace

_MOST = 60  # of the places where tanh(w) and its like are singular
_ZEROS = 97  # coefficients in which zeros are looked for
POWERS = ("power", "float_power")
CHOICES = ("maximum", "fmax", "minimum", "fmin", "clip")
_INVERSE: dict[str, Callable[[complex], tuple[list[complex], complex]]] = {
    "exp": lambda v: ([np.log(v)], 2j * math.pi),
    "exp2": lambda v: ([np.log2(v)], 2j * math.pi / math.log(2)),
    "cos": lambda v: ([np.arccos(v), -np.arccos(v)], 2 * math.pi),
    "sin": lambda v: ([np.arcsin(v), math.pi - np.arcsin(v)], 2 * math.pi),
    "cosh": lambda v: ([np.arccosh(v), -np.arccosh(v)], 2j * math.pi),
    "sinh": lambda v: ([np.arcsinh(v), 1j * math.pi - np.arcsinh(v)], 2j * math.pi),
}


@dataclass(frozen=True)
class Reach:
    """How far around w0 one value is known to be analytic.

    `off` is the uncertainty of this distance, infinite if nothing need stand there.  `degree` is
    that of a polynomial.
    """

    distance: float
    off: float = math.inf
    degree: float = math.inf


class Steps(TaylorTrace):
    """Notes beside each jet the step that made it."""

    __slots__ = ("steps",)

    def __init__(self, order: int) -> None:
        super().__init__(order)
        self.steps: dict[int, tuple[Primitive, tuple[Any, ...], dict[str, Any]]] = {}

    def process(self, primitive: Primitive, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Compute a step and note it, under its own name if it is rewritten."""
        end, args = len(self.tape), self.kept(args)
        y = super().process(primitive, args, kwargs)
        if self.mine(y) and y.index >= end:
            self.steps[y.index] = primitive, args, kwargs
        return y

    def behind(self, y: Jet) -> list[Jet]:
        """The values that y was computed from, in their order, and y itself."""
        needed = {y.index}
        for jet in self.tape[::-1]:
            if jet.index in needed and jet.index in self.steps:
                primitive, args, kwargs = self.steps[jet.index]
                args = chosen(primitive, args, kwargs, jet)
                needed.update(a.index for a in args if self.mine(a))
        return [jet for jet in self.tape if jet.index in needed]


def chosen(
    primitive: Primitive, args: tuple[Any, ...], kwargs: dict[str, Any], y: Jet
) -> tuple[Any, ...]:
    """The arguments of a step that its result depends on here."""
    if primitive.name == "where" and np.ndim(kwargs["condition"]) == 0:
        return (args[1 - bool(kwargs["condition"])],)
    if primitive.name in CHOICES and y.c[0].ndim == 0:
        same = [a for a in args if (a.c[0] if isinstance(a, Jet) else a) == y.c[0]]
        return tuple(a for a in same if isinstance(a, Jet)) or args
    return args


class Zeros:
    """Where values of a trace take given numbers."""

    def __init__(self, trace: Steps, found: dict[int, Reach]) -> None:
        self.trace, self.found = trace, found

    def where(self, x: Any, target: complex) -> list[Reach]:
        """Return how far off w0 a value is `target`."""
        if not self.trace.mine(x):
            return []
        if target == 0 and x.index in self.trace.steps:
            primitive, args, _ = self.trace.steps[x.index]
            factors = self.factors(primitive.name, args)
            if factors is not None:
                return factors
        return [self.nearest(row, target, self.found[x.index]) for row in rows_of(x.c)]

    def factors(self, name: str, args: tuple[Any, ...]) -> list[Reach] | None:
        """A product is 0 where a factor is, cosh on a lattice, and exp nowhere."""
        if name in ("multiply", "negative", "square", "sqrt", "cbrt"):
            return [zero for a in args for zero in self.where(a, 0.0)]
        if name == "divide" or (name in POWERS and not self.trace.mine(args[1])):
            return self.where(args[0], 0.0) if name == "divide" or args[1] > 0 else []
        if name in ("add", "subtract"):
            sums = [
                (a, b) for a, b in (args, args[::-1]) if self.trace.mine(a) != self.trace.mine(b)
            ]
            for a, b in sums:
                made = self.trace.steps.get(getattr(a, "index", -1))
                if made and made[0].name in _INVERSE and np.ndim(b) == 0:
                    sign = -1.0 if name == "add" else 1.0
                    first, period = _INVERSE[made[0].name](complex(sign * b))
                    return [zero for v in first for zero in self.lattice(made[1][0], v, period)]
        if name in _INVERSE:
            first, period = _INVERSE[name](0j)
            return [zero for v in first for zero in self.lattice(args[0], v, period)]
        return None

    def lattice(self, x: Any, first: complex, period: complex) -> list[Reach]:
        """Return the nearest places where x is `first` plus any multiple of `period`."""
        if not self.trace.mine(x) or not np.isfinite(first):
            return []
        best = []
        for row in rows_of(x.c):
            middle = round(((row[0] - first) / period).real)
            steps = [middle + s * k for k in range(_MOST) for s in (1, -1)][1:]
            nearest = Reach(math.inf)
            sizes = np.abs(row[1:])
            for k in steps:
                target = first + k * period
                farthest = nearest.distance ** np.arange(1, len(row)) @ sizes
                if abs(target - row[0]) > farthest + abs(period):
                    break
                at = self.nearest(row, target, self.found[x.index])
                nearest = min(nearest, at, key=lambda r: r.distance)
            else:
                nearest = Reach(min(nearest.distance, _within(sizes, abs(target - row[0]))))
            best.append(nearest)
        return best

    def nearest(self, row: np.ndarray, target: complex, known: Reach) -> Reach:
        """Return the nearest zero of a series minus `target`, or how far out there is none."""
        row = row.astype(complex)
        row[0] -= target
        if known.degree >= len(row):
            row = row[:_ZEROS]
        if known.degree < len(row):
            row, trusted = row[: int(known.degree) + 1], math.inf
        else:
            trusted = min(known.distance, _trusted(np.abs(row)))
        if not np.abs(row[1:]).any():
            return Reach(trusted if row[0] else 0.0)
        roots = _roots(row, trusted)
        if not roots:
            return Reach(trusted)
        z = min(roots, key=abs)
        off = _off(row, z, 0.0 if math.isinf(trusted) else 1e-10)
        if off > 0.1 * abs(z):
            return Reach(max(abs(z) - off, 0.0))
        return Reach(abs(z), off)


def rows_of(c: np.ndarray) -> Iterable[np.ndarray]:
    """Return a row of coefficients for every element of a value."""
    return np.reshape(c, (len(c), -1)).T


def _trusted(sizes: np.ndarray) -> float:
    """How far out the last terms of a series are still next to nothing."""
    k = np.arange(len(sizes))
    if not sizes[-12:].any():
        return 0.0  # a gap, and nobody knows what is behind it
    for distance in np.geomspace(64, 1 / 64, 97):
        terms = sizes * distance**k
        if terms[-12:].sum() < 1e-11 * sizes[:12].max():
            return float(distance)
    return 0.0


def _roots(row: np.ndarray, trusted: float) -> list[complex]:
    """Zeros of a polynomial up to a distance, each made as exact as its coefficients."""
    last = np.flatnonzero(row)[-1]
    found = np.roots(row[last::-1])
    slope = polynomial.polyder(row)
    roots = []
    for z in found[np.abs(found) <= trusted]:
        for _ in range(3):
            step = polynomial.polyval(z, row) / polynomial.polyval(z, slope)
            if np.isfinite(step) and abs(step) < 1e-3 * abs(z):
                z = z - step
        roots.append(complex(z))
    return roots


def _off(row: np.ndarray, z: complex, tail: float) -> float:
    """How far a zero may be off: by the error of the value there over the first derivative felt."""
    terms = np.abs(row) * abs(z) ** np.arange(len(row))
    error = (2e-16 + tail) * terms.sum()
    offs, derivative = [], row
    for m in range(1, min(6, len(row))):
        derivative = polynomial.polyder(derivative)
        size = abs(polynomial.polyval(z, derivative)) / math.factorial(m)
        if size:
            offs.append(float((error / size) ** (1 / m)))
    return min(offs, default=math.inf)


def _within(sizes: np.ndarray, gap: float) -> float:
    """A distance within which a series moves by less than `gap`."""
    for distance in np.geomspace(1e3, 1e-3, 61):
        if distance ** np.arange(1, len(sizes) + 1) @ sizes < gap:
            return float(distance)
    return 0.0
