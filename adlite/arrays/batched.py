"""Forward mode in many directions at once: what Jacobians and Hessians are made of.

Pushing a tangent through a step costs little beside the work that Python has with any step.  So
all directions are pushed together: a tangent has one more axis here than its value, the first,
with one row for each direction.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..core import (
    SECOND_LOOK,
    Elementwise,
    ForwardTrace,
    Function,
    Options,
    Primitive,
    Values,
    filled,
    jvp,
    linear,
    stack,
)
from .structure import concatenate

# So many numbers may stand in the tangents of the input together, so that they stay in the cache.
_BLOCK = 2**15


class BatchedTrace(ForwardTrace):
    """Computes tangents in many directions beside every value."""

    __slots__ = ()

    def push(
        self, primitive: Primitive, y: Any, values: Values, tangents: Values, kwargs: Options
    ) -> Any:
        """Push all rows through one step: together if it is known how, one by one if not."""
        rows = next(len(t) for t in tangents if t is not None)
        if isinstance(primitive, Elementwise):
            pushed = _elementwise(primitive, y, values, tangents)
        elif primitive in _LINEAR:
            complete = [
                np.zeros((rows, *np.shape(v))) if t is None else t
                for v, t in zip(values, tangents, strict=True)
            ]
            pushed = _LINEAR[primitive](y, *complete, **kwargs)
        elif primitive is linear.matmul:
            varying = ((i, t) for i, t in enumerate(tangents) if t is not None)
            terms = [_matmul(y, i, t, *values) for i, t in varying]
            pushed = sum(terms[1:], terms[0])
        else:
            one_by_one = ([t if t is None else t[i] for t in tangents] for i in range(rows))
            pushed = np.stack([primitive.push(y, values, row, kwargs) for row in one_by_one])
        shape = (rows, *y.shape)
        return pushed if pushed.shape == shape else np.broadcast_to(pushed, shape)


def _align(t: Any, ndim: int) -> Any:
    """Insert axes after the first, so that rows broadcast as values do to `ndim` axes."""
    missing = ndim + 1 - len(t.shape)
    return np.reshape(t, (len(t), *(1,) * missing, *t.shape[1:])) if missing > 0 else t


def _elementwise(primitive: Elementwise, y: Any, values: Values, tangents: Values) -> Any:
    total: Any = None
    # An infinite slope is an answer, not an accident to warn of.
    with np.errstate(divide="ignore", invalid="ignore"):
        for partial, tangent in zip(primitive.partials, tangents, strict=True):
            if tangent is not None:
                term = _align(tangent, len(y.shape)) * partial(y, *values)
                total = term if total is None else total + term
    return total


def _behind(axes: Any, t: Any) -> tuple[int, ...]:
    """Axes of a value as axes of its tangent."""
    axes = (axes,) if isinstance(axes, int) else axes
    return tuple(a % (t.ndim - 1) + 1 for a in axes)


def _sum(y: Any, t: Any, axis: Any = None, keepdims: bool = False) -> Any:
    axes = _behind(range(t.ndim - 1) if axis is None else axis, t)
    return linear.total(t, axis=axes, keepdims=keepdims)


def _transpose(y: Any, t: Any, axes: Any = None) -> Any:
    return np.transpose(t, (0, *_behind(range(t.ndim - 1)[::-1] if axes is None else axes, t)))


def _slices(index: Any) -> tuple[Any, ...]:
    return (slice(None), *(index if type(index) is tuple else (index,)))


def _places(index: Any, shape: tuple[int, ...]) -> Any:
    # Lists on both sides of a slice put their axis in front, where the rows are: ask for places.
    return np.arange(math.prod(shape)).reshape(shape)[index]


def _getitem(y: Any, t: Any, index: Any) -> Any:
    if linear.is_basic(index):
        return t[_slices(index)]
    return np.reshape(t, (len(t), -1))[:, _places(index, t.shape[1:])]


def _scatter(y: Any, t: Any, index: Any, shape: tuple[int, ...]) -> Any:
    rows = len(t)
    if linear.is_basic(index):
        return linear.scatter(t, index=_slices(index), shape=(rows, *shape))
    places = (slice(None), _places(index, shape))
    x_bar = linear.scatter(t, index=places, shape=(rows, math.prod(shape)))
    return np.reshape(x_bar, (rows, *shape))


def _matmul(y: Any, i: int, t: Any, a: Any, b: Any) -> Any:
    if i == 0 and b.ndim <= 2:
        # One product of two matrices for all directions.
        product = np.reshape(t, (-1, t.shape[-1])) @ b
    elif i == 1 and b.ndim == 1 and a.ndim <= 2:
        product = t @ a.T
    else:
        t = t[:, None] if i == 0 and a.ndim == 1 else t[..., None] if b.ndim == 1 else t
        t = _align(t, max(a.ndim, b.ndim))
        product = a @ t if i else t @ b
    return np.reshape(product, (len(t), *y.shape))


_LINEAR: dict[Primitive, Function] = {
    linear.total: _sum,
    linear.broadcast_to: lambda y, t, shape: _align(t, y.ndim),
    linear.reshape: lambda y, t, shape: np.reshape(t, (len(t), *y.shape)),
    linear.transpose: _transpose,
    linear.getitem: _getitem,
    linear.scatter: _scatter,
    stack: lambda y, *parts: np.stack(parts, axis=1),
    concatenate: lambda y, *parts, axis=0: np.concatenate(parts, axis % y.ndim + 1),
    linear.where: lambda y, a, b, condition: np.where(
        condition, _align(a, y.ndim), _align(b, y.ndim)
    ),
}


def columns(f: Function, x: Any) -> Any:
    """Return the Jacobian of `f` at x, shape f(x).shape + x.shape, by forward mode."""
    n = x.size
    unit = np.eye(n).reshape(n, *x.shape)
    step = max(1, _BLOCK // max(1, n))
    blocks = []
    for start in range(0, max(1, n), step):
        value, tangent = jvp(f, [x], [unit[start : start + step]], BatchedTrace)
        if tangent.shape == value.shape:  # f does not depend on x
            return filled(0.0, (*value.shape, *x.shape))
        blocks.append(tangent)
    rows = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
    if SECOND_LOOK:
        rows = SECOND_LOOK["rows"](rows, f, x, unit)
    if not (value.shape or x.shape):
        return rows[0]
    found = np.reshape(np.moveaxis(rows, 0, -1), (*value.shape, *x.shape))
    return np.array(found) if type(found) is np.ndarray else found
