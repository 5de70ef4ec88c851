"""What `TaylorBuilder` asks of a polynomial: to agree with g at w0 in value, slope and so on."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..functions import Function, axis_limits, expand, round_up
from ..live import Control, InputError, linear, say, switch

CRITERIA = ("value", "slope", "curvature", "third derivative")
# Steps from one end of a slider to the other; every eighth position is in every table.
_STEPS, _STRIDES = 40, (2, 4, 8)


@dataclass(frozen=True)
class Problem:
    """What h is asked for: the right coefficients at w0, and how finely its sliders step."""

    function: Function
    w0: float
    targets: tuple[float, ...]
    steps: tuple[float, ...]

    def sliders(self, values: tuple[float, ...], solve: Any) -> dict[str, Control]:
        """Return a slider for each coefficient and the switch; 0 is a position of each."""
        controls = {}
        for n, (target, step) in enumerate(zip(self.targets, self.steps, strict=True)):
            best = round(target / step)
            # Every eighth position is in every table, so that the best one is too.
            first = best - (24 if best >= 0 else 16)
            low, high = first * step, (first + _STEPS) * step
            control = linear(low, high, step, named("a", n), values[n])
            controls[f"a{n}"] = replace(control, strides=_STRIDES)
        controls["solve"] = switch("solve it for me", solve)
        for name, control in controls.items():
            control.clean(name, control.value)
        return controls

    def met(self, n: int, a: float) -> bool:
        """Whether no other position of the slider is nearer to the right coefficient."""
        return abs(a - self.targets[n]) <= self.steps[n] * 0.5000001


def problem_of(g: Any, w0: Any, degree: int, window: tuple[float, float]) -> Problem:
    """Return what is asked for, or say why there is no such polynomial."""
    function = Function(g, window)
    if isinstance(w0, bool) or not isinstance(w0, int | float | np.number) or not np.isfinite(w0):
        raise InputError(f"w0 must be a finite number; {w0!r} is not one.")
    low, high = window
    if not low <= w0 <= high:
        raise InputError(f"w0 must lie in the window, from {say(low)} to {say(high)}; got {w0!r}.")
    w0 = float(w0)
    found = expand(function, w0, degree)
    if found.polynomial is None or found.highest < degree:
        advice = "Choose another w0" + ", or a lower degree" * (found.highest > 0)
        raise InputError(f"{found.reason}. {advice}.")
    targets = tuple(float(a) for a in found.polynomial.coefficients)
    bottom, top = axis_limits(function.values(np.linspace(low, high, 121)))
    steps = []
    for n, target in enumerate(targets):
        natural = (top - bottom) / 4 / ((high - low) / 4) ** n / math.factorial(n)
        # So that 0 is not the nearest position to what is no 0; rounding leaves less than this.
        if abs(target) > 1e-9 * natural:
            natural = min(natural, 4 * abs(target))
        steps.append(round_up(max(abs(target), natural) / 16))
    return Problem(function, w0, targets, tuple(steps))


def named(letter: str, n: int) -> str:
    """Return a letter with a small number: "a₂"."""
    return letter + "₀₁₂₃"[n]
