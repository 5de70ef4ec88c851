"""The baked picture is the one that Matplotlib would have drawn, mark by mark."""

import random
from functools import cache

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path

import widgets
from tests.widgets.live.faithful import difference, looks, shown
from widgets import EXPLORERS
from widgets.live import Live, compare, linear, signed_log, switch


@cache
def of(name):
    return getattr(widgets, name)()


@pytest.mark.parametrize("name", EXPLORERS)
def test_an_explorer_shows_what_matplotlib_draws(name):
    """At fifty of the positions at which a look is seen for the first time, and of all others."""
    explorer, chance = of(name), random.Random(0)
    new = looks(explorer)
    anywhere = [v for table in explorer.tables for v in table.positions()]
    for values in (*chance.sample(new, min(25, len(new))), *chance.choices(anywhere, k=25)):
        assert difference(explorer, values) is None, values


def test_values_between_the_positions_are_drawn_exactly():
    explorer = of("SecantToTangent")
    before = explorer.values
    explorer.w0, explorer.epsilon = 1.23456, 0.0123
    assert difference(explorer, explorer.values) is None
    explorer.w0, explorer.epsilon = before["w0"], before["epsilon"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("10 10 L 20 20", "10 10 L 20 21"), "place"),
        (("stroke: red", "stroke: blue"), "style"),
        ((">word<", ">words<"), "words"),
        (('x="5"', 'x="5.1"'), "place"),
        (('width="7"', 'width="9"'), "style"),
        (("<use ", '<g display="none"/><path d="M 0 0 L 1 1"/><use '), "shape"),
        (('translate(1 2)"', 'translate(1 2) rotate(5)"'), "place"),
    ],
)
def test_no_difference_between_two_pictures_escapes(change, what):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<defs><clipPath id="c"><rect x="0" y="0" width="7" height="8"/></clipPath></defs>'
        '<g clip-path="url(#c)"><path d="M 10 10 L 20 20" style="stroke: red"/></g>'
        '<g transform="translate(1 2)"><text x="5" y="6">word</text></g>'
        '<defs><path id="m" d="M 0 0 L 3 3"/></defs><use xlink:href="#m" x="1" y="1"/></svg>'
    )
    assert svg.count(change[0]) == 1
    pictures = [compare.marks(text) for text in (svg, svg.replace(*change))]
    assert len(pictures[0]) == 3
    assert compare.difference(pictures[0], pictures[0]) is None
    assert compare.difference(*pictures) == ("", what)


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
    positions = dict(zip(("w", "height", "all_of_them"), values, strict=True))
    for name, value in positions.items():
        setattr(explorer, name, value)
    assert difference(explorer, positions) is None
    _, states = shown(explorer, positions)
    # All but the turned text are moved without anything being drawn again.
    assert sum(("path", "d") in state for state in states.values()) >= 7
    assert sum(("", "markup") in state for state in states.values()) == 1
