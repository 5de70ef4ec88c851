"""The picture of a rule: the function above, its derivative beneath, and the slope in both."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path

import adlite
from adlite.graphs import tex

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    DOT,
    GUIDES,
    HAIR,
    HEAVY,
    LINE,
    SUBJECT,
    Labels,
    point,
    role,
)
from ..functions import agree
from ..live import Heading, Line, Row, or_none, say
from .rule_in_symbols import Rule
from .scaled_panel import Formula, Panel

# Left, bottom, width and height of both panels in units.
_ABOVE, _BELOW = (50, 222, 370, 160), (50, 30, 370, 138)
# Where a number stands at its point.
_AROUND = tuple((dx, dy) for dy in (8, 22, -8, -22, 0, 36, -36) for dx in (14, -14))


@dataclass(frozen=True)
class Measured:
    """What there is at w0: height and slope, and what rule, quotient and autograd say of it."""

    w0: float
    epsilon: float
    y: float
    slope: float
    rule: float
    quotient: float
    autograd: float
    sides: adlite.OneSided


class Formulas:
    """What stands over the curves: the function above, and its derivative beneath."""

    def __init__(self, figure: Figure, rules: dict[str, Rule]):
        left, _, _, height = _ABOVE
        lines = (top + 16 for top in (_ABOVE[1] + height, _BELOW[1] + _BELOW[3]))
        looks = zip(lines, (role.ink, role.first_text), strict=True)
        self.places = [Formula(figure, left - 20, line, color) for line, color in looks]
        self.paths: dict[str, list[Path | None]] = {}
        for name, rule in rules.items():
            latex = rule.g.g.latex if rule.g.formula else ""
            texts = (
                f"g(w) = {latex}" if latex else "g(w)",
                f"g'(w) = {tex(rule.derivative)}" if rule.derivative else "g'(w)",
            )
            short = "g(w)", "g'(w)"
            self.paths[name] = [
                place.set_up(text) or place.set_up(instead)
                for place, text, instead in zip(self.places, texts, short, strict=True)
            ]

    def show(self, function: str) -> None:
        """Show those of a function."""
        for place, path in zip(self.places, self.paths[function], strict=True):
            place.show(path)


class RulePicture:
    """What moves: the tangent and the chord above, the slope beneath."""

    def __init__(self, figure: Figure, points: np.ndarray):
        self.figure = figure
        self.above, self.below = Panel(figure, _ABOVE, points, ""), Panel(figure, _BELOW, points)
        self.above.axes.tick_params(axis="x", labelbottom=False, length=0)
        self.above.curve(color=role.ink, lw=LINE, zorder=CURVE)
        self.below.curve(color=role.first, lw=HEAVY, zorder=CURVE)
        upper, lower = self.above.axes, self.below.axes
        (self.tangent,) = upper.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        (self.chord,) = upper.plot([], [], color=role.child, lw=LINE, ls=DASH, zorder=COMPANIONS)
        self.ends = [point(upper, role.child, "square") for _ in range(2)]
        self.dots = [point(axes, role.first) for axes in (upper, lower)]
        guide: dict[str, Any] = {"color": role.axis, "lw": HAIR, "ls": DOT, "zorder": GUIDES}
        self.guides = [axes.plot([], [], **guide)[0] for axes in (upper, lower)]
        self.labels = Labels(upper)
        self.slope_above = self.labels.add(role.first)
        self.slope_below = self.labels.add(role.first, axes=lower)

    def draw(self, rule: Rule, now: Measured) -> None:
        """Draw both curves of the rule, and what there is at w0."""
        upper, lower = rule.scales
        self.above.show(upper)
        self.below.show(lower)
        window = rule.g.window
        y, slope = upper.height(now.y), lower.height(now.slope)
        _move_point(self.dots[0], now.w0, y)
        _move_point(self.dots[1], now.w0, slope)
        heights = [upper.height(now.y + now.slope * (end - now.w0)) for end in window]
        _move_line(self.tangent, window, heights)
        x = now.w0 - now.epsilon, now.w0 + now.epsilon
        heights = [upper.height(rule.g(end)) for end in x]
        chord = heights if math.isfinite(now.quotient) else [math.nan] * 2
        _move_line(self.chord, x, chord)
        for end, a, b in zip(self.ends, x, heights, strict=True):
            _move_point(end, a, b)
        for guide, line, seen in (
            (self.guides[0], [0, min(y, 1)], self.dots[0].get_visible()),
            (self.guides[1], [slope, 1], self.dots[1].get_visible()),
        ):
            guide.set_data([now.w0] * 2, line)
            guide.set_visible(seen)

    def name(self, rule: Rule, now: Measured) -> None:
        """Write the slope at both of its places."""
        upper, lower = rule.scales
        for label, dot, y, words in (
            (self.slope_above, self.dots[0], upper.height(now.y), f"slope {say(now.slope)}"),
            (self.slope_below, self.dots[1], lower.height(now.slope), say(now.slope)),
        ):
            seen = dot.get_visible() and math.isfinite(now.slope)
            label.put(words if seen else "", now.w0, y, *_AROUND)
        dots = *self.dots, *self.ends
        self.labels.settle(
            *dots, self.tangent, self.chord, self.above.lines[0], self.below.lines[0]
        )

    def rows(self, rule: Rule, now: Measured) -> list[Line]:
        """Return where the rule is from, the three slopes, and whether they agree."""
        source = rule.source[:1].upper() + rule.source[1:]
        return [
            Heading(source if rule.derivative else "g′ is too long to print here"),
            Heading("at w⁰", "slope", "off by"),
            Row("by the rule", or_none(now.rule), "", like=(self.tangent, self.dots[0])),
            Row(
                "quotient",
                or_none(now.quotient),
                _off(now.quotient, now.slope),
                like=(self.chord, self.ends[0]),
            ),
            Row("autograd", or_none(now.autograd), _off(now.autograd, now.slope)),
            Heading(_verdict(now)),
        ]


def _move_line(line: Line2D, x: Any, y: Any) -> None:
    """Move a line, and hide it where a number is missing."""
    line.set_data(x, y)
    line.set_visible(bool(np.isfinite(y).all()))


def _move_point(dot: Line2D, x: float, y: float) -> None:
    """Move a point, and hide it where its panel does not reach."""
    dot.set_data([x], [y])
    axes: Any = dot.axes
    left, right = axes.get_xlim()
    dot.set_visible(left <= x <= right and 0 <= y <= 1)


def _off(x: float, slope: float) -> str:
    if not math.isfinite(x - slope):
        return "–"
    return "0" if agree(x, slope) else ("+" if x > slope else "") + say(x - slope, 2)


def _verdict(now: Measured) -> str:
    if not math.isfinite(now.slope):
        return "no derivative here"
    if not agree(now.slope, now.rule):
        return f"the derivative is {say(now.slope)}"
    return agreement(now.rule, now.autograd)[0]


def agreement(rule: float, autograd: float) -> tuple[str, str]:
    """Say in short and in a clause whether autograd gives what the rule gives.

    >>> agreement(0.5, 0.5)
    ('rule and autograd agree', 'autograd agrees with the rule')
    """
    if math.isnan(autograd):
        return "autograd has no value", "autograd has no value"
    if agree(rule, autograd):
        return "rule and autograd agree", "autograd agrees with the rule"
    return f"autograd: {say(autograd)}", f"autograd gives {say(autograd)}"
