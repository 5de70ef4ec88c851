"""Which letters are set in italics: by the same rule in Python and in `mathify.test.js`."""

import json
import re
from pathlib import Path

import pytest

from widgets.live.italics import mathify

CASES = json.loads(Path(__file__).with_name("mathify.cases.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "letters"), CASES)
def test_lone_letters_are_mathematics_and_nothing_gets_lost(text, letters):
    pieces = [*mathify(text)]
    assert [piece for piece, italic in pieces if italic] == letters
    assert "".join(piece for piece, _ in pieces) == re.sub(r"\*(\S)\*", r"\1", text)
