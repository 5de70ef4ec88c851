"""A typed formula worked out in fifty digits and more, by mpmath.

The parser's steps are NumPy functions; each has its counterpart here, which gives what NumPy would
give if floats were long enough: infinite where NumPy divides by 0, NaN outside of a domain.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Any

# A number of mpmath's.
Long = Any
# How far values are from where a step jumps, has a kink or is singular.
_EDGES: dict[str, Callable[..., Long]] = {
    **dict.fromkeys(("absolute", "sign", "sqrt", "cbrt", "log", "log2", "log10"), lambda x: x),
    **dict.fromkeys(("arcsin", "arccos", "arccosh", "arctanh"), lambda x: abs(x) - 1),
    **dict.fromkeys(("less", "less_equal", "greater", "greater_equal"), operator.sub),
    **dict.fromkeys(("maximum", "minimum"), operator.sub),
    **dict.fromkeys(("floor", "ceil"), lambda x: x - int(x + (0.5 if x > 0 else -0.5))),
    **dict.fromkeys(("hypot", "arctan2"), lambda a, b: 0),
    "divide": lambda a, b: b,
    "log1p": lambda x: x + 1,
    "power": lambda a, b: 1 if b == int(b) and b >= 0 else a,
    "where": lambda condition, a, b: condition,
}
_NEAR = 2.0**-40
# Beyond it a power of e is 0 or infinite here, as with floats it long is.
_HUGE = 10**9


class LongFormula:
    """A parsed formula of one input, worked out with as many bits as wanted.

    >>> from widgets.functions import parse_formula
    >>> g = LongFormula(parse_formula("(1 - cos(w))/w^2", 1))
    >>> print(float(g(1e-9, 200)), parse_formula("(1 - cos(w))/w^2", 1)(1e-9))
    0.5 0.0

    """

    def __init__(self, formula: Any):
        self.steps, self.result = formula.steps, formula.result
        self._compiled: dict[int, tuple[Any, ...]] = {}
        self._edges: list[tuple[str, list[int]]] = []

    def context(self, bits: int) -> Any:
        """Return the arithmetic of mpmath with so many bits."""
        return _arithmetic(bits)[0]

    def __call__(self, w: Any, bits: int) -> Long:
        """Return g at a number, a float or one of mpmath's; it may be infinite or NaN."""
        return self.values(w, bits)[-1]

    def values(self, w: Any, bits: int) -> list[Long]:
        """Return the input, the constants, and all that comes on the way to g, which is last."""
        if bits not in self._compiled:
            self._compiled[bits] = self._with_bits(bits)
        number, constants, steps, result = self._compiled[bits]
        values = [number(w), *constants]
        for function, places in steps:
            values.append(function(*[values[place] for place in places]))
        values.append(values[result])
        return values

    def is_clear_of_edges(self, values: list[Long]) -> bool:
        """Whether every step is analytic for all values within 2**-40 of the ones it has."""
        for name, places in self._edges:
            distance = abs(_EDGES[name](*[values[place] for place in places]))
            if not distance > _NEAR:
                return False
        return True

    def _with_bits(self, bits: int) -> tuple[Any, ...]:
        """Return constants as long numbers, and for each step its function and where to look."""
        m, functions = _arithmetic(bits)
        parts = [part for _, parts in self.steps for part in parts] + [self.result]
        constants = [part for part in parts if type(part) is float]
        among = iter(range(1, len(constants) + 1))

        def place(part: int | float) -> int:
            return next(among) if type(part) is float else int(part) + len(constants) * (part > 0)

        placed = [(name, [place(part) for part in parts]) for name, parts in self.steps]
        self._edges = [step for step in placed if step[0] in _EDGES]
        steps = [(functions[name], places) for name, places in placed]
        return m.mpf, [m.mpf(x) for x in constants], steps, place(self.result)


