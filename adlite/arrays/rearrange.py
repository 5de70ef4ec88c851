"""NumPy's functions that only move elements: shapes, stacking, splitting, sorting, picking."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from ..core.primitives import TracingError, primal
from . import structure
from .functions import FUNCTIONS, arrays, implements, no_rule
from .structure import decide, mover, pack, strip


def _shaper(function: Callable) -> Callable:
    return lambda x, *args, **options: structure.reshape(
        x, shape=function(primal(pack(x)), *args, **options).shape
    )


def _at_least(function: Callable) -> Callable:
    shape = _shaper(function)
    return lambda *xs: shape(xs[0]) if len(xs) == 1 else tuple(map(shape, xs))


def _permuter(function: Callable) -> Callable:
    # Axes that are 0, 1, 2, ... long tell by their lengths where they have gone.
    return lambda x, *args: structure.transpose(
        x, axes=function(np.empty(range(x.ndim)), *args).shape
    )


for _make, _functions in {
    mover: (
        *(np.diag, np.diagflat, np.diagonal, np.tril, np.triu, np.rot90, np.repeat, np.tile),
        *(np.take, np.take_along_axis, np.delete, np.resize),
    ),
    _shaper: (np.expand_dims, np.squeeze),
    _at_least: (np.atleast_1d, np.atleast_2d, np.atleast_3d),
    _permuter: (np.swapaxes, np.moveaxis, np.rollaxis, np.matrix_transpose),
}.items():
    FUNCTIONS |= {function: _make(function) for function in _functions}


@implements(np.reshape)
def _reshape(x, shape, order="C"):
    if order == "C":
        return structure.reshape(x, shape=shape)
    if order != "F":
        raise TracingError(f"order={order!r} depends on the memory: use order='C' or order='F'.")
    backwards = shape[::-1] if np.ndim(shape) else shape
    return np.transpose(structure.reshape(np.transpose(x), shape=backwards))


@implements(np.flip)
def _flip(x, axis=None):
    axes = range(x.ndim) if axis is None else normalize_axis_tuple(axis, x.ndim)
    return x[tuple(slice(None, None, -1 if i in axes else None) for i in range(x.ndim))]


@implements(np.sort)
def _sort(x, axis=-1, **options):
    x, axis = (np.ravel(x), 0) if axis is None else (x, axis)
    return np.take_along_axis(x, decide(np.argsort, (x,), {"axis": axis, **options}), axis)


@implements(np.partition)
def _partition(x, kth, axis=-1):
    return np.take_along_axis(x, decide(np.argpartition, (x, kth), {"axis": axis}), axis)


_padded = mover(np.pad)


@implements(np.pad)
def _pad(x, pad_width, mode="constant", **options):
    if mode == "constant":
        # The border does not vary with x.
        return _padded(x, pad_width) + np.pad(np.zeros(x.shape), pad_width, **options)
    if mode not in ("edge", "reflect", "symmetric", "wrap") or options:
        raise no_rule(f"pad(mode={mode!r}, ...)")
    return _padded(x, pad_width, mode)


@implements(np.concatenate)
def _concatenate(parts, axis=0):
    parts = [np.ravel(part) for part in arrays(parts)] if axis is None else arrays(parts)
    return structure.concatenate(*parts, axis=axis or 0)


@implements(np.insert)
def _insert(x, index, values, axis=None):
    x, values = arrays((x, values))
    # NumPy itself finds the place of every element among the numbers of all.
    numbers = np.arange(x.size + values.size)
    old, new = numbers[: x.size].reshape(x.shape), numbers[x.size :].reshape(values.shape)
    return np.append(x, values)[np.insert(old, strip(index), new, axis)]


def _splitter(function: Callable) -> Callable:
    def handler(x, sections, axis=0):
        before = (slice(None),) * (axis % x.ndim)
        rows = function(np.arange(x.shape[axis]), sections)
        return [x[(*before, slice(r[0], r[-1] + 1) if r.size else slice(0))] for r in rows]

    return handler


FUNCTIONS |= {
    np.ravel: lambda x, order="C": np.reshape(x, (-1,), order=order),
    np.transpose: lambda x, axes=None: structure.transpose(x, axes=axes),
    np.broadcast_to: lambda x, shape: structure.broadcast_to(x, shape=shape),
    np.fliplr: lambda x: np.flip(x, 1),
    np.flipud: lambda x: np.flip(x, 0),
    np.roll: lambda x, shift, axis=None: structure.roll(x, shift=shift, axis=axis),
    np.append: lambda x, values, axis=None: np.concatenate([x, values], axis),
    np.stack: lambda parts, axis=0: np.concatenate(
        [np.expand_dims(part, axis) for part in arrays(parts)], axis
    ),
    np.vstack: lambda parts: np.concatenate([np.atleast_2d(part) for part in arrays(parts)]),
    np.hstack: lambda parts: np.concatenate(
        [np.atleast_1d(part) for part in arrays(parts)], int(np.ndim(parts[0]) > 1)
    ),
    np.dstack: lambda parts: np.concatenate([np.atleast_3d(part) for part in arrays(parts)], 2),
    np.column_stack: lambda parts: np.concatenate(
        [part if part.ndim > 1 else np.reshape(part, (-1, 1)) for part in arrays(parts)], 1
    ),
    np.split: _splitter(np.split),
    np.array_split: _splitter(np.array_split),
    np.vsplit: lambda x, sections: np.split(x, sections, 0),
    np.hsplit: lambda x, sections: np.split(x, sections, min(x.ndim - 1, 1)),
    np.dsplit: lambda x, sections: np.split(x, sections, 2),
}
