"""`ZeroPartials` against the chapter, the sweeps of adlite and the gradients of autograd."""

import json
import math
import zlib

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from widgets import ZeroPartials, drag
from widgets.zero_partials import sum_of_squares, swept


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (1, "2 numbers, none of them zero. Reverse mode keeps one adjoint at each node: 2 numbers"),
        (2, "10 numbers, 4 of them zero (40 in 100)"),
        (4, "at each of 11 nodes: 44 numbers, 28 of them zero (64 in 100)"),
        (64, "at each of 191 nodes: 12,224 numbers, 11,712 of them zero (96 in 100)"),
    ],
)
def test_zeros_are_counted_as_in_the_chapter(inputs, said):
    explorer = ZeroPartials()
    assert said in drag(explorer, N=inputs)
    assert explorer.sentence == explorer.baked_sentence(N=inputs)
    assert f"{3 * inputs - 1} numbers, none of them zero." in explorer.sentence


@pytest.mark.parametrize("inputs", [2**k for k in range(7)])
def test_in_a_full_tree_each_layer_of_sums_holds_each_input_once(inputs):
    gradients, adjoints = swept(inputs)
    assert (gradients != 0).sum() == inputs * (2 + math.log2(inputs))
    assert adjoints.all() and len(adjoints) == 3 * inputs - 1


@pytest.mark.parametrize("inputs", [1, 2, 3, 5, 6])
def test_the_map_is_that_of_adlites_forward_and_reverse_sweeps(inputs):
    w = np.arange(1.0, inputs + 1)
    graph = adlite.graph(sum_of_squares, *w)
    tangents = [step.value for step in graph.forward(*w) if step.kind == "tangent"]
    held = {step.parents[0]: step.value for step in graph.reverse(*w)}
    gradients, adjoints = swept(inputs)
    np.testing.assert_array_equal(gradients.T, np.reshape(tangents, (-1, inputs)))
    np.testing.assert_array_equal(adjoints, [held[v.name] for v in graph])


@pytest.mark.parametrize("inputs", [1, 7, 64])
def test_both_modes_end_with_autograds_gradient(inputs):
    w = np.arange(1.0, inputs + 1)
    want = autograd.grad(lambda w: anp.sum(w**2))(w)
    gradients, adjoints = swept(inputs)
    np.testing.assert_allclose(gradients[:, -1], want)
    np.testing.assert_allclose(adjoints[:inputs], want)


@pytest.mark.parametrize("inputs", [1, 3, 4, 5, 40])
def test_the_filled_part_of_the_map_is_the_part_that_is_not_zero(inputs):
    explorer = ZeroPartials(N=inputs)
    ground, filled = (_area(patch) for patch in explorer.figure.axes[0].patches[2:4])
    nodes = 3 * inputs - 1
    assert filled / ground == pytest.approx((swept(inputs)[0] != 0).sum() / (inputs * nodes))
    strip = _area(explorer.figure.axes[0].patches[4])
    assert ground / strip == pytest.approx(inputs)


def test_the_browser_has_a_map_for_each_number_of_inputs():
    product = json.loads(zlib.decompress(ZeroPartials().scene))["product"]
    moved = [len(set(at)) for _, element, _, _, at in product["tracks"] if element == "path"]
    assert sum(n == 64 for n in moved) >= 4


def _area(patch):
    corners = patch.get_path().vertices.reshape(-1, 5, 2)
    return float(np.prod(corners[:, 2] - corners[:, 0], axis=1).sum())


@pytest.mark.parametrize("inputs", [1, 4, 5, 64])
def test_nothing_is_drawn_over_the_edge_or_over_another_text(inputs):
    figure = ZeroPartials(N=inputs).figure
    figure.draw_without_rendering()
    boxes = [t.get_window_extent() for t in figure.axes[0].texts if t.get_visible()]
    for i, box in enumerate(boxes):
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1
        assert not any(box.overlaps(other) for other in boxes[:i])
