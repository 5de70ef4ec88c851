"""Explorers in a running notebook, and in a page without a kernel."""

import pytest
from lab import ask, opened_notebook, watched
from sliders import Explorer


@pytest.fixture(scope="module")
def lab_page(request, browser, tmp_path_factory):
    """The notebook of the test module's CELLS, run in JupyterLab."""
    with opened_notebook(browser, tmp_path_factory, request.module.CELLS) as page:
        yield page


@pytest.fixture
def secant(lab_page):
    """The first explorer, as it was at the start: its function is Python code."""
    # What the test before moved last must have reached the kernel, or it would come after this.
    lab_page.wait_for_timeout(400)
    ask(lab_page, "secant.g = lambda w: w**2\nsecant.w0, secant.epsilon = 1.0, 1.0")
    explorer = Explorer(lab_page, 0)
    explorer.wait_for(" is 3,")
    explorer.formula.fill("")
    explorer.formula.press("Escape")
    yield explorer
    assert lab_page.errors == []


@pytest.fixture
def saved(page, tmp_path):
    """Open an explorer as a page without a kernel."""
    watched(page).context.set_offline(True)

    def opened(explorer):
        explorer.save(tmp_path / "saved.html")
        page.goto((tmp_path / "saved.html").as_uri())
        return Explorer(page, 0)

    yield opened
    assert page.errors == []
