"""`TaylorBuilder`: find the coefficients of a Taylor polynomial by hand (Eqs. B.50 to B.61)."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    HEAVY,
    LINE,
    NAME,
    SUBJECT,
    Labels,
    chart,
    picture,
    point,
    role,
    spot,
)
from ..functions import (
    Drawing,
    FunctionExplorer,
    axis_limits,
    broken_at_poles,
    checked_window,
    shape_in_words,
    trusted_interval,
)
from ..live import (
    Heading,
    InputError,
    Line,
    Row,
    Seen,
    Update,
    handle,
    listed,
    say,
)
from .criteria import CRITERIA, Problem, named, problem_of

_SHORT = (*CRITERIA[:3], "3rd derivative")
_COLORS = {1: role.first, 2: role.second, 3: role.higher}
# Sides of a point on which a name may stand, in units.
_AROUND = ((0, 12), (0, -12), (13, 0), (-12, 0))
_LEFT = ((-7, 0), (-7, 7), (-7, -7), (0, -9), (0, 9))
# How near to g the solved polynomial is said to be.
_NEAR = 0.01
_NUMBERS = ("no", "one", "two", "three", "four")


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
        if isinstance(degree, bool) or degree not in (1, 2, 3):
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
        problem = problem_of(g, self._w0, self._degree, self._window)
        controls = problem.sliders(tuple(a.values()), solve)
        return Drawing(problem, *_picture(problem), problem.function.formula, controls)


def _picture(problem: Problem) -> tuple[Figure, Update]:
    g, targets = problem.function, problem.targets
    degree = len(targets) - 1
    low, high = g.window
    points = np.linspace(low, high, 601)
    curve = g.values(points)
    bottom, top = axis_limits(curve)

    figure = picture(340)
    axes = chart(figure, (44, 30, 380, 278), g.window, (bottom, top))
    scene = _Scene(axes, problem)
    scene.curve.set_data(points, broken_at_poles(curve, bottom, top))
    solution = _solution(problem, points, curve)

    def update(solve: bool, **hand: float) -> Seen:
        # Whoever moves a control names the values in any order.
        a = targets if solve else tuple(hand[f"a{n}"] for n in range(degree + 1))
        met = [solve or problem.met(n, a[n]) for n in range(degree + 1)]
        scene.draw(a, met)
        return Seen(solution if solve else _by_hand(problem, a, met), scene.rows(a, met))

    return figure, update


def _graph(a: tuple[float, ...], w0: float, low: float, high: float) -> Path:
    """Return the graph of a polynomial of degree at most 3: a Bézier curve, with no error."""
    h = np.polynomial.Polynomial(a, domain=(w0, w0 + 1), window=(0, 1))
    slope, third = h.deriv(), (high - low) / 3
    ends = [(low, h(low)), (low + third, h(low) + third * slope(low))]
    ends += [(high - third, h(high) - third * slope(high)), (high, h(high))]
    return Path(ends, [Path.MOVETO, *[Path.CURVE4] * 3])


class _Scene:
    """What is drawn: g, the polynomial with a point for each coefficient, and the gaps at w0."""

    def __init__(self, axes: Axes, problem: Problem):
        self.axes, self.problem = axes, problem
        degree = len(problem.targets) - 1
        w0, (low, high) = problem.w0, problem.function.window
        self.color, plot = _COLORS[degree], axes.plot
        (self.curve,) = plot([], [], color=role.ink, lw=LINE, zorder=CURVE)
        self.graph = PathPatch(_graph(problem.targets, w0, low, high), fc="none", ec=self.color)
        self.graph.set(linewidth=HEAVY, linestyle=DASH, zorder=SUBJECT)
        axes.add_patch(self.graph)
        (self.gap,) = plot([], [], color=role.child, lw=HEAVY, ls=DASH, zorder=COMPANIONS)
        self.reach = (high - low) / 7
        (self.wanted,) = plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        (self.slope,) = plot([], [], color=role.child, lw=HEAVY, zorder=SUBJECT + 0.5)
        self._piece(self.wanted, *problem.targets[:2])
        spot(axes, role.ink).set_data([w0], [problem.targets[0]])
        # The value, the slope and the curvature are each taken where they lift h most.
        aside = (high - low) / 6
        self.points = []
        for n, shift in enumerate((0, aside, -aside, 2 * aside)[: degree + 1]):
            if low <= w0 + shift <= high:
                taken = point(axes, self.color, ("circle", "square", "diamond", "circle")[n])
                self.points.append((n, w0 + shift, handle(taken, y=f"a{n}")))
        self.labels = Labels(axes)
        self.names = [self.labels.add(self.color) for _ in self.points]
        self.missed = [self.labels.add(role.child) for _ in range(2)]
        self.g_name, self.h_name = (
            self.labels.add(role.ink, NAME),
            self.labels.add(self.color, NAME),
        )

    def _piece(self, line: Line2D, value: float, slope: float) -> None:
        """Draw a piece of a tangent at w0, of the same length however steep it is."""
        (left, right), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        reach = self.reach / math.hypot(1, slope * (right - left) / (top - bottom))
        w0 = self.problem.w0
        line.set_data([w0 - reach, w0 + reach], [value - slope * reach, value + slope * reach])

    def draw(self, a: tuple[float, ...], met: list[bool]) -> None:
        """Draw the polynomial with these coefficients, and what it misses at w0."""
        w0, targets, (low, high) = self.problem.w0, self.problem.targets, self.axes.get_xlim()
        bottom, top = self.axes.get_ylim()
        self.graph.set_path(_graph(a, w0, low, high))
        self.gap.set_data([w0, w0], [targets[0], a[0]])
        self._piece(self.slope, *a[:2])
        for (n, w, taken), name in zip(self.points, self.names, strict=True):
            height = _value(a, w - w0)
            taken.set_data([w], [height])
            seen = bottom <= height <= top
            taken.set_visible(seen)
            name.put(named("a", n) if seen else "", w, height, *_AROUND)
        self.gap.set_visible(not met[0])
        self.slope.set_visible(not met[1])
        value, slope = (
            "" if met[n] else f"{CRITERIA[n]} {_signed(a[n] - targets[n])}" for n in range(2)
        )
        middle = min(max((targets[0] + a[0]) / 2, bottom), top)
        self.missed[0].put(value, w0, middle, (9, 0), (-9, 0))
        ends = np.array(self.slope.get_data())[:, 0].tolist()
        self.missed[1].put(slope, *ends, *_LEFT)
        self.g_name.along("g", self.curve)
        self.h_name.put("h", *self._last(a), *_AROUND)
        handles = [taken for _, _, taken in self.points]
        self.labels.settle(*handles, self.curve, self.gap, self.slope, self.wanted)

    def _last(self, a: tuple[float, ...]) -> tuple[float, float]:
        """Return where the polynomial is last seen, from left to right; NaN if it never is."""
        (low, high), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        for part in (0.97, 0.92, 0.86, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.03):
            w = low + part * (high - low)
            height = _value(a, w - self.problem.w0)
            if bottom < height < top:
                return w, height
        return math.nan, math.nan

    def rows(self, a: tuple[float, ...], met: list[bool]) -> list[Line]:
        """Return the derivatives of g and h at w0, and how far they are apart."""
        looks: Any = (self.gap, self.slope, (), ())
        rows: list[Line] = [Heading(f"at w⁰ = {say(self.problem.w0)}", "g", "h", "h is off")]
        means: list[list[Any]] = [[label.text] for label in self.missed] + [[], []]
        for n, _, taken in self.points:
            means[n].append(taken)
        for n, target in enumerate(self.problem.targets):
            want, have = math.factorial(n) * target, math.factorial(n) * a[n]
            off = "met" if met[n] else _signed(have - want)
            numbers = say(want, 3), say(have, 3), off
            rows.append(Row(_SHORT[n], *numbers, like=looks[n], also=means[n]))
        rows.append(Row("criteria met", "", "", f"{sum(met)} of {len(met)}", total=True))
        return rows


def _value(a: tuple[float, ...], step: float) -> float:
    """Return a polynomial's value so far from its expansion point."""
    return float(np.polynomial.polynomial.polyval(step, a))


