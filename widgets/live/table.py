"""The table of what is shown at each combination of the controls' positions."""

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.artist import Artist

from . import message
from .controls import Control
from .differences import as_differences
from .numbers import InputError
from .reader import Reader, State

# What rows show: of each the parts, as element, attribute and value.
Rows = tuple[tuple[tuple[str, str, str], ...], ...]
# How many combinations are too many to wait for: some seconds' worth.
_MOST_TOGETHER = 20_000
# Attributes that are read, not measured.
_WORDS = ("textContent", "markup", "display")


class Looks:
    """An artist's looks, each kept once, and which of them it has at each position."""

    def __init__(self) -> None:
        self.keys: dict[tuple[Any, ...], int] = {}
        self.states: list[State] = []
        self.at: tuple[int, ...] = ()

    def number(self, artist: Artist, reader: Reader) -> int:
        """Return the number of the look that the artist has now."""
        key = reader.key(artist)
        if key not in self.keys:
            self.keys[key] = len(self.states)
            self.states.append(reader.read(artist))
        return self.keys[key]

    def tracks(self, group: str) -> Iterator[message.Track]:
        """Yield a track for each attribute in which the looks of the artist's group may differ."""
        for element, attribute in dict.fromkeys(itertools.chain.from_iterable(self.states)):
            said = [state.get((element, attribute)) for state in self.states]
            # What a hidden artist does not say matters to nobody: it gets another look's value.
            last = next(value for value in said if value is not None)
            filled = [last := last if value is None else value for value in said]
            numbers = {value: number for number, value in enumerate(dict.fromkeys(filled))}
            at = [numbers[filled[look]] for look in self.at] if len(numbers) > 1 else []
            forms, values = _written(attribute, list(numbers))
            yield message.Track(group, element, attribute, forms, values, at)


def _written(attribute: str, values: list[str]) -> tuple[list[str], Any]:
    """Return an attribute's values with the forms that numbers among them have."""
    coded = None if attribute in _WORDS else as_differences(values)
    return coded or ([], values)


def _rows(numbers: list[Rows]) -> Iterator[message.Track]:
    """Yield a track for each part of each row, "" where a position has no such part."""
    known = [
        {(str(i), *part[:2]): part[2] for i, row in enumerate(rows) for part in row}
        for rows in dict.fromkeys(numbers)
    ]
    looks = {rows: i for i, rows in enumerate(dict.fromkeys(numbers))}
    where = [looks[rows] for rows in numbers]
    for group, element, attribute in dict.fromkeys(itertools.chain.from_iterable(known)):
        said = [parts.get((group, element, attribute), "") for parts in known]
        values = {value: number for number, value in enumerate(dict.fromkeys(said))}
        at = [values[said[look]] for look in where] if len(values) > 1 else []
        yield message.Track(group, element, attribute, [], list(values), at)


class Table:
    """What is shown at every combination of some controls' positions, the others held still.

    `looks` are the looks of each artist that moves, by the id of its group.
    """

    def __init__(self, grids: dict[str, tuple[Any, ...]], fixed: dict[str, Any]):
        self.grids, self.fixed = grids, fixed
        self.looks: dict[str, Looks] = {}
        self.sentences: list[str] = []
        # What each row beside the picture shows.
        self.numbers: list[Rows] = []

    def positions(self) -> Iterator[dict[str, Any]]:
        """Yield every combination, the last control fastest."""
        for combination in itertools.product(*self.grids.values()):
            yield {**self.fixed, **dict(zip(self.grids, combination, strict=True))}

    def outline(self) -> Iterator[dict[str, Any]]:
        """Yield the first, middle and last position of each control, the others at their first."""
        first = {**self.fixed, **{name: grid[0] for name, grid in self.grids.items()}}
        for name, grid in self.grids.items():
            for i in (0, len(grid) // 2, -1):
                yield {**first, name: grid[i]}

    def spread(self) -> Iterator[dict[str, Any]]:
        """Yield up to two dozen positions of each control, the others anywhere."""
        chance = random.Random(0)
        for name, grid in self.grids.items():
            for value in grid[:: -(-len(grid) // 24)]:
                others = {n: chance.choice(g) for n, g in self.grids.items()}
                yield {**self.fixed, **others, name: value}

    def sample(self, most: int) -> list[dict[str, Any]]:
        """Return the outline and two combinations from anywhere, but at most so many of these."""
        chance, places = random.Random(0), list(self.outline()) or [dict(self.fixed)]
        for _ in range(2):
            places.append({**self.fixed, **{n: chance.choice(g) for n, g in self.grids.items()}})
        different = [place for i, place in enumerate(places) if place not in places[:i]]
        return different[:: -(-len(different) // most)]

    def find(self, values: dict[str, Any], controls: dict[str, Control]) -> int | None:
        """Return the index of the position nearest to `values`; None if another is held still.

        The front end finds it by the same rule: `find` in `table.js`.
        """
        if any(values[name] != held for name, held in self.fixed.items()):
            return None
        index = 0
        for name, grid in self.grids.items():
            index = index * len(grid) + controls[name].nearest(values[name], grid)
        return index

    def describe(self, controls: dict[str, Control]) -> message.Table:
        """Return the table in the form in which it travels."""
        sentences = list(dict.fromkeys(self.sentences))
        where = {sentence: i for i, sentence in enumerate(sentences)}
        return message.Table(
            grids=self.grids,
            places={n: controls[n].places(grid).tolist() for n, grid in self.grids.items()},
            fixed={n: value for n, value in self.fixed.items() if n in controls},
            tracks=[track for group, looks in self.looks.items() for track in looks.tracks(group)],
            numbers=[*_rows(self.numbers)],
            sentences=sentences,
            said=[where[sentence] for sentence in self.sentences],
        )


def coarse_grids(controls: dict[str, Control], most: int) -> dict[str, tuple[Any, ...]]:
    """Return each control's positions, thinned out until their combinations are at most `most`.

    The control with the most positions is thinned first. Of the sliders it also comes last, where
    positions follow one another most quickly: from one position to the next little changes.
    Switches and choices come before all sliders: they may change everything.

    Raises:
        InputError: even the fewest positions of each have more than 20,000 combinations.

    >>> from widgets.live import linear
    >>> sliders = {"a": linear(0, 1, 0.01, "a", 0), "b": linear(0, 1, 0.1, "b", 0)}
    >>> {name: len(grid) for name, grid in coarse_grids(sliders, 300).items()}
    {'b': 11, 'a': 26}

    """
    strides = dict.fromkeys(controls, 0)
    grids: dict[str, Sequence[Any]] = {name: c.positions for name, c in controls.items()}
    while math.prod(map(len, grids.values())) > most:
        thinner = [name for name in grids if strides[name] < len(controls[name].strides)]
        if not thinner:
            break
        name = max(thinner, key=lambda name: len(grids[name]))
        grids[name] = controls[name].thinned(controls[name].strides[strides[name]])
        strides[name] += 1
    together = math.prod(map(len, grids.values()))
    if together > _MOST_TOGETHER:
        raise InputError(
            f"{len(grids)} controls have {together:,} combinations, even at few positions of each; "
            f"more than {_MOST_TOGETHER:,} cannot be worked out beforehand: use fewer controls, or "
            "several explorers."
        )
    order = sorted(grids, key=lambda name: (controls[name].numeric, len(grids[name])))
    return {name: tuple(grids[name]) for name in order}
