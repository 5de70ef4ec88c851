"""What `TaylorSeries` says is true: against mpmath, autograd and closed forms."""

import math
import re
import warnings

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest

from tests.widgets.said import numbers
from widgets import InputError, TaylorSeries, drag
from widgets.functions import Function, expand, trusted_interval

_kept = {}


def kept(g="sin(w)", window=(-6, 6)):
    if (g, window) not in _kept:
        _kept[g, window] = TaylorSeries(g, w0=sum(window) / 2, window=window)
    return _kept[g, window]


def interval_said(sentence):
    numbers = re.search(r"of g from (−?\d+\.?\d*) to (−?\d+\.?\d*)", sentence).groups()
    return [float(number.replace("−", "-").rstrip(".")) for number in numbers]


def exact_end(f, coefficients, w0, tolerance, side):
    """Walk from w0 until the exact error passes the tolerance, and bisect."""

    def error(d):
        w = w0 + side * d
        return abs(mpmath.polyval(coefficients[::-1], side * d) - f(w)) - tolerance

    d = next(k * mpmath.mpf("0.01") for k in range(1, 2000) if error(k * mpmath.mpf("0.01")) > 0)
    return float(w0 + side * mpmath.findroot(error, (d - 0.01, d), solver="anderson", tol=1e-12))


@pytest.mark.parametrize(("w0", "order"), [(0.0, 1), (1.2, 2), (0.0, 3), (-0.8, 4), (0.4, 9)])
@pytest.mark.parametrize("tolerance", [0.1, 0.001])
def test_the_interval_is_where_mpmath_has_it(w0, order, tolerance):
    sentence = drag(kept(), w0=w0, order=order, tolerance=tolerance)
    assert numbers(sentence)[:3] == [w0, order, tolerance]
    coefficients = mpmath.taylor(mpmath.sin, w0, order)
    want = [exact_end(mpmath.sin, coefficients, w0, tolerance, side) for side in (-1, 1)]
    assert interval_said(sentence) == pytest.approx(want, rel=0.005, abs=0.006)


