"""Typed formulas: what they compute, how they are printed, and what is said about wrong ones."""

import math
import re
import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.mathtext import MathTextParser

import adlite
from adlite import grad, parse
from adlite.referee import with_autograd_numpy

# Text, its value at w = 0.5 (other inputs 0.7, 0.9, ...), tidy text, inputs.
GOOD = {
    "tanh(w)*cos(w) + log(w)": (
        math.tanh(0.5) * math.cos(0.5) + math.log(0.5),
        "tanh(w) * cos(w) + log(w)",
        "w",
    ),
    "w1^2 + w2^2": (0.5**2 + 0.7**2, "w1**2 + w2**2", "w1 w2"),
    "w10 - w2 + a*w": (0.9 - 0.7 + 1.1 * 0.5, "w10 - w2 + a * w", "w w2 w10 a"),
    "b - a": (-0.2, "b - a", "b a"),
    "max(0, w)": (0.5, "max(0, w)", "w"),
    "min(2, w, 0.25)": (0.25, "min(2, w, 0.25)", "w"),
    "-w^2": (-0.25, "-w**2", "w"),
    "(-w)^2": (0.25, "(-w)**2", "w"),
    "2^3^2": (512.0, "2**3**2", "w"),
    "2^-w": (2**-0.5, "2**(-w)", "w"),
    "8/2/2 - 1 - 1": (0.0, "8 / 2 / 2 - 1 - 1", "w"),
    "+w - -w*+2": (1.5, "w - -w * 2", "w"),
    "3": (3.0, "3", "w"),
    "pi + e": (math.pi + math.e, "pi + e", "w"),
    "1e3 + .5 + 2. + 007": (1009.5, "1000 + 0.5 + 2 + 7", "w"),
    "1e20*w": (5e19, "1e+20 * w", "w"),
    "2.5e-7*w": (1.25e-7, "2.5e-07 * w", "w"),
    "9**9**9**9": (math.inf, "9**9**9**9", "w"),
    "1/0": (math.inf, "1 / 0", "w"),
    "log(-w)": (math.nan, "log(-w)", "w"),
    "(-8)^(1/3)": (math.nan, "(-8)**(1 / 3)", "w"),
    "  √(w)·π² − w₁×w_2 ÷ 2⁻¹ ": (
        math.sqrt(0.5) * math.pi**2 - 0.7 * 0.9 / 0.5,
        "sqrt(w) * pi**2 - w1 * w2 / 2**(-1)",
        "w w1 w2",
    ),
    "asin(w) + atan(w)": (
        math.asin(0.5) + math.atan(0.5),
        "arcsin(w) + arctan(w)",
        "w",
    ),
    "ln(w) + log2(w) + log10(w)": (
        math.log(0.5) - 1 + math.log10(0.5),
        "log(w) + log2(w) + log10(w)",
        "w",
    ),
    "cbrt(w) + square(w)": (0.5 ** (1 / 3) + 0.25, "cbrt(w) + square(w)", "w"),
    "relu(-w) + relu(w)": (0.5, "relu(-w) + relu(w)", "w"),
    "sigmoid(w)": (1 / (1 + math.exp(-0.5)), "sigmoid(w)", "w"),
    "softplus(w)": (math.log(1 + math.exp(0.5)), "softplus(w)", "w"),
    "cot(w)*sec(w)*csc(w)": (1 / math.sin(0.5) ** 2, "cot(w) * sec(w) * csc(w)", "w"),
    "atan2(x, w) + hypot(w, x)": (
        math.atan2(0.7, 0.5) + math.hypot(0.5, 0.7),
        "arctan2(x, w) + hypot(w, x)",
        "w x",
    ),
    "abs(-w) + sgn(-w) + floor(w) + ceil(w)": (
        0.5,
        "abs(-w) + sign(-w) + floor(w) + ceil(w)",
        "w",
    ),
    "where(w ≤ 0, -w, w^2)": (0.25, "where(w <= 0, -w, w**2)", "w"),
    "(w > 0) + (w < 1) - (w >= 1)": (2.0, "(w > 0) + (w < 1) - (w >= 1)", "w"),
}


def points(count):
    return [0.5 + 0.2 * i for i in range(count)]


@pytest.mark.parametrize("text", GOOD)
def test_value_tidy_text_and_inputs(text):
    value, tidy, inputs = GOOD[text]
    g = parse(text)
    assert (g.formula, g.inputs, g.__name__) == (tidy, tuple(inputs.split()), tidy)
    found = g(*points(len(g.inputs)))
    assert type(found) is np.float64
    assert found == pytest.approx(value, rel=1e-14, nan_ok=True)
    arrays = g(*[np.full((2, 3), x) for x in points(len(g.inputs))])
    assert arrays.dtype == np.float64
    np.testing.assert_allclose(arrays, np.full((2, 3), value), rtol=1e-14)
    again = parse(tidy)
    assert (again.formula, again.inputs, again.latex) == (tidy, g.inputs, g.latex)


