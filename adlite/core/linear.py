"""Rules for functions that move, add and multiply whole arrays: the linear and bilinear ones.

A linear rule needs no derivative, only a transpose: what the function does to tangents it does
backwards to adjoints.  Sums become broadcasts, picking becomes placing, and so on.  Sizes that
were broadcast are summed up again in one place, in the reverse sweep, with `unbroadcast`.  Here are
those that both modes, sums and dots need.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .primitives import Bilinear, Function, Linear, filled, pack, primal
from .rules import HANDLERS, decide, implements, multiply


def unbroadcast(y_bar: Any, shape: tuple[int, ...]) -> Any:
    """Sum an adjoint over the axes along which an argument of `shape` had been repeated."""
    extra = len(y_bar.shape) - len(shape)
    stretched = [i + extra for i, n in enumerate(shape) if n == 1 and y_bar.shape[i + extra] != 1]
    return np.reshape(total(y_bar, axis=(*range(extra), *stretched)), shape)


def _sum_back(i: int, y_bar: Any, x: Any, axis: Any, keepdims: bool = False) -> Any:
    if axis is not None and not keepdims:
        y_bar = np.expand_dims(y_bar, axis)
    if type(y_bar) is np.float64 and x.size < 10_000:
        # Much quicker than a broadcast view, as long as the array is small.
        return filled(y_bar, x.shape)
    return np.broadcast_to(y_bar, x.shape)


def _transpose_back(i: int, y_bar: Any, x: Any, axes: Any = None) -> Any:
    return np.transpose(y_bar, None if axes is None else tuple(np.argsort(np.mod(axes, x.ndim))))


_BASIC = (int, np.integer, slice, type(None), type(...))


def is_basic(index: Any) -> bool:
    """Whether an index holds numbers and slices only, so that it picks no element twice."""
    parts = index if type(index) is tuple else (index,)
    return all(isinstance(part, _BASIC) for part in parts)


def _scatter(y_bar: Any, index: Any, shape: tuple[int, ...]) -> Any:
    x_bar = np.zeros(shape, y_bar.dtype)
    if is_basic(index):
        x_bar[index] = y_bar
    else:
        # Several elements may have come from one place: add.at adds them all up, += would not.
        places = np.arange(x_bar.size).reshape(shape)[index]
        np.add.at(x_bar.reshape(-1), places.ravel(), y_bar.ravel())
    return x_bar


def _where_back(i: int, y_bar: Any, a: Any, b: Any, condition: Any) -> Any:
    return np.where(condition, 0.0, y_bar) if i else np.where(condition, y_bar, 0.0)


def _matmul_back(i: int, y_bar: Any, a: Any, b: Any) -> Any:
    rows, columns = a.ndim == 1, b.ndim == 1
    if rows and columns:
        return y_bar * (a if i else b)
    # A vector counts as one row on the left, as one column on the right; `unbroadcast` sums
    # whatever leading axes were repeated.
    a = a[None] if rows else a
    b = b[:, None] if columns else b
    y_bar = y_bar[..., None, :] if rows else y_bar[..., None] if columns else y_bar
    if i == 0:
        a_bar = matmul(y_bar, b.swapaxes(-1, -2))
        return a_bar[..., 0, :] if rows else a_bar
    b_bar = matmul(a.swapaxes(-1, -2), y_bar)
    return b_bar[..., 0] if columns else b_bar


total = Linear("sum", np.add.reduce, _sum_back)
broadcast_to = Linear(
    "broadcast_to", lambda x, shape: np.broadcast_to(x, shape), lambda i, y_bar, x, shape: y_bar
)
reshape = Linear(
    "reshape",
    lambda x, shape: np.reshape(x, shape)[()],
    lambda i, y_bar, x, shape: np.reshape(y_bar, x.shape),
)
transpose = Linear("transpose", lambda x, axes=None: np.transpose(x, axes), _transpose_back)
getitem = Linear(
    "getitem",
    lambda x, index: x[index],
    lambda i, y_bar, x, index: scatter(y_bar, index=index, shape=x.shape),
)
scatter: Linear = Linear("scatter", _scatter, lambda i, x_bar, y_bar, index, shape: x_bar[index])
where = Linear("where", lambda a, b, condition: np.where(condition, a, b), _where_back)
# Of complex numbers these are linear over the reals.  The adjoint of u + iv is that of u minus i
# times that of v, so that the rules of smooth complex functions stay what they are.
real = Linear("real", lambda z: z.real, lambda i, y_bar, z: y_bar)
imag = Linear("imag", lambda z: z.imag, lambda i, y_bar, z: y_bar * -1j)
matmul = Bilinear("matmul", np.matmul, _matmul_back)


def shaper(function: Function) -> Function:
    """Handle a NumPy function that changes the shape only, and never the order of elements."""
    return lambda x, *args, **options: reshape(
        x, shape=function(primal(pack(x)), *args, **options).shape
    )


def permuter(function: Function) -> Function:
    """Handle a NumPy function that permutes the axes only."""
    # Axes that are 0, 1, 2, ... long tell by their lengths where they have gone.
    return lambda x, *a, **o: transpose(x, axes=function(np.empty(range(x.ndim)), *a, **o).shape)


@implements(np.where)
def _where(condition: Any, *choices: Any) -> Any:
    condition = decide(np.not_equal, (condition, 0))
    return where(*choices, condition=condition) if choices else np.nonzero(condition)


@implements(np.dot)
def _dot(a: Any, b: Any) -> Any:
    a, b = pack(a), pack(b)
    if not (getattr(a, "ndim", 0) and getattr(b, "ndim", 0)):
        return multiply(a, b)
    return matmul(a, b) if b.ndim < 3 else np.tensordot(a, b, (-1, -2))


HANDLERS |= {
    np.sum: lambda x, axis=None, *, keepdims=False: total(x, axis=axis, keepdims=keepdims),
    np.matmul: matmul,
    np.reshape: lambda x, shape: reshape(x, shape=shape),
    np.broadcast_to: lambda x, shape: broadcast_to(x, shape=shape),
    np.transpose: lambda x, axes=None: transpose(x, axes=axes),
    np.swapaxes: permuter(np.swapaxes),
    np.expand_dims: shaper(np.expand_dims),
    np.ravel: lambda x: reshape(x, shape=(-1,)),
}
