"""Functions that move, add and multiply whole arrays, against autograd and against transposes."""

import numpy as np

from adlite import elementwise_grad, grad
from tests.adlite.ways import all_ways

A, B, V, U = (
    np.random.default_rng(1).normal(size=(3, 4)),
    np.random.default_rng(2).normal(size=(4, 2)),
    np.random.default_rng(3).normal(size=4),
    np.random.default_rng(4).normal(size=3),
)
T = np.random.default_rng(5).normal(size=(2, 3, 4))

CASES = {
    "sum": (lambda np, x: np.sum(x), A),
    "sum axis": (lambda np, x: np.sum(x, axis=0), A),
    "sum last axis": (lambda np, x: np.sum(x, axis=-1), T),
    "sum two axes": (lambda np, x: np.sum(x, axis=(0, 2)), T),
    "sum keepdims": (lambda np, x: x / np.sum(x, axis=1, keepdims=True), A),
    "mean": (lambda np, x: np.mean(x, axis=1), A),
    "mean keepdims": (lambda np, x: x - np.mean(x, axis=0, keepdims=True), A),
    "prod": (lambda np, x: np.prod(x), V),
    "prod axis": (lambda np, x: np.prod(x, axis=1), T),
    "max": (lambda np, x: np.max(x), A),
    "max axis": (lambda np, x: np.max(x, axis=1), A),
    "min axis": (lambda np, x: np.min(x, axis=0, keepdims=True) * x, A),
    "var": (lambda np, x: np.var(x), A),
    "var axis": (lambda np, x: np.var(x, axis=1, ddof=1), A),
    "std": (lambda np, x: np.std(x, axis=0), A),
    "cumsum": (lambda np, x: np.cumsum(x, axis=1), A),
    "cumsum flat": (lambda np, x: np.cumsum(x), A),
    "dot vectors": (lambda np, x: np.dot(x, V), V),
    "dot matrix vector": (lambda np, x: np.dot(A, x), V),
    "dot number": (lambda np, x: np.dot(x, 3.0), A),
    "dot high": (lambda np, x: np.dot(x, T.transpose(0, 2, 1)), A),
    "matmul": (lambda np, x: np.matmul(x, B), A),
    "matmul right": (lambda np, x: A @ x, B),
    "matmul vector left": (lambda np, x: U @ x, A),
    "matmul vector right": (lambda np, x: x @ V, A),
    "matmul batch": (lambda np, x: T @ x, B),
    "matmul batch left": (lambda np, x: x @ B, T),
    "matmul both": (lambda np, x: x @ x.T, A),
    "index": (lambda np, x: x[1, 2] * x[0], A),
    "slice": (lambda np, x: x[:, 1:3] * x[:, ::2], A),
    "newaxis": (lambda np, x: x[:, None] * x[None, :], V),
    "ellipsis": (lambda np, x: x[..., -1], T),
    "fancy index twice": (lambda np, x: x[[0, 0, 2]] ** 2, A),
    "mask": (lambda np, x: x[A > 0] ** 2, A),
    "reshape": (lambda np, x: np.reshape(x, (2, 6)) * np.arange(6.0), A),
    "reshape method": (lambda np, x: x.reshape(4, 3) * U, A),
    "ravel": (lambda np, x: np.ravel(x) * np.arange(12.0), A),
    "flatten": (lambda np, x: x.flatten() * np.arange(12.0), A),
    "transpose": (lambda np, x: np.transpose(x) * U, A),
    "transpose axes": (lambda np, x: np.transpose(x, (1, 2, 0)) * np.arange(2.0), T),
    "T": (lambda np, x: x.T * U, A),
    "swapaxes": (lambda np, x: np.swapaxes(x, 0, -1) * np.arange(2.0), T),
    "expand_dims": (lambda np, x: np.expand_dims(x, 1) * np.ones((3, 2, 4)), A),
    "squeeze": (lambda np, x: np.squeeze(np.expand_dims(x, 0)) * V, A),
    "broadcast_to": (lambda np, x: np.broadcast_to(x, (3, 4)) * A, V),
    "stack": (lambda np, x: np.stack([x, x**2, V], axis=1), V),
    "concatenate": (lambda np, x: np.concatenate([x, x * x], axis=1), A),
    "concatenate constants": (lambda np, x: np.concatenate([V, x, [1.0]]) ** 2, V),
    "hstack": (lambda np, x: np.hstack([x, x**2]), A),
    "vstack": (lambda np, x: np.vstack([x, V * x]), V),
    "array": (lambda np, x: np.array([x[0] * x[1], 1.0, x[2] ** 2]), V),
    "array of rows": (lambda np, x: np.array([[x[0], x[1]], [x[1], 2.0]]) @ B[:2], V),
    "where": (lambda np, x: np.where(A > 0, x**2, np.sin(x)), A),
    "where number": (lambda np, x: np.where(A > 0, x[0, 0], 1.0), A),
    "clip": (lambda np, x: np.clip(x, -0.5, 0.5), A),
    "outer": (lambda np, x: np.outer(x, V), U),
    "trace": (lambda np, x: np.trace(x @ A.T), A),
    "diag": (lambda np, x: np.diag(x @ A.T), A),
    "einsum": (lambda np, x: np.einsum("ij,kj->ik", x, A), A),
    "tensordot": (lambda np, x: np.tensordot(x, B, 1), A),
    "sort": (lambda np, x: np.sort(x) * np.arange(4.0), V),
    "roll": (lambda np, x: np.roll(x, 1) * V, V),
    "repeat": (lambda np, x: np.repeat(x, 2) * np.arange(8.0), V),
    "tile": (lambda np, x: np.tile(x, 2) * np.arange(8.0), V),
    "norm": (lambda np, x: np.linalg.norm(x), V),
    "built-in sum": (lambda np, x: sum(x), V),
    "iteration": (lambda np, x: sum(row @ V for row in x), A),
}
# autograd cannot repeat along extra axes, nor broadcast an element inside where.
NOT_IN_AUTOGRAD = {"broadcast_to", "where number"}


