"""Eigenvalues, singular values, triangular factors, and what is made of them.

Each decomposition is one operation, known by how it moves a tangent (Giles 2008; Townsend 2016):
its parts stand in one array, one below the other, and are cut out of it.  Eigenvalues or singular
values that the computation cannot tell apart count as one: each takes the mean of their
derivatives, as at any tie, which is right for whatever is smooth there, such as their sum.  Their
vectors, and all second derivatives, are not known there, and NaN.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

import numpy as np

from ..core import HANDLERS, Function, TracingError, decide, implements, pack, primal
from .functions import squared
from .structure import pack_each
from .transposing import Pushed, lost

_EPSILON = 8 * np.finfo(float).eps


def _turned(x: Any) -> Any:
    return np.swapaxes(x, -1, -2)


def _adjoint(x: Any) -> Any:
    return np.conjugate(_turned(x))


def _diagonal(x: Any) -> Any:
    return np.diagonal(x, 0, -2, -1)


def _column(x: Any) -> Any:
    return x[..., None]


def _row(x: Any) -> Any:
    return x[..., None, :]


def _asked(question: Function, *xs: Any) -> Any:
    """Ask a question about plain numbers, however deeply they are traced."""

    @wraps(question)
    def asked(*values: Any) -> Any:
        return question(*map(primal, values))

    return decide(asked, xs)


def _unless(where: Any, y: Any, dx: Any) -> Any:
    """Return y, but NaN where it is not known how dx moves it."""
    return np.where(where, lost(dx, shape=y.shape), y) if np.any(where) else y


def _tied(same: Any) -> Any:
    return np.sum(same, -1) > 1


def _averaged(x: Any, same: Any) -> Any:
    return np.sum(_row(x) * (same / np.sum(same, -1, keepdims=True)), -1)


def _apart(x: Any, gap: Any, same: Any) -> Any:
    return x * ~same / np.where(same, 1.0, gap)


def _least(values: Any) -> Any:
    return _EPSILON * values.shape[-1] * np.max(np.abs(values), -1, keepdims=True, initial=0.0)


def _same(values: Any) -> Any:
    """Which of the sorted values are too close to be told apart: a matrix of booleans."""
    steps = np.abs(np.diff(values)) > _least(values)
    group = np.cumsum(np.insert(steps, 0, 0, axis=-1), axis=-1)
    return _column(group) == _row(group)


def _eigh(x: Any) -> Any:
    w, v = np.linalg.eigh(x)
    return np.concatenate([_row(w), v], -2)


def _move_eigh(y: Any, x: Any, dx: Any) -> Any:
    """From x v = v w: the part of dv along v is zero."""
    w, v = y[..., 0, :].real, y[..., 1:, :]
    same = _asked(_same, w)
    inside = _adjoint(v) @ dx @ v
    dw = _averaged(_diagonal(inside).real, same)
    dv = v @ _apart(inside, _row(w) - _column(w), same)
    return np.concatenate([_row(dw), _unless(_row(_tied(same)), dv, dx)], -2)


_symmetric = Pushed("eigh", _eigh, _move_eigh, lambda y, x: _tied(_same(y[..., 0, :].real)))


def _svd(x: Any) -> Any:
    u, s, vh = np.linalg.svd(x, full_matrices=False)
    return np.concatenate([_row(s), u, _turned(vh)], -2)


def _move_svd(y: Any, x: Any, dx: Any) -> Any:
    """From x = u s v', where the columns of u and of v stay orthonormal."""
    m, n = x.shape[-2:]
    s, u, v = y[..., 0, :].real, y[..., 1 : m + 1, :], np.conjugate(y[..., m + 1 :, :])
    same, zero = _asked(_same, s), _asked(_vanishing, s)
    gap = (_row(s) - _column(s)) * (_row(s) + _column(s))
    inside = _adjoint(u) @ dx @ v
    back = _adjoint(inside)
    # Like |w|, a singular value has slope 0 in its kink.
    ds = _averaged(_diagonal(inside).real, same) * ~zero
    known, tied = _row(np.where(zero, 1.0, s)), _row(_tied(same))
    left, right = tied | (_row(zero) & (m > n)), tied | (_row(zero) & (n > m))
    turn = _apart(inside * _row(s) + _column(s) * back, gap, same)
    if inside.dtype.kind == "c":
        turn = turn + 1j * np.eye(s.shape[-1]) * (inside.imag / known)
        left = left | _row(zero)
    du = u @ turn
    dv = v @ _apart(_column(s) * inside + back * _row(s), gap, same)
    if m > n:
        du = du + (dx @ v - u @ inside) / known
    if n > m:
        dv = dv + (_adjoint(dx) @ u - v @ back) / known
    du, dv = _unless(left, du, dx), _unless(right, np.conjugate(dv), dx)
    return np.concatenate([_row(ds), du, dv], -2)


