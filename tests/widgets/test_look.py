"""What is drawn is coloured by roles, so that the page decides how it looks."""

import json
import re
import zlib

import pytest

import widgets
from widgets import EXPLORERS
from widgets.live.roles import ROLES

# A colour that is nobody's fallback; a hatch is a pattern, whose own colours are looked at, too.
VARIABLE = re.compile(r"var\(--live-[a-z-]+,#[0-9a-f]{6}\)")
LITERAL = re.compile(r"(?:fill|stroke|color): ?(?!none|url\(#)[#a-z][^;\" ]*|#[0-9a-f]{6}\b|rgb\(")


def literals(text):
    """Return the colours in SVG text that are no roles."""
    return LITERAL.findall(
        re.sub(r"color-mix\(in srgb,ROLE \d+%,ROLE\)", "ROLE", VARIABLE.sub("ROLE", text))
        .replace("fill: ROLE", "")
        .replace("stroke: ROLE", "")
        .replace("fill:ROLE", "")
        .replace("stroke:ROLE", "")
    )


def baked(explorer):
    """Return all SVG text that an explorer brings along."""
    scene = json.loads(zlib.decompress(explorer.scene))
    tables = [
        scene["product"],
        *json.loads(zlib.decompress(explorer.cross or zlib.compress(b"[]"))),
    ]
    tracks = [t for table in tables for t in (*table["tracks"], *table["numbers"])]
    yield scene["svg"]
    for track in tracks:
        if track["attribute"] in ("markup", "style", "fill", "stroke"):
            yield from track["values"]


@pytest.mark.parametrize("name", EXPLORERS)
def test_no_colour_is_left_in_a_picture(name):
    assert {found for text in baked(getattr(widgets, name)()) for found in literals(text)} == set()


def test_a_colour_that_is_left_is_found():
    assert literals('<path style="fill: #123456; stroke: white"/>') == [
        "fill: #123456",
        "stroke: white",
    ]
    assert literals('<path style="stroke: var(--live-first,#4d9900); fill: none"/>') == []


def test_no_two_roles_share_a_stand_in():
    assert len({light for light, _ in ROLES.values()}) == len(ROLES)
