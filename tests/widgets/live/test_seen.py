"""Numbers beside the picture: what `update` returns is what the browser is told, row by row."""

import re

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from tests.widgets.live.faithful import unpacked
from widgets import InputError
from widgets.drawing import role
from widgets.live import Heading, Live, Row, Seen, handle, integers, linear


def made(update, **controls):
    """Return an explorer of a line, a point, an area and a bar, which `update` gets first."""
    axes = Figure().subplots()
    (line,) = axes.plot([0, 1], [0, 1], color=role.child, lw=2, ls=(0, (3, 1)))
    (point,) = axes.plot([0], [0], "s", color=role.first)
    area = axes.fill_between([0, 1], [0, 1], color=role.second)
    bar = axes.add_patch(Rectangle((0, 0), 1, 1, fc=role.band, ec=role.ink))
    looks = {"line": line, "point": point, "area": area, "bar": bar}
    controls = controls or {"n": integers(0, 3, "n", 1)}
    return Live(axes.figure, lambda **values: update(looks, **values), **controls)


def table(explorer, index):
    """Return the rows at a position of the only table, as lists of (kind, name, cells...)."""
    product = unpacked(explorer.scene)["product"]
    rows = {}
    for track in product["numbers"]:
        value = track["values"][track["at"][index] if track["at"] else 0]
        rows.setdefault(int(track["group"]), {})[track["element"]] = value
    return [
        [parts[""], *(parts.get(str(cell), "") for cell in range(3))]
        for _, parts in sorted(rows.items())
        if parts[""]
    ]


def test_rows_come_and_go_and_change_their_kind():
    def update(looks, n):
        rows = [Heading("powers", "value"), *(Row(f"n^{k}", f"{n**k:g}") for k in range(int(n)))]
        return Seen(f"n is {n:g}.", [*rows, Row("last", "!", total=True)])

    explorer = made(update)
    assert table(explorer, 0) == [["head", "powers", "value", ""], ["row total", "last", "!", ""]]
    assert table(explorer, 2) == [
        ["head", "powers", "value", ""],
        ["row", "n^0", "1", ""],
        ["row", "n^1", "2", ""],
        ["row total", "last", "!", ""],
    ]
    assert [row.cells for row in explorer.numbers] == [("value",), ("1",), ("!",)]
    assert explorer.sentence == explorer.baked_sentence() == "n is 1."


def test_a_text_that_is_the_same_everywhere_travels_once():
    def update(looks, n):
        return Seen(f"n is {n:g}.", [Row("n", f"{n:g}", like=looks["line"], now=n == 2)])

    numbers = unpacked(made(update).scene)["product"]["numbers"]
    told = {track["element"]: (len(track["values"]), len(track["at"])) for track in numbers}
    assert told == {"": (2, 4), "like": (1, 0), "look": (1, 0), "0": (1, 0), "1": (4, 4)}


def alike(explorer):
    """Return the ids that each row tells to be like it, and those that the picture has."""
    scene = unpacked(explorer.scene)
    told = [t for t in scene["product"]["numbers"] if t["element"] == "like"]
    assert all(len(track["values"]) == 1 for track in told)
    ids = set(re.findall(r' id="([^"]+)"', scene["svg"]))
    return [track["values"][0].split() for track in told], ids


def test_a_row_tells_the_groups_of_what_it_is_like():
    def update(looks, n):
        looks["point"].set_data([n], [n])
        rows = [
            Row("moves, stands", like=(looks["point"], looks["line"])),
            Row("stands", like=looks["bar"], also=looks["line"]),
            Row("neither"),
        ]
        return Seen(f"n is {n:g}.", rows)

    told, ids = alike(made(update))
    assert told == [["live-0", "like-0"], ["like-1", "like-0"]]
    assert {"live-0", "like-0", "like-1"} <= ids


def test_a_row_tells_where_its_artist_can_be_taken():
    axes = Figure().subplots()
    point = handle(*axes.plot([0], [0], "s", color=role.child), x="x")

    def update(x):
        point.set_data([x], [x])
        return Seen(f"x is {x:g}.", [Row("x", like=point)])

    told, ids = alike(Live(axes.figure, update, x=linear(0, 1, 0.5, "x", 0)))
    assert told == [["live-0", "handle-0"]] and {*told[0]} <= ids


def test_what_is_drawn_with_its_axes_has_no_group_of_its_own():
    def update(looks, n):
        looks["line"].axes.set_xlim(0, n + 1)
        return Seen(f"n is {n:g}.", [Row("line", like=looks["line"])])

    assert alike(made(update))[0] == [[]]


@pytest.mark.parametrize(
    ("look", "shows"),
    [
        ("line", r"M0 6H26.*stroke:var\(--live-child,#9c1c10\);stroke-width:2;.*dasharray=\"6 2\""),
        ("point", r"<path d=\"M-\.5-\.5h1v1h-1z\".*fill:var\(--live-first,#4d9900\)"),
        ("area", r"fill:var\(--live-second,#0091a0\)"),
        ("bar", r"fill:var\(--live-band,#f3f5f7\);stroke:var\(--live-ink,#1a1c20\)"),
    ],
)
def test_a_row_looks_like_what_it_is_about(look, shows):
    explorer = made(lambda looks, n: Seen(f"n is {n:g}.", [Row("it", like=looks[look])]))
    (drawn,) = [row.look for row in explorer.numbers]
    assert re.search(shows, drawn), drawn


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (Row("slope", 0.5), r"the row 'slope' has 0\.5: write say\(0\.5\)"),
        ("slope 0.5", r"numbers are rows, such as Row\('slope', say\(slope\)\); .* 'slope 0\.5'"),
        (Row("axes", like="red"), r"a row can look like a line, .*; not like 'red'"),
    ],
)
def test_what_is_no_row_is_told(row, sentence):
    with pytest.raises(InputError, match=sentence):
        made(lambda looks, n: Seen("It moves.", [row]))


def test_numbers_that_depend_on_more_than_the_controls_are_refused():
    calls = []

    def update(looks, n):
        calls.append(n)
        return Seen(f"n is {n:g}.", [Row("calls", f"{len(calls)}")])

    with pytest.raises(InputError, match="not the same when it is called"):
        made(update)


def test_a_thumb_looks_like_the_point_that_it_moves():
    def update(looks, x):
        looks["point"].set_data([x], [x])
        return f"x is {x:g}."

    axes = Figure().subplots()
    point = handle(*axes.plot([0], [0], "s", color=role.child), x="x")
    explorer = Live(axes.figure, lambda x: update({"point": point}, x), x=linear(0, 1, 0.5, "x", 0))
    thumb = unpacked(explorer.scene)["controls"]["x"]["thumb"]
    assert thumb == {"color": "var(--live-child,#9c1c10)", "shape": "square"}
