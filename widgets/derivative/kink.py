"""`Kink`: what six witnesses say where left and right do not agree (Eqs. B.5, B.6 and B.10)."""

import math
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import adlite

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    DOT,
    HEAVY,
    LINE,
    NAME,
    SUBJECT,
    Labels,
    chart,
    picture,
    point,
    role,
)
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
from ..live import Heading, Line, Row, Seen, Update, choice, handle, linear, log, say

PRESETS = ("max(0, w^2)", "max(0, w)", "abs(w)", "sin(w) + w^2/2")
# A first and a second derivative, and what both sides of the point say of each.
Orders = tuple[float, float]
Sides = tuple[adlite.OneSided, adlite.OneSided]
Place = tuple[float, float]
# Where words stand at the point, and the name of its place at the axis.
_AROUND = tuple((dx, dy) for dy in (-14, 14, -30, 30) for dx in (0, 8, -8))
_FEET = (0, 4), (9, 4), (-9, 4)


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
        return Drawing(functions, *_picture(functions, self._window), text, controls)


def _with_presets(g: Given, window: Window) -> tuple[dict[str, Function], str]:
    """Return the functions to choose from, and the name of `g` among them."""
    name = g.strip() if isinstance(g, str) else "your g"
    own = Function(g, window)
    return {text: _preset(text, window) for text in PRESETS} | {name: own}, name


@lru_cache(maxsize=64)
def _preset(text: str, window: Window) -> Function:
    return Function(text, window)


def _picture(functions: dict[str, Function], window: Window) -> tuple[Figure, Update]:
    low, high = window
    points = np.linspace(low, high, 481)
    curves = {name: g.values(points) for name, g in functions.items()}
    spans = [axis_limits(values) for values in curves.values()]
    bottom, top = min(span[0] for span in spans), max(span[1] for span in spans)
    figure = picture(306)
    scene = _Scene(chart(figure, (44, 30, 376, 244), window, (bottom, top)))
    for name, values in curves.items():
        scene.add_curve(name, points, broken_at_poles(values, bottom, top))
    for end in scene.ends[::-1]:
        handle(end, x="epsilon")
    handle(scene.point, x="w0")

    def update(function: str, w0: float, epsilon: float) -> Seen:
        g = functions[function]
        by_tool, sides = ask_tools(g, w0)
        y0, steps = g(w0), (-epsilon, epsilon)
        y = (g(w0 - epsilon), g(w0 + epsilon))
        slopes = [
            difference_quotient((there, -y0), step) for there, step in zip(y, steps, strict=True)
        ]
        slope = sides[0].left if sides[0].differentiable else math.nan
        central = difference_quotient((y[1], -y[0]), 2 * epsilon)
        bend = difference_quotient((y[0], -2 * y0, y[1]), epsilon**2)
        scene.choose(function)
        scene.draw((w0, y0), slope, [(w0 + e, there) for e, there in zip(steps, y, strict=True)])
        scene.name((w0, y0), slope, slopes)
        rows = scene.rows([*((s,) for s in slopes), (central, bend), *by_tool.values()], sides)
        if math.isnan(y0):
            return Seen(
                f"{function} is not defined at w⁰ = {say(w0)}: no witness has anything to say.",
                rows,
            )
        verdict = f"has no derivative at w⁰ = {say(w0)}: {why_no_derivative(sides[0])}."
        if sides[0].differentiable:
            verdict = f"has the derivative {say(slope)} at w⁰ = {say(w0)}."
        quotients = _quotients(epsilon, slopes[0], slopes[1], central)
        told = " ".join([function, verdict, quotients, *_say_tools(by_tool, sides)])
        return Seen(told + (g.known if sides[0].differentiable else ""), rows)

    return figure, update


