"""`ElementaryRule`: a function, the rule for its derivative, and the rule put to the test."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text

import adlite
from adlite.graphs import tex

from ..drawing import CHILD, FAINT, FIRST_ORDER, FUNCTION
from ..functions import (
    Drawing,
    FunctionExplorer,
    Given,
    Window,
    agree,
    checked_window,
    why_no_derivative,
)
from ..live import Update, choice, handle, linear, log, or_none, say
from .rule_in_symbols import Rule, derive_rule, listed_rule, plot_points
from .scaled_panel import Formula, Panel

TABLE_B1 = ("sin(w)", "cos(w)", "exp(w)", "log(w)", "tanh(w)", "max(0, w)")
MORE = ("w^3", "1/w", "sqrt(w)", "abs(w)", "tan(w)", "arctan(w)", "sinh(w)")
LIST = (*TABLE_B1, *MORE)


class ElementaryRule(FunctionExplorer):
    """Choose a function and drag w0: its rule is held against a quotient and autograd.

    `g` is one of the functions in the list, which has Table B.1 and more, or any function of one
    number, or a formula: then it is added to the list. The rule in symbols is the one by which
    adlite differentiates; for a formula of several steps it is put together by the chain rule.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, or a value is no number.

    >>> explorer = ElementaryRule("sin(w)", w0=0.0)
    >>> print(explorer.sentence.split(". ")[0])
    The derivative of sin(w) is cos(w) (Table B.1)

    Source: Table B.1, Eq. B.10.

    """

    formula_label = "another g(w)"

    def __init__(
        self,
        g: Given = "sin(w)",
        *,
        w0: float = 1.0,
        epsilon: float = 0.5,
        window: Window = (-3, 3),
        title: str = "A rule, and the derivative it gives",
    ):
        self._window, self.title = checked_window(window), title
        super().__init__(g, w0=w0, epsilon=epsilon)

    @property
    def shown_function(self) -> Any:
        return self.subject[self.function].g

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        """Where the sliders stand; the list goes to the other function."""
        return {"w0": self.w0, "epsilon": self.epsilon}

    def drawing(self, g: Given, w0: Any, epsilon: Any) -> Drawing:
        """Return all that depends on g, which joins the list and is chosen from it."""
        low, high = self._window
        rules, name = _listed(g, self._window)
        controls = {
            "function": choice(tuple(rules), "g(w)", name),
            "w0": linear(low, high, (high - low) / 60, "w⁰", w0),
            "epsilon": log(1e-2, 1, "ε", epsilon),
        }
        # The box is for what the list does not have.
        text = g if isinstance(g, str) and name not in LIST else ""
        return Drawing(rules, *_picture(rules, self._window, self.title), text, controls)


def _listed(g: Given, window: Window) -> tuple[dict[str, Rule], str]:
    """Return the rules of the list by name, with g as the first if it is another, and its name."""
    name = " ".join(g.split()) if isinstance(g, str) else getattr(g, "__name__", "<")
    name = "your own g" if name.startswith("<") else name
    # A function may have any name, also one of the list's.
    name = f"your own {name}" if not isinstance(g, str) and name in LIST else name
    names = LIST if name in LIST else (name, *LIST)
    rules = {
        each: derive_rule(g, name, window)
        if each == name and name not in LIST
        else listed_rule(each, window)
        for each in names
    }
    return rules, name


@dataclass(frozen=True)
class _Measured:
    """What there is at w0: height and slope, and what rule, quotient and autograd say of it."""

    w0: float
    epsilon: float
    y: float
    slope: float
    rule: float
    quotient: float
    autograd: float
    sides: adlite.OneSided


def _measure(rule: Rule, w0: float, epsilon: float) -> _Measured:
    g = rule.g
    y, sides = g(w0), g.one_sided(w0)
    slope = sides.left if sides.differentiable else math.nan
    by_rule = rule.by_rule(w0) if sides.differentiable else math.nan
    quotient = (g(w0 + epsilon) - g(w0 - epsilon)) / (2 * epsilon)
    autograd = rule.by_autograd(w0) if math.isfinite(y) else math.nan
    return _Measured(w0, epsilon, y, slope, by_rule, quotient, autograd, sides)


def _picture(rules: dict[str, Rule], window: Window, title: str) -> tuple[Figure, Update]:
    figure = Figure(figsize=(8.4, 4.4))
    points = plot_points(window)
    above = Panel(figure, (0.085, 0.56, 0.49, 0.37), points, title=title)
    below = Panel(figure, (0.085, 0.115, 0.49, 0.37), points, xlabel="w")
    above.axes.tick_params(labelbottom=False)
    above.curve(color=FUNCTION, lw=2)
    below.curve(color=FIRST_ORDER, lw=2)
    (tangent,) = above.axes.plot([], [], color=FIRST_ORDER, lw=2.5)
    (chord,) = above.axes.plot([], [], color=CHILD, lw=2, ls=(0, (5, 2)))
    square: dict[str, Any] = {"color": CHILD, "marker": "s", "ms": 7, "ls": "none", "mec": "white"}
    ends = [above.axes.plot([], [], **square)[0] for _ in range(2)]
    dots = [
        panel.axes.plot([], [], color=color, marker="o", ms=9, ls="none", mec="white")[0]
        for panel, color in ((above, FUNCTION), (below, FIRST_ORDER))
    ]
    for end in ends:
        handle(end, x="epsilon")
    for dot in dots:
        handle(dot, x="w0")
    rows = _Rows(figure, rules)

    def update(function: str, w0: float, epsilon: float) -> str:
        rule = rules[function]
        g, (upper, lower) = rule.g, rule.scales
        above.show(upper)
        below.show(lower)
        now = _measure(rule, w0, epsilon)
        move_line(dots[0], [w0], [upper.height(now.y)])
        move_line(dots[1], [w0], [lower.height(now.slope)])
        heights = [upper.height(now.y + now.slope * (end - w0)) for end in window]
        move_line(tangent, window, heights)
        x = w0 - epsilon, w0 + epsilon
        heights = [upper.height(g(end)) for end in x]
        move_line(chord, x, heights if math.isfinite(now.quotient) else [math.nan] * 2)
        for end, a, b in zip(ends, x, heights, strict=True):
            move_line(end, [a], [b])
        rows.write(function, rule, now)
        return _sentence(rule, now)

    return figure, update


def move_line(line: Line2D, x: Any, y: Any) -> None:
    """Move a line, and hide it where a number is missing."""
    line.set_data(x, y)
    line.set_visible(bool(np.isfinite(y).all()))


class _Rows:
    """The rule and the numbers, beside the picture; the samples are its legend."""

    _LEFT, _NUMBER, _OFF = 0.61, 0.865, 0.985

    def __init__(self, figure: Figure, rules: dict[str, Rule]):
        self.figure = figure
        self.formulas = [Formula(figure, self._LEFT, y, 0.375) for y in (0.86, 0.74)]
        self.paths: dict[str, tuple[Path | None, ...]] = {}
        for name, rule in rules.items():
            latex = rule.g.g.latex if rule.g.formula else ""
            texts = f"g(w) = {latex}" if latex else "", rf"g'(w) = {tex(rule.derivative or '0')}"
            known = bool(latex), bool(rule.derivative)
            self.paths[name] = tuple(
                formula.set_up(text) if shown else None
                for formula, text, shown in zip(self.formulas, texts, known, strict=True)
            )
        self.source = figure.text(self._LEFT, 0.64, "", fontsize=10.5, color=FAINT)
        self._line(0.51, "slope at w⁰", "slope", "off by", color=FAINT)
        self.rule = self._row(0.43, "by the rule", FIRST_ORDER, "-")[0]
        self.quotient = self._row(0.35, "quotient", CHILD, (0, (5, 2)))
        self.autograd = self._row(0.27, "autograd")
        self.verdict = figure.text(self._LEFT, 0.155, "", fontsize=11)

    def write(self, name: str, rule: Rule, now: _Measured) -> None:
        """Show the rule, the three slopes, and whether they agree."""
        for formula, path in zip(self.formulas, self.paths[name], strict=True):
            formula.show(path)
        _say(
            self.source,
            rule.source[:1].upper() + rule.source[1:]
            if rule.derivative
            else "g′ is too long to print here",
        )
        _say(self.rule, or_none(now.rule))
        for row, value in ((self.quotient, now.quotient), (self.autograd, now.autograd)):
            _say(row[0], or_none(value))
            _say(row[1], _off(value, now.slope))
        _say(self.verdict, _verdict(now))

    def _row(self, y: float, name: str, color: str = "", style: Any = "-") -> tuple[Text, Text]:
        if color:
            x = [self._LEFT, self._LEFT + 0.035]
            self.figure.add_artist(Line2D(x, [y + 0.012] * 2, color=color, ls=style, lw=2.5))
        return self._line(y, name, "", "", indent=0.045)

    def _line(
        self, y: float, name: str, number: str, off: str, indent: float = 0.0, color: str = "black"
    ) -> tuple[Text, Text]:
        write = self.figure.text
        write(self._LEFT + indent, y, name, fontsize=10.5, color=color)
        shown = write(self._NUMBER, y, number, fontsize=10.5, ha="right", color=color)
        return shown, write(self._OFF, y, off, fontsize=10.5, ha="right", color=color)


def _say(text: Text, words: str) -> None:
    if text.get_text() != words:
        text.set_text(words)


def _off(x: float, slope: float) -> str:
    if not math.isfinite(x - slope):
        return "–"
    return "0" if agree(x, slope) else ("+" if x > slope else "") + say(x - slope, 2)


def _verdict(now: _Measured) -> str:
    if not math.isfinite(now.slope):
        return "no derivative here"
    if not agree(now.slope, now.rule):
        return f"the derivative is {say(now.slope)}"
    return _agreement(now.rule, now.autograd)[0]


def _agreement(rule: float, autograd: float) -> tuple[str, str]:
    """Say in short and in a clause whether autograd gives what the rule gives."""
    if math.isnan(autograd):
        return "autograd has no value", "autograd has no value"
    if agree(rule, autograd):
        return "rule and autograd agree", "autograd agrees with the rule"
    return f"autograd: {say(autograd)}", f"autograd gives {say(autograd)}"


def _sentence(rule: Rule, now: _Measured) -> str:
    """Say what the picture shows."""
    slope, quotient, autograd = now.slope, now.quotient, now.autograd
    name, at = rule.name.replace("**", "^"), f"w⁰ = {say(now.w0)}"
    text = rule.derivative.replace("**", "^").replace("-", "−")
    start = f"The derivative of {name} is {text} ({rule.source})"
    if not text:
        start = f"The derivative of {name} in symbols is too long to print here"
    if not math.isfinite(now.y):
        return f"{start}. {name} is not defined at {at}, so it has no derivative there."
    central = f"the central quotient with ε = {say(now.epsilon)} "
    if not math.isfinite(slope):
        start += f". At {at} there is none: {why_no_derivative(now.sides)}"
        given = ((central, quotient), ("autograd ", autograd))
        found = [f"{who}gives {say(x)}" for who, x in given if math.isfinite(x)]
        return f"{start}; {' and '.join(found)} all the same." if found else f"{start}."
    end = f"{central}has no value, since {name} is not defined so far from w⁰"
    if math.isfinite(quotient):
        off = quotient - slope
        by = f"which is {say(abs(off), 2)} too {'high' if off > 0 else 'low'}"
        end = f"{central}gives {say(quotient)}, {'the same' if agree(quotient, slope) else by}"
    same = _agreement(now.rule, autograd)[1]
    if agree(now.rule, slope):
        return f"{start}. At {at} the rule gives {say(now.rule)}, and {same}; {end}."
    told = f"gives {say(now.rule)}" if math.isfinite(now.rule) else "gives no number"
    why = "at a tie or by round-off" if math.isfinite(now.rule) else "since 0 meets ∞ on the way"
    return (
        f"{start}. At {at} the derivative is {say(slope)}, but the rule {told}, {why}, "
        f"and {same}; {end}.{rule.g.known}"
    )
