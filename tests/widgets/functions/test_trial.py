"""What a reader hears of functions that no picture can show."""

import math
import random
import re
import warnings
from decimal import Decimal

import numpy as np
import pytest

from widgets import InputError, SecantToTangent, TangentPlane


def counting():
    calls = []
    return lambda w: w**2 + len(calls) + (calls.append(w) or 0)


def drawing(w):
    import matplotlib.pyplot as plt

    plt.figure()
    return w**2


HOSTILE = {
    "farther than any axis": "w*1e308*10",
    "nor in any other window": "1/0",
    "choose another window": "log(w - 5)",
    "in Python ^ is no power; write w**2": lambda w: w ^ 2,
    "it uses undefined, which is nowhere defined; define it": lambda w: undefined,  # noqa: F821
    "has no attribute 'sine'; mend that in g": lambda w: np.sine(w),
    "g must take one number, as lambda w: w**2 does; this g takes ().": lambda: 1.0,
    "this g takes (a, b).": lambda a, b: a * b,
    "let loops count to a fixed number": lambda w: sum(k * w for k in range(w)),
    "as range and factorial do": lambda w: math.factorial(w),
    "an index does": lambda w: [1.0, 2.0, 3.0][w],
    "leave float() away": lambda w: float(w) ** 2,
    "np.sin and not math.sin": lambda w: math.sin(w),
    "write np.trunc(w) for int(w)": lambda w: w ** int(w),
    "not by an index": lambda w: [1.0, 2.0, 3.0][int(w)] * w,
    "a Decimal, which knows no derivative": lambda w: Decimal(w) ** 2,
    "np.where(w > 0, 1.0, 0.0)": lambda w: w > 0,
    "write return for yield": lambda w: (yield w),
    "take np.real(...)": lambda w: w * 1j,
    "inside a derivative it raised ValueError": lambda w: float(str(w)),
    "operators and NumPy's functions alone": lambda w: w if isinstance(w, float) else 1 / 0,
    "chance, or on what it was asked before": lambda w: random.random() + w,
    "let it depend on its input alone": counting(),
    "leave pyplot out of g": drawing,
}


@pytest.mark.parametrize("words", HOSTILE)
def test_one_sentence_says_what_is_wrong_and_what_to_write(words):
    with pytest.raises(InputError) as refused:
        SecantToTangent(HOSTILE[words])
    said = str(refused.value)
    assert words in said and len(said) < 250 and "\n" not in said
    # Another window is offered only where one helps.
    assert ("another window" in said) == (
        words in ("choose another window", "farther than any axis")
    )


def test_a_whole_number_that_no_float_holds_is_a_gap():
    explorer = SecantToTangent(lambda w: w if w < 1 else 2**5000, w0=0.5)
    assert "derivative is 1" in explorer.sentence


@pytest.mark.parametrize(
    ("g", "words"),
    [
        ("w1*w2 + 1/0", "nor in any other window"),
        (lambda a, b: a ^ b, "in Python ^ is no power"),
        (lambda a, b: a * b + np.random.default_rng().random(), "for the same input"),
        (lambda a, b: float(str(a)) * b, "inside a derivative it raised ValueError"),
    ],
)
def test_the_same_is_said_of_two_inputs(g, words):
    with pytest.raises(InputError, match=re.escape(words)):
        TangentPlane(g)


def test_what_a_function_prints_and_warns_of_is_told_once(capsys):
    def loud(w):
        print("w is", w)
        warnings.warn("mind the gap", stacklevel=1)
        return w**2

    explorer = SecantToTangent(loud, w0=1.0)
    explorer.w0 = 0.123
    assert "derivative is 0.246" in explorer.sentence
    assert capsys.readouterr().out == ""
    again = SecantToTangent(loud, w0=1.0)
    assert again.problem.count("w is") == again.problem.count("mind the gap") == 1
    again.g = np.sin
    assert again.problem == ""
