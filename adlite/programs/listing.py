"""The steps of one run on single numbers, written out as a program: two sweeps over `math`."""

from __future__ import annotations

import ast
import builtins
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from textwrap import indent
from types import CodeType
from typing import Any

import numpy as np

from ..formulas import as_text
from . import expressions
from .expressions import OPPOSITE, RESERVED, TEXTS, by_base, scaled, write
from .recording import Guard

TABLES = {
    **dict.fromkeys(("sin", "cos", "exp", "log", "tanh", "maximum"), " (Table B.1)"),
    **dict.fromkeys(("add", "multiply"), " (Table B.2)"),
}
DOCUMENTED = '"""Return value and gradient: forward sweep, then backward sweep."""'
# Zero times a number is zero, and NaN if it is not finite.
_GUARDED = """
def {title}({parameters}):
    try:
{floats}
{body}
        if ({total}) * 0.0 == 0.0:
            {result}
    except (ArithmeticError, TypeError, ValueError):
        pass
    return _otherwise({parameters})
"""


@dataclass(frozen=True)
class Line:
    """One printed line of a program.

    If it makes the value of a step, `child` is that step's name.  If it passes the adjoint of
    `child` on, `parent` is the name of who gets it.  Of any other line both are "".
    """

    text: str
    child: str = ""
    parent: str = ""


def in_order(tape: list[Any], ends: list[Any]) -> list[Any]:
    """Return the steps that lead to `ends` by layer, then as they came: the order of Eq. B.24.

    A step is one layer after the last of its parents.
    """
    needed = {id(end) for end in ends}
    for node in reversed(tape):
        if id(node) in needed:
            needed.update(map(id, node.args))
    layer: dict[int, int] = {}
    for node in tape:
        layer[id(node)] = 1 + max((layer.get(id(a), -1) for a in node.args), default=-1)
    steps = (node for node in tape if node.args and id(node) in needed)
    return sorted(steps, key=lambda node: (layer[id(node)], node.index))


