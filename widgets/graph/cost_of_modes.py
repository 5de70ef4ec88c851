"""What either mode costs on a graph: multiplications, and numbers kept at the same time."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..functions import Tape


@dataclass(frozen=True)
class Cost:
    """Multiplications, and numbers kept at the same time, of either mode."""

    forward: int
    reverse: int
    kept_forward: int
    kept_reverse: int


@lru_cache(maxsize=1024)
def _backward(tape: Tape, output: int) -> tuple[int, int]:
    """Sweep backward from one output; return the multiplications and the most adjoints held."""
    held, products, most = {tape.outputs[output]}, 0, 1
    for v in sorted(_cone(tape, tape.outputs[output : output + 1]), reverse=True):
        products += len(tape.arrows[v])
        held |= {parent for parent, _ in tape.arrows[v]}
        most = max(most, len(held))
        if v >= tape.inputs:
            held.discard(v)
    return products, most


@lru_cache(maxsize=1024)
def cost_of(tape: Tape, outputs: int) -> Cost:
    """Sweep over a graph in both modes for some of its outputs, and count.

    >>> from widgets.graph.mode_cost import network_taken_apart
    >>> cost_of(network_taken_apart().tape(8), 1)
    Cost(forward=2576, reverse=322, kept_forward=26, kept_reverse=335)
    """
    nodes = sorted(_cone(tape, tape.outputs[:outputs]))
    arrows = sum(len(tape.arrows[v]) for v in nodes)
    products, adjoints = zip(*(_backward(tape, j) for j in range(outputs)), strict=True)
    # Forward mode keeps a value and a derivative, reverse mode a partial at each arrow.
    kept = 2 * _alive(tape, nodes), arrows + max(adjoints)
    return Cost(tape.inputs * arrows, sum(products), *kept)


def _cone(tape: Tape, ends: Iterable[int]) -> set[int]:
    """Return the nodes from which an output can be reached."""
    found, ahead = set(ends), list(ends)
    while ahead:
        new = [p for p, _ in tape.arrows[ahead.pop()] if p not in found]
        found.update(new)
        ahead += new
    return found


def _alive(tape: Tape, nodes: list[int]) -> int:
    """Return how many nodes are held at most, if each is let go after its last child."""
    last = {p: v for v in nodes for p, _ in tape.arrows[v]}
    held, most = set(range(tape.inputs)), tape.inputs
    for v in nodes:
        held.add(v)
        most = max(most, len(held))
        # An output is handed over when it is made.
        held -= {p for p, _ in tape.arrows[v] if last[p] == v} | (set() if v in last else {v})
    return most
