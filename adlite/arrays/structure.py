"""More linear and bilinear rules: whatever moves elements, joins arrays or multiplies many axes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from ..core import Bilinear, Function, Linear, Traced, Values, pack, rules, strip


def pack_each(parts: Values) -> list[Any]:
    """Make one array, plain or traced, of every part."""
    return [pack(part if isinstance(part, Traced) else np.asarray(part)) for part in parts]


def bent(x: Any, tied: Any) -> Any:
    """Return x, whose second derivative is NaN where another element might have been chosen."""
    nested = isinstance(x, Traced) and isinstance(x.value, Traced)
    return np.where(tied, rules.bend(x), x) if nested and np.any(tied) else x


def mover(function: Function) -> Function:
    """Make the rule for a NumPy function that only moves elements, leaves out or fills in zeros."""

    def run(x: Any, args: Any, options: Any) -> Any:
        return function(x, *args, **options)

    def back(i: int, y_bar: Any, x: Any, args: Any, options: Any) -> Any:
        # Run on the numbers 1, 2, 3, ... it tells where every element of its result came from.
        # A 0 in between is an element that it filled in.
        places = run(np.arange(1, x.size + 1).reshape(x.shape), args, options)
        return spread(y_bar, places=places, shape=x.shape)

    rule = Linear(function.__name__, run, back)
    return lambda x, *args, **options: rule(
        pack(x), args=strip(args), options={k: strip(v) for k, v in options.items()}
    )


def _spread(y_bar: Any, places: Any, shape: tuple[int, ...]) -> Any:
    # Several elements may have come from one place: add.at adds them all up, += would not.
    x_bar = np.zeros(np.prod(shape, dtype=int) + 1, y_bar.dtype)
    np.add.at(x_bar, places.ravel(), y_bar.ravel())
    return x_bar[1:].reshape(shape)


def _concatenate_back(i: int, y_bar: Any, *parts: Any, axis: int = 0) -> Any:
    start = sum(part.shape[axis] for part in parts[:i])
    before = (slice(None),) * (axis % parts[i].ndim)
    return y_bar[(*before, slice(start, start + parts[i].shape[axis]))]


def _cumsum_back(i: int, y_bar: Any, x: Any, axis: int) -> Any:
    return np.flip(cumsum(np.flip(y_bar, axis), axis=axis), axis)


def _roll_back(i: int, y_bar: Any, x: Any, shift: Any, axis: Any = None) -> Any:
    return roll(y_bar, shift=np.negative(shift), axis=axis)


def _einsum(a: Any, b: Any, spec: str) -> Any:
    # Looking for a way through BLAS takes a while, and pays for large arrays.
    return np.einsum(spec, a, b, optimize=a.size * b.size > 1e6)


def _einsum_back(i: int, y_bar: Any, a: Any, b: Any, spec: str) -> Any:
    left, right, output = re.split(",|->", spec)
    if i == 0:
        return einsum(y_bar, b, spec=f"{output},{right}->{left}")
    return einsum(a, y_bar, spec=f"{left},{output}->{right}")


spread = Linear(
    "spread", _spread, lambda i, x_bar, y_bar, places, shape: np.append(0.0, x_bar)[places]
)
concatenate = Linear(
    "concatenate", lambda *parts, axis=0: np.concatenate(parts, axis), _concatenate_back
)
cumsum = Linear("cumsum", lambda x, axis: np.cumsum(x, axis), _cumsum_back)
roll = Linear("roll", lambda x, shift, axis=None: np.roll(x, shift, axis), _roll_back)
conjugate = Linear("conjugate", lambda z: np.conjugate(z), lambda i, y_bar, z: np.conjugate(y_bar))
# Every letter stands once in a factor, and again in the other factor or in the result.
einsum = Bilinear("einsum", _einsum, _einsum_back)
