"""A formula's tree as text, as a book would print it, and as LaTeX."""

from __future__ import annotations

import ast
import re
from typing import Any

from .grammar import GREEK_LETTERS, LATEX, TIDY, FormulaError

_GREEK = {letter: rf"\{name}" for name, letter in GREEK_LETTERS.items()}

# Operators: in NumPy, in LaTeX, how tightly the whole binds (0 comparison, 1 sum, 1.5 minus,
# 2 product, 4 power, 5 anything else), and how tightly its parts must bind to need no brackets.
OPERATORS: dict[type, tuple[str, str, float, tuple[float, ...]]] = {
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


def opened(node: Any) -> tuple[Any, list[Any]]:
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


def as_text(tree: ast.expr) -> str:
    """Print a tree as a book would: no space around the sign of a power."""
    return ast.unparse(tree).replace(" ** ", "**").replace("1e309", "inf")


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
        elif stem in _GREEK:
            stem = _GREEK[stem]
        return stem + ("" if not index else f"_{index}" if len(index) < 2 else f"_{{{index}}}"), 5
    kind, parts = opened(node)
    pieces = [typeset(part) for part in parts]
    if isinstance(kind, str):
        texts = ", ".join(text for text, _ in pieces)
        upright = kind.replace("_", r"\_")
        template = LATEX.get(TIDY.get(kind, kind), rf"\operatorname{{{upright}}}")
        latex = template % texts if "%s" in template else template + _bracketed(texts)
        return latex, 4 if "^" in template else 5
    _, template, tightness, least = OPERATORS[kind]
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
