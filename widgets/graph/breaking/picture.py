"""The drawing of a small computation graph, and of what a backward sweep does in it."""

import itertools
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from adlite.graphs import Graph, Vertex

from ...drawing import CHILD, FAINT, INPUT, NODE, PARENT
from .broken_sweep import Arrow

# Lengths are tenths of an inch.
WIDTH = 84
_MIDDLE, _TALL, _RADIUS = 29.5, 25, 1.8
_T = np.linspace(0, 1, 41)
_CIRCLE = np.array([np.cos(2 * np.pi * _T), np.sin(2 * np.pi * _T)])
Place = tuple[float, float]
_BENDS = (0, 0.16, -0.16, 0.3, -0.3, 0.45, -0.45, 0.6, -0.6)


class SweepPicture:
    """The drawing of one graph: what stands still, and what a sweep moves or shows."""

    def __init__(self, axes: Axes, graph: Graph, slopes: dict[str, tuple[Any, ...]], fault: str):
        self.at = _places(graph)
        self.still: list[Any] = []
        self.curves: dict[Arrow, np.ndarray] = {}
        self.slopes: dict[Arrow, Any] = {}
        self.blamed: dict[Arrow, list[Any]] = {}
        self.words: list[Place] = []
        for v in graph.steps:
            for i in range(len(v.parents)):
                self.curves[v, i] = self._curve(v, i)
        for (v, i), curve in self.curves.items():
            self._arrow(axes, (v, i), curve, float(slopes[v.name][i]), fault)
        for v in graph:
            shape, color = ("o", NODE) if v.layer else ("s", INPUT)
            x, y = self.at[v]
            size = 14.4 * _RADIUS - 4 * (not v.layer)
            edge: Any = {"mec": "0.25", "mew": 0.8, "zorder": 3}
            self.still += axes.plot([x], [y], shape, color=color, ms=size, **edge)
            style: Any = {"ha": "center", "va": "center_baseline", "zorder": 4}
            self.still.append(axes.text(x, y, v.name, fontsize=11, weight="bold", **style))
        self.held = {
            v: axes.text(x, y - _RADIUS - 2.6, "", fontsize=10.5, ha="center", zorder=4)
            for v, (x, y) in self.at.items()
        }
        hidden: Any = {"visible": False, "zorder": 5}
        (self.walked,) = axes.plot([], [], color=CHILD, lw=2.6, visible=False, zorder=2)
        self.head: Any = axes.add_patch(
            Polygon(np.zeros((3, 2)), fc=CHILD, visible=False, zorder=2)
        )
        (self.child,) = axes.plot([], [], color=CHILD, lw=2.4, ls=(0, (2.2, 1.2)), **hidden)
        (self.parent,) = axes.plot([], [], color=PARENT, lw=2.4, **hidden)
        (self.ring,) = axes.plot([], [], color=fault, lw=2.6, ls=(0, (5, 1, 1, 1)), **hidden)
        above, below = _RADIUS + 1.7, -_RADIUS - 5
        self.verdicts = {
            v: self._clearest(
                [(x, y + above), (x, y + below), (x - 4, y + above), (x - 4, y + below)], 7
            )
            for v, (x, y) in self.at.items()
        }
        self.verdict = axes.text(
            0, 0, "", fontsize=10.5, weight="bold", color=fault, ha="center", **hidden
        )
        self.marks = [self.walked, self.head, self.child, self.parent, self.ring, self.verdict]
        self.marks += itertools.chain(*self.blamed.values())
        self.moving = [*self.still, *self.held.values(), *self.slopes.values(), *self.marks]

    def show(self, shown: bool) -> None:
        """Show this graph, or hide all of it."""
        for artist in [*self.still, *self.held.values(), *self.slopes.values()]:
            artist.set_visible(shown)
        for artist in self.marks:
            artist.set_visible(False)

    def draw(
        self,
        held: dict[str, str],
        walked: Arrow | None,
        wrong: tuple[Vertex, str] | None,
        blame: dict[Arrow, str],
    ) -> None:
        """Show adjoints, the arrow just walked, the first wrong vertex and the arrows to blame."""
        for v, text in self.held.items():
            text.set_text(held.get(v.name, ""))
        if walked:
            child, i = walked
            self._surround(self.child, child, _RADIUS + 0.6)
            self._surround(self.parent, child.parents[i], _RADIUS + 0.6)
            self.walked.set_data(*self.curves[walked])
            self.head.set_xy(_head(self.curves[walked][:, ::-1], 1.6))
            self.walked.set_visible(True)
            self.head.set_visible(True)
        if wrong:
            self._surround(self.ring, wrong[0], _RADIUS + 1.1)
            self.verdict.set(position=self.verdicts[wrong[0]], text=wrong[1], visible=True)
        for arrow, word in blame.items():
            lost, twice, text = self.blamed[arrow]
            (twice if word == "counted twice" else lost).set_visible(True)
            text.set(text=word, visible=True)
            self.slopes[arrow].set_visible(False)

    def _surround(self, ring: Any, v: Vertex, radius: float) -> None:
        ring.set_data(*(radius * _CIRCLE + np.array(self.at[v])[:, None]))
        ring.set_visible(True)

    def _arrow(self, axes: Axes, arrow: Arrow, curve: np.ndarray, slope: float, fault: str) -> None:
        self.still += axes.plot(*curve, color="0.45", lw=1.1, zorder=1)
        head = Polygon(_head(curve, 1.2), fc="0.45", lw=0, zorder=1)
        self.still.append(axes.add_patch(head))
        beside = [
            (*(curve[:, k] + shift * _normal(curve, k)),)
            for k in (20, 24, 16, 28, 12)
            for shift in (1.2, -1.2)
        ]
        x, y = self._clearest(beside, 3.2, curve)
        self.words.append((x, y))
        style: Any = {"ha": "center", "va": "center", "zorder": 4}
        number = f"{slope:.3g}".replace("-", "−")
        self.slopes[arrow] = axes.text(x, y, number, fontsize=8.5, color=FAINT, **style)
        self.blamed[arrow] = [
            *axes.plot(*curve, color=fault, lw=4, ls=(0, (0.8, 1)), visible=False, zorder=1.5),
            *axes.plot(*curve, color=fault, lw=5.5, alpha=0.55, visible=False, zorder=1.5),
            axes.text(x, y, "", fontsize=9.5, weight="bold", color=fault, visible=False, **style),
        ]

    def _clearest(self, places: list[Place], wide: float, own: Any = None) -> Place:
        """Return the first place for a text that keeps clearest of arrows, vertices and texts."""
        others = [curve for curve in self.curves.values() if curve is not own]

        def cost(place: Place) -> float:
            hits = sum(any(_beside(curve, place, wide, 1.0)) for curve in others)
            hits += 2 * sum(_beside(np.reshape(self.words, (-1, 2)).T, place, wide + 3.2, 1.8))
            low = np.array(list(self.at.values())).T
            hits += 3 * sum(_beside(low, place, wide + _RADIUS, _RADIUS + 1.5))
            low = low - np.array([[0], [_RADIUS + 1.6]])
            return hits + 2 * sum(_beside(low, place, wide + 1.5, 1.6))

        return min(places, key=cost)

    def _curve(self, v: Vertex, i: int) -> np.ndarray:
        """Return the arrow that keeps clearest of vertices, texts and other arrows."""
        parent = v.parents[i]
        start, end = (np.array(self.at[u]) for u in (parent, v))
        along = end - start
        across = np.array([-along[1], along[0]]) / np.hypot(*along)

        def curved(bend: float) -> np.ndarray:
            middle = (start + end) / 2 + bend * across * np.hypot(*along)
            points = np.outer(start, (1 - _T) ** 2) + np.outer(middle, 2 * _T * (1 - _T))
            return points + np.outer(end, _T**2)

        def cost(bend: float) -> float:
            points = curved(bend)
            total = abs(bend) + 0.01 * (bend < 0)
            for u, place in self.at.items():
                if u not in (parent, v):
                    total += 9 * _near(points, place, _RADIUS + 1)
                    total += 3 * _near(points, (place[0], place[1] - _RADIUS - 1.8), 1.8)
            for other in self.curves.values():
                total += 4 * _near(other[:, 10:31], points[:, 20], 2.2)
            total += 9 * bool(abs(points[1] - _MIDDLE).max() > _TALL / 2 + 3)
            if v.parents.count(parent) > 1:
                total += 2 * (bend == 0)
            return total

        points = curved(min(_BENDS, key=cost))
        clear = [np.hypot(*(points - np.array(p)[:, None])) > _RADIUS + 0.3 for p in (start, end)]
        inside = points[:, clear[0] & clear[1]]
        shares = np.linspace(0, inside.shape[1] - 1, len(_T))
        return np.array([np.interp(shares, np.arange(inside.shape[1]), row) for row in inside])


