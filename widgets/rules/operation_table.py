"""The operations of Table B.2: how the derivative of a whole is put together from two parts."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

import adlite
from adlite.core import UFUNCS

from ..functions import Function, by_autograd

CHAIN = "f(h(w))"
_EPSILON = 1e-4


@dataclass(frozen=True)
class Operation:
    """How the derivative is put together: the operation, its rule, and its parts in words.

    `fun` is the NumPy function that the operation is; None stands for a function of a function.
    """

    fun: Any
    rule: str
    parts: tuple[str, ...]


OPERATIONS = {
    "c + f(w)": Operation(np.add, r"(c+f)' = f'", ("f′",)),
    "c · f(w)": Operation(np.multiply, r"(c\,f)' = c\,f'", ("c · f′",)),
    "f(w) + h(w)": Operation(np.add, r"(f+h)' = f' + h'", ("f′", "h′")),
    "f(w) − h(w)": Operation(np.subtract, r"(f-h)' = f' - h'", ("f′", "−h′")),
    "f(w) · h(w)": Operation(np.multiply, r"(f\,h)' = f'\,h + f\,h'", ("f′ · h", "f · h′")),
    "f(w) / h(w)": Operation(
        np.divide, r"(f\,/\,h)' = f'\,/\,h - f\,h'\,/\,h^2", ("f′ / h", "−f · h′ / h²")
    ),
    CHAIN: Operation(None, r"(f(h))' = f'(h)\,h'", ("f′(h) · h′",)),
}


@dataclass(frozen=True)
class OperationAt:
    """What is known of an operation at a place: what goes in, the parts, and the whole."""

    parents: tuple[float, float, float, float]
    parts: list[float]
    whole: float
    quotient: float
    autograd: float

    @property
    def slope(self) -> float:
        return sum(self.parts)


def make_finder(
    f: Function, h: Function, c: float, name: str
) -> tuple[Callable[[float], float], Callable[[float], OperationAt]]:
    """Return the whole as a function, and the function that finds everything at a place."""
    operation, constant = OPERATIONS[name], name.startswith("c")

    def whole(w: Any) -> Any:
        if name == CHAIN:
            return f.g(h.g(w))
        return operation.fun(c, f.g(w)) if constant else operation.fun(f.g(w), h.g(w))

    autograd = by_autograd(whole)

    def value(w: float) -> float:
        if name == CHAIN:
            return f(h(w))
        return float(_quiet(operation.fun)(*((c, f(w)) if constant else (f(w), h(w)))))

    @lru_cache(maxsize=10_000)
    def find(w: float) -> OperationAt:
        y = value(w)
        inside = h(w) if name == CHAIN else w
        parents = f(inside), f.slope(inside), h(w), h.slope(w)
        a, da, b, db = parents
        if name == CHAIN:
            parts = [da * db]
        else:
            # Eq. B.27: each partial derivative times the derivative of its parent.
            args, slopes = ((c, a), (0.0, da)) if constant else ((a, b), (da, db))
            partials = UFUNCS[operation.fun].partials
            parts = [
                float(_quiet(partial)(y, *args)) * slope
                for partial, slope in zip(partials, slopes, strict=True)
            ][int(constant) :]
        found = autograd(w) if math.isfinite(y) else math.nan
        quotient = (
            float(adlite.slope(value, w, _EPSILON, "central")) if math.isfinite(y) else math.nan
        )
        return OperationAt(parents, parts, y, float(quotient), found)

    return value, find


def _quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    def quietly(*args: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*map(np.float64, args))

    return quietly
