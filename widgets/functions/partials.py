"""Both partial derivatives at a point, found in three ways, and whether they make a plane."""

import math
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

import adlite

from ..live import say
from .one import why_no_derivative
from .two import FunctionOfTwo

_EPSILON = 1e-5
# Directions that no formula of few letters has for its own; along them a plane must have g's slope.
_DIRECTIONS = ((1.0, 1.0), (1.0, -1.0), (2.0, 1.0), (1.0, 3.0), (-3.0, 2.0))


class PartialSlopes:
    """Both slopes at a point, three times: by adlite, by autograd and by the central quotient."""

    METHODS = ("adlite", "autograd", "central")

    def __init__(self, g: FunctionOfTwo, pairs: list[tuple[float, float]]):
        self.g = g
        self._known = _all_at_once(g, pairs)
        self._sides = lru_cache(maxsize=None)(self._one_sided)
        self._misfit = lru_cache(maxsize=None)(self._found_misfit)

    def at(self, w1: float, w2: float) -> tuple[np.ndarray, list[str]]:
        """Return the slopes, a row for each input, and why a slope is missing (or "")."""
        rows, reasons = np.full((2, 3), math.nan), ["", ""]
        here = self.g(w1, w2)
        if math.isnan(here):
            return rows, reasons
        found = self._known.get((w1, w2)) or _alone(self.g, w1, w2)
        for axis, (ours, theirs, after, before) in enumerate(found):
            step = _step((w1, w2)[axis])
            central = (after - before) / (2 * step)
            # In a smooth function the two one-way quotients differ by about ε only.
            kink = not abs(after + before - 2 * here) <= 0.01 * step * (1 + abs(central))
            if kink or not abs(ours - central) <= 1e-3 * (1 + abs(central)):
                sides = self._sides(axis, w1, w2)
                if not sides.differentiable:
                    reasons[axis] = why_no_derivative(sides)
                    continue
                # At a tie AD's rule has a convention, its one-sided series the derivative.
                ours = sides.left
            rows[axis] = ours, theirs, central
        return rows, reasons

    def plane(self, w1: float, w2: float) -> tuple[np.ndarray, str]:
        """Return the gradient, or NaN where no plane touches g, and then why not.

        Slopes along both axes are not enough: g must have the plane's slope in every direction. It
        is asked for in a few.
        """
        rows, reasons = self.at(w1, w2)
        gradient, nothing = rows[:, 0], np.full(2, math.nan)
        if not np.isfinite(gradient).all():
            return nothing, next(filter(None, reasons), "g is not defined here")
        why = self._misfit(w1, w2, *gradient.tolist())
        return (nothing, why) if why else (gradient, "")

    def _found_misfit(self, w1: float, w2: float, *gradient: float) -> str:
        """Say along which direction g does not go as the plane does; "" if along none tried."""
        here, step = self.g(w1, w2), _EPSILON * max(1.0, abs(w1), abs(w2))
        doubtful = []
        for direction in _DIRECTIONS:
            a, b = direction
            slope = a * gradient[0] + b * gradient[1]
            after, before = (self.g(w1 + t * a, w2 + t * b) for t in (step, -step))
            room = 0.01 * step * (1 + abs(slope))
            bent = not abs(after + before - 2 * here) <= room
            if bent or not abs(after - before - 2 * step * slope) <= room:
                doubtful.append((direction, slope))
        for (a, b), slope in doubtful:
            length = math.hypot(a, b)
            with np.errstate(all="ignore"):
                sides = adlite.one_sided(lambda t, a=a, b=b: self._moved(w1, w2, a * t, b * t), 0.0)
            along = f"along ({say(a)}, {say(b)})"
            if not sides.differentiable:
                return f"{along} {why_no_derivative(sides)}"
            if abs(sides.left - slope) > 1e-6 * (1 + abs(slope)):
                found, of_plane = say(sides.left / length, 3), say(slope / length, 3)
                return f"{along} the slope of g is {found}, and the plane's would be {of_plane}"
        return ""

    def _moved(self, w1: float, w2: float, d1: Any, d2: Any) -> Any:
        try:
            return self.g.apart(w1 + d1, w2 + d2)
        except (TypeError, adlite.TracingError):
            raise
        except Exception:
            return math.nan

    def ours(self, w1: float, w2: float) -> list[float]:
        """Return both slopes as adlite gives them, also at a kink."""
        if (w1, w2) in self._known and not math.isnan(self.g(w1, w2)):
            return [found[0] for found in self._known[w1, w2]]
        first, second = self.g.gradient(w1, w2)
        return [float(first), float(second)]

    def _one_sided(self, axis: int, w1: float, w2: float) -> adlite.OneSided:
        def along(w: Any) -> Any:
            return self._moved(0.0, w2, w, 0.0) if axis == 0 else self._moved(w1, 0.0, 0.0, w)

        with np.errstate(all="ignore"):
            return adlite.one_sided(along, (w1, w2)[axis])


def _step(w: Any) -> Any:
    return _EPSILON * np.maximum(1.0, np.abs(w))


def _silently(gradient: Callable[..., Any], w: np.ndarray) -> np.ndarray:
    """Return a gradient; autograd warns of a constant, and a constant is welcome here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(gradient(w), float)


def _all_at_once(
    g: FunctionOfTwo, pairs: list[tuple[float, float]]
) -> dict[tuple[float, float], list[tuple[float, ...]]]:
    """Return what `_alone` does for all points in one run each, if `g` takes arrays.

    It does if it then gives the values that it gives for each point alone.
    """
    import autograd  # takes a moment, so only where slopes are asked for

    points = np.array(pairs).T
    values = np.array([g(*pair) for pair in pairs])
    columns = []
    try:
        with np.errstate(all="ignore"):
            together = np.array(g.packed(points), float)
            slopes = [
                adlite.elementwise_grad(g.packed)(points),
                _silently(autograd.elementwise_grad(g.packed), points),
            ]
            for axis in (0, 1):
                step = np.zeros_like(points)
                step[axis] = _step(points[axis])
                columns += [slope[axis] for slope in slopes]
                columns += [g.packed(points + step), g.packed(points - step)]
            table = np.array(columns, float)
    except Exception:
        return {}
    together[~np.isfinite(together)] = math.nan
    if table.shape != (8, len(pairs)) or not np.array_equal(together, values, equal_nan=True):
        return {}
    rows: Any = table.reshape(2, 4, -1).transpose(2, 0, 1).tolist()
    return dict(zip(pairs, rows, strict=True))


def _alone(g: FunctionOfTwo, w1: float, w2: float) -> list[tuple[float, ...]]:
    """Return for each input adlite's and autograd's slope, and g a step after and before."""
    import autograd

    try:
        with np.errstate(all="ignore"):
            theirs = _silently(autograd.grad(g.packed), np.array([w1, w2])).tolist()
    except Exception:
        theirs = [math.nan, math.nan]
    ours, (d1, d2) = g.gradient(w1, w2).tolist(), (_step(w1), _step(w2))
    return [
        (ours[0], theirs[0], g(w1 + d1, w2), g(w1 - d1, w2)),
        (ours[1], theirs[1], g(w1, w2 + d2), g(w1, w2 - d2)),
    ]
