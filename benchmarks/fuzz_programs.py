"""Random NumPy programs, differentiated in many ways: `python -m benchmarks.fuzz_programs [COUNT]
[SEED]`.

Writes COUNT programs (10,000 unless told) and takes the slope and the curvature of each along one
direction by every way below, and by steps on complex numbers, which know nothing of adlite.  Prints
how many agree, how long it took, and every program that does not, made as short as it can be.
"""

from __future__ import annotations

import random
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np

import adlite
from benchmarks.random_programs import RandomProgram, write

STEP, TINY = 1e-5, 1e-30
RTOL = {"value": 1e-12, "slope": 1e-9, "curvature": 1e-8, "by complex steps": 1e-6}
BYTES, PRINTED = 90, 8
"""The longest program, and which of them are also printed as programs: every eighth."""

Ways = dict[str, Callable[[RandomProgram], Any]]


@lru_cache(maxsize=1)
def _function(p: RandomProgram) -> Callable[[Any], Any]:
    return p.function()


def _slope(p: RandomProgram) -> Callable[[Any], Any]:
    f, t = _function(p), p.direction
    return lambda w: adlite.make_jvp(f)(w)(t)[1]


@lru_cache(maxsize=1)
def _taylor(p: RandomProgram) -> Any:
    return adlite.taylor(_function(p), p.at, 2, p.direction).coefficients


def _printed(p: RandomProgram, blocks: bool) -> Any:
    try:
        return adlite.program(_function(p), p.at, blocks=blocks)(p.at)[1] @ p.direction
    except adlite.TracingError:
        return None


SLOPES: Ways = {
    "reverse": lambda p: adlite.grad(_function(p))(p.at) @ p.direction,
    "forward": lambda p: _slope(p)(p.at),
    "forward in a batch": lambda p: adlite.jacobian(_function(p))(p.at) @ p.direction,
    "Taylor": lambda p: _taylor(p)[1],
}
# To compile a text takes longer than all other ways together.
PROGRAMS: Ways = {
    "a program of numbers": lambda p: _printed(p, False),
    "a program of arrays": lambda p: _printed(p, True),
}
CURVATURES: Ways = {
    "forward over reverse": lambda p: (
        adlite.make_jvp(adlite.grad(_function(p)))(p.at)(p.direction)[1] @ p.direction
    ),
    "reverse over forward": lambda p: adlite.grad(_slope(p))(p.at) @ p.direction,
    "reverse over reverse": lambda p: (
        adlite.grad(lambda w: adlite.grad(_function(p))(w) @ p.direction)(p.at) @ p.direction
    ),
    "forward over forward": lambda p: adlite.make_jvp(_slope(p))(p.at)(p.direction)[1],
    "Taylor": lambda p: 2 * _taylor(p)[2],
}


def _absolute(z: Any) -> Any:
    return np.where(np.real(z) < 0, -z, z)


def _mean_square(z: Any) -> Any:
    return np.mean((z - np.mean(z)) ** 2)


# What NumPy has no analytic version of.
ANALYTIC = SimpleNamespace(
    **{
        **vars(np),
        "abs": _absolute,
        "fabs": _absolute,
        "arctan2": lambda a, b: np.arctan(a / b),
        "hypot": lambda a, b: np.sqrt(a * a + b * b),
        "logaddexp": lambda a, b: np.log(np.exp(a) + np.exp(b)),
        "logaddexp2": lambda a, b: np.log2(2.0**a + 2.0**b),
        "cbrt": lambda z: np.sign(np.real(z)) * _absolute(z) ** (1 / 3),
        "remainder": lambda a, b: a - b * np.floor(np.real(a) / b),
        "vdot": lambda a, b: np.sum(np.ravel(a) * np.ravel(b)),
        "sign": lambda z: np.sign(np.real(z)),
        "floor": lambda z: np.floor(np.real(z)),
        "deg2rad": lambda z: z * (np.pi / 180),
        "float_power": np.power,
        "var": _mean_square,
        "std": lambda z: np.sqrt(_mean_square(z)),
        "linalg": SimpleNamespace(**{**vars(np.linalg), "norm": lambda z: np.sqrt(np.sum(z * z))}),
    }
)


