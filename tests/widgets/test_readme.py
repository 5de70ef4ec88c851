"""What widgets/README.md says of files and rooms is so."""

import re
from pathlib import Path

WIDGETS = Path(__file__).resolve().parents[2] / "widgets"
PAGE = (WIDGETS / "README.md").read_text(encoding="utf-8")
ROOMS = re.findall(r"^\| `(\w+)/` \|", PAGE, re.M)


def test_every_file_and_name_that_it_mentions_is_there():
    files = re.findall(r"`((?:[\w]+/)+[\w.]+\.(?:py|js|md))`", PAGE)
    assert len(files) > 15
    for name in files:
        assert any((folder / name).exists() for folder in (WIDGETS, WIDGETS.parent)), name
    named = re.findall(r"`(?:\w+\.)?(\w+)`(?: in |\s\()`([\w/]+\.(?:py|js))`", PAGE)
    assert len(named) > 10
    for name, file in named:
        path = next(p for f in (WIDGETS, WIDGETS.parent) if (p := f / file).exists())
        made = rf"\b(?:def|class|function) {name}\b|^ *{name}(?: =|\()"
        assert re.search(made, path.read_text(encoding="utf-8"), re.M), (name, file)


def test_every_room_has_a_row():
    folders = {path.parent.name for path in WIDGETS.glob("*/__init__.py")}
    assert sorted(ROOMS) == sorted(folders)
