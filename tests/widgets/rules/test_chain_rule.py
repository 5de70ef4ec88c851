"""A step through a function of a function: slopes by autograd, steps by mpmath."""

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest

from tests.widgets.said import numbers
from widgets import ChainRule, InputError, say
from widgets.rules.composition import take_apart

WHOLE = {
    "sin(w^2)": (lambda w: anp.sin(w**2), lambda w: mpmath.sin(mpmath.mpf(w) ** 2)),
    "exp(-sin(w)^2/2)": (
        lambda w: anp.exp(-(anp.sin(w) ** 2) / 2),
        lambda w: mpmath.exp(-(mpmath.sin(w) ** 2) / 2),
    ),
    "tanh(3*w)": (lambda w: anp.tanh(3 * w), lambda w: mpmath.tanh(3 * mpmath.mpf(w))),
    "log(1 + exp(w))": (
        lambda w: anp.log(1 + anp.exp(w)),
        lambda w: mpmath.log(1 + mpmath.exp(w)),
    ),
}


def last_row(explorer):
    return next(row for row in explorer.numbers if row.name.startswith("f(h"))


@pytest.mark.parametrize("formula", WHOLE)
def test_the_product_is_the_slope_of_the_whole(formula):
    explorer, (whole, exact) = ChainRule(formula, epsilon=0.3), WHOLE[formula]
    for w0 in (-1.25, -0.5, 0.1, 0.85):
        seen = explorer.stage.seen({"w0": w0, "epsilon": 0.3})
        slope = autograd.grad(whole)(w0)
        *_, total = (row for row in seen.numbers if row.name.startswith("f(h"))
        assert total.cells[0] == say(slope)
        step = f"a step of ε = 0.3 becomes {say(0.3 * slope)}"
        really = float(exact(w0 + 0.3) - exact(w0))
        assert f"{step}, and really {say(really)}." in seen.sentence


def test_the_mistake_is_the_outer_slope_at_the_wrong_place():
    explorer = ChainRule("sin(w^2)", w0=0.6)
    wrong = float(mpmath.cos(0.6)) * 2 * 0.6
    assert explorer.sentence.endswith(f"Taken at w⁰ by mistake, f′ would give {say(wrong)}.")
    assert "f′ at w⁰" in [row.name for row in explorer.numbers]
    # Where w0 and h(w0) are the same, nobody can tell.
    explorer.w0 = 1
    assert explorer.sentence.endswith("f′ would happen to give the same.")
    assert "f′ at w⁰" not in [row.name for row in explorer.numbers]


@pytest.mark.parametrize(
    ("formula", "texts"),
    [
        ("sin(w^2)", ["w²", "sin(h)"]),
        ("2*sin(w)", ["sin(w)", "2 * h"]),
        ("sin(2*w + 1)", ["2 * w + 1", "sin(h)"]),
        ("tanh(3*x)^2", ["3 * w", "tanh(k)", "h²"]),
        ("e^(w^2 + w)", ["w² + w", "e^h"]),
        ("cos(exp(sin(w^2)))", ["sin(w²)", "exp(k)", "cos(h)"]),
    ],
)
def test_a_formula_is_taken_apart_where_a_reader_would(formula, texts):
    found = take_apart(formula, (-2, 2))
    assert [stage.text for stage in found.stages] == texts
    from widgets.functions import parse_formula

    whole = parse_formula(formula, 1)
    for w in np.linspace(-2, 2, 9):
        assert found.g(w) == pytest.approx(whole(w), rel=1e-14)


def test_functions_can_be_given_one_by_one():
    explorer = ChainRule([np.square, np.sin], w0=0.6, epsilon=0.3)
    typed = ChainRule("sin(w^2)", w0=0.6, epsilon=0.3)
    assert numbers(explorer.sentence) == numbers(typed.sentence.replace("w²", "square(w)"))
    assert explorer.formula == ""
    explorer.g = [np.square, np.sin, np.exp]
    assert last_row(explorer).name == "f(h(k(w)))"


@pytest.mark.parametrize("g", ["w*sin(w)", "sin(w)", [np.sin], [np.sin] * 4, np.sin, "w"])
def test_what_is_no_composition_is_refused(g):
    with pytest.raises(InputError) as refused:
        ChainRule(g)
    assert len(str(refused.value)) < 250


def test_a_kink_and_a_gap_break_the_chain():
    """(|w|)² has a slope at 0, but the rule cannot tell: it needs that of |w|."""
    explorer = ChainRule("abs(w)^2", w0=0)
    assert explorer.sentence.startswith(
        "At w⁰ = 0 the rule says nothing: h = abs(w) has no derivative there, since left and right"
    )
    explorer = ChainRule("log(w^3)", w0=-1)
    assert explorer.sentence == (
        "At w⁰ = −1 the chain breaks: f = log(h) is not defined where h = −1."
    )
