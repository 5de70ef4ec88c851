"""What `ModeCost` counts is what adlite's own sweeps multiply, and what a formula says."""

import numpy as np
import pytest

import adlite
from widgets import InputError, ModeCost, drag
from widgets.graph.cost_of_modes import cost_of
from widgets.graph.mode_cost import MOST, NETWORK, network, network_taken_apart


def counted(inputs, outputs):
    return cost_of(network_taken_apart().tape(inputs), outputs)


def trunk(a, b=1.0):
    """Sixteen outputs of one long trunk."""
    y = a * b
    for _ in range(5):
        y = np.sin(y)
    return [k * y for k in range(2, 18)]


def arrows(inputs, outputs):
    """Return how many arrows the network has: a product has one, a sum two, tanh one."""

    def weighted(terms):
        return terms + 2 * (terms - 1)

    trunk = 4 * (weighted(inputs) + 1) + 5 * 4 * (weighted(4) + 1)
    return trunk + outputs * weighted(4)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (3, 1), (1, 5), (16, 2), (7, 16)])
def test_multiplications_are_those_of_the_formula(n, m):
    assert counted(n, m).forward == n * arrows(n, m)
    assert counted(n, m).reverse == m * arrows(n, 1)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (2, 3), (4, 2)])
def test_multiplications_are_those_of_adlites_sweeps(n, m):
    w = [0.1 * (i + 1) for i in range(n)]
    reverse = 0
    for j in range(m):
        graph = adlite.graph(lambda *w, j=j: network(m)(*w)[j], *w)
        reverse += sum(step.products for step in graph.reverse(*w))
    assert counted(n, m).reverse == reverse


@pytest.mark.parametrize(("n", "m"), [(1, 1), (2, 3), (4, 2)])
def test_forward_multiplications_are_those_of_adlites_sweep_of_all_outputs(n, m):
    def total(*w):
        outputs = network(m)(*w)
        return sum(outputs[1:], outputs[0])

    w = [0.1 * (i + 1) for i in range(n)]
    swept = sum(step.products for step in adlite.graph(total, *w).forward(*w))
    # The m - 1 sums that make one number of the outputs have two parents each.
    assert counted(n, m).forward == swept - n * 2 * (m - 1)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (5, 3), (16, 16)])
def test_reverse_mode_keeps_its_tape_and_forward_mode_does_not(n, m):
    cost = counted(n, m)
    tape = arrows(n, m)
    assert tape < cost.kept_reverse <= tape + n + 2 * 4 + 4
    # The inputs, the units made so far and the sum and product on which forward mode works.
    assert 2 * n < cost.kept_forward <= 2 * (n + 4 + 3 + 2)


def test_forward_mode_wins_with_many_outputs_and_reverse_mode_with_many_inputs():
    explorer = ModeCost()
    assert "reverse mode is 16 times cheaper" in drag(explorer, N=16, M=1)
    sentence = drag(explorer, N=1, M=16)
    assert "forward mode is" in sentence and "times cheaper" in sentence
    assert f"with {16 * arrows(1, 1):,}: forward" in sentence
    assert "they cost the same" in drag(explorer, N=1, M=1)
    assert sentence != explorer.sentence == explorer.baked_sentence(N=1, M=1)


@pytest.mark.parametrize("m", [1, 2, 8, 16])
def test_they_cross_where_the_formula_says(m):
    cheaper = [n for n in range(1, MOST + 1) if m * arrows(n, 1) < n * arrows(n, m)]
    assert cheaper == list(range(cheaper[0], MOST + 1))
    explorer = ModeCost(M=m)
    assert f"is the cheaper one from N = {cheaper[0]} on" in explorer.sentence
    axes = explorer.figure.axes[0]
    assert f"reverse wins from N = {cheaper[0]} on" in [t.get_text() for t in axes.texts]


def test_the_points_lie_on_the_curves_at_the_chosen_numbers():
    explorer = ModeCost(N=6, M=3)
    axes = explorer.figure.axes[0]
    points = {
        float(y) for line in axes.lines for x, y in zip(*line.get_data(), strict=True) if x == 6
    }
    assert {6 * arrows(6, 3), 3 * arrows(6, 1)} <= points


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 16), (16, 1), (16, 16)])
def test_nothing_is_cut_off(n, m):
    figure = ModeCost(N=n, M=m).figure
    figure.draw_without_rendering()
    for axes in figure.axes:
        for text in axes.texts:
            box = text.get_window_extent()
            assert not text.get_visible() or (
                box.x0 >= 0 and box.x1 <= figure.bbox.x1 and 0 <= box.y0 <= box.y1 <= figure.bbox.y1
            )


