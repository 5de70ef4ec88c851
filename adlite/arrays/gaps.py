"""Functions that pass over missing numbers: each is another function, with NaN left out."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core import HANDLERS, Function, implements, pack
from .functions import in_front


def _given(x: Any) -> Any:
    return np.logical_not(np.isnan(x))


def _without(function: Function) -> Function:
    """Leave NaN out of a function that has the option where=."""

    def handler(x: Any, *args: Any, where: Any = True, **options: Any) -> Any:
        x = pack(x)
        given = _given(x)
        return function(np.where(given, x, 0.0), *args, where=given & where, **options)

    return handler


def _filled(function: Function, number: float) -> Function:
    """Put a number that changes nothing in the place of NaN."""

    def handler(x: Any, *args: Any, **options: Any) -> Any:
        x = pack(x)
        return function(np.where(_given(x), x, number), *args, **options)

    return handler


def _extreme(function: Function, last: float) -> Function:
    def handler(x: Any, axis: Any = None, *, where: Any = True, **options: Any) -> Any:
        x = pack(x)
        given = _given(x) & where
        y = function(np.where(given, x, last), axis=axis, **options)
        # Of nothing but NaN, NaN is what is left.
        nothing = ~np.any(given, axis=axis, keepdims=options.get("keepdims", False))
        return np.where(nothing & (y == last), np.nan, y)

    return handler


@implements(np.nanmedian)
def _nanmedian(x: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    x, shape = in_front(pack(x), axis, keepdims)
    n = np.sum(_given(x), axis=0, keepdims=True)
    # NaN is sorted to the end, so that the n others are the first.
    x = np.sort(x, axis=0)
    low, high = (np.take_along_axis(x, np.maximum(k, 0), 0) for k in ((n - 1) // 2, n // 2))
    return np.reshape(np.where(low == high, low, (low + high) / 2), shape)


@implements(np.nan_to_num)
def _nan_to_num(
    x: Any, copy: bool = True, nan: Any = 0.0, posinf: Any = None, neginf: Any = None
) -> Any:
    x, ends = pack(x), np.finfo(float)
    x = np.where(x == np.inf, ends.max if posinf is None else posinf, x)
    x = np.where(x == -np.inf, ends.min if neginf is None else neginf, x)
    return np.where(np.isnan(x), nan, x)


HANDLERS |= {
    np.nansum: _without(np.sum),
    np.nanprod: _without(np.prod),
    np.nanmean: _without(np.mean),
    np.nanvar: _without(np.var),
    np.nanstd: _without(np.std),
    np.nancumsum: _filled(np.cumsum, 0.0),
    np.nancumprod: _filled(np.cumprod, 1.0),
    np.nanmax: _extreme(np.max, -np.inf),
    np.nanmin: _extreme(np.min, np.inf),
}
