"""Bake: work out beforehand what every position of the controls shows.

A figure moves because `update(**values)` sets new data, texts or visibility on some of its
artists. Baking runs `update` at each position and writes down, for the artists that it touched,
the values that Matplotlib would give to the attributes of their SVG elements. Nothing is rendered.
The browser looks a position up in this table and sets those attributes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from . import message
from .controls import no_control
from .grip import Grip
from .numbers import InputError
from .reader import Reader, svg_units
from .table import Looks, Table

Update = Callable[..., str]


class Stage:
    """A figure, the function that moves its artists, and those artists that were seen to move.

    `movers` is {artist: id of its group in the SVG}. It grows when a table is baked in which
    `update` touches an artist for the first time.
    """

    def __init__(self, figure: Figure, update: Update):
        # What a layout does depends on what is drawn; from here on nothing else may move.
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        self.figure, self.update = figure, update
        self.reader = Reader(figure)
        self.grips = [artist for artist in figure.artists if isinstance(artist, Grip)]
        self.movers: dict[Artist, str] = {grip: f"handle-{i}" for i, grip in enumerate(self.grips)}

    def check_handles(self, controls: Iterable[str]) -> None:
        """Raise InputError if a handle moves what is no control."""
        known = dict.fromkeys(controls)
        for name in (name for grip in self.grips for name in grip.controls):
            if name not in known:
                raise InputError(f"a handle cannot move {name!r}: {no_control(name, known)}")

    def handles(self) -> list[message.Handle]:
        """Return what can be taken, as the front end has to know it."""
        with svg_units(self.figure):
            return [grip.describe(self.movers[grip], self.reader.height) for grip in self.grips]

    def bake(self, table: Table) -> Table:
        """Fill a table by running `update` at each of its positions.

        Where an artist is touched for the first time, the table is begun again, since the artist's
        look at the positions before is not known.

        Raises:
            ValueError: `update` does what the browser cannot follow.

        """
        update = _telling(self.update, self.reader.movable)
        limits = [axes.viewLim.frozen().get_points() for axes in self.figure.axes]
        touched: dict[Artist, Any] = {}
        with svg_units(self.figure), _listening(self.reader, touched):
            for values in table.outline():
                update(**values)
            while not self._fill(table, update, touched):
                pass
        for artist in self.movers:
            if artist not in self.grips:
                self.reader.check_style(artist)
        for axes, before in zip(self.figure.axes, limits, strict=True):
            if not np.array_equal(axes.viewLim.get_points(), before):
                raise ValueError(
                    "update() changed the limits of an axis; a control can only move artists: "
                    "set the limits when the figure is made, for all positions."
                )
        return table

    def _fill(self, table: Table, update: Update, touched: dict[Artist, Any]) -> bool:
        """Fill a table from its beginning, and say whether no artist was found to move late."""
        movers = self.movers
        new = [artist for artist in touched if artist not in movers]
        count = len(movers) - len(self.grips)
        movers |= {artist: f"live-{count + i}" for i, artist in enumerate(new)}
        table.looks = {group: Looks() for group in movers.values()}
        table.sentences = []
        now = dict.fromkeys(movers, 0)
        numbers: list[list[int]] = []
        touched.update(movers)
        whole = True
        for values in table.positions():
            sentence = update(**values)
            whole = whole and touched.keys() <= movers.keys()
            if not whole:
                # Let all the others show themselves too, before the next beginning.
                continue
            # Nobody tells a grip that what it is at has moved.
            touched.update(dict.fromkeys(self.grips))
            for artist in touched:
                now[artist] = table.looks[movers[artist]].number(artist, self.reader)
            touched.clear()
            numbers.append(list(now.values()))
            table.sentences.append(sentence)
        if whole:
            for looks, at in zip(table.looks.values(), zip(*numbers, strict=True), strict=True):
                looks.at = at
        return whole


@contextmanager
def _listening(reader: Reader, touched: dict[Artist, Any]) -> Iterator[None]:
    """Note in `touched` which artists say for a while that they have changed."""
    callbacks = [artist.stale_callback for artist in reader.movable]
    for artist in reader.movable:
        reader.check_style(artist)
        # It is called with the artist and True.
        artist.stale_callback = touched.setdefault
    try:
        yield
    finally:
        for artist, callback in zip(reader.movable, callbacks, strict=True):
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