def _signed(x: float) -> str:
    return ("+" if x > 0 else "") + say(x, 2)


def _by_hand(problem: Problem, a: tuple[float, ...], met: list[bool]) -> str:
    """Say which criteria are met, and what is missed by the others."""
    many, at = _NUMBERS[len(met)], f"at w⁰ = {say(problem.w0)}"
    done = [f"the {CRITERIA[n]}" for n, yes in enumerate(met) if yes]
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
        missed.append(f"the {CRITERIA[n]} of h is {say(have)}, and that of g {say(want)}")
    gaps = "; ".join(missed)
    return f"{start} {gaps[0].upper()}{gaps[1:]}."


def _solution(problem: Problem, points: np.ndarray, curve: np.ndarray) -> str:
    """Say what the right coefficients are, and how far the polynomial then follows g."""
    words = [f"{named('a', n)} = {say(a)}" for n, a in enumerate(problem.targets)]
    all_of = "both" if len(words) == 2 else f"all {_NUMBERS[len(words)]}"
    h = np.polynomial.polynomial.polyval(points - problem.w0, problem.targets)
    ends = trusted_interval(points, np.abs(h - curve), problem.w0, _NEAR, len(words) - 1)
    low, high = (say(end, 3) for end in ends)
    at = f"at w⁰ = {say(problem.w0)}"
    start = f"Solved for you: {listed(words)} meet {all_of} criteria {at}"
    return f"{start}. h is within {say(_NEAR)} of g from {low} to {high}, at the points drawn."
