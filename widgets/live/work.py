"""Long work: it shows that it goes on, can be stopped, and is done more coarsely if need be.

What takes long is always a function of a reader's or an author's. What a call of it costs is
counted by the median of a few calls, so that a machine that is busy with other things changes no
picture.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import IPython.display

from .hush import Heard, hushed
from .lifetime import has_reader, request
from .numbers import InputError, say

# Seconds: until progress is shown, between two of its lines; for what stands still in a picture,
# for all positions together, and for each control's own fine positions.
_PATIENCE, _PACE = 0.5, 0.25
STILL, PRODUCT, CROSS = 1.5, 6.0, 3.0
# What takes longer than this all together is given up.
_MOST = 20.0
# With fewer points or positions there is no picture.
_FEWEST = 16

_display: Any = IPython.display.display
_now: "Work | None" = None


class _TooLong(BaseException):
    """Work has lasted too long; no `except Exception` around a reader's function may hide it."""


@dataclass
class Work:
    """What was done, heard and left out while an explorer was made.

    `spent` are the seconds that functions took, by what a call of each costs.
    """

    begun: float
    line: "Line"
    heard: Heard = field(default_factory=Heard)
    spent: float = 0.0
    coarser: dict[str, None] = field(default_factory=dict)

    def tick(self, seconds: float = 0.0) -> None:
        """Count a step of the work that has cost so much, and show at times that it goes on.

        All steps together may cost only so much.
        """
        self.spent += seconds
        if self.spent > _MOST:
            raise _TooLong(
                f"this function takes {say(seconds)} seconds each time that it is called, and this "
                "picture takes many hundred calls: let it do less, or compute its values "
                "beforehand."
            )
        self.line.show(time.perf_counter() - self.begun)

    def affords(self, count: int, seconds: float, cost: float, what: str) -> int:
        """Return how many of `count` steps can be done in a time, and note if these are not all."""
        most = count if count * cost <= seconds else max(_FEWEST, int(seconds / cost))
        if most < count:
            self.coarser[f"{most:,} {what} instead of {count:,}"] = None
        return min(most, count)

    def cost(self, update: Callable[..., Any], places: Iterable[dict[str, Any]]) -> float:
        """Return what a position costs, in seconds, from a few of them."""
        least, most = float("inf"), 0.0
        for values in places:
            spent, begun = self.spent, time.perf_counter()
            update(**values)
            least = min(least, time.perf_counter() - begun)
            most = max(most, self.spent - spent)
            if least > _PATIENCE:
                break
        return max(most, 0.0 if least == float("inf") else least)

    @property
    def sentence(self) -> str:
        """Say what was kept quiet, and what is coarser than it would be; "" if nothing is."""
        said = [self.heard.sentence]
        if self.coarser:
            said.append(
                f"This function takes long, so the picture is coarser: {'; '.join(self.coarser)}."
            )
        return " ".join(filter(None, said))


class Line:
    """One line that says how long the work has lasted; it is gone when the work is done.

    It stands in the running cell if a reader watches it, or in a terminal.
    """

    def __init__(self) -> None:
        self.terminal, self.shown = sys.stdout, -_PACE
        self.handle: Any = None
        self.length = 0

    def show(self, seconds: float) -> None:
        if seconds < max(_PATIENCE, self.shown + _PACE):
            return
        self.shown = seconds
        text = f"Working out the pictures: {seconds:.0f} s. "
        if has_reader():
            text += "The notebook’s stop button ends it."
            if self.handle is None:
                self.handle = _display({"text/plain": text}, raw=True, display_id=True)
            else:
                self.handle.update({"text/plain": text}, raw=True)
        elif not request() and self.terminal.isatty():
            text += "Ctrl+C ends it."
            self.length = len(text)
            print(f"\r{text}", end="", file=self.terminal, flush=True)

    def clear(self) -> None:
        if self.handle is not None:
            # Nothing of it is seen, and it takes no room.
            self.handle.update({"text/plain": "", "text/html": ""}, raw=True)
        if self.length:
            print(f"\r{' ' * self.length}\r", end="", file=self.terminal, flush=True)


@contextmanager
def working() -> Iterator[Work]:
    """Do something that may take long; work within other work is a part of it.

    Raises:
        InputError: all that was done has taken too long.

    """
    global _now
    if _now is not None:
        yield _now
        return
    _now = work = Work(time.perf_counter(), Line())
    try:
        with hushed(work.heard):
            yield work
    except _TooLong as error:
        raise InputError(str(error)) from None
    finally:
        _now = None
        work.line.clear()


def tick(seconds: float = 0.0) -> None:
    """Count a step of the work that is being done, if any is."""
    if _now is not None:
        _now.tick(seconds)


def affordable(count: int, cost: float, what: str) -> int:
    """Return how many points of a picture's still part can be computed; a part of what is left."""
    if _now is None:
        return count
    return _now.affords(count, max(0.0, STILL - _now.spent / 2), cost, what)
