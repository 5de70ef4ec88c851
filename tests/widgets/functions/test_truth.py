"""What explorers call the truth, against closed forms and against mpmath's own derivatives."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlite.formulas.grammar import ARITY
from widgets.functions import Function, parse_formula, why_no_derivative
from widgets.functions.long_numbers import LongFormula

INF, NAN = math.inf, math.nan
TIE = "max(0, max(0, w)) - max(0, max(0, -w))"

# Formula, place, slope from the left and from the right; where both are the same, the derivative.
KNOWN = [
    (TIE, 0.0, 1.0, 1.0),
    ("max(0, w^2)", 0.0, 0.0, 0.0),
    ("abs(w)*w", 0.0, 0.0, 0.0),
    ("cbrt(w)^3", 0.0, 1.0, 1.0),
    ("sqrt(w^4)", 0.0, 0.0, 0.0),
    ("abs(w)^1.5", 0.0, 0.0, 0.0),
    ("exp(-1/w^2)", 0.0, 0.0, 0.0),
    ("w/log(abs(w))", 0.0, 0.0, 0.0),
    ("sqrt(w^2 + 1e-300)", 0.0, 0.0, 0.0),
    ("(1 - cos(w))/w^2", 1e-6, -1e-6 / 12, -1e-6 / 12),
    ("sinh(w) - exp(w)/2", 20.0, math.exp(-20) / 2, math.exp(-20) / 2),
    ("sinh(w) - exp(w)/2", 200.0, math.exp(-200) / 2, math.exp(-200) / 2),
    ("log(w)", 1e-12, 1e12, 1e12),
    ("w^2", 1e-40, 2e-40, 2e-40),
    ("abs(sin(w)^2 + cos(w)^2 - 1)", 0.4, 0.0, 0.0),
    ("abs(w)", 0.0, -1.0, 1.0),
    ("1e-300*abs(w)", 0.0, -1e-300, 1e-300),
    ("1e9*w + abs(w)", 0.0, 1e9 - 1, 1e9 + 1),
    ("w + 1e-17*abs(w)", 0.0, float(1 - mpmath.mpf(1e-17)), float(1 + mpmath.mpf(1e-17))),
    ("hypot(w, w)", 0.0, -math.sqrt(2), math.sqrt(2)),
    ("sqrt(1 - cos(w))", 0.0, -math.sqrt(0.5), math.sqrt(0.5)),
    ("arccos(cos(w))", 0.0, -1.0, 1.0),
    ("cbrt(w)", 0.0, INF, INF),
    ("abs(w)^0.9", 0.0, -INF, INF),
    ("where(w > 0, 1e-7, 0)", 0.0, 0.0, INF),
    ("floor(w)", 0.0, INF, 0.0),
]


@pytest.mark.parametrize(("formula", "w0", "left", "right"), KNOWN)
def test_one_sided_slopes_of_formulas(formula, w0, left, right):
    g = Function(formula, (-1, 1) if "log(w)" not in formula else (0, 1))
    sides = g.one_sided(w0)
    assert [sides.left, sides.right] == pytest.approx([left, right], rel=1e-12, abs=0)
    # Two of them differ by less than a float shows.
    same = left == right and math.isfinite(left) and "1e-17" not in formula
    assert sides.differentiable is same
    assert g.slope(w0) == pytest.approx(left if same else NAN, rel=1e-12, abs=0, nan_ok=True)


def test_kinks_that_look_alike_are_told_apart_in_words():
    words = why_no_derivative(Function("1e9*w + abs(w)", (-1, 1)).one_sided(0.0))
    assert "10⁹, 2 more, from the right" in words
    words = why_no_derivative(Function("w + 1e-17*abs(w)", (-1, 1)).one_sided(0.0))
    assert words == "left and right do not agree, by less than a float can show"
    assert why_no_derivative(Function("floor(w)", (-1, 1)).one_sided(0.0)) == "g jumps there"


SMOOTH = {
    "tanh(w)*cos(w) + log(w + 9)": lambda w, m: m.tanh(w) * m.cos(w) + m.log(w + 9),
    "exp(-w^2)/(1 + w^2)": lambda w, m: m.exp(-(w**2)) / (1 + w**2),
    "(1 - cos(w))/w^2": lambda w, m: (1 - m.cos(w)) / w**2,
    "max(sin(w), w/2)*w": lambda w, m: max(m.sin(w), w / 2) * w,
    "sqrt(w^2 + 2)^3 - abs(w)*w^2": lambda w, m: m.sqrt(w**2 + 2) ** 3 - abs(w) * w**2,
}


@pytest.mark.parametrize("formula", SMOOTH)
@settings(max_examples=25, deadline=None)
@given(w0=st.floats(-8, 8).filter(lambda w: abs(w) > 1e-12))
def test_slopes_are_those_of_mpmath(formula, w0):
    g = Function(formula, (-8, 8))
    with mpmath.workdps(120):
        exact = mpmath.diff(
            lambda w: SMOOTH[formula](w, mpmath), mpmath.mpf(w0), h=mpmath.mpf(10) ** -40
        )
        second = mpmath.diff(
            lambda w: SMOOTH[formula](w, mpmath), mpmath.mpf(w0), 2, h=mpmath.mpf(10) ** -25
        )
    if math.isnan(g(w0)):
        return
    assert g.slope(w0) == pytest.approx(float(exact), rel=1e-13, abs=1e-300)
    told = g.one_sided(w0, 2)
    if told.differentiable:
        assert told.left == pytest.approx(float(second), rel=1e-8, abs=1e-12)


@pytest.mark.parametrize(
    "name", [*ARITY, "w^3", "w^-1", "w^0.5", "w^w", "2^w", "1/w", "(0<w)*(w<1)"]
)
def test_long_numbers_give_what_floats_give(name):
    places = (-3.7, -1.0, -0.5, 0.0, 0.25, 1.0, 2.5, 1e-9, 800.0)
    for other in ("0.5", "-2", "0"):
        text = f"{name}({', '.join(['w', other, '1'][: ARITY[name]])})" if name in ARITY else name
        g = parse_formula(text, 1)
        floats = [float(g(np.float64(w))) for w in places]
        with np.errstate(all="ignore"):
            assert [float(LongFormula(g)(w, 200)) for w in places] == pytest.approx(
                floats, rel=1e-12, abs=1e-300, nan_ok=True
            )


def test_a_python_function_is_known_by_ad_where_quotients_confirm_it():
    def tied(w):
        return np.maximum(0, np.maximum(0, w)) - np.maximum(0, np.maximum(0, -w))

    for f, w0, slope in (
        (tied, 0.0, 1.0),
        (np.sin, 1.0, math.cos(1.0)),
        (np.sqrt, 1e-8, 5000.0),
        (lambda w: np.sin(1000 * w), 1.0, 1000 * math.cos(1000.0)),
        (lambda w: np.abs(w) ** 1.5, 0.0, 0.0),
    ):
        g = Function(f, (-1, 2))
        assert g.known == " The derivative is known by AD."
        assert g.slope(w0) == pytest.approx(slope, rel=1e-9)
    assert Function("sin(w)", (-1, 2)).known == ""


def test_where_ad_cancels_in_a_python_function_nobody_can_tell():
    g = Function(lambda w: (1 - np.cos(w)) / w**2, (-1, 2))
    sides = g.one_sided(1e-6)
    assert sides.differentiable is None
    assert "AD says −88.9, and difference quotients do not confirm it" in why_no_derivative(sides)
    assert g.slope(0.5) == pytest.approx(math.sin(0.5) / 0.25 - 2 * (1 - math.cos(0.5)) / 0.125)
