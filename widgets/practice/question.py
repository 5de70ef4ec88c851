"""Questions in a notebook: `Predict` before one sees, `Exercise` after.

A question is seen as its words and a place for the answer. What is right, and what is said to each
answer, travels packed, and is unpacked when an answer is committed.
"""

import html
import json
import pathlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import IPython.display
import traitlets

from ..functions import Window
from ..live import Guest, InputError, Live, Position, page
from . import front
from .fill import Fill
from .item import TEXTS, Item, Said
from .judge import judge
from .kinds import Choice, Formula, Match, Number, Order

_display: Any = IPython.display.display
# What leads to an answer: a sentence, or a place where an explorer shows it, or both.
Hint = str | tuple[str, Position]


class Question(Guest):
    """A question that hears its answer; `item` is what it asks.

    `given`, `state`, `code` and `sure` say what a reader answered, for the cells that follow. When
    an answer is committed, the explorer of `reveal` moves to that position, and the explorers of
    `veil`, of which nothing is seen until then, are shown.
    """

    _esm = front.code()
    _css = front.style()

    asked = traitlets.Dict().tag(sync=True, echo_update=False)
    sealed = traitlets.Bytes().tag(sync=True, echo_update=False)
    # The models of the explorers that it moves or shows, and the numbers of those veiled.
    explorers: Any = traitlets.List().tag(sync=True, echo_update=False)
    veils: Any = traitlets.List().tag(sync=True, echo_update=False)
    given = traitlets.Any(None, allow_none=True).tag(sync=True)
    state = traitlets.Unicode("open").tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)
    sure = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        item: Item,
        hints: Sequence[Hint] = (),
        reveal: Position | None = None,
        veil: Live | Sequence[Live] = (),
    ):
        self.item = item
        self.reveal = reveal
        self.veil = [veil] if isinstance(veil, Live) else [*veil]
        self._moves = [hint[1] for hint in hints if not isinstance(hint, str)]
        self._moves += [reveal] if reveal else []
        self._known: list[Any] = []
        for explorer in [*(move.explorer for move in self._moves), *self.veil]:
            if not any(explorer is known for known in self._known):
                self._known.append(explorer)
        super().__init__()
        self.heading = f"{type(self).__name__} {item.id}"
        shown = {"id": item.id, "title": type(self).__name__, "ask": item.ask, "kind": item.kind}
        self.asked = shown | {"hints": len(hints)} | item.public()
        texts = [hint if isinstance(hint, str) else hint[0] for hint in hints]
        places = [None if isinstance(hint, str) else self._described(hint[1]) for hint in hints]
        key = item.key()
        sealed = {
            "key": key,
            "hints": [{"text": t, "at": at} for t, at in zip(texts, places, strict=True)],
            "reveal": self._described(reveal) if reveal else None,
        }
        self.key = key
        self.sealed = zlib.compress(json.dumps(sealed, ensure_ascii=False).encode())
        for explorer in self.veil:
            cover = TEXTS["page"]["veiled"].format(id=item.id)
            explorer.veiled = {**explorer.veiled, item.id: cover}
        self.arrive()

    def _described(self, position: Position) -> dict[str, Any]:
        return {"explorer": self._number(position.explorer), "values": dict(position.values)}

    def _number(self, explorer: Any) -> int:
        return next(i for i, known in enumerate(self._known) if known is explorer)

    def arrive(self) -> None:
        """Stand in this cell; explorers may have come back by other names."""
        super().arrive()
        self.explorers = [explorer.model_id for explorer in self._known]
        self.veils = [self._number(explorer) for explorer in self.veil]

    @property
    def kind_in_words(self) -> str:
        """What is to be given: a number, an order, ..."""
        several = "several" if self.asked.get("several") else self.item.kind
        return str(TEXTS["page"]["kinds"][several])

    @property
    def sentence(self) -> str:
        """The question, and whether it is answered; nothing of the answer."""
        answered = "Not answered." if self.state == "open" else f"Answered: {self.state}."
        return f"{self.heading}, {self.kind_in_words}: {self.item.ask} {answered}"

    def __repr__(self) -> str:
        """Return the sentence."""
        return self.sentence

    @property
    def markdown(self) -> str:
        """The question as it stands where nothing can hear an answer."""
        options = self.asked.get("options", [])
        pairs = self.asked.get("left", []), self.asked.get("right", [])
        lines = [f"- {option}" for option in options]
        lines += [f"- {', '.join(side)}" for side in pairs if side]
        lines += self.item.table
        head = f"**{type(self).__name__} {self.item.id}** ({self.kind_in_words}). {self.item.ask}"
        return "\n".join([head, *([""] if lines else []), *lines])

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        self.arrive()
        data, metadata = self.view_data()
        return data | {"text/plain": repr(self), "text/markdown": self.markdown}, metadata

    def _ipython_display_(self) -> None:
        """Show a view, and the question for whenever this page has no kernel any more."""
        self.arrive()
        view, metadata = self.watched_view()
        _display(view | {"text/plain": repr(self)}, metadata=metadata, raw=True)
        words = html.escape(self.sentence)
        still = f'<p class="{self.still}">{words}</p>'
        _display({"text/plain": self.sentence, "text/html": still}, raw=True)

    def save(self, path: str | pathlib.Path) -> None:
        """Write a web page with this question and its explorers, which needs no kernel."""
        known = [front.place(explorer, repr(explorer)) for explorer in self._known]
        body = "".join([front.place(self, self.sentence), *known])
        page_text = page.whole(front.head(), body, self.heading)
        pathlib.Path(path).write_text(page_text, encoding="utf-8")


