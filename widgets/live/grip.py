"""What in a picture a hand can take, and which controls it moves by that.

A handle needs no formula for its place. Baking writes down where it is at every position of the
controls; in the browser a hand goes to the position whose place is nearest (`aim.js`). So scales,
curves and projections need no inverse.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from . import message
from .numbers import InputError
from .roles import role_of

# Which of an artist's points it is, or "middle" for the middle of them all; or what returns two
# numbers, in a tuple or an array.
At = int | str | Callable[[], Any]
Taken = TypeVar("Taken", bound=Artist)
# As many names as somebody needs: one as a text, several as a tuple.
Names = str | tuple[str, ...]
_ABOVE_ALL = 1e6


@dataclass(frozen=True)
class Ways:
    """Which controls follow a hand sideways, upwards, or both; and whether it may be anywhere."""

    x: tuple[str, ...]
    y: tuple[str, ...]
    along: tuple[str, ...]
    anywhere: bool


class Grip(Artist):
    """The place where something can be taken. It draws an empty group, which the browser fills."""

    def __init__(self, taken: Artist, ways: "Ways", at: At | None, label: str):
        super().__init__()
        self.taken, self.ways, self.at, self.spoken = taken, ways, at, label
        self.set_zorder(_ABOVE_ALL)
        self.set_in_layout(False)

    @property
    def controls(self) -> tuple[str, ...]:
        """The names of the controls that it moves."""
        return (*self.ways.x, *self.ways.y, *self.ways.along)

    def draw(self, renderer: Any) -> None:
        """Leave a place for the browser's own shapes, in a picture in which it has an id."""
        if self.get_gid():
            renderer.open_group("live-place", gid=self.get_gid())
            renderer.close_group("live-place")

    def place(self) -> tuple[float, float] | None:
        """Return where it is, in pixels from the lower left corner; None where nothing is seen."""
        shown = self.taken.get_visible() and (
            self.taken.axes is None or self.taken.axes.get_visible()
        )
        point = self._point() if shown else (math.nan, math.nan)
        return (float(point[0]), float(point[1])) if np.isfinite(point).all() else None

    def _point(self) -> Any:
        taken: Any = self.taken
        if self.at is not None:
            axes = taken.axes
            frame = axes.transData if axes is not None else taken.get_transform()
            return frame.transform(self.at() if callable(self.at) else _point_of(taken, self.at))
        if isinstance(taken, Line2D):
            points = np.column_stack(taken.get_data(orig=False)).astype(float)
            return taken.get_transform().transform(points[0]) if len(points) else (math.nan,) * 2
        if isinstance(taken, Text):
            return taken.get_transform().transform(taken.get_unitless_position())
        box = taken.get_path().get_extents(taken.get_transform())
        return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2

    def describe(self, group: str, height: float) -> message.Handle:
        """Return what the front end has to know; `height` is that of the picture, in pixels."""
        area: list[float] = []
        if isinstance(self.taken, Axes) or self.ways.anywhere:
            box = (self.taken.axes or self.taken.get_figure()).bbox  # type: ignore[union-attr]
            area = [round(n, 2) for n in (box.x0, height - box.y1, box.width, box.height)]
        color = getattr(self.thumb(), "color", "")
        return message.Handle(group, self.spoken, **vars(self.ways), area=area, color=color)

    def thumb(self) -> message.Thumb | None:
        """Return how what is taken looks; None where it has no colour of its own."""
        taken: Any = self.taken
        if isinstance(taken, Line2D):
            square = taken.get_marker() in ("s", "D", "d")
            return message.Thumb(role_of(taken.get_color()), "square" if square else "circle")
        if isinstance(taken, Text):
            return message.Thumb(role_of(taken.get_color()))
        if isinstance(taken, Patch):
            edged = taken.get_linewidth() > 0 and to_rgba(taken.get_edgecolor())[3] > 0
            color = taken.get_edgecolor() if edged else taken.get_facecolor()
            return message.Thumb(role_of(color), "square")
        return None


def _point_of(artist: Any, which: int | str) -> Any:
    """Return one of an artist's points, or the middle of all; NaN where it has none."""
    outline = artist.get_xydata() if isinstance(artist, Line2D) else artist.get_xy()
    points = np.asarray(outline, float)
    if not len(points):
        return math.nan, math.nan
    if which == "middle":
        return (points.min(axis=0) + points.max(axis=0)) / 2
    return points[int(which)]


def _names(names: Names) -> tuple[str, ...]:
    return (names,) * bool(names) if isinstance(names, str) else names


def handle(
    artist: Taken,
    *,
    x: Names = (),
    y: Names = (),
    along: Names = (),
    at: At | None = None,
    label: str = "",
    anywhere: bool = False,
) -> Taken:
    """Let a hand take an artist and move controls with it; return the artist.

    `x` names the control that follows the hand to the left and right, `y` the one that follows it
    up and down; `along` names one control or two that follow it any way, on a curve or over a
    surface. At each move the controls go to those positions at which the artist is nearest to the
    hand, as it counts: only sideways, only upwards, or both.

    Of a point or a text its place counts, of a patch its middle. For all else `at` says where it
    can be taken: the number of one of its points, "middle", or a function that returns the place
    as it is now, in the data's coordinates. Axes can be taken anywhere in them, to turn a surface.
    With `anywhere` the artist comes to wherever its axes are pressed. `label` is what a screen
    reader calls the handle; without it, the controls' labels.

    Raises:
        InputError: no control is named; the artist is in no figure yet; or it is a line of several
            points, or of another kind, and `at` does not say where it can be taken.

    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> from widgets.live import Live, linear
    >>> figure = Figure()
    >>> point = handle(*figure.subplots().plot([0], [0], "o"), x="w0")
    >>> def update(w0):
    ...     point.set_data([w0], [np.sin(w0)])
    ...     return f"The sine of {w0} is {np.sin(w0):.2f}."
    >>> Live(figure, update, w0=linear(-3, 3, 0.5, "w⁰", 1))
    The sine of 1.0 is 0.84.

    """
    if not (x or y or along):
        raise InputError('a handle moves a control: name it, as in handle(point, x="w0").')
    figure = artist.get_figure()
    if figure is None:
        raise InputError("what is to be taken must be in a figure: add it, then call handle().")
    single = not isinstance(artist, Line2D) or len(np.atleast_1d(artist.get_xdata())) <= 1
    if at is None and not (isinstance(artist, Line2D | Text | Patch) and single):
        kind = "line of several points" if isinstance(artist, Line2D) else type(artist).__name__
        raise InputError(
            f"a {kind} can be taken at one place: say at which of its points, as in "
            'handle(line, x="w0", at=0), or what tells where it is, as in at=lambda: (w, g(w)).'
        )
    ways = Ways(_names(x), _names(y), _names(along), anywhere)
    figure.add_artist(Grip(artist, ways, at, label))
    return artist
