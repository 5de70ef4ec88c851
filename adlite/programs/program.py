"""The code that backpropagation writes: value and gradient as straight-line Python over `math`.

A function is run once, and every step on single numbers is noted; arrays are only bundles of
numbers here, so NumPy itself takes sums and products apart.  Printed forwards the steps give the
value, and backwards, by the rules' book strings, the gradient.  A question about values, such as
w > 1, is printed as a guard: where its answer changes, so would the steps.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays.structure import stack
from ..core.operators import value_and_grad
from ..core.primitives import Elementwise, Primitive, Traced, TracingError, as_leaf
from ..core.reverse import ArrayNode, Node, ReverseTrace, run
from .expressions import RESERVED, TEXTS
from .listing import Listing, number

LIMIT = 10_000
_INSTEAD = "use value_and_grad."


class ProgramTrace(ReverseTrace):
    """Notes every step on single numbers, and every question that was asked about them."""

    __slots__ = ("guards", "nodes")

    def __init__(self) -> None:
        super().__init__()
        self.guards: list[tuple[Callable, tuple, Any]] = []
        self.nodes: list[Node] = []

    def note(self, value: Any, *step: Any) -> Node:
        """Add a step to the tape, if it can be printed and there are not too many."""
        if len(self.tape) >= LIMIT or value.dtype.kind == "c":
            raise TracingError(
                f"a program has at most {LIMIT:,} steps on single real numbers, and this one has "
                f"{'complex ones' if value.dtype.kind == 'c' else 'more'}: {_INSTEAD}"
            )
        node = super().note(value, *step)
        node.args = ()
        self.nodes.append(node)
        return node

    def process(self, primitive: Primitive, args: tuple, kwargs: dict) -> Any:
        """Note one step, or one for each number if there are arrays."""
        objects = [self._numbers(a) for a in args]
        if isinstance(primitive, Elementwise):
            if not any(o.shape for o in objects):
                node = super().process(primitive, args, kwargs)
                node.primitive, node.args = primitive, args
                return node
            function: Callable = np.frompyfunc(primitive, len(args), 1)
        else:
            function = _put_together if primitive is stack else primitive.fun
        return self.bundle(_by_numpy(function, repr(primitive), objects, kwargs))

    def decide(self, function: Callable, args: tuple, kwargs: dict) -> Any:
        """Answer a question, and note the answer as a guard, number by number."""
        answer = super().decide(function, args, kwargs)
        objects = [self._numbers(a) for a in args]
        if function in TEXTS and not kwargs and not (function is np.round and any(args[1:])):
            for items, each in zip(np.broadcast(*objects), np.ravel(answer), strict=True):
                self.guards.append((function, items, each.item()))
        else:
            # NumPy comes down to questions about single numbers, which are then guarded.
            _by_numpy(function, function.__name__, objects, kwargs)
        return answer

    def bundle(self, numbers: Any) -> Any:
        """Make a traced array out of an object array of traced numbers."""
        if np.ndim(numbers) == 0:
            return numbers.item() if isinstance(numbers, np.ndarray) else numbers
        values = [x.value if isinstance(x, Node) else x for x in numbers.flat]
        shaped = np.array(values, dtype=np.float64).reshape(numbers.shape)
        node: Any = ArrayNode()
        node.value, node.trace, node.args = shaped, self, numbers
        return node

    def _numbers(self, x: Any) -> np.ndarray:
        mine = isinstance(x, ArrayNode) and x.trace is self
        return x.args if mine else np.asarray(x, dtype=object)


def _put_together(*numbers: Any) -> np.ndarray:
    return np.array(numbers, dtype=object)


def _by_numpy(function: Callable, name: str, objects: list, kwargs: dict) -> Any:
    try:
        return function(*objects, **kwargs)
    except TypeError as error:
        raise TracingError(
            f"a program cannot take {name} apart into steps on single numbers: write it with "
            f"simpler functions, or {_INSTEAD}"
        ) from error


def recorded(g: Callable, inputs: tuple, name: str) -> tuple[ProgramTrace, tuple, Any]:
    """Run `g` once; return the trace, the name of `g` with its inputs by name, and the output."""
    if not callable(g) or not inputs:
        raise TracingError(
            f"{name} needs a function and the inputs at which to run it: write {name}(g, 1.5)."
        )
    trace = ProgramTrace()
    try:
        leaves = [_leaf(trace, x) for x in inputs]
        with np.errstate(all="ignore"):
            output = trace._numbers(run(g, leaves))
    finally:
        trace.close()
    if output.size != 1:
        raise TracingError(
            f"{name} needs a function that returns one number, and this one returned an array "
            f"of shape {output.shape}: sum it, or take one entry."
        )
    return trace, _names(g, leaves), output.item()


def program(g: Callable, *inputs: Any) -> Callable:
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
    compiled = space[listing.title]
    compiled.source = source
    compiled.__doc__ = f"Value and gradient of {listing.title}; the text is in .source."
    return compiled


def _plain(x: Any) -> Any:
    return x if x.shape else x.item()


def _leaf(trace: ProgramTrace, x: Any) -> Any:
    x = as_leaf(x)
    if isinstance(x, Traced) or x.ndim > 1:
        raise TracingError(
            f"program takes plain numbers and vectors, not {type(x).__name__} of shape {x.shape}: "
            f"give its rows as vectors, or {_INSTEAD}"
        )
    return trace.bundle(_put_together(*map(trace.note, x))) if x.ndim else trace.note(x)


def _names(g: Callable, leaves: list) -> tuple[str, dict[str, Any]]:
    """Return the name of `g`, and its inputs as it names them, or as w, or as w1, w2, ..."""
    try:
        known = list(inspect.signature(g).parameters.values())[: len(leaves)]
    except (TypeError, ValueError):
        known = []
    names = [p.name for p in known if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if len(names) < len(leaves) or any(n in RESERVED or n.endswith("_bar") for n in names):
        names = [f"w{i + 1}" for i in range(len(leaves))] if len(leaves) > 1 else ["w"]
    title = getattr(g, "__name__", "g")
    free = title.isidentifier() and title not in {*RESERVED, *names}
    numbers = [list(x.args) if x.shape else x for x in leaves]
    return title if free else "g", dict(zip(names, numbers, strict=True))
