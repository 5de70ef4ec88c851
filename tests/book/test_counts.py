"""What the notebooks ask is heard, all of it, and their straight paths are short."""

import re

import nbformat
import pytest

import counts
from chapter import CHAPTER
from widgets import Questions

BOOK = {each.name: each for each in counts.of_the_book()}
SECTIONS = [name for name in BOOK if name != "index"]
# Words on a straight path, and minutes.
MOST, LONGEST = 1500, 30


@pytest.mark.parametrize("name", BOOK)
def test_the_straight_path_is_short_and_asks_nothing_that_it_does_not_hear(name):
    assert BOOK[name].words <= MOST
    assert BOOK[name].unheard == 0
    assert BOOK[name].minutes <= LONGEST


@pytest.mark.parametrize("name", SECTIONS)
def test_the_time_that_the_contents_name_is_what_the_path_takes(name):
    (told,) = (each["minutes"] for each in CHAPTER["notebooks"] if each["file"] == name)
    assert told == BOOK[name].minutes


@pytest.mark.parametrize("name", SECTIONS)
def test_each_question_of_the_file_is_asked_once(name):
    notebook = nbformat.read(counts.BOOK / f"{name}.ipynb", as_version=4)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    (file,) = set(re.findall(r"questions/\w+\.toml", code))
    asked = re.findall(r'\bask\("(\w+)"', code)
    assert sorted(asked) == sorted(Questions(counts.BOOK / file))


def test_the_book_asks_and_recognises_enough():
    """At least 90 questions, and 250 answers that are recognised, each with its sentence."""
    assert sum(each.predictions + each.exercises for each in BOOK.values()) >= 90
    assert sum(each.recognised for each in BOOK.values()) >= 250


def test_words_are_counted_as_a_reader_counts_them():
    cells = [
        nbformat.v4.new_markdown_cell("Three plain words.\n\n<details>Two folded</details>"),
        nbformat.v4.new_markdown_cell("**Predict:** does $g(w) = w$ count?"),
    ]
    found = counts.counts_of(nbformat.v4.new_notebook(cells=cells), "x", None)
    assert (found.words, found.folded, found.unheard) == (6, 2, 1)
