"""The operators: signatures as in autograd, inputs of every kind, outputs of every kind."""

import autograd
import numpy as np
import pytest

import adlite
from adlite import elementwise_grad, grad, make_jvp, make_vjp, value_and_grad


def f(a, b, power=1, *, shift=0.0):
    return np.sum((a * b + shift) ** power)


@pytest.mark.parametrize("operator", ["grad", "value_and_grad", "elementwise_grad"])
@pytest.mark.parametrize("argnum", [0, 1, (0, 1), (1, 0), [1]])
def test_signature_is_autograds(operator, argnum):
    def same(a, b, power=1, *, shift=0.0):
        return ((a * b + shift) ** power).sum()

    args = (np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    ours = getattr(adlite, operator)(same, argnum)(*args, power=2, shift=1.0)
    theirs = getattr(autograd, operator)(same, argnum)(*args, power=2, shift=1.0)

    def flat(x):
        return np.concatenate([flat(e) for e in x]) if isinstance(x, tuple) else np.ravel(x)

    np.testing.assert_allclose(flat(ours), flat(theirs))
    assert type(ours) is type(theirs)


def test_make_vjp_and_make_jvp_take_several_arguments():
    a, b = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    pull, value = make_vjp(lambda a, b: a * b, (0, 1))(a, b)
    np.testing.assert_array_equal(value, [3.0, 8.0])
    pulled = pull(np.array([1.0, 10.0]))
    np.testing.assert_array_equal(pulled[0], [3.0, 40.0])
    np.testing.assert_array_equal(pulled[1], [1.0, 20.0])
    pushed = make_jvp(lambda a, b: a * b, (0, 1))(a, b)((b, a))[1]
    np.testing.assert_array_equal(pushed, b * b + a * a)
    np.testing.assert_array_equal(make_jvp(f, 1)(a, b, power=2)(a)[1], 2 * (a * b) @ (a * a))


def test_inputs_become_float64():
    assert grad(lambda w: w**2)(3) == 6.0
    assert grad(lambda w: w**2)(np.float32(3)).dtype == np.float64
    assert elementwise_grad(lambda w: w**2)(np.array([1, 2])).dtype == np.float64
    assert grad(lambda w: w * 2.0)(True) == 2.0
    assert grad(lambda w: 1 / w)(np.array(2)) == -0.25


def test_input_is_not_changed():
    w = np.array([1.0, 2.0])
    grad(lambda w: np.sum(w * w))(w)
    np.testing.assert_array_equal(w, [1.0, 2.0])


@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
def test_any_output_of_size_one_will_do(shape):
    assert grad(lambda w: np.reshape(w**2, shape))(3.0) == 6.0


def test_independent_output_has_gradient_zero():
    assert grad(lambda w: 3.0)(1.0) == 0.0
    np.testing.assert_array_equal(grad(lambda w: 3.0)(np.ones(2)), np.zeros(2))
    assert make_jvp(lambda w: 3.0)(1.0)(1.0) == (3.0, 0.0)
    both = grad(lambda a, b: a * 2, (0, 1))(1.0, 1.0)
    assert both == (2.0, 0.0)


def test_gradient_can_be_written_into():
    slope = grad(lambda w: np.sum(w))(np.ones(20_000))
    slope[0] = 7.0
    assert slope[1] == 1.0


def test_two_outputs_in_an_array():
    np.testing.assert_array_equal(elementwise_grad(lambda w: np.array([w, w**2]))(3.0), 7.0)
    value, pushed = make_jvp(lambda w: [w, w**2])(3.0)(1.0)
    np.testing.assert_array_equal(value, [3.0, 9.0])
    np.testing.assert_array_equal(pushed, [1.0, 6.0])


def test_names_say_what_they_are():
    assert grad(f).__name__ == "grad_of_f"
    assert value_and_grad(np.tanh).__name__ == "value_and_grad_of_tanh"


def test_traced_values_print_and_format():
    seen = []

    def g(w):
        seen.append(f"{w:.2f} {w!r} {np.ones(2) * w}")
        return w

    grad(g)(1.5)
    assert seen == ["1.50 Traced(np.float64(1.5)) [1.5 1.5]"]


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'gradient'"):
        _ = adlite.gradient
    for name in adlite.__all__:
        assert getattr(adlite, name) is not None
