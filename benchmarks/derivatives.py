"""How long adlite takes to differentiate: `python -m benchmarks.derivatives`.

All who take part run in one process and take turns.  What is counted is the processor's work for
this process, in all of its threads, and not the time for which it waits on a busy machine.  The
ratio of a turn is adlite's time divided by that of its rival; lower is better.  Bars are what the
project promises about the median.  The quiet ratio compares the quickest tenth of everyone's turns,
which other work on the machine hardly touches.  Before anything is timed, all must agree on the
answer.  The rival `plain` is the function itself: its ratio is what a gradient costs.

JAX, PyTorch, MyGrad and CasADi take part if they are installed.
"""

from __future__ import annotations

import argparse
import ast
import datetime
import gc
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np

import adlite

from . import nested
from .cases import CASES, b23, long_loop
from .others import ABSENT, contestants

HEAD = ["case", "adlite", "rival", "its time", "ratio, quiet", "ratio, median", "bar", ""]
BURST = 0.01
"""Seconds of work for which one contestant is timed in one turn."""


def seconds(call: Callable[..., Any], repeats: int) -> float:
    start = time.process_time()
    for _ in range(repeats):
        call()
    return (time.process_time() - start) / repeats


def take_turns(calls: dict[str, Callable[..., Any]], turns: int) -> dict[str, list[float]]:
    """Return everyone's seconds in every turn; every other turn goes in the opposite order."""
    once = {name: seconds(call, 1) for name, call in calls.items()}
    repeats = {name: max(1, int(BURST / t)) for name, t in once.items()}
    # What takes seconds is long enough to be timed a few times only.
    turns = max(1, min(turns, int(20 / sum(once.values()))))
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(turns):
        for name in list(calls)[:: -1 if turn % 2 else 1]:
            times[name].append(seconds(calls[name], repeats[name]))
    return times


def agree(calls: dict[str, Callable[..., Any]], rtol: float) -> None:
    answers = {
        name: np.hstack([np.ravel(np.asarray(x)) for x in _parts(call())])
        for name, call in calls.items()
        if name != "plain"
    }
    for name, answer in answers.items():
        np.testing.assert_allclose(
            answer, answers["by hand"], rtol=rtol, atol=rtol, err_msg=f"{name} disagrees"
        )


def _parts(answer: Any) -> tuple[Any, ...]:
    return answer if isinstance(answer, tuple) else (answer,)


def shown(t: float) -> str:
    return f"{t * 1e6:,.1f} µs" if t < 1e-3 else f"{t * 1e3:,.2f} ms"


def verdict(found: float, bar: float) -> str:
    return "met" if found <= bar else "missed"


def ratio_row(name: str, rival: str, times: dict[str, list[float]], bar: float) -> list[str]:
    ours, theirs = times["adlite"], times[rival]
    middle = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return [
        name,
        shown(statistics.median(ours)),
        rival,
        shown(statistics.median(theirs)),
        f"{np.quantile(ours, 0.1) / np.quantile(theirs, 0.1):.2g}",
        f"{middle:.2g}",
        f"{bar:.2g}",
        verdict(middle, bar),
    ]


def absolute_row(name: str, milliseconds: list[float], bar: float) -> list[str]:
    found = statistics.median(milliseconds)
    return [name, f"{found:.2f} ms", "", "", "", "", f"{bar:g} ms", verdict(found, bar)]


def all_cases(turns: int, largest: int) -> tuple[list[list[str]], list[list[str]]]:
    """Return the table against the rivals, and that of everyone's medians."""
    bars, medians, done = [], [], {}
    everyone: dict[str, None] = {}
    for case in CASES:
        if np.size(case.at) > largest:
            continue
        calls = contestants(case)
        everyone.update(dict.fromkeys(calls))
        key = (case.build, case.kind, np.size(case.at))
        if key not in done:
            agree(calls, 1e-9)
            done[key] = take_turns(calls, turns)
            medians.append((case.name, done[key]))
        if case.rival in done[key]:
            bars.append(ratio_row(case.name, case.rival, done[key], case.bar))
    table = [
        [name, *(shown(statistics.median(t[who])) if who in t else "" for who in everyone)]
        for name, t in medians
    ]
    return bars, [["case", *everyone], *table]


