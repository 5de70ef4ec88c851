"""Gradient descent with memory, for the gradients of any library: autograd's three, by its names.

`grad(x, i)` is the gradient at x in step i.  x may be nested lists, tuples and dicts of numbers and
arrays.  The parameters, more than six, are those of autograd.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .core import Function
from .flattening import flatten


def _run(
    step: Function,
    memory: tuple[Any, ...],
    grad: Function,
    x0: Any,
    callback: Function | None,
    num_iters: int,
) -> Any:
    """Repeat `x, *memory = step(i, x, gradient, *memory)`, and return the last x."""
    x, unflatten = flatten(x0)
    for i in range(num_iters):
        slope = grad(unflatten(x), i)
        if callback:
            callback(unflatten(x), i, slope)
        x, *memory = step(i, x, flatten(slope)[0], *memory)
    return unflatten(x)


def sgd(
    grad: Function,
    x0: Any,
    callback: Function | None = None,
    num_iters: int = 200,
    step_size: float = 0.1,
    mass: float = 0.9,
) -> Any:
    """Return where gradient descent with momentum arrives.

    `callback(x, i, gradient)` is called before each step.

    >>> print(round(sgd(lambda w, i: 2 * (w - 3), 0.0), 3))
    3.0
    """

    def step(i: int, x: Any, g: Any, velocity: Any) -> tuple[Any, ...]:
        velocity = mass * velocity - (1.0 - mass) * g
        return x + step_size * velocity, velocity

    return _run(step, (0.0,), grad, x0, callback, num_iters)


def rmsprop(
    grad: Function,
    x0: Any,
    callback: Function | None = None,
    num_iters: int = 100,
    step_size: float = 0.1,
    gamma: float = 0.9,
    eps: float = 1e-8,
) -> Any:
    """Return where steps arrive that are divided by the root of a running mean of squares.

    >>> print(round(rmsprop(lambda w, i: 2 * (w - 3), 0.0), 3))
    3.0
    """

    def step(i: int, x: Any, g: Any, mean_square: Any) -> tuple[Any, ...]:
        mean_square = mean_square * gamma + g**2 * (1 - gamma)
        return x - step_size * g / (np.sqrt(mean_square) + eps), mean_square

    return _run(step, (1.0,), grad, x0, callback, num_iters)


def adam(
    grad: Function,
    x0: Any,
    callback: Function | None = None,
    num_iters: int = 100,
    step_size: float = 0.001,
    b1: float = 0.9,
    b2: float = 0.999,
    eps: float = 1e-8,
) -> Any:
    """Return where Adam's steps arrive (Kingma & Ba 2015): momentum over the root of a mean square.

    >>> print(round(adam(lambda w, i: 2 * (w - 3), 0.0, num_iters=1000, step_size=0.1), 3))
    3.0
    """

    def step(i: int, x: Any, g: Any, m: Any, v: Any) -> tuple[Any, ...]:
        m, v = (1 - b1) * g + b1 * m, (1 - b2) * g**2 + b2 * v
        # Both means began at 0.
        mean, square = m / (1 - b1 ** (i + 1)), v / (1 - b2 ** (i + 1))
        return x - step_size * mean / (np.sqrt(square) + eps), m, v

    return _run(step, (0.0, 0.0), grad, x0, callback, num_iters)
