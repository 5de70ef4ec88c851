"""The browser's formulas are Python's: the same values, the same sentences of complaint."""

import json
import math
import random
import re
from pathlib import Path

import numpy as np
import pytest

from adlite import FormulaError, parse
from benchmarks.fuzz_formula import broken, expression
from widgets.live import say
from widgets.practice import language

HERE = Path(__file__).parent
AT = [[0.7, 1.3, -0.4], [-2.5, 0.25, 3.0], [0.0, 1.0, -1.0], [800.0, -3.0, 0.5]]


def in_python(text):
    try:
        g = parse(text)
    except FormulaError as error:
        return {"said": str(error), "place": error.place, "suggestion": error.suggestion}
    values = [float(g(*[row[i % len(row)] for i in range(len(g.inputs))])) for row in AT]
    return {"formula": g.formula, "inputs": [*g.inputs], "values": values}


def in_javascript(node, texts):
    return json.loads(node(HERE / "parse_all.js", input=json.dumps({"texts": texts, "at": AT})))


# What is next to a point where a function has none, or a remainder of round-off, differs by more
# than the functions themselves do: the last digit of an argument is all that there is.
def same(python, javascript):
    javascript = float(str(javascript).replace("Infinity", "inf"))
    return math.isclose(python, javascript, rel_tol=1e-12, abs_tol=1e-12) or (
        math.isnan(python) and math.isnan(javascript)
    )


def texts_by_chance(seed, count):
    chance = random.Random(seed)
    for _ in range(count):
        text = expression(chance, chance.randint(0, 5))
        text = broken(chance, text) if chance.random() < 0.7 else text
        # Half a character cannot be sent.
        yield re.sub("[\ud800-\udfff]", "", text)[:600]


@pytest.mark.parametrize("seed", range(3))
def test_the_browser_reads_and_refuses_what_python_does(node, seed):
    texts = [*texts_by_chance(seed, 2000)]
    refused = read = 0
    for text, theirs in zip(texts, in_javascript(node, texts), strict=True):
        ours = in_python(text)
        values, others = ours.pop("values", None), theirs.pop("values", None)
        assert theirs == ours, text
        if values is None:
            refused += 1
            continue
        read += 1
        assert [*map(same, values, others)] == [True] * len(values), (text, values, others)
    assert refused > 500 and read > 500


def test_the_tables_are_pythons():
    assert language.FILE.read_text("utf-8") == language.text(), (
        "python -m widgets.practice.language"
    )


def test_values_are_those_of_the_functions_themselves(node):
    texts = [
        "sin(w)^2",
        "2^-w",
        "-w^2",
        "max(0, w, 0.5)",
        "where(w < 0, 1, 2)",
        "cot(w)",
        "softplus(w)",
    ]
    w = np.array([row[0] for row in AT])
    with np.errstate(all="ignore"):
        truth = [np.sin(w) ** 2, 2.0**-w, -(w**2), np.maximum(w, 0.5), np.where(w < 0, 1, 2)]
        truth += [1 / np.tan(w), np.logaddexp(0, w)]
    for text, answer, values in zip(texts, in_javascript(node, texts), truth, strict=True):
        assert [*map(same, values, answer["values"])] == [True] * 4, text


def test_numbers_are_said_alike(node):
    chance = random.Random(2)
    numbers = [0, 1, -1.5625, 1.5625, 0.03125, 2.5e-5, 12345.0, 123450.0, 1e6, 9999.5, 1e-16, -3e-9]
    numbers += [chance.choice((-1, 1)) * 10 ** chance.uniform(-20, 20) for _ in range(500)]
    numbers += [n / 64 for n in range(500)]
    theirs = json.loads(node(HERE / "say_all.js", input=json.dumps(numbers)))
    assert theirs == [say(number) for number in numbers]
