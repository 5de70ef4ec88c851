"""`Kink`: what six witnesses say where left and right do not agree (Eqs. B.5, B.6 and B.10)."""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

import adlite

from ..drawing import CHILD, FAINT, FIRST_ORDER, FUNCTION, PARENT
from ..functions import (
    TOOLS,
    Drawing,
    Function,
    FunctionExplorer,
    Given,
    Window,
    ask_tools,
    axis_limits,
    broken_at_poles,
    checked_window,
    difference_quotient,
    why_no_derivative,
)
from ..live import Update, choice, handle, linear, log, say

PRESETS = ("max(0, w^2)", "max(0, w)", "abs(w)", "sin(w) + w^2/2")
_SIDES: dict[str, dict[str, Any]] = {
    "left secant": {"color": PARENT, "ls": (0, (1, 1.5)), "marker": "s"},
    "right secant": {"color": CHILD, "ls": (0, (5, 2)), "marker": "^"},
}

# A first and a second derivative, and what both sides of the point say of each.
Orders = tuple[float, float]
Sides = tuple[adlite.OneSided, adlite.OneSided]


class Kink(FunctionExplorer):
    """Ask six witnesses for the derivative at a point, and compare with what left and right say.

    The list holds four functions: two of the chapter's, |w|, and a smooth one. `g`, any function of
    one number or a formula, comes to them. `window` is the part of the w axis to show. The
    witnesses are the secants to the left and to the right, the central difference, forward and
    reverse mode of adlite, and autograd, which says "none" where it cannot run `g`. Second
    derivatives stand beside the first.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is no number.

    >>> explorer = Kink("max(0, w)", epsilon=0.1)
    >>> for sentence in explorer.sentence.split(". ")[1:]:
    ...     print(sentence)
    With ε = 0.1 the left secant has slope 0, the right one 1, and the central difference is 0.5
    Forward mode says 0.5, reverse mode 0.5 and autograd 0.5: a convention, no derivative.
    >>> explorer.function = "max(0, w^2)"
    >>> print(explorer.sentence.split(". ")[-1])
    The second derivative is 2, yet autograd says 1.

    Source: Eqs. B.5, B.6 and B.10.

    """

    formula_label = "another g(w)"

    def __init__(
        self,
        g: Given = "max(0, w)",
        *,
        w0: float = 0.0,
        epsilon: float = 0.5,
        window: Window = (-1.5, 1.5),
        title: str = "Is there a derivative?",
    ):
        self._window, self.title = checked_window(window), title
        super().__init__(g, w0=w0, epsilon=epsilon)

    @property
    def shown_function(self) -> Any:
        return self.subject[self.function]

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        """Where the sliders stand; the list goes to the other function."""
        return {"w0": self.w0, "epsilon": self.epsilon}

    def drawing(self, g: Given, w0: Any, epsilon: Any) -> Drawing:
        """Return all that depends on g, which joins the list and is chosen from it."""
        low, high = self._window
        functions, name = _with_presets(g, self._window)
        controls = {
            "function": choice(tuple(functions), "g(w)", name),
            "w0": linear(low, high, (high - low) / 12, "w⁰", w0),
            "epsilon": log(1e-2, 1, "ε", epsilon),
        }
        # The box is for what the list does not have.
        text = g if isinstance(g, str) and name not in PRESETS else ""
        return Drawing(functions, *_picture(functions, self._window, self.title), text, controls)


def _with_presets(g: Given, window: Window) -> tuple[dict[str, Function], str]:
    """Return the functions to choose from, and the name of `g` among them."""
    name = g.strip() if isinstance(g, str) else "your g"
    own = Function(g, window)
    return {text: _preset(text, window) for text in PRESETS} | {name: own}, name


@lru_cache(maxsize=64)
def _preset(text: str, window: Window) -> Function:
    return Function(text, window)


