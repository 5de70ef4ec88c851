"""Flattening: every input in one vector, in autograd's order, for both libraries."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from autograd.misc.flatten import flatten as their_flatten
from autograd.misc.flatten import flatten_func as their_flatten_func

from adlite import TracingError, flatten, flatten_func, grad, hessian, jacobian, make_jvp

STRUCTURES = {
    "number": 3.0,
    "vector": np.arange(3.0),
    "matrix": np.arange(6.0).reshape(2, 3),
    "Fortran order": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "list": [1.0, np.ones(2), np.eye(2)],
    "tuple": (np.ones((1, 2, 1)), 5.0),
    "dict": {"b": 1.0, "a": np.arange(2.0), "C": 7.0},
    "deep": {"y": [1.0, {"v": np.ones(2), "u": (2.0, 3.0)}], "x": (np.zeros((2, 1)),)},
    "empty": [],
    "empty inside": [[], 1.0, {}, np.zeros((0, 2))],
}


def equal(a, b):
    if isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[k], b[k]) for k in b)
    if isinstance(b, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(equal, a, b))
    return np.shape(a) == np.shape(b) and np.array_equal(a, b)


@pytest.mark.filterwarnings("ignore:Output seems independent")  # autograd, of an empty list
@pytest.mark.parametrize("name", STRUCTURES)
def test_order_is_autograds_and_unflatten_is_the_way_back(name):
    value = STRUCTURES[name]
    vector, unflatten = flatten(value)
    expected, their_unflatten = their_flatten(value)
    np.testing.assert_array_equal(vector, expected)
    assert vector.dtype == np.float64 and vector.ndim == 1
    assert equal(unflatten(vector), value)
    assert equal(unflatten(7 * vector), their_unflatten(7 * expected))


# Example B.14: g(a, b, C) = (a + r'b + z'Cz)**2 is (s'w)**2 with the weights in one vector w.
r, z = np.array([[1], [2]]), np.array([[1], [3]])
s = np.array([1.0, 1.0, 2.0, 1.0, 3.0, 3.0, 9.0])
WEIGHTS = [0.5, np.array([[1.0], [-2.0]]), np.array([[3.0, 0.0], [1.0, -1.0]])]


def b14(weights, np=np):
    number, vector, matrix = weights
    products = np.dot(r.T, vector) + np.dot(z.T, np.dot(matrix, z))
    return np.sum(number + products) ** 2


def test_example_b14():
    g_flat, unflatten, w = flatten_func(b14, WEIGHTS)
    np.testing.assert_array_equal(w, [0.5, 1, -2, 3, 0, 1, -1])
    assert equal(unflatten(w), WEIGHTS)
    np.testing.assert_allclose(g_flat(w), [(s @ w) ** 2], rtol=1e-14)
    assert g_flat(w).shape == (1,)
    np.testing.assert_allclose(grad(g_flat)(w), 2 * (s @ w) * s, rtol=1e-14)
    np.testing.assert_allclose(hessian(g_flat)(w)[0], 2 * np.outer(s, s), rtol=1e-14)
    np.testing.assert_allclose(make_jvp(g_flat)(w)(s)[1], [2 * (s @ w) * (s @ s)], rtol=1e-14)
    nested = grad(b14)(WEIGHTS)
    np.testing.assert_allclose(flatten(nested)[0], grad(g_flat)(w), rtol=1e-14)


def test_example_b14_equals_autograd_and_serves_it():
    w = flatten(WEIGHTS)[0]
    expected = autograd.grad(their_flatten_func(lambda weights: b14(weights, anp), WEIGHTS)[0])(w)
    np.testing.assert_allclose(grad(flatten_func(b14, WEIGHTS)[0])(w), expected, rtol=1e-14)
    # and autograd can go through our flat function
    ours = flatten_func(lambda weights: b14(weights, anp), WEIGHTS)[0]
    np.testing.assert_allclose(autograd.grad(ours)(w), expected, rtol=1e-14)


def test_gradient_descent_on_a_flat_vector_reaches_the_bottom():
    g_flat, _, w = flatten_func(b14, WEIGHTS)
    for _ in range(60):
        w = w - 1e-3 * grad(g_flat)(w)
    assert g_flat(w)[0] < 1e-6


def test_output_is_flattened_and_other_arguments_are_passed_on():
    def f(p, scale, power=1):
        return {"b": p[0] * scale, "a": (p[1] ** power, 1.0)}

    flat, _, w = flatten_func(f, [2.0, np.array([[3.0, 4.0]])])
    np.testing.assert_array_equal(flat(w, 10.0, power=2), [9.0, 16.0, 1.0, 20.0])
    expected = [[0, 6, 0], [0, 0, 8], [0, 0, 0], [10, 0, 0]]
    np.testing.assert_array_equal(jacobian(lambda w: flat(w, 10.0, power=2))(w), expected)


def test_unflatten_keeps_its_structure_when_the_example_changes():
    example = [1.0, {"a": 2.0}]
    vector, unflatten = flatten(example)
    example.append(3.0)
    example[1]["b"] = 4.0
    assert unflatten(vector) == [1.0, {"a": 2.0}]


ERRORS = {
    "text": (lambda: flatten([1.0, {"a": "w"}]), r"input\[1\]\['a'\]: .* str 'w'"),
    "None": (lambda: flatten(None), "NoneType None"),
    "short": (lambda: flatten([1.0, 2.0])[1](np.ones(3)), r"shape \(2,\), not \(3,\)"),
    "list": (lambda: flatten([1.0, 2.0])[1]([1.0, 2.0]), r"shape \(2,\), not list"),
    "no function": (lambda: flatten_func(WEIGHTS, b14), "needs a function first, not list"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_error_is_one_clear_sentence(name):
    call, words = ERRORS[name]
    with pytest.raises(TracingError, match=words) as caught:
        call()
    message = str(caught.value)
    assert message.endswith(".") and "\n" not in message and len(message) < 250
