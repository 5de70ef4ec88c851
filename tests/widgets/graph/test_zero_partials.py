"""`ZeroPartials` against the chapter, the sweeps of adlite and the gradients of autograd."""

import json
import math
import zlib

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from widgets import InputError, ZeroPartials, drag
from widgets.functions import FunctionOfMany
from widgets.graph.zero_partials import sum_of_squares, sweep_both_ways


def maps(inputs, g=sum_of_squares):
    """Return the gradients and the adjoints that are shown for a function of so many inputs."""
    return sweep_both_ways(FunctionOfMany(g, inputs=64, nodes=300).tape(inputs))


def product(*w):
    y = w[0]
    for x in w[1:]:
        y = y * x
    return y


def chain(*w):
    """A function with many nodes: four for each input but the first."""
    y = w[0]
    for x in w[1:]:
        y = np.tanh(y) + np.sin(x) * 0.5
    return y


def even(*w):
    """Refuse an odd number of inputs."""
    return sum(a * b for a, b in zip(w[::2], w[1::2], strict=True))


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
    gradients, adjoints = maps(inputs)
    assert (gradients != 0).sum() == inputs * (2 + math.log2(inputs))
    assert adjoints.all() and len(adjoints) == 3 * inputs - 1


@pytest.mark.parametrize("inputs", [1, 2, 3, 5, 6])
def test_the_map_is_that_of_adlites_forward_and_reverse_sweeps(inputs):
    w = np.arange(1.0, inputs + 1)
    graph = adlite.graph(sum_of_squares, *w)
    tangents = [step.value for step in graph.forward(*w) if step.kind == "tangent"]
    held = {step.parents[0]: step.value for step in graph.reverse(*w)}
    gradients, adjoints = maps(inputs)
    np.testing.assert_array_equal(gradients.T, np.reshape(tangents, (-1, inputs)))
    np.testing.assert_array_equal(adjoints, [held[v.name] for v in graph])


@pytest.mark.parametrize("inputs", [1, 7, 64])
def test_both_modes_end_with_autograds_gradient(inputs):
    w = np.arange(1.0, inputs + 1)
    want = autograd.grad(lambda w: anp.sum(w**2))(w)
    gradients, adjoints = maps(inputs)
    np.testing.assert_allclose(gradients[:, -1], want)
    np.testing.assert_allclose(adjoints[:inputs], want)


@pytest.mark.parametrize("inputs", [1, 3, 4, 5, 40])
def test_the_filled_part_of_the_map_is_the_part_that_is_not_zero(inputs):
    explorer = ZeroPartials(N=inputs)
    ground, filled = (_area(patch) for patch in explorer.figure.axes[0].patches[:2])
    nodes = 3 * inputs - 1
    assert filled / ground == pytest.approx((maps(inputs)[0] != 0).sum() / (inputs * nodes))
    strip = _area(explorer.figure.axes[0].patches[2])
    assert ground / strip == pytest.approx(inputs)


def test_the_browser_has_a_map_for_each_number_of_inputs():
    product = json.loads(zlib.decompress(ZeroPartials().scene))["product"]
    moved = [len(set(t["at"])) for t in product["tracks"] if t["element"] == "path"]
    assert sum(n == 64 for n in moved) >= 4


def _area(patch):
    corners = patch.get_path().vertices.reshape(-1, 5, 2)
    return float(np.prod(corners[:, 2] - corners[:, 0], axis=1).sum())


@pytest.mark.parametrize(
    ("g", "inputs"),
    [
        *((sum_of_squares, n) for n in (1, 4, 5, 64)),
        *((chain, n) for n in (1, 2, 3, 4, 20, 64)),
        ("w", 1),
        ("1e9*x*y - x/3e5 + z*w", 4),
        ("log(w1 - w2)", 2),
    ],
)
def test_nothing_is_drawn_over_the_edge_or_over_another_text(g, inputs):
    figure = ZeroPartials(g, N=inputs).figure
    figure.draw_without_rendering()
    boxes = [t.get_window_extent() for t in figure.axes[0].texts if t.get_visible()]
    for i, box in enumerate(boxes):
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1
        assert not any(box.overlaps(other) for other in boxes[:i])


