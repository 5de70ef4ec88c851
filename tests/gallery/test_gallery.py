"""What each explorer shows and says is what was kept; a change is meant, and looked at."""

from importlib.metadata import version

import matplotlib
import pytest
from matplotlib.font_manager import findfont

from tests.gallery.record import COMMAND, GALLERY, difference, normal, path, states, told, words
from tests.gallery.states import STATES
from widgets import EXPLORERS

PINNED = dict(
    line.split("==") for line in (GALLERY.parents[1] / "constraints.txt").read_text().splitlines()
)["matplotlib"]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg"><metadata/><g id="line2d_3"><path id="p1f" d="M 0 1\n'
    'L -0.001 9.376"/></g><g clip-path="url(#p1f)" style="font-family: \'DejaVu Sans\', serif">'
    '<text id="live-7" transform="rotate(-0 1 2)">0.125 #1</text></g></svg>'
)


@pytest.mark.parametrize("name", STATES)
def test_each_explorer_shows_and_says_what_is_kept(name):
    again = f"if it is meant: {COMMAND} {name}, then look at what git diff shows"
    kept, now = words().get(name, []), []
    changed = []
    for state, picture, sentence in states(name):
        now.append(told(state, sentence))
        file = path(name, state)
        assert file.exists(), f"{name}/{state}.svg is missing; {again}"
        if where := difference(file.read_text(encoding="utf-8"), picture):
            changed.append(f"{file.relative_to(GALLERY)} differs first in {where}")
    said = [f"\n  kept: {a}\n  now:  {b}" for a, b in zip(kept, now, strict=False) if a != b]
    if kept != now:
        pytest.fail(f"{name} says something else{''.join(said)}\n{again}", pytrace=False)
    if changed and version("matplotlib") != PINNED:
        pytest.skip(f"the pictures were drawn by Matplotlib {PINNED}, which draws {name} otherwise")
    if changed:
        pytest.fail("\n".join([f"{name} shows something else", *changed, again]), pytrace=False)


def test_every_explorer_has_three_states_and_no_file_is_left_over():
    assert STATES.keys() == EXPLORERS.keys() == words().keys()
    assert {len(others) for others in STATES.values()} == {2}
    kept = {path(name, state) for name in STATES for state in ("first", *STATES[name])}
    assert {*GALLERY.glob("*/*.svg")} == kept


def test_the_font_is_the_one_that_matplotlib_brings():
    assert findfont("DejaVu Sans").startswith(matplotlib.get_data_path())


def test_what_nobody_sees_is_not_kept():
    assert normal(SVG).splitlines() == [
        '<svg xmlns="http://www.w3.org/2000/svg">',
        ' <g class="line2d">',
        '  <path d="M 0 1 L 0 9.38" id="used-1" />',
        " </g>",
        ' <g clip-path="url(#used-1)" style="font-family: \'DejaVu Sans\'">',
        "  <text>0.125 #1</text>",
        " </g>",
        "</svg>",
    ]


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (("9.376", "9.384"), False),
        (("9.376", "9.45"), True),
        (("0.125", "0.126"), True),
        (("M 0 1", "M 0 1 L 2 2"), True),
        (("#1<", "#2<"), True),
        (("p1f", "p2e"), False),
        (("live-7", "live-8"), False),
        (("serif", "Verdana"), False),
    ],
)
def test_a_difference_is_what_can_be_seen(change, seen):
    assert bool(difference(normal(SVG), normal(SVG.replace(*change)))) is seen
