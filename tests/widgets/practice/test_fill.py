"""A graph to fill in: its truth is asked elsewhere, and each slip is told by its own sentence."""

import dataclasses
import json
import math
import random
import re

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp

from adlite import parse
from widgets import FillGraph, Questions, answer
from widgets.graph.breaking.break_backprop import EXAMPLES, late
from widgets.graph.breaking.broken_sweep import SweptFunction
from widgets.live import InputError
from widgets.practice.fill import Fill
from widgets.practice.item import LONGEST, TEXTS
from widgets.practice.judge import judge


def twice(w):
    a = w**2
    return a * np.sin(a)


CHAPTER = "tanh(w)*cos(w) + log(w)"
GRAPHS = [
    (CHAPTER, 1.5),
    ("sin(w)*w", 1.5),
    ("w1^2 + w1*w2", (2, 3)),
    ("sqrt(1/w) - exp(-w^2)/2", 1.5),
    ("log(cos(w^2)) - 2^w", 0.8),
    ("where(w < 1, w, 2*w)*w", 1.5),
    ("w1*w2*w3 + sin(w1*w2)", (0.5, 1.5, 2.5)),
    (late, 1.5),
    (twice, 1.5),
]
BOTH = [(g, at, numbers) for g, at in GRAPHS for numbers in ("adjoints", "values")]
each = pytest.mark.parametrize(("g", "at", "numbers"), BOTH)


def made(g, at, numbers="adjoints", **more):
    return Fill(id="f1", fill=g, at=at, numbers=numbers, **more)


def told(item, **instead):
    """What is said to all that is right, but for some boxes."""
    return judge(item.key(), [*(item.truth | instead).values()])


def test_adjoints_are_the_slopes_of_what_comes_behind_a_node():
    w, a, b, c = 1.5, math.tanh(1.5), math.cos(1.5), math.log(1.5)
    behind = {
        "w": (lambda w: anp.tanh(w) * anp.cos(w) + anp.log(w), w),
        "a": (lambda a: a * b + c, a),
        "b": (lambda b: a * b + c, b),
        "c": (lambda c: a * b + c, c),
        "d": (lambda d: d + c, a * b),
        "e": (lambda e: e, a * b + c),
    }
    truth = {node: float(grad(f)(x)) for node, (f, x) in behind.items()}
    assert made(CHAPTER, 1.5).truth == pytest.approx(truth, rel=1e-12)
    values = {"a": a, "b": b, "c": c, "d": a * b, "e": a * b + c}
    assert made(CHAPTER, 1.5, "values").truth == pytest.approx(values, rel=1e-12)


def test_slips_at_the_input_are_recognised_by_numbers_worked_out_by_hand():
    tanh, cos, log = 1 - math.tanh(1.5) ** 2, -math.sin(1.5), 1 / 1.5
    by_tanh, by_cos = tanh * math.cos(1.5), cos * math.tanh(1.5)
    numbers = {
        by_tanh: "OVERWRITE",
        by_cos: "ONE-EDGE",
        log: "ONE-EDGE",
        by_cos + log: "LOST-SHARE",
        tanh + cos + log: "LOCAL-ONLY",
        1.5: "VALUE",
        2 * (by_tanh + by_cos + log): "NOT-CLEARED",
        -(by_tanh + by_cos + log): "SIGN",
    }
    item = made(CHAPTER, 1.5)
    for number, code in numbers.items():
        for given in (number, f"{number:.3g}"):
            verdict = told(item, w=given)
            assert (verdict.code, verdict.boxes[0] != "right") == (code, True), given
            assert verdict.sentence.startswith("w: ")


