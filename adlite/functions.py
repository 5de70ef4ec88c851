"""NumPy's functions on traced values: which rule, or which simpler functions, compute them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import structure
from .primitives import Traced, TracingError, primal
from .rules import STEPS, clip, multiply
from .structure import pack, strip, unpack

FUNCTIONS: dict[Callable, Callable] = {}
"""NumPy function to what computes it on traced values, for functions that are not ufuncs."""

# Answers about shape, order and truth do not vary with w: they are given about the plain numbers.
CONSTANT: set[Callable] = {
    *STEPS,
    *(np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal),
    *(np.logical_and, np.logical_or, np.logical_not, np.logical_xor, np.signbit),
    *(np.isfinite, np.isinf, np.isnan, np.isclose, np.allclose, np.array_equal),
    *(np.shape, np.ndim, np.size, np.result_type, np.iscomplexobj, np.isrealobj),
    *(np.zeros_like, np.ones_like, np.empty_like, np.any, np.all, np.nonzero, np.count_nonzero),
    *(np.argmax, np.argmin, np.argsort, np.searchsorted, np.digitize, np.fix),
}

# These only move numbers about, add and multiply them, so NumPy itself can run them on an object
# array of traced numbers.  That is slower than a rule, and right.
MOVERS: set[Callable] = {
    *(np.diag, np.diagonal, np.trace, np.tril, np.triu, np.roll, np.flip, np.fliplr, np.flipud),
    *(np.rot90, np.repeat, np.tile, np.take, np.append, np.insert, np.delete, np.split),
    *(np.array_split, np.hsplit, np.vsplit, np.column_stack, np.dstack, np.moveaxis, np.diff),
    *(np.outer, np.inner, np.vdot, np.kron, np.tensordot, np.einsum, np.cross, np.polyval),
    *(np.atleast_1d, np.atleast_2d, np.atleast_3d, np.sort, np.cumprod, np.average, np.vander),
}

_INSTEAD = {
    "sinc": "write np.sin(np.pi * w) / (np.pi * w)",
    "full_like": "write np.zeros_like(x) + value",
    "interp": "write the straight lines with np.where",
    "median": "sort with np.sort and take the middle",
    "norm": "write np.sqrt(np.sum(x * x))",
}


def no_rule(name: str) -> TracingError:
    """Make the error for a NumPy function that is not in any table."""
    instead = _INSTEAD.get(name, "write it with simpler NumPy functions")
    return TracingError(f"adlite has no derivative rule for np.{name}: {instead}.")


def implements(*functions: Callable) -> Callable:
    """Say that the decorated function stands for these NumPy functions on traced values."""

    def register(handler: Callable) -> Callable:
        for function in functions:
            FUNCTIONS[function] = handler
        return handler

    return register


def _arrays(parts: Any) -> list:
    return [pack(part if isinstance(part, Traced) else np.asarray(part)) for part in parts]


@implements(np.sum)
def _sum(x, axis=None, keepdims=False):
    return structure.total(x, axis=axis, keepdims=keepdims)


@implements(np.mean)
def _mean(x, axis=None, keepdims=False):
    x = pack(x)
    summed = structure.total(x, axis=axis, keepdims=keepdims)
    return summed * (summed.size / x.size)


@implements(np.var)
def _var(x, axis=None, ddof=0, keepdims=False):
    x = pack(x)
    deviation = x - np.mean(x, axis=axis, keepdims=True)
    summed = structure.total(deviation * deviation, axis=axis, keepdims=keepdims)
    return summed / (x.size / summed.size - ddof)


@implements(np.std)
def _std(x, axis=None, ddof=0, keepdims=False):
    return np.sqrt(np.var(x, axis=axis, ddof=ddof, keepdims=keepdims))


def _extreme(find: Callable) -> Callable:
    def handler(x, axis=None, keepdims=False):
        x = pack(x)
        winners = primal(x) == find(primal(x), axis=axis, keepdims=True)
        summed = np.sum(np.where(winners, x, 0.0), axis=axis, keepdims=keepdims)
        return summed / np.sum(winners, axis=axis, keepdims=keepdims)

    return handler


FUNCTIONS[np.max] = FUNCTIONS[np.amax] = _extreme(np.max)
FUNCTIONS[np.min] = FUNCTIONS[np.amin] = _extreme(np.min)


@implements(np.prod)
def _prod(x, axis=None, keepdims=False):
    x = pack(x)
    shape = np.prod(primal(x), axis=axis, keepdims=keepdims).shape
    if axis is None:
        x, axis = np.ravel(x), 0
    x = np.swapaxes(x, 0, axis)
    # Halving multiplies everything in a few steps, and a factor of 0 needs no division.
    while x.shape[0] > 1:
        half = x.shape[0] // 2
        product = x[:half] * x[half : 2 * half]
        x = np.concatenate([product, x[2 * half :]]) if x.shape[0] % 2 else product
    return np.reshape(np.swapaxes(x, 0, axis), shape)


@implements(np.cumsum)
def _cumsum(x, axis=None):
    x = pack(x)
    return structure.cumsum(np.ravel(x), axis=0) if axis is None else structure.cumsum(x, axis=axis)


@implements(np.dot)
def _dot(a, b):
    a, b = _arrays((a, b))
    if a.ndim == 0 or b.ndim == 0:
        return multiply(a, b)
    if b.ndim > 2:
        return pack(np.dot(unpack(a), unpack(b)))
    return structure.matmul(a, b)


@implements(np.reshape)
def _reshape(x, shape, order="C"):
    if order != "C":
        raise TracingError(f"np.reshape with order={order!r} has no rule: transpose first.")
    return structure.reshape(x, shape=shape)


@implements(np.ravel)
def _ravel(x, order="C"):
    return np.reshape(x, (-1,), order=order)


@implements(np.transpose)
def _transpose(x, axes=None):
    return structure.transpose(x, axes=axes)


@implements(np.swapaxes)
def _swapaxes(x, i, j):
    axes = list(range(x.ndim))
    axes[i], axes[j] = axes[j], axes[i]
    return structure.transpose(x, axes=tuple(axes))


@implements(np.expand_dims)
def _expand_dims(x, axis):
    return structure.reshape(x, shape=np.expand_dims(primal(x), axis).shape)


@implements(np.squeeze)
def _squeeze(x, axis=None):
    return structure.reshape(x, shape=np.squeeze(primal(x), axis).shape)


@implements(np.broadcast_to)
def _broadcast_to(x, shape):
    return structure.broadcast_to(x, shape=shape)


@implements(np.where)
def _where(condition, a, b):
    return structure.where(a, b, condition=strip(condition))


@implements(np.clip)
def _clip(x, a_min=None, a_max=None, *, min=None, max=None):
    low = a_min if a_min is not None else min
    high = a_max if a_max is not None else max
    return clip(x, -np.inf if low is None else low, np.inf if high is None else high)


@implements(np.concatenate)
def _concatenate(parts, axis=0):
    parts = _arrays(parts)
    if axis is None:
        parts, axis = [np.ravel(part) for part in parts], 0
    return structure.concatenate(*parts, axis=axis)


@implements(np.stack)
def _stack(parts, axis=0):
    return np.concatenate([np.expand_dims(part, axis) for part in _arrays(parts)], axis)


@implements(np.vstack)
def _vstack(parts):
    return np.concatenate([np.reshape(p, (1, -1)) if p.ndim < 2 else p for p in _arrays(parts)])


@implements(np.hstack)
def _hstack(parts):
    parts = [np.reshape(part, (1,)) if part.ndim == 0 else part for part in _arrays(parts)]
    return np.concatenate(parts, 0 if parts[0].ndim == 1 else 1)


@implements(np.linalg.norm)
def _norm(x, ord=None, axis=None, keepdims=False):
    if ord not in (None, 2, "fro") or (ord == 2 and x.ndim > 1 and axis is None):
        raise no_rule("norm")
    return np.sqrt(np.sum(x * x, axis=axis, keepdims=keepdims))


@implements(np.copy, np.real)
def _same(x):
    return x


def _reduction(operation: str) -> Callable:
    return lambda x, axis=0, keepdims=False, **k: FUNCTIONS[getattr(np, operation)](
        x, axis=axis, keepdims=keepdims, **k
    )


UFUNC_METHODS: dict[tuple[np.ufunc, str], Callable] = {
    (np.add, "reduce"): _reduction("sum"),
    (np.multiply, "reduce"): _reduction("prod"),
    (np.maximum, "reduce"): _reduction("max"),
    (np.minimum, "reduce"): _reduction("min"),
    (np.add, "accumulate"): lambda x, axis=0: np.cumsum(x, axis),
    (np.multiply, "outer"): lambda a, b: np.multiply.outer(unpack(a), unpack(b)),
}
