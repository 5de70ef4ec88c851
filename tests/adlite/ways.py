"""The ways to check the derivative of f(np, x) at an array: what each of them must agree with."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from adlite import derivatives, grad, make_jvp, make_vjp


def weighted(f, at):
    """f as a single number in which no two outputs count alike."""
    shape = np.shape(f(np, at))
    weights = np.cos(np.arange(np.prod(shape, dtype=int))).reshape(shape)
    return lambda np, x: np.sum(weights * f(np, x))


def by_difference(f, at):
    total = weighted(f, at)
    ours = grad(lambda x: total(np, x))(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros(at.shape)
        unit[place] = 1e-6
        difference = (total(np, at + unit) - total(np, at - unit)) / 2e-6
        assert ours[place] == pytest.approx(difference, rel=1e-6, abs=1e-7)


def by_autograd(f, at):
    total = weighted(f, at)
    theirs = autograd.grad(lambda x: total(anp, x))(at)
    np.testing.assert_allclose(grad(lambda x: total(np, x))(at), theirs, rtol=1e-10, atol=1e-12)


def by_transposing(f, at):
    """Forward and reverse mode are each other's transpose, and both give NumPy's value."""
    rng = np.random.default_rng(9)
    tangent = rng.normal(size=at.shape)
    value, pushed = make_jvp(lambda x: f(np, x))(at)(tangent)
    pull, same = make_vjp(lambda x: f(np, x))(at)
    adjoint = rng.normal(size=np.shape(value))
    np.testing.assert_array_equal(value, same)
    assert np.shape(value) == np.shape(f(np, at)) == np.shape(pushed)
    np.testing.assert_allclose(value, f(np, at), rtol=1e-12, atol=1e-14)
    dots = np.sum(pushed * adjoint), np.sum(tangent * pull(adjoint))
    np.testing.assert_allclose(*dots, rtol=1e-10, atol=1e-13)


def by_nesting(f, at):
    """Forward over reverse equals reverse over reverse."""
    tangent = np.random.default_rng(9).normal(size=at.shape)
    slope = grad(lambda x: np.sum(f(np, x) * f(np, x)))
    pushed = make_jvp(slope)(at)(tangent)[1]
    pulled = grad(lambda x: np.sum(slope(x) * tangent))(at)
    np.testing.assert_allclose(pushed, pulled, rtol=1e-9, atol=1e-11)


def all_ways(cases, not_in_autograd):
    """Parametrize a test with every case and every way to check it."""
    return pytest.mark.parametrize(
        "check, f, at",
        [
            pytest.param(check, *case, id=f"{name}-{check.__name__}")
            for name, case in cases.items()
            for check in (by_difference, by_autograd, by_transposing, by_nesting)
            if check is not by_autograd or name not in not_in_autograd
        ],
    )


def by_forward_mode(f):
    """The gradient by forward mode, one unit vector at a time."""
    return lambda w: np.array([make_jvp(f)(w)(e)[1] for e in np.eye(w.size).reshape(-1, *w.shape)])


def by_taylor_mode(f):
    """The gradient in Taylor mode, one unit vector at a time."""
    return lambda w: np.array(
        [
            derivatives(lambda t, e=e: f(w + t * e), 0.0, 1)[1]
            for e in np.eye(w.size).reshape(-1, *w.shape)
        ]
    )
