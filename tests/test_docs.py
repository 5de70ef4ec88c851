"""The pages in docs/ keep what they promise: their code runs, and so does their example."""

import ast
import doctest
import importlib.util
import re
import sys
from pathlib import Path

import pytest

import tests.widgets.test_every_explorer as contract
import widgets

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = sorted(DOCS.glob("*.md"))
EXAMPLE = DOCS / "examples" / "newton_step.py"
MOST_LINES = 30


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_python_block_runs_as_the_page_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path, str(EXAMPLE.parent)])
    names = {}
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for number, block in enumerate(blocks(page, "python")):
        if ">>>" in block:
            test = parser.get_doctest(block, names, f"{page.name}, block {number}", None, 0)
            assert runner.run(test, clear_globs=False).failed == 0
            names.update(test.globs)
        else:
            exec(compile(block, f"{page.name}, block {number}", "exec"), names)
    for page_written in re.findall(r'save\("(.*?)"\)', "".join(blocks(page, "python"))):
        assert (tmp_path / page_written).exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_that_a_page_names_is_there(page):
    named = r"\b(?:docs|widgets|book|tests|benchmarks)/[\w/]*\w\.\w+"
    for name in re.findall(named, page.read_text(encoding="utf-8")):
        assert (DOCS.parent / name).exists(), name


def test_there_are_pages_for_lessons_explorers_questions_and_what_adlite_can_be_trusted_with():
    names = ["accuracy", "arrays_of_objects", "explorer", "lesson", "practice", "singular_points"]
    assert [page.stem for page in PAGES] == names


def test_the_example_is_short():
    tree = ast.parse(EXAMPLE.read_text(encoding="utf-8"))
    (explorer,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    assert explorer.end_lineno - explorer.lineno + 1 < MOST_LINES
    assert f"under {MOST_LINES} lines" in (DOCS / "explorer.md").read_text(encoding="utf-8")


@pytest.fixture
def example(monkeypatch):
    """The example's name, known to the package for a while as if it were one of its explorers."""
    spec = importlib.util.spec_from_file_location("newton_step", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(widgets, "NewtonStep", module.NewtonStep, raising=False)
    return "NewtonStep"


PROMISES = [
    contract.test_it_is_made_without_being_told_anything,
    contract.test_every_control_changes_what_is_said_or_seen,
    contract.test_what_it_says_is_a_few_short_sentences,
    contract.test_a_value_out_of_range_is_the_nearest_one_and_one_sentence,
    contract.test_a_title_and_values_can_be_given_at_the_start,
    contract.test_a_window_can_be_chosen_and_a_bad_one_is_refused,
    contract.test_a_lesson_can_hide_controls,
]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_the_example_keeps_the_promises_of_every_explorer(example, promise):
    promise(example)


@pytest.mark.parametrize("g", ["1/w", "log(w)", "w^2 + 1", "7"])
def test_the_example_draws_poles_and_what_never_crosses_zero(example, g):
    explorer = widgets.NewtonStep(g, window=(-1, 2), w0=0)
    assert all(sentence.endswith(".") for sentence in explorer.tables[-1].sentences)
    assert "no tangent line crosses zero" in explorer.sentence


def test_a_newton_step_is_newtons(example):
    explorer = widgets.NewtonStep()
    for _ in range(5):
        explorer.w0 = float(explorer.sentence.rstrip(".").split("zero at ")[1])
    assert explorer.w0 == pytest.approx(2**0.5, abs=1e-3)