def answer(question: Question, given: Any) -> str:
    """Answer a question as a reader in the browser does; return what is said to it.

    `None` is "no idea".

    >>> from widgets import Predict
    >>> question = Predict("Is g′ of w² positive at 1?", choice="yes", wrong={"no": (
    ...     "HEIGHT", "At 1 the parabola goes up.")}, id="doc.p1")
    >>> answer(question, "no"), question.code
    ('At 1 the parabola goes up.', 'HEIGHT')
    """
    verdict = judge(question.key, given)
    if verdict.state != "open":
        question.given, question.state, question.code = given, verdict.state, verdict.code
        for explorer in question.veil:
            waiting = dict(explorer.veiled)
            waiting.pop(question.item.id, None)
            explorer.veiled = waiting
        if question.reveal:
            for name, value in question.reveal.values.items():
                setattr(question.reveal.explorer, name, value)
    return verdict.sentence


def _made(kind: Any, id: str, hints: Sequence[Hint], given: Mapping[str, Any]) -> Item:
    """Return an item of a kind; an argument that the kind does not know is an author's mistake."""
    sentences = tuple(hint if isinstance(hint, str) else hint[0] for hint in hints)
    try:
        return kind(id=id, hints=sentences, **given)  # type: ignore[no-any-return]
    except TypeError as error:
        raise InputError(f"{id}: {error}.") from None


_ANSWERS = {"number": Number, "choice": Choice, "order": Order, "match": Match, "formula": Formula}


def _item(
    id: str, ask: str, because: str, wrong: Mapping[Any, Said] | None, hints: Any, **kinds: Any
) -> Item:
    """Return the item that the one kind of answer makes of what is given."""
    given = {name: value for name, value in kinds.items() if value is not None}
    asked = [name for name in _ANSWERS if name in given]
    if len(asked) != 1:
        raise InputError(
            f"{id}: say what is right by one of {', '.join(f'{name}=' for name in _ANSWERS)}."
        )
    said = {"ask": ask, "because": because, "wrong": wrong or {}}
    return _made(_ANSWERS[asked[0]], id, hints, said | given)


class Predict(Question):
    """A question before one sees.

    What is right is said by one of `number` (which may be off by `within`, a part of it), `choice`
    (one option, or a list of them), `order`, `match` and `formula`; `more` are the further
    arguments of the class in `widgets.practice.kinds` that has this name. `wrong` maps answers to
    codes, or to pairs of a code and a sentence, and `because` is said to who is right.

    Raises:
        InputError: what the author got wrong: two answers that are one, a slope that autograd
            contradicts, a sentence that scolds.

    >>> Predict("You halve ε. The error becomes how many times smaller?", number=2, wrong={4: (
    ...     "SQUARE", "That is the central quotient. Look at one side only.")}, id="doc.p2")
    Predict doc.p2, a number: You halve ε. The error becomes how many times smaller? Not answered.

    """

    # A question, what is right, what else may be said, and what it does: an author names each.
    def __init__(
        self,
        ask: str,
        *,
        id: str,
        because: str = "",
        wrong: Mapping[Any, Said] | None = None,
        hints: Sequence[Hint] = (),
        reveal: Position | None = None,
        veil: Live | Sequence[Live] = (),
        **more: Any,
    ):
        super().__init__(_item(id, ask, because, wrong, hints, **more), hints, reveal, veil)


class Exercise(Predict):
    """A question after one has seen; its answer is often a formula, as in the example.

    What common misconceptions make of the derivative of `of` is recognised by itself.

    >>> task = Exercise("Write the derivative of sin(w²).", of="sin(w^2)",
    ...     formula="2*w*cos(w^2)", id="doc.x1")
    >>> print(answer(task, "2*w*cos(w)"))
    The outer slope was taken at w itself. It belongs at the inner value: at w = 1.44 that gives \
−1.388, not 0.3756.

    """

    def __init__(
        self, ask: str, *, of: str | None = None, window: Window | None = None, **more: Any
    ):
        super().__init__(ask, of=of, window=window, **more)


class FillGraph(Question):
    """The computation graph of a formula, with a box at each node: "You are the backward pass".

    `g` is a formula or a function of up to three numbers, of at most twelve nodes, and `w0` is
    where it is swept: one number, or one for each input. A reader fills in what `ask` names, the
    "adjoints" or the "values"; `task` replaces the sentence that asks for them. Each box is judged
    by itself, and at the first that is not right common slips are recognised: a lost +=, a slope
    without the adjoint that it is multiplied by, a value in place of a slope. `wrong` maps pairs of
    a node and a number to a code and a sentence of the author's own.

    Raises:
        InputError: `g` has no such graph, or none that autograd and a difference quotient confirm,
            or something else is wrong with what the author gives.

    >>> sweep = FillGraph("sin(w)*w", 1.5, id="doc.f1")
    >>> print(answer(sweep, ["1.068", "1,5", "1"]))
    w: the slope on each arrow is right, but a slope alone is no share. Multiply it by the adjoint \
that stands where the arrow ends: look at a and b.
    >>> sweep.code, answer(sweep, [1.104, 1.5, 1])
    ('LOCAL-ONLY', 'That is it.')

    Source: Figure B.10.

    """

    # A graph, its place, and what may be said of a question: an author names each but the first.
    def __init__(
        self,
        g: Callable[..., Any] | str,
        w0: float | Sequence[float],
        *,
        id: str,
        ask: str = "adjoints",
        task: str = "",
        hints: Sequence[Hint] = (),
        reveal: Position | None = None,
        veil: Live | Sequence[Live] = (),
        **more: Any,
    ):
        given = {"fill": g, "at": w0, "numbers": ask, "ask": task} | more
        super().__init__(_made(Fill, id, hints, given), hints, reveal, veil)
