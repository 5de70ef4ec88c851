"""A function of a function, taken apart into the functions that follow one another."""

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..functions import Function, Given, Window, checked_window, parse_formula
from ..live import InputError, raised

_MOST = 3
# What the functions are called from the inside out, by how many there are.
_NAMES = {2: ("h", "f"), 3: ("k", "h", "f")}
_PLAIN = (ast.Add, ast.Sub, ast.Mult)


@dataclass(frozen=True)
class Stage:
    """One of the functions: its name, its input's name, its text, and itself, made safe."""

    name: str
    of: str
    text: str
    g: Function


@dataclass(frozen=True)
class Composition:
    """Functions that follow one another, the innermost first; `formula` is "" if none was typed.

    >>> found = take_apart("sin(w^2)", (-2, 2))
    >>> [(stage.name, stage.text) for stage in found.stages], float(found.g(0.0))
    ([('h', 'w²'), ('f', 'sin(h)')], 0.0)
    """

    stages: tuple[Stage, ...]
    given: Any
    formula: str
    window: Window

    @property
    def g(self) -> Callable[[Any], Any]:
        """The whole as one function."""

        def whole(w: Any) -> Any:
            for stage in self.stages:
                w = stage.g.g(w)
            return w

        return whole

    @property
    def name(self) -> str:
        """The whole as the chapter writes it."""
        return self.inner(len(self.stages))

    def inner(self, count: int) -> str:
        """The first of the functions as the chapter writes them, one in the other.

        >>> take_apart("sin(w^2)", (-2, 2)).inner(1)
        'h(w)'
        """
        text = "w"
        for stage in self.stages[:count]:
            text = f"{stage.name}({text})"
        return text


def take_apart(given: Given | Sequence[Any], window: Any) -> Composition:
    """Return the functions of a composition, from a formula or from a list, the innermost first.

    Raises:
        InputError: a formula is no composition, there are not two or three functions, or one of
            them cannot be drawn and differentiated where the one before it leads.

    >>> [stage.text for stage in take_apart("exp(-sin(w)^2/2)", (-2, 2)).stages]
    ['sin(w)', '−k²/2', 'exp(h)']
    >>> take_apart("w*sin(w)", (-2, 2))
    Traceback (most recent call last):
    widgets.live.numbers.InputError: w*sin(w) is no function of a function: type one, such as \
sin(w^2), in which w stands in one place only, inside.

    """
    low, high = checked_window(window)
    if isinstance(given, str):
        parts = _parts(given)
    elif isinstance(given, list | tuple) and all(map(callable, given)):
        parts = [(_called(g), g) for g in given]
    else:
        raise InputError(
            "g must be a formula such as 'sin(w^2)', or a list of its functions, the innermost "
            f"first, such as [np.square, np.sin]; {given!r} is neither."
        )
    if len(parts) not in _NAMES:
        raise InputError(
            f"two or three functions can follow one another here; this list has {len(parts)}."
        )
    names, stages = _NAMES[len(parts)], []
    points = np.linspace(low, high, 201)
    for name, of, (text, g) in zip(names, ("w", *names), parts, strict=False):
        reached = points[np.isfinite(points)]
        ends = float(reached.min()), float(reached.max())
        middle, half = sum(ends) / 2, max((ends[1] - ends[0]) / 2, 1e-3 * (1 + abs(ends[0])))
        try:
            stage = Stage(name, of, _inside(text, of), Function(g, (middle - half, middle + half)))
        except InputError as error:
            raise InputError(f"{name} = {_inside(text, of)}: {error}") from None
        stages.append(stage)
        points = stage.g.values(reached)
        if not np.isfinite(points).any():
            raise InputError(
                f"{name} = {stage.text} gives no number where {of} leads to: choose another "
                "window, or other functions."
            )
    formula = given if isinstance(given, str) else ""
    return Composition(tuple(stages), given, formula, (low, high))


def _inside(text: str, name: str) -> str:
    """Return a function's text with its input's name, and powers as a book writes them."""
    text = re.sub(r"\bw\b", name, text)
    text = re.sub(r" ?\*\* ?(\d+)\b(?!\.)", lambda power: raised(int(power[1])), text)
    return text.replace(" ** ", "^").replace("**", "^").replace(" / ", "/").replace("-", "−")


def _called(g: Any) -> str:
    name = getattr(g, "__name__", "")
    return f"{name}(w)" if name.isidentifier() else "…"


def _parts(text: str) -> list[tuple[str, str]]:
    """Return the text of each function of w, the innermost first, twice: to show and to read."""
    formula: Any = parse_formula(text, 1)
    # The parser has checked it, and has made it Python.
    chain = _chain(ast.parse(formula.formula, mode="eval").body)
    if len(chain) < 2:
        raise InputError(
            f"{text} is no function of a function: type one, such as sin(w^2), in which "
            f"{formula.inputs[0]} stands in one place only, inside."
        )
    kept = [chain[0]]
    for node in chain[1:]:
        # Sums and multiples belong to what they are made of.
        if _is_plain(node) and (len(kept) > 1 or len(chain) > 2):
            kept[-1] = node
        else:
            kept.append(node)
    if len(kept) < 2:
        kept = [chain[-2], chain[-1]]
    kept = kept[-_MOST:]
    parts = []
    for inner, node in zip([None, *kept], kept, strict=False):
        text = ast.unparse(_replaced(node, inner) if inner is not None else node)
        name = formula.inputs[0]
        parts.append(re.sub(rf"\b{name}\b", "w", text) if inner is None else text)
    return [(part, part) for part in parts]


def _chain(node: ast.expr) -> list[ast.expr]:
    """Return the parts of a formula that each hold all of its w, the innermost first."""
    chain: list[ast.expr] = []
    while not isinstance(node, ast.Name):
        chain.insert(0, node)
        holding = [part for part in _below(node) if _holds_input(part)]
        if len(holding) != 1:
            break
        node = holding[0]
    return chain


def _below(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        return node.args
    return [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]


def _holds_input(node: ast.expr) -> bool:
    names = [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
    calls = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
    called = {part.id for part in calls if isinstance(part, ast.Name)}
    return any(name not in called and name not in ("pi", "e") for name in names)


def _is_plain(node: ast.expr) -> bool:
    """Whether a part is a sum or a multiple of what is in it."""
    if isinstance(node, ast.UnaryOp):
        return True
    if not isinstance(node, ast.BinOp):
        return False
    over = isinstance(node.op, ast.Div) and _holds_input(node.left)
    return over or isinstance(node.op, _PLAIN)


def _replaced(node: ast.expr, inner: ast.expr) -> ast.expr:
    """Return a part of a formula in which w stands for another part."""

    class Replace(ast.NodeTransformer):
        def visit(self, part: ast.AST) -> Any:
            return ast.Name("w") if part is inner else super().generic_visit(part)

    # A copy would not be the same part: it is taken apart once, and never used again.
    replaced: ast.expr = Replace().visit(node)
    return replaced
