"""Each operation's derivative is put together rightly: against autograd and closed forms."""

import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import InputError, OperationRule
from widgets.functions import Function
from widgets.live import say
from widgets.rules.operation_table import OPERATIONS, make_finder

WHOLE = {
    "c + f(w)": lambda f, h: lambda w: 3.0 + f(w),
    "c · f(w)": lambda f, h: lambda w: 3.0 * f(w),
    "f(w) + h(w)": lambda f, h: lambda w: f(w) + h(w),
    "f(w) − h(w)": lambda f, h: lambda w: f(w) - h(w),
    "f(w) · h(w)": lambda f, h: lambda w: f(w) * h(w),
    "f(w) / h(w)": lambda f, h: lambda w: f(w) / h(w),
    "f(h(w))": lambda f, h: lambda w: f(h(w)),
}
PAIRS = {
    ("sin(w)", "w^2"): (anp.sin, lambda w: w**2),
    ("exp(-w)", "2 + cos(w)"): (lambda w: anp.exp(-w), lambda w: 2 + anp.cos(w)),
    ("tanh(w)", "log(w + 3)"): (anp.tanh, lambda w: anp.log(w + 3)),
}


@pytest.fixture(scope="module")
def explorer():
    return OperationRule(c=3)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("texts", PAIRS)
@pytest.mark.parametrize("w0", [-1.4, 0.6, 1.9])
def test_the_parts_add_up_to_autograds_derivative_of_the_whole(name, texts, w0):
    f, h = (Function(text, (-2, 2)) for text in texts)
    found = make_finder(f, h, 3.0, name)[1](w0)
    want = autograd.grad(WHOLE[name](*PAIRS[texts]))(w0)
    assert found.slope == pytest.approx(want, rel=1e-12)
    assert found.autograd == pytest.approx(want, rel=1e-12)
    assert found.quotient == pytest.approx(want, rel=1e-6)
    assert len(found.parts) == len(OPERATIONS[name].parts)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("c + f(w)", "is f′ = 0.5403. Autograd says the same"),
        ("c · f(w)", "is c · f′ = 1.621. Autograd says the same"),
        ("f(w) + h(w)", "is f′ + h′ = 0.5403 + 2 = 2.54. Autograd says the same"),
        ("f(w) − h(w)", "is f′ − h′ = 0.5403 − 2 = −1.46. Autograd says the same"),
        ("f(w) · h(w)", "is f′ · h + f · h′ = 0.5403 + 1.683 = 2.223. Autograd says the same"),
        ("f(w) / h(w)", "is f′ / h − f · h′ / h² = 0.5403 − 1.683 = −1.143. Autograd"),
        ("f(h(w))", "is f′(h) · h′ = 0.5403 × 2 = 1.081. Autograd says the same"),
    ],
)
def test_the_sentence_of_each_operation(explorer, name, said):
    explorer.operation, explorer.w0 = name, 1.0
    assert f"At w⁰ = 1 the derivative of {name} {said}" in explorer.sentence


def test_the_share_is_that_of_the_first_part_by_size(explorer):
    explorer.operation, explorer.w0 = "f(w) · h(w)", 1.0
    first, second = math.cos(1.0), 2 * math.sin(1.0)
    assert f"first part is {say(100 * first / (first + second), 3)} %" in explorer.sentence


def test_where_a_part_is_missing_nothing_is_claimed():
    explorer = OperationRule("w", "abs(w)", w0=0.0)
    # w |w| has the derivative 0 at 0, but not by this rule.
    assert "needs a derivative that does not exist there" in explorer.sentence
    assert not explorer.figure.axes[0].lines[4].get_visible()
    explorer.operation = "f(w) / h(w)"
    assert "f(w) / h(w) is not defined at w⁰ = 0" in explorer.sentence


def test_two_formulas_are_typed_in_one_box():
    explorer = OperationRule(w0=0.5, operation="f(h(w))")
    explorer.formula = "cos(w); 3*w"
    assert (explorer.w0, explorer.operation, explorer.formula) == (0.5, "f(h(w))", "cos(w); 3*w")
    assert f"= {say(-3 * math.sin(1.5))}." in explorer.sentence
    explorer.h = np.exp
    assert explorer.formula == "" and explorer.f(0.0) == 1.0 and explorer.h(0.0) == 1.0


@pytest.mark.parametrize(
    ("text", "complaint", "place", "suggestion"),
    [
        ("sin(w)", "with a semicolon between them", None, None),
        ("a; b; c", "with a semicolon between them", None, None),
        ("sin(w); 2w", "h: an operator is missing", 9, "sin(w); 2*w"),
        ("2w; sin(w)", "f: an operator is missing", 1, "2*w; sin(w)"),
        ("sqrt(w - 1); sqrt(-1 - w)", "no common place", None, None),
    ],
)
def test_bad_formulas_are_one_sentence_and_the_picture_stays(
    explorer, text, complaint, place, suggestion
):
    before = explorer.scene, repr(explorer)
    with pytest.raises(InputError, match=complaint) as refused:
        explorer.formula = text
    assert (refused.value.place, refused.value.suggestion) == (place, suggestion)
    assert len(str(refused.value)) < 250
    assert (explorer.scene, repr(explorer)) == before


@pytest.mark.parametrize("c", ["2", None, float("nan"), True])
def test_the_constant_is_a_finite_number(c):
    with pytest.raises(InputError, match="c must be a finite number"):
        OperationRule(c=c)
