"""What is said of every step: in names, in numbers, in LaTeX and in one sentence."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from matplotlib.mathtext import MathTextParser

import adlite
from adlite import TracingError, graph, parse
from adlite.core import UFUNCS
from adlite.graphs import in_numbers, neat, short, tex
from tests.adlite.formulas.test_formula import FORMULAS, KATEX
from tests.adlite.graphs.test_graph import b23, b25, last, names

MATHTEXT = MathTextParser("path")
COMMANDS = {*KATEX, *re.findall("[a-z]+", "partial nabla times wedge vee neq infty mathrm text")}


def sweeps(found, *at):
    """All steps of the four sweeps, and of one in a direction."""
    along = found.forward(*at, seed=-np.arange(1.0, len(at) + 1))
    return [
        *(*found.evaluate(*at), *found.forward(*at), *found.partials(*at), *found.reverse(*at)),
        *along,
    ]


def evaluated(text, values):
    """Compute what a text says: products are written with ×, gradients in brackets."""
    vector = r"(?<![\w])\(([^()]*,[^()]*)\)"
    text = re.sub(vector, r"array([\1])", text.replace("×", "*"))
    space = {**vars(np), "max": np.maximum, "min": np.minimum, "abs": np.abs, **values}
    with np.errstate(all="ignore"):
        return eval(text, {"__builtins__": {}}, {**space, "float64": np.float64})


def close(text, values, value, rtol):
    np.testing.assert_allclose(evaluated(text, values), value, rtol=rtol, atol=rtol)


def well_said(step, values):
    """What holds for every step of every function."""
    sentence = step.sentence
    assert sentence.endswith(".") and "\n" not in sentence and sentence[0] != " "
    assert not re.search(r"--|[+×] ?-|\(\(-?[\d.]+\)\)|\.0\b|[1-9](\.?\d){4}", sentence), sentence
    # Nothing is said to be equal to itself, as in "is 1 = 1."
    for part in re.split(r"\. |: | is | gets ", sentence[:-1]):
        sides = part.split(" = ")
        assert all(x != y for x, y in zip(sides, sides[1:], strict=False)), sentence
    assert sentence.count("(") == sentence.count(")")
    assert all(short(x) in sentence for x in np.ravel(step.value)), sentence
    assert {*re.findall(r"\\([A-Za-z]+)", step.latex)} <= COMMANDS
    if step.kind in ("value", "partial"):
        close(step.symbols, values, step.value, 1e-3)
    shown = step.numbers if step.parents and step.child else "1"
    if step.kind in ("tangent", "adjoint") and step.parents and step.child:
        terms = [abs(evaluated(t, {})) for t in re.split(r" \+ ", shown)]
        size = np.max(np.nan_to_num(terms), initial=1.0)
        close(shown, {}, step.value, 4e-3 * size)


@pytest.mark.parametrize("f", UFUNCS, ids=lambda f: f.__name__)
def test_every_rule_is_well_said(f):
    ends = np.array(UFUNCS[f].domain)
    at = ends @ [0.47, 0.53] + 0.05 * np.arange(len(ends))
    found = graph(lambda *w: f(*w), *at)
    assert [v.operation for v in found.steps] and len(found.steps) == 1
    for step in sweeps(found, *at):
        well_said(step, found.values(*at))
        MATHTEXT.parse(f"${step.latex}$")
        if step.kind == "partial":
            close(step.symbols, found.values(*at), step.value, 1e-12)
            assert (step.left, step.rule) == (f"∂a/∂{step.parents[0]}", found["a"].rule)


@settings(max_examples=60)
@given(FORMULAS)
def test_random_formulas_are_well_said(text):
    g = parse(text)
    at = (-0.5, 1.25, 0.8)[: len(g.inputs)]
    try:
        found = graph(g, *at)
    except TracingError:
        return
    values = found.values(*at)
    steps = sweeps(found, *at)
    if all(np.all(np.abs(s.value) < 1e3) for s in steps):
        for step in steps:
            well_said(step, values)


SENTENCES = {
    "evaluate": [
        "w = 1.5 goes in.",
        "a = tanh(w) = tanh(1.5) = 0.9051.",
        "b = cos(w) = cos(1.5) = 0.07074.",
        "c = log(w) = log(1.5) = 0.4055.",
        "d = a * b = 0.9051 * 0.07074 = 0.06403.",
        "e = c + d = 0.4055 + 0.06403 = 0.4695.",
    ],
    "forward": [
        "The derivative of w is 1, whatever w is.",
        "a = tanh(w) changes through w: its derivative is (1 - tanh(w)**2) × d/dw w"
        " = 0.1807 × 1 = 0.1807.",
        "b = cos(w) changes through w: its derivative is (-sin(w)) × d/dw w"
        " = (-0.9975) × 1 = -0.9975.",
        "c = log(w) changes through w: its derivative is 1 / w × d/dw w = 0.6667 × 1 = 0.6667.",
        "d = a * b changes through a and b: its derivative is b × d/dw a + a × d/dw b"
        " = 0.07074 × 0.1807 + 0.9051 × (-0.9975) = -0.8901.",
        "e = c + d changes through c and d: its derivative is 1 × d/dw c + 1 × d/dw d"
        " = 1 × 0.6667 + 1 × (-0.8901) = -0.2234.",
    ],
    "partials": [
        "The derivative of a = tanh(w) by w is 1 - tanh(w)**2 = 0.1807.",
        "The derivative of b = cos(w) by w is -sin(w) = -0.9975.",
        "The derivative of c = log(w) by w is 1 / w = 0.6667.",
        "The derivative of d = a * b by a is b = 0.07074.",
        "The derivative of d = a * b by b is a = 0.9051.",
        "The derivative of e = c + d by c is 1.",
        "The derivative of e = c + d by d is 1.",
    ],
    "reverse": [
        "The sweep begins at the end: the derivative of e by itself is 1.",
        "From e back to c: the derivative of c + d by c is 1. So c gets 1 × 1 = 1.",
        "From e back to d: the derivative of c + d by d is 1. So d gets 1 × 1 = 1.",
        "From d back to a: the derivative of a * b by a is b = 0.07074."
        " So a gets 1 × 0.07074 = 0.07074.",
        "From d back to b: the derivative of a * b by b is a = 0.9051."
        " So b gets 1 × 0.9051 = 0.9051.",
        "From c back to w: the derivative of log(w) by w is 1 / w = 0.6667."
        " So w gets 1 × 0.6667 = 0.6667.",
        "From b back to w: the derivative of cos(w) by w is -sin(w) = -0.9975."
        " So w gets 0.9051 × (-0.9975) = -0.9029, added to the 0.6667 that it has: -0.2362.",
        "From a back to w: the derivative of tanh(w) by w is 1 - tanh(w)**2 = 0.1807."
        " So w gets 0.07074 × 0.1807 = 0.01278, added to the -0.2362 that it has: -0.2234.",
    ],
}


@pytest.mark.parametrize("sweep", SENTENCES)
def test_sentences_of_the_chapter(sweep):
    steps = getattr(graph(b23, 0.5), sweep)(1.5)
    own = {"evaluate": "value", "forward": "tangent", "partials": "partial", "reverse": "adjoint"}
    assert [s.sentence for s in steps if s.kind == own[sweep]] == SENTENCES[sweep]
    others = [s.sentence for s in steps if s.kind != own[sweep]]
    assert others == (SENTENCES["evaluate"] if sweep in ("forward", "partials") else [])


# Formula and inputs; operation, numbers and LaTeX of its only step; partials; rule.
CAPTIONS = r"""
w^3; -2; w**3; (-2)**3; w^{3}; 3 * w**2; power rule
w^0.5; 4; w**0.5; 4**0.5; w^{0.5}; 0.5 * w**(-0.5); power rule
2^w; 3; 2**w; 2**3; 2^{w}; 2**w * log(2); power rule
-2/w; 4; -2 / w; -2 / 4; \frac{-2}{w}; 2 / w**2; quotient rule
w1/w2; -1, -4; w1 / w2; -1 / (-4); \frac{w_1}{w_2}; 1 / w2, -w1 / w2**2; quotient rule
abs(w); -3; abs(w); abs(-3); \left|w\right|; sign(w); rule of absolute
max(0, w); -3; max(w, 0); max(-3, 0); \max(w, 0); (w > 0) + 0.5 * (w == 0); Table B.1
w - pi; -1; w - 3.142; -1 - 3.142; w - 3.142; 1; difference rule
2*w; -1; 2 * w; 2 * (-1); 2 w; 2; Table B.2, constant
w + 1e-5; 0.5; w + 1e-05; 0.5 + 1e-05; w + 1 \cdot 10^{-5}; 1; Table B.2, constant
-w; 1.5; -w; -1.5; -w; -1; constant factor
softplus(w); 1; logaddexp(0, w); logaddexp(0, 1); \operatorname{logaddexp}(0, w); \
exp(w) / (exp(0) + exp(w)); rule of logaddexp
"""


@pytest.mark.parametrize("line", CAPTIONS.replace("\\\n", "").strip().split("\n"))
def test_captions(line):
    formula, at, operation, numbers, latex, partials, rule = line.split("; ")
    at = [float(x) for x in at.split(", ")]
    found = graph(parse(formula), *at)
    step = found.evaluate(*at)[-1]
    assert (step.symbols, step.numbers, step.rule) == (operation, numbers, rule)
    assert step.latex == f"a = {latex}"
    assert ", ".join(s.symbols for s in found.partials(*at) if s.kind == "partial") == partials
    assert step.sentence.endswith(f" = {parse(formula)(*at):.4g}.")


def test_latex_of_the_sweeps():
    found = graph(lambda w1, w2: w1 * w2 + w1, 1.0, 2.0)
    latex = [s.latex for s in (*found.forward(1.0, -1e-5), *found.reverse(1.0, -1e-5))]
    assert latex == [
        *("w_1 = 1", r"\nabla w_1 = (1, 0)", r"w_2 = -1 \cdot 10^{-5}", r"\nabla w_2 = (0, 1)"),
        *("a = w_1 w_2", r"\nabla a = w_2 \times \nabla w_1 + w_1 \times \nabla w_2"),
        *("b = w_1 + a", r"\nabla b = 1 \times \nabla w_1 + 1 \times \nabla a"),
        r"\frac{\partial b}{\partial b} = 1",
        r"\frac{\partial b}{\partial w_1} = \frac{\partial b}{\partial b} \times 1",
        r"\frac{\partial b}{\partial a} = \frac{\partial b}{\partial b} \times 1",
        r"\frac{\partial b}{\partial w_1} \;{+}{=}\; \frac{\partial b}{\partial a} \times w_2",
        r"\frac{\partial b}{\partial w_2} = \frac{\partial b}{\partial a} \times w_1",
    ]
    assert graph(b23, 1.5).forward(1.5)[-1].latex == (
        r"\frac{d}{dw}e = 1 \times \frac{d}{dw}c + 1 \times \frac{d}{dw}d"
    )
    second = found.reverse(1.0, 2.0)[-2]
    assert (second.left, second.symbols, second.numbers, second.value) == (
        *("∂b/∂w1", "∂b/∂w1 + ∂b/∂a × w2", "1 + 1 × 2", 3.0),
    )


def test_direction():
    steps = graph(b25, 1.0, 2.0).forward(1.0, 2.0, seed=(0.5, -1))
    assert last(steps, "tangent") == {"w1": 0.5, "w2": -1, "a": 1, "b": -4, "c": -3}
    assert steps[1].sentence == "The derivative of w1 is 0.5, the direction that was chosen."
    assert steps[-1].left == "d/dt c" and r"\frac{d}{dt}c" in steps[-1].latex


TEXTS = [
    (short, (-0.0,), "0"),
    (short, (12345.678,), "1.235e+04"),
    (short, (np.array([1.0, -0.25]),), "(1, -0.25)"),
    (neat, ("2.0 * w1 + 0.1234567 * exp(-1e-07) + 10",), "2 * w1 + 0.1235 * exp(-1e-07) + 10"),
    (in_numbers, ("1e-05 * e + e**2 - e", {"e": -0.5}), "1e-05 * (-0.5) + (-0.5)**2 - (-0.5)"),
    (in_numbers, ("max(a, b) + aa", {"a": -1.0, "b": -2.0}), "max(-1, -2) + aa"),
    (tex, ("cube_partial(w)",), r"\operatorname{cube\_partial}(w)"),
    (tex, ("w if w > 0 else w % 2",), r"\text{w if w > 0 else w \% 2}"),
    (tex, ("-inf",), r"-\infty"),
    (tex, ("(w != 1) & (w > rate_2)",), r"w \neq 1 \wedge w > \mathrm{rate}_2"),
]


@pytest.mark.parametrize("function, args, expected", TEXTS)
def test_texts(function, args, expected):
    assert function(*args) == expected
    if function is tex:
        MATHTEXT.parse(f"${expected}$")


def test_products():
    def products(steps):
        return {
            s.child + s.parents[0] if s.kind == "adjoint" else s.child: s.products for s in steps
        }

    found = graph(b25, 1.0, 2.0)
    assert products(found.forward(1.0, 2.0)) == {"w1": 0, "w2": 0, "a": 2, "b": 2, "c": 4}
    assert products(found.forward(1.0, 2.0, seed=[1, 0])) == {
        "w1": 0,
        "w2": 0,
        "a": 1,
        "b": 1,
        "c": 2,
    }
    assert products(found.reverse(1.0, 2.0)) == {"c": 0, "ca": 1, "cb": 1, "aw1": 1, "bw2": 1}


def test_evaluation_trace():
    rows = graph(b25, 1.0, 2.0).table(1.0, 2.0)
    assert [(r["v"], r["name"], r["operation"], r["value"], r["adjoint"]) for r in rows] == [
        *(("v-1", "w1", "v-1", 1, 2), ("v0", "w2", "v0", 2, 4)),
        *(("v1", "a", "v-1**2", 1, 1), ("v2", "b", "v0**2", 4, 1), ("v3", "c", "v1 + v2", 5, 1)),
    ]
    assert [list(r["tangent"]) for r in rows] == [[1, 0], [0, 1], [2, 0], [0, 4], [2, 4]]
    # The e of 1e-05 is no vertex, and an input that is not used has the adjoint 0.
    rows = graph(lambda w, x: 1e-5 * (w + w + w + w) ** 2, 1.0, 2.0).table(3.0, 4.0)
    assert rows[-1]["operation"] == "1e-05 * v4" and rows[1]["adjoint"] == 0.0
    assert rows[0]["adjoint"] == pytest.approx(32e-5 * 3)


def test_rules_of_a_readers_own():
    cube = adlite.rule(lambda w: w**3, lambda y, w: 3 * w**2, name="cube")
    area = adlite.rule(
        lambda a, b: a * b, lambda y, a, b: b, lambda y, a, b: a, book=("b", "a"), name="area"
    )
    found = graph(lambda w, x: area(x, cube(w)), 1.0, 1.0)
    assert [(v.operation, *v.partials) for v in found.steps] == [
        ("cube(w)", "cube_partial(cube(w), w)"),
        ("area(x, a)", "a", "x"),
    ]
    assert found.gradient(2.0, 5.0) == (60.0, 8.0)
    assert list(found.forward(2.0, 5.0)[-1].value) == [60.0, 8.0]


def test_text_trace_and_names():
    assert str(graph(lambda w: w * (w > 0) + 2.5 * w**3, 1.0)).split("\n") == [
        *("inputs w", "a = multiply w 1", "b = power w 3"),
        *("c = multiply 2.5 b", "d = add a c", "output d"),
    ]
    assert repr(graph(b25, 1.0, 2.0)["a"]) == "a = w1**2"
    # A step has no name of an input, and none of the many is a letter.
    assert names(graph(lambda a, b: a * b + b, 1.0, 2.0)) == "a b c d"
    many = graph(lambda w: sum(w**k for k in range(2, 20)), 1.0)
    assert names(many)[:11] == "w v1 v2 v3 " and many.output.name == "v36"
