"""Numbers that NumPy does not know: as inputs and inside of functions, alone and in lists."""

from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest

import adlite
from adlite import TracingError, grad, make_jvp, make_vjp, program, taylor, value_and_grad

NUMBERS = {
    "Fraction": Fraction(1, 3),
    "Decimal": Decimal("0.1"),
    "mpf": mpmath.mpf("0.7"),
    "long int": 10**20,
    "int": 3,
    "bool": True,
    "float16": np.float16(0.5),
    "longdouble": np.longdouble(0.5),
    "0-d array": np.array(0.5),
}
NO_NUMBERS = {"complex": 1 + 2j, "str": "3", "bytes": b"3", "None": None, "set": {1.0}}
NO_NUMBERS["date"] = np.datetime64("2020-01-01")


def g(w):
    return w**3 + 2 * w


def product(w):
    return w[0] * w[1]


WAYS = {
    "grad": lambda x: grad(g)(x),
    "value_and_grad": lambda x: value_and_grad(g)(x)[1],
    "make_jvp": lambda x: make_jvp(g)(x)(1.0)[1],
    "make_vjp": lambda x: make_vjp(g)(x)[0](1.0),
    "taylor": lambda x: taylor(g, x, 2).coefficients[1],
    "program": lambda x: program(g, x)(x)[1],
    "tangent": lambda x: make_jvp(g)(1.0)(x)[1] / 5 * (3 * float(x) ** 2 + 2) / float(x),
    "adjoint": lambda x: make_vjp(g)(1.0)[0](x) / 5 * (3 * float(x) ** 2 + 2) / float(x),
}
LISTED = {
    "grad": lambda x: grad(product)([x, 2.0]),
    "value_and_grad": lambda x: value_and_grad(product)([x, 2.0])[1],
    "make_vjp": lambda x: make_vjp(product)([x, 2.0])[0](1.0),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", NUMBERS)
def test_a_number_of_any_kind_counts_as_the_float_next_to_it(kind, way):
    x = NUMBERS[kind]
    assert WAYS[way](x) == pytest.approx(3 * float(x) ** 2 + 2, rel=1e-14)


@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers_of_any_kind_may_stand_in_lists_and_arrays(kind):
    x = NUMBERS[kind]
    for way in LISTED.values():
        assert way(x) == [2.0, float(x)]
    assert make_jvp(product)([x, 2.0])([x, 1])[1] == 3 * float(x)
    assert grad(product)(np.array([x, 2.0], dtype=object)).tolist() == [2.0, float(x)]


@pytest.mark.parametrize("way", [w for w in WAYS if w not in ("tangent", "adjoint")])
@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_what_is_no_real_number_is_refused_by_its_name(kind, way):
    x = NO_NUMBERS[kind]
    with pytest.raises(TracingError, match=f"with respect to {type(x).__name__} .*give a number"):
        WAYS[way](x)


@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_what_is_no_real_number_is_refused_in_lists_tangents_and_adjoints(kind):
    x = NO_NUMBERS[kind]
    for way in LISTED.values():
        with pytest.raises(TracingError, match=rf"input\[0\]: .* {type(x).__name__} "):
            way(x)
    with pytest.raises(TracingError, match=type(x).__name__):
        make_jvp(g)(1.0)(x)
    with pytest.raises(TracingError, match=type(x).__name__):
        make_vjp(g)(1.0)[0](x)


INSIDE = {
    "c w": (lambda c, w: c * w, lambda c, w: c),
    "w c": (lambda c, w: w * c, lambda c, w: c),
    "w + c": (lambda c, w: (w + c) ** 2, lambda c, w: 2 * (w + c)),
    "c - w": (lambda c, w: (c - w) ** 2, lambda c, w: 2 * (w - c)),
    "c / w": (lambda c, w: c / w, lambda c, w: -c / w**2),
    "w / c": (lambda c, w: w / c, lambda c, w: 1 / c),
    "w**c": (lambda c, w: w**c, lambda c, w: c * w ** (c - 1)),
    "c**w": (lambda c, w: c**w, lambda c, w: c**w * mpmath.log(c)),
    "arctan2": (np.arctan2, lambda c, w: -c / (c**2 + w**2)),
    "maximum": (lambda c, w: np.maximum(c * w, w), lambda c, w: max(c, 1)),
    "where": (lambda c, w: np.where(w > c, w * w, c), lambda c, w: 2 * w),
    "list": (lambda c, w: np.sum(w * [w, c]), lambda c, w: 2 * w + c),
    "gathered": (lambda c, w: np.sum(np.array([w, c]) * w), lambda c, w: 2 * w + c),
    "returned": (lambda c, w: c, lambda c, w: 0),
}
MODES = {
    "reverse": lambda f: grad(f)(1.3),
    "forward": lambda f: make_jvp(f)(1.3)(1.0)[1],
    "taylor": lambda f: taylor(f, 1.3, 1).coefficients[1],
    "program": lambda f: program(f, 1.3)(1.3)[1],
    "vectors": lambda f: grad(lambda w: f(w[0]))(np.array([1.3])).item(),
}


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.parametrize("c", [Fraction(1, 3), Decimal("0.1"), mpmath.mpf("0.7")], ids=str)
def test_inside_of_a_function_a_number_of_any_kind_counts_as_a_float(c, name):
    f, slope = INSIDE[name]
    expected = float(slope(mpmath.mpf(float(c)), mpmath.mpf(1.3)))
    for derivative in MODES.values():
        assert derivative(lambda w: f(c, w)) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("c", [Fraction(1, 3), Decimal("0.1")], ids=str)
def test_arrays_meet_numbers_of_any_kind(c):
    w = np.array([1.0, 2.0])
    assert grad(lambda w: np.sum(c * w**2))(w) == pytest.approx(2 * float(c) * w, rel=1e-15)
    assert grad(lambda w: np.dot(np.array([c, 2]), w))(w).tolist() == [float(c), 2.0]
    rows = adlite.jacobian(lambda w: np.stack([w, w]) * [[c, 1], [2, c]])(w)
    assert rows[:, 0, 0].tolist() == [float(c), 2.0]


@pytest.mark.parametrize("gather", [list, tuple, lambda parts: np.array(parts, dtype=object)])
@pytest.mark.parametrize("x", ["3", None, np.datetime64("2020-01-01")])
def test_words_and_gaps_in_lists_do_not_become_numbers(x, gather):
    with pytest.raises(TracingError, match="hold only numbers"):
        grad(lambda w: np.sum(w * gather([w, x])))(2.0)
