"""Rules for functions that move, add and multiply whole arrays: linear and bilinear ones.

A linear rule needs no derivative, only a transpose: what the function does to tangents it does
backwards to adjoints.  Sums become broadcasts, picking becomes placing, and so on.  Sizes that
were broadcast are summed up again in one place, in the reverse sweep, with `unbroadcast`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from ..core.primitives import Bilinear, Linear, Traced, TracingError, filled, primal


def unbroadcast(y_bar: Any, shape: tuple[int, ...]) -> Any:
    """Sum an adjoint over the axes along which an argument of `shape` had been repeated."""
    extra = len(y_bar.shape) - len(shape)
    stretched = [i + extra for i, n in enumerate(shape) if n == 1 and y_bar.shape[i + extra] != 1]
    return np.reshape(total(y_bar, axis=(*range(extra), *stretched)), shape)


def pack(x: Any) -> Any:
    """Turn a list or an object array with traced numbers in it into one traced array.

    `np.array([w0, w1])` makes such an object array: NumPy keeps what it does not know as it is.
    """
    if isinstance(x, (list, tuple)):
        x = np.array(x, dtype=object) if _holds_traced(x) else np.array(x)
    if not (type(x) is np.ndarray and x.dtype.char == "O"):
        return x
    items = [e.item() if type(e) is np.ndarray and e.ndim == 0 else e for e in x.ravel()]
    try:
        if not any(isinstance(e, Traced) for e in items):
            return np.reshape(_numbers(items), x.shape)
        return np.reshape(stack(*items), x.shape)
    except (TypeError, ValueError) as error:
        raise TracingError(
            "cannot make one array out of these pieces: give lists whose rows are equally long "
            "and hold only numbers."
        ) from error


def _numbers(items: Any) -> np.ndarray:
    array = np.array(items)
    return array if array.dtype.kind in "fc" else array.astype(np.float64)


def _holds_traced(x: Any) -> bool:
    if isinstance(x, (list, tuple)):
        return any(map(_holds_traced, x))
    return isinstance(x, Traced) or (type(x) is np.ndarray and x.dtype.char == "O")


def decide(function: Callable, args: Any, kwargs: Any = {}) -> Any:  # noqa: B006
    """Answer a question about traced values that has no derivative: the innermost trace does."""
    args = [pack(a) if _holds_traced(a) else a for a in args]
    traced = [a for a in args if isinstance(a, Traced)]
    if not traced:
        return function(*args, **kwargs)
    return max((a.trace for a in traced), key=lambda trace: trace.tag).decide(
        function, args, kwargs
    )


def strip(x: Any) -> Any:
    """Return the plain numbers behind traced values, also inside lists and object arrays."""
    if isinstance(x, (list, tuple)):
        return type(x)(map(strip, x))
    return primal(pack(x) if type(x) is np.ndarray else x)


def _sum(x, axis=None, keepdims=False):
    return np.add.reduce(x, axis=axis, keepdims=keepdims)


def _sum_transpose(i, y_bar, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        y_bar = np.expand_dims(y_bar, axis)
    if type(y_bar) is np.float64 and x.size < 10_000:
        # Much quicker than a broadcast view, as long as the array is small.
        return filled(y_bar, x.shape)
    return np.broadcast_to(y_bar, x.shape)


def _scatter(y_bar, index, shape):
    x_bar = np.zeros(shape, y_bar.dtype)
    x_bar[index] = y_bar
    return x_bar


def _spread(y_bar, places, shape):
    # Several elements may have come from one place: add.at adds them all up, += would not.
    x_bar = np.zeros(np.prod(shape, dtype=int) + 1, y_bar.dtype)
    np.add.at(x_bar, places.ravel(), y_bar.ravel())
    return x_bar[1:].reshape(shape)


def move_back(y_bar: Any, x: Any, move: Callable) -> Any:
    """Adjoint of a function that only moves the elements of `x` about, or leaves some out.

    Run on the numbers 1, 2, 3, ... it tells where every element of its result came from.  A 0 in
    between is an element that it filled in.
    """
    places = move(np.arange(1, x.size + 1).reshape(x.shape))
    return spread(y_bar, places=places, shape=x.shape)


def mover(function: Callable) -> Callable:
    """Make the rule for a NumPy function that only moves elements, leaves out or fills in zeros."""

    def run(x, args, options):
        return function(x, *args, **options)

    def back(i, y_bar, x, args, options):
        return move_back(y_bar, x, lambda numbers: run(numbers, args, options))

    rule = Linear(function.__name__, run, back)
    return lambda x, *args, **options: rule(
        pack(x), args=strip(args), options={k: strip(v) for k, v in options.items()}
    )


_BASIC = (int, np.integer, slice, type(None), type(...))


def _is_basic(index: Any) -> bool:
    parts = index if type(index) is tuple else (index,)
    return all(isinstance(part, _BASIC) for part in parts)


def _transpose_back(i, y_bar, x, axes=None):
    return np.transpose(y_bar, None if axes is None else tuple(np.argsort(np.mod(axes, x.ndim))))


def _concatenate_transpose(i, y_bar, *parts, axis=0):
    start = sum(part.shape[axis] for part in parts[:i])
    before = (slice(None),) * (axis % parts[i].ndim)
    return y_bar[(*before, slice(start, start + parts[i].shape[axis]))]


def _cumsum_transpose(i, y_bar, x, axis):
    return np.flip(cumsum(np.flip(y_bar, axis), axis=axis), axis)


def _roll_back(i, y_bar, x, shift, axis=None):
    return roll(y_bar, shift=np.negative(shift), axis=axis)


def _einsum(a, b, spec):
    # Looking for a way through BLAS takes a while, and pays for large arrays.
    return np.einsum(spec, a, b, optimize=a.size * b.size > 1e6)


def _einsum_transpose(i, y_bar, a, b, spec):
    left, right, output = re.split(",|->", spec)
    if i == 0:
        return einsum(y_bar, b, spec=f"{output},{right}->{left}")
    return einsum(a, y_bar, spec=f"{left},{output}->{right}")


def _matmul_transpose(i, y_bar, a, b):
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


total = Linear("sum", _sum, _sum_transpose)
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
    lambda i, y_bar, x, index: (
        scatter(y_bar, index=index, shape=x.shape)
        if _is_basic(index)
        else move_back(y_bar, x, lambda numbers: numbers[index])
    ),
)
scatter: Linear = Linear("scatter", _scatter, lambda i, x_bar, y_bar, index, shape: x_bar[index])
spread: Linear = Linear(
    "spread",
    _spread,
    lambda i, x_bar, y_bar, places, shape: np.append(0.0, x_bar)[places],
)
stack = Linear("stack", lambda *numbers: _numbers(numbers), lambda i, y_bar, *numbers: y_bar[i])
concatenate = Linear(
    "concatenate", lambda *parts, axis=0: np.concatenate(parts, axis), _concatenate_transpose
)
cumsum = Linear("cumsum", lambda x, axis: np.cumsum(x, axis), _cumsum_transpose)
where = Linear(
    "where",
    lambda a, b, condition: np.where(condition, a, b),
    lambda i, y_bar, a, b, condition: (
        np.where(condition, 0.0, y_bar) if i else np.where(condition, y_bar, 0.0)
    ),
)
roll = Linear("roll", lambda x, shift, axis=None: np.roll(x, shift, axis), _roll_back)
# Of complex numbers these are linear over the reals.  The adjoint of u + iv is that of u minus i
# times that of v, so that the rules of smooth complex functions stay what they are.
real = Linear("real", lambda z: z.real, lambda i, y_bar, z: y_bar)
imag = Linear("imag", lambda z: z.imag, lambda i, y_bar, z: y_bar * -1j)
conjugate = Linear("conjugate", lambda z: np.conjugate(z), lambda i, y_bar, z: np.conjugate(y_bar))
matmul = Bilinear("matmul", np.matmul, _matmul_transpose)
# Every letter stands once in a factor, and again in the other factor or in the result.
einsum = Bilinear("einsum", _einsum, _einsum_transpose)
