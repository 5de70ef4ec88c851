"""Operations known by one direction only: the other is its transpose, and found by reverse mode.

How a tangent moves through an operation is linear in the tangent.  So the pullback of the
operation is the pullback of that linear map, and reverse mode finds it, however it is written.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core import Function, Options, Primitive, Traced, Values, filled, primal, vjp


def transposed(linear: Function, y_bar: Any, xs: Values) -> list[Any]:
    """Return the transpose of `linear` at `y_bar`: one array for each of its arguments, like `xs`.

    Of complex numbers the real part of y_bar times the result is taken, as everywhere in adlite.
    """

    def paired(*tangents: Any) -> Any:
        product = y_bar * linear(*tangents)
        return np.sum(product.real if product.dtype.kind == "c" else product)

    # A linear map has the same derivative everywhere; at zero, a seed of zero would hide a NaN.
    anywhere = [filled(1.0, x.shape) * (1 + 0j if x.dtype.kind == "c" else 1.0) for x in xs]
    return list(vjp(paired, anywhere)[0](np.float64(1.0), last=True))


class Pushed(Primitive):
    """An operation on one array, known by `move(y, x, dx, **options)`: how it moves a tangent.

    `once(y, x, **options)` tells of plain numbers where a first derivative is all that is known.
    """

    def __init__(
        self,
        name: str,
        fun: Function,
        move: Function,
        once: Function = lambda y, x, **options: False,
    ) -> None:
        super().__init__(name, fun)
        self.move, self.once = move, once

    def push(self, y: Any, values: Values, tangents: Values, kwargs: Options) -> Any:
        """Move the tangent."""
        (x,), (dx,) = values, tangents
        if self.stops(y, x, kwargs):
            return lost(x, dx, shape=y.shape)
        return self.move(y, x, dx, **kwargs)

    def pull(self, i: int, y_bar: Any, y: Any, values: Values, kwargs: Options) -> Any:
        """Transpose what moves the tangent."""
        (x,) = values
        if self.stops(y, x, kwargs):
            return lost(x, y_bar, shape=x.shape)
        return transposed(lambda dx: self.move(y, x, dx, **kwargs), y_bar, [x])[0]

    def stops(self, y: Any, x: Any, kwargs: Options) -> bool:
        """Whether a derivative is asked for that is not known: `x` varies in an outer trace."""
        return isinstance(x, Traced) and bool(np.any(self.once(primal(y), primal(x), **kwargs)))


class Lost(Primitive):
    """NaN, and NaN again when differentiated: the unknown must not look like a constant."""

    def push(self, y: Any, values: Values, tangents: Values, kwargs: Options) -> Any:
        """Lose the tangent as well."""
        return self(*values, *(t for t in tangents if t is not None), shape=y.shape)

    def pull(self, i: int, y_bar: Any, y: Any, values: Values, kwargs: Options) -> Any:
        """Lose the adjoint as well, unless nothing asks for it."""
        shape = np.shape(values[i])
        if not isinstance(y_bar, Traced) and not np.any(y_bar):
            return filled(0.0, shape)
        return self(*values, y_bar, shape=shape)


lost = Lost("lost", lambda *values, shape: filled(np.nan, shape))
