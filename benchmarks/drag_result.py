"""What `benchmarks.drag` has measured of each figure, as rows of a table and as bars."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

SLOWER = 4
HEAD = "## A slider that is dragged"
WHAT = """\
Made by `python -m benchmarks.drag --markdown FILE`, which says what is timed and how. The same
slider is dragged in the explorer, in what most people write with `interact`, and in five other
libraries' own way, all taking turns in one run. *Static page* is the explorer in a page of its
own; *bars* are said for the explorer in JupyterLab."""


class NothingSeen(Exception):
    """No picture has followed the mouse."""


@dataclass
class Result:
    """What was measured of one figure; each list has one number for each round, or input."""

    pictures: list[float] = field(default_factory=list)
    inputs: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    blank: list[float] = field(default_factory=list)
    messages: list[float] = field(default_factory=list)
    owed: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    painted: list[float] = field(default_factory=list)
    replaced: list[float] = field(default_factory=list)
    # Of script: for each input, and for each drag in 10 s; and of pictures with a slow processor.
    script: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    throttled: list[float] = field(default_factory=list)
    # Pictures a second where frames are not held to 60.
    unheld: list[float] = field(default_factory=list)
    positions: float = math.nan
    kilobytes: float = math.nan

    def add_drag(self, log: dict[str, Any], cpu: float) -> None:
        """Add what one drag's log says, and the kernel's CPU seconds."""
        moves = log["pointermove"]
        first, last = moves[0]["at"], moves[-1]["at"]
        seconds = (last - first) / 1000
        during = [frame for frame in log["frames"] if first <= frame["end"] <= last]
        pictures = [frame["end"] for frame in log["frames"] if frame["changed"]]
        self.pictures.append(rate(log))
        late = [end for end in pictures if end > last + 50]
        down, up = log["pointerdown"][0]["at"], log["pointerup"][-1]["at"]
        self.inputs.append(sum(move["inputs"] for move in moves) / seconds)
        self.frames.append(len(during) / seconds)
        self.blank.append(sum(frame["blank"] for frame in log["frames"]))
        self.messages.append(sum(down <= at <= up for at in log["sent"]))
        self.owed.append(len(late))
        self.last.append(max(0, pictures[-1] - last))
        self.cpu.append(1000 * cpu / len(pictures))

    def add_script(self, used: list[float], seconds: float) -> None:
        """Add the milliseconds of script after each input of a drag."""
        self.script += used
        self.busy.append(10 * sum(used) / seconds)

    def add_isolated(self, log: dict[str, Any]) -> None:
        """Add the times from each input to the last picture before the next input."""
        times = [move["at"] for move in log["pointermove"]]
        steps = list(pairwise(log["frames"]))
        for at, until in zip(times, [*times[1:], math.inf], strict=True):
            new = [(f, after) for f, after in steps if f["changed"] and at < f["end"] <= until]
            if new:
                frame, after = new[-1]
                self.painted.append(frame["end"] - at)
                self.replaced.append(after["start"] - at)


def rate(log: dict[str, Any]) -> float:
    """Return how many pictures a second there were between the first and the last move."""
    moves = log["pointermove"]
    if len(moves) < 2 or not any(frame["changed"] for frame in log["frames"]):
        raise NothingSeen("no picture has followed the mouse")
    first, last = moves[0]["at"], moves[-1]["at"]
    seen = sum(frame["changed"] and first <= frame["end"] <= last for frame in log["frames"])
    return float(1000 * seen / (last - first))


def median(values: list[float]) -> float:
    """Return the median; NaN of nothing."""
    return statistics.median(values) if values else math.nan


def percentile(values: list[float], at: int) -> float:
    """Return a percentile; NaN of nothing."""
    return statistics.quantiles(values, n=100)[at - 1] if len(values) > 1 else math.nan


def worst(values: list[float]) -> float:
    """Return the largest; NaN of nothing."""
    return max(values, default=math.nan)


ROWS: list[tuple[str, Callable[[Result], float], str]] = [
    ("pictures a second", lambda r: median(r.pictures), ".1f"),
    ("input to painted picture, median ms", lambda r: median(r.painted), ".1f"),
    ("the same, 95th percentile", lambda r: percentile(r.painted, 95), ".1f"),
    ("until the next frame begins, median ms", lambda r: median(r.replaced), ".1f"),
    ("blank frames, worst drag", lambda r: worst(r.blank), ".0f"),
    ("messages to the kernel, worst drag", lambda r: worst(r.messages), ".0f"),
    ("pictures 50 ms after the stop, worst", lambda r: worst(r.owed), ".0f"),
    ("last picture after the stop, worst ms", lambda r: worst(r.last), ".0f"),
    ("kernel CPU per picture, ms", lambda r: median(r.cpu), ".2f"),
    ("script after an input, median ms", lambda r: median(r.script), ".2f"),
    ("the same, 99th percentile", lambda r: percentile(r.script, 99), ".2f"),
    ("script in 10 s of dragging, ms", lambda r: median(r.busy), ".0f"),
    (f"pictures a second, CPU {SLOWER} times slower", lambda r: median(r.throttled), ".1f"),
    ("pictures a second, frames not held to 60", lambda r: median(r.unheld), ".1f"),
    ("positions without a kernel", lambda r: r.positions, ".0f"),
    ("page, kB", lambda r: r.kilobytes, ".0f"),
    ("frames a second", lambda r: median(r.frames), ".1f"),
    ("mouse reports a second", lambda r: median(r.inputs), ".1f"),
]


def table(results: dict[str, Result]) -> list[list[str]]:
    """Return the rows of the table as text, its head first; what was not measured is a dash."""
    rows = [["w0 dragged", *results, "explorer / interact"]]
    for label, number, form in ROWS:
        values = {name: number(result) for name, result in results.items()}
        ours, theirs = values["explorer"], values["interact"]
        ratio = ours / theirs if theirs else math.nan
        cells = [*((value, form) for value in values.values()), (ratio, ".3g")]
        rows.append([label, *("-" if math.isnan(x) else format(x, form) for x, form in cells)])
    return rows


def bars(results: dict[str, Result]) -> list[tuple[bool, str]]:
    """Return what the project promises, each with whether it is kept; what is NaN is not."""
    ours, theirs, page = (results[name] for name in ("explorer", "interact", "static page"))
    (rate, their_rate), (answer, their_answer) = (
        (number(ours), number(theirs)) for _, number, _ in ROWS[:2]
    )
    return [
        (rate >= 57 and rate >= 10 * their_rate, ">= 57 pictures a second, >= 10 x interact's"),
        (answer <= 16.7 and answer <= their_answer / 8, "median <= 16.7 ms, <= 1/8 of interact's"),
        (median(ours.script) <= 1, "median script <= 1 ms an input"),
        (percentile(ours.script, 99) <= 3, "99 % of inputs with <= 3 ms of script"),
        (median(ours.throttled) >= 57, f">= 57 pictures with a CPU {SLOWER} x slower"),
        (median(page.unheld) >= 100, ">= 100 pictures where frames are not held to 60"),
        (worst(ours.blank) == 0, "no blank frame"),
        (worst(ours.messages) == 0, "no message to the kernel during the drag"),
        (worst(ours.owed) == 0, "nothing owed 50 ms after the stop"),
    ]


def write_markdown(path: Path, rows: list[list[str]], where: str) -> None:
    """Put the table into its section of a file, or at the end of it."""
    before, _, after = (path.read_text("utf-8") if path.exists() else "").partition(HEAD)
    _, section, rest = after.partition("\n## ")
    rows.insert(1, ["---", *["---:"] * (len(rows[0]) - 1)])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    said = f"Measured {date.today()}, {where}."
    text = "\n".join([before.rstrip(), "", HEAD, "", WHAT, "", *lines, "", said, ""]).lstrip()
    path.write_text(text + section + rest, encoding="utf-8")
