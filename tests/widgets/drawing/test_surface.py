"""A surface in ordinary axes: where its places are seen, and what is cut off."""

import math

import numpy as np
import pytest
from matplotlib.figure import Figure

from widgets.drawing import Surface, describe_turn, map_axes, slider_points
from widgets.drawing.strips import in_strips
from widgets.functions import FunctionOfTwo


def surface(g="w1^2 + w2^2", window=(-2, 2)):
    return Surface(Figure().add_axes((0, 0, 1, 1)), FunctionOfTwo(g, window))


def test_the_first_input_runs_right_and_the_second_away_until_the_surface_is_turned():
    drawn = surface()
    corners = np.array([[-2, 2, -2], [-2, -2, 2], [0, 0, 0]])
    front, right, behind = drawn.project(corners, 0).T
    assert right == pytest.approx(front + (2, 0))
    assert behind[0] == pytest.approx(front[0]) and behind[1] > front[1]
    front, right, behind = drawn.project(corners, -90).T
    assert behind == pytest.approx(front + (2, 0))
    assert right[0] == pytest.approx(front[0]) and right[1] < front[1]


@pytest.mark.parametrize("turn", [-90.0, -52.5, 0.0, 30.0, 90.0])
def test_the_words_for_a_turn_are_what_is_seen(turn):
    ways = describe_turn(("w₁", "w₂"), turn).rstrip(".").split(" runs ")[1].split(", w₂ ")
    drawn = surface()
    start, first, second = drawn.project([[0, 1, 0], [0, 0, 1], [0, 0, 0]], turn).T
    for end, way in zip((first, second), ways, strict=True):
        across, up = np.round(end - start, 9)
        words = [("left", "", "right")[int(np.sign(across)) + 1]]
        words.append(("towards you", "", "away")[int(np.sign(up)) + 1])
        assert way == " and ".join(filter(None, words))


def test_what_is_above_or_below_the_box_is_a_gap():
    drawn = surface()
    low, high = drawn.heights
    seen = drawn.project([[0, 0, 0], [0, 0, 0], [low - 1, low, high + 1]], 30)
    assert np.isnan(seen[1]).tolist() == [True, False, True]


@pytest.mark.parametrize("turn", [-90, -45, 0, 45, 50, 90])
def test_box_mesh_and_scales_stay_inside_the_axes(turn):
    drawn = surface()
    drawn.turn_to(turn)
    (left, right), (bottom, top) = drawn.axes.get_xlim(), drawn.axes.get_ylim()
    places = [np.array(line.get_data()) for line in drawn.axes.lines]
    places.append(np.array([text.get_position() for text in drawn.axes.texts]).T)
    for x, y in places:
        assert left < np.nanmin(x) and np.nanmax(x) < right
        assert bottom < np.nanmin(y) and np.nanmax(y) < top


@pytest.mark.parametrize("turn", np.arange(-90, 91, 7.5))
def test_no_two_scales_overlap(turn):
    drawn = surface()
    # As wide and as tall as it is in the explorers, in units.
    drawn.axes.figure.set_size_inches(460 / 72, 300 / 72)
    drawn.turn_to(float(turn))
    boxes = [text.get_window_extent() for text in drawn.axes.texts]
    for i, box in enumerate(boxes):
        for other in boxes[:i]:
            assert not box.shrunk(0.9, 0.7).overlaps(other.shrunk(0.9, 0.7))


@pytest.mark.parametrize(("turn", "nearest"), [(0, (0, -2)), (90, (-2, 0)), (-90, (2, 0))])
def test_the_strip_that_is_drawn_last_is_the_nearest_one(turn, nearest):
    drawn = surface("w1 + w2")
    drawn.turn_to(turn)
    (edge,) = drawn.project([[nearest[0]], [nearest[1]], [sum(nearest)]], turn).T
    last = drawn.axes.patches[-1].get_path().vertices
    assert np.hypot(*(last - edge).T).min() == pytest.approx(0, abs=1e-9)
    first = drawn.axes.patches[0].get_path().vertices
    assert np.hypot(*(first - edge).T).min() > 0.3


def test_a_strip_has_a_gap_where_the_function_has_one():
    seen = np.array(np.meshgrid(np.arange(9.0), np.arange(3.0)))
    seen[1, :, 4] = math.nan
    assert [np.isfinite(strip.vertices).all() for strip in in_strips(seen, 2)] == [True, True]
    assert not (in_strips(seen, 2)[0].vertices[:, 0] == 4).any()
    assert in_strips(seen * math.nan, 2) == [None, None]


@pytest.mark.parametrize("slope", [0.5, 40.0, -7.0, 0.0])
def test_tangent_lines_and_planes_are_cut_to_the_box(slope):
    drawn = surface()
    low, high = drawn.heights
    for at in ((0, 0), (2, -2), (1, 1)):
        value = sum(w**2 for w in at)
        for places in (
            drawn.tangent_patch(*at, value, np.array([slope, -slope])),
            drawn.tangent_line(1, *at, value, slope),
        ):
            w1, w2, z = places
            assert (np.abs(places[:2]) <= 2).all()
            assert low - 1e-9 <= z.min() <= value <= z.max() <= high + 1e-9
            if places.shape[1] > 2:
                plane = value + slope * (w1 - at[0]) - slope * (w2 - at[1])
                assert z == pytest.approx(plane)
            else:
                assert z == pytest.approx(value + slope * (w2 - at[1]))


def test_where_there_is_no_slope_nothing_is_drawn():
    drawn = surface()
    assert not drawn.tangent_patch(0, 0, 0.0, np.array([math.nan, 1])).size
    assert not drawn.tangent_line(0, 0, 0, 0.0, math.nan).size


def test_a_slice_is_the_function_with_one_input_held_still():
    w1, w2, z = surface("w1*sin(w2)").slice(1, 1.5, 99)
    assert (w1 == 1.5).all() and (w2[0], w2[-1]) == (-2, 2)
    assert z == pytest.approx(1.5 * np.sin(w2))


@pytest.mark.parametrize("window", [(-2, 2), ((-2, 2), (-0.5, 1)), ((0, 2), (-4, 4))])
def test_a_map_has_the_same_scale_along_both_inputs(window):
    figure, g = Figure(figsize=(8, 4)), FunctionOfTwo("w1*w2", window)
    axes = map_axes(figure, g, (346, 144, 173, 115))
    width, height = axes.get_position().size * figure.get_size_inches()
    sides = [high - low for low, high in g.windows]
    assert width / sides[0] == pytest.approx(height / sides[1])
    left, bottom = axes.get_position().p0 * (576, 288)
    assert left > 345.9 and bottom > 143.9


def test_a_map_of_a_very_long_window_fills_its_place():
    figure, g = Figure(figsize=(8, 4)), FunctionOfTwo("w1*w2", ((0, 1), (0, 100)))
    axes = map_axes(figure, g, (346, 144, 173, 115))
    bounds = np.array(axes.get_position().bounds) * (576, 288, 576, 288)
    assert bounds == pytest.approx((346, 144, 173, 115))


def test_a_pole_is_a_gap_in_the_mesh_and_a_constant_is_drawn():
    drawn = surface("1/(w1*w2)")
    drawn.turn_to(0)
    assert np.isfinite(drawn.heights).all()
    flat = surface("7")
    assert flat.heights[0] < 7 < flat.heights[1]
    assert len(slider_points(flat.g)) == 41**2
