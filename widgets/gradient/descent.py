"""`Descent`: downhill with nothing but the slope under one's feet (Sections B.1 and B.4)."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..drawing import (
    CURVE,
    GUIDES,
    HEAVY,
    LINE,
    SUBJECT,
    chart,
    note,
    picture,
    role,
)
from ..functions import (
    Drawing,
    Function,
    FunctionExplorer,
    FunctionOfTwo,
    Given,
    axis_limits,
    broken_at_poles,
    checked_window,
    parse_formula,
    required_inputs,
)
from ..live import (
    Heading,
    Line,
    Row,
    Seen,
    Update,
    handle,
    linear,
    log,
    or_none,
    say,
    steps,
    switch,
)
from .descent_map import MapScene
from .downhill import Slope, Walk, how_it_went
from .trail import Trail

_STEPS = 20


class Descent(FunctionExplorer):
    """Stand in fog and feel the slope; then let gradient descent walk, and lift the fog.

    `g` is a function of one input or of two, or a formula. `w0` is where the descent starts, of
    two inputs `w1` and `w2`; `alpha` is by what the slope is multiplied to make a step, `k` how
    many steps are made, and `fog` hides g. `window` holds the ends of the axis, of two inputs of
    both axes, or a pair of pairs.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is no number.

    >>> explorer = Descent("w^2", w0=2, alpha=0.25, k=2)
    >>> print(explorer.sentence)
    In fog, from w⁰ = 2 with α = 0.25, 2 steps have led to w = 0.5, where the height is 0.25 and \
