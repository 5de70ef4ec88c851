"""What a reader's function prints, or warns of, while pictures are worked out.

It is called thousands of times, and whatever it says then is said thousands of times. Here it is
kept quiet, counted, and told once.
"""

import io
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

from .numbers import shortened


@dataclass
class Heard:
    """What was said while all was quiet."""

    printed: io.StringIO = field(default_factory=io.StringIO)
    caught: list[warnings.WarningMessage] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """Say once what was said, "" if nothing was.

        >>> with hushed() as heard:
        ...     print("w is 3")
        ...     print("w is 4")
        >>> heard.sentence
        'Kept quiet while pictures were worked out: printed “w is 3” and more.'
        """
        printed = [line.strip() for line in self.printed.getvalue().split("\n") if line.strip()]
        warned = [*dict.fromkeys(str(warning.message) for warning in self.caught)]
        told = [
            f"{verb} “{shortened(words[0], 80)}”{' and more' * (len(words) > 1)}"
            for verb, words in (("printed", printed), ("warned", warned))
            if words
        ]
        return f"Kept quiet while pictures were worked out: {'; '.join(told)}." if told else ""


class _Voices(io.TextIOBase):
    """A place to print to that keeps one thread quiet, and passes on what the others print."""

    def __init__(self, outer: Any, quiet: io.StringIO):
        self.outer, self.quiet, self.thread = outer, quiet, threading.get_ident()

    def write(self, text: str) -> int:
        mine = threading.get_ident() == self.thread
        written: int = (self.quiet if mine else self.outer).write(text)
        return written

    def flush(self) -> None:
        self.outer.flush()

    def __getattr__(self, name: str) -> Any:
        """Be what is passed on to: a kernel tells its voice which cell is running."""
        return getattr(self.outer, name)


# A notebook may answer a slider in one thread while a cell runs in another.
_turn = threading.RLock()


@contextmanager
def hushed(heard: Heard | None = None) -> Iterator[Heard]:
    """Keep this thread quiet for a while, and note what would have been said."""
    heard = heard or Heard()
    with (
        _turn,
        redirect_stdout(_Voices(sys.stdout, heard.printed)),
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("default")
        heard.caught = caught
        yield heard