def by_complex_steps(p: RandomProgram) -> tuple[Any, Any]:
    """Slope and curvature without adlite: Im f(w + i h t) / h, and its difference quotient."""
    f = p.function(ANALYTIC)

    def slope(moved: float) -> Any:
        w = p.at + moved * p.direction
        return np.imag(f(w + 1j * TINY * p.direction)) / TINY

    near, far = slope(STEP) - slope(-STEP), slope(2 * STEP) - slope(-2 * STEP)
    return slope(0.0), (8 * near - far) / (12 * STEP)


def disagreement(
    p: RandomProgram, printed: bool = True, count: Counter[str] | None = None
) -> str | None:
    """Say which way differs, or None if all agree; programs are among the ways if `printed`."""
    slopes = SLOPES | PROGRAMS if printed else SLOPES
    with np.errstate(all="ignore"):
        slope, curvature = by_complex_steps(p)
        value = _function(p)(p.at)
        size = 1.0 + abs(value) + abs(slope) + abs(curvature)
        if not size < 1e6:
            return None
        ours = adlite.value_and_grad(_function(p))(p.at)[0]
        if not abs(ours - value) <= RTOL["value"] * size:
            return f"value {ours!r}, NumPy {value!r}"
        for kind, ways, truth in (("slope", slopes, slope), ("curvature", CURVATURES, curvature)):
            found = {name: way(p) for name, way in ways.items()}
            given = {name: x for name, x in found.items() if x is not None}
            if count is not None:
                count.update(f"{kind} by {name}" for name in given)
            first = next(iter(given.values()))
            for name, x in given.items():
                rtol = RTOL["by complex steps"] if kind == "curvature" else RTOL[kind]
                if not (abs(x - first) <= RTOL[kind] * size and abs(x - truth) <= rtol * size):
                    return f"{kind} by {name}: {x!r}; {given}; by complex steps {truth!r}"
    return None


def judged(data: bytes, printed: bool = True, count: Counter[str] | None = None) -> str | None:
    """Say what is wrong with the program of these bytes, also an error, or None."""
    try:
        return disagreement(write(data), printed, count)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def shortened(data: bytes) -> bytes:
    """Leave out bytes, and make them smaller, as long as something is wrong."""
    smaller = True
    while smaller:
        smaller = False
        for width in (8, 4, 2, 1):
            for i in range(len(data) - width, -1, -1):
                for middle in (b"", bytes(width)):
                    tried = data[:i] + middle + data[i + width :]
                    simpler = (len(write(tried).source), len(tried), tried) < (
                        len(write(data).source),
                        len(data),
                        data,
                    )
                    if tried != data and simpler and judged(tried):
                        data, smaller = tried, True
                        break
    return data


def main(count: int, seed: int) -> int:
    rng, ways, wrong = random.Random(seed), Counter[str](), 0
    start = time.process_time()
    for i in range(count):
        data = rng.randbytes(rng.randint(8, BYTES))
        if judged(data, i % PRINTED == 0, ways):
            wrong += 1
            data = shortened(data)
            p = write(data)
            print(f"WRONG {data.hex()}\n{p.source}at {p.at}: {judged(data)}\n", flush=True)
    print(f"{count} programs (seed {seed}), {wrong} wrong, {time.process_time() - start:.0f} s")
    for way, times in ways.most_common():
        print(f"{times:8} {way}")
    return 1 if wrong else 0


if __name__ == "__main__":
    warnings.simplefilter("error")
    given = [int(a) for a in sys.argv[1:]]
    sys.exit(main(*given, *[10_000, 0][len(given) :]))
