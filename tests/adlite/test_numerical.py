"""Difference quotients against closed forms, and the two models against the errors found."""

import mpmath
import numpy as np
import pytest

from adlite import QUOTIENTS, TracingError, error_curve, numerical, slope


def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)


TRUTH = -0.22343149651726774
NAMES = list(QUOTIENTS)


def test_the_four_quotients_in_order():
    assert NAMES == ["one-way", "central", "five-point", "complex step"]
    assert [q.equation for q in QUOTIENTS.values()] == ["B.4", "B.10", "", ""]
    assert [q.order for q in QUOTIENTS.values()] == [1, 2, 4, 2]


def test_closed_forms():
    # (w + e)**2 - w**2 = 2we + e**2, Eq. B.11; halves and quarters have no round-off.
    assert slope(lambda w: w**2, 1.5, 0.25) == 3.25
    assert slope(lambda w: w**2, 1.5, -0.25) == 2.75
    assert slope(lambda w: w**2, 1.5, 0.25, "central") == 3.0
    assert slope(lambda w: w**3, 1.5, 0.25, "central") == 6.8125
    assert slope(lambda w: w**4, 1.5, 0.25, "five-point") == pytest.approx(13.5, rel=1e-14)
    assert slope(lambda w: w**3, 1.5, 0.25, "complex step") == pytest.approx(6.6875, rel=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_truncation_error_has_the_order_and_constant_of_the_table(name):
    q, w0 = QUOTIENTS[name], mpmath.mpf("0.7")
    with mpmath.workdps(60):
        leading = mpmath.diff(mpmath.exp, w0, q.derivative) * q.constant
        for epsilon in (mpmath.mpf("1e-3"), mpmath.mpf("1e-4")):
            if name == "complex step":
                found = mpmath.exp(w0 + 1j * epsilon).imag / epsilon
            else:
                found = q.formula(mpmath.exp, w0, epsilon)
            error = abs(found - mpmath.exp(w0))
            assert float(error / (leading * epsilon**q.order)) == pytest.approx(1, abs=2e-3)


def test_chapter_numbers():
    assert abs(slope(b23, 1.5, 1e-4) - TRUTH) == pytest.approx(4.5e-5, rel=0.02)
    assert abs(slope(b23, 1.5, 1e-4, "central") - TRUTH) == pytest.approx(4.1e-9, rel=0.02)


@pytest.mark.parametrize("name, best, error", [("one-way", 3e-9, 7e-10), ("central", 3e-6, 2e-12)])
def test_best_epsilon_for_b23(name, best, error):
    curve = error_curve(b23, 1.5, name)
    assert curve.truth == pytest.approx(TRUTH, rel=1e-14)
    assert best / 4 < curve.found_best < best * 4
    assert error / 4 < curve.found_error < error * 4
    assert best / 10 < curve.predicted_best < best * 10


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", ["one-way", "central", "five-point"])
@pytest.mark.parametrize("g, w0", [(b23, 1.5), (np.exp, 0.7), (np.sin, -2.3)])
def test_models_are_the_upper_edge_of_the_errors(name, dtype, g, w0):
    curve = error_curve(g, w0, name, dtype=dtype)
    small = (curve.epsilons < curve.predicted_best / 10) & (curve.epsilons > 1e-14)
    ratios = curve.errors[small] / curve.roundoff[small]
    assert ratios.max() < 3 and ratios.max() > 0.1
    large = (curve.epsilons > curve.predicted_best * 10) & (curve.epsilons < 0.05)
    np.testing.assert_allclose(curve.errors[large], curve.truncation[large], rtol=0.3)
    # The sum of the models is smallest where it says.
    q = QUOTIENTS[name]
    total = curve.truncation + curve.roundoff
    assert np.log10(curve.epsilons[total.argmin()] / curve.predicted_best) == pytest.approx(
        0, abs=0.1
    )
    assert curve.truncation[0] == pytest.approx(curve.truncation[10] * 10**q.order)


def test_default_epsilons():
    curve = error_curve(b23, 1.5)
    assert curve.epsilons[0] == 1.0 and curve.epsilons[-1] == pytest.approx(1e-16)
    assert curve.errors[-1] == abs(TRUTH) or curve.errors[-1] == pytest.approx(abs(TRUTH))
    np.testing.assert_array_equal(curve.slopes, slope(b23, 1.5, curve.epsilons))


def test_single_precision_measures_at_the_stored_point():
    curve = error_curve(lambda w: w**3, 0.1, "one-way", dtype=np.float32)
    assert curve.truth == pytest.approx(3 * float(np.float32(0.1)) ** 2, rel=1e-15)
    assert curve.truth != pytest.approx(3 * 0.1**2, rel=1e-9)
    assert 1e-6 < curve.found_best < 1e-2
    # A value computed in float32 has at most its 24 bits.
    step = slope(np.exp, 0.3, 2.0**-10, dtype=np.float32)
    assert step != slope(np.exp, 0.3, 2.0**-10) and np.float32(step) == step


def test_no_truncation_or_no_round_off():
    straight = error_curve(lambda w: 3 * w + 1, 2.0, "one-way")
    assert straight.predicted_best == np.inf and straight.truncation.max() == 0
    stepped = error_curve(np.exp, 1.0, "complex step")
    assert stepped.predicted_best == 0.0 and stepped.roundoff.max() == 0
    assert stepped.found_error < 1e-15
    both = error_curve(lambda w: 0.0 * w, 1.0, "one-way")
    assert np.isnan(both.predicted_best) and both.found_error == 0.0 and both.found_best == 1.0


@pytest.mark.parametrize(
    "g, w0, name",
    [
        (lambda w: 1 / (1 + w**2), 1.0, "central"),  # of order 3 is 0 there, of order 5 is not
        (lambda w: w**3 - 3 * w**2, 1.0, "one-way"),
        (lambda w: np.tanh(w) + 1, 0.0, "one-way"),
        (lambda w: np.exp(-(w**2)), np.sqrt(0.5), "one-way"),
        (lambda w: w**5 + 1, 0.0, "one-way"),
        (lambda w: w**5 + 1, 0.0, "central"),
        (np.sin, np.pi, "one-way"),  # of order 2 is 1.2e-16, the rounding of pi
        (np.cos, np.pi / 2, "one-way"),
        (lambda w: np.exp(np.sin(w)), np.pi / 2, "one-way"),
    ],
)
def test_a_term_that_vanishes_leaves_the_others(g, w0, name):
    curve = error_curve(g, w0, name)
    # At the largest epsilon the error is no round-off, and the model of truncation says so.
    assert curve.errors[0] > 1e10 * curve.roundoff[0]
    assert curve.truncation[0] > 0.1 * curve.errors[0]
    assert 1 / 100 < curve.ratio < 100
    assert curve.ratio == curve.predicted_best / curve.found_best


def test_no_truncation_error_is_said_of_polynomials_only():
    # On both sides of a kink abs is straight, and from one to the other it is not.
    assert np.isnan(error_curve(np.abs, 0.5, "central").predicted_best)
    assert np.isnan(error_curve(lambda w: 1 / (2 + w**60), 0.0, "one-way").predicted_best)
    # Near by no error shows, and still it is no polynomial.
    near = error_curve(lambda w: 1 / (2 + w**60), 0.0, "one-way", epsilons=[1e-3, 1e-6])
    assert near.found_error == 0.0 and np.isnan(near.predicted_best)
    assert error_curve(lambda w: w**2 + w, 0.5, "central").predicted_best == np.inf


def test_given_truth_and_functions_ad_cannot_see():
    import math

    curve = error_curve(lambda w: math.sin(w), 1.0, "central", truth=math.cos(1.0))
    assert curve.found_error < 1e-9 and np.isnan(curve.predicted_best)
    with pytest.raises(TracingError, match="use np.sin"):
        error_curve(lambda w: math.sin(w), 1.0)


def test_undefined_is_nan_without_a_word():
    assert np.isnan(slope(np.log, 0.5, -1.0))
    assert np.isnan(slope(np.log, -1.0, 1e-3))
    import math

    assert np.isnan(slope(math.log, -1.0, 1e-3))
    assert np.isnan(slope(lambda w: 1 // 0, 1.0, 1e-3))
    curve = error_curve(np.log, -1.0)
    assert np.isnan(curve.slopes).all() and np.isnan(curve.found_best)
    assert np.isnan(slope(np.exp, 1.0, 1e-60, dtype=np.float32))
    pole = slope(lambda w: 1 / w, 0.0, np.array([0.1, 0.01]))
    assert not np.isfinite(pole).any()


def test_arrays_of_epsilon_and_plain_numbers():
    assert type(slope(np.exp, 0, 1e-3)) is float
    assert slope(np.exp, 0.0, np.full((2, 3), 1e-3)).shape == (2, 3)
    assert slope(np.exp, 0.0, [1e-3]).shape == (1,)


def test_central_is_a_half_at_the_kink_for_every_epsilon():
    steps = np.array([1.0, 0.1, 1e-5])
    np.testing.assert_array_equal(slope(lambda w: max(0, w), 0.0, steps, "central"), 0.5)


def text(w):
    return "a"


@pytest.mark.parametrize(
    "call, kind, words",
    [
        (lambda: slope(b23, 1.5, 0.0), ValueError, "epsilon must not be 0"),
        (lambda: slope(b23, 1.5, [0.1, 0.0]), ValueError, "epsilon must not be 0"),
        (lambda: slope(b23, 1.5, "a"), ValueError, "epsilon must be a number"),
        (lambda: slope(b23, "1", 0.1), ValueError, "w0 must be one real number, not '1'"),
        (lambda: slope(b23, [1.0, 2.0], 0.1), ValueError, "w0 must be one real number"),
        (lambda: slope(b23, 1.5, 0.1, "centre"), ValueError, "choose one of one-way, central"),
        (lambda: slope(b23, 1.5, 0.1, dtype=int), ValueError, "np.float64 or np.float32"),
        (lambda: slope(lambda w: [w, w], 1.5, 0.1), TypeError, r"an array of shape \(2,\)"),
        (lambda: slope(text, 1.5, 0.1), TypeError, "it returned str"),
        (lambda: slope(lambda w: None, 1.5, 0.1), TypeError, "it returned NoneType"),
        (lambda: slope(lambda w: 1j * w, 1.5, 0.1), TypeError, "a complex one"),
        (lambda: slope(abs, 1.5, 0.1, "complex step"), ValueError, "slope 1 along the real axis"),
        (
            lambda: slope(lambda w: np.abs(w) * w, 1.5, 0.1, "complex step"),
            ValueError,
            "needs an analytic g",
        ),
        (lambda: slope(np.cbrt, 1.5, 0.1, "complex step"), ValueError, "takes complex numbers"),
        (lambda: error_curve(b23, 1.5, "centre"), ValueError, "unknown quotient 'centre'"),
    ],
)
def test_bad_input_is_one_sentence(call, kind, words):
    with pytest.raises(kind, match=words) as caught:
        call()
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_errors_of_the_readers_own_function_pass_through():
    def g(w):
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        slope(g, 1.0, 0.1)


def test_module_is_public():
    assert numerical.slope is slope
