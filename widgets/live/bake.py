"""Bake: work out beforehand what every position of the controls shows.

A figure moves because `update(**values)` changes some of its artists. Baking runs `update` at each
position and writes down how they look. Where new data, words or visibility are all that changes,
these are the values that Matplotlib would give to the attributes of their SVG elements, and nothing
is rendered. Whatever else changes, Matplotlib draws: its own SVG of that artist, of the axes that
it is in or of the whole figure is what the look is.

The browser looks a position up in the table, and sets those attributes or puts that SVG in place.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from . import message
from .controls import no_control
from .family import Family
from .grip import Grip
from .hush import hushed
from .likes import Likes
from .markup import svg_units
from .numbers import InputError, say
from .reader import Beyond, Reader
from .rehearsal import first_difference
from .seen import Seen, as_seen
from .style import can_follow
from .table import Looks, Table
from .work import tick

Update = Callable[..., str | Seen]
Values = dict[str, Any]


class Stage:
    """A figure, the function that moves its artists, and those artists that were seen to move.

    `movers` is {artist: id of its group in the SVG}. It changes when a table is baked in which
    `update` touches an artist for the first time, or gives it a look for which it has to be drawn.

    Raises:
        InputError: axes are without width or height.

    """

    def __init__(self, figure: Figure, update: Update):
        # What a layout does depends on what is drawn; from here on nothing else may move.
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        self.figure, self.update = figure, update
        self.family, self.reader = Family(figure), Reader(figure)
        self.grips = [artist for artist in self.family.artists if isinstance(artist, Grip)]
        self.movers: dict[Artist, str] = {grip: f"handle-{i}" for i, grip in enumerate(self.grips)}
        self.named, self.likes = 0, Likes(self.movers, self.family, self.reader.drawn)
        self.limits = self._limits()
        for axes in self.family.axes:
            if not min(axes.bbox.size) > 0:
                raise InputError(
                    "axes without width or height cannot be drawn: give them some, as in "
                    "figure.add_axes((0.1, 0.1, 0.8, 0.8))."
                )

    def check_handles(self, controls: Iterable[str]) -> None:
        """Raise InputError if a handle moves what is no control."""
        known = dict.fromkeys(controls)
        for name in (name for grip in self.grips for name in grip.controls):
            if name not in known:
                raise InputError(f"a handle cannot move {name!r}: {no_control(name, known)}")

    def thumbs(self) -> dict[str, message.Thumb]:
        """Return the look of what is taken to move a control, by the control's name."""
        looks = [(name, grip.thumb()) for grip in self.grips for name in grip.controls]
        return {name: look for name, look in reversed(looks) if look is not None}

    def handles(self) -> list[message.Handle]:
        """Return what can be taken, as the front end has to know it."""
        with svg_units(self.figure):
            return [grip.describe(self.movers[grip], self.reader.height) for grip in self.grips]

    def bake(self, table: Table) -> Table:
        """Fill a table by running `update` at each of its positions.

        Where an artist is touched for the first time, the table is begun again, since the artist's
        look at the positions before is not known.

        Raises:
            InputError: `update` returns no sentence, or depends on more than its arguments.

        """
        with self._listening() as touched:
            self._survey((*table.outline(), *table.spread()), touched)
            while not self._fill(table, touched):
                pass
            self._run_again(table, touched)
        return table

    def affords(self, positions: Iterable[Values], seconds: float) -> int:
        """Return how many positions can be baked in a time; 0 if nothing has to be drawn."""
        with self._listening() as touched:
            self._survey(positions, touched)
            if not self.reader.drawn:
                return 0
            begun, count = time.perf_counter(), 0
            for values in positions:
                self.run(values)
                for artist in self.reader.drawn:
                    self.reader.brush.markup(artist, "")
                count += 1
            return max(1, int(seconds * count / (time.perf_counter() - begun)))

    def rehearse(self, positions: Iterable[Values]) -> bool:
        """Compare a few positions with Matplotlib's own SVG; return whether all was as expected.

        What is not is drawn from now on.

        Raises:
            InputError: a picture is another one each time that it is drawn.

        """
        places, right = list(positions), True
        with self._listening() as touched:
            self._survey(places, touched)
            while (wrong := first_difference(self, places)) is not None:
                right = False
                artist, what = wrong
                if not self._draw_more(artist):
                    # The whole figure is drawn, and is not what it was a moment ago.
                    raise _not_the_same(places[-1], what)
                touched.clear()
        return right

    def _survey(self, positions: Iterable[Values], touched: dict[Artist, Any]) -> None:
        """Run `update` at some positions, and let all that it touches be movers."""
        for values in positions:
            self.run(values)
            self._take(touched)

    def run(self, values: Values) -> Seen:
        """Call `update`, and return what it says is seen."""
        if self.reader.drawn:
            # What is made anew may depend on the figure's own units.
            self._scale(self.reader.brush.dpi)
        said = self.update(**values)
        if self.reader.drawn:
            self._scale(72)
        return as_seen(said, _where(values))

    def _scale(self, dpi: float) -> None:
        """Give the figure other units, which is no change that anybody has to hear of."""
        callback, self.figure.stale_callback = self.figure.stale_callback, None
        self.figure.dpi = dpi
        self.figure.stale_callback = callback

    def _take(self, touched: Iterable[Artist]) -> bool:
        """Let what was touched be movers, and say whether that is news."""
        before = dict(self.movers)
        for artist in list(touched):
            if artist in self.movers or self.drawn_above(artist):
                continue
            if can_follow(artist) and self.family.stands_alone(artist):
                self._name(artist)
                self.reader.follow(artist)
            else:
                self._draw(self.family.unit(artist))
        for axes, limits in self._limits().items():
            if limits != self.limits.get(axes) and not self.drawn_above(axes):
                self._draw(axes)
        return self.movers != before

    def _limits(self) -> dict[Any, bytes]:
        return {axes: axes.viewLim.get_points().tobytes() for axes in self.family.axes}

    def _name(self, artist: Artist) -> None:
        self.movers[artist] = f"live-{self.named}"
        self.named += 1

    def drawn_above(self, artist: Artist) -> bool:
        """Whether an artist is in a group that Matplotlib draws."""
        drawn = self.reader.drawn
        return bool(drawn) and any(a in drawn for a in self.family.above(artist))

    def _draw(self, unit: Artist) -> None:
        """Let Matplotlib draw a unit from now on, with all that is in it."""
        inside = [a for a in self.movers if unit in self.family.above(a)]
        for artist in (a for a in inside if not isinstance(a, Grip)):
            del self.movers[artist]
            self.reader.drawn.pop(artist, None)
        self._name(unit)
        self.reader.draw(unit, self.movers[unit])

    def _draw_more(self, artist: Artist) -> bool:
        """Let an artist be drawn that cannot follow, or its group if it is drawn already."""
        unit = self.family.unit(artist)
        if unit in self.reader.drawn:
            if unit is self.figure:
                return False
            unit = self.family.group(unit)
        self._draw(unit)
        return True

    def _fill(self, table: Table, touched: dict[Artist, Any]) -> bool:
        """Fill a table from its beginning, and say whether no artist was found to move late."""
        movers = self.movers
        table.looks = {group: Looks() for group in movers.values()}
        table.sentences, table.numbers = [], []
        self.likes.forget()
        now = dict.fromkeys(movers, 0)
        numbers: list[list[int]] = []
        # Not all that is to be drawn says that it has changed, and no handle does.
        always: dict[Artist, Any] = dict.fromkeys([*self.reader.drawn, *self.grips])
        touched.clear()
        touched.update(movers)
        whole_table = True
        for values in table.positions():
            seen = self.run(values)
            tick()
            whole_table = whole_table and not self._news(touched)
            if not whole_table:
                # Let all the others show themselves too, before the next beginning.
                self._take(touched)
                continue
            try:
                for artist in touched | always:
                    if artist in now:
                        now[artist] = table.looks[movers[artist]].number(artist, self.reader)
            except Beyond as beyond:
                self._draw_more(beyond.artist)
                whole_table = False
                continue
            touched.clear()
            numbers.append(list(now.values()))
            table.sentences.append(seen.sentence)
            table.numbers.append(seen.shown(self.likes.groups))
        if whole_table:
            for looks, at in zip(table.looks.values(), zip(*numbers, strict=True), strict=True):
                looks.at = at
        return whole_table

    def _news(self, touched: dict[Artist, Any]) -> bool:
        """Whether `update` has done what it was not known to do."""
        if self._limits() != self.limits and self._take(()):
            return True
        known = self.movers
        return any(artist not in known and not self.drawn_above(artist) for artist in touched)

    def _run_again(self, table: Table, touched: dict[Artist, Any]) -> None:
        """Run `update` at a few positions for the second time: it must do the same again."""
        count = len(table.sentences)
        places = list(table.positions())
        for at in dict.fromkeys((count // 2, count - 1, 0, count // 3)):
            seen = self.run(places[at])
            rows = seen.shown(self.likes.groups)
            same = (seen.sentence, rows) == (table.sentences[at], table.numbers[at])
            try:
                looks = [(table.looks[g], self.reader.key(a)) for a, g in self.movers.items()]
                same = same and all(look.keys.get(key) == look.at[at] for look, key in looks)
            except Beyond:
                same = False
            if not same:
                raise _not_the_same(places[at], "picture or the sentence")
        touched.clear()

    def seen(self, values: Values) -> Seen:
        """Move the figure to some values, outside of any bake, and return what is seen."""
        with hushed():
            return as_seen(self.update(**values), _where(values))

    @contextmanager
    def _listening(self) -> Iterator[dict[Artist, Any]]:
        """Note which artists say for a while that they have changed, in SVG's units."""
        touched: dict[Artist, Any] = {}
        artists = self.family.artists
        callbacks = [artist.stale_callback for artist in artists]
        update, self.update = self.update, _telling(self.update, artists)
        with svg_units(self.figure):
            for artist in artists:
                # It is called with the artist and True.
                artist.stale_callback = touched.setdefault
            try:
                yield touched
            finally:
                self.update = update
                for artist, callback in zip(artists, callbacks, strict=True):
                    artist.stale_callback = callback


def _where(values: Values) -> str:
    """Say where the controls stand."""
    return ", ".join(f"{n} = {say(v) if isinstance(v, float) else v}" for n, v in values.items())


def _not_the_same(values: Values, what: str) -> InputError:
    return InputError(
        f"update() is not the same when it is called with {_where(values)} again: the {what} is "
        "another. Let it depend on nothing but its arguments, neither chance nor what was before, "
        "and move the same artists each time or take away those that it added."
    )


def _telling(update: Update, artists: list[Artist]) -> Update:
    """Let patches say that they have another outline: Matplotlib's `set_path` tells nobody."""
    paths = {patch: patch.get_path() for patch in artists if isinstance(patch, PathPatch)}

    def told(**values: Any) -> str | Seen:
        said = update(**values)
        for patch, before in paths.items():
            now = patch.get_path()
            if now is not before:
                paths[patch] = now
                patch.stale = True
        return said

    return told
