"""Jacobians and Hessians of every kind of step: against autograd, differences and each other."""

import sys

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from adlite import grad, hessian, hessian_vector_product, jacobian, make_hvp
from adlite.arrays import batched
from adlite.core import Bilinear, Linear

OPERATORS = sys.modules[jacobian.__module__]

V = np.array([0.7, -1.3, 2.1, 0.4, 1.6, -0.9])
M = np.random.default_rng(1).normal(size=(3, 4))
T = np.random.default_rng(2).normal(size=(2, 3, 4))
A, B = np.random.default_rng(3).normal(size=(2, 4, 4))
C = np.random.default_rng(4).normal(size=(4, 5))

# Every function is made curved by the tests, so that the second derivatives are not all zero.
CASES = {
    "slice": (lambda np, x: x[1:] * x[:-1], V),
    "slice of columns": (lambda np, x: x[:, 1:3] * x[:, ::2], M),
    "element": (lambda np, x: x[1, 2] * x[0], M),
    "new axis": (lambda np, x: x[:, None] * x[None, ::2], V),
    "ellipsis": (lambda np, x: x[..., -1], T),
    "fancy index": (lambda np, x: x[[0, 3, 3]] * x[3], V),
    "fancy rows": (lambda np, x: x[[2, 0, 2]], M),
    "fancy pairs": (lambda np, x: x[[0, 1, 0], [3, 2, 3]], M),
    "fancy apart": (lambda np, x: x[[0, 1], :, [3, 0]], T),
    "mask": (lambda np, x: x[V > 0], V),
    "mask of entries": (lambda np, x: x[M > 0], M),
    "sum": (lambda np, x: np.sum(x) * x, V),
    "sum axis": (lambda np, x: np.sum(x, axis=-1), T),
    "sum two axes": (lambda np, x: np.sum(x, axis=(0, 2)), T),
    "sum keepdims": (lambda np, x: x * np.sum(x, axis=0, keepdims=True), M),
    "mean": (lambda np, x: np.mean(x, axis=1), M),
    "var": (lambda np, x: np.var(x, axis=0), M),
    "stack": (lambda np, x: np.stack([x, x**2, V], axis=1), V),
    "array": (lambda np, x: np.array([x[0] * x[1], x[2], x[2] ** 2]), V),
    "concatenate": (lambda np, x: np.concatenate([x, x * x, V]), V),
    "concatenate columns": (lambda np, x: np.concatenate([x, x * x], axis=-1), M),
    "reshape": (lambda np, x: np.reshape(x, (2, -1)) @ np.ones((6, 2)), M),
    "transpose": (lambda np, x: x.T * np.arange(3.0), M),
    "transpose axes": (lambda np, x: np.transpose(x, (1, 2, 0)), T),
    "matmul": (lambda np, x: x @ C, M),
    "matmul vector": (lambda np, x: A @ x, V[:4]),
    "matmul row": (lambda np, x: x @ A, V[:4]),
    "matmul matrices": (lambda np, x: A @ x @ B, A),
    "matmul itself": (lambda np, x: x @ x.T, M),
    "matmul vectors": (lambda np, x: np.dot(x, x) * x, V),
    "matmul many": (lambda np, x: T @ x @ C, A),
    "matmul left of many": (lambda np, x: x @ T.transpose(0, 2, 1), M),
    "matmul vector of many": (lambda np, x: T @ x, V[:4]),
    "broadcast": (lambda np, x: x[:2, None, None] * T, V),
    "where": (lambda np, x: np.where(x > 0, x**2, np.sin(x)), M),
    "where rows": (lambda np, x: np.where(M > 0, x, x**2), M[0] * np.ones((3, 1))),
    "max": (lambda np, x: np.max(x, axis=1), M),
    "prod": (lambda np, x: np.prod(x), V),
    "sort": (lambda np, x: np.sort(x) * np.arange(6.0), V),
    "cumsum": (lambda np, x: np.cumsum(x, axis=-1), M),
    "einsum": (lambda np, x: np.einsum("ij,kj->ik", x, M), M),
    "einsum of three": (lambda np, x: np.einsum("ij,kj,kl->il", x, M, x), M),
    "roll": (lambda np, x: np.roll(x, 2) * np.roll(x, 1, axis=1), M),
    "repeat": (lambda np, x: np.repeat(x, 2), V),
    "diag": (lambda np, x: np.diag(x), V),
    "norm": (lambda np, x: np.linalg.norm(x), V),
    "solve": (lambda np, x: np.linalg.solve(A + np.diag(x), V[:4]), V[:4]),
    "solve many": (lambda np, x: np.linalg.solve(T[:, :, :3] + np.diag(x * x + 3), T), V[:3]),
    "inv": (lambda np, x: np.linalg.inv(A + x), B),
    "det": (lambda np, x: np.linalg.det(A * x), B),
    "complex": (lambda np, x: np.real(np.exp(1j * x) * np.conj(x + 1j)) + np.imag(x * 1j), V),
    "number": (lambda np, x: np.tanh(x) * np.cos(x), np.float64(0.7)),
    "number to vector": (lambda np, x: x * V, np.float64(0.7)),
    "two numbers": (lambda np, x: x[0] ** 2 * np.exp(x[1]), V[:2]),
    "constant": (lambda np, x: np.ones(2), V),
    "linear": (lambda np, x: 2 * x, V),
}
NAMES = pytest.mark.parametrize("name", CASES)


