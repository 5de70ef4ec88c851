"""What `TaylorSeries` draws: polynomials, the error of one of them, and where it is small."""

import math
from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.transforms import blended_transform_factory

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    DOT,
    HAIR,
    HEAVY,
    LINE,
    NAME,
    SUBJECT,
    THIN,
    TICK,
    Labels,
    chart,
    mark,
    note,
    picture,
    point,
    role,
)
from ..functions import LEFT_OUT, Function, axis_limits, broken_at_poles
from ..live import Heading, Line, Row, handle, say
from .series_sentence import SeriesView

HIGHEST = 20
# Every which of the points is drawn.
_DRAWN = slice(None, None, 5)
# Orders that stay in sight, thin, when a higher one is chosen: colour and dash.
EARLIER: dict[int, tuple[str, Any]] = {
    1: (role.first, "-"),
    2: (role.second, DASH),
    3: (role.higher, DOT),
}
# The picture's height; from the foot of the lower panel to the top of the upper one.
_HEIGHT = 400.0
_SPAN = 30 / _HEIGHT, 386 / _HEIGHT


class SeriesScene:
    """What is drawn: polynomials above, the error of one of them below, a band through both."""

    def __init__(self, g: Function, points: np.ndarray, truth: np.ndarray):
        self.g, self.points = g, points
        bottom, top = axis_limits(truth)
        # Errors are drawn down to where no picture shows them any more.
        most = math.ceil(math.log10(top - bottom)) + 1
        self.least = most - 10
        self.figure = figure = picture(_HEIGHT)
        axes = self.axes = chart(figure, (44, 150, 376, 236), g.window, (bottom, top), "", "")
        below = chart(figure, (44, 30, 376, 88), g.window, (self.least, most), "w", "")
        mark(axes.xaxis, [])
        axes.spines["bottom"].set_visible(False)
        decades = [n for n in range(self.least, most + 1) if n % 4 == 0]
        below.set_yticks(decades, [_power(n) for n in decades])
        note(below, 0, 1, "error", 0, 7, color=role.error, coords=below.transAxes)
        # These two reach through both panels: w counts along, the figure's height upwards.
        across = blended_transform_factory(axes.transData, figure.transFigure)
        self.band = Polygon(
            [(g.window[0], 0)], fc=role.highlight, lw=0, transform=across, zorder=-1
        )
        far: dict[str, Any] = {"color": role.faint, "lw": THIN, "ls": DOT, "zorder": -0.5}
        self.far = Line2D([], [], transform=across, **far)
        figure.add_artist(self.band)
        figure.add_artist(self.far)
        curve = broken_at_poles(truth, bottom, top)
        (self.curve,) = axes.plot(points, curve, color=role.ink, lw=LINE, zorder=CURVE)
        style: dict[str, Any] = {"lw": HEAVY, "zorder": SUBJECT}
        colors = (role.first, role.second, role.higher)
        self.curves = [axes.plot([], [], color=color, **style)[0] for color in colors]
        self.earlier = {
            n: axes.plot([], [], color=color, ls=dash, lw=THIN, zorder=COMPANIONS)[0]
            for n, (color, dash) in EARLIER.items()
        }
        self.point = handle(point(axes, role.first), x="w0")
        (self.error,) = below.plot([], [], color=role.error, lw=LINE, zorder=CURVE)
        (self.threshold,) = below.plot(
            [], [], color=role.error, lw=HAIR, ls=DASH, zorder=COMPANIONS
        )
        self.grip = handle(point(below, role.error, "square"), y="tolerance")
        self.labels = Labels(axes)
        add = self.labels.add
        self.ends = add(role.ink), add(role.ink)
        self.names = [add(color) for color in colors]
        self.numbers = {n: add(color, TICK) for n, (color, _) in EARLIER.items()}
        self.g_name, self.far_name = add(role.ink, NAME), add(role.faint, TICK)

    def draw(
        self,
        seen: SeriesView,
        known: dict[int, np.ndarray],
        shown: set[int],
        errors: np.ndarray,
    ) -> None:
        """Draw these polynomials; those in `shown` are drawn thick."""
        w, (low, high) = self.points[_DRAWN], self.g.window
        for line, drawn in zip(
            self.curves, (shown & {1}, shown & {2}, shown - {1, 2}), strict=True
        ):
            line.set_visible(bool(drawn))
            for n in drawn:
                line.set_data(w, known[n][_DRAWN])
        for n, line in self.earlier.items():
            thin = n in known and n not in shown
            line.set_visible(thin)
            if thin:
                line.set_data(w, known[n][_DRAWN])
        self.error.set_data(w, _log10(errors[_DRAWN], self.least))
        tolerance = math.log10(seen.tolerance)
        self.threshold.set_data([low, high], [tolerance] * 2)
        self.grip.set_data([high], [tolerance])
        self.grip.set_visible(self.least <= tolerance)
        _shade(self.band, seen.ends if seen.exists else (seen.w0, seen.w0))
        _mark(self.far, seen.w0, seen.found.distance, self.g.window)
        self.point.set_data([seen.w0], [self.g(seen.w0)])
        self.point.set_visible(seen.found.highest >= 0)
        self._name(seen)

    def _name(self, seen: SeriesView) -> None:
        foot = self.axes.get_ylim()[0]
        for label, end, aside in zip(self.ends, seen.ends, (-3, 3), strict=True):
            shown = seen.exists and seen.ends[0] < seen.ends[1] and end not in self.g.window
            label.put(say(end, 3) if shown else "", end, foot, (aside, -8))
        thick = [line for line in self.curves if line.get_visible()]
        for label, line in zip(self.names, self.curves, strict=True):
            if line is self._look(seen.order):
                label.along(f"order {seen.order}", line)
            else:
                label.hide()
        thin = {n: line for n, line in self.earlier.items() if line.get_visible()}
        for n, label in self.numbers.items():
            label.along(str(n), thin[n]) if n in thin else label.hide()
        self.g_name.along("g", self.curve)
        ends = np.array(self.far.get_xdata())[::3] if self.far.get_visible() else np.empty(0)
        top = self.axes.get_ylim()[1]
        self.far_name.put("limit", max(ends, default=math.nan), top, (5, -2), (-5, -2))
        self.labels.settle(self.point, *thick, *thin.values(), self.curve)

    def _look(self, order: int) -> Line2D:
        """Return the line that shows the chosen order."""
        return self.curves[{1: 0, 2: 1}.get(order, 2)]

    def rows(self, seen: SeriesView, beside: dict[int, tuple[float, float]]) -> list[Line]:
        """Return where the polynomials stay near g, and how far off a singularity is."""
        rows: list[Line] = [Heading(f"within {say(seen.tolerance)}", "from", "to")]
        for n in sorted({*beside, seen.order}):
            now = n == seen.order
            ends = seen.ends if now else beside[n]
            line = self._look(n) if now or n not in self.earlier else self.earlier[n]
            texts = [say(end, 3) for end in ends] if seen.exists or not now else ["none", "none"]
            rows.append(Row(f"order {n}", *texts, like=line, now=now))
        largest = say(seen.largest, 3) if seen.exists else "none"
        rows.append(Row("largest error", "", largest, like=self.error))
        rows.append(Heading("limit of all orders", f"by {HIGHEST - LEFT_OUT}", f"by {HIGHEST}"))
        rows.append(Row("from w⁰", *map(_far, seen.radii[::-1]), like=self.far))
        return rows