# Counted by hand: the columns of the inputs have N (N - 1) zeros, then come those of the steps.
@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("w1*w2 + sin(w3)", "at each of 6 nodes: 18 numbers, 9 of them zero (50 in 100)"),
        ("w1*w2*w3", "at each of 5 nodes: 15 numbers, 7 of them zero (47 in 100)"),
        ("x*y + x", "at each of 4 nodes: 8 numbers, 2 of them zero (25 in 100)"),
        ("sin(w)", "1 derivative at each of 2 nodes: 2 numbers, none of them zero"),
        ("w", "1 derivative at the only node: 1 number, none of them zero"),
    ],
)
def test_zeros_of_a_formula_are_those_counted_by_hand(formula, said):
    explorer = ZeroPartials(formula)
    assert said in explorer.sentence and explorer.formula == formula
    assert not explorer.controls and explorer.baked_sentence() == explorer.sentence


@pytest.mark.parametrize("inputs", [1, 2, 5, 9])
def test_each_column_is_autograds_gradient_of_the_node(inputs):
    w = np.arange(1.0, inputs + 1)
    gradients, adjoints = maps(inputs, product)
    assert gradients.shape == (inputs, 2 * inputs - 1)
    for k in range(2, inputs + 1):
        want = autograd.grad(lambda w, k=k: anp.prod(w[:k]))(w)
        np.testing.assert_allclose(gradients[:, inputs + k - 2], want)
        # The node of the first k factors is multiplied by all that come later.
        np.testing.assert_allclose(adjoints[inputs + k - 2], np.prod(w[k:]))
    np.testing.assert_allclose(adjoints[:inputs], autograd.grad(lambda w: anp.prod(w))(w))


def test_columns_and_adjoints_of_a_formula_are_autograds():
    w = np.array([1.0, 2.0, 3.0])
    gradients, adjoints = maps(3, "w1*w2 + sin(w3)")
    nodes = (lambda w: w[0] * w[1], lambda w: anp.sin(w[2]), lambda w: w[0] * w[1] + anp.sin(w[2]))
    for column, node in zip(gradients.T[3:], nodes, strict=True):
        np.testing.assert_allclose(column, autograd.grad(node)(w))
    np.testing.assert_allclose(adjoints, [*autograd.grad(nodes[-1])(w), 1, 1, 1])


def test_a_node_with_several_children_gets_an_adjoint_from_each():
    want = autograd.grad(lambda w: anp.tanh(w[0] * w[1]) * w[0] * w[1] + w[0] / w[1])
    gradients, adjoints = maps(2, "tanh(x*y)*x*y + x/y")
    np.testing.assert_allclose(gradients[:, -1], want(np.array([1.0, 2.0])))
    np.testing.assert_allclose(adjoints[:2], want(np.array([1.0, 2.0])))


@pytest.mark.parametrize(
    ("g", "taken"),
    [
        (even, range(2, 65, 2)),
        (lambda a, b=2.0: a * b, (1, 2)),
        (lambda *w: w[0] * w[3], range(4, 65)),
        (np.hypot, (2,)),
        # n inputs, 2 n steps of the squares, 4 (n - 1) of the chain: at most 300 nodes up to 43.
        (lambda *w: chain(*(x**2 * 3 for x in w)), range(1, 44)),
    ],
)
def test_the_slider_has_the_numbers_of_inputs_that_g_takes(g, taken):
    explorer = ZeroPartials(g)
    assert explorer.subject.taken == tuple(taken)
    if len(taken) > 1:
        assert explorer.controls["N"].positions == tuple(taken)
        last = drag(explorer, N=64)
        assert last == explorer.sentence and f"For N = {taken[-1]} inputs" in last
    assert ("N" in explorer.controls) == (len(taken) > 1)


