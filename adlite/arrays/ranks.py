"""Quantiles: elements of the sorted array, and what lies between two of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core import TracingError, implements
from .functions import in_front
from .structure import pack_each


@implements(np.quantile)
def _quantile(
    x: Any, q: Any, axis: Any = None, *, method: str = "linear", keepdims: bool = False
) -> Any:
    if method != "linear":
        raise TracingError(
            f"np.quantile cannot be differentiated with method={method!r}: leave it away, or pick "
            "elements of np.sort(x)."
        )
    x, q = pack_each((x, q))
    if not np.all((q >= 0) & (q <= 1)):
        raise ValueError("Quantiles must be in the range [0, 1]")
    x, shape = in_front(x, axis, keepdims)
    x, place = np.sort(x, axis=0), q * (len(x) - 1)
    start = np.floor(place).astype(int)
    low, high = x[start], x[np.minimum(start + 1, len(x) - 1)]
    part = np.reshape(place - start, (*q.shape, *(1,) * (x.ndim - 1)))
    # From the nearer end, as NumPy does.
    y = np.where(part < 0.5, low + part * (high - low), high - (1 - part) * (high - low))
    # NaN is sorted to the end.
    return np.reshape(np.where(np.isnan(x[-1]), np.nan, y), (*q.shape, *shape))


@implements(np.percentile)
def _percentile(x: Any, q: Any, *args: Any, **options: Any) -> Any:
    return np.quantile(x, np.true_divide(q, 100), *args, **options)
