"""NumPy's functions on traced values: which rule, or which simpler functions, compute them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from ..core import (
    HANDLERS,
    Function,
    Question,
    decide,
    implements,
    linear,
    pack,
    primal,
    rules,
)
from .structure import bent, conjugate, cumsum, pack_each

for _function in (
    *(np.isclose, np.allclose, np.array_equal, np.result_type, np.iscomplexobj, np.isrealobj),
    *(np.zeros_like, np.ones_like, np.empty_like, np.any, np.all, np.count_nonzero, np.fix),
    *(np.argmax, np.argmin, np.argsort, np.argpartition, np.searchsorted, np.digitize),
    *(np.isreal, np.iscomplex, np.isposinf, np.isneginf, np.around, np.nanargmax, np.nanargmin),
):
    HANDLERS[_function] = Question(_function)


def squared(x: Any) -> Any:
    """|x|**2, which is smooth also where |x| is not."""
    return x.real * x.real + x.imag * x.imag if x.dtype.kind == "c" else x * x


def in_front(x: Any, axis: Any, keepdims: bool) -> tuple[Any, list[int]]:
    """Put the axes to be reduced in front, as one; also return the shape that is left."""
    axes = range(x.ndim) if axis is None else normalize_axis_tuple(axis, x.ndim)
    rest = [i for i in range(x.ndim) if i not in axes]
    left = [1 if i in axes else n for i, n in enumerate(x.shape) if keepdims or i not in axes]
    shape = np.prod([x.shape[i] for i in axes], dtype=int), *(x.shape[i] for i in rest)
    return np.reshape(np.transpose(x, (*axes, *rest)), shape), left


def _chosen(x: Any, where: Any, neutral: float) -> Any:
    """Put a number that changes nothing in the place of what is left out."""
    return x if where is True else np.where(where, x, neutral)


@implements(np.sum)
def _sum(
    x: Any, axis: Any = None, *, keepdims: bool = False, initial: Any = None, where: Any = True
) -> Any:
    x = x if where is True else _chosen(x, where, 0.0)
    y = linear.total(x, axis=axis, keepdims=keepdims)
    return y if initial is None else y + initial


@implements(np.mean)
def _mean(x: Any, axis: Any = None, *, keepdims: bool = False, where: Any = True) -> Any:
    x = pack(x)
    summed = linear.total(_chosen(x, where, 0.0), axis=axis, keepdims=keepdims)
    if where is not True:
        return summed / np.sum(np.broadcast_to(where, x.shape), axis=axis, keepdims=keepdims)
    return summed * (summed.size / x.size)


@implements(np.average)
def _average(
    x: Any, axis: Any = None, weights: Any = None, returned: bool = False, **options: Any
) -> Any:
    x, weights = pack_each((x, 1.0 if weights is None else weights))
    if 0 < weights.ndim < x.ndim:
        weights = np.reshape(weights, (-1, *(1,) * (x.ndim - 1 - axis % x.ndim)))
    weights = np.broadcast_to(weights, x.shape)
    scale = np.sum(weights, axis, **options)
    mean = np.sum(x * weights, axis, **options) / scale
    return (mean, scale) if returned else mean


@implements(np.var)
def _var(  # NumPy has as many parameters, and two more.
    x: Any,
    axis: Any = None,
    *,
    ddof: float = 0,
    keepdims: bool = False,
    where: Any = True,
    mean: Any = None,
    correction: float | None = None,
) -> Any:
    x = _chosen(pack(x), where, 0.0)
    mean = np.mean(x, axis=axis, keepdims=True, where=where) if mean is None else mean
    ddof = ddof if correction is None else correction
    summed = np.sum(squared(x - mean), axis=axis, keepdims=keepdims, where=where)
    if where is not True:
        where = np.broadcast_to(where, x.shape)
        return summed / (np.sum(where, axis=axis, keepdims=keepdims) - ddof)
    return summed / (x.size / summed.size - ddof)


def _winners(x: Any, find: Any, axis: Any) -> Any:
    return (x == find(x, axis=axis, keepdims=True)) | (x != x)


def _extreme(find: Function, last: float, better: Function) -> Function:
    def handler(
        x: Any, axis: Any = None, *, keepdims: bool = False, initial: Any = None, where: Any = True
    ) -> Any:
        if initial is not None:
            y = handler(_chosen(x, where, last), axis, keepdims=keepdims)
            return better(y, initial)
        if where is not True:
            raise ValueError("reduction operation with where= has no identity: give initial=.")
        winners = decide(_winners, (x,), {"find": find, "axis": axis})
        summed = np.sum(np.where(winners, x, 0.0), axis=axis, keepdims=keepdims)
        count = np.sum(winners, axis=axis, keepdims=keepdims)
        return bent(summed / count, count > 1)

    return handler


@implements(np.prod)
def _prod(
    x: Any, axis: Any = None, *, keepdims: bool = False, initial: Any = None, where: Any = True
) -> Any:
    x, shape = in_front(_chosen(pack(x), where, 1.0), axis, keepdims)
    y = np.reshape(np.cumprod(x, axis=0)[-1] if len(x) else np.ones(shape), shape)
    return y if initial is None else y * initial


@implements(np.median)
def _median(x: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    x, shape = in_front(pack(x), axis, keepdims)
    x, n = np.sort(x, axis=0), x.shape[0]
    middle = (x[(n - 1) // 2] + x[n // 2]) / 2
    # NaN is sorted to the end.
    return np.reshape(np.where(np.isnan(x[-1]), np.nan, middle), shape)


def _logaddexp(x: Any, axis: Any = 0, *, keepdims: bool = False) -> Any:
    x, shape = in_front(pack(x), axis, keepdims)
    # Any shift gives the same result, so this one is a constant: it keeps exp from overflowing.
    shift = np.max(primal(x), axis=0)
    shift = np.where(np.isfinite(shift), shift, 0.0)
    return np.reshape(np.log(np.sum(np.exp(x - shift), axis=0)) + shift, shape)


@implements(np.cumsum)
def _cumsum(x: Any, axis: Any = None) -> Any:
    x = pack(x)
    return cumsum(np.ravel(x), axis=0) if axis is None else cumsum(x, axis=axis)


@implements(np.cumprod)
def _cumprod(x: Any, axis: Any = None) -> Any:
    x, step = np.ravel(x) if axis is None else np.moveaxis(x, axis, 0), 1
    while step < x.shape[0]:
        # By now every element is the product of `step` of the given ones, up to itself: a factor
        # of 0 needs no division.
        x, step = np.concatenate([x[:step], x[step:] * x[:-step]]), 2 * step
    return np.moveaxis(x, 0, axis or 0)


@implements(np.diff)
def _diff(x: Any, n: int = 1, axis: Any = -1, prepend: Any = None, append: Any = None) -> Any:
    x = np.moveaxis(pack(x), axis, 0)
    for end, step in ((prepend, -1), (append, 1)):
        if end is not None:
            single = np.ndim(end) == 0
            end = np.broadcast_to(end, (1, *x.shape[1:])) if single else np.moveaxis(end, axis, 0)
            x = np.concatenate([x, end][::step])
    for _ in range(n):
        x = x[1:] - x[:-1]
    return np.moveaxis(x, 0, axis)


@implements(np.trapezoid)
def _trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: Any = -1) -> Any:
    y = np.moveaxis(pack(y), axis, -1)
    if x is not None:
        x = pack(x)
        dx = np.diff(x if x.ndim == 1 else np.moveaxis(x, axis, -1))
    return np.sum(dx * (y[..., 1:] + y[..., :-1]) / 2, axis=-1)


@implements(np.select)
def _select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    chosen = default
    for condition, choice in zip(condlist[::-1], choicelist[::-1], strict=True):
        chosen = np.where(condition, choice, chosen)
    return chosen


@implements(np.piecewise)
def _piecewise(x: Any, condlist: Any, funclist: Any, *args: Any, **kwargs: Any) -> Any:
    flat = np.ravel(x)
    # As in NumPy, the last condition that holds wins, and one function more is for all the rest.
    owner = np.full(flat.shape, len(condlist))
    for k, condition in enumerate(condlist):
        owner[np.ravel(condition)] = k
    places = [np.flatnonzero(owner == k) for k in range(len(condlist) + 1)]
    pieces = [
        np.broadcast_to(f(flat[i], *args, **kwargs) if callable(f) else f, i.shape)
        for f, i in zip([*funclist, 0], places, strict=False)
    ]
    return np.reshape(np.concatenate(pieces)[np.argsort(np.concatenate(places))], x.shape)


@implements(np.clip)
def _clip(x: Any, a_min: Any = None, a_max: Any = None, *, min: Any = None, max: Any = None) -> Any:
    low = a_min if a_min is not None else min
    high = a_max if a_max is not None else max
    return rules.clip(x, -np.inf if low is None else low, np.inf if high is None else high)


@implements(np.interp)
def _interp(
    x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None, period: Any = None
) -> Any:
    x, xp, fp = pack_each((x, xp, fp))
    if period is not None:
        order, left, right = decide(np.argsort, (xp % period,)), None, None
        x, xp, fp = x % period, (xp % period)[order], fp[order]
        xp = np.concatenate([xp[-1:] - period, xp, xp[:1] + period])
        fp = np.concatenate([fp[-1:], fp, fp[:1]])
    # Piece 0 is level and lies left of all points, the last one is level and lies right of them.
    slopes = np.concatenate([[0.0], np.diff(fp) / np.diff(xp), [0.0]])
    piece = decide(np.searchsorted, (xp, x), {"side": "right"})
    start = np.maximum(piece - 1, 0)
    y = fp[start] + slopes[piece] * (x - xp[start])
    y = y if left is None else np.where(x < xp[0], left, y)
    return y if right is None else np.where(x > xp[-1], right, y)


@implements(np.polyval)
def _polyval(p: Any, x: Any) -> Any:
    y = 0.0
    for coefficient in pack(p):
        y = y * pack(x) + coefficient
    return y


@implements(np.vander)
def _vander(x: Any, N: Any = None, increasing: bool = False) -> Any:  # noqa: N803
    powers = np.arange(len(x) if N is None else N)
    return x[:, None] ** (powers if increasing else powers[::-1])


@implements(np.angle)
def _angle(z: Any, deg: bool = False) -> Any:
    return np.arctan2(z.imag, z.real) * (180 / np.pi if deg else 1.0)


def _complex(of_complex: Function, of_real: Function) -> Function:
    return lambda z: (of_complex if z.dtype.kind == "c" else of_real)(z)


def _reduction(function: Function) -> Function:
    return lambda x, axis=0, **options: function(x, axis=axis, **options)


def _outer(function: Function) -> Function:
    return lambda a, b: function(np.reshape(a, np.shape(a) + (1,) * np.ndim(b)), b)


HANDLERS |= {
    np.std: lambda x, *args, **options: rules.root(np.var(x, *args, **options)),
    np.max: _extreme(np.max, -np.inf, np.maximum),
    np.min: _extreme(np.min, np.inf, np.minimum),
    np.amax: lambda x, *args, **options: np.max(x, *args, **options),
    np.amin: lambda x, *args, **options: np.min(x, *args, **options),
    np.ptp: lambda x, *args, **options: np.max(x, *args, **options) - np.min(x, *args, **options),
    np.copy: lambda x, **options: x.copy(),
    np.real: lambda x: x.real,
    np.imag: lambda x: x.imag,
    np.full_like: lambda x, value, *, shape=None: (
        value + np.zeros(x.shape if shape is None else shape)
    ),
}
# Ufuncs of the table with another rule for complex numbers.
HANDLERS |= {
    np.absolute: _complex(lambda z: np.hypot(z.real, z.imag), rules.UFUNCS[np.absolute]),
    np.sign: _complex(lambda z: z / np.abs(z), Question(np.sign)),
    np.conjugate: _complex(conjugate, rules.UFUNCS[np.conjugate]),
}
HANDLERS |= {(f, "outer"): _outer(f) for f in rules.UFUNCS if isinstance(f, np.ufunc)}
HANDLERS |= {
    (np.add, "reduce"): _reduction(np.sum),
    (np.multiply, "reduce"): _reduction(np.prod),
    (np.maximum, "reduce"): _reduction(np.max),
    (np.minimum, "reduce"): _reduction(np.min),
    (np.logaddexp, "reduce"): _logaddexp,
    (np.add, "accumulate"): lambda x, axis=0: np.cumsum(x, axis),
    (np.multiply, "accumulate"): lambda x, axis=0: np.cumprod(x, axis),
}
