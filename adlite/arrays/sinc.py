"""`np.sinc` and all its derivatives, also where they are 0 / 0.

sinc(w) is the mean of cos(pi w t) over t from 0 to 1, and so derivative n is that of
(pi t)**n cos(pi w t + n pi / 2): no division, and no digits lost near 0.  Derivatives above number
`HIGHEST` are NaN.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from ..core import HANDLERS, Elementwise, rules

HIGHEST = 40


@cache
def _nodes(n: int) -> tuple[Any, Any]:
    from numpy.polynomial.legendre import leggauss

    x, weights = leggauss(40 + 2 * n)
    return (x + 1) / 2, weights / 2


def _turned(z: Any, n: int) -> Any:
    """sin(z + n pi / 2)."""
    return (np.sin(z), np.cos(z), -np.sin(z), -np.cos(z))[n % 4]


def _derivative(w: Any, n: int) -> Any:
    z = np.pi * np.asarray(w)
    near = np.abs(z) <= max(16.0, 2.0 * n)
    y = np.empty_like(z)
    t, weights = _nodes(n)
    y[near] = (t**n * _turned(z[near][:, None] * t, n + 1)) @ weights
    # Farther out, z y = sin z differentiated: z y_n + n y_(n-1) = sin(z + n pi / 2).
    far = z[~near]
    high = np.sin(far) / far
    for k in range(1, n + 1):
        high = (_turned(far, k) - k * high) / far
    y[~near] = high
    return np.pi**n * y[()]


@cache
def _rule(n: int) -> Elementwise:
    def sinc(w: Any) -> Any:
        return _derivative(w, n) if n else np.sinc(w)

    def partial(y: Any, w: Any) -> Any:
        return _rule(n + 1)(w) if n < HIGHEST else np.nan * w

    return Elementwise(sinc, (partial,), (), (rules.REAL,))


HANDLERS[np.sinc] = _rule(0)
