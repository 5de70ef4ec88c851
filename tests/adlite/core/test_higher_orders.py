"""Derivatives of derivatives: nesting, shapes and signatures as in autograd, errors."""

import itertools

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from adlite import (
    TracingError,
    elementwise_grad,
    grad,
    hessian,
    hessian_vector_product,
    jacobian,
    make_hvp,
    make_jvp,
)

V = np.array([0.7, -1.3, 2.1, 0.4, 1.6, -0.9])


def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)


def b23_third(w):
    t, s, c = np.tanh(w), np.sin(w), np.cos(w)
    d1, d2 = 1 - t**2, -2 * t * (1 - t**2)
    d3 = -2 * d1**2 - 2 * t * d2
    return d3 * c - 3 * d2 * s - 3 * d1 * c + t * s + 2 / w**3


FIRST = {
    "forward": lambda f: lambda w: make_jvp(f)(w)(1.0)[1],
    "reverse": grad,
    "jacobian": jacobian,
}
SECOND = {
    "hessian": hessian,
    "hvp": lambda f: lambda w: hessian_vector_product(f)(w, 1.0),
    "make_hvp": lambda f: lambda w: make_hvp(f)(w)[0](1.0),
    "jacobian of grad": lambda f: jacobian(grad(f)),
}


@pytest.mark.parametrize("names", list(itertools.product(FIRST, repeat=3)), ids="-".join)
def test_first_derivatives_nest_to_the_third(names):
    f = b23
    for name in names:
        f = FIRST[name](f)
    assert f(1.5) == pytest.approx(b23_third(1.5), rel=1e-12)
    assert type(f(1.5)) is np.float64


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("second", SECOND)
def test_second_derivatives_nest_with_first_ones(first, second):
    one, two = FIRST[first], SECOND[second]
    assert one(two(b23))(1.5) == pytest.approx(b23_third(1.5), rel=1e-12)
    assert two(one(b23))(1.5) == pytest.approx(b23_third(1.5), rel=1e-12)


@pytest.mark.parametrize("outer", FIRST)
@pytest.mark.parametrize("inner", FIRST)
def test_perturbations_are_not_confused(outer, inner):
    outer, inner = FIRST[outer], FIRST[inner]
    # d/dx [x * d/dy (x + y)] = 1; it is 2 if the inner tangent is taken for the outer one.
    assert outer(lambda x: x * inner(lambda y: x + y)(1.0))(1.0) == 1.0
    assert outer(lambda x: x * inner(lambda y: x * y)(x))(3.0) == 6.0


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("second", SECOND)
def test_first_and_second_perturbations_are_not_confused(first, second):
    one, two = FIRST[first], SECOND[second]
    # d/dx [x * d2/dy2 (x y**2)] = d/dx 2 x**2
    assert one(lambda x: x * two(lambda y: x * y * y)(x))(3.0) == 12.0
    # d2/dy2 [y * d/dx (x y)**2 at x = 1] = d2/dy2 2 y**3
    mixed = two(lambda y: y * one(lambda x: (x * y) ** 2)(1.0))
    assert mixed(2.0) == pytest.approx(24.0, rel=1e-14)


def cubic(np):
    return lambda w: (
        np.sum(w**3 * np.arange(1.0, 4.0)) + w[0] * w[1] * w[2] + np.sum(np.sin(w)) ** 3
    )


def test_tensor_of_third_derivatives_equals_autograd():
    w = V[:3]
    theirs = autograd.jacobian(autograd.hessian(cubic(anp)))(w)
    np.testing.assert_allclose(jacobian(hessian(cubic(np)))(w), theirs, rtol=1e-10, atol=1e-11)
    np.testing.assert_allclose(hessian(grad(cubic(np)))(w), theirs, rtol=1e-10, atol=1e-11)
    nested = elementwise_grad(lambda w: hessian(cubic(np))(w))(w)
    np.testing.assert_allclose(nested, theirs.sum(axis=(0, 1)), rtol=1e-10, atol=1e-11)


