"""The judge says what the table of cases says, in Python; judge.test.js asks the browser's."""

import dataclasses
import json
import random
import re

import pytest

from tests.widgets.practice.record import FILE, make
from widgets.practice.fingerprints import fingerprints
from widgets.practice.item import LONGEST
from widgets.practice.judge import judge

CASES = json.loads(FILE.read_text("utf-8"))
ANSWERS = [(case, answer) for case in CASES for answer in case["answers"]]


def in_words(answer):
    return f"{answer['given']!r} is {answer['state']} {answer['code']}"


def apart(text):
    """The numbers of a text, and the text without them: in the last digit machines differ."""
    pattern = r"-?\d+(?:\.\d+)?(?:e[-+]\d+)?"
    return [*map(float, re.findall(pattern, text))], re.sub(pattern, "0", text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["item"][1]["ask"])
def test_an_items_key_is_that_of_the_table(case):
    key = json.loads(json.dumps(make(case).key()))
    for name, value in key.items():
        assert name in case["key"] and type(value) is type(case["key"][name])
    numbers, words = zip(*(apart(json.dumps(k)) for k in (key, case["key"])), strict=True)
    assert words[0] == words[1]
    assert numbers[0] == pytest.approx(numbers[1], rel=1e-9)


@pytest.mark.parametrize(("case", "answer"), ANSWERS, ids=[in_words(a) for _, a in ANSWERS])
def test_an_answer_is_judged_as_the_table_says(case, answer):
    verdict = judge(case["key"], answer["given"])
    assert (verdict.state, verdict.code) == (answer["state"], answer["code"])
    assert verdict.sentence == answer["sentence"]
    assert verdict.show == pytest.approx(answer["show"])
    assert [*verdict.boxes] == answer.get("boxes", [])
    assert len(verdict.sentence) <= LONGEST and verdict.sentence.endswith(".")
    assert "{" not in verdict.sentence and "wrong" not in verdict.sentence


def test_every_kind_of_verdict_is_in_the_table():
    kinds = {case["key"]["kind"] for case in CASES}
    assert kinds == {"number", "choice", "order", "match", "formula", "fill"}
    states = {answer["state"] for _, answer in ANSWERS}
    assert states == {"open", "right", "almost", "not yet", "shown"}


FUNCTIONS = ["sin(w^2)", "w^2*exp(w)", "tanh(3*w)", "sin(w)/w", "w^3 + 2*w - 1", "cos(w)*w"]


def test_both_judges_say_the_same_to_whatever_is_typed(node):
    chance = random.Random(1)
    pieces = ["w", "2", "sin(w)", "cos(w^2)", "exp(w)", "w^2", "1/w", "-w", "3*w", "w)", "x", "2w"]
    asked = []
    for case in CASES:
        if case["key"]["kind"] in ("number", "formula"):
            for _ in range(60):
                typed = chance.choice("+-*").join(chance.choices(pieces, k=chance.randint(1, 3)))
                asked.append((case["key"], typed))
            asked += [
                (case["key"], str(chance.choice((-1, 1)) * chance.uniform(0, 30)))
                for _ in range(30)
            ]
    answers = json.loads(node("tests/widgets/practice/judge_all.js", input=json.dumps(asked)))
    states = set()
    for (key, typed), theirs in zip(asked, answers, strict=True):
        ours = dataclasses.asdict(judge(key, typed))
        states.add(ours["state"])
        show, their_show = ours.pop("show"), theirs.pop("show")
        assert theirs == ours, typed
        assert their_show == pytest.approx(show, rel=1e-9)
    assert states == {"open", "right", "almost", "not yet"}


@pytest.mark.parametrize("of", FUNCTIONS)
def test_what_misconceptions_make_of_a_function_is_told_apart_from_its_derivative(of):
    import numpy as np

    from adlite import grad, parse

    at = [0.35, 0.6, 1.1, 1.5, 1.9]
    truth = np.array([grad(parse(of))(w) for w in at])
    found = fingerprints(of, at)
    vectors = [np.array(mark.values) for mark in found]
    assert len({mark.code for mark in found}) >= 4
    for i, vector in enumerate(vectors):
        assert np.max(np.abs(vector - truth)) > 1e-6
        assert all(np.max(np.abs(vector - other)) > 1e-7 for other in vectors[:i])