def curved(name, np):
    f = CASES[name][0]
    return lambda x: np.tanh(0.3 * f(np, x)) + 0.1 * f(np, x)


def scalar(name, np):
    return lambda x: np.sum(curved(name, np)(x) ** 2)


def differences(f, x):
    """Central differences by every entry of x, in the shape of a Jacobian."""
    units = np.eye(np.size(x)).reshape(-1, *np.shape(x)) * 1e-5
    slopes = [(f(x + h) - f(x - h)) / 2e-5 for h in units]
    return np.stack(slopes, axis=-1).reshape((*np.shape(f(x)), *np.shape(x)))


@NAMES
@pytest.mark.parametrize("few", [0, 32, 10**6], ids=["mixed", "usual", "forward"])
def test_jacobian_equals_autograd_and_differences(name, few, monkeypatch):
    monkeypatch.setattr(OPERATORS, "_FEW", few)
    x = CASES[name][1]
    ours = jacobian(curved(name, np))(x)
    np.testing.assert_allclose(ours, differences(curved(name, np), x), rtol=1e-6, atol=1e-7)
    if name != "constant":  # autograd gives up, or warns
        theirs = autograd.jacobian(curved(name, anp))(x)
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10)
        assert ours.shape == theirs.shape


@NAMES
def test_hessian_equals_autograd_and_differences(name):
    x = CASES[name][1]
    ours = hessian(scalar(name, np))(x)
    slopes = differences(grad(scalar(name, np)), x)
    np.testing.assert_allclose(ours, slopes, rtol=1e-5, atol=1e-6)
    if name != "constant":
        theirs = autograd.hessian(scalar(name, anp))(x)
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10)
    v = np.cos(np.arange(np.size(x))).reshape(np.shape(x))
    expected = np.tensordot(ours, v, np.ndim(x))
    by_forward = hessian_vector_product(scalar(name, np))(x, v)
    by_reverse = make_hvp(scalar(name, np))(x)[0](v)
    np.testing.assert_allclose(by_forward, expected, rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(by_reverse, expected, rtol=1e-9, atol=1e-10)


@NAMES
def test_blocks_of_directions_make_the_same_jacobian(name, monkeypatch):
    x = CASES[name][1]
    whole = batched.columns(curved(name, np), x)
    monkeypatch.setattr(batched, "_BLOCK", 2 * np.size(x))
    np.testing.assert_allclose(batched.columns(curved(name, np), x), whole, rtol=1e-14, atol=0)


@NAMES
def test_steps_pushed_together_equal_steps_pushed_one_by_one(name, monkeypatch):
    x = CASES[name][1]
    together = hessian(scalar(name, np))(x)
    monkeypatch.setattr(batched, "_LINEAR", {})
    np.testing.assert_allclose(hessian(scalar(name, np))(x), together, rtol=1e-10, atol=1e-11)


def test_common_steps_are_pushed_together(monkeypatch):
    alone = set()
    for kind in (Linear, Bilinear):
        push = kind.push
        monkeypatch.setattr(
            kind, "push", lambda self, *rest, p=push: alone.add(self.name) or p(self, *rest)
        )
    for f, x in CASES.values():
        jacobian(lambda x, f=f: f(np, x))(x)
    rare = {"roll", "diag", "repeat", "take_along_axis", "append", "cumsum", "einsum", "spread"}
    assert alone <= rare | {"real", "imag", "conjugate"}
