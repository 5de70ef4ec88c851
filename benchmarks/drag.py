"""What a reader feels who drags a slider: `python -m benchmarks.drag`.

A mouse drags the w0 slider of `SecantToTangent()` in a real JupyterLab in headless Chromium, and
then that of the same figure written as most people write it, with `interact` and inline Matplotlib.
The two take turns in one notebook, one page and one run, so that a busy machine slows both.

What is counted, the same for both:

- The mouse reports 125 times a second, as a usual one does. The events are real input, given to the
  browser without waiting for it; a driver that waits is let go on once a frame, and so sets the
  pace of what it measures.
- Every animation frame looks at the picture. It is *painted* when the first frame that finds it
  in the page, loaded and of non-zero size, has been laid out and painted: at the message that this
  frame posted to itself, which the browser delivers when the frame is done. A page cannot see
  when the compositor brings the frame to the screen (and has decoded `interact`'s image); that is
  about when the next frame begins, which is in the table too.
- These times start at the input event's own time stamp. Only isolated inputs are timed: each waits
  until the picture stands still, and the last picture counts.
- A message is whatever is sent over the kernel's WebSocket between mouse-down and mouse-up.
- Kernel CPU is what `time.process_time()` in the kernel grows by until everything has settled.

`--static` also drags the same explorer in a web page of its own, opened from file:// with no
kernel.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
from playwright.async_api import Page, async_playwright

from benchmarks.drag_mouse import Mouse
from tests.browser.lab import run_all, running_lab
from tests.conftest import CHROMIUM_FLAGS, find_chromium
from widgets import SecantToTangent

EXPLORER = "from widgets import SecantToTangent\nSecantToTangent()"

# Each figure with its controls, and the track of the w0 slider in it, as CSS selectors.
FIGURES = {
    "explorer": (".live", "input[type=range]"),
    "interact": (".widget-interact", ".noUi-target"),
    "static page": (".live", "input[type=range]"),
}
SETTLED = 2.0


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

    def add_drag(self, log: dict[str, Any], cpu: float) -> None:
        """Add what one drag's log says, and the kernel's CPU seconds."""
        moves = log["pointermove"]
        first, last = moves[0]["at"], moves[-1]["at"]
        seconds = (last - first) / 1000
        during = [frame for frame in log["frames"] if first <= frame["end"] <= last]
        pictures = [frame["end"] for frame in log["frames"] if frame["changed"]]
        late = [end for end in pictures if end > last + 50]
        down, up = log["pointerdown"][0]["at"], log["pointerup"][-1]["at"]
        self.pictures.append(sum(frame["changed"] for frame in during) / seconds)
        self.inputs.append(sum(move["inputs"] for move in moves) / seconds)
        self.frames.append(len(during) / seconds)
        self.blank.append(sum(frame["blank"] for frame in log["frames"]))
        self.messages.append(sum(down <= at <= up for at in log["sent"]))
        self.owed.append(len(late))
        self.last.append(max(0, pictures[-1] - last))
        self.cpu.append(1000 * cpu / len(pictures))

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


async def kernel_seconds(page: Page) -> float:
    """Return the CPU time that the notebook's kernel has used; 0 in a page that has none."""
    used: float = await page.evaluate(
        """async () => {
          const kernel = window.jupyterapp?.shell.currentWidget.sessionContext.session.kernel;
          if (!kernel) return 0;
          const user_expressions = { used: "__import__('time').process_time()" };
          const asked = kernel.requestExecute({ code: "", silent: true, user_expressions });
          return Number((await asked.done).content.user_expressions.used.data["text/plain"]);
        }"""
    )
    return used


async def measure(page: Page, name: str, result: Result, seconds: float, isolated: int) -> None:
    """Drag once, then make some isolated inputs, and add what is seen to the result."""
    whole, track = FIGURES[name]
    figure = page.locator(whole)
    await figure.scroll_into_view_if_needed()
    await asyncio.sleep(0.5)
    box = await figure.locator(track).first.bounding_box()
    mouse = Mouse(await page.context.new_cdp_session(page), box)
    # A click on the track brings the handle under the mouse: interact's is dragged only from there.
    await mouse.press()
    await mouse.release()
    await asyncio.sleep(SETTLED)

    before = await kernel_seconds(page)
    await page.evaluate("name => startLog(name)", name)
    await mouse.press()
    await mouse.sweep(seconds)
    await mouse.release()
    await asyncio.sleep(SETTLED)
    log = await page.evaluate("stopLog()")
    result.add_drag(log, await kernel_seconds(page) - before)

    await mouse.press()
    await asyncio.sleep(SETTLED)
    await page.evaluate("name => startLog(name)", name)
    chance = random.Random(0)
    for i in range(isolated):
        # At least a tenth of the track away, and inside it.
        await mouse.move((mouse.place - 0.1 + chance.uniform(0.1, 0.7)) % 0.8 + 0.1)
        await asyncio.sleep(0.4)
        await page.wait_for_function("i => pictureSince(i)", arg=i)
    await asyncio.sleep(SETTLED)
    result.add_isolated(await page.evaluate("stopLog()"))
    await mouse.release()
    await mouse.cdp.detach()
    await asyncio.sleep(SETTLED)


class Waiting:
    """A page whose methods wait for their result, for use in another thread than the page's."""

    def __init__(self, page: Page):
        self.page, self.loop = page, asyncio.get_running_loop()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            method = getattr(self.page, name)(*args, **kwargs)
            return asyncio.run_coroutine_threadsafe(method, self.loop).result()

        return call


