"""How a computation graph is laid out and drawn, left to right, for `GraphTracer`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text

from adlite.graphs import Graph

from ...drawing import (
    COMPANIONS,
    CURVE,
    DASH,
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
    ground,
    in_words,
    picture,
    role,
    width_of,
)
from ..layout import arrow_head, clear_places, curves, layered
from .frame import Frame
from .frame_maker import pretty

# Beside the first layer and beside the last one, where a ring has its word.
_LEFT, _RIGHT, _RADIUS = 34, 68, 20
# Texts of the arrows: half of the width and of the height that they may have.
_HALF = np.array([26, 8])
_CIRCLE = np.array([(np.cos(t), np.sin(t)) for t in np.linspace(0, 2 * np.pi, 41)]).T
Pointer = tuple[Line2D, PathPatch]
Ring = tuple[Line2D, Text]


class Picture:
    """The drawing of a graph, and the artists that a `Frame` moves."""

    def __init__(self, G: Graph):
        points, routes = layered(G)
        layers, rows = points.max(axis=0)
        height = float(np.clip(100 * (rows + 1), 200, 410))
        self.dx = min((WIDTH - _LEFT - _RIGHT) / max(layers, 1), 150)
        dy = height / (rows + 1)
        self.radius = min(_RADIUS, 0.3 * self.dx, 0.22 * dy)
        # Without room at each node, only what is active has its numbers.
        self.focused = self.dx < 46 or dy < 2 * self.radius + 2 * TICK + 8
        left = (WIDTH + _LEFT - _RIGHT - self.dx * layers) / 2
        at = np.column_stack([left + self.dx * points[:, 0], height - dy * (points[:, 1] + 0.5)])
        self.figure = picture(height)
        self.axes = ground(self.figure, (0, 0, WIDTH, height))
        self.axes.set(xlim=(0, WIDTH), ylim=(0, height))
        self.at, self.names = at[: len(G)], [v.name for v in G]
        self.curves = curves(at, routes, self.radius)
        self._heads = lru_cache(maxsize=1000)(self._head)
        # Where the word of a ring stands: beside the arrow that leaves, not on it.
        self.rises = [
            any(c[-1, 1] > y + 1 for c in self._leaving(i)) for i, (_, y) in enumerate(self.at)
        ]
        self._still(G)
        self.operations = [pretty(v.operation) if v.layer else "" for v in G]
        self._moving(max((len(v.parents) for v in G.steps), default=0))

    def _leaving(self, i: int) -> list[np.ndarray]:
        start = self.at[i] + [self.radius, 0]
        return [curve for curve in self.curves if np.allclose(curve[0], start)]

    def _still(self, G: Graph) -> None:
        axes, r, n = self.axes, self.radius, len(G.inputs)
        axes.add_collection(LineCollection(self.curves, colors=role.axis, lw=THIN, zorder=GUIDES))
        circles = [Circle(xy, r) for xy in self.at[n:]]
        side = 1.75 * r
        squares = [Rectangle(xy - side / 2, side, side) for xy in self.at[:n]]
        looks = (circles, role.node, role.node_ink), (squares, role.input, role.input)
        for shapes, fill, edge in looks:
            nodes = PatchCollection(shapes, fc=fill, ec=edge, lw=THIN, zorder=CURVE)
            axes.add_collection(nodes)
        style: Any = {"ha": "center", "va": "center_baseline", "zorder": WORDS, **ON_WASH}
        for v, (x, y) in zip(G, self.at, strict=True):
            size = NAME if r > 14 else TICK
            if width_of(v.name, size) < 2 * r:
                color = role.node_ink if v.layer else role.paper
                axes.text(x, y, v.name, fontsize=size, color=color, **style)

    def _above(self, i: int, further: float = 0) -> tuple[float, float]:
        return self.at[i, 0], self.at[i, 1] + self.radius + 7 + further

    def _below(self, i: int, further: float = 0) -> tuple[float, float]:
        return self.at[i, 0], self.at[i, 1] - self.radius - 5 - 0.8 * TICK - further

    def _moving(self, most: int) -> None:
        # Where texts are shown at active nodes only, they move from node to node.
        slots = range(most + 1) if self.focused else range(len(self.at))
        self.values = [self._write(*self._above(i), role.ink, ha="center") for i in slots]
        green: Any = {"ha": "center", "fontweight": "bold"}
        self.slopes = [self._write(*self._below(i), role.first, **green) for i in slots]
        self.crowded: set[int] = set()
        self.partials = [
            self._write(x, y, role.faint, ha=ha, va="center")
            for x, y, ha in ([] if self.focused else self._places_on_arrows())
        ]
        self.ahead = [
            self._drawn_head(k, False, role.axis, GUIDES) for k in range(len(self.curves))
        ]
        self.done = [
            (
                self.axes.plot(*curve.T, color=role.first, lw=LINE, zorder=COMPANIONS)[0],
                self._drawn_head(k, False, role.first, COMPANIONS),
                self._drawn_head(k, True, role.first, COMPANIONS),
            )
            for k, curve in enumerate(self.curves)
        ]
        self.arrows = [self._pointer(role.ink) for _ in range(most)]
        self.green = [self._pointer(role.first) for _ in range(most)]
        self.rings = [self._ring(role.parent, "-") for _ in range(most)]
        self.ring = self._ring(role.child, DASH)
        pairs = [*self.arrows, *self.green, *self.rings, self.ring, *self.done]
        self._movers: list[Artist] = [artist for pair in pairs for artist in pair]
        for artist in self._movers:
            artist.set_visible(False)
        self.texts = [*self.values, *self.slopes, *self.partials]
        self._movers += [*self.texts, *self.ahead]
        self._shown = [""] * len(self.texts)
        self._marked: dict[Any, Any] = {}
        self._trail: tuple[tuple[int, ...], bool] = ((), False)
        self._was: Frame | None = None

    def _drawn_head(self, k: int, backward: bool, color: str, z: float) -> Polygon:
        corners = arrow_head(self.curves[k], min(9.0, 0.6 * self.radius + 3), backward)
        head = Polygon(corners, fc=color, lw=0, zorder=z)
        self.axes.add_patch(head)
        return head

    def _pointer(self, color: str) -> Pointer:
        (line,) = self.axes.plot([], [], color=color, lw=4, zorder=SUBJECT)
        head = PathPatch(Path(np.zeros((3, 2))), fc=color, lw=0, zorder=SUBJECT)
        self.axes.add_patch(head)
        return line, head

    def _ring(self, color: str, style: Any) -> Ring:
        (line,) = self.axes.plot([], [], color=color, ls=style, lw=HEAVY, zorder=POINTS)
        word = self._write(0, 0, color, ha="left" if self._beside else "center")
        return line, word

    @property
    def _beside(self) -> bool:
        """Whether there is room beside a ring for its word."""
        return bool(self.dx > 88)

    def _places_on_arrows(self) -> list[tuple[float, float, str]]:
        """Return place and alignment of the arrows' texts; the crowded are not seen."""
        # Around nodes, and around the words above and below them.
        x, y = self.at.T
        above = [min(width_of(f"{op} = −0.0707", TICK), self.dx - 4) / 2 for op in self.operations]
        centres = ((x, y), (x, y + self.radius + 13), (x, y - self.radius - 13))
        boxes = np.concatenate([np.column_stack(centre) for centre in centres])
        halves = ((x * 0 + self.radius + 1,) * 2, (above, x * 0 + 7), (x * 0 + 27, x * 0 + 7))
        body = np.concatenate([np.column_stack(half) for half in halves])
        places, self.crowded = clear_places(self.curves, boxes, body, _HALF)
        return [(x, y, ha) for (x, y), ha in places]

    def _write(self, x: float, y: float, color: str, **style: Any) -> Text:
        kept: Any = {"va": "baseline", "fontsize": TICK, "zorder": WORDS, "parse_math": False}
        return self.axes.text(x, y, "", color=in_words(color), **kept | style)

    def fit(self, *texts: str) -> str:
        """Return the first text for which there is room at a node, or the last one cut to it."""
        room = 200 if self.focused else self.dx - 4
        for text in texts:
            if width_of(text, TICK) < room:
                return text
        text = texts[-1]
        if text[0] == "[":
            return f"({text.count(',') + 1},)"
        while text and width_of(text + "…", TICK) >= room:
            text = text[:-1]
        return text + "…"

    def place(self) -> tuple[float, float]:
        """Return where the child of the step is, NaN if there is none."""
        if self._was is None or self._was.child < 0:
            return np.nan, np.nan
        x, y = self.at[self._was.child]
        return float(x), float(y)

    def draw(self, frame: Frame) -> None:
        """Show a frame; touch only what is not as it was."""
        if frame is self._was:
            return
        if self._was is None or not frame.done:
            # Whatever may ever move is made known at once: what moves later begins the bake again.
            for artist in self._movers:
                artist.stale = True
        for artist, old, new in zip(
            self.texts, self._shown, shown := self._words(frame), strict=True
        ):
            if new != old:
                artist.set_text(new)
        self._shown = shown
        around = list(dict.fromkeys(frame.parents))
        if self.focused:
            self._follow([frame.child, *around])
        self._surround(self.ring, frame.child, "child")
        for ring, vertex in zip(self.rings, [*around, *[-1] * len(self.rings)], strict=False):
            self._surround(ring, vertex, "parent", frame.added)
        for pointers, walked in (
            (self.arrows, () if frame.slope else frame.walked),
            (self.green, frame.walked if frame.slope else ()),
        ):
            for pointer, k in zip(pointers, [*walked, *[-1] * len(pointers)], strict=False):
                self._walk(pointer, k, frame.backward)
        self._leave_a_trail(frame)
        self._was = frame

    def _leave_a_trail(self, frame: Frame) -> None:
        """Let the arrows along which derivatives have travelled keep their green."""
        trail = frame.done, frame.mode != "forward"
        if trail == self._trail:
            return
        self._trail = trail
        done, backward = set(frame.done), trail[1]
        for k, (line, forth, back) in enumerate(self.done):
            line.set_visible(k in done)
            forth.set_visible(k in done and not backward)
            back.set_visible(k in done and backward)
            self.ahead[k].set_visible(k not in done)

    def _follow(self, nodes: list[int]) -> None:
        """Put the texts to the active nodes; those of each further off than those of the last."""
        for slot, i in enumerate(dict.fromkeys(nodes)):
            if i >= 0 and self._marked.get(slot) != i:
                self._marked[slot] = i
                self.values[slot].set_position(self._above(i, slot * (TICK + 2)))
                self.slopes[slot].set_position(self._below(i, slot * (TICK + 2)))

    def _words(self, frame: Frame) -> list[str]:
        """Return the words of all texts; where there is no room, only those of what is active."""
        above = [
            self._value(*v) for v in zip(self.names, frame.operations, frame.values, strict=True)
        ]
        below = [
            self.fit(text) if text else "?" * (frame.mode != "evaluate") for text in frame.slopes
        ]
        on_arrows = list(frame.partials)
        if self.focused:
            active = list(dict.fromkeys((frame.child, *frame.parents)))
            rest = [""] * (len(self.values) - len(active))
            values = [
                text if text.startswith(name + "(") else f"{name} = {text}" if text else name
                for name, text in zip(self.names, frame.values, strict=True)
            ]
            above, below = (
                [self.fit(texts[i]) if i >= 0 else "" for i in active] + rest
                for texts in (values, below)
            )
            on_arrows = []
        else:
            for k, text in enumerate(on_arrows):
                long = width_of(text, TICK) > 2 * _HALF[0] and k not in frame.walked
                if long or k in self.crowded:
                    on_arrows[k] = ""
        return [*above, *below, *on_arrows]

    def _value(self, name: str, operation: str, value: str) -> str:
        """Return what stands above a node: its operation and its value, as far as there is room."""
        if not value or not operation:
            return self.fit(operation or value) if operation or value else ""
        if value.startswith(f"{name}("):
            return self.fit(f"{value} = {operation}", operation, value)
        return self.fit(f"{operation} = {value}", value)

    def _surround(self, ring: Ring, vertex: int, word: str, added: bool = False) -> None:
        line, label = ring
        if self._marked.get(ring) == (vertex, added):
            return
        self._marked[ring] = vertex, added
        if vertex >= 0:
            x, y = self.at[vertex]
            size = self.radius + 5
            line.set_data(*(_CIRCLE * size + self.at[vertex][:, None]))
            down = -6 - 0.75 * LABEL if self.rises[vertex] else 6
            place = (x + size + 4, y + down) if self._beside else (x, y + size + LABEL + 6)
            label.set_position(place)
            label.set_text(f"{word}{' +=' * added}")
        line.set_visible(vertex >= 0)
        label.set_visible(vertex >= 0 and not self.focused)

    def _head(self, k: int, backward: bool) -> Path:
        tip, *corners = arrow_head(self.curves[k], 0.4 * self.radius + 7, backward)
        return Path([tip, *corners, tip], closed=True)

    def _walk(self, arrow: Pointer, k: int, backward: bool = False) -> None:
        line, head = arrow
        if self._marked.get(arrow) == (k, backward):
            return
        self._marked[arrow] = k, backward
        if k >= 0:
            line.set_data(*self.curves[k].T)
            head.set_path(self._heads(k, backward))
        line.set_visible(k >= 0)
        head.set_visible(k >= 0)
