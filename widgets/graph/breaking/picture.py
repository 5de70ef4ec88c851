"""The drawing of a small computation graph, and of what a backward sweep does in it."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from adlite.graphs import Graph, Vertex

from ...drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    DASH_DOT,
    GUIDES,
    HEAVY,
    LABEL,
    LINE,
    NAME,
    ON_WASH,
    POINTS,
    SUBJECT,
    THIN,
    TICK,
    WIDTH,
    WORDS,
    Label,
    Labels,
    role,
)
from .broken_sweep import Arrow

HEIGHT = 320
_MIDDLE, _TALL, _EDGE, _RADIUS = 166, 262, 40, 18
_T = np.linspace(0, 1, 41)
_CIRCLE = np.array([np.cos(2 * np.pi * _T), np.sin(2 * np.pi * _T)])
Place = tuple[float, float]
_BENDS = (0, 0.16, -0.16, 0.3, -0.3, 0.45, -0.45, 0.6, -0.6)
_RINGS: dict[str, Any] = {
    "parent": {"color": role.parent, "lw": HEAVY},
    "child": {"color": role.child, "lw": HEAVY, "ls": DASH},
    "wrong": {"color": role.error, "lw": HEAVY, "ls": DASH_DOT},
}


class SweepPicture:
    """The drawing of one graph: what stands still, and what a sweep moves or shows."""

    def __init__(self, axes: Axes, graph: Graph, slopes: dict[str, tuple[Any, ...]]):
        self.axes = axes
        self.at, self.radius = _places(graph)
        self.curves: dict[Arrow, np.ndarray] = {}
        for v in graph.steps:
            for i in range(len(v.parents)):
                self.curves[v, i] = self._curve(v, i)
        self.arrows = {arrow: _Arrow(axes, curve) for arrow, curve in self.curves.items()}
        self.nodes = {v: self._node(v) for v in graph}
        self.names = [self._name(v) for v in graph]
        self.slopes = self._slopes(slopes)
        now: Any = {"visible": False, "zorder": SUBJECT}
        (self.walked,) = axes.plot([], [], color=role.first, lw=4, **now)
        self.head: Any = axes.add_patch(Polygon(np.zeros((3, 2)), fc=role.first, lw=0, **now))
        self.rings = {
            name: axes.plot([], [], visible=False, zorder=POINTS, **look)[0]
            for name, look in _RINGS.items()
        }
        self.labels = Labels(axes)
        add = self.labels.add
        self.held = {v: add(role.first, weight="bold") for v in graph}
        self.verdict = add(role.error, weight="bold")
        self.blamed = {arrow: add(role.error, weight="bold") for arrow in self.arrows}
        self.said = {
            name: add(color) for name, color in (("parent", role.parent), ("child", role.child))
        }
        self.labels.settle()
        self.still = [*self.nodes.values(), *self.names, *self.slopes]
        self.still += [arrow.line for arrow in self.arrows.values()]
        self.marks = [self.walked, self.head, *self.rings.values()]
        self.marks += itertools.chain(*(arrow.marks for arrow in self.arrows.values()))
        self.moving = [*self.still, *self.marks, *(label.text for label in self.labels.labels)]

    def show(self, shown: bool) -> None:
        """Show this graph, or hide all of it."""
        for artist in self.still:
            artist.set_visible(shown)
        for artist in self.marks:
            artist.set_visible(False)
        for label in self.labels.labels:
            label.hide()
            label.text.set_visible(False)

    def draw(
        self,
        held: dict[str, str],
        walked: Sequence[Arrow],
        wrong: tuple[Vertex, str] | None,
        blame: dict[Arrow, str],
    ) -> None:
        """Show adjoints, the arrows walked, the first wrong vertex and the arrows to blame."""
        for v, label in self.held.items():
            label.put(held.get(v.name, ""), *self.at[v], (0, -self.radius - 5))
        for arrow, drawn in self.arrows.items():
            drawn.show(arrow in walked, blame.get(arrow, ""))
        if walked:
            child, i = walked[-1]
            self._surround("child", child, 5)
            self._surround("parent", child.parents[i], 5)
            for name, v in (("parent", child.parents[i]), ("child", child)):
                self._beside(self.said[name], name, v)
            self.walked.set_data(*self.curves[walked[-1]])
            self.head.set_xy(_head(self.curves[walked[-1]][:, ::-1], 15))
            self.walked.set_visible(True)
            self.head.set_visible(True)
        if wrong:
            self._surround("wrong", wrong[0], 10)
            self._beside(self.verdict, wrong[1], wrong[0])
        for arrow, word in blame.items():
            x, y, dx, dy = self.arrows[arrow].middle
            sides = [(far * dx, far * dy) for gap in (9, 24, 42) for far in (gap, -gap)]
            self.blamed[arrow].put(word, x, y, *sides)
        self.labels.settle(*self.nodes.values(), *(a.line for a in self.arrows.values()))

    def _beside(self, label: Label, words: str, v: Vertex) -> None:
        """Let words stand at a vertex' rings, on the side that is free."""
        out, down = self.radius + 15, self.radius + 26
        sides = (0, out), (0, -down), (out, 0), (-out, 0), (out, out), (-out, out)
        label.put(words, *self.at[v], *sides, (0, out + LABEL), (0, -down - LABEL))

    def _surround(self, name: str, v: Vertex, gap: float) -> None:
        ring = self.rings[name]
        ring.set_data(*((self.radius + gap) * _CIRCLE + np.array(self.at[v])[:, None]))
        ring.set_visible(True)

    def _node(self, v: Vertex) -> Line2D:
        marker, color = ("o", role.node) if v.layer else ("s", role.input)
        edge = role.node_ink if v.layer else role.input
        style: Any = {"ms": 2 * self.radius - 4 * (not v.layer), "mec": edge, "mew": THIN}
        x, y = self.at[v]
        return self.axes.plot([x], [y], marker, color=color, zorder=CURVE, **style)[0]

    def _name(self, v: Vertex) -> Any:
        style: Any = {"ha": "center", "va": "center_baseline", "zorder": WORDS, **ON_WASH}
        color = role.node_ink if v.layer else role.paper
        size = min(NAME, max(TICK, self.radius))
        return self.axes.text(*self.at[v], v.name, color=color, fontsize=size, **style)

    def _slopes(self, slopes: dict[str, tuple[Any, ...]]) -> list[Any]:
        """Write local slopes beside their arrows, where adjoints leave room for them."""
        labels = Labels(self.axes)
        room = [labels.add(role.first, weight="bold") for _ in self.at]
        for label, place in zip(room, self.at.values(), strict=True):
            label.put("−0.0707", *place, (0, -self.radius - 5))
        found = []
        for (v, i), arrow in self.arrows.items():
            found.append(labels.add(role.axis, TICK))
            number = f"{float(slopes[v.name][i]):.3g}".replace("-", "−")
            found[-1].along(number, arrow.line)
        labels.settle(*self.nodes.values(), *(arrow.line for arrow in self.arrows.values()))
        for label in room:
            label.text.remove()
        return [label.text for label in found if label.text.get_visible()]

    def _curve(self, v: Vertex, i: int) -> np.ndarray:
        """Return the arrow that keeps clearest of vertices, texts and other arrows."""
        parent, r = v.parents[i], self.radius
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
                    total += 9 * _near(points, place, r + 8)
                    total += 3 * _near(points, (place[0], place[1] - r - LABEL), LABEL)
            for other in self.curves.values():
                total += 4 * _near(other[:, 10:31], points[:, 20], 20)
            total += 9 * bool(abs(points[1] - _MIDDLE).max() > _TALL / 2 + 6)
            if v.parents.count(parent) > 1:
                total += 2 * (bend == 0)
            return total

        points = curved(min(_BENDS, key=cost))
        clear = [np.hypot(*(points - np.array(p)[:, None])) > r + 2 for p in (start, end)]
        inside = points[:, clear[0] & clear[1]]
        shares = np.linspace(0, inside.shape[1] - 1, len(_T))
        return np.array([np.interp(shares, np.arange(inside.shape[1]), row) for row in inside])


