"""The shape of a curve in words, against curves whose turns are known in closed form."""

import math
import re

import numpy as np
import pytest
from mpmath import mp

from widgets import Kink, RoundOff, SecantToTangent, TaylorBuilder
from widgets.functions import Function, shape_in_words
from widgets.live import aloud, say


def told(g, window):
    """Return what is told after the words about the window."""
    said = shape_in_words(Function(g, window))
    start = f"On this window, from {say(window[0], 3)} to {say(window[1], 3)}, g "
    assert said.startswith(start) and said.endswith(".") and said.count(".  ") == 0
    assert re.fullmatch(r"[A-Za-z0-9 .,;:%-]+", aloud(said))
    return said.removeprefix(start).removesuffix(".")


CLOSED = [
    ("w^2", (-1, 2), "falls from 1 to a valley of 0 at 0, and rises to 4"),
    ("w^3", (-1, 1), "rises from −1 to 1"),
    ("3", (-1, 1), "stays at 3"),
    (
        "w^3 - 3*w",
        (-2, 3),
        "rises from −2 to a hill of 2 at −1, falls to a valley of −2 at 1, and rises to 18",
    ),
    ("exp(-w^2)", (-2, 2), "rises from 0.0183 to a hill of 1 at 0, and falls to 0.0183"),
    # Corners, alone and on the way up.
    (abs, (-1, 2), "falls from 1 to a valley of 0 at 0, a corner, and rises to 2"),
    (
        lambda w: np.sqrt(np.abs(w - 0.25)),
        (-1, 1.25),
        "falls from 1.12 to a valley of 0 at 0.25, a corner, and rises to 1",
    ),
    (lambda w: max(w, 2 * w), (-1, 1), "rises from −1 to 2, with a corner at 0"),
    ("max(0, w)", (-1, 1), "stays at 0 until 0, and rises to 1"),
    # Jumps and gaps.
    (lambda w: np.sign(w - 0.3), (-1, 1), "stays at −1, jumps to 1 at 0.3, and stays at 1"),
    (
        np.floor,
        (-0.5, 1.5),
        "stays at −1, jumps to 0 at 0, stays at 0, jumps to 1 at 1, and stays at 1",
    ),
    (
        lambda w: np.exp(w) if w < 0.5 else -w,
        (-1, 1),
        "rises from 0.368 to 1.65, jumps to −0.5 at 0.5, and falls to −1",
    ),
    (
        "sin(w)/w",
        (-3, 3),
        "rises from 0.047 to 1, is not defined at 0 itself, and falls from 1 to 0.047",
    ),
    (
        "sqrt(w^2 - 1)",
        (-2, 3),
        "falls from 1.73 to 0, is not defined between −1 and 1, and rises from 0 to 2.83",
    ),
    (
        "sqrt(1 - w^2)",
        (-3, 3),
        "is not defined up to −1, rises from 0 to a hill of 1 at 0, falls to 0, "
        "and is not defined beyond 1",
    ),
    # Poles, on the grid and between its points.
    ("1/w", (-1, 2), "falls from −1 without bound at 0, and falls from far above to 0.5"),
    (
        "1/(w - 0.123)^2",
        (-1, 1),
        "rises from 0.793 without bound at 0.123, and falls from far above to 1.3",
    ),
    ("log(w)", (-1, 2), "is not defined up to 0, and rises from far below to 0.693"),
    (
        "tan(w)",
        (-1.5, 3),
        "rises from −14.1 without bound at 1.57, and rises from far below to −0.143",
    ),
]


@pytest.mark.parametrize(("g", "window", "words"), CLOSED)
def test_a_known_curve_is_told_as_it_is(g, window, words):
    assert told(g, window) == words


def test_the_turns_are_where_the_derivative_is_zero():
    def slope(w):
        return mp.cos(w) + mp.mpf(w) / 5

    valley, hill = (mp.findroot(slope, start) for start in (-1.3, 2))
    numbers = [say(float(x), 3) for w in (valley, hill) for x in (mp.sin(w) + w**2 / 10, w)]
    said = told("sin(w) + 0.1*w^2", (-3, 3))
    assert "valley of {} near {}, rises to a hill of {} near {},".format(*numbers) in said


@pytest.mark.parametrize("turns", [3, 6, 7, 20])
def test_of_many_turns_six_are_told_and_the_others_counted(turns):
    # cos(w) turns at every multiple of π inside the window.
    said = told("cos(w)", (0.1, turns * math.pi + 0.1))
    assert said.count("hill") + said.count("valley") == min(turns, 6)
    counted = re.search(r"turns (\d+) more times?, to ", said)
    assert (int(counted[1]) if counted else 0) == max(turns - 6, 0)


@pytest.mark.parametrize(
    "g",
    ["sin(1000*w)", lambda w: np.sin(200 * np.pi * w), lambda w: np.sin(1e6 * w * w)],
)
def test_what_is_too_fast_to_be_told_is_not_told_as_something_else(g):
    assert told(g, (-3, 3)) == "goes up and down faster than can be told"


def test_turns_without_end_are_not_counted():
    assert "turns more often than can be counted" in told("sin(1/w)", (-1, 1))


def test_what_changes_by_little_is_not_said_to_be_level():
    said = told("w^20", (-3, 3))
    assert "hardly changes until" in said and "stays" not in said


def test_an_explorer_describes_the_curve_that_it_draws():
    explorer = SecantToTangent("w^2", window=(-1, 2))
    assert explorer.shape == shape_in_words(Function("w^2", (-1, 2)))
    explorer.g = "w^3"
    assert explorer.shape.endswith("rises from −1 to 8.")
    assert "a valley" in TaylorBuilder("w^2").shape
    # These draw no curve of one function that stays the same.
    assert RoundOff("w^2").shape == Kink().shape == ""