def _picture(functions: dict[str, Function], window: Window, title: str) -> tuple[Figure, Update]:
    low, high = window
    points = np.linspace(low, high, 481)
    figure = Figure(figsize=(8.4, 4.6))
    axes = figure.add_axes((0.075, 0.115, 0.46, 0.81))
    curves = {name: g.values(points) for name, g in functions.items()}
    spans = [axis_limits(values) for values in curves.values()]
    bottom, top = min(span[0] for span in spans), max(span[1] for span in spans)
    axes.set(xlim=window, ylim=(bottom, top), xlabel="w", title=title)
    axes.grid(color="0.92")
    drawn = {
        name: axes.plot(points, broken_at_poles(y, bottom, top), color=FUNCTION, lw=2)[0]
        for name, y in curves.items()
    }
    (tangent,) = axes.plot([], [], color=FIRST_ORDER, lw=3)
    secants, ends = [], []
    for style in _SIDES.values():
        secants += axes.plot([], [], color=style["color"], ls=style["ls"], lw=2.2)
        ends += axes.plot([], [], color=style["color"], marker=style["marker"], ms=8, mec="white")
    (point,) = axes.plot([], [], color=FUNCTION, marker="o", ms=9, ls="none", mec="white")
    for end in ends:
        handle(end, x="epsilon")
    handle(point, x="w0")
    write = _table(figure)

    def update(function: str, w0: float, epsilon: float) -> str:
        g = functions[function]
        by_tool, sides = ask_tools(g, w0)
        y0, steps = g(w0), (-epsilon, epsilon)
        y = [g(w0 + step) for step in steps]
        slopes = [
            difference_quotient((there, -y0), step) for there, step in zip(y, steps, strict=True)
        ]
        for name, line in drawn.items():
            if line.get_visible() != (name == function):
                line.set_visible(name == function)
        for line, end, step, there, slope in zip(secants, ends, steps, y, slopes, strict=True):
            far = low if step < 0 else high
            line.set_data([w0, far], [y0, y0 + slope * (far - w0)])
            end.set_data([w0 + step], [there])
            line.set_visible(math.isfinite(slope))
            end.set_visible(math.isfinite(slope))
        slope = sides[0].left if sides[0].differentiable else math.nan
        tangent.set_data(window, [y0 + slope * (end - w0) for end in window])
        tangent.set_visible(math.isfinite(slope))
        point.set_data([w0], [y0])
        point.set_visible(math.isfinite(y0))
        central = difference_quotient((y[1], -y[0]), 2 * epsilon)
        bend = difference_quotient((y[0], -2 * y0, y[1]), epsilon**2)
        witnesses = [(slopes[0],), (slopes[1],), (central, bend), *by_tool.values()]
        write(witnesses, sides)
        if math.isnan(y0):
            return f"{function} is not defined at w⁰ = {say(w0)}: no witness has anything to say."
        verdict = f"has no derivative at w⁰ = {say(w0)}: {why_no_derivative(sides[0])}."
        if sides[0].differentiable:
            verdict = f"has the derivative {say(slope)} at w⁰ = {say(w0)}."
        quotients = _quotients(epsilon, slopes[0], slopes[1], central)
        told = " ".join([function, verdict, quotients, *_say_tools(by_tool, sides)])
        return told + (g.known if sides[0].differentiable else "")

    return figure, update


def _quotients(epsilon: float, left: float, right: float, central: float) -> str:
    """Say what the three difference quotients are."""
    start = f"With ε = {say(epsilon)}"
    if math.isfinite(central):
        return (
            f"{start} the left secant has slope {say(left)}, the right one {say(right)}, "
            f"and the central difference is {say(central)}."
        )
    for side, slope in (("left", left), ("right", right)):
        if math.isfinite(slope):
            return f"{start} the {side} secant has slope {say(slope)}, and there is no other."
    return f"{start} there is no secant on either side."


def _entry(x: float, missing: str = "none") -> str:
    """Return a number that fits into the table."""
    if math.isnan(x):
        return missing
    return say(x, 4 if x == 0 or 1e-4 <= abs(x) < 1e6 else 2)


