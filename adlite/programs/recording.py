"""One run of a function, noted as steps on single numbers.

Arrays are only bundles of numbers here, so NumPy itself takes sums and products apart.  A question
about values, such as w > 1, is noted as a guard: where its answer changes, so would the steps.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from ..core import (
    ArrayNode,
    Elementwise,
    Node,
    Primitive,
    ReverseTrace,
    Traced,
    TracingError,
    as_leaf,
    run,
    stack,
)
from .expressions import RESERVED, TEXTS

LIMIT = 10_000
INSTEAD = "use value_and_grad."

Guard: TypeAlias = tuple[Callable[..., Any], tuple[Any, ...], Any]
"""A function that was asked about values, its arguments, and its answer."""


class NumberTrace(ReverseTrace):
    """Notes every step on single numbers, and every question that was asked about them.

    `name` is what the steps are noted for, and `instead` what to do where they cannot be noted.
    """

    __slots__ = ("guards", "instead", "name", "nodes")

    def __init__(self, name: str, instead: str) -> None:
        super().__init__()
        self.name, self.instead = name, instead
        self.guards: list[Guard] = []
        self.nodes: list[Node] = []

    def note(self, value: Any, *step: Any) -> Node:
        """Add a step to the tape, if it can be printed and there are not too many."""
        if len(self.tape) >= LIMIT or value.dtype.kind == "c":
            raise TracingError(
                f"a {self.name} has at most {LIMIT:,} steps on single real numbers, and this one "
                f"has {'complex ones' if value.dtype.kind == 'c' else 'more'}: {self.instead}"
            )
        node = super().note(value, *step)
        node.args = ()
        self.nodes.append(node)
        return node

    def process(self, primitive: Primitive, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Note one step, or one for each number if there are arrays."""
        objects = [self.numbers(a) for a in args]
        if isinstance(primitive, Elementwise):
            if not any(o.shape for o in objects):
                node = super().process(primitive, args, kwargs)
                node.primitive, node.args = primitive, args
                return node
            function: Callable[..., Any] = np.frompyfunc(primitive, len(args), 1)
        else:
            function = _put_together if primitive is stack else primitive.fun
        return self.bundle(self._by_numpy(function, repr(primitive), objects, kwargs))

    def decide(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Answer a question, and note the answer as a guard, number by number."""
        answer = super().decide(function, args, kwargs)
        objects = [self.numbers(a) for a in args]
        if function in TEXTS and not kwargs and not (function is np.round and any(args[1:])):
            for items, each in zip(np.broadcast(*objects), np.ravel(answer), strict=True):
                self.guards.append((function, items, each.item()))
        else:
            # NumPy comes down to questions about single numbers, which are then guarded.
            self._by_numpy(function, function.__name__, objects, kwargs)
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

    def numbers(self, x: Any) -> Any:
        """Return the traced numbers of a bundle, or plain ones, as an object array."""
        mine = isinstance(x, ArrayNode) and x.trace is self
        return x.args if mine else np.asarray(x, dtype=object)

    def _by_numpy(
        self, function: Callable[..., Any], name: str, objects: list[Any], kwargs: dict[str, Any]
    ) -> Any:
        try:
            return function(*objects, **kwargs)
        except TypeError as error:
            raise TracingError(
                f"a {self.name} cannot take {name} apart into steps on single numbers: write it "
                f"with simpler functions, or {self.instead}"
            ) from error


def _put_together(*numbers: Any) -> Any:
    return np.array(numbers, dtype=object)


def check_inputs(g: Any, inputs: tuple[Any, ...], name: str) -> None:
    """Say what is missing where `name` was called without a function or without inputs."""
    if not callable(g) or not inputs:
        raise TracingError(
            f"{name} needs a function and the inputs at which to run it: write {name}(g, 1.5)."
        )


def check_output(output: Any, name: str) -> None:
    """Refuse an output of more than one number."""
    if output.size != 1:
        raise TracingError(
            f"{name} needs a function that returns one number, and this one returned an array "
            f"of shape {output.shape}: sum it, or take one entry."
        )


def recorded(
    g: Callable[..., Any], inputs: tuple[Any, ...], name: str, instead: str = INSTEAD
) -> tuple[NumberTrace, tuple[str, dict[str, Any]], Any]:
    """Run `g` once; return the trace, the name of `g` with its inputs by name, and the output.

    Raises `TracingError` in the words of what the steps are noted for: a `name`, and `instead` of
    it what else there is to do.
    """
    check_inputs(g, inputs, name)
    trace = NumberTrace(name, instead)
    try:
        trace.inputs = leaves = [_leaf(trace, x) for x in inputs]
        with np.errstate(all="ignore"):
            output = trace.numbers(run(g, leaves))
    finally:
        trace.close()
    check_output(output, name)
    title, names = named(g, len(leaves))
    numbers = [list(x.args) if x.shape else x for x in leaves]
    return trace, (title, dict(zip(names, numbers, strict=True))), output.item()


def _leaf(trace: NumberTrace, x: Any) -> Any:
    x = as_leaf(x)
    if isinstance(x, Traced) or x.ndim > 1:
        raise TracingError(
            f"{trace.name} takes plain numbers and vectors, not {type(x).__name__} of shape "
            f"{x.shape}: give its rows as vectors, or {trace.instead}"
        )
    return trace.bundle(_put_together(*map(trace.note, x))) if x.ndim else trace.note(x)


def named(g: Callable[..., Any], count: int) -> tuple[str, list[str]]:
    """Return the name of `g`, and its inputs' as it names them, or as w, or as w1, w2, ..."""
    try:
        known = list(inspect.signature(g).parameters.values())[:count]
    except (TypeError, ValueError):
        known = []
    names = [p.name for p in known if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if len(names) < count or any(n in RESERVED or n.endswith("_bar") for n in names):
        names = [f"w{i + 1}" for i in range(count)] if count > 1 else ["w"]
    title = getattr(g, "__name__", "g")
    free = title.isidentifier() and title not in {*RESERVED, *names}
    return title if free else "g", names
