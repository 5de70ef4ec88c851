"""What is seen at one step of a sweep: what is made of a step, and what a picture shows."""

from __future__ import annotations

from dataclasses import dataclass

LINES = 10
"""How many lines the listing below the graph has."""


@dataclass(frozen=True)
class Frame:
    """What is seen at one step: texts in the order of nodes, arrows and lines, and marks.

    `child`, `parents` and `walked` are indices of nodes and arrows; `lit` is the line that has
    the band, and `added` says that the parent's number was added to.
    """

    operations: tuple[str, ...]
    values: tuple[str, ...]
    slopes: tuple[str, ...]
    partials: tuple[str, ...]
    lines: tuple[str, ...]
    note: str
    tally: str
    sentence: str
    lit: int = -1
    child: int = -1
    parents: tuple[int, ...] = ()
    walked: tuple[int, ...] = ()
    backward: bool = False
    added: bool = False
