"""Points and what is known at them: grids, spaces, slopes from differences, fitted polynomials."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from ..core import TracingError, decide, implements, pack, primal
from .structure import pack_each


@implements(np.linspace)
def _linspace(  # As many as in NumPy, but for dtype.
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    *,
    axis: int = 0,
    device: Any = None,
) -> Any:
    start, stop = pack_each((start, stop))
    t = np.linspace(0.0, 1.0, num, endpoint).reshape(-1, *(1,) * max(start.ndim, stop.ndim))
    points = np.moveaxis((1.0 - t) * start + t * stop, 0, axis)
    parts = num - 1 if endpoint else num
    return (points, (stop - start) / parts if parts else np.nan) if retstep else points


@implements(np.logspace)
def _logspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, base: Any = 10.0, *, axis: int = 0
) -> Any:
    (base,) = pack_each([base])
    exponents = np.linspace(start, stop, num, endpoint, axis=axis)
    return (np.expand_dims(base, axis) if base.ndim else base) ** exponents


@implements(np.geomspace)
def _geomspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, *, axis: int = 0
) -> Any:
    start, stop = pack_each((start, stop))
    if "c" in (start.dtype.kind, stop.dtype.kind) or np.any(start * stop <= 0):
        raise TracingError(
            "np.geomspace needs two real numbers of the same sign: write start * (stop / start)**t."
        )
    t = np.linspace(0.0, 1.0, num, endpoint).reshape(-1, *(1,) * max(start.ndim, stop.ndim))
    return np.moveaxis(start * (stop / start) ** t, 0, axis)


@implements(np.meshgrid)
def _meshgrid(*xi: Any, copy: bool = True, sparse: bool = False, indexing: str = "xy") -> Any:
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    n = len(xi)
    order = [1, 0, *range(2, n)] if indexing == "xy" and n > 1 else list(range(n))
    grids = [
        np.reshape(x, tuple(-1 if k == place else 1 for k in range(n)))
        for x, place in zip(pack_each(xi), order, strict=True)
    ]
    return tuple(grids) if sparse else np.broadcast_arrays(*grids)


@implements(np.broadcast_arrays)
def _broadcast_arrays(*args: Any, subok: bool = False) -> Any:
    arrays = pack_each(args)
    shape = np.broadcast_shapes(*(x.shape for x in arrays))
    return tuple(np.broadcast_to(x, shape) for x in arrays)


@implements(np.block)
def _block(arrays: Any) -> Any:
    depth, one = 0, arrays
    while isinstance(one, list):
        depth, one = depth + 1, one[0]

    def leaves(part: Any) -> Any:
        return [x for p in part for x in leaves(p)] if isinstance(part, list) else [part]

    ndim = max([depth, *(np.ndim(x) for x in leaves(arrays))])

    def joined(part: Any, level: int) -> Any:
        if not isinstance(part, list):
            x = pack_each([part])[0]
            return np.reshape(x, (1,) * (ndim - x.ndim) + x.shape)
        return np.concatenate([joined(p, level + 1) for p in part], axis=level - depth)

    return joined(arrays, 0)


def _steps(spacing: Any, n: int) -> Any:
    """The distances between neighbours: one number, or one for each pair."""
    (spacing,) = pack_each([spacing])
    if spacing.ndim and len(spacing) != n:
        raise ValueError("when 1d, distances must match the length of the corresponding dimension")
    return np.diff(spacing) if spacing.ndim else spacing


def _slopes(f: Any, h: Any, edge_order: int) -> Any:
    """Second-order differences along the first axis, one-sided ones at both ends."""
    ones = (-1, *(1,) * (f.ndim - 1))
    even = h.ndim == 0
    h = np.broadcast_to(h, (len(f) - 1,)) if even else h
    a, b = np.reshape(h[:-1], ones), np.reshape(h[1:], ones)
    if even:
        inner = (f[2:] - f[:-2]) / (a + b)
    else:
        inner = (a * a * f[2:] + (b * b - a * a) * f[1:-1] - b * b * f[:-2]) / (a * b * (a + b))
    first, last = (f[1:2] - f[:1]) / h[0], (f[-1:] - f[-2:-1]) / h[-1]
    if edge_order == 2:
        first, last = _end(f[:3], h), -_end(f[:-4:-1], h[::-1])
    return np.concatenate([first, inner, last])


def _end(f: Any, h: Any) -> Any:
    """The slope at the first of three points, of the parabola through them."""
    a, b = h[0], h[1]
    near, far = (f[1:2] - f[:1]) / a, (f[2:3] - f[1:2]) / b
    return near + (near - far) * a / (a + b)


@implements(np.gradient)
def _gradient(f: Any, *varargs: Any, axis: Any = None, edge_order: int = 1) -> Any:
    f = pack(f)
    axes = range(f.ndim) if axis is None else normalize_axis_tuple(axis, f.ndim)
    if len(varargs) not in (0, 1, len(axes)):
        raise TypeError("invalid number of arguments")
    spacings = varargs if len(varargs) == len(axes) else (varargs or (1.0,)) * len(axes)
    if edge_order not in (1, 2) or any(f.shape[k] < edge_order + 1 for k in axes):
        raise ValueError("edge_order must be 1 or 2, and each axis longer than that.")
    found = [
        np.moveaxis(_slopes(np.moveaxis(f, k, 0), _steps(h, f.shape[k]), edge_order), 0, k)
        for k, h in zip(axes, spacings, strict=True)
    ]
    return found[0] if len(found) == 1 else tuple(found)


@implements(np.unwrap)
def _unwrap(p: Any, discont: Any = None, axis: int = -1, *, period: float = 2 * np.pi) -> Any:
    def turns(p: Any) -> Any:
        return np.unwrap(primal(p), discont, axis, period=period) - primal(p)

    # Whole periods are added, and these do not vary with p.
    return pack(p) + decide(turns, (pack(p),))


@implements(np.polyfit)
def _polyfit(x: Any, y: Any, deg: int, rcond: Any = None, full: bool = False, w: Any = None) -> Any:
    if full:
        raise TracingError("np.polyfit gives its coefficients only: leave full= away.")
    x, y = pack_each((x, y))
    rows = np.vander(x, deg + 1)
    if w is not None:
        rows, y = rows * w[:, None], y * (w if y.ndim == 1 else w[:, None])
    scale = np.sqrt(np.sum(rows * rows, 0))
    rcond = len(x) * np.finfo(float).eps if rcond is None else rcond
    c = np.linalg.lstsq(rows / scale, y, rcond)[0]
    return c / (scale if c.ndim == 1 else scale[:, None])
