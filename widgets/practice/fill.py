"""A graph to fill in: a box at each node, for its value or its adjoint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..live import InputError, listed, say
from .graph_slips import slips, words
from .item import TEXTS, Item, Wrong, check_sentence, recognised
from .swept import SweptGraph, sweep, written

# How far off a number may be, and how much farther a slip must be from the truth to be told apart
# from rounding, as a part.
WITHIN, APART = 0.01, 0.03
_WORDS = TEXTS["fill"]


@dataclass(frozen=True, kw_only=True)
class Fill(Item):
    """The `numbers` of a graph are asked, "adjoints" or "values": of `fill`, swept at `at`.

    A reader gives a list of numbers, in the order of the rows: all nodes for adjoints, all but the
    inputs for values. `wrong` maps pairs of a node and a number to what is said; what common slips
    make is recognised without being named.

    >>> item = Fill(id="f1", fill="sin(w)*w", at=1.5)
    >>> item.answer
    'w: 1.104; a: 1.5; b: 1'
    >>> item.ask
    'You are the backward pass of w·sin(w) at w = 1.5. Write beside each node its adjoint: how \
fast b moves when that node does. Begin at the last row.'

    """

    ask: str = ""
    fill: str | Callable[..., Any]
    at: float | Sequence[float]
    numbers: str = "adjoints"
    kind = "fill"

    def __post_init__(self) -> None:
        if self.numbers not in _WORDS["asks"]:
            raise InputError(
                f"{self.id}: a reader fills in {' or '.join(_WORDS['asks'])}, not {self.numbers!r}."
            )
        if not self.ask:
            places = zip(self.swept.graph.inputs, self.swept.at, strict=True)
            said = _WORDS["asks"][self.numbers].format(
                formula=self.swept.formula,
                places=listed(f"{v.name} = {say(w)}" for v, w in places),
                output=self.swept.graph.output.name,
            )
            object.__setattr__(self, "ask", said)
        super().__post_init__()

    @cached_property
    def swept(self) -> SweptGraph:
        """The graph, with its numbers."""
        return sweep(self.id, self.fill, self.at)

    @cached_property
    def truth(self) -> dict[str, float]:
        """The number of each box, by its node."""
        if self.numbers == "adjoints":
            return self.swept.adjoints
        return {v.name: self.swept.values[v.name] for v in self.swept.graph.steps}

    def check(self) -> None:
        taken = [(name, value, "the answer") for name, value in self.truth.items()]
        for node, value in self.wrong:
            if node not in self.truth:
                raise InputError(f"{self.id}: there is no box at {node!r}.")
            for name, known, what in taken:
                if name == node and _alike(value, known, WITHIN):
                    raise InputError(f"{self.id}: at {node}, {value} cannot be told from {what}.")
            taken.append((node, value, say(value)))

    @property
    def answer(self) -> str:
        return "; ".join(f"{name}: {say(value)}" for name, value in self.truth.items())

    @property
    def right(self) -> list[float]:
        return [*self.truth.values()]

    def public(self) -> dict[str, Any]:
        """The rows of the table; a value that is asked is left out."""
        rows = []
        for v in self.swept.graph:
            asked = v.name in self.truth
            shown = "" if asked and self.numbers == "values" else say(self.swept.values[v.name])
            children = ", ".join(dict.fromkeys(u.name for u in v.children))
            row = {"node": v.name, "operation": written(v.operation), "children": children}
            rows.append(row | {"value": shown, "box": asked})
        return {"rows": rows, "numbers": {"adjoints": "adjoint", "values": "value"}[self.numbers]}

    @property
    def table(self) -> list[str]:
        """The rows, with a line for what is asked."""
        heads = TEXTS["page"]["columns"]
        columns = ["node", "operation", "children", "value"]
        columns += ["adjoint"] * (self.numbers == "adjoints")
        lines = [[heads[name] for name in columns], ["---"] * len(columns)]
        for row in self.public()["rows"]:
            asked = "____" if row["box"] else ""
            cells = {"adjoint": asked, **row, "value": row["value"] or asked}
            lines.append([cells[name] for name in columns])
        return [f"| {' | '.join(line)} |" for line in lines]

    def key(self) -> dict[str, Any]:
        names = [*self.truth]
        wrong: list[dict[str, Any]] = []
        for (node, value), idea in self.ideas:
            wrong.append({"box": names.index(node), "value": float(value), **vars(idea)})
        for slip in slips(self.swept, self.numbers):
            if slip.node not in self.truth or _alike(slip.value, self.truth[slip.node], APART):
                continue
            box = names.index(slip.node)
            # Of two slips with one number the likelier is told: what it says is true of the number.
            if not any(w["box"] == box and _alike(w["value"], slip.value, WITHIN) for w in wrong):
                idea = self._idea(slip.code, slip.words)
                wrong.append({"box": box, "value": slip.value, **vars(idea)})
        for known in wrong:
            # Who gives 0 means 0.
            known["within"] = WITHIN if known["value"] else 0
        return super().key() | {
            "backward": self.numbers == "adjoints",
            "within": WITHIN,
            "boxes": [self._box(name, names) for name in names],
            "wrong": wrong,
        }

    def _box(self, name: str, names: list[str]) -> dict[str, Any]:
        """Return what the judge knows of a box; its terms say what it is in terms of others."""
        v, graph = self.swept.graph[name], self.swept.graph
        arrows = self.swept.arrows(v) if self.numbers == "adjoints" else []
        which = "value" if self.numbers == "values" else "adjoint" if arrows else "unused"
        help_by = _WORDS["help"]["seed" if which == "unused" and v is graph.output else which]
        return {
            "node": name,
            "truth": self.truth[name],
            "terms": [[names.index(arrow.child), arrow.slope] for arrow in arrows],
            "help": check_sentence(self.id, help_by.format(**words(self.swept, v))),
        }

    def _idea(self, code: str, named: dict[str, str]) -> Wrong:
        """Return what is said to a slip."""
        own = _WORDS[self.numbers].get(code)
        if own:
            return Wrong(code, check_sentence(self.id, own.format(**named)), almost=False)
        idea = recognised(self.id, code)
        said = _WORDS["general"].format(node=named["node"], sentence=idea.sentence)
        return Wrong(code, check_sentence(self.id, said), idea.almost)


def _alike(x: float, y: float, within: float) -> bool:
    """Whether numbers could be taken for each other."""
    apart = abs(x - y)
    return apart <= within * max(abs(x), abs(y)) or (0 in (x, y) and apart <= within)
