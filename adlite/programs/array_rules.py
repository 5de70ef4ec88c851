"""What moves, adds and multiplies whole arrays, as NumPy text: each operation, and its way back.

One line of `OPERATIONS` for a rule says what it computes, one of `BACK` what its argument i gets
from the adjoint of its result, and one of `WAYS` the same in words.  The adjoint has a number for
each entry; where all entries have the same, a rule of `SAME` hands on that single number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .array_texts import shape_text
from .watching import Record


@dataclass(frozen=True)
class Call:
    """A step to be written: its record and name, its arguments as text, and what writes others."""

    record: Record
    name: str
    args: list[str]
    text: Callable[[Any], str]

    @property
    def options(self) -> dict[str, Any]:
        """The options of the operation."""
        return self.record.options

    def shape(self, i: int) -> tuple[int, ...]:
        """Return the shape of argument i."""
        x = self.record.args[i]
        return np.shape(x.value if isinstance(x, Record) else x)

    def call(self, name: str, *more: str, **options: Any) -> str:
        """Write a call of NumPy."""
        return f"np.{name}({', '.join([*self.args, *more, *self.chosen(options)])})"

    def chosen(self, options: dict[str, Any]) -> list[str]:
        """Write the options that say more than that nothing was chosen."""
        said = ((k, x) for k, x in options.items() if x is not None and x is not False)
        return [f"{k}={self.text(x)}" for k, x in said]


def index_text(text: Callable[[Any], str], index: Any) -> str:
    """Write what stands in brackets behind an array."""
    if isinstance(index, tuple):
        return ", ".join(index_text(text, part) for part in index) or "()"
    if isinstance(index, slice):
        ends = ["" if x is None else str(int(x)) for x in (index.start, index.stop)]
        return ":".join([*ends, *[str(index.step)] * (index.step is not None)])
    return text(index)


def _turned(text: str, ndim: int) -> str:
    return f"{text}.T" if ndim == 2 else f"np.swapaxes({text}, -1, -2)"


def _transpose(c: Call) -> str:
    axes = c.options.get("axes")
    return f"{c.args[0]}.T" if axes is None else f"{c.args[0]}.transpose({c.text(tuple(axes))})"


def _transpose_back(c: Call, i: int, bar: str) -> str:
    axes = c.options.get("axes")
    if axes is None:
        return f"{bar}.T"
    return f"{bar}.transpose({c.text(tuple(np.argsort(np.mod(axes, len(axes)))))})"


def _sum_back(c: Call, i: int, bar: str) -> str:
    if c.options.get("keepdims"):
        return bar
    axis, ndim = c.options["axis"], len(c.shape(0))
    axes = {k % ndim for k in (axis if isinstance(axis, tuple) else (axis,))}
    places = ["None" if k in axes else ":" for k in range(ndim)]
    return f"{bar}[{', '.join(places[: max(axes) + 1])}]"


def _matmul_back(c: Call, i: int, bar: str) -> str:
    a, b = c.args
    left, right = len(c.shape(0)), len(c.shape(1))
    if left == right == 1:
        return f"{bar} * {b if i == 0 else a}"
    if left == 1:
        if i:
            return f"{a}[:, None] * {bar}[..., None, :]" if right > 2 else f"{a}[:, None] * {bar}"
        return f"({b} @ {bar}[..., None])[..., 0]" if right > 2 else f"{b} @ {bar}"
    if right == 1:
        if i:
            return f"np.tensordot({bar}, {a}, {left - 1})" if left > 2 else f"{bar} @ {a}"
        return f"{bar}[{':, ' * (left - 1)}None] * {b}"
    return f"{_turned(a, left)} @ {bar}" if i else f"{bar} @ {_turned(b, right)}"


def _where_back(c: Call, i: int, bar: str) -> str:
    chosen = f"{bar}, 0.0" if i == 0 else f"0.0, {bar}"
    return f"np.where({c.text(c.options['condition'])}, {chosen})"


def _concatenate_back(c: Call, i: int, bar: str) -> str:
    axis = c.options.get("axis", 0) % len(c.shape(i))
    start = sum(c.shape(k)[axis] for k in range(i))
    return f"{bar}[{':, ' * axis}{start}:{start + c.shape(i)[axis]}]"


def _cumsum_back(c: Call, i: int, bar: str) -> str:
    axis = c.options["axis"]
    return f"np.flip(np.cumsum(np.flip({bar}, {axis}), {axis}), {axis})"


def _roll_back(c: Call, i: int, bar: str) -> str:
    shift = np.negative(c.options["shift"]).tolist()
    said = [bar, c.text(shift), *c.chosen({"axis": c.options.get("axis")})]
    return f"np.roll({', '.join(said)})"


def _einsum_back(c: Call, i: int, bar: str) -> str:
    inputs, output = c.options["spec"].split("->")
    left, right = inputs.split(",")
    if i == 0:
        return f"np.einsum({f'{output},{right}->{left}'!r}, {bar}, {c.args[1]})"
    return f"np.einsum({f'{left},{output}->{right}'!r}, {c.args[0]}, {bar})"


def _solve_back(c: Call, i: int, bar: str) -> str:
    solved = f"np.linalg.solve({_turned(c.args[0], len(c.shape(0)))}, {bar})"
    return solved if i else f"-{solved} @ {_turned(c.name, len(c.shape(1)))}"


def _inverse_turned(c: Call) -> str:
    return _turned(f"np.linalg.inv({c.args[0]})", len(c.shape(0)))


OPERATIONS: dict[str, Callable[[Call], str]] = {
    "sum": lambda c: f"{c.args[0]}.sum({', '.join(c.chosen(c.options))})",
    "matmul": lambda c: f"{c.args[0]} @ {c.args[1]}",
    "getitem": lambda c: f"{c.args[0]}[{index_text(c.text, c.options['index'])}]",
    "where": lambda c: f"np.where({c.text(c.options['condition'])}, {c.args[0]}, {c.args[1]})",
    "reshape": lambda c: f"{c.args[0]}.reshape({shape_text(c.record.value.shape)})",
    "broadcast_to": lambda c: f"np.broadcast_to({c.args[0]}, {c.record.value.shape})",
    "transpose": _transpose,
    "concatenate": lambda c: (
        f"np.concatenate([{', '.join(c.args)}], axis={c.options.get('axis', 0)})"
    ),
    "stack": lambda c: f"np.array([{', '.join(c.args)}])",
    "cumsum": lambda c: c.call("cumsum", **c.options),
    "roll": lambda c: c.call("roll", **c.options),
    "einsum": lambda c: f"np.einsum({c.options['spec']!r}, {', '.join(c.args)})",
    "solve": lambda c: c.call("linalg.solve"),
    "det": lambda c: c.call("linalg.det"),
    "logabsdet": lambda c: c.call("linalg.slogdet") + ".logabsdet",
}
BACK: dict[str, Callable[[Call, int, str], str]] = {
    "sum": _sum_back,
    "matmul": _matmul_back,
    "where": _where_back,
    "reshape": lambda c, i, bar: f"{bar}.reshape({shape_text(c.shape(0))})",
    "broadcast_to": lambda c, i, bar: bar,
    "transpose": _transpose_back,
    "concatenate": _concatenate_back,
    "stack": lambda c, i, bar: f"{bar}[{i}]",
    "cumsum": _cumsum_back,
    "roll": _roll_back,
    "einsum": _einsum_back,
    "solve": _solve_back,
    "det": lambda c, i, bar: f"({bar} * {c.name})[..., None, None] * {_inverse_turned(c)}",
    "logabsdet": lambda c, i, bar: f"np.asarray({bar})[..., None, None] * {_inverse_turned(c)}",
}
WAYS = {
    "sum": "each entry that was added up gets all of it",
    "matmul": "back through the other factor, transposed",
    "getitem": "to the entries that were taken",
    "where": "to the entries that were taken",
    "broadcast_to": "what the copies get is added up",
    "concatenate": "each part gets its own entries",
    "stack": "each number gets its own entry",
    "cumsum": "each entry gets what all later sums get",
    "einsum": "back through the other factor",
    "solve": "back through the transposed matrix",
    "det": "the determinant times the inverse, transposed",
    "logabsdet": "the inverse, transposed",
}
MOVED = "the entries go back to their places"
SAME = {"sum", "broadcast_to", "reshape", "transpose", "concatenate", "stack"}


def is_mover(record: Record) -> bool:
    """Whether a step is one of NumPy's functions that only move entries, or leave some out."""
    return set(record.options) == {"args", "options"} and hasattr(np, record.function.name)


def moved(c: Call) -> str:
    """Write a step that moves entries."""
    return c.call(c.record.function.name, *map(c.text, c.options["args"]), **c.options["options"])


def moved_back(c: Call, bar: str) -> str:
    """Add up what each entry gets.  Run on 1, 2, 3, ... a mover tells where entries came from."""
    numbers = np.arange(1, math.prod(c.shape(0)) + 1).reshape(c.shape(0))
    move = getattr(np, c.record.function.name)
    places = move(numbers, *c.options["args"], **c.options["options"])
    counted = f"np.bincount({c.text(np.ravel(places))}, {bar}.ravel(), {numbers.size + 1})[1:]"
    return counted if numbers.ndim == 1 else f"{counted}.reshape({shape_text(numbers.shape)})"
