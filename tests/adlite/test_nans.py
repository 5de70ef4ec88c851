"""Where a NaN comes from: the step, the entry, the line, and what to write instead."""

import re

import numpy as np
import pytest

import adlite
from adlite import TracingError, trace_nan

A, B = np.array([4.0, 0.0]), np.array([1.0, -1.0, 2.0])

# Function, point, sweep, step, entry, words.
CASES = {
    "log of 0": (lambda w: np.sum(np.log(w)), A, "forward", "log", (1,), r"np.where\(c, np.log\("),
    "log of less": (lambda w: np.sum(w * np.log(w)), B, "forward", "log", (1,), "log of -1 is nan"),
    "sqrt of less": (lambda w: np.sum(np.sqrt(w)), B, "forward", "sqrt", (1,), "sqrt of -1 is nan"),
    "1/0": (lambda w: np.sum(2 / w), A, "forward", "divide", (1,), r"np.where\(b != 0, a /"),
    "overflow": (lambda w: np.log(1 + np.exp(w)), 1000.0, "forward", "exp", (), "np.logaddexp"),
    "domain": (lambda w: np.arccos(2 * w), 0.7, "forward", "arccos", (), "np.clip"),
    "power": (lambda w: np.sum(w**0.5), B, "forward", "power", (1,), r"power of -1 and 0.5 is nan"),
    "infinite slope": (lambda w: np.sum(np.sqrt(w)), A, "backward", "sqrt", (1,), "is infinite"),
    "root of norm": (
        lambda w: np.sqrt(np.linalg.norm(w - w[0])),
        np.ones(2),
        "backward",
        "sqrt",
        (),
        "0 times infinity",
    ),
    "0 and infinity": (lambda w: np.sum(np.sqrt(w) ** 2), A, "backward", "sqrt", (1,), "cancel"),
    "infinities": (lambda w: np.sqrt(w) - np.sqrt(2 * w), 0.0, "backward", "sqrt", (), "minus"),
    "input": (lambda w: np.sum(w), np.array([1.0, np.nan]), "forward", "input", (1,), "is nan"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_first_step_is_found(name):
    f, at, sweep, step, entry, words = CASES[name]
    found = trace_nan(f, at)
    assert (found.sweep, found.step, found.entry) == (sweep, step, entry)
    with np.errstate(all="ignore"):
        value, slope = adlite.value_and_grad(f)(at)
    assert np.isfinite(value) == (sweep == "backward")
    assert not np.all(np.isfinite(slope)) or sweep == "forward"
    assert re.search(words, str(found)) and str(found).endswith(".") and "\n" not in str(found)


def test_the_line_is_the_readers_own():
    def g(w):
        a = w - 1.0
        return a / a

    assert trace_nan(g, 1.0).line.endswith("`return a / a`")


@pytest.mark.parametrize(
    "f",
    [
        np.tanh,
        lambda w: np.where(w > 1, np.sqrt(w - 1), w),
        lambda w: np.sqrt(np.maximum(w - 2, 0)) + w,
        lambda w: 2.0,
    ],
)
def test_nothing_is_found_where_all_is_finite(f):
    found = trace_nan(f, 1.0)
    assert found.sweep == "" and str(found) == "All values and derivatives are finite."


def test_what_is_advised_helps():
    w = np.array([1.0, 0.0])
    assert trace_nan(lambda w: np.sum(np.log(w)), w).step == "log"

    def advised(w):
        c = w > 0
        return np.sum(np.where(c, np.log(np.where(c, w, 1.0)), 0.0))

    assert trace_nan(advised, w).sweep == ""
    np.testing.assert_array_equal(adlite.grad(advised)(w), [1.0, 0.0])


def test_several_inputs_and_no_number():
    assert trace_nan(lambda a, b: a * np.log(b), 1.0, 0.0).step == "log"
    with pytest.raises(TracingError, match="sum it"):
        trace_nan(lambda w: w, A)
