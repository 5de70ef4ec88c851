"""Read an artist's state as the attributes that Matplotlib would give to its SVG elements."""

import math
import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import is_
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from .grip import Grip

State = dict[tuple[str, str], str]

# What a control cannot change about an artist: only its place, its words and whether it is seen.
_STYLE = {
    Line2D: ("color", "linestyle", "linewidth", "alpha", "marker", "markersize"),
    Text: ("color", "fontsize", "rotation", "alpha", "horizontalalignment"),
    Patch: ("facecolor", "edgecolor", "linestyle", "linewidth", "alpha"),
    PolyCollection: ("facecolor", "edgecolor", "linestyle", "linewidth", "alpha"),
}
_LETTERS: dict[Any, str] = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_ANYWHERE = (-sys.float_info.max,) * 2 + (sys.float_info.max,) * 2


@dataclass(frozen=True)
class _Style:
    """How an artist looked at first: what asks for each property, and the answers."""

    names: tuple[str, ...]
    getters: list[Callable[[], Any]]
    first: list[Any]
    words: list[str]


@contextmanager
def svg_units(figure: Figure) -> Iterator[None]:
    """Let the figure's transforms give SVG pixels (72 to the inch) for a while."""
    dpi = figure.dpi
    figure.dpi = 72
    try:
        yield
    finally:
        figure.dpi = dpi


def movable(figure: Figure) -> list[Artist]:
    """Return the artists of a figure that a control can move."""
    return [a for a in figure.findobj() if isinstance(a, Line2D | Patch | PolyCollection | Text)]


def is_marker(line: Line2D) -> bool:
    """Whether a line shows single points, drawn by SVG as one symbol used in many places."""
    return line.get_marker() not in (None, "None", "", " ")


