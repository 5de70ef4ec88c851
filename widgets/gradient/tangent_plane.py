"""`TangentPlane`: two slices through a surface give two slopes, and these a plane (B.20-B.22)."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    HEAVY,
    LINE,
    SUBJECT,
    THIN,
    Labels,
    Surface,
    describe_turn,
    ground,
    input_slider,
    map_axes,
    picture,
    point,
    role,
    slider_points,
    spot,
    turn_slider,
)
from ..functions import Drawing, FunctionExplorer, FunctionOfTwo, Given, PartialSlopes
from ..live import Heading, Line, Row, Seen, Update, choice, handle, or_none, say

_PARTS = {
    "first slice": (0,),
    "second slice": (1,),
    "both slices": (0, 1),
    "plane": (0, 1),
}
_DASHES: tuple[Any, ...] = ("-", DASH)
# A number for each of the two inputs.
Place = tuple[float, float]


class TangentPlane(FunctionExplorer):
    """Drag a point over a surface: two slices give two slopes, and the slopes make the plane.

    `g` is a function of two numbers or of one array of two, or a formula of two inputs such as
    "tanh(w1*w2)". `window` holds the two ends of both axes, or a pair of pairs. `w1` and `w2` are
    where the plane touches, `turn` is the angle in degrees from which the surface is seen, and
    `part` is "first slice", "second slice", "both slices" or "plane". The map shows the level
    lines of the surface from above, and the arrow the direction of steepest ascent.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is none of a
            control's.

    >>> explorer = TangentPlane("w1^2 + w2^2", w1=1, w2=2, window=(-3, 3))
    >>> explorer.part = "first slice"
    >>> print(explorer.sentence)
    At w₁ = 1, w₂ = 2 the value is 5. With w₂ held still the slope along w₁ is 2, checked against \
