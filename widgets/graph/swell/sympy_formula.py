"""A typed formula as a SymPy expression, built from what `adlite.parse` has let pass.

SymPy takes a second or two to import, so only what needs it imports it.
"""

import ast
import math
import operator
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import adlite

from ...functions import parse_formula
from ...live import InputError

# SymPy's rules can take minutes to decide what a number is; they are stopped after some seconds.
CALLS = 4_000_000

_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
_INVERTED = ("sin", "cos", "tan", "sinh", "cosh", "tanh")
_IN_SYMPY = {
    **{name: f"{name}(a)" for name in ("cot", "sec", "csc", "exp", "log", "sqrt", *_INVERTED)},
    **{f"arc{name}": f"a{name}(a)" for name in _INVERTED},
    "arctan2": "atan2(a, b)",
    "hypot": "sqrt(a**2 + b**2)",
    "square": "a**2",
    "cbrt": "a**(1/3)",
    "exp2": "2**a",
    "expm1": "exp(a) - 1",
    "logaddexp": "log(exp(a) + exp(b))",
    "log2": "log(a)/log(2)",
    "log10": "log(a)/log(10)",
    "log1p": "log(1 + a)",
    "sigmoid": "1/(1 + exp(-a))",
    "softplus": "log(1 + exp(a))",
}


class SymPyFormula:
    """A smooth formula in one input: `g` is the function to run, `at(x)` is written out in SymPy.

    Raises:
        InputError: the text cannot be read, has several inputs, kinks, or no values.

    >>> formula = SymPyFormula("w^2 * sin(w)")
    >>> formula.at(formula.w)
    w**2*sin(w)

    """

    def __init__(self, text: str):
        import sympy

        g: Any = parse_formula(text, 1)
        tree: Any = ast.parse(g.formula, mode="eval")
        self.g, self._tree = g, tree.body
        self.w = sympy.Symbol(g.inputs[0], real=True)
        written = call_limited(lambda: self.at(self.w))
        written = sympy.nan if written is None else written
        endless = written.has(sympy.zoo, sympy.nan, sympy.oo, -sympy.oo)
        if endless or math.isnan(point_with_value(g)):
            raise InputError(f"{text!r} gives no number where it was tried: write another formula.")
        if written.has(sympy.Abs):
            raise InputError(f"{text!r} has a kink, as abs has: write a smooth formula.")

    def at(self, x: Any) -> Any:
        """Return the SymPy expression of the formula with x for its input."""
        import sympy

        return self._written(self._tree, {str(self.w): x, "pi": sympy.pi, "e": sympy.E})

    def _written(self, node: Any, values: dict[str, Any]) -> Any:
        """Write out a tree, made of a text that `adlite.parse` has let pass."""
        import sympy

        if isinstance(node, ast.Name):
            return values[node.id]
        powered = isinstance(node, ast.Call) or isinstance(getattr(node, "op", None), ast.Pow)
        if isinstance(node, ast.Constant) or (powered and not self._varies(node)):
            # An exact 9^9^9 would never end: what numbers alone give, adlite works out as a float.
            number = adlite.parse(ast.unparse(node))(0.0)
            whole = number.is_integer() and abs(number) < 1e15
            return sympy.Integer(number) if whole else sympy.Float(number)
        if isinstance(node, ast.Compare) or (powered and _name(node) not in ("", *_IN_SYMPY)):
            kind = _name(node) or "a comparison"
            raise InputError(
                f"{kind} makes kinks or jumps: write a smooth formula, as softplus(w)."
            )
        parts = [self._written(part, values) for part in _parts(node)]
        if isinstance(node, ast.Call):
            names = dict(zip("ab", parts, strict=False), **real_hyperbolic())
            return sympy.sympify(_IN_SYMPY[_name(node)], names)
        return _OPERATORS[type(node.op)](*parts)

    def _varies(self, node: Any) -> bool:
        return any(getattr(part, "id", "") == str(self.w) for part in ast.walk(node))


def point_with_value(g: Callable[..., Any]) -> float:
    """Return an input where a function has a value, or NaN."""
    points = (1.5, 0.5, 3.0, -0.5, -1.5, 10.0)
    return next((w for w in points if math.isfinite(g(w))), math.nan)


def nested(g: Callable[..., Any], depth: int) -> Callable[..., Any]:
    """Return a function put into itself, `depth` times in all."""

    def chain(w: Any) -> Any:
        for _ in range(depth):
            w = g(w)
        return w

    return chain


@cache
def real_hyperbolic() -> dict[str, Any]:
    """Return SymPy's hyperbolic functions, known to be real.

    Otherwise SymPy can ask for minutes whether one is, as for tanh(sqrt(1 - w**2)).
    """
    import sympy

    class sinh(sympy.sinh):  # type: ignore[misc]  # SymPy has no types
        is_real = True

        def fdiff(self, argindex: int = 1) -> Any:
            return cosh(*self.args)

    class cosh(sympy.cosh):  # type: ignore[misc]
        is_real = True

        def fdiff(self, argindex: int = 1) -> Any:
            return sinh(*self.args)

    class tanh(sympy.tanh):  # type: ignore[misc]
        is_real = True

    return {"sinh": sinh, "cosh": cosh, "tanh": tanh}


def _name(node: Any) -> str:
    called: Any = node.func if isinstance(node, ast.Call) else None
    return str(called.id) if called else ""


def _parts(node: Any) -> list[Any]:
    if isinstance(node, ast.Call):
        return node.args
    return [node.operand] if isinstance(node, ast.UnaryOp) else [node.left, node.right]


class _TooManyCalls(BaseException):
    """Raised inside SymPy, which catches some exceptions, but none of this kind."""


def call_limited(function: Callable[[], Any], calls: int = CALLS) -> Any:
    """Return what a function returns, or None if it makes more calls than this.

    Calls are counted, not seconds, so that the answer is the same on every machine.
    """
    left = calls

    def count(_: Any, event: str, __: Any) -> None:
        nonlocal left
        left -= event == "call"
        if left < 0 and event == "call":
            raise _TooManyCalls

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        return function()
    except _TooManyCalls:
        return None
    finally:
        sys.setprofile(before)