def _far(radius: float) -> str:
    return "unclear" if math.isnan(radius) else "none" if math.isinf(radius) else say(radius, 4)


def _log10(errors: np.ndarray, least: float) -> np.ndarray:
    """Return logarithms, no lower than the foot of the picture; NaN where there is no error."""
    logarithms: np.ndarray = np.log10(np.maximum(errors, 10.0**least))
    return logarithms


def _shade(band: Polygon, ends: tuple[float, float]) -> None:
    left, right = ends
    shown = right > left
    band.set_visible(shown)
    if shown:
        low, high = _SPAN
        band.set_xy([(left, low), (left, high), (right, high), (right, low)])


def _mark(line: Line2D, w0: float, radius: float, window: tuple[float, float]) -> None:
    """Draw upright lines at the distance of the nearest singularity, where they are in sight."""
    gap, (low, high) = math.nan, _SPAN
    sides = [w for w in (w0 - radius, w0 + radius) if window[0] <= w <= window[1]]
    line.set_visible(bool(sides))
    line.set_data([x for w in sides for x in (w, w, gap)], [low, high, gap] * len(sides))


def _power(exponent: int) -> str:
    """Return a power of ten, as one.

    >>> _power(-4), _power(0)
    ('10⁻⁴', '1')
    """
    digits = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{digits}" if exponent else "1"