autograd. Turned by 30°, w₁ runs right and away, w₂ left and away.

    Source: Eqs. B.20 to B.22, Figure B.2.

    """

    formula_label, formula_example = "g(w1, w2)", "sin(w1)*w2"

    # One option for each control and for the look: all but the functions are given by name.
    def __init__(
        self,
        g: Given = "sin(w1)*cos(w2)",
        *,
        w1: float = 1.0,
        w2: float = 0.5,
        turn: float = 30,
        part: str = "plane",
        window: Any = (-2, 2),
        title: str = "Two slopes make a plane",
    ):
        self._window, self.title = window, title
        super().__init__(g, w1=w1, w2=w2, turn=turn, part=part)

    def drawing(self, g: Given, w1: Any, w2: Any, turn: Any, part: Any) -> Drawing:
        """Return all that depends on g."""
        new = FunctionOfTwo(g, self._window)
        first, second = new.labels
        controls = {
            "w1": input_slider(new.windows[0], first, w1),
            "w2": input_slider(new.windows[1], second, w2),
            "turn": turn_slider(turn),
            "part": choice(tuple(_PARTS), "show", part),
        }
        return Drawing(new, *_picture(new), new.formula, controls)


def _picture(g: FunctionOfTwo) -> tuple[Figure, Update]:
    figure = picture(382)
    axes = ground(figure, (0, 0, 460, 272))
    surface = Surface(axes, g)
    slopes = PartialSlopes(g, slider_points(g))
    (patch,) = axes.fill([], [], fc=role.first, ec=role.first, alpha=0.3, zorder=COMPANIONS)
    touched = spot(axes, role.first)
    style: dict[str, Any] = {"color": role.ink, "lw": LINE, "zorder": CURVE}
    curves = [axes.plot([], [], ls=ls, **style)[0] for ls in _DASHES]
    style = {"color": role.first, "lw": HEAVY, "zorder": SUBJECT}
    tangents = [axes.plot([], [], ls=ls, **style)[0] for ls in _DASHES]
    above = _Map(figure, g, slopes)
    handle(above.point, x="w1", y="w2")
    handle(axes, x="turn", at=surface.front)
    names, labels = g.labels, Labels(axes)
    steep = [labels.add(role.first) for _ in tangents]

    @lru_cache(maxsize=5000)
    def curve(axis: int, held: float, turn: float) -> np.ndarray:
        return surface.project(surface.slice(axis, held, held), turn)

    @lru_cache(maxsize=5000)
    def places(w1: float, w2: float) -> dict[Any, np.ndarray]:
        value, gradient = g(w1, w2), slopes.at(w1, w2)[0][:, 0]
        return {
            touched: np.array([[w1], [w2], [value]]),
            tangents[0]: surface.tangent_line(0, w1, w2, value, gradient[0]),
            tangents[1]: surface.tangent_line(1, w1, w2, value, gradient[1]),
            patch: surface.tangent_patch(w1, w2, value, slopes.plane(w1, w2)[0]),
        }

    @lru_cache(maxsize=5000)
    def drawn(w1: float, w2: float, turn: float) -> dict[Any, Any]:
        return surface.project_all(places(w1, w2), turn)

    def update(w1: float, w2: float, turn: float, part: str) -> Seen:
        value = g(w1, w2)
        rows, reasons = slopes.at(w1, w2)
        gradient, plane = rows[:, 0], slopes.plane(w1, w2)
        shown = _PARTS[part] if math.isfinite(value) else ()
        surface.turn_to(turn)
        hidden: set[Any] = {tangents[axis] for axis in (0, 1) if axis not in shown}
        if part != "plane":
            hidden.add(patch)
        for artist, seen in drawn(w1, w2, turn).items():
            surface.draw(artist, None if artist in hidden else seen)
        for axis, held in ((0, w2), (1, w1)):
            surface.draw(curves[axis], curve(axis, held, turn) if axis in shown else None)
        for label, tangent, slope in zip(steep, tangents, gradient.tolist(), strict=True):
            ends = np.array(tangent.get_data())
            if ends.size and tangent.get_visible():
                label.put(say(slope, 3), *ends[:, -1].tolist(), (7, 0), (-7, 0), (0, 6), (0, -6))
            else:
                label.hide()
        labels.settle(touched, *tangents, words=surface.names)
        above.draw(w1, w2, shown, part == "plane", plane[0])
        seen_here = _sentence(g, (w1, w2), value, _Slopes(rows, reasons, *plane), part)
        table = _rows(names, value, gradient, {axis: tangents[axis] for axis in shown})
        if part == "plane":
            table += _steepest(names, plane[0], above.arrow)
        return Seen(f"{seen_here} {describe_turn(names, turn)}", table)

    return figure, update


class _Map:
    """The level lines from above, both slices, and an arrow along the gradient."""

    # An arrow of length 1 to the right.
    _ARROW = np.array(
        [(0, -0.03), (0.7, -0.03), (0.7, -0.1), (1, 0), (0.7, 0.1), (0.7, 0.03), (0, 0.03)]
    )

    def __init__(self, figure: Figure, g: FunctionOfTwo, slopes: PartialSlopes):
        self.axes = map_axes(figure, g, (322, 276, 96, 96))
        self.windows = g.windows
        styles: dict[str, Any] = {"color": role.ink, "lw": THIN, "zorder": CURVE}
        self.slices = [self.axes.plot([], [], ls=ls, **styles)[0] for ls in _DASHES]
        (self.arrow,) = self.axes.fill(
            [], [], fc=role.first, ec=role.paper, lw=0.5, zorder=SUBJECT, clip_on=False
        )
        self.point = point(self.axes, role.first)
        some = [math.hypot(*slopes.at(*at)[0][:, 0]) for at in slider_points(g)[::17]]
        steepest = np.nanquantile([s for s in some if math.isfinite(s)] or [1.0], 0.9) or 1.0
        self.most = 0.4 * min(high - low for low, high in g.windows)
        self.scale = self.most / steepest

    def draw(
        self, w1: float, w2: float, shown: tuple[int, ...], arrow: bool, gradient: np.ndarray
    ) -> None:
        """Draw the slices that are shown, the point, and the arrow if it is wanted."""
        self.slices[0].set_data(self.windows[0], (w2, w2))
        self.slices[1].set_data((w1, w1), self.windows[1])
        for axis, line in enumerate(self.slices):
            line.set_visible(axis in shown)
        self.point.set_data([w1], [w2])
        slope = math.hypot(*gradient)
        self.arrow.set_visible(arrow and math.isfinite(slope) and slope > 0)
        if self.arrow.get_visible():
            # No longer than the map allows; what is longer only keeps its direction.
            x, y = gradient / slope
            length = min(slope * self.scale, self.most, self._room((w1, w2), (x, y)))
            size = min(length, self.most / 2)
            shape = self._ARROW * size + [(length - size, 0)] * (self._ARROW[:, :1] > 0)
            self.arrow.set_xy(shape @ [(x, y), (-y, x)] + (w1, w2))

    def _room(self, point: Place, direction: Place) -> float:
        """Return how long an arrow may be that ends just outside of the map's frame."""
        ends = [
            ((high if way > 0 else low) - w) / way
            for (low, high), w, way in zip(self.windows, point, direction, strict=True)
            if way
        ]
        return float(min(ends)) + 0.3 * self.most


