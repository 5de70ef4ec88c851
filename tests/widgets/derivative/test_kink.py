"""The witnesses at a kink say what the tools say themselves, and the truth is a closed form."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import InputError, Kink, drag, say
from widgets.derivative.kink import PRESETS
from widgets.functions import TOOLS, Function, ask_tools, difference_quotient

IN_AUTOGRAD = {
    "max(0, w^2)": lambda w: anp.maximum(0, w**2),
    "max(0, w)": lambda w: anp.maximum(0, w),
    "abs(w)": anp.abs,
    "sin(w) + w^2/2": lambda w: anp.sin(w) + w**2 / 2,
    "w*abs(w)": lambda w: w * anp.abs(w),
}
# At 0: slopes and second derivatives from the left and from the right.
TRUTH = {
    "max(0, w^2)": ((0, 0), (2, 2)),
    "max(0, w)": ((0, 1), (0, 0)),
    "abs(w)": ((-1, 1), (0, 0)),
    "sin(w) + w^2/2": ((1, 1), (1, 1)),
    "w*abs(w)": ((0, 0), (-2, 2)),
}


def on(formula):
    return Function(formula, (-1.5, 1.5))


def table(explorer):
    """Return the table as {row: its entries}."""
    return {row.name: list(row.cells) for row in explorer.numbers}


@pytest.mark.filterwarnings("ignore:Output seems independent")
@pytest.mark.parametrize("formula", IN_AUTOGRAD)
@pytest.mark.parametrize("w0", [-0.75, 0.0, 1.0])
def test_autograd_is_quoted_rightly_and_the_modes_say_no_more(formula, w0):
    g = IN_AUTOGRAD[formula]
    slope, bend = (float(d(w0)) for d in (autograd.grad(g), autograd.grad(autograd.grad(g))))
    answers = ask_tools(on(formula), w0).by_tool
    assert list(answers["autograd"]) == pytest.approx([slope, bend], abs=1e-14)
    # At a kink, and where a maximum has two equals, autograd has a second derivative; one point
    # cannot tell it, so adlite has none to give.
    if w0 == 0 and ("abs" in formula or "max" in formula):
        bend = np.nan
    for name in set(TOOLS) - {"autograd"}:
        assert list(answers[name]) == pytest.approx([slope, bend], abs=1e-14, nan_ok=True), name


@pytest.mark.parametrize("formula", TRUTH)
def test_the_truth_at_zero_is_the_closed_form(formula):
    (left, right), (left2, right2) = TRUTH[formula]
    first, second = ask_tools(on(formula), 0.0).sides
    assert (first.left, first.right) == pytest.approx((left, right), abs=1e-14)
    assert (second.left, second.right) == pytest.approx((left2, right2), abs=1e-14)
    rows = table(Kink(formula))
    assert rows["truth from the left"] == [say(left), say(left2)]
    exists = [left == right, left == right and left2 == right2]
    assert rows["is there one?"] == ["yes" if there else "no" for there in exists]


@pytest.mark.parametrize("epsilon", [1.0, 0.1, 0.01])
def test_the_quotients_are_those_of_b5_b6_and_b10(epsilon):
    explorer = Kink("max(0, w^2)", epsilon=epsilon)
    rows = table(explorer)
    assert rows["left secant"] == [say(-epsilon), "–"]
    assert rows["right secant"] == [say(epsilon), "–"]
    assert rows["central"] == ["0", "2"]
    assert "has the derivative 0 at w⁰ = 0" in explorer.sentence
    explorer.function = "max(0, w)"
    assert "the left secant has slope 0, the right one 1, and the central difference is 0.5" in (
        explorer.sentence
    )


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("max(0, w^2)", "The second derivative is 2, yet autograd says 1."),
        ("max(0, w)", "Forward mode says 0.5, reverse mode 0.5 and autograd 0.5: a convention"),
        ("abs(w)", "Forward mode says 0, reverse mode 0 and autograd 0: a convention"),
        ("sin(w) + w^2/2", "The second derivative is 1, and autograd agrees."),
        ("w*abs(w)", "no second derivative (−2 from the left, 2 from the right), yet autograd"),
    ],
)
def test_what_is_a_convention_is_said_to_be_one(formula, words):
    assert words in Kink(formula).sentence


@pytest.mark.parametrize("formula", ["max(0, w)", "abs(w)"])
def test_the_tangent_is_there_away_from_the_kink_only(formula):
    explorer = Kink(formula)
    tangent = explorer.figure.axes[0].lines[0]
    assert not tangent.get_visible()
    assert "has the derivative 1 at w⁰ = 0.5" in drag(explorer, w0=0.5)
    assert explorer.figure and tangent.get_visible()


def test_plain_numpy_reaches_autograd_and_what_does_not_is_none():
    plain = Kink(lambda w: np.maximum(0, w) * np.exp(w))
    assert table(plain)["autograd"] == ["0.5", "1"]
    no_rule = Kink(np.cbrt, w0=1.0)
    assert table(no_rule)["autograd"] == ["none", "none"]
    assert table(no_rule)["reverse mode"] == ["0.3333", "−0.2222"]
    assert "autograd nothing. The second derivative is −0.2222, yet autograd says nothing" in (
        no_rule.sentence
    )


def test_a_domains_edge_leaves_one_secant_and_a_pole_none():
    edge = Kink("sqrt(w)")
    assert "the right secant has slope 1.414, and there is no other" in edge.sentence
    assert table(edge)["central"] == ["none", "none"]
    assert "1/w is not defined at w⁰ = 0: no witness" in Kink("1/w").sentence


def test_what_is_nothing_but_round_off_is_zero():
    assert difference_quotient((0.1 + 0.2, -0.3), 1e-3) == 0.0
    assert difference_quotient((3.0, -1.0), 0.5) == 4.0


def test_a_typed_function_comes_to_the_list_and_a_bad_one_changes_nothing():
    explorer = Kink(w0=0.25, epsilon=0.1)
    assert explorer.controls["function"].positions == PRESETS and explorer.formula == ""
    explorer.formula = "w*abs(w)"
    assert explorer.controls["function"].positions == (*PRESETS, "w*abs(w)")
    assert (explorer.function, explorer.w0, explorer.epsilon) == ("w*abs(w)", 0.25, 0.1)
    before = repr(explorer), explorer.scene, explorer.g
    for bad in ("sin w", "a*b", "sin(", lambda w: "abc", 7):
        with pytest.raises(InputError):
            explorer.g = bad
    assert (repr(explorer), explorer.scene, explorer.g) == before
    explorer.function = "abs(w)"
    assert explorer.sentence.startswith("abs(w) has the derivative 1 at w⁰ = 0.25")
