"""Complex numbers on the way from real inputs to real outputs."""

import numpy as np
import pytest

from adlite import TracingError, elementwise_grad, grad, make_jvp
from tests.adlite.ways import all_ways

rng = np.random.default_rng(21)
V, W = rng.normal(size=4), rng.normal(size=4)
A = rng.normal(size=(3, 4))
Z = rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4))

CASES = {
    "abs": (lambda np, x: np.abs(x + 1j * W), V),
    "abs squared": (lambda np, x: np.abs(np.exp(1j * x) + x) ** 2, V),
    "real": (lambda np, x: np.real(np.exp(1j * x) * (2 + x)), V),
    "imag": (lambda np, x: np.imag((x + 1j) ** 3), V),
    "times conjugate": (lambda np, x: np.real((1 + 2j * x) * np.conj(1 + 2j * x)), V),
    "conjugate method": (lambda np, x: np.imag(np.exp(2j * x) * np.conjugate(x + 1j)), V),
    "angle": (lambda np, x: np.angle(2.0 + 1j * x), V),
    "division": (lambda np, x: np.imag(x / (x + 1j)) + np.real(1 / (1 + 1j * x)), V),
    "division of complex": (lambda np, x: np.real((x + 2j) / (x * 1j - 3.0)), V),
    "elementary": (
        lambda np, x: np.real(np.sin(1j * x) * np.cosh(1 + 1j * x) - np.log(2j + x)),
        V,
    ),
    "square root": (lambda np, x: np.imag(np.sqrt(x - 3.0 + 0.5j)), V),
    "tanh": (lambda np, x: np.real(np.tanh(x * (1 + 0.5j))), V),
    "complex base": (lambda np, x: np.real((1 + 2j) ** x), V),
    "real in both places": (lambda np, x: np.real(x * (1 + 1j * x)), V),
    "real parts": (lambda np, x: np.real(x * (1 + 1j)) * x, V),
    "sum": (lambda np, x: np.abs(np.sum(np.exp(1j * x))), V),
    "mean axis": (lambda np, x: np.imag(np.mean(np.exp(1j * x), axis=1)), A),
    "prod": (lambda np, x: np.real(np.prod(x + 1j)), V),
    "cumsum": (lambda np, x: np.imag(np.cumsum(x * 1j + x**2)), V),
    "matmul": (lambda np, x: np.real(x @ Z @ x), V),
    "matmul of complex": (lambda np, x: np.imag((x * 1j + A) @ Z), A),
    "dot": (lambda np, x: np.abs(np.dot(x * 1j + W, x + 1j)), V),
    "einsum": (lambda np, x: np.imag(np.einsum("ij,kj->ik", x * 1j + A, x * x + 1j)), A),
    "index": (lambda np, x: np.real((x * 1j)[1:] * (x + 1j)[:-1]), V),
    "fancy index": (lambda np, x: np.imag(np.exp(1j * x)[[0, 0, 2]]), V),
    "mask": (lambda np, x: np.imag(np.exp(1j * x)[W > 0]), V),
    "stack": (lambda np, x: np.abs(np.stack([x * 1j, x + 1j]))[1] ** 2, V),
    "concatenate": (lambda np, x: np.abs(np.concatenate([x, x * 1j + 1])) ** 2, V),
    "reshape": (lambda np, x: np.real(np.reshape(x * 1j, (2, 2)).T @ Z[:2, :2]), V),
    "where": (lambda np, x: np.imag(np.where(W > 0, x * 1j, x * x)), V),
    "roll": (lambda np, x: np.real(np.roll(x * 1j, 1) * np.exp(1j * x)), V),
    "broadcast": (lambda np, x: np.real(np.exp(1j * x) * A), V),
    "transform": (lambda np, x: np.abs(np.fft.fft(np.eye(4)) @ x) ** 2, V),
}
# autograd has no rule for these, or not for these options, or drops an imaginary part.
MORE = {
    "methods": (lambda np, x: ((x + 1j).conj() * np.exp(1j * x)).imag + abs(x * 1j).real, V),
    "numbers": (
        lambda np, x: np.real((1 + 2j) ** x[0] + x[1] ** 1j + 1j / x[2] - 2j ** x[3]),
        V**2,
    ),
    "array": (lambda np, x: np.real(np.array([x[0], 1j * x[1], 2j]) @ Z[0, :3]), V),
    "angle in degrees": (lambda np, x: np.angle(x + 1j, deg=True), V),
    "sign": (lambda np, x: np.sign(x + 2j).real, V),
    "var": (lambda np, x: np.var(x * 1j + x**2), V),
    "std axis": (lambda np, x: np.std(np.exp(1j * x), axis=0), A),
    "norm": (lambda np, x: np.linalg.norm(x * 1j + W), V),
    "norm 3": (lambda np, x: np.linalg.norm(x * 1j + W, 3), V),
    "vdot": (lambda np, x: np.vdot(x * 1j + W, np.exp(1j * x)).real, V),
    "repeat": (lambda np, x: np.repeat(x * 1j, 2).imag ** 2, V),
    "pad": (lambda np, x: np.pad(x * 1j + 1, 1, mode="wrap").imag, V),
    "kron": (lambda np, x: np.kron(x * 1j, np.exp(1j * x)).real, V),
    "solve": (lambda np, x: np.linalg.solve(Z + x * 1j, x).imag, V),
    "inv": (lambda np, x: np.linalg.inv(Z + x * 1j).real, V),
    "det": (lambda np, x: np.linalg.det(Z + x * 1j).real, V),
    "slogdet": (lambda np, x: np.linalg.slogdet(Z + x * 1j)[1], V),
    "slogdet sign": (lambda np, x: np.linalg.slogdet(Z * x).sign.imag, V),
    "imag of real": (lambda np, x: np.imag(x) + x.imag + x.real + np.conj(x), V),
}


