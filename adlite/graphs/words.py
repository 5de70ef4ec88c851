"""How names, numbers and operations are written in captions: as text, and as LaTeX."""

from __future__ import annotations

import ast
import re
from typing import Any

import numpy as np

from ..formulas import typeset

_MOST_ENTRIES = 3
_NUMBER = r"\d+(?:\.\d+)?(?:e[-+]?\d+)?"
NAME = r"(?<![\w.])[^\W\d]\w*"
"""Matches a name in Python text, and not the e of 1e-05."""


def short(x: Any) -> str:
    """Write a number with four digits, and a gradient in brackets."""
    return f"({', '.join(map(short, x))})" if np.ndim(x) else f"{x + 0.0:.4g}"


def brief(x: Any) -> str:
    """Write a number with four digits, an array by its entries or, if there are many, its shape.

    >>> brief(np.array([1.0, -0.25])), brief(np.zeros((4, 3))), brief(np.zeros(5))
    ('[1, -0.25]', 'array(4, 3)', 'array(5)')
    """
    if isinstance(x, str) or not np.ndim(x):
        return x if isinstance(x, str) else short(x)
    if np.size(x) > _MOST_ENTRIES:
        return f"array({', '.join(map(str, np.shape(x)))})"
    return f"[{', '.join(map(brief, x))}]"


def neat(text: str) -> str:
    """Write constants with four digits, or without a point; no double minus, -2 as (-2) in a sum.

    >>> neat("2.0 * w1 + 3.141592653589793 * a**2 + --5")
    '2 * w1 + 3.142 * a**2 + 5'
    >>> neat("w + -2.0"), neat("a - -1e-05 * w")
    ('w + (-2)', 'a - (-1e-05) * w')
    """
    short_numbers = re.sub(
        rf"(?<![\w.]){_NUMBER}",
        lambda m: m[0] if m[0].isdigit() else short(float(m[0])),
        text.replace("--", ""),
    )
    return re.sub(rf"(?<=[-+*/] )(-{_NUMBER})(?![\w.])", r"(\1)", short_numbers)


def in_numbers(text: str, values: dict[str, Any]) -> str:
    """Put values in place of names.

    >>> in_numbers("a * cos(w)", {"a": 0.5, "w": -1.0})
    '0.5 * cos(-1)'
    >>> in_numbers("a - w**2", {"a": 0.5, "w": -1.0})
    '0.5 - (-1)**2'
    """

    def number(match: re.Match[str]) -> str:
        if match[0] not in values:
            return str(match[0])
        found, before = brief(values[match[0]]), text[: match.start()].rstrip()
        alone = before[-1:] in ("", "(", ",") and not text.startswith("**", match.end())
        return f"({found})" if found[0] == "-" and not alone else found

    return re.sub(NAME, number, text)


def tex(text: str) -> str:
    r"""Write Python text as LaTeX.

    >>> print(tex("1 - tanh(w1)**2"))
    1 - \tanh(w_1)^{2}
    """
    try:
        return typeset(ast.parse(text, mode="eval").body)[0]
    except (KeyError, AttributeError):  # nothing that has a form of its own in print
        escaped = re.sub(r"[_%&#{}]", r"\\\g<0>", text)
        return rf"\text{{{escaped}}}"


def tex_value(x: Any) -> str:
    """Write a number, or a gradient in brackets, as LaTeX."""
    return f"({', '.join(map(tex_value, x))})" if np.ndim(x) else tex(short(x))


def factor(text: str) -> str:
    """Put a sum or a negative number in brackets, to be multiplied."""
    return f"({text})" if text[0] == "-" or _is_sum(text) else text


def tex_factor(text: str) -> str:
    """Write `factor` as LaTeX."""
    return rf"\left({tex(text)}\right)" if text[0] == "-" or _is_sum(text) else tex(text)


def _is_sum(text: str) -> bool:
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        return False
    return isinstance(tree, ast.BinOp) and isinstance(tree.op, (ast.Add, ast.Sub))