class Reader:
    """Reads artists' states as the SVG attributes of their elements."""

    def __init__(self, figure: Figure):
        self.width, self.height = figure.get_size_inches() * 72
        self.movable = movable(figure)
        self.transforms: dict[Artist, Transform] = {}
        # Where each text was first seen: the SVG draws it there, and it moves by shifts.
        self.homes: dict[Artist, np.ndarray] = {}
        self.shifts: dict[tuple[Hashable, ...], str] = {}
        # The points each line with markers had at first: many of them can only be shown and hidden.
        self.points: dict[Artist, np.ndarray] = {}
        self.styles: dict[Artist, _Style] = {}

    def key(self, artist: Any) -> tuple[Hashable, ...]:
        """Return what an artist's look depends on, so that each look is worked out only once."""
        if isinstance(artist, Grip):
            return (artist.place(),)
        shown = artist.get_visible()
        if isinstance(artist, Text):
            return shown, artist.get_text(), artist.get_position()
        if isinstance(artist, Line2D):
            x, y = artist.get_data(orig=True)
            return shown, _bytes(x), _bytes(y)
        return shown, _bytes(_outline(artist).vertices)

    def read(self, artist: Artist) -> State:
        """Return {(element, attribute): value} for the elements inside the artist's group.

        Raises:
            ValueError: the artist changed in a way that the browser cannot follow.

        """
        if isinstance(artist, Grip):
            return {("", "transform"): self._place(artist)}
        self.check_style(artist)
        if isinstance(artist, Text):
            state = self._text(artist)
        elif isinstance(artist, Line2D) and is_marker(artist):
            state = self._marker(artist)
        else:
            state = {("path", "d"): self._path(artist)}
        shown = artist.get_visible() and state.pop(("", "shown"), "yes") == "yes"
        state["", "display"] = "inline" if shown else "none"
        return state

    def check_style(self, artist: Artist) -> None:
        """Raise ValueError if an artist has another colour, width or the like than at first."""
        if artist not in self.styles:
            names = next(names for kind, names in _STYLE.items() if isinstance(artist, kind))
            getters = [getattr(artist, f"get_{name}") for name in names]
            first = [get() for get in getters]
            self.styles[artist] = _Style(names, getters, first, [str(value) for value in first])
            return
        style = self.styles[artist]
        now = [get() for get in style.getters]
        if all(map(is_, now, style.first)):
            return
        for name, value, was in zip(style.names, now, style.words, strict=True):
            if str(value) != was:
                raise ValueError(
                    f"update() changed the {name} of a {type(artist).__name__}; a control can only "
                    "move artists, set their words, show and hide them: make one artist for each "
                    f"{name}, and show the one that is meant."
                )

    def to_pixels(self, artist: Artist) -> Transform:
        """Return an artist's transform to SVG pixels, y counted from the top.

        It holds for good: a control cannot change limits or sizes.
        """
        if artist not in self.transforms:
            flip = Affine2D().scale(1, -1).translate(0, self.height)
            # A patch's own transform is no frame: it moves with the patch.
            whole: Any = Artist.get_transform(artist) + flip
            self.transforms[artist] = Affine2D(whole.get_matrix()) if whole.is_affine else whole
        return self.transforms[artist]

    def _text(self, text: Text) -> State:
        words = text.get_text()
        if "\n" in words or words.count("$") > 1:
            raise ValueError(
                f"a text that moves must be one line without formulae; this one is {words!r}: "
                "use several texts, and characters such as ε or w⁰."
            )
        place = (text, text.get_position())
        if not all(map(math.isfinite, place[1])):
            return {("", "shown"): "no"}
        if place not in self.shifts:
            here = self.to_pixels(text).transform(text.get_position())
            dx, dy = here - self.homes.setdefault(text, here)
            self.shifts[place] = f"translate({dx:.2f} {dy:.2f})"
        return {("text", "textContent"): words, ("", "transform"): self.shifts[place]}

    def _place(self, grip: Grip) -> str:
        """Return where a grip is; nothing for one that cannot be taken now."""
        place = grip.place()
        if place is None or not _inside(np.array(place), (0.0, 0.0, self.width, self.height)):
            return ""
        return f"translate({place[0]:.2f} {self.height - place[1]:.2f})"

    def _marker(self, line: Line2D) -> State:
        points = np.array(line.get_data(orig=True), float).T
        if len(points) == 0:
            return {("", "shown"): "no"}
        first = self.points.setdefault(line, points)
        if len(points) > 1 or len(first) > 1:
            if not np.array_equal(points, first, equal_nan=True):
                raise ValueError(
                    f"a line with markers that moves must have one point; this one has "
                    f"{max(len(points), len(first))}: draw the points as separate lines, or leave "
                    "out the markers."
                )
            return {}
        x, y = self.to_pixels(line).transform(points[0])
        seen = abs(x) < 1e5 and abs(y) < 1e5
        return (
            {("use", "x"): f"{x:.2f}", ("use", "y"): f"{y:.2f}"} if seen else {("", "shown"): "no"}
        )

    def _path(self, artist: Any) -> str:
        points, codes, box = self._geometry(artist)
        pixels = self.to_pixels(artist).transform(points)
        if not _inside(pixels, box or _ANYWHERE):
            clean = Path(pixels, codes).cleaned(remove_nans=True, clip=box, curves=True)
            pixels, codes = np.asarray(clean.vertices), clean.codes
        template, drawn = _template(len(pixels), codes if codes is None else codes.tobytes())
        return template % tuple(pixels[drawn].ravel().tolist())

    def _geometry(self, artist: Any) -> tuple[Any, Any, Any]:
        """Return an artist's points, what each is for, and the box to cut the path to, if any."""
        if isinstance(artist, Line2D):
            points = np.array(artist.get_data(orig=True), float).T
            return points, None, (0.0, 0.0, self.width, self.height)
        path = _outline(artist)
        # A filled area may not be cut: its outline would be drawn along the cut.
        return path.vertices, path.codes, None


def _inside(points: np.ndarray, box: tuple[float, float, float, float]) -> bool:
    """Whether all points are numbers, and in the box."""
    return bool((points >= box[:2]).all() and (points <= box[2:]).all())


@lru_cache(maxsize=1000)
def _template(count: int, codes: bytes | None) -> tuple[str, slice | list[int]]:
    """Return the SVG form of a path that only lacks its numbers, and whose points these are."""
    letters = codes or bytes([Path.MOVETO, *[Path.LINETO] * (count - 1)])[:count]
    words, drawn, last = [], [], None
    for i, code in enumerate(letters):
        if code == Path.CLOSEPOLY:
            words.append("z")
        elif code != Path.STOP:
            # A curve's letter stands before its first point only.
            letter = "" if code == last and code >= Path.CURVE3 else _LETTERS[code]
            words.append(letter + "%.2f %.2f")
            drawn.append(i)
        last = code
    return " ".join(words), slice(None) if len(drawn) == count else drawn


def _outline(artist: Any) -> Path:
    if isinstance(artist, Patch):
        outline: Path = artist.get_patch_transform().transform_path(artist.get_path())
    else:
        outline = artist.get_paths()[0]
    return outline


def _bytes(values: Any) -> bytes:
    return np.asarray(values, float).tobytes()