def _normal(curve: np.ndarray, k: int) -> np.ndarray:
    """Return the direction across a curve at one of its points, upward."""
    along = curve[:, k + 1] - curve[:, k - 1]
    across: np.ndarray = np.array([-along[1], along[0]]) / np.hypot(*along)
    return across if across[1] >= 0 else -across


def _beside(points: np.ndarray, place: Any, wide: float, high: float) -> list[bool]:
    """Return which points lie in the box of a text."""
    if not points.size:
        return []
    gap = np.abs(points - np.array(place)[:, None])
    found: list[bool] = ((gap[0] < wide) & (gap[1] < high)).tolist()
    return found


def _near(points: np.ndarray, place: Any, distance: float) -> bool:
    return bool((np.hypot(*(points - np.array(place)[:, None])) < distance).any())


def _head(curve: np.ndarray, size: float) -> np.ndarray:
    """Return the corners of an arrowhead at the end of a curve."""
    tip, before = curve[:, -1], curve[:, -5]
    along = (tip - before) / np.hypot(*(tip - before))
    across = np.array([-along[1], along[0]])
    return np.array(
        [tip, tip - size * (along + 0.45 * across), tip - size * (along - 0.45 * across)]
    )


def _places(graph: Graph) -> dict[Vertex, Place]:
    """Return where each vertex is: its layer from the left, its turn in the layer from the top."""
    layers = 1 + max(v.layer for v in graph)
    dx = min(18.0, (WIDTH - 16) / (layers - 1))
    left = (WIDTH - dx * (layers - 1)) / 2
    at = {}
    for layer in range(layers):
        column = [v for v in graph if v.layer == layer]
        for i, v in enumerate(column):
            y = _MIDDLE + _TALL * (0.5 - (i + 0.5) / len(column))
            # Where many stand on top of each other, their numbers need room: every other one aside.
            aside = 0.2 * dx * (-1) ** i if len(column) > 3 else 0
            at[v] = left + dx * layer + aside, y
    return at
