"""How a computation graph is laid out and drawn, left to right, for `GraphTracer`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PatchCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from adlite.graphs import Graph

from ...drawing import CHILD, FAINT, INPUT, NODE, PARENT
from ..layout import arrow_head, beside, clear_places, curves, layered
from .frame import LINES, Frame

# All lengths are points, 72 to the inch.
WIDTH = 605
_LEADING, _MARGIN, _NOTE, _TITLE = 12.5, 40, 20, 26
_SIDES = np.linspace(0, 2 * np.pi, 41)
_CIRCLE = np.array([np.cos(_SIDES), np.sin(_SIDES)])
Pointer = tuple[Line2D, PathPatch]
Ring = tuple[Line2D, Text]


class Picture:
    """The drawing of a graph, and the artists that a `Frame` moves."""

    def __init__(self, G: Graph, title: str):
        points, routes = layered(G)
        layers, rows = points.max(axis=0)
        tall = float(np.clip(77 * (rows + 1), 150, 520))
        self.below = LINES * _LEADING + _NOTE + 12
        height = tall + self.below + _TITLE
        dx = min((WIDTH - 2 * _MARGIN) / max(layers, 1), 150)
        dy = tall / (rows + 1)
        self._sizes(dx, dy)
        left = (WIDTH - dx * layers) / 2
        at = np.column_stack(
            [left + dx * points[:, 0], self.below + tall - dy * (points[:, 1] + 0.5)]
        )
        at[:, 1] += self.font * (1.1 if self.labelled else 0.6)

        self.figure = Figure(figsize=(WIDTH / 72, height / 72))
        self.units = Affine2D().scale(1 / WIDTH, 1 / height) + self.figure.transFigure
        self._write(WIDTH / 2, height - 17, title, 12, ha="center")
        self.at, self.names = at[: len(G)], [v.name for v in G]
        self.curves = curves(at, routes, self.radius)
        self._heads = lru_cache(maxsize=1000)(self._head)
        # An input has no operation, so its texts begin a line higher.
        self.first = [1 + bool(self.labelled and v.layer) for v in G]
        self._still(G)
        self._moving(max((len(v.parents) for v in G.steps), default=0))

    def _sizes(self, dx: float, dy: float) -> None:
        """Choose what there is room for: all texts, without operations, or only the active ones."""
        full, compact = min(9.5, dx / 4.6, dy / 8.1), min(8.0, dx / 4.2, dy / 6.6)
        self.labelled, self.focused = full >= 6.8, max(full, compact) < 6
        self.font = full if self.labelled else max(compact, 6.2)
        self.radius = min(1.2 * self.font, dy / 3.4, dx / 3.2)
        self.room = max(int(0.97 * dx / (0.56 * self.font)), 7)

    def _still(self, G: Graph) -> None:
        add, r, T = self.figure.add_artist, self.radius, self.units
        gray = "0.45"
        add(LineCollection(self.curves, colors=gray, linewidths=1, transform=T, zorder=1))
        heads = [arrow_head(curve, 0.3 * r + 2.5) for curve in self.curves]
        add(PolyCollection(heads, facecolors=gray, transform=T, zorder=1))
        n = len(G.inputs)
        circles = [Circle(xy, r) for xy in self.at[n:]]
        side = 1.75 * r
        squares = [Rectangle(xy - side / 2, side, side) for xy in self.at[:n]]
        for shapes, colour in ((circles, NODE), (squares, INPUT)):
            add(PatchCollection(shapes, fc=colour, ec="0.25", lw=0.8, transform=T, zorder=3))
        for v, (x, y) in zip(G, self.at, strict=True):
            size = min(self.font + 1.5, 1.8 * r / (0.72 * len(v.name)))
            colour = "black" if v.layer else "white"
            if size < 4.5:
                continue  # the ring of an active vertex says its name
            name = self._write(x, y, v.name, size, ha="center", va="center_baseline", color=colour)
            name.set(zorder=4, fontweight="bold")

    def _line(self, y: float, number: int) -> float:
        return y - self.radius - (0.45 + 1.12 * number) * self.font

    def _below(self, i: int, line: int) -> tuple[float, float]:
        """Return the place of a text under node i: operation, value or derivative."""
        x, y = self.at[i]
        return x, self._line(y, self.first[i] + line - 1)

    def _moving(self, most: int) -> None:
        add, T, f = self.figure.add_artist, self.units, self.font
        # Where texts are shown at active nodes only, they move from node to node.
        slots = range(most + 1) if self.focused else range(len(self.at))

        def below(line: int, colour: str) -> list[Text]:
            style: dict[str, Any] = {"ha": "center", "color": colour}
            return [self._write(*self._below(i, line), "", f, **style) for i in slots]

        self.operations = below(0, FAINT) if self.labelled else []
        self.values, self.slopes = below(1, "black"), below(2, "#2f6b00")
        for text in self.slopes:
            text.set_fontweight("bold")
        self.places = self._places_on_arrows()
        on_arrows = [(0.0, 0.0, "center")] * most if self.focused else self.places
        self.partials = [
            self._write(x, y, "", f * 0.93, ha=ha, va="center", color="#5b3a8c")
            for x, y, ha in on_arrows
        ]

        def arrow(colour: str) -> Pointer:
            line = Line2D([], [], color=colour, lw=2.6, transform=T, zorder=2)
            head = PathPatch(Path(np.zeros((3, 2))), fc=colour, ec=colour, transform=T, zorder=2)
            add(line)
            add(head)
            return line, head

        def ring(colour: str, style: Any) -> Ring:
            line = Line2D([], [], color=colour, ls=style, lw=2.2, transform=T, zorder=5)
            add(line)
            return line, self._write(0, 0, "", max(f * 0.9, 6.2), ha="center", color=colour)

        self.arrows = [arrow("black") for _ in range(most)]
        self.back = arrow("#2f6b00")
        self.rings = [ring(PARENT, "-") for _ in range(most)]
        self.ring = ring(CHILD, (0, (2.2, 1.2)))
        top = self.below - _NOTE
        self.note = self._write(14, top + 6, "", 8.5, color=FAINT)
        self.tally = self._write(WIDTH - 14, top + 6, "", 8.5, ha="right", color="black")
        band = Polygon(np.zeros((4, 2)), fc="#fdf3c4", ec="#c9a800", lw=0.8, transform=T, zorder=0)
        self.band: Any = add(band)
        self.band.set_visible(False)
        self.baselines = [top - _LEADING * (i + 1) for i in range(LINES)]
        self.lines = [self._write(16, y + 3.2, "", 7.8, family="monospace") for y in self.baselines]
        pairs = [*self.arrows, self.back, *self.rings, self.ring]
        self._movers: list[Artist] = [artist for pair in pairs for artist in pair]
        for artist in self._movers:
            artist.set_visible(False)
        self.texts = [
            *self.operations,
            *self.values,
            *self.slopes,
            *self.partials,
            *self.lines,
            self.note,
            self.tally,
        ]
        self._movers += [*self.texts, self.band]
        self._shown = [""] * len(self.texts)
        self._marked: dict[Any, Any] = {}
        self._was: Frame | None = None

    def _places_on_arrows(self) -> list[tuple[float, float, str]]:
        """Return place and alignment of the arrows' texts; the crowded are seen only if walked."""
        self.crowded: set[int] = set()
        if self.focused:
            # One at a time is shown, and it keeps its alignment.
            return [(*beside(curve, 2 * self.font), "center") for curve in self.curves]
        deep = self.radius + (4 if self.labelled else 2.5) * self.font
        places, self.crowded = clear_places(
            self.curves,
            self.at - [0, (deep - self.radius) / 2],
            np.array([max(self.radius, 1.7 * self.font), (deep + self.radius) / 2]),
            np.array([3.5 * 0.56, 0.62]) * self.font,
        )
        return [(x, y, ha) for (x, y), ha in places]

    def _write(self, x: float, y: float, text: str, size: float, **style: Any) -> Text:
        style.setdefault("va", "baseline")
        return self.figure.text(x, y, text, fontsize=size, transform=self.units, **style)

    def fit(self, text: str, bold: bool = False) -> str:
        """Cut a text to the room that there is, with an ellipsis; of a vector write the shape."""
        room = 26 if self.focused else int(self.room * (0.8 if bold else 1))
        if len(text) > room and text[0] == "[":
            text = f"({text.count(',') + 1},)"
        return text if len(text) <= room else text[: room - 1] + "…"

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
        if self._was is None:
            # Whatever may ever move is made known at once: what moves later begins the bake again.
            for artist in self._movers:
                artist.stale = True
        for artist, old, new in zip(
            self.texts, self._shown, shown := self._words(frame), strict=True
        ):
            if new != old:
                artist.set_text(new)
        self._shown = shown
        if frame.lit >= 0:
            y = self.baselines[frame.lit]
            across, up = (10, WIDTH - 10, WIDTH - 10, 10), (y, y, y + _LEADING, y + _LEADING)
            self.band.set_xy(np.column_stack([across, up]))
        self.band.set_visible(frame.lit >= 0)
        around = list(dict.fromkeys(frame.parents))
        if self.focused:
            self._follow([frame.child, *around], frame.walked)
        self._surround(self.ring, frame.child, "child")
        for ring, vertex in zip(self.rings, [*around, *[-1] * len(self.rings)], strict=False):
            self._surround(ring, vertex, "parent", frame.added)
        forward = () if frame.backward else frame.walked
        for arrow, k in zip(self.arrows, [*forward, *[-1] * len(self.arrows)], strict=False):
            self._walk(arrow, k)
        self._walk(self.back, frame.walked[0] if frame.backward and frame.walked else -1, True)
        self._was = frame

    def _follow(self, nodes: list[int], walked: tuple[int, ...]) -> None:
        """Put the texts to the active nodes and arrows."""
        for slot, i in enumerate(nodes):
            if i >= 0 and self._marked.get(slot) != i:
                self._marked[slot] = i
                for line, texts in enumerate((self.values, self.slopes), 1):
                    texts[slot].set_position(self._below(i, line))
        for artist, k in zip(self.partials, walked, strict=False):
            if self._marked.get(artist) != k:
                self._marked[artist] = k
                artist.set_position(self.places[k][:2])

    def _words(self, frame: Frame) -> list[str]:
        """Return the words of all texts; where there is no room, only those of what is active."""
        nodes: list[Sequence[str]] = [frame.values, frame.slopes]
        on_arrows = list(frame.partials)
        if self.focused:
            active = list(dict.fromkeys((frame.child, *frame.parents)))
            rest = [""] * (len(self.values) - len(active))
            nodes = [[texts[i] if i >= 0 else "" for i in active] + rest for texts in nodes]
            on_arrows = [on_arrows[k] for k in frame.walked[: len(self.partials)]]
            on_arrows += [""] * (len(self.partials) - len(on_arrows))
        else:
            for k in self.crowded.difference(frame.walked):
                on_arrows[k] = ""
        operations = frame.operations if self.labelled else ()
        words = [self.fit(text) for text in (*operations, *nodes[0])]
        words += [self.fit(text, bold=True) for text in nodes[1]]
        return [*words, *on_arrows, *frame.lines, frame.note, frame.tally]

    def _surround(self, ring: Ring, vertex: int, word: str, added: bool = False) -> None:
        line, label = ring
        if self._marked.get(ring) == (vertex, added):
            return
        self._marked[ring] = vertex, added
        if vertex >= 0:
            x, y = self.at[vertex]
            size = self.radius * 1.28 + 1
            line.set_data(*(_CIRCLE * size + self.at[vertex][:, None]))
            label.set_position((x, y + size + 2.5))
            label.set_text(f"{self.names[vertex] if self.focused else word}{' +=' * added}")
        line.set_visible(vertex >= 0)
        label.set_visible(vertex >= 0)

    def _head(self, k: int, backward: bool) -> Path:
        corners = arrow_head(self.curves[k], 0.35 * self.radius + 4, backward)
        return Path([*corners, corners[0]], closed=True)

    def _walk(self, arrow: Pointer, k: int, backward: bool = False) -> None:
        line, head = arrow
        if self._marked.get(arrow) == k:
            return
        self._marked[arrow] = k
        if k >= 0:
            line.set_data(*self.curves[k].T)
            head.set_path(self._heads(k, backward))
        line.set_visible(k >= 0)
        head.set_visible(k >= 0)
