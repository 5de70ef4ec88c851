"""Derivatives of derivatives: every mode inside every other."""

import itertools

import numpy as np
import pytest

from adlite import derivatives, grad, make_jvp, make_vjp


def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)


MODES = {
    "forward": lambda f: lambda w: make_jvp(f)(w)(1.0)[1],
    "reverse": lambda f: grad(f),
    "taylor": lambda f: lambda w: derivatives(f, w, 1)[1],
}
PAIRS = pytest.mark.parametrize("outer, inner", list(itertools.product(MODES, MODES)))


@pytest.mark.parametrize("modes", list(itertools.product(MODES, repeat=3)), ids="-".join)
def test_third_derivative_by_every_nesting(modes):
    w = 1.5
    t, s, c = np.tanh(w), np.sin(w), np.cos(w)
    d1, d2 = 1 - t**2, -2 * t * (1 - t**2)
    d3 = -2 * d1**2 - 2 * t * d2
    third = b23
    for mode in modes:
        third = MODES[mode](third)
    assert third(w) == pytest.approx(d3 * c - 3 * d2 * s - 3 * d1 * c + t * s + 2 / w**3, rel=1e-12)


SECONDS = {
    "power": (lambda w: w**3.5, lambda w: 8.75 * w**1.5),
    "whole power": (lambda w: w**4, lambda w: 12 * w**2),
    "exponent": (lambda w: w**w, lambda w: w**w * ((np.log(w) + 1) ** 2 + 1 / w)),
    "quotient": (lambda w: 1 / (1 + w * w), lambda w: (6 * w * w - 2) / (1 + w * w) ** 3),
    "arctan2": (lambda w: np.arctan2(w, 2.0), lambda w: -4 * w / (4 + w * w) ** 2),
    "logaddexp": (
        lambda w: np.logaddexp(w, 0.0),
        lambda w: np.exp(w) / (1 + np.exp(w)) ** 2,
    ),
    "array": (
        lambda w: np.sum(np.sin(np.array([1.0, 2.0]) * w)),
        lambda w: -np.sin(w) - 4 * np.sin(2 * w),
    ),
    "matmul": (
        lambda w: np.stack([w, w * w]) @ np.stack([np.exp(w), w]),
        lambda w: (2 + w) * np.exp(w) + 6 * w,
    ),
    "inside": (
        lambda w: w * grad(lambda v: np.sin(v * w))(w),
        lambda w: (2 - 4 * w**4) * np.cos(w * w) - 10 * w * w * np.sin(w * w),
    ),
}


@PAIRS
@pytest.mark.parametrize("name", SECONDS)
def test_second_derivative_by_all_nine(outer, inner, name):
    g, expected = SECONDS[name]
    for w in (0.6, 1.7):
        found = MODES[outer](MODES[inner](g))(w)
        assert found == pytest.approx(expected(w), rel=1e-12)


@PAIRS
def test_perturbations_are_not_confused(outer, inner):
    d, e = MODES[outer], MODES[inner]
    # d/dx [x * d/dy (x + y)] = 1; it is 2 if the inner tangent is taken for the outer one.
    assert d(lambda x: x * e(lambda y: x + y)(1.0))(1.0) == 1.0
    # d/dx [x * d/dy (x * y) at y = x] = d/dx x**2
    assert d(lambda x: x * e(lambda y: x * y)(x))(3.0) == 6.0
    assert d(lambda x: e(lambda y: x * y * y)(2.0) * x)(3.0) == 24.0
    # Both at one point, of which the inner one must not see the outer variation.
    assert d(lambda x: e(lambda y: y * y)(x) * e(lambda y: x * y)(x))(2.0) == 8.0


def test_forward_mode_keeps_apart_what_does_not_vary_and_what_varies_further_out():
    def push(f):
        return make_jvp(f)(2.0)(1.0)

    assert push(lambda w: 3.0) == (3.0, 0.0)
    # v does not vary with w: its inner tangent is 0, and its outer one is still there.
    assert push(lambda v: push(lambda w: v * v)[1]) == (0.0, 0.0)
    assert push(lambda v: push(lambda w: v * v)[0]) == (4.0, 4.0)


def test_reverse_mode_keeps_apart_what_does_not_vary_and_what_varies_further_out():
    pull, value = make_vjp(lambda w: 3.0)(2.0)
    assert (value, pull(1.0)) == (3.0, 0.0)
    assert grad(lambda v: grad(lambda w: v * v)(2.0))(2.0) == 0.0
    assert grad(lambda v: make_vjp(lambda w: v * v)(2.0)[1])(2.0) == 4.0