class _Arrow:
    """An arrow: gray until it has been walked, then green and turned round; or to blame."""

    def __init__(self, axes: Axes, curve: np.ndarray):
        def drawn(color: str, z: float, curve: np.ndarray = curve) -> Any:
            head = Polygon(_head(curve, 11), fc=color, lw=0, zorder=z, visible=False)
            return axes.add_patch(head)

        (self.line,) = axes.plot(*curve, color=role.axis, lw=THIN, zorder=GUIDES)
        self.ahead = drawn(role.axis, GUIDES)
        (self.done,) = axes.plot(*curve, color=role.first, lw=LINE, zorder=COMPANIONS)
        self.back = drawn(role.first, COMPANIONS, curve[:, ::-1])
        fault: Any = {"color": role.error, "zorder": CURVE, "solid_capstyle": "butt"}
        (self.lost,) = axes.plot(*curve, lw=4, ls=(0, (0.8, 1)), **fault)
        (self.twice,) = axes.plot(*curve, lw=7, alpha=0.5, **fault)
        self.marks = [self.ahead, self.done, self.back, self.lost, self.twice]
        half = len(_T) // 2
        along = curve[:, half + 1] - curve[:, half - 1]
        # Where its middle is, and the way across it from there, upward.
        across = np.array([-along[1], along[0]]) / np.hypot(*along) * (1 if along[0] >= 0 else -1)
        self.middle: list[float] = [*curve[:, half].tolist(), *np.round(across, 2).tolist()]

    def show(self, walked: bool, fate: str) -> None:
        """Show whether the sweep has walked it, and what became of what it gave."""
        self.ahead.set_visible(not walked)
        self.done.set_visible(walked)
        self.back.set_visible(walked)
        self.twice.set_visible(fate == "counted twice")
        self.lost.set_visible(fate not in ("", "counted twice"))


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


def _places(graph: Graph) -> tuple[dict[Vertex, Place], float]:
    """Return where each vertex is, and how large: layers from left to right, each from the top."""
    layers = 1 + max(v.layer for v in graph)
    dx = min(126.0, (WIDTH - 2 * _EDGE) / (layers - 1))
    left = (WIDTH - dx * (layers - 1)) / 2
    at = {}
    for layer in range(layers):
        column = [v for v in graph if v.layer == layer]
        # Where there is no room for numbers side by side, every other one stands higher.
        stagger = 34 * (-1) ** layer if dx < 64 else 0
        for i, v in enumerate(column):
            y = _MIDDLE + (_TALL - 2 * abs(stagger)) * (0.5 - (i + 0.5) / len(column)) + stagger
            # Where many stand on top of each other, their numbers need room: every other one aside.
            aside = 0.2 * dx * (-1) ** i if len(column) > 3 else 0
            at[v] = left + dx * layer + aside, y
    return at, min(_RADIUS, 0.36 * dx)
