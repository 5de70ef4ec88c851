"""Which slopes vary with the inputs, and which are the same all around a point.

The partials of a step are functions: run on marked values they tell by themselves.  That of w**2
comes back marked.  That of `np.maximum` asks which is larger, and an answer carries no mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .core import (
    ArrayMethods,
    Elementwise,
    Options,
    Primitive,
    Trace,
    TracedNumber,
    TracingError,
    Values,
    rules,
)


class Mark(TracedNumber):
    """A value that varies with the inputs."""

    __slots__ = ("trace", "value")


class ArrayMark(ArrayMethods, Mark):
    """An array that varies with the inputs."""

    __slots__ = ("__weakref__", "relatives")


class MarkTrace(Trace):
    """Tells what varies: whatever was computed from something that does, and is no choice."""

    __slots__ = ()

    def mark(self, value: Any) -> Mark:
        """Say that a value varies."""
        found = ArrayMark() if value.shape else Mark()
        found.trace, found.value = self, value
        return found

    def process(self, primitive: Primitive, args: tuple[Any, ...], kwargs: Options) -> Any:
        """Compute one step, which varies unless it shares out a tie: that is a choice."""
        y = primitive(*(self.plain(a) for a in args), **kwargs)
        return y if primitive.fun in rules.TIED else self.mark(y)

    def plain(self, x: Any) -> Any:
        """Return the value behind a mark."""
        return x.value if isinstance(x, Mark) and x.trace is self else x


def slope(
    primitive: Elementwise, indices: Sequence[int], y: Any, values: Values, varying: Sequence[bool]
) -> tuple[Any, bool]:
    """Return the partial of a step, summed over arguments that are the same, and if it varies."""
    trace = MarkTrace()
    marked = [trace.mark(v) if varies else v for v, varies in zip(values, varying, strict=True)]
    with np.errstate(all="ignore"):
        try:
            found = [primitive.partials[i](trace.mark(y), *marked) for i in indices]
            partial = sum(found[1:], found[0])
        except TracingError:
            # A partial of the reader's own, over plain numbers.
            return sum(primitive.partials[i](y, *values) for i in indices), True
        finally:
            trace.close()
    varies = isinstance(partial, Mark) and partial.trace is trace
    return trace.plain(partial), varies


def alike(seeds: Sequence[Any]) -> list[list[int]]:
    """Group the arguments that vary by their seed or place: w - w has one argument, twice."""
    groups: dict[Any, list[int]] = {}
    for i, seed in enumerate(seeds):
        if seed is not None:
            groups.setdefault(seed if isinstance(seed, int) else id(seed), []).append(i)
    return list(groups.values())
