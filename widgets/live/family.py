"""Which artists a figure has, and which of them Matplotlib draws as groups of their own."""

from collections.abc import Iterator
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure, FigureBase
from matplotlib.text import Text


class Family:
    """A figure's artists, and the artist that draws each of them.

    A *unit* is what axes or a figure draw one after the other: a line, a legend with all in it, an
    axis with its ticks, axes in a figure.
    """

    def __init__(self, figure: Figure):
        self.figure = figure
        self.parents: dict[Artist, Artist] = {}
        waiting: list[Artist] = [figure]
        while waiting:
            parent = waiting.pop()
            for child in parent.get_children():
                self.parents[child] = parent
                waiting.append(child)
        # All axes, also those inside of other axes.
        self.axes = [artist for artist in self.parents if isinstance(artist, Axes)]

    @property
    def artists(self) -> list[Artist]:
        """All artists, the figure among them."""
        return [self.figure, *self.parents]

    def above(self, artist: Artist) -> Iterator[Artist]:
        """Yield the artist, what draws it, what draws that, up to the figure."""
        at: Artist | None = artist
        while at is not None:
            yield at
            at = self.parents.get(at)

    def unit(self, artist: Artist) -> Artist:
        """Return the smallest unit that an artist is in; all of what has three dimensions is one.

        An artist that is not known any more, or not yet, belongs to no less than the figure.
        """
        chain = [*self.above(artist)]
        if chain[-1] is not self.figure:
            return self.figure
        solid = [a for a in chain if isinstance(a, Axes) and a.name == "3d"]
        if solid:
            return solid[-1]
        pairs = zip(chain, chain[1:], strict=False)
        return next((a for a, parent in pairs if isinstance(parent, Axes | FigureBase)), artist)

    def group(self, unit: Artist) -> Artist:
        """Return the axes or figure that draws a unit."""
        return self.parents.get(unit, self.figure)

    def stands_alone(self, artist: Any) -> bool:
        """Whether what else is drawn does not depend on where an artist is and what it says."""
        parent = self.parents.get(artist)
        if isinstance(parent, Axes):
            return parent.name != "3d"
        if isinstance(parent, Axis):
            return isinstance(artist, Text) and artist is parent.label
        return isinstance(parent, FigureBase)
