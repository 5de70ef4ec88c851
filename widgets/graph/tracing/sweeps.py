"""The sweeps over a function's graph, in every mode and for any inputs, as frames."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

import adlite
from adlite.graphs import Graph, Step, Vertex, brief

from ...live import InputError, say
from ..layout import arrows_of
from .frame import LINES, Frame
from .frame_maker import FrameMaker, TracedFunction, pretty, pretty_line

LARGEST = 60
MODES = ("evaluate", "forward", "reverse", "program")
SHOWS = ("numbers", "symbols", "unrolled")


class Sweeps:
    """A function's graph and the frames of each sweep over it, worked out when asked for.

    `at` are the numbers, or arrays, that go in. With `blocks` the nodes are whole arrays. `entries`
    are the names of the numbers that go in.

    Raises:
        InputError: `g` cannot be taken apart, has too large a graph, or does not take `at`.

    """

    def __init__(self, g: Callable[..., Any], at: Any, blocks: bool = False):
        if not callable(g):
            raise InputError(
                "g must be a function, such as lambda w: np.sin(w), or a formula, such as "
                f"'sin(w)'; {g!r} is neither."
            )
        several = at if isinstance(at, Sequence) or np.shape(at) else [at]
        try:
            inputs = [np.asarray(x, float) for x in several]
            self.at = tuple(float(x) for each in inputs for x in each.ravel())
        except (TypeError, ValueError):
            raise InputError(f"at must be numbers, such as (1.5,); got {at!r}.") from None
        if not self.at or not all(map(math.isfinite, self.at)):
            raise InputError(f"at must be finite numbers, such as (1.5,); got {at!r}.")
        self.g, self.inputs = g, inputs
        names = getattr(g, "inputs", None)
        if names and len(inputs) != len(names):
            raise InputError(
                f"this formula has {len(names)} inputs, {', '.join(names)}, and at has "
                f"{len(inputs)}: give one number for each."
            )
        try:
            self.graph: Graph = adlite.graph(g, *inputs, blocks=blocks)
            self._refuse_large()
            lines = adlite.program(g, *inputs, blocks=blocks).lines
        except InputError:
            raise
        except Exception as error:
            why = str(error) if isinstance(error, adlite.TracingError) else repr(error)
            raise InputError(f"this graph cannot be drawn: {why}") from None
        self.entries = [name for v in self.graph.inputs for name in _entries(v)]
        self.traced = TracedFunction(
            graph=self.graph,
            unrolled=self.graph.unrolled(),
            blocks=blocks,
            entries=self.entries,
            arrows=arrows_of(self.graph),
            source=[
                replace(line, text=pretty_line(line.text))
                for line in lines
                if '"""' not in line.text
            ],
        )
        self.frames = lru_cache(maxsize=1000)(self._frames)
        self._steps = lru_cache(maxsize=500)(self._swept)

    def _inputs_of(self, numbers: tuple[float, ...]) -> list[Any]:
        """Return the inputs made of these numbers: arrays, if the nodes are arrays."""
        ends = np.cumsum([math.prod(v.shape) for v in self.graph.inputs])[:-1]
        parts = zip(np.split(np.array(numbers), ends), self.graph.inputs, strict=True)
        return [part.reshape(v.shape)[()] for part, v in parts]

    def _refuse_large(self) -> None:
        if len(self.graph) > LARGEST:
            raise InputError(
                f"this graph has {len(self.graph)} nodes, and at most {LARGEST} can be read in one "
                "picture: trace a part of the function, or fewer inputs."
            )

    def _frames(self, mode: str, show: str, moved: tuple[float, ...]) -> list[Frame]:
        """Return the frames of a sweep; `moved` are the first numbers, the others stand still."""
        numbers = (*moved, *self.at[len(moved) :])
        inputs = self._inputs_of(numbers)
        where = ", ".join(
            f"{v.name} = {pretty(brief(x)) if v.shape else say(x)}"
            for v, x in zip(self.graph.inputs, inputs, strict=True)
        )
        try:
            values = self.graph.values(*inputs)
        except adlite.TracingError:
            held = " and ".join(self.graph.conditions)
            why = (
                f"At {where} the function takes another branch: this graph holds for "
                f"{pretty(held)} only, so there are no numbers to show."
            )
            return [self._without_numbers(why)]
        bad = next((n for n, x in values.items() if not np.all(np.isfinite(x))), "")
        if bad:
            bad = f" {bad} = {pretty(self.graph[bad].operation)} is not a finite number at {where}."
        kind, unrolled = "reverse" if mode == "program" else mode, show == "unrolled"
        sweep = self._steps(kind, unrolled, numbers)
        maker = FrameMaker(self.traced, mode, show, where)
        return maker.program(sweep, bad) if mode == "program" else maker.sweep(sweep, bad)

    def _swept(self, mode: str, unrolled: bool, numbers: tuple[float, ...]) -> list[Step]:
        graph, inputs = self.traced.unrolled if unrolled else self.graph, self._inputs_of(numbers)
        if mode == "reverse":
            return graph.partials(*inputs) + graph.reverse(*inputs)
        return graph.forward(*inputs) if mode == "forward" else graph.evaluate(*inputs)

    def _without_numbers(self, sentence: str) -> Frame:
        n, arrows = len(self.graph), ("",) * len(self.traced.arrows)
        operations = tuple(pretty(v.operation) for v in self.graph)
        return Frame(
            operations, ("–",) * n, ("",) * n, arrows, ("",) * LINES, "", sentence, "evaluate"
        )


def _entries(v: Vertex) -> list[str]:
    count = math.prod(v.shape)
    return [f"{v.name}{i + 1}" for i in range(count)] if v.shape else [v.name]
