"""The directions from above, and the values of a quadratic form against their angle."""

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    DOT,
    GROUND,
    GUIDES,
    HAIR,
    HEAVY,
    LINE,
    NAME,
    POINTS,
    SUBJECT,
    THIN,
    Labels,
    arrow_line,
    mark,
    note,
    point,
    role,
    spot,
)
from .form import Form

DEGREES = np.linspace(0, 360, 73)
# Heights of level lines, in parts of the form's size.
_LEVELS = (0.1, 0.3, 0.5, 0.7, 0.9)
# H w is drawn so much shorter than w where it is longest, to be seen on it.
_SHORTER = 0.7
# Where arrows begin; how long their heads are, and half of how wide.
_MIDDLE, _HEAD = np.zeros(2), (0.13, 0.06)
# Signs of values: in which wash, and in which dash of level lines.
_SIGNS: dict[int, tuple[str, Any]] = {1: (role.wash_second, "-"), -1: (role.wash_child, DASH)}
# What marks the largest and the smallest value: the dash of the direction, the shape of the spot.
_ENDS: dict[int, tuple[Any, str]] = {1: (DASH, "circle"), -1: (DOT, "square")}
_NAMES = {1: "λ₁", -1: "λ₂"}


def directions(form: Form, end: int) -> np.ndarray:
    """Return both directions of the largest value (1) or of the smallest (-1); none if all are.

    >>> directions(Form(3.0, 0.0, 1.0), -1), directions(Form(1.0, 0.0, 1.0), 1)
    (array([ 90., 270.]), array([], dtype=float64))
    """
    if form.alike:
        return np.array([])
    first = (form.angle + 45 - 45 * end) % 180
    return np.array([first, first + 180])


def _around(degrees: Any) -> np.ndarray:
    turns = np.radians(degrees)
    return np.array([np.cos(turns), np.sin(turns)])


class Ends:
    """Marks at the largest value or at the smallest: a spot at each of both directions."""

    def __init__(self, axes: Axes, end: int):
        self.end = end
        self.spots = [spot(axes, role.ink, _ENDS[end][1], hollow=True) for _ in range(2)]

    def draw(self, places: np.ndarray) -> None:
        """Put the spots to places, shape (2, 2), or hide them where there are none."""
        for k, dot in enumerate(self.spots):
            dot.set_visible(bool(places.size))
            if places.size:
                dot.set_data(places[0, k : k + 1], places[1, k : k + 1])


class Signs:
    """The areas in which a form is positive and negative; each is an outline for each form."""

    def __init__(self, axes: Axes, outlines: dict[str, dict[int, Path | None]]):
        self.outlines = outlines
        self.areas = {
            sign: PathPatch(Path([(0, 0)]), fc=wash, lw=0, zorder=GROUND)
            for sign, (wash, _) in _SIGNS.items()
        }
        for area in self.areas.values():
            axes.add_patch(area)

    def draw(self, name: str) -> None:
        """Show those of one form."""
        for sign, area in self.areas.items():
            outline = self.outlines[name][sign]
            area.set_visible(outline is not None)
            if outline is not None:
                area.set_path(outline)


