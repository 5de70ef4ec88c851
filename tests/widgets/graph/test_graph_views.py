"""`GraphTracer` with names in terms of the inputs, and with whole arrays for nodes."""

import math
import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from tests.widgets.graph.test_graph_tracer import CHAPTER, frames, number, picture_of, texts, tracer
from widgets import GraphTracer, InputError, drag


def test_unrolled_names_are_those_of_the_inputs():
    last = frames("sin(w1)*w2 + w1^2", "reverse", (0.5, 2.0), "unrolled")[-1]
    assert last.values == ("w1", "w2", "a(w1)", "b(w1)", "c(w1, w2)", "d(w1, w2)")
    assert last.operations[2:] == ("sin(w1)", "w1²", "w2 · sin(w1)", "w1² + w2 · sin(w1)")
    evaluated = frames(CHAPTER, "evaluate", (1.5,), "unrolled")
    assert evaluated[5].lines[evaluated[5].lit] == "d(w) = tanh(w) · cos(w)"
    assert "d = tanh(w) · cos(w) = tanh(1.5) · cos(1.5) = 0.06403" in evaluated[5].sentence
    local = frames(CHAPTER, "evaluate", (1.5,), "symbols")[5]
    assert local.lines[local.lit] == "d(a, b) = a · b"
    on_arrows = set(frames(CHAPTER, "reverse", (1.5,), "unrolled")[-1].partials)
    assert on_arrows == {"1 − tanh(w)²", "−sin(w)", "1 / w", "cos(w)", "tanh(w)", "1"}


def test_the_operations_in_the_picture_follow_the_names():
    shown = tracer(mode="evaluate", step=6, show_as="unrolled")
    assert {"tanh(w) · cos(w)", "tanh(w)", "a(w)"} <= texts(shown)
    shown.show_as = "symbols"
    assert {"a · b", "d(a, b)"} <= texts(shown) and "d(w)" not in texts(shown)
    shown.show_as = "numbers"
    assert {"a · b", "0.06403"} <= texts(shown)


MATRIX = np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]])


def layer(w):
    return anp.sum(anp.tanh(anp.dot(MATRIX, w)) ** 2) + anp.dot(w, w)


def test_whole_arrays_may_be_nodes():
    at = np.array([1.0, 2.0, 3.0])
    shown = GraphTracer(layer, at=[at], blocks=True, mode="reverse", step=99)
    assert list(shown.controls) == ["mode", "show_as", "w1", "w2", "w3", "step"]
    assert shown.controls["mode"].positions == ("evaluate", "forward", "reverse", "program")
    assert picture_of(shown).names == list("wabcdef")
    want = autograd.grad(layer)(at)
    written = re.search(r"by w it is \[(.*)\]\.$", shown.sentence)[1]
    assert [number(x) for x in written.split(", ")] == pytest.approx(list(want), rel=1e-3)
    assert {"[1, 2, 3]", "J 2×3"} <= texts(shown)
    assert "J 1×2" in shown.subject.frames("reverse", "numbers", (1.0, 2.0, 3.0))[-1].partials
    shown.step = 0
    assert "sum(d)" in texts(shown)
    shown.step = 99
    shown.mode = "forward"
    said = re.search(r"the derivative of f as only w1 varies is (.*)\.$", shown.sentence)[1]
    assert number(said) == pytest.approx(want[0], rel=1e-3)
    drag(shown, w2=3.0)
    moved = autograd.grad(layer)(np.array([1.0, 3.0, 3.0]))[0]
    said = re.search(r"the derivative of f as only w1 varies is (.*)\.$", shown.sentence)[1]
    assert number(said) == pytest.approx(moved, rel=1e-3)


def test_a_program_of_whole_arrays_makes_the_steps_of_the_backward_sweep_in_its_order():
    def loss(w, b):
        return np.sum((b * np.sin(w) + w * np.tanh(w + b)) ** 2)

    at = [np.array([1.0, 2.0, 3.0]), 0.5]
    reverse = adlite.graph(loss, *at, blocks=True).reverse(*at)
    said = [f"From {s.child} back to {s.parents[0]}: " for s in reverse if s.child]
    shown = GraphTracer(loss, at=at, blocks=True, mode="program")
    told = []
    for step in shown.controls["step"].positions:
        shown.step = int(step)
        told += re.findall(r"From \w+ back to \w+: ", shown.sentence)
        if "The program runs return" in shown.sentence:
            break
    assert told == said and len(said) > 10
    want = adlite.grad(loss, (0, 1))(*at)
    assert number(re.search(r"by b it is (\S+)\.$", shown.sentence)[1]) == pytest.approx(
        want[1], rel=1e-3
    )
    assert any(
        "np.sum" in row.name or ".sum()" in row.name or "return" in row.name
        for row in shown.numbers
    )


def test_long_arrays_are_shown_by_their_shape_and_both_views_can_be_taken():
    at = [np.arange(4.0), 2.0]
    shown = GraphTracer(lambda w, s: np.sum(np.sin(w) * s), at=at, mode="evaluate", step=99)
    assert len(picture_of(shown).names) > 9
    shown.blocks = True
    assert picture_of(shown).names == ["w", "s", "a", "b", "c"] and "(4,)" in texts(shown)
    value = 2 * sum(map(math.sin, range(4)))
    assert shown.sentence.endswith(f"The sweep is done: the value is {value:.4g}.")
    shown.blocks = False
    assert "w4" in picture_of(shown).names
    with pytest.raises(InputError, match="cannot be drawn"):
        shown.g = np.linalg.eigvalsh
