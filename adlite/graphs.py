"""The computation graph of a function, and the sweeps over it one step at a time (B.5 to B.7).

A *vertex* is an input or one elementary step on single numbers; an arrow leads from a parent to its
child.  A graph is made once, and then swept at any inputs without running the function again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import captions
from .captions import Step
from .expressions import as_text, constant, placeholders, write
from .listing import Listing
from .primitives import TracingError
from .programs import recorded
from .reverse import Node

_TABLE_B1 = ("sin", "cos", "exp", "log", "tanh", "maximum")
_RULES = {
    **dict.fromkeys(_TABLE_B1, "Table B.1"),
    **{"add": "Table B.2, sum", "multiply": "Table B.2, product"},
    **{"subtract": "difference rule", "divide": "quotient rule", "negative": "constant factor"},
    **dict.fromkeys(("power", "float_power", "square"), "power rule"),
}
# What a program has to write otherwise.
_OPERATIONS: dict[Any, str] = {
    **{np.power: "a**b", np.float_power: "a**b", np.square: "w**2"},
    **{np.logaddexp: "logaddexp(a, b)", np.logaddexp2: "logaddexp2(a, b)"},
}


@dataclass(eq=False, repr=False)
class Vertex:
    """An input, or a step: its name, its parents and children, and how its value is found.

    `args` are vertices and plain numbers, in the order of the operation; `operation` is its text
    in terms of names, and `partials[i]` that of its derivative by parent i of `parents`.
    """

    name: str
    layer: int
    primitive: Any = None
    args: tuple = ()
    operation: str = ""
    partials: tuple[str, ...] = ()
    children: list[Vertex] = field(default_factory=list)

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


class Graph:
    """A computation graph: vertices by name, and the sweeps that can be made over it.

    The sweeps `evaluate`, `forward`, `partials` and `reverse` take the inputs, single numbers in
    the order of `inputs`, and return a list of `Step`.  They raise `TracingError` where the
    function would branch in another way than it did when the graph was made.  What only such a
    question needs is computed, and is no vertex.
    """

    def __init__(self, listing: Listing, output: Any, guards: list) -> None:
        self.inputs = tuple(Vertex(name, 0) for name in listing.leaves)
        by_node = dict(zip(listing.names, self.inputs, strict=False))
        for step in listing.steps:
            tree, slopes = listing.formula(step)
            args = [by_node.get(id(a), a) for a in step.args]
            parents = [by_node[id(parent)] for parent, _, _ in slopes]
            if parents != [a for a in args if isinstance(a, Vertex)]:
                args.reverse()  # e = c + d, as the chapter writes it, and not d + c
            text = _OPERATIONS.get(listing.kinds[step.primitive])
            if text:
                trees = [ast.Name(a.name) if isinstance(a, Vertex) else constant(a) for a in args]
                values = dict(zip(placeholders(len(args)), trees, strict=True))
                tree = write(text, values, over_math=False)
            by_node[id(step)] = Vertex(
                listing.names[id(step)],
                1 + max(parent.layer for parent in parents),
                step.primitive,
                tuple(args),
                captions.neat(as_text(tree.body if isinstance(tree, ast.IfExp) else tree)),
                tuple(captions.neat(book) for _, _, book in slopes),
            )
        self.output = by_node[id(output)]
        self._computed = [v for v in by_node.values() if v.layer]
        needed = {self.output}
        for v in reversed(self._computed):
            needed.update(v.parents if v in needed else ())
        self.steps = tuple(v for v in self._computed if v in needed)
        for v in self.steps:
            for parent in dict.fromkeys(v.parents):
                parent.children.append(v)
        self._vertices = {v.name: v for v in (*self.inputs, *self.steps)}
        unnamed: dict[str, ast.expr] = {}
        for v in self._computed:
            if v not in needed:
                unnamed[v.name] = write(v.operation, unnamed, over_math=False)
        self.conditions = tuple(
            captions.neat(as_text(write(condition, unnamed, over_math=False)))
            for condition in listing.conditions
        )
        self._guards = [
            (function, [by_node.get(id(x), x) for x in items], answer)
            for function, items, answer in guards
        ]

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
        if len(inputs) != len(self.inputs):
            names = ", ".join(v.name for v in self.inputs)
            raise TracingError(f"this graph takes {len(self.inputs)} numbers: {names}.")
        found: dict[str, Any] = {
            v.name: np.float64(x) for v, x in zip(self.inputs, inputs, strict=True)
        }
        with np.errstate(all="ignore"):
            for v in self._computed:
                found[v.name] = v.primitive(*_numbers(v.args, found))
            for function, items, answer in self._guards:
                if function(*_numbers(items, found)) != answer:
                    more = " and more" * (len(self.conditions) > 3)
                    raise TracingError(
                        f"this graph holds for {' and '.join(self.conditions[:3])}{more} only: "
                        "make another one at these inputs, graph(g, ...)."
                    )
        return {name: found[name] for name in self._vertices}

    def slopes(self, values: dict[str, float]) -> dict[str, tuple[float, ...]]:
        """Return the local partial derivatives of every step, one for each of its parents."""
        with np.errstate(all="ignore"):
            return {v.name: _slopes(v, values) for v in self.steps}

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
        slopes, n = self.slopes(values), len(self.inputs)
        if seed is not None and np.shape(seed) != (n,):
            raise TracingError(f"a seed has one number for each input: here it takes {n}.")
        units: Any = seed if seed is not None else [1.0] if n == 1 else np.eye(n)
        by = "t" if seed is not None else self.inputs[0].name if n == 1 else ""
        tangents: dict[str, Any] = {
            v.name: x * np.float64(1) for v, x in zip(self.inputs, units, strict=True)
        }
        steps = []
        for v in self:
            if v.layer:
                with np.errstate(all="ignore"):
                    terms = [
                        v.primitive.scale(tangents[parent.name], slope)
                        for slope, parent in zip(slopes[v.name], v.parents, strict=True)
                    ]
                    tangents[v.name] = sum(terms[1:], terms[0])
            steps.append(captions.value(v, values))
            steps.append(captions.tangent(v, slopes.get(v.name, ()), tangents, by))
        return steps

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
        slopes = self.slopes(self.values(*inputs))
        adjoints: dict[str, float] = {self.output.name: np.float64(1.0)}
        steps = [captions.seed(self.output)]
        for v in reversed(self.steps):
            for slope, text, parent in zip(slopes[v.name], v.partials, v.parents, strict=True):
                held = adjoints.get(parent.name)
                with np.errstate(all="ignore"):
                    product = v.primitive.scale(adjoints[v.name], slope)
                    adjoints[parent.name] = product if held is None else held + product
                steps.append(
                    captions.adjoint(v, parent, text, slope, product, held, adjoints, self.output)
                )
        return steps

    def gradient(self, *inputs: float) -> tuple[float, ...]:
        """Return the derivative of the output by each input, by the reverse sweep."""
        found = {step.parents[0]: step.value for step in self.reverse(*inputs) if step.child}
        found.setdefault(self.output.name, 1.0)
        return tuple(float(found.get(v.name, 0.0)) for v in self.inputs)

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
                "operation": re.sub(
                    captions.NAME, lambda m: places.get(m[0], m[0]), v.operation or v.name
                ),
                "value": values[v.name],
                "tangent": tangents[v.name],
                "adjoint": adjoints.get(v.name, 0.0),
            }
            for v in self
        ]


def graph(g: Callable, *inputs: Any) -> Graph:
    """Return the computation graph of `g`, run once at `inputs` (Section B.5).

    Inputs are numbers and vectors; the entries of a vector w are the inputs w1, w2, ...  Steps are
    named a, b, c, ... by layer, as in Eq. B.24, or v1, v2, ... if there are more than twenty.

    Raises `TracingError` if `g` does not return one number, cannot be differentiated as it is
    written, or cannot be taken apart into steps on single numbers.

    >>> import numpy as np
    >>> G = graph(lambda w: np.tanh(w) * np.cos(w) + np.log(w), 1.5)
    >>> G
    inputs w
    a = tanh w
    b = cos w
    c = log w
    d = multiply a b
    e = add c d
    output e
    >>> for step in G.reverse(1.5)[:3]:
    ...     print(step.sentence)
    The sweep begins at the end: the derivative of e by itself is 1.
    From e back to c: the derivative of c + d by c is 1. So c gets 1 × 1 = 1.
    From e back to d: the derivative of c + d by d is 1. So d gets 1 × 1 = 1.
    """
    trace, (title, leaves), output = recorded(g, inputs, "graph")
    if not isinstance(output, Node):
        raise TracingError("the function does not depend on its inputs: there is no graph to draw.")
    listing = Listing(title, leaves, trace.nodes, output, trace.guards)
    return Graph(listing, output, trace.guards)


def _numbers(items: Sequence, values: dict[str, float]) -> list:
    return [values[x.name] if isinstance(x, Vertex) else x for x in items]


def _slopes(v: Vertex, values: dict[str, float]) -> tuple[float, ...]:
    y, args = values[v.name], _numbers(v.args, values)
    return tuple(
        np.float64(partial(y, *args))
        for a, partial in zip(v.args, v.primitive.partials, strict=True)
        if isinstance(a, Vertex)
    )
