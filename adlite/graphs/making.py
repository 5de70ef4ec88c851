"""From a function to its computation graph: of single numbers, or of whole arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..core import Node, TracingError
from ..programs import Listing, recorded
from .blocks import NO_GRAPH, block_graph
from .graph import Graph
from .vertices import vertices_of


def graph(g: Callable[..., Any], *inputs: Any, blocks: bool = False) -> Graph:
    """Return the computation graph of `g`, run once at `inputs` (Section B.5).

    Inputs are numbers and vectors; the entries of a vector w are the inputs w1, w2, ...  Steps are
    named a, b, c, ... by layer, as in Eq. B.24, or v1, v2, ... if there are more than twenty.

    With `blocks`, inputs are arrays of any shape, and every vertex is a whole array: an input, or
    what one call of NumPy made.

    Raises `TracingError` if `g` does not return one number, cannot be differentiated as it is
    written, or (but for `blocks`) cannot be taken apart into steps on single numbers.

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
    >>> G.unrolled()["e"]
    e = log(w) + tanh(w) * cos(w)
    >>> graph(lambda w: np.sum(np.tanh(w)), np.ones(3), blocks=True)
    inputs w:(3,)
    a:(3,) = tanh w
    b:() = sum a
    output b
    """
    if blocks:
        return block_graph(g, inputs)
    trace, (title, leaves), output = recorded(g, inputs, "graph", instead="pass blocks=True.")
    if not isinstance(output, Node):
        raise TracingError(NO_GRAPH)
    listing = Listing(title, leaves, trace.nodes, output, trace.guards)
    return Graph(vertices_of(listing, output, trace.guards))