# What a broken sweep leaves at the first node that it gets wrong, all before it being right.
BREAKS = {
    "= instead of +=": {"OVERWRITE"},
    "from the inputs on": {"NOTHING-YET"},
    "nearest to the output first": {"ONE-EDGE"},
    "one path after the other": {"OVERWRITE", "ONE-EDGE"},
    "inputs not cleared": {"NOT-CLEARED"},
    # Slope 1 and adjoint 1 make 2 when they are added, too.
    "nothing cleared": {"NOT-CLEARED", "CHAIN-ADDED"},
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_mistake_of_break_backprop_is_recognised(name):
    case, item = SweptFunction(EXAMPLES[name], 1.5), made(EXAMPLES[name], 1.5)
    assert item.truth == pytest.approx(case.right)
    found = 0
    for mistake, broken in case.sweeps.items():
        if broken.wrong:
            verdict = told(item, **{broken.wrong.vertex.name: broken.wrong.held})
            assert verdict.code in BREAKS[mistake], mistake
            assert verdict.sentence.startswith(f"{broken.wrong.vertex.name}: ")
            found += 1
    assert found >= 3


def test_a_child_that_passes_on_too_early_is_named():
    # Of the two shares of a only sin(a) has come home to it.
    verdict = told(made(twice, 1.5), w=math.sin(1.5**2) * 2 * 1.5)
    assert verdict.code == "EARLY" and "a passed its adjoint on before" in verdict.sentence


@each
def test_every_slip_is_told_by_its_own_sentence(g, at, numbers):
    item = made(g, at, numbers)
    key, names = item.key(), [*item.truth]
    for idea in key["wrong"]:
        node = names[idea["box"]]
        verdict = told(item, **{node: idea["value"]})
        assert (verdict.code, verdict.sentence) == (idea["code"], idea["sentence"])
        assert verdict.boxes[idea["box"]] == verdict.state in ("not yet", "almost")
        assert re.match(rf"{node}: \w", verdict.sentence) and "{" not in verdict.sentence
    for box in key["boxes"]:
        assert len(box["help"]) <= LONGEST and box["help"].startswith(f"{box['node']}: ")
    for i, idea in enumerate(key["wrong"]):
        others = [key["boxes"][idea["box"]]["truth"]]
        others += [o["value"] for o in key["wrong"][:i] if o["box"] == idea["box"]]
        assert not any(np.isclose(idea["value"], other, rtol=0.0099, atol=0) for other in others)


def test_all_sentences_are_used_by_some_graph():
    codes = {idea["code"] for g, at, n in BOTH for idea in made(g, at, n).key()["wrong"]}
    assert {*TEXTS["fill"]["adjoints"], *TEXTS["fill"]["values"]} - codes == set()


@each
def test_three_digits_are_enough_and_reading_is_that_of_other_number_boxes(g, at, numbers):
    item = made(g, at, numbers)
    rounded = [f"{x:.3g}".replace(".", ",") for x in item.right]
    assert judge(item.key(), rounded).state == "right"
    assert judge(item.key(), None).sentence == f"The answer: {item.answer}."


def test_what_follows_from_a_number_that_is_not_right_is_told_apart():
    item = made(CHAPTER, 1.5)
    a = item.truth["b"]  # the two factors have changed places
    w = item.truth["w"] + (a - item.truth["a"]) * (1 - math.tanh(1.5) ** 2)
    verdict = told(item, a=a, w=w)
    assert verdict.code == "VALUE" and verdict.boxes[:3] == ["carried", "not yet", "right"]


def scribbled(chance, item, key):
    """What a reader might write: what is right, slips, what follows from them, and anything."""
    given = [f"{x:.{chance.randint(1, 5)}g}" for x in item.right]
    for _ in range(chance.randint(0, 3)):
        idea = chance.choice(key["wrong"])
        given[idea["box"]] = repr(idea["value"])
    for at in range(len(given)):
        if chance.random() < 0.15:
            anything = ["", " ", None, "1/8", "0,5", "x", "w", "2w", "1/0", "pi/4", 0, 1, -2.5]
            given[at] = chance.choice(anything)
    return given[: chance.randint(0, len(given))] if chance.random() < 0.1 else given


def test_both_judges_say_the_same(node):
    chance = random.Random(5)
    asked = []
    for g, at, numbers in BOTH:
        item = made(g, at, numbers)
        key = item.key()
        asked += [(key, scribbled(chance, item, key)) for _ in range(150)]
    answers = json.loads(node("tests/widgets/practice/judge_all.js", input=json.dumps(asked)))
    states = set()
    for (key, given), theirs in zip(asked, answers, strict=True):
        ours = dataclasses.asdict(judge(key, given))
        assert ours == theirs, given
        states |= {ours["state"], *ours["boxes"]}
    assert states == {"open", "right", "almost", "not yet", "carried"}


def tied(w):
    return np.maximum(w, 1.5) * w


def without_autograd(w):
    return np.cbrt(w) * w


@pytest.mark.parametrize(
    ("g", "at", "said"),
    [
        ("2w", 1, "f1: .*write 2\\*w"),
        ("sin(w)*w", None, "at is one number, or one for each input; got None"),
        ("w1*w2", (1, 2, 3), "at is one number, or one for each input; got \\(1, 2, 3\\)"),
        ("w", 1, "2 to 12 nodes"),
        ("w1*w2*w3*w4", 1, "3 at most are inputs"),
        ("+".join(["sin(w)"] * 8), 1, "this graph has 16"),
        ("3", 1, "does not depend"),
        ("log(w)*w", -1, "no|not confirm"),
        ("abs(w)*w + abs(w)", 0, "no derivative by w at w = 0"),
        (tied, 1.5, "no derivative by w at w = 1.5"),
        ("where(w < 1, w, 2*w)*w", 1, "no derivative|not confirm"),
        (without_autograd, 8.0, "autograd and a difference quotient do not confirm"),
        # Close to its top both shares of w are nearly 0.9, one of them with a minus.
        ("sin(w)*w", 2.0287, "from four digits"),
    ],
)
def test_a_graph_without_a_truth_is_refused_when_it_is_made(g, at, said):
    with pytest.raises(InputError, match=said):
        made(g, at)


def test_an_authors_own_answers_are_checked():
    for wrong, said in [
        ({("q", 1): ("CODE", "Look.")}, "no box at 'q'"),
        ({("a", 1.5): ("CODE", "Look.")}, "cannot be told from the answer"),
        ({("a", 3): ("A", "Look."), ("a", 3.001): ("B", "See.")}, "cannot be told from 3"),
        ({("a", 7): ("CODE", "That is wrong.")}, "without the word"),
    ]:
        with pytest.raises(InputError, match=said):
            FillGraph("sin(w)*w", 1.5, id="f1", wrong=wrong)
    with pytest.raises(InputError, match="adjoints or values, not 'tangents'"):
        FillGraph("sin(w)*w", 1.5, id="f1", ask="tangents")
    with pytest.raises(InputError, match="unexpected keyword argument 'colour'"):
        FillGraph("sin(w)*w", 1.5, id="f1", colour="red")
    own = FillGraph("sin(w)*w", 1.5, id="f1", wrong={("a", 0.9975): ("OWN", "Look at a.")})
    assert answer(own, [1.104, 0.9975, 1]) == "Look at a." and own.code == "OWN"


def test_a_table_of_questions_has_graphs(tmp_path):
    file = tmp_path / "B99.toml"
    file.write_text(
        '[x1]\nfill = "sin(w)*w"\nat = 1.5\nhints = ["Begin with b."]\n'
        'wrong = [[["w", 9], "NINE", "Count again."]]\n'
        '[x2]\nfill = "w1*w2 + w1"\nat = [2, 3]\nask = "values"\ntask = "Fill it."\n',
        encoding="utf-8",
    )
    ask = Questions(file)
    first, second = ask("x1"), ask("x2")
    assert repr(first).startswith("FillGraph B99.x1, numbers in a graph: You are the backward pass")
    assert answer(first, ["9", "1.5", "1"]) == "Count again."
    assert repr(second) == "FillGraph B99.x2, numbers in a graph: Fill it. Not answered."
    assert answer(second, [6, 8]) == "That is it."


@pytest.mark.parametrize("ask", ["adjoints", "values"])
def test_a_reader_sees_the_graph_and_nothing_that_is_asked(ask):
    question = FillGraph(CHAPTER, 1.5, id="f1", ask=ask)
    rows = {row["node"]: row for row in question.asked["rows"]}
    assert rows["d"]["operation"] == "a·b" and rows["d"]["children"] == "e"
    assert rows["w"]["children"] == "a, b, c" and rows["w"]["value"] == "1.5"
    seen = json.dumps(question.asked) + question.markdown
    hidden = [-0.2234] if ask == "adjoints" else [0.9051, 0.0707, 0.4055, 0.06403, 0.4695]
    for number in hidden:
        assert f"{abs(number):.4g}" not in seen
    assert "| d | a·b | e | " in question.markdown and "____" in question.markdown
    assert parse(CHAPTER)(1.5) == pytest.approx(question.item.swept.values["e"])
