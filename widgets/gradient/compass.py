"""`Compass`: turn a direction, and the slope along it is a cosine (Section B.4, Eq. B.22)."""

import math
from functools import lru_cache
from typing import Any

from matplotlib.figure import Figure

from ..functions import Drawing, FunctionExplorer, FunctionOfTwo, Given, PartialSlopes
from ..live import Control, Heading, Line, Row, Seen, Update, handle, linear, or_none, say
from .compass_scene import CompassScene, Place
from .directions import Direction, direction_at


class Compass(FunctionExplorer):
    """Turn a direction on the map: of two slopes, along w1 and w2, come those of all directions.

    `g` is a formula of two inputs, a function of two numbers, or one of an array of two. `w1` and
    `w2` are where one stands; they go over the middle half of the `window`, the two ends of both
    axes or a pair of pairs, so that the arrow stays on the map. `angle` is where it points, in
    degrees from the first axis towards the second. Within 2.5 degrees it snaps to the directions
    of the gradient, against it, and at a right angle to it, where it is level. Without `cosine`
    only the two given slopes and the arrow's own are shown: the top is for the reader to find.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is no number.

    >>> explorer = Compass("3*w1 + 4*w2", w1=0, w2=0, angle=0)
    >>> print(explorer.sentence)
    At w₁ = 0, w₂ = 0 the slope is 3 along w₁ and 4 along w₂. At the angle 0° it is \
3·cos(0°) + 4·sin(0°) = 3. Over all angles it is a cosine: its top, 5, is the length of the \
gradient.
    >>> explorer.angle = 55
    >>> print(explorer.sentence.split(". ")[1])
    The arrow snaps to the top of the cosine, at 53.13°, the direction of the gradient: no \
direction climbs more steeply, and the slope 5 is the length of the gradient.

    Source: Section B.4, Eqs. B.20 and B.22.

    """

    formula_label, formula_example = "g(w1, w2)", "sin(w1)*w2"

    # One option for each control and for the look: all but the function are given by name.
    def __init__(
        self,
        g: Given = "(w1 + 1)^2/2 + (w2 + 1)^2",
        *,
        w1: float = 0.0,
        w2: float = 0.0,
        angle: float = -20,
        cosine: bool = True,
        window: Any = (-2, 2),
        title: str = "A compass for slopes",
    ):
        self._window, self._cosine, self.title = window, cosine, title
        super().__init__(g, w1=w1, w2=w2, angle=angle)

    def drawing(self, g: Given, w1: Any, w2: Any, angle: Any) -> Drawing:
        """Return all that depends on g."""
        new = FunctionOfTwo(g, self._window)
        # Not thinned out: between two of its positions the arrow may snap, and few places do.
        controls = {
            "angle": _all_of(linear(-180, 180, 5, "angle", angle)),
            "w1": _place_slider(new.windows[0], new.labels[0], w1),
            "w2": _place_slider(new.windows[1], new.labels[1], w2),
        }
        return Drawing(new, *_picture(new, self._cosine), new.formula, controls)


def _place_slider(window: tuple[float, float], label: str, value: Any) -> Control:
    """Return the slider of a place: a quarter, a half and three quarters of the way."""
    low, high = window
    quarter = (high - low) / 4
    return _all_of(linear(low + quarter, high - quarter, quarter, label, value))


def _all_of(control: Control) -> Control:
    return Control(control.kind, control.label, control.positions, control.value)


def _picture(g: FunctionOfTwo, cosine: bool) -> tuple[Figure, Update]:
    slopes = PartialSlopes(g, _places(g))

    @lru_cache(maxsize=5000)
    def place(w1: float, w2: float) -> tuple[Place, list[str], str]:
        rows, reasons = slopes.at(w1, w2)
        gradient, why = slopes.plane(w1, w2)
        return Place((w1, w2), g(w1, w2), rows[:, 0], gradient), reasons, why

    scene = CompassScene(g, _most(g, slopes), cosine)
    handle(scene.map.tip, along="angle")
    handle(scene.curve.now, x="angle")
    handle(scene.surface.tip, along="angle")
    handle(scene.map.place, x="w1", y="w2")

    def update(angle: float, w1: float, w2: float) -> Seen:
        here, reasons, why = place(w1, w2)
        way = direction_at(angle, here.gradient)
        scene.draw(here, way)
        no_cosine = _why_no_cosine(g.labels, reasons, why) if why else ""
        told = no_cosine or _slope(here, way, angle, cosine)
        return Seen(_sentence(g.labels, here, told), _rows(g.labels, here, way, scene))

    return scene.figure, update


