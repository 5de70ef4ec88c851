"""What is to be said of one step of a sweep: in symbols, numbers, LaTeX and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .vertices import Vertex
from .words import brief, factor, in_numbers, short, tex, tex_factor, tex_value


@dataclass(frozen=True)
class Step:
    """One step of a sweep: a number is made, from parents, by a rule.

    `kind` is "value", "tangent", "partial" or "adjoint".  A value or a tangent belongs to the
    vertex `child`.  A partial belongs to the arrow from `parents[0]` to `child`, and so does an
    adjoint, which is added to what `parents[0]` holds; for the seed `child` is "".  The step says
    left = symbols = numbers = value; `products` counts its multiplications.

    In a graph of blocks all values are arrays, and products are not counted.  The partial of a step
    that mixes entries has for its value the text of its local Jacobian's shape.
    """

    kind: str
    child: str
    parents: tuple[str, ...]
    left: str
    symbols: str
    numbers: str
    value: Any
    rule: str
    latex: str
    sentence: str
    products: int = 0


def value(v: Vertex, values: dict[str, Any]) -> Step:
    """A vertex gets its value."""
    x, parents = brief(values[v.name]), _names(v)
    if not v.operation:
        return Step(
            *("value", v.name, (), v.name, x, x, values[v.name], ""),
            f"{tex(v.name)} = {tex(x)}",
            f"{v.name} = {x} goes in.",
        )
    numbers = in_numbers(v.operation, values)
    return Step(
        *("value", v.name, parents, v.name, v.operation, numbers, values[v.name], v.rule),
        f"{tex(v.name)} = {tex(v.operation)}",
        f"{v.name} = {v.operation} = {numbers if numbers == x else f'{numbers} = {x}'}.",
    )


def tangent(v: Vertex, slopes: Sequence[Any], tangents: dict[str, Any], by: str = "") -> Step:
    """A vertex gets its derivative by `by`, or its gradient, from its parents' (Eq. B.27)."""
    sign = f"d/d{by} " if by else "∇"
    tex_sign = rf"\frac{{d}}{{d{tex(by)}}}" if by else r"\nabla "
    written, what = (brief, "derivative") if by else (short, "gradient")
    x = written(tangents[v.name])
    if not v.operation:
        why = f"whatever {v.name} is" if by in ("", v.name) else "the direction that was chosen"
        return Step(
            *("tangent", v.name, (), sign + v.name, x, x, tangents[v.name], ""),
            f"{tex_sign}{tex(v.name)} = {tex(x) if by else tex_value(tangents[v.name])}",
            f"The {what} of {v.name} is {x}, {why}.",
        )
    parents = _names(v)
    symbols = " + ".join(
        f"{factor(text)} × {sign}{p}" for text, p in zip(v.partials, parents, strict=True)
    )
    numbers = " + ".join(
        f"{factor(brief(slope))} × {factor(written(tangents[p]))}"
        for slope, p in zip(slopes, parents, strict=True)
    )
    terms = " + ".join(
        rf"{tex_factor(text)} \times {tex_sign}{tex(p)}"
        for text, p in zip(v.partials, parents, strict=True)
    )
    *ways, last = dict.fromkeys(parents)
    through = f"{', '.join(ways)} and {last}" if ways else last
    sentence = (
        f"{v.name} = {v.operation} changes through {through}: "
        f"its {what} is {symbols} = {numbers} = {x}."
    )
    return Step(
        *("tangent", v.name, parents, sign + v.name, symbols, numbers, tangents[v.name], v.rule),
        f"{tex_sign}{tex(v.name)} = {terms}",
        sentence,
        np.size(tangents[v.name]) * len(parents),
    )


def partials(v: Vertex, slopes: Sequence[Any], values: dict[str, Any]) -> list[Step]:
    """Each arrow into a vertex gets the derivative of the vertex by that parent (Eq. B.28)."""
    return [
        Step(
            *("partial", v.name, (p.name,), f"∂{v.name}/∂{p.name}", text),
            *(in_numbers(text, values), slope, v.rule),
            rf"\frac{{\partial {tex(v.name)}}}{{\partial {tex(p.name)}}} = {tex(text)}",
            f"The derivative of {v.name} = {v.operation} by {p.name} is "
            f"{_with_value(text, slope)}.",
        )
        for p, text, slope in zip(v.parents, v.partials, slopes, strict=True)
    ]


def seed(output: Vertex) -> Step:
    """The backward sweep begins with the derivative of the output by itself."""
    name = output.name
    return Step(
        *("adjoint", "", (name,), f"∂{name}/∂{name}", "1", "1", 1.0, "seed"),
        rf"\frac{{\partial {tex(name)}}}{{\partial {tex(name)}}} = 1",
        f"The sweep begins at the end: the derivative of {name} by itself is 1.",
    )


@dataclass(frozen=True)
class Gain:
    """What goes back along one arrow: adjoint times `slope` is `product`, added to `held`."""

    slope: Any
    product: Any
    held: Any


def adjoint(v: Vertex, k: int, gain: Gain, adjoints: dict[str, Any], output: Vertex) -> Step:
    """Parent number k gets its child's adjoint times the partial, added to what it holds."""
    slope, product, held = gain.slope, gain.product, gain.held
    p, text, out = v.parents[k].name, v.partials[k], output.name
    bar, now = brief(adjoints[v.name]), brief(adjoints[p])
    numbers = f"{factor(bar)} × {factor(brief(slope))}"
    gets = f"So {p} gets {numbers} = {brief(product)}"
    symbols = f"∂{out}/∂{v.name} × {factor(text)}"
    total = "." if held is None else f", added to the {brief(held)} that it has: {now}."
    left = rf"\frac{{\partial {tex(out)}}}{{\partial {tex(p)}}}"
    relation = "="
    if held is not None:
        # Mathtext knows no \mathrel.
        relation = r"\;{+}{=}\;"
        symbols, numbers = f"∂{out}/∂{p} + {symbols}", f"{brief(held)} + {numbers}"
    return Step(
        *("adjoint", v.name, (p,), f"∂{out}/∂{p}", symbols, numbers, adjoints[p], v.rule),
        rf"{left} {relation} \frac{{\partial {tex(out)}}}{{\partial {tex(v.name)}}} \times "
        + tex_factor(text),
        f"From {v.name} back to {p}: the derivative of {v.operation} by {p} is "
        f"{_with_value(text, slope)}. {gets}{total}",
        1,
    )


def _with_value(text: str, slope: Any) -> str:
    return text if text == brief(slope) else f"{text} = {brief(slope)}"


def _names(v: Vertex) -> tuple[str, ...]:
    return tuple(p.name for p in v.parents)
