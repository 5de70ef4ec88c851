"""Properties of every line of the table of rules, generated from the table.

A line that is added to the table is tested here by itself.  It needs one thing more: an entry in
`MPMATH`, unless mpmath knows the function by NumPy's name, and its line in docs/accuracy.md.
"""

import itertools
import re
from pathlib import Path

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from adlite import derivatives, elementwise_grad, grad, jacobian, make_jvp, program
from adlite.core import UFUNCS, rules
from benchmarks.accuracy import LINES, exactly, points, stated, ulps
from tests.adlite.series.test_taylor import MPMATH

PAGE = (Path(__file__).parents[3] / "docs" / "accuracy.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^(\| `\w+` .*\|) \S+ \| \S+ \| (\d+) \|$", PAGE, re.M)
BOUNDS = {row: int(bound) for row, bound in ROWS}
SPECIAL = (-np.inf, -2.0, -1.0, -0.0, 0.0, 1e-300, 0.5, 1.0, 2.0, np.inf)

each_line = pytest.mark.parametrize(
    "function, i", [pytest.param(f, i, id=f"{f.__name__}-{i}") for f, i in LINES]
)
each_function = pytest.mark.parametrize("function", UFUNCS, ids=lambda f: f.__name__)


def truth(function):
    """The function in 50 digits."""
    known = MPMATH.get(function.__name__, function.__name__)
    if isinstance(known, str) and not hasattr(mpmath, known):
        pytest.fail(f"say in MPMATH of test_taylor.py what computes {function.__name__} in mpmath")
    return getattr(mpmath, known) if isinstance(known, str) else known


def alone(function, i, values):
    """The function of argument i."""
    return lambda w: function(*values[:i], w, *values[i + 1 :])


def inside(function, count=4):
    """Points away from the ends of the intervals, where difference quotients have room."""
    ends = np.array(UFUNCS[function].domain)
    return (0.9 * points(function, count, 7).T + 0.1 * ends.mean(axis=1)).tolist()


@each_line
def test_book_is_the_derivative_to_25_digits(function, i):
    for values in inside(function):
        with mpmath.workdps(60):
            exact = mpmath.diff(
                alone(truth(function), i, list(map(mpmath.mpf, values))), mpmath.mpf(values[i])
            )
            found = exactly(UFUNCS[function].book[i], values)
            assert abs(found - exact) <= mpmath.mpf(10) ** -25 * (1 + abs(exact))


@each_line
def test_error_is_within_the_bound_that_the_docs_state(function, i):
    row = stated(function, i)
    assert row in BOUNDS, f"docs/accuracy.md has no row {row} (python -m benchmarks.accuracy)"
    worst = max(ulps(function, i, points(function, 100, seed)).max() for seed in range(3))
    # The last digit depends on the machine's own functions, and not much more does.
    assert worst <= BOUNDS[row] <= 16 * max(1.0, worst)


def test_docs_state_each_line_once():
    assert [row for row, _ in ROWS] == [stated(*line) for line in LINES]


MODES = {
    "reverse": grad,
    "forward": lambda f: lambda w: make_jvp(f)(w)(1.0)[1],
    "Taylor": lambda f: lambda w: derivatives(f, w, 1)[1],
}
PAIRS = list(itertools.product(MODES.values(), repeat=2))


@each_line
def test_second_derivatives_by_all_nestings(function, i):
    k = len(UFUNCS[function].partials)
    for values in inside(function, 3):
        for j in range(k):
            with mpmath.workdps(60):
                order = tuple(np.eye(k, dtype=int)[i] + np.eye(k, dtype=int)[j])
                order, at = (order[0], *map(mpmath.mpf, values)) if k == 1 else (order, 0)
                if k == 1:
                    exact = mpmath.diff(truth(function), at, 2)
                else:
                    exact = mpmath.diff(truth(function), tuple(map(mpmath.mpf, values)), order)
            for outer, inner in PAIRS:

                def slope(w, j=j, inner=inner, values=values):
                    moved = [w if n == j else v for n, v in enumerate(values)]
                    return inner(alone(function, i, moved))(moved[i])

                size = 1 + abs(float(exact)) + abs(float(slope(values[j])))
                assert outer(slope)(values[j]) == pytest.approx(float(exact), abs=1e-10 * size)


