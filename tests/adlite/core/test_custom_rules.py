"""Rules of a reader's own: one line each, in all modes."""

import math

import mpmath
import numpy as np
import pytest

from adlite import TracingError, elementwise_grad, grad, jacobian, make_jvp, program, rule

cube = rule(lambda w: w**3, lambda y, w: 3 * w**2, name="cube", book="3 * w**2")
erf = rule(math.erf, lambda y, w: 2 / np.sqrt(np.pi) * np.exp(-(w**2)))
area = rule(
    lambda a, b: np.sqrt(a * b),
    lambda y, a, b: b / (2 * y),
    lambda y, a, b: a / (2 * y),
    book=("b / (2 * sqrt(a * b))", "a / (2 * sqrt(a * b))"),
    name="area",
)


def forward(f):
    return lambda w: make_jvp(f)(w)(1.0)[1]


@pytest.mark.parametrize("outer", [grad, forward])
@pytest.mark.parametrize("inner", [grad, forward])
def test_first_and_second_derivatives_in_every_mode(outer, inner):
    assert inner(cube)(2.0) == 12.0
    assert outer(inner(cube))(2.0) == 12.0
    for order, f in ((1, inner(erf)), (2, outer(inner(erf)))):
        assert f(0.4) == pytest.approx(float(mpmath.diff(mpmath.erf, 0.4, order)), rel=1e-12)
    assert inner(lambda w: area(w, 8.0))(2.0) == pytest.approx(1.0)
    # sqrt(8 w) twice differentiated
    assert outer(inner(lambda w: area(w, 8.0)))(2.0) == pytest.approx(-0.25)
    assert outer(inner(lambda w: area(w, w) * cube(w)))(1.5) == pytest.approx(12 * 1.5**2)


def test_arrays_broadcast_and_plain_numbers_stay_plain():
    w = np.array([1.0, -2.0])
    np.testing.assert_array_equal(elementwise_grad(cube)(w), [3.0, 12.0])
    np.testing.assert_array_equal(jacobian(cube)(w), np.diag([3.0, 12.0]))
    slope = grad(lambda a: np.sum(area(a, np.array([2.0, 8.0]))))(2.0)
    assert slope == pytest.approx(0.5 + 1.0)
    assert cube(2) == 8.0 and math.erf(0.5) == erf(0.5)
    assert type(cube(2)) is type(erf(0.5)) is np.float64 and cube(1j) == -1j
    np.testing.assert_array_equal(cube(w), w**3)
    np.testing.assert_array_equal(cube([1.0, 2.0]), [1.0, 8.0])


def test_value_is_handed_to_the_partial():
    decay = rule(lambda w: np.exp(-w), lambda y, w: -y)
    assert [f(0.5) for f in (grad(decay), grad(grad(decay)))] == pytest.approx(
        [-math.exp(-0.5), math.exp(-0.5)], rel=1e-15
    )


def test_zero_times_an_infinite_slope_is_zero():
    root = rule(lambda w: np.sqrt(w), lambda y, w: 0.5 / y)
    assert grad(lambda w: np.where(w > 0, root(w), 0.0))(0.0) == 0.0


def test_program_prints_the_book_and_brings_the_rest_along():
    p = program(lambda w: cube(np.sin(w)) * area(w, 2.0) + erf(w), 1.5)
    at = 0.7
    value = math.sin(at) ** 3 * math.sqrt(2 * at) + math.erf(at)
    slope = 3 * math.sin(at) ** 2 * math.cos(at) * math.sqrt(2 * at)
    slope += math.sin(at) ** 3 / math.sqrt(2 * at) + 2 / math.sqrt(math.pi) * math.exp(-at * at)
    assert p(at) == pytest.approx((value, slope), rel=1e-14)
    assert np.isnan(p(-0.7)).all()
    assert "(3 * (a * a))" in p.source and "erf_partial(" in p.source
    head = p.source.split("\n")
    assert head[0] == "# Not in this text, from rules of your own: area, erf_partial, cube."
    assert head[1] == "from math import cos, erf, sin, sqrt"


def test_program_of_printed_rules_over_math_stands_alone():
    written = rule(math.erf, erf.partials[0], book="2 / sqrt(pi) * exp(-w**2)")
    p = program(lambda w: written(w) ** 2, 1.0)
    space = {}
    exec(p.source, space)
    expected = 2 * math.erf(0.3) * 2 / math.sqrt(math.pi) * math.exp(-0.09)
    assert next(reversed(space.values()))(0.3)[1] == pytest.approx(expected, rel=1e-14)
    assert p(0.3)[1] == pytest.approx(expected, rel=1e-14)


def test_two_rules_of_one_name_and_a_name_that_is_taken():
    twice, thrice = rule(lambda w: 2 * w, lambda y, w: 2.0), rule(lambda w: 3 * w, lambda y, w: 3)
    tanh = rule(lambda w: w**2, lambda y, w: 2 * w, name="tanh")
    g = lambda w: twice(w) * thrice(w) * np.tanh(w) + tanh(w)  # noqa: E731
    p = program(g, 1.0)
    t = math.tanh(0.5)
    assert p(0.5) == pytest.approx((1.5 * t + 0.25, 6 * t + 1.5 * (1 - t * t) + 1.0), rel=1e-14)


@pytest.mark.parametrize(
    "make",
    [
        lambda: rule(np.sin),
        lambda: rule(3.0, lambda y, w: w),
        lambda: rule(np.sin, 3.0),
        lambda: rule(lambda w: w, lambda y, w: 1.0, lambda y, w: 1.0),
        lambda: rule(lambda a, b: a * b, lambda y, a, b: b),
        lambda: rule(lambda w: w**2, lambda w: 2 * w),
        lambda: rule(lambda w: w, lambda y, w: 1.0, book=("1", "1")),
        lambda: rule(lambda *a: a[0] * a[1], lambda *a: a[2], lambda *a: a[1])(1.0),
    ],
)
def test_a_rule_that_cannot_work_is_refused_in_one_sentence(make):
    with pytest.raises(TracingError, match="a rule is|the rule for") as caught:
        make()
    assert len(str(caught.value)) < 250 and str(caught.value).endswith(".")


def test_rules_of_ones_own_are_not_in_the_table_of_numpy():
    from adlite.core import UFUNCS

    assert not {cube, erf, area} & set(UFUNCS.values())
    assert repr(cube) == "cube" and repr(erf) == "erf"