def write_notebook(path: Path) -> None:
    interact = Path(__file__).with_name("drag_interact.py").read_text(encoding="utf-8")
    sources = (EXPLORER, "%matplotlib inline\n" + interact)
    # nbformat has no types.
    v4: Any = nbformat.v4
    cells = [v4.new_code_cell(source) for source in sources]
    # Without a kernel's name JupyterLab asks the reader for one.
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    path.write_text(v4.writes(v4.new_notebook(cells=cells, metadata=kernel)), encoding="utf-8")


async def measure_all(options: argparse.Namespace, folder: Path) -> tuple[dict[str, Any], str]:
    """Return each figure's result after `rounds` turns, and what it was measured in."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no Chromium found: install one, or set CHROMIUM to its path.")
    notebook = folder / "notebooks" / "drag.ipynb"
    notebook.parent.mkdir()
    write_notebook(notebook)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=list(CHROMIUM_FLAGS)
        )
        load = os.getloadavg()[0]

        async def new_page() -> Page:
            page = await browser.new_page(viewport={"width": 1280, "height": 1500})
            await page.add_init_script(path=Path(__file__).with_name("drag_page.js"))
            return page

        with running_lab(folder / "lab", notebook.parent) as at:
            lab = await new_page()
            await asyncio.to_thread(run_all, Waiting(lab), at(notebook.name))
            for selector in (".live-picture svg", ".widget-interact img"):
                await lab.wait_for_selector(selector)
            pages = {"explorer": lab, "interact": lab}
            if options.static:
                SecantToTangent().save(folder / "explorer.html")
                pages["static page"] = await new_page()
                await pages["static page"].goto((folder / "explorer.html").as_uri())
            results = {name: Result() for name in pages}
            for _ in range(options.rounds):
                for name, page in pages.items():
                    await page.bring_to_front()
                    await measure(page, name, results[name], options.seconds, options.inputs)
        where = (
            f"Chromium {browser.version} without GPU, {os.cpu_count()} cores, "
            f"load {load:.1f} before and {os.getloadavg()[0]:.1f} after"
        )
        await browser.close()
    return results, where


ROWS: list[tuple[str, Callable[[Result], float], str]] = [
    ("pictures a second", lambda r: statistics.median(r.pictures), ".1f"),
    ("input to painted picture, median ms", lambda r: statistics.median(r.painted), ".1f"),
    ("the same, 95th percentile", lambda r: statistics.quantiles(r.painted, n=20)[-1], ".1f"),
    ("until the next frame begins, median ms", lambda r: statistics.median(r.replaced), ".1f"),
    ("blank frames, worst drag", lambda r: max(r.blank), ".0f"),
    ("messages to the kernel, worst drag", lambda r: max(r.messages), ".0f"),
    ("pictures 50 ms after the stop, worst", lambda r: max(r.owed), ".0f"),
    ("last picture after the stop, worst ms", lambda r: max(r.last), ".0f"),
    ("kernel CPU per picture, ms", lambda r: statistics.median(r.cpu), ".2f"),
    ("frames a second", lambda r: statistics.median(r.frames), ".1f"),
    ("mouse reports a second", lambda r: statistics.median(r.inputs), ".1f"),
]


def table(results: dict[str, Result]) -> list[list[str]]:
    """Return the rows of the table as text, its head first."""
    rows = [["w0 dragged", *results, "explorer / interact"]]
    for label, number, form in ROWS:
        values = {name: number(result) for name, result in results.items()}
        ours, theirs = values["explorer"], values["interact"]
        ratio = f"{ours / theirs:.3g}" if theirs else "-"
        rows.append([label, *(format(value, form) for value in values.values()), ratio])
    return rows


def bars(ours: Result, theirs: Result) -> list[tuple[bool, str]]:
    """Return what the project promises, each with whether it is kept."""
    (rate, their_rate), (answer, their_answer) = (
        (number(ours), number(theirs)) for _, number, _ in ROWS[:2]
    )
    return [
        (rate >= 50 and rate >= 10 * their_rate, ">= 50 pictures a second, >= 10 x interact's"),
        (answer <= 22 and answer <= their_answer / 8, "median <= 22 ms, <= 1/8 of interact's"),
        (max(ours.blank) == 0, "no blank frame"),
        (max(ours.messages) == 0, "no message to the kernel during the drag"),
        (max(ours.owed) == 0, "nothing owed 50 ms after the stop"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a reader feels who drags a slider.")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each figure (3)")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a drag (2)")
    parser.add_argument("--inputs", type=int, default=40, help="isolated inputs in a turn (40)")
    parser.add_argument("--static", action="store_true", help="measure an exported page as well")
    parser.add_argument("--markdown", type=Path, help="write the table to this file as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results, where = asyncio.run(measure_all(options, Path(folder)))
    rows = table(results)
    for label, *cells in rows:
        print(f"{label:<40}" + "".join(f"{cell:>{max(13, len(cell) + 2)}}" for cell in cells))
    for met, promise in bars(results["explorer"], results["interact"]):
        print("met   " if met else "MISSED", promise)
    print(f"{options.rounds} drags of {options.seconds:g} s each; {where}")
    if options.markdown:
        rows.insert(1, ["---", *["---:"] * (len(rows[0]) - 1)])
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        options.markdown.write_text("\n".join([*lines, "", where, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
