"""Compare what a browser would show with Matplotlib's own pictures, before anything is baked."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from . import compare
from .family import Family
from .markup import as_group, whole
from .reader import Beyond, Reader
from .scene import draw_svg


class Performer(Protocol):
    """What is rehearsed: a figure, what moves in it, and what moves it."""

    figure: Figure
    family: Family
    reader: Reader
    movers: dict[Artist, str]

    def run(self, values: dict[str, Any]) -> Any: ...
    def drawn_above(self, artist: Artist) -> bool: ...


def first_difference(
    stage: Performer, places: Sequence[dict[str, Any]]
) -> tuple[Artist, str] | None:
    """Return an artist that a browser would not show as Matplotlib does, and in what."""
    names = _names(stage)
    known = {name: artist for artist, name in names.items()}
    looks = []
    try:
        for values in places:
            stage.run(values)
            looks.append({gid: stage.reader.look(artist) for artist, gid in stage.movers.items()})
    except Beyond as beyond:
        return beyond.artist, "look"
    still = {artist: name for artist, name in names.items() if artist not in stage.movers}
    with _telling_owners(still):
        svg = draw_svg(stage.figure, stage.movers, stage.reader)
    for values, states in zip(places, looks, strict=True):
        stage.run(values)
        with _telling_owners(names):
            true = whole(stage.figure, stage.reader.brush.dpi)
        ours = compare.marks(compare.applied(svg, states), known)
        found = compare.difference(ours, compare.marks(true, known))
        if found:
            owner, what = found
            artist = known.get(owner, stage.figure)
            return (stage.family.group(artist) if what == "order" else artist), what
    return None


def _names(stage: Performer) -> dict[Artist, str]:
    """Return a name for each unit and each mover, but for none inside of what is drawn."""
    units = dict.fromkeys(map(stage.family.unit, stage.family.artists))
    names = {unit: f"unit-{i}" for i, unit in enumerate(units) if unit is not stage.figure}
    return {
        artist: name
        for artist, name in {**names, **stage.movers}.items()
        if artist in stage.movers or not stage.drawn_above(artist)
    }


@contextmanager
def _telling_owners(names: dict[Artist, str]) -> Iterator[None]:
    """Let each of these artists be drawn inside of a group with its name, for a while."""
    with ExitStack() as undo:
        for artist, name in names.items():
            undo.enter_context(as_group(artist, name))
        yield
