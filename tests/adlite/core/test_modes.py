"""The modes against each other, on random programs and on code that branches."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlite import elementwise_grad, grad, make_jvp, make_vjp, program, taylor, value_and_grad


def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)


def test_chapter_value():
    assert grad(b23)(1.5) == pytest.approx(-0.22343149651726774, rel=1e-14)
    assert make_jvp(b23)(1.5)(1.0)[1] == pytest.approx(-0.22343149651726774, rel=1e-14)
    assert value_and_grad(b23)(1.5)[0] == b23(np.float64(1.5))


def test_pullback_is_differentiable_itself():
    def slope(w):
        pull, _ = make_vjp(np.sin)(w)
        return pull(w)

    # w cos(w)
    assert grad(slope)(0.7) == pytest.approx(np.cos(0.7) - 0.7 * np.sin(0.7))


def test_pullback_can_be_used_again():
    pull, _ = make_vjp(lambda w: w**2)(np.array([1.0, 2.0]))
    for _ in range(2):
        np.testing.assert_array_equal(pull(np.array([1.0, 10.0])), [2.0, 40.0])


UNARY = ["sin", "cos", "tanh", "arctan", "exp", "negative", "square", "arcsinh"]
BINARY = ["add", "subtract", "multiply", "maximum", "logaddexp", "arctan2"]
STEP = st.one_of(
    st.tuples(st.sampled_from(UNARY), st.integers(0, 99)),
    st.tuples(st.sampled_from(BINARY), st.integers(0, 99), st.integers(0, 99)),
)


def random_function(steps, np):
    """A function that runs the steps, each on results of earlier ones, and adds up the last two."""

    def g(w):
        results = [w, 0.5 * w + 0.1, np.tanh(w)]
        for name, *places in steps:
            result = getattr(np, name)(*(results[p % len(results)] for p in places))
            results.append(result / (1.0 + 0.1 * result * result))
        return np.sum(results[-1] * 1.3 + results[-2])

    return g


@settings(max_examples=500, deadline=None)
@given(
    steps=st.lists(STEP, min_size=1, max_size=12),
    at=st.lists(st.floats(0.2, 2.0), min_size=1, max_size=3),
)
def test_four_modes_and_autograd_agree_on_random_functions(steps, at):
    w = np.array(at)
    ours, theirs = random_function(steps, np), random_function(steps, anp)
    value, slope = value_and_grad(ours)(w)
    with np.errstate(all="ignore"):
        expected = autograd.grad(theirs)(w)
    # Autograd divides 0 by 0 in arctan2(w - w, w - w), which does not vary.
    known = np.isfinite(expected)
    np.testing.assert_allclose(slope[known], expected[known], rtol=1e-8, atol=1e-9)
    assert np.isfinite(slope).all()
    tangent = np.cos(np.arange(len(at)) + 1.0)
    along = pytest.approx(slope @ tangent, rel=1e-9, abs=1e-10)
    assert make_jvp(ours)(w)(tangent)[1] == along
    assert taylor(ours, w, 1, tangent).coefficients[1] == along
    printed = program(ours, w)(w)
    assert printed[0] == pytest.approx(value, rel=1e-10)
    np.testing.assert_allclose(printed[1], slope, rtol=1e-9, atol=1e-10)


def test_learners_example_of_adding_up():
    # b = a + a; c = b + b: without += the slope would come out as 1.
    def g(a):
        b = a + a
        return b + b

    assert grad(g)(5.0) == 4.0


def test_python_control_flow_follows_the_values():
    def g(w):
        if w > 1:
            return w**2
        while w < 0.5:
            w = w * 2
        return -w

    assert [grad(g)(w) for w in (3.0, 0.75, 0.2)] == [6.0, -1.0, -4.0]
    assert grad(lambda w: max(w, 2 * w, 1.0))(3.0) == 2.0
    np.testing.assert_array_equal(
        elementwise_grad(lambda w: np.where((w > 0) & (w <= 2), w**2, 0.0))(np.array([-1.0, 2, 3])),
        [0.0, 4.0, 0.0],
    )


def test_functions_written_with_autograd_numpy_work_as_they_are():
    def g(w):
        a = anp.array([w, w**2, 1.0])
        b = anp.concatenate([a, 2 * a]) * anp.tanh(w)
        return anp.sum(b**2) + anp.dot(a, a) + anp.max(a) * anp.exp(-w)

    assert grad(g)(1.5) == pytest.approx(autograd.grad(g)(1.5), rel=1e-13)
    assert make_jvp(g)(1.5)(1.0)[1] == pytest.approx(autograd.grad(g)(1.5), rel=1e-13)
