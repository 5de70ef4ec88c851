"""Wrong formulas: what is said, where, and what is suggested; nothing but formulas gets through."""

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adlite import FormulaError, parse

# Text, words of the message, index of the place, suggestion.
WRONG = {
    "lg(w)": ("lg is not known (character 1): write log.", 0, "log(w)"),
    "1 + Sin(w)": ("Sin is not known (character 5): write sin.", 4, "1 + sin(w)"),
    "qqq(w)": ("qqq is not known (character 1): write w, w1, a function", 0, None),
    "xsin(w)": ("xsin is not known (character 1): separate x and sin.", 0, "x*sin(w)"),
    "sinw": ("separate sin and w.", 0, "sin(w)"),
    "xy": ("xy is not known (character 1): write x*y.", 0, "x*y"),
    "xyz": ("xyz is not known (character 1): write x*y*z.", 0, "x*y*z"),
    "wxyz": ("wxyz is not known (character 1): write w, w1, a function", 0, None),
    "sinpi": ("sinpi is not known (character 1): separate sin and pi.", 0, "sin(pi)"),
    "or": ("or is not known (character 1): write w, w1, a function", 0, None),
    "theta": ("theta is a letter (character 1): write θ, or w.", 0, "θ"),
    r"2*\omega": ("omega is a letter (character 3): write ω, or w.", 2, "2*ω"),
    "np.sin(w)": ("functions stand alone here (character 1): leave np. away.", 0, "sin(w)"),
    "w + math.exp(np.cos(w))": ("leave math. away.", 4, "w + exp(cos(w))"),
    "sin^-1(w)": ("write arcsin(w) or 1/sin(w).", 0, "arcsin(w)"),
    "2*tan⁻¹(w)": ("write arctan(w) or 1/tan(w).", 2, "2*arctan(w)"),
    r"\frac{w}{2} + \dfrac{1}{w+1}": ("write (w)/(2).", 0, "(w)/(2) + (1)/(w+1)"),
    "1 + nan": ("nan is no number that can be drawn (character 5)", 4, None),
    "-inf": ("inf is no number that can be drawn (character 2)", 1, None),
    "mod(w, 2)": ("write w - 2*floor(w/2) for w mod 2.", 0, None),
    "w % 2": ("write w - 2*floor(w/2) for w mod 2.", 2, None),
    "0 < w and w < 1": ("write (0 < w)*(w < 1).", 6, None),
    "not w": ("not is a word of Python (character 1)", 0, None),
    "lambda w: w": ("lambda is a word of Python (character 1)", 0, None),
    "w**int(w)": ("write floor(w), or ceil(w).", 3, "w**floor(w)"),
    "round(w)": ("write floor(w + 0.5).", 0, None),
    "2*float(w)": ("leave float away.", 2, "2*(w)"),
    "w==0": ("nothing is ever exactly equal (character 2)", 1, None),
    "1e+": ("the power of ten is missing in 1e+ (character 1): write 1e-3 for 0.001.", 0, None),
    "w1000": ("w1000 is not known", 0, None),
    "2w": ("missing between 2 and w (character 2): write 2*w.", 1, "2*w"),
    "2w + 3 x y": ("write 2*w.", 1, "2*w + 3*x*y"),
    "w(w+1)": ("missing between w and ( (character 2): write w*(...).", 1, "w*(w+1)"),
    "(w+1)(w-1)": ("missing between ) and ( (character 6): write (...)*(...).", 5, "(w+1)*(w-1)"),
    "(w+1)2": ("write (...)*2.", 5, "(w+1)*2"),
    "w²w": ("missing between ² and w", 2, "w²*w"),
    "1 2": ("missing between 1 and 2 (character 3): write + or * there.", 2, None),
    "1.2.3": ("missing between 1.2 and .3", 3, None),
    "sin w": ("missing between sin and w (character 5): write sin(w).", 4, "sin(w)"),
    "sin 2w^2 + 1": ("brackets are missing between sin and 2", 4, "sin(2*w^2) + 1"),
    "sin^2(w)": ("missing between sin and ^ (character 4): write sin(w)^2.", 3, "sin(w)^2"),
    "sin": ("brackets are missing between sin and the end", 3, None),
    "sin + 1": ("brackets are missing between sin and +", 4, None),
    "sin()": ("an argument is missing between ( and ) (character 5)", 4, "sin(w)"),
    "(w+1": ("the bracket ( is never closed (character 1)", 0, "(w+1)"),
    "2*(w*(w+1)": ("the bracket ( is never closed (character 3)", 2, "2*(w*(w+1))"),
    "w+1)": ("the bracket ) closes nothing (character 4)", 3, "w+1"),
    "()": ("something is missing between ( and )", 1, None),
    "w +": ("something is missing between + and the end", 3, None),
    "* w": ("something is missing between the start and *", 0, None),
    "w ** * 2": ("something is missing between ** and *", 5, None),
    "max(,w)": ("something is missing between ( and ,", 4, None),
    "": ("the formula is empty", 0, None),
    " \n": ("the formula is empty", 0, None),
    "sin(w, 1)": ("sin takes 1 argument, not 2", 8, None),
    "max(w)": ("max takes 2 arguments, not 1", 5, None),
    "where(w < 0, 1)": ("where takes 3 arguments, not 2", 14, None),
    "1,5*w": (
        "a comma stands only in functions (character 2): write max(w, 1), or 1.5.",
        1,
        "1.5*w",
    ),
    "sin(w, 1, 2)": ("sin takes 1 argument, not 3 (character 12): write sin(w).", 11, None),
    "sin(1,5)": ("sin takes 1 argument, not 2", 7, "sin(1.5)"),
    "(w, x)": ("a comma stands only in functions", 2, None),
    "w =": ("write only what stands to the right of the =", 2, None),
    "f(w) = w^2": ("write only what stands to the right of the =", 5, "w^2"),
    "|w| + |x|": ("write abs(w) for |w|", 0, "abs(w) + abs(x)"),
    "||w| - 1|": ("write abs(w) for |w|", 0, "abs(abs(w) - 1)"),
    "w[0] + w[12]": ("write w0 for w[0]", 1, "w0 + w12"),
    "[w + 1]*{2}": ("write a round bracket", 0, "(w + 1)*(2)"),
    r"\tanh(w)": ("leave it away", 0, "tanh(w)"),
    "0 < w < 1": ("write (0 < w)*(w < 1) for 0 < w < 1.", None, None),
    "w" * 501: ("longer than 500 characters", 500, None),
    "+".join("w" * 102): ("more than 100 operations or brackets", 203, None),
    "-" * 101 + "w": ("more than 100 operations or brackets", 102, None),
    "(" * 101 + "w" + ")" * 101: ("more than 100 operations or brackets", 203, None),
    "w10*" * 100 + "w": ("made tidy, this is longer than 500 characters", 401, None),
    "1e999999": ("the number 1e999999 is too large", 0, None),
    "w" + "³" * 400: ("is too large", 1, None),
}


