"""The pictures of a Hessian: a matrix of squares, and for two inputs the ground that it bends."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from ..drawing import (
    DASH,
    DOT,
    GROUND,
    GUIDES,
    HAIR,
    HEAVY,
    LABEL,
    SUBJECT,
    THIN,
    ground,
    level_heights,
    map_axes,
    picture,
    point,
    role,
    width_of,
)
from ..functions import FunctionOfTwo
from ..live import Heading, Line, Row, Seen, Update, handle, mixed, say
from .derivative_counts import count_rows
from .function_with_hessian import FunctionWithHessian, Point
from .hessian_in_words import describe, eigen, verdict
from .hinton_diagram import Grid, HintonDiagram

# Three ways to curve along a direction, in words, and the dash of the line that shows each.
_WAYS = {"up": "curves up", "down": "curves down", "straight": "is straight"}
_DASHES: dict[str, Any] = {"up": "-", "down": DASH, "straight": DOT}
# A way to curve, and whether along another direction there is more of the same.
Look = tuple[str, bool]
# In units: the side of the map, both ends of the parabolas, the height at which they touch, and how
# far they go from there; how much room there is before the rows of a matrix.
_MAP, _BENDS, _FLAT, _HIGH, _BEFORE = 250, (326, 454), 76, 50, 98
# Half of a stroke on the map, in parts of it.
_REACH = 0.17
Picture = tuple[Figure, Update]


def draw_two_inputs(g: FunctionWithHessian, two: FunctionOfTwo, grid: list[Point]) -> Picture:
    """Return a map with two directions, the Hessian beside it, and how g curves along both."""
    figure = picture(_MAP + 50)
    scale = _scale(g, grid)
    axes = map_axes(figure, two, (30, 34, _MAP, _MAP))
    _shade(axes, two)
    sheet = _sheet(figure)
    squares = HintonDiagram(sheet, Grid(326, _MAP + 14, 64), g.labels, scale)
    sheet.plot(_BENDS, [_FLAT, _FLAT], color=role.axis, lw=HAIR, zorder=GUIDES)
    strokes, bends = _Lines(axes), _Lines(sheet)
    here = handle(point(axes, role.ink), x="w1", y="w2")
    spans = np.array([high - low for low, high in two.windows])
    reach, fine = _REACH * spans, 0.25 / _MAP * spans
    across = np.linspace(-1, 1, 11)
    along = (_BENDS[0] + _BENDS[1]) / 2 + (_BENDS[1] - _BENDS[0]) / 2 * across

    def update(w1: float, w2: float) -> Seen:
        entries = squares.show(g.hessian((w1, w2)))
        here.set_data([w1], [w2])
        values, directions = eigen(entries)
        looks = looks_of(values)
        # Steps that nobody sees: finer ones would only make a page larger.
        ends = [np.outer(np.round(reach * way / fine) * fine, (-1, 1)) for way in directions.T]
        strokes.show({k: [[w1], [w2]] + end for k, end in zip(looks, ends, strict=True)})
        heights = np.round(_HIGH * np.clip(values / scale, -1, 1))
        bends.show(
            {
                k: (along, _FLAT + height * across**2)
                for k, height in zip(looks, heights, strict=True)
            }
        )
        rows = _rows(entries, values, strokes.artists)
        return Seen(describe(g, (w1, w2), entries, values), rows)

    return figure, update


class _Lines:
    """A line for each way to curve along a direction; the second of a kind is thin."""

    def __init__(self, axes: Axes):
        self.artists = {
            (way, thin): axes.plot(
                [], [], color=role.second, lw=THIN if thin else HEAVY, ls=dash, zorder=SUBJECT
            )[0]
            for way, dash in _DASHES.items()
            for thin in (False, True)
        }

    def show(self, places: dict[Look, Any]) -> None:
        """Draw the lines that have places, shape (2, n), and hide the others."""
        for look, line in self.artists.items():
            line.set_visible(look in places)
            if look in places:
                line.set_data(*places[look])


def looks_of(values: np.ndarray) -> list[Look]:
    """Return the way to curve for each of the eigenvalues, and whether another does it more.

    >>> looks_of(np.array([2.0, 1.0])), looks_of(np.array([1.0, -3.0]))
    ([('up', False), ('up', True)], [('up', False), ('down', False)])
    """
    ways = ["straight" if value == 0 else "up" if value > 0 else "down" for value in values]
    order = sorted(range(len(ways)), key=lambda k: -abs(values[k]))
    first = {way: next(k for k in order if ways[k] == way) for way in ways}
    return [(way, k != first[way]) for k, way in enumerate(ways)]


def draw_many_inputs(g: FunctionWithHessian, points: list[Point]) -> Picture:
    """Return the Hessian as a matrix, with the point before its rows."""
    n = len(g.labels)
    cell = min(108.0, 360 / n)
    figure = picture(n * cell + 28)
    sheet = _sheet(figure)
    band = Polygon([(0, 0)] * 4, fc=role.highlight, lw=0, zorder=GROUND)
    sheet.add_patch(band)
    top = n * cell + 4
    squares = HintonDiagram(sheet, Grid(_BEFORE, top, cell), g.labels, _scale(g, points))
    for text in squares.rows:
        text.set_fontsize(LABEL)

    def update(moved: str, to: float) -> Seen:
        i = g.names.index(moved)
        point = (*g.at[:i], to, *g.at[i + 1 :])
        entries = squares.show(g.hessian(point))
        values = eigen(entries)[0]
        for text, name, x in zip(squares.rows, g.labels, point, strict=True):
            words = f"{name} = {say(x)}"
            text.set_text(words if 1.15 * width_of(words, LABEL) < _BEFORE - 8 else name)
        y = top - (i + 0.5) * cell
        band.set_xy([(0, y - 14), (_BEFORE - 3, y - 14), (_BEFORE - 3, y + 14), (0, y + 14)])
        return Seen(describe(g, point, entries, values), _rows(entries, values, {}))

    return figure, update


def _sheet(figure: Figure) -> Axes:
    """Return axes over a whole figure, counted in units."""
    width, height = (figure.get_size_inches() * 72).tolist()
    axes = ground(figure, (0, 0, width, height))
    axes.set(xlim=(0, width), ylim=(0, height))
    return axes


def _scale(g: FunctionWithHessian, points: list[Point]) -> float:
    """Return the size of an entry with a full square: most points have no larger one."""
    sizes = np.abs([g.hessian(point) for point in points]).max(axis=(1, 2))
    sizes = sizes[np.isfinite(sizes)]
    return float(np.quantile(sizes, 0.8)) or 1.0 if sizes.size else 1.0


def _shade(axes: Axes, g: FunctionOfTwo) -> None:
    """Let what is high on a map be bright, and what is low be dark."""
    levels = level_heights(g)
    if not levels:
        return
    grid = [np.linspace(low, high, 41) for low, high in g.windows]
    values = np.ma.masked_invalid(g.values(grid[0][:, None], grid[1][None, :]).T)
    colors = [mixed("lit", "shade", part) for part in np.linspace(20, 100, len(levels) + 1)]
    axes.contourf(*grid, values, levels, colors=colors, extend="both", zorder=GROUND)


def _rows(entries: np.ndarray, values: np.ndarray, lines: dict[Look, Line2D]) -> list[Line]:
    """Return how g curves along each direction, what that is called, and counts."""
    rows: list[Line] = []
    if len(values):
        rows.append(Heading("along its directions", "", "eigenvalue"))
    for look, value in zip(looks_of(values), values.tolist(), strict=True):
        rows.append(Row(_WAYS[look[0]], "", say(value), like=lines.get(look, ())))
    rows.append(Row(verdict(entries, values), total=True))
    return [*rows, *count_rows(len(entries))]