class MapScene:
    """The circle of directions with level lines, the arrow w, and where H w leads."""

    def __init__(self, axes: Axes, labels: Labels, forms: dict[str, Form]):
        axes.set(xlim=(-1.36, 1.36), ylim=(-1.36, 1.36))
        self.forms = forms
        hair: Any = {"color": role.axis, "lw": HAIR, "zorder": GUIDES}
        axes.plot([-1, 1, math.nan, 0, 0], [0, 0, math.nan, -1, 1], **hair)
        note(axes, 1, 0, "w₁", 13, 0, size=NAME, va="center", color=role.faint)
        note(axes, 0, 1, "w₂", 0, 13, size=NAME, ha="center", va="bottom", color=role.faint)
        self.signs = Signs(axes, {n: _sectors(form) for n, form in forms.items()})
        self.levels = {
            sign: axes.plot([], [], ls=dash, **{**hair, "lw": 0.9})[0]
            for sign, (_, dash) in _SIGNS.items()
        }
        self.contours = {
            n: {sign: level_lines(form, sign) for sign in _SIGNS} for n, form in forms.items()
        }
        axes.plot(*_around(DEGREES), color=role.second, lw=LINE, zorder=COMPANIONS)
        style: Any = {"color": role.ink, "lw": THIN, "zorder": COMPANIONS}
        self.axes_of_form = {
            end: axes.plot([], [], ls=dash, **style)[0] for end, (dash, _) in _ENDS.items()
        }
        self.ends = {end: Ends(axes, end) for end in _ENDS}
        (self.image,) = axes.plot([], [], color=role.parent, lw=LINE, zorder=POINTS)
        (self.drop,) = axes.plot([], [], color=role.parent, lw=THIN, ls=DOT, zorder=CURVE)
        (self.arrow,) = axes.plot([], [], color=role.second, lw=HEAVY, zorder=SUBJECT)
        self.tip = point(axes, role.second)
        self.w_name = labels.add(role.second, NAME, axes=axes)
        self.image_name = labels.add(role.parent, NAME, axes=axes)
        self.end_names = {end: labels.add(role.ink, axes=axes) for end in _ENDS}

    def draw(self, name: str, angle: float) -> None:
        """Draw one of the forms with an arrow in a direction."""
        form = self.forms[name]
        self.signs.draw(name)
        for sign, line in self.levels.items():
            line.set_data(*self.contours[name][sign])
        w = _around(angle)
        self.arrow.set_data(*arrow_line(_MIDDLE, w * 0.9, *_HEAD))
        self.tip.set_data(*w[:, None])
        image = _SHORTER * np.array(form.image(angle)) / form.size
        length = math.hypot(*image.tolist())
        for line in (self.image, self.drop):
            line.set_visible(length > 0.02)
        self.image.set_data(*arrow_line(_MIDDLE, image, *_HEAD))
        self.drop.set_data(*np.column_stack([image, w * (w @ image)]))
        for end, line in self.axes_of_form.items():
            places = _around(directions(form, end))
            line.set_data(*places)
            line.set_visible(bool(places.size))
            self.ends[end].draw(places)
            self._name_end(end, places, w)
        self._name(w, image if length > 0.15 else None)

    def _name_end(self, end: int, places: np.ndarray, w: np.ndarray) -> None:
        label = self.end_names[end]
        if not places.size:
            label.hide()
        else:
            # Of both ends the one that is farther from the arrow.
            place = min(places.T, key=lambda at: float(at @ w))
            label.put(_NAMES[end], *place.tolist(), *_outwards(place, 8), *_aside(place, 10))

    def _name(self, w: np.ndarray, image: np.ndarray | None) -> None:
        self.w_name.put("w", *w.tolist(), *_outwards(w, 13), *_aside(w, 13))
        if image is None:
            self.image_name.hide()
        else:
            way = image / math.hypot(*image.tolist())
            self.image_name.put("H w", *image.tolist(), *_outwards(way, 6), *_aside(way, 8))

    @property
    def lines(self) -> list[Line2D]:
        """What names should not lie on."""
        spots = [dot for marks in self.ends.values() for dot in marks.spots]
        return [self.tip, *spots, self.arrow, self.image]


def _outwards(way: np.ndarray, far: float) -> list[tuple[float, float]]:
    x, y = (float(n) if abs(n) > 0.2 else 0.0 for n in way)
    return [(far * x, far * y)]


def _aside(way: np.ndarray, far: float) -> list[tuple[float, float]]:
    """Return sides to the left and right of a way, and behind it."""
    x, y = way.tolist()
    return [(-far * y, far * x), (far * y, -far * x), (-far * x, -far * y)]


def _sectors(form: Form) -> dict[int, Path | None]:
    """Return the parts of the disc in which a form is positive and negative."""
    found: dict[int, Path | None] = {}
    for sign in _SIGNS:
        parts = []
        for start, end in arcs(form, sign):
            arc = _around(np.linspace(start, end, max(2, math.ceil((end - start) / 5) + 1))).T
            # A whole circle has no corner in the middle.
            parts.append(arc if end - start == 360 else np.vstack([[0, 0], arc, [0, 0]]))
        found[sign] = Path.make_compound_path(*map(Path, parts)) if parts else None
    return found


