"""What `GraphTracer` shows at each step of a sweep, for every mode and any inputs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

import adlite
from adlite.graphs.captions import Step, brief
from adlite.graphs.graph import Graph
from adlite.graphs.vertices import Vertex

from ...live import InputError, say
from ..layout import arrows_of
from .frame_maker import Telling, pretty, pretty_line
from .picture import LINES, Frame

LARGEST = 60
MODES = ("evaluate", "forward", "reverse", "program")
SHOWS = ("numbers", "symbols", "unrolled")


class Sweeps:
    """A function's graph and the frames of each sweep over it, worked out when asked for.

    With `blocks` the nodes are whole arrays. `entries` are the names of the numbers that go in.
    """

    def __init__(self, g: Callable, at: Any, blocks: bool = False):
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
            lines = () if blocks else adlite.program(g, *inputs).lines
        except InputError:
            raise
        except Exception as error:
            why = str(error) if isinstance(error, adlite.TracingError) else repr(error)
            raise InputError(f"this graph cannot be drawn: {why}") from None
        self.blocks, self.unrolled = blocks, self.graph.unrolled()
        self.modes = MODES[:3] if blocks else MODES
        self.source = [
            replace(line, text=pretty_line(line.text)) for line in lines if '"""' not in line.text
        ]
        self.entries = [name for v in self.graph.inputs for name in _entries(v)]
        self._arrows = arrows_of(self.graph)
        self._place = {v.name: i for i, v in enumerate(self.graph)}
        self.frames = lru_cache(maxsize=1000)(self._frames)
        self.swept = lru_cache(maxsize=500)(self._swept)

    def given(self, numbers: tuple) -> list:
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

    def _frames(self, mode: str, show: str, moved: tuple) -> list[Frame]:
        """Return the frames of a sweep; `moved` are the first numbers, the others stand still."""
        numbers = (*moved, *self.at[len(moved) :])
        inputs = self.given(numbers)
        where = ", ".join(
            f"{v.name} = {pretty(brief(x)) if v.shape else say(x)}"
            for v, x in zip(self.graph.inputs, inputs, strict=True)
        )
        try:
            values = self.graph.values(*inputs)
        except adlite.TracingError:
            held = " and ".join(self.graph.conditions)
            return [self._refused(
                f"At {where} the function takes another branch: this graph holds for "
                f"{pretty(held)} only, so there are no numbers to show."
            )]  # fmt: skip
        bad = next((n for n, x in values.items() if not np.all(np.isfinite(x))), "")
        if bad:
            bad = f" {bad} = {pretty(self.graph[bad].operation)} is not a finite number at {where}."
        kind, unrolled = "reverse" if mode == "program" else mode, show == "unrolled"
        sweep = self.swept(kind, unrolled, numbers)
        told = Telling(self, mode, show, where)
        if mode == "program":
            return told.program(sweep, bad)
        return told.sweep(sweep, bad)

    def _swept(self, mode: str, unrolled: bool, numbers: tuple) -> list[Step]:
        graph, inputs = self.unrolled if unrolled else self.graph, self.given(numbers)
        if mode == "reverse":
            return graph.partials(*inputs) + graph.reverse(*inputs)
        return getattr(graph, mode)(*inputs)

    def _refused(self, sentence: str) -> Frame:
        n, arrows = len(self.graph), ("",) * len(self._arrows)
        operations = tuple(pretty(v.operation) for v in self.graph)
        return Frame(operations, ("–",) * n, ("",) * n, arrows, ("",) * LINES, "", "", sentence)


def _entries(v: Vertex) -> list[str]:
    count = math.prod(v.shape)
    return [f"{v.name}{i + 1}" for i in range(count)] if v.shape else [v.name]
