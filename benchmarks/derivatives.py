"""How long adlite takes to differentiate: `python -m benchmarks.derivatives`.

Everything is timed side by side with autograd.
Both run in one process and take turns, so that a busy machine slows both.  The ratio of a turn is
adlite's time divided by autograd's; lower is better.  Bars are what the project promises.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import autograd
import autograd.numpy as anp
import numpy
import numpy as np

import adlite


def b23(np):
    """Return the function of Eq. B.23."""
    return lambda w: np.tanh(w) * np.cos(w) + np.log(w)


def sum_of_tanh(np):
    return lambda w: np.sum(np.tanh(w**2))


def network(np):
    rng = numpy.random.default_rng(0)
    x, y = rng.normal(size=(20, 3)), rng.normal(size=20)

    def loss(v, c):
        return np.mean((np.dot(np.tanh(np.dot(x, v)), c) - y) ** 2)

    return lambda w: loss(np.reshape(w[:12], (3, 4)), w[12:])


def long_loop(np):
    def g(w):
        for _ in range(50):
            w = np.sin(w) * 1.01
        return w

    return g


CASES: list[tuple[str, Callable, object, float]] = [
    ("(B.23) at 1.5", b23, 1.5, 0.35),
    ("sum tanh(w^2), n = 10", sum_of_tanh, np.linspace(-1, 1, 10), 0.6),
    ("sum tanh(w^2), n = 100", sum_of_tanh, np.linspace(-1, 1, 100), 0.6),
    ("sum tanh(w^2), n = 1,000", sum_of_tanh, np.linspace(-1, 1, 1000), 0.6),
    ("sum tanh(w^2), n = 100,000", sum_of_tanh, np.linspace(-1, 1, 100_000), 1.0),
    ("sum tanh(w^2), n = 1,000,000", sum_of_tanh, np.linspace(-1, 1, 1_000_000), 1.0),
    ("two-layer network, 16 weights", network, np.linspace(-1, 1, 16), 0.5),
    ("loop of 100 operations", long_loop, 0.7, 0.5),
]


def seconds(call: Callable, repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats


def compare(build: Callable, at: object, turns: int = 25, budget: float = 0.03) -> list[tuple]:
    """Return one (adlite, autograd) pair of seconds for each turn."""
    ours, theirs = adlite.grad(build(np)), autograd.grad(build(anp))
    np.testing.assert_allclose(ours(at), theirs(at), rtol=1e-10)
    repeats = max(1, int(budget / seconds(lambda: theirs(at), 3)))
    return [
        (seconds(lambda: ours(at), repeats), seconds(lambda: theirs(at), repeats))
        for _ in range(turns)
    ]


def import_milliseconds(turns: int = 9) -> float:
    """Return the median time that importing adlite adds to importing NumPy."""
    code = "import time, numpy; t = time.time(); import adlite; print(time.time() - t)"
    with tempfile.TemporaryDirectory() as folder:
        # Compiled code is kept, as it is for every installed package.
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        runs = [
            float(subprocess.check_output([sys.executable, "-c", code], env=env))
            for _ in range(turns)
        ]
    return 1000 * statistics.median(runs)


def main() -> None:
    print(f"{'gradient of':<32}{'adlite':>11}{'autograd':>11}{'min':>8}{'median':>8}{'bar':>7}")
    for name, build, at, bar in CASES:
        pairs = compare(build, at)
        ratios = [a / b for a, b in pairs]
        ours, theirs = (1e6 * min(column) for column in zip(*pairs, strict=True))
        print(
            f"{name:<32}{ours:>8.1f} us{theirs:>8.1f} us"
            f"{min(ratios):>8.3f}{statistics.median(ratios):>8.3f}{bar:>7.2f}"
        )
    print(f"import adlite, above NumPy: {import_milliseconds():.1f} ms (bar 5 ms)")


if __name__ == "__main__":
    main()
