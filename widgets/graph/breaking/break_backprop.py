"""`BreakBackprop`: the backward sweep with one mistake in it (Figure B.10)."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

import adlite
from adlite.graphs import Vertex

from ...drawing import WIDTH, ground, picture
from ...functions import Drawing, FunctionExplorer, parse_formula
from ...live import Heading, Line, Row, Seen, Update, choice, handle, listed, say, steps
from .broken_sweep import INPUTS, MISTAKES, Arrow, SweptFunction, WrongAdjoint
from .picture import HEIGHT, SweepPicture


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
        return Drawing(cases, *_picture(cases), formula, controls)


def _picture(cases: dict[str, SweptFunction]) -> tuple[Figure, Update]:
    figure = picture(HEIGHT)
    axes = ground(figure, (0, 0, WIDTH, HEIGHT))
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    pictures = {}
    for name, case in cases.items():
        pictures[name] = SweepPicture(axes, case.graph, case.slopes)
        pictures[name].show(False)

    def receiver() -> tuple[float, float]:
        """Return where the node is that the move gives to, NaN before the first one."""
        for ring in (drawn.rings["parent"] for drawn in pictures.values()):
            if ring.get_visible():
                x, y = np.asarray(ring.get_xydata())[:-1].mean(axis=0)
                return float(x), float(y)
        return math.nan, math.nan

    handle(axes, along="step", at=receiver, anywhere=True)

    moving = [artist for drawn in pictures.values() for artist in drawn.moving]

    def update(example: str, mistake: str, step: int) -> Seen:
        # What is touched at once need not be found one by one.
        for artist in moving if step == 0 else ():
            artist.stale = True
        case = cases[example]
        sweep = case.sweeps[mistake]
        at = min(int(step), len(sweep.moves) - 1)
        adjoints = sweep.moves[at].adjoints
        last, wrong = len(sweep.moves) - 1, sweep.wrong
        if wrong and at < min(wrong.move, last):
            wrong = None
        for name, drawn in pictures.items():
            drawn.show(name == example)
        # A second sweep walks each arrow again.
        start = max(k for k in range(at + 1) if sweep.moves[k].arrow is None)
        pictures[example].draw(
            {name: say(value) for name, value in adjoints.items()},
            [move.arrow for move in sweep.moves[start + 1 : at + 1] if move.arrow],
            wrong and (wrong.vertex, f"{say(wrong.held)}, not {say(wrong.right)}"),
            sweep.blame if wrong else {},
        )
        said = _outcome(case, mistake) if at == last else _one_move(case, mistake, at)
        return Seen(said, _rows(case, adjoints, wrong, pictures[example]))

    return figure, update


def _rows(
    case: SweptFunction,
    adjoints: dict[str, float],
    wrong: WrongAdjoint | None,
    drawn: SweepPicture,
) -> list[Line]:
    """Return the derivatives that the sweep has found, next to the right ones, and its fault."""
    rows: list[Line] = [Heading("slope by", "here", "right")]
    for v in case.graph.inputs:
        now = adjoints.get(v.name)
        rows.append(Row(v.name, "–" if now is None else say(now), say(case.right[v.name])))
    theirs = listed(say(x) for x in case.autograd)
    runs = all(map(math.isfinite, case.autograd))
    rows.append(Heading(f"autograd: {theirs}" if runs else "autograd cannot run it"))
    if wrong:
        rows.append(Heading("first wrong adjoint", "used as", "right"))
        name, ring = wrong.vertex.name, drawn.rings["wrong"]
        rows.append(Row(name, say(wrong.held), say(wrong.right), like=ring, now=True))
    return rows


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
