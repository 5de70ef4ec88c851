"""`PartialDerivatives`: its slopes are autograd's, mpmath's and those of closed forms."""

import re

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest

from widgets import InputError, PartialDerivatives, drag


def slopes_said(sentence):
    found = re.findall(r"the slope along \w+ is (−?[\d.]+)", sentence)
    return [float(slope.rstrip(".").replace("−", "-")) for slope in found]


def number(text):
    """Return a number from its words; one with a power of ten is round-off here."""
    return 0.0 if "10⁻" in text else float(text.replace("−", "-"))


def table(explorer):
    """Return the numbers beside the maps: three rows for adlite, autograd, central."""
    rows = {row.name: row.cells for row in explorer.numbers}
    return [[number(x) for x in rows[name]] for name in ("adlite", "autograd", "central")]


def by_autograd(g, w1, w2):
    return [float(slope) for slope in autograd.grad(g, (0, 1))(w1, w2)]


FORMULAS = {
    "tanh(w1*w2)": lambda a, b: anp.tanh(a * b),
    "w1^2 + w2^2": lambda a, b: a**2 + b**2,
    "sin(w1)*exp(w2) - w1": lambda a, b: anp.sin(a) * anp.exp(b) - a,
    "w2/(w1^2 + 2)": lambda a, b: b / (a**2 + 2),
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_slopes_are_autograds(formula):
    explorer = PartialDerivatives(formula)
    for w1, w2 in ((0.5, 1.0), (-1.25, 0.375), (2.0, -2.0), (0.0, 0.0)):
        drag(explorer, w1=w1)
        sentence = drag(explorer, w2=w2)
        want = by_autograd(FORMULAS[formula], w1, w2)
        assert slopes_said(sentence) == pytest.approx(want, rel=1e-3, abs=1e-9)
        assert sentence.endswith("adlite, autograd and the central quotient agree.")
        for row in table(explorer):
            assert row == pytest.approx(want, rel=1e-3, abs=1e-4)


def test_the_chapters_function_has_the_slopes_of_the_closed_form_and_of_mpmath():
    explorer = PartialDerivatives(w1=0.75, w2=-1.5)
    with mpmath.workdps(30):
        want = [
            mpmath.diff(lambda a, b: mpmath.tanh(a * b), (0.75, -1.5), n) for n in ((1, 0), (0, 1))
        ]
    closed = 1 - np.tanh(0.75 * -1.5) ** 2
    assert [float(x) for x in want] == pytest.approx([-1.5 * closed, 0.75 * closed])
    assert slopes_said(explorer.sentence) == pytest.approx([float(x) for x in want], rel=1e-3)


def test_a_place_between_the_positions_is_worked_out_alone():
    explorer = PartialDerivatives(w1=0.51, w2=1.03)
    want = by_autograd(lambda a, b: anp.tanh(a * b), 0.51, 1.03)
    for row in table(explorer):
        assert row == pytest.approx(want, rel=1e-3)


@pytest.mark.parametrize(
    ("g", "right", "left"),
    [
        (lambda a, b: a**2 * b if a > 0.3 else a * b, [1, 0.25], [1, -1]),
        (lambda a, b: 7.0, [0, 0], [0, 0]),
        (lambda w: w[0] ** 2 * w[1], [1, 0.25], [-2, 1]),
        (lambda a, b: np.sum(np.array([a, b]) ** 2) + a * b, [2, 2.5], [-1, 1]),
    ],
)
def test_a_function_that_takes_no_arrays_or_mixes_them_is_taken_point_by_point(g, right, left):
    explorer = PartialDerivatives(g, w1=0.5, w2=1.0)
    assert slopes_said(explorer.sentence) == pytest.approx(right)
    assert slopes_said(drag(explorer, w1=-1)) == pytest.approx(left)


def test_the_lines_and_crosses_stand_where_the_point_is():
    explorer = PartialDerivatives("w1^2*w2", w1=1.0, w2=0.5)
    axes = explorer.figure.axes
    for ax in axes[:3]:
        upright, level, point = ax.lines
        assert point.get_data() == ([1.0], [0.5])
        assert set(upright.get_xdata()) == {1.0} and set(level.get_ydata()) == {0.5}
    for ax, slope, at in ((axes[3], 1.0, 1.0), (axes[4], 1.0, 0.5)):
        curve, line, dot = ax.lines
        (x0, x1), (y0, y1) = line.get_data()
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope)
        assert dot.get_xdata() == [at] and dot.get_ydata() == [0.5]
        assert np.interp(at, *curve.get_data()) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("g", "at", "says"),
    [
        ("abs(w1)*w2", (0, 1), "no partial derivative along w₁: left and right do not agree"),
        ("abs(w1)*w2", (0, 1), "the slope along w₂ is 0."),
        ("max(w1, w2)", (0.5, 0.5), "the slope tends to 0 from the left and to 1 from the right"),
        ("cbrt(w1) + w2", (0, 1), "along w₁: the slope grows without bound"),
        ("log(w1)*w2", (-1, 1), "g is not defined: it has no partial derivative there"),
        ("1/(w1*w2)", (0, 1), "g is not defined"),
        ("1/(w1*w2)", (0.125, 1), "the slope along w₁ is −64."),
        ("sqrt(w1) + w2", (0, 1), "It has no partial derivative along w₁"),
        ("x + 2*y", (1, 1), "With x held still the slope along y is 2."),
        ("7", (1, 1), "along w is 0. With w held still the slope along w₂ is 0. adlite, autograd"),
        ("sin(w1)", (0, 1), "With w₂ held still the slope along w₁ is 1."),
    ],
)
def test_kinks_poles_edges_and_plain_cases_are_said(g, at, says):
    assert says in PartialDerivatives(g, w1=at[0], w2=at[1]).sentence


BAD = {
    r"a formula of 2 inputs; .* has 3": "a*b*c",
    "g gives no number anywhere": "log(-w1^2 - 1)",
    "g cannot be differentiated": lambda a, b: __import__("math").sin(a) * b,
    "array of shape": lambda a, b: np.array([a, b]),
}


@pytest.mark.parametrize("complaint", BAD)
def test_a_bad_function_is_one_sentence_and_the_last_picture_stays(complaint):
    shown = PartialDerivatives("w1*w2")
    before = repr(shown), shown.scene, shown.g
    with pytest.raises(InputError, match=complaint) as refused:
        shown.g = BAD[complaint]
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 250
    assert (repr(shown), shown.scene, shown.g) == before


@pytest.mark.parametrize(
    "bad", [{"g": 7}, {"window": (1, 1)}, {"window": "abc"}, {"w1": "x"}, {"w2": float("nan")}]
)
def test_bad_presets_are_one_sentence(bad):
    with pytest.raises(InputError) as refused:
        PartialDerivatives(**bad)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 250


def test_another_formula_keeps_the_sliders_where_they_stand():
    explorer = PartialDerivatives(w1=1.0, w2=-0.5)
    explorer.formula = "w1^2 + w2"
    assert (explorer.w1, explorer.w2) == (1.0, -0.5)
    assert slopes_said(explorer.sentence) == [2.0, 1.0]
    assert explorer.controls["w1"].label == "w₁"


def test_two_windows():
    explorer = PartialDerivatives("u*v", w1=1, w2=8, window=((0, 2), (5, 9)))
    assert slopes_said(explorer.sentence) == [8.0, 1.0]
    assert explorer.controls["w2"].label == "v"