class Listing:
    """One program: the names in it, and its lines of code with their comments.

    `inputs` holds each input's traced number, or list of them, by name.  `functions` holds what
    no text can give: functions and partials of a reader's own rules.
    """

    def __init__(
        self,
        title: str,
        inputs: dict[str, Any],
        tape: list[Any],
        output: Any,
        guards: Sequence[Guard],
    ) -> None:
        self.title, self.inputs = title, inputs
        self.vectors = {p for p, x in inputs.items() if isinstance(x, list)}
        self.entries = _entries(inputs, "")
        self.leaves = [name for part in self.entries.values() for name in part]
        self.steps = in_order(tape, [output, *(x for _, items, _ in guards for x in items)])
        self.functions: dict[str, Callable[..., Any]] = {}
        self.rules: dict[Any, str] = {}
        taken = {title, *inputs, *self.leaves}
        # Function, or None for a rule of the reader's own.
        self.kinds = {s.primitive: expressions.numpy_function(s.primitive) for s in self.steps}
        for rule, function in self.kinds.items():
            if function is None:
                self._name_own(rule, taken | RESERVED)
        names = expressions.letters(len(self.steps), {*taken, *self.rules.values()})
        numbers = [x for p in inputs for x in (inputs[p] if p in self.vectors else [inputs[p]])]
        numbers += self.steps
        self.names = dict(zip(map(id, numbers), self.leaves + names, strict=True))
        self.place = {key: i for i, key in enumerate(self.names)}
        self.output = as_text(self._tree(output))
        self.conditions = self._conditions(guards)
        self.lines = self._lines()

    def _name_own(self, rule: Any, taken: set[str]) -> None:
        fun, name = getattr(rule.fun, "__wrapped__", rule.fun), rule.name
        if getattr(math, name, None) is not fun:
            while name in taken or name in self.functions:
                name += "_"
            self.functions[name] = _as_float(fun)
        self.rules[rule] = name
        for key, partial in zip(self._partial_names(rule), rule.partials, strict=False):
            self.functions[key] = _as_float(partial)

    def _partial_names(self, rule: Any) -> list[str]:
        if rule.book:
            return []
        name, count = f"{self.rules[rule]}_partial", len(rule.partials)
        return [name] if count == 1 else [f"{name}{i + 1}" for i in range(count)]

    def _tree(self, x: Any, whole: bool = False) -> ast.expr:
        if id(x) in self.names:
            return ast.Name(self.names[id(x)])
        return expressions.constant(x if whole else float(x))

    def _conditions(self, guards: Sequence[Guard]) -> dict[str, int]:
        """Return each question's answer as a condition, and the place of the last step in it."""
        found = {}
        for function, items, answer in guards:
            text = TEXTS[function][0]
            if answer is False:
                sign = text[2:-2]
                text = f"a {OPPOSITE[sign]} b" if sign in OPPOSITE else f"not {text}"
            elif answer is not True:
                text = f"({text}) == {answer!r}"
            trees = [self._tree(x, whole=True) for x in items]
            places = [self.place[id(x)] for x in items if id(x) in self.place]
            if places:
                condition = write(text, dict(zip("wb", trees, strict=False), a=trees[0]))
                found[as_text(condition)] = max(len(self.leaves) - 1, *places)
        return found

    def formula(self, step: Any) -> tuple[ast.expr, list[tuple[Any, ast.expr, str]]]:
        """Return the operation, and for each parent the derivative as it runs and as in a book."""
        rule, args = step.primitive, list(step.args)
        function = self.kinds[rule]
        places = [self.place.get(id(a), -1) for a in args]
        # The chapter's e = c + d: operands in the order of the graph.  max(w, 0) keeps a NaN in w.
        if (function in (np.add, np.multiply) and places[0] > places[1] >= 0) or (
            function in (np.maximum, np.minimum, np.fmax, np.fmin) and places[0] < 0
        ):
            args.reverse()
        marks, books = expressions.placeholders(len(args)), rule.book
        if function is None:
            call = f"({', '.join(marks)})"
            text, partials = self.rules[rule] + call, []
            books = books or [f"{name}({text}, {call[1:]}" for name in self._partial_names(rule)]
        else:
            text, *partials = TEXTS[function]
            if not any(id(a) in self.names for a in args[1:]):
                text = text.split(" if ")[0]
                books = [by_base(args[1])] if text == "a**b" else books
        # Operators take whole numbers as they are; max(w, 0) would return one.
        trees = [self._tree(a, whole="(" not in text) for a in args]
        values = dict(zip(marks, trees, strict=True))
        operation = write(text, values)
        return operation, [
            (
                a,
                write(run, values, own=operation, name=self.names[id(step)]),
                as_text(write(book, values, over_math=False)),
            )
            for a, run, book in zip(args, partials or books, books, strict=False)
            if id(a) in self.names
        ]

    def _lines(self) -> list[Line]:
        """Return the two sweeps."""
        lines: list[tuple[Line, tuple[str, ...]]] = []

        def add(code: str, *notes: str, child: str = "", parent: str = "") -> None:
            lines.append((Line(code, child, parent), notes))

        for p, part in self.entries.items():
            if p in self.vectors:
                add(f"{', '.join(part)}{',' * (len(part) == 1)} = map(float, {p})")
        add("# forward sweep")
        formulas = list(map(self.formula, self.steps))
        operations = ["", *(as_text(operation) for operation, _ in formulas)]
        names = list(self.names.values())[len(self.leaves) :]
        for place, operation in enumerate(operations, len(self.leaves) - 1):
            if operation:
                name = names[place - len(self.leaves)]
                add(f"{name} = {operation}", child=name)
            for condition in (c for c, after in self.conditions.items() if after == place):
                add(f"if not ({condition}):")
                add(f'    raise ValueError("this program holds for {condition} only")')
        add("# backward sweep")
        held = {self.output}
        if self.output in self.leaves:
            add(f"{self.output}_bar = 1.0")
        for step, name, (operation, terms) in reversed(
            [*zip(self.steps, names, formulas, strict=True)]
        ):
            for parent, partial, book in terms if name in held else ():
                other = self.names[id(parent)]
                product = as_text(scaled("" if name == self.output else f"{name}_bar", partial))
                add(
                    f"{other}_bar {'+=' if other in held else '='} {product}",
                    f"from {name} = {as_text(operation)}",
                    f": derivative {book}",
                    TABLES.get(step.primitive.name, ""),
                    child=name,
                    parent=other,
                )
                held.add(other)
        for leaf in self.leaves:
            if leaf not in held:
                add(f"{leaf}_bar = 0.0")
        add(f"return {self.output}, {self._gradient()}")
        width = max((len(line.text) for line, notes in lines if notes), default=0)
        return [with_notes(line, notes, width) for line, notes in lines]

    def _gradient(self) -> str:
        bars = [
            f"array([{', '.join(f'{n}_bar' for n in part)}])" if p in self.vectors else f"{p}_bar"
            for p, part in self.entries.items()
        ]
        return f"({', '.join(bars)})" if len(bars) > 1 else bars[0]

    def printed(self) -> list[Line]:
        """Return the program line by line, without what it imports."""
        head = f"def {self.title}({', '.join(self.inputs)}):"
        return [Line(head), Line(f"    {DOCUMENTED}"), *self.lines]

    def given(self) -> dict[str, Any]:
        """Return what the compiled program needs and its text does not say."""
        return self.functions

    def source(self) -> str:
        """Return the text of the program, with all that it imports."""
        text = "\n" + "".join(f"{line.text}\n" for line in self.printed())
        code = next(c for c in compile(text, "", "exec").co_consts if isinstance(c, CodeType))
        names = [n for n in sorted(code.co_names) if n not in self.functions]
        of_math = [n for n in names if hasattr(math, n)]
        of_numpy = [n for n in names if n not in of_math and not hasattr(builtins, n)]
        head = ""
        if self.functions:
            head = f"# Not in this text, from rules of your own: {', '.join(self.functions)}.\n"
        for module, found in (("math", of_math), ("numpy", of_numpy)):
            head += f"from {module} import {', '.join(found)}\n" if found else ""
        return f"{head}\n{text}".lstrip("\n")

    def guarded(self) -> str:
        """Return the same program as a function that calls `_otherwise` where it does not hold."""
        body = "\n".join(line.text for line in self.lines[:-1])
        numbers = [p for p in self.inputs if p not in self.vectors]
        floats = [f"        if type({p}) is not float: {p} = _number({p})" for p in numbers]
        total = " + ".join([self.output, *(f"{leaf}_bar" for leaf in self.leaves)])
        return _GUARDED.format(
            title=self.title,
            parameters=", ".join(self.inputs),
            floats="\n".join(floats),
            body=indent(body, "    "),
            total=total,
            result=self.lines[-1].text.strip(),
        )


