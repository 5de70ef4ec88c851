"""A notebook's questions in a file of their own, so that no cell on the page tells an answer."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..live import InputError, Live, listed
from .question import Exercise, FillGraph, Predict, Question


class Questions:
    """The questions of a TOML file: call it with a question's name, and with its explorers.

    Each table of the file has a question's arguments as `Predict` takes them, and its name follows
    the file's in its id; where the name begins with x, it is an `Exercise`. `wrong` is a list of
    answers, each with a code and perhaps a sentence. With `fill` and `at` it is a `FillGraph`, and
    `ask` says what is filled in. `reveal` are values of the first explorer, and so is what stands
    behind a hint; with `veil = true` no explorer is seen before the answer.

    Raises:
        InputError: there is no such file or question, or something is wrong with it.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "B99.toml"
    >>> lines = ['[p1]', 'ask = "Is it 2?"', 'choice = "yes"', 'wrong = [["no", "N", "Count."]]']
    >>> _ = file.write_text(chr(10).join(lines))
    >>> Questions(file)("p1")
    Predict B99.p1, one of several: Is it 2? Not answered.
    >>> Questions(file)("p2")
    Traceback (most recent call last):
    widgets.live.numbers.InputError: B99.toml has no question 'p2'; it has p1.

    """

    def __init__(self, file: str | Path):
        self.file = Path(file)
        try:
            self.tables = tomllib.loads(self.file.read_text("utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise InputError(f"{self.file.name} cannot be read: {error}.") from None

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the questions."""
        return iter(self.tables)

    def __call__(self, name: str, *explorers: Live) -> Question:
        """Return a question, ready to be shown."""
        if name not in self.tables:
            raise InputError(
                f"{self.file.name} has no question {name!r}; it has {listed(self.tables)}."
            )
        given = dict(self.tables[name])
        given["id"] = f"{self.file.stem}.{name}"
        given["wrong"] = _said(given["id"], given.get("wrong", []))
        reveal, hints = given.pop("reveal", None), given.pop("hints", [])
        if explorers and reveal:
            given["reveal"] = explorers[0].at(**reveal)
        given["hints"] = [
            hint
            if isinstance(hint, str)
            else (hint[0], explorers[0].at(**hint[1]))
            if explorers
            else hint[0]
            for hint in hints
        ]
        if given.pop("veil", False):
            given["veil"] = explorers
        if "fill" in given:
            return FillGraph(given.pop("fill"), given.pop("at", None), **given)
        return (Exercise if name.startswith("x") else Predict)(**given)


def _said(where: str, rows: Any) -> Mapping[Any, Any]:
    """Return what is said to each answer, by the answer."""
    said = {}
    for row in rows:
        if not 2 <= len(row) <= 3:
            raise InputError(
                f"{where}: a row of wrong is an answer, a code and perhaps a sentence."
            )
        given, *words = row
        said[tuple(given) if isinstance(given, list) else given] = (
            words[0] if len(words) == 1 else (words[0], words[1])
        )
    return said
