"""Bake: work out beforehand what every position of the controls shows.

A figure moves because `update(**values)` sets new data, texts or visibility on some of its
artists. Baking runs `update` at each position and writes down, for the artists that it touched,
the values that Matplotlib would give to the attributes of their SVG elements. Nothing is rendered.
The browser looks a position up in this table and sets those attributes.
"""

import itertools
import json
import zlib
from collections.abc import Callable, Iterable
from contextlib import contextmanager
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

from .controls import Control

Update = Callable[..., str]
State = dict[tuple[str, str], str]

# What a control cannot change about an artist: only its place, its words and whether it is seen.
_STYLE = {
    Line2D: ("color", "linestyle", "linewidth", "alpha", "marker", "markersize"),
    Text: ("color", "fontsize", "rotation", "alpha", "horizontalalignment"),
    Patch: ("facecolor", "edgecolor", "linestyle", "linewidth", "alpha"),
    PolyCollection: ("facecolor", "edgecolor", "linestyle", "linewidth", "alpha"),
}
_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


@contextmanager
def svg_units(figure: Figure):
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
        self.transforms: dict[Artist, Transform] = {}
        # Where each text was first seen: the SVG draws it there, and it moves by shifts.
        self.homes: dict[Artist, np.ndarray] = {}
        self.shifts: dict[tuple, str] = {}
        # The points each line with markers had at first: many of them can only be shown and hidden.
        self.points: dict[Artist, np.ndarray] = {}
        self.styles: dict[Artist, dict[str, str]] = {}

    def key(self, artist: Any) -> tuple:
        """Return what an artist's look depends on, so that each look is worked out only once."""
        shown = artist.get_visible()
        if isinstance(artist, Text):
            return shown, artist.get_text(), artist.get_position()
        if isinstance(artist, Line2D):
            x, y = artist.get_data(orig=True)
            return shown, _bytes(x), _bytes(y)
        path = artist.get_path() if isinstance(artist, Patch) else artist.get_paths()[0]
        return shown, _bytes(path.vertices)

    def read(self, artist: Artist) -> State:
        """Return {(element, attribute): value} for the elements inside the artist's group.

        Raises:
            ValueError: the artist changed in a way that the browser cannot follow.

        """
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
        names = next(names for kind, names in _STYLE.items() if isinstance(artist, kind))
        now = {name: str(getattr(artist, f"get_{name}")()) for name in names}
        for name, first in self.styles.setdefault(artist, now).items():
            if now[name] != first:
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
            whole: Any = artist.get_transform() + flip
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
        if not np.all(np.isfinite(place[1])):
            return {("", "shown"): "no"}
        if place not in self.shifts:
            here = self.to_pixels(text).transform(text.get_position())
            dx, dy = here - self.homes.setdefault(text, here)
            self.shifts[place] = f"translate({dx:.2f} {dy:.2f})"
        return {("text", "textContent"): words, ("", "transform"): self.shifts[place]}

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
        if isinstance(artist, Line2D):
            path = Path(np.array(artist.get_data(orig=True), float).T)
        else:
            path = artist.get_path() if isinstance(artist, Patch) else artist.get_paths()[0]
        pixels = self.to_pixels(artist).transform_path(path)
        return self._written(pixels, filled=not isinstance(artist, Line2D))

    def _written(self, path: Path, filled: bool) -> str:
        # A filled area may not be cut: its outline would be drawn along the cut.
        box = None if filled else (0.0, 0.0, self.width, self.height)
        clean: Any = path.cleaned(remove_nans=True, clip=box, curves=True)
        # A curve's letter stands before its first point only.
        words, last = [], None
        for (x, y), code in zip(clean.vertices.tolist(), clean.codes.tolist(), strict=True):
            if code == Path.CLOSEPOLY:
                words.append("z")
            elif code != Path.STOP:
                letter = "" if code == last and code >= Path.CURVE3 else _LETTERS[code]
                words.append(f"{letter}{x:.2f} {y:.2f}")
            last = code
        return " ".join(words)


def _bytes(values: Any) -> bytes:
    return np.asarray(values, float).tobytes()


