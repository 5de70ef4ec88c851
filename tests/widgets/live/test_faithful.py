"""The baked picture is the one that Matplotlib would have drawn, element by element."""

import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zlib

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path

from widgets import GraphTracer, RoundOff, SecantToTangent
from widgets.live import Live, linear, signed_log, switch

_TAG = "{http://www.w3.org/2000/svg}"


def unpacked(blob):
    return json.loads(zlib.decompress(blob))


def groups(svg):
    return {node.get("id"): node for node in ElementTree.fromstring(svg).iter() if node.get("id")}


def numbers(text):
    return [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)]


def browser_picture(explorer, values):
    """Return {(group, element, attribute): value} as the front end sets it, from the tables."""
    scene = unpacked(explorer.scene)
    crosses = unpacked(explorer.cross) if explorer.cross else []
    for table in (*crosses, scene["product"]):
        if all(values[name] == held for name, held in table["fixed"].items()):
            break
    index = 0
    for name, grid in table["grids"].items():
        index = index * len(grid) + grid.index(values[name])
    return {
        (track["group"], track["element"], track["attribute"]): track["values"][
            track["at"][index] if track["at"] else 0
        ]
        for track in table["tracks"]
    }


def matplotlib_picture(explorer):
    """Return the groups of the SVG that Matplotlib draws of the figure as it is now."""
    buffer = io.StringIO()
    for artist, gid in explorer.stage.movers.items():
        artist.set_gid(gid)
    with matplotlib.rc_context({"svg.fonttype": "none", "path.simplify": False}):
        explorer.figure.savefig(buffer, format="svg")
    return groups(buffer.getvalue())


def assert_same(explorer, values):
    for name, value in values.items():
        setattr(explorer, name, value)
    theirs = matplotlib_picture(explorer)
    scene = groups(unpacked(explorer.scene)["svg"])
    ours = browser_picture(explorer, values)
    compared = 0
    for (gid, element, attribute), value in ours.items():
        if gid.startswith("handle-"):
            # A place to take something; nothing is drawn there.
            continue
        hidden = ours[gid, "", "display"] == "none"
        group = theirs.get(gid)
        drawn = group is not None and len(group) > 0
        if attribute == "display":
            # Matplotlib writes no group for a hidden artist; an empty one shows nothing either.
            assert hidden or drawn or not ours.get((gid, "path", "d"), "")
        elif hidden or not drawn:
            continue
        elif attribute == "transform":
            place = [x for node in (group, scene[gid]) for x in _place(node)]
            shift = numbers(value)
            assert place[:2] == pytest.approx([place[2] + shift[0], place[3] + shift[1]], abs=0.02)
        elif attribute == "textContent":
            assert group.find(f"{_TAG}text").text == value
        else:
            node = next((n for n in group.iter(_TAG + element) if n.get(attribute)), None)
            if node is None:
                continue
            assert numbers(value) == pytest.approx(numbers(node.get(attribute)), abs=0.02)
        compared += 1
    assert compared > 5


def _place(group):
    text = group.find(f"{_TAG}text")
    moved = text.get("transform", "")
    if "translate" in moved:
        return numbers(moved.split("translate")[1])[:2]
    return [float(text.get("x")), float(text.get("y"))]


@pytest.mark.parametrize("w0", [-3.0, -0.8, 0.0, 1.0, 3.0])
@pytest.mark.parametrize("epsilon", [-1.0, -1e-6, 1e-16, 0.1, 1.0])
def test_secant_to_tangent_shows_what_matplotlib_draws(w0, epsilon):
    assert_same(_secants(), {"w0": w0, "epsilon": epsilon})


def test_values_between_the_positions_are_drawn_exactly():
    explorer = _secants()
    assert_same(explorer, {"w0": 1.23456, "epsilon": 0.0123})


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("epsilon", [1e-16, 1e-8, 1.0])
def test_round_off_shows_what_matplotlib_draws(precision, epsilon):
    values = {"five_point": True, "complex_step": epsilon < 1, "precision": precision}
    assert_same(_round_off(), {"epsilon": epsilon, **values})


def test_the_arrow_heads_of_a_graph_follow_the_steps():
    tracer = GraphTracer()
    for step in (3, 6, 9, 12):
        assert_same(tracer, {**tracer.values, "step": step})


def _once(make):
    made = []

    def get():
        if not made:
            made.append(make())
        return made[0]

    return get


_secants, _round_off = _once(SecantToTangent), _once(RoundOff)


def everything_that_moves():
    figure = Figure(figsize=(5, 4))
    axes = figure.subplots()
    axes.set(xlim=(0, 4), ylim=(0, 4))
    (line,) = axes.plot([], [])
    (curve,) = axes.plot([], [])
    (point,) = axes.plot([], [], "o")
    (triangle,) = axes.fill([], [])
    band = axes.fill_between([0, 1], [0, 0], [1, 1])
    label = axes.text(0, 0, "", rotation=30)
    bar, wheel = axes.add_patch(Rectangle((1, 1), 1, 1)), axes.add_patch(Circle((2, 2), 0.5))
    margin = figure.add_artist(Line2D([0, 1], [0.97, 0.97]))
    silent = axes.add_patch(PathPatch(Path([(0, 0), (1, 0)])))
    many = axes.plot([1, 2, 3], [1, 2, 1], "s-")[0]

    def update(w, height, all_of_them):
        line.set_data([0, w], [0, height])
        w_points = np.linspace(0, 4, 50)
        curve.set_data(w_points, np.where(w_points > w, height * np.sin(w_points), np.nan))
        point.set_data([w], [height])
        triangle.set_xy([(0, 0), (w, 0), (w, height)])
        band.set_verts([[(0, 3), (w, 3), (w, 3.5), (0, 3.5)]])
        label.set(text=f"height {height}", x=w, y=height)
        bar.set_bounds(w, 1, 0.5, 1 + abs(height))
        wheel.set_center((w, 3))
        # Of all these, it alone does not call itself stale.
        silent.set_path(Path([(0, 0), (w, 0), (w, height)], [1, 3, 3]))
        margin.set_data([0, w / 4], [0.97, 0.97])
        margin.set_visible(w > 1)
        many.set_visible(all_of_them)
        return f"w is {w}, the height is {height}."

    return Live(
        figure,
        update,
        w=linear(0.5, 4, 0.5, "w", 1),
        height=signed_log(2, 0.1, "height", 1),
        all_of_them=switch("all of them", True),
    )


@pytest.mark.parametrize("values", [(0.5, 1.0, True), (3.5, -0.2, False), (2.0, 2.0, True)])
def test_every_kind_of_artist_moves_as_matplotlib_moves_it(values):
    explorer = everything_that_moves()
    assert_same(explorer, dict(zip(("w", "height", "all_of_them"), values, strict=True)))
    assert sum(key[2] == "d" for key in browser_picture(explorer, explorer.values)) == 8
