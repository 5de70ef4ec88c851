"""The book's notebooks as JupyterLab opens them, before anything is run."""

import importlib
import re

import nbformat
import pytest
from lab import ask, running_lab, watched
from nbformat.sign import NotebookNotary
from playwright.sync_api import TimeoutError as NothingSeen
from sliders import Explorer

import execute

pytestmark = pytest.mark.browser

CELLS = [
    "from widgets import Kink, Predict, SecantToTangent",
    "SecantToTangent('w^2', w0=1, epsilon=0.5)",
    "Kink()",
    "Predict('And 2 + 2?', number=4, because='It is even.', id='opened.p1')",
]


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """Yield a page with a signed notebook, and then one that nobody has signed."""
    notebooks, lab = tmp_path_factory.mktemp("book"), tmp_path_factory.mktemp("lab")
    path = notebooks / "signed.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    nbformat.write(notebook, path)
    assert execute.main([str(path)]) == 0
    (notebooks / "unsigned.ipynb").write_text(
        path.read_text("utf-8").replace("w0=1", "w0=1.0"), "utf-8"
    )
    (lab / "data").mkdir()
    NotebookNotary(data_dir=str(lab / "data")).sign(nbformat.read(path, as_version=4))
    context = browser.new_context(viewport={"width": 1200, "height": 1600})
    with running_lab(lab, notebooks) as address:
        yield lambda name: shown(watched(context.new_page()), address(name))
        context.close()


def shown(page, address):
    page.goto(address)
    page.wait_for_function(
        "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.isReady", timeout=120_000
    )
    return page


def with_views(page):
    """Wait for the first view; what stands in its place is said where there is none."""
    try:
        page.locator("figure.live").first.wait_for(timeout=60_000)
    except NothingSeen:
        pytest.fail(f"no view: {page.locator('.jp-OutputArea').all_inner_texts()}")
    return page


def test_explorers_answer_before_anything_is_run(opened):
    page = with_views(opened("signed.ipynb"))
    secant, kink = Explorer(page, 0), Explorer(page, 1)
    before = secant.sentence
    assert before.startswith("At w⁰ = 1 the derivative is 2.")
    for _ in secant.drag(0, 0.5, 0.9):
        pass
    assert secant.shown["w0"] > 1.5
    derivative = re.search(r"derivative is ([\d.]+)\.", secant.sentence)
    assert float(derivative[1]) == pytest.approx(2 * secant.shown["w0"], rel=1e-3)
    kink.slider(0).focus()
    told = kink.sentence
    page.keyboard.press("ArrowLeft")
    assert kink.sentence != told
    assert secant.formula.is_disabled()
    assert secant.formula.get_attribute("placeholder") == "To type another formula, run this cell."
    assert page.get_by_text("Error displaying widget").count() == 0
    signs = page.locator(".jupyter-widgets-disconnected").evaluate_all(
        "views => views.map((view) => getComputedStyle(view, '::before').content)"
    )
    assert signs == ["none"] * 3
    assert page.errors == []
    assert ask(page, "print('SecantToTangent' in globals())") == "False"


def test_what_nobody_signed_shows_its_pictures(opened):
    page = opened("unsigned.ipynb")
    page.locator(".jp-RenderedImage img").first.wait_for()
    assert page.locator(".jp-RenderedImage img").count() == 2
    assert page.locator("figure.live").count() == 0
    assert page.get_by_text("Error displaying widget").count() == 0


def test_the_book_is_signed_as_it_was_published_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    start = importlib.import_module("start")
    assert start.sign() == []
    notary = NotebookNotary(data_dir=str(tmp_path / "data"))
    index = nbformat.read(start.BOOK / "index.ipynb", as_version=4)
    assert notary.check_signature(index)
    folder = tmp_path / "book"
    folder.mkdir()
    changed = (start.BOOK / "index.ipynb").read_text("utf-8").replace("derivative", "derivativ", 1)
    (folder / "index.ipynb").write_text(changed, "utf-8")
    assert start.sign(folder) == ["index.ipynb"]
    assert not notary.check_signature(nbformat.reads(changed, as_version=4))
