"""A derivative written out by SymPy, and the same derivative computed by adlite, both counted."""

import itertools
import json
import pathlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

import adlite
from adlite.core import Elementwise, Primitive, Trace, TracedNumber

from .sympy_formula import SymPyFormula, call_limited, nested, point_with_value, real_hyperbolic
from .typeset import Pieces, pieces_of

PRESETS = ("w^2*sin(w^2+w)*cos(w^2+1)/log(w+1)", "tanh(w)*cos(w) + log(w)", "tanh(w)", "sin(w)")
HIGHEST = 6
"""Orders, or depths of nesting, are counted from 0 to this one."""
NESTED_ORDER = 2
"""The order of the derivative that is taken of nested functions."""
# What has more operations than this is counted, but neither differentiated nor nested any further.
_MOST = 3000
# A higher order or depth, or more operations, is not typeset but only counted.
_TYPESET_PLACE, _TYPESET_MOST = 2, 200
_STORED = pathlib.Path(__file__).with_name("expression_swell.json")


def differentiated(expression: Any, w: Any, known: dict[Any, Any]) -> Any:
    """Return what `expression.diff(w)` returns, ten times as soon, and remember it in `known`.

    SymPy asks of every part whether it is zero, and takes logarithms for every power.
    """
    import sympy

    if expression in known:
        return known[expression]
    parts = expression.args
    if expression.is_Add:
        terms = [differentiated(part, w, known) for part in parts]
    elif expression.is_Mul:
        slopes = [differentiated(part, w, known) for part in parts]
        terms = [sympy.Mul(*parts[:i], s, *parts[i + 1 :]) for i, s in enumerate(slopes) if s]
    elif expression.is_Pow and not parts[1].has(w):
        terms = [expression * (differentiated(parts[0], w, known) * parts[1] / parts[0])]
    elif expression.is_Function:
        slopes = [differentiated(part, w, known) for part in parts]
        terms = [expression.fdiff(i + 1) * s for i, s in enumerate(slopes) if s]
    else:
        terms = [expression.diff(w)]
    known[expression] = sympy.Add(*terms)
    return known[expression]


