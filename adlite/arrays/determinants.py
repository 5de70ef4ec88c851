"""Determinants: polynomials of a matrix, with derivatives of every order at singular ones too.

The slope of a determinant is the matrix of its cofactors: the determinant times the inverse,
transposed, unless the matrix is singular.  Where that slope is differentiated further, as in nested
derivatives and in Taylor mode, the inverse of a matrix with small singular values would give huge
numbers that ought to cancel.  So it is cut: two rotations, which do not vary, make the matrix
diagonal where it is differentiated.  The large entries form a block that has a good inverse; what
is left of the others (the Schur complement of that block) needs no division at all.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core import (
    HANDLERS,
    Function,
    Options,
    Primitive,
    Traced,
    Values,
    decide,
    implements,
    pack,
    primal,
)

_WORST, _SMALL, _FEW = 1e12, 0.1, 8
"""The largest condition number for an inverse that is not differentiated, which part of the largest
singular value counts as small, and for how many of these nothing is divided."""
_NEXT, _LAST = np.array([1, 2, 0]), np.array([2, 0, 1])


class Contraction(Primitive):
    """A number for every matrix, known by the matrix of its derivatives.

    `partials[0](y, x)` is that matrix, written with functions that can be differentiated.
    """

    def __init__(self, name: str, fun: Function, gradient: Function) -> None:
        super().__init__(name, fun)
        self.partials = (gradient,)

    def push(self, y: Any, values: Values, tangents: Values, kwargs: Options) -> Any:
        """Scale the gradient by the tangent."""
        return self.scale(tangents[0], self.partials[0](y, *values))

    def scale(self, tangent: Any, gradient: Any) -> Any:
        """Sum of gradient times tangent over the matrix."""
        return np.sum(gradient * tangent, axis=(-2, -1))

    def pull(self, i: int, y_bar: Any, y: Any, values: Values, kwargs: Options) -> Any:
        """Adjoint times gradient."""
        return np.expand_dims(y_bar, (-2, -1)) * self.partials[0](y, *values)


def _turned(x: Any) -> Any:
    return np.swapaxes(x, -1, -2)


def _cofactors(y: Any, x: Any) -> Any:
    if x.shape[-1] <= 3:
        return _cofactors_without_division(x)
    at = primal(x)
    if np.isfinite(at).all() and (isinstance(x, Traced) or not _has_inverse(at)):
        left, sizes, right = np.linalg.svd(at)
        small = int(np.max(np.sum(sizes <= _SMALL * sizes[..., :1], axis=-1)))
        if small:
            diagonal = _turned(left).conj() @ x @ _turned(right).conj()
            found = _cofactors_by_blocks(diagonal, x.shape[-1] - small)
            turns = np.linalg.det(left) * np.linalg.det(right)
            return turns[..., None, None] * (left.conj() @ found @ right.conj())
    return np.expand_dims(y, (-2, -1)) * _turned(np.linalg.inv(x))


def _has_inverse(x: Any) -> bool:
    try:
        inverse = np.linalg.inv(x)
    except np.linalg.LinAlgError:
        return False
    condition = np.linalg.norm(x, axis=(-2, -1)) * np.linalg.norm(inverse, axis=(-2, -1))
    return bool(np.all(condition < _WORST))


def _cofactors_by_blocks(x: Any, large: int) -> Any:
    """Cofactors of a matrix whose first `large` rows and columns are far from singular."""
    if not large:
        return _cofactors_without_division(x)
    block, above = x[..., :large, :large], x[..., :large, large:]
    beside, rest = x[..., large:, :large], x[..., large:, large:]
    inverse = np.linalg.inv(block)
    across, down = _turned(inverse @ above), _turned(beside @ inverse)
    rest = rest - beside @ inverse @ above
    size = np.expand_dims(det(block), (-2, -1))
    if rest.shape[-1] <= _FEW:
        cofactors = _cofactors_without_division(rest)
        y = np.sum(rest[..., 0, :] * cofactors[..., 0, :], axis=-1)
    else:
        y = det(rest)
        cofactors = _cofactors(y, rest)
    # From det(x) = det(block) det(rest), by the product rule.
    of_rest = size * cofactors
    of_above, of_beside = -down @ of_rest, -of_rest @ across
    of_block = np.expand_dims(y, (-2, -1)) * size * _turned(inverse) - of_above @ across
    rows = [[of_block, of_above], [of_beside, of_rest]]
    return np.concatenate([np.concatenate(row, axis=-1) for row in rows], axis=-2)


def _cofactors_without_division(x: Any) -> Any:
    """Cofactors as they are defined, from n = 4 on by Faddeev and LeVerrier."""
    n = x.shape[-1]
    if n == 2:
        return x[..., ::-1, ::-1] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    if n == 3:
        # Counted round, as in a cross product, no cofactor needs another sign.
        a, b = _NEXT[:, None], _LAST[:, None]
        return x[..., a, _NEXT] * x[..., b, _LAST] - x[..., a, _LAST] * x[..., b, _NEXT]
    one = np.eye(n)
    found = np.broadcast_to(one, x.shape)
    for k in range(1, n):
        product = x @ found
        trace = np.sum(np.diagonal(product, axis1=-2, axis2=-1), axis=-1)
        found = np.expand_dims(trace, (-2, -1)) / k * one - product
    return _turned(found)


def _slope_of_logarithm(y: Any, x: Any) -> Any:
    singular = (primal(y) == -np.inf)[..., None, None]
    if np.any(singular):
        # Times, and not instead of them: in derivatives of the slope it shall be NaN as well.
        x = x * np.where(singular, np.nan, 1.0)
    return _turned(np.linalg.inv(x))


det = Contraction("det", np.linalg.det, _cofactors)
logabsdet = Contraction("logabsdet", lambda x: np.linalg.slogdet(x).logabsdet, _slope_of_logarithm)


@implements(np.linalg.slogdet)
def _slogdet(x: Any) -> Any:
    x = pack(x)
    result = decide(np.linalg.slogdet, (x,))
    if x.dtype.kind != "c":
        return result._replace(logabsdet=logabsdet(x))
    y = det(x)
    return result._replace(sign=np.sign(y), logabsdet=np.log(np.abs(y)))


HANDLERS[np.linalg.det] = lambda x: det(pack(x))
