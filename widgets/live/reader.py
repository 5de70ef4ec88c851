"""Read an artist's state as the attributes that Matplotlib would give to its SVG elements.

Only what one SVG element can follow is read here; for all else there is `Beyond`, and Matplotlib
draws it.
"""

import math
import sys
from collections.abc import Hashable
from functools import lru_cache
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
from .markup import Brush
from .style import Style

State = dict[tuple[str, str], str]

_LETTERS: dict[Any, str] = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
# None of these is higher or deeper than the letters l and p.
_LOW = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;+=<>*-−×·")
_ANYWHERE = (-sys.float_info.max,) * 2 + (sys.float_info.max,) * 2


class Beyond(Exception):
    """An artist looks as no attribute of its SVG element can make it look."""

    artist: Artist


def is_marker(line: Line2D) -> bool:
    """Whether a line shows single points, drawn by SVG as one symbol used in many places."""
    return line.get_marker() not in (None, "None", "", " ")


class Reader:
    """Reads artists' states as the SVG attributes of their elements.

    `drawn` are those that Matplotlib draws: each of their looks is a text of its own.
    """

    def __init__(self, figure: Figure):
        self.width, self.height = figure.get_size_inches() * 72
        self.brush = Brush(figure)
        self.drawn: dict[Artist, str] = {}
        self.zorders: dict[Artist, float] = {}
        # What was drawn of them when they were last asked for their keys.
        self.markup: dict[Artist, str] = {}
        self.transforms: dict[Artist, Transform] = {}
        # Where each text was first seen: the SVG draws it there, and it moves by shifts.
        self.homes: dict[Artist, np.ndarray] = {}
        self.shifts: dict[tuple[Hashable, ...], str] = {}
        self.rises: dict[tuple[Hashable, ...], float] = {}
        # What each turned text said at first: its words decide where it begins.
        self.turned: dict[Artist, str] = {}
        # The points each line with markers had at first: many of them can only be shown and hidden.
        self.points: dict[Artist, np.ndarray] = {}
        self.styles: dict[Artist, Style] = {}

    def follow(self, artist: Artist) -> None:
        """Take an artist's style as the one that it keeps."""
        if artist not in self.styles:
            self.styles[artist] = Style(artist)

    def draw(self, artist: Artist, name: str) -> None:
        """Let Matplotlib draw an artist from now on, as a group of this name."""
        self.drawn[artist] = name
        self.zorders[artist] = artist.zorder

    def look(self, artist: Artist) -> State:
        """Return how an artist looks now; as `read`."""
        self.key(artist)
        return self.read(artist)

    def key(self, artist: Any) -> tuple[Hashable, ...]:
        """Return what an artist's look depends on, so that each look is worked out only once.

        Raises:
            Beyond: the look is one that `read` cannot give.

        """
        try:
            return self._key(artist)
        except Beyond as beyond:
            beyond.artist = artist
            raise

    def _key(self, artist: Any) -> tuple[Hashable, ...]:
        if isinstance(artist, Grip):
            return (artist.place(),)
        if artist in self.drawn:
            if artist.zorder != self.zorders[artist]:
                # It takes another place among the others.
                raise Beyond
            self.markup[artist] = self.brush.markup(artist, self.drawn[artist])
            return (self.markup[artist],)
        if not artist.get_visible():
            return ()
        if not self.styles[artist].stays():
            raise Beyond
        if isinstance(artist, Text):
            words = artist.get_text()
            return (words, artist.get_position()) if words else (words,)
        if isinstance(artist, Line2D):
            x, y = artist.get_data(orig=True)
            return _bytes(x), _bytes(y)
        return (_bytes(_outline(artist).vertices),)

    def read(self, artist: Artist) -> State:
        """Return {(element, attribute): value} for the elements inside the artist's group.

        Its key was asked for just before.

        Raises:
            Beyond: the artist changed in a way that the browser cannot follow.

        """
        if artist in self.drawn:
            return {("", "markup"): self.markup[artist]}
        try:
            return self._read(artist)
        except Beyond as beyond:
            beyond.artist = artist
            raise

    def _read(self, artist: Artist) -> State:
        if isinstance(artist, Grip):
            return {("", "transform"): self._place(artist)}
        if not artist.get_visible():
            return {("", "display"): "none"}
        if isinstance(artist, Text):
            state = self._text(artist)
        elif isinstance(artist, Line2D) and is_marker(artist):
            state = self._marker(artist)
        else:
            state = {("path", "d"): self._path(artist)}
        shown = state.pop(("", "shown"), "yes") == "yes"
        state["", "display"] = "inline" if shown else "none"
        return state

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
        anchored = text.get_rotation_mode() == "anchor" and _stands(text)
        turned = text.get_rotation() % 360 != 0 and not anchored
        first = self.turned.setdefault(text, words) if turned else words
        if "\n" in words or "$" in words or words != first:
            raise Beyond
        if not words:
            return {("text", "textContent"): words}
        if not all(map(math.isfinite, map(float, text.get_unitless_position()))):
            return {("", "shown"): "no"}
        rise = 0.0 if turned else self._rise(text, words)
        place = (text, text.get_position(), rise)
        if place not in self.shifts:
            here = self.to_pixels(text).transform(text.get_unitless_position())
            dx, dy = here - self.homes.setdefault(text, here)
            self.shifts[place] = f"translate({dx:.2f} {dy - rise:.2f})"
        return {("text", "textContent"): words, ("", "transform"): self.shifts[place]}

    def _place(self, grip: Grip) -> str:
        """Return where a grip is; nothing for one that cannot be taken now."""
        place = grip.place()
        if place is None or not _inside(np.array(place), (0.0, 0.0, self.width, self.height)):
            return ""
        return f"translate({place[0]:.2f} {self.height - place[1]:.2f})"

    def _rise(self, text: Text, words: str) -> float:
        """Return how much higher the line of these words is than that of the letter x.

        Tall and deep letters move a text whose top, middle or bottom has its place.
        """
        if _stands(text) or _LOW.issuperset(words):
            return 0.0
        font, place = text.get_fontproperties(), text.get_verticalalignment()
        key = (words, hash(font), place)
        if key not in self.rises:
            measure: Any = self.brush.letters.get_text_width_height_descent
            (_, least, shallow), (_, high, deep) = (measure(w, font, False) for w in ("lp", words))
            high, deep = max(high, least), max(deep, shallow)
            if place not in ("top", "bottom", "center"):
                raise Beyond
            above = {"top": high - deep, "bottom": -deep, "center": high / 2 - deep}
            usual = {"top": least - shallow, "bottom": -shallow, "center": least / 2 - shallow}
            self.rises[key] = usual[place] - above[place]
        return self.rises[key]

    def _marker(self, line: Line2D) -> State:
        points = _points(line)
        if len(points) == 0:
            return {("", "shown"): "no"}
        first = self.points.setdefault(line, points)
        if len(points) > 1 or len(first) > 1:
            if not np.array_equal(points, first, equal_nan=True):
                raise Beyond
            return {}
        if line.get_markevery() is not None:
            raise Beyond
        x, y = self.to_pixels(line).transform(points[0])
        seen = 0 <= x < 1e5 and 0 <= y < 1e5
        return (
            {("use", "x"): f"{x:.2f}", ("use", "y"): f"{y:.2f}"} if seen else {("", "shown"): "no"}
        )

    def _path(self, artist: Any) -> str:
        pixels: Any
        codes: Any
        outline, box = self._geometry(artist)
        frame = self.to_pixels(artist)
        path = outline if frame.is_affine else frame.transform_path(outline)
        pixels, codes = np.asarray(path.vertices), path.codes
        if frame.is_affine:
            pixels = frame.transform(pixels)
        inside = _inside(pixels, box or _ANYWHERE)
        if box is None and not inside:
            # What is filled has a gap of its own wherever a number is missing.
            raise Beyond
        drawn = Path(pixels, codes)
        if box and (drawn.should_simplify or not inside):
            clean = drawn.cleaned(remove_nans=True, clip=box, simplify=None, curves=True)
            pixels, codes = np.asarray(clean.vertices), clean.codes
        template, places = _template(len(pixels), None if codes is None else bytes(codes))
        # There is only one zero.
        return (template % tuple(pixels[places].ravel().tolist())).replace("-0.00", "0.00")

    def _geometry(self, artist: Any) -> tuple[Path, Any]:
        """Return an artist's outline, and the box to cut the path to, if any."""
        if isinstance(artist, Line2D):
            return Path(_points(artist)), (0.0, 0.0, self.width, self.height)
        # A filled area may not be cut: its outline would be drawn along the cut.
        return _outline(artist), None


def _stands(text: Text) -> bool:
    """Whether it is the line on which its letters stand that a text has its place by."""
    return text.get_verticalalignment() == "baseline"


def _points(line: Line2D) -> np.ndarray:
    """Return a line's points as numbers; dates, names and masked numbers are known to the line."""
    x, y = line.get_data(orig=True)
    try:
        if not isinstance(x, np.ma.MaskedArray) and not isinstance(y, np.ma.MaskedArray):
            return np.array((x, y), float).T
    except (TypeError, ValueError):
        pass
    return np.array(line.get_xydata(), float)


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
        return outline
    paths = artist.get_paths()
    if len(paths) != 1 or not isinstance(artist, PolyCollection):
        raise Beyond
    first: Path = paths[0]
    return first


def _bytes(values: Any) -> Hashable:
    if isinstance(values, np.ma.MaskedArray):
        values = values.filled(np.nan)
    try:
        return np.asarray(values, float).tobytes()
    except (TypeError, ValueError):
        return str(values)
