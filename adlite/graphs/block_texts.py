"""The texts of a graph of blocks: operations, partials and conditions, in terms of names."""

from __future__ import annotations

import ast
import math
from typing import Any

import numpy as np

from ..core import Elementwise
from ..formulas import as_text
from ..programs import (
    OPPOSITE,
    TEXTS,
    by_base,
    constant,
    numpy_function,
    placeholders,
    write,
)
from .vertices import OPERATIONS, Vertex
from .words import brief, neat


def texts(v: Vertex) -> tuple[str, tuple[str, ...]]:
    """Return the operation in terms of names, and for each parent its partial derivative."""
    trees = [ast.Name(a.name) if isinstance(a, Vertex) else _constant(a) for a in v.args]
    values = dict(zip(placeholders(len(trees)), trees, strict=True))
    books: list[str] = []
    function = None
    if isinstance(v.primitive, Elementwise):
        function, books = numpy_function(v.primitive), list(v.primitive.book)
        if function in (np.power, np.float_power) and _is_number(v.args[1]):
            books = [by_base(v.args[1])]
    if function is not None:
        text = OPERATIONS.get(function) or TEXTS[function][0].split(" if ")[0]
    elif v.primitive.name == "matmul":
        text = "a @ b"
    elif v.primitive.name == "getitem":
        text = f"w[{_index(v.options['index'])}]"
    else:
        text = f"{v.primitive.name}({', '.join([*values, *options_of(v.options)])})"

    if isinstance(v.primitive, Elementwise) and not books:
        # A rule of the reader's own says its partials only as functions.
        count, call = len(v.primitive.partials), f"({text}, {', '.join(values)})"
        marks = [""] if count == 1 else map(str, range(1, count + 1))
        books = [f"{v.primitive.name}_partial{mark}{call}" for mark in marks]

    def written(text: str) -> str:
        return neat(as_text(write(text, values, over_math=False)))

    partials = []
    for k, i in enumerate(places_of(v)):
        rows, columns = sizes_of(v, k)
        partials.append(f"Jacobian({rows}, {columns})" if mixes(v, k) else written(books[i]))
    return written(text), tuple(partials)


def _constant(x: Any) -> ast.expr:
    return constant(x) if _is_number(x) else ast.parse(brief(x), mode="eval").body


def _is_number(x: Any) -> bool:
    return not isinstance(x, Vertex) and np.ndim(x) == 0


def places_of(v: Vertex) -> list[int]:
    """Return which of the arguments are parents."""
    return [i for i, a in enumerate(v.args) if isinstance(a, Vertex)]


def mixes(v: Vertex, k: int) -> bool:
    """Whether an entry is made of others than the entry of parent k in the same place."""
    return not isinstance(v.primitive, Elementwise) or v.parents[k].shape != v.shape


def sizes_of(v: Vertex, k: int) -> tuple[int, int]:
    """Return how many rows and columns the local Jacobian by parent k has."""
    return math.prod(v.shape), math.prod(v.parents[k].shape)


def declared(v: Vertex) -> str:
    """Write a name with its shape, as in w:(3,)."""
    return f"{v.name}:({', '.join(map(str, v.shape))}{',' * (len(v.shape) == 1)})"


def options_of(options: dict[str, Any]) -> list[str]:
    """Write the options that say more than that nothing was chosen."""
    chosen = ((k, x) for k, x in options.items() if x is not None and x is not False)
    return [f"{k}={_index(x) if k == 'index' else _option(x)}" for k, x in chosen]


def _option(x: Any) -> str:
    return brief(x) if isinstance(x, np.ndarray) else repr(x)


def _index(index: Any) -> str:
    """Write what stands in brackets behind an array.

    >>> _index((slice(None, 2), 0))
    ':2, 0'
    """
    if isinstance(index, tuple):
        return ", ".join(map(_index, index))
    if isinstance(index, slice):
        ends = ("" if x is None else str(x) for x in (index.start, index.stop))
        return ":".join([*ends, *[str(index.step)] * (index.step is not None)])
    return "..." if index is ... else _option(index)


def condition(function: Any, args: list[Any], answer: Any) -> str:
    """Write a question and its answer as a condition."""
    trees = [ast.Name(a.name) if isinstance(a, Vertex) else _constant(a) for a in args]
    name = function.func.__name__
    text, names = f"{name}({', '.join(placeholders(len(trees)))})", placeholders(len(trees))
    text = TEXTS.get(function.func, [text])[0]
    if np.ndim(answer) == 0 and not answer and (sign := text[2:-2]) in OPPOSITE:
        text = f"a {OPPOSITE[sign]} b"
    elif np.ndim(answer) or not isinstance(answer, bool | np.bool_) or not answer:
        text = f"({text}) == {brief(answer)}"
    return as_text(write(text, dict(zip(names, trees, strict=True)), over_math=False))
