"""Products of arrays and linear algebra: from `np.dot` and `np.einsum` to `np.linalg.solve`."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from ..core import (
    HANDLERS,
    Options,
    Primitive,
    TracingError,
    Values,
    implements,
    linear,
    pack,
    rules,
)
from .functions import squared
from .structure import einsum, mover, pack_each

_LETTERS = "".join(c for c in map(chr, range(128)) if c.isalpha())


@implements(np.kron)
def _kron(a: Any, b: Any) -> Any:
    a, b = pack_each((a, b))
    n = max(a.ndim, b.ndim)
    a, b = (np.reshape(x, (1,) * (n - x.ndim) + x.shape) for x in (a, b))
    pairs = np.transpose(np.multiply.outer(a, b), [k for i in range(n) for k in (i, i + n)])
    return np.reshape(pairs, [i * j for i, j in zip(a.shape, b.shape, strict=True)])


@implements(np.cross)
def _cross(
    a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None
) -> Any:
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = pack_each((a, b))
    a, b = np.moveaxis(a, axisa, 0), np.moveaxis(b, axisb, 0)
    if len(a) != 3 or len(b) != 3:
        raise TracingError("np.cross needs vectors of three elements: append a 0 to shorter ones.")
    return np.stack([a[i - 2] * b[i - 1] - a[i - 1] * b[i - 2] for i in range(3)], axisc)


@implements(np.tensordot)
def _tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    a, b = pack_each((a, b))
    if isinstance(axes, (int, np.integer)):
        axes = range(a.ndim - axes, a.ndim), range(axes)
    pairs = (normalize_axis_tuple(some, x.ndim) for some, x in zip(axes, (a, b), strict=True))
    letters = list(_LETTERS[: a.ndim + b.ndim])
    for i, j in zip(*pairs, strict=True):
        letters[a.ndim + j] = letters[i]
    return np.einsum(f"{''.join(letters[: a.ndim])},{''.join(letters[a.ndim :])}", a, b)


@implements(np.einsum)
def _einsum(subscripts: Any, *operands: Any, optimize: bool = False) -> Any:
    if not isinstance(subscripts, str):
        subscripts, operands = _as_text(subscripts, *operands)
    left, arrow, output = subscripts.replace(" ", "").partition("->")
    if len(operands) == 1:
        left, operands = left + ",", (*operands, 1.0)
    if not arrow:
        once = "".join(c for c in sorted({*left} - {*".,"}) if left.count(c) == 1)
        output = "..." * ("..." in left) + once
    packed = pack_each(operands)
    inputs, output = _letters(left.split(","), output, packed)
    factors = [_once(x, letters) for x, letters in zip(packed, inputs, strict=True)]
    a, left = factors[0]
    for k, (b, right) in enumerate(factors[1:], 2):
        needed = "".join([output, *inputs[k:]])
        a, left = _sum_out(a, left, right + needed)
        b, right = _sum_out(b, right, left + needed)
        kept = "".join(c for c in dict.fromkeys(left + right) if c in needed)
        kept = kept if k < len(factors) else output
        a, left = einsum(a, b, spec=f"{left},{right}->{kept}"), kept
    return a


def _as_text(*args: Any) -> tuple[str, tuple[Any, ...]]:
    """Write lists of indices as letters: np.einsum(A, [0, 1], x, [1], [0])."""
    lists = [*args[1::2], *args[-1:][: len(args) % 2]]
    texts = ["".join("..." if i is ... else _LETTERS[i] for i in one) for one in lists]
    count = len(args) // 2
    arrow = "".join(f"->{text}" for text in texts[count:])
    return ",".join(texts[:count]) + arrow, args[: 2 * count : 2]


def _letters(inputs: list[str], output: str, operands: Values) -> tuple[list[str], str]:
    """Write letters for `...`, which stands for the axes that have none."""
    free = "".join(c for c in _LETTERS if c not in "".join(inputs))
    ranks = [x.ndim - len(s.replace("...", "")) for x, s in zip(operands, inputs, strict=True)]
    # Broadcasting aligns the last axes, so their letters are taken from the end as well.
    inputs = [s.replace("...", free[len(free) - n :]) for s, n in zip(inputs, ranks, strict=True)]
    return inputs, output.replace("...", free[len(free) - max(ranks) :])


def _diagonal(x: Any, spec: str) -> Any:
    return np.einsum(spec, x)


_pick = mover(_diagonal)


def _once(x: Any, letters: str) -> tuple[Any, str]:
    """Take the diagonal of axes with the same letter."""
    once = "".join(dict.fromkeys(letters))
    return (x if once == letters else _pick(x, f"{letters}->{once}")), once


def _sum_out(x: Any, letters: str, needed: str) -> tuple[Any, str]:
    axes = tuple(i for i, c in enumerate(letters) if c not in needed)
    return (np.sum(x, axes) if axes else x), "".join(c for c in letters if c in needed)


@implements(np.linalg.norm)
def _norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    x = pack(x)
    matrix = (x.ndim if axis is None else np.size(axis)) == 2
    options = {"axis": axis, "keepdims": keepdims}
    if ord is None or ord == ("fro" if matrix else 2):
        return rules.root(np.sum(squared(x), **options))
    if matrix:
        return _matrix_norm(x, ord, (-2, -1) if axis is None else axis, keepdims)
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    if ord == 0:
        return np.sum(x != 0, **options).astype(float)
    if np.isinf(ord):
        return (np.max if ord > 0 else np.min)(np.abs(x), **options)
    return np.sum(np.abs(x) ** ord, **options) ** (1 / ord)


def _matrix_norm(x: Any, ord: Any, axes: Any, keepdims: bool) -> Any:
    x = np.moveaxis(x, axes, (-2, -1))
    if ord in ("nuc", 2, -2):
        s = np.linalg.svd(x, compute_uv=False)
        y = np.sum(s, -1) if ord == "nuc" else (np.max if ord == 2 else np.min)(s, -1)
    elif ord in (1, -1, np.inf, -np.inf):
        sums = np.sum(np.abs(x), -2 if abs(ord) == 1 else -1)
        y = (np.max if ord > 0 else np.min)(sums, -1)
    else:
        raise ValueError("Invalid norm order for matrices.")
    return np.expand_dims(y, axes) if keepdims else y


@implements(np.linalg.vector_norm)
def _vector_norm(x: Any, /, *, axis: Any = None, keepdims: bool = False, ord: Any = 2) -> Any:
    x = pack(x)
    axes = normalize_axis_tuple(range(x.ndim) if axis is None else axis, x.ndim)
    left = [1 if i in axes else n for i, n in enumerate(x.shape) if keepdims or i not in axes]
    rest = [i for i in range(x.ndim) if i not in axes]
    rows = np.reshape(np.transpose(x, (*rest, *axes)), (*(x.shape[i] for i in rest), -1))
    return np.reshape(np.linalg.norm(rows, ord, -1), left)


@implements(np.linalg.matrix_power)
def _matrix_power(a: Any, n: int) -> Any:
    a = pack(a)
    if n < 0:
        a, n = np.linalg.inv(a), -n
    power = np.broadcast_to(np.eye(a.shape[-1]), a.shape)
    started = False
    while n:
        if n % 2:
            power, started = (power @ a if started else a), True
        a, n = (a @ a if n > 1 else a), n // 2
    return power


@implements(np.linalg.multi_dot)
def _multi_dot(arrays: Any) -> Any:
    parts = pack_each(arrays)
    # The first and the last may be vectors: beginning there, no two matrices are multiplied.
    if parts[-1].ndim == 1:
        return reduce(lambda right, left: left @ right, parts[::-1])
    return reduce(np.matmul, parts)


class Solve(Primitive):
    """The solution y of A y = b, where b is a matrix."""

    product = staticmethod(linear.matmul)

    def push(self, y: Any, values: Values, tangents: Values, kwargs: Options) -> Any:
        """From dA y + A dy = db."""
        dA, db = tangents
        moved = 0.0 if dA is None else self.product(dA, y)
        return self(values[0], -moved if db is None else db - moved)

    def pull(self, i: int, y_bar: Any, y: Any, values: Values, kwargs: Options) -> Any:
        """Solve with the transposed matrix."""
        b_bar = self(np.swapaxes(values[0], -1, -2), y_bar)
        return b_bar if i else -self.product(b_bar, np.swapaxes(y, -1, -2))


solve = Solve("solve", np.linalg.solve)


@implements(np.linalg.solve)
def _solve(A: Any, b: Any) -> Any:  # noqa: N803
    A, b = pack_each((A, b))
    return solve(A, b[:, None])[..., 0] if b.ndim == 1 else solve(A, b)


HANDLERS |= {
    np.inner: lambda a, b: np.dot(
        a, np.swapaxes(b, -1, -2) if np.ndim(a) and np.ndim(b) > 1 else b
    ),
    np.vdot: lambda a, b: np.dot(np.ravel(np.conjugate(a)), np.ravel(b)),
    np.outer: lambda a, b: np.multiply.outer(np.ravel(a), np.ravel(b)),
    np.trace: lambda x, *args, **options: np.sum(np.diagonal(x, *args, **options), -1),
    np.vecdot: lambda a, b: np.sum(np.conjugate(a) * b, -1),
    np.linalg.diagonal: lambda x, /, *, offset=0: np.diagonal(x, offset, -2, -1),
    np.linalg.matmul: lambda a, b, /: np.matmul(a, b),
    np.linalg.matrix_norm: lambda x, /, *, keepdims=False, ord="fro": np.linalg.norm(
        x, ord, (-2, -1), keepdims
    ),
    np.linalg.matrix_transpose: lambda x, /: np.matrix_transpose(x),
    np.linalg.outer: lambda a, b, /: np.outer(a, b),
    np.linalg.tensordot: lambda a, b, /, *, axes=2: np.tensordot(a, b, axes),
    np.linalg.trace: lambda x, /, *, offset=0: np.trace(x, offset, -2, -1),
    np.linalg.vecdot: lambda a, b, /, *, axis=-1: np.sum(np.conjugate(a) * b, axis),
    np.linalg.cross: lambda a, b, /, *, axis=-1: np.cross(a, b, axis=axis),
    np.linalg.inv: lambda x: solve(pack(x), np.eye(x.shape[-1])),
}
