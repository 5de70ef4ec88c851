"""Operations and their derivatives as Python text over `math`.

A program that needs no array is quickest over `math`, whose functions know a few of NumPy's by
another name, and lack some.  The table says how each operation is written; derivatives come from
the book strings of `rules`.  Text becomes a syntax tree, so that names are replaced in it, and
never letters.
"""

from __future__ import annotations

import ast
import copy
import itertools
import math
import operator
import re
from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from ..core import UFUNCS, Elementwise

# After a bar: derivatives that lose fewer digits than the book's.  After an `if`: what a NaN in a
# later argument asks for, since Python's max(a, b) returns a if b is NaN.
_TABLE = """
add: a + b
subtract: a - b
multiply: a * b
divide: a / b | 1 / b | -(a / b) / b
negative: -w
positive conjugate: +w
power float_power: a**b
square: w * w
reciprocal: 1 / w
arcsin: asin(w) | 1 / sqrt((1 - w) * (1 + w))
arccos: acos(w) | -1 / sqrt((1 - w) * (1 + w))
arctan: atan(w)
arctan2: atan2(a, b)
arcsinh: asinh(w)
arccosh: acosh(w) | 1 / (sqrt(w - 1) * sqrt(w + 1))
arctanh: atanh(w) | 1 / ((1 - w) * (1 + w))
hypot: hypot(a, b) | a / hypot(a, b) | b / hypot(a, b)
logaddexp: max(a, b) + log1p(exp(-abs(a - b))) | exp(a - logaddexp(a, b)) | exp(b - logaddexp(a, b))
logaddexp2: max(a, b) + log2(1 + exp2(-abs(a - b))) \
    | exp2(a - logaddexp2(a, b)) | exp2(b - logaddexp2(a, b))
maximum fmax: max(a, b) if b == b else b
minimum fmin: min(a, b) if b == b else b
clip: min(max(a, b), c) if b == b and c == c else nan
absolute fabs: abs(w)
remainder: a % b
fmod: fmod(a, b)
deg2rad radians: radians(w)
rad2deg degrees: degrees(w)
sign: (w > 0) - (w < 0)
rint round: round(w)
trunc fix: trunc(w)
heaviside: (a > 0) + b * (a == 0)
floor_divide: a // b
less: a < b
less_equal: a <= b
greater: a > b
greater_equal: a >= b
equal: a == b
not_equal: a != b
"""
_SAME = """sin cos tan sinh cosh tanh sqrt cbrt exp exp2 expm1 log log2 log10 log1p floor ceil
    isnan isinf isfinite"""
TEXTS: dict[Callable[..., Any], list[str]] = {
    getattr(np, name): re.split(r"\s+\| ", texts)
    for names, texts in (
        *(line.split(": ") for line in _TABLE.strip().split("\n")),
        *((name, f"{name}(w)") for name in _SAME.split()),
    )
    for name in names.split()
}
"""NumPy function to its text, and to those of its partials if they are not the book's."""

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
RESERVED = {
    *re.findall(r"[a-z]\w+", str([*TEXTS.values(), *(rule.book for rule in UFUNCS.values())])),
    *("array", "float", "map", "np"),
}
"""Names with a meaning in a program, which no variable may have."""


def letters(count: int, taken: Collection[str] = ()) -> list[str]:
    """Names for the steps of a graph: a, b, c, ... as in Eq. B.24, or v1, v2, ... if many.

    >>> letters(5, taken=("c", "w"))
    ['a', 'b', 'd', 'e', 'f']
    """
    many = (f"v{i}" for i in itertools.count(1))
    few = "abcdefghijkmnopqrstuvwxyz" if count <= 20 else ""
    free = (name for name in itertools.chain(few, many) if name not in taken)
    return list(itertools.islice(free, count))


def placeholders(count: int) -> str:
    """Names of the arguments in a book string."""
    return "w" if count == 1 else "abcdefghijklmnop"[:count]


