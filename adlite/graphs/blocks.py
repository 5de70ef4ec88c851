"""The computation graph whose vertices are whole arrays: the steps as NumPy makes them.

What a reverse trace has on its tape is this graph.  The derivative of one array by another is a
table, the local Jacobian.  No sweep writes it down: forward mode multiplies it by a tangent, and
reverse mode multiplies an adjoint by it, each by the rule of the step (`push` and `pull`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from ..core import (
    Elementwise,
    Node,
    ReverseTrace,
    Traced,
    TracingError,
    as_leaf,
    run,
    shown,
)
from ..programs import RESERVED, Guard, check_inputs, check_output, letters, named
from ..singular import Seed, pulled, pushed
from .block_texts import (
    condition,
    declared,
    mixes,
    options_of,
    places_of,
    sizes_of,
    texts,
)
from .captions import Step
from .graph import Graph
from .vertices import Parts, Vertex, numbers
from .words import brief

NO_GRAPH = "the function does not depend on its inputs: there is no graph to draw."

# How a step that mixes entries hands its adjoint on.
_WAYS = {
    "sum": "Each entry that was added up gets all of it.",
    "matmul": "It goes back through the other factor, transposed.",
    "getitem": "It goes to the entries that were taken; the others get 0.",
    "where": "It goes to the entries that were taken; the others get 0.",
    "reshape": "The entries go back to their places.",
    "transpose": "The entries go back to their places.",
    "concatenate": "Each part gets its own entries.",
}
_REPEATED = "As {} was repeated, what its copies get is added up."


class Blocks(Graph):
    """A computation graph of whole arrays.

    Its sweeps take arrays of the shapes that the graph was made with.  `forward` goes in one
    direction: `seed` holds an array for each input, and without one only the first entry of the
    first input varies.  Products are not counted.
    """

    def __repr__(self) -> str:
        lines = ["inputs " + " ".join(map(declared, self.inputs))]
        for v in self.steps:
            args = (a.name if isinstance(a, Vertex) else brief(a) for a in v.args)
            options = ", ".join(options_of(v.options))
            name = repr(v.primitive) + f"[{options}]" * bool(options)
            lines.append(f"{declared(v)} = {' '.join([name, *args])}")
        return "\n".join([*lines, f"output {self.output.name}"])

    def _given(self, inputs: tuple[Any, ...]) -> dict[str, Any]:
        shapes = [v.shape for v in self.inputs]
        if [np.shape(x) for x in inputs] != shapes:
            wanted = " ".join(map(declared, self.inputs))
            raise TracingError(f"this graph takes arrays of these shapes: {wanted}.")
        return {v.name: as_leaf(x) for v, x in zip(self.inputs, inputs, strict=True)}

    def _slopes(self, v: Vertex, values: dict[str, Any]) -> tuple[Any, ...]:
        y, args = values[v.name], numbers(v.args, values)
        return tuple(
            text if mixes(v, k) else np.asarray(v.primitive.partials[i](y, *args), float)[()]
            for k, (i, text) in enumerate(zip(places_of(v), v.partials, strict=True))
        )

    def _seeded(self, seed: Any) -> tuple[list[Any], str]:
        if seed is None:
            units: list[Any] = [np.zeros(v.shape) for v in self.inputs]
            units[0].flat[0] = 1.0
        else:
            units = [np.asarray(x, float) for x in seed]
            if [x.shape for x in units] != [v.shape for v in self.inputs]:
                raise TracingError("a seed has an array for each input, of the input's shape.")
        return [x[()] for x in units], "t"

    def _push(
        self, v: Vertex, seeds: dict[str, Seed], slopes: tuple[Any, ...], values: dict[str, Any]
    ) -> Seed:
        varying = [seeds[a.name] if isinstance(a, Vertex) else None for a in v.args]
        return pushed(v.primitive, values[v.name], numbers(v.args, values), varying, v.options)

    def _pull(self, v: Vertex, k: int, seed: Seed, slope: Any, values: dict[str, Any]) -> Seed:
        args = numbers(v.args, values)
        places = [i if isinstance(a, Vertex) else None for i, a in enumerate(v.args)]
        step = (v.primitive, values[v.name], args, places, v.options)
        bar, live = dict(pulled(step, *seed))[places_of(v)[k]]
        return bar + 0.0, live

    def partials(self, *inputs: Any) -> list[Step]:
        """Sweep forward; each arrow gets its derivatives, or its local Jacobian's shape."""
        return [self._explained(step, step.kind == "partial") for step in super().partials(*inputs)]

    def reverse(self, *inputs: Any) -> list[Step]:
        """Sweep backward, one arrow a step, and add up the adjoints, which are arrays."""
        return [self._explained(step, False) for step in super().reverse(*inputs)]

    def _explained(self, step: Step, partial: bool) -> Step:
        """Say what happens on an arrow between arrays."""
        if step.kind == "value" or not step.child:
            return step
        v, p = self[step.child], step.parents[0]
        k = next(i for i, parent in enumerate(v.parents) if parent.name == p)
        if not mixes(v, k):
            entries = ", entry by entry." if partial and np.ndim(step.value) else "."
            return replace(step, sentence=step.sentence[:-1] + entries)
        if partial:
            rows, columns = sizes_of(v, k)
            sentence = (
                f"The derivative of {v.name} = {v.operation} by {p} is a table of {rows} × "
                f"{columns} numbers, its local Jacobian, which no sweep writes down."
            )
            return replace(step, sentence=sentence)
        repeated = isinstance(v.primitive, Elementwise)
        way = _REPEATED.format(p) if repeated else _WAYS.get(v.primitive.name, "")
        return replace(step, sentence=f"{step.sentence} {way}".rstrip())


