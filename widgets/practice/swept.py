"""A computation graph at a place, with its adjoints, and those who confirm each of them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import adlite
from adlite.graphs import Graph, Vertex

from ..live import InputError, say

MOST, INPUTS = 12, 3  # nodes, and inputs among them, that a reader fills in without losing heart


@dataclass(frozen=True)
class Arrow:
    """An arrow from a node to a child: its slope, and what the child has."""

    child: str
    slope: float
    value: float
    adjoint: float

    @property
    def share(self) -> float:
        """What the child sends back along the arrow."""
        return self.slope * self.adjoint


@dataclass(frozen=True)
class SweptGraph:
    """A graph at `at`, swept forward and backward; numbers are found by a node's name."""

    graph: Graph
    at: tuple[float, ...]
    values: dict[str, float]
    slopes: dict[str, tuple[float, ...]]
    adjoints: dict[str, float]

    @property
    def formula(self) -> str:
        """What is computed, in the inputs that the graph names."""
        return written(self.graph.unrolled().output.operation)

    def arrows(self, v: Vertex) -> list[Arrow]:
        """The arrows that lead on from a node, in the order in which a backward sweep walks them.

        >>> s = sweep("p1", "sin(w)*w", 1.5)
        >>> [(arrow.child, round(arrow.share, 4)) for arrow in s.arrows(s.graph["w"])]
        [('b', 0.9975), ('a', 0.1061)]
        """
        return [
            Arrow(u.name, self.slopes[u.name][k], self.values[u.name], self.adjoints[u.name])
            for u in reversed(self.graph.steps)
            for k, parent in enumerate(u.parents)
            if parent is v
        ]


def written(operation: str) -> str:
    """Return an operation as a reader writes it.

    >>> written("2 * a**3")
    '2·a^3'
    """
    return operation.replace("**", "^").replace(" * ", "·").replace("-", "−")


def sweep(where: str, g: Callable[..., Any] | str, w0: float | Sequence[float]) -> SweptGraph:
    """Return the graph of a formula or a function at a place, with numbers that are confirmed.

    Raises:
        InputError: there is no such graph or derivative, the graph is too large, autograd or a
            difference quotient says otherwise, or four digits of each value are too few.

    >>> sweep("p1", "sin(w)*w", 1.5).adjoints["a"]
    1.5
    >>> sweep("p1", "abs(w)*w + abs(w)", 0)
    Traceback (most recent call last):
    widgets.live.numbers.InputError: p1: abs(w) + w·abs(w) has no derivative by w at w = 0.

    """
    try:
        f: Any = adlite.parse(g) if isinstance(g, str) else g
    except adlite.FormulaError as error:
        raise InputError(f"{where}: {error}") from None
    try:
        count = len(getattr(f, "inputs", np.atleast_1d(w0)))
        at = tuple(float(w) for w in np.broadcast_to(w0, count))
    except (TypeError, ValueError):
        raise InputError(f"{where}: at is one number, or one for each input; got {w0!r}.") from None
    try:
        graph = adlite.graph(f, *at)
    except Exception as error:  # whatever an author's function raises
        raise InputError(f"{where}: {error}") from None
    if len(graph) > MOST or len(graph.inputs) > INPUTS or not graph.steps:
        raise InputError(
            f"{where}: a reader fills in 2 to {MOST} nodes, of which {INPUTS} at most are inputs; "
            f"this graph has {len(graph)}, with {len(graph.inputs)} inputs."
        )
    values = {name: float(value) for name, value in graph.values(*at).items()}
    adjoints = dict.fromkeys(values, 0.0)
    adjoints |= {step.parents[0]: float(step.value) for step in graph.reverse(*at)}
    slopes = {name: tuple(map(float, s)) for name, s in graph.slopes(values).items()}
    found = SweptGraph(graph, at, values, slopes, adjoints)
    _confirm(where, found, f)
    _confirm_rounded(where, found)
    return found


def _behind(swept: SweptGraph, name: str) -> Callable[[Any], Any]:
    """Return the output as a function of one node's value, worked out by NumPy."""
    values, output = swept.values, swept.graph.output.name
    steps = [v for v in swept.graph.steps if v.name != name]

    def from_here_on(x: Any) -> Any:
        found = {**values, name: x}
        for v in steps:
            items = [found[a.name] if isinstance(a, Vertex) else a for a in v.args]
            found[v.name] = getattr(np, v.primitive.name)(*items)
        return found[output]

    return from_here_on


def _by_input(swept: SweptGraph, i: int, f: Callable[..., Any]) -> Callable[[Any], Any]:
    """Return the function itself, of one input: so no mistake of the graph can hide."""
    before, after = swept.at[:i], swept.at[i + 1 :]

    def of_one(x: Any) -> Any:
        return f(*before, x, *after)

    return of_one


def _confirm(where: str, swept: SweptGraph, f: Callable[..., Any]) -> None:
    """Ask autograd, a difference quotient and both sides of the place for each node's adjoint."""
    inputs = swept.graph.inputs
    after = {v.name: _by_input(swept, i, f) for i, v in enumerate(inputs)}
    after |= {v.name: _behind(swept, v.name) for v in swept.graph.steps[:-1]}
    for name, output_by in after.items():
        x, adjoint = np.float64(swept.values[name]), swept.adjoints[name]
        try:
            check, sides = adlite.check(output_by, x), adlite.one_sided(output_by, x)
            output = float(output_by(x))
        except Exception as error:  # whatever a function makes of other numbers
            raise InputError(f"{where}: the adjoint of {name} is not confirmed: {error}") from None
        if sides.differentiable is False or not math.isfinite(adjoint):
            places = ", ".join(
                f"{v.name} = {say(w)}" for v, w in zip(inputs, swept.at, strict=True)
            )
            raise InputError(f"{where}: {swept.formula} has no derivative by {name} at {places}.")
        slope = check.rows[0].slopes["reverse"]
        agreed = check.agrees and "autograd" in check.methods and sides.differentiable
        same = _close(slope, adjoint) and _close(output, swept.values[swept.graph.output.name])
        if not (agreed and same):
            raise InputError(
                f"{where}: autograd and a difference quotient do not confirm the adjoint of "
                f"{name}, {say(adjoint)}: take another place, or other functions."
            )


def _close(x: float, y: float) -> bool:
    return math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-9)


def _confirm_rounded(where: str, swept: SweptGraph) -> None:
    """Refuse a graph that cannot be worked out from the four digits that a reader sees."""
    seen = {name: _four_digits(value) for name, value in swept.values.items()}
    slopes = swept.graph.slopes(seen)
    found = dict.fromkeys(seen, 0.0) | {swept.graph.output.name: 1.0}
    for v in reversed(swept.graph.steps):
        for slope, parent in zip(slopes[v.name], v.parents, strict=True):
            found[parent.name] += float(slope) * _four_digits(found[v.name])
    for name, adjoint in swept.adjoints.items():
        if not math.isclose(found[name], adjoint, rel_tol=0.01 / 2, abs_tol=1e-6):
            raise InputError(
                f"{where}: worked out from four digits of each value, the adjoint of {name} "
                f"becomes {say(found[name])}, not {say(adjoint)}: take another place."
            )


def _four_digits(x: float) -> float:
    return float(f"{x:.3e}")