@pytest.mark.parametrize("text", WRONG)
def test_mistake_place_and_suggestion(text):
    words, place, suggestion = WRONG[text]
    with pytest.raises(FormulaError, match=re.escape(words)) as caught:
        parse(text)
    assert (caught.value.place, caught.value.suggestion) == (place, suggestion)
    assert len(str(caught.value)) < 250 and str(caught.value).endswith(".")
    assert suggestion is None or parse(suggestion)


# One text for each sentence, and the sentence whole.
WHOLE = {
    "\\frac{w}{2}": "a fraction has a / (character 1): write (w)/(2).",
    "sin^-1(w)": "sin^-1 may be the inverse function or 1 divided by it (character 1): "
    "write arcsin(w) or 1/sin(w).",
    "nan": "nan is no number that can be drawn (character 1): write a number.",
    "w mod 2": "there is no remainder (character 3): write w - 2*floor(w/2) for w mod 2.",
    "0 < w and w < 1": "conditions are multiplied (character 7): write (0 < w)*(w < 1).",
    "not w": "not is a word of Python (character 1): "
    "write an expression, or where(w < 0, a, b) to choose.",
    "int(w)": "int is a word of Python (character 1): write floor(w), or ceil(w).",
    "round(w)": "there is no rounding (character 1): write floor(w + 0.5).",
    "float(w)": "every number is a float here (character 1): leave float away.",
    "w == 1": "nothing is ever exactly equal (character 3): write where(w < 0, a, b) to choose.",
    "1e-": "the power of ten is missing in 1e- (character 1): write 1e-3 for 0.001.",
    "y = w^2": "'=' has no place in a formula (character 3): "
    "write only what stands to the right of the =.",
    "|w|": "'|' has no place in a formula (character 1): write abs(w) for |w|.",
    "w[0]": "'[' has no place in a formula (character 2): write w0 for w[0].",
    "[w]": "'[' has no place in a formula (character 1): write a round bracket.",
    "(w]": "']' has no place in a formula (character 3): write a round bracket.",
    "\\w": "'\\\\' has no place in a formula (character 1): leave it away.",
    "w & 1": "'&' has no place in a formula (character 3): "
    "use numbers, names such as w, functions, + - * / ^ and round brackets.",
    "2 3": "an operator is missing between 2 and 3 (character 3): write + or * there.",
    "2w": "an operator is missing between 2 and w (character 2): write 2*w.",
    "sin^2(w)": "brackets are missing between sin and ^ (character 4): write sin(w)^2.",
    "sin w": "brackets are missing between sin and w (character 5): write sin(w).",
    "sin()": "an argument is missing between ( and ) (character 5): write (w).",
    "w +": "something is missing between + and the end (character 4): "
    "write a number, or a name such as w.",
    "if": "if is not known (character 1): "
    "write w, w1, a function such as sin, or where(w < 0, a, b) to choose.",
    "1e400": "the number 1e400 is too large (character 1): write one below 1.7e308.",
    "w " * 251: "the formula is longer than 500 characters (character 501): shorten it.",
}


@pytest.mark.parametrize("text", WHOLE)
def test_a_refusal_says_what_is_wrong_where_and_what_to_write(text):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert str(caught.value) == WHOLE[text]
    assert f"{FormulaError.__module__}.{FormulaError.__name__}" == "adlite.FormulaError"