def arcs(form: Form, sign: int) -> list[tuple[float, float]]:
    """Return from where to where, in degrees, a form has a sign."""
    largest, smallest = form.eigenvalues
    if sign * largest <= 0 and sign * smallest <= 0:
        return []
    if largest * smallest >= 0:
        return [(0.0, 360.0)]
    # Half as wide as a sector is the angle at which both parts of the form cancel.
    ends = sign * largest, -sign * smallest
    half = math.degrees(math.atan(math.sqrt(largest / -smallest)))
    half, middle = (half, form.angle) if ends[0] > 0 else (90 - half, form.angle + 90)
    return [(at - half, at + half) for at in (middle, middle + 180)]


def level_lines(form: Form, sign: int) -> np.ndarray:
    """Return the level lines of one sign inside the circle, as one line with gaps."""
    largest, smallest = (value / form.size for value in form.eigenvalues)
    pieces = [np.empty((2, 0))]
    for level in (sign * share for share in _LEVELS):
        angles = DEGREES
        if smallest < level < largest:
            # Where it meets the circle.
            turn = math.acos((2 * level - largest - smallest) / (largest - smallest)) / 2
            meet = [
                form.angle + way * math.degrees(turn) + 180 * k for k in (0, 1) for way in (1, -1)
            ]
            angles = np.sort(np.concatenate([DEGREES, np.array(meet) % 360]))
        values = form.values(angles) / form.size
        with np.errstate(divide="ignore", invalid="ignore"):
            radius = np.sqrt(np.where(values * sign > 0, level / values, np.nan))
        radius[radius > 1 + 1e-9] = np.nan
        if np.isfinite(radius).any():
            pieces += [radius * _around(angles), np.full((2, 1), np.nan)]
    return np.hstack(pieces)


class WaveScene:
    """The values of a form against the angle: a wave, whose ends are the eigenvalues."""

    def __init__(self, axes: Axes, labels: Labels, forms: dict[str, Form]):
        self.forms = forms
        axes.set(xlim=(0, 360), ylim=(-1.15, 1.15))
        ticks = [0, 90, 180, 270, 360]
        axes.xaxis.set_ticks(ticks, [f"{tick}°" for tick in ticks])
        mark(axes.yaxis, [0])
        axes.axhline(0, color=role.axis, lw=HAIR, zorder=GUIDES)
        self.waves = {n: form.values(DEGREES) / form.size for n, form in forms.items()}
        self.signs = Signs(axes, {n: _under(wave) for n, wave in self.waves.items()})
        (self.wave,) = axes.plot([], [], color=role.second, lw=LINE, zorder=CURVE)
        (self.height,) = axes.plot([], [], color=role.second, lw=THIN, zorder=SUBJECT)
        self.ends = {end: Ends(axes, end) for end in _ENDS}
        self.point = point(axes, role.second)
        self.end_names = {end: labels.add(role.ink, axes=axes) for end in _ENDS}

    def draw(self, name: str, angle: float) -> None:
        """Draw the wave of one of the forms, with a point at an angle."""
        form = self.forms[name]
        self.signs.draw(name)
        self.wave.set_data(DEGREES, self.waves[name])
        value = form.value(angle) / form.size
        self.point.set_data([angle], [value])
        self.height.set_data([angle, angle], [0, value])
        for end, marks in self.ends.items():
            angles = directions(form, end)
            height = form.eigenvalues[end < 0] / form.size
            marks.draw(np.array([angles, np.full(len(angles), height)]))
            if not angles.size:
                self.end_names[end].hide()
                continue
            at = max(angles.tolist(), key=lambda one: abs(one - angle))
            up = 9 * end
            self.end_names[end].put(_NAMES[end], at, height, (0, up), (10, up), (-10, up), (0, -up))

    @property
    def lines(self) -> list[Line2D]:
        """What names should not lie on."""
        spots = [dot for marks in self.ends.values() for dot in marks.spots]
        return [self.point, *spots, self.wave]


def _under(wave: np.ndarray) -> dict[int, Path | None]:
    """Return the areas between a wave and zero, above and below."""
    found: dict[int, Path | None] = {}
    for sign in _SIGNS:
        part = np.maximum(sign * wave, 0) * sign
        outline = np.column_stack([[0, *DEGREES, 360], [0, *part, 0]])
        found[sign] = Path(outline) if part.any() else None
    return found
