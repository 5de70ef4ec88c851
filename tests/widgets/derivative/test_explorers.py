"""What the explorers say is true: checked against autograd, mpmath and closed forms."""

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest

from tests.widgets.said import numbers
from widgets import InputError, RoundOff, SecantToTangent, drag
from widgets.drawing import HEAVY, role


@pytest.mark.parametrize("w0", [-2.9, -1.3, 0.0, 0.625, 2.2])
def test_the_derivative_said_is_autograds(w0):
    explorer = SecantToTangent(lambda w: np.sin(w) * np.exp(-w / 3), w0=w0)
    want = autograd.grad(lambda w: anp.sin(w) * anp.exp(-w / 3))(w0)
    assert numbers(explorer.sentence)[:2] == pytest.approx([w0, want], rel=1e-3)


@pytest.mark.parametrize("epsilon", [1.0, 0.1, -0.1, 0.001, -1.0])
def test_the_secant_of_a_parabola_is_off_by_epsilon(epsilon):
    sentence = drag(SecantToTangent(lambda w: w**2, w0=1.5), epsilon=epsilon)
    off = abs(epsilon)
    want = [1.5, 3, epsilon, 3 + epsilon, off, 3 + off, 3 - off]
    assert numbers(sentence) == pytest.approx(want, rel=1e-3)
    assert ("high" if epsilon > 0 else "low") in sentence


@pytest.mark.parametrize(
    ("g", "left", "right"),
    [
        (np.abs, -1, 1),
        (lambda w: np.maximum(0, w), 0, 1),
        (lambda w: max(0, w), 0, 1),
        (lambda w: w if w > 0 else -2 * w, -2, 1),
    ],
)
def test_at_a_kink_left_and_right_do_not_agree(g, left, right):
    explorer = SecantToTangent(g, w0=0.0)
    assert "no derivative" in explorer.sentence
    assert numbers(explorer.sentence)[:3] == [0, left, right]
    lines = explorer.figure.axes[0].lines
    (tangent,) = (s for s in lines if (s.get_color(), s.get_linewidth()) == (role.first, HEAVY))
    assert not tangent.get_visible()


def test_a_smooth_maximum_has_a_derivative_at_zero():
    explorer = SecantToTangent(lambda w: np.maximum(0, w**2), w0=0.0, epsilon=0.01)
    assert numbers(explorer.sentence)[:5] == [0, 0, 0.01, 0.01, 0.01]
    assert "no derivative" not in explorer.sentence and "high" in explorer.sentence


def test_an_infinite_slope_is_said_to_be_one():
    assert "the slope grows without bound" in SecantToTangent(np.cbrt, w0=0.0).sentence


def test_a_pole_is_a_gap_in_the_curve():
    explorer = SecantToTangent(lambda w: 1 / w, w0=1.0, window=(-2, 2))
    curve = explorer.figure.axes[0].lines[0].get_ydata()
    low, high = explorer.figure.axes[0].get_ylim()
    jumps = (curve[:-1] < low) & (curve[1:] > high) | (curve[:-1] > high) & (curve[1:] < low)
    assert not jumps.any() and np.isnan(curve).any()
    assert "g is not defined at w⁰ = 0" in drag(explorer, w0=0)


def test_where_there_is_no_second_point_there_is_no_secant():
    explorer = SecantToTangent(np.log, w0=0.5, epsilon=-1, window=(-1, 3))
    assert "g is not defined at w⁰ + ε = −0.5, so there is no secant" in explorer.sentence


def test_an_epsilon_that_is_rounded_away_is_said_to_be():
    assert "stores w⁰ + ε as w⁰ itself" in drag(SecantToTangent(w0=1.0), epsilon=1e-16)


@pytest.mark.parametrize(
    "g", [lambda w: 7.0, lambda w: 1e300 * w**2, lambda w: 1e-290 * np.sin(w), lambda w: 3 * w]
)
def test_constant_huge_and_tiny_functions_are_drawn(g):
    explorer = SecantToTangent(g, w0=1.0)
    assert "no derivative" not in explorer.sentence and "derivative" in explorer.sentence
    assert np.isfinite(explorer.figure.axes[0].get_ylim()).all()
    assert "quotient" in RoundOff(g, w0=1.0).sentence


def test_round_off_errors_are_those_of_the_chapters_example():
    explorer = RoundOff()
    sentence = drag(explorer, epsilon=1e-4)
    epsilon, one_way, central, best_one_way, _, best_central, _ = numbers(sentence)
    assert (epsilon, one_way, central) == pytest.approx((1e-4, 4.5e-5, 4.1e-9))
    assert 1e-10 < best_one_way < 1e-7 < best_central < 1e-4


@pytest.mark.parametrize("epsilon", [1.0, 1e-3, 1e-5])
def test_truncation_errors_agree_with_exact_arithmetic(epsilon):
    sentence = drag(RoundOff(np.exp, w0=1.0), epsilon=epsilon)
    with mpmath.workdps(50):
        e, step = mpmath.e, mpmath.mpf(epsilon)
        one_way = (mpmath.exp(1 + step) - e) / step - e
        central = (mpmath.exp(1 + step) - mpmath.exp(1 - step)) / (2 * step) - e
    _, *said = numbers(sentence)
    assert said[0] == pytest.approx(float(one_way), rel=0.06)
    assert said[1] == pytest.approx(float(central), rel=0.06, abs=1e-10)


