"""Gradient descent takes the steps that autograd gives, and says no more than it has seen."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import Descent
from widgets.functions import Function, FunctionOfTwo
from widgets.gradient.downhill import Slope, how_it_went

WINDOW = (-2, 2)


def one(g):
    return Slope(Function(g, WINDOW))


def test_each_step_is_that_of_autograd():
    slope, walk = autograd.grad(lambda w: anp.sin(3 * w) + w**2), one("sin(3*w) + w^2")
    w = 1.3
    for found in walk.walk((1.3,), 0.1, 12).points[:, 0]:
        assert found == pytest.approx(w, rel=1e-12)
        w -= 0.1 * slope(w)


def test_each_step_of_two_inputs_is_that_of_autograd():
    slope = autograd.grad(lambda w: anp.exp(w[0]) * w[1] ** 2 + w[0] ** 2)
    walk = Slope(FunctionOfTwo("exp(w1)*w2^2 + w1^2", WINDOW)).walk((1.0, -1.0), 0.05, 10)
    w = np.array([1.0, -1.0])
    for found in walk.points:
        assert found == pytest.approx(w, rel=1e-12)
        w = w - 0.05 * slope(w)


@pytest.mark.parametrize(
    ("alpha", "words"),
    [
        (0.25, "Each step led down."),
        # On a parabola w becomes (1 − 2 α) w: past the middle from α = 1/2, outwards from 1.
        (0.75, "Each step led down, and each stepped over to a side that slopes the other way."),
        (1.0, "No step led down, and each stepped over to a side that slopes the other way: "),
        (1.25, "Each step led up, and each stepped over to a side that slopes the other way: "),
        (0.5, "The slope is as good as 0 here"),
    ],
)
def test_what_the_step_size_does_on_a_parabola_is_said(alpha, words):
    walk = one("w^2").walk((1.0,), alpha, 4)
    assert walk.points[:, 0] == pytest.approx([(1 - 2 * alpha) ** n for n in range(5)])
    assert how_it_went(walk, alpha, 4.0).startswith(words)


def test_a_plateau_and_a_top_are_not_called_a_lowest_point():
    for g, w0 in (("tanh(8*w)", 2.0), ("-w^2", 0.0), ("w^3", 0.0)):
        said = how_it_went(one(g).walk((w0,), 0.1, 3), 0.1, 4.0)
        assert said.endswith("at a lowest point, on a plateau and on a top alike."), g


@pytest.mark.parametrize(
    ("g", "w0", "alpha", "why"),
    [
        ("abs(w)", 0.0, 0.1, "there is no slope there: left and right do not agree"),
        # The second step comes to 0 exactly.
        ("abs(w)", 0.5, 0.25, "there is no slope there: left and right do not agree"),
        ("log(w)", -1.0, 0.1, "g has no finite value there"),
        ("log(w)", 0.25, 1.0, "g has no finite value there"),
        ("w^4", 2.0, 5.0, "would lead farther than 4×10⁶"),
        ("exp(w^2)", 2.0, 10.0, "g has no finite value there"),
    ],
)
def test_where_it_cannot_go_on_it_says_why(g, w0, alpha, why):
    walk = one(g).walk((w0,), alpha, 20)
    assert why in walk.stopped and np.isfinite(walk.points).all()
    assert why in how_it_went(walk, alpha, 4.0)
    assert walk.until(0).stopped == (walk.stopped if len(walk.points) == 1 else "")


def test_a_fold_of_two_inputs_has_no_slope_across_it():
    hill = Slope(FunctionOfTwo("abs(w1) + w2^2", WINDOW))
    assert "left and right do not agree" in hill.walk((0.0, 1.0), 0.1, 5).stopped
    assert hill.walk((1.05, 1.0), 0.1, 5).stopped == ""


def test_in_fog_the_curve_is_nowhere_and_without_it_there():
    explorer = Descent()
    fog, clear = (explorer.stage.seen({**explorer.values, "fog": f}) for f in (True, False))
    assert fog.sentence == "In fog, you" + clear.sentence.removeprefix("You")
    assert explorer.shape == ""


def test_one_input_and_two_follow_each_other():
    explorer = Descent("w^2", w0=1)
    assert [*explorer.controls] == ["w0", "alpha", "k", "fog"]
    explorer.g = "w1^2 + w2^2"
    assert [*explorer.controls] == ["w1", "w2", "alpha", "k", "fog"]
    explorer.formula = "w^2"
    assert [*explorer.controls] == ["w0", "alpha", "k", "fog"]
    assert "Down is to the left, and with α = 0.16 a step is 0.32 long." in explorer.sentence
