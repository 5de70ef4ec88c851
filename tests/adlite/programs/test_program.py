"""Derivatives written out as Python text, against tracing, autograd and the chapter."""

import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from adlite import TracingError, program
from adlite.core import UFUNCS
from tests.adlite.programs.printed import agree, code, pasted, traced


def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)


def test_names_are_those_of_the_chapter():
    p = program(b23, 1.5)
    # (B.24), and then the backward sweep of Section B.7.
    assert code(p)[:5] == ["a = tanh(w)", "b = cos(w)", "c = log(w)", "d = a * b", "e = c + d"]
    assert code(p)[5:] == [
        *("c_bar = 1.0", "d_bar = 1.0", "a_bar = d_bar * b", "b_bar = d_bar * a"),
        *("w_bar = c_bar / w", "w_bar += b_bar * -sin(w)", "w_bar += a_bar * (1 - a * a)"),
        "return e, w_bar",
    ]
    assert "# from a = tanh(w): derivative 1 - tanh(w)**2 (Table B.1)" in p.source
    assert p.source.startswith("from math import cos, log, sin, tanh\n\n\ndef b23(w):\n")
    value, slope = p(1.5)
    assert (type(value), type(slope)) == (float, float)
    assert slope == pytest.approx(-0.22343149651726774, rel=1e-14)


def test_every_line_knows_its_step():
    p = program(lambda w: np.tanh(w) * np.tanh(w), 1.5)
    assert "\n".join(line.text for line in p.lines) in p.source
    said = [(line.child, line.parent) for line in p.lines if line.child]
    forward = [("a", ""), ("b", ""), ("c", "")]
    assert said == [*forward, ("c", "a"), ("c", "b"), ("b", "w"), ("a", "w")]
    for line in p.lines:
        words = line.text.split("#")[0].split()
        assert bool(line.child) == (" = " in line.text or "+=" in line.text)
        assert not line.child or words[0] == (f"{line.parent}_bar" if line.parent else line.child)


def test_two_inputs_as_in_the_chapter():
    def g(w1, w2):
        return w1**2 + w2**2

    p = program(g, 1.0, 2.0)
    assert code(p)[:3] == ["a = w1**2", "b = w2**2", "c = a + b"]
    assert code(p)[5:] == [
        *("w2_bar = b_bar * (2 * w2)", "w1_bar = a_bar * (2 * w1)", "return c, (w1_bar, w2_bar)")
    ]
    assert p(3.0, -4.0) == pasted(p)(3.0, -4.0) == (25.0, (6.0, -8.0))
    assert p(w2=-4, w1=3) == (25.0, (6.0, -8.0))


GRID = [-3.0, -1.0, -0.5, -0.0, 0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 800.0, 1e-200, 1e200, np.inf, np.nan]


@pytest.mark.parametrize("function", UFUNCS, ids=lambda f: f.__name__)
def test_every_rule_can_be_printed(function):
    rule = UFUNCS[function]
    rng = np.random.default_rng(3)
    inside = [[float(rng.uniform(a, b)) for a, b in rule.domain] for _ in range(8)]
    programs = [program(function, *inside[0])]
    of_one = (lambda w: function(w, 0.5), lambda w: function(2, w))
    of_one = of_one if len(inside[0]) == 2 else ()
    programs += [program(g, 1.5) for g in of_one]
    for at in inside:
        agree(pasted(programs[0])(*at), traced(function, *at))
    for x in GRID:
        for y in GRID if len(inside[0]) > 1 else [0.0]:
            at = [x, y, 2.0][: len(inside[0])]
            agree(programs[0](*at), traced(function, *at))
        for p, g in zip(programs[1:], of_one, strict=True):
            agree(p(x), traced(g, x))
    squared = program(lambda w: function(*[w] * len(inside[0])) ** 2, abs(inside[0][-1]))
    for x in GRID[:10]:
        agree(squared(x), traced(lambda w: function(*[w] * len(inside[0])) ** 2, x))


EDGES = {
    np.arcsin: (1 - 1e-9 / 3,),
    np.arccos: (1e-9 / 3 - 1,),
    np.arctanh: (1 - 1e-9 / 3,),
    np.arccosh: (1 + 1e-9 / 3,),
    np.divide: (1e-170, 1e-158),
    np.hypot: (3e-170, 4e-170),
    np.logaddexp: (-1000.0, -1001.0),
}


@pytest.mark.parametrize("function", EDGES, ids=lambda f: f.__name__)
def test_text_loses_no_digits_where_the_book_would(function):
    at = EDGES[function]
    agree(
        pasted(program(function, *UFUNCS[function].domain[0][1:] * len(at)))(*at),
        traced(function, *at),
    )


@pytest.mark.parametrize("exponent", [0, 1, 2, 3, 4.0, -1, -2, 0.5, -0.5, 1 / 3, np.int64(2)])
def test_powers(exponent):
    p = program(lambda w: 3 * w**exponent, 1.7)
    for w in (1.7, 0.0, -1.7, 1e200, 1e-200):
        agree(p(w), traced(lambda w: 3 * w**exponent, w))
    agree(pasted(p)(1.7), traced(lambda w: 3 * w**exponent, 1.7))


def test_power_of_a_negative_number_is_never_complex():
    p = program(lambda w: np.abs((w**0.5) ** 2), 4.0)
    assert all(map(math.isnan, p(-4.0)))
    with pytest.raises(ValueError):
        pasted(p)(-4.0)
    assert program(lambda w: (-2.0) ** w, 2.0)(2.0)[0] == 4.0


