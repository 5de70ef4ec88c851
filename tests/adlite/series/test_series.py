"""The Taylor polynomial as an object: what a reader can ask it."""

import math

import mpmath
import numpy as np
import pytest

from adlite import TaylorPolynomial, TracingError, grad, quadratic_model, taylor
from adlite.series import fitted_radius
from tests.adlite.series.radius_cases import CASES, judge


def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)


def test_coefficients_are_those_of_mpmath():
    h = taylor(b23, 1.5, 12)
    with mpmath.workdps(50):
        expected = mpmath.taylor(
            lambda w: mpmath.tanh(w) * mpmath.cos(w) + mpmath.log(w), mpmath.mpf(1.5), 12
        )
    np.testing.assert_allclose(h.coefficients, [float(a) for a in expected], rtol=1e-13)
    assert (h.order, h.w0, h.direction) == (12, 1.5, None)


def test_value_and_derivatives_are_those_of_g():
    # Eq. B.56: value, slope and second derivative of g and of its model are the same at w0.
    h = taylor(b23, 1.5, 2)
    assert h(1.5) == b23(1.5)
    assert grad(h)(1.5) == pytest.approx(grad(b23)(1.5), rel=1e-14)
    assert grad(grad(h))(1.5) == pytest.approx(grad(grad(b23))(1.5), rel=1e-13)
    assert h.derivative(1) == pytest.approx(-0.22343149651726774, rel=1e-14)
    assert h.derivative(3) == 0.0
    assert h(np.array([1.5, 1.5])).shape == (2,)


def test_polynomials_are_their_own_taylor_polynomials():
    h = taylor(lambda w: 2 * w**3 - w + 5, -1.0, 4)
    np.testing.assert_array_equal(h.coefficients, [4.0, 5.0, -6.0, 2.0, 0.0])
    w = np.linspace(-3, 3, 13)
    np.testing.assert_allclose(h(w), 2 * w**3 - w + 5, atol=1e-12)


def test_truncated_is_the_polynomial_of_the_lower_order():
    high = taylor(np.sin, 0.5, 9)
    for order in (0, 3, 9):
        low, direct = high.truncate(order), taylor(np.sin, 0.5, order)
        np.testing.assert_allclose(low.coefficients, direct.coefficients, rtol=1e-14)
        assert low(0.9) == pytest.approx(direct(0.9))
        assert low.error_estimate(0.9) == pytest.approx(direct.error_estimate(0.9))
    for order in (10, -1):
        with pytest.raises(ValueError, match="has order 9: it can be cut to 0 ... 9"):
            high.truncate(order)


ESTIMATED = {
    "exp(w^4)": (lambda w, m: m.exp(w**4)),
    "exp(w^20)": (lambda w, m: m.exp(w**20)),
    "exp(5w)": (lambda w, m: m.exp(5 * w)),
    "exp(-w^2)": (lambda w, m: m.exp(-(w**2))),
    "1/(1+w^6)": (lambda w, m: 1 / (1 + w**6)),
    "1/(1+w^40)": (lambda w, m: 1 / (1 + w**40)),
    "1/(1+w^90)": (lambda w, m: 1 / (1 + w**90)),
    "1/(1+25w^2)": (lambda w, m: 1 / (1 + 25 * w**2)),
    "1/(1-w)": (lambda w, m: 1 / (1 - w)),
    "cos(w^3)": (lambda w, m: m.cos(w**3)),
    "cos(9w)": (lambda w, m: m.cos(9 * w)),
    "sin": (lambda w, m: m.sin(w)),
    "sin^3": (lambda w, m: m.sin(w) ** 3),
    "tanh": (lambda w, m: m.tanh(w)),
    "w^9": (lambda w, m: w**9),
    "exp": (lambda w, m: m.exp(w)),
    "cos": (lambda w, m: m.cos(w)),
    "cosh(2w)": (lambda w, m: m.cosh(2 * w)),
    "1/(1+w)": (lambda w, m: 1 / (1 + w)),
    "1/(3-w)^2": (lambda w, m: 1 / (3 - w) ** 2),
    "sqrt(1+w)": (lambda w, m: m.sqrt(1 + w)),
    "log(2+sin)": (lambda w, m: m.log(2 + m.sin(w))),
}


