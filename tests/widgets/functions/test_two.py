"""A reader's function of two inputs: its numbers against autograd, its mistakes in one sentence."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import InputError
from widgets.functions import FunctionOfTwo

WAYS = {
    "formula": "tanh(w1*w2) + w1^2",
    "two numbers": lambda a, b: np.tanh(a * b) + a**2,
    "one array": lambda w: np.tanh(w[0] * w[1]) + w[0] ** 2,
}


def truth(w):
    return anp.tanh(w[0] * w[1]) + w[0] ** 2


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("at", [(0.5, -1.2), (0.0, 0.0), (2.0, 1.0)])
def test_value_gradient_and_hessian_are_autograds(way, at):
    g, w = FunctionOfTwo(WAYS[way], (-2, 2)), np.array(at)
    assert g(*at) == pytest.approx(truth(w))
    np.testing.assert_allclose(g.gradient(*at), autograd.grad(truth)(w), rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(g.hessian(*at), autograd.hessian(truth)(w), rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(g.values(w, w[:, None]), [[g(a, b) for a in at] for b in at])


@pytest.mark.parametrize(
    ("formula", "names", "value"),
    [("sin(w1)", ("w1", "w2"), np.sin(2)), ("w2^2", ("w1", "w2"), 9), ("x*y", ("x", "y"), 6)],
)
def test_a_formula_need_not_use_both_inputs(formula, names, value):
    g = FunctionOfTwo(formula, (-3, 3))
    assert g.names == names and g(2, 3) == pytest.approx(value)
    assert g.gradient(2, 3).shape == (2,) and g.hessian(2, 3).shape == (2, 2)


def test_each_axis_can_have_a_window_of_its_own():
    assert FunctionOfTwo("w1*w2", ((0, 1), (2, 3))).windows == ((0.0, 1.0), (2.0, 3.0))


def test_outside_the_domain_there_is_nothing_and_no_warning():
    g = FunctionOfTwo("log(w1*w2)", (-1, 1))
    assert np.isnan([g(-1, 1), *g.gradient(-1, 1), *g.hessian(-1, 1).ravel(), g(0, 0)]).all()


@pytest.mark.parametrize(
    ("g", "complaint"),
    [
        ("a + b + c", "has 3: a, b, c"),
        ("sin(w1", "is never closed"),
        (5, "must be a function of two numbers"),
        (lambda a, b, c: a, "must be a function of two numbers"),
        (lambda a, b: "x", "returned the text 'x'"),
        (lambda a, b: None, "returned nothing"),
        ("log(-1 - w1^2) + w2", "no number anywhere for w1 from −1 to 1 and w2 from −1 to 1"),
        (lambda a, b: a + unknown, "it uses unknown, which is nowhere defined"),  # noqa: F821
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(g, complaint):
    with pytest.raises(InputError) as error:
        FunctionOfTwo(g, (-1, 1))
    words = str(error.value)
    assert complaint in words and words.endswith(".") and len(words) < 250


def test_a_window_of_nonsense_is_refused():
    for window in ((1, 0), ((0, 1), (1, 0)), "x", 3, ((0, 1), 2)):
        with pytest.raises(InputError, match="window must be two finite numbers"):
            FunctionOfTwo("w1*w2", window)
