"""`MonomialTerms`: the difference quotient of w^d, term by term (Example B.1, Eq. B.15)."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from ..drawing import CHILD, FAINT, FIRST_ORDER
from ..functions import Drawing, Function, FunctionExplorer, Given, Window, checked_window
from ..live import (
    Control,
    InputError,
    Update,
    handle,
    integers,
    linear,
    or_none,
    raised,
    say,
    signed_log,
)
from .quotient_terms import MOST, Expanded, Power, Quotient, Terms, say_count

# The text in the formula box for the power with the slider d.
POWER = "w^d"
_STAYS: dict[str, Any] = {"fc": FIRST_ORDER}
_DIES: dict[str, Any] = {"fc": CHILD, "hatch": "////"}
_LEFT_OVER: dict[str, Any] = {"fc": "white", "hatch": "...."}
# For w^d, and for any function: what the numbers beside the picture are called, and their heights.
_ROWS = (
    {"stays": 0.64, "dying": 0.56, "sum": 0.47, "quotient": 0.39, "slope": 0.27, "off": 0.19},
    {
        **{"stays": 0.64, "dying": 0.57, "sum": 0.49, "rest": 0.42},
        **{"quotient": 0.35, "slope": 0.24, "off": 0.17},
    },
)
_NAMES = {
    "stays": "the term that stays",
    "dying": "those that die",
    "sum": "their sum",
    "rest": "what is left over",
    "quotient": "the quotient, as computed",
    "slope": "derivative, by adlite",
    "off": "quotient − derivative",
}


class MonomialTerms(FunctionExplorer):
    """Drag ε towards zero: of the terms of the quotient all but the first one die.

    `g` is the degree d of w^d at first, a whole number from 1 to 10; or any function of one number,
    or a formula such as "w^3 - 2*w". "w^d" in the formula box gives the power back. Each bar is a
    term as its share of the sizes of all terms: of Eq. B.15, and for any other g the first ten,
    by its Taylor coefficients at w0, with a bar for what they leave over. `d` (for the power
    only), `w0` and `epsilon` can be set at any time.

    Raises:
        InputError: `g` is none of these or cannot be differentiated, or a value or the window is no
            number.

    >>> explorer = MonomialTerms(2, w0=1.0, epsilon=0.1)
    >>> print(explorer.sentence.split(". ")[0])
    With ε = 0.1 the quotient of w² at w⁰ = 1 is 2.1, the sum of 2 terms
    >>> explorer.epsilon = 0.01
    >>> print(explorer.sentence.split(". ")[1])
    The first term, 2, has no ε and is 99.5 % of all terms by size
    >>> explorer.g = "w^3 - 2*w"
    >>> print(explorer.sentence.split(". ")[0])
    With ε = 0.01 the quotient of g at w⁰ = 1 is 1.03, the sum of 3 terms

    Source: Example B.1, Eqs. B.11 to B.15.

    """

    draws_curve = False

    def __init__(
        self,
        g: Given | int = 4,
        *,
        w0: float = 1.0,
        epsilon: float = 0.5,
        window: Window = (-2, 2),
        title: str = "The terms of the difference quotient",
    ):
        self._window, self.title = checked_window(window), title
        super().__init__(g, w0=w0, epsilon=epsilon)

    def drawing(self, g: Any, w0: Any, epsilon: Any, d: Any = 4) -> Drawing:
        """Return all that depends on g."""
        low, high = self._window
        controls: dict[str, Control] = {
            "w0": linear(low, high, (high - low) / 40, "w⁰", w0),
            "epsilon": signed_log(1, 1e-3, "ε", epsilon),
        }
        degree = _degree(g, d)
        if degree:
            controls = {"d": integers(1, MOST, "d", degree), **controls}
            return Drawing(None, *_picture(self.title, Power), POWER, controls)
        new = Function(g, self._window)
        expanded = Expanded(new)
        return Drawing(new, *_picture(self.title, lambda: expanded), new.formula, controls)

    @property
    def shown_function(self) -> Any:
        return self.subject or Power(int(self.values["d"]))


def _degree(g: Any, now: float) -> int | None:
    """Return the degree of the power that `g` asks for; None if it asks for another function.

    >>> _degree(3, 4), _degree("w^d", 4), _degree("w^3", 4)
    (3, 4, None)
    """
    if isinstance(g, str) and g.replace(" ", "") in (POWER, "w**d"):
        return int(now)
    if callable(g) or isinstance(g, str):
        return None
    if (
        isinstance(g, int | float | np.integer)
        and not isinstance(g, bool)
        and g in range(1, MOST + 1)
    ):
        return int(g)
    raise InputError(
        f"g must be a degree, a whole number from 1 to {MOST}, a function of one number, or a "
        f"formula, such as 'w^3 - 2*w'; {g!r} is none of these."
    )


def _picture(title: str, quotient_of: Callable[..., Quotient]) -> tuple[Figure, Update]:
    """Return the picture of a power, which `quotient_of` gives for each d, or of a function."""
    any_g = quotient_of is not Power
    figure = Figure(figsize=(8.4, 4.2))
    axes = figure.add_axes((0.115, 0.125, 0.46, 0.79))
    last = MOST + any_g
    axes.set(xlim=(0.4, last + 0.6), ylim=(-1.05, 1.05), title=title)
    axes.set(xlabel="the term's power of ε")
    axes.set_ylabel("share of all terms" + " and the rest" * any_g)
    # Plain words, which are drawn ten times faster than formulae.
    powers = ["1", "ε", *(f"ε{raised(j)}" for j in range(2, MOST)), *["rest"] * any_g]
    axes.set_xticks(range(1, last + 1), powers, fontsize=11)
    axes.set_yticks((-1, -0.5, 0, 0.5, 1), ("−100 %", "−50 %", "0", "50 %", "100 %"))
    axes.grid(axis="y", color="0.92")
    axes.set_axisbelow(True)
    axes.axhline(0, color="black", lw=0.8)
    looks = (_STAYS, _DIES, _LEFT_OVER)[: 2 + any_g]
    bars = [PathPatch(_bars(1, [0.0]), ec="black", lw=0.8, **look) for look in looks]
    for patch in bars:
        axes.add_patch(patch)
    (ends,) = axes.plot([], [], color=FAINT, lw=1.2, ls=(0, (4, 3)))
    top = {"first": 0.0}
    handle(bars[0], y="epsilon", at=lambda: (1, top["first"]))
    if not any_g:
        handle(ends, x="d", at="middle")
    rows = _Rows(figure, any_g)

    def update(w0: float, epsilon: float, **d: float) -> str:
        quotient = quotient_of(*map(int, d.values()))
        shown = quotient.terms(w0, epsilon)
        heights = shown.heights
        top["first"] = heights[0] if heights else math.nan
        places = ((1, heights[:1]), (2, heights[1:]), (last, [shown.height_of_rest]))
        for patch, (first, those) in zip(bars, places, strict=False):
            patch.set_path(_bars(first, those or [0.0]))
            patch.set_visible(any(those) or first == 1)
        ends.set_data([len(heights) + 0.5] * 2, [-1.05, 1.05])
        ends.set_visible(bool(heights))
        rows.write(*map(int, d.values()), shown=shown)
        return quotient.sentence(w0, epsilon, shown)

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

    def __init__(self, figure: Figure, any_g: bool):
        self.figure = figure
        write = figure.text
        sides = (r"(w+\epsilon)^d-w^d", r"d\,w^{d-1}")
        if any_g:
            sides = (r"g(w+\epsilon)-g(w)", "g′(w)")
        formula = rf"$\dfrac{{{sides[0]}}}{{\epsilon}}={sides[1]}+\epsilon\,(\,\cdots)$"
        write(self._LEFT, 0.835, formula, fontsize=13)
        self.count = write(self._LEFT, 0.73, "", fontsize=11, color=FAINT)
        looks = {"stays": _STAYS, "dying": _DIES, "rest": _LEFT_OVER}
        self.texts = {
            key: self._row(y, _NAMES[key], looks.get(key)) for key, y in _ROWS[any_g].items()
        }

    def write(self, d: int | None = None, *, shown: Terms) -> None:
        """Fill the rows."""
        known = bool(shown.found)
        if d is None:
            self.count.set_text(say_count(shown.count) if shown.count else "no term but 0" * known)
        else:
            self.count.set_text(f"d = {d}: {say_count(d)}")
        dying = math.fsum(shown.found[1:])
        numbers = {
            "stays": say(shown.found[0]) if known else "none",
            "dying": say(dying) if known else "none",
            "sum": say(shown.found[0] + dying) if known else "none",
            "rest": say(shown.rest, 2) if shown.rest else "rounding only" if known else "none",
            "quotient": or_none(shown.quotient),
            "slope": or_none(shown.slope),
            "off": or_none(shown.quotient - shown.slope, 2),
        }
        for key, text in self.texts.items():
            text.set_text(numbers[key])

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
