"""Names at the things that they name, which give way to one another."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from .style import LABEL, WORDS, in_words, role
from .units import Points, Units

# How wide letters are, in parts of their height, by the fonts that pages have; others are 0.56.
_WIDE = {letter: 0.28 for letter in " .,:;'′|!iIjlt()[]/·"} | dict.fromkeys("mwMWΩ@%—", 0.86)
_WIDE |= dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉", 0.36) | dict.fromkeys("fr", 0.34)
_WIDE |= dict.fromkeys("ABCDEGHKNOPQRSUVXYΔ", 0.7)
# How far a letter goes above its line and below it.
_UP, _DOWN = 0.76, 0.22
# Between two labels, and between a label and the picture's edge.
_APART, _EDGE = 2.0, 1.0
Rectangle = tuple[float, float, float, float]


Side = tuple[float, float]
Place = tuple[float, float]
# Where along a line its name may stand, in parts of it, the best place first.
_ALONG = (0.9, 0.8, 0.7, 0.1, 0.2, 0.3, 0.6, 0.5, 0.4)
# Between a line and its name, and how near to a name no other line should come.
_OFF, _CLEAR = 4.0, 1.0
# The points at which a straight line is looked at, in parts of it.
_CUTS = np.linspace(0, 1, 61)[:, None]
# What lies so near to the edge of its axes lies on it, whatever a float's last digit says.
_ON = 1e-6
Lines = Callable[[Line2D], Points]


def width_of(words: str, size: float) -> float:
    """Return about how wide words are, in units; pages choose their own fonts.

    >>> 60 < width_of("Δg = 1.683", 15) < 80
    True
    """
    return size * sum(_WIDE.get(letter, 0.56) for letter in words)


class Label:
    """One of several labels; `text` is its artist."""

    def __init__(self, text: Text, axes: Axes):
        self.text, self.axes = text, axes
        self.size = float(text.get_fontsize())
        self.bold = text.get_fontweight() in ("bold", 600, 700)
        self._place: Place = (math.nan, math.nan)
        self._sides: tuple[Side, ...] = ()
        self._line: Any = None

    def put(self, words: str, x: float, y: float, *sides: Side) -> None:
        """Let it say something at a place in the data, on the first of these sides that is free.

        A side is how far off the place the words begin, in units: (10, 0) is to the right,
        (-10, 0) to the left, (0, 8) above, (0, -8) below, and (10, 8) to the right and above.
        """
        self.text.set_text(words)
        self._place, self._sides, self._line = (x, y), sides, None

    def along(self, words: str, line: Line2D) -> None:
        """Let it say something beside a line, where there is room, nearer to its ends."""
        self.text.set_text(words if line.get_visible() else "")
        self._sides, self._line = (), line

    def hide(self) -> None:
        """Let it say nothing."""
        self.text.set_text("")

    def candidates(self, units: Units, lines: Lines) -> Iterator[tuple[Place, Rectangle]]:
        """Yield the places at which the words may stand, and the rectangles that they take."""
        words = self.text.get_text()
        if not words:
            return
        half = width_of(words, self.size) / 2 * (1.06 if self.bold else 1)
        up, down = _UP * self.size, _DOWN * self.size
        tall = (up + down) / 2
        if self._line is None:
            middles = self._off(units, half, tall)
        else:
            middles = self._beside(lines(self._line), half, tall)
        for x, y in middles:
            line = y - (up - down) / 2
            place = (round(x, 2), round(line, 2))
            yield place, (x - half, line - down, x + half, line + up)

    def _off(self, units: Units, half: float, tall: float) -> Iterator[Place]:
        """Yield the middles of the words on each side of their place."""
        x, y = units.place(self.axes.transData, *self._place)
        for dx, dy in self._sides if math.isfinite(x + y) else ():
            yield x + dx + _sign(dx) * half, y + dy + _sign(dy) * tall

    def _beside(self, points: Points, half: float, tall: float) -> Iterator[Place]:
        """Yield the middles of the words beside a line, as near to it as it lets them."""
        for part in _ALONG if len(points) > 1 else ():
            at = part * (len(points) - 1)
            first = min(int(at), len(points) - 2)
            (x0, y0), (x1, y1) = points[first].tolist(), points[first + 1].tolist()
            x, y = x0 + (at - first) * (x1 - x0), y0 + (at - first) * (y1 - y0)
            length = math.hypot(x1 - x0, y1 - y0) or 1.0
            right, above = -(y1 - y0) / length, (x1 - x0) / length
            far = abs(right) * half + abs(above) * tall + _OFF
            for side in (1, -1):
                yield x + side * right * far, y + side * above * far


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _seen_of(line: Line2D, units: Units) -> Points:
    """Return a line's points in units, as far as they are in its axes; a straight line is cut."""
    data = np.array(line.get_data(orig=True), float).T
    points = units.places(line.get_transform(), data)
    box: Any = line.axes.bbox if line.axes is not None else line.get_figure().bbox  # type: ignore[union-attr]
    left, bottom, right, top = (box.extents * units.scale + (-_ON, -_ON, _ON, _ON)).tolist()
    if len(points) == 2:
        start, end = points.tolist()
        return _cut(start, end, (left, bottom, right, top))
    with np.errstate(invalid="ignore"):
        kept = (points >= (left, bottom)) & (points <= (right, top))
    seen: Points = points[kept.all(axis=1)]
    return seen


