"""The derivative of a function in symbols, put together from adlite's own table of rules."""

import ast
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

import adlite
from adlite.formulas import as_text

from ..functions import Function, Given, Window, by_autograd
from .scaled_panel import Scale, scale

_LONGEST = 60


@dataclass(eq=False)
class Rule:
    """A function, its derivative in symbols ("" if it has none), and the curves of both.

    `source` is the name of the rule; `by_rule` reads the derivative off its symbols.
    """

    g: Function
    name: str
    derivative: str
    source: str
    by_rule: Callable[[float], float]
    by_autograd: Callable[[float], float]
    scales: tuple[Scale, Scale]


def plot_points(window: Window) -> np.ndarray:
    """Return the places at which the curves are drawn."""
    # An even number of points: none of them is in the middle, where many a kink is.
    return np.linspace(*window, 200)


@lru_cache(maxsize=200)
def listed_rule(formula: str, window: Window) -> Rule:
    """Return the rule of a formula, which is remembered."""
    return derive_rule(formula, formula, window)


def derive_rule(g: Given, name: str, window: Window) -> Rule:
    """Return the rule of a function.

    Raises:
        InputError: it cannot be drawn or differentiated in the window.

    >>> rule = derive_rule("sin(w)*w", "sin(w)*w", (-1, 1))
    >>> print(rule.derivative)
    sin(w) + w * cos(w)

    """
    function = Function(g, window)
    derivative, source = _in_symbols(function, window)
    by_rule: Callable[[float], float] = function.derivative
    if derivative:
        # No text for a tie: (w == 0) is not part of the language of formulas.
        text = re.sub(r"\((\w+) == (\w+)\)", r"((\1 >= \2)*(\1 <= \2))", derivative)
        try:
            slope = Function(text, window)
        except ValueError:
            derivative = ""
        else:

            def by_symbols(w: float) -> float:
                # Symbols know nothing of where g itself is not defined.
                return slope(w) if math.isfinite(function(w)) else math.nan

            by_rule = by_symbols

    points = plot_points(window)
    slopes = np.array([by_rule(w) for w in points])
    scales = (
        scale(points, function.values(points)),
        scale(points, _with_gaps(slopes, by_rule, points)),
    )
    return Rule(function, name, derivative, source, by_rule, by_autograd(function.g), scales)


def _with_gaps(
    slopes: np.ndarray, slope: Callable[[float], float], points: np.ndarray
) -> np.ndarray:
    """Return slopes with a gap where they jump, as at a kink, and do not only change quickly."""
    gapped = slopes.copy()
    with np.errstate(invalid="ignore"):
        steps = np.abs(np.diff(slopes))
        steep = np.flatnonzero(steps > 0.05 * np.ptp(slopes[np.isfinite(slopes)]))
    for i in steep:
        between = slope(points[i] + 0.4 * (points[i + 1] - points[i]))
        if min(abs(between - slopes[i]), abs(between - slopes[i + 1])) < 0.02 * steps[i]:
            gapped[i + 1] = np.nan
    return gapped


def _in_symbols(g: Function, window: Window) -> tuple[str, str]:
    """Return the derivative as adlite's rules give it, and their names; "" if there is no such.

    It is put together along the graph, by Eq. B.27.
    """
    tried = np.linspace(*window, 98)[1:]
    at = next((w for w in tried if math.isfinite(g.derivative(w))), float(tried[0]))
    try:
        graph = adlite.graph(g.g, at).unrolled()
    except adlite.TracingError as error:
        return ("0", "a constant") if "does not depend" in str(error) else ("", "")
    if graph.conditions or any(len(v.operation) > _LONGEST for v in graph.steps):
        return "", ""
    found = {graph.inputs[0].name: "1"}
    for v in graph.steps:
        pairs = zip(v.partials, v.parents, strict=True)
        terms = [_times(text, found[parent.name]) for text, parent in pairs]
        found[v.name] = _tidy(" + ".join(f"({term})" for term in terms if term != "0") or "0")
    text = found[graph.output.name]
    rules = tuple(dict.fromkeys(v.rule for v in graph.steps))
    source = rules[0] if len(graph.steps) == 1 else f"chain rule, {len(graph.steps)} steps"
    if not graph.steps:
        source = "the line itself"
    elif graph.output.operation == "1 / w":
        source = "quotient rule"
    if "==" in text:
        source += ", at a tie adlite's rule"
    return (text, source) if len(text) <= 2 * _LONGEST else ("", source)


def _times(a: str, b: str) -> str:
    if "0" in (a, b):
        return "0"
    if "1" in (a, b):
        return b if a == "1" else a
    if "-1" in (a, b):
        return f"-({b if a == '-1' else a})"
    return f"({a}) * ({b})"


def _tidy(text: str) -> str:
    return as_text(ast.parse(text, mode="eval").body).replace("--", "")
