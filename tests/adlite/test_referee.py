"""The referee agrees with what is right, and catches what is wrong."""

import functools

import autograd.numpy as anp
import numpy as np
import pytest
from numpy import tanh

from adlite import TracingError, check
from adlite.core import UFUNCS


def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)


def helper(w):
    return np.sin(w)


def calls_helper(w):
    return helper(w) ** 2


def test_agreement_prints_a_table_and_a_verdict():
    result = check(b23, 0.5, 1.5)
    assert result.agrees
    assert 0 < result.largest_difference < 1e-8
    assert repr(result) == str(result)
    assert repr(result).splitlines() == [
        "at     reverse    forward   autograd    central",
        "0.5    2.46862    2.46862    2.46862    2.46862",
        "1.5  -0.223431  -0.223431  -0.223431  -0.223431",
        "adlite and autograd agree to 10 digits, and central differences to 6.",
    ]


def closure():
    scale, inner = 2.0, np.cos

    def g(w):
        return scale * inner(w) + sum(np.sin(k * w) for k in (1, 2))

    return g


@pytest.mark.parametrize(
    "g",
    [
        np.tanh,
        b23,
        calls_helper,
        closure(),
        lambda w: tanh(w),
        lambda w: anp.tanh(w),
        functools.partial(lambda a, w: np.sin(a * w), 3.0),
        lambda w: w**3 - 2 * w,
        lambda w: np.linalg.norm(np.stack([w, w**2])),
    ],
)
def test_autograd_can_run_functions_written_in_many_ways(g):
    result = check(g, 0.3, 1.2)
    assert result.agrees and not result.failed
    assert set(result.rows[0].slopes) == {"reverse", "forward", "autograd", "central"}


def test_the_readers_function_is_left_alone():
    before = dict(b23.__globals__)
    check(b23, 1.5)
    assert b23.__globals__["np"] is np is before["np"]


def test_what_autograd_cannot_run_is_not_called_agreement():
    result = check(np.cbrt, 2.0)
    assert result.agrees and "autograd" in result.failed
    lines = str(result).splitlines()
    assert lines[-2].startswith("autograd: could not run g (")
    assert lines[-1].startswith("both modes of adlite agree")


@pytest.mark.parametrize("name", ["tanh", "cos"])
def test_a_wrong_rule_is_caught(name, monkeypatch):
    rule = UFUNCS[getattr(np, name)]
    right = rule.partials[0]
    monkeypatch.setattr(rule, "partials", (lambda y, w: right(y, w) * 1.001,))
    result = check(b23, 0.5, 1.5)
    assert not result.agrees
    assert result.largest_difference > 1e-6
    assert "differs from adlite's reverse mode by" in result.verdict
    assert " at 0.5." in result.verdict or " at 1.5." in result.verdict


def test_a_rule_that_is_only_slightly_wrong_is_caught_by_autograd(monkeypatch):
    right = UFUNCS[np.tanh].partials[0]
    slightly = (lambda y, w: right(y, w) * (1 + 1e-8),)
    monkeypatch.setattr(UFUNCS[np.tanh], "partials", slightly)
    result = check(b23, 0.5)
    assert not result.agrees and result.verdict.startswith("autograd differs")


def test_arrays_and_several_arguments():
    result = check(lambda a, b: np.sum(a @ b), (np.eye(2), np.array([1.0, 2.0])), argnum=1)
    assert result.agrees and len(result.rows) == 2
    assert result.rows[1].place.endswith("[1]")
    assert check(lambda a, b: a**b, (2.0, 3.0), (3.0, 0.5), argnum=1).agrees


def test_a_vector_output_is_summed():
    assert check(lambda w: np.stack([w, w**2]), 3.0).rows[0].slopes["reverse"] == 7.0


def test_kink_is_seen_by_central_differences():
    # adlite and autograd take half of each side at a tie, which is no derivative.
    result = check(lambda w: np.maximum(w, 3 * w), 1e-9)
    assert not result.agrees and result.verdict.startswith("central differs")


def test_errors():
    with pytest.raises(ValueError, match="at least one point"):
        check(b23)
    with pytest.raises(TracingError, match="no derivative rule for np.spacing"):
        check(np.spacing, 1.0)