def test_elementwise_grad_to_any_depth():
    f = np.sin
    for _ in range(6):
        f = elementwise_grad(f)
    np.testing.assert_allclose(f(V), -np.sin(V), rtol=1e-13)


OUTPUTS = {
    "number": lambda np, a, b: np.sum(a**2 * b**3),
    "size one": lambda np, a, b: np.reshape(np.sum(a**2 * b**3), (1,)),
    "vector": lambda np, a, b: a**2 * b**3,
    "matrix": lambda np, a, b: (a[:, None] * b[:2]) ** 2,
}


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("operator", ["jacobian", "hessian"])
@pytest.mark.parametrize("argnum", [0, 1, -1])
def test_shapes_and_arguments_are_autograds(output, operator, argnum):
    a, b = V[:3], V[3:]
    ours = getattr(adlite, operator)(lambda a, b: OUTPUTS[output](np, a, b), argnum)(a, b)
    theirs = getattr(autograd, operator)(lambda a, b: OUTPUTS[output](anp, a, b), argnum)(a, b)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    assert ours.shape == theirs.shape and ours.flags.writeable


def test_jacobian_of_repeated_numbers_can_be_written_into():
    found = jacobian(lambda w: np.broadcast_to(w, (2, 6)))(V)
    found[0, 0] = 7.0
    np.testing.assert_array_equal(found[1], np.eye(6))


def test_products_take_arguments_as_autograd_does():
    def f(a, b, shift=0.0):
        return ((a + shift) ** 3).sum() * b

    args, v = (V, 2.0, V[::-1]), {"shift": 1.0}
    ours, theirs = (m.hessian_vector_product(f)(*args, **v) for m in (adlite, autograd))
    np.testing.assert_allclose(ours, theirs, rtol=1e-13)
    ours, theirs = (m.make_hvp(f)(V, 2.0, **v) for m in (adlite, autograd))
    np.testing.assert_allclose(ours[0](V), theirs[0](V), rtol=1e-13)
    np.testing.assert_allclose(ours[1], theirs[1], rtol=1e-13)


def test_many_inputs_and_few_outputs_need_few_pullbacks(monkeypatch):
    runs = []

    def f(w):
        runs.append(1)
        return np.stack([np.sum(w**2), np.sum(np.sin(w))])

    w = np.linspace(0, 1, 5000)
    np.testing.assert_allclose(jacobian(f)(w), [2 * w, np.cos(w)], rtol=1e-14)
    assert len(runs) == 1


ERRORS = {
    "no function": (lambda: jacobian(2.0)(1.0), "the first argument must be a function"),
    "argnum": (lambda: hessian(np.sin, 1)(1.0), "argnum=1 does not point at one of the 1"),
    "list": (lambda: jacobian(sum)([1.0, 2.0]), "one number or array: .* with flatten_func"),
    "several": (lambda: hessian(np.add, (0, 1))(1.0, 2.0), "several arguments with flatten_func"),
    "dict": (lambda: hessian_vector_product(sum)({}, {}), "with flatten_func"),
    "text": (lambda: hessian(np.sin)("1"), "respect to str '1': give a number"),
    "no vector": (lambda: hessian_vector_product(np.sin)(1.0), "one of the 0 positional"),
    "shape": (lambda: hessian_vector_product(np.sum)(V, 1.0), r"vector must have shape \(6,\)"),
    "structure": (
        lambda: hessian_vector_product(np.sum)(V, [1.0]),
        "vector must be built like its primal: a number or an array is missing",
    ),
    "product": (lambda: make_hvp(np.sum)(V)[0](1.0), r"adjoint must have shape \(6,\), not \(\)"),
    "vector output": (lambda: hessian_vector_product(np.sin)(V, V), r"shape \(6,\): use element"),
    "None": (lambda: jacobian(lambda w: None)(V), "returned NoneType"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_error_is_one_clear_sentence(name):
    call, words = ERRORS[name]
    with pytest.raises(TracingError, match=words) as caught:
        call()
    message = str(caught.value)
    assert message.endswith(".") and "\n" not in message and len(message) < 250
