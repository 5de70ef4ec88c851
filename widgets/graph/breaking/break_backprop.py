"""`BreakBackprop`: the backward sweep with one mistake in it (Figure B.10)."""

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

import adlite
from adlite.graphs import Vertex

from ...drawing import CHILD, FAINT, PARENT
from ...functions import Drawing, FunctionExplorer, parse_formula
from ...live import Update, choice, handle, listed, say, steps
from .broken_sweep import INPUTS, MISTAKES, Arrow, SweptFunction, WrongAdjoint
from .picture import WIDTH, SweepPicture

_FAULT = "#7b3fa0"


def doubled(w: Any) -> Any:
    """Return 4w by a = w, b = a + a, c = b + b."""
    a = 1 * w
    b = a + a
    return b + b


def late(w: Any) -> Any:
    """Return a sin(a) + a for a = w²: a is used early and late."""
    a = w**2
    return a * np.sin(a) + a


EXAMPLES: dict[str, Callable[..., Any]] = {
    "a = w, b = a + a, c = b + b": doubled,
    "tanh(w)*cos(w) + log(w)": adlite.parse("tanh(w)*cos(w) + log(w)"),
    "a = w², then a sin(a) + a": late,
}


class BreakBackprop(FunctionExplorer):
    """Break the backward sweep, and see which adjoint goes wrong first, and which path was lost.

    `g` is a formula or a function of up to three numbers, taken apart into at most twelve nodes;
    without it there are three examples. `w0` is where it is swept: one number, or one for each
    input. `mistake` is one of `MISTAKES`. The same graph is swept whatever the mistake.

    Raises:
        InputError: `g` has no graph, or too large a one, or a value is none of a control's.

    >>> print(BreakBackprop(mistake="= instead of +=").sentence)
    Without += the derivative by w comes out as 1, not 4: b is used when it holds 1, not 2. The \
contribution through the first arrow from b to c is lost.

    Source: Figure B.10, Example B.7.

    """

    def __init__(
        self,
        g: Callable[..., Any] | str | None = None,
        w0: float | Sequence[float] = 1.5,
        *,
        mistake: str = "= instead of +=",
        step: int | None = None,
        title: str = "What if the backward sweep is wrong?",
    ):
        self._w0, self.title = w0, title
        super().__init__(g, mistake=mistake, step=step)

    @property
    def shown_function(self) -> Any:
        return next(iter(self.subject.values()))

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        """The mistake; another function is shown at the end of its sweep."""
        return {"mistake": self.mistake, "step": None}

    def drawing(self, g: Callable[..., Any] | str | None, mistake: Any, step: Any) -> Drawing:
        """Return all that depends on g, which joins the examples and is swept first."""
        examples: dict[str, Any] = dict(EXAMPLES)
        if g is not None:
            own = g if isinstance(g, str) else getattr(g, "__name__", "g")
            own = "your function" if own == "<lambda>" else own
            examples = {own: parse_formula(g, INPUTS) if isinstance(g, str) else g} | examples
        first = next(iter(examples))
        cases = {
            name: SweptFunction(f, self._w0 if name == first else 1.5)
            for name, f in examples.items()
        }
        last = max(len(s.moves) for case in cases.values() for s in case.sweeps.values()) - 1
        controls = {
            "example": choice(tuple(cases), "function", first),
            "mistake": choice(tuple(MISTAKES), "mistake", mistake),
            "step": steps(last + 1, "step", last if step is None else step),
        }
        formula = g if isinstance(g, str) else ""
        return Drawing(cases, *_picture(cases, self.title), formula, controls)