def test_the_truth_is_that_of_autograd_and_mpmath():
    def g(w, np=anp):
        return np.tanh(w) * np.cos(w) + np.log(w)

    import adlite

    truth = adlite.error_curve(lambda w: g(w, np), 1.5).truth
    assert truth == pytest.approx(autograd.grad(g)(1.5), rel=1e-15)
    with mpmath.workdps(40):
        exact = mpmath.diff(lambda w: mpmath.tanh(w) * mpmath.cos(w) + mpmath.log(w), 1.5)
    assert truth == pytest.approx(float(exact), rel=1e-14)


def test_switching_quotients_on_shows_and_says_them():
    explorer = RoundOff()
    assert "five-point" not in explorer.sentence
    explorer.five_point = explorer.complex_step = True
    assert "five-point" in explorer.sentence and "complex step" in explorer.sentence
    shown = sum(line.get_visible() for line in explorer.figure.axes[0].lines)
    explorer.five_point = False
    assert sum(line.get_visible() for line in explorer.figure.axes[0].lines) < shown


def test_in_float32_the_best_epsilon_is_larger():
    explorer = RoundOff()
    best = numbers(explorer.sentence)[3]
    explorer.precision = "float32"
    assert "float32" in explorer.sentence
    assert numbers(explorer.sentence)[3] > 100 * best


def test_the_complex_step_of_a_function_that_is_not_analytic_says_why_not():
    explorer = RoundOff(lambda w: np.abs(w) ** 3, w0=1.0, complex_step=True)
    assert "analytic" in explorer.sentence


def test_another_function_or_point_is_drawn_and_keeps_the_sliders():
    explorer = SecantToTangent(np.sin, w0=0.5, epsilon=0.1)
    explorer.g = np.exp
    assert numbers(explorer.sentence)[:3] == [0.5, 1.649, 0.1]
    rounding = RoundOff(np.exp, w0=1.0, epsilon=0.01)
    rounding.w0 = 2.0
    assert rounding.w0 == 2.0 and rounding.epsilon == 0.01
    assert numbers(rounding.sentence)[1] == pytest.approx(np.exp(2) * 0.005, rel=0.05)


def raising(w):
    raise RuntimeError("no such luck")


BAD = {
    "raised RuntimeError: no such luck": raising,
    "it returned the text 'abc'": lambda w: "abc",
    r"it returned an array of shape \(3,\)": lambda w: np.array([w, w, w]),
    "g gives no number anywhere between": lambda w: np.nan,
    "g returned nothing": lambda w: None,
    "it returned a complex one": lambda w: w + 1j,
    "it raised ZeroDivisionError": lambda w: 1 / 0,
    r"g must be a function of one number, .*, or a formula": 7,
    r"write sin\(w\)": "sin w",
    r"a formula of 1 input; a\*b has 2: a, b": "a*b",
    r"use np\.sin and not math\.sin": lambda w: __import__("math").sin(w),
}


@pytest.mark.parametrize("complaint", BAD)
@pytest.mark.parametrize("explorer", [SecantToTangent, RoundOff])
def test_a_bad_function_is_one_sentence_and_the_last_good_picture_stays(explorer, complaint):
    with pytest.raises(InputError, match=complaint) as refused:
        explorer(BAD[complaint], w0=1.0)
    assert "\n" not in str(refused.value)
    shown = _shown(explorer)
    before = repr(shown), shown.scene, shown.g
    with pytest.raises(InputError, match=complaint):
        shown.g = BAD[complaint]
    assert (repr(shown), shown.scene, shown.g) == before


def picky(w):
    if w > 1.5:
        raise LookupError("too far")
    return w**2


@pytest.mark.parametrize("explorer", [SecantToTangent, RoundOff])
def test_where_a_function_raises_it_is_not_defined(explorer):
    shown = explorer(picky, w0=1.0, epsilon=1)
    assert "not defined" in shown.sentence
    assert "is not defined" not in drag(shown, epsilon=0.1)


def test_a_branch_that_cannot_be_differentiated_is_one_sentence():
    with pytest.raises(InputError, match=r"g cannot be differentiated: .* use np\.sin"):
        SecantToTangent(lambda w: w if w > -2.9 else __import__("math").sin(w))


_kept = {}


def _shown(explorer):
    return _kept.setdefault(explorer, explorer())


@pytest.mark.parametrize("w0", [0.0, float("nan"), "abc", None, -1.0])
def test_a_bad_point_is_one_sentence_and_the_last_good_picture_stays(w0):
    shown = _shown(RoundOff)
    before = repr(shown), shown.w0
    with pytest.raises(InputError):
        shown.w0 = w0
    assert (repr(shown), shown.w0) == before


@pytest.mark.parametrize("g", [np.abs, np.cbrt, np.sign])
def test_round_off_wants_a_derivative_to_compare_with(g):
    with pytest.raises(InputError, match="derivative at w0 = 0"):
        RoundOff(g, w0=0.0)


@pytest.mark.parametrize("window", [(3, -3), (0, float("inf")), "ab", (1,), None])
def test_a_bad_window_is_one_sentence(window):
    with pytest.raises(InputError, match="window must be two finite numbers, the lower first"):
        SecantToTangent(np.sin, window=window)
