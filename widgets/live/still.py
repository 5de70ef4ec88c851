"""The whole explorer as a PNG, for print and where no control can live: as large as it is alive."""

import io
import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import Bbox
from PIL import Image

from .controls import Control
from .italics import mathify
from .roles import ROLES
from .seen import Line, Row, Seen

# In units, of which the inch has 72, as the style sheet has them: how wide a picture may be that
# has numbers beside it, the gap between them, their column, a row, the look before a name.
_GAP, _COLUMN, _ROW, _LOOK = 28, 248, 30, 33
# Up to how wide a picture, and how long a choice, there is room beside it: as `stage.js` has it.
NARROW, _WORDY = json.loads(Path(__file__).with_name("stage.json").read_text("utf-8")).values()
# Heights: the title, the box for a formula, a line of the sentence, what stands around it, and the
# line of tools below.
_TITLE, _FORMULA, _SENTENCE, _AROUND, _FOOT, _CONTROL = 24, 40, 23.2, 23, 27, 38
# Letters are smaller here, as Matplotlib's own font is wider than those of pages.
_TEXT, _SMALL, _HEAD, _WIDE = 12.7, 13.0, 11.5, 7.3
# Pixels for each unit: displays and printers show more than one.
_FINE = 1.5


@dataclass(frozen=True)
class Still:
    """A PNG, and how wide it is shown."""

    png: bytes
    width: int


def draw_still(
    figure: Figure,
    seen: Seen,
    title: str = "",
    formula: str | None = None,
    controls: Sequence[Control] = (),
) -> Still:
    """Return the picture with title, formula, numbers and sentence, as they stand around it.

    It has room where controls stand on a page, and for the box of a `formula`, which may be empty.
    """
    width, height = figure.get_size_inches() * 72
    paper = _Paper(figure, float(width), float(height))
    beside = width <= NARROW
    added: list[Artist] = []
    whole = width + (_GAP + _COLUMN if beside and seen.numbers else 0)
    wordy = any(len(text) > _WORDY for c in controls if not c.numeric for text in c.texts)
    room = _room(controls, beside and not wordy)
    low, high = 0.0, height
    if not beside:
        # The gaps around them are left above the picture anyway.
        high += 32 * len(controls)
    if formula is not None:
        high += _FORMULA
        added.append(paper.write(0, high - 22, formula, _TEXT, family="monospace"))
    if title:
        high += _TITLE
        added.append(paper.write(0, high - 16, title, _TEXT + 2, weight="bold"))
    if seen.numbers:
        left, top = (width + _GAP, height) if beside else (0, low - 12)
        added += paper.table(seen.numbers, left, top, whole - left)
        low = min(low, top - _ROW * len(seen.numbers) - room * (beside and not wordy))
    if beside and wordy:
        low -= room
    lines = textwrap.wrap(seen.sentence, int(min(whole, 640) / _WIDE)) or [""]
    for number, line in enumerate(lines):
        added.append(paper.write(0, low - _AROUND - _SENTENCE * (number + 0.75), line, _TEXT))
    low -= _AROUND + _SENTENCE * len(lines) + _FOOT
    buffer = io.BytesIO()
    try:
        figure.savefig(
            buffer,
            format="png",
            dpi=72 * _FINE,
            facecolor="white",
            bbox_inches=Bbox([[0, low / 72], [whole / 72, high / 72]]),
            metadata={"Software": None},
        )
    finally:
        for artist in added:
            artist.remove()
    return Still(_small(buffer), round(whole))


def _room(controls: Sequence[Control], beside: bool) -> float:
    """Return how high controls are on a page, with the gaps around; steps may need two rows."""
    rows = [1 + (beside and control.kind == "steps") for control in controls]
    return sum(rows) * _CONTROL + 12 if rows else 0


def _small(png: io.BytesIO) -> bytes:
    """Return a PNG with as few colours as show the same: a notebook keeps it twice."""
    small = io.BytesIO()
    image = Image.open(png).convert("RGB")
    image.quantize(64, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
    return small.getvalue()


def _italic(letter: str) -> str:
    """Return a letter and what stands at it as Matplotlib's own typesetting takes it."""
    return rf"$\mathit{{{letter[0]}}}${letter[1:]}"


@dataclass(frozen=True)
class _Paper:
    """A figure, on which and around which is written in units from its lower left corner."""

    figure: Figure
    width: float
    height: float

    def write(self, x: float, y: float, text: str, size: float, **style: Any) -> Artist:
        whole: dict[str, Any] = {"color": ROLES["ink"][0], "fontsize": size} | style
        words = "".join(
            _italic(piece) if math else piece.replace("$", r"\$") for piece, math in mathify(text)
        )
        return self.figure.text(x / self.width, y / self.height, words, **whole)

    def table(self, rows: Sequence[Line], left: float, top: float, wide: float) -> Iterator[Artist]:
        """Write rows below each other, the last column at the right, and yield what was added."""
        columns = max(len(row.cells) for row in rows)
        share = min(76.0, (wide - 90) / max(columns, 1))
        for number, row in enumerate(rows):
            y = top - _ROW * (number + 0.72)
            head = row.kind == "head"
            style: Any = {"color": ROLES["faint"][0]} if head else {}
            if "total" in row.kind:
                style["weight"] = "bold"
            size = _HEAD if head else _SMALL
            looks = row.like if isinstance(row, Row) else ()
            yield from (self._look(artist, left, y + 5) for artist in looks)
            yield self.write(left + (_LOOK if looks else 0), y, row.name, size, **style)
            for column, cell in enumerate(row.cells, 1):
                x = left + wide - share * (columns - column)
                yield self.write(x, y, cell, size, ha="right", **style)

    def _look(self, artist: Any, left: float, y: float) -> Artist:
        """Repeat an artist's look before a row."""
        if isinstance(artist, Line2D):
            xs = [(left + dx) / self.width for dx in (0, 13, 26)]
            line = Line2D(xs, [y / self.height] * 3)
            line.update_from(artist)
            line.set(transform=self.figure.transFigure, clip_on=False, markevery=[1], visible=True)
            line.set_markersize(min(artist.get_markersize(), 9))
            return self.figure.add_artist(line)
        corner = left / self.width, (y - 6) / self.height
        box = Rectangle(corner, 26 / self.width, 12 / self.height, lw=0)
        if isinstance(artist, Patch):
            box.set(facecolor=artist.get_facecolor(), edgecolor=artist.get_edgecolor())
            box.set_linewidth(artist.get_linewidth())
        elif isinstance(artist, Collection):
            box.set_facecolor([*artist.get_facecolor(), "none"][0])
        box.set(transform=self.figure.transFigure, clip_on=False)
        return self.figure.add_artist(box)
