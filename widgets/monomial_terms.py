"""`MonomialTerms`: the difference quotient of w^d, term by term (Example B.1, Eq. B.15)."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

import adlite

from .function import window_of
from .live import InputError, Live, linear, say, signed_log
from .palette import CHILD, FAINT, FIRST_ORDER
from .scaled_panel import set_path

HIGHEST = 10
_STAYS: dict[str, Any] = {"fc": FIRST_ORDER}
_DIES: dict[str, Any] = {"fc": CHILD, "hatch": "////"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class MonomialTerms(Live):
    """Drag ε towards zero: of the terms of the quotient of w^d all but the first one die.

    Each bar is a term of Eq. B.15, as its share of the sizes of all terms. `degree` is d at first,
    a whole number from 1 to 10; `d`, `w0` and `epsilon` can be set at any time.

    Raises:
        InputError: `degree` is not such a number, or a value or the window is no number.

    >>> explorer = MonomialTerms(2, w0=1.0, epsilon=0.1)
    >>> print(explorer.sentence.split(". ")[0])
    With ε = 0.1 the quotient of w² at w⁰ = 1 is 2.1, the sum of 2 terms
    >>> explorer.epsilon = 0.01
    >>> print(explorer.sentence.split(". ")[1])
    The first term, 2, has no ε and is 99.5 % of all terms by size

    Source: Example B.1, Eqs. B.11 to B.15.

    """

    def __init__(
        self,
        degree: int = 4,
        *,
        w0: float = 1.0,
        epsilon: float = 0.5,
        window: tuple[float, float] = (-2, 2),
        title: str = "The terms of the difference quotient",
    ):
        if isinstance(degree, bool) or degree not in range(1, HIGHEST + 1):
            raise InputError(
                f"degree must be a whole number from 1 to {HIGHEST}; {degree!r} is not one."
            )
        low, high = window_of(window)
        super().__init__(
            *_picture(title),
            d=linear(1, HIGHEST, 1, "d", degree),
            w0=linear(low, high, (high - low) / 40, "w⁰", w0),
            epsilon=signed_log(1, 1e-3, "ε", epsilon),
        )


def terms(d: int, w: float, epsilon: float) -> list[float]:
    """Return the terms of Eq. B.15, that without ε first.

    >>> terms(2, 1.0, 0.5)
    [2.0, 0.5]
    """
    return [math.comb(d, j) * epsilon ** (j - 1) * w ** (d - j) for j in range(1, d + 1)]


def _picture(title: str) -> tuple[Figure, Callable[..., str]]:
    figure = Figure(figsize=(8.4, 4.2))
    axes = figure.add_axes((0.115, 0.125, 0.46, 0.79))
    axes.set(xlim=(0.4, HIGHEST + 0.6), ylim=(-1.05, 1.05), title=title)
    axes.set(xlabel="the term's power of ε", ylabel="share of all terms")
    powers = [rf"$\epsilon^{{{j}}}$" if j else "$1$" for j in range(HIGHEST)]
    axes.set_xticks(range(1, HIGHEST + 1), powers, fontsize=11)
    axes.set_yticks((-1, -0.5, 0, 0.5, 1), ("−100 %", "−50 %", "0", "50 %", "100 %"))
    axes.grid(axis="y", color="0.92")
    axes.set_axisbelow(True)
    axes.axhline(0, color="black", lw=0.8)
    stays = PathPatch(_bars(1, [0.0]), ec="black", lw=0.8, **_STAYS)
    dying = PathPatch(_bars(1, [0.0]), ec="black", lw=0.8, **_DIES)
    axes.add_patch(stays)
    axes.add_patch(dying)
    (ends,) = axes.plot([], [], color=FAINT, lw=1.2, ls=(0, (4, 3)))
    rows = _Rows(figure)

    def update(d: float, w0: float, epsilon: float) -> str:
        # A slider has whole numbers only; a program may set any.
        degree = round(d)
        found = terms(degree, w0, epsilon)
        size = sum(map(abs, found)) or 1.0
        heights = [term / size for term in found]
        set_path(stays, _bars(1, heights[:1]))
        set_path(dying, _bars(2, heights[1:] or [0.0]))
        dying.set_visible(degree > 1)
        ends.set_data([degree + 0.5] * 2, [-1.05, 1.05])
        quotient = float(adlite.slope(lambda w: w**degree, w0, epsilon))
        slope = float(adlite.grad(lambda w: w**degree)(w0))
        rows.write(degree, found, quotient, slope)
        return _sentence(degree, w0, epsilon, found, quotient)

    return figure, update


def _bars(first: int, heights: list[float]) -> Path:
    """Return bars side by side as one path, the first of them at a place."""
    corners = [
        [(x - 0.36, 0), (x + 0.36, 0), (x + 0.36, y), (x - 0.36, y), (x - 0.36, 0)]
        for x, y in enumerate(heights, first)
    ]
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(heights)
    return Path(np.reshape(corners, (-1, 2)), codes)


class _Rows:
    """The terms in numbers, beside the picture; the samples are its legend."""

    _LEFT, _RIGHT = 0.61, 0.985

    def __init__(self, figure: Figure):
        self.figure = figure
        write = figure.text
        formula = r"$\dfrac{(w+\epsilon)^d-w^d}{\epsilon}=d\,w^{d-1}+\epsilon\,(\,\cdots)$"
        write(self._LEFT, 0.835, formula, fontsize=13)
        self.count = write(self._LEFT, 0.73, "", fontsize=11, color=FAINT)
        self.stays = self._row(0.64, "the term that stays", _STAYS)
        self.dying = self._row(0.56, "those that die", _DIES)
        self.total = self._row(0.47, "their sum")
        self.quotient = self._row(0.39, "the quotient, as computed")
        self.slope = self._row(0.27, "derivative, by adlite")
        self.off = self._row(0.19, "quotient − derivative")

    def write(self, d: int, found: list[float], quotient: float, slope: float) -> None:
        """Fill the rows."""
        self.count.set_text(f"d = {d}: {_terms(d)}")
        rest = math.fsum(found[1:])
        self.stays.set_text(say(found[0]))
        self.dying.set_text(say(rest))
        self.total.set_text(say(found[0] + rest))
        self.quotient.set_text(say(quotient))
        self.slope.set_text(say(slope))
        self.off.set_text(say(quotient - slope, 2))

    def _row(self, y: float, name: str, look: dict[str, Any] | None = None) -> Any:
        if look:
            corners = [
                (self._LEFT + x, y + up) for x, up in ((0, 0), (0.03, 0), (0.03, 0.032), (0, 0.032))
            ]
            transform = self.figure.transFigure
            self.figure.add_artist(
                Polygon(corners, ec="black", lw=0.8, transform=transform, **look)
            )
        self.figure.text(self._LEFT + (0.042 if look else 0), y, name, fontsize=10.5)
        return self.figure.text(self._RIGHT, y, "", fontsize=10.5, ha="right")


def _terms(count: int) -> str:
    return f"{count} term{'s' * (count != 1)}"


def _sentence(d: int, w0: float, epsilon: float, found: list[float], quotient: float) -> str:
    """Say what the picture shows."""
    power = f"w{str(d).translate(_RAISED)}" if d > 1 else "w"
    start = f"With ε = {say(epsilon)} the quotient of {power} at w⁰ = {say(w0)} is {say(quotient)}"
    if d == 1:
        return f"{start}. Its only term is 1, which has no ε: nothing dies, whatever ε is."
    start += f", the sum of {_terms(d)}"
    if w0 == 0:
        return (
            f"{start}. At w⁰ = 0 all terms are 0 but the last one, {say(found[-1])}. "
            "It dies with ε, and the derivative is 0."
        )
    share = abs(found[0]) / math.fsum(map(abs, found))
    rest = math.fsum(found[1:])
    others = "The other one is" if d == 2 else f"The {d - 1} others add up to"
    return (
        f"{start}. The first term, {say(found[0])}, has no ε and is {_percent(share)} of all terms "
        f"by size. {others} {say(rest)}, with a factor ε in {'it' if d == 2 else 'each'}."
    )


def _percent(share: float) -> str:
    """Write a share so that only a whole is called 100 %."""
    if share > 0.9995:
        return "more than 99.9 %"
    return f"{say(100 * share, 3)} %" if share >= 0.001 else "less than 0.1 %"
