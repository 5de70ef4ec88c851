"""Forward mode: every value carries its tangent along, and both are computed together."""

from __future__ import annotations

from typing import Any

from .dispatch import ArrayMethods, TracedNumber
from .primitives import SECOND_LOOK, Function, Options, Primitive, Trace, Values, filled
from .reverse import run


class Dual(TracedNumber):
    """A value and its tangent."""

    __slots__ = ("tangent", "trace", "value")

    def __init__(self, value: Any, tangent: Any, trace: ForwardTrace) -> None:
        self.value = value
        self.tangent = tangent
        self.trace = trace


class ArrayDual(ArrayMethods, Dual):
    """An array of values and their tangents."""

    __slots__ = ("__weakref__", "relatives")


class ForwardTrace(Trace):
    """Computes a tangent beside every value."""

    __slots__ = ()

    def pair(self, value: Any, tangent: Any) -> Dual:
        """Join a value and its tangent."""
        return (ArrayDual if value.shape else Dual)(value, tangent, self)

    def process(self, primitive: Primitive, args: Values, kwargs: Options) -> Any:
        """Compute one step, and push the tangents through it."""
        values, tangents = [], []
        for a in args:
            mine = isinstance(a, Dual) and a.trace is self
            values.append(a.value if mine else a)
            tangents.append(a.tangent if mine else None)
        y = primitive(*values, **kwargs)
        return self.pair(y, self.push(primitive, y, values, tangents, kwargs))

    def push(
        self, primitive: Primitive, y: Any, values: Values, tangents: Values, kwargs: Options
    ) -> Any:
        """Push the tangents through one step as its rule says."""
        return primitive.push(y, values, tangents, kwargs)


def jvp(
    f: Function, inputs: Values, tangents: Values, kind: type[ForwardTrace] = ForwardTrace
) -> tuple[Any, Any]:
    """Run `f(*inputs)` with a tangent for every input; return the output and its tangent."""
    trace = kind()
    try:
        trace.inputs = pairs = [trace.pair(x, t) for x, t in zip(inputs, tangents, strict=True)]
        output = run(f, pairs)
    finally:
        trace.close()
    if not (isinstance(output, Dual) and output.trace is trace):
        return output, filled(0.0, output.shape)
    found = output.value, output.tangent
    if SECOND_LOOK and kind is ForwardTrace:
        found = SECOND_LOOK["forward"](found, f, inputs, tangents)
    return found
