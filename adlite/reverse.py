"""Reverse mode: run the function once while noting its steps, then sweep back through them.

The notes are the *tape*.  Steps stand on it in the order in which they were computed, so read
backwards every step comes before the steps that it was computed from: no sorting, no recursion.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .dispatch import ArrayMethods, TracedNumber
from .primitives import Primitive, Trace, Traced, TracingError, as_leaf, filled
from .structure import pack, unbroadcast


class Node(TracedNumber):
    """A step on the tape: its value, and the primitive and arguments that gave it."""

    __slots__ = ("args", "index", "kwargs", "primitive", "trace", "value")

    def __init__(self, value, trace, primitive, args, kwargs, index):
        self.value = value
        self.trace = trace
        self.primitive = primitive
        self.args = args
        self.kwargs = kwargs
        self.index = index


class ArrayNode(ArrayMethods, Node):
    """A step whose value is an array."""

    __slots__ = ()


class ReverseTrace(Trace):
    """Notes every step on its tape."""

    __slots__ = ("tape",)

    def __init__(self) -> None:
        super().__init__()
        self.tape: list[Node] = []

    def close(self) -> None:
        """Refuse any further step, and let go of the tape."""
        super().close()
        # A node knows its trace; if the trace still knew its nodes, the memory of large arrays
        # would wait for the garbage collector.
        self.tape = []

    def note(
        self, value: Any, primitive: Primitive | None = None, args: tuple = (), kwargs: Any = None
    ) -> Node:
        """Add a step to the tape; an input is a step without a primitive."""
        kind = ArrayNode if value.shape else Node
        node = kind(value, self, primitive, args, kwargs, len(self.tape))
        self.tape.append(node)
        return node

    def process(self, primitive: Primitive, args: tuple, kwargs: dict) -> Node:
        """Compute one step on the values inside the nodes, and note it."""
        values = [a.value if isinstance(a, Node) and a.trace is self else a for a in args]
        return self.note(primitive(*values, **kwargs), primitive, args, kwargs)


def sweep(tape: list[Node], output: Node, seed: Any, last: bool) -> list:
    """Send the adjoint `seed` of `output` back along the tape; return the adjoints still held.

    These are the inputs' adjoints: all others are let go once they have been passed on.  The
    `last` sweep over a tape lets go of the steps as well, so that large arrays are free again
    before the next ones are needed.
    """
    trace = output.trace
    adjoints: list = [None] * (output.index + 1)
    adjoints[output.index] = seed
    for index in range(output.index, -1, -1):
        node, y_bar = tape[index], adjoints[index]
        primitive = node.primitive
        if y_bar is None or primitive is None:
            continue
        adjoints[index] = None
        args = node.args
        values = [a.value if isinstance(a, Node) and a.trace is trace else a for a in args]
        for i, parent in enumerate(args):
            if isinstance(parent, Node) and parent.trace is trace:
                bar = primitive.pull(i, y_bar, node.value, values, node.kwargs)
                shape = parent.value.shape
                if bar.shape != shape:
                    bar = unbroadcast(bar, shape)
                held = adjoints[parent.index]
                adjoints[parent.index] = bar if held is None else held + bar
        if last:
            del tape[index:]
            node.args = ()
    return adjoints


def vjp(f: Callable, inputs: list) -> tuple[Callable, Any]:
    """Run `f(*inputs)`; return the pullback from output to input adjoints, and the output."""
    trace = ReverseTrace()
    tape = trace.tape
    leaves = [trace.note(as_leaf(x)) for x in inputs]
    try:
        output = run(f, leaves)
    finally:
        trace.close()
    if not (isinstance(output, Node) and output.trace is trace):
        return (lambda seed, last=False: [filled(0.0, leaf.shape) for leaf in leaves]), output

    def pullback(seed: Any, last: bool = False) -> list:
        # An infinite slope is an answer, not an accident to warn of.
        with np.errstate(divide="ignore", invalid="ignore"):
            adjoints = sweep(tape, output, seed, last)
        found = (adjoints[leaf.index] if leaf.index <= output.index else None for leaf in leaves)
        return [
            filled(0.0, leaf.shape) if bar is None else _writable(bar)
            for leaf, bar in zip(leaves, found, strict=True)
        ]

    return pullback, output.value


def _writable(bar: Any) -> Any:
    # A broadcast view repeats one number in memory; whoever asked for a gradient may change it.
    return bar.copy() if type(bar) is np.ndarray and not bar.flags.writeable else bar


def run(f: Callable, inputs: list) -> Any:
    """Return `f(*inputs)` as one number or array, or say why it is none."""
    try:
        output = f(*inputs)
    except TypeError as error:
        found = re.search(r"ufunc '(\w+)' not supported|no callable (\w+) method", str(error))
        if not found:
            raise
        raise TracingError(
            f"np.{found[1] or found[2]} met an array that np.array([...]) made of traced and "
            "plain numbers: make it with np.stack([...])."
        ) from error
    if isinstance(output, Traced):
        return output
    if isinstance(output, (list, tuple, np.ndarray)):
        output = pack(output)
    if isinstance(output, Traced):
        return output
    array = np.asarray(output)
    if array.dtype.kind not in "fiub":
        raise TracingError(
            f"the function returned {type(output).__name__}"
            f"{'' if output is None else f' {output!r}'}: it must return a number or an array of "
            "real numbers."
        )
    return array.astype(np.float64)[()]