def numpy_function(rule: Elementwise) -> Any:
    """Return the NumPy function of a rule, or None if no text is known for it."""
    # Python's a**b has a rule of its own.
    function = np.power if rule.fun is operator.pow else rule.fun
    return function if function in TEXTS else None


def constant(x: Any) -> ast.expr:
    """Write a plain number."""
    x = x if type(x) is int else float(x)
    minus = math.copysign(1, x) < 0
    return ast.UnaryOp(ast.USub(), ast.Constant(-x)) if minus else ast.Constant(x)


def number(tree: ast.expr) -> Any:
    """Return the plain number that is written here, or None."""
    try:
        return ast.literal_eval(tree)
    except ValueError:
        return None


class _Writer(ast.NodeTransformer):
    def __init__(self, values: dict[str, ast.expr], over_math: bool, own: str, name: str) -> None:
        self.values, self.over_math, self.own, self.name = values, over_math, own, name

    def visit(self, node: Any) -> Any:
        node = super().visit(node)
        return ast.Name(self.name) if self.own and ast.dump(node) == self.own else node

    def visit_Name(self, node: ast.Name) -> Any:  # noqa: N802
        # A copy, because a node that stands in two places is printed with one's brackets in both.
        return copy.copy(self.values.get(node.id, ast.Name(node.id)))

    def visit_Call(self, node: ast.Call) -> Any:  # noqa: N802
        self.generic_visit(node)
        name = ast.unparse(node.func)
        text = TEXTS.get(getattr(np, name, print), [name + "("])[0]
        if not self.over_math or text.startswith(name + "("):
            return node
        return write(text, dict(zip(placeholders(len(node.args)), node.args, strict=True)))

    def visit_BinOp(self, node: ast.BinOp) -> Any:  # noqa: N802
        self.generic_visit(node)
        base, exponent = number(node.left), number(node.right)
        if not (self.over_math and isinstance(node.op, ast.Pow)):
            return node
        if self.own and exponent == 2 and isinstance(node.left, ast.Name):
            # In a derivative speed counts, and Python multiplies sooner than it raises to a power.
            return ast.BinOp(node.left, ast.Mult(), node.left)
        if (base is not None and base > 0) or (exponent is not None and exponent % 1 == 0):
            return node
        # Python gives a complex number for the root of a negative one; math.pow refuses.
        return ast.Call(ast.Name("pow"), [node.left, node.right], [])


def write(
    text: str,
    values: dict[str, ast.expr],
    over_math: bool = True,
    own: ast.expr | None = None,
    name: str = "",
) -> ast.expr:
    """Return `text` with `values` for its names, and `name` wherever it computes `own` again.

    Functions that `math` lacks are written out, if the text is to run over `math`.
    """
    known = "" if own is None else ast.dump(own)
    tree: ast.expr = _Writer(values, over_math, known, name).visit(
        ast.parse(text, mode="eval").body
    )
    return tree


def by_base(exponent: Any) -> str:
    """Return the derivative of a power by its base a, for an exponent that is a number."""
    n = exponent if type(exponent) is int else float(exponent)
    return "2 * a" if n == 2 else f"{n:.0f}" if n in (0, 1) else f"{n!r} * a**({n - 1!r})"


def scaled(bar: str, partial: ast.expr) -> ast.expr:
    """Write an adjoint times a partial derivative; without a `bar` the adjoint is 1."""
    factor = number(partial)
    if not bar:
        if factor is not None:
            return constant(float(factor))
        # Truth values and whole numbers become floats by the product.
        whole = any(
            isinstance(n, ast.Compare) or getattr(n, "id", "") in ("floor", "trunc")
            for n in ast.walk(partial)
        )
        return ast.BinOp(ast.Constant(1.0), ast.Mult(), partial) if whole else partial
    if factor in (1, -1):
        return ast.Name(bar) if factor == 1 else ast.UnaryOp(ast.USub(), ast.Name(bar))
    if isinstance(partial, ast.BinOp) and isinstance(partial.op, ast.Div):
        return ast.BinOp(scaled(bar, partial.left), ast.Div(), partial.right)
    return ast.BinOp(ast.Name(bar), ast.Mult(), partial)
