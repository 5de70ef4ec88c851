"""One run of a function, noted as steps on whole arrays.

The function computes with two kinds of value.  A *step* varies with the inputs and has a
derivative.  What was found out about steps without one, such as w > 0 or the place of the largest
entry, is *known*: it is noted as well, so that a program can find it out again, and it never gives
away its numbers unseen.  Where Python or NumPy asks for them (`if w > 0`), they become a guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..core import (
    ArrayMethods,
    Primitive,
    Trace,
    Traced,
    TracedNumber,
    TracingError,
    as_leaf,
    run,
    shown,
)
from .recording import INSTEAD, LIMIT, named

_SHAPES = {
    *(np.shape, np.ndim, np.size, np.result_type, np.iscomplexobj, np.isrealobj),
    *(np.zeros_like, np.ones_like, np.empty_like),
}
"""Functions whose answers depend on shapes only, which are the same whenever a program runs."""


@dataclass(eq=False)
class Record:
    """What one call made: of which function or rule, from which records and plain values.

    An input has no function.  `layer` is one after the last of the arguments'; `varies` says
    whether there is a derivative.
    """

    function: Any
    args: tuple[Any, ...]
    options: dict[str, Any]
    value: Any
    varies: bool
    index: int
    layer: int = field(init=False)

    def __post_init__(self) -> None:
        self.layer = 1 + max((r.layer for r in self.behind), default=-1)

    @property
    def behind(self) -> list[Record]:
        """The records from which this one was made."""
        return [x for x in (*self.args, *self.options.values()) if isinstance(x, Record)]


class ArrayTrace(Trace):
    """Notes every step on arrays, all that is known of them, and what was asked."""

    __slots__ = ("guards", "records")

    def __init__(self) -> None:
        super().__init__()
        self.records: list[Record] = []
        self.guards: dict[Record, None] = {}

    def note(self, function: Any, args: tuple[Any, ...], options: dict[str, Any]) -> Record:
        """Compute one call on plain values, and note it."""
        values = [x.value if isinstance(x, Record) else x for x in args]
        plain = {k: x.value if isinstance(x, Record) else x for k, x in options.items()}
        kept = [x if isinstance(x, Record) else _copied(x) for x in args]
        options = {k: x if isinstance(x, Record) else _copied(x) for k, x in options.items()}
        value = function(*values, **plain) if function else values[0]
        if np.asarray(value).dtype.kind == "c" or len(self.records) >= LIMIT:
            raise TracingError(
                f"a program has at most {LIMIT:,} steps on real arrays, and this one has "
                f"{'complex ones' if len(self.records) < LIMIT else 'more'}: {INSTEAD}"
            )
        varies = function is None or isinstance(function, Primitive)
        record = Record(
            function, tuple(kept) if function else (), options, value, varies, len(self.records)
        )
        self.records.append(record)
        return record

    def step(self, function: Any, args: tuple[Any, ...], options: dict[str, Any]) -> ArrayStep:
        """Note an input or a step, and return it as a traced value."""
        record = self.note(function, args, options)
        found = WholeArray() if np.shape(record.value) else ArrayStep()
        found.record, found.trace = record, self
        return found

    def process(self, primitive: Primitive, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Note one step.  Of what is known only a condition may change from run to run."""
        options = {
            k: self._kept(x) if primitive.name == "where" else _plain(x) for k, x in kwargs.items()
        }
        return self.step(primitive, tuple(map(self._kept, args)), options)

    def decide(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Ask about what is known of the steps."""
        mine = (a.value if isinstance(a, ArrayStep) and a.trace is self else a for a in args)
        return function(*mine, **kwargs)

    def answer(self, function: Any, args: Iterable[Any], options: dict[str, Any]) -> Any:
        """Note what a NumPy function of known values gives."""
        kept = {k: self._kept(x) for k, x in options.items()}
        record = self.note(function, tuple(map(self._kept, args)), kept)
        return Known(record, self)

    def guard(self, record: Record) -> Any:
        """Give away a known value: the program holds where it comes out the same."""
        self.guards[record] = None
        return record.value

    def _kept(self, x: Any) -> Any:
        ours = isinstance(x, (ArrayStep, Known)) and x.trace is self
        return x.record if ours else _plain(x)


class ArrayStep(TracedNumber):
    """A value that varies with the inputs.  Its numbers are known, and watched."""

    __slots__ = ("record", "trace")
    record: Record
    trace: ArrayTrace

    @property
    def value(self) -> Any:
        """What is known of it."""
        return Known(self.record, self.trace)


class WholeArray(ArrayMethods, ArrayStep):
    """An array that varies with the inputs."""

    __slots__ = ("__weakref__", "relatives")


class Known(np.lib.mixins.NDArrayOperatorsMixin):
    """A plain value under watch: NumPy may compute with it, and whoever looks at it is noted."""

    __slots__ = ("record", "trace")

    def __init__(self, record: Record, trace: ArrayTrace) -> None:
        self.record, self.trace = record, trace

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes, which no guard need watch."""
        return np.shape(self.record.value)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of elements."""
        return int(np.size(self.record.value))

    @property
    def dtype(self) -> np.dtype[Any]:
        """Kind of number."""
        return np.asarray(self.record.value).dtype

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if any(isinstance(x, Traced) for x in inputs):
            return NotImplemented
        if method != "__call__" or kwargs or ufunc.nout > 1:
            return getattr(ufunc, method)(*map(_plain, inputs), **_all_plain(kwargs))
        if ufunc is np.not_equal and self.dtype == bool and type(inputs[1]) is int:
            return self if not inputs[1] else ~self
        return self.trace.answer(ufunc, inputs, {})

    def __array_function__(
        self, function: Any, types: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        if any(issubclass(kind, Traced) for kind in types):
            return NotImplemented
        if function in _SHAPES:
            bare = (a.record.value if isinstance(a, Known) else a for a in args)
            return function(*bare, **_all_plain(kwargs))
        printable = all(map(_printable, (*args, *kwargs.values())))
        several = function in (np.nonzero, np.histogram, np.unique)
        if printable and not several and getattr(np, function.__name__, None) is function:
            return self.trace.answer(function, args, kwargs)
        return function(*map(_plain, args), **_all_plain(kwargs))

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array(_plain(self), dtype)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_plain(self), name)

    def __getitem__(self, index: Any) -> Any:
        return _plain(self)[_plain(index)]

    def __len__(self) -> int:
        return len(self.record.value)

    def __iter__(self) -> Any:
        return iter(_plain(self))

    def __bool__(self) -> bool:
        return bool(_plain(self))

    def __float__(self) -> float:
        return float(_plain(self))

    def __int__(self) -> int:
        return int(_plain(self))

    def __index__(self) -> int:
        return int(_plain(self).__index__())

    def __complex__(self) -> complex:
        return complex(_plain(self))

    def __round__(self, digits: int = 0) -> Any:
        return np.round(self, digits)

    def __hash__(self) -> int:
        return hash(_plain(self))

    def __repr__(self) -> str:
        return repr(_plain(self))

    def __format__(self, spec: str) -> str:
        return format(_plain(self), spec)


_PRINTABLE = (Known, int, float, str, np.ndarray, np.generic, type(None))


def _printable(x: Any) -> bool:
    axes = type(x) is tuple and all(isinstance(n, int) for n in x)
    return axes or isinstance(x, _PRINTABLE)


def _plain(x: Any) -> Any:
    """Return plain numbers in place of known values, and note that they were looked at."""
    if isinstance(x, Known):
        return _copied(x.trace.guard(x.record))
    if isinstance(x, (list, tuple)) and type(x) in (list, tuple):
        return type(x)(map(_plain, x))
    return x


def _all_plain(options: dict[str, Any]) -> dict[str, Any]:
    return {k: _plain(x) for k, x in options.items()}


def _copied(x: Any) -> Any:
    # The reader may change an array after it was used.
    return x.copy() if isinstance(x, np.ndarray) else x


@dataclass(frozen=True)
class Run:
    """One run of a function: its name, its inputs by name, all records, the output, the guards."""

    title: str
    inputs: dict[str, Record]
    records: list[Record]
    output: Any
    guards: list[Record]


def watched(g: Callable[..., Any], inputs: tuple[Any, ...]) -> Run:
    """Run `g` once at `inputs` and return what it did, in whole arrays."""
    given = [as_leaf(x) for x in inputs]
    if any(isinstance(x, Traced) for x in given):
        raise TracingError(f"program takes plain numbers and arrays, not {shown(inputs)}.")
    trace = ArrayTrace()
    try:
        trace.inputs = leaves = [trace.step(None, (x,), {}) for x in given]
        with np.errstate(all="ignore"):
            output = run(g, leaves)
            if output.size == 1 and output.shape:
                output = output.reshape(())
    finally:
        trace.close()
    if output.size != 1:
        raise TracingError(
            "program needs a function that returns one number, and this one returned an array "
            f"of shape {output.shape}: sum it, or take one entry."
        )
    title, names = named(g, len(leaves))
    found = output.record if isinstance(output, ArrayStep) and output.trace is trace else output
    by_record = {name: leaf.record for name, leaf in zip(names, leaves, strict=True)}
    return Run(title, by_record, trace.records, found, list(trace.guards))
