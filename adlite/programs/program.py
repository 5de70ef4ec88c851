"""The code that backpropagation writes: value and gradient as straight-line Python.

A function is run once, and its steps are noted.  Printed forwards they give the value, and
backwards, by the rules' book strings, the gradient.  A question about values, such as w > 1, is
printed as a guard: where its answer changes, so would the steps.

Steps are taken on single numbers, over `math`, or on whole arrays, over NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..core import TracingError, as_leaf, value_and_grad
from .array_listing import ArrayListing
from .listing import Listing, number
from .recording import check_inputs, recorded
from .watching import watched

_FEW = 10


def program(g: Callable[..., Any], *inputs: Any, blocks: bool | None = None) -> Any:
    """Return value and gradient of `g` as a compiled function, with its Python text in `.source`.

    `g` is run once at `inputs`, numbers or arrays; it must return a single number.  The result
    takes inputs of the same shapes and returns `(value, gradient)`: the gradient is a float for a
    number, an array for an array, a tuple for several inputs.  It is Section B.7 written out, many
    times faster than tracing, and runs `g` no more.

    With `blocks=False` all is taken apart into steps on single numbers, as by `graph(g, ...)`; with
    `blocks=True` every step is one call of NumPy on whole arrays, as by `graph(..., blocks=True)`.
    If nothing is chosen, inputs of at most ten numbers in all, none of them a matrix, are taken
    apart if they can be, and everything else stays whole.

    Where `g` asks about values (`if w > 1`), the text holds for the answers given at `inputs`.
    Where they differ, for inputs of other shapes, and where the result is not finite, the compiled
    function calls `value_and_grad` instead: slower, and right.  Arrays that `g` uses are copied:
    the program does not see what they are changed to later.

    Raises `TracingError` if `g` cannot be differentiated as it is written, computes with complex
    numbers, needs more than 10,000 steps, or cannot be taken apart as `blocks=False` asks.

    >>> import numpy as np
    >>> p = program(lambda w: w * np.tanh(w), 1.5)
    >>> print("value {:.6f}, derivative {:.6f}".format(*p(1.5)))
    value 1.357722, derivative 1.176208
    >>> print(p.source[p.source.index("    a =") :])
        a = tanh(w)
        b = w * a
        # backward sweep
        w_bar = a                     # from b = w * a: derivative a (Table B.2)
        a_bar = w                     # from b = w * a: derivative w (Table B.2)
        w_bar += a_bar * (1 - a * a)  # from a = tanh(w): derivative 1 - tanh(w)**2 (Table B.1)
        return b, w_bar
    <BLANKLINE>
    >>> p = program(lambda w: np.sum(np.tanh(w)), np.ones(100))
    >>> print(p.source[p.source.index("    a =") :])
        a = np.tanh(w)
        b = a.sum()
        # backward sweep
        a_bar = 1.0                 # from b = a.sum(): each entry that was added up gets all of it
        w_bar = a_bar * (1 - a**2)  # from a = np.tanh(w): derivative 1 - tanh(w)**2 (Table B.1)
        return float(b), w_bar
    <BLANKLINE>
    """
    check_inputs(g, inputs, "program")
    listing = _listing(g, inputs, blocks)
    argnum = tuple(range(len(inputs))) if len(inputs) > 1 else 0

    def otherwise(*inputs: Any) -> tuple[Any, Any]:
        with np.errstate(all="ignore"):
            value, slopes = value_and_grad(g, argnum)(*inputs)
        return value.item(), tuple(map(_plain, slopes)) if argnum else _plain(slopes)

    source = listing.source()
    space: dict[str, Any] = {**listing.given(), "_otherwise": otherwise, "_number": number}
    exec(source, space)
    exec(listing.guarded(), space)
    compiled: Any = space[listing.title]
    if isinstance(listing, ArrayListing):
        # NumPy would warn of what is then computed by tracing.
        compiled = np.errstate(all="ignore")(compiled)
    compiled.source, compiled.lines = source, tuple(listing.printed())
    compiled.__doc__ = f"Value and gradient of {listing.title}; the text is in .source."
    return compiled


def _listing(
    g: Callable[..., Any], inputs: tuple[Any, ...], blocks: bool | None
) -> Listing | ArrayListing:
    shapes = [as_leaf(x, copy=False).shape for x in inputs]
    few = sum(map(math.prod, shapes)) <= _FEW and all(len(shape) < 2 for shape in shapes)
    if blocks is False or (blocks is None and few):
        try:
            trace, (title, leaves), output = recorded(g, inputs, "program")
            return Listing(title, leaves, trace.nodes, output, trace.guards)
        except TracingError:
            if blocks is False:
                raise
    return ArrayListing(g, watched(g, inputs))


def _plain(x: Any) -> Any:
    return x if x.shape else x.item()
