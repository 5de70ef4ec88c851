"""Count what the book's notebooks ask, hear and say.

python book/counts.py
"""

import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from execute import read
from widgets import Questions

BOOK = Path(__file__).resolve().parent
# Words of a textbook read in a minute, and minutes that a prediction takes, with its picture.
READ, THOUGHT = 180, 1.25
_FOLDED = re.compile(r"<details.*?</details>", re.S)
_MATHEMATICS = re.compile(r"\$\$.*?\$\$|\$[^$]*\$", re.S)
_ASKED = re.compile(r"""\bask\(\s*["'](\w+)["']""")
# A prompt that nothing hears: the word in bold, or as a heading over a list of guesses.
_UNHEARD = re.compile(r"\*\*(?:Predict|Guess)[^*.]*\*\*|write down your guess", re.I)


@dataclass(frozen=True)
class Counts:
    """What one notebook has; `recognised` are answers that get a sentence of their own.

    `words` stand on the straight path, `folded` in excursions and below questions.
    """

    name: str
    predictions: int
    exercises: int
    recognised: int
    hints: int
    unheard: int
    words: int
    folded: int

    @property
    def minutes(self) -> int:
        """About how long the straight path takes without its exercises, in steps of five."""
        return 5 * math.ceil((self.words / READ + self.predictions * THOUGHT) / 5)


def words_of(text: str) -> int:
    """Return how many words a text has, formulas and addresses left out.

    >>> words_of("Take $g(w) = w^2$ and [go on](B03.ipynb).")
    4
    """
    text = _MATHEMATICS.sub(" ", re.sub(r"\]\([^)]*\)", "]", text))
    return len(re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", " ", text)))


def counts_of(notebook: NotebookNode, name: str, questions: Questions | None) -> Counts:
    """Count what a notebook asks, hears and says; its questions stand in a file of their own."""
    prose = "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    code = "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
    asked = [questions(each) for each in _ASKED.findall(code)] if questions else []
    straight = _FOLDED.sub("", prose)
    return Counts(
        name,
        sum(q.item.kind != "formula" and ".p" in q.item.id for q in asked),
        sum(q.item.kind == "formula" or ".x" in q.item.id for q in asked),
        sum(len(q.key["wrong"]) for q in asked),
        sum(len(q.item.hints) for q in asked),
        len(_UNHEARD.findall(prose)),
        words_of(straight),
        words_of(prose) - words_of(straight),
    )


def of_the_book() -> Iterator[Counts]:
    """Yield the counts of each notebook, in the order of the chapter."""
    for path in sorted(BOOK.glob("*.ipynb")):
        (used,) = re.findall(r"questions/(\w+)\.toml", path.read_text("utf-8"))[:1] or [None]
        questions = Questions(BOOK / f"questions/{used}.toml") if used else None
        yield counts_of(read(path), path.stem, questions)


def main() -> int:
    """Print a table of the notebooks, and their sum."""
    columns = ("predict", "exercise", "recognised", "hints", "unheard", "words", "folded", "min")
    rows = [
        (c.name, c.predictions, c.exercises, c.recognised, c.hints, c.unheard, c.words, c.folded)
        + (c.minutes,)
        for c in of_the_book()
    ]
    total = ("all", *map(sum, zip(*(row[1:] for row in rows), strict=True)))
    print(f"{'':32}" + "".join(f"{column:>11}" for column in columns))
    for name, *numbers in [*rows, total]:
        print(f"{name:32}" + "".join(f"{number:11}" for number in numbers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
