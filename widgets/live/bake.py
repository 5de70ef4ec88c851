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
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from .controls import Control
from .reader import Reader, State, svg_units

Update = Callable[..., str]


class Track:
    """An artist's looks, each kept once, and which of them it has at each position."""

    def __init__(self) -> None:
        self.keys: dict[tuple, int] = {}
        self.states: list[State] = []
        self.at: tuple[int, ...] = ()

    def look(self, artist: Artist, reader: Reader) -> int:
        """Return the number of the look that the artist has now."""
        key = reader.key(artist)
        if key not in self.keys:
            self.keys[key] = len(self.states)
            self.states.append(reader.read(artist))
        return self.keys[key]

    def attributes(self) -> Iterable[list]:
        """Yield [element, attribute, its values, the value's number at each position]."""
        for name in dict.fromkeys(itertools.chain.from_iterable(self.states)):
            said = [state.get(name) for state in self.states]
            if None in said:
                # What a hidden artist does not say matters to nobody: it gets another look's value.
                last = next(value for value in said if value is not None)
                said = [last := last if value is None else value for value in said]
            values = {value: number for number, value in enumerate(dict.fromkeys(said))}
            at = [values[said[look]] for look in self.at] if len(values) > 1 else []
            yield [*name, list(values), at]


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

    def outline(self) -> Iterable[dict[str, Any]]:
        """Yield the first, middle and last position of each control, the others at their first."""
        first = {**self.fixed, **{name: grid[0] for name, grid in self.grids.items()}}
        for name, grid in self.grids.items():
            for i in (0, len(grid) // 2, -1):
                yield {**first, name: grid[i]}

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
            "fixed": {n: value for n, value in self.fixed.items() if n in controls},
            "tracks": tracks,
            "sentences": sentences,
            "said": [where[sentence] for sentence in self.sentences],
        }


@contextmanager
def _listening(artists: list[Artist], touched: dict, reader: Reader):
    """Note in `touched` which artists say for a while that they have changed."""
    callbacks = [artist.stale_callback for artist in artists]
    for artist in artists:
        reader.check_style(artist)
        # It is called with the artist and True.
        artist.stale_callback = touched.setdefault
    try:
        yield
    finally:
        for artist, callback in zip(artists, callbacks, strict=True):
            artist.stale_callback = callback


def _telling(update: Update, artists: list[Artist]) -> Update:
    """Let patches say that they have another outline: Matplotlib's `set_path` tells nobody."""
    paths = {patch: patch.get_path() for patch in artists if isinstance(patch, PathPatch)}

    def told(**values: Any) -> str:
        sentence = update(**values)
        for patch, before in paths.items():
            now = patch.get_path()
            if now is not before:
                paths[patch] = now
                patch.stale = True
        return sentence

    return told


def _filled(table: Table, update: Update, movers: dict, touched: dict, reader: Reader) -> bool:
    """Fill a table from its beginning, and say whether no artist was found to move late."""
    new = [artist for artist in touched if artist not in movers]
    movers |= {artist: f"live-{len(movers) + i}" for i, artist in enumerate(new)}
    table.tracks = {gid: Track() for gid in movers.values()}
    table.sentences = []
    now = dict.fromkeys(movers, 0)
    looks: list[list[int]] = []
    touched.update(movers)
    whole = True
    for values in table.positions():
        sentence = update(**values)
        whole = whole and touched.keys() <= movers.keys()
        if not whole:
            # Let all the others show themselves too, before the next beginning.
            continue
        for artist in touched:
            now[artist] = table.tracks[movers[artist]].look(artist, reader)
        touched.clear()
        looks.append(list(now.values()))
        table.sentences.append(sentence)
    if whole:
        for track, at in zip(table.tracks.values(), zip(*looks, strict=True), strict=True):
            track.at = at
    return whole


def bake(figure: Figure, update: Update, movers: dict, reader: Reader, table: Table) -> Table:
    """Fill a table by running `update` at each of its positions.

    `movers` is {artist: group name}; an artist that `update` touches for the first time is added,
    and the table is begun again, since its look at the positions before is not known.
    """
    update = _telling(update, reader.movable)
    limits = [axes.viewLim.frozen().get_points() for axes in figure.axes]
    touched: dict[Artist, None] = {}
    with svg_units(figure), _listening(reader.movable, touched, reader):
        for values in table.outline():
            update(**values)
        while not _filled(table, update, movers, touched, reader):
            pass
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
    """Return JSON, deflated, as the front end unpacks it.

    Level 4 takes a third of the usual level's time, for a tenth more bytes.
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return zlib.compress(text.encode(), 4)
