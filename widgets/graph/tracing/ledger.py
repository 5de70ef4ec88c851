"""The listing of a sweep beside its graph: a row for each line, the line of now marked."""

from ...drawing import LABEL, width_of
from ...live import Heading, Line, Row, shortened
from .frame import Frame

# A table's width and the gap between its columns, and the widest name and number, in units.
_WIDTH, _GAP, _NAME, _NUMBER = 236, 9, 70, 76


def ledger(frame: Frame) -> list[Line]:
    """Return the lines of a frame as rows: what is worked out, from what, and what it is.

    >>> from widgets.graph.tracing.sweeps import Sweeps
    >>> import numpy as np
    >>> frames = Sweeps(lambda w: np.sin(w) * w, (1.5,)).frames("evaluate", "numbers", ())
    >>> ledger(frames[-1])
    [w  1.5, a  sin(1.5)  0.9975, b  1.5 · 0.9975  1.496]
    """
    lines = [(i == frame.lit, line) for i, line in enumerate(frame.lines) if line]
    if frame.mode == "program":
        cells: list[tuple[str, ...]] = [(_fit(_code(line), _WIDTH),) for _, line in lines]
    else:
        cells = _fitted([_cells(line) for _, line in lines])
    rows: list[Line] = [Row(*c, now=now) for c, (now, _) in zip(cells, lines, strict=True)]
    if frame.tally and lines:
        # In a column of its own, as a long name would push the numbers aside.
        words = frame.tally.partition(" so far: ")[::2] if len(cells[0]) > 2 else (frame.tally,)
        rows.append(Heading(*[""] * (len(cells[0]) > 1), *words))
    return rows


def _code(line: str) -> str:
    text, _, comment = line.partition("  #")
    return text.strip() or f"#{comment}"


def _cells(line: str) -> tuple[str, str, str]:
    """Return the name before the first sign of equality, the value, and what is next to it."""
    name, *middle, value = line.split(" = ")
    return name, middle[-1] if middle else "", value


def _fitted(cells: list[tuple[str, str, str]]) -> list[tuple[str, ...]]:
    """Return cells cut to the room that a table beside a picture has."""
    if not any(middle for _, middle, _ in cells):
        return [(_fit(name, _NAME), _fit(x, _WIDTH - _GAP - _NAME)) for name, _, x in cells]
    kept = [(_fit(name, _NAME), middle, _fit(x, _NUMBER)) for name, middle, x in cells]
    wide = [max(width_of(each[k], LABEL) for each in kept) for k in (0, 2)]
    room = _WIDTH - 2 * _GAP - sum(wide)
    return [(name, _fit(middle, room), x) for name, middle, x in kept]


def _fit(text: str, room: float) -> str:
    longest = len(text)
    while longest > 1 and width_of(shortened(text, longest), LABEL) > room:
        longest -= 1
    return shortened(text, longest)
