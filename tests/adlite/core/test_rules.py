"""Every line of the table of rules, held against four other ways to the same derivative."""

import re

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest

from adlite import elementwise_grad, grad, make_jvp, program, value_and_grad
from adlite.core.rules import STEPS, UFUNCS

NOT_IN_AUTOGRAD = {
    *((f, 0) for f in (np.positive, np.float_power, np.cbrt, np.hypot, np.conjugate, np.fmod)),
    *((f, 1) for f in (np.float_power, np.hypot, np.fmod, np.clip)),
    (np.clip, 2),
}
NOT_ANALYTIC = {
    *(np.maximum, np.minimum, np.fmax, np.fmin, np.absolute, np.fabs, np.clip, np.conjugate),
    *(np.remainder, np.fmod),
}
NO_COMPLEX_VERSION = {
    *(np.arctan2, np.hypot, np.logaddexp, np.logaddexp2, np.cbrt),
    *(np.deg2rad, np.radians, np.rad2deg, np.degrees),
}

PARTIALS = [
    pytest.param(function, i, id=f"{function.__name__}-{i}")
    for function, rule in UFUNCS.items()
    for i in range(len(rule.partials))
]


def points(function, count=7):
    """Points of the domain with room around them, the same ones in every run."""
    rng = np.random.default_rng(20)
    sides = UFUNCS[function].domain
    return [
        [float(rng.uniform(0.95 * a + 0.05 * b, 0.05 * a + 0.95 * b)) for a, b in sides]
        for _ in range(count)
    ]


def by_book(text, values):
    names = ("w",) if len(values) == 1 else ("a", "b", "c")
    return eval(text, vars(np), dict(zip(names, map(np.float64, values), strict=False)))


def five_point(f, w, step=1e-3):
    near, far = f(w + step) - f(w - step), f(w + 2 * step) - f(w - 2 * step)
    return (8 * near - far) / (12 * step)


def along(function, i, values):
    """The function of argument i alone."""
    return lambda w: function(*values[:i], w, *values[i + 1 :])


def test_table_holds_what_a_first_year_student_tries():
    names = {function.__name__ for function in UFUNCS}
    wanted = """add subtract multiply divide negative positive power float_power sqrt cbrt square
        reciprocal exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh
        tanh arcsinh arccosh arctanh arctan2 hypot logaddexp logaddexp2 absolute fabs maximum
        minimum fmax fmin clip remainder fmod deg2rad rad2deg radians degrees conjugate"""
    assert set(wanted.split()) <= names
    assert set(STEPS) >= {np.sign, np.floor, np.ceil, np.rint, np.trunc, np.round, np.heaviside}