class Track:
    """An artist's looks, each kept once, and which of them it has at each position."""

    def __init__(self) -> None:
        self.keys: dict[tuple, int] = {}
        self.states: list[State] = []
        self.at: list[int] = []

    def look(self, artist: Artist, reader: Reader) -> int:
        """Return the number of the look that the artist has now."""
        key = reader.key(artist)
        if key not in self.keys:
            self.keys[key] = len(self.states)
            self.states.append(reader.read(artist))
        return self.keys[key]

    def attributes(self) -> Iterable[list]:
        """Yield [element, attribute, its values, the value's number at each position]."""
        for element, attribute in dict.fromkeys(name for state in self.states for name in state):
            values: dict[str, int] = {}
            number = []
            # What a hidden artist does not say matters to nobody: it gets what another look has.
            last = next(v for s in self.states if (v := s.get((element, attribute))) is not None)
            for state in self.states:
                last = state.get((element, attribute), last)
                number.append(values.setdefault(last, len(values)))
            at = [number[look] for look in self.at] if len(values) > 1 else []
            yield [element, attribute, list(values), at]


class Table:
    """What is shown at every combination of some controls' positions, the others held still."""

    def __init__(self, grids: dict[str, tuple], fixed: dict[str, Any]):
        self.grids, self.fixed = grids, fixed
        self.tracks: dict[str, Track] = {}
        self.sentences: list[str] = []

    def positions(self) -> Iterable[dict[str, Any]]:
        """Yield every combination, the last control fastest."""
        for combination in itertools.product(*self.grids.values()):
            yield {**self.fixed, **dict(zip(self.grids, combination, strict=True))}

    def find(self, values: dict[str, Any], controls: dict[str, Control]) -> int | None:
        """Return the index of the position nearest to `values`; None if another is held still."""
        if any(values[name] != held for name, held in self.fixed.items()):
            return None
        index = 0
        for name, grid in self.grids.items():
            index = index * len(grid) + controls[name].nearest(values[name], grid)
        return index

    def describe(self, controls: dict[str, Control]) -> dict:
        """Return the table as plain lists and dicts, for JSON."""
        tracks = [[gid, *a] for gid, track in self.tracks.items() for a in track.attributes()]
        sentences = list(dict.fromkeys(self.sentences))
        where = {sentence: i for i, sentence in enumerate(sentences)}
        return {
            "grids": self.grids,
            "places": {n: controls[n].places(g).tolist() for n, g in self.grids.items()},
            "fixed": self.fixed,
            "tracks": tracks,
            "sentences": sentences,
            "said": [where[sentence] for sentence in self.sentences],
        }


def bake(figure: Figure, update: Update, movers: dict, reader: Reader, table: Table) -> Table:
    """Fill a table by running `update` at each of its positions.

    `movers` is {artist: group name}; an artist that `update` touches for the first time is added,
    and the table is begun again, since its look at the positions before is not known.
    """
    candidates = movable(figure)
    limits = [axes.viewLim.frozen().get_points() for axes in figure.axes]
    table.tracks = {gid: Track() for gid in movers.values()}
    now: dict[Artist, int] = {}
    with svg_units(figure):
        for artist in candidates:
            reader.check_style(artist)
            artist.stale = artist in movers
        for values in table.positions():
            sentence = update(**values)
            touched = [artist for artist in candidates if artist.stale]
            new = [artist for artist in touched if artist not in movers]
            if new:
                movers |= {artist: f"live-{len(movers) + i}" for i, artist in enumerate(new)}
                return bake(figure, update, movers, reader, Table(table.grids, table.fixed))
            for artist in touched:
                artist.stale = False
                now[artist] = table.tracks[movers[artist]].look(artist, reader)
            for artist, gid in movers.items():
                table.tracks[gid].at.append(now[artist])
            table.sentences.append(sentence)
    for artist in movers:
        reader.check_style(artist)
    for axes, before in zip(figure.axes, limits, strict=True):
        if not np.array_equal(axes.viewLim.get_points(), before):
            raise ValueError(
                "update() changed the limits of an axis; a control can only move artists: "
                "set the limits when the figure is made, for all positions."
            )
    return table


def packed(content: Any) -> bytes:
    """Return JSON, deflated, as the front end unpacks it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return zlib.compress(text.encode(), 6)
