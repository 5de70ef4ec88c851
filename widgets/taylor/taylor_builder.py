"""`TaylorBuilder`: find the coefficients of a Taylor polynomial by hand (Eqs. B.50 to B.61)."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text

from ..drawing import CHILD, FAINT, FIRST_ORDER, FUNCTION, SECOND_ORDER
from ..functions import (
    Drawing,
    Function,
    FunctionExplorer,
    axis_limits,
    broken_at_poles,
    checked_window,
    expand,
    round_up,
    shape_in_words,
    trusted_interval,
)
from ..live import Control, InputError, Update, handle, linear, listed, say, switch

_CRITERIA = ("value", "slope", "curvature", "third derivative")
_SIGNS = ("h", "h′", "h″", "h‴")
_KINDS = {1: "line", 2: "quadratic", 3: "cubic"}
_COLORS = {1: FIRST_ORDER, 2: SECOND_ORDER, 3: "#7b3fa0"}
_NUMBERS = ("no", "one", "two", "three", "four")
# Steps from one end of a slider to the other; every eighth position is in every table.
_STEPS, _STRIDES = 40, (2, 4, 8)
# How near to g the solved polynomial is said to be.
_NEAR = 0.01


class TaylorBuilder(FunctionExplorer):
    """Set the coefficients of h by hand until it agrees with g at w0 in value, slope and so on.

    `g` is any function of one number, or a formula such as "sin(w)*w". `degree` 1 gives the line
    of Eq. B.54, 2 the quadratic of Eq. B.57, 3 the cubic; there is a slider for each coefficient,
    `a0` and so on. A criterion is met if no other position of its slider is nearer. `solve` puts in
    the right coefficients. `g` and `w0` can be set at any time: the sliders are then at 0 again.

    Raises:
        InputError: `g` cannot be drawn in the window, or lacks the derivatives at w0, or a value is
            no number.

    >>> explorer = TaylorBuilder("sin(w)", w0=1, degree=1, a0=0.85)
    >>> print(explorer.sentence)
    One of the two criteria at w⁰ = 1 is met: the value. The slope of h is 0, and that of g 0.5403.
    >>> explorer.solve = True
    >>> print(explorer.sentence.split(". ")[0])
    Solved for you: a₀ = 0.8415 and a₁ = 0.5403 meet both criteria at w⁰ = 1

    Source: Eqs. B.50 to B.61.

    """

    def __init__(
        self,
        g: Callable[..., Any] | str = "sin(w)",
        *,
        w0: float = 1.0,
        degree: int = 2,
        a0: float = 0.0,
        a1: float = 0.0,
        a2: float = 0.0,
        a3: float = 0.0,
        solve: bool = False,
        window: tuple[float, float] = (-3, 3),
        title: str = "Build the polynomial that agrees with g at w⁰",
    ):
        # So many parameters, as each is what a notebook may write by its name.
        if isinstance(degree, bool) or degree not in _KINDS:
            raise InputError(f"degree must be 1, 2 or 3; {degree!r} is none of these.")
        self._window, self.title, self._degree = checked_window(window), title, int(degree)
        self._w0 = w0
        super().__init__(g, a0=a0, a1=a1, a2=a2, a3=a3, solve=solve)

    @property
    def w0(self) -> float:
        """The expansion point. Set another one to have it drawn."""
        return float(self.subject.w0)

    @w0.setter
    def w0(self, w0: float) -> None:
        self.replace(self.formula or self.g, _w0=w0)

    @property
    def shown_function(self) -> Any:
        return self.subject.function

    def outline(self) -> str:
        return shape_in_words(self.subject.function)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        """Nothing: another polynomial is to be built from the beginning."""
        return {"a0": 0.0, "a1": 0.0, "a2": 0.0, "a3": 0.0, "solve": False}

    def drawing(self, g: Callable[..., Any] | str, solve: Any, **a: Any) -> Drawing:
        """Return all that depends on g and w0."""
        problem = _problem(g, self._w0, self._degree, self._window)
        controls = problem.sliders(tuple(a.values()), solve)
        picture = _picture(problem, self.title, controls)
        return Drawing(problem, *picture, problem.function.formula, controls)


@dataclass(frozen=True)
class _Problem:
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
            control = linear(low, high, step, _named("a", n), values[n])
            controls[f"a{n}"] = replace(control, strides=_STRIDES)
        controls["solve"] = switch("solve it for me", solve)
        for name, control in controls.items():
            control.clean(name, control.value)
        return controls

    def met(self, n: int, a: float) -> bool:
        """Whether no other position of the slider is nearer to the right coefficient."""
        return abs(a - self.targets[n]) <= self.steps[n] * 0.5000001


def _problem(g: Any, w0: Any, degree: int, window: tuple[float, float]) -> _Problem:
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
    return _Problem(function, w0, targets, tuple(steps))


def _picture(problem: _Problem, title: str, controls: dict[str, Control]) -> tuple[Figure, Update]:
    g, w0, targets = problem.function, problem.w0, problem.targets
    degree = len(targets) - 1
    low, high = g.window
    points = np.linspace(low, high, 601)
    curve = g.values(points)
    bottom, top = axis_limits(curve)

    figure = Figure(figsize=(8.4, 4.2))
    axes = figure.add_axes((0.075, 0.125, 0.375, 0.765))
    axes.set(xlim=(low, high), ylim=(bottom, top), xlabel="w")
    figure.text(0.04, 0.945, title, fontsize=12)
    axes.grid(color="0.92")
    axes.plot(points, broken_at_poles(curve, bottom, top), color=FUNCTION, lw=2)
    drawn = PathPatch(_cubic(targets, w0, low, high), fc="none", ec=_COLORS[degree], lw=2.5)
    drawn.set_linestyle((0, (5, 1.5)))
    axes.add_patch(drawn)
    axes.plot([w0], [targets[0]], color=CHILD, marker="o", ms=9, ls="none", mec="white")
    # The value, the slope and the curvature are each taken where they lift h most.
    aside = (high - low) / 6
    ways = zip(("a0", "a1", "a2", "a3"), (0, aside, -aside, 2 * aside), strict=True)
    for name, shift in [*ways][: degree + 1]:
        if low <= w0 + shift <= high:
            handle(drawn, y=name, at=partial(_height, drawn, w0 + shift, (low, high)))
    rows = _Rows(figure, problem)
    solution = _solution(problem, points, curve)

    def update(solve: bool, **hand: float) -> str:
        # Whoever moves a control names the values in any order.
        a = targets if solve else tuple(hand[f"a{n}"] for n in range(degree + 1))
        met = [solve or problem.met(n, a[n]) for n in range(degree + 1)]
        drawn.set_path(_cubic(a, w0, low, high))
        rows.write(a, met, solve)
        return solution if solve else _by_hand(problem, a, met)

    return figure, update


def _height(drawn: PathPatch, w: float, window: tuple[float, float]) -> tuple[float, float]:
    """Return the point of a drawn polynomial above w."""
    y0, y1, y2, y3 = np.asarray(drawn.get_path().vertices)[:, 1].tolist()
    t = (w - window[0]) / (window[1] - window[0])
    s = 1 - t
    return w, s**3 * y0 + 3 * s * s * t * y1 + 3 * s * t * t * y2 + t**3 * y3


def _cubic(a: tuple[float, ...], w0: float, low: float, high: float) -> Path:
    """Return the graph of a polynomial of degree at most 3: a Bézier curve, with no error."""
    h = np.polynomial.Polynomial(a, domain=(w0, w0 + 1), window=(0, 1))
    slope, third = h.deriv(), (high - low) / 3
    ends = [(low, h(low)), (low + third, h(low) + third * slope(low))]
    ends += [(high - third, h(high) - third * slope(high)), (high, h(high))]
    return Path(ends, [Path.MOVETO, *[Path.CURVE4] * 3])


class _Rows:
    """The criteria beside the picture: derivatives of g and h at w0, and whether they agree."""

    _LEFT, _G, _H, _SIGN, _WORDS = 0.475, 0.675, 0.788, 0.812, 0.83

    def __init__(self, figure: Figure, problem: _Problem):
        self.figure, self.problem = figure, problem
        degree = len(problem.targets) - 1
        for i, (name, color, style) in enumerate(
            (("g", FUNCTION, "-"), (f"h, a {_KINDS[degree]}", _COLORS[degree], (0, (5, 1.5))))
        ):
            x = self._LEFT + 0.12 * i
            figure.add_artist(Line2D([x, x + 0.04], [0.872] * 2, color=color, lw=2.5, ls=style))
            self._write(x + 0.05, 0.86, name)
        self._write(self._LEFT, 0.775, f"at w⁰ = {say(problem.w0)}", color=FAINT)
        for x, name in ((self._G, "g"), (self._H, "h")):
            self._write(x, 0.775, name, color=FAINT, ha="right")
        self.rows = [self._row(n, 0.695 - 0.08 * n) for n in range(degree + 1)]
        y = 0.695 - 0.08 * (degree + 1) - 0.035
        places = [(self._LEFT + 0.22 * (n % 2), y - 0.075 * (n // 2)) for n in range(degree + 1)]
        self.used = [self._write(*place, "") for place in places]
        self.verdict = self._write(self._LEFT, y - 0.075 * (degree // 2) - 0.105, "")

    def write(self, a: tuple[float, ...], met: list[bool], solve: bool) -> None:
        """Show the derivatives of h, and what is met."""
        for n, (h, tick, ring, words) in enumerate(self.rows):
            have = math.factorial(n) * a[n]
            off = have - math.factorial(n) * self.problem.targets[n]
            h.set_text(say(have, 3))
            tick.set_visible(met[n])
            ring.set_visible(not met[n])
            words.set_text("met" if met[n] else f"off by {say(off, 2)}")
            self.used[n].set_text(f"{_named('a', n)} = {say(a[n], 4)}")
        by = "solved for you" if solve else "set by you"
        self.verdict.set_text(f"{sum(met)} of {len(met)} criteria met, {by}")

    def _row(self, n: int, y: float) -> tuple[Text, Line2D, Line2D, Text]:
        self._write(self._LEFT, y, ("value", "slope", "curvature", "3rd deriv.")[n])
        want = math.factorial(n) * self.problem.targets[n]
        self._write(self._G, y, say(want, 3), ha="right", fontsize=9.5)
        h = self._write(self._H, y, "", ha="right", fontsize=9.5)
        x = np.array([-0.009, -0.002, 0.011]) + self._SIGN
        heights = np.array([0.012, -0.004, 0.03]) + y
        tick = Line2D(x, heights, color=FIRST_ORDER, lw=2.5, solid_capstyle="round")
        ring = Line2D([self._SIGN], [y + 0.012], color=CHILD, marker="o", ms=8, mfc="none", ls="")
        for sign in (tick, ring):
            self.figure.add_artist(sign)
        return h, tick, ring, self._write(self._WORDS, y, "")

    def _write(self, x: float, y: float, words: str, **look: Any) -> Text:
        return self.figure.text(x, y, words, **{"fontsize": 10.5, **look})


def _named(letter: str, n: int) -> str:
    return letter + "₀₁₂₃"[n]


def _by_hand(problem: _Problem, a: tuple[float, ...], met: list[bool]) -> str:
    """Say which criteria are met, and what is missed by the others."""
    many, at = _NUMBERS[len(met)], f"at w⁰ = {say(problem.w0)}"
    done = [f"the {_CRITERIA[n]}" for n, yes in enumerate(met) if yes]
    if all(met):
        near = "each as well as its slider can"
        every = "Both" if len(met) == 2 else f"All {many}"
        return f"{every} criteria {at} are met, {near}: {listed(done)}."
    which = f"{'is' if len(done) == 1 else 'are'} met" + (f": {listed(done)}" if done else "")
    start = f"{_NUMBERS[len(done)].capitalize()} of the {many} criteria {at} {which}."
    if not done:
        none = "Neither" if len(met) == 2 else "None"
        start = f"{none} of the {many} criteria {at} is met."
    missed = []
    for n in (n for n, yes in enumerate(met) if not yes):
        have, want = (math.factorial(n) * x for x in (a[n], problem.targets[n]))
        missed.append(f"the {_CRITERIA[n]} of h is {say(have)}, and that of g {say(want)}")
    gaps = "; ".join(missed)
    return f"{start} {gaps[0].upper()}{gaps[1:]}."


def _solution(problem: _Problem, points: np.ndarray, curve: np.ndarray) -> str:
    """Say what the right coefficients are, and how far the polynomial then follows g."""
    named = [f"{_named('a', n)} = {say(a)}" for n, a in enumerate(problem.targets)]
    all_of = "both" if len(named) == 2 else f"all {_NUMBERS[len(named)]}"
    h = np.polynomial.polynomial.polyval(points - problem.w0, problem.targets)
    ends = trusted_interval(points, np.abs(h - curve), problem.w0, _NEAR, len(named) - 1)
    low, high = (say(end, 3) for end in ends)
    at = f"at w⁰ = {say(problem.w0)}"
    start = f"Solved for you: {listed(named)} meet {all_of} criteria {at}"
    return f"{start}. h is within {say(_NEAR)} of g from {low} to {high}, at the points drawn."
