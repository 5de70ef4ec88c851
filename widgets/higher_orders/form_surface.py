"""The surface of a quadratic form over the disc of directions, in ordinary 2-D axes."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    DASH_DOT,
    DOT,
    GROUND,
    GUIDES,
    HAIR,
    HEAVY,
    LINE,
    NAME,
    SUBJECT,
    THIN,
    Labels,
    in_strips,
    note,
    role,
    spot,
)
from .form import Form

# It is seen from so far above; heights are drawn so much smaller than the disc is wide.
_TILT, _HEIGHT = math.radians(30), 0.75
_BACK, _UP = math.sin(_TILT), math.cos(_TILT) * _HEIGHT
_STRIPS, _ACROSS = 12, 17
_AROUND = np.radians(np.linspace(0, 360, 73))
_CIRCLE = np.array([np.cos(_AROUND), np.sin(_AROUND)])
_ALONG = np.linspace(-1, 1, 41)
# What has the same second derivative along a direction: names, powers, factors, and dashes.
BEYOND: tuple[tuple[str, int, float, Any], ...] = (
    ("s⁴", 4, 0.85, DASH),
    ("s³", 3, 0.4, DASH_DOT),
    ("−s⁴", 4, -0.85, DOT),
)


@dataclass(frozen=True)
class Disc:
    """The surface of a form, its heights in parts of its size; w₁ runs to the right, w₂ away."""

    form: Form

    def heights(self, w: np.ndarray) -> np.ndarray:
        """Return the heights over places, shape (2, ...)."""
        a, b, d = self._scaled()
        found: np.ndarray = a * w[0] ** 2 + 2 * b * w[0] * w[1] + d * w[1] ** 2
        return found

    def seen(self, w: np.ndarray, heights: np.ndarray) -> np.ndarray:
        """Return where places at some heights are seen."""
        return np.array([w[0], _BACK * w[1] + _UP * heights])

    def drawn_on(self, w: np.ndarray) -> np.ndarray:
        """Return where places on the surface are seen; NaN for those that it hides itself.

        On its way to the eye light meets the surface again at a place found by a linear equation.
        """
        _, b, d = self._scaled()
        near = -np.sqrt(np.maximum(1 - w[0] ** 2, 0))
        rise = _BACK + 2 * _UP * b * w[0]
        here, there = rise + 2 * _UP * d * w[1], rise + _UP * d * (w[1] + near)
        hidden = (here * there < -1e-9) & (w[1] > near + 1e-9)
        return np.where(hidden, np.nan, self.seen(w, self.heights(w)))

    def strips(self) -> list[Path]:
        """Return its strips from far to near."""
        turns = np.linspace(0, math.pi, _STRIPS + 1)
        w = np.array(
            [
                np.sin(turns)[:, None] * np.linspace(-1, 1, _ACROSS),
                np.repeat(np.cos(turns)[:, None], _ACROSS, axis=1),
            ]
        )
        seen = in_strips(self.seen(w, self.heights(w)), _STRIPS)
        return [path for path in seen if path is not None]

    def _scaled(self) -> tuple[float, float, float]:
        size = self.form.size
        return self.form.a / size, self.form.b / size, self.form.d / size


class SurfaceScene:
    """The surface with its rim, the curve above a direction, and what leaves the form the same."""

    def __init__(self, axes: Axes, labels: Labels, forms: dict[str, Form]):
        axes.set(xlim=(-1.2, 1.2), ylim=(-1.2, 1.2))
        far, near = (_CIRCLE[:, half] * [[1], [_BACK]] for half in (slice(0, 37), slice(36, 73)))
        style: Any = {"color": role.axis, "lw": HAIR, "ls": DOT}
        axes.plot(*far, zorder=GROUND, **style)
        axes.plot(*near, zorder=COMPANIONS, **style)
        skin: Any = {"fc": role.lit, "ec": role.axis, "lw": 0.8, "zorder": GUIDES}
        self.strips = [PathPatch(Path([(0, 0)]), **skin) for _ in range(_STRIPS)]
        for strip in self.strips:
            axes.add_patch(strip)
        (self.rim,) = axes.plot([], [], color=role.second, lw=LINE, zorder=CURVE)
        (self.cut,) = axes.plot([], [], color=role.second, lw=HEAVY, zorder=SUBJECT)
        # On the far half of the rim it stands behind the surface, on the near half before it.
        thin: Any = {"color": role.second, "lw": THIN}
        self.heights = [axes.plot([], [], zorder=z, **thin)[0] for z in (GROUND, SUBJECT)]
        self.top = spot(axes, role.second)
        line: Any = {"color": role.higher, "lw": LINE, "zorder": SUBJECT}
        self.beyond = [axes.plot([], [], ls=dash, **line)[0] for _, _, _, dash in BEYOND]
        self.names = [labels.add(role.higher, axes=axes) for _ in BEYOND]
        self.name = note(axes, 1.15, -1.15, "", size=NAME, ha="right", va="bottom")
        self.discs = {name: Disc(form) for name, form in forms.items()}
        self.paths = {name: disc.strips() for name, disc in self.discs.items()}
        self.rims = {name: disc.drawn_on(_CIRCLE) for name, disc in self.discs.items()}

    def draw(self, name: str, angle: float) -> None:
        """Draw the surface of one of the forms, and the curve above a direction."""
        disc = self.discs[name]
        for strip, path in zip(self.strips, self.paths[name], strict=True):
            strip.set_path(path)
        self.rim.set_data(*self.rims[name])
        self.name.set_text(disc.form.shape)
        w = _direction(angle)
        self.cut.set_data(*disc.drawn_on(w * _ALONG))
        foot = disc.seen(w, np.zeros(1))
        top = disc.seen(w, np.array([disc.form.value(angle) / disc.form.size]))
        far = w[1, 0] > 0
        for height, shown in zip(self.heights, (far, not far), strict=True):
            height.set_visible(bool(shown))
            height.set_data(*np.hstack([foot, top]))
        self.top.set_data(*top)
        self.top.set_visible(bool(np.isfinite(disc.drawn_on(w)).all()))
        flat = disc.form.shape == "flat"
        self._draw_beyond(disc, angle if flat else disc.form.level_angle)

    def _draw_beyond(self, disc: Disc, angle: float | None) -> None:
        """Draw what has no second derivative along a direction, if there is one to leave open."""
        for (said, power, factor, _), line, name in zip(
            BEYOND, self.beyond, self.names, strict=True
        ):
            line.set_visible(angle is not None)
            if angle is None:
                name.hide()
                continue
            w = _direction(angle)
            # Names stand at the end on the right, where the way there is free.
            end = -1 if w[0, 0] < 0 else 1
            line.set_data(*disc.seen(w * _ALONG, factor * (end * _ALONG) ** power))
            x, y = disc.seen(w * end, np.array([factor]))
            name.put(said, float(x[0]), float(y[0]), (6, 0), (0, 6), (0, -6), (-6, 0))

    @property
    def lines(self) -> list[Any]:
        """What names should not lie on."""
        return [self.top, *self.beyond, self.cut, self.rim]


def _direction(angle: float) -> np.ndarray:
    """Return the place of length 1 in a direction, as a column."""
    turn = math.radians(angle)
    return np.array([[math.cos(turn)], [math.sin(turn)]])
