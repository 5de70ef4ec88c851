"""A rule in symbols is right, and what is said of it agrees with autograd and closed forms."""

import json
import math
import zlib

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import ElementaryRule, InputError
from widgets.live import say
from widgets.rules.elementary_rule import LIST
from widgets.rules.rule_in_symbols import derive_rule

CLOSED = {
    "sin(w)": math.cos,
    "cos(w)": lambda w: -math.sin(w),
    "exp(w)": math.exp,
    "log(w)": lambda w: 1 / w,
    "tanh(w)": lambda w: 1 / math.cosh(w) ** 2,
    "max(0, w)": lambda w: float(w > 0),
    "w^3": lambda w: 3 * w * w,
    "1/w": lambda w: -1 / w**2,
    "sqrt(w)": lambda w: 0.5 / math.sqrt(w),
    "abs(w)": lambda w: math.copysign(1, w),
    "tan(w)": lambda w: 1 + math.tan(w) ** 2,
    "arctan(w)": lambda w: 1 / (1 + w * w),
    "sinh(w)": math.cosh,
}


@pytest.fixture(scope="module")
def explorer():
    return ElementaryRule()


@pytest.mark.parametrize("name", LIST)
@pytest.mark.parametrize("w0", [-2.3, -0.7, 0.4, 1.0, 2.5])
def test_the_rule_gives_the_closed_form(name, w0):
    rule = derive_rule(name, name, (-3, 3))
    if name in ("log(w)", "sqrt(w)") and w0 < 0:
        assert math.isnan(rule.by_rule(w0))
    else:
        assert rule.by_rule(w0) == pytest.approx(CLOSED[name](w0), rel=1e-13)
        assert rule.by_autograd(w0) == pytest.approx(CLOSED[name](w0), rel=1e-13)


@pytest.mark.parametrize("name", LIST)
def test_the_sentence_says_the_number_and_that_autograd_agrees(explorer, name):
    explorer.function, explorer.w0, explorer.epsilon = name, 0.5, 0.1
    want = CLOSED[name](0.5)
    assert f"At w⁰ = 0.5 the rule gives {say(want)}, and autograd agrees" in explorer.sentence
    g = derive_rule(name, name, (-3, 3)).g
    central = (g(0.6) - g(0.4)) / 0.2
    assert f"with ε = 0.1 gives {say(central)}" in explorer.sentence


@pytest.mark.parametrize(
    ("text", "derivative", "source"),
    [
        ("7", "0", "a constant"),
        ("w", "1", "the line itself"),
        ("cosh(w)", "sinh(w)", "rule of cosh"),
        ("sin(w^2)", "cos(w**2) * (2 * w)", "chain rule, 2 steps"),
        ("sin(w)*w", "sin(w) + w * cos(w)", "chain rule, 2 steps"),
        ("sin(sin(sin(sin(sin(sin(sin(w)))))))", "", "chain rule, 7 steps"),
    ],
)
def test_a_typed_formula_is_differentiated_in_symbols(text, derivative, source):
    rule = derive_rule(text, text, (-3, 3))
    assert (rule.derivative, rule.source) == (derivative, source)


@pytest.mark.parametrize("text", ["tanh(w)*cos(w) + log(w + 4)", "exp(-w^2)/(1 + w^2)", "2^w - w"])
def test_the_symbols_of_a_typed_formula_give_autograds_number(text):
    rule = derive_rule(text, text, (-3, 3))
    assert rule.derivative
    for w in (-2.2, 0.3, 1.7):
        assert rule.by_rule(w) == pytest.approx(rule.by_autograd(w), rel=1e-12)


def test_a_formula_joins_the_list_and_the_sliders_stay():
    explorer = ElementaryRule(w0=0.5, epsilon=0.1)
    explorer.formula = "w*sin(w)"
    assert explorer.function == explorer.controls["function"].positions[0] == "w*sin(w)"
    assert (explorer.w0, explorer.epsilon, explorer.formula) == (0.5, 0.1, "w*sin(w)")
    want = autograd.grad(lambda w: w * anp.sin(w))(0.5)
    assert f"the rule gives {say(want)}" in explorer.sentence
    explorer.g = "cos(w)"
    assert explorer.controls["function"].positions == LIST and explorer.function == "cos(w)"
    explorer.g = lambda w: np.exp(2 * w)
    assert explorer.sentence.startswith("The derivative of your own g is ")
    assert explorer.g(0.0) == 1.0


def test_where_there_is_no_derivative_none_is_drawn(explorer):
    for name, reason in (
        ("abs(w)", "the slope tends to −1 from the left and to 1 from the right"),
        ("max(0, w)", "the slope tends to 0 from the left and to 1 from the right"),
        ("sqrt(w)", "the slope grows without bound"),
        ("log(w)", "is not defined at w⁰ = 0"),
        ("1/w", "is not defined at w⁰ = 0"),
    ):
        explorer.function, explorer.w0 = name, 0.0
        assert reason in explorer.sentence
        tangent = explorer.figure.axes[0].lines[2]
        assert not tangent.get_visible()
    explorer.function = "max(0, w)"
    assert "autograd gives 0.5 all the same" in explorer.sentence


def test_a_kink_is_a_gap_in_the_derivatives_curve_and_a_steep_curve_has_none():
    for name, gaps in (("abs(w)", 1), ("max(0, w)", 1), ("tanh(9*w)", 0), ("w^3", 0)):
        curve = derive_rule(name, name, (-3, 3)).scales[1].curves[0]
        assert np.isnan(curve).sum() == gaps, name


def test_the_browser_gets_another_formula_for_each_function(explorer):
    """A patch that was given another path must be noticed by the baking."""
    product = json.loads(zlib.decompress(explorer.scene))["product"]
    shapes = [len(track["values"]) for track in product["tracks"] if track["attribute"] == "d"]
    assert sum(n == len(LIST) for n in shapes) >= 2 or max(shapes) >= len(LIST)
    assert sum(n >= len(LIST) - 2 for n in shapes) >= 4


@pytest.mark.parametrize(
    ("g", "complaint"),
    [
        ("sin w", r"write sin\(w\)"),
        (7, "must be a function"),
        ("a*b", "formula of 1 input"),
        ("sqrt(-1 - w^2)", "gives no number anywhere"),
    ],
)
def test_bad_input_is_one_sentence_and_the_picture_stays(explorer, g, complaint):
    before = explorer.scene, repr(explorer)
    with pytest.raises(InputError, match=complaint) as refused:
        explorer.g = g
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 250
    assert (explorer.scene, repr(explorer)) == before
