"""What is seen: a sentence, and the numbers beside the picture as rows of text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .numbers import InputError
from .swatch import swatch

# What tells the ids of the SVG groups in which artists are, with a space between them.
Groups = Callable[[tuple[Any, ...]], str]


class Line:
    """A line of the table beside a picture: a name, and what stands in the columns after it."""

    name: str
    cells: tuple[str, ...]
    # How the line is shown; the style sheet knows these words.
    kind: str

    @property
    def look(self) -> str:
        """The small picture before its name, as SVG text; "" for none."""
        return ""

    @property
    def meant(self) -> tuple[Any, ...]:
        """The artists that mean the same; none for most."""
        return ()

    def parts(self, groups: Groups) -> Iterator[tuple[str, str, str]]:
        """Yield what the line shows: element, attribute and value, as a track has them."""
        yield "", "class", self.kind
        if self.meant:
            yield "like", "groups", groups(self.meant)
        yield "look", "markup", self.look
        yield "0", "textContent", self.name
        for column, cell in enumerate(self.cells, 1):
            yield str(column), "textContent", cell

    def __repr__(self) -> str:
        """Return the line in words."""
        return "  ".join(part for part in (self.name, *self.cells) if part)


class Row(Line):
    """A row: what it is called, its numbers as texts, and the artist whose look it repeats.

    `like` is an artist of the figure, or several that lie on each other: a line with its dash and
    its marker, a filled area, a bar. `also` are others that mean the same, but do not show in the
    row: whoever points at the row, or at one of all these, sees all of them lit. `now` marks the
    row that the picture is at, `total` the row that sums up.

    >>> Row("tangent", "0.34", "+0.5")
    tangent  0.34  +0.5

    """

    def __init__(
        self,
        name: str,
        *cells: str,
        like: Any = (),
        also: Any = (),
        now: bool = False,
        total: bool = False,
    ):
        self.name, self.cells = name, cells
        self.like, self.also = _several(like), _several(also)
        self.kind = " ".join(["row", *["now"] * now, *["total"] * total])

    @property
    def look(self) -> str:
        """The line, marker or area that the row stands for, small."""
        return swatch(self.like)

    @property
    def meant(self) -> tuple[Any, ...]:
        """What the row is like, and what else means the same."""
        return self.like + self.also


def _several(artists: Any) -> tuple[Any, ...]:
    return tuple(artists) if isinstance(artists, list | tuple) else (artists,)


class Heading(Line):
    """What stands over the rows that follow: a name for them, and the names of their columns.

    >>> Heading("secants", "slope", "off by")
    secants  slope  off by
    """

    kind = "head"

    def __init__(self, name: str, *cells: str):
        self.name, self.cells = name, cells


@dataclass(frozen=True)
class Seen:
    """What `update` may return in place of a sentence: the sentence, and the rows of numbers."""

    sentence: str
    numbers: Sequence[Line] = ()

    def shown(self, groups: Groups) -> tuple[tuple[tuple[str, str, str], ...], ...]:
        """Return what each row shows."""
        return tuple(tuple(row.parts(groups)) for row in self.numbers)


def as_seen(said: Any, where: str) -> Seen:
    """Return what `update` has returned, at values told by `where`, as what is seen.

    Raises:
        InputError: it is no sentence, or among its rows is one that cannot be shown.

    """
    seen = said if isinstance(said, Seen) else Seen(said)
    if not isinstance(seen.sentence, str):
        raise InputError(
            "update() must return one sentence that says what is seen; "
            f'at {where} it returned {seen.sentence!r}: end it with return "...".'
        )
    for row in seen.numbers:
        if not isinstance(row, Line):
            raise InputError(
                f"numbers are rows, such as Row('slope', say(slope)); at {where} there is {row!r}."
            )
        for text in (row.name, *row.cells):
            if not isinstance(text, str):
                raise InputError(
                    f"what a row shows is text; at {where} the row {row.name!r} has {text!r}: "
                    f"write say({text!r})."
                )
    return seen
