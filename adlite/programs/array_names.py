"""What stands in a program on whole arrays for a step, a plain value, or what is known of steps."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

import numpy as np

from ..core import Elementwise, Primitive
from ..formulas import as_text
from .array_rules import OPERATIONS, Call, is_mover, moved
from .array_texts import elementwise, in_brackets, operation_of, parsed, qualified, runs_as
from .expressions import (
    OPPOSITE,
    RESERVED,
    constant,
    letters,
    numpy_function,
    placeholders,
    write,
)
from .watching import Record, Run

_SIGNS = {"Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Eq": "==", "NotEq": "!="}


class ArrayNames:
    """The names in one program, and the texts of its operations.

    Steps are named as in `graph(..., blocks=True)`.  `data` holds the arrays that the function uses
    and are no inputs, by name, and `functions` what no text can give: functions and partials of a
    reader's own rules, and rules without a text.
    """

    def __init__(self, g: Callable[..., Any], recorded: Run) -> None:
        self.data: dict[str, Any] = {}
        self.functions: dict[str, Callable[..., Any]] = {}
        self._owned: dict[tuple[Primitive, Record | None], str] = {}
        self._outer = _arrays_around(g)
        steps = _by_layer([r for r in recorded.records if r.varies and r.function], recorded.output)
        inputs = {record: name for name, record in recorded.inputs.items()}
        names = letters(len(steps), {*recorded.inputs, *RESERVED})
        self.names = inputs | dict(zip(steps, names, strict=True))
        self._taken = {*RESERVED, *self.names.values()}
        place = {record: i for i, record in enumerate(self.names)}
        for record in steps:
            both = all(isinstance(x, Record) and x in place for x in record.args)
            if both and numpy_function(record.function) in (np.add, np.multiply):
                # The chapter's e = c + d: operands in the order of the graph.
                record.args = tuple(sorted(record.args, key=place.__getitem__))
        self.title = recorded.title
        while self.title in self._taken:
            self.title += "_and_gradient"
        self._taken.add(self.title)
        self.needed = needed([recorded.output, *recorded.guards])
        uses = dict.fromkeys(recorded.guards, 1)
        for record in self.needed:
            for behind in record.behind:
                # What a step needs is needed forwards and backwards.
                uses[behind] = uses.get(behind, 0) + (2 if record.varies else 1)
        for record in recorded.records:
            if not record.varies and record in self.needed and uses[record] > 1:
                self.names[record] = self._numbered("q")

    def _free(self, name: str) -> str:
        while name in self._taken or name.endswith("_bar") or hasattr(np, name):
            name += "_"
        self._taken.add(name)
        return name

    def _numbered(self, name: str) -> str:
        return self._free(next(f"{name}{k}" for k in count(1) if f"{name}{k}" not in self._taken))

    def text(self, x: Any) -> str:
        """Return what stands for a record, or a plain value, in a line."""
        if isinstance(x, Record):
            return self.names.get(x) or f"({self.question(x)})"
        if isinstance(x, np.ndarray) and x.ndim:
            return self._datum(x)
        if isinstance(x, (list, tuple)):
            parts = ", ".join(map(self.text, x))
            return f"[{parts}]" if isinstance(x, list) else f"({parts}{',' * (len(x) == 1)})"
        if x is None or isinstance(x, (bool, str)):
            return repr(x)
        if x is ...:
            return "..."
        whole = isinstance(x, (int, np.integer)) or (isinstance(x, np.ndarray) and x.dtype == int)
        return qualified(constant(int(x) if whole else float(x)))

    def _datum(self, x: Any) -> str:
        known = (n for n, y in self.data.items() if y.dtype == x.dtype and _same(x, y))
        if (name := next(known, "")) == "":
            outer = next((n for n, y in self._outer.items() if _same(x, y)), "")
            usable = outer not in ("", *self._taken) and not outer.endswith("_bar")
            name = self._free(outer) if usable else self._numbered("data")
            self.data[name] = x
        return name

    def call(self, record: Record) -> Call:
        """Return a step as it is to be written."""
        return Call(record, self.text(record), list(map(self.text, record.args)), self.text)

    def question(self, record: Record) -> str:
        """Return the text of what is known of steps."""
        name, c = record.function.__name__, self.call_of_question(record)
        text = operation_of(name, record.function, len(c.args))
        if "(" in text:
            return c.call(name, **record.options)
        values = dict(zip(placeholders(len(c.args)), map(parsed, c.args), strict=True))
        return qualified(write(text, values, over_math=False))

    def call_of_question(self, record: Record) -> Call:
        """Return what is asked as it is to be written; it may have no name."""
        return Call(record, "", list(map(self.text, record.args)), self.text)

    def operation(self, record: Record) -> str:
        """Return the text of one step."""
        if isinstance(record.function, Elementwise):
            return qualified(self.elementwise(record)[0])
        c = self.call(record)
        if record.function.name in OPERATIONS:
            return OPERATIONS[record.function.name](c)
        return moved(c) if is_mover(record) else f"{self.own(record)}({', '.join(c.args)})"

    def elementwise(self, record: Record) -> tuple[Any, list[Any], list[str]]:
        """Return the operation, each partial as it runs, and each as in a book."""
        args = list(map(self.text, record.args))
        own = "" if numpy_function(record.function) else self.own(record)
        text, books = elementwise(record, own)
        values = dict(zip(placeholders(len(args)), map(parsed, args), strict=True))
        operation = write(text, values, over_math=False)
        runs = [
            write(p, values, over_math=False, own=operation, name=self.names[record])
            for p in runs_as(record, books)
        ]
        return operation, runs, [as_text(write(b, values, over_math=False)) for b in books]

    def own(self, record: Record) -> str:
        """Name a rule that has no text, and keep it."""
        rule, options = record.function, record.options
        known = (rule, record if options else None)
        if known in self._owned:
            return self._owned[known]
        name = self._owned[known] = self._free(rule.name.strip("_"))
        self.functions[name] = partial(rule.fun, **options) if options else rule.fun
        if isinstance(rule, Elementwise):
            many = len(rule.partials) > 1
            for i, f in enumerate(rule.partials, 1):
                self.functions[f"{name}_partial{i if many else ''}"] = f
        else:
            self.functions[f"{name}_pull"] = lambda i, bar, y, *args: rule.pull(
                i, bar, y, args, options
            )
        return name

    def condition(self, record: Record) -> tuple[str, str]:
        """Return when a guard fails, and for what the program holds."""
        text, answer = self.names.get(record) or self.question(record), record.value
        if np.ndim(answer):
            same = f"np.array_equal({text}, {self.text(np.asarray(answer))})"
            return f"not {same}", f"the same {text}"
        if isinstance(answer, (bool, np.bool_)):
            if answer:
                return f"not ({text})", text
            tree: Any = parsed(text)
            sign = _SIGNS.get(type(tree.ops[0]).__name__, "") if hasattr(tree, "ops") else ""
            if not sign:
                return text, f"not {in_brackets(text)}"
            text = f"{as_text(tree.left)} {OPPOSITE[sign]} {as_text(tree.comparators[0])}"
            return f"not ({text})", text
        same = f"{in_brackets(text)} == {self.text(answer)}"
        return f"not ({same})", same


def _same(x: Any, y: Any) -> bool:
    return bool(np.array_equal(x, y))


def _by_layer(steps: list[Record], output: Any) -> list[Record]:
    """Sort as the graph of blocks does: what does not lead to the output comes last."""
    leading = needed([output], varying=True)
    layers: dict[Record, int] = {}
    for r in steps:
        parents = [x for x in r.args if isinstance(x, Record) and x.varies]
        layers[r] = 1 + max((layers.get(p, 0) for p in parents), default=0)
    return sorted(steps, key=lambda r: (r not in leading, layers[r], r.index))


def needed(ends: list[Any], varying: bool = False) -> set[Record]:
    """Return all records that have to be worked out again, or only those that vary."""
    found: set[Record] = set()
    waiting = list(ends)
    while waiting:
        record = waiting.pop()
        if isinstance(record, Record) and record not in found:
            found.add(record)
            waiting += [x for x in record.behind if x.varies or not varying]
    return found


def _arrays_around(g: Callable[..., Any]) -> dict[str, Any]:
    """Return the arrays that a function sees outside of itself, by name."""
    try:
        seen = inspect.getclosurevars(g)
    except TypeError:
        return {}
    around = {**seen.globals, **seen.nonlocals}
    return {name: x for name, x in around.items() if type(x) is np.ndarray}