def _picture(cases: dict[str, SweptFunction], title: str) -> tuple[Figure, Update]:
    figure = Figure(figsize=(WIDTH / 10, 4.8))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(0, 48))
    axes.axis("off")
    axes.text(3, 45, title, fontsize=12)
    for x, color, style, words in (
        (3, CHILD, (0, (2.2, 1.2)), "child, gives"),
        (20, PARENT, "-", "parent, is given"),
        (40, _FAULT, (0, (5, 1, 1, 1)), "first wrong adjoint, and the path to blame"),
    ):
        axes.plot([x, x + 3.5], [2.2, 2.2], color=color, ls=style, lw=2.4)
        axes.text(x + 4.5, 1.7, words, fontsize=9.5, color=FAINT)
    columns = (3, 36, 52, 68)
    for x, words in zip(columns[1:], ("this sweep", "right sweep", "autograd"), strict=True):
        axes.text(x, 12.4, words, fontsize=9.5, ha="right", color=FAINT)
    places = [(x, "left" if x == columns[0] else "right") for x in columns]
    table = [
        [axes.text(x, 10 - 2.4 * i, "", fontsize=10.5, ha=side) for x, side in places]
        for i in range(INPUTS)
    ]
    pictures = {
        name: SweepPicture(axes, case.graph, case.slopes, _FAULT) for name, case in cases.items()
    }

    def receiver() -> tuple[float, float]:
        """Return where the node is that the move gives to, NaN before the first one."""
        for ring in (picture.parent for picture in pictures.values()):
            if ring.get_visible():
                x, y = np.asarray(ring.get_xydata())[:-1].mean(axis=0)
                return float(x), float(y)
        return math.nan, math.nan

    handle(axes, along="step", at=receiver, anywhere=True)

    # What is touched at once need not be found one by one.
    unseen = [artist for picture in pictures.values() for artist in picture.moving]
    unseen += itertools.chain(*table)

    def update(example: str, mistake: str, step: int) -> str:
        while unseen:
            unseen.pop().stale = True
        case = cases[example]
        sweep = case.sweeps[mistake]
        at = min(int(step), len(sweep.moves) - 1)
        arrow, _, adjoints = sweep.moves[at]
        last, wrong = len(sweep.moves) - 1, sweep.wrong
        if wrong and at < min(wrong.move, last):
            wrong = None
        for name, picture in pictures.items():
            picture.show(name == example)
        pictures[example].draw(
            {name: say(value) for name, value in adjoints.items()},
            arrow,
            wrong and (wrong.vertex, f"{say(wrong.held)}, not {say(wrong.right)}"),
            sweep.blame if wrong else {},
        )
        for row, v, theirs in itertools.zip_longest(table, case.graph.inputs, case.autograd):
            words = [""] * 4
            if v:
                now, right = adjoints.get(v.name), case.right[v.name]
                words = [f"derivative by {v.name}", "–" if now is None else say(now), say(right)]
                words.append("cannot run it" if math.isnan(theirs) else say(theirs))
            for text, word in zip(row, words, strict=True):
                text.set_text(word)
        return _outcome(case, mistake) if at == last else _one_move(case, mistake, at)

    return figure, update


def _one_move(case: SweptFunction, mistake: str, at: int) -> str:
    """Say what one move did, and whether an adjoint is wrong by then."""
    sweep = case.sweeps[mistake]
    arrow, gift, adjoints = sweep.moves[at]
    again = sum(move.arrow is None for move in sweep.moves[: at + 1]) > 1
    start = "In the second sweep, from" if again else "From"
    words = f"The {'second ' * again}sweep begins at the end: {case.graph.output.name} gets 1."
    if arrow:
        v, i = arrow
        p, before = v.parents[i].name, sweep.moves[at - 1].adjoints
        source, slope = say(before.get(v.name, 0.0)), say(case.slopes[v.name][i])
        words = f"{start} {v.name} back to {p}: {p} gets {source} × {slope} = {say(gift)}"
        if p in before and mistake == "= instead of +=":
            words += f" in place of the {say(before[p])} that it held."
        elif p in before:
            words += f", added to the {say(before[p])} that it has: {say(adjoints[p])}."
        else:
            words += "."
    if sweep.wrong and at >= sweep.wrong.move:
        words += f" {_fault(sweep.wrong, sweep.blame)}"
    return words


def _fault(wrong: WrongAdjoint, blame: dict[Arrow, str]) -> str:
    """Name the first wrong adjoint and the arrows that are to blame."""
    _, v, held, right = wrong
    used = f"{v.name} is used when it holds" if v.layer else f"{v.name} ends with"
    words = f"{used} {say(held)}, not {say(right)}."
    for fate in dict.fromkeys(blame.values()):
        arrows = [arrow for arrow, word in blame.items() if word == fate]
        ways, many = dict.fromkeys(_arrow(*a, arrows) for a in arrows), len(arrows) > 1
        verb = {"lost": "are" if many else "is", "too late": "come" if many else "comes"}
        words += (
            f" The contribution{'s' * many} through {listed(ways)} "
            f"{verb.get(fate, 'are' if many else 'is')} {fate}."
        )
    return words


def _arrow(v: Vertex, i: int, among: list[Arrow]) -> str:
    parent = v.parents[i]
    which = "the"
    if v.parents.count(parent) > 1:
        both = (v, 0) in among and (v, 1) in among
        which = "both" if both else "the second" if i else "the first"
    return f"{which} arrow{'s' * (which == 'both')} from {parent.name} to {v.name}"


def _outcome(case: SweptFunction, mistake: str) -> str:
    """Say what came out in the end, and why."""
    names = [v.name for v in case.graph.inputs]
    sweep = case.sweeps[mistake]
    adjoints = sweep.moves[-1].adjoints
    found = listed(say(adjoints.get(name, 0.0)) for name in names)
    right = listed(say(case.right[name]) for name in names)
    many = len(names) > 1
    start = f"{MISTAKES[mistake]} the derivative{'s' * many} by {listed(names)} "
    if not sweep.wrong:
        harmless = "" if mistake == "none" else ", and no harm is done in this graph"
        return f"{start}come{'s' * (not many)} out as {found}, which is right{harmless}."
    fault = _fault(sweep.wrong, sweep.blame)
    return f"{start}come{'s' * (not many)} out as {found}, not {right}: {fault}"
