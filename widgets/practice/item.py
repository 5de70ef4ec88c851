"""What is asked, what is right, and what each recognised answer says of its reader's idea.

An item is checked when it is made: what its author got wrong is an `InputError` then, and no
reader ever sees it.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from ..live import InputError

TEXTS: dict[str, Any] = json.loads(Path(__file__).with_name("texts.json").read_text("utf-8"))
LONGEST = 220
_ID = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")
# What a recognised answer is given as: a code, or a code with a sentence of its own.
Said = str | tuple[str, str]


@dataclass(frozen=True)
class Wrong:
    """An idea that is recognised: its code, what is said to it, and whether it is nearly right."""

    code: str
    sentence: str
    almost: bool


def check_sentence(where: str, text: Any) -> str:
    """Return a sentence of feedback, if it is one.

    Raises:
        InputError: it is longer than 220 letters, has no full stop, or scolds or cheers.

    >>> check_sentence("p1", "Look at the lower curve.")
    'Look at the lower curve.'
    >>> check_sentence("p1", "That is wrong.")
    Traceback (most recent call last):
    widgets.live.numbers.InputError: p1: say what the idea behind an answer misses, without the \
word "wrong": 'That is wrong.'

    """
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{where}: a sentence is missing; got {text!r}.")
    if len(text) > LONGEST:
        raise InputError(f"{where}: {len(text)} letters are too many, {LONGEST} is most: {text!r}")
    if not text.endswith("."):
        raise InputError(f"{where}: end the sentence with a full stop: {text!r}")
    if re.search(r"\bwrong\b", text, re.I):
        raise InputError(
            f"{where}: say what the idea behind an answer misses, without the word "
            f'"wrong": {text!r}'
        )
    if "!" in text:
        raise InputError(f"{where}: neither scold nor cheer, so no exclamation mark: {text!r}")
    return text


def recognised(where: str, said: Said) -> Wrong:
    """Return what an author wants to be said to an answer, by a code or in words.

    >>> recognised("p1", ("SQUARE", "A square comes with the central quotient.")).code
    'SQUARE'
    >>> recognised("p1", "SIGN").almost
    True
    >>> recognised("p1", "SQUARE")
    Traceback (most recent call last):
    widgets.live.numbers.InputError: p1: 'SQUARE' has no sentence yet: give ("SQUARE", "a \
sentence."), or one of ...

    """
    code, sentence = (said, None) if isinstance(said, str) else said
    known = TEXTS["codes"].get(code, {})
    if sentence is None and not known:
        raise InputError(
            f'{where}: {code!r} has no sentence yet: give ("{code}", "a sentence."), or one of '
            f"{', '.join(sorted(TEXTS['codes']))}."
        )
    almost = bool(known.get("almost"))
    return Wrong(code, check_sentence(where, sentence or known["sentence"]), almost)


def shuffled(seed: str, labels: Sequence[str]) -> list[str]:
    """Return labels in an order that depends on the seed alone.

    >>> shuffled("B07.p2", ["a", "b", "c"]) == shuffled("B07.p2", ["a", "b", "c"])
    True
    """
    return sorted(labels, key=lambda label: hashlib.sha256(f"{seed} {label}".encode()).digest())


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question, by the name `id`; `because` says why the answer is what it is.

    `wrong` maps answers to codes, or to pairs of a code and a sentence. `hints` lead there one by
    one.
    """

    id: str
    ask: str
    because: str = ""
    wrong: Mapping[Any, Said] = field(default_factory=dict)
    hints: Sequence[str] = ()
    kind: ClassVar[str] = ""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(str(self.id)):
            raise InputError(f"id names a question, such as 'B02_1.p3'; got {self.id!r}.")
        if not str(self.ask).strip():
            raise InputError(f"{self.id}: ask a question.")
        if self.because:
            check_sentence(self.id, self.because)
        for hint in self.hints:
            check_sentence(self.id, hint)
        self.check()

    def check(self) -> None:
        """Raise an InputError for what is wrong with the answers."""

    @property
    def ideas(self) -> list[tuple[Any, Wrong]]:
        """The answers that the author recognises, with what is said to them."""
        return [(given, recognised(self.id, said)) for given, said in self.wrong.items()]

    @property
    def answer(self) -> str:
        """The answer in words."""
        raise NotImplementedError

    @property
    def right(self) -> Any:
        """An answer that is right, as a reader gives it."""
        return self.answer

    @property
    def table(self) -> list[str]:
        """What a reader sees beside the question, as lines of Markdown."""
        return []

    def public(self) -> dict[str, Any]:
        """What a reader sees before an answer is given."""
        return {}

    def key(self) -> dict[str, Any]:
        """What the judge knows, as JSON can hold it."""
        return {"kind": self.kind, "answer": self.answer, "because": self.because}
