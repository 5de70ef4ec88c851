"""The code that backpropagation writes: value and gradient as straight-line Python over `math`.

A function is run once, and every step on single numbers is noted; arrays are only bundles of
numbers here, so NumPy itself takes sums and products apart.  Printed forwards the steps give the
value, and backwards, by the rules' book strings, the gradient.  A question about values, such as
w > 1, is printed as a guard: where its answer changes, so would the steps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..core import value_and_grad
from .listing import Listing, number
from .recording import recorded


def program(g: Callable[..., Any], *inputs: Any) -> Any:
    """Return value and gradient of `g` as a compiled function, with its Python text in `.source`.

    `g` is run once at `inputs`, each a number or a vector; it must return a single number.  The
    result takes inputs of the same kinds and returns `(value, gradient)`: the gradient is a float
    for a number, an array for a vector, a tuple for several inputs.  It is Section B.7 written
    out, and for functions of few numbers many times faster than tracing them.

    Where `g` asks about values (`if w > 1`), the text holds for the answers given at `inputs`.
    Where they differ, and where the result is not finite, the compiled function calls
    `value_and_grad` instead: slower, and right.

    Raises `TracingError` if `g` cannot be differentiated as it is written, or cannot be taken
    apart into at most 10,000 steps on single numbers.

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
    """
    trace, names, output = recorded(g, inputs, "program")
    title, leaves = names
    listing = Listing(title, leaves, trace.nodes, output, trace.guards)
    argnum = tuple(range(len(inputs))) if len(inputs) > 1 else 0

    def otherwise(*inputs: Any) -> tuple[Any, Any]:
        with np.errstate(all="ignore"):
            value, slopes = value_and_grad(g, argnum)(*inputs)
        return value.item(), tuple(map(_plain, slopes)) if argnum else _plain(slopes)

    source = listing.source()
    space: dict[str, Any] = {**listing.functions, "_otherwise": otherwise, "_number": number}
    exec(source, space)
    exec(listing.guarded(), space)
    compiled: Any = space[listing.title]
    compiled.source, compiled.lines = source, tuple(listing.printed())
    compiled.__doc__ = f"Value and gradient of {listing.title}; the text is in .source."
    return compiled


def _plain(x: Any) -> Any:
    return x if x.shape else x.item()