def _rows(
    names: tuple[str, str], value: float, gradient: np.ndarray, looks: dict[int, Line2D]
) -> list[Line]:
    """Return the slopes along the inputs that are shown."""
    rows: list[Line] = [Heading("at the point", "slope")]
    for axis, look in looks.items():
        rows.append(Row(f"along {names[axis]}", or_none(float(gradient[axis])), like=look))
    return [*rows, Row("height", or_none(value))]


def _steepest(names: tuple[str, str], gradient: np.ndarray, arrow: Any) -> list[Line]:
    """Return how steep the plane is, and in which direction."""
    slope = math.hypot(*gradient)
    if not math.isfinite(slope) or slope == 0:
        return []
    turned = math.degrees(math.atan2(gradient[1], gradient[0]))
    return [
        Row("steepest way", say(slope), like=arrow, total=True),
        Row(f"its angle from {names[0]}", f"{say(turned, 3)}°"),
    ]


def _term(slope: float, name: str, w: float) -> str:
    """Return a term of the plane's equation.

    >>> print(_term(-0.5, "w₁", -2))
    − 0.5 (w₁ + 2)
    """
    if math.isnan(slope):
        return "none"
    return f"{'−' if slope < 0 else '+'} {say(abs(slope), 3)} {_away(name, w)}"


def _away(name: str, w: float) -> str:
    if w == 0:
        return name
    return f"({name} {'+' if w < 0 else '−'} {say(abs(w), 3)})"


@dataclass(frozen=True)
class _Slopes:
    """The slopes as `PartialSlopes` finds them, the plane's gradient, and why there is no plane."""

    rows: np.ndarray
    reasons: list[str]
    gradient: np.ndarray
    why_no_plane: str


def _sentence(
    g: FunctionOfTwo,
    point: Place,
    value: float,
    found: _Slopes,
    part: str,
) -> str:
    """Say what the picture shows."""
    names, rows, reasons = g.labels, found.rows, found.reasons
    at = ", ".join(f"{name} = {say(w)}" for name, w in zip(names, point, strict=True))
    if math.isnan(value):
        return f"At {at} g is not defined: no slice and no plane can touch it there."
    sentences, known = [f"At {at} the value is {say(value)}."], []
    for axis in _PARTS[part]:
        if reasons[axis]:
            sentences.append(f"Along {names[axis]} there is no slope: {reasons[axis]}.")
        else:
            known.append(axis)
    gradient = rows[:, 0]
    clauses = [f"along {names[axis]} is {say(gradient[axis])}" for axis in known]
    if clauses:
        held = f"With {names[1 - known[0]]} held still the" if len(_PARTS[part]) == 1 else "The"
        same = all(math.isclose(*rows[axis, :2], rel_tol=1e-9, abs_tol=1e-12) for axis in known)
        checked = ", checked against autograd" if same else ""
        sentences.append(f"{held} slope {' and '.join(clauses)}{checked}.")
    if part == "plane":
        sentences.append(_plane(names, point, value, found))
    return " ".join(sentences)


def _plane(names: tuple[str, str], point: Place, value: float, found: _Slopes) -> str:
    gradient = found.gradient
    if any(found.reasons):
        return "Without both slopes there is no plane."
    if not np.isfinite(gradient).all():
        return f"Yet no plane touches g here: {found.why_no_plane}."
    terms = [_term(s, name, w) for s, name, w in zip(gradient, names, point, strict=True) if s]
    slope = math.hypot(*gradient)
    if not terms:
        return f"The plane h = {say(value, 3)} is level: no direction goes up at first."
    x, y = gradient / slope
    return (
        f"The plane is h = {' '.join([say(value, 3), *terms])}. It climbs most steeply, with slope "
        f"{say(slope)}, in the direction ({say(x, 3)}, {say(y, 3)})."
    )
