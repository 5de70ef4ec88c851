"""`FloatMicroscope`: what storing does to w0 + ε and to a small difference (Section B.2.2)."""

import math
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

from ..drawing import picture
from ..functions import Drawing, Function, FunctionExplorer, Given
from ..live import Control, Line, Row, Seen, Update, choice, or_none, raised, say, steps
from .stored_numbers import Step, decimal, step
from .storing import HEIGHT, BitRows, Ruler, Stairs

_MOST = 18
_PLACES = (0.1, 0.5, 1.0, 1.1, 1.5, 2.0, 10.0, 100.0, 1000.0)


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
        return Drawing(new, *_picture(new), new.formula, controls)


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


def _picture(g: Function) -> tuple[Figure, Update]:
    figure = picture(HEIGHT)
    stairs, ruler, rows = Stairs(figure, g), Ruler(figure), BitRows(figure)

    def update(k: int, base: str, w0: float) -> Seen:
        s = step(k, base, w0)
        now = _Difference(_named(k, base), w0, s, g(w0), g(s.stored), g.slope(w0))
        ruler.show(s)
        rows.show(w0, s)
        unit = now.slope * s.epsilon
        stairs.show(w0, s.epsilon, unit, now.y1 - now.y0)
        return Seen(_sentence(now), _rows(now, stairs, ruler))

    return figure, update


def _rows(now: _Difference, stairs: Stairs, ruler: Ruler) -> list[Line]:
    """Return the step, both values of g with all their digits, and the slope that they give."""
    known = math.isfinite(now.quotient)
    return [
        Row("ε", now.epsilon, like=ruler.wanted),
        Row("stored", say(now.step.taken, 10), like=ruler.marks[1]),
        Row("g(w⁰ + ε)", _long(now.y1)),
        Row("g(w⁰)", _long(now.y0)),
        Row("digits left", f"about {now.left}" if known else "–"),
        Row("found", or_none(now.quotient, 10), like=(stairs.computed, stairs.here)),
        Row("g′(w⁰)", or_none(now.slope, 10), like=stairs.exact),
    ]


def _long(y: float) -> str:
    return decimal(y, 17) if math.isfinite(y) else "none"


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
