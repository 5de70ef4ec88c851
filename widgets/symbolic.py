"""A derivative written out by SymPy, and the same derivative computed by adlite, both counted."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

import adlite
from adlite.dispatch import TracedNumber
from adlite.primitives import Elementwise, Primitive, Trace

from .in_sympy import Formula, at_most, hyperbolic

HIGHEST = 6
"""Orders, or depths of nesting, are counted from 0 to this one."""
NESTED_ORDER = 2
"""The order of the derivative that is taken of nested functions."""
# What has more operations than this is counted, but neither differentiated nor nested any further.
_MOST = 3000


def differentiated(expression: Any, w: Any, known: dict) -> Any:
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

    def process(self, primitive: Primitive, args: tuple, kwargs: dict) -> Any:
        """Compute one step, and count it unless it only moves numbers."""
        self.steps += isinstance(primitive, Elementwise)
        values = (a.value if isinstance(a, _Counted) and a.trace is self else a for a in args)
        return _Counted(primitive(*values, **kwargs), self)


class _Counted(TracedNumber):
    __slots__ = ("trace", "value")

    def __init__(self, value: Any, trace: _Counting):
        self.value, self.trace = value, trace


def steps(g: Callable, w0: float, order: int) -> int:
    """Count the operations on numbers that depend on w in one run of `adlite.derivatives`.

    >>> steps(np.sin, 1.5, 1)  # sin, cos, cos times 1, divided by 1; and times 0! and 1!
    6
    """
    trace = _Counting()
    with np.errstate(all="ignore"):
        adlite.derivatives(g, _Counted(np.float64(w0), trace), order)
    return trace.steps


class Size(NamedTuple):
    """What was counted for one order or depth; `written` is None if that would be too long.

    `operations` and `length` are SymPy's count and the number of characters; `shared` is the
    number of operations if each part that repeats is worked out once, as found by SymPy's `cse`.
    """

    steps: int
    written: Any = None
    operations: int = 0
    shared: int = 0
    length: int = 0


@cache
def sizes(text: str, nesting: bool) -> list[Size]:
    """Count everything for orders 0 to 6, or for the second derivative at depths 0 to 6."""
    formula, places = Formula(text), range(HIGHEST + 1)
    if nesting:
        counts = [steps(formula.nested(n), formula.w0, NESTED_ORDER) for n in places]
        written = _of_nested(formula)
    else:
        counts = [steps(formula.g, formula.w0, n) for n in places]
        written = _orders(formula.of(formula.w), formula.w)
    found: list[Size] = []
    with at_most():
        for count, expression in zip(counts, written, strict=False):
            found.append(_size(count, expression))
    return found + [Size(count) for count in counts[len(found) :]]


def _orders(expression: Any, w: Any) -> Iterator[Any]:
    """Yield an expression and its derivatives until one is too long."""
    known: dict = {}
    yield expression
    while expression.count_ops() <= _MOST:
        expression = differentiated(expression, w, known)
        yield expression


def _of_nested(formula: Formula) -> Iterator[Any]:
    """Yield the derivative of the formula at depth 0, 1, 2, ... until one is too long."""
    inner, w = formula.w, formula.w
    while True:
        found = [e for _, e in zip(range(NESTED_ORDER + 1), _orders(inner, w), strict=False)]
        if len(found) <= NESTED_ORDER:
            return
        yield found[NESTED_ORDER]
        if found[NESTED_ORDER].count_ops() > _MOST:
            return
        inner = formula.of(inner)


def _size(count: int, written: Any) -> Size:
    import sympy

    # In SymPy's own functions again, so that what is counted is what SymPy gives to everybody.
    for function in hyperbolic().values():
        if written.has(function):
            written = written.replace(function, function.__base__)
    named, (rest,) = sympy.cse(written)
    shared = rest.count_ops() + sum(part.count_ops() for _, part in named)
    return Size(count, written, int(written.count_ops()), int(shared), _length(written))


def _length(expression: Any) -> int:
    """Return len(str(expression)), printing each part once however often it repeats."""
    from sympy.printing.str import StrPrinter

    class Printer(StrPrinter):
        printed: dict = {}

        def _print(self, part: Any, **options: Any) -> str:
            if part not in self.printed:
                self.printed[part] = super()._print(part, **options)
            return self.printed[part]

    return len(Printer().doprint(expression))
