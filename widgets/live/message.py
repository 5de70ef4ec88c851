"""What travels from Python to the browser, by name.

The classes of this file stand as types of the same names, with the same fields, in `table.js`. They
are sent as JSON, deflated: `packed` writes what `unpack` reads there.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .numbers import InputError


@dataclass(frozen=True)
class Thumb:
    """How the point looks that a control moves: its colour, and "circle" or "square"."""

    color: str = ""
    shape: str = "circle"


@dataclass(frozen=True)
class Control:
    """A control as the front end has to know it.

    `texts` are its positions in words; `smallest` is how near its positions come to zero, which
    only a signed logarithmic scale asks for, and otherwise 0. `thumb` is the look of what it moves.
    """

    kind: str
    label: str
    positions: Sequence[Any]
    texts: Sequence[str]
    smallest: float
    thumb: Thumb


@dataclass(frozen=True)
class Track:
    """What one attribute of one SVG element is, at every position of a table.

    `group` is the id of the artist's group, `element` the tag of an element in it ("" is the group
    itself), `attribute` one of its attributes, or "textContent" for its words. `values` are the
    different values that it has, and `at` says for each position the number of its value; where
    there is only one value, `at` is empty. Where there are `forms`, the values are rows of numbers
    for them, as `as_differences` in `differences.py` returns both.
    """

    group: str
    element: str
    attribute: str
    forms: Sequence[str]
    values: Sequence[str] | Sequence[Sequence[int]]
    at: Sequence[int]


@dataclass(frozen=True)
class Table:
    """What is shown at every combination of some controls' positions.

    `grids` are these controls' positions, the last control's follow one another most quickly;
    `places` are the same, each on its control's own scale. `fixed` says where the other controls
    stand. `said` is for each combination the number of its sentence in `sentences`. `numbers` are
    the rows beside the picture: tracks whose group is the number of a row, and whose element is the
    number of a cell in it, "look" for the small picture before its name, "like" for the ids of the
    groups that mean the same, or "" for the row itself. What is "" is not there.
    """

    grids: Mapping[str, Sequence[Any]]
    places: Mapping[str, Sequence[float]]
    fixed: Mapping[str, Any]
    tracks: Sequence[Track]
    sentences: Sequence[str]
    said: Sequence[int]
    numbers: Sequence[Track] = ()


@dataclass(frozen=True)
class Handle:
    """What can be taken in the picture: the controls that follow a hand sideways, upwards, or both.

    `group` is the id of the group that stands where it is. `area` is the part of the picture in
    which it can be taken, as left, top, width and height; without, it is taken where it stands.
    With `anywhere` it comes to where the area is pressed. `color` is that of what is taken.
    """

    group: str
    label: str
    x: Sequence[str]
    y: Sequence[str]
    along: Sequence[str]
    anywhere: bool
    area: Sequence[float]
    color: str


@dataclass(frozen=True)
class Scene:
    """A whole picture: its still part, its controls, and the table of all their positions.

    `title` stands over it, "" where the picture has one drawn in it. `formula` is the label of the
    box for a formula, "" if there is none, and `example` is what the empty box shows. `code` is the
    beginning of a line of Python that makes the explorer, up to the values of its controls, or "".
    `start` is where the controls stood when it was made.
    """

    svg: str
    title: str
    formula: str
    example: str
    code: str
    start: Mapping[str, Any]
    handles: Sequence[Handle]
    controls: Mapping[str, Control]
    product: Table


def packed(content: Scene | Sequence[Table]) -> bytes:
    """Return JSON, deflated, as the front end unpacks it.

    Level 4 takes a third of the usual level's time, for a tenth more bytes.

    Raises:
        InputError: a text has half a character in it, which nobody can show.

    >>> zlib.decompress(packed([Table({}, {}, {"w0": 1.0}, [], ["Nothing moves."], [0])]))
    b'[{"grids":{},"places":{},"fixed":{"w0":1.0},"tracks":[],"sentences":["Nothing moves."],\
"said":[0],"numbers":[]}]'

    """
    # The fields of a message are its names; no copy of the table is made for them.
    text = json.dumps(
        content, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=vars
    )
    try:
        return zlib.compress(text.encode(), 4)
    except UnicodeEncodeError as error:
        raise InputError(
            f"a text holds {text[error.start]!r}, which is half a character: leave it away, or "
            "write the whole character."
        ) from None