@each_function
@settings(max_examples=15)
@given(data=st.data())
def test_broadcast_arguments_in_both_modes(function, data):
    k = len(UFUNCS[function].partials)
    shapes = data.draw(mutually_broadcastable_shapes(num_shapes=k, max_dims=3, max_side=3))
    full = np.broadcast_shapes(*shapes.input_shapes)
    seed = data.draw(st.integers(0, 99))
    rng = np.random.default_rng(seed)
    at = [
        rng.uniform(*ends, shape)
        for ends, shape in zip(UFUNCS[function].domain, shapes.input_shapes, strict=True)
    ]
    weights = np.cos(np.arange(np.prod(full, dtype=int))).reshape(full)
    whole = tuple(range(k))
    slopes = grad(lambda *xs: np.sum(weights * function(*xs)), whole)(*at)
    # The same without broadcasting: each entry with its own copy of everything.
    copies = [np.array(np.broadcast_to(x, full)) for x in at]
    for i, (x, slope) in enumerate(zip(at, slopes, strict=True)):
        entries = weights * elementwise_grad(function, i)(*copies)
        owners = np.broadcast_to(np.arange(x.size).reshape(x.shape), full)
        expected = np.bincount(np.ravel(owners), np.ravel(entries), x.size).reshape(x.shape)
        assert np.shape(slope) == np.shape(x)
        np.testing.assert_allclose(slope, expected, rtol=1e-11, atol=1e-12)
    tangents = tuple(rng.normal(size=x.shape) for x in at)
    pushed = make_jvp(function, whole)(*at)(tangents)[1]
    assert np.shape(pushed) == full
    dots = [np.sum(t * s) for t, s in zip(tangents, slopes, strict=True)]
    np.testing.assert_allclose(np.sum(weights * pushed), sum(dots), rtol=1e-10, atol=1e-10)


def places(function):
    """All combinations of special numbers, and of the ends of the intervals."""
    ends = {end for interval in UFUNCS[function].domain for end in interval}
    k = len(UFUNCS[function].partials)
    numbers = SPECIAL if k == 1 else (-1.0, 0.0, 1.0, 2.0, np.inf)
    return np.array(list(itertools.product({*numbers, *(ends if k == 1 else ())}, repeat=k))).T


WAYS = {
    "forward": lambda f: lambda w: make_jvp(f)(w)(np.ones_like(w))[1],
    "in a batch": lambda f: lambda w: np.diagonal(jacobian(f)(w)),
    "Taylor": lambda f: lambda w: derivatives(f, w, 1)[1],
    "a program": lambda f: lambda w: program(lambda w: np.sum(f(w)), w, blocks=True)(w)[1],
}


@each_line
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_all_modes_agree_at_singular_places(function, i):
    at = places(function)
    f = alone(function, i, list(at))
    slopes = elementwise_grad(f)(at[i])
    for name, way in WAYS.items():
        np.testing.assert_allclose(way(f)(at[i]), slopes, rtol=1e-12, err_msg=name)


@each_line
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_singular_place_that_is_not_chosen_takes_nothing(function, i):
    at = places(function)
    f = alone(function, i, list(at))
    never = np.zeros(at.shape[1], dtype=bool)

    def passed_over(w):
        return np.where(never, f(w), 3.0 * w)

    def kept_out(w):
        return f(np.where(never, w, at[i])) + 3.0 * w

    here = np.where(np.isfinite(at[i]), at[i], 1.0)
    for name, way in {"reverse": elementwise_grad, **WAYS}.items():
        assert np.all(way(passed_over)(here) == 3.0), name
        assert np.all(way(kept_out)(here) == 3.0), name


def test_zero_to_a_power_is_flat_in_its_exponent():
    assert [grad(lambda w: 0.0**w)(at) for at in (0.3, 1.0, 2.0)] == [0.0, 0.0, 0.0]


def test_a_power_is_called_one_however_it_was_written():
    assert [repr(rules.power), repr(UFUNCS[np.power])] == ["power", "power"]


def test_what_is_entered_is_found_and_stays_what_it_was():
    def handler(x):
        return x

    try:
        assert rules.implements(len)(handler) is handler
        assert rules.HANDLERS[len] is handler
    finally:
        rules.HANDLERS.pop(len, None)


def test_the_root_under_a_norm_has_slope_0_at_0():
    assert grad(rules.root)(0.0) == 0.0 and grad(rules.root)(4.0) == 0.25


UNLISTED = {
    name: rule
    for name, rule in vars(rules).items()
    if isinstance(rule, rules.Elementwise) and rule not in UFUNCS.values()
}


@pytest.mark.parametrize("name", UNLISTED)
def test_rules_beside_the_table_have_the_book_s_derivative_too(name):
    rule = UNLISTED[name]
    at = np.random.default_rng(2).uniform(*np.transpose(rule.domain), (5, len(rule.domain)))
    for values in at.tolist():
        for i, book in enumerate(rule.book):
            expected = float(exactly(book, values))
            assert grad(rule, i)(*values) == pytest.approx(expected, rel=1e-14)
