"""What `ModeCost` counts is what adlite's own sweeps multiply, and what a formula says."""

import pytest

import adlite
from widgets import ModeCost, drag
from widgets.mode_cost import _MOST, counted, network


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
    cheaper = [n for n in range(1, _MOST + 1) if m * arrows(n, 1) < n * arrows(n, m)]
    assert cheaper == list(range(cheaper[0], _MOST + 1))
    explorer = ModeCost(M=m)
    assert f"is the cheaper one from N = {cheaper[0]} on" in explorer.sentence
    note = next(t.get_text() for t in explorer.figure.texts if "◇" in t.get_text())
    assert f"from N = {cheaper[0]} on" in note


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
                axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1 and box.y0 >= axes.bbox.y0
            )