@lru_cache(maxsize=64)
def _arithmetic(bits: int) -> tuple[Any, dict[str, Callable[..., Long]]]:
    """Return mpmath with so many bits, and its functions by the names that NumPy gives them."""
    import mpmath  # takes a moment, so only where a truth is asked for

    m = mpmath.MPContext()
    m.prec = bits
    inf, nan = m.inf, m.nan

    def real(function: Callable[..., Long]) -> Callable[..., Long]:
        """Return a function that is NaN where it is complex or mpmath cannot tell."""

        def on_reals(*args: Long) -> Long:
            for a in args:
                if a != a:
                    return nan
            try:
                y = function(*args)
            except (ArithmeticError, ValueError):
                return nan
            return y if isinstance(y, m.mpf) else nan

        return on_reals

    def exp(x: Long) -> Long:
        if abs(x) > _HUGE:
            return inf if x > 0 else m.zero
        return m.exp(x)

    def sinh(x: Long) -> Long:
        return m.sinh(x) if abs(x) < _HUGE else x * inf

    def turning(function: Callable[[Long], Long]) -> Callable[[Long], Long]:
        # Of a number so large the angle would take thousands of digits.
        return lambda x: function(x) if abs(x) < m.mpf("1e1000") else nan

    def divide(a: Long, b: Long) -> Long:
        return a / b if b else a * inf

    def power(a: Long, b: Long) -> Long:
        if not a:
            return inf if b < 0 else m.one if not b else m.zero
        if not b or a == 1:
            return m.one
        size = b * m.log(abs(a))
        if abs(size) > _HUGE:
            far = exp(size)
            odd = a < 0 and (not m.isint(b) or b % 2)
            return (nan if not m.isint(b) else -far) if odd else far
        return a ** (int(b) if m.isint(b) and abs(b) < _HUGE else b)

    def logaddexp(a: Long, b: Long) -> Long:
        return a if a == b == inf else max(a, b) + m.log1p(exp(-abs(a - b)))

    def truth(holds: Callable[[Long, Long], bool]) -> Callable[[Long, Long], Long]:
        return lambda a, b: m.one if holds(a, b) else m.zero

    half = m.pi / 2
    functions = {
        "divide": divide,
        "power": power,
        "less": truth(lambda a, b: a < b),
        "less_equal": truth(lambda a, b: a <= b),
        "greater": truth(lambda a, b: a > b),
        "greater_equal": truth(lambda a, b: a >= b),
        "sin": turning(m.sin),
        "cos": turning(m.cos),
        "tan": turning(m.tan),
        "sinh": sinh,
        "cosh": lambda x: m.cosh(x) if abs(x) < _HUGE else inf,
        "tanh": lambda x: m.tanh(x) if abs(x) < _HUGE else m.sign(x),
        "arcsin": m.asin,
        "arccos": m.acos,
        "arctan": lambda x: m.atan(x) if abs(x) != inf else m.sign(x) * half,
        "arctan2": m.atan2,
        "arcsinh": m.asinh,
        "arccosh": m.acosh,
        "arctanh": lambda x: m.atanh(x) if abs(x) != 1 else x * inf,
        "exp": exp,
        "exp2": lambda x: exp(x * m.ln2),
        "expm1": lambda x: m.expm1(x) if abs(x) < _HUGE else exp(x) - 1,
        "log": lambda x: m.log(x) if x else -inf,
        "log2": lambda x: m.log(x) / m.ln2 if x else -inf,
        "log10": lambda x: m.log(x) / m.ln10 if x else -inf,
        "log1p": lambda x: m.log1p(x) if x != -1 else -inf,
        "sqrt": m.sqrt,
        "cbrt": lambda x: m.sign(x) * m.cbrt(abs(x)),
        "hypot": m.hypot,
        "logaddexp": logaddexp,
        "absolute": abs,
        "sign": m.sign,
        "floor": lambda x: m.floor(x) if abs(x) != inf else x,
        "ceil": lambda x: m.ceil(x) if abs(x) != inf else x,
        "maximum": max,
        "minimum": min,
    }
    found: dict[str, Callable[..., Long]] = {name: real(f) for name, f in functions.items()}
    found |= {
        "add": operator.add,
        "subtract": operator.sub,
        "multiply": operator.mul,
        "negative": operator.neg,
        "positive": operator.pos,
        # What is not chosen may be no number.
        "where": lambda condition, a, b: a if condition else b,
    }
    return m, found
