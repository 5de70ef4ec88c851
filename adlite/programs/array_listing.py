"""The steps of one run on whole arrays, written out as a program over NumPy.

Every line is run as it is written, at the inputs of the recorded run: so the printer knows what
shape each adjoint has, and which arrays belong to the program alone and may be written into.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from textwrap import indent
from typing import Any

import numpy as np

from ..core import Elementwise, as_leaf
from .array_names import ArrayNames
from .array_rules import BACK, MOVED, SAME, WAYS, index_text, is_mover, moved_back
from .array_texts import numbers_first, qualified, shape_text, unbroadcast
from .expressions import scaled
from .listing import DOCUMENTED, TABLES, Line, with_notes
from .watching import Record, Run

_FEW, _LONG = 12, 10_000
_SINGULAR = (ArithmeticError, np.linalg.LinAlgError)
_GUARDED = """
def {title}({parameters}):
    try:
{arrays}
{body}
        if ({total}) * 0.0 == 0.0:
            {result}
    except (ArithmeticError, TypeError, ValueError):
        pass
    return _otherwise({parameters})
"""


class ArrayListing:
    """One program on whole arrays: its lines of code with their comments."""

    def __init__(self, g: Callable[..., Any], recorded: Run) -> None:
        self.inputs, self.output, self.guards = recorded.inputs, recorded.output, recorded.guards
        self.words = ArrayNames(g, recorded)
        self.title = self.words.title
        self.space: dict[str, Any] = {"np": np}
        self.held = {self.output} if isinstance(self.output, Record) else set()
        self._notes: list[tuple[Line, tuple[str, ...]]] = []
        order = sorted(self.words.needed, key=lambda r: (r.layer, not r.varies, r.index))
        with np.errstate(all="ignore"):
            self._take_inputs()
            self._say("# forward sweep")
            self._forward(order)
            self._say("# backward sweep")
            if isinstance(self.output, Record) and not self.output.function:
                self._add(f"{self._name(self.output)}_bar = 1.0")
            for record in reversed([r for r in order if r.varies and r.function]):
                if record in self.held:
                    self._backward(record)
            self._return()
        width = max((len(line.text) for line, notes in self._notes if notes), default=0)
        self.lines = [with_notes(line, notes, width) for line, notes in self._notes]

    def _name(self, record: Record) -> str:
        return self.words.names[record]

    def _say(self, text: str) -> None:
        self._notes.append((Line(text), ()))

    def _shape(self, text: str, usual: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Return the shape of what a text stands for, or the usual one where it has no value."""
        self.space |= self.words.functions | self.words.data
        try:
            return np.shape(eval(text, self.space))
        except _SINGULAR:
            return usual

    def _add(self, code: str, *notes: str, child: str = "", parent: str = "") -> None:
        self.space |= self.words.functions | self.words.data
        try:
            exec(code, self.space)
        except _SINGULAR:
            # The program has no value here, and still one elsewhere.
            target = code.partition(" ")[0]
            shapes = {f"{name}_bar": np.shape(r.value) for r, name in self.words.names.items()}
            self.space[target] = np.full(shapes[target], np.nan)[()]
        self._notes.append((Line(code, child, parent), notes))

    def _guard(self, fails: str, holds: str) -> None:
        self._say(f"if {fails}:")
        said = holds.replace('"', "'")
        self._say(f'    raise ValueError("this program holds for {said} only")')

    def _take_inputs(self) -> None:
        for name, record in self.inputs.items():
            self.space[name] = record.value
            shape = np.shape(record.value)
            if shape:
                self._add(f"{name} = np.asarray({name}, dtype=float)")
                self._guard(f"{name}.shape != {shape}", f"{name} of shape {shape}")
            else:
                self._add(f"{name} = np.float64({name})")

    def _forward(self, order: list[Record]) -> None:
        guards = set(self.guards)
        for record in order:
            if record.function and record in self.words.names:
                name, words = self._name(record), self.words
                code = words.operation(record) if record.varies else words.question(record)
                self._add(f"{name} = {code}", child=name if record.varies else "")
            if record in guards:
                self._guard(*self.words.condition(record))

    def _backward(self, record: Record) -> None:
        """Write the lines that hand the adjoint of one step on to its parents."""
        rule, name = record.function, self._name(record)
        origin, table = f"from {name} = {self.words.operation(record)}", TABLES.get(rule.name, "")
        parents = [(i, x) for i, x in enumerate(record.args) if isinstance(x, Record) and x.varies]
        if isinstance(rule, Elementwise):
            _, runs, books = self.words.elementwise(record)
            for i, x in parents:
                bar = "" if record is self.output else f"{name}_bar"
                tree = scaled(bar, runs[i])
                if bar and not np.shape(self.space[bar]):
                    tree = numbers_first(tree)
                self._hand(record, x, qualified(tree), (origin, f": derivative {books[i]}", table))
            return
        notes = origin, f": {WAYS.get(rule.name, MOVED)}", table
        for i, x in parents:
            if rule.name == "getitem":
                self._hand_entries(record, x, notes)
            else:
                self._hand(record, x, self._back(record, i), notes)

    def _bar(self, record: Record, whole: bool = False) -> str:
        """Return the adjoint of a step, if need be as a `whole` array."""
        if record is self.output:
            return "1.0"
        bar, shape = f"{self._name(record)}_bar", np.shape(record.value)
        given = np.shape(self.space[bar])
        if whole and given != shape:
            copied = f"np.broadcast_to({bar}, {shape})" if given else ""
            self._add(f"{bar} = {copied or f'np.full({shape_text(shape)}, {bar})'}")
        return bar

    def _back(self, record: Record, i: int) -> str:
        """Return the adjoint of argument i of a step that is not elementwise."""
        name, call, bar = record.function.name, self.words.call(record), self._bar(record)
        if name in SAME and not self._shape(bar):
            return bar
        bar = self._bar(record, whole=name != "where")
        if name in BACK:
            return BACK[name](call, i, bar)
        if is_mover(record):
            return moved_back(call, bar)
        return f"{self.words.own(record)}_pull({', '.join([str(i), bar, call.name, *call.args])})"

    def _hand(self, record: Record, x: Record, text: str, notes: tuple[str, ...]) -> None:
        """Write that the adjoint of `x` gets what `text` stands for, from a step."""
        rule, whole, shape = record.function, np.shape(record.value), np.shape(x.value)
        given = self._shape(text, whole if isinstance(rule, Elementwise) else shape)
        if isinstance(rule, Elementwise) or rule.name in ("where", "broadcast_to"):
            text = unbroadcast(text, given, whole, shape)
        elif np.broadcast_shapes(given, shape) != shape:
            text = unbroadcast(text, given, given, shape)
        target, marks = f"{self._name(x)}_bar", self._marks(record, x)
        if x not in self.held:
            self.held.add(x)
            self._add(f"{target} = {text}", *notes, **marks)
            return
        old, more = np.shape(self.space[target]), self._shape(text, shape)
        # Only what belongs to this name alone may be written into.
        shared = isinstance(self.space[target], np.ndarray) and not self._is_own(target)
        grows = np.broadcast_shapes(old, more) != old or shared
        self._add(f"{target} {f'= {target} +' if grows else '+='} {text}", *notes, **marks)

    def _marks(self, record: Record, x: Record) -> dict[str, str]:
        return {"child": self._name(record), "parent": self._name(x)}

    def _is_own(self, target: str) -> bool:
        array = self.space[target]
        others = (y for name, y in self.space.items() if name != target)
        free = isinstance(array, np.ndarray) and array.base is None
        return free and not any(y is array for y in others)

    def _hand_entries(self, record: Record, x: Record, notes: tuple[str, ...]) -> None:
        """Write that entries of an adjoint get something, in place."""
        index, shape, target = record.options["index"], np.shape(x.value), f"{self._name(x)}_bar"
        bar, first = self._bar(record), x not in self.held
        if first:
            self.held.add(x)
            self._add(f"{target} = np.zeros({shape_text(shape)})")
        elif not self._is_own(target) or np.shape(self.space[target]) != shape:
            self._add(f"{target} = {target} + np.zeros({shape_text(shape)})")
        taken = np.arange(np.prod(shape, dtype=int)).reshape(shape)[index]
        place = index_text(self.words.text, index)
        code = f"{target}[{place}] {'=' if first else '+='} {bar}"
        if np.unique(taken).size < taken.size:
            # Of entries that were taken twice += would add one only.
            code = f"np.add.at({target}, np.s_[{place}], {bar})"
        self._add(code, *notes, **self._marks(record, x))

    def _return(self) -> None:
        """Write the end: gradients of the inputs' shapes, which belong to the caller alone."""
        results = []
        for name, record in self.inputs.items():
            shape, bar = np.shape(record.value), f"{name}_bar"
            if record not in self.held:
                self._add(f"{bar} = np.zeros({shape_text(shape)})" if shape else f"{bar} = 0.0")
            elif shape and np.shape(self.space[bar]) != shape:
                self._add(f"{bar} = {bar} + np.zeros({shape_text(shape)})")
            elif shape and not self._is_own(bar):
                self._add(f"{bar} = {bar}.copy()")
            results.append(bar if shape else f"float({bar})")
        gradient = f"({', '.join(results)})" if len(results) > 1 else results[0]
        self._say(f"return float({self.words.text(self.output)}), {gradient}")

    def printed(self) -> list[Line]:
        """Return the program line by line, without what it imports."""
        head = f"def {self.title}({', '.join(self.inputs)}):"
        return [Line(head), Line(f"    {DOCUMENTED}"), *self.lines]

    def given(self) -> dict[str, Any]:
        """Return what the compiled program needs and its text does not say."""
        checks = {"_ndarray": np.ndarray, "_float": np.dtype(float), "_array": _array}
        numbers = {"_float64": np.float64, "_vdot": np.vdot, "_sum": np.add.reduce}
        return {**checks, **numbers, **self.words.functions, **self.words.data}

    def source(self) -> str:
        """Return the text of the program, with what it imports, and arrays of few numbers."""
        data, functions = self.words.data, self.words.functions
        few = {name: x for name, x in data.items() if x.size <= _FEW}
        many = [f"{name} of shape {x.shape}" for name, x in data.items() if name not in few]
        head = "import numpy as np\n\n"
        if many:
            head += f"# Not in this text, arrays that the function uses: {', '.join(many)}.\n"
        if functions:
            head += f"# Not in this text, rules that have none: {', '.join(functions)}.\n"
        for name, x in few.items():
            written = np.array2string(x, separator=", ", floatmode="unique", threshold=_FEW + 1)
            flat = " ".join(written.split()).replace("nan", "np.nan").replace("inf", "np.inf")
            head += f"{name} = np.array({flat}, dtype=np.{x.dtype})\n"
        text = "".join(f"{line.text}\n" for line in self.printed())
        return f"{head.rstrip()}\n\n\n{text}"

    def guarded(self) -> str:
        """Return the same program as a function that calls `_otherwise` where it does not hold."""
        inputs = [(name, np.shape(record.value)) for name, record in self.inputs.items()]
        arrays = [
            f"if type({p}) is not _ndarray or {p}.dtype is not _float: {p} = _array({p})"
            if shape
            else f"if type({p}) is not _float64: {p} = _float64(_number({p}))"
            for p, shape in inputs
        ]
        taken = tuple(f"    {p} = np." for p, _ in inputs)
        body = [line.text for line in self.lines[:-1] if not line.text.startswith(taken)]
        sums = [
            _finite_sum(f"{p}_bar", math.prod(shape)) if shape else f"{p}_bar"
            for p, shape in inputs
        ]
        return _GUARDED.format(
            title=self.title,
            parameters=", ".join(self.inputs),
            arrays=indent("\n".join(arrays), " " * 8),
            body=indent("\n".join(body), "    "),
            total=" + ".join([self.words.text(self.output), *sums]),
            result=self.lines[-1].text.strip(),
        )


def _finite_sum(bar: str, size: int) -> str:
    # A product takes less time than a sum, but for long vectors it wakes threads, and waits.
    return f"_vdot({bar}, {bar})" if size <= _LONG else f"_sum({bar}, axis=None)"


def _array(x: Any) -> Any:
    return as_leaf(x, copy=False)