class _Scene:
    """What moves: a secant on each side of the point, and the tangent where there is one."""

    def __init__(self, axes: Axes):
        self.axes = axes
        self.curves: dict[str, Any] = {}
        (self.tangent,) = axes.plot([], [], color=role.first, lw=HEAVY, zorder=COMPANIONS)
        looks = (role.parent, DOT, "diamond"), (role.child, DASH, "square")
        self.secants = [
            axes.plot([], [], color=color, ls=dash, lw=HEAVY, zorder=SUBJECT)[0]
            for color, dash, _ in looks
        ]
        self.ends = [point(axes, color, shape) for color, _, shape in looks]
        self.point = point(axes, role.first)
        self.labels = Labels(axes)
        add = self.labels.add
        self.verdict, self.at_point = add(role.first), add(role.first)
        self.slopes = [add(color) for color, _, _ in looks]
        self.tangent_name, self.curve_name = add(role.first), add(role.ink, NAME)

    def add_curve(self, name: str, points: np.ndarray, values: np.ndarray) -> None:
        """Draw another function, of which one is seen."""
        (self.curves[name],) = self.axes.plot(points, values, color=role.ink, lw=LINE, zorder=CURVE)

    def choose(self, name: str) -> None:
        """Show one of the functions."""
        for other, line in self.curves.items():
            if line.get_visible() != (other == name):
                line.set_visible(other == name)
        self.curve = self.curves[name]

    def draw(self, at: Place, slope: float, ends: list[Place]) -> None:
        """Draw the lines through the point, the secants each on its own side."""
        (w0, y0), window = at, self.axes.get_xlim()
        for line, end, (w1, y1), far in zip(self.secants, self.ends, ends, window, strict=True):
            there = math.isfinite(y0 + y1)
            if there:
                line.set_data([w0, far], [y0, y0 + (y1 - y0) / (w1 - w0) * (far - w0)])
            end.set_data([w1], [y1])
            line.set_visible(there)
            end.set_visible(there and self._inside(w1, y1))
        self.tangent.set_data(window, [y0 + slope * (end - w0) for end in window])
        self.tangent.set_visible(math.isfinite(slope))
        self.point.set_data([w0], [y0])
        self.point.set_visible(self._inside(w0, y0))

    def _inside(self, x: float, y: float) -> bool:
        (left, right), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        return left <= x <= right and bottom <= y <= top

    def name(self, at: Place, slope: float, slopes: list[float]) -> None:
        """Write each secant's slope on it, and at a corner that there is no tangent."""
        (w0, y0), foot = at, self.axes.get_ylim()[0]
        seen = self.point.get_visible()
        self.verdict.put("no tangent" if seen and math.isnan(slope) else "", w0, y0, *_AROUND)
        self.at_point.put("w⁰" if seen else "", w0, foot, *_FEET)
        for label, line, found in zip(self.slopes, self.secants, slopes, strict=True):
            label.along(f"slope {say(found)}", line)
        self.tangent_name.along("tangent", self.tangent)
        self.curve_name.along("g", self.curve)
        dots = self.point, *self.ends
        self.labels.settle(*dots, *self.secants, self.tangent, self.curve)

    def rows(self, witnesses: list[tuple[float, ...]], sides: Sides) -> list[Line]:
        """Return what each witness says, and what is true."""
        likes = [*zip(self.secants, self.ends, strict=True), *[()] * (1 + len(TOOLS))]
        names = ("left secant", "right secant", "central", *TOOLS)
        rows: list[Line] = [Heading("witness", "says g′", "says g″")]
        for name, says, like in zip(names, witnesses, likes, strict=True):
            cells = [_entry(x) for x in says]
            rows.append(Row(name, *cells, *["–"] * (2 - len(cells)), like=like))
        tangent = [self.tangent] if sides[0].differentiable else []
        exists = ({True: "yes", False: "no", None: "?"}[side.differentiable] for side in sides)
        rows += [
            Row("truth from the left", *(_entry(side.left) for side in sides)),
            Row("truth from the right", *(_entry(side.right) for side in sides)),
            Row("is there one?", *exists, like=tangent, total=True),
        ]
        return rows


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
