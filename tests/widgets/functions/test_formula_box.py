"""Formulas that are typed: drawn, or refused in one sentence with the last picture as it was."""

import json
import zlib

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from ipywidgets import Text, link
from matplotlib.figure import Figure

import adlite
from widgets import InputError, RoundOff, SecantToTangent
from widgets.functions import parse_formula
from widgets.live import Live, steps

EXPLORERS = (SecantToTangent, RoundOff)


@pytest.fixture(scope="module", params=EXPLORERS)
def explorer(request):
    """Each explorer, its w0 where all formulas below have a derivative."""
    return request.param("w^2", w0=1.0)


def type_in(explorer, text):
    """Type a formula as the browser does; return what the kernel answers."""
    sent = []
    explorer.send = sent.append
    explorer._handle_custom_msg({"formula": text}, [])
    del explorer.send
    (answer,) = sent
    assert answer["formula"] == text
    return answer


def state(explorer):
    return explorer.scene, explorer.cross, explorer.sentence, explorer.formula, explorer.values


def scene(explorer):
    return json.loads(zlib.decompress(explorer.scene))


@pytest.mark.parametrize(
    ("way", "text", "g"),
    [
        ("type", "tanh(w)*cos(w) + log(w)", lambda w: anp.tanh(w) * anp.cos(w) + anp.log(w)),
        ("formula", "  2*exp(-w²) ", lambda w: 2 * anp.exp(-(w**2))),
        ("g", "7", lambda w: 7.0 + 0 * w),
    ],
)
def test_a_formula_is_drawn_and_its_derivative_is_autograds(explorer, way, text, g):
    if way == "type":
        assert not type_in(explorer, text)["failed"]
    else:
        setattr(explorer, way, text)
    assert (explorer.formula, explorer.problem, explorer.w0) == (text, "", 1.0)
    assert explorer.subject.derivative(1.0) == pytest.approx(autograd.grad(g)(1.0), rel=1e-14)
    assert explorer.g(0.7) == pytest.approx(g(0.7), rel=1e-15)


@pytest.mark.parametrize(
    ("text", "complaint", "place", "suggestion"),
    [
        (
            "2w + 1",
            "an operator is missing between 2 and w (character 2): write 2*w.",
            1,
            "2*w + 1",
        ),
        ("lg(w)", "lg is not known (character 1): write log.", 0, "log(w)"),
        ("(w + 1", "the bracket ( is never closed (character 1): write a ) for it.", 0, "(w + 1)"),
        ("w1 * w2", "a formula of 1 input; w1 * w2 has 2: w1, w2.", None, None),
        ("sqrt(-1 - w^2)", "g gives no number anywhere between", None, None),
        ("", "the formula is empty", 0, None),
    ],
)
def test_a_bad_formula_is_one_sentence_and_the_last_good_picture_stays(
    explorer, text, complaint, place, suggestion
):
    before = state(explorer)
    answer = type_in(explorer, text)
    assert complaint in answer["problem"] and "\n" not in answer["problem"]
    assert answer["failed"]
    assert (answer["place"], answer["suggestion"]) == (place, suggestion)
    assert explorer.problem == answer["problem"] and repr(explorer).endswith(explorer.problem)
    for name in ("formula", "g"):
        with pytest.raises(InputError) as refused:
            setattr(explorer, name, text)
        assert str(refused.value) == answer["problem"]
    assert state(explorer) == before


def test_typing_the_formula_that_is_shown_takes_the_complaint_back(explorer):
    type_in(explorer, "w^")
    assert "something is missing" in explorer.problem
    assert not type_in(explorer, explorer.formula)["failed"]
    assert explorer.problem == ""


@pytest.mark.parametrize("message", [{}, {"formula": None}, {"formula": ["w"]}, "w^2", None])
def test_other_messages_change_nothing(explorer, message):
    before = state(explorer)
    explorer._handle_custom_msg(message, [])
    assert state(explorer) == before


@pytest.mark.parametrize("nonsense", [None, 3, ["w"], b"w"])
def test_a_formula_is_a_text(explorer, nonsense):
    with pytest.raises(InputError, match="or a formula, such as"):
        explorer.formula = nonsense


def test_the_sliders_and_the_window_stay():
    explorer = SecantToTangent("w^2", w0=0.5, epsilon=-0.1, window=(-1, 2))
    explorer.formula = "exp(w)"
    assert explorer.values == {"w0": 0.5, "epsilon": -0.1}
    assert explorer.figure.axes[0].get_xlim() == (-1, 2)
    rounding = RoundOff("exp(w)", five_point=True, precision="float32")
    rounding.formula = "sin(w)"
    assert rounding.five_point and rounding.precision == "float32"
    rounding.w0 = 0.25
    assert rounding.formula == "sin(w)" and rounding.subject.derivative(0.25) == np.cos(0.25)


def test_python_code_empties_the_box_and_a_default_fills_it():
    explorer = SecantToTangent()
    assert adlite.parse(explorer.formula)(2.0) == np.sin(2.0) + 0.4
    heard, box = [], Text()
    explorer.observe(lambda change: heard.append(change.new), "formula")
    explorer.g = np.exp
    assert (explorer.formula, explorer.g) == ("", np.exp)
    link((explorer, "formula"), (box, "value"))
    explorer.g = "w^2"
    explorer.redraw()
    box.value = "w^3"
    assert heard == ["", "w^2", "w^3"]
    assert explorer.g(2.0) == 8


def test_only_an_explorer_that_takes_formulas_has_a_box():
    figure = Figure()
    plain = Live(figure, lambda step: "", step=steps(3, "step"))
    assert scene(plain)["formula"] == ""
    assert scene(SecantToTangent(np.sin))["formula"] == "g(w)"
    with pytest.raises(InputError, match="takes no formula"):
        plain.formula = "w"
    with pytest.raises(ValueError, match="a control cannot be called 'formula'"):
        Live(figure, lambda formula: "", formula=steps(3, "formula"))


class Words(Live):
    """An explorer whose steps are the words of a text, one word of which it cannot take."""

    def __init__(self, text):
        super().__init__(*self.picture(text), text, step=steps(text.split(), "word"))

    def picture(self, text):
        return Figure(), lambda step: f"Word {step} is {text.split()[step]}."

    def take_formula(self, text):
        if "no" in text:
            raise [LookupError("not this one"), ZeroDivisionError()]["zero" in text]
        self.show(*self.picture(text), text, step=steps(text.split(), "word", self.step))


def test_an_explorer_of_ones_own_implements_one_method():
    explorer = Words("one two three")
    explorer.step = 2
    explorer.formula = "a b c d"
    assert explorer.sentence == "Word 2 is c."
    answer = type_in(explorer, "x y")
    assert not answer["failed"]
    assert answer["problem"] == "step goes from 0 to 1: 2 is outside, so 1 is shown."
    assert repr(explorer) == f"Word 1 is y. {answer['problem']}"
    assert type_in(explorer, "no")["problem"] == "not this one"
    assert type_in(explorer, "no zero")["problem"] == "ZeroDivisionError"
    assert explorer.formula == "x y"


def test_more_inputs_can_be_asked_for():
    assert parse_formula("w1^2 + w2^2", 2)(3.0, 4.0) == 25
    with pytest.raises(InputError, match=r"takes a formula of 2 inputs; a\*b\*c has 3: a, b, c"):
        parse_formula("a*b*c", 2)
