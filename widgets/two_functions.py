"""Two functions of one input that are typed in one box, and what autograd says of a function."""

import math
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from adlite.referee import with_autograd_numpy

from .function import Function, window_of
from .live import InputError, say


def both(f: Any, h: Any, window: Any) -> tuple[Function, Function, str]:
    """Return two functions made safe to draw, and the text that the formula box shows for them.

    Raises:
        InputError: one of them cannot be drawn, or they are defined at no common place; for a
            formula the place and the suggestion are those in the text of the box.

    >>> f, h, text = both("sin(w)", "w^2", (-1, 1))
    >>> f(0.0), h(2.0), text
    (0.0, 4.0, 'sin(w); w^2')

    """
    low, high = window_of(window)
    made = []
    for name, g, before, after in (
        ("f", f, "", f"; {h}"),
        ("h", h, f"{f}; ", ""),
    ):
        try:
            made.append(Function(g, (low, high)))
        except InputError as error:
            place = None if error.place is None else error.place + len(before)
            mended = error.suggestion and f"{before}{error.suggestion}{after}"
            raise InputError(f"{name}: {error}", place, mended) from None
    points = np.linspace(low, high, 25)
    if np.isnan(made[0].values(points) + made[1].values(points)).all():
        raise InputError(
            f"f and h have no common place between {say(low)} and {say(high)}: choose "
            "another window, or other functions."
        )
    typed = made[0].formula and made[1].formula
    return made[0], made[1], f"{f}; {h}" if typed else ""


def split(text: str) -> tuple[str, str]:
    """Return the two formulas of a text with a semicolon.

    Raises:
        InputError: there are not two of them.

    >>> split("sin(w); w^2")
    ('sin(w)', 'w^2')
    >>> split("sin(w)")
    Traceback (most recent call last):
    widgets.live.numbers.InputError: type two functions with a semicolon between them, such as \
sin(w); w^2: this text has 1.

    """
    parts = [part.strip() for part in text.split(";")]
    if len(parts) != 2 or not all(parts):
        raise InputError(
            "type two functions with a semicolon between them, such as sin(w); w^2: this text has "
            f"{sum(map(bool, parts))}."
        )
    return parts[0], parts[1]


def by_autograd(g: Callable) -> Callable[[float], float]:
    """Return the derivative by autograd as a function that remembers; NaN where it has none.

    >>> by_autograd(np.sin)(0.0)
    1.0
    """
    import autograd

    slope = autograd.grad(with_autograd_numpy(g))

    @lru_cache(maxsize=100_000)
    def derivative(w: float) -> float:
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return float(slope(float(w)))
        except Exception:
            # What autograd cannot follow is not compared.
            return math.nan

    return derivative


def agree(x: float, y: float, digits: float = 1e-9) -> bool:
    """Whether two numbers are the same up to round-off, or both undefined.

    >>> agree(0.1 + 0.2, 0.3), agree(0.3, 0.31)
    (True, False)
    """
    same = math.isclose(x, y, rel_tol=digits, abs_tol=digits)
    return same or (math.isnan(x) and math.isnan(y))


def sure_slope(g: Function, w: float) -> float:
    """Return the derivative by automatic differentiation; NaN at a kink, where it is a convention.

    >>> g = Function(np.abs, (-1, 1))
    >>> sure_slope(g, 0.5), sure_slope(g, 0.0)
    (1.0, nan)
    """
    return g.derivative(w) if g.one_sided(w).differentiable else math.nan
