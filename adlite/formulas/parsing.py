r"""A typed formula, such as `tanh(w)*cos(w) + log(w)`, as a function.

`grammar` lets only numbers, known names, operators and brackets in a sensible order pass.  Of these
`ast.parse` makes a tree, and the tree is written as a list of steps, each one NumPy function.
Nothing that was typed is ever run as Python, numbers are floats, and size is bounded: a formula
cannot hang, and cannot reach anything but the functions of the table in `grammar`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import errstate, ndarray

from .grammar import CONSTANTS, LONGEST, MANY, MEANING, WORDS, FormulaError, as_python, refuse
from .typesetting import OPERATORS, as_text, opened, typeset

Step = tuple[str, tuple[Any, ...]]
"""A NumPy function by its name, and for each argument a constant or the place of its value."""


def parse(text: str) -> Any:
    r"""Turn a typed formula into a function of the inputs that it names.

    An input is a letter, with or without a number below 1000: `w`, `w1`, `x`.  The function's
    arguments are its `.inputs`: w, w0, w1, w2, ... first, then the others as they appear; a formula
    without any is a function of w.  Arguments are numbers, arrays that broadcast, or traced values:
    as the function is made of NumPy functions, adlite can differentiate it, and autograd can too
    (by `with_autograd_numpy`).  Outside of its domain it is NaN or infinite.

    `.formula` is the text made tidy, `.latex` the formula in LaTeX.  `^` is a power, as `**` is;
    `pi` and `e` are constants, `log` is the natural logarithm, `where(w < 0, a, b)` chooses.
    `.steps` are the NumPy functions in their order, each with its arguments: a float, or the place
    of a value, of which the inputs come first; `.result` is where g itself is, or its constant.

    Raises `FormulaError`, with `.place` and `.suggestion`, if the text is no such formula.

    >>> g = parse("tanh(w)*cos(w) + log(w)")
    >>> print(g.formula, g.inputs, f"{g(1.5):.6f}")
    tanh(w) * cos(w) + log(w) ('w',) 0.469493
    >>> print(parse("w1^2 / 2").latex)
    \frac{w_1^{2}}{2}
    >>> parse("2w + 1")
    Traceback (most recent call last):
    adlite.FormulaError: an operator is missing between 2 and w (character 2): write 2*w.
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
    steps: list[Step] = []

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
    vars(formula).update(steps=tuple(steps), result=result)
    return formula


def _natural(name: str) -> tuple[int, int]:
    return (0, int(name[1:] or -1)) if name[0] == "w" else (1, 0)


def _evaluate(steps: list[Step], result: Any, given: tuple[Any, ...]) -> Any:
    # Whole numbers become floats: no power of them can grow without end, or fail.
    values = [np.multiply(v, 1.0) if _is_whole(v) else v for v in given]
    for name, parts in steps:
        values.append(getattr(np, name)(*[values[p] if type(p) is int else p for p in parts]))
    y = values[result] if type(result) is int else np.full(np.shape(values[0]), result)
    return y[()] if type(y) is ndarray else y


def _is_whole(x: Any) -> bool:
    return getattr(getattr(x, "dtype", None), "kind", "i") in "biu"


def _place(
    node: Any, values: dict[str, Any], step: Callable[..., Any], functions: dict[str, ast.expr]
) -> Any:
    """Write the steps of a tree; return where among all values its own is, or a constant."""
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.Name):
        return values[node.id]
    kind, parts = opened(node)
    args = [_place(part, values, step, functions) for part in parts]
    if kind in functions:
        while kind in MANY and len(args) > 2:
            args[:2] = [step(f"{kind}imum", *args[:2])]
        return _place(functions[kind], dict(zip("abc", args, strict=False)), step, {})
    value = step(OPERATORS[kind][0] if kind in OPERATORS else kind, *args)
    # Truth values are not numbers yet: NumPy would not subtract them.
    return step("multiply", 1.0, value) if isinstance(node, ast.Compare) else value