VECTORS = {
    "dot": lambda np, w: np.dot(w, w) + np.sum(np.tanh(w)) * w[0],
    "line": lambda np, w: np.mean((w[0] + np.arange(5.0) * w[1] - 2.0) ** 2),
    "matrix": lambda np, w: np.sum(np.exp(np.array([[1.0, 2, 3], [4, 5, 6]]) @ w / 9) ** 2),
    "array": lambda np, w: np.prod(np.array([w[0] * w[1], np.sin(w[2]), 1.5])),
    "std": lambda np, w: np.std(w) + np.max(w) - np.sqrt(np.sum(w**2)),
    "where": lambda np, w: np.sum(np.where(w > 0.0, w**2, np.sin(w))),
    "network": lambda np, w: np.sum(
        np.maximum(0.0, np.outer(w, np.array([1.0, -2.0]))) @ np.ones(2)
    ),
    "logistic": lambda np, w: np.sum(np.log(1 + np.exp(-(w * np.array([1.0, -1.0, 1.0]))))),
    "sorted": lambda np, w: np.sort(w)[0] * 2 + np.sort(w)[-1] + w[np.argmax(w)],
    "clipped": lambda np, w: np.sum(np.clip(w, -0.5, 0.5) ** 2),
    "unused": lambda np, w: w[1],
}


@pytest.mark.parametrize("name", VECTORS)
def test_vectors_are_taken_apart(name):
    g = lambda w: VECTORS[name](np, w)  # noqa: E731
    p = program(g, np.array([0.3, -0.8, 1.2]))
    rng = np.random.default_rng(2)
    for w in [np.array([0.3, -0.8, 1.2]), *rng.normal(size=(12, 3)), np.array([2, 1, 1])]:
        value, slope = p(w)
        agree((value, slope), traced(g, w))
        agree((value, slope), (g(w), autograd.grad(lambda w: VECTORS[name](anp, w))(w * 1.0)))
        assert type(value) is float and slope.shape == (3,)
    w = np.array([0.31, -0.79, 1.19])
    agree(pasted(p)(w), traced(g, w))
    assert "w1, w2, w3 = map(float, w)" in p.source


def test_numbers_and_vectors_together():
    def g(x, b, y):
        return np.sum(x * b) + b * y[0]

    at = (np.array([1.0, 2.0]), 3.0, np.array([4.0]))
    p = program(g, *at)
    agree(p(*at), (21.0, (np.array([3.0, 3.0]), 7.0, np.array([3.0]))))
    agree(pasted(p)(*at), p(*at))


def test_inputs_of_any_kind():
    p = program(b23, np.int64(2))
    for w in (2, np.float64(2.0), np.float32(2.0), np.int64(2), np.array(2.0), True):
        value, slope = p(w)
        assert type(value) is type(slope) is float
        agree((value, slope), traced(b23, float(w)))
    np.testing.assert_array_equal(p(np.array([2.0]))[1], traced(b23, np.array([2.0]))[1])
    assert adlite.grad(lambda w: p(w)[1])(1.5) == pytest.approx(
        adlite.grad(adlite.grad(b23))(1.5), rel=1e-14
    )
    with pytest.raises(TypeError, match="argument"):
        p(1.0, 2.0)


def test_names_of_inputs_and_steps_do_not_meet():
    def g(a, tanh, b_bar):
        return np.tanh(a * tanh) * b_bar

    p = program(g, 1.0, 2.0, 3.0)
    agree(pasted(p)(1.0, 2.0, 3.0), traced(g, 1.0, 2.0, 3.0))

    def b(a, c):
        return a * c + a

    p = program(b, 1.0, 2.0)
    assert code(p)[:2] == ["d = a * c", "e = a + d"]
    assert pasted(p)(1.0, 2.0) == (3.0, (3.0, 1.0))
    assert "v21 = " in program(lambda w: sum(np.sin(w) for _ in range(20)), 1.0).source
    assert program(lambda *w: w[0] * w[1], 2.0, 3.0)(4.0, 5.0) == (20.0, (5.0, 4.0))
    x = program(lambda w, w1: w[0] * w1 + w[1], np.ones(2), 1.0)
    agree(pasted(x)(np.array([2.0, 3]), 5.0), (13.0, (np.array([5.0, 1.0]), 2.0)))


def test_whole_numbers_come_out_as_floats():
    cases = [np.abs, lambda w: np.maximum(0, w), lambda w: 3 % w, lambda w: np.clip(w, 0, 1)]
    for g in [*cases, lambda w: 3, lambda w: 3 * w, lambda w: w, lambda w: w**0]:
        for w in (-2.5, 0.5, 2.5):
            p = program(g, w)
            assert [type(x) for x in (*p(w), *pasted(p)(w))] == [float] * 4
            agree(p(w), traced(g, w))


def test_refusals_say_what_to_write():
    def many(w):
        for _ in range(10_001):
            w = w + 1
        return w

    refused = [
        (lambda w: np.sum(w), np.ones((2, 2)), r"takes plain numbers and vectors, not ndarray"),
        (lambda w: w * 2, np.ones(3), r"array of shape \(3,\): sum it"),
        (many, 1.0, "at most 10,000 steps"),
        (lambda w: np.abs(w + 1j * w), 1.0, "complex ones"),
        (lambda w: w if np.isclose(w, 1.0) else -w, 1.0, "isclose"),
        (lambda w: np.linalg.det(w.reshape(2, 2)), np.ones(4), "use value_and_grad"),
        (1.5, 1.0, "needs a function and the inputs"),
        (lambda w: np.round(w, 1) * w, 1.0, "cannot take round apart"),
        (lambda w: "no", 1.0, "must return a number"),
        (lambda w: math.sin(w), 1.0, "np.sin and not math.sin"),
    ]
    for g, at, message in refused:
        with pytest.raises(TracingError, match=message) as caught:
            program(g, at, blocks=False)
        assert len(str(caught.value)) < 250 and str(caught.value).endswith(".")
