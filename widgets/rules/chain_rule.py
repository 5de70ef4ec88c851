"""`ChainRule`: a small step is stretched by one function after the other (Table B.2)."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from ..drawing import (
    COMPANIONS,
    DOT,
    GROUND,
    GUIDES,
    HAIR,
    NAME,
    SUBJECT,
    THIN,
    TICK,
    ground,
    note,
    picture,
    point,
    role,
    spot,
)
from ..functions import Drawing, Explorer, Given, Window, agree, round_up, why_no_derivative
from ..live import Heading, Line, Row, Seen, Update, handle, linear, or_none, say
from .composition import Composition, take_apart
from .stretched import Stretched, follow

# Between two number lines, in units.
_APART, _NUMBERS = 96, 9


class ChainRule(Explorer):
    """Follow a small step through a function of a function: each slope stretches it once more.

    `g` is a formula in which w stands in one place, inside another function, such as "sin(w^2)",
    or a list of two or three functions, the innermost first. `epsilon` is the step, and `window`
    the part of the w axis to show. All number lines have the same scale. The dotted bar is where
    one comes to who takes the outer slopes at w0 in place of h(w0).

    Raises:
        InputError: `g` is no composition, cannot be drawn or differentiated, or a value is no
            number.

    >>> explorer = ChainRule("sin(w^2)", w0=1, epsilon=0.1)
    >>> for sentence in explorer.sentence.split(". ")[:2]:
    ...     print(sentence)
    At w⁰ = 1 the slope of h = w² is 2, and there, at h = 1, the slope of f = sin(h) is 0.5403
    So the slope of f(h(w)) is 0.5403 × 2 = 1.081: a step of ε = 0.1 becomes 0.1081, and really \