@pytest.mark.parametrize("order", [0, 1, 2, 3, 6])
def test_the_curve_up_to_order_6_has_autograds_derivatives(order):
    explorer = kept("tanh(w)", (-3, 5))
    drag(explorer, w0=1, order=order)
    visible = [line for line in explorer.figure.axes[0].lines[1:4] if line.get_visible()]
    w, h = visible[0].get_data()
    want, slope = 0.0, anp.tanh
    for n in range(order + 1):
        want = want + slope(1.0) * (w - 1) ** n / math.factorial(n)
        slope = autograd.grad(slope)
    np.testing.assert_allclose(h, want, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("order", [7, 13, 20])
def test_the_curve_above_order_6_is_mpmaths(order):
    explorer = kept("tanh(w)", (-3, 5))
    drag(explorer, w0=0.5, order=order)
    w, h = next(
        line for line in explorer.figure.axes[0].lines[1:4] if line.get_visible()
    ).get_data()
    with mpmath.workdps(40):
        coefficients = [float(a) for a in mpmath.taylor(mpmath.tanh, 0.5, order)]
    want = np.polynomial.polynomial.polyval(w - 0.5, coefficients)
    np.testing.assert_allclose(h, want, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize(
    ("order", "look"), [(1, 0), (2, 1), (0, 2), (3, 2), (20, 2)], ids="order {}".format
)
def test_each_order_has_its_own_look(order, look):
    explorer = kept()
    drag(explorer, order=order)
    shown = [line.get_visible() for line in explorer.figure.axes[0].lines[1:4]]
    assert shown == [k == look for k in range(3)]


RADII = [
    ("tanh(w)", (-3, 3), 0.0, math.pi / 2),
    ("tanh(w)", (-3, 3), 0.9, abs(0.9 - 0.5j * math.pi)),
    ("1/(1+w^2)", (-3, 3), 0.9, abs(0.9 - 1j)),
    ("log(w)", (-1, 5), 2.0, 2.0),
    ("1/w", (-1, 5), 2.0, 2.0),
]


@pytest.mark.parametrize(("g", "window", "w0", "radius"), RADII)
def test_higher_orders_help_as_far_as_the_nearest_singularity(g, window, w0, radius):
    explorer = kept(g, window)
    sentence = drag(explorer, w0=w0)
    said = re.search(r"help only within about ([\d.]+) of w⁰, as far as the nearest", sentence)
    assert float(said[1]) == pytest.approx(radius, rel=0.01)
    ends = np.array(explorer.figure.artists[1].get_xdata())
    visible = [end for end in (w0 - radius, w0 + radius) if window[0] <= end <= window[1]]
    np.testing.assert_allclose(ends[::3], visible, atol=0.03)


def test_an_entire_function_has_no_singularity():
    assert "No singularity shows" in drag(kept(), w0=1.5, order=4)


@pytest.mark.parametrize(
    ("g", "w0", "order", "words"),
    [
        ("abs(w)", 0, 1, "left and right do not agree"),
        ("abs(w)*w", 0, 2, "no derivative of order 2 at w⁰ = 0: it is −2 from the left and 2"),
        ("sqrt(w)", 0, 3, "the slope grows without bound"),
        ("1/w", 0, 1, "g is not defined at w⁰ = 0"),
        ("log(w)", -1, 1, "g is not defined at w⁰ = −1"),
    ],
)
def test_where_a_derivative_is_missing_no_polynomial_is_drawn(g, w0, order, words):
    explorer = TaylorSeries(g, w0=w0, order=order, window=(-2, 2))
    assert words in explorer.sentence
    assert not any(line.get_visible() for line in explorer.figure.axes[0].lines[1:4])
    assert not explorer.figure.artists[0].get_visible()


def test_up_to_the_highest_order_there_is_one():
    explorer = TaylorSeries("abs(w)*w^2", w0=0, order=2, window=(-2, 2))
    assert numbers(explorer.sentence)[:2] == [0, 2]
    assert "No order beyond 2" in explorer.sentence


@pytest.mark.parametrize("g", ["abs(w)", lambda w: w if w > 0 else -w])
def test_no_order_follows_a_function_past_its_kink(g):
    sentence = TaylorSeries(g, w0=1, order=5, window=(-2, 2)).sentence
    assert "Beyond about w = 0 no order follows g" in sentence
    assert "No singularity" not in sentence


def test_a_polynomial_is_its_own_taylor_polynomial():
    assert "It is g itself there, up to rounding" in TaylorSeries("w^3 - w", w0=1, order=3).sentence


def test_first_and_second_order_can_stay_side_by_side():
    explorer = TaylorSeries("tanh(w)", w0=1, order=2, window=(-3, 5), also=(1,))
    assert [line.get_visible() for line in explorer.figure.axes[0].lines[1:4]] == [
        True,
        True,
        False,
    ]
    assert "; that of order 1 from 0.828 to 1.18, at the points drawn." in explorer.sentence


def test_another_function_keeps_the_controls_and_a_bad_one_the_picture():
    explorer = TaylorSeries(w0=0.75, order=4)
    explorer.formula = "exp(w)"
    assert (explorer.w0, explorer.order) == (0.75, 4) and "of order 4" in explorer.sentence
    before = repr(explorer), explorer.scene
    for bad in ("exp w", "a*b", 7, lambda w: None):
        with pytest.raises(InputError) as refused:
            explorer.g = bad
        assert len(str(refused.value)) < 250 and (repr(explorer), explorer.scene) == before


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"w0": "a"}, "w0 must be a number"),
        ({"order": 1.5}, "order must be a whole number"),
        ({"tolerance": None}, "tolerance must be a number"),
        ({"window": (3, 1)}, "window must be two finite numbers"),
        ({"also": 3}, "also must name the orders"),
    ],
)
def test_a_bad_value_is_one_sentence(values, complaint):
    with pytest.raises(InputError, match=complaint):
        TaylorSeries(**values)


@pytest.mark.parametrize(
    "g",
    [lambda w: 1e300 * w**2, lambda w: 1e-290 * np.sin(w), lambda w: 7.0, "tan(w)", np.floor],
)
def test_odd_functions_are_drawn_in_silence(g):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "the polynomial of order 1" in TaylorSeries(g, w0=0.5).sentence


def test_a_broken_power_has_few_derivatives_at_zero():
    found = expand(Function("w^2.5", (0, 2)), 0.0, 6)
    assert found.highest <= 2 and found.reason


def test_an_interval_ends_where_the_function_does():
    w = np.linspace(-1, 1, 21)
    errors = np.where(w < -0.45, np.nan, w**2)
    left, right = trusted_interval(w, errors, 0.0, 0.5, 1)
    assert left == pytest.approx(-0.4) and right == pytest.approx(math.sqrt(0.5))
