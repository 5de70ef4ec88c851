"""The computation graph of a function, and the sweeps over it one step at a time (B.5 to B.7).

A *vertex* is an input or one elementary step on single numbers; an arrow leads from a parent to its
child.  A graph is made once, and then swept at any inputs without running the function again.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

import numpy as np

from ..core import TracingError, filled
from ..formulas import as_text
from ..programs import write
from ..singular import Seed, combine, started
from ..varying import slope as varying_slope
from . import captions
from .captions import Gain, Step
from .vertices import Parts, Vertex, numbers
from .words import NAME, neat

_LONGEST = 60


class Graph:
    """A computation graph: vertices by name, and the sweeps that can be made over it.

    The sweeps `evaluate`, `forward`, `partials` and `reverse` take the inputs, single numbers in
    the order of `inputs`, and return a list of `Step`.  They raise `TracingError` where the
    function would branch in another way than it did when the graph was made.  What only such a
    question needs is computed, and is no vertex.
    """

    def __init__(self, parts: Parts) -> None:
        self.inputs, self.output, self._guards = tuple(parts.inputs), parts.output, parts.guards
        self._computed = computed = parts.computed
        needed = {self.output}
        for v in reversed(computed):
            needed.update(v.parents if v in needed else ())
        self.steps = tuple(v for v in computed if v in needed)
        for v in self.steps:
            for parent in dict.fromkeys(v.parents):
                parent.children.append(v)
        self._vertices = {v.name: v for v in (*self.inputs, *self.steps)}
        unnamed: dict[str, ast.expr] = {}
        for v in computed:
            if v not in needed:
                unnamed[v.name] = write(v.operation, unnamed, over_math=False)
        self.conditions = tuple(
            neat(as_text(write(condition, unnamed, over_math=False)))
            for condition in parts.conditions
        )

    def __iter__(self) -> Iterator[Vertex]:
        return iter(self._vertices.values())

    def __len__(self) -> int:
        return len(self._vertices)

    def __getitem__(self, name: str) -> Vertex:
        return self._vertices[name]

    def __repr__(self) -> str:
        lines = [f"inputs {' '.join(v.name for v in self.inputs)}"]
        for v in self.steps:
            args = (a.name if isinstance(a, Vertex) else f"{a:g}" for a in v.args)
            lines.append(f"{v.name} = {' '.join([repr(v.primitive), *args])}")
        return "\n".join([*lines, f"output {self.output.name}"])

    def values(self, *inputs: float) -> dict[str, float]:
        """Return the value of every vertex, without running the function again."""
        found = self._given(inputs)
        with np.errstate(all="ignore"):
            for v in self._computed:
                found[v.name] = v.primitive(*numbers(v.args, found), **v.options)
            for function, items, answer in self._guards:
                if not np.array_equal(function(*numbers(items, found)), answer):
                    more = " and more" * (len(self.conditions) > 3)
                    raise TracingError(
                        f"this graph holds for {' and '.join(self.conditions[:3])}{more} only: "
                        "make another one at these inputs, graph(g, ...)."
                    )
        return {name: found[name] for name in self._vertices}

    def _given(self, inputs: tuple[Any, ...]) -> dict[str, Any]:
        if len(inputs) != len(self.inputs):
            names = ", ".join(v.name for v in self.inputs)
            raise TracingError(f"this graph takes {len(self.inputs)} numbers: {names}.")
        return {v.name: np.float64(x) for v, x in zip(self.inputs, inputs, strict=True)}

    def slopes(self, values: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
        """Return the local partial derivatives of every step, one for each of its parents."""
        with np.errstate(all="ignore"):
            return {v.name: self._slopes(v, values) for v in self.steps}

    def _slopes(self, v: Vertex, values: dict[str, Any]) -> tuple[Any, ...]:
        y, args = values[v.name], numbers(v.args, values)
        return tuple(
            np.float64(partial(y, *args))
            for a, partial in zip(v.args, v.primitive.partials, strict=True)
            if isinstance(a, Vertex)
        )

    def evaluate(self, *inputs: float) -> list[Step]:
        """Sweep forward and compute the values (Eq. B.24)."""
        values = self.values(*inputs)
        return [captions.value(v, values) for v in self]

    def forward(self, *inputs: float, seed: Sequence[float] | None = None) -> list[Step]:
        """Sweep forward and compute values and derivatives together (Eqs. B.26 to B.35).

        The derivatives are a number for one input, and for several ones the gradient; with a
        `seed`, one number for each input, they are the derivative in that direction, d/dt.
        """
        values = self.values(*inputs)
        slopes = self.slopes(values)
        units, by = self._seeded(seed)
        seeds = {v.name: started(x) for v, x in zip(self.inputs, units, strict=True)}
        tangents, steps = {}, []
        for v in self:
            if v.layer:
                with np.errstate(all="ignore"):
                    seeds[v.name] = self._push(v, seeds, slopes[v.name], values)
            tangents[v.name] = seeds[v.name][0]
            steps.append(captions.value(v, values))
            steps.append(captions.tangent(v, slopes.get(v.name, ()), tangents, by))
        return steps

    def _seeded(self, seed: Any) -> tuple[list[Any], str]:
        """Return the inputs' tangents, and by what they are derivatives."""
        n = len(self.inputs)
        if seed is not None and np.shape(seed) != (n,):
            raise TracingError(f"a seed has one number for each input: here it takes {n}.")
        units: Any = seed if seed is not None else [1.0] if n == 1 else np.eye(n)
        by = "t" if seed is not None else self.inputs[0].name if n == 1 else ""
        return [x * np.float64(1) for x in units], by

    def _push(
        self, v: Vertex, seeds: dict[str, Seed], slopes: tuple[Any, ...], values: dict[str, Any]
    ) -> Seed:
        """Return the tangent of a step, and where it is live."""
        found = [
            self._combined(v, k, seeds[parent.name], slope, values)
            for k, (slope, parent) in enumerate(zip(slopes, v.parents, strict=True))
        ]
        terms, lives = zip(*found, strict=True)
        return sum(terms[1:], terms[0]), reduce(or_, lives)

    def _combined(self, v: Vertex, k: int, seed: Seed, slope: Any, values: dict[str, Any]) -> Seed:
        """Multiply a seed by the slope of a step by its parent number `k`."""
        return combine(*seed, slope, slope != 0 or self._varies(v, k, values))

    def _varies(self, v: Vertex, k: int, values: dict[str, Any]) -> bool:
        """Whether a derivative of 0 is an accident of this point."""
        args = [np.float64(x) for x in numbers(v.args, values)]
        varying = [isinstance(a, Vertex) for a in v.args]
        place = [i for i, varies in enumerate(varying) if varies][k]
        return varying_slope(v.primitive, [place], np.float64(values[v.name]), args, varying)[1]

    def partials(self, *inputs: float) -> list[Step]:
        """Sweep forward and compute the derivative of each step by each of its parents."""
        values = self.values(*inputs)
        slopes = self.slopes(values)
        return [
            step
            for v in self
            for step in (
                captions.value(v, values),
                *captions.partials(v, slopes.get(v.name, ()), values),
            )
        ]

    def reverse(self, *inputs: float) -> list[Step]:
        """Sweep backward over the partials, one arrow a step, and add up the adjoints (Fig. B.10).

        The last step of each input holds the derivative of the output by it.
        """
        values = self.values(*inputs)
        slopes = self.slopes(values)
        seeds = {self.output.name: started(np.float64(1.0))}
        adjoints: dict[str, Any] = {self.output.name: np.float64(1.0)}
        steps = [captions.seed(self.output)]
        for v in reversed(self.steps):
            for k, (slope, parent) in enumerate(zip(slopes[v.name], v.parents, strict=True)):
                held = seeds.get(parent.name)
                with np.errstate(all="ignore"):
                    product, live = self._pull(v, k, seeds[v.name], slope, values)
                    total = product if held is None else held[0] + product
                seeds[parent.name] = total, live if held is None else held[1] | live
                adjoints[parent.name] = total
                gain = Gain(slope, product, None if held is None else held[0])
                steps.append(captions.adjoint(v, k, gain, adjoints, self.output))
        return steps

    def _pull(self, v: Vertex, k: int, seed: Seed, slope: Any, values: dict[str, Any]) -> Seed:
        """Return what a step hands to its parent number `k`."""
        return self._combined(v, k, seed, slope, values)

    def gradient(self, *inputs: float) -> tuple[Any, ...]:
        """Return the derivative of the output by each input, by the reverse sweep."""
        found = {step.parents[0]: step.value for step in self.reverse(*inputs)}
        bars = (found.get(v.name, filled(0.0, v.shape)) for v in self.inputs)
        return tuple(bar if np.ndim(bar) else float(bar) for bar in bars)

    def unrolled(self) -> Graph:
        """Return the same graph with all texts in terms of the inputs: tanh(w) * cos(w), not a * b.

        Names, parents and numbers stay.  A text of more than 60 characters is not put into others:
        there its name stands for it.
        """
        found = copy.copy(self)
        trees: dict[str, ast.expr] = {}
        twins = {v.name: replace(v, children=[]) for v in self}
        for v in twins.values():
            v.args = tuple(twins[a.name] if isinstance(a, Vertex) else a for a in v.args)
            v.operation, *partials = (_within(t, trees) for t in (v.operation, *v.partials))
            v.partials = tuple(partials)
            for parent in dict.fromkeys(v.parents):
                parent.children.append(v)
            if v.layer and len(v.operation) <= _LONGEST:
                trees[v.name] = ast.parse(v.operation, mode="eval").body
        found.inputs = tuple(twins[v.name] for v in self.inputs)
        found.steps = tuple(twins[v.name] for v in self.steps)
        found.output, found._vertices = twins[self.output.name], twins
        return found

    def table(self, *inputs: float) -> list[dict[str, Any]]:
        """Return values, tangents and adjoints in the notation of evaluation traces.

        The inputs are v_(1-n) ... v_0, the steps v_1, v_2, ...; one dictionary for each vertex with
        the keys `v`, `name`, `operation`, `value`, `tangent` and `adjoint`.  (Griewank & Walther
        2008, ch. 2.)
        """
        first = 1 - len(self.inputs)
        places = {v.name: f"v{i}" for i, v in enumerate(self, first)}
        values = self.values(*inputs)
        tangents = {s.child: s.value for s in self.forward(*inputs) if s.kind == "tangent"}
        adjoints = {s.parents[0]: s.value for s in self.reverse(*inputs)}
        return [
            {
                "v": places[v.name],
                "name": v.name,
                "operation": re.sub(NAME, lambda m: places.get(m[0], m[0]), v.operation or v.name),
                "value": values[v.name],
                "tangent": tangents[v.name],
                "adjoint": adjoints.get(v.name, 0.0),
            }
            for v in self
        ]


def _within(text: str, trees: dict[str, ast.expr]) -> str:
    return text and neat(as_text(write(text, trees, over_math=False)))
