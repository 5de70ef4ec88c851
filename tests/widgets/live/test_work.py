"""What takes long shows that it goes on, can be stopped, and is made coarser in time."""

import io
import math
import re
import sys
import time

import numpy as np
import pytest
from matplotlib.figure import Figure

from widgets import InputError, SecantToTangent, TangentPlane
from widgets.functions import timed
from widgets.live import Live, drag, explorer, first_bake, linear, work, working


@pytest.fixture
def quick():
    """An explorer of a quick function, made in the usual time."""
    return SecantToTangent(lambda w: w**2)


@pytest.fixture
def hurried(monkeypatch):
    """Let a tenth of the usual time be long."""
    monkeypatch.setattr(work, "STILL", work.STILL / 10)
    for module in (work, explorer, first_bake):
        monkeypatch.setattr(module, "PRODUCT", work.PRODUCT / 10, raising=False)
        monkeypatch.setattr(module, "CROSS", 0.2, raising=False)


class Slow:
    """A function whose calls take a while, and are counted."""

    def __init__(self, seconds, g):
        self.seconds, self.g, self.calls = seconds, g, 0

    def __call__(self, *w):
        self.calls += 1
        time.sleep(self.seconds)
        return self.g(*w)


def moving(update, step=0.01):
    figure = Figure()
    (line,) = figure.subplots().plot([0, 1], [0, 1])

    def moved(n):
        update(n)
        line.set_data([0, n], [0, 1])
        return f"n is {n}."

    return Live(figure, moved, n=linear(0, 1, step, "n", 0))


def test_a_function_that_takes_long_has_a_coarser_picture_that_says_so(quick, hurried):
    g = Slow(0.01, lambda w: w**2)
    slow = SecantToTangent(g, w0=1.0, epsilon=1.0)
    assert g.calls < 250
    assert slow.problem.startswith("This function takes long, so the picture is coarser: ")
    assert "points instead of 601" in slow.problem and "steps of controls" in slow.problem
    assert len(quick.tables[-1].sentences) > 1000 > 20 * len(slow.tables[-1].sentences)
    # What is drawn is as true as ever.
    assert slow.sentence == slow.baked_sentence() and "derivative is 2." in slow.sentence
    curve = slow.figure.axes[0].lines[0].get_xydata()
    assert np.allclose(curve[:, 1], curve[:, 0] ** 2, atol=0.2) and len(curve) == 601
    known = {sentence for table in slow.tables for sentence in table.sentences}
    assert drag(slow, w0=2.0) in known and "w⁰ = 2 the derivative is 4." in slow.sentence


def test_each_move_of_a_slow_function_is_coarse_too(hurried):
    g = Slow(0.01, lambda w: w**2)
    explorer = SecantToTangent(g, w0=1.0)
    before = g.calls
    explorer.w0 = 0.123
    assert g.calls - before < 60
    assert explorer.sentence == explorer.baked_sentence() and "is 0.246" in explorer.sentence


def test_an_update_that_takes_long_has_fewer_positions(hurried):
    explorer = moving(lambda n: time.sleep(0.02))
    assert 6 <= len(explorer.tables[-1].sentences) <= 26
    assert "instead of 101" in explorer.problem
    assert len(moving(lambda n: None).tables[-1].sentences) == 101


def test_what_takes_far_too_long_is_given_up_in_one_sentence(monkeypatch):
    monkeypatch.setattr(work, "_MOST", 0.3)
    g = Slow(0.01, lambda a, b: a * b)
    with pytest.raises(InputError, match="let it do less, or compute its values beforehand"):
        TangentPlane(lambda a, b: g(a, b))
    assert g.calls < 60
    monkeypatch.setattr(timed, "_LONGEST", 0.005)
    g = Slow(0.01, lambda w: w)
    with pytest.raises(InputError, match="seconds each time that it is called"):
        SecantToTangent(g)
    assert g.calls == 2


def test_one_slow_call_among_quick_ones_costs_nothing():
    seldom = Slow(0.0, lambda w: time.sleep(0.3 * (seldom.calls == 3)) or w**2)
    assert SecantToTangent(seldom).problem == ""


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("out", [Terminal, io.StringIO])
def test_a_terminal_has_one_line_that_is_gone_in_the_end(monkeypatch, out):
    shown = out()
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setattr(work, "_PATIENCE", 0.1)
    monkeypatch.setattr(work, "_PACE", 0.0)
    moving(lambda n: time.sleep(0.02), step=0.1)
    text = shown.getvalue()
    if out is io.StringIO:
        assert text == ""
        return
    lines = text.split("\r")
    said = re.compile(r"Working out the pictures: [0-9]+ s\. Ctrl\+C ends it\.")
    assert (
        said.fullmatch(lines[1])
        and lines[-1] == ""
        and set(lines[-2]) == {" "}
        and "\n" not in text
    )
    assert len(lines[-2]) >= max(map(len, lines))


def test_what_is_quick_says_nothing(monkeypatch):
    shown = Terminal()
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setattr(work, "_PATIENCE", 60.0)
    moving(lambda n: None, step=0.5)
    assert shown.getvalue() == ""


def interrupted(calls):
    def g(w):
        calls.append(w)
        if len(calls) == 300:
            raise KeyboardInterrupt
        return np.sin(w)

    return g


def test_when_it_is_stopped_the_last_picture_stays():
    explorer = SecantToTangent("w^2", w0=1.0)
    before = explorer.scene, explorer.cross, explorer.sentence, explorer.values
    with pytest.raises(KeyboardInterrupt):
        explorer.g = interrupted([])
    assert (explorer.scene, explorer.cross, explorer.sentence, explorer.values) == before
    assert explorer.formula == "w^2" and explorer.g(3.0) == 9.0
    explorer.w0 = 2.0
    assert "derivative is 4." in explorer.sentence
    # Nothing is being done any more.
    with working() as after:
        assert after.spent == 0


def test_when_a_typed_formula_is_stopped_its_reader_hears_so(monkeypatch):
    explorer = SecantToTangent("w^2", w0=1.0)
    answers = []
    monkeypatch.setattr(explorer, "send", answers.append)

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(explorer, "drawing", stopped)
    explorer.hear(None, {"formula": "sin(w)"}, None)
    assert answers[0]["failed"] and answers[0]["problem"] == (
        "It was stopped: the last picture stays."
    )
    assert explorer.formula == "w^2" and "derivative is 2." in explorer.sentence


def test_a_grid_between_fewer_points_lies_on_straight_lines(monkeypatch):
    monkeypatch.setattr(work, "STILL", 0.0)
    first, second = np.meshgrid(np.linspace(0, 1, 41), np.linspace(0, 2, 31), indexing="ij")
    asked = []

    def evaluate(a, b):
        asked.append(a.size)
        return np.where(a > 0.9, math.nan, 3 * a + b)

    with working():
        values = timed.on_grid(1.0, evaluate, first, second)
    assert asked[0] <= 16 and values.shape == (41, 31)
    inside = np.isfinite(values)
    assert inside.sum() > 600 and np.allclose(values[inside], (3 * first + second)[inside])
    assert np.isnan(values[first > 0.9]).all()
