"""The vertices of a computation graph: what each one is made of, and by which rule."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..formulas import as_text
from ..programs import Guard, Listing, constant, placeholders, write
from .words import neat

_TABLE_B1 = ("sin", "cos", "exp", "log", "tanh", "maximum")
_RULES = {
    **dict.fromkeys(_TABLE_B1, "Table B.1"),
    **{"add": "Table B.2, sum", "multiply": "Table B.2, product"},
    **{"subtract": "difference rule", "divide": "quotient rule", "negative": "constant factor"},
    **dict.fromkeys(("power", "float_power", "square"), "power rule"),
}
# What a program has to write otherwise.
OPERATIONS: dict[Any, str] = {
    **{np.power: "a**b", np.float_power: "a**b", np.square: "w**2"},
    **{np.logaddexp: "logaddexp(a, b)", np.logaddexp2: "logaddexp2(a, b)"},
}


@dataclass(eq=False, repr=False)
class Vertex:
    """An input, or a step: its name, its parents and children, and how its value is found.

    `args` are vertices and plain numbers, in the order of the operation; `operation` is its text
    in terms of names, and `partials[i]` that of its derivative by parent i of `parents`.  Where
    values are arrays, `shape` is the shape of its value and `options` are those of the operation.
    """

    name: str
    layer: int
    primitive: Any = None
    args: tuple[Any, ...] = ()
    operation: str = ""
    partials: tuple[str, ...] = ()
    children: list[Vertex] = field(default_factory=list)
    shape: tuple[int, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def parents(self) -> tuple[Vertex, ...]:
        """The vertices among the arguments, once for each time that they are used."""
        return tuple(a for a in self.args if isinstance(a, Vertex))

    @property
    def rule(self) -> str:
        """The rule by which it is differentiated, as the chapter's tables name it."""
        name = self.primitive.name if self.primitive else ""
        if name in ("add", "multiply") and len(self.parents) == 1:
            return "Table B.2, constant"
        return _RULES.get(name, f"rule of {name}") if name else ""

    def __repr__(self) -> str:
        return f"{self.name} = {self.operation}" if self.operation else self.name


@dataclass(frozen=True)
class Parts:
    """What a graph is made of: its vertices, and the questions that were asked on the way.

    `computed` are the steps, also those that only a question needs.  A guard is a function, its
    arguments (vertices and plain values) and its answer; `conditions` say the same in words.
    """

    inputs: Sequence[Vertex]
    computed: Sequence[Vertex]
    output: Vertex
    guards: Sequence[tuple[Callable[..., Any], list[Any], Any]]
    conditions: Sequence[str]


def vertices_of(listing: Listing, output: Any, guards: Iterable[Guard]) -> Parts:
    """Return what the graph of a recorded function is made of."""
    inputs = [Vertex(name, 0) for name in listing.leaves]
    by_node = dict(zip(listing.names, inputs, strict=False))
    for step in listing.steps:
        tree, slopes = listing.formula(step)
        args = [by_node.get(id(a), a) for a in step.args]
        parents = [by_node[id(parent)] for parent, _, _ in slopes]
        if parents != [a for a in args if isinstance(a, Vertex)]:
            args.reverse()  # e = c + d, as the chapter writes it, and not d + c
        text = OPERATIONS.get(listing.kinds[step.primitive])
        if text:
            trees = [ast.Name(a.name) if isinstance(a, Vertex) else constant(a) for a in args]
            values = dict(zip(placeholders(len(args)), trees, strict=True))
            tree = write(text, values, over_math=False)
        by_node[id(step)] = Vertex(
            listing.names[id(step)],
            1 + max(parent.layer for parent in parents),
            step.primitive,
            tuple(args),
            neat(as_text(tree.body if isinstance(tree, ast.IfExp) else tree)),
            tuple(neat(book) for _, _, book in slopes),
        )
    kept = [
        (function, [by_node.get(id(x), x) for x in items], answer)
        for function, items, answer in guards
    ]
    computed = [v for v in by_node.values() if v.layer]
    return Parts(inputs, computed, by_node[id(output)], kept, list(listing.conditions))


def numbers(items: Iterable[Any], values: dict[str, Any]) -> list[Any]:
    """Return values in place of vertices."""
    return [values[x.name] if isinstance(x, Vertex) else x for x in items]