def test_no_error_estimate_is_below_half_the_error():
    estimates, undecided = 0, 0
    for name, g in ESTIMATED.items():
        for order in range(7):
            h = taylor(lambda w, g=g: g(w, np), 0.0, order)
            for w in (0.3, 0.6, 0.9, -0.5):
                with mpmath.workdps(60):
                    value = mpmath.polyval([mpmath.mpf(c) for c in h.coefficients[::-1]], w)
                    error = float(abs(g(mpmath.mpf(w), mpmath) - value))
                told = float(h.error_estimate(w))
                estimates += 1
                undecided += math.isnan(told)
                assert math.isnan(told) or 0.5 * error <= told <= 2 * error + 1e-15, name
    assert estimates > 400 and undecided <= estimates // 10


def test_error_estimate_knows_polynomials_and_what_it_does_not_know():
    h = taylor(lambda w: w**3 - w, 1.0, 3)
    assert h.error_estimate(5.0) == 0.0
    # All 64 coefficients after the first are 0, and g is no polynomial.
    assert math.isnan(taylor(lambda w: 1 / (1 + w**90), 0.0, 2).error_estimate(0.9))
    # Beyond the radius of convergence the terms grow.
    assert math.isnan(taylor(np.log, 1.0, 4).error_estimate(3.0))
    assert np.all(taylor(np.cos, 0.3, 4).error_estimate(np.array([0.3])) == 0.0)


def test_no_radius_of_four_hundred_is_wrong():
    with np.errstate(all="ignore"):
        wrong, untold = judge(lambda g, w0: taylor(g, w0, 2).radius())
    assert len(CASES) >= 400
    assert not wrong
    assert len(untold) <= len(CASES) // 10


@pytest.mark.parametrize("size, unit", [(1e-290, 1.0), (1e-10, 1e-3), (1e280, 1e9)])
def test_radius_does_not_depend_on_how_large_the_function_is(size, unit):
    distance = taylor(lambda w: size * np.tanh(w / unit), 0.0, 20).radius()
    assert distance == pytest.approx(unit * math.pi / 2, rel=1e-9)
    assert taylor(lambda w: size * np.exp(w / unit), 0.0, 20).radius() == math.inf


def test_radius_is_a_float_with_what_is_known_of_it():
    distance = taylor(np.tanh, 3.0, 4).radius()
    assert isinstance(distance, float) and str(distance) == "3.38636"
    assert abs(distance - math.hypot(3, math.pi / 2)) <= distance.uncertainty < 1e-6
    removable = taylor(lambda w: np.sin(w) / w, 2.0, 4).radius()
    assert math.isnan(removable) and removable.at_least == pytest.approx(2, rel=1e-9)
    assert str(removable) == "at least 2" and "may cancel" in removable.reason
    # A double zero of the denominator, multiplied out, is known to half of the digits only.
    double = taylor(lambda w: 1 / (w * w - 2.2 * w + 1.21), 0.0, 4).radius()
    assert abs(double - 1.1) <= double.uncertainty and 1e-9 < double.uncertainty < 1e-5


def test_radius_is_not_guessed():
    # At the edge of its domain; from coefficients alone; through a step of unknown nature.
    assert math.isnan(taylor(lambda w: w**0.5, 0.0, 20).radius())
    h = taylor(np.tanh, 1.0, 20)
    alone = TaylorPolynomial(h.w0, h.coefficients, h.following).radius()
    assert math.isnan(alone) and "does not tell" in alone.reason
    matrix = taylor(lambda w: np.linalg.solve(np.eye(2) + w, np.ones(2))[0], 0.5, 4).radius()
    assert math.isnan(matrix) and "not known to be analytic" in matrix.reason


def test_exponentials_have_no_zeros():
    for exponential in (np.exp, np.exp2):
        assert taylor(lambda w, f=exponential: 1 / f(w), 0.3, 4).radius() == math.inf


def test_radius_along_a_direction_is_measured_in_t():
    h = taylor(lambda w: np.log(w[0]) + w[1], np.array([3.0, 1.0]), 3, np.array([2.0, 5.0]))
    assert h.radius() == pytest.approx(1.5)