@pytest.mark.parametrize("function, i", PARTIALS)
def test_reverse_and_forward_equal_the_book(function, i):
    for values in points(function):
        book = by_book(UFUNCS[function].book[i], values)
        np.testing.assert_allclose(grad(function, i)(*values), book, rtol=1e-12, atol=1e-14)
        tangent = make_jvp(function, i)(*values)(1.0)[1]
        np.testing.assert_allclose(tangent, book, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("function, i", PARTIALS)
def test_equals_difference_quotient(function, i):
    for values in points(function):
        expected = five_point(along(function, i, values), values[i])
        np.testing.assert_allclose(grad(function, i)(*values), expected, rtol=2e-6, atol=1e-8)


@pytest.mark.parametrize("function, i", PARTIALS)
def test_second_derivative_equals_difference_quotient_of_the_first(function, i):
    for values in points(function):
        first = along(elementwise_grad(function, i), i, values)
        expected = five_point(first, values[i])
        second = grad(grad(function, i), i)(*values)
        np.testing.assert_allclose(second, expected, rtol=2e-5, atol=1e-8)


@pytest.mark.parametrize("function, i", PARTIALS)
def test_equals_autograd(function, i):
    if (function, i) in NOT_IN_AUTOGRAD:
        pytest.skip("autograd has no such rule")
    theirs = autograd.grad(getattr(anp, function.__name__), i)
    for values in points(function):
        expected = theirs(*values)
        np.testing.assert_allclose(grad(function, i)(*values), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("function, i", PARTIALS)
def test_equals_complex_step(function, i):
    if function in NOT_ANALYTIC | NO_COMPLEX_VERSION:
        pytest.skip("not analytic, or NumPy has no complex version")
    for values in points(function):
        stepped = [complex(v, 1e-30 * (k == i)) for k, v in enumerate(values)]
        expected = function(*stepped).imag / 1e-30
        np.testing.assert_allclose(grad(function, i)(*values), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("function", UFUNCS, ids=lambda f: f.__name__)
def test_arrays_give_what_numbers_give(function):
    columns = [np.array(c) for c in zip(*points(function, 6), strict=True)]
    for i in range(len(columns)):
        ours = elementwise_grad(function, i)(*columns)
        singly = [grad(function, i)(*values) for values in zip(*columns, strict=True)]
        np.testing.assert_allclose(ours, singly, rtol=1e-14)


@pytest.mark.parametrize("function", UFUNCS, ids=lambda f: f.__name__)
def test_value_is_numpys_to_the_last_bit(function):
    for values in points(function):
        assert value_and_grad(function)(*values)[0] == function(*map(np.float64, values))


@pytest.mark.parametrize(
    "function", [f for f in UFUNCS if len(UFUNCS[f].partials) == 2], ids=lambda f: f.__name__
)
@pytest.mark.parametrize("shapes", [((3,), ()), ((), (3,)), ((2, 1), (3,)), ((4, 1, 3), (2, 1))])
def test_broadcast_arguments_get_gradients_of_their_own_shape(function, shapes):
    rng = np.random.default_rng(5)
    a, b = (rng.uniform(0.3, 3.0, shape) for shape in shapes)
    both = grad(lambda a, b: np.sum(function(a, b) * 1.5), (0, 1))(a, b)
    # The same without broadcasting: repeat by hand, and add up what the copies get.
    full = np.broadcast_shapes(*shapes)
    copies = [np.array(np.broadcast_to(x, full)) for x in (a, b)]
    for x, ours, i in ((a, both[0], 0), (b, both[1], 1)):
        expected = np.zeros(np.shape(x))
        slopes = 1.5 * elementwise_grad(function, i)(*copies)
        owners = np.broadcast_to(np.arange(np.size(x)).reshape(np.shape(x)), full)
        for owner in range(np.size(x)):
            expected.reshape(-1)[owner] = slopes[owners == owner].sum()
        assert np.shape(ours) == np.shape(x)
        np.testing.assert_allclose(ours, expected, rtol=1e-12)


@pytest.mark.parametrize("step", [f for f in STEPS if f not in (np.heaviside, np.floor_divide)])
def test_level_pieces_have_slope_zero(step):
    assert grad(lambda w: step(w) * w)(1.3) == step(1.3)
    assert grad(step)(1.3) == 0.0


def test_level_pieces_of_two_arguments():
    assert grad(lambda w: np.heaviside(w, 0.5) * w)(1.3) == 1.0
    assert grad(lambda w: (w // 0.5) * w)(1.3) == 2.0
    assert grad(lambda w: (3.0 // w) * w)(1.3) == 2.0


def test_kinks_have_the_value_autograd_gives_them():
    for name, at in [("absolute", 0.0), ("fabs", 0.0)]:
        assert grad(getattr(np, name))(at) == autograd.grad(getattr(anp, name))(at) == 0.0
    for name in ("maximum", "minimum", "fmax", "fmin"):
        theirs = autograd.grad(getattr(anp, name))(2.0, 2.0)
        assert grad(getattr(np, name))(2.0, 2.0) == theirs == 0.5


def test_clip_is_a_maximum_and_a_minimum():
    def both(w, low, high):
        return anp.minimum(anp.maximum(w, low), high)

    for at in ((0.0, 0.0, 1.0), (1.0, 0.0, 1.0), (0.5, 0.0, 1.0), (2.0, 0.0, 1.0), (2.0, 3.0, 1.0)):
        theirs = autograd.grad(both, (0, 1, 2))(*at)
        assert grad(np.clip, (0, 1, 2))(*at) == theirs
    assert grad(lambda w: np.clip(w, 0, None))(0.0) == 0.5
    assert grad(lambda w: np.clip(w, w, 5.0))(2.0) == 1.0


def test_fmax_passes_over_nan():
    assert grad(np.fmax)(1.0, np.nan) == 1.0
    assert grad(np.fmax)(np.nan, 1.0) == 0.0


@pytest.mark.parametrize("exponent", [0, 1, 2, 3, -1, -2, 0.5])
def test_powers_of_numbers(exponent):
    assert grad(lambda w: w**exponent)(1.7) == pytest.approx(exponent * 1.7 ** (exponent - 1))
    if exponent == int(exponent):
        expected = exponent * (-1.7) ** (exponent - 1)
        assert grad(lambda w: w**exponent)(-1.7) == pytest.approx(expected)


def test_powers_at_zero():
    assert [grad(lambda w, n=n: w**n)(0.0) for n in (0, 1, 2, 3)] == [0.0, 1.0, 0.0, 0.0]
    exponents = np.array([0, 1, 2, 3])
    np.testing.assert_array_equal(
        elementwise_grad(lambda w: w**exponents)(np.zeros(4)), [0.0, 1.0, 0.0, 0.0]
    )
    assert grad(lambda w: 0.0**w)(2.0) == 0.0
    assert grad(lambda w: w**0.5)(0.0) == np.inf


def test_mixed_second_derivative_of_power_at_exponent_zero():
    # d/db d/da a**b = a**(b-1) (1 + b log a), which is 1/a at b = 0.
    assert grad(grad(lambda a, b: a**b, 0), 1)(3.0, 0.0) == pytest.approx(1 / 3)


def test_zero_times_infinity_is_zero_in_the_branch_not_taken():
    def safe_root(w):
        return np.where(w > 0, np.sqrt(w), 0.0)

    assert grad(safe_root)(0.0) == 0.0
    np.testing.assert_allclose(
        elementwise_grad(safe_root)(np.array([0.0, 4.0, -1.0 * 0])), [0.0, 0.25, 0.0]
    )
    assert grad(np.sqrt)(0.0) == np.inf
    assert grad(np.log)(0.0 + 1e-300) == pytest.approx(1e300)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["tanh", "exp", "sin", "log", "arctan", "sqrt", "sinh"])
def test_higher_orders_against_mpmath(name, order):
    f = getattr(np, name)
    for _ in range(order):
        f = grad(f)
    reference = {"arctan": mpmath.atan}.get(name) or getattr(mpmath, name)
    with mpmath.workdps(40):
        expected = float(mpmath.diff(reference, mpmath.mpf(0.8), order))
    assert f(0.8) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("function", [np.maximum, np.minimum])
def test_what_is_chosen_at_a_tie_shows_its_derivative_for_both_arguments(function):
    source = program(grad(lambda w: function(w, 2 - w)), 1.0).source
    shown = re.findall(r"(\w+)_bar \+?= .* share\((\w, \w)\): derivative (.*)", source)
    assert sorted(shown) == [
        (name, of, f"0 / ({of.replace(', ', ' - ')})") for name in "aw" for of in ("a, w", "w, a")
    ]
    assert np.isnan(grad(grad(lambda w: function(w, 2 - w)))(1.0))


@pytest.mark.parametrize("function", [np.fmax, np.fmin])
def test_what_passes_over_a_nan_bends_as_what_is_left(function):
    assert grad(grad(lambda w: function(w * w, np.nan)))(3.0) == 2
    assert grad(grad(lambda w: function(np.nan, w * w)))(3.0) == 2