def _places(g: FunctionOfTwo) -> list[tuple[float, float]]:
    """Return all places at which the point can stand."""
    first, second = (_place_slider(window, "", window[0]).positions for window in g.windows)
    return [(w1, w2) for w1 in first for w2 in second]


def _most(g: FunctionOfTwo, slopes: PartialSlopes) -> float:
    """Return how steep g is at most at the places where the point can stand."""
    steep = [math.hypot(*slopes.at(*w)[0][:, 0].tolist()) for w in _places(g)]
    return max((s for s in steep if math.isfinite(s)), default=0.0) or 1.0


def _rows(names: tuple[str, str], here: Place, way: Direction, scene: CompassScene) -> list[Line]:
    """Return the two given slopes, what each gives to the slope of the arrow, and the most."""
    if not math.isfinite(way.slope):
        slopes = [or_none(slope) for slope in here.slopes.tolist()]
        given = zip(names, slopes, scene.curve.given, strict=True)
        return [Heading("along", "slope"), *(Row(name, s, like=dot) for name, s, dot in given)]
    rows: list[Line] = [Heading("along", "slope", "cos, sin", "gives")]
    parts = zip(names, here.slopes.tolist(), way.along, scene.curve.given, strict=True)
    for name, slope, part, dot in parts:
        # No minus before a zero.
        gives = slope * part + 0.0
        rows.append(Row(name, say(slope), say(part, 3), say(gives), like=dot))
    turned = (scene.map.arrow, scene.curve.now)
    rows.append(Row(f"{say(way.angle)}°", "", "", say(way.slope), like=turned, total=True))
    if here.steepest > 0 and scene.curve.cosine_shown:
        most = Row("length", "", "", say(here.steepest), like=scene.curve.top)
        rows += [Heading("the gradient"), most]
    return rows


def _why_no_cosine(names: tuple[str, str], reasons: list[str], why: str) -> str:
    """Say why the two slopes do not make a cosine: one is missing, or no plane touches g."""
    missing = [
        f"Along {name} there is no slope: {reason}."
        for name, reason in zip(names, reasons, strict=True)
        if reason
    ]
    if missing:
        return f"{' '.join(missing)} Without both slopes no cosine can be drawn."
    return (
        f"Yet no plane touches g here: {why}. So these two slopes do not tell that of every "
        "direction, and no cosine is drawn."
    )


def _sentence(names: tuple[str, str], here: Place, told: str) -> str:
    """Say what the picture shows; `told` is what follows the two given slopes."""
    at = ", ".join(f"{name} = {say(w)}" for name, w in zip(names, here.w, strict=True))
    if math.isnan(here.height):
        return f"At {at} g is not defined: it has no slope there in any direction."
    given = [
        f"{say(slope)} along {name}"
        for name, slope in zip(names, here.slopes.tolist(), strict=True)
        if math.isfinite(slope)
    ]
    start = f"At {at} the slope is {' and '.join(given)}." if given else f"You stand at {at}."
    return f"{start} {told}"


def _slope(here: Place, way: Direction, angle: float, cosine: bool) -> str:
    """Say what the slope is in the arrow's direction, and what is special in it."""
    if here.steepest == 0:
        return "So it is 0 at every angle: no direction climbs at first, and none is the steepest."
    there = abs((way.angle - angle + 180) % 360 - 180) < 1e-9
    arrow, to = ("The arrow stands", "at") if there else ("The arrow snaps", "to")
    length, turned = say(here.steepest), f"{say(way.angle)}°"
    if way.part == "up":
        place = f"the top of the cosine, at {turned}" if cosine else turned
        return (
            f"{arrow} {to} {place}, the direction of the gradient: no direction climbs more "
            f"steeply, and the slope {length} is the length of the gradient."
        )
    if way.part == "down":
        place = f"the bottom of the cosine, at {turned}" if cosine else turned
        return (
            f"{arrow} {to} {place}, straight against the gradient: no direction falls more "
            f"steeply, and the slope is {say(way.slope)}."
        )
    if way.part == "level":
        return (
            f"{arrow} {to} {turned}, at a right angle to the gradient: the slope is 0, and who "
            "walks this way starts out level."
        )
    first, second = here.gradient.tolist()
    sign = "−" if second < 0 else "+"
    said = (
        f"At the angle {turned} it is {say(first)}·cos({turned}) {sign} "
        f"{say(abs(second))}·sin({turned}) = {say(way.slope)}."
    )
    if not cosine:
        return said
    return (
        f"{said} Over all angles it is a cosine: its top, {length}, is the length of the gradient."
    )
