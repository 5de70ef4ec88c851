"""Every question of the book: all answers that it knows are tried; its truth is asked elsewhere."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from autograd import grad

import widgets
from adlite import parse
from tests.book.truths import TRUTHS
from widgets import Questions, answer
from widgets.practice.item import LONGEST
from widgets.practice.judge import judge

BOOK = Path(__file__).resolve().parents[2] / "book"
FILES = sorted((BOOK / "questions").glob("*.toml"))
ITEMS = [
    pytest.param(file, name, id=f"{file.stem}.{name}") for file in FILES for name in Questions(file)
]
each = pytest.mark.parametrize(("file", "name"), ITEMS)
READER_CODES = {"ROUGH", "MISSING", "EARLY", "MISMATCH", "FACTOR", "OFFSET"}


def made(file, name):
    return Questions(file)(name)


def known_answers(question):
    """Each answer that the item recognises, as a reader would give it, and its code."""
    key = question.key
    for idea in key["wrong"]:
        if key["kind"] == "number":
            yield idea["value"], idea["code"]
        elif key["kind"] == "choice":
            several = not isinstance(question.item.right, str)
            yield [idea["option"]] if several else idea["option"], idea["code"]
        elif key["kind"] == "match":
            # The one that is given away takes the place of what stood there.
            pairs = dict(question.item.match)
            there = pairs[idea["left"]]
            other = next((k for k, v in pairs.items() if v == idea["right"]), None)
            pairs[idea["left"]] = idea["right"]
            if other is not None and [*pairs].index(other) > [*pairs].index(idea["left"]):
                pairs[other] = there
            yield pairs, idea["code"]
        elif key["kind"] == "fill":
            given = [*question.item.right]
            given[idea["box"]] = idea["value"]
            yield given, idea["code"]
        elif key["kind"] == "order":
            rest = [step for step in question.item.order if step != idea["label"]]
            yield [idea["label"], *rest], idea["code"]
    if key["kind"] == "formula":
        for typed, said in question.item.wrong.items():
            yield typed, said if isinstance(said, str) else said[0]


@each
def test_every_answer_that_it_knows_is_recognised_by_its_own_code(file, name):
    question = made(file, name)
    tried = [*known_answers(question)]
    assert len(tried) >= len(question.item.wrong) > 0
    for given, code in tried:
        said = answer(question, given)
        assert (question.code, question.state) == (
            code,
            question.state,
        ) and question.state != "right"
        assert said.endswith(".") and len(said) <= LONGEST and "{" not in said


@each
def test_what_is_right_is_right_and_no_idea_is_told_why(file, name):
    question = made(file, name)
    right = question.item.right
    assert judge(question.key, right).state == "right"
    told = answer(question, None)
    assert question.state == "shown" and question.item.answer in told
    assert question.item.because and question.item.because in told


@each
def test_a_number_is_what_autograd_or_a_quotient_says(file, name):
    question = made(file, name)
    if question.item.kind != "number" or question.item.slope:
        return
    truth = TRUTHS[question.item.id]()
    assert abs(truth - question.item.number) <= question.item.within * (abs(truth) or 1)


@each
def test_a_formula_and_all_that_is_known_of_it_are_told_apart(file, name):
    question = made(file, name)
    if question.item.kind != "formula":
        return
    key = question.key
    truth = np.array([float(parse(key["answer"])(w)) for w in key["at"]])
    assert key["truth"] == pytest.approx(truth)
    vectors = [np.array(idea["values"]) for idea in key["wrong"]]
    assert all(np.max(np.abs(vector - truth) / (1 + np.abs(truth))) > 1e-6 for vector in vectors)
    if question.item.of:
        slopes = [grad(lambda w: parse(question.item.of)(w))(w) for w in key["at"]]
        assert key["truth"] == pytest.approx(slopes)


@each
def test_no_sentence_scolds_or_is_long(file, name):
    question = made(file, name)
    sentences = [idea["sentence"] for idea in question.key["wrong"]]
    sentences += [question.item.because, *question.item.hints]
    for sentence in sentences:
        assert len(sentence) <= LONGEST and sentence.endswith(".")
        assert "!" not in sentence and not re.search(r"\bwrong\b", sentence, re.I)
    # Each idea has words of its own.
    own = [
        sentence for sentence, idea in zip(sentences, question.key["wrong"], strict=False) if idea
    ]
    codes = [idea["code"] for idea in question.key["wrong"]]
    assert len({*own}) >= len({*codes})


def asked_in(notebook):
    """The names of the questions that a notebook asks, with the explorers that it gives them."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return re.findall(r'^ask\("(\w+)"', "\n".join(cells), re.M)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_question_of_a_file_is_asked_once_and_its_notebook_tells_no_answer(file):
    (path,) = BOOK.glob(f"{file.stem}_*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    assert sorted(asked_in(notebook)) == sorted(Questions(file))
    in_view = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            in_view.append(
                re.sub(r'<details class="reveal.*?</details>', "", cell.source, flags=re.S)
            )
        else:
            in_view.append(cell.source)
            if not cell.metadata.get("jupyter", {}).get("outputs_hidden"):
                in_view += [
                    o.get("data", o).get("text/plain", o.get("text", "")) for o in cell.outputs
                ]
    text = "\n".join(in_view)
    for name in Questions(file):
        question = made(file, name)
        sentences = [idea["sentence"] for idea in question.key["wrong"]]
        for told in [question.item.because, *sentences, *question.item.hints]:
            assert told not in text
        # Stored is the question, and that it waits.
        assert (
            f"{question.heading}, {question.kind_in_words}: {question.item.ask} Not answered."
            in text
        )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_opens_with_an_answer_names_questions_that_there_are(file):
    (path,) = BOOK.glob(f"{file.stem}_*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    ids = {f"{file.stem}.{name}" for name in Questions(file)}
    named = [cell.metadata.get("tags", []) for cell in notebook.cells]
    named += [
        c.split()
        for c in re.findall(
            r'<details class="(reveal[^"]*)"', "\n".join(c.source for c in notebook.cells)
        )
    ]
    assert any(names for names in named)
    for names in named:
        assert {*names} - {"reveal", "raises-exception"} <= ids


def test_no_question_of_the_book_has_the_id_of_another():
    ids = [f"{file.stem}.{name}" for file in FILES for name in Questions(file)]
    assert len({*ids}) == len(ids) > 20
    assert hasattr(widgets, "Questions")