# Counted by hand: a product and a sum have two arrows, a sine and a multiple one. Forward mode
# takes N times all arrows, reverse mode for each output those from which it can be reached.
@pytest.mark.parametrize(
    ("g", "m", "forward", "reverse"),
    [
        ("w1*w2 + sin(w3)", 1, 3 * 5, 5),
        ("sin(w)", 1, 1, 1),
        (lambda a, b: [a * b, a + b, np.sin(a)], 1, 2 * 2, 2),
        (lambda a, b: [a * b, a + b, np.sin(a)], 2, 2 * 4, 4),
        (lambda a, b: np.stack([a * b, a + b, np.sin(a)]), 3, 2 * 5, 5),
        (lambda a, b: (a * b, np.sin(a * b)), 2, 2 * 5, 5),
        (lambda a: trunk(a, a), 3, 2 + 5 + 3, 3 * (2 + 5 + 1)),
    ],
)
def test_multiplications_of_another_function_are_those_counted_by_hand(g, m, forward, reverse):
    explorer = ModeCost(g, M=m)
    inputs = explorer.subject.taken[0]
    said = f"For N = {inputs} input{'s' * (inputs > 1)} and M = {m} output{'s' * (m > 1)} forward"
    many = f"with {forward} multiplication{'s' * (forward > 1)} and reverse mode"
    assert said in explorer.sentence and many in explorer.sentence
    assert f"sweep{'s' * (m > 1)} with {reverse}: " in explorer.sentence
    assert explorer.baked_sentence(**explorer.values) == explorer.sentence
    assert "N" not in explorer.controls


def test_multiplications_of_a_formula_are_those_of_adlites_sweeps():
    g, w = adlite.parse("x*y*tanh(x/z) + exp(y)"), (1.0, 2.0, 3.0)
    graph = adlite.graph(g, *w)
    forward = sum(step.products for step in graph.forward(*w))
    reverse = sum(step.products for step in graph.reverse(*w))
    sentence = ModeCost("x*y*tanh(x/z) + exp(y)").sentence
    assert f"3 sweeps with {forward} " in sentence and f"backward sweep with {reverse}:" in sentence


@pytest.mark.parametrize(("n", "m", "wanted"), [(3, 2, 2), (3, 9, 3), (16, 16, 16)])
def test_no_more_outputs_are_wanted_than_there_are(n, m, wanted):
    explorer = ModeCost(lambda *w: [x**2 for x in w], N=n, M=m)
    assert explorer.controls["M"].positions == tuple(range(1, 17))
    assert f"N = {n} inputs and M = {wanted} outputs forward mode takes {n}" in explorer.sentence
    assert f"with {n * wanted} multiplications" in explorer.sentence


def test_where_forward_mode_wins_everywhere_it_says_so():
    explorer = ModeCost(trunk, M=16)
    assert "With M = 16 forward mode costs no more, even for N = 2." in explorer.sentence
    assert explorer.controls["N"].positions == (1, 2)
    assert "reverse mode is the cheaper one from N = 2 on, up to" in drag(explorer, M=1)


def test_another_function_can_be_set_and_typed():
    explorer = ModeCost(N=6, M=3)
    before = explorer.sentence
    explorer.formula = "w1*w2 + sin(w3)"
    assert not explorer.controls and explorer.formula == "w1*w2 + sin(w3)"
    explorer.g = NETWORK
    explorer.N, explorer.M = 6, 3
    assert explorer.sentence == before and explorer.formula == ""


@pytest.mark.parametrize(
    ("g", "said"),
    [
        (None, "g must be a function, such as"),
        (lambda *w: None, "g returned NoneType"),
        (lambda *w: [w[0], 3.0], "output 2 of g does not depend on the inputs"),
        (lambda *w: undefined(w), "NameError.*gives a number at"),  # noqa: F821
        (lambda w: sum(trunk(w, w) * 70), "has 1,[0-9]{3} nodes, and there is room for 1,000"),
        ("+".join(f"w{i}" for i in range(17)), "g takes 17 inputs, and here at most 16"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence_and_the_picture_stays(explorer, g, said):
    before = explorer.sentence, explorer.scene, explorer.g
    with pytest.raises(InputError, match=said) as refused:
        explorer.g = g
    assert len(str(refused.value)) < 250
    assert (explorer.sentence, explorer.scene, explorer.g) == before


@pytest.fixture(scope="module")
def explorer():
    return ModeCost()


@pytest.mark.parametrize("g", ["w1*w2 + sin(w3)", "exp(w)", trunk, lambda *w: [x**2 for x in w]])
def test_all_costs_and_numbers_are_inside_the_picture(g):
    explorer = ModeCost(g)
    for values in ({}, {k: c.positions[0] for k, c in explorer.controls.items()}):
        for name, value in values.items():
            setattr(explorer, name, value)
        figure = explorer.figure
        figure.draw_without_rendering()
        for axes in figure.axes:
            for box in (t.get_window_extent() for t in axes.texts if t.get_visible()):
                assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1
                assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1
            low, high = axes.get_ylim()
            assert all(low <= y <= high for line in axes.lines for y in line.get_ydata())
