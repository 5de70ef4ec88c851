"""Which groups of the SVG mean the same as a row: the browser lights them together."""

from collections.abc import Iterator, Mapping
from typing import Any

from matplotlib.artist import Artist

from .family import Family
from .grip import Grip


class Likes:
    """The ids of the groups that artists are in, and of the places where they can be taken.

    `still` are the artists that do not move but that rows are like, with the ids they are to have;
    `movers` have theirs. What is inside of what Matplotlib has drawn as a whole has none.
    """

    def __init__(self, movers: Mapping[Artist, str], family: Family, drawn: Mapping[Artist, Any]):
        self.movers, self.family, self.drawn = movers, family, drawn
        self._still: dict[Artist, str] = {}
        self._said: dict[tuple[Any, ...], str] = {}

    @property
    def still(self) -> dict[Artist, str]:
        """The artists that stand still, and the ids of their groups."""
        return {artist: name for artist, name in self._still.items() if self._stands(artist)}

    def forget(self) -> None:
        """Ask anew from now on: others may have come to move."""
        self._said.clear()

    def groups(self, artists: tuple[Any, ...]) -> str:
        """Return the ids of all that shows these artists, with a space between them."""
        if artists not in self._said:
            self._said[artists] = " ".join(id for artist in artists for id in self._ids(artist))
        return self._said[artists]

    def _ids(self, artist: Any) -> Iterator[str]:
        if artist in self.movers:
            yield self.movers[artist]
        elif self._stands(artist):
            yield self._still.setdefault(artist, f"like-{len(self._still)}")
        grips = (a for a in self.movers if isinstance(a, Grip) and a.taken is artist)
        yield from (self.movers[grip] for grip in grips)

    def _stands(self, artist: Artist) -> bool:
        if artist in self.movers or artist not in self.family.parents:
            return False
        return not any(above in self.drawn for above in self.family.above(artist))
