"""What common slips make of a graph's numbers: wrong adjoints and wrong values, node by node.

At a node all that it needs is taken as right, and one step from there to its number goes amiss. So
a number is known again at the first node of a sweep that is not right. Those of a backward sweep
are the mistakes that the explorer `BreakBackprop` lets one make, and a few more.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adlite.graphs import Vertex

from ..live import listed
from .swept import SweptGraph, written

_ANGLES = ("sin", "cos", "tan")
_IN_ORDER = ("subtract", "divide", "power")


@dataclass(frozen=True)
class Slip:
    """A number that a slip makes of a node's; `words` name what its sentence speaks of."""

    node: str
    code: str
    value: float
    words: dict[str, str] = field(default_factory=dict)


def slips(swept: SweptGraph, numbers: str) -> list[Slip]:
    """Return the slips of a sweep for "adjoints" or "values", at each node the likeliest first.

    >>> from widgets.practice.swept import sweep
    >>> found = slips(sweep("p1", "sin(w)*w", 1.5), "adjoints")
    >>> [(s.code, round(s.value, 4)) for s in found if s.node == "w"][:3]
    [('OVERWRITE', 0.1061), ('ONE-EDGE', 0.9975), ('LOCAL-ONLY', 1.0682)]
    """
    made = {"adjoints": _of_adjoint, "values": _of_value}[numbers]
    return [
        Slip(v.name, code, float(value), words(swept, v) | more)
        for v in swept.graph
        for code, value, more in made(swept, v)
        if math.isfinite(value)
    ]


def words(swept: SweptGraph, v: Vertex) -> dict[str, str]:
    """Return what sentences about a node speak of."""
    arrows = swept.arrows(v)
    return {
        "node": v.name,
        "output": swept.graph.output.name,
        "input": _names(swept.graph.inputs),
        "children": _names(v.children),
        "parents": _names(v.parents),
        "operation": written(v.operation),
        "count": str(len(arrows)),
    }


def _names(vertices: Iterable[Vertex]) -> str:
    names = dict.fromkeys(v.name for v in vertices)
    return listed(names) if names else ""


Found = Iterator[tuple[str, float, dict[str, str]]]


def _of_adjoint(swept: SweptGraph, v: Vertex) -> Found:
    arrows, value = swept.arrows(v), swept.values[v.name]
    shares = [arrow.share for arrow in arrows]
    if v is swept.graph.output:
        # Where the sweep begins nothing can be lost: whatever else is given, the beginning is.
        found = [swept.adjoints[u.name] for u in swept.graph.inputs]
        yield from (("SEED", x, {}) for x in (0.0, value, *found))
        return
    if not arrows:
        return
    if len(arrows) > 1:
        yield "OVERWRITE", shares[-1], {"child": arrows[-1].child}
        for arrow in arrows[:-1]:
            yield "ONE-EDGE", arrow.share, {"child": arrow.child}
    if len(arrows) > 2:
        for arrow in arrows:
            yield "LOST-SHARE", sum(shares) - arrow.share, {"child": arrow.child}
    yield "LOCAL-ONLY", sum(arrow.slope for arrow in arrows), {}
    yield "NOTHING-YET", 0.0, {}
    for child in dict.fromkeys(v.children):
        # The child passes on what one of its arrows has brought, and the others come too late.
        ways = swept.arrows(child)
        for way in ways if len(ways) > 1 else ():
            slope = sum(arrow.slope for arrow in arrows if arrow.child == child.name)
            late = slope * (swept.adjoints[child.name] - way.share)
            yield "EARLY", sum(shares) - late, {"child": child.name}
    yield "VALUE", value, {}
    yield "VALUE-SLOPE", sum(arrow.adjoint * arrow.value for arrow in arrows), {}
    yield "CHAIN-ADDED", sum(arrow.adjoint + arrow.slope for arrow in arrows), {}
    if v.layer and len(swept.at) == 1:
        yield "TANGENT", _tangent(swept, v), {}
    yield "NOT-CLEARED", 2 * sum(shares), {}
    yield from _of_any(sum(shares))


def _tangent(swept: SweptGraph, v: Vertex) -> float:
    """Return how fast a node moves with the one input."""
    steps = swept.graph.forward(*swept.at)
    return next(float(s.value) for s in steps if (s.kind, s.child) == ("tangent", v.name))


def _of_value(swept: SweptGraph, v: Vertex) -> Found:
    if not v.layer:
        return
    name, values = v.primitive.name, swept.values
    args = [values[a.name] if isinstance(a, Vertex) else float(a) for a in v.args]

    def made(*items: Any) -> float:
        with np.errstate(all="ignore"):
            return float(v.primitive(*map(np.float64, items)))

    if len({*v.parents}) == 1:
        yield "COPIED", values[v.parents[0].name], {}
    if len(args) == 1:
        for u in swept.graph.inputs:
            yield "AT-INPUT", made(values[u.name]), {"input": u.name}
        if name in _ANGLES:
            yield "DEGREES", made(math.radians(args[0])), {}
        if name == "log":
            yield "LOG10", made(*args) / math.log(10), {}
    if len(v.parents) == 1:
        yield "SLOPE", swept.slopes[v.name][0], {}
    if len(args) == 2:
        yield from _of_two(name, args[0], args[1])
        if name in _IN_ORDER:
            yield "SWAPPED", made(*args[::-1]), {}
    yield from _of_any(values[v.name])


def _of_two(name: str, a: float, b: float) -> Found:
    if name == "power":
        yield "POWER-TIMES", a * b, {}
    if name == "multiply":
        yield "ADDED", a + b, {}
    if name == "add":
        yield "MULTIPLIED", a * b, {}


def _of_any(truth: float) -> Found:
    yield "SIGN", -truth, {}
    yield "DOUBLE", 2 * truth, {}
    yield "HALF", truth / 2, {}