the slope 1. Each step led down.
    >>> explorer.alpha = 1
    >>> print(explorer.sentence.split(". ")[1])
    No step led down, and each stepped over to a side that slopes the other way: α is too large.

    Source: Sections B.1 and B.4, Eq. B.22; Section B.10.

    """

    # What lies in the fog is not told either.
    draws_curve = False

    # One option for each control and for the look: all but the function are given by name.
    def __init__(
        self,
        g: Given = "w^4/4 - w^2 + w/3",
        *,
        w0: float = 0.5,
        w1: float = -1.5,
        w2: float = 1.0,
        alpha: float = 0.16,
        k: int = 0,
        fog: bool = True,
        window: Any = (-2, 2),
        title: str = "Downhill in fog",
    ):
        self._window, self.title = window, title
        self._starts = {"w0": w0, "w1": w1, "w2": w2}
        super().__init__(g, alpha=alpha, k=k, fog=fog, **self._starts)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        return {**self._starts, **self.values}

    def drawing(self, g: Given, alpha: Any, k: Any, fog: Any, **starts: Any) -> Drawing:
        """Return all that depends on g."""
        controls = {
            "alpha": log(0.01, 10, "α", alpha),
            "k": steps([f"step {i}" for i in range(_STEPS + 1)], "steps", k),
            "fog": switch("fog", fog),
        }
        new: Any
        names: tuple[str, ...]
        if _counts_two(g):
            new = FunctionOfTwo(g, self._window)
            windows, names, labels = new.windows, ("w1", "w2"), new.labels
        else:
            new = Function(g, checked_window(self._window))
            windows, names, labels = (new.window,), ("w0",), ("w⁰",)
        moved = {
            name: linear(low, high, (high - low) / 40, label, starts[name])
            for name, label, (low, high) in zip(names, labels, windows, strict=True)
        }
        figure, update = _on_map(new) if len(names) == 2 else _on_curve(new)
        return Drawing(new, figure, update, new.formula, moved | controls)


def _counts_two(g: Any) -> bool:
    """Whether g is a function of two inputs."""
    if isinstance(g, str):
        return len(parse_formula(g, 2).inputs) == 2  # type: ignore[attr-defined]
    return callable(g) and len(required_inputs(g)) == 2


def _on_curve(g: Function) -> tuple[Figure, Update]:
    hill = Slope(g)
    figure = picture(330)
    scene = _CurveScene(figure, g)
    handle(scene.start, x="w0")

    def update(w0: float, alpha: float, k: int, fog: bool) -> Seen:
        walk = hill.walk((w0,), alpha, _STEPS).until(k)
        scene.draw(walk, alpha, fog)
        sentence = _sentence(f"w⁰ = {say(w0)}", ("w",), walk, alpha, hill.size)
        return Seen(f"In fog, {sentence}" if fog else _capital(sentence), _rows(walk, scene.like))

    return figure, update


def _on_map(g: FunctionOfTwo) -> tuple[Figure, Update]:
    hill = Slope(g)
    figure = picture(360)
    scene = MapScene(figure, g)
    handle(scene.start, x="w1", y="w2")
    first, second = g.labels

    def update(w1: float, w2: float, alpha: float, k: int, fog: bool) -> Seen:
        walk = hill.walk((w1, w2), alpha, _STEPS).until(k)
        scene.draw(walk, alpha, fog)
        at = f"{first} = {say(w1)}, {second} = {say(w2)}"
        sentence = _sentence(at, g.labels, walk, alpha, hill.size)
        return Seen(f"In fog, {sentence}" if fog else _capital(sentence), _rows(walk, scene.like))

    return figure, update


class _CurveScene:
    """A curve, the places on it where the descent has stood, and the slope under its feet."""

    def __init__(self, figure: Figure, g: Function):
        points = np.linspace(*g.window, 401)
        curve = g.values(points)
        self.window, self.limits = g.window, axis_limits(curve)
        axes = chart(figure, (44, 30, 372, 268), g.window, self.limits)
        (self.curve,) = axes.plot(
            points,
            broken_at_poles(curve, *self.limits),
            color=role.ink,
            lw=LINE,
            zorder=CURVE,
        )
        self.trail = Trail(axes, (sum(g.window) / 2, self.limits[1]), -14)
        (self.tangent,) = axes.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        (self.next,) = axes.plot([], [], color=role.child, lw=6, zorder=GUIDES)
        self.next_name = note(
            axes, 0, self.limits[0], "next step", 0, 6, color=role.child, ha="center", va="bottom"
        )
        self.start = self.trail.start
        self.like = {"height": self.trail.dots, "slope": self.tangent, "step": self.next}

    def draw(self, walk: Walk, alpha: float, fog: bool) -> None:
        """Draw the way so far, the slope at its end, and the step that follows."""
        w, y = walk.points[:, 0], walk.heights
        low, high = self.window
        self.curve.set_visible(not fog)
        self.start.set_visible(bool(math.isfinite(y[0])))
        if math.isfinite(y[0]):
            self.start.set_data([w[0]], [float(np.clip(y[0], *self.limits))])
        self.trail.follow(np.array([w, np.clip(y, *self._around())]), fog, high - low)
        slope, end, height = float(walk.slopes[-1, 0]), float(w[-1]), float(y[-1])
        there = math.isfinite(slope + height)
        self.tangent.set_visible(there)
        step = -alpha * slope
        moves = there and low <= end <= high
        for artist in (self.next, self.next_name):
            artist.set_visible(moves)
        inside = moves and self.limits[0] <= height <= self.limits[1]
        self.trail.stand((end, height) if inside else None)
        if there:
            # As long on paper for every slope.
            tall = (self.limits[1] - self.limits[0]) / 268 * 372 / (high - low)
            reach = 0.1 * (high - low) / math.hypot(1, slope / tall)
            ends = np.array([-reach, reach])
            self.tangent.set_data(end + ends, height + slope * ends)
        if moves:
            to = float(np.clip(end + step, low - 0.02 * (high - low), high + 0.02 * (high - low)))
            self.next.set_data([end, to], [self.limits[0]] * 2)
            room = 0.1 * (high - low)
            self.next_name.set_position((min(max(to, low + room), high - room), self.limits[0]))

    def _around(self) -> tuple[float, float]:
        """Return between which heights the way is drawn; the rest is above or below the picture."""
        low, high = self.limits
        return low - (high - low), high + (high - low)


def _rows(walk: Walk, like: dict[str, Any]) -> list[Line]:
    """Return where the descent has come from, and where it is."""
    ways = (0, len(walk.points) - 1)
    names = ("w",) if walk.points.shape[1] == 1 else ("w₁", "w₂")
    rows: list[Line] = [Heading("", "start", "now" if ways[1] else "")]
    for axis, name in enumerate(names):
        rows.append(Row(name, *_both(walk.points[:, axis], ways)))
    rows.append(Row("height", *_both(walk.heights, ways), like=like["height"]))
    slopes = walk.slopes[:, 0] if len(names) == 1 else np.hypot(*walk.slopes.T)
    rows.append(Row("slope", *_both(slopes, ways), like=like["slope"]))
    return rows


def _both(values: np.ndarray, ways: tuple[int, int]) -> tuple[str, str]:
    first, last = (or_none(float(values[way])) for way in ways)
    return first, last if ways[1] else ""


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _sentence(start: str, names: tuple[str, ...], walk: Walk, alpha: float, size: float) -> str:
    """Say where the descent is, and how it came there."""
    made, height = len(walk.points) - 1, float(walk.heights[-1])
    if made:
        where = ", ".join(
            f"{n} = {say(float(w))}" for n, w in zip(names, walk.points[-1], strict=True)
        )
        steps_have = "1 step has" if made == 1 else f"{made} steps have"
        said = f"from {start} with α = {say(alpha)}, {steps_have} led to {where}"
    else:
        said = f"you stand at {start}"
    slopes = walk.slopes[-1]
    if math.isnan(height):
        return f"{said}. Here the descent ends: {walk.stopped}."
    said += f", where the height is {say(height)}"
    if np.isfinite(slopes).all():
        if len(names) == 1:
            said += f" and the slope {say(float(slopes[0]))}"
        else:
            both = " and ".join(
                f"{say(float(s))} along {n}" for s, n in zip(slopes, names, strict=True)
            )
            said += f" and the slopes are {both}"
    return f"{said}. {_way(walk, alpha)}{how_it_went(walk, alpha, size)}".strip()


def _way(walk: Walk, alpha: float) -> str:
    """Say where the first step would lead, of one input."""
    slope = float(walk.slopes[-1, 0])
    if len(walk.points) > 1 or walk.points.shape[1] > 1 or not slope or math.isnan(slope):
        return ""
    way = "left" if slope > 0 else "right"
    long = say(abs(alpha * slope))
    return f"Down is to the {way}, and with α = {say(alpha)} a step is {long} long. "