def test_what_coefficients_look_like_is_a_guess():
    for g, w0, distance in ((np.tanh, 1.0, math.hypot(1, math.pi / 2)), (np.log, 2.0, 2.0)):
        assert fitted_radius(taylor(g, w0, 24).coefficients) == pytest.approx(distance, rel=0.01)
    assert math.isnan(fitted_radius(np.ones(8)))
    # It sees no pole from so far away; the steps of the function do.
    far = taylor(lambda w: np.exp(w) / (10 - w), 0.0, 24)
    assert fitted_radius(far.coefficients) != pytest.approx(10, rel=0.1)
    assert far.radius() == pytest.approx(10)


def test_along_a_direction():
    # g(w0 + t d) = (1 + 3 t)**2 + sin((1 + 3 t) (2 - t))
    def g(w):
        return w[0] ** 2 + np.sin(w[0] * w[1])

    h = taylor(g, np.array([1.0, 2.0]), 8, direction=np.array([3.0, -1.0]))
    with mpmath.workdps(40):
        expected = mpmath.taylor(
            lambda t: (1 + 3 * t) ** 2 + mpmath.sin((1 + 3 * t) * (2 - t)), 0, 8
        )
    np.testing.assert_allclose(h.coefficients, [float(a) for a in expected], rtol=1e-13)
    assert h(0.0) == g(np.array([1.0, 2.0]))
    assert "t**2" in repr(h) and "w" not in repr(h)
    for direction in (None, 1.0, [1.0, 2.0, 3.0]):
        with pytest.raises(ValueError, match=r"shape \(2,\), so taylor needs a direction"):
            taylor(g, np.array([1.0, 2.0]), 2, direction)


def test_reads_as_a_formula():
    h = taylor(np.exp, 0.0, 3)
    assert repr(h) == "1 + w + 0.5 w**2 + 0.166667 w**3"
    assert h.latex == r"1 + w + 0.5\,w^{2} + 0.166667\,w^{3}"
    h = taylor(lambda w: 1e-9 * w**2 - w, -2.0, 2)
    assert repr(h) == "2 - (w + 2) + 1e-09 (w + 2)**2"
    assert r"1 \cdot 10^{-9}\,(w + 2)^{2}" in h.latex
    assert repr(taylor(lambda w: 0 * w, 1.0, 3)) == "0"
    assert taylor(np.sin, 0.0, 3)._repr_latex_() == r"$h(w) = w - 0.166667\,w^{3}$"


@pytest.mark.parametrize("order", [-1, 2.0, "3", None])
def test_order_must_be_a_whole_number(order):
    with pytest.raises(ValueError, match="order must be a whole number from 0 on"):
        taylor(np.sin, 1.0, order)


def test_vector_output_is_refused():
    with pytest.raises(TracingError, match=r"returned an array of shape \(2,\): use derivatives"):
        taylor(lambda w: np.stack([w, w]), 1.0, 2)


def test_quadratic_model():
    # Eq. B.66 for g = sin(w1) + w1 w2**2 at (1, 2), by hand.
    def g(w):
        return np.sin(w[0]) + w[0] * w[1] ** 2

    h = quadratic_model(g, np.array([1.0, 2.0]))
    s, c = math.sin(1.0), math.cos(1.0)
    np.testing.assert_allclose(h.gradient, [c + 4, 4.0])
    np.testing.assert_allclose(h.hessian, [[-s, 4.0], [4.0, 2.0]])

    def by_hand(u, v):
        du, dv = u - 1, v - 2
        plane = s + 4 + (c + 4) * du + 4 * dv
        return plane, plane + 0.5 * (-s * du**2 + 8 * du * dv + 2 * dv**2)

    for point in ([1.0, 2.0], [0.3, -1.0], [2.0, 2.5]):
        np.testing.assert_allclose((h.linear(np.array(point)), h(np.array(point))), by_hand(*point))
    grid = np.stack(np.meshgrid(np.linspace(-1, 1, 3), np.linspace(0, 2, 4)), axis=-1)
    assert h(grid).shape == (4, 3)
    np.testing.assert_allclose(h(grid), by_hand(grid[..., 0], grid[..., 1])[1])


def test_quadratic_model_of_a_number_is_the_second_order_polynomial():
    h, p = quadratic_model(b23, 1.5), taylor(b23, 1.5, 2)
    for w in (1.5, 1.0, 2.2):
        assert h(w) == pytest.approx(p(w), rel=1e-13)
        assert h.linear(w) == pytest.approx(p.truncate(1)(w), rel=1e-13)
    assert h(np.array([1.0, 2.2])).shape == (2,)