def with_notes(line: Line, notes: tuple[str, ...], width: int) -> Line:
    """Return a line of a function's body with its comment behind it."""
    # Of a comment too long for its line only the first part is kept.
    note = "".join(notes if width + len("".join(notes)) < 90 else notes[::2])
    text = f"    {line.text:{width}}  # {note}" if note else f"    {line.text}"
    return replace(line, text=text)


def number(x: Any) -> float:
    """Return a number as a float; an array is none, whatever the version of NumPy makes of it.

    >>> number(np.array(2))
    2.0
    >>> number(np.array([2.0]))
    Traceback (most recent call last):
    TypeError: an array of shape (1,) is no number.

    """
    if isinstance(x, np.ndarray) and x.ndim:
        raise TypeError(f"an array of shape {x.shape} is no number.")
    return float(x)


def _as_float(fun: Callable[..., Any]) -> Callable[..., Any]:
    # NumPy would warn of what is then computed by tracing.
    return np.errstate(all="ignore")(lambda *args: float(fun(*args)))


def _entries(inputs: dict[str, Any], mark: str) -> dict[str, list[str]]:
    """Name the numbers of each input: w, or for a vector w1, w2, ... if these are free."""
    entries = {
        p: [f"{p}{mark}{i + 1}" for i in range(len(x))] if isinstance(x, list) else [p]
        for p, x in inputs.items()
    }
    names = [name for part in entries.values() for name in part]
    return entries if len({*names}) == len(names) else _entries(inputs, mark + "_")