def _same(x: float, y: float) -> bool:
    return abs(x - y) <= 1e-8 * max(1.0, abs(y))


def _say_tools(by_tool: dict[str, Orders], sides: Sides) -> list[str]:
    """Return what the tools say, beside what is true."""
    first, second = sides
    says = [_entry(by_tool[name][0], "nothing") for name in TOOLS]
    tools = f"Forward mode says {says[0]}, reverse mode {says[1]} and autograd {says[2]}"
    bend = by_tool["autograd"][1]
    theirs = f"says {_entry(bend, 'nothing')}"
    if not first.differentiable:
        numbers = [by_tool[name][0] for name in TOOLS]
        if not any(map(math.isfinite, numbers)):
            return [f"{tools}."]
        one = all(_same(x, numbers[0]) for x in numbers)
        return [f"{tools}: {'a convention, no' if one else 'not one number, and no'} derivative."]
    # What a tool cannot say is not wrong.
    wrong = [x for x, _ in by_tool.values() if math.isfinite(x) and not _same(x, first.left)]
    tools += ", which is not the derivative" if wrong else ""
    if not second.differentiable:
        truth = "no second derivative"
        if math.isfinite(second.left) and math.isfinite(second.right):
            ends = f"{say(second.left)} from the left, {say(second.right)} from the right"
            truth += f" ({ends})"
        joint = "yet" if math.isfinite(bend) else "and"
        return [f"{tools}.", f"There is {truth}, {joint} autograd {theirs}."]
    truth = f"The second derivative is {say(second.left)}"
    joint = "and autograd agrees" if _same(bend, second.left) else f"yet autograd {theirs}"
    return [f"{tools}.", f"{truth}, {joint}."]


def _table(figure: Figure) -> Callable[..., None]:
    """Draw the table's still parts; return what fills in the numbers."""
    left, columns = 0.565, (0.852, 0.985)
    small: dict[str, Any] = {"fontsize": 10, "color": FAINT}

    def row(y: float, name: str, words: dict[str, Any], *entries: str) -> list[Text]:
        figure.text(left + 0.05 * ("color" not in words), y, name, **words)
        places = zip(columns, entries, strict=False)
        return [figure.text(x, y, entry, ha="right", **words) for x, entry in places]

    row(0.885, "witness", small, "says g′", "says g″")
    plain: dict[str, Any] = {"fontsize": 10.5}
    heights = [0.82 - 0.063 * i for i in range(6)]
    witnesses = zip(heights, (*_SIDES, "central", *TOOLS), strict=True)
    entries = [row(y, name, plain, "", "–" if name in _SIDES else "") for y, name in witnesses]
    for y, style in zip(heights, _SIDES.values(), strict=False):
        look = {k: style[k] for k in ("color", "ls", "marker")}
        ends = [left, left + 0.034]
        figure.add_artist(Line2D(ends, [y + 0.012] * 2, lw=2, ms=5, markevery=[1], **look))
    row(0.42, "the truth", small, "g′", "g″")
    rows = [row(0.357, "from the left", plain, "", ""), row(0.294, "from the right", plain, "", "")]
    exists = row(0.231, "is there one?", plain, "", "")
    figure.add_artist(Line2D([left, left + 0.034], [0.127] * 2, color=FIRST_ORDER, lw=3))
    figure.text(left + 0.05, 0.115, "tangent, where there is one", fontsize=10.5)

    def write(slopes: list[tuple[float, ...]], sides: Sides) -> None:
        for texts, values in zip(entries, slopes, strict=True):
            for text, value in zip(texts, values, strict=False):
                text.set_text(_entry(value))
        for i, side in enumerate(sides):
            rows[0][i].set_text(_entry(side.left))
            rows[1][i].set_text(_entry(side.right))
            exists[i].set_text({True: "yes", False: "no", None: "?"}[side.differentiable])

    return write
