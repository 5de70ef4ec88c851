"""What a curve does from left to right: where it turns, breaks off, jumps and has corners."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from ..live import InputError
from .one import Function

# Points at which a curve is looked at first; explorers draw it at the same ones.
POINTS = 601
# How many turns are told one by one; of more, their number.
MOST = 6
# Of the curve's height: what is no change, since rounded values always change a little, and what
# is as good as 0.
_NOTHING, _ZERO = 1e-12, 1e-9
# How often an interval is halved: until its ends are neighbours among the stored numbers, and until
# its middle is known to more digits than are told.
_HALVINGS, _FEW_HALVINGS = 60, 34
# Of a step of the grid: how near a place is looked at to see where the curve goes there.
_NEARER = (1e-2, 1e-4, 1e-6, 1e-8)
# Of the curve's height: a turn that is as far out is a pole.
_FAR = 1e6
# A piece that is level for fewer steps than this is the top of a hill or the foot of a valley.
_LEVEL = 3


@dataclass(frozen=True)
class End:
    """Where a piece of a curve ends: the place, and the height it tends to, which may be ±∞."""

    w: float
    value: float


@dataclass(frozen=True)
class Run:
    """A part on which a curve only rises (1), only falls (−1) or is level (0), and its end.

    `turn` says what it ends with, "" if with no turn.
    """

    way: int
    end: End
    turn: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of a curve without gap or jump: its first end, and its runs, of one or more."""

    first: End
    runs: list[Run]

    @property
    def last(self) -> End:
        return self.runs[-1].end


