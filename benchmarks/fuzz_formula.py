"""Fuzz the formula parser: `python -m benchmarks.fuzz_formula [COUNT] [SEED]`.

Writes COUNT texts (100,000 unless told) by a random grammar, breaks most of them, parses them,
evaluates what parses, and prints how many passed, the slowest one and every failure.  A text fails
if anything but `FormulaError` is raised, if a message is not one short sentence, if a suggestion
cannot be parsed, if the tidy text means something else, or if it takes over 0.1 s of processor.

`python -m benchmarks.fuzz_formula --coverage SECONDS` lets the coverage of the code guide the
texts.  It needs `pip install atheris`, in an environment that has NumPy.
"""

from __future__ import annotations

import random
import sys
import time
import warnings
from collections import Counter
from importlib import import_module
from tempfile import gettempdir
from types import FunctionType
from typing import Any

import numpy as np

from adlite.formulas import CONSTANTS, TIDY, FormulaError, grammar, parse, parsing, typesetting

BAR = 0.1
NAMES: list[str] = [*"wwwwxaet", "w0", "w1", "w10", "w_2", "w₁", *CONSTANTS]
NUMBERS = [
    "0",
    "1",
    "2",
    "3.5",
    ".5",
    "1e-3",
    "1e300",
    "007",
    "9" * 40,
    "1e999",
    "0x10",
    "1_0",
    "1j",
]
OPERATORS: list[str] = [*"+-*/^<>·−×", "**", "<=", "≥", " ", ""]
JUNK = [
    *"()[]{},.;:=|'\"\\!?@#$%&~_ \n\t\0²³⁻√π…é日\ud800",
    *("sin", "lambda", "import os", "__class__", "if", "1,5", "**" * 9, "(" * 99, "-" * 99),
    *("not", "await", "w.real", "w[0]", "f'{w}'", "*w", "w:=1", "for w in w", "None", "lg", "xsin"),
]
AT = [(0.0, 1.0, -2.5, 800.0)[i % 4] for i in range(300)]


def expression(rng: random.Random, depth: int) -> str:
    """Return a formula by chance."""
    kind = rng.random()
    if depth <= 0 or kind < 0.15:
        return rng.choice(NAMES if rng.random() < 0.6 else NUMBERS)
    inside = [expression(rng, depth - 1) for _ in range(rng.choice((1, 1, 2, 3)))]
    if kind < 0.4:
        return f"{rng.choice([*TIDY])}({', '.join(inside)})"
    if kind < 0.55:
        return f"({inside[0]})" if rng.random() < 0.7 else f"-{inside[0]}"
    return rng.choice(OPERATORS).join([*inside, expression(rng, depth - 1)])


def broken(rng: random.Random, text: str) -> str:
    """Return the text with pieces left out, doubled, moved or put in."""
    for _ in range(rng.choice((0, 0, 1, 1, 2, 5))):
        i, j = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
        piece = rng.choice((rng.choice(JUNK), rng.choice(OPERATORS), text[i:j], ""))
        text = text[:i] + piece + text[rng.choice((i, i, min(i + 1, j), j)) :]
    return text


def judge(text: str) -> str:
    """Parse and evaluate; return "formula" or "error", or raise `AssertionError`."""
    start = time.process_time()
    try:
        g = parse(text)
    except FormulaError as error:
        _in_time(start)
        message = str(error)
        assert len(message) < 250 and message.endswith("."), message
        assert error.suggestion is None or parse(error.suggestion), error.suggestion
        return "error"
    number, array = evaluated(g)
    _in_time(start)
    assert type(number) is np.float64 and array.dtype == np.float64, (number, array)
    again = parse(g.formula)
    assert (again.formula, again.inputs, again.latex) == (g.formula, g.inputs, g.latex), g.formula
    assert np.array_equal(evaluated(again)[1], array, equal_nan=True), g.formula
    return "formula"


def evaluated(g: Any) -> tuple[Any, Any]:
    values = AT[: len(g.inputs)]
    return g(*values), np.asarray(g(*[np.array([v, 2, -1]) for v in values]))


def _in_time(start: float) -> None:
    taken = time.process_time() - start
    assert taken < BAR, f"took {taken:.3f} s"


def by_grammar(count: int, seed: int) -> None:
    rng, seen, slowest = random.Random(seed), Counter[str](), (0.0, "")
    for _ in range(count):
        text = broken(rng, expression(rng, rng.randint(0, 7)))[: rng.choice((60, 200, 500, 600))]
        start = time.process_time()
        try:
            seen[judge(text)] += 1
        except Exception as error:
            seen["failure"] += 1
            print(f"FAILED {text!r}: {type(error).__name__} {error}")
        slowest = max(slowest, (time.process_time() - start, text))
    print(f"{count} texts (seed {seed}): {dict(seen)}")
    print(f"slowest, with its checks: {1000 * slowest[0]:.1f} ms, {slowest[1]!r}")


def by_coverage(seconds: int) -> None:
    atheris: Any = import_module("atheris")

    for module in (parsing, grammar, typesetting):
        for function in vars(module).values():
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                atheris.instrument_func(function)

    def one(data: bytes) -> None:
        if data[:1] < b"\xc0":  # mostly pieces of formulas, sometimes any characters
            judge("".join([pieces[byte % len(pieces)] for byte in data]))
        else:
            judge(atheris.FuzzedDataProvider(data[1:]).ConsumeUnicode(600))

    pieces = [*NAMES, *NUMBERS, *OPERATORS, *JUNK, *TIDY, *"((()))wxw+*/-123,", "w + 1", "**2"]
    options = [f"-max_total_time={seconds}", "-max_len=400", f"-artifact_prefix={gettempdir()}/"]
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    warnings.simplefilter("error")
    if "--coverage" in sys.argv:
        by_coverage(int(sys.argv[-1]))
    else:
        by_grammar(*[int(a) for a in sys.argv[1:]], *[100_000, 0][len(sys.argv) - 1 :])
