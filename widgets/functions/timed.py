"""A reader's function that says what a call of it costs, and as many points as that allows."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from ..live import InputError, affordable, say, tick

# So many calls tell what the others cost.
_CALLS = 25
# A picture takes some hundred calls.
_LONGEST = 0.5


class Timed:
    """A function that counts its calls among the work that is being done.

    `cost` is the median of its first calls, in seconds: one that was interrupted by other programs
    does not count.

    >>> g = Timed(lambda w: w**2)
    >>> g(3.0), 0 < g.cost < 1
    (9.0, True)

    """

    def __init__(self, g: Callable[..., Any]):
        self.g, self.cost = g, 0.0
        self._seconds: list[float] = []

    def __call__(self, *w: Any) -> Any:
        """Return what the function returns."""
        begun = time.perf_counter()
        y = self.g(*w)
        if len(self._seconds) < _CALLS:
            self._seconds.append(time.perf_counter() - begun)
            self.cost = statistics.median(self._seconds)
        tick(self.cost)
        return y

    def check_fast(self, call: Callable[[], Any]) -> None:
        """Refuse a function that takes so long that no picture of it can be made.

        Raises:
            InputError: the quicker of two calls takes more than half a second.

        """
        if self.cost <= _LONGEST:
            return
        call()
        if self._seconds and min(self._seconds) > _LONGEST:
            raise InputError(
                f"g takes {say(min(self._seconds))} seconds each time that it is called, and a "
                "picture takes some hundred calls: let it do less, or compute its values "
                "beforehand."
            )


def on_grid(cost: float, evaluate: Callable[..., np.ndarray], *inputs: np.ndarray) -> np.ndarray:
    """Return a function's values at a grid of inputs, between fewer points if it takes long.

    Between these the values lie on straight lines.

    >>> on_grid(0.0, np.square, np.array([1.0, 2.0, 3.0]))
    array([1., 4., 9.])

    """
    shape = inputs[0].shape
    most = affordable(inputs[0].size, cost, "points")
    places = [np.arange(n) for n in shape]
    stride = 1
    while np.prod([len(at) for at in places]) > most:
        stride += 1
        places = [np.unique([*range(0, n, stride), n - 1]) for n in shape]
    values = evaluate(*(w[np.ix_(*places)] for w in inputs))
    for axis, (at, n) in enumerate(zip(places, shape, strict=True)):
        if len(at) < n:
            between = np.arange(n)
            lines = np.moveaxis(values, axis, -1)
            filled = [np.interp(between, at, line) for line in lines.reshape(-1, len(at))]
            values = np.moveaxis(np.reshape(filled, (*lines.shape[:-1], n)), -1, axis)
    return values


def fewer(points: np.ndarray, cost: float) -> np.ndarray:
    """Return as many of the points as a function can be asked at, the first and last among them.

    >>> fewer(np.arange(5.0), 0.0)
    array([0., 1., 2., 3., 4.])

    """
    most = affordable(len(points), cost, "points")
    chosen: np.ndarray = points[
        np.unique(np.linspace(0, len(points) - 1, most).round().astype(int))
    ]
    return chosen
