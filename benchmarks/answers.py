"""Does every explorer answer within a frame? `python -m benchmarks.answers [NAME ...]`.

Each explorer is made four times, and then opened as a page of its own in headless Chromium, with
no kernel. A mouse moves each of its sliders, takes each handle in its picture, and presses the
button of each control that has steps. What is counted:

- *made in*: the time of making it, in a process that has made one already; median of three.
- *answer*: from the time stamp of an isolated input to the end of the first painted frame with
  another picture, in ms. Inputs come at random moments, so half a frame is spent waiting for it.
- *next frame*: in how many of 100 inputs this was the first frame that began after the input.
- *pictures a second*: while the mouse sweeps over the slider, reporting 125 times a second. A
  slider with few positions has few pictures to show.

A picture counts as another one when an attribute or a text in it was set. See `benchmarks.drag`
for JupyterLab, and for a comparison with what most people write.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

import widgets
from benchmarks.drag_mouse import Mouse
from tests.conftest import CHROMIUM_FLAGS, find_chromium
from widgets import EXPLORERS, Live
from widgets.live import Control

# One animation frame, and what a busy machine adds to its paint.
FRAME, NOISE, MADE = 1000 / 60, 5.0, 0.5
THUMB = 8  # pixels from the end of a slider to the middle of its thumb there

LARGE = " + ".join(f"sin({k}*w)" for k in range(2, 21))
CASES: dict[str, Callable[[], Live]] = {
    **{name: partial(lambda name: getattr(widgets, name)(), name) for name in EXPLORERS},
    # At a step at which the graph has its numbers.
    "GraphTracer": lambda: widgets.GraphTracer(step=12),
    "GraphTracer, 58 nodes": lambda: widgets.GraphTracer(LARGE, at=(0.5,), step=120),
}


@dataclass
class Row:
    """What was measured of one control of one explorer."""

    explorer: str
    made: float
    control: str
    positions: int
    answers: list[float]
    next_frame: list[bool]
    pictures: float
    blank: int

    @property
    def answer(self) -> float:
        return statistics.median(self.answers) if self.answers else math.inf

    def cells(self) -> list[str]:
        worst = statistics.quantiles(self.answers, n=20)[-1] if len(self.answers) > 1 else math.inf
        share = 100 * statistics.mean(self.next_frame) if self.next_frame else 0
        pictures = "–" if math.isnan(self.pictures) else f"{self.pictures:.0f}"
        return [
            *(self.explorer, f"{self.made:.2f}", self.control, str(self.positions)),
            *(f"{self.answer:.1f}", f"{worst:.1f}", f"{share:.0f}", pictures, str(self.blank)),
        ]


HEAD = [
    *("explorer", "made in, s", "control", "positions", "answer, ms", "95 in 100 within, ms"),
    *("next frame, in 100", "pictures a second", "blank frames"),
]


def made_in(make: Callable[[], Live]) -> float:
    """Return the median time of making an explorer, the imports and the first one left out."""
    make()
    times = []
    for _ in range(3):
        start = time.perf_counter()
        make()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def answered(events: list[float], frames: list[dict[str, Any]]) -> tuple[list[float], list[bool]]:
    """Return the time from each event to its picture, and whether it came in the next frame."""
    times, first = [], []
    for at, until in zip(events, [*events[1:], math.inf], strict=True):
        after = [frame for frame in frames if at < frame["end"] and frame["start"] < until]
        begun = [frame for frame in after if frame["start"] >= at]
        shown = next((frame for frame in after if frame["changed"]), None)
        if shown:
            times.append(shown["end"] - at)
            first.append(not begun or shown["start"] <= begun[0]["start"])
    return times, first


async def isolated(mouse: Mouse, control: Control, inputs: int, width: float) -> None:
    """Move the thumb to other positions, each at least a tenth of the slider away."""
    chance = random.Random(0)
    last = len(control.positions) - 1
    at = last
    for _ in range(inputs):
        far = [k for k in range(last + 1) if abs(k - at) >= max(1, last / 10)]
        at = chance.choice(far)
        await mouse.move((THUMB + at / last * (width - 2 * THUMB)) / width)
        await asyncio.sleep(0.08 + chance.uniform(0, FRAME / 1000))


async def slid(
    page: Page, name: str, control: Control, options: argparse.Namespace
) -> tuple[Any, ...]:
    """Return (answers, next frame, pictures a second, blank frames) of a slider."""
    track = page.locator(f"input[type=range][name={name}]")
    await track.scroll_into_view_if_needed()
    box = await track.bounding_box()
    assert box
    mouse = Mouse(await page.context.new_cdp_session(page), box, 1 - THUMB / box["width"])
    await mouse.press()
    await asyncio.sleep(0.3)
    await page.evaluate("startLog()")
    await isolated(mouse, control, options.inputs, box["width"])
    await asyncio.sleep(0.2)
    alone = await page.evaluate("stopLog()")
    return await swept(page, mouse, alone, options)


async def swept(
    page: Page, mouse: Mouse, alone: dict[str, Any], options: argparse.Namespace
) -> tuple[Any, ...]:
    """Let the mouse sweep back and forth; return what was seen, and what isolated inputs gave."""
    await page.evaluate("startLog()")
    await mouse.sweep(options.seconds)
    log = await page.evaluate("stopLog()")
    await mouse.release()
    await mouse.cdp.detach()
    moves = log["pointermove"]
    during = [f for f in log["frames"] if moves[0] <= f["end"] <= moves[-1]]
    rate = 1000 * sum(f["changed"] for f in during) / (moves[-1] - moves[0])
    blank = sum(f["blank"] for f in alone["frames"] + log["frames"])
    return *answered(alone["pointermove"], alone["frames"]), rate, blank


# As far as a handle can go, and which way it goes farther.
REACH = """async node => {
  const box = () => node.querySelector('.live-target').getBoundingClientRect();
  const at = () => [box().x + box().width / 2, box().y + box().height / 2];
  const start = at(), seen = [start];
  const send = (type, x, y) => node.dispatchEvent(
    new PointerEvent(type, { clientX: x, clientY: y, pointerId: 1, button: 0, bubbles: true }));
  node.setPointerCapture = () => {};
  send('pointerdown', ...start);
  for (const [dx, dy] of [[-2000, 0], [2000, 0], [0, -2000], [0, 2000]]) {
    send('pointermove', start[0] + dx, start[1] + dy);
    if (node.style.display !== 'none') seen.push(at());
    send('pointermove', ...start);
  }
  send('pointerup', ...start);
  delete node.setPointerCapture;
  const [xs, ys] = [0, 1].map(i => seen.map(point => point[i]));
  const [x, y, right, foot] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  // What a page may scroll is the way across the handle's own.
  const upright = node.style.touchAction === 'pan-x';
  return { box: { x, y, width: right - x, height: foot - y }, start, upright };
}"""


async def taken(page: Page, number: int, options: argparse.Namespace) -> tuple[Any, ...] | None:
    """Return the same as `slid` of a handle, None if it is not seen or cannot go anywhere."""
    node = page.locator(".live-handle:has(.live-target)").nth(number)
    if not await node.is_visible():
        return None
    found = await node.evaluate(REACH)
    box, (x, y), upright = found["box"], found["start"], found["upright"]
    if box["height" if upright else "width"] < 20:
        return None
    # The mouse goes on a line through where the handle is, from one end of its way to the other.
    box |= {"x": x, "width": 0} if upright else {"y": y, "height": 0}
    place = 1 - (y - box["y"]) / box["height"] if upright else (x - box["x"]) / box["width"]
    mouse = Mouse(await page.context.new_cdp_session(page), box, place, upright)
    chance = random.Random(0)
    await mouse.press()
    await page.evaluate("startLog()")
    for _ in range(options.inputs):
        at = mouse.place
        far = [k / 20 for k in range(1, 20) if abs(k / 20 - at) >= 0.25]
        await mouse.move(chance.choice(far))
        await asyncio.sleep(0.08 + chance.uniform(0, FRAME / 1000))
    await asyncio.sleep(0.2)
    alone = await page.evaluate("stopLog()")
    return await swept(page, mouse, alone, options)


async def stepped(page: Page, name: str, options: argparse.Namespace) -> tuple[Any, ...]:
    """Return the same of a button that goes one step on; nothing is swept over."""
    row = page.locator(".live-steps", has=page.locator(f"[name={name}]"))
    await row.locator("input").press("Home")
    box = await row.get_by_role("button", name="one step on").bounding_box()
    assert box
    mouse = Mouse(await page.context.new_cdp_session(page), box, 0.5)
    chance = random.Random(0)
    await page.evaluate("startLog()")
    steps = int(await row.locator("input").get_attribute("max") or 0)
    for _ in range(min(options.inputs, steps)):
        await mouse.press()
        await mouse.release()
        await asyncio.sleep(0.08 + chance.uniform(0, FRAME / 1000))
    await asyncio.sleep(0.2)
    log = await page.evaluate("stopLog()")
    await mouse.cdp.detach()
    blank = sum(f["blank"] for f in log["frames"])
    return *answered(log["pointerup"], log["frames"]), math.nan, blank


async def rows_of(
    browser: Browser, name: str, folder: Path, options: argparse.Namespace
) -> AsyncIterator[Row]:
    """Yield a row for each slider of an explorer, and for each button that goes one step on."""
    made = made_in(CASES[name])
    explorer = CASES[name]()
    explorer.save(folder / "explorer.html")
    page = await browser.new_page(viewport={"width": 1280, "height": 1500})
    await page.add_init_script(path=Path(__file__).with_name("answers_page.js"))
    for control, at in explorer.offered.items():
        if not at.numeric or len(at.positions) < 2:
            continue
        # Opened again, so that the others stand where the fine pictures were made.
        await page.goto((folder / "explorer.html").as_uri())
        await page.wait_for_selector("figure.live[data-shown]")
        count = len(at.positions)
        yield Row(name, made, at.label, count, *await slid(page, control, at, options))
        if at.kind == "steps":
            label = f"{at.label}, by button"
            yield Row(name, made, label, count, *await stepped(page, control, options))
    await page.goto((folder / "explorer.html").as_uri())
    await page.wait_for_selector("figure.live[data-shown]")
    labels = await page.locator(".live-handle:has(.live-target)").evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('aria-label'))"
    )
    for number, label in enumerate(labels):
        await page.goto("about:blank")
        await page.goto((folder / "explorer.html").as_uri())
        await page.wait_for_selector("figure.live[data-shown]")
        found = await taken(page, number, options)
        if found:
            yield Row(name, made, f"{label}, by handle", 0, *found)
    await page.close()


async def measure(options: argparse.Namespace) -> list[Row]:
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no Chromium found: install one, or set CHROMIUM to its path.")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=list(CHROMIUM_FLAGS)
            )
            for name in options.names or CASES:
                async for row in rows_of(browser, name, Path(folder), options):
                    rows.append(row)
                    print(line(row.cells()), flush=True)
            await browser.close()
    return rows


def line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def misses(rows: list[Row]) -> list[str]:
    """Return what the project promises and what is not kept."""
    slow = {r.explorer: r.made for r in rows if r.explorer in EXPLORERS and r.made > MADE}
    found = [f"{name} takes {made:.2f} s to make, more than {MADE}" for name, made in slow.items()]
    for row in rows:
        where = f"{row.explorer}, {row.control}"
        if not row.answers:
            found.append(f"{where}: no input changed the picture")
        elif row.answer > FRAME + NOISE:
            found.append(f"{where}: {row.answer:.1f} ms, more than a frame")
        if row.blank:
            found.append(f"{where}: {row.blank} blank frames")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(CASES)} (all)")
    parser.add_argument("--inputs", type=int, default=20, help="isolated inputs of a control (20)")
    parser.add_argument("--seconds", type=float, default=1.4, help="length of a drag (1.4)")
    options = parser.parse_args()
    for name in options.names:
        if name not in CASES:
            parser.error(f"there is no {name!r}; there is {', '.join(CASES)}")
    before = os.getloadavg()[0]
    print(line(HEAD) + "\n" + line(["---", "---:", "---", *["---:"] * 6]))
    missed = misses(asyncio.run(measure(options)))
    print(f"\n{os.cpu_count()} cores, load {before:.1f} before and {os.getloadavg()[0]:.1f} after")
    print("\n".join(f"MISSED: {miss}" for miss in missed) or "all bars met")


if __name__ == "__main__":
    main()
