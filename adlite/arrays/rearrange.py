"""NumPy's functions that only move elements: shapes, stacking, splitting, sorting, picking."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from ..core import (
    HANDLERS,
    Function,
    Traced,
    TracingError,
    decide,
    implements,
    linear,
    strip,
)
from .structure import bent, concatenate, mover, pack_each, roll
from .unanswered import no_rule


def _at_least(function: Function) -> Function:
    shape = linear.shaper(function)
    return lambda *xs: shape(xs[0]) if len(xs) == 1 else tuple(map(shape, xs))


for _make, _functions in {
    mover: (
        *(np.diag, np.diagflat, np.diagonal, np.tril, np.triu, np.rot90, np.repeat, np.tile),
        *(np.take, np.take_along_axis, np.delete, np.resize),
    ),
    linear.shaper: (np.squeeze,),
    _at_least: (np.atleast_1d, np.atleast_2d, np.atleast_3d),
    linear.permuter: (np.moveaxis, np.rollaxis, np.matrix_transpose),
}.items():
    HANDLERS |= {function: _make(function) for function in _functions}


@implements(np.reshape)
def _reshape(x: Any, shape: Any, order: str = "C") -> Any:
    if order == "C":
        return linear.reshape(x, shape=shape)
    if order != "F":
        raise TracingError(f"order={order!r} depends on the memory: use order='C' or order='F'.")
    rows = linear.reshape(np.transpose(x), shape=shape[::-1] if np.ndim(shape) else shape)
    return np.transpose(rows)


@implements(np.flip)
def _flip(x: Any, axis: Any = None) -> Any:
    axes = range(x.ndim) if axis is None else normalize_axis_tuple(axis, x.ndim)
    return x[tuple(slice(None, None, -1 if i in axes else None) for i in range(x.ndim))]


def _twins(x: Any, axis: int) -> Any:
    """Where an element has an equal one along an axis."""
    order = np.argsort(x, axis)
    same = np.diff(np.take_along_axis(x, order, axis), axis=axis) == 0
    ends = np.zeros_like(np.take(order, [0], axis), bool)
    found = np.concatenate([ends, same], axis) | np.concatenate([same, ends], axis)
    return np.take_along_axis(found, np.argsort(order, axis), axis)


def _picked(x: Any, places: Any, axis: int) -> Any:
    y: Any = np.take_along_axis(x, places, axis)
    nested = isinstance(y, Traced) and isinstance(y.value, Traced)
    return bent(y, decide(_twins, (y, axis))) if nested and y.size else y


@implements(np.sort)
def _sort(x: Any, axis: Any = -1, **options: Any) -> Any:
    x, axis = (np.ravel(x), 0) if axis is None else (x, axis)
    places = decide(np.argsort, (x,), {"axis": axis, **options})
    return _picked(x, places, axis)


@implements(np.partition)
def _partition(x: Any, kth: Any, axis: Any = -1, **options: Any) -> Any:
    x, axis = (np.ravel(x), 0) if axis is None else (x, axis)
    places = decide(np.argpartition, (x, kth), {"axis": axis, **options})
    return _picked(x, places, axis)


_padded = mover(np.pad)


@implements(np.pad)
def _pad(x: Any, pad_width: Any, mode: str = "constant", **options: Any) -> Any:
    if mode == "constant":
        # The border does not vary with x.
        return _padded(x, pad_width) + np.pad(np.zeros(x.shape), pad_width, **options)
    if mode not in ("edge", "reflect", "symmetric", "wrap") or options:
        raise no_rule(f"np.pad(mode={mode!r}, ...)")
    return _padded(x, pad_width, mode)


@implements(np.concatenate)
def _concatenate(parts: Any, axis: Any = 0) -> Any:
    parts = [np.ravel(part) for part in pack_each(parts)] if axis is None else pack_each(parts)
    return concatenate(*parts, axis=axis or 0)


@implements(np.insert)
def _insert(x: Any, obj: Any, values: Any, axis: Any = None) -> Any:
    x, values = pack_each((x, values))
    # NumPy itself finds the place of every element among the numbers of all.
    numbers = np.arange(x.size + values.size)
    old, new = numbers[: x.size].reshape(x.shape), numbers[x.size :].reshape(values.shape)
    return np.append(x, values)[np.insert(old, strip(obj), new, axis)]


def _splitter(function: Function) -> Function:
    def handler(x: Any, indices_or_sections: Any, axis: Any = 0) -> Any:
        before = (slice(None),) * (axis % x.ndim)
        rows = function(np.arange(x.shape[axis]), indices_or_sections)
        return [x[(*before, slice(r[0], r[-1] + 1) if r.size else slice(0))] for r in rows]

    return handler


HANDLERS |= {
    np.ravel: lambda x, order="C": np.reshape(x, (-1,), order=order),
    np.fliplr: lambda x: np.flip(x, 1),
    np.flipud: lambda x: np.flip(x, 0),
    np.roll: lambda x, shift, axis=None: roll(x, shift=shift, axis=axis),
    np.append: lambda x, values, axis=None: np.concatenate([x, values], axis),
    np.stack: lambda parts, axis=0: np.concatenate(
        [np.expand_dims(part, axis) for part in pack_each(parts)], axis
    ),
    np.vstack: lambda parts: np.concatenate([np.atleast_2d(part) for part in pack_each(parts)]),
    np.hstack: lambda parts: np.concatenate(
        [np.atleast_1d(part) for part in pack_each(parts)], int(np.ndim(parts[0]) > 1)
    ),
    np.dstack: lambda parts: np.concatenate([np.atleast_3d(part) for part in pack_each(parts)], 2),
    np.column_stack: lambda parts: np.concatenate(
        [part if part.ndim > 1 else np.reshape(part, (-1, 1)) for part in pack_each(parts)], 1
    ),
    np.split: _splitter(np.split),
    np.array_split: _splitter(np.array_split),
    np.vsplit: lambda x, indices_or_sections: np.split(x, indices_or_sections, 0),
    np.hsplit: lambda x, indices_or_sections: np.split(x, indices_or_sections, min(x.ndim - 1, 1)),
    np.dsplit: lambda x, indices_or_sections: np.split(x, indices_or_sections, 2),
}
