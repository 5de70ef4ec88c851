"""What all tests share: reproducible examples, nothing left behind, and a browser page."""

import os
import shutil
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import pytest
import sympy  # noqa: F401 - its first import sets a warning filter, which is no test's doing
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from adlite.core.primitives import Trace

# nbval's kernels inherit this process's environment, and a backend named there would replace
# the notebooks' inline pictures.
os.environ.pop("MPLBACKEND", None)

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


LONG_WITHOUT_A_BROWSER = ("test_random_programs.py", "test_faithful.py", "test_rule_table.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, since files are not divided: those with a browser."""
    slow = {
        item.path
        for item in items
        if item.get_closest_marker("browser") or item.path.name in LONG_WITHOUT_A_BROWSER
    }
    items.sort(key=lambda item: item.path not in slow)


SECONDS_FOR_A_THREAD_TO_END = 2.0


@pytest.fixture(scope="session", autouse=True)
def open_traces() -> Iterator[set[Trace]]:
    """The traces of adlite that have begun and are not closed."""
    opened: set[Trace] = set()

    def followed(method: Callable[[Trace], None], note: Callable[[Trace], None]) -> Any:
        def call(trace: Trace) -> None:
            method(trace)
            note(trace)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trace, "__init__", followed(Trace.__init__, opened.add))
        patch.setattr(Trace, "close", followed(Trace.close, opened.discard))
        yield opened


def registered_figures() -> list[int]:
    """Numbers of the figures that pyplot keeps, without importing pyplot for it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return pyplot.get_fignums() if pyplot else []


def settings_of_matplotlib() -> dict[str, Any]:
    """Return a copy of rcParams, without a backend as long as Matplotlib has not chosen one."""
    copy = dict(dict.items(mpl.rcParams))
    if mpl.get_backend(auto_select=False) is None:
        del copy["backend"]
    return copy


def lasting(threads: set[threading.Thread]) -> list[threading.Thread]:
    """Those of the threads that do not end by themselves in a moment."""
    until = time.monotonic() + SECONDS_FOR_A_THREAD_TO_END
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return [thread for thread in threads if thread.is_alive()]


@pytest.fixture(autouse=True)
def nothing_left_behind(open_traces: set[Trace]) -> Iterator[None]:
    """Fail a test after which the next one would not find things as it did; tidy up after it."""
    traces, figures = set(open_traces), registered_figures()
    parameters, filters = settings_of_matplotlib(), list(warnings.filters)
    threads = set(threading.enumerate())
    yield
    left = []
    if open_traces - traces:
        left.append("an open adlite trace: call its close() in a finally")
        open_traces.intersection_update(traces)
    now = settings_of_matplotlib()
    if changed := [name for name, value in parameters.items() if now[name] != value]:
        left.append(f"other rcParams ({', '.join(changed)}): use mpl.rc_context()")
        dict.update(mpl.rcParams, parameters)
    if numbers := set(registered_figures()) - set(figures):
        left.append(
            f"pyplot figures {sorted(numbers)}: use matplotlib.figure.Figure, or close them"
        )
        for number in numbers:
            sys.modules["matplotlib.pyplot"].close(number)
    if warnings.filters != filters:
        left.append("other warning filters: use warnings.catch_warnings()")
        warnings.filters[:] = filters
    if stray := lasting(set(threading.enumerate()) - threads):
        left.append(f"running threads ({', '.join(thread.name for thread in stray)}): join them")
    if left:
        pytest.fail("this test leaves behind " + "; ".join(left), pytrace=False)


def find_chromium() -> str | None:
    """Return the path of $CHROMIUM, or of the first Chromium on PATH."""
    names = [os.environ.get("CHROMIUM"), *CHROMIUM_NAMES]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of Chromium: without one the test is skipped, but in CI it fails."""
    path = find_chromium()
    if path is None:
        missing = "no Chromium found: apt-get install chromium, or set CHROMIUM to its path"
        if os.environ.get("CI"):
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One headless Chromium for each test process; Playwright's own browser is not needed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, headless=True, args=list(CHROMIUM_FLAGS)
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of 1200 x 900 pixels that shares nothing with other tests' pages."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()
