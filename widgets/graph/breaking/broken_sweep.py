"""The backward sweep over a small graph, right and with one mistake in it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

import adlite
from adlite.graphs import Graph, Vertex

from ...functions import by_autograd
from ...live import InputError

MOST, INPUTS = 12, 3  # nodes and inputs for which there is room
MISTAKES = {
    "none": "In the right order and with +=",
    "= instead of +=": "Without +=",
    "from the inputs on": "In the order of the values, inputs first,",
    "nearest to the output first": "Layer by layer from the output",
    "one path after the other": "Following one path to its end before the next",
    "inputs not cleared": "After a second sweep that adds to what the inputs held",
    "nothing cleared": "After a second sweep that adds to what all nodes held",
}
_SWEPT_TWICE = ("inputs not cleared", "nothing cleared")
Arrow = tuple[Vertex, int]
"""A child, and which of its parents, counted from 0."""


class Move(NamedTuple):
    """One move of a sweep: along which arrow, what it gave, and the adjoints after it.

    The first move of a sweep has no arrow: it gives 1 to the output.
    """

    arrow: Arrow | None
    gift: float
    adjoints: dict[str, float]


class WrongAdjoint(NamedTuple):
    """The first adjoint that was wrong: when it was used, what it held then, and the right one."""

    move: int
    vertex: Vertex
    held: float
    right: float


@dataclass
class Sweep:
    """A backward sweep as it went: what each move did, and the first adjoint that was wrong.

    `blame` says of each arrow that led to the wrong one what became of its contribution.
    """

    moves: list[Move] = field(default_factory=list)
    wrong: WrongAdjoint | None = None
    blame: dict[Arrow, str] = field(default_factory=dict)


class SweptFunction:
    """A function's graph, its right adjoints, autograd's, and the sweep with each mistake."""

    def __init__(self, f: Callable[..., Any], w0: float | Sequence[float]):
        self.g = f
        count = len(getattr(f, "inputs", np.atleast_1d(w0)))
        if np.size(w0) not in (1, count):
            raise InputError(f"w0 must be one number, or {count}, one for each input; got {w0!r}.")
        self.at = [float(w) for w in np.broadcast_to(w0, count)]
        try:
            self.graph = adlite.graph(f, *self.at)
        except adlite.TracingError as error:
            raise InputError(str(error)) from None
        except Exception as error:  # whatever a reader's function raises
            raise InputError(f"g cannot be worked out at w0: {error}") from None
        if len(self.graph) > MOST or len(self.graph.inputs) > INPUTS or not self.graph.steps:
            raise InputError(
                f"this picture has room for {MOST} nodes, of which {INPUTS} are inputs; "
                f"g has {len(self.graph)}: take a shorter formula."
            )
        self.slopes = self.graph.slopes(self.graph.values(*self.at))
        self.right = dict.fromkeys((v.name for v in self.graph), 0.0)
        self.right |= {s.parents[0]: float(s.value) for s in self.graph.reverse(*self.at)}
        if not np.isfinite(list(self.right.values())).all():
            raise InputError("g has no finite derivative there: choose another w0.")
        self.autograd = [by_autograd(f, i)(*self.at) for i in range(count)]
        self.sweeps = {mistake: swept(self, mistake) for mistake in MISTAKES}


def swept(case: SweptFunction, mistake: str) -> Sweep:
    """Sweep a graph backward with a mistake, and watch for the first adjoint that is wrong."""
    graph, right, sweep = case.graph, case.right, Sweep()
    adjoints: dict[str, float] = {}
    given: dict[Arrow, float] = {}

    def watch(v: Vertex) -> None:
        held = adjoints.get(v.name, 0.0)
        if sweep.wrong or np.isclose(held, right[v.name], rtol=1e-9, atol=1e-12):
            return
        sweep.wrong = WrongAdjoint(len(sweep.moves), v, held, right[v.name])
        for child in dict.fromkeys(v.children):
            for i, parent in enumerate(child.parents):
                due = right[child.name] * case.slopes[child.name][i]
                got = given.get((child, i), 0.0)
                if parent is v and not np.isclose(got, due):
                    over = "lost" if mistake == "= instead of +=" else "too late"
                    sweep.blame[child, i] = over if got == 0 else "counted twice"

    for _ in range(2 if mistake in _SWEPT_TWICE else 1):
        if mistake != "nothing cleared":
            adjoints = {v.name: adjoints[v.name] for v in graph.inputs if v.name in adjoints}
            given = {arrow: x for arrow, x in given.items() if not arrow[0].parents[arrow[1]].layer}
        adjoints[graph.output.name] = 1.0
        sweep.moves.append(Move(None, 1.0, dict(adjoints)))
        used = set()
        for v, i in _order(graph, mistake):
            if v not in used:
                watch(v)
            used.add(v)
            p, gift = v.parents[i], adjoints.get(v.name, 0.0) * case.slopes[v.name][i]
            if mistake == "= instead of +=":
                given = {a: x for a, x in given.items() if a[0].parents[a[1]] is not p}
                adjoints[p.name] = 0.0
            adjoints[p.name] = adjoints.get(p.name, 0.0) + gift
            given[v, i] = given.get((v, i), 0.0) + gift
            sweep.moves.append(Move((v, i), gift, dict(adjoints)))
    # Inputs are used when the sweep is over.
    for v in graph.inputs:
        watch(v)
    return sweep


def _order(graph: Graph, mistake: str) -> Iterator[Arrow]:
    """Yield the arrows, (child, its parent's number), in the order of the sweep."""
    if mistake == "one path after the other":
        yield from _path(graph.output, set())
        return
    order = list(reversed(graph.steps))
    if mistake == "from the inputs on":
        order.reverse()
    if mistake == "nearest to the output first":
        order = [graph.output]
        for v in order:
            order += [p for p in dict.fromkeys(v.parents) if p.layer and p not in order]
    for v in order:
        for i in range(len(v.parents)):
            yield v, i


def _path(v: Vertex, seen: set[Vertex]) -> Iterator[Arrow]:
    seen.add(v)
    for i, parent in enumerate(v.parents):
        yield v, i
        if parent not in seen:
            yield from _path(parent, seen)
