"""The errors of difference quotients for every ε on one chart, with what explains them."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from adlite.numerical import ErrorCurve

from ..drawing import (
    COMPANIONS,
    DASH,
    DASH_DOT,
    DOT,
    GROUND,
    GUIDES,
    HAIR,
    LINE,
    Labels,
    chart,
    mark,
    note,
    point,
    role,
    spot,
)
from ..live import Heading, Line, Row, say

# Colour, dash and shape of each quotient, and the power of ε with which its truncation falls.
_LOOKS: dict[str, tuple[str, Any, str, str]] = {
    "one-way": (role.child, DASH, "square", "∝ ε"),
    "central": (role.parent, "-", "circle", "∝ ε²"),
    "five-point": (role.higher, DASH_DOT, "diamond", "∝ ε⁴"),
    "complex step": (role.first, DOT, "circle", "∝ ε²"),
}
QUOTIENTS = tuple(_LOOKS)
# What is larger is no error to be drawn: a complex step gives sinh(1000) for sin(1000 w).
_FARTHEST = 1e100
# By quotient and precision.
Curves = dict[tuple[str, str], ErrorCurve]
# Where a name stands at its point.
_AROUND = (13, 0), (13, 13), (13, -13), (-13, 0), (-13, 13), (-13, -13)


class ErrorChart:
    """Curves of errors, their models, the best ε of each, and points at the ε of now."""

    def __init__(self, figure: Figure, curves: Curves):
        self.curves = curves
        self.bottom, self.top = _limits(curves)
        axes = chart(figure, (58, 30, 370, 276), (0.4e-16, 2), (self.bottom, self.top), "ε", "")
        axes.set(xscale="log", xlim=(0.4e-16, 2), yscale="log", ylim=(self.bottom, self.top))
        mark(axes.xaxis, [1e-16, 1e-12, 1e-8, 1e-4, 1])
        mark(axes.yaxis, _decades(self.bottom, self.top))
        frame: Any = axes.transAxes
        note(axes, 0, 1, "how far the quotient is off", -48, 8, color=role.faint, coords=frame)
        self.drawn = {key: self._draw(axes, key, curve) for key, curve in curves.items()}
        self.bands = {
            key[1]: self._band(axes, c) for key, c in curves.items() if key[0] == QUOTIENTS[0]
        }
        hair: dict[str, Any] = {"color": role.axis, "lw": HAIR, "ls": DOT, "zorder": GUIDES}
        (self.guide,) = axes.plot([], [], **hair)
        self.here = {
            name: point(axes, color, shape) for name, (color, _, shape, _) in _LOOKS.items()
        }
        self.labels = Labels(axes)
        self.wins = [self.labels.add(role.faint) for _ in range(2)]
        self.names = {name: self.labels.add(look[0]) for name, look in _LOOKS.items()}
        self.rounding = self.labels.add(role.faint)
        self.falls = {name: self.labels.add(look[0]) for name, look in _LOOKS.items()}

    def _draw(self, axes: Any, key: tuple[str, str], curve: ErrorCurve) -> list[Line2D]:
        """Draw the errors found, truncation and round-off as predicted, and the best ε found."""
        color, dash, shape, _ = _LOOKS[key[0]]
        # An error of exactly 0 has no logarithm: it is drawn at the foot of the picture.
        errors = np.maximum(curve.errors, self.bottom)
        artists = axes.plot(
            curve.epsilons, errors, color=color, lw=LINE, ls=dash, zorder=COMPANIONS
        )
        for model in (curve.truncation, curve.roundoff):
            artists += axes.plot(curve.epsilons, model, color=role.axis, lw=HAIR, zorder=GUIDES)
        best = spot(axes, color, shape, hollow=True)
        if math.isfinite(curve.found_best):
            best.set_data([curve.found_best], [max(curve.found_error, self.bottom)])
        lines: list[Line2D] = [*artists, best]
        return lines

    def _band(self, axes: Any, curve: ErrorCurve) -> Any:
        """Shade where rounding is what makes the one-way quotient wrong."""
        best = curve.found_best if math.isfinite(curve.found_best) else 0.4e-16
        return axes.axvspan(0.4e-16, max(best, 0.4e-16), fc=role.band, lw=0, zorder=GROUND)

    def draw(self, epsilon: float, precision: str, errors: dict[str, float]) -> None:
        """Show the curves of these quotients, and where each of them is at this ε."""
        for (name, stored), artists in self.drawn.items():
            _show(artists, name in errors and stored == precision)
        for stored, band in self.bands.items():
            _show([band], stored == precision)
        self.guide.set_data([epsilon] * 2, [self.bottom, self.top])
        for name, dot in self.here.items():
            error = errors.get(name, math.nan)
            there = math.isfinite(error) and error <= self.top
            _show([dot], there)
            y = max(error, self.bottom) if there else self.bottom
            dot.set_data([epsilon], [y])
            self.names[name].put(name if there else "", epsilon, y, *_AROUND)
        self._name(precision, errors)

    def _name(self, precision: str, errors: dict[str, float]) -> None:
        """Name the models on their lines, and the regions at their top."""
        best = self.curves[QUOTIENTS[0], precision].found_best
        known = math.isfinite(best) and 1e-14 < best < 1e-2
        middles = math.sqrt(max(best, 1e-16) * 0.4e-16), math.sqrt(max(best, 1e-16) * 2)
        words = "round-off wins", "truncation wins"
        for label, said, x in zip(self.wins, words, middles, strict=True):
            label.put(said if known else "", x, self.top, (0, -4))
        lines: list[Line2D] = []
        for name, label in self.falls.items():
            drawn = self.drawn.get((name, precision))
            if drawn is None or name not in errors:
                label.hide()
                continue
            lines += drawn[:2]
            label.along(_LOOKS[name][3], drawn[1])
        self.rounding.along("∝ 1/ε", self.drawn[QUOTIENTS[0], precision][2])
        self.labels.settle(*self.here.values(), *lines)

    def rows(self, precision: str, errors: dict[str, float]) -> list[Line]:
        """Return each quotient's error, and at which ε it is least."""
        rows: list[Line] = [Heading("", "off by now", "best ε")]
        for name, error in errors.items():
            curve = self.curves[name, precision]
            like = self.drawn[name, precision][0], self.here[name]
            best = say(curve.found_best, 2) if math.isfinite(curve.found_best) else "–"
            rows.append(Row(name, say(error, 2), best, like=like))
        return rows


def _show(artists: list[Any], visible: bool) -> None:
    """Show or hide artists; one that is so already counts as not touched."""
    for artist in artists:
        if artist.get_visible() != visible:
            artist.set_visible(visible)


def _decades(bottom: float, top: float) -> list[float]:
    """Return at most six powers of ten between two.

    >>> _decades(1e-13, 10)
    [1e-12, 1e-09, 1e-06, 0.001, 1.0]
    """
    low, high = round(math.log10(bottom)), round(math.log10(top))
    step = max(1, math.ceil((high - low) / 5))
    return [float(f"1e{n}") for n in range(low, high + 1) if n % step == 0]


def _limits(curves: Curves) -> tuple[float, float]:
    """Return limits of the error axis in whole powers of ten, around all errors that are found."""
    errors = np.concatenate([curve.errors for curve in curves.values()])
    found = errors[(errors > 0) & (errors < _FARTHEST)]
    if not found.size:
        return 1e-18, 1.0
    low, high = math.floor(math.log10(found.min())), math.ceil(math.log10(found.max()))
    return 10.0 ** max(low - 1, -300), 10.0 ** min(high + 1, 300)
