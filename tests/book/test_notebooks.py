"""What a reader of the notebooks relies on, before anything is run again by nbval."""

import hashlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
NOTEBOOKS = sorted(BOOK.glob("*.ipynb"))
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
LONGEST_CELL = 15
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|opt|mnt|Users)/\w|\b[A-Z]:\\+Users\b")
LOADS_FROM_THE_WEB = re.compile(r"<(?:script|img|link|iframe|video)\b[^>]*https?:|https?://", re.I)


spec = importlib.util.spec_from_file_location("execute", BOOK / "execute.py")
execute = importlib.util.module_from_spec(spec)
spec.loader.exec_module(execute)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def markdown(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def links(notebook):
    """Targets of the Markdown links and images, without a title or a fragment."""
    targets = re.findall(r"\]\(<?([^)\s>#]*)", markdown(notebook))
    return [target for target in targets if target]


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_the_book_has_its_notebooks():
    assert {"index", "B02_1_secant_and_tangent", "B02_2_numerical_differentiation"} <= {
        path.stem for path in NOTEBOOKS
    }


@each_notebook
def test_every_cell_was_executed_in_order(path):
    counts = [cell.execution_count for cell in code_cells(read(path))]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_notebook_is_in_normal_form(path):
    assert execute.is_normal(path), f"run: uv run --group test python book/execute.py {path.name}"


@each_notebook
def test_nothing_in_the_outputs_changes_from_run_to_run(path):
    assert list(execute.refusals(read(path))) == []


@each_notebook
def test_no_cell_is_hidden_from_nbval(path):
    for cell in code_cells(read(path)):
        assert "NBVAL" not in cell.source.upper()
        tags = {*cell.metadata.get("tags", [])}
        assert tags <= {"raises-exception"} or "reveal" in tags


@each_notebook
def test_code_cells_are_short(path):
    for cell in code_cells(read(path)):
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source


@each_notebook
def test_no_path_of_the_machine_it_was_made_on(path):
    assert MACHINE_PATH.findall(path.read_text(encoding="utf-8")) == []


@each_notebook
def test_nothing_is_loaded_from_the_web(path):
    notebook = read(path)
    for cell in code_cells(notebook):
        assert not LOADS_FROM_THE_WEB.search(cell.source), cell.source
    assert not re.search(r"!\[[^]]*\]\(\s*<?https?:|<\w+[^>]*\bsrc=.?https?:", markdown(notebook))


@each_notebook
def test_links_inside_the_book_lead_somewhere(path):
    for target in links(read(path)):
        if not re.match(r"https?:|mailto:|attachment:", target):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_index_links_every_other_notebook():
    others = {path.name for path in NOTEBOOKS} - {"index.ipynb"}
    assert others <= set(links(read(BOOK / "index.ipynb")))


def write(path, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    for cell in cells:
        cell.metadata = {
            "scrolled": True,
            "tags": ["raises-exception"] if "/ 0" in cell.source else [],
        }
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=cells)))
    return path


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A small notebook with a picture, a widget, a number, and an error that is meant."""
    path = write(
        tmp_path_factory.mktemp("book") / "small.ipynb",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "import ipywidgets\nipywidgets.IntSlider(3, description='w0')",
        "w0 = 3\nprint('the derivative of w**2 is', 2 * w0)",
        "w0 / 0",
    )
    assert execute.main([str(path)]) == 0
    return path


def test_executing_twice_gives_the_same_bytes(executed):
    once = executed.read_bytes()
    assert execute.main([str(executed)]) == 0
    assert executed.read_bytes() == once
    assert execute.main(["--check", str(executed)]) == 0


def test_what_a_reader_without_a_kernel_is_left_with(executed):
    notebook = read(executed)
    picture, widget, number, error = (cell.outputs[0] for cell in notebook.cells)
    assert "image/png" in picture.data and notebook.cells[0].metadata == {}
    assert list(widget.data) == ["text/plain"] and "widgets" not in notebook.metadata
    assert number.text == "the derivative of w**2 is 6\n"
    assert error.traceback == ["ZeroDivisionError: division by zero"]


def run_nbval(path):
    path.with_name("pytest.ini").write_text("[pytest]\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", path.name],
        capture_output=True,
        text=True,
        cwd=path.parent,
    )


def test_nbval_passes_a_notebook_and_fails_it_when_one_number_is_changed(executed, tmp_path):
    unchanged = run_nbval(executed)
    assert unchanged.returncode == 0 and "4 passed" in unchanged.stdout

    changed = tmp_path / "changed.ipynb"
    changed.write_text(executed.read_text().replace("w0 = 3", "w0 = 4"))
    result = run_nbval(changed)
    assert result.returncode == 1 and "Cell outputs differ" in result.stdout
    assert "1 failed, 3 passed" in result.stdout


def test_what_another_run_could_not_repeat_is_refused_and_the_file_kept(tmp_path, capsys):
    path = write(
        tmp_path / "refused.ipynb",
        "import ipywidgets\nipywidgets.Output()",
        "import warnings\nwarnings.warn('careful')",
        "object()",
    )
    before = path.read_bytes()
    assert execute.main([str(path)]) == 1
    refusals = capsys.readouterr().err
    assert "refused.ipynb was not written: it makes an Output widget" in refusals
    assert "refused.ipynb was not written: cell 2 writes to stderr" in refusals
    assert "refused.ipynb was not written: cell 3 prints a memory address" in refusals
    assert path.read_bytes() == before


def test_a_cell_that_raises_is_refused_and_the_file_kept(tmp_path, capsys):
    path = write(tmp_path / "raises.ipynb", "unknown_name")
    before = path.read_bytes()
    assert execute.main([str(path)]) == 1
    assert "raises.ipynb was not written, a cell raised" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_check_names_a_file_that_an_editor_has_touched(executed, tmp_path, capsys):
    path = tmp_path / "touched.ipynb"
    notebook = read(executed)
    notebook.cells[0].metadata["scrolled"] = True
    nbformat.write(notebook, path)
    assert execute.main(["--check", str(path)]) == 1
    assert "touched.ipynb is not in normal form: run" in capsys.readouterr().err


@each_notebook
def test_a_notebook_brings_its_explorers_along_in_less_than_one_and_a_half_megabytes(path):
    notebook = read(path)
    kept = notebook.metadata["widgets"][WIDGET_STATE]["state"]
    views = [
        output.data[WIDGET_VIEW]["model_id"]
        for cell in code_cells(notebook)
        for output in cell.outputs
        if WIDGET_VIEW in output.get("data", {})
    ]
    assert views and {*views} <= {*kept}
    whole = [m["state"] for m in kept.values() if {"scene", "sealed"} & _parts(m)]
    assert len(whole) == len({*views}) and all(state["asleep"] for state in whole)
    assert path.stat().st_size <= 1.5e6


def _parts(model):
    return {buffer["path"][0] for buffer in model["buffers"]}


def test_the_list_of_what_was_published_is_that_of_the_notebooks():
    listed = (BOOK / "notebooks.sha256").read_text("utf-8").splitlines()
    assert listed == [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}" for p in NOTEBOOKS]
