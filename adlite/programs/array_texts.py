"""Operations and derivatives as Python text over NumPy, for whole arrays.

Elementwise steps are written as the rules' book strings say, and what was repeated is added up.
"""

from __future__ import annotations

import ast
import math
from typing import Any

import numpy as np

from ..core import Elementwise
from ..formulas import as_text
from .expressions import TEXTS, by_base, number, numpy_function, placeholders
from .watching import Record

# These differ from maximum and minimum where there is a NaN only, which no program is for.
_STRICT = {"fmax": "maximum", "fmin": "minimum", "fabs": "abs", "absolute": "abs"}
_BITS = {"bitwise_and": "a & b", "bitwise_or": "a | b", "invert": "~w"}


def operation_of(name: str, function: Any, count: int) -> str:
    """Return the text of a NumPy function of `count` arguments: an operator, or a call."""
    text = TEXTS.get(function, ["("])[0]
    if name in _BITS or "(" not in text:
        return _BITS.get(name, text)
    return f"{_STRICT.get(name, name)}({', '.join(placeholders(count))})"


class _Qualified(ast.NodeTransformer):
    """Writes np.tanh for tanh."""

    def visit_Call(self, node: ast.Call) -> Any:  # noqa: N802
        self.generic_visit(node)
        name = getattr(node.func, "id", "")
        if name in _NUMPY:
            node.func = ast.Name(f"np.{name}")
        return node

    def visit_Name(self, node: ast.Name) -> Any:  # noqa: N802
        return ast.Name(f"np.{node.id}") if node.id in ("pi", "inf", "nan") else node

    def visit_Constant(self, node: ast.Constant) -> Any:  # noqa: N802
        x = node.value
        return ast.Name(f"np.{x}") if isinstance(x, float) and not math.isfinite(x) else node


_NUMPY = {name for name, thing in vars(np).items() if callable(thing)}


def qualified(tree: ast.expr) -> str:
    """Print a tree with NumPy's names as those of `np`."""
    found: ast.expr = _Qualified().visit(ast.parse(ast.unparse(tree), mode="eval").body)
    return as_text(found)


def parsed(text: str) -> ast.expr:
    """Return the tree of a text that stands for a value."""
    return ast.parse(text, mode="eval").body


def elementwise(record: Record, own: str) -> tuple[str, list[str]]:
    """Return the operation of an elementwise step, and its partials as a book prints them.

    Both are in terms of w, or of a, b and c.  `own` is the name of a reader's own function.
    """
    rule: Elementwise = record.function
    function, marks = numpy_function(rule), placeholders(len(record.args))
    if function is None:
        call = f"({', '.join(marks)})"
        many = len(rule.partials) > 1
        names = [f"{own}_partial{i + 1 if many else ''}" for i in range(len(rule.partials))]
        return own + call, list(rule.book) or [f"{n}({own}{call}, {call[1:]}" for n in names]
    books = list(rule.book)
    if function in (np.power, np.float_power) and np.ndim(record.args[1]) == 0:
        exponent = record.args[1]
        books = books if isinstance(exponent, Record) else [by_base(exponent), *books[1:]]
    return operation_of(function.__name__, function, len(record.args)), books


def runs_as(record: Record, books: list[str]) -> list[str]:
    """Return the partials that lose no digits, where the book's do."""
    function = numpy_function(record.function)
    return TEXTS[function][1:] or books if function is not None else books


def numbers_first(tree: ast.expr) -> ast.expr:
    """Write n * (2 * w) as n * 2 * w, where n is a number and w an array."""
    if not (isinstance(tree, ast.BinOp) and isinstance(tree.right, ast.BinOp)):
        return tree
    inner = tree.right
    products = isinstance(tree.op, ast.Mult) and isinstance(inner.op, ast.Mult)
    if not products or number(inner.left) is None:
        return tree
    return ast.BinOp(ast.BinOp(tree.left, ast.Mult(), inner.left), ast.Mult(), inner.right)


def in_brackets(text: str) -> str:
    """Put what is no name, call or entry in brackets, so that a method can be called."""
    simple = isinstance(parsed(text), (ast.Name, ast.Call, ast.Attribute, ast.Subscript))
    return text if simple else f"({text})"


def shape_text(shape: tuple[int, ...]) -> str:
    """Write a shape as NumPy takes it: a number, or several."""
    numbers = tuple(int(n) for n in shape)
    return str(numbers[0]) if len(numbers) == 1 else str(numbers)


def unbroadcast(
    text: str, given: tuple[int, ...], whole: tuple[int, ...], shape: tuple[int, ...]
) -> str:
    """Add up what an argument of `shape` gets, where it was repeated to fill the shape `whole`.

    `given` is the shape of what `text` stands for, which may be the same for many entries.
    """
    if whole == shape:
        return text
    if given == ():
        copies = math.prod(whole) // max(1, math.prod(shape))
        return text if copies == 1 else as_text(parsed(f"{copies} * ({text})"))
    if given != whole:
        text = f"np.broadcast_to({text}, {shape_text(whole)})"
    extra = len(whole) - len(shape)
    repeated = [k + extra for k, n in enumerate(shape) if n == 1 and whole[k + extra] != 1]
    axes = (*range(extra), *repeated)
    text = in_brackets(text)
    if len(axes) == len(whole) and not shape:
        return f"{text}.sum()"
    axis = str(axes[0]) if len(axes) == 1 else str(axes)
    if not repeated:
        return f"{text}.sum(axis={axis})" if axes else f"{text}.reshape({shape_text(shape)})"
    if not extra:
        return f"{text}.sum(axis={axis}, keepdims=True)"
    return f"{text}.sum(axis={axis}).reshape({shape_text(shape)})"
