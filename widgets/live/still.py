"""The picture with its numbers and its sentence as a PNG, where no control can live."""

import io
import textwrap
from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from .roles import ROLES
from .seen import Line, Row, Seen

# In units, of which the inch has 72: as the style sheet has them.
_GAP, _COLUMN, _ROW, _LOOK, _TEXT = 28, 248, 29, 33, 15
_DPI = 144


def draw_png(figure: Figure, seen: Seen) -> bytes:
    """Return the figure with the numbers beside it and the sentence below it as a PNG picture.

    It is for print, and for viewers in which no control can live.
    """
    width, _ = figure.get_size_inches() * 72
    added = [*_table(figure, seen.numbers)]
    whole = width + (_GAP + _COLUMN if added else 0)
    words = textwrap.fill(seen.sentence, int(whole / 7))
    added.append(figure.text(0.02, -0.02, words, ha="left", va="top", fontsize=_TEXT * 0.8))
    buffer = io.BytesIO()
    try:
        figure.savefig(
            buffer,
            format="png",
            dpi=_DPI,
            facecolor="white",
            bbox_inches="tight",
            metadata={"Software": None},
        )
    finally:
        for artist in added:
            artist.remove()
    return buffer.getvalue()


def _table(figure: Figure, rows: Sequence[Line]) -> list[Artist]:
    """Put rows beside the picture, and return what was added."""
    width, height = figure.get_size_inches() * 72
    columns = max((len(row.cells) for row in rows), default=0)
    left = width + _GAP
    share = min(76.0, (_COLUMN - 90) / max(columns, 1))
    added: list[Any] = []
    for number, row in enumerate(rows):
        y = height - _ROW * (number + 0.75)
        head = row.kind == "head"
        style: Any = {"fontsize": 13 if head else _TEXT, "va": "baseline"}
        style["color"] = ROLES["faint" if head else "ink"][0]
        looks = row.like if isinstance(row, Row) else ()
        added += (_look(figure, artist, left, y + 5) for artist in looks)
        indent = _LOOK if looks else 0
        added.append(figure.text((left + indent) / width, y / height, row.name, **style))
        for column, cell in enumerate(row.cells, 1):
            x = (left + _COLUMN - share * (columns - column)) / width
            added.append(figure.text(x, y / height, cell, ha="right", **style))
    return added


def _look(figure: Figure, artist: Any, left: float, y: float) -> Artist:
    """Repeat an artist's look before a row."""
    width, height = figure.get_size_inches() * 72
    if isinstance(artist, Line2D):
        line = Line2D([left / width, (left + 13) / width, (left + 26) / width], [y / height] * 3)
        line.update_from(artist)
        line.set(transform=figure.transFigure, clip_on=False, markevery=[1], visible=True)
        line.set_markersize(min(artist.get_markersize(), 9))
        return figure.add_artist(line)
    box = Rectangle((left / width, (y - 6) / height), 26 / width, 12 / height)
    if isinstance(artist, Patch):
        box.set(facecolor=artist.get_facecolor(), edgecolor=artist.get_edgecolor())
    elif isinstance(artist, Collection):
        box.set(facecolor=[*artist.get_facecolor(), "none"][0])
    box.set(transform=figure.transFigure, clip_on=False)
    return figure.add_artist(box)