def test_whole_numbers_lists_and_single_precision():
    g = parse("w^w1 + w1")
    assert g(2, -1) == -0.5
    assert g(np.array([2, 4]), np.array(-1)).tolist() == [-0.5, -0.75]
    assert parse("w^2")([1, 2]).tolist() == [1.0, 4.0]
    assert parse("2*w + pi*(1/3)")(np.float32(1)).dtype == np.float32
    assert parse("w^2/3")(0.5 + 1j) == pytest.approx((0.5 + 1j) ** 2 / 3)
    with pytest.raises(TypeError, match=r"give 2 values \(w, w1\), not 1\."):
        g(1.0)


LATEX = {
    "tanh(w)*cos(w) + log(w)": r"\tanh(w) \cos(w) + \log(w)",
    "w1^2/w10": r"\frac{w_1^{2}}{w_{10}}",
    "2*3*w*2": r"2 \cdot 3 w \cdot 2",
    "2*(1/2)": r"2 \cdot \frac{1}{2}",
    "-w*x - (-w) - (w - 1)": r"-w x - (-w) - (w - 1)",
    "(w + 1)*(-w)": r"(w + 1) (-w)",
    "w*(-w*w)": r"w (-w w)",
    "exp(w)^2 + (w/2)^2": r"\left(e^{w}\right)^{2} + \left(\frac{w}{2}\right)^{2}",
    "sqrt(w) + cbrt(abs(w/2))": r"\sqrt{w} + \sqrt[3]{\left|\frac{w}{2}\right|}",
    "max(0, w)*min(1, w)*pi": r"\max(0, w) \min(1, w) \pi",
    "log2(w)*relu(w^2)": r"\log_2(w) \operatorname{relu}\left(w^{2}\right)",
    "2^3^w": r"2^{3^{w}}",
    "(w < 1)*(w >= 0)": r"(w < 1) (w \geq 0)",
    "1e-5*w": r"1 \cdot 10^{-5} w",
}


@pytest.mark.parametrize("text", LATEX)
def test_latex(text):
    assert parse(text).latex == LATEX[text]


NAMESPACE = {
    **{f.__name__: f for f in (np.sin, np.cos, np.tanh, np.exp, np.log, np.sqrt, np.arctan)},
    **{"max": np.maximum, "min": np.minimum, "abs": np.absolute, "F": np.float64},
    **{"relu": lambda a: np.maximum(0, a), "square": lambda a: a**2},
    **{"sigmoid": lambda a: 1 / (1 + np.exp(-a)), "softplus": lambda a: np.logaddexp(0, a)},
}
ONE = [name for name in NAMESPACE if name not in ("max", "min", "F")]
FORMULAS = st.recursive(
    st.sampled_from(["w", "w", "w1", "x", "2", "0.5", "3", "1.25"]),
    lambda inner: st.one_of(
        st.builds("{}({})".format, st.sampled_from(ONE), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["max", "min"]), inner, inner),
        st.builds("{} {} {}".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner),
        st.builds("({})**{}".format, inner, st.sampled_from(["2", "-1", "0.5", "w", "(x/w)"])),
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
    ),
    max_leaves=12,
)


def by_python(text, numpy=np):
    """Evaluate the same text by Python, with floats for its numbers, as a referee."""
    text = re.sub(r"(?<![\w.])[0-9][0-9.]*", r"F(\g<0>)", text)
    names = {
        name: getattr(numpy, getattr(function, "__name__", ""), function)
        for name, function in NAMESPACE.items()
    }
    if numpy is anp:
        names |= {"relu": lambda a: anp.maximum(0, a), "softplus": lambda a: anp.logaddexp(0, a)}
        names |= {"sigmoid": lambda a: 1 / (1 + anp.exp(-a))}
    return lambda **inputs: eval(text, {"__builtins__": {}, **names, **inputs})


@settings(max_examples=200)
@given(FORMULAS)
def test_random_formula_is_what_python_makes_of_it(text):
    g = parse(text)
    at = dict(zip(g.inputs, map(np.float64, (0.5, 1.3, 0.8)), strict=False))
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(g(*at.values()), by_python(text)(**at), rtol=1e-12)
        again = parse(g.formula)
        assert (again.formula, again.latex) == (g.formula, g.latex)
        np.testing.assert_array_equal(again(*at.values()), g(*at.values()))
        np.testing.assert_allclose(g(*at.values()), from_latex(g.latex)(**at), rtol=1e-12)


@settings(max_examples=200)
@given(FORMULAS)
def test_derivative_of_random_formula_equals_autograd(text):
    g = parse(text)
    at = (0.5, 1.3, 0.8)[: len(g.inputs)]
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # autograd warns of formulas without an input
        if not np.isfinite(g(*at)):  # Python would go on with complex numbers
            return
        for i, name in enumerate(g.inputs):
            others = dict(zip(g.inputs, at, strict=True))
            written = by_python(text, anp)
            theirs = autograd.grad(lambda v, n=name, o=others, f=written: f(**{**o, n: v}))(at[i])
            if abs(theirs) < 1e50:
                expected = pytest.approx(theirs, rel=1e-9, abs=1e-9)
                assert grad(g, i)(*at) == expected
                assert autograd.grad(with_autograd_numpy(g), i)(*at) == expected