def _cut(start: list[float], end: list[float], box: Rectangle) -> Points:
    """Return points of a straight line, from where it enters a rectangle to where it leaves it."""
    first, last = 0.0, 1.0
    for way in (0, 1):
        step, low, high = end[way] - start[way], box[way] - start[way], box[way + 2] - start[way]
        if step == 0:
            last = last if low <= 0 <= high else -1.0
        else:
            first = max(first, min(low / step, high / step))
            last = min(last, max(low / step, high / step))
    # Whatever is no number is no line.
    if not first < last:
        return np.empty((0, 2))
    parts = first + (last - first) * _CUTS
    return np.asarray(start) + parts * (np.asarray(end) - start)


@dataclass
class Labels:
    """The labels of a picture that move: what was added first has the first choice of a place.

    A label that finds no place in the picture without touching another, a number at an axis or a
    point is hidden; its row in the table stays.

    >>> from widgets.drawing import chart, picture, point
    >>> axes = chart(picture(300), (44, 28, 380, 240), (-3, 3), (-1, 2))
    >>> labels, dot = Labels(axes), point(axes, role.first)
    >>> one, two = labels.add(role.first), labels.add(role.child)
    >>> one.put("here", 0, 0, (12, 0)), two.put("here, too", 0, 0, (12, 0), (-12, 0))
    (None, None)
    >>> labels.settle(dot)
    >>> one.text.get_position()[0] > 234 > two.text.get_position()[0]
    True
    """

    axes: Axes
    labels: list[Label] = field(default_factory=list)
    fixed: list[Rectangle] | None = None
    # The points of lines that stand still, with what they were worked out from.
    still: dict[Line2D, tuple[Any, float, Points]] = field(default_factory=dict)

    def add(
        self, color: str = role.ink, size: float = LABEL, *, axes: Axes | None = None, **style: Any
    ) -> Label:
        """Return another label, in the words' twin of a role; `style` is Matplotlib's."""
        figure: Any = self.axes.figure
        width, height = figure.get_size_inches() * 72
        units = Affine2D().scale(1 / width, 1 / height) + figure.transFigure
        kept: Any = {"zorder": WORDS, "clip_on": False, "parse_math": False, "ha": "center"}
        kept |= {"transform": units, "color": in_words(color), "fontsize": size}
        self.labels.append(
            Label((axes or self.axes).text(0, 0, "", **kept | style), axes or self.axes)
        )
        return self.labels[-1]

    def settle(self, *artists: Line2D, words: Sequence[Text] = ()) -> None:
        """Give each label its place: on none of these points, and on no line if that can be.

        `words` are others that move, and stand with their middle at their place.
        """
        figure: Any = self.axes.figure
        if self.fixed is None:
            self.fixed = _standing(figure, [label.text for label in self.labels])
        width, height = figure.get_size_inches() * 72
        units = Units(72 / figure.dpi)
        shown = [artist for artist in artists if artist.get_visible()]
        taken = [*self.fixed, *(_around(a, units) for a in shown if _is_point(a))]
        taken += [_of_word(word, units) for word in words if word.get_visible()]
        known: dict[Line2D, Points] = {}

        def points_of(line: Line2D) -> Points:
            if line not in known:
                known[line] = self._points(line, units)
            return known[line]

        lines = [points_of(a) for a in shown if not _is_point(a)]
        ink = np.concatenate([*lines, np.empty((0, 2))]).T
        for label in self.labels:
            chosen = None
            for place, box in label.candidates(units, points_of):
                outside = min(box[0], box[1], width - box[2], height - box[3]) < _EDGE
                if outside or any(_touch(box, other) for other in taken):
                    continue
                clear = not _inked(box, ink)
                if clear or chosen is None:
                    chosen = place, box
                if clear:
                    break
            label.text.set_visible(chosen is not None)
            if chosen is not None:
                label.text.set_position(chosen[0])
                taken.append(chosen[1])

    def _points(self, line: Line2D, units: Units) -> Points:
        """Return a line's points in units; of what stands still they are worked out once."""
        data: Any = line.get_ydata(orig=True)
        known = self.still.get(line)
        if known is None or known[0] is not data or known[1] != units.scale:
            self.still[line] = known = (data, units.scale, _seen_of(line, units))
        return known[2]


