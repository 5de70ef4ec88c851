"""The functions of `numpy.fft`: all of them are one transform along one axis, cut and filled up.

The transform is a symmetric matrix, and so its transpose is itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core import HANDLERS, Function, Linear, TracingError, pack


def _transform(function: Function) -> Linear:
    def run(x: Any, axis: int, norm: Any) -> Any:
        return function(x, axis=axis, norm=norm)

    rule = Linear(
        function.__name__, run, lambda i, y_bar, x, axis, norm: rule(y_bar, axis=axis, norm=norm)
    )
    return rule


_fft, _ifft = _transform(np.fft.fft), _transform(np.fft.ifft)


def _resized(x: Any, n: int, axis: int) -> Any:
    """Cut an axis to n elements, or fill it up with zeros."""
    axis, missing = axis % x.ndim, n - x.shape[axis]
    if missing <= 0:
        return x[(*(slice(None),) * axis, slice(n))] if missing else x
    return np.concatenate([x, np.zeros([*x.shape[:axis], missing, *x.shape[axis + 1 :]])], axis)


def _along(transform: Linear) -> Function:
    def handler(a: Any, n: Any = None, axis: int = -1, norm: Any = None) -> Any:
        a = pack(a)
        return transform(a if n is None else _resized(a, n, axis), axis=axis, norm=norm)

    return handler


fft, ifft = _along(_fft), _along(_ifft)


def _rfft(a: Any, n: Any = None, axis: int = -1, norm: Any = None) -> Any:
    a = pack(a)
    if a.dtype.kind == "c":
        raise TracingError("np.fft.rfft needs real numbers: use np.fft.fft for complex ones.")
    n = a.shape[axis] if n is None else n
    return _resized(fft(a, n, axis, norm), n // 2 + 1, axis)


def _irfft(a: Any, n: Any = None, axis: int = -1, norm: Any = None) -> Any:
    a = pack(a)
    n = 2 * (a.shape[axis] - 1) if n is None else n
    # What is left out is the conjugate of what is given, and has the same real part.
    twice = np.full(n // 2 + 1, 2.0)
    twice[0] = 1.0
    if n % 2 == 0:
        twice[-1] = 1.0
    twice = twice.reshape(-1, *(1,) * (a.ndim - 1 - axis % a.ndim))
    return ifft(_resized(a, n // 2 + 1, axis) * twice, n, axis, norm).real


_OPPOSITE = {None: "forward", "backward": "forward", "ortho": "ortho", "forward": "backward"}


def _hfft(a: Any, n: Any = None, axis: int = -1, norm: Any = None) -> Any:
    return _irfft(np.conjugate(pack(a)), n, axis, _OPPOSITE[norm])


def _ihfft(a: Any, n: Any = None, axis: int = -1, norm: Any = None) -> Any:
    return np.conjugate(_rfft(a, n, axis, _OPPOSITE[norm]))


def _over_axes(one: Function, last: Function, inverse: bool = False, two: bool = False) -> Function:
    """Transform along several axes: with `last` along the last of them, with `one` along others."""

    def handler(
        a: Any, s: Any = None, axes: Any = (-2, -1) if two else None, norm: Any = None
    ) -> Any:
        a = pack(a)
        if axes is None:
            axes = range(-a.ndim if s is None else -len(s), 0)
        axes = list(axes)
        lengths = [None] * len(axes) if s is None else list(s)
        if len(lengths) != len(axes):
            raise ValueError("Shape and axes have different lengths.")
        lengths = [a.shape[k] if n == -1 else n for n, k in zip(lengths, axes, strict=True)]
        steps = [(one, n, k) for n, k in zip(lengths, axes, strict=True)]
        steps[-1:] = [(last, lengths[-1], axes[-1])]
        # Real numbers are at the far end of the last axis: it comes first there, and last back.
        for function, n, axis in steps if inverse else steps[::-1]:
            a = function(a, n, axis, norm)
        return a

    return handler


def _shift(sign: int) -> Function:
    def handler(x: Any, axes: Any = None) -> Any:
        axes = range(x.ndim) if axes is None else (axes,) if isinstance(axes, int) else axes
        # For an odd number the middle is not half way: one shift must undo the other.
        by = [x.shape[k] // 2 if sign > 0 else -(x.shape[k] // 2) for k in axes]
        return np.roll(x, by, tuple(axes))

    return handler


HANDLERS |= {
    np.fft.fft: fft,
    np.fft.ifft: ifft,
    np.fft.rfft: _rfft,
    np.fft.irfft: _irfft,
    np.fft.hfft: _hfft,
    np.fft.ihfft: _ihfft,
    np.fft.fftn: _over_axes(fft, fft),
    np.fft.ifftn: _over_axes(ifft, ifft),
    np.fft.rfftn: _over_axes(fft, _rfft),
    np.fft.irfftn: _over_axes(ifft, _irfft, inverse=True),
    np.fft.fft2: _over_axes(fft, fft, two=True),
    np.fft.ifft2: _over_axes(ifft, ifft, two=True),
    np.fft.rfft2: _over_axes(fft, _rfft, two=True),
    np.fft.irfft2: _over_axes(ifft, _irfft, inverse=True, two=True),
    np.fft.fftshift: _shift(1),
    np.fft.ifftshift: _shift(-1),
}