def _vanishing(s: Any) -> Any:
    return s <= _least(s)


_singular = Pushed(
    "svd",
    _svd,
    _move_svd,
    lambda y, x: _tied(_same(y[..., 0, :].real)) | _vanishing(y[..., 0, :].real),
)


def _eig(x: Any) -> Any:
    w, v = np.linalg.eig(x)
    return np.concatenate([_row(w), v], -2)


def _confused(w: Any, v: Any) -> Any:
    """Which eigenvalues the computation cannot tell from another: their errors are as large."""
    try:
        rows = np.linalg.inv(v)
    except np.linalg.LinAlgError:
        return np.ones(w.shape, bool)
    # The condition number of an eigenvalue: the columns of v have length 1.
    error = _least(w) * np.sqrt(np.sum(squared(rows), -1))
    gap = np.abs(_row(w) - _column(w)) + np.where(np.eye(w.shape[-1]), np.inf, 0.0)
    return np.any(gap <= _row(error) + _column(error), -1)


def _largest(v: Any) -> Any:
    return np.argmax(np.abs(v), -2, keepdims=True)


def _move_eig(y: Any, x: Any, dx: Any) -> Any:
    """From x v = v w, where v keeps its length, and its largest element stays real."""
    w, v = y[..., 0, :], y[..., 1:, :]
    confused = _asked(_confused, w, v)
    alone = np.eye(w.shape[-1], dtype=bool)
    if np.any(confused):
        return lost(dx, shape=y.shape)
    inside = np.linalg.solve(v, dx @ v)
    dv = v @ _apart(inside, _row(w) - _column(w), alone)
    dv = dv - v * np.sum((np.conjugate(v) * dv).real, -2, keepdims=True)
    if v.dtype.kind == "c":
        place = _asked(_largest, v)
        turn = np.take_along_axis(dv, place, -2).imag / np.take_along_axis(v, place, -2).real
        dv = dv - 1j * v * turn
    return np.concatenate([_row(_diagonal(inside)), dv], -2)


_general = Pushed("eig", _eig, _move_eig, lambda y, x: _confused(y[..., 0, :], y[..., 1:, :]))


def _move_cholesky(y: Any, x: Any, dx: Any) -> Any:
    """From x = y y', where y stays triangular."""
    inside = np.linalg.solve(y, _adjoint(np.linalg.solve(y, dx)))
    n = x.shape[-1]
    return y @ (inside * (np.tri(n) - 0.5 * np.eye(n)))


_triangular = Pushed("cholesky", np.linalg.cholesky, _move_cholesky)


def _deficient(x: Any, options: Any) -> Any:
    s = np.linalg.svd(x, compute_uv=False)
    cut = [np.max(k) for k in options.values() if k is not None]
    return s[..., -1] <= s[..., 0] * np.max([np.finfo(float).eps * max(x.shape[-2:]), *cut])


def _move_pinv(y: Any, x: Any, dx: Any, options: Any) -> Any:
    """From Penrose's conditions, while the rank stays what it is (Golub & Pereyra 1973)."""
    m, n = x.shape[-2:]
    dy = -y @ dx @ y
    if m > n:
        dy = dy + y @ _adjoint(y) @ (_adjoint(dx) - _adjoint(dx) @ x @ y)
    if n > m:
        dy = dy + (_adjoint(dx) - y @ (x @ _adjoint(dx))) @ _adjoint(y) @ y

    def deficient(x: Any) -> Any:
        return _deficient(x, options)

    return _unless(_asked(deficient, x)[..., None, None], dy, dx)


