r"""A typed formula, such as `tanh(w)*cos(w) + log(w)`, as a function.

`typed` lets only numbers, known names, operators and brackets in a sensible order pass.  Of these
`ast.parse` makes a tree, and the tree is written as a list of steps, each one NumPy function.
Nothing that was typed is ever run as Python, numbers are floats, and size is bounded: a formula
cannot hang, and cannot reach anything but the functions of the table in `typed`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import errstate, ndarray

from ..programs.expressions import as_text
from .typed import (
    CONSTANTS,
    LATEX,
    LONGEST,
    MANY,
    MEANING,
    TIDY,
    WORDS,
    FormulaError,
    as_python,
    refuse,
)

# Operators: in NumPy, in LaTeX, how tightly the whole binds (0 comparison, 1 sum, 1.5 minus,
# 2 product, 4 power, 5 anything else), and how tightly its parts must bind to need no brackets.
_OPERATORS: dict[type, tuple[str, str, float, tuple]] = {
    ast.Add: ("add", "%s + %s", 1, (1, 2)),
    ast.Sub: ("subtract", "%s - %s", 1, (1, 2)),
    ast.Mult: ("multiply", "%s %s", 2, (1.5, 2)),
    ast.Div: ("divide", r"\frac{%s}{%s}", 4, (0, 0)),
    ast.Pow: ("power", "%s^{%s}", 4, (5, 0)),
    ast.USub: ("negative", "-%s", 1.5, (2,)),
    ast.UAdd: ("positive", "%s", 1.5, (1.5,)),
    ast.Mod: ("remainder", r"%s \operatorname{mod} %s", 1.5, (2, 4)),
    ast.BitAnd: ("logical_and", r"%s \wedge %s", 0, (0, 0)),
    ast.BitOr: ("logical_or", r"%s \vee %s", 0, (0, 0)),
    ast.Lt: ("less", "%s < %s", 0, (1, 1)),
    ast.LtE: ("less_equal", r"%s \leq %s", 0, (1, 1)),
    ast.Gt: ("greater", "%s > %s", 0, (1, 1)),
    ast.GtE: ("greater_equal", r"%s \geq %s", 0, (1, 1)),
    ast.Eq: ("equal", "%s = %s", 0, (1, 1)),
    ast.NotEq: ("not_equal", r"%s \neq %s", 0, (1, 1)),
}


def parse(text: str) -> Any:
    r"""Turn a typed formula into a function of the inputs that it names.

    An input is a letter, with or without a number below 1000: `w`, `w1`, `x`.  The function's
    arguments are its `.inputs`: w, w0, w1, w2, ... first, then the others as they appear; a formula
    without any is a function of w.  Arguments are numbers, arrays that broadcast, or traced values:
    as the function is made of NumPy functions, adlite can differentiate it, and autograd can too
    (by `with_autograd_numpy`).  Outside of its domain it is NaN or infinite.

    `.formula` is the text made tidy, `.latex` the formula in LaTeX.  `^` is a power, as `**` is;
    `pi` and `e` are constants, `log` is the natural logarithm, `where(w < 0, a, b)` chooses.

    Raises `FormulaError`, with `.place` and `.suggestion`, if the text is no such formula.

    >>> g = parse("tanh(w)*cos(w) + log(w)")
    >>> print(g.formula, g.inputs, f"{g(1.5):.6f}")
    tanh(w) * cos(w) + log(w) ('w',) 0.469493
    >>> print(parse("w1^2 / 2").latex)
    \frac{w_1^{2}}{2}
    >>> parse("2w + 1")
    Traceback (most recent call last):
    adlite.formulas.typed.FormulaError: an operator is missing between 2 and w (character 2): write 2*w.
    """
    try:
        return _parse(text)
    except FormulaError as error:
        error.suggestion = _mended(error.suggestion)
        raise


def _mended(text: str | None) -> str | None:
    """Mend one mistake after another; return the text if it can be parsed in the end."""
    for _ in range(20):
        if text is None:
            break
        try:
            _parse(text)
            return text.strip()
        except FormulaError as error:
            text = error.suggestion
    return None


def _parse(text: str) -> Any:
    tree = ast.parse(as_python(text), mode="eval").body
    # `ast.walk` goes level by level; columns tell which name comes first in the text.
    named = sorted((n.col_offset, n.id) for n in ast.walk(tree) if isinstance(n, ast.Name))
    free = [name for _, name in named if name not in WORDS]
    inputs = tuple(sorted(dict.fromkeys(free), key=_natural)) or ("w",)
    steps: list[tuple[str, tuple]] = []

    def step(name: str, *parts: Any) -> Any:
        if all(type(p) is float for p in parts):
            return float(getattr(np, name)(*parts))
        steps.append((name, parts))
        return len(inputs) + len(steps) - 1

    with errstate(all="ignore"):
        result = _place(tree, CONSTANTS | {x: i for i, x in enumerate(inputs)}, step, MEANING)
    tidy = as_text(tree)
    if len(tidy) > LONGEST:
        refuse(f"made tidy, this is longer than {LONGEST} characters", len(text), "shorten it")

    def formula(*values: Any) -> Any:
        if len(values) != len(inputs):
            raise TypeError(f"give {len(inputs)} values ({', '.join(inputs)}), not {len(values)}.")
        with errstate(all="ignore"):
            return _evaluate(steps, result, values)

    formula.__name__ = formula.__qualname__ = formula.__doc__ = tidy
    vars(formula).update(formula=tidy, inputs=inputs, latex=typeset(tree)[0])
    return formula


def _natural(name: str) -> tuple[int, int]:
    return (0, int(name[1:] or -1)) if name[0] == "w" else (1, 0)


def _evaluate(steps: list, result: Any, given: tuple) -> Any:
    # Whole numbers become floats: no power of them can grow without end, or fail.
    values = [np.multiply(v, 1.0) if _is_whole(v) else v for v in given]
    for name, parts in steps:
        values.append(getattr(np, name)(*[values[p] if type(p) is int else p for p in parts]))
    y = values[result] if type(result) is int else np.full(np.shape(values[0]), result)
    return y[()] if type(y) is ndarray else y


def _is_whole(x: Any) -> bool:
    return getattr(getattr(x, "dtype", None), "kind", "i") in "biu"


def _opened(node: Any) -> tuple[Any, list]:
    """Return the operator or function of a node, and its parts."""
    if isinstance(node, ast.Call):
        return node.func.id, node.args  # type: ignore[attr-defined]
    if isinstance(node, ast.UnaryOp):
        return type(node.op), [node.operand]
    if isinstance(node, ast.BinOp):
        return type(node.op), [node.left, node.right]
    if len(node.ops) > 1:
        raise FormulaError("a formula compares two sides: write (0 < w)*(w < 1) for 0 < w < 1.")
    return type(node.ops[0]), [node.left, *node.comparators]


def _place(node: Any, values: dict, step: Callable, functions: dict) -> Any:
    """Write the steps of a tree; return where among all values its own is, or a constant."""
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.Name):
        return values[node.id]
    kind, parts = _opened(node)
    args = [_place(part, values, step, functions) for part in parts]
    if kind in functions:
        while kind in MANY and len(args) > 2:
            args[:2] = [step(f"{kind}imum", *args[:2])]
        return _place(functions[kind], dict(zip("abc", args, strict=False)), step, {})
    value = step(_OPERATORS[kind][0] if kind in _OPERATORS else kind, *args)
    # Truth values are not numbers yet: NumPy would not subtract them.
    return step("multiply", 1.0, value) if isinstance(node, ast.Compare) else value


def typeset(node: Any) -> tuple[str, float]:
    """Return LaTeX and how tightly it binds."""
    if isinstance(node, ast.Constant):
        digits, _, exponent = repr(node.value).partition("e")
        return (rf"{digits} \cdot 10^{{{int(exponent)}}}", 2) if exponent else (digits, 5)
    if isinstance(node, ast.Name):
        stem, index = re.fullmatch(r"(.+?)_?(\d*)", node.id).groups()  # type: ignore[union-attr]
        if len(stem) > 1:
            upright = stem.replace("_", r"\_")
            stem = {"pi": r"\pi", "inf": r"\infty"}.get(stem, rf"\mathrm{{{upright}}}")
        return stem + ("" if not index else f"_{index}" if len(index) < 2 else f"_{{{index}}}"), 5
    kind, parts = _opened(node)
    pieces = [typeset(part) for part in parts]
    if isinstance(kind, str):
        texts = ", ".join(text for text, _ in pieces)
        upright = kind.replace("_", r"\_")
        template = LATEX.get(TIDY.get(kind, kind), rf"\operatorname{{{upright}}}")
        latex = template % texts if "%s" in template else template + _bracketed(texts)
        return latex, 4 if "^" in template else 5
    _, template, tightness, least = _OPERATORS[kind]
    a, *b = (
        text if tight >= enough else _bracketed(text)
        for (text, tight), enough in zip(pieces, least, strict=True)
    )
    if kind is ast.Mult and (b[0][0].isdigit() or (a[-1].isdigit() and b[0].startswith(r"\frac"))):
        template = r"%s \cdot %s"
    return template % (a, *b), min(tightness, 1.5) if a[0] == "-" else tightness


def _bracketed(latex: str) -> str:
    tall = re.search(r"\\frac|\\sqrt|\^|\\left", latex)
    return rf"\left({latex}\right)" if tall else f"({latex})"
