"""What forward mode, reverse mode and autograd say at a point, and what is true there."""

import math
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, cast

import numpy as np

import adlite
from adlite.referee import with_autograd_numpy

from .one import Function

TOOLS = ("forward mode", "reverse mode", "autograd")
# A function of numbers, or its derivative as a tool gives it.
Tool = Callable[..., Any]


class ToolAnswers(NamedTuple):
    """What is known of a function at one point without any ε: pairs of orders 1 and 2."""

    by_tool: dict[str, tuple[float, float]]
    sides: tuple[adlite.OneSided, adlite.OneSided]


@lru_cache(maxsize=5000)
def ask_tools(g: Function, w0: float) -> ToolAnswers:
    """Let forward mode, reverse mode and autograd speak, and both sides of the point.

    >>> by_tool, (first, second) = ask_tools(Function("max(0, w^2)", (-1, 1)), 0.0)
    >>> by_tool["autograd"], first.left, second.left
    ((0.0, 1.0), 0.0, 2.0)
    """

    def pushed(f: Tool) -> Tool:
        return lambda w: adlite.make_jvp(f)(w)(1.0)[1]

    def autograds(f: Tool) -> Tool:
        import autograd

        return cast(Tool, autograd.grad(f))

    theirs = with_autograd_numpy(g.g)
    tools = ((pushed, g.g), (adlite.grad, g.g), (autograds, theirs))
    by_tool = {
        name: (number_or_nan(rule(f), w0), number_or_nan(rule(rule(f)), w0))
        for name, (rule, f) in zip(TOOLS, tools, strict=True)
    }
    if math.isnan(g(w0)):
        by_tool = dict.fromkeys(TOOLS, (math.nan, math.nan))
    return ToolAnswers(by_tool, (g.one_sided(w0), g.one_sided(w0, 2)))


def by_autograd(g: Tool, argnum: int = 0) -> Callable[..., float]:
    """Return a partial derivative by autograd as a function that remembers; NaN where it has none.

    >>> by_autograd(np.sin)(0.0), by_autograd(lambda a, b: a * b, 1)(3.0, 2.0)
    (1.0, 3.0)
    """
    import autograd

    slope = autograd.grad(with_autograd_numpy(g), argnum)
    return lru_cache(maxsize=100_000)(lambda *w: number_or_nan(slope, *map(float, w)))


def number_or_nan(derivative: Tool, *at: float) -> float:
    """Return what a tool says, NaN if it cannot: a reader's g may be anything."""
    try:
        # autograd warns where a derivative does not depend on w.
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return float(derivative(*at)) + 0.0
    except Exception:
        return math.nan


def agree(x: float, y: float, digits: float = 1e-9) -> bool:
    """Whether two numbers are the same up to round-off, or both undefined.

    >>> agree(0.1 + 0.2, 0.3), agree(0.3, 0.31)
    (True, False)
    """
    same = math.isclose(x, y, rel_tol=digits, abs_tol=digits)
    return same or (math.isnan(x) and math.isnan(y))


def difference_quotient(terms: tuple[float, ...], divisor: float) -> float:
    """Return the sum of some values over a divisor; 0 where the sum is nothing but round-off."""
    total = sum(terms)
    noise = 4 * float(np.finfo(float).eps) * max(map(abs, terms))
    return 0.0 if abs(total) <= noise else total / divisor