class Curve:
    """The graph of g on its window, looked at on a grid of `POINTS` points."""

    def __init__(self, g: Function):
        self.g = g
        self.points = np.linspace(*g.window, POINTS)
        self.values = g.values(self.points)
        self.step = float(self.points[1] - self.points[0])
        self.height = _height(self.values)
        self.breaks = self._breaks()
        self._turns = 0

    @property
    def is_too_fast(self) -> bool:
        """Whether the curve is elsewhere between the points of the grid than they let expect."""
        values, wrong = self.values, 0
        steps = np.arange(3, POINTS - 4, 7)
        for i in steps:
            near = values[i - 1 : i + 3]
            if not np.isfinite(near).all() or {i - 1, i, i + 1} & {*self.breaks}:
                continue
            share = (i * 0.6180339887) % 1
            expected = values[i] + share * (values[i + 1] - values[i])
            room = 0.02 * self.height + 2 * float(np.ptp(near))
            wrong += not abs(self.g(self.points[i] + share * self.step) - expected) <= room
        return bool(wrong > 2 or _count_turns(values) > POINTS / 8)

    def count_more(self) -> int | None:
        """Return how many turns there are beyond `MOST`; None if a finer grid finds others."""
        fine = self.g.values(np.linspace(*self.g.window, 4 * (POINTS - 1) + 1))
        count = _count_turns(self.values)
        return count - MOST if _count_turns(fine) == count else None

    def pieces(self) -> Iterator[Piece]:
        """Yield what lies between gaps and jumps; a lone point in a jump is left out."""
        for part in self._parts():
            first, last = self._end(part.start, -1), self._end(part.stop - 1, 1)
            if part.stop - part.start == 1 and last.w - first.w < self.step / 1000:
                continue
            grid = zip(self.points[part].tolist(), self.values[part].tolist(), strict=True)
            inner = [End(w, y) for w, y in grid if first.w < w < last.w]
            yield Piece(first, self._runs([first, *inner, last]))

    def corners(self) -> Iterator[float]:
        """Yield where the slope jumps, though the curve rises or falls on both sides."""
        bends = np.pad(np.diff(self.values, 2), (3, 3), constant_values=np.nan)
        around = np.fmax(np.abs(bends[:-6]), np.abs(bends[6:]))
        sharp = np.flatnonzero(np.abs(bends[3:-3]) > 8 * around + 1e-4 * self.height)
        last = -math.inf
        for i in sharp[: 4 * MOST]:
            left, right = float(self.points[i]), float(self.points[i + 2])
            slopes = self._slope(left), self._slope(right)
            change = abs(slopes[1] - slopes[0])
            for _ in range(_FEW_HALVINGS):
                middle = (left + right) / 2
                slope = self._slope(middle)
                if abs(slope - slopes[0]) > abs(slopes[1] - slope):
                    right, slopes = middle, (slopes[0], slope)
                else:
                    left, slopes = middle, (slope, slopes[1])
            least = max(0.5 * change, 1e-3 * self.height / (self.g.window[1] - self.g.window[0]))
            if abs(slopes[1] - slopes[0]) > least and slopes[0] * slopes[1] > 0:
                if left - last > self.step / 1000:
                    yield left
                last = left

    def _breaks(self) -> list[int]:
        """Return the steps of the grid in which the curve jumps: halved, they keep their change."""
        changes = np.diff(self.values)
        padded = np.pad(changes, 2, constant_values=np.nan)
        two_before, before, after, two_after = padded[:-4], padded[1:-3], padded[3:-1], padded[4:]
        against = (before * changes < 0) & (changes * after < 0)
        near, far = (
            np.abs(changes) > 2 * np.fmax(np.abs(left), np.abs(right))
            for left, right in ((before, after), (two_before, two_after))
        )
        found = []
        for i in np.flatnonzero(against | near | far):
            left, right = float(self.points[i]), float(self.points[i + 1])
            left, right = _jump(self.g, left, right)
            if not abs(self.g(right) - self.g(left)) < 1e-3 * abs(changes[i]):
                found.append(int(i))
        return found

    def _parts(self) -> Iterator[slice]:
        """Yield the parts of the grid between gaps and jumps."""
        ends = {i + 1 for i in self.breaks}
        start = None
        for i in range(len(self.values) + 1):
            inside = i < len(self.values) and math.isfinite(self.values[i])
            if start is not None and (not inside or i in ends):
                yield slice(start, i)
                start = None
            if inside and start is None:
                start = i

    def _end(self, at: int, side: int) -> End:
        """Return where the piece really ends that has its last point, on this side, at an index."""
        w, g = float(self.points[at]), self.g
        if not 0 <= at + side < POINTS:
            return End(w, g(w))
        inside, outside = w, float(self.points[at + side])
        if math.isnan(g(outside)):
            inside = _halved(w, outside, lambda middle: not math.isnan(g(middle)), 1100)
        else:
            inside, _ = _jump(g, inside, outside)
        heights = [g(inside - side * near * self.step) for near in _NEARER]
        changes = [abs(b - a) for a, b in pairwise(heights)]
        if changes[-1] > max(0.5 * changes[-2], _ZERO * self.height):
            return End(inside, math.copysign(math.inf, heights[-1] - heights[-2]))
        # At a jump g may have a value of its own, which the curve does not tend to.
        value = g(inside)
        if abs(value - heights[-1]) > 1e-3 * self.height:
            value = heights[-1]
        return End(inside, value)

    def _runs(self, inside: list[End]) -> list[Run]:
        """Return the runs of a piece."""
        ways = [self.way(b.value - a.value) for a, b in pairwise(inside)]
        groups: list[list[int]] = []
        for way, steps in groupby(ways):
            count = len([*steps])
            if groups and (way == groups[-1][0] or (way == 0 and count < _LEVEL)):
                groups[-1][1] += count
            else:
                groups.append([way, count])
        if len(groups) > 1 and groups[0][0] == 0 and groups[0][1] < _LEVEL:
            groups[1][1] += groups.pop(0)[1]
        merged = [[w, sum(n for _, n in same)] for w, same in groupby(groups, lambda run: run[0])]
        runs, at = [], 0
        for (way, count), after in zip(merged, [*merged[1:], (None, 0)], strict=True):
            at += count
            if after[0] is None:
                runs.append(Run(way, inside[-1]))
            elif way * after[0] < 0:
                left, right = inside[max(at - 2, 0)], inside[min(at + 2, len(inside) - 1)]
                runs.append(self._turn(way, left.w, right.w, inside[at]))
            else:
                runs.append(Run(way, inside[at]))
        return runs or [Run(0, inside[-1])]

    def way(self, change: float) -> int:
        """Return 1 for a rise, −1 for a fall, and 0 for what is no change."""
        return 0 if abs(change) <= _NOTHING * self.height else int(math.copysign(1, change))

    def _slope(self, w: float) -> float:
        try:
            return self.g.derivative(w)
        except InputError:
            return math.nan

    def _turn(self, way: int, left: float, right: float, seen: End) -> Run:
        """Return the run that ends with a hill (1) or in a valley (−1) between two places.

        `seen` is the point of the grid that is farthest out.
        """
        slope, g = self._slope, self.g
        self._turns += 1
        if self._turns > MOST:
            return Run(way, seen, "many")
        if way * slope(left) > 0 > way * slope(right):
            w = _halved(left, right, lambda middle: way * slope(middle) > 0, _FEW_HALVINGS)
        else:
            a, b = left, right
            for _ in range(2 * _FEW_HALVINGS):
                third = (b - a) / 3
                a, b = (a, b - third) if way * g(a + third) > way * g(b - third) else (a + third, b)
            w = (a + b) / 2
        # Where this has come near to a point of the grid or to a round number, that is the place.
        for known in (seen.w, float(f"{w:.3g}"), float(f"{w:.6g}")):
            if abs(known - w) < self.step and way * g(known) >= way * g(w):
                w = known
        if way * g(w) > _FAR * self.height:
            return Run(way, End(w, way * math.inf))
        # At a smooth turn the slope dies away; at a corner it is what it was.
        near, far = 1e-6 * self.step, 1e-3 * self.step
        corner = any(abs(slope(w + s * near)) > 0.1 * abs(slope(w + s * far)) > 0 for s in (-1, 1))
        name = "hill" if way > 0 else "valley"
        return Run(way, End(w, g(w)), f"{name}, a corner" if corner else name)


def _height(values: np.ndarray) -> float:
    """Return what counts as the height of a curve, in which a pole is not counted."""
    finite = values[np.isfinite(values)]
    low, high = np.quantile(finite, (0.05, 0.95))
    return float(high - low) or float(np.ptp(finite)) or abs(float(finite[0])) or 1.0


def _count_turns(values: np.ndarray) -> int:
    ways = np.sign(np.diff(values))
    return int(np.count_nonzero(ways[1:] * ways[:-1] < 0))


def _halved(inside: float, outside: float, holds: Callable[[float], bool], most: int) -> float:
    """Return the last place, from inside to outside, at which something holds."""
    for _ in range(most):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return inside


def _jump(g: Function, a: float, b: float) -> tuple[float, float]:
    """Return the two places, each nearer to its own end, between which g changes most."""
    for _ in range(_HALVINGS):
        middle = (a + b) / 2
        if middle in (a, b):
            break
        a, b = (a, middle) if abs(g(middle) - g(a)) > abs(g(b) - g(middle)) else (middle, b)
    return a, b