def test_between_two_numbers_of_inputs_the_nearest_is_shown():
    explorer = ZeroPartials(even, N=7)
    assert explorer.N == 6 and "For N = 6 inputs" in explorer.sentence
    explorer.N = 7.5
    assert "For N = 8 inputs" in explorer.sentence
    explorer.N = 99
    assert "N goes from 2 to 64" in explorer.problem


def test_a_function_is_run_once_for_each_number_of_inputs():
    runs = []

    def g(*w):
        runs.append(len(w))
        return w[0] + w[-1]

    explorer = ZeroPartials(g)
    drag(explorer, N=9)
    assert runs == [*range(1, 65)]
    runs.clear()
    # Five more nodes for each input: 60 inputs are the most, and after 61 there is no use.
    assert ZeroPartials(lambda *w: g(*w) + chain(*w)).subject.taken[-1] == len(runs) - 1 < 63


def test_another_function_can_be_set_and_typed():
    explorer = ZeroPartials(N=16)
    before = explorer.sentence
    explorer.g = even
    assert explorer.N == 16 and "For N = 16 inputs" in explorer.sentence
    explorer.hear(None, {"formula": "w1*w2 + sin(w3)"}, [])
    assert explorer.formula == "w1*w2 + sin(w3)" and "For N = 3 inputs" in explorer.sentence
    explorer.g = sum_of_squares
    explorer.N = 16
    assert explorer.sentence == before and explorer.formula == ""


@pytest.mark.parametrize(
    ("g", "said"),
    [
        (8, "g must be a function, such as .*For 8 inputs write N=8"),
        (lambda: 1.0, "g takes no inputs: give it at least one"),
        (lambda *w: None, "g returned NoneType: it must return a number"),
        (lambda *w: [w[0], w[0]], "g must return one number, and it returned 2: pick one"),
        (lambda *w: 3.0, "g does not depend on the inputs, so it has no graph"),
        (lambda w: w[0] * w[1], "with 1 input .*not subscriptable.*an argument for each input"),
        (lambda *w: 1 / 0, "ZeroDivisionError.*gives a number at w1 = 1"),
        (lambda *w: int("1" * 900 + "x"), "ValueError: invalid literal.*gives a number"),
        (lambda *w: math.sin(w[0]), "cannot be taken apart into nodes: .*not math.sin"),
        (lambda w: w * 1j, "complex numbers: write it with real ones"),
        (lambda w: chain(*[w] * 200), "the graph of g has .* nodes, and there is room for 300"),
        ("+".join(f"w{i}" for i in range(70)), "g takes 70 inputs, and here at most 64"),
        ("w1 +", "something is missing"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence_and_the_picture_stays(explorer, g, said):
    before = explorer.sentence, explorer.scene, explorer.g
    with pytest.raises(InputError, match=said) as refused:
        explorer.g = g
    assert len(str(refused.value)) < 250
    assert (explorer.sentence, explorer.scene, explorer.g) == before


@pytest.fixture(scope="module")
def explorer():
    return ZeroPartials()


@pytest.mark.parametrize("formula", ["log(w1 - w2)", "sqrt(w - 1)", "1/(w1 - 1) + w2 + w3 + w4"])
def test_where_there_is_no_number_nothing_is_counted(formula):
    explorer = ZeroPartials(formula)
    assert "nothing can be counted" in explorer.sentence and "1" in explorer.sentence
    assert not any(patch.get_visible() for patch in explorer.figure.axes[0].patches)


@pytest.mark.parametrize(
    ("g", "inputs"), [(chain, 60), (chain, 3), (lambda w: chain(*[w] * 70), 1)]
)
def test_the_map_of_many_nodes_fits_the_picture(g, inputs):
    ground = ZeroPartials(g, N=inputs).figure.axes[0].patches[0].get_path().get_extents()
    assert ground.x1 <= 460 and ground.y0 >= 76 and ground.height <= 224.1
