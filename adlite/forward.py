"""Forward mode: every value carries its tangent along, and both are computed together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .dispatch import ArrayMethods, TracedNumber
from .primitives import Primitive, Trace, as_leaf, filled
from .reverse import run


class Dual(TracedNumber):
    """A value and its tangent."""

    __slots__ = ("tangent", "trace", "value")

    def __init__(self, value, tangent, trace):
        self.value = value
        self.tangent = tangent
        self.trace = trace


class ArrayDual(ArrayMethods, Dual):
    """An array of values and their tangents."""

    __slots__ = ()


class ForwardTrace(Trace):
    """Computes a tangent beside every value."""

    __slots__ = ()

    def pair(self, value: Any, tangent: Any) -> Dual:
        """Join a value and its tangent."""
        return (ArrayDual if value.shape else Dual)(value, tangent, self)

    def process(self, primitive: Primitive, args: tuple, kwargs: dict) -> Dual:
        """Compute one step, and push the tangents through it."""
        mine = [isinstance(a, Dual) and a.trace is self for a in args]
        values = [a.value if m else a for a, m in zip(args, mine, strict=True)]
        tangents = [a.tangent if m else None for a, m in zip(args, mine, strict=True)]
        y = primitive(*values, **kwargs)
        return self.pair(y, primitive.push(y, values, tangents, kwargs))


def jvp(f: Callable, inputs: list, tangents: list) -> tuple[Any, Any]:
    """Run `f(*inputs)` with a tangent for every input; return the output and its tangent."""
    trace = ForwardTrace()
    try:
        pairs = [trace.pair(as_leaf(x), t) for x, t in zip(inputs, tangents, strict=True)]
        output = run(f, pairs)
    finally:
        trace.close()
    if isinstance(output, Dual) and output.trace is trace:
        return output.value, output.tangent
    return output, filled(0.0, output.shape)