def from_latex(latex):
    """Read LaTeX as a person would, innermost pieces first."""
    for pattern, better in (
        *((r"\\left\|", "abs("), (r"\\right\|", ")"), (r"\\left|\\right", "")),
        *(
            (r"_(?:(\d)|\{(\d+)\})", r"\1\2"),
            (r"\\operatorname\{(\w+)\}", r"\1"),
            (r" \\cdot ", "*"),
        ),
        *((r" ([-+<>]) ", r"\1"), (", ", ",")),
    ):
        latex = re.sub(pattern, better, latex)
    before = ""
    while before != latex:
        before = latex
        latex = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", latex)
        latex = re.sub(r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)", latex)
        latex = re.sub(r"\be\^\{([^{}]*)\}", r"exp(\1)", latex)
        latex = re.sub(r"(?<!\be)\^\{([^{}]*)\}", r"**(\1)", latex)
    return by_python(latex.replace(" ", "*").replace("\\", ""))


MATHTEXT = MathTextParser("path")
KATEX = re.findall(
    "[a-z]+",
    "frac sqrt left right cdot pi leq geq operatorname log max min sin cos tan cot sec csc"
    " sinh cosh tanh arcsin arccos arctan",
)


@pytest.mark.parametrize("text", [*GOOD, *LATEX])
def test_latex_can_be_drawn(text):
    latex = parse(text).latex
    MATHTEXT.parse(f"${latex}$")
    assert set(re.findall(r"\\([A-Za-z]+)", latex)) <= {*KATEX}


@settings(max_examples=50)
@given(FORMULAS)
def test_latex_of_random_formula_can_be_drawn(text):
    MATHTEXT.parse(f"${parse(text).latex}$")


@pytest.mark.parametrize("text", [t for t in GOOD if math.isfinite(GOOD[t][0])])
def test_check_agrees(text):
    g = parse(text)
    at = points(len(g.inputs))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = adlite.check(g, at[0] if len(at) == 1 else tuple(at))
    assert report.agrees, report
    assert "cbrt" in text or not report.failed


def test_slopes_at_and_beside_kinks():
    assert grad(parse("relu(w)"))(-1.0) == 0
    assert grad(parse("abs(w)"))(-2.0) == -1
    assert grad(parse("where(w < 1, w^2, 3*w)"))(np.float64(0.5)) == 1
    assert grad(parse("where(w < 1, w^2, 3*w)"))(2.0) == 3
    assert str(adlite.one_sided(parse("max(0, w)"), 0.0)).endswith(
        "0 from the left, 1 from the right"
    )


@pytest.mark.parametrize(
    "text", ["w²", "w⁻¹", "w" + "³" * 50, "w^" + "3" * 50, "--w", "sin(sin(w))" + "*w" * 90]
)
def test_tidy_text_is_a_fixed_point(text):
    g = parse(text)
    assert parse(g.formula).formula == g.formula
    np.testing.assert_array_equal(parse(g.formula)(0.5), g(0.5))


@pytest.mark.parametrize(
    ("text", "steps", "result"),
    [
        ("sin(w) + 1", (("sin", (0,)), ("add", (1, 1.0))), 2),
        ("w1*w", (("multiply", (1, 0)),), 2),
        ("w", (), 0),
        ("2 + 1", (), 3.0),
        ("min(w, 1, 0)", (("minimum", (0, 1.0)), ("minimum", (1, 0.0))), 2),
        ("where(w < 1, w, 2)", None, None),
    ],
)
def test_steps_are_numpy_functions_that_lead_from_the_inputs_to_the_result(text, steps, result):
    g = parse(text)
    if steps is not None:
        assert (g.steps, g.result) == (steps, result)
    for w in (0.25, 4.0):
        values = [np.float64(w)] * len(g.inputs)
        for name, parts in g.steps:
            arguments = [values[part] if type(part) is int else part for part in parts]
            values.append(getattr(np, name)(*arguments))
        told = values[g.result] if type(g.result) is int else g.result
        assert told == g(*[w] * len(g.inputs))


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("w1 + w", "w w1"),
        ("w0 + w", "w w0"),
        ("w20 + w19", "w19 w20"),
        ("a + w0", "w0 a"),
        ("b + w + a", "w b a"),
    ],
)
def test_inputs_are_counted_as_a_reader_counts_them(text, inputs):
    assert " ".join(parse(text).inputs) == inputs


def test_a_float_is_taken_as_it_is():
    w = np.float64(0.5)
    assert parse("w")(w) is w


def test_the_longest_formula_counts_as_it_is_printed():
    fits = "+".join(["w100"] * 70) + "+1234567890"
    assert len(fits) < 500 == len(parse(fits).formula)
    with pytest.raises(adlite.FormulaError, match="tidy, this is longer than 500.*: shorten it"):
        parse(fits.replace("+1234567890", "+12345678901"))
