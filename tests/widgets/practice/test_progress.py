"""The teacher's page: thirty students answer as the judge hears them, and the page counts them."""

import json
import random
import re
from pathlib import Path

import pytest

from widgets import InputError, Questions
from widgets.practice.judge import judge
from widgets.practice.progress import heard, main, read_answers

FILE = Path(__file__).resolve().parents[3] / "book" / "questions" / "B03.toml"
ASK = Questions(FILE)
# Those with one answer in a box or a list, which a student of this test can give.
NAMES = [name for name in ASK if ASK(name).key["kind"] == "number"]


def answered(question, tries):
    """What the browser keeps of one answer after another."""
    verdicts = [judge(question.key, given) for given in tries]
    return {
        "given": tries[-1],
        "kind": question.key["kind"],
        "sure": "sure" if len(tries) == 2 else "",
        "code": verdicts[-1].code,
        "codes": [verdict.code for verdict in verdicts],
        "state": verdicts[-1].state,
        "hints": 0,
        "tries": len(tries),
    }


@pytest.fixture
def files(tmp_path):
    """Thirty students: every third is right at once, the others after one idea that misses."""
    chance, paths = random.Random(1), []
    for student in range(30):
        items = {}
        for name in NAMES:
            question = ASK(name)
            ideas = [str(idea["value"]) for idea in question.key["wrong"]]
            right = str(question.item.number)
            tries = [right] if student % 3 == 0 else [chance.choice(ideas), right]
            items[question.item.id] = answered(question, tries)
        paths.append(tmp_path / f"ada-{student}.json")
        paths[-1].write_text(json.dumps({"v": 1, "items": items}), "utf-8")
    return paths


def test_each_idea_is_counted_once_for_a_student(files):
    found = heard(map(read_answers, files))
    assert sorted(each.id for each in found) == sorted(ASK(name).item.id for name in NAMES)
    for each in found:
        assert (each.people, each.first, each.later) == (30, 10, 20)
        assert sum(each.ideas.values()) == sum(each.sure.values()) == 20


def test_the_page_has_the_questions_words_and_no_students(files, tmp_path, capsys):
    to = tmp_path / "class.html"
    assert main([*map(str, files), "--questions", str(FILE), "--to", str(to)]) == 0
    assert "30 students" in capsys.readouterr().out
    page = to.read_text("utf-8")
    assert page.count('<th scope="row">') == len(NAMES) and "ada" not in page
    (each, *_) = heard(map(read_answers, files))
    question = ASK(each.id.partition(".")[2])
    (code, count), *_ = each.ideas.most_common()
    sentences = [i["sentence"] for i in question.key["wrong"] if i["code"] == code]
    assert re.search(rf"<b>{count}</b> [^<]+ <small>{code}", page)
    assert any(sentence.split("′")[0].split("'")[0] in page for sentence in sentences)


def test_what_students_write_cannot_run_in_the_page(tmp_path):
    bad = {"state": "not yet", "code": "<script>", "tries": 1, "sure": "", "codes": ["<script>"]}
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"v": 1, "items": {"<b>.p1": bad}}), "utf-8")
    main([str(path), "--to", str(tmp_path / "class.html")])
    page = (tmp_path / "class.html").read_text("utf-8")
    assert "<script>" not in page and "<b>.p1" not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize("text", ["", "[]", '{"v": 2, "items": {}}', '{"v": 1, "items": {"a": 1}}'])
def test_another_file_is_refused_by_name(text, tmp_path, capsys):
    path = tmp_path / "notes.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="notes.json is no file of answers"):
        read_answers(path)
    assert main([str(path)]) == 1 and "notes.json" in capsys.readouterr().err
