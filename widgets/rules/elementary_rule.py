"""`ElementaryRule`: a function, the rule for its derivative, and the rule put to the test."""

import math
from typing import Any

from matplotlib.figure import Figure

from ..drawing import picture
from ..functions import (
    Drawing,
    FunctionExplorer,
    Given,
    Window,
    agree,
    checked_window,
    why_no_derivative,
)
from ..live import Seen, Update, choice, handle, linear, log, say
from .rule_in_symbols import Rule, derive_rule, listed_rule, plot_points
from .rule_picture import Formulas, Measured, RulePicture, agreement

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
        return Drawing(rules, *_picture(rules, self._window), text, controls)


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


def _measure(rule: Rule, w0: float, epsilon: float) -> Measured:
    g = rule.g
    y, sides = g(w0), g.one_sided(w0)
    slope = sides.left if sides.differentiable else math.nan
    by_rule = rule.by_rule(w0) if sides.differentiable else math.nan
    quotient = (g(w0 + epsilon) - g(w0 - epsilon)) / (2 * epsilon)
    autograd = rule.by_autograd(w0) if math.isfinite(y) else math.nan
    return Measured(w0, epsilon, y, slope, by_rule, quotient, autograd, sides)


def _picture(rules: dict[str, Rule], window: Window) -> tuple[Figure, Update]:
    scene = RulePicture(picture(424), plot_points(window))
    for end in scene.ends:
        handle(end, x="epsilon")
    for dot in scene.dots:
        handle(dot, x="w0")
    formulas = Formulas(scene.figure, rules)

    def update(function: str, w0: float, epsilon: float) -> Seen:
        rule = rules[function]
        now = _measure(rule, w0, epsilon)
        formulas.show(function)
        scene.draw(rule, now)
        scene.name(rule, now)
        return Seen(_sentence(rule, now), scene.rows(rule, now))

    return scene.figure, update


def _sentence(rule: Rule, now: Measured) -> str:
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
    same = agreement(now.rule, autograd)[1]
    if agree(now.rule, slope):
        return f"{start}. At {at} the rule gives {say(now.rule)}, and {same}; {end}."
    told = f"gives {say(now.rule)}" if math.isfinite(now.rule) else "gives no number"
    why = "at a tie or by round-off" if math.isfinite(now.rule) else "since 0 meets ∞ on the way"
    return (
        f"{start}. At {at} the derivative is {say(slope)}, but the rule {told}, {why}, "
        f"and {same}; {end}.{rule.g.known}"
    )