0.09415

    Source: Table B.2, Eq. B.14.

    """

    formula_label, formula_example = "f(h(w))", "sin(w^2)"

    def __init__(
        self,
        g: Given | Sequence[Any] = "tanh(3*w)",
        *,
        w0: float = -0.5,
        epsilon: float = 0.3,
        window: Window = (-2, 2),
        title: str = "One stretch after the other",
    ):
        self._window, self.title = window, title
        super().__init__(g, w0=w0, epsilon=epsilon)

    @property
    def g(self) -> Any:
        """The functions shown. Set another formula, or a list, to have it drawn."""
        return self.subject.given

    @g.setter
    def g(self, g: Given | Sequence[Any]) -> None:
        self.replace(g)

    def take_formula(self, text: str) -> None:
        """Draw a typed formula."""
        self.g = text

    def drawing(self, g: Given | Sequence[Any], w0: Any, epsilon: Any) -> Drawing:
        """Return all that depends on g."""
        new = take_apart(g, self._window)
        low, high = new.window
        wide = high - low
        sliders = {
            "w0": linear(low, high, wide / 80, "w⁰", w0),
            "epsilon": linear(wide / 400, wide / 8, wide / 400, "ε", epsilon),
        }
        return Drawing(new, *_picture(new), new.formula, sliders)


def _picture(whole: Composition) -> tuple[Figure, Update]:
    lines = len(whole.stages) + 1
    figure = picture(76 + _APART * (lines - 1))
    scene = _Scene(figure, whole)
    handle(scene.first, x="w0")
    handle(scene.second, x="epsilon")
    known = lru_cache(maxsize=5000)(lambda w0, epsilon: follow(whole.stages, w0, epsilon))

    def update(w0: float, epsilon: float) -> Seen:
        now = known(w0, epsilon)
        scene.draw(w0, now)
        return Seen(_sentence(whole, w0, now), scene.rows(now))

    return figure, update


class _Ruler:
    """A number line of the same scale as that of w, moved until a value lies below w0."""

    def __init__(self, axes: Axes, up: float, name: str, window: Window):
        self.up, (self.low, self.high) = up, window
        self.step = round_up((self.high - self.low) / 6)
        line: Any = {"color": role.axis, "lw": HAIR, "zorder": GUIDES}
        axes.plot(window, [up, up], **line)
        (self.ticks,) = axes.plot([], [], **line)
        style: Any = {"size": TICK, "color": role.axis, "ha": "center", "va": "top"}
        self.numbers = [note(axes, 0, up, "", 0, -6, **style) for _ in range(_NUMBERS)]
        note(axes, self.high, up, name, 9, 0, size=NAME, va="center")

    def show(self, value: float, below: float) -> None:
        """Let `value` lie below w0; where there is none, only the line stays."""
        there = math.isfinite(value) and abs(value) < 1e12
        self.ticks.set_visible(there)
        shift = below - value if there else 0.0
        first = math.ceil((self.low - shift) / self.step - 1e-9)
        places, x = [], 0.0
        for k, number in enumerate(self.numbers):
            at = (first + k) * self.step
            x = at + shift
            inside = there and x <= self.high + 1e-9
            number.set_visible(inside)
            if inside:
                number.set_position((x, self.up))
                number.set_text(say(at))
                places.append(x)
        if there:
            xs, ys = np.repeat(places, 3), np.tile([self.up, self.up - 5, math.nan], len(places))
            self.ticks.set_data(xs, ys)


class _Scene:
    """The number lines, the step on each of them, and how one becomes the next."""

    def __init__(self, figure: Figure, whole: Composition):
        self.low, self.high = whole.window
        height = float(figure.get_size_inches()[1]) * 72
        self.axes = axes = ground(figure, (16, 0, 404, height))
        axes.set(xlim=whole.window, ylim=(0, height))
        self.whole = whole
        ups = [height - 40 - _APART * k for k in range(len(whole.stages) + 1)]
        names = ["w", *(stage.name for stage in whole.stages)]
        self.rulers = [
            _Ruler(axes, up, name, whole.window) for up, name in zip(ups, names, strict=True)
        ]
        first: Any = {"color": role.first, "solid_capstyle": "butt"}
        self.bars = [axes.plot([], [], lw=8, zorder=SUBJECT, **first)[0] for _ in ups]
        self.fans: list[Any] = [
            axes.add_patch(Polygon([(0, 0)] * 4, fc=role.wash_first, lw=0, zorder=GROUND))
            for _ in whole.stages
        ]
        true: Any = {"color": role.ink, "lw": 2.25, "zorder": SUBJECT + 1}
        self.trues = [axes.plot([], [], **true)[0] for _ in whole.stages]
        wrong: Any = {"color": role.child, "lw": THIN, "ls": DOT, "zorder": COMPANIONS}
        (self.ghost,) = axes.plot([], [], **wrong)
        self.ghost_end = spot(axes, role.child, "diamond", hollow=True)
        self.ghost_name = note(axes, 0, 0, "", 9, 0, size=TICK, color=role.child, va="center")
        words: Any = {"color": role.first, "ha": "left", "va": "center"}
        self.words = [note(axes, 0, 0, "", 10, 0, **words) for _ in whole.stages]
        self.ends = [spot(axes, role.first) for _ in whole.stages]
        self.second = point(axes, role.child, "square")
        self.first = point(axes, role.first)
        for k, stage in enumerate(whole.stages):
            note(axes, self.low, ups[k] - 34, f"{stage.name} = {stage.text}", 0, 0, va="center")

    def draw(self, w0: float, now: list[Stretched]) -> None:
        """Draw the step on each line, as far as it can be followed."""
        for k, (ruler, line) in enumerate(zip(self.rulers, now, strict=True)):
            ruler.show(line.value, w0)
            there = math.isfinite(line.value + line.step)
            self.bars[k].set_visible(there)
            if there:
                self.bars[k].set_data([w0, self._cut(w0 + line.step)], [ruler.up + 5] * 2)
            if k == 0:
                continue
            self.ends[k - 1].set_visible(math.isfinite(line.value))
            self.ends[k - 1].set_data([w0], [ruler.up])
            self._show_true(k - 1, w0, line)
            self._fan(k - 1, w0, now[k - 1], line)
        top = self.rulers[0].up
        self.first.set_data([w0], [top])
        self.second.set_data([w0 + now[0].step], [top])
        self.second.set_visible(w0 + now[0].step <= self.high)
        self._show_mistake(w0, now[-1])

    def _cut(self, x: float) -> float:
        """Return a place on a line that is drawn; far outside is just outside."""
        room = self.high - self.low
        return min(max(x, self.low - room), self.high + room)

    def _show_true(self, k: int, w0: float, line: Stretched) -> None:
        up = self.rulers[k + 1].up
        self.trues[k].set_visible(math.isfinite(line.true))
        if math.isfinite(line.true):
            end = self._cut(w0 + line.true)
            self.trues[k].set_data([w0, end, end], [up, up, up + 14])

    def _fan(self, k: int, w0: float, before: Stretched, after: Stretched) -> None:
        """Show how a step on one line becomes one on the next, and by what it is multiplied."""
        there = math.isfinite(before.step + after.step)
        self.fans[k].set_visible(there)
        self.words[k].set_visible(there)
        if not there:
            return
        top, foot = self.rulers[k].up, self.rulers[k + 1].up
        one, two = self._cut(w0 + before.step), self._cut(w0 + after.step)
        self.fans[k].set_xy([(w0, top), (one, top), (two, foot + 9), (w0, foot + 9)])
        stage = self.whole.stages[k]
        inner = "w⁰" if k == 0 else self.whole.inner(k).replace("w", "w⁰")
        self.words[k].set_text(f"× {say(after.slope)} = {stage.name}′ at {inner}")
        # To the right of the fan, or as far to the right as the words have room.
        most = self.high - 0.42 * (self.high - self.low)
        self.words[k].set_position((min(max(w0, one, (one + two) / 2), most), top - 34))

    def _show_mistake(self, w0: float, last: Stretched) -> None:
        """Draw where the outer slopes at w0 would lead, unless it is the same place."""
        up = self.rulers[-1].up + 24
        end = w0 + last.mistaken
        there = _is_mistaken(last) and self.low <= end <= self.high
        for artist in (self.ghost, self.ghost_end, self.ghost_name):
            artist.set_visible(there)
        if there:
            self.ghost.set_data([w0, end], [up, up])
            self.ghost_end.set_data([end], [up])
            room = 0.28 * (self.high - self.low)
            self.ghost_name.set_position((min(max(w0, end), self.high - room), up + 1))
            self.ghost_name.set_text(f"with {self.whole.stages[-1].name}′ at w⁰")

    def rows(self, now: list[Stretched]) -> list[Line]:
        """Return by what the step is multiplied, what it becomes, and what it really is."""
        last = now[-1]
        rows: list[Line] = [
            Heading("", "slope", "step"),
            Row("w", "", say(now[0].step, 3), like=self.second),
        ]
        for k, (stage, line) in enumerate(zip(self.whole.stages, now[1:], strict=True)):
            numbers = or_none(line.slope, 3), or_none(line.step, 3)
            rows.append(Row(stage.name, *numbers, like=self.bars[k + 1]))
        slope = last.step / now[0].step
        rows.append(Row(self.whole.name, or_none(slope), or_none(last.step, 3), total=True))
        rows.append(Row("really", "", or_none(last.true, 3), like=self.trues[-1]))
        if _is_mistaken(last):
            wrong = or_none(last.mistaken / now[0].step, 3), or_none(last.mistaken, 3)
            name = f"{self.whole.stages[-1].name}′ at w⁰"
            rows.append(Row(name, *wrong, like=(self.ghost, self.ghost_end)))
        return rows


def _is_mistaken(last: Stretched) -> bool:
    """Whether the outer slopes at w0 lead elsewhere."""
    there = math.isfinite(last.mistaken + last.step)
    return there and not agree(last.mistaken, last.step)


def _sentence(whole: Composition, w0: float, now: list[Stretched]) -> str:
    """Say what the picture shows."""
    start = f"At w⁰ = {say(w0)}"
    clauses = []
    for stage, before, line in zip(whole.stages, now[:-1], now[1:], strict=True):
        equation = f"{stage.name} = {stage.text}"
        at = "" if stage.of == "w" else f"there, at {stage.of} = {say(before.value)}, "
        if math.isnan(line.value):
            where = "there" if stage.of == "w" else f"where {stage.of} = {say(before.value)}"
            return f"{start} the chain breaks: {equation} is not defined {where}."
        if math.isnan(line.slope):
            why = why_no_derivative(stage.g.one_sided(before.value))
            return (
                f"{start} the rule says nothing: {equation} has no derivative "
                f"{f'at {stage.of} = {say(before.value)}' if at else 'there'}, since {why}."
            )
        clauses.append(f"{at}the slope of {equation} is {say(line.slope)}")
    *first, last = clauses
    steps = f"{start} {', '.join(first)}, and {last}." if len(first) == 1 else ""
    steps = steps or f"{start} {first[0]}; {first[1]}; and {last}."
    factors = " × ".join(_bracketed(line.slope) for line in reversed(now[1:]))
    end, epsilon = now[-1], now[0].step
    slope = end.step / epsilon
    really = f"really {say(end.true)}" if math.isfinite(end.true) else "is really followed nowhere"
    total = (
        f"So the slope of {whole.name} is {factors} = {say(slope)}: a step of ε = {say(epsilon)} "
        f"becomes {say(end.step)}, and {really}."
    )
    return f"{steps} {total} {_mistake(whole, end, epsilon)}".strip()


def _bracketed(x: float) -> str:
    return f"({say(x)})" if x < 0 else say(x)


def _mistake(whole: Composition, end: Stretched, epsilon: float) -> str:
    """Say what comes out with the outer slopes at w0."""
    names = " and ".join(f"{stage.name}′" for stage in reversed(whole.stages[1:]))
    if not math.isfinite(end.mistaken):
        return f"Taken at w⁰, {names} would give nothing."
    if not _is_mistaken(end):
        return f"Taken at w⁰, {names} would happen to give the same."
    return f"Taken at w⁰ by mistake, {names} would give {say(end.mistaken / epsilon)}."
