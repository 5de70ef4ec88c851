"""The JavaScript in widgets/live: its types, its pure parts, and that it agrees with Python.

Without node these tests are skipped, and say how to have it; where CI is set they fail instead.
"""

import base64
import dataclasses
import json
import random
import re
from pathlib import Path

import pytest

from tests.widgets.conftest import NO_NODE, missing
from widgets import Kink, MonomialTerms, SecantToTangent, TaylorSeries
from widgets.live import message, page

ROOT = Path(__file__).resolve().parents[3]
FRONT_END = ROOT / "widgets" / "live"
TYPESCRIPT = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
NO_TYPESCRIPT = "no TypeScript found: run `npm ci` in the project's folder"


def test_what_is_missing_skips_on_a_desk_and_fails_in_ci(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no node found"):
        missing(NO_NODE)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no node found"):
        missing(NO_NODE)


def test_its_types_are_right(node):
    if not TYPESCRIPT.exists():
        missing(NO_TYPESCRIPT)
    node(TYPESCRIPT, "--project", ROOT)


def test_its_pure_parts_do_what_their_tests_say(node):
    files = sorted(Path(__file__).parent.glob("*.test.js"))
    said = node("--test", "--test-reporter=tap", *files)
    assert "# fail 0" in said and int(re.search(r"# pass (\d+)", said)[1]) >= len(files) > 0


def fields_in_javascript(name):
    text = (FRONT_END / "table.js").read_text("utf-8")
    block = re.search(rf"@typedef {{object}} {name}\n(.*?)\*/", text, re.S)
    return re.findall(r"@property {.*} (\w+)", block[1])


@pytest.mark.parametrize("kind", [message.Control, message.Track, message.Table, message.Scene])
def test_a_message_has_the_same_fields_on_both_sides(kind):
    assert fields_in_javascript(kind.__name__) == [f.name for f in dataclasses.fields(kind)]


def rounded(text):
    """A text with its numbers as short as they can be, since the browser writes them so."""
    return re.sub(r"-?\d+\.\d+", lambda number: repr(float(number[0])), text).replace(".0", "")


@pytest.mark.parametrize("make", [SecantToTangent, Kink, TaylorSeries, MonomialTerms])
def test_the_browser_finds_the_position_that_python_finds(node, make):
    explorer, chance = make(), random.Random(0)
    # Away from the baked positions each control has a table of its own.
    name = next(name for name, control in explorer.controls.items() if control.kind == "linear")
    positions = explorer.controls[name].positions
    setattr(explorer, name, positions[1] * 0.7 + positions[2] * 0.3)
    asked = [explorer.values]
    for _ in range(60):
        one = {n: chance.choice(c.positions) for n, c in explorer.controls.items()}
        asked.append({**explorer.values, **dict(chance.sample(list(one.items()), 1))})
        asked.append(one)
    blobs = {n: base64.b64encode(getattr(explorer, n)).decode() for n in ("scene", "cross")}
    content = json.dumps({**blobs, "asked": asked, "folder": str(FRONT_END)})
    answers = json.loads(node(Path(__file__).with_name("look_up.js"), input=content))
    used = set()
    for values, (number, index, sentence, drawn) in zip(asked, answers, strict=True):
        table = explorer.tables[number]
        found = [t.find(values, explorer.controls) for t in explorer.tables]
        assert (number, index) == next((i, at) for i, at in enumerate(found) if at is not None)
        assert sentence == table.sentences[index] == explorer.baked_sentence(**values)
        for group, element, attribute, value in drawn:
            looks = table.looks[group]
            kept = looks.states[looks.at[index]].get((element, attribute), value)
            assert rounded(kept) == rounded(value)
        used.add(number)
    assert len(used) > 1


def test_the_files_become_one_module_that_asks_for_nothing(node):
    for name in ("live.js", "host.js"):
        module = page.joined(name)
        node("--input-type=module", "--check", input=module)
        assert not re.search(r"\bimport\b(?! *\()|^export (?!default {)", module, re.M)
    load = (
        'import("data:text/javascript;base64,%s").then(m => console.log(typeof m.default.render))'
    )
    assert node("-e", load % base64.b64encode(page.code().encode()).decode()) == "function\n"


@pytest.mark.parametrize("path", sorted(FRONT_END.glob("*.js")), ids=lambda path: path.name)
def test_leaving_comments_out_can_leave_out_nothing_else(path):
    """The text between two backticks could hold a line that looks like a comment."""
    assert all(line.count("`") % 2 == 0 for line in path.read_text("utf-8").splitlines())