class _Counting(Trace):
    __slots__ = ("steps",)

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0

    def process(self, primitive: Primitive, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Compute one step, and count it unless it only moves numbers."""
        self.steps += isinstance(primitive, Elementwise)
        values = (a.value if isinstance(a, _Counted) and a.trace is self else a for a in args)
        return _Counted(primitive(*values, **kwargs), self)


class _Counted(TracedNumber):
    __slots__ = ("trace", "value")

    def __init__(self, value: Any, trace: _Counting):
        self.value, self.trace = value, trace


def steps_of_adlite(g: Callable[..., Any], w0: float, order: int) -> int:
    """Count the operations on numbers that depend on w in one run of `adlite.derivatives`.

    >>> steps_of_adlite(np.sin, 1.5, 1)  # sin, cos, cos times 1
    3
    """
    trace = _Counting()
    try:
        with np.errstate(all="ignore"):
            adlite.derivatives(g, _Counted(np.float64(w0), trace), order)
    finally:
        trace.close()
    return trace.steps


class OperationCounts(NamedTuple):
    """What was counted for one order or depth; but for `steps` None if that would be too long.

    `operations` and `length` are SymPy's count and the number of characters; `shared` is the
    number of operations if each part that repeats is worked out once, as found by SymPy's `cse`.
    """

    steps: int
    operations: int | None = None
    shared: int | None = None
    length: int | None = None
    pieces: Pieces | None = None
    """The derivative as it can be typeset, if it is short."""


@cache
def operation_counts(text: str, nesting: bool) -> list[OperationCounts]:
    """Count everything for orders 0 to 6, or for the second derivative at depths 0 to 6."""
    g, places = adlite.parse(text), range(HIGHEST + 1)
    w0 = point_with_value(g)
    if nesting:
        counts = [steps_of_adlite(nested(g, n), w0, NESTED_ORDER) for n in places]
    else:
        counts = [steps_of_adlite(g, w0, n) for n in places]
    # SymPy takes seconds to load and to count: what it says of the presets is kept in a file.
    found = stored_counts().get(text, {}).get(str(nesting)) or counted_by_sympy(text, nesting)
    rest: list[list[Any]] = [[]] * (len(counts) - len(found))
    return [
        OperationCounts(count, *map(as_tuples, numbers))
        for count, numbers in zip(counts, [*found, *rest], strict=True)
    ]


@cache
def stored_counts() -> dict[str, dict[str, list[Any]]]:
    """Return what SymPy counted for the presets.

    `python -m widgets.graph.swell.operation_counts` counts again.
    """
    if not _STORED.exists():
        return {}
    stored: dict[str, dict[str, list[Any]]] = json.loads(_STORED.read_text(encoding="utf-8"))
    return stored


def as_tuples(pieces: Any) -> Any:
    """Return lists within lists as tuples, as they were before they were stored."""
    return tuple(map(as_tuples, pieces)) if isinstance(pieces, list) else pieces


def counted_by_sympy(text: str, nesting: bool) -> list[list[Any]]:
    """Return SymPy's counts for each order or depth that is not too long."""
    found: list[list[Any]] = []
    expressions = written_out(text, nesting)
    first = next(expressions)  # loads SymPy, which is not to be counted

    def count() -> None:
        for place, expression in enumerate(itertools.chain([first], expressions)):
            found.append(_counts_of(expression, place))

    call_limited(count)
    return found


def written_out(text: str, nesting: bool) -> Iterator[Any]:
    """Yield SymPy's derivatives of orders or at depths 0, 1, 2, ... until one is too long."""
    formula = SymPyFormula(text)
    written = _nested_deeper(formula) if nesting else _orders(formula.at(formula.w), formula.w)
    for _, expression in zip(range(HIGHEST + 1), written, strict=False):
        # In SymPy's own functions again, so that what is counted is what SymPy gives to everybody.
        for function in real_hyperbolic().values():
            if expression.has(function):
                expression = expression.replace(function, function.__base__)
        yield expression


def _orders(expression: Any, w: Any) -> Iterator[Any]:
    """Yield an expression and its derivatives until one is too long."""
    known: dict[Any, Any] = {}
    yield expression
    while expression.count_ops() <= _MOST:
        expression = differentiated(expression, w, known)
        yield expression


def _nested_deeper(formula: SymPyFormula) -> Iterator[Any]:
    """Yield the derivative of the formula at depth 0, 1, 2, ... until one is too long."""
    inner, w = formula.w, formula.w
    while True:
        found = [e for _, e in zip(range(NESTED_ORDER + 1), _orders(inner, w), strict=False)]
        if len(found) <= NESTED_ORDER:
            return
        yield found[NESTED_ORDER]
        if found[NESTED_ORDER].count_ops() > _MOST:
            return
        inner = formula.at(inner)


def _counts_of(written: Any, place: int) -> list[Any]:
    import sympy

    operations = int(written.count_ops())
    named, (rest,) = sympy.cse(written)
    shared = rest.count_ops() + sum(part.count_ops() for _, part in named)
    short = place <= _TYPESET_PLACE and operations <= _TYPESET_MOST
    return [operations, int(shared), _length(written), pieces_of(written) if short else None]


def _length(expression: Any) -> int:
    """Return len(str(expression)), printing each part once however often it repeats."""
    from sympy.printing.str import StrPrinter

    class Printer(StrPrinter):  # type: ignore[misc]  # SymPy has no types
        printed: dict[Any, str] = {}

        def _print(self, part: Any, **options: Any) -> str:
            if part not in self.printed:
                self.printed[part] = super()._print(part, **options)
            return self.printed[part]

    return len(Printer().doprint(expression))


if __name__ == "__main__":
    counts = {text: {str(n): counted_by_sympy(text, n) for n in (False, True)} for text in PRESETS}
    lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in counts.items())
    _STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
