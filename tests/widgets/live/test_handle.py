"""What a hand can take in a picture, and where Python says it is."""

import math

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import widgets
from tests.widgets.live.faithful import unpacked
from widgets import EXPLORERS
from widgets.live import InputError, Live, handle, linear

# In these nothing in the picture can mean a control: their numbers and codes only change what they
# say, and the cells of ZeroPartials shrink as their number grows.
NOTHING_TO_TAKE = {"FloatMicroscope", "ZeroPartials", "ErrorClinic"}


def scene_of(explorer):
    return unpacked(explorer.scene)


def places(explorer, number=0):
    """Return where a handle is at each position of the only control."""
    scene = scene_of(explorer)
    group = scene["handles"][number]["group"]
    (track,) = [t for t in scene["product"]["tracks"] if t["group"] == group]
    values = [track["values"][at] for at in track["at"]] or track["values"]
    return [tuple(map(float, v[len("translate(") : -1].split())) if v else None for v in values]


def on_the_diagonal(make, **axes_options):
    """Return an explorer whose artist lies at (w, w) of axes that fill the figure."""
    figure = Figure(figsize=(2, 1))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(**{"xlim": (0, 4), "ylim": (0, 4), **axes_options})
    artist, move = make(axes)

    def update(w):
        move(artist, w)
        return f"w is {w}."

    return Live(figure, update, w=linear(0, 4, 1, "w", 2))


KINDS = {
    "a point": (
        lambda axes: handle(*axes.plot([0], [0], "o"), x="w"),
        lambda point, w: point.set_data([w], [w]),
    ),
    "a text": (
        lambda axes: handle(axes.text(0, 0, "here"), x="w"),
        lambda text, w: text.set_position((w, w)),
    ),
    "a patch": (
        lambda axes: handle(axes.add_patch(Rectangle((0, 0), 1, 1)), x="w"),
        lambda patch, w: patch.set_xy((w - 0.5, w - 0.5)),
    ),
    "a line": (
        lambda axes: (
            (line := axes.plot([0, 4], [0, 0])[0])
            and handle(line, x="w", at=lambda: line.get_xydata()[1])
        ),
        lambda line, w: line.set_data([0, w], [w, w]),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_handle_is_where_its_artist_is_drawn(kind):
    make, move = KINDS[kind]
    # 144 by 72 pixels, y counted from the top.
    expected = [(36 * w, 72 - 18 * w) for w in range(5)]
    drawn = places(on_the_diagonal(lambda a: (make(a), move)))
    assert np.array(drawn) == pytest.approx(np.array(expected), abs=0.01)


def test_scales_need_no_inverse():
    make, move = KINDS["a point"]
    drawn = places(on_the_diagonal(lambda a: (make(a), move), xscale="log", xlim=(1, 4)))
    expected = [144 * math.log(w, 4) for w in range(1, 5)]
    assert [x for x, _ in drawn[1:]] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    "move",
    [
        lambda point, w: (point.set_data([w], [w]), point.set_visible(w != 1)),
        lambda point, w: point.set_data([w], [np.nan if w == 1 else w]),
        lambda point, w: point.set_data([] if w == 1 else [w], [] if w == 1 else [w]),
        lambda point, w: point.set_data([99 if w == 1 else w], [w]),
    ],
)
def test_what_is_not_seen_cannot_be_taken(move):
    drawn = places(on_the_diagonal(lambda axes: (KINDS["a point"][0](axes), move)))
    assert drawn[1] is None and None not in drawn[2:]


def test_axes_are_taken_anywhere_in_them():
    def make(axes):
        return handle(axes, x="w", at=lambda: (axes.lines[0].get_xdata()[0], 0)), None

    figure = Figure(figsize=(2, 1))
    axes = figure.add_axes((0.25, 0.5, 0.5, 0.25))
    (point,) = axes.plot([0], [0], "o")
    make(axes)
    explorer = Live(
        figure, lambda w: point.set_data([w], [0]) or "Moved.", w=linear(0, 1, 1, "w", 0)
    )
    (described,) = scene_of(explorer)["handles"]
    assert described["area"] == pytest.approx([36, 18, 72, 18], abs=0.01)
    assert described["x"] == ["w"] and not described["anywhere"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda axes: handle(*axes.plot([0], [0], "o")), "a handle moves a control: name it"),
        (lambda axes: handle(*axes.plot([0, 1], [0, 1]), x="w"), "a line of several points"),
        (lambda axes: handle(axes.scatter([0], [0]), x="w"), "a PathCollection can be taken"),
        (lambda axes: handle(Rectangle((0, 0), 1, 1), x="w"), "must be in a figure"),
        (lambda axes: handle(*axes.plot([0], [0], "o"), x="v"), "no control called 'v' here"),
    ],
)
def test_what_cannot_be_taken_is_said(call, words):
    figure = Figure()
    axes = figure.subplots()
    with pytest.raises(InputError, match=words):
        call(axes)
        Live(figure, lambda w: "Nothing.", w=linear(0, 1, 1, "w", 0))


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_explorer_can_be_taken(name):
    explorer = getattr(widgets, name)()
    handles = scene_of(explorer)["handles"]
    assert bool(handles) == (name not in NOTHING_TO_TAKE)
    for one in handles:
        assert {*one["x"], *one["y"], *one["along"]} <= {*explorer.controls}
