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

The same explorer is dragged in a web page of its own, opened from file:// with no kernel, and so
are pages of other libraries that need none (`benchmarks.drag_rivals`); ipympl is dragged in the
notebook. What is not installed is left out, and that is said. Script is the time that a page's own
scripts take on its main thread, from Chromium's trace of another drag, in which nothing else is
measured; the drag with a processor of a quarter of the speed is another one again, and so is that
of the pages in a browser whose frames are not held to 60 a second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
from playwright.async_api import Browser, Page, async_playwright
from playwright.async_api import Error as PlaywrightError

from benchmarks.drag_mouse import Mouse
from benchmarks.drag_result import SLOWER, NothingSeen, Result, bars, rate, table, write_markdown
from benchmarks.drag_rivals import IPYMPL, write_pages
from benchmarks.drag_script import Trace
from tests.browser.lab import run_all, running_lab
from tests.conftest import CHROMIUM_FLAGS, find_chromium

EXPLORER = "from widgets import SecantToTangent\nSecantToTangent()"

# Each figure with its controls, and the track of the w0 slider in it, as CSS selectors.
FIGURES = {
    "explorer": (".live", "input[type=range]"),
    "interact": (".widget-interact", ".noUi-target"),
    "static page": (".live", "input[type=range]"),
    "ipympl": (".drag-ipympl", ".noUi-target"),
    "Plotly frames": (".plotly-graph-div", ".slider-rail-touch-rect"),
    "Bokeh": ("body", ".noUi-target"),
    "Panel embed": ("body", ".noUi-target"),
    "Altair": (".vega-embed", ".vega-bind input[type=range]"),
}
SETTLED = 2.0


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


async def take_hold(page: Page, name: str) -> Mouse:
    """Return a mouse that stands on the handle of a figure's slider."""
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
    return mouse


async def drag(mouse: Mouse, seconds: float) -> None:
    """Drag back and forth, and wait until all has settled."""
    await mouse.press()
    await mouse.sweep(seconds)
    await mouse.release()
    await asyncio.sleep(SETTLED)


async def logged_drag(page: Page, name: str, mouse: Mouse, seconds: float) -> Any:
    """Drag, and return the page's log of it."""
    await page.evaluate("name => startLog(name)", name)
    await drag(mouse, seconds)
    return await page.evaluate("stopLog()")


async def measure(page: Page, name: str, result: Result, options: argparse.Namespace) -> None:
    """Drag, then make some isolated inputs, and add what is seen to the result."""
    mouse = await take_hold(page, name)
    try:
        await measure_drags(page, name, mouse, result, options.seconds)
        await measure_inputs(page, name, mouse, result, options.inputs)
    finally:
        # A processor that is slow is so as long as somebody holds it.
        await mouse.cdp.detach()
    await asyncio.sleep(SETTLED)


async def measure_drags(
    page: Page, name: str, mouse: Mouse, result: Result, seconds: float
) -> None:
    before = await kernel_seconds(page)
    log = await logged_drag(page, name, mouse, seconds)
    result.add_drag(log, await kernel_seconds(page) - before)

    await mouse.cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    log = await logged_drag(page, name, mouse, seconds)
    await mouse.cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    result.throttled.append(rate(log))

    browser = page.context.browser
    assert browser is not None
    trace = await Trace.begin(browser)
    await drag(mouse, seconds)
    result.add_script(await trace.end(), seconds)


async def measure_inputs(page: Page, name: str, mouse: Mouse, result: Result, inputs: int) -> None:
    await mouse.press()
    await asyncio.sleep(SETTLED)
    await page.evaluate("name => startLog(name)", name)
    chance = random.Random(0)
    for i in range(inputs):
        # At least a tenth of the track away, and inside it.
        await mouse.move((mouse.place - 0.1 + chance.uniform(0.1, 0.7)) % 0.8 + 0.1)
        await asyncio.sleep(0.4)
        await page.wait_for_function("i => pictureSince(i)", arg=i)
    await asyncio.sleep(SETTLED)
    result.add_isolated(await page.evaluate("stopLog()"))
    await mouse.release()


async def attempt(name: str, turn: Callable[[], Awaitable[None]]) -> None:
    """Take a turn, a second time if the first fails; if that fails too say why, and go on."""
    for _ in range(2):
        try:
            return await turn()
        except (PlaywrightError, NothingSeen, TimeoutError) as error:
            print(f"a turn of {name} is lost: {str(error).splitlines()[0]}", flush=True)


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
    sources = [EXPLORER, "%matplotlib inline\n" + interact]
    if find_spec("ipympl"):
        sources.append(IPYMPL)
    # nbformat has no types.
    v4: Any = nbformat.v4
    cells = [v4.new_code_cell(source) for source in sources]
    # Without a kernel's name JupyterLab asks the reader for one.
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    path.write_text(v4.writes(v4.new_notebook(cells=cells, metadata=kernel)), encoding="utf-8")


