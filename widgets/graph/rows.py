"""Where points that stand in layers go within them: few crossings, long arrows straight.

Layers are given, and a link joins two neighbouring ones.  The order is found as Sugiyama, Tagawa
and Toda (1981) do it, by barycentres; the rows as Brandes and Köpf (2002) do it, by four
alignments.  Both are for drawings of some hundred points.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

_ROUNDS = 12
Columns = list[list[int]]


class Links:
    """The links of points: of each point, its neighbours in the layer before and after it."""

    def __init__(self, count: int, links: Iterable[tuple[int, int]]):
        self.before: Columns = [[] for _ in range(count)]
        self.after: Columns = [[] for _ in range(count)]
        for start, end in links:
            self.before[end].append(start)
            self.after[start].append(end)

    def length(self, row: np.ndarray) -> float:
        """Return how many rows all links go up or down."""
        return float(sum(abs(row[u] - row[v]) for v, near in enumerate(self.before) for u in near))

    def crossings(self, columns: Columns) -> int:
        """Return how many pairs of links cross, if each layer stands in the order given.

        >>> Links(4, [(0, 3), (1, 2)]).crossings([[0, 1], [2, 3]])
        1

        """
        found = 0
        for left, right in pairwise(columns):
            place = {v: i for i, v in enumerate(right)}
            seen: list[int] = []
            for v in left:
                ends = [place[w] for w in self.after[v]]
                found += sum(end < other for end in ends for other in seen)
                seen += ends
        return found


def rows(columns: Columns, links: Links, inner: set[int]) -> np.ndarray:
    """Return a row for each point, at least 1 from the next; links of two `inner` points are level.

    Of the orders tried, the one is drawn that has the fewest crossings, and then the shortest
    links; the given one, if nothing crosses in it.
    """
    best = _straightened(columns, links, inner)
    fewest, shortest = links.crossings(columns), links.length(best)
    tried = [columns]
    for start in (columns, [column[::-1] for column in columns]) if fewest else ():
        now = [list(column) for column in start]
        for turn in range(_ROUNDS):
            _sweep(now, links, backward=turn % 2 == 1, later=turn % 4 > 1)
            _exchange(now, links)
            count = links.crossings(now)
            if count <= fewest and now not in tried:
                tried.append([list(column) for column in now])
                found = _straightened(now, links, inner)
                length = links.length(found)
                if (count, length) < (fewest, shortest):
                    best, fewest, shortest = found, count, length
    return best


def _sweep(columns: Columns, links: Links, backward: bool, later: bool) -> None:
    """Sort each layer by the mean place of its points' neighbours in the layer beside it.

    Of points whose means are equal, the one that stood `later` may come first.
    """
    near, along = (links.after, columns[::-1]) if backward else (links.before, columns)
    for beside, column in pairwise(along):
        place = {v: i for i, v in enumerate(beside)}
        mean = {
            v: sum(place[w] for w in near[v]) / len(near[v]) if near[v] else i
            for i, v in enumerate(column)
        }
        if later:
            column.reverse()
        column.sort(key=mean.__getitem__)


def _exchange(columns: Columns, links: Links) -> None:
    """Exchange neighbours as long as this takes crossings away."""
    gained = True
    while gained:
        gained = False
        for k, column in enumerate(columns):
            place = {v: i for side in columns[max(k - 1, 0) : k + 2] for i, v in enumerate(side)}
            for i in range(len(column) - 1):
                u, v = column[i : i + 2]
                gain = 0
                for near in (links.before, links.after):
                    for a in near[u]:
                        for b in near[v]:
                            gain += (place[a] > place[b]) - (place[a] < place[b])
                if gain > 0:
                    column[i : i + 2] = v, u
                    gained = True


def _straightened(columns: Columns, links: Links, inner: set[int]) -> np.ndarray:
    """Return the rows of points that stand in this order.

    Of four drawings, in which each point stands level with a middle neighbour before or after it,
    as far up or down as can be, the mean of the two middle rows is taken.
    """
    drawn = []
    for near, along in ((links.before, columns), (links.after, columns[::-1])):
        crossed = _crossed(along, near, inner)
        for sign in (1, -1):
            turned = [column[::sign] for column in along]
            drawn.append(sign * _packed(turned, _aligned(turned, near, crossed)))
    narrow = min(drawn, key=np.ptp)
    for i, x in enumerate(drawn):
        x += narrow.max() - x.max() if i % 2 else narrow.min() - x.min()
    middle: np.ndarray = np.sort(drawn, axis=0)[1:3].mean(axis=0)
    return middle


def _crossed(columns: Columns, near: Columns, inner: set[int]) -> set[tuple[int, int]]:
    """Return the links that cross one between two inner points: they give way to it."""
    found = set()
    for left, right in pairwise(columns):
        place = {v: i for i, v in enumerate(left)}
        drawn = [(place[w], i, w, v) for i, v in enumerate(right) for w in near[v]]
        kept = [(a, b) for a, b, w, v in drawn if w in inner and v in inner]
        for a, b, w, v in drawn:
            if not (w in inner and v in inner) and any((a - c) * (b - d) < 0 for c, d in kept):
                found.add((w, v))
    return found


def _aligned(columns: Columns, near: Columns, crossed: set[tuple[int, int]]) -> dict[int, int]:
    """Return of each point the first of those that stand level with it."""
    first = {v: v for column in columns for v in column}
    for left, right in pairwise(columns):
        place = {v: i for i, v in enumerate(left)}
        last = -1
        for v in right:
            ends = sorted(near[v], key=place.__getitem__)
            for w in ends[(len(ends) - 1) // 2 : len(ends) // 2 + 1]:
                if first[v] == v and place[w] > last and (w, v) not in crossed:
                    first[v], last = first[w], place[w]
    return first


def _packed(columns: Columns, first: dict[int, int]) -> np.ndarray:
    """Return the rows if all that is level stands as far up as can be, then close to the next."""
    over: dict[int, set[int]] = {v: set() for v in first.values()}
    under: dict[int, set[int]] = {v: set() for v in first.values()}
    for column in columns:
        for u, v in pairwise(column):
            over[first[v]].add(first[u])
            under[first[u]].add(first[v])
    row: dict[int, float] = {}

    def place(v: int) -> float:
        if v not in row:
            row[v] = max((place(u) + 1 for u in over[v]), default=0)
        return row[v]

    for v in sorted(over, key=place, reverse=True):
        if under[v]:
            row[v] = max(row[v], min(row[u] for u in under[v]) - 1)
    return np.array([row[first[v]] for v in range(len(first))], dtype=float)