def orders(turns: int, highest: int) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows with a bar, and a table of all orders of tanh."""
    w0, theirs = 0.5, anp.tanh
    table = [["order", "adlite", "autograd", "ratio", "adlite's error", "autograd's error"]]
    rows: list[list[str]] = []
    for n in range(1, highest + 1):
        theirs = autograd.grad(theirs)
        calls: dict[str, Callable[..., Any]] = {
            "adlite": lambda n=n: adlite.derivatives(np.tanh, w0, n)[n],
            "autograd": lambda theirs=theirs: theirs(w0),
        }
        with mpmath.workdps(60):
            exact = mpmath.diff(mpmath.tanh, w0, n)
            errors = [float(abs(mpmath.mpf(float(c())) / exact - 1)) for c in calls.values()]
        if max(errors) > 1e-9:
            raise AssertionError(f"order {n} of tanh: relative errors {errors}")
        times = take_turns(calls, turns)
        ours, others = (statistics.median(t) for t in times.values())
        table.append(
            [str(n), shown(ours), shown(others), f"{ours / others:.2g}"]
            + [f"{error:.1e}" for error in errors]
        )
        if n in (1, 10):
            bar = 1.0 if n == 1 else 1 / 5000
            rows.append(ratio_row(f"order {n} of tanh", "autograd", times, bar))
    found = [f"{errors[0]:.1e}", "autograd", f"{errors[1]:.1e}"]
    error = [f"its relative error, order {highest}", *found, "", "", "1e-13"]
    return [*rows, [*error, verdict(errors[0], 1e-13)]], table


def twenty_orders(turns: int) -> list[str]:
    """Time all derivatives 0 ... 20 of (B.23) at 400 points."""
    g, points = b23(np, np.asarray), np.linspace(0.5, 3.0, 400)
    found = adlite.derivatives(g, points, 20)
    with mpmath.workdps(60):
        for i in (0, 200, 399):
            exact = mpmath.taylor(b23(mpmath, float), mpmath.mpf(points[i]), 20)
            exact = [float(c * mpmath.factorial(k)) for k, c in enumerate(exact)]
            np.testing.assert_allclose(found[:, i], exact, rtol=1e-10)
    times = [1e3 * seconds(lambda: adlite.derivatives(g, points, 20), 3) for _ in range(turns)]
    return absolute_row("(B.23), orders 0 to 20, 400 points", times, 3.0)


def import_milliseconds(turns: int) -> list[float]:
    """Return the times that importing adlite adds to importing NumPy."""
    now = "time.perf_counter()"
    code = f"import time, numpy; t = {now}; import adlite; print({now} - t)"
    with tempfile.TemporaryDirectory() as folder:
        # Compiled code is kept, as it is for every installed package.
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        command = [sys.executable, "-c", code]
        return [1e3 * float(subprocess.check_output(command, env=env)) for _ in range(turns + 1)][
            1:
        ]


def bytes_per_operation(derivative: Callable[..., Any], operations: int) -> float:
    derivative(0.7)
    gc.collect()
    tracemalloc.start()
    try:
        derivative(0.7)
        return tracemalloc.get_traced_memory()[1] / operations
    finally:
        tracemalloc.stop()


def memory_row() -> list[str]:
    """Compare the peaks of memory over a loop of 10,000 operations."""
    ours = bytes_per_operation(adlite.grad(long_loop(np, float, 5000)), 10_000)
    theirs = bytes_per_operation(autograd.grad(long_loop(anp, float, 5000)), 10_000)
    ratio = ours / theirs
    texts = [f"{ours:.0f} bytes", "autograd", f"{theirs:.0f} bytes", "", f"{ratio:.2g}", "0.33"]
    return ["memory for one operation", *texts, verdict(ratio, 1 / 3)]


def code_lines(folder: Path) -> int:
    """Count the lines that are neither blank nor comment nor docstring."""
    count = 0
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docstrings = [
            node.body[0]
            for node in ast.walk(ast.parse(text))
            if isinstance(node, documented) and ast.get_docstring(node) is not None
        ]
        said = {n for d in docstrings for n in range(d.lineno, (d.end_lineno or d.lineno) + 1)}
        lines = enumerate(text.splitlines(), 1)
        count += sum(
            n not in said and line.strip() != "" and not line.lstrip().startswith("#")
            for n, line in lines
        )
    return count


def facts() -> str:
    """Say what was compared and where, in words that fit any machine."""
    packages = ["numpy", "autograd", "jax", "torch", "mygrad", "casadi"]
    versions = [f"Python {platform.python_version()}"]
    for name in packages:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    today = datetime.datetime.now(datetime.UTC).date()
    home = Path(adlite.__file__).parent
    lines = f"lines of code: core {code_lines(home / 'core'):,}, all {code_lines(home):,}"
    load = f"load {os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    absent = f"; not installed: {', '.join(ABSENT)}" if ABSENT else ""
    where = f"{today}, {os.cpu_count()} cores, {load}"
    return f"{where}, {', '.join(versions)}{absent}; {lines}"


def as_text(table: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in table
    )


def as_markdown(table: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in table]
    return "\n".join([lines[0], "|---" + "|---:" * (len(table[0]) - 1) + "|", *lines[1:]])


def main() -> None:
    parser = argparse.ArgumentParser(description="Time adlite side by side with others.")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the tables there too")
    parser.add_argument("--quick", action="store_true", help="a rough look, in some seconds")
    parser.add_argument("--before", metavar="FOLDER", help=nested.BEFORE)
    chosen = parser.parse_args()
    quick, markdown = chosen.quick, chosen.markdown
    turns = 7 if quick else 41
    bars, medians = all_cases(turns, 10_000 if quick else 10**6)
    highest, every_order = orders(turns, 7 if quick else 10)
    imports = import_milliseconds(turns)
    bars = [HEAD, *bars, *(highest[:1] if quick else highest), twenty_orders(turns)]
    bars += [absolute_row("import, above NumPy", imports, 5.0), memory_row()]
    tables = {
        "Against the bars": bars,
        "Medians of everyone": medians,
        "Orders of tanh at 0.5": every_order,
    }
    if not quick:
        rows, table = nested.compared(chosen.before)
        bars += [ratio_row(*row) for row in rows]
        tables["Minimisation inside minimisation"] = table
    print(facts())
    for title, table in tables.items():
        print(f"\n{title}\n\n{as_text(table)}")
    if markdown:
        parts = [f"## {title}\n\n{as_markdown(table)}\n" for title, table in tables.items()]
        markdown.write_text("\n".join([f"Measured {facts()}.\n", *parts]), encoding="utf-8")


if __name__ == "__main__":
    main()
