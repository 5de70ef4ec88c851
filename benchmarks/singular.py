"""Who is right at singular points: `python -m benchmarks.singular`.

Every function of the table is differentiated by adlite and by whoever else is installed.  Right is
the truth; NaN where a limit exists is no answer, and said to be none; anything else is wrong.
"""

from __future__ import annotations

import argparse
import collections
import importlib
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import adlite
from tests.adlite.singular_cases import FIRST, SECOND, UNDECIDED

Case = tuple[str, Any, float, float]


def over(module: Any, f: Any) -> Any:
    """Return `f` with another NumPy."""
    if isinstance(f, np.ufunc):
        return getattr(module, f.__name__)
    if module is np:
        return f
    names = {**f.__globals__, "np": module}
    return types.FunctionType(f.__code__, names, f.__name__, f.__defaults__, f.__closure__)


def contestants() -> dict[str, tuple[Any, Callable[..., Any]]]:
    """Return everyone's NumPy and gradient."""
    found: dict[str, tuple[Any, Callable[..., Any]]] = {"adlite": (np, adlite.grad)}
    for name, module in (("autograd", "autograd.numpy"), ("jax", "jax.numpy")):
        try:
            found[name] = importlib.import_module(module), importlib.import_module(name).grad
        except ImportError:
            continue
    if "jax" in found:
        importlib.import_module("jax").config.update("jax_enable_x64", True)
    return found


def answer(grad: Callable[..., Any], f: Any, at: float, order: int) -> str:
    """Return a derivative as text, or that there is none."""
    for _ in range(order):
        f = grad(f)
    try:
        return f"{float(f(np.float64(at))):.4g}"
    except Exception as error:  # every library has its own
        return type(error).__name__


def judged(text: str, truth: float) -> str:
    """Say what an answer is worth."""
    if text == f"{truth:.4g}" or (text == "-0" and truth == 0):
        return "right"
    return "NaN" if text == "nan" else "refused" if text.endswith("Error") else "wrong"


def table(
    cases: list[Case], order: int
) -> tuple[list[list[str]], dict[str, collections.Counter[str]]]:
    """Return one row for every function, and for everyone what the answers are worth."""
    everyone = contestants()
    counts: dict[str, collections.Counter[str]] = {who: collections.Counter() for who in everyone}
    rows = [["function", "at", "truth", *everyone]]
    for name, f, at, truth in cases:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = [answer(grad, over(xp, f), at, order) for xp, grad in everyone.values()]
        shown = "none" if np.isnan(truth) else f"{truth:.4g}"
        marked = [f"**{x}**" if judged(x, truth) == "wrong" else x for x in found]
        for who, text in zip(everyone, found, strict=True):
            counts[who][judged(text, truth)] += 1
        rows.append([f"`{name.replace('|', chr(92) + '|')}`", f"{at:g}", shown, *marked])
    return rows, counts


def report() -> str:
    """Return all tables in Markdown."""
    parts = ["# Who is right at singular points", ""]
    parts += [
        "Made by `python -m benchmarks.singular --markdown docs/singular_points.md`. Bold is",
        "wrong: a number that is not the derivative. NaN says that nothing is known, and is right",
        "where there is none. At a kink and a tie the truth of the first table is the convention",
        "in `adlite/README.md`. The code behind a name is in `tests/adlite/singular_cases.py`.",
        "",
    ]
    for title, cases, order in (
        ("First derivatives", FIRST, 1),
        ("First derivatives that one point cannot tell", UNDECIDED, 1),
        ("Second derivatives", SECOND, 2),
    ):
        rows, counts = table(cases, order)
        said = [
            f"- {who}: {', '.join(f'{n} {worth}' for worth, n in sorted(found.items()))}"
            for who, found in counts.items()
        ]
        parts += [f"## {title}", "", *said, ""]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        parts += [lines[0], "|---" + "|---:" * (len(rows[0]) - 1) + "|", *lines[1:], ""]
    return "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description="Differentiate at singular points.")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the tables there too")
    chosen = parser.parse_args()
    text = report()
    print(text)
    if chosen.markdown:
        chosen.markdown.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