def _is_point(artist: Line2D) -> bool:
    return artist.get_linestyle() in ("None", "", " ")


def _inked(box: Rectangle, ink: Points) -> bool:
    """Whether a line runs through a rectangle: one of its points is in it."""
    x, y = ink
    across = (x > box[0] - _CLEAR) & (x < box[2] + _CLEAR)
    return bool((across & (y > box[1] - _CLEAR) & (y < box[3] + _CLEAR)).any())


def _touch(a: Rectangle, b: Rectangle) -> bool:
    return (
        a[0] < b[2] + _APART
        and b[0] < a[2] + _APART
        and a[1] < b[3] + _APART
        and b[1] < a[3] + _APART
    )


def _around(point: Line2D, units: Units) -> Rectangle:
    xs, ys = map(np.ravel, point.get_data(orig=True))
    if not len(xs):
        return (-9.0, -9.0, -9.0, -9.0)
    x, y = units.place(point.get_transform(), float(xs[0]), float(ys[0]))
    if not math.isfinite(x + y):
        return (-9.0, -9.0, -9.0, -9.0)
    r = float(point.get_markersize()) / 2
    return x - r, y - r, x + r, y + r


def _of_word(word: Text, units: Units) -> Rectangle:
    x, y = units.place(word.get_transform(), *map(float, word.get_unitless_position()))
    size = float(word.get_fontsize())
    half = width_of(word.get_text(), size) / 2
    return x - half, y - size / 2, x + half, y + size / 2


def _standing(figure: Any, moving: list[Text]) -> list[Rectangle]:
    """Return the rectangles of all words that do not move: names, and numbers at axes."""
    figure.draw_without_rendering()
    scale = 72 / figure.dpi
    texts = [
        text
        for text in figure.findobj(Text)
        if text.get_text() and text.get_visible() and text not in moving and _is_drawn(text)
    ]
    boxes = [text.get_window_extent() for text in texts]
    return [tuple(float(n) * scale for n in box.extents) for box in boxes]


def _is_drawn(artist: Artist) -> bool:
    axes = artist.axes
    return axes is None or bool(axes.get_visible() and (axes.axison or artist in axes.texts))
