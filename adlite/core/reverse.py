"""Reverse mode: run the function once while noting its steps, then sweep back through them.

The notes are the *tape*.  Steps stand on it in the order in which they were computed, so read
backwards every step comes before the steps that it was computed from: no sorting, no recursion.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from .dispatch import ArrayMethods, TracedNumber
from .linear import unbroadcast
from .primitives import SECOND_LOOK, Function, Primitive, Trace, TracingError, filled, pack, primal
from .rules import LATE


class Node(TracedNumber):
    """A value inside a reverse trace, and the place of its step on the tape.

    Whoever prints steps, and not only sweeps over them, keeps their primitive and arguments here.
    """

    __slots__ = ("args", "index", "primitive", "trace", "value")
    args: Any
    index: int
    primitive: Primitive


class ArrayNode(ArrayMethods, Node):
    """A node whose value is an array."""

    __slots__ = ("__weakref__", "relatives")


_NO_OPTIONS: dict[str, Any] = {}


class ReverseTrace(Trace):
    """Notes every step on its tape."""

    __slots__ = ("closing", "keeps", "tape")

    def __init__(self, keeps: bool = False) -> None:
        super().__init__()
        self.keeps = keeps
        self.tape: list[Any] = []
        self.closing: list[Function] = []

    def held(self, x: Any) -> Any:
        """Return an array as the sweep will need it: a copy, or locked until the trace is closed.

        With `keeps` the sweep comes later, when the reader's arrays may have changed.
        """
        return x.copy("K") if type(x) is np.ndarray else x

    def close(self) -> None:
        """Refuse any further step, and let go of the tape."""
        super().close()
        # A node may outlive its trace; the large arrays on the tape must not.
        self.tape = []
        for undo in reversed(self.closing):
            undo()

    def note(self, value: Any, step: tuple[Any, ...] | None = None) -> Node:
        """Add a step to the tape, None for an input, and return its value as a node.

        A step is a primitive, its value, its arguments' values and places on the tape, and its
        options.  An argument that does not vary has the place None.
        """
        # Filled in here: a call of `__init__` would take as long again.
        node = ArrayNode() if value.shape else Node()
        node.value, node.trace, node.index = value, self, len(self.tape)
        self.tape.append(step)
        return node

    def process(self, primitive: Primitive, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Compute one step on the values inside the nodes, and note it."""
        if len(args) == 1:
            # Most steps have one argument, which is then this trace's: nothing to search.
            x = args[0].value
            compute = primitive if isinstance(x, TracedNumber) else primitive.compute
            y = compute(x, **kwargs) if kwargs else compute(x)
            return self.note(y, (primitive, y, (x,), (args[0].index,), kwargs or _NO_OPTIONS))
        values, places, compute = [], [], primitive.compute
        for a in args:
            mine = isinstance(a, Node) and a.trace is self
            x = a.value if mine else self.held(a) if type(a) is np.ndarray else a
            if isinstance(x, TracedNumber):
                compute = primitive
            values.append(x)
            places.append(a.index if mine else None)
        y = compute(*values, **kwargs)
        return self.note(y, (primitive, y, tuple(values), tuple(places), kwargs or _NO_OPTIONS))


# An infinite slope is an answer, not an accident to warn of.
@np.errstate(divide="ignore", invalid="ignore")
def sweep(tape: list[Any], inputs: int, start: int, seed: Any, last: bool) -> list[Any]:
    """Send the adjoint `seed` of step `start` back along the tape; return the adjoints still held.

    These are the adjoints of the inputs, with which the tape begins: all others are let go once
    they have been passed on.  The `last` sweep over a tape lets go of the steps as well, so that
    large arrays are free again before the next ones are needed.
    """
    number = np.float64
    adjoints: list[Any] = [None] * len(tape)
    adjoints[start] = seed
    for index in range(start, inputs - 1, -1):
        y_bar = adjoints[index]
        if y_bar is None:
            continue
        adjoints[index] = None
        primitive, y, values, places, kwargs = tape[index]
        if last:
            del tape[index:]
        for i, place in enumerate(places):
            if place is not None:
                bar = primitive.pull(i, y_bar, y, values, kwargs)
                if type(bar) is not number:
                    value = values[i]
                    if bar.shape != value.shape:
                        bar = unbroadcast(bar, value.shape)
                    if bar.dtype is not value.dtype and value.dtype.kind == "f":
                        bar = bar.real
                held = adjoints[place]
                adjoints[place] = bar if held is None else held + bar
    return adjoints


def vjp(f: Function, inputs: Iterable[Any], keeps: bool = False) -> tuple[Function, Any]:
    """Run `f(*inputs)`; return the pullback from output to input adjoints, and the output."""
    trace, inputs = ReverseTrace(keeps), list(inputs)
    tape = trace.tape
    trace.inputs = leaves = [trace.note(trace.held(x)) for x in inputs]
    try:
        output = run(f, leaves)
    finally:
        trace.close()
    if not (isinstance(output, Node) and output.trace is trace):
        return (lambda seed, last=False: [filled(0.0, leaf.shape) for leaf in leaves]), output

    def pullback(seed: Any, last: bool = False) -> list[Any]:
        bars = sweep(tape, len(leaves), output.index, seed, last)[: len(leaves)]
        if SECOND_LOOK:
            bars = SECOND_LOOK["reverse"](bars, f, inputs, seed)
        for i, leaf in enumerate(leaves):
            if bars[i] is None:
                bars[i] = filled(0.0, leaf.shape)
            elif type(bars[i]) is np.ndarray and not bars[i].flags.writeable:
                # A broadcast view repeats one number in memory; whoever asked may change it.
                bars[i] = bars[i].copy()
        return bars

    return pullback, output.value


def run(f: Function, inputs: Sequence[Any]) -> Any:
    """Return `f(*inputs)` as one number or array, or say why it is none."""
    try:
        output = f(*inputs)
    except (TypeError, AttributeError) as error:
        for ask in LATE:
            ask(error)
        raise
    output = pack(output)
    array: Any = output if isinstance(output, TracedNumber) else np.asarray(output)
    if array.dtype.kind not in "fiu":
        output = primal(output)
        raise TracingError(
            f"the function returned {type(output).__name__}"
            f"{'' if output is None else f' {output!r}'}: it must return a number or an array of "
            "real numbers."
        )
    return output if isinstance(output, TracedNumber) else array.astype(np.float64)[()]