@all_ways(CASES, NOT_IN_AUTOGRAD)
def test_derivatives(check, f, at):
    check(f, at)


def test_product_with_zeros_needs_no_division():
    np.testing.assert_array_equal(grad(np.prod)(np.array([0.0, 2.0, 3.0])), [6.0, 0.0, 0.0])
    np.testing.assert_array_equal(grad(np.prod)(np.array([0.0, 0.0, 3.0])), [0.0, 0.0, 0.0])


def test_ties_share_evenly():
    np.testing.assert_allclose(
        grad(np.max)(np.array([2.0, 2.0, 1.0, 2.0])), [1 / 3, 1 / 3, 0, 1 / 3]
    )


def test_methods_equal_functions():
    for name in ("sum", "mean", "prod", "max", "min", "var", "std", "cumsum", "ravel"):
        by_method = elementwise_grad(lambda x, n=name: getattr(x, n)() ** 2)(V)
        by_function = elementwise_grad(lambda x, n=name: getattr(np, n)(x) ** 2)(V)
        np.testing.assert_array_equal(by_method, by_function)


def test_reductions_of_ufuncs():
    for ufunc, function in {np.add: np.sum, np.multiply: np.prod, np.maximum: np.max}.items():
        ours = elementwise_grad(lambda x, u=ufunc: u.reduce(x) ** 2)(A)
        expected = elementwise_grad(lambda x, f=function: f(x, axis=0) ** 2)(A)
        np.testing.assert_allclose(ours, expected, rtol=1e-12)


def test_empty_slice_gets_zeros():
    np.testing.assert_array_equal(grad(lambda x: np.sum(x[:0]))(V), np.zeros(4))
