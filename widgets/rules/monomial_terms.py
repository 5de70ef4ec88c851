"""`MonomialTerms`: the difference quotient of w^d, term by term (Example B.1, Eq. B.15)."""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..drawing import (
    CURVE,
    DOT,
    GUIDES,
    HAIR,
    LABEL,
    LINE,
    NAME,
    THIN,
    chart,
    note,
    picture,
    point,
    role,
    width_of,
)
from ..functions import Drawing, Function, FunctionExplorer, Given, Window, checked_window
from ..live import (
    Control,
    Heading,
    InputError,
    Line,
    Row,
    Seen,
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
# What stays, what dies, and what is left over.
_LOOKS: tuple[dict[str, Any], ...] = (
    {"fc": role.wash_first, "ec": role.first},
    {"fc": role.wash_child, "ec": role.child},
    {"fc": role.band, "ec": role.axis},
)
# Left, bottom, width and height of the chart in units, and how far it goes beyond a whole.
_BOX, _TALLEST = (60, 12, 384, 276), 1.2


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
            return Drawing(None, *_picture(Power), POWER, controls)
        new = Function(g, self._window)
        expanded = Expanded(new)
        return Drawing(new, *_picture(lambda: expanded), new.formula, controls)

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


def _picture(quotient_of: Callable[..., Quotient]) -> tuple[Figure, Update]:
    """Return the picture of a power, which `quotient_of` gives for each d, or of a function."""
    any_g = quotient_of is not Power
    figure = picture(320)
    axes = chart(figure, _BOX, (0, _BOX[2]), (-_TALLEST, _TALLEST), "", "")
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks(())
    axes.set_yticks((-1, -0.5, 0, 0.5, 1), ("−100 %", "−50 %", "0", "50 %", "100 %"))
    axes.axhline(0, color=role.axis, lw=HAIR, zorder=GUIDES)
    note(axes, 0, 1, "share of all terms by size", -48, 8, color=role.faint, coords=axes.transAxes)
    scene = _Scene(axes, MOST + any_g if any_g else 0)
    handle(scene.tip, y="epsilon")
    if not any_g:
        handle(scene.end, x="d")

    def update(w0: float, epsilon: float, **d: float) -> Seen:
        quotient = quotient_of(*map(int, d.values()))
        shown = quotient.terms(w0, epsilon)
        scene.draw(shown)
        return Seen(quotient.sentence(w0, epsilon, shown), scene.rows(shown, *map(int, d.values())))

    return figure, update


class _Scene:
    """What moves: the bars with their names, and for a power the line after the last one.

    `slots` is how many bars there is room for; 0 gives every power its own.
    """

    def __init__(self, axes: Axes, slots: int):
        self.slots = slots
        looks = _LOOKS[: 3 if slots else 2]
        self.bars = [
            PathPatch(_bars(0, 1, [0.0]), lw=LINE, zorder=CURVE, joinstyle="miter", **look)
            for look in looks
        ]
        for patch in self.bars:
            axes.add_patch(patch)
        colors = [role.first, *[role.child] * (MOST - 1), *[role.ink] * bool(slots)]
        self.names = [note(axes, 0, 0, "", color=color, ha="center") for color in colors]
        (self.ends,) = axes.plot([], [], color=role.axis, lw=THIN, ls=DOT, zorder=GUIDES)
        self.d_name = note(axes, 0, 0, "d", 0, 14, ha="center", size=NAME)
        self.tip, self.end = point(axes, role.child, "square"), point(axes, role.ink, "diamond")

    def draw(self, shown: Terms) -> None:
        """Draw each term as its share, and write on it which it is."""
        heights, width = shown.heights, float(_BOX[2])
        # Narrower where there are more, and yet so that more need more room.
        slot = width / (self.slots or len(heights) + 2)
        places = (0, heights[:1]), (1, heights[1:]), (MOST, [shown.height_of_rest])
        for patch, (first, those) in zip(self.bars, places, strict=False):
            patch.set_path(_bars(first, slot, those or [0.0]))
            patch.set_visible(any(those) or first == 0)
        self.tip.set_data([slot / 2], heights[:1] or [math.nan])
        self.tip.set_visible(bool(heights))
        at = len(heights) * slot + 8
        self.ends.set_data([at] * 2, [-1.05, 1.05])
        self.end.set_data([at], [0])
        self.d_name.set_position((at + 9, 0))
        for artist in (self.ends, self.end, self.d_name):
            artist.set_visible(not self.slots)
        tall = [*heights, *[0.0] * (MOST - len(heights)), shown.height_of_rest]
        words = _names(len(heights), slot, bool(self.slots))
        for j, (name, word, height) in enumerate(zip(self.names, words, tall, strict=False)):
            # Beyond the bar's end, where the first one has its handle.
            off = 0.05 + 0.08 * (j == 0)
            name.set_text(word if height else "")
            name.set_position(
                ((j + 0.5) * slot, height + off if height > 0 else height - off - 0.09)
            )

    def rows(self, shown: Terms, d: int | None = None) -> list[Line]:
        """Return the terms in numbers; their bars are the legend."""
        known = bool(shown.found)
        count = say_count(shown.count) if shown.count else "no term but 0" * known
        dying = math.fsum(shown.found[1:])
        numbers = (
            (say(shown.found[0]), say(dying), say(shown.found[0] + dying))
            if known
            else ("none",) * 3
        )
        left = say(shown.rest, 2) if shown.rest else "rounding only" if known else "none"
        return [
            Heading(f"d = {d}: {say_count(d)}" if d else count),
            Row("the term that stays", numbers[0], like=self.bars[0]),
            Row("those that die", numbers[1], like=self.bars[1]),
            Row("their sum", numbers[2], total=True),
            *([Row("what is left over", left, like=self.bars[2])] if self.slots else []),
            Row("quotient, as computed", or_none(shown.quotient)),
            Row("derivative, by adlite", or_none(shown.slope)),
            Row("quotient − derivative", or_none(shown.quotient - shown.slope, 2)),
        ]


@lru_cache(maxsize=40)
def _names(count: int, slot: float, any_g: bool) -> list[str]:
    """Return what stands on the bars: all of a term, or its power of ε where bars are narrow.

    >>> _names(4, 64, False)[:4]
    ['4w³', '6w²ε', '4wε²', 'ε³']
    >>> _names(8, 38, False)[:4]
    ['1', 'ε', 'ε²', 'ε³']
    """
    short = ["g′" if any_g else "1", *(_power("ε", j) for j in range(1, MOST)), "rest"]
    full = [
        f"{math.comb(count, j)}".removeprefix("1" if j == count else " ")
        + _power("w", count - j)
        + _power("ε", j - 1)
        for j in range(1, count + 1)
    ]
    fit = not any_g and all(width_of(words, LABEL) < slot for words in full)
    return [words or "1" for words in full] + [""] * (MOST + 1 - count) if fit and count else short


def _power(letter: str, n: int) -> str:
    return "" if n == 0 else letter if n == 1 else letter + raised(n)


def _bars(first: int, slot: float, heights: list[float]) -> Path:
    """Return bars side by side as one path, each in its slot, after the first slots."""
    corners = [
        [(left, 0), (left + 0.76 * slot, 0), (left + 0.76 * slot, y), (left, y), (left, 0)]
        for left, y in ((slot * (first + j + 0.12), y) for j, y in enumerate(heights))
    ]
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(heights)
    return Path(np.reshape(corners, (-1, 2)), codes)
