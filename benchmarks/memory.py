"""Whether a cell that is run again and again keeps memory: `python -m benchmarks.memory`.

One cell of a notebook makes `SecantToTangent()`, in a real JupyterLab in headless Chromium. It is
run again many times: once as a reader runs it, and once so that it closes the explorer before it
makes the next. What the kernel holds (its resident memory) and what the page holds (JavaScript
objects and DOM nodes, both after garbage was collected) is said every ten runs.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.lab import ask, run_all, running_lab
from tests.conftest import CHROMIUM_FLAGS, find_chromium

MAKE = "from widgets import SecantToTangent\n"
CELLS = {
    "run again": MAKE + "SecantToTangent()",
    "closed first": MAKE
    + "if 'explorer' in globals():\n    explorer.close()\nexplorer = SecantToTangent()\nexplorer",
}
USED = "import gc, psutil; gc.collect(); print(psutil.Process().memory_info().rss)"


def run_once(page: Page) -> None:
    """Run the cell, and wait for its picture."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => {
          const panel = window.jupyterapp.shell.currentWidget;
          return panel.sessionContext.session.kernel.status === 'idle'
            && document.querySelectorAll('figure.live[data-shown]').length === 1;
        }""",
        timeout=300_000,
    )
    page.wait_for_timeout(500)


def held(page: Page, cdp: CDPSession) -> tuple[float, float, int]:
    """Return what kernel and page hold: MiB, MiB, and nodes."""
    kernel = int(ask(page, USED)) / 2**20
    cdp.send("HeapProfiler.collectGarbage")
    found = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
    return kernel, found["JSHeapUsedSize"] / 2**20, int(found["Nodes"])


def measure(page: Page, address: str, runs: int) -> list[tuple[int, float, float, int]]:
    """Run the cell of a notebook so many times, and return what was held after each ten."""
    run_all(page, address)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    rows = []
    for number in range(1, runs + 1):
        run_once(page)
        if number % 10 == 0:
            rows.append((number, *held(page, cdp)))
            print("{:>6} runs {:>9.1f} MiB kernel {:>8.1f} MiB page {:>8} nodes".format(*rows[-1]))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a cell keeps that is run again.")
    parser.add_argument("--runs", type=int, default=100, help="how often (100)")
    runs = parser.parse_args().runs
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no Chromium found: install one, or set CHROMIUM to its path.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        notebooks = Path(folder) / "notebooks"
        notebooks.mkdir()
        # nbformat has no types.
        v4: Any = nbformat.v4
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        for name, source in CELLS.items():
            notebook = v4.new_notebook(cells=[v4.new_code_cell(source)], metadata=kernel)
            (notebooks / f"{name}.ipynb").write_text(v4.writes(notebook), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        with running_lab(Path(folder) / "lab", notebooks) as at:
            for name in CELLS:
                print(f"{name}; load {os.getloadavg()[0]:.1f}")
                page = browser.new_page()
                (_, kernel_then, page_then, _), *_, (number, now, page_now, _) = measure(
                    page, at(f"{name}.ipynb"), runs
                )
                each = max(1, number - 10)
                print(
                    f"a run after the first ten: kernel {(now - kernel_then) / each:+.3f} MiB, "
                    f"page {(page_now - page_then) / each:+.3f} MiB"
                )
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
