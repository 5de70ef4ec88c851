"""Determinants have derivatives everywhere: they are polynomials, which mpmath knows exactly."""

import itertools

import mpmath
import numpy as np
import pytest

from adlite import derivatives, grad, jacobian, make_jvp, program

rng = np.random.default_rng(5)


def of_rank(n, rank):
    return rng.normal(size=(n, rank)) @ rng.normal(size=(rank, n))


SINGULAR = {
    **{f"{n} x {n}, rank {r}": of_rank(n, r) for n in (1, 2, 3, 4, 5, 6) for r in range(n)},
    "whole numbers": np.array([[1.0, 2, 3, 4], [2, 4, 6, 8], [0, 1, 0, 1], [1, 0, 0, 5]]),
    "1 to 9": np.arange(1.0, 10).reshape(3, 3),
    "1 to 16": np.arange(1.0, 17).reshape(4, 4),
    "nearly rank 3": np.diag([1.0, 1, 1e-9, 1e-9, 3]),
    "sizes of every order": np.diag(10.0 ** -np.arange(8)),
    "Hilbert's": 1 / (1.0 + np.add.outer(range(7), range(7))),
    "regular": rng.normal(size=(5, 5)) + 3 * np.eye(5),
}
MODES = {
    "reverse": grad,
    "forward": lambda f: lambda t: make_jvp(f)(t)(1.0)[1],
    "Taylor": lambda f: lambda t: derivatives(f, t, 1)[1],
}


def exactly(x, e, order):
    """Derivatives of t -> det(x + t e) at 0, by interpolation with 80 digits."""
    n = len(x)
    with mpmath.workdps(80):
        x, e = mpmath.matrix(x.tolist()), mpmath.matrix(e.tolist())
        points = [mpmath.mpf(k - n // 2) for k in range(n + 1)]
        powers = mpmath.matrix([[t**k for k in range(n + 1)] for t in points])
        values = mpmath.matrix([mpmath.det(x + t * e) for t in points])
        found = mpmath.lu_solve(powers, values)
        known = [float(a * mpmath.factorial(k)) for k, a in enumerate(found)]
    return np.array([*known, *[0.0] * order])[: order + 1]


@pytest.mark.parametrize("x", SINGULAR.values(), ids=SINGULAR)
def test_derivatives_of_all_orders_at_singular_matrices(x):
    e = rng.normal(size=x.shape)
    exact = exactly(x, e, len(x) + 1)

    def g(t):
        return np.linalg.det(x + t * e)

    found = derivatives(g, 0.0, len(exact) - 1)
    size = np.where(exact, np.abs(exact), np.max(np.abs(exact)))
    assert np.all(np.abs(found - exact) <= 1e-11 * (1 + size))
    for first in MODES.values():
        assert first(g)(0.0) == pytest.approx(exact[1], rel=1e-12, abs=1e-12)
    for outer, inner in itertools.product(MODES.values(), repeat=2):
        assert outer(inner(g))(0.0) == pytest.approx(exact[2], rel=1e-12, abs=1e-12)
    if len(x) > 2:
        for mode in (grad, MODES["forward"]):
            assert mode(mode(mode(g)))(0.0) == pytest.approx(exact[3], rel=1e-11, abs=1e-11)
    printed = program(np.linalg.det, e, blocks=True)
    assert np.sum(printed(x)[1] * e) == pytest.approx(exact[1], rel=1e-12, abs=1e-12)


def test_slope_at_a_singular_matrix_is_exactly_the_cofactors():
    singular = np.array([[1.0, 2.0], [2.0, 4.0]])
    np.testing.assert_array_equal(grad(np.linalg.det)(singular), [[4.0, -2.0], [-2.0, 1.0]])
    np.testing.assert_array_equal(
        grad(np.linalg.det)(np.arange(9.0).reshape(3, 3)), [[-3, 6, -3], [6, -12, 6], [-3, 6, -3]]
    )
    np.testing.assert_array_equal(grad(np.linalg.det)(np.zeros((1, 1))), [[1.0]])


def test_a_batch_may_hold_matrices_of_any_rank():
    batch = np.stack([np.diag([1.0, 2, 3, k]) * (k >= 0) for k in (0, 4, -1)])
    slopes = grad(lambda x: np.sum(np.linalg.det(x)))(batch)
    expected = [np.diag([0, 0, 0, 6.0]), np.diag([24, 12, 8, 6.0]), np.zeros((4, 4))]
    np.testing.assert_allclose(slopes, expected, atol=1e-13)


def test_complex_matrices():
    # Along i times the identity the determinant is a product of four factors.
    def f(t):
        return (1 + 1j * t) * (2j + 1j * t) * (3 + 1j * t) * (1j * t)

    start = np.diag([1.0, 2j, 3.0, 0.0])

    def g(t):
        return np.real(np.linalg.det(start + 1j * t * np.eye(4)))

    for order, found in ((1, grad(g)(0.0)), (2, grad(grad(g))(0.0))):
        exact = mpmath.diff(lambda t: mpmath.mpc(f(t)).real, 0, order)
        assert found == pytest.approx(float(exact), abs=1e-10)


def test_what_is_not_finite_gives_nan_at_once():
    x = np.eye(4)
    x[0, 0] = np.inf
    with np.errstate(all="ignore"):
        assert not np.isfinite(grad(np.linalg.det)(x)[1:, 1:]).any()


@pytest.mark.parametrize("x", [np.ones((2, 2)), np.zeros((3, 3)), np.diag([1.0, 2.0, 3.0, 0.0])])
def test_the_logarithm_at_a_singular_matrix_has_no_slope_of_any_order(x):
    def log_size(x):
        return np.linalg.slogdet(x)[1]

    def g(t):
        return log_size(x + t * np.ones_like(x))

    assert np.isnan(grad(log_size)(x)).all()
    assert np.isnan(program(log_size, np.eye(len(x)), blocks=True)(x)[1]).all()
    assert np.isnan(derivatives(g, 0.0, 2)[1:]).all()
    for outer, inner in itertools.product(MODES.values(), repeat=2):
        assert np.isnan(inner(g)(0.0)) and np.isnan(outer(inner(g))(0.0))
    others = jacobian(log_size)(np.stack([x, 2 * np.eye(len(x))]))
    assert np.isnan(others[0, 0]).all()
    np.testing.assert_array_equal(others[1, 1], np.eye(len(x)) / 2)


def test_slogdet_gives_both_parts_by_name():
    result = []
    grad(lambda x: (result.append(np.linalg.slogdet(x)), result[0].logabsdet)[1])(-np.eye(3))
    assert result[0].sign == -1.0