def test_what_a_reader_types_with_other_keys_is_the_same_formula():
    """Signs of other keyboards and books, and names that hold other names."""
    same = {"w ≥ 1": "w >= 1", "w ≤ 1": "w <= 1", "2^w": "2**w", "μ + µ": "2*μ"}
    for typed, plain in same.items():
        assert parse(typed)(1.0) == parse(plain)(1.0)
    assert parse("λ + 1").inputs == ("λ",)
    for text, better in {"lambda + 1": "λ + 1", "arcsinw": "arcsin(w)"}.items():
        with pytest.raises(FormulaError) as caught:
            parse(text)
        assert caught.value.suggestion == better


def test_whole_numbers_are_printed_whole_as_far_as_floats_hold_them():
    assert parse("999999999999999").formula == "999999999999999"
    assert parse("1e15").formula == "1000000000000000.0"


def test_the_longest_formula_is_read():
    assert parse("w" + " " * 499)(2.0) == 2.0


@pytest.mark.parametrize("letter", "αωθεΔ")
def test_a_textbook_letter_is_a_name(letter):
    g = parse(f"2*{letter} + {letter}1^2 + π")
    assert g.inputs == (letter, f"{letter}1")
    assert g(1.5, 3.0) == pytest.approx(12 + np.pi)
    assert parse(f"{letter}_1").inputs == (f"{letter}1",)
    name = {"α": r"\alpha", "ω": r"\omega", "θ": r"\theta", "ε": r"\epsilon"}.get(letter, letter)
    assert parse(f"{letter}1*w").latex == f"{name}_1 w"


# Python that is no formula, some of it harmless, must never be run.
PYTHON = """
__import__('os')
__import__("os").system("true")
().__class__
w.__class__
w.real
open('x')
eval(w)
exec(w)
print(w)
(w := 1)
f'{w}'
'a'
b"a"
[w for w in w]
[w]
{w: 1}
{w}
w[0:1]
lambda w: w
lambda: 0
await w
yield w
max(*w)
max(w, key=w)
max(w, **w)
sin(w)(w)
w if w else w
w and w
w or w
not w
w is w
w in w
w == w
w != w
w // w
w % w
w @ w
w << w
w >> w
w & w
w ^ ^ w
~w
True
False
None
Ellipsis
...
1_000
_w
1if w else 2
w; w
w # w
import os
del w
globals()
np.sin(w)
math
w_
\\
""".strip().split("\n")
PYTHON += ["\ufeffw", "w\0", "\uff57", "\u0661", "\ud800", "w\\\n+ 1", "é", "w\u200e"]


@pytest.mark.parametrize("text", PYTHON)
def test_python_is_refused(text):
    with pytest.raises(FormulaError):
        parse(text)


@pytest.mark.parametrize("thing", [None, 3, b"w", ["w"], lambda w: w])
def test_what_is_no_text_is_refused(thing):
    with pytest.raises(FormulaError, match="the formula is empty"):
        parse(thing)


def test_a_formula_computes_with_nothing_but_numpy(monkeypatch):
    from adlite.formulas import grammar

    used = set()

    class Recorder:
        def __getattr__(self, name):
            used.add(name)
            return getattr(np, name)

    monkeypatch.setattr("adlite.formulas.parsing.np", Recorder())
    for name in grammar.TIDY:
        arguments = ", ".join(["w", "x", "1"][: grammar.ARITY[grammar.TIDY[name]]])
        g = parse(f"{name}({arguments}) + (w < 1)*2 - -w/x^2")
        assert np.ndim(g(*(0.5, 0.7)[: len(g.inputs)])) == 0
    assert all(isinstance(getattr(np, n), np.ufunc) for n in used - {"where", "full", "shape"})


PIECES = st.sampled_from(
    [
        *"((()))+-*/^,,  wwx12.<>=|[]{}'\"\\!_:;#%e²³⁻√π₁·−\n\t\0",
        *("sin", "max(", "log(", "where(", "w1", "**", "1e9", "1e999", "if", "lambda ", "1,5"),
    ]
)


@settings(max_examples=2000)
@given(st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=20)))
@example("sigmoid(" * 49 + "w" + ")" * 49)
@example("w^" * 99 + "w")
@example("1^" + "-" * 99 + "3")
@example("-(" * 100 + "w" + ")" * 100)
@example("sin(" * 100 + "w" + ")" * 100)
@example("2w" * 250)
@example("w0(" * 166)
@example("9" * 499)
@example("q" * 500)
def test_any_text_is_a_formula_or_a_formula_error(text):
    try:
        g = parse(text)
    except FormulaError as error:
        assert len(str(error)) < 250 and str(error).endswith(".") and "\n" not in str(error)
        assert error.suggestion is None or parse(error.suggestion)
        return
    found = g(*np.linspace(-1.0, 2.0, len(g.inputs)))
    assert type(found) is np.float64
    assert g(*np.ones((len(g.inputs), 3))).shape == (3,)
    assert (parse(g.formula).formula, parse(g.formula).latex) == (g.formula, g.latex)
