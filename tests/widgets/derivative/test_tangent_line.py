"""What the tangent explorer says and draws is what autograd finds."""

import functools

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import InputError, TangentLine, drag, say
from widgets.derivative.tangent_line import tangent_formula, traced
from widgets.functions import Function

SMOOTH = {
    "sin(w) + 0.1*w^2": lambda w: anp.sin(w) + 0.1 * w**2,
    "w*exp(-w^2)": lambda w: w * anp.exp(-(w**2)),
    "max(0, w^2)": lambda w: anp.maximum(0, w**2),
}


@functools.cache
def shown(formula):
    return TangentLine(formula)


def traced_curve(explorer):
    return explorer.figure.axes[1].lines[1].get_data()


@pytest.mark.parametrize("formula", SMOOTH)
@pytest.mark.parametrize("w0", [-3.0, -1.3, 0.0, 0.625, 3.0])
def test_value_slope_and_direction_are_autograds(formula, w0):
    sentence = drag(shown(formula), w0=w0)
    value, slope = SMOOTH[formula](w0), autograd.grad(SMOOTH[formula])(w0)
    assert f"the value of g is {say(value)} and its slope, the derivative, is {say(slope)}:" in (
        sentence
    )
    word, place = (
        ("rising", "above zero")
        if slope > 0
        else ("falling", "below zero")
        if slope < 0
        else ("flat", "on the zero line")
    )
    assert word in sentence and sentence.endswith(f"{place}.")


@pytest.mark.parametrize("formula", SMOOTH)
def test_the_curve_beneath_is_autograds_derivative(formula):
    places, slopes = traced_curve(shown(formula))
    want = [autograd.grad(SMOOTH[formula])(w) for w in places]
    assert np.isfinite(slopes).all() and slopes == pytest.approx(want, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("w0", [-2.0, 0.5, 2.75])
def test_the_curve_beneath_is_uncovered_up_to_w0(w0):
    explorer = TangentLine(w0=w0)
    curtain = explorer.figure.axes[1].patches[0].get_xy()
    assert (curtain[:, 0].min(), curtain[:, 0].max()) == (w0, 3)
    assert f"traced from −3 to {say(w0)}, has come to" in explorer.sentence


@pytest.mark.parametrize("w0", [-3.0, -0.4, 1.0])
def test_the_tangent_touches_and_has_the_slope(w0):
    explorer = TangentLine("exp(w)", w0=w0)
    x, y = explorer.figure.axes[0].lines[2].get_data()
    assert np.mean(x) == pytest.approx(w0) and np.mean(y) == pytest.approx(np.exp(w0))
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(np.exp(w0))


@pytest.mark.parametrize(
    ("g", "window", "w0", "words"),
    [
        ("abs(w)", (-3, 3), 0.0, "tends to −1 from the left and to 1 from the right"),
        ("max(0, w)", (-3, 3), 0.0, "tends to 0 from the left and to 1 from the right"),
        (np.cbrt, (-3, 3), 0.0, "the slope grows without bound"),
        ("log(w)", (-1, 3), -0.5, "At w⁰ = −0.5 g is not defined"),
        ("1/w", (-2, 2), 0.0, "At w⁰ = 0 g is not defined"),
    ],
)
def test_where_there_is_no_derivative_there_is_no_tangent(g, window, w0, words):
    explorer = TangentLine(g, window=window, w0=w0)
    assert words in explorer.sentence
    upper, lower = explorer.figure.axes
    assert not upper.lines[2].get_visible() and not lower.lines[3].get_visible()
    assert lower.patches[0].get_xy()[0, 0] == w0


@pytest.mark.parametrize("kink", [0.0, 0.3137, -1.0])
def test_the_traced_derivative_has_a_gap_at_a_kink(kink):
    places, slopes = traced_curve(TangentLine(lambda w: np.abs(w - kink)))
    gap = np.isnan(slopes)
    assert gap.sum() == 1 and abs(places[gap][0] - kink) < 0.02
    assert (slopes[~gap] == np.sign(places[~gap] - kink)).all()


def test_a_steep_but_smooth_derivative_has_no_gap():
    _, slopes = traced(Function("tanh(40*w)", (-1, 1)), np.linspace(-1, 1, 81))
    assert np.isfinite(slopes).all()


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ((1.0, 2.0, 3.0), "2 + 3 (w − 1)"),
        ((-1.5, -2.0, -3.0), "−2 − 3 (w + 1.5)"),
        ((0.0, 1.0, 0.5), "1 + 0.5 w"),
    ],
)
def test_the_tangents_formula_is_that_of_b9(place, text):
    assert tangent_formula(*place) == text


@pytest.mark.parametrize("g", [lambda w: 7.0, lambda w: 1e300 * w**2, lambda w: 1e-290 * np.sin(w)])
def test_constant_huge_and_tiny_functions_are_drawn(g):
    explorer = TangentLine(g, w0=1.0)
    assert "its slope, the derivative, is" in explorer.sentence
    assert all(np.isfinite(axes.get_ylim()).all() for axes in explorer.figure.axes)


def test_another_function_keeps_the_slider_and_a_bad_one_keeps_the_picture():
    explorer = TangentLine(np.sin, w0=0.5)
    explorer.g = np.exp
    assert explorer.w0 == 0.5 and "is 1.649 and its slope, the derivative, is 1.649" in (
        explorer.sentence
    )
    before = repr(explorer), explorer.scene, explorer.g
    for bad in ("sin w", "a*b", lambda w: "abc", 7):
        with pytest.raises(InputError):
            explorer.g = bad
    assert (repr(explorer), explorer.scene, explorer.g) == before
