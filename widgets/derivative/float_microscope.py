"""`FloatMicroscope`: what storing does to w0 + ε and to a small difference (Section B.2.2)."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..drawing import CHILD, FAINT, FIRST_ORDER, FUNCTION, PARENT
from ..functions import Drawing, Function, FunctionExplorer, Given
from ..live import Control, Update, choice, raised, say, steps
from .stored_numbers import Step, bits, decimal, staircase, step

_LOW, _TOP = -0.6, 2.8
_MOST = 18
_PLACES = (0.1, 0.5, 1.0, 1.1, 1.5, 2.0, 10.0, 100.0, 1000.0)
_MONO: dict[str, Any] = {"family": "monospace", "fontsize": 9.5}


class FloatMicroscope(FunctionExplorer):
    """Zoom in on w0 + ε until you see the numbers that a computer can store, one by one.

    ε is 10⁻ᵏ for k from 0 to 18 or, with `base="two"`, the power of two nearest to it. The
    staircase shows g(w0 + t) − g(w0) as it is computed, for t from 0 to 2 ε, in units of g′(w0) ε.
    `g` is any function of one number, or a formula such as "sin(w)*w". `g`, `k`, `base` and `w0`
    (from 0.1 to 1000) can be set at any time.

    Raises:
        InputError: `g` is nowhere defined or cannot be differentiated, or a value is no number.

    >>> explorer = FloatMicroscope(k=12)
    >>> for sentence in explorer.sentence.split(". ")[:2]:
    ...     print(sentence)
    With w⁰ = 1.1 and ε = 10⁻¹² the numbers beside w⁰ + ε are 2.2×10⁻¹⁶ apart, and the step that \
is stored is off by 8.9×10⁻⁵ of ε
    The two values of g agree in 11 digits, so of 16 about 4 are left in their difference
    >>> explorer.base = "two"
    >>> print(explorer.sentence.split(". ")[0])
    With w⁰ = 1.1 and ε = 2⁻⁴⁰ the numbers beside w⁰ + ε are 2.2×10⁻¹⁶ apart, and the step that \