_inverse = Pushed(
    "pinv",
    lambda x, options: np.linalg.pinv(x, **options),
    _move_pinv,
    lambda y, x, options: _deficient(x, options),
)


def _mirrored(x: Any, lower: bool) -> Any:
    """The matrix that NumPy sees: it reads one triangle, and takes the other for its mirror."""
    x = pack(x)
    triangle = np.tril(x, -1) if lower else np.triu(x, 1)
    return triangle + _adjoint(triangle) + np.eye(x.shape[-1]) * x.real


# NumPy's own types of results, whose names are not public.
_EIGH: Any = type(np.linalg.eigh(np.eye(1)))
_EIG: Any = type(np.linalg.eig(np.eye(1)))
_SVD: Any = type(np.linalg.svd(np.eye(1)))


@implements(np.linalg.eigh)
def _eigh_of(a: Any, UPLO: str = "L") -> Any:  # noqa: N803
    y = _symmetric(_mirrored(a, UPLO.upper() == "L"))
    return _EIGH(y[..., 0, :].real, y[..., 1:, :])


@implements(np.linalg.eig)
def _eig_of(a: Any) -> Any:
    y = _general(pack(a))
    return _EIG(y[..., 0, :], y[..., 1:, :])


@implements(np.linalg.svd)
def _svd_of(
    a: Any, full_matrices: bool = True, compute_uv: bool = True, hermitian: bool = False
) -> Any:
    a = _mirrored(a, True) if hermitian else pack(a)
    m, n = a.shape[-2:]
    if full_matrices and compute_uv and m != n:
        raise TracingError(
            "the last columns of a full u or v may be turned at will, and have no derivative: "
            "write np.linalg.svd(x, full_matrices=False)."
        )
    y = _singular(a)
    s = y[..., 0, :].real
    return _SVD(y[..., 1 : m + 1, :], s, _turned(y[..., m + 1 :, :])) if compute_uv else s


@implements(np.linalg.cholesky)
def _cholesky(a: Any, /, *, upper: bool = False) -> Any:
    y = _triangular(_mirrored(a, not upper))
    return _adjoint(y) if upper else y


@implements(np.linalg.pinv)
def _pinv(a: Any, rcond: Any = None, hermitian: bool = False, **options: Any) -> Any:
    a = _mirrored(a, True) if hermitian else pack(a)
    options = {"rcond": rcond, **options} if rcond is not None else options
    return _inverse(a, options=options)


@implements(np.linalg.lstsq)
def _lstsq(a: Any, b: Any, rcond: Any = None) -> Any:
    a, b = pack_each((a, b))
    m, n = a.shape
    epsilon = np.finfo(float).eps
    cut = epsilon * max(m, n) if rcond is None else rcond if rcond >= 0 else epsilon
    s = np.linalg.svd(a, compute_uv=False)
    rank = int(np.sum(primal(s) > cut * primal(s)[0]))
    x = np.linalg.pinv(a, rcond=cut) @ b
    rest = squared(b - a @ x).sum(0) if m > n == rank else np.zeros(0)
    return x, np.reshape(rest, (-1,)) if rest.ndim == 0 else rest, rank, s


def _condition(x: Any, p: Any = None) -> Any:
    x = pack(x)
    if p in (None, 2, -2):
        s = np.linalg.svd(x, compute_uv=False)
        return s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
    norms = (np.linalg.norm(z, p, axis=(-2, -1)) for z in (x, np.linalg.inv(x)))
    return next(norms) * next(norms)


def _first(function: Function) -> Function:
    return lambda *args, **options: function(*args, **options)[0]


HANDLERS |= {
    np.linalg.eigvalsh: _first(np.linalg.eigh),
    np.linalg.eigvals: _first(np.linalg.eig),
    np.linalg.svdvals: lambda x, /: np.linalg.svd(x, compute_uv=False),
    np.linalg.cond: _condition,
}
