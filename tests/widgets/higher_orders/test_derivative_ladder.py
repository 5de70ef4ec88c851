"""Each rung of the ladder is the derivative it says: checked against autograd and mpmath."""

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from matplotlib.text import Text

from widgets import DerivativeLadder, InputError, drag
from widgets.higher_orders.derivative_ladder import Ladder

FUNCTIONS = {
    "w^4": (lambda w: w**4, lambda w: w**4),
    "cos(3*w) + w^2 + w^3": (
        lambda w: anp.cos(3 * w) + w**2 + w**3,
        lambda w: mpmath.cos(3 * w) + w**2 + w**3,
    ),
    "tanh(w)": (anp.tanh, mpmath.tanh),
    "exp(-w^2)*sin(w)": (
        lambda w: anp.exp(-(w**2)) * anp.sin(w),
        lambda w: mpmath.exp(-(w**2)) * mpmath.sin(w),
    ),
}


@pytest.mark.parametrize("formula", FUNCTIONS)
@pytest.mark.parametrize("w0", [-1.3, 0.0, 0.7])
def test_rungs_are_autograds_and_mpmaths(formula, w0):
    g, exact = FUNCTIONS[formula]
    rungs = Ladder(formula, (-2, 2), 6)(w0)
    nested = g
    for order in range(5):
        assert rungs[order] == pytest.approx(float(nested(w0)), rel=1e-9, abs=1e-9)
        nested = autograd.grad(nested)
    with mpmath.workdps(60):
        truth = [float(mpmath.diff(exact, mpmath.mpf(w0), order)) for order in range(7)]
    assert rungs == pytest.approx(np.array(truth), rel=1e-9, abs=1e-9)


def test_the_chapters_example():
    explorer = DerivativeLadder("cos(3*w) + w^2 + w^3", orders=3)
    for w in (-1.0, 0.5, 1.2):
        drag(explorer, w0=w)
        first = -3 * np.sin(3 * w) + 2 * w + 3 * w**2
        second, third = -9 * np.cos(3 * w) + 2 + 6 * w, 27 * np.sin(3 * w) + 6
        assert explorer.subject.derivative(w) == pytest.approx(first)
        heights = [axes.lines[4].get_ydata()[0] for axes in explorer.figure.axes]
        assert heights[1:] == pytest.approx([first, second, third])
    assert drag(DerivativeLadder("w^4", window=(-3, 3)), w0=2.1) == (
        "At w⁰ = 2.1 we have g = 19.45, g′ = 37.04, g″ = 52.92 and g‴ = 50.4. The tangent of g″ "
        "has slope 50.4, and that is g‴: here g″ rises."
    )


def test_the_tangents_slope_is_the_height_of_the_point_below():
    explorer = DerivativeLadder(np.tanh, w0=-0.8, orders=4, window=(-3, 3))
    panels = explorer.figure.axes
    for order in range(1, 5):
        explorer.order = order
        _ = explorer.figure
        shown = [axes.lines[3].get_visible() for axes in panels]
        assert shown == [k == order - 1 for k in range(5)]
        x, y = panels[order - 1].lines[3].get_data()
        height = panels[order].lines[2].get_ydata()
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(height[1])
        assert [axes.lines[1].get_visible() for axes in panels] == [k <= order for k in range(5)]
    explorer.order = 0
    assert explorer.sentence == "At w⁰ = −0.8 we have g = −0.664. No derivative is shown yet."


def test_each_slope_in_the_table_is_the_height_one_row_further_down():
    explorer = DerivativeLadder("w^4", w0=2, window=(-3, 3))
    assert [repr(row) for row in explorer.numbers] == [
        "at w⁰ = 2  height  slope",
        "g  16  32",
        "g′  32  48",
        "g″  48  48",
        "g‴  48",
    ]
    explorer.order = 1
    assert [row.cells for row in explorer.numbers[1:]] == [("16", "32"), ("32", "")]
    said = {text.get_text() for text in explorer.figure.findobj(Text) if text.get_visible()}
    assert {"slope 32", "height 32"} <= said
    assert not any(kind in words for words in said for kind in ("slope 48", "height 48"))
    missing = DerivativeLadder(np.abs, w0=0)
    assert [row.cells for row in missing.numbers[1:3]] == [("0", "none"), ("none", "none")]


@pytest.mark.parametrize(
    ("g", "w0", "said"),
    [
        (np.abs, 0, "we have g = 0. There is no g′ here: left and right do not agree"),
        (lambda w: max(0, w) ** 2, 0, "g′ = 0. There is no g″ here: left and right do not agree"),
        (lambda w: np.abs(w) ** 3, 0, "g″ = 0. There is no g‴ here: left and right do not agree"),
        (np.cbrt, 0, "There is no g′ here: the slope of g grows without bound."),
        ("1/w", 0, "At w⁰ = 0 g is not defined, so no derivative is either."),
        ("log(w)", -1, "At w⁰ = −1 g is not defined, so no derivative is either."),
        (lambda w: 3.0, 0, "g = 3, g′ = 0, g″ = 0 and g‴ = 0. The tangent of g″ has slope 0, and "),
    ],
)
def test_where_a_derivative_is_missing_the_ladder_ends(g, w0, said):
    explorer = DerivativeLadder(g, w0=w0)
    assert said in explorer.sentence
    if "no" in said:
        assert not any(axes.lines[3].get_visible() for axes in explorer.figure.axes)


def test_a_jump_is_a_gap_wherever_it_falls():
    for at in (0.0, 0.337):
        curves = Ladder(lambda w, at=at: np.abs(w - at), (-2, 2), 2).curves(np.linspace(-2, 2, 161))
        below, above = curves[1] < -0.5, curves[1] > 0.5
        assert not (below[:-1] & above[1:]).any() and below.any() and above.any()
    smooth = Ladder("tanh(20*w)", (-2, 2), 2).curves(np.linspace(-2, 2, 161))
    assert np.isfinite(smooth).all()


@pytest.mark.parametrize("orders", [1, 6])
def test_as_many_panels_as_orders_and_one(orders):
    explorer = DerivativeLadder("sin(w)", orders=orders, w0=0.3)
    assert len(explorer.figure.axes) == orders + 1 and explorer.order == orders
    explorer.g = "exp(w)"
    assert (explorer.formula, explorer.w0, explorer.order) == ("exp(w)", 0.3, orders)
    assert explorer.sentence.count("1.35") == orders + 2


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"orders": 0}, "orders must be a whole number from 1 to 6"),
        ({"orders": True}, "orders must be a whole number"),
        ({"orders": 2.5}, "orders must be a whole number"),
        ({"orders": "3"}, "orders must be a whole number"),
        ({"w0": "a"}, "w0 must be a number"),
        ({"order": 9.5}, "order must be a whole number"),
        ({"window": (2, 1)}, "window must be two finite numbers"),
        ({"g": "a*b"}, "a formula of 1 input"),
        ({"g": 7}, "g must be a function of one number"),
        ({"g": lambda w: __import__("math").sin(w)}, r"use np\.sin and not math\.sin"),
    ],
)
def test_bad_input_is_one_sentence(options, complaint):
    with pytest.raises(InputError, match=complaint) as refused:
        DerivativeLadder(**options)
    assert len(str(refused.value)) < 250 and "\n" not in str(refused.value)


def test_a_refused_formula_leaves_the_picture():
    explorer = DerivativeLadder("sin(w)")
    before = explorer.scene, explorer.sentence, explorer.formula, explorer.values
    with pytest.raises(InputError):
        explorer.g = "sin(w"
    assert before == (explorer.scene, explorer.sentence, explorer.formula, explorer.values)
