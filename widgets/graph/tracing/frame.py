"""What is seen at one step of a sweep: what is made of a step, and what a picture shows."""

from __future__ import annotations

from dataclasses import dataclass

LINES = 7
"""How many lines the listing beside the graph has."""


@dataclass(frozen=True)
class Frame:
    """What is seen at one step: texts in the order of nodes, arrows and lines, and marks.

    `child`, `parents`, `walked` and `done` are indices of nodes and arrows: walked in this step, or
    by a derivative up to now. `lit` is the line of now, `slope` says that a derivative travels
    along the arrow, and `added` that the parent's number was added to.
    """

    operations: tuple[str, ...]
    values: tuple[str, ...]
    slopes: tuple[str, ...]
    partials: tuple[str, ...]
    lines: tuple[str, ...]
    tally: str
    sentence: str
    mode: str
    lit: int = -1
    child: int = -1
    parents: tuple[int, ...] = ()
    walked: tuple[int, ...] = ()
    done: tuple[int, ...] = ()
    slope: bool = False
    backward: bool = False
    added: bool = False
