"""Minimisation inside minimisation: the problems `saddle` and `particle` of the GradBench suite.

Both are by Pearlmutter and Siskind ("Using programming language theory to make automatic
differentiation sound and efficient", 2008).  Each takes a derivative of a function that takes
derivatives, and each of the two may be in forward mode, f, or in reverse mode, r: `fr` is forward
outside and reverse inside.  All must arrive at the numbers that the suite has for them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import adlite

Function = Callable[..., Any]
Pair = tuple[Function, Function]
MODES: dict[str, Function] = {"f": adlite.jacobian, "r": adlite.grad}
PAIRS = ("ff", "fr", "rf", "rr")
KNOWN = {"saddle": 8.246324826140356e-06, "particle": 0.20719187464861197}
START = np.array([1.0, 1.0])
BEFORE = "an older checkout whose adlite the nested problems are traced with as well"
NEAR = 1e-5
"""Gradients and steps no longer than this end a descent."""


def length(v: Any) -> Any:
    return np.sqrt(np.sum(v * v))


def descend(value: Function, slope: Function, x: Any) -> tuple[Any, Any]:
    """Go downhill from x; return where that ends, and the value there.

    Ten steps down in a row double the rate, and a step up halves it.
    """
    rate, in_a_row = 1e-5, 0
    y, v = value(x), slope(x)
    while length(v) > NEAR:
        if in_a_row == 10:
            rate, in_a_row = 2.0 * rate, 0
        there = x - rate * v
        if length(there - x) <= NEAR:
            break
        height = value(there)
        if height < y:
            x, y, v, in_a_row = there, height, slope(there), in_a_row + 1
        else:
            rate, in_a_row = rate / 2.0, 0
    return x, y


def traced(f: Function, mode: str, at: Any) -> Pair:
    return f, MODES[mode](f)


def as_program(f: Function, mode: str, at: Any) -> Pair:
    """Return `f` and its derivative by programs that know it from one run at `at`."""
    program = adlite.program(f, at, blocks=False)
    if mode == "r":
        return lambda x: program(x)[0], lambda x: program(x)[1]

    def along(x: Any, v: Any) -> Any:
        return adlite.make_jvp(f)(x)(v)[1]

    pushed, units = adlite.program(along, at, at, blocks=False), np.eye(at.size)
    return lambda x: program(x)[0], lambda x: np.array([pushed(x, unit)[0] for unit in units])


def saddle(pair: str, outside: Callable[..., Pair] = traced) -> Any:
    """Return x and y of min over x, max over y of |x|**2 - |y|**2."""
    outer, inner = pair[0], pair[1]

    def below(x: Any) -> Function:
        return lambda y: np.sum(y * y) - np.sum(x * x)

    def largest(x: Any) -> Any:
        return -descend(*traced(below(x), inner, START), START)[1]

    x, _ = descend(*outside(largest, outer, START), START)
    y, _ = descend(*traced(below(x), outer, START), START)
    return np.concatenate([x, y])


def potential(x0: Any, x1: Any, w: Any) -> Any:
    """That of two charges, at (10, 10 - w) and (10, 0)."""
    across = (x0 - 10.0) ** 2
    return 1.0 / np.sqrt(across + (x1 - 10.0 + w) ** 2) + 1.0 / np.sqrt(across + x1**2)


def traced_force(mode: str) -> Function:
    """Return the force on a charge at x as a function of x0, x1 and w: two numbers."""
    slopes = adlite.grad(potential, (0, 1)) if mode == "r" else _slopes_forward

    def force(*args: Any) -> tuple[Any, Any]:
        v0, v1 = slopes(*args)
        return -v0, -v1

    return force


def _slopes_forward(*args: Any) -> list[Any]:
    pushed = adlite.make_jvp(potential, (0, 1))(*args)
    return [pushed(unit)[1] for unit in ((1.0, 0.0), (0.0, 1.0))]


def force_by_programs(mode: str) -> Function:
    """Return the same force as two functions with rules of their own, all of them programs."""
    force = traced_force(mode)

    def part(i: int) -> Function:
        at = (1.0, 8.0, 0.0)
        program = adlite.program(lambda x0, x1, w: force(x0, x1, w)[i], *at, blocks=False)
        partials = [lambda y, *args, k=k: program(*args)[1][k] for k in range(3)]
        return adlite.rule(lambda x0, x1, w: program(x0, x1, w)[0], *partials)

    across, up = part(0), part(1)
    return lambda *args: (across(*args), up(*args))


def miss(force: Function) -> Function:
    """Return the square of where a charge hits the axis, as a function of the control w.

    It starts at (0, 8) with the velocity (3/4, 0); Euler's steps are of length 1/10, the last one
    is cut off.
    """

    def of_control(w: Any) -> Any:
        x0, x1, v0, v1 = 0.0, 8.0, 0.75, 0.0
        while True:
            below = x1 + 0.1 * v1
            if below <= 0.0:
                return (x0 - x1 / v1 * v0) ** 2
            f0, f1 = force(x0, x1, w[0])
            x0, x1, v0, v1 = x0 + 0.1 * v0, below, v0 + 0.1 * f0, v1 + 0.1 * f1

    return of_control


def particle(pair: str, made: Function = traced_force) -> Any:
    """Return the control with which a charge between two others hits the origin."""
    outer, inner = pair[0], pair[1]
    return descend(*traced(miss(made(inner)), outer, None), np.zeros(1))[0]


PROBLEMS: dict[str, Callable[[str], Any]] = {
    "saddle": saddle,
    "saddle, by programs": lambda pair: saddle(pair, as_program),
    "particle": particle,
    "particle, by programs": lambda pair: particle(pair, force_by_programs),
}


def seconds(problem: str, pair: str) -> float:
    """Return the processor's seconds for one problem, if its answer is right."""
    start = time.process_time()
    answer = PROBLEMS[problem](pair)
    spent = time.process_time() - start
    known = KNOWN[problem.split(",")[0]]
    np.testing.assert_allclose(answer, known, rtol=1e-12, err_msg=f"{problem}, {pair}")
    return spent


