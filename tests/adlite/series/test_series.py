"""The Taylor polynomial as an object: what a reader can ask it."""

import math

import mpmath
import numpy as np
import pytest

from adlite import TracingError, grad, quadratic_model, taylor


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


@pytest.mark.parametrize("order", [1, 2, 3, 4, 8])
def test_error_estimate_is_near_the_error(order):
    # sin at 0: every second term is 0, so the very next one alone would often promise no error.
    for g, w0, w in ((np.sin, 0.0, 0.4), (np.exp, 1.0, 1.2), (b23, 1.5, 1.7)):
        h = taylor(g, w0, order)
        error = abs(h(w) - g(w))
        assert 0.5 * error <= h.error_estimate(w) <= 4 * error
    assert np.all(taylor(np.cos, 0.3, order).error_estimate(np.array([0.3])) == 0.0)


@pytest.mark.parametrize(
    "g, w0, distance",
    [
        (np.log, 1.5, 1.5),
        (np.tanh, 0.0, math.pi / 2),
        (np.tanh, 1.0, math.hypot(1, math.pi / 2)),
        (np.arctan, 2.0, math.sqrt(5)),
        (np.sqrt, 2.0, 2.0),
        (lambda w: 1 / (1 - w) ** 3, 0.25, 0.75),
        (lambda w: 1 / (1 + np.exp(-w)), 0.0, math.pi),
        (lambda w: 1 / (1 + w**4), 0.0, 1.0),
        (lambda w: np.exp(w) / (1 - w), 0.0, 1.0),
        (np.exp, 0.3, math.inf),
        (np.sin, 0.0, math.inf),
        (lambda w: np.exp(-(w**2)), 0.0, math.inf),
        (lambda w: w**4 + w, 1.0, math.inf),
        (lambda w: 3.0, 1.0, math.inf),
    ],
)
def test_radius_is_the_distance_of_the_nearest_singularity(g, w0, distance):
    for order in (24, 30, 40):
        assert taylor(g, w0, order).radius() == pytest.approx(distance, rel=0.02)


@pytest.mark.parametrize("size, unit", [(1e-290, 1.0), (1e-10, 1e-3), (1e280, 1e9)])
def test_radius_does_not_depend_on_how_large_the_function_is(size, unit):
    distance = taylor(lambda w: size * np.tanh(w / unit), 0.0, 20).radius()
    assert distance == pytest.approx(unit * math.pi / 2, rel=1e-3)
    assert taylor(lambda w: size * np.exp(w / unit), 0.0, 20).radius() == math.inf


def test_radius_is_not_guessed():
    assert math.isnan(taylor(np.log, 1.5, 8).radius())
    assert math.isnan(taylor(lambda w: w**0.5, 0.0, 20).radius())


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