is stored is exactly ε

    Source: Section B.2.2, Eq. B.4.

    """

    draws_curve = False

    def __init__(
        self,
        g: Given = "w*w*w",
        *,
        k: int = 8,
        base: str = "ten",
        w0: float = 1.1,
        title: str = "The difference as it is computed, under the microscope",
    ):
        self.title = title
        super().__init__(g, k=k, base=base, w0=w0)

    def drawing(self, g: Given, k: Any, base: Any, w0: Any) -> Drawing:
        """Return all that depends on g."""
        new = Function(g, (_PLACES[0], _PLACES[-1]))
        zooms = [f"ε ≈ {say(10.0**-n)}" for n in range(_MOST + 1)]
        controls = {
            "k": steps(zooms, "k", k),
            "base": choice(("ten", "two"), "ε is a power of", base),
            "w0": Control("log", "w⁰", _PLACES, w0, (2, 4)),
        }
        return Drawing(new, *_picture(new, self.title), new.formula, controls)


@dataclass(frozen=True)
class _Difference:
    """A small difference of g: over which step, with ε as it is written, and from which values."""

    epsilon: str
    w0: float
    step: Step
    y0: float
    y1: float
    slope: float

    @property
    def quotient(self) -> float:
        """The slope as it is found from the two values."""
        return (self.y1 - self.y0) / self.step.epsilon

    @property
    def lost(self) -> int:
        """How many digits cancel."""
        return cancelled(self.y0, self.y1)

    @property
    def left(self) -> int:
        """How many digits their difference has, about, counted in units of the last bit."""
        unit = math.ulp(max(abs(self.y0), abs(self.y1)))
        return round(math.log10(max(abs(self.y1 - self.y0) / unit, 1)))


def _picture(g: Function, title: str) -> tuple[Figure, Update]:
    figure = Figure(figsize=(8.4, 5.0))
    axes = _stairs_axes(figure, title)
    axes.plot([0, 2], [0, 2], color=FIRST_ORDER, lw=2.5)
    (stairs,) = axes.plot([], [], color=FUNCTION, lw=1.5)
    (here,) = axes.plot([], [], color=CHILD, marker="s", ms=8, ls="none", mec="white")
    # Where the square is out of sight, a word says where it is.
    beyond = axes.text(1.04, 0, "", color=CHILD, fontsize=10.5, va="center")
    line = _line_axes(figure)
    beside = [line.plot([], [], color=FUNCTION, marker="o", ms=8, ls="none")[0] for _ in range(3)]
    named = [line.text(0, -0.75, "", ha="center", va="center", **_MONO) for _ in range(3)]
    (wanted,) = line.plot([], [], color=CHILD, marker="d", ms=10, ls="none", mec="white")
    write, write_bits = _rows(figure), _bit_rows(figure)

    def update(k: int, base: str, w0: float) -> str:
        s = step(k, base, w0)
        now = _Difference(_named(k, base), w0, s, g(w0), g(s.stored), g.slope(w0))
        for x, at, marker, text in zip(s.neighbours, s.offsets, beside, named, strict=True):
            marker.set_data([at], [0])
            text.set_position((at, -0.75))
            text.set_text(decimal(x, 20))
        wanted.set_data([s.missed], [0])
        unit = now.slope * s.epsilon
        drawable = math.isfinite(now.y0) and math.isfinite(unit) and unit != 0
        stairs.set_visible(drawable)
        here.set_visible(drawable and math.isfinite(now.y1))
        beyond.set_visible(False)
        if drawable:
            stairs.set_data(*staircase(g, w0, s.epsilon, unit))
            height = (now.y1 - now.y0) / unit
            here.set_data([1], [height])
            beyond.set_visible(math.isfinite(height) and not _LOW <= height <= _TOP)
            beyond.set_position((1.04, _TOP - 0.2 if height > _TOP else _LOW + 0.2))
            beyond.set_text(f"{'▲' if height > _TOP else '▼'} computed: {say(height)}")
        write(now)
        write_bits(w0, s)
        return _sentence(now)

    return figure, update


def cancelled(y0: float, y1: float) -> int:
    """Return how many leading digits two values share, at most 16.

    >>> cancelled(1.331, 1.331036), cancelled(2.0, 2.0)
    (4, 16)
    """
    if y0 == y1 or not math.isfinite(y0 - y1):
        return 16
    larger = max(abs(y0), abs(y1))
    return min(16, max(0, math.floor(math.log10(larger / abs(y1 - y0)))))


def _named(k: int, base: str) -> str:
    """Return ε as a power."""
    if base == "ten":
        return say(10.0**-k)
    power = -round(k * math.log2(10))
    return f"2{raised(power)}" if power else "1"


def _stairs_axes(figure: Figure, title: str) -> Axes:
    axes = figure.add_axes((0.085, 0.475, 0.48, 0.455))
    axes.set(xlim=(0, 2), ylim=(_LOW, _TOP), title=title, xlabel="t / ε")
    axes.set_ylabel("difference / (g′(w⁰) ε)")
    axes.title.set_fontsize(11)
    axes.grid(color="0.92")
    axes.axvline(1, color=FAINT, lw=1, ls=(0, (1, 3)))
    return axes


def _line_axes(figure: Figure) -> Axes:
    """Return the axes of the number line around w0 + ε."""
    axes = figure.add_axes((0.02, 0.235, 0.965, 0.1))
    axes.set(xlim=(-1.5, 1.5), ylim=(-1.2, 0.8))
    axes.axis("off")
    axes.plot([-1.5, 1.5], [0, 0], color=FAINT, lw=1)
    small: dict[str, Any] = {"fontsize": 10, "color": FAINT}
    figure.text(0.02, 0.345, "three numbers that can be stored, the middle one as w⁰ + ε", **small)
    words = "diamond: w⁰ + ε without rounding"
    figure.text(0.985, 0.345, words, ha="right", fontsize=10, color=CHILD)
    return axes


def _rows(figure: Figure) -> Callable[..., None]:
    """Write the names of the numbers beside the picture; return what fills the numbers in."""
    left, right = 0.6, 0.985
    names = (
        *("ε", "step stored", "g(w⁰ + ε)", "g(w⁰)", "digits that cancel"),
        *("digits left, about", "slope found", "g′(w⁰)"),
    )
    heights = [0.9 - 0.062 * i for i in range(len(names))]
    for y, name in zip(heights, names, strict=True):
        figure.text(left, y, name, fontsize=10.5)
    numbers = [figure.text(right, y, "", ha="right", fontsize=10.5) for y in heights]
    for number in numbers[2:4]:
        number.set(**_MONO)
    marks = {"marker": "s", "ms": 6, "ls": "none"}
    for y, name, look in (
        (0.405, "computed, at t = ε", {"color": CHILD, **marks}),
        (0.405, "exact slope", {"color": FIRST_ORDER, "lw": 2.5}),
    ):
        x = left if name.startswith("computed") else 0.825
        sample = figure.add_artist(_sample([x, x + 0.025], y + 0.01, **look))
        figure.text(x + 0.03, y, name, fontsize=9.5)
        sample.set_clip_on(False)

    def write(now: _Difference) -> None:
        known, lost = math.isfinite(now.quotient), now.lost
        texts = (
            *(now.epsilon, say(now.step.taken, 10), _long(now.y1), _long(now.y0)),
            *((str(lost), str(now.left)) if known else ("–", "–")),
            *(say(now.quotient, 10), say(now.slope, 10)),
        )
        for number, text in zip(numbers, texts, strict=True):
            number.set_text(text)

    return write


def _sample(ends: list[float], y: float, **look: Any) -> Any:
    markers = [sum(ends) / 2] if "marker" in look else ends
    return Line2D(markers, [y] * len(markers), **look)


def _long(y: float) -> str:
    return decimal(y, 17) if math.isfinite(y) else "none"


def _bit_rows(figure: Figure) -> Callable[..., None]:
    """Write the names of the binary numbers; return what fills them in."""
    small: dict[str, Any] = {"fontsize": 10, "color": FAINT}
    figure.text(0.02, 0.195, "in binary, cut off at | :", **small)
    heights, names = (0.14, 0.085, 0.03), ("w⁰", "ε", "w⁰ + ε")
    for y, name in zip(heights, names, strict=True):
        figure.text(0.02, y, name, fontsize=10.5)
    rows = [figure.text(0.1, y, "", **_MONO) for y in heights]
    rows[1].set_color(PARENT)

    def write(w0: float, s: Step) -> None:
        texts = bits(w0, s.stored), bits(s.exact, s.stored), bits(s.stored, s.stored)
        for row, text in zip(rows, texts, strict=True):
            row.set_text(text)

    return write


def _sentence(now: _Difference) -> str:
    """Say what the picture shows."""
    s, lost, slope = now.step, now.lost, now.slope
    gap = f"the numbers beside w⁰ + ε are {say(s.gap, 2)} apart"
    off = abs(s.missed) * s.gap / s.epsilon
    if s.taken == 0:
        taken = "the computer stores w⁰ + ε as w⁰ itself: no step is taken"
    elif s.missed == 0:
        taken = "the step that is stored is exactly ε"
    else:
        taken = f"the step that is stored is off by {say(off, 2)} of ε"
    start = f"With w⁰ = {say(now.w0)} and ε = {now.epsilon} {gap}, and {taken}."
    if not math.isfinite(now.y0) or not math.isfinite(now.y1):
        return f"{start} g is not defined here, so there is no difference to look at."
    digits = f"{lost or 'no'} digit{'s' * (lost > 1)}"
    left = f"about {now.left or 'none'} {'is' if now.left < 2 else 'are'} left in their difference"
    agree = f"The two values of g agree in {digits}, so of 16 {left}."
    if now.y1 == now.y0:
        agree = "The two values of g are the same, so nothing is left of their difference."
    if not math.isfinite(slope) or slope == 0:
        why = "is 0" if slope == 0 else "does not exist"
        return f"{start} {agree} g′(w⁰) {why}, so there is no staircase to draw in its units."
    error = abs(now.quotient / slope - 1)
    close = f"a relative error of {say(error, 2)}" if error else "right to the last bit"
    return f"{start} {agree} The slope comes out as {say(now.quotient)}: {close}."