async def new_page(browser: Browser, path: Path | None = None) -> Page:
    """Return a page that keeps a log, opened from a file if there is one."""
    page = await browser.new_page(viewport={"width": 1280, "height": 1500})
    page.set_default_timeout(120_000)
    await page.add_init_script(path=Path(__file__).with_name("drag_page.js"))
    if path:
        await page.goto(path.as_uri())
        await page.wait_for_timeout(3000)
    return page


async def open_notebook(browser: Browser, address: str) -> dict[str, Page]:
    """Run the notebook in JupyterLab, and return the figures in it, each with its page."""
    lab = await new_page(browser)
    await asyncio.to_thread(run_all, Waiting(lab), address)
    shown = {
        "explorer": ".live-picture svg",
        "interact": ".widget-interact img",
        "ipympl": ".drag-ipympl canvas",
    }
    if not find_spec("ipympl"):
        print("without ipympl: it is not installed")
        del shown["ipympl"]
    for selector in shown.values():
        await lab.wait_for_selector(selector)
    return dict.fromkeys(shown, lab)


async def measure_rate(page: Page, name: str, result: Result, options: argparse.Namespace) -> None:
    """Drag once where frames are not held to 60 a second, and add the pictures a second."""
    mouse = await take_hold(page, name)
    result.unheld.append(rate(await logged_drag(page, name, mouse, options.seconds)))
    await mouse.cdp.detach()


async def measure_unheld(
    launch: Callable[..., Awaitable[Browser]],
    written: dict[str, tuple[Path, Result]],
    options: argparse.Namespace,
) -> None:
    """Drag each page in a browser whose frames come as fast as they can."""
    browser = await launch("--disable-frame-rate-limit")
    for name, (path, result) in written.items():
        page = await new_page(browser, path)
        for _ in range(options.rounds):
            await attempt(name, partial(measure_rate, page, name, result, options))
        await page.close()
    await browser.close()


async def measure_all(options: argparse.Namespace, folder: Path) -> tuple[dict[str, Result], str]:
    """Return each figure's result after `rounds` turns, and what it was measured in."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no Chromium found: install one, or set CHROMIUM to its path.")
    notebook = folder / "notebooks" / "drag.ipynb"
    notebook.parent.mkdir()
    write_notebook(notebook)
    written = {
        name: (path, Result(positions=positions, kilobytes=path.stat().st_size / 1000))
        for name, (path, positions) in write_pages(folder).items()
    }
    async with async_playwright() as playwright:

        async def launch(*flags: str) -> Browser:
            return await playwright.chromium.launch(
                executable_path=chromium, args=[*CHROMIUM_FLAGS, *flags]
            )

        browser = await launch()
        load = os.getloadavg()[0]
        with running_lab(folder / "lab", notebook.parent) as at:
            pages = await open_notebook(browser, at(notebook.name))
            results = {name: Result() for name in pages}
            for name, (path, result) in written.items():
                pages[name], results[name] = await new_page(browser, path), result
            results["static page"].positions = await pages["static page"].evaluate(
                "positionsReached()"
            )
            await pages["static page"].reload()
            for _ in range(options.rounds):
                for name, page in pages.items():
                    await page.bring_to_front()
                    turn = partial(measure, page, name, results[name], options)
                    await attempt(name, turn)
        where = f"Chromium {browser.version} without GPU, {os.cpu_count()} cores"
        await browser.close()
        await measure_unheld(launch, written, options)
    # So much of the load is this command's own.
    busy = max(load, os.getloadavg()[0])
    return results, f"{where}, load {load:.1f} before and {os.getloadavg()[0]:.1f} after" + (
        ": other programs ran, so that all of it is slower than it would be alone"
        if load > 1.0 or busy > 4.0
        else ""
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a reader feels who drags a slider.")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each figure (3)")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a drag (2)")
    parser.add_argument("--inputs", type=int, default=40, help="isolated inputs in a turn (40)")
    parser.add_argument("--markdown", type=Path, help="write the table to this file as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results, where = asyncio.run(measure_all(options, Path(folder)))
    rows = table(results)
    for label, *cells in rows:
        print(f"{label:<40}" + "".join(f"{cell:>{max(13, len(cell) + 2)}}" for cell in cells))
    for met, promise in bars(results):
        print("met   " if met else "MISSED", promise)
    print(f"{options.rounds} drags of {options.seconds:g} s each; {where}")
    if options.markdown:
        write_markdown(options.markdown, rows, where)


if __name__ == "__main__":
    main()