@all_ways(CASES | MORE, set(MORE))
def test_derivatives(check, f, at):
    check(f, at)


def test_closed_forms():
    w = 0.7
    assert grad(lambda w: np.abs(np.exp(1j * w)) ** 2)(w) == pytest.approx(0.0, abs=1e-15)
    # Re(e^(iw) (2 + w)) = cos(w) (2 + w) and its derivatives
    g = lambda w: np.real(np.exp(1j * w) * (2 + w))  # noqa: E731
    first = np.cos(w) - np.sin(w) * (2 + w)
    second = -2 * np.sin(w) - np.cos(w) * (2 + w)
    forward = lambda f: lambda w: make_jvp(f)(w)(1.0)[1]  # noqa: E731
    for derive in (grad, forward):
        assert derive(g)(w) == pytest.approx(first, rel=1e-14)
        assert derive(grad(g))(w) == pytest.approx(second, rel=1e-13)
        assert derive(forward(g))(w) == pytest.approx(second, rel=1e-13)
    # Im((w + i)^3) = 3 w^2 - 1
    assert grad(lambda w: np.imag((w + 1j) ** 3))(w) == pytest.approx(6 * w)
    assert grad(lambda w: np.angle(1 + 1j * w))(w) == pytest.approx(1 / (1 + w * w))


def test_absolute_value_at_zero_has_slope_zero():
    for power in (1, 2):
        g = lambda w, p=power: np.abs(w * np.exp(1j * w)) ** p  # noqa: E731
        assert grad(g)(0.0) == make_jvp(g)(0.0)(1.0)[1] == 0.0
    assert grad(grad(lambda w: np.abs(w * (1 + 1j)) ** 2))(3.0) == pytest.approx(4.0)


def test_gradients_of_real_inputs_are_real():
    both = grad(lambda a, b: np.abs(np.sum(a * np.exp(1j * b))), (0, 1))(V, 0.3)
    assert all(x.dtype == float for x in both)
    second = grad(lambda v: np.sum(elementwise_grad(lambda w: np.abs(w + 1j) ** 3)(v)))(V)
    np.testing.assert_allclose(second, 3 * (2 * V**2 + 1) / np.sqrt(V**2 + 1), rtol=1e-12)


@pytest.mark.parametrize("g", [lambda w: np.exp(1j * w), lambda w: [w * 1j, w], lambda w: w + 1j])
def test_complex_outputs_are_refused(g):
    for derive in (grad, lambda g: lambda w: make_jvp(g)(w)(1.0)):
        with pytest.raises(TracingError, match="must return a number or an array of real numbers"):
            derive(g)(1.0)


def test_casts_that_drop_a_part_are_refused():
    for kind in (float, int):
        with pytest.raises(TracingError, match="would lose the derivative"):
            grad(lambda w, k=kind: np.sum((w * 1j).astype(k)))(V)
