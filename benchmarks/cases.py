"""What is differentiated: each function once for every library, and its derivative by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Formula = Callable[[Any], Any]
Build = Callable[[Any, Formula], Formula]
"""Takes a library's functions and what turns a NumPy array into its own kind of constant."""


@dataclass(frozen=True)
class Case:
    """A function, a point, what is asked for, its bar, and the answer written by hand.

    A program gives value and gradient, so its answer by hand does as well.
    """

    name: str
    build: Build
    at: Any
    bar: float
    by_hand: Callable[[Any], Any]
    kind: str = "grad"
    rival: str = "autograd"


def b23(xp: Any, constant: Formula) -> Formula:
    return lambda w: xp.tanh(w) * xp.cos(w) + xp.log(w)


def b23_by_hand(w: float) -> float:
    t, c = math.tanh(w), math.cos(w)
    return (1.0 - t * t) * c - t * math.sin(w) + 1.0 / w


def b23_value_and_slope(w: float) -> tuple[float, float]:
    t, c = math.tanh(w), math.cos(w)
    return t * c + math.log(w), (1.0 - t * t) * c - t * math.sin(w) + 1.0 / w


def sum_of_tanh(xp: Any, constant: Formula) -> Formula:
    return lambda w: xp.sum(xp.tanh(w**2))


def sum_of_tanh_by_hand(w: np.ndarray) -> np.ndarray:
    t = np.tanh(w * w)
    return np.asarray(2.0 * w * (1.0 - t * t))


def sum_of_tanh_and_slopes(w: np.ndarray) -> tuple[float, np.ndarray]:
    t = np.tanh(w * w)
    return float(t.sum()), np.asarray(2.0 * w * (1.0 - t * t))


_RNG = np.random.default_rng(0)
_X, _Y = _RNG.normal(size=(20, 3)), _RNG.normal(size=20)


def network(xp: Any, constant: Formula) -> Formula:
    x, y = constant(_X), constant(_Y)

    def loss(w: Any) -> Any:
        hidden = xp.tanh(xp.dot(x, xp.reshape(w[:12], (3, 4))))
        return xp.mean((xp.dot(hidden, w[12:]) - y) ** 2)

    return loss


def network_by_hand(w: np.ndarray) -> np.ndarray:
    hidden = np.tanh(_X @ w[:12].reshape(3, 4))
    error_bar = (hidden @ w[12:] - _Y) * (2.0 / len(_Y))
    hidden_bar = error_bar[:, None] * w[12:] * (1.0 - hidden * hidden)
    return np.concatenate([(_X.T @ hidden_bar).ravel(), hidden.T @ error_bar])


def network_and_slopes(w: np.ndarray) -> tuple[float, np.ndarray]:
    hidden = np.tanh(_X @ w[:12].reshape(3, 4))
    error = hidden @ w[12:] - _Y
    error_bar = error * (2.0 / len(_Y))
    hidden_bar = error_bar[:, None] * w[12:] * (1.0 - hidden * hidden)
    slopes = np.concatenate([(_X.T @ hidden_bar).ravel(), hidden.T @ error_bar])
    return float(error @ error) / len(_Y), slopes


def long_loop(xp: Any, constant: Formula, rounds: int = 50) -> Formula:
    def g(w: Any) -> Any:
        for _ in range(rounds):
            w = xp.sin(w) * 1.01
        return w

    return g


def long_loop_by_hand(w: float) -> float:
    slope = 1.0
    for _ in range(50):
        slope *= 1.01 * math.cos(w)
        w = math.sin(w) * 1.01
    return slope


def rosenbrock(xp: Any, constant: Formula) -> Formula:
    return lambda w: xp.sum(100.0 * (w[1:] - w[:-1] ** 2) ** 2 + (1.0 - w[:-1]) ** 2)


def rosenbrock_by_hand(w: np.ndarray) -> np.ndarray:
    main = np.append(1200.0 * w[:-1] ** 2 - 400.0 * w[1:] + 2.0, 0.0)
    main[1:] += 200.0
    beside = -400.0 * w[:-1]
    return np.diag(main) + np.diag(beside, 1) + np.diag(beside, -1)


_A = _RNG.normal(size=(50, 50)) / 7.0


def dense(xp: Any, constant: Formula) -> Formula:
    a = constant(_A)
    return lambda w: xp.sum(xp.tanh(xp.dot(a, w)) ** 2)


def dense_by_hand(w: np.ndarray) -> np.ndarray:
    squares = np.tanh(_A @ w) ** 2
    return np.asarray(_A.T @ ((2.0 * (1.0 - squares) * (1.0 - 3.0 * squares))[:, None] * _A))


def _points(n: int) -> np.ndarray:
    return np.linspace(-1.0, 1.0, n)


def _sum_cases(n: int) -> list[Case]:
    """The sum of n terms against autograd, against plain evaluation, and both as a program."""
    name, at = f"sum tanh(w²), n = {n:,}", _points(n)

    def against(rival: str, bar: float) -> Case:
        return Case(name, sum_of_tanh, at, bar, sum_of_tanh_by_hand, rival=rival)

    def program(rival: str, bar: float) -> Case:
        both = sum_of_tanh_and_slopes
        return Case(f"{name}, program", sum_of_tanh, at, bar, both, "program", rival)

    cases = [against("autograd", 0.30 if n < 100 else 0.33 if n <= 1000 else 0.65)]
    cases += [against("plain", 4.0)] * (n >= 1000)
    cases += [program("by hand", 1.5), *[program("JAX, jit", 1.0)] * (n <= 1000)]
    return cases + [program("plain", 3.0)] * (n >= 1000)


def _network(kind: str, rival: str, bar: float) -> Case:
    name, both = "two-layer network, 16 weights", network_and_slopes
    if kind == "program":
        return Case(f"{name}, program", network, _points(16), bar, both, kind, rival)
    return Case(name, network, _points(16), bar, network_by_hand, kind, rival)


CASES = [
    Case("(B.23) at 1.5", b23, 1.5, 0.20, b23_by_hand),
    Case("(B.23), program", b23, 1.5, 0.03, b23_value_and_slope, "program"),
    Case("(B.23), program", b23, 1.5, 1.2, b23_value_and_slope, "program", "by hand"),
    *(case for k in range(1, 7) for case in _sum_cases(10**k)),
    _network("grad", "autograd", 0.5),
    _network("program", "by hand", 1.5),
    _network("program", "autograd", 0.08),
    _network("program", "JAX, jit", 1.0),
    Case("loop of 100 operations", long_loop, 0.7, 0.5, long_loop_by_hand),
    Case(
        "Hessian, Rosenbrock, 50 inputs",
        rosenbrock,
        _points(50),
        0.3,
        rosenbrock_by_hand,
        "hessian",
    ),
    Case("Hessian, dense, 50 inputs", dense, _points(50), 0.3, dense_by_hand, "hessian"),
]
SCALAR = (b23, long_loop)
"""Functions of one number."""