def apart(problem: str, pair: str, checkout: Path) -> float:
    """Return the same with the adlite of a checkout, which takes a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, str(Path(__file__)), problem, pair]
    return float(subprocess.check_output(command, env=env))


def compared(before: str | None) -> tuple[list[Any], list[list[str]]]:
    """Return what rows with a bar are made of, and a table of the seconds of every pair of modes.

    Programs are compared with tracing: by the adlite of the older checkout `before` if there is
    one, otherwise by this one.
    """
    here, rows = Path(__file__).parents[1], []
    rival = "traced before" if before else "traced"
    table = [["problem, modes", *(["traced before"] if before else []), "traced", "by programs"]]
    for problem in KNOWN:
        times: dict[str, list[float]] = {name: [] for name in table[0][1:]}
        for pair in PAIRS:
            if before:
                times["traced before"].append(apart(problem, pair, Path(before)))
            times["traced"].append(apart(problem, pair, here))
            times["by programs"].append(apart(f"{problem}, by programs", pair, here))
            found = (f"{t[-1]:.2f} s" for t in times.values())
            table.append([f"{problem}, {pair}", *found])
        sums = {"adlite": [sum(times["by programs"])], rival: [sum(times[rival])]}
        rows.append((f"{problem} by programs, all four pairs", rival, sums, 0.2))
    return rows, table


def main() -> None:
    parser = argparse.ArgumentParser(description="Print the seconds that one problem takes.")
    parser.add_argument("problem", choices=PROBLEMS)
    parser.add_argument("pair", choices=PAIRS)
    chosen = parser.parse_args()
    print(seconds(chosen.problem, chosen.pair))


if __name__ == "__main__":
    main()
