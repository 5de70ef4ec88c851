"""What an author says of a derivative, asked of three who know: adlite, autograd, a quotient."""

import math

import adlite

from ..functions import Function, Window, by_autograd
from ..live import InputError, say

# Parts of a window, far from whole and half ones: there wrong formulas give the truth too often.
PARTS = (0.07, 0.16, 0.23, 0.34, 0.41, 0.57, 0.68, 0.79, 0.86, 0.92, 0.97)
MOST, FEWEST = 7, 4
# A central quotient with ε = 10⁻⁴ is off by about ε² times the bend, and by round-off.
EPSILON, ROUGHLY = 1e-4, 1e-5


def witnessed(formula: str, w: float, window: Window) -> float:
    """Return the derivative of a formula at a place.

    Raises:
        InputError: those who know it do not agree, as at a kink.

    >>> witnessed("w^3", 2.0, (-3, 3))
    12.0
    >>> witnessed("abs(w)", 0.0, (-3, 3))
    Traceback (most recent call last):
    widgets.live.numbers.InputError: abs(w) has no derivative at 0.

    """
    g = Function(formula, window)
    slope = g.derivative(w)
    central = (g(w + EPSILON) - g(w - EPSILON)) / (2 * EPSILON)
    theirs = by_autograd(g.g)(w)
    agreed = math.isclose(slope, theirs, rel_tol=1e-9, abs_tol=1e-9) and math.isclose(
        slope, central, rel_tol=ROUGHLY, abs_tol=ROUGHLY
    )
    if not (agreed and g.one_sided(w).differentiable):
        raise InputError(f"{formula} has no derivative at {say(w)}.")
    return slope


def check_value(where: str, number: float, within: float, formula: str, w: float) -> None:
    """Raise an InputError if a number is not the slope of a formula at a place."""
    slope = witnessed(formula, w, (w - 1, w + 1))
    if abs(slope - number) > within * (abs(slope) or 1):
        raise InputError(
            f"{where}: the slope of {formula} at {say(w)} is {say(slope)}, not {say(number)}."
        )


def places(where: str, formula: str, window: Window) -> list[float]:
    """Return places of a window at which a formula has a value and a slope.

    >>> places("x1", "log(w)", (-2, 2))
    [0.28, 0.72, 1.16, 1.44, 1.68, 1.88]
    """
    low, high = window
    g = Function(formula, window)
    found = [round(low + part * (high - low), 2) for part in PARTS]
    found = [w for w in found if math.isfinite(g(w)) and math.isfinite(g.derivative(w))]
    if len(found) < FEWEST:
        raise InputError(
            f"{where}: {formula} has values at {len(found)} of {len(PARTS)} places between "
            f"{say(low)} and {say(high)}: give another window."
        )
    stride = (len(found) - 1) / (MOST - 1)
    return found if len(found) <= MOST else [found[round(i * stride)] for i in range(MOST)]


def check_slope(where: str, of: str, formula: str, window: Window) -> None:
    """Raise an InputError if a formula is not the derivative of another one."""
    adlite.parse(of)
    for w in reversed(places(where, of, window)):
        slope, said = witnessed(of, w, window), Function(formula, window)(w)
        if not math.isclose(slope, said, rel_tol=1e-9, abs_tol=1e-9):
            raise InputError(
                f"{where}: at w = {say(w)} the derivative of {of} is {say(slope)}, and {formula} "
                f"is {say(said)}."
            )