class BlockTrace(ReverseTrace):
    """Notes every step on its tape, and every question that was asked."""

    __slots__ = ("guards",)

    def __init__(self) -> None:
        super().__init__()
        self.guards: list[Guard] = []

    def note(self, value: Any, step: tuple[Any, ...] | None = None) -> Node:
        """Add a step to the tape, if it is real."""
        if value.dtype.kind == "c":
            raise TracingError("a graph has real numbers only: split complex ones in two.")
        node = super().note(value, step)
        node.args = ()
        return node

    def decide(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Answer a question, and note the answer as a guard."""
        answer = super().decide(function, args, kwargs)
        self.guards.append((partial(function, **kwargs), tuple(args), answer))
        return answer


def block_graph(g: Callable[..., Any], inputs: tuple[Any, ...]) -> Blocks:
    """Return the graph of `g` whose vertices are whole arrays."""
    check_inputs(g, inputs, "graph")
    given = [as_leaf(x) for x in inputs]
    if any(isinstance(x, Traced) for x in given):
        raise TracingError(f"graph takes plain numbers and arrays, not {shown(inputs)}.")
    trace = BlockTrace()
    tape = trace.tape
    try:
        leaves = [trace.note(x) for x in given]
        with np.errstate(all="ignore"):
            output = run(g, leaves)
            if output.size == 1 and output.shape:
                output = output.reshape(())
    finally:
        trace.close()
    check_output(output, "graph")
    if not (isinstance(output, Node) and output.trace is trace):
        raise TracingError(NO_GRAPH)
    _, names = named(g, len(leaves))
    return _of_tape(tape, trace, names, [x.shape for x in given], output)


def _of_tape(
    tape: list[Any], trace: BlockTrace, names: list[str], shapes: list[Any], output: Node
) -> Blocks:
    order = [*range(len(shapes)), *_in_order(tape, output.index)]
    rank = {place: i for i, place in enumerate(order)}
    names = names + letters(len(order) - len(names), {*names, *RESERVED})
    found: dict[int, Vertex] = {}
    for name, place in zip(names, order, strict=True):
        if tape[place] is None:
            found[place] = Vertex(name, 0, shape=shapes[place])
            continue
        primitive, y, values, places, options = tape[place]
        args = [x if i is None else found[i] for x, i in zip(values, places, strict=True)]
        both = primitive.name in ("add", "multiply") and None not in places
        if both and rank[places[0]] > rank[places[1]]:
            args.reverse()  # e = c + d, as the chapter writes it, and not d + c
        layer = 1 + max(a.layer for a in args if isinstance(a, Vertex))
        v = Vertex(name, layer, primitive, tuple(args), shape=y.shape, options=options)
        v.operation, v.partials = texts(v)
        found[place] = v

    def vertex(x: Any) -> Any:
        return found[x.index] if isinstance(x, Node) and x.trace is trace else x

    guards = [(f, [vertex(a) for a in args], answer) for f, args, answer in trace.guards]
    conditions = dict.fromkeys(condition(*guard) for guard in guards)
    inputs, computed = [[found[i] for i in order if (tape[i] is None) == x] for x in (True, False)]
    return Blocks(Parts(inputs, computed, found[output.index], guards, list(conditions)))


def _in_order(tape: list[Any], output: int) -> list[int]:
    """Return the places of the steps, by layer; those that do not lead to the output come last."""
    layers: list[int] = []
    needed = {output}
    for step in tape:
        layers.append(
            1 + max((layers[i] for i in step[3] if i is not None), default=0) if step else 0
        )
    for i in reversed(range(len(tape))):
        needed.update(tape[i][3] if tape[i] and i in needed else ())
    steps = (i for i, step in enumerate(tape) if step)
    return sorted(steps, key=lambda i: (i not in needed, layers[i], i))
