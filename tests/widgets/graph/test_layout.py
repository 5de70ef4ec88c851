"""Where the nodes of a graph stand: counted by brute force, and compared with the chapter."""

from itertools import combinations, pairwise, permutations, product

import numpy as np
import pytest
from matplotlib.patches import FancyBboxPatch

import adlite
import chapter
from widgets.graph.layout import arrows_of, layered
from widgets.graph.rows import Links, rows
from widgets.graph.tracing.picture import Picture

BOOK = {
    "tanh(w)*cos(w) + log(w)": (1.5,),
    "w1^2 + w2^2": (1.0, 2.0),
    "sin(w1)*w2": (1.0, 2.0),
    "w1*exp(w2) + sin(w1*w2)": (1.0, 0.5),
    "w1*w2 + sin(w1)": (2.0, 3.0),
    "w^2 + sin(w)*w": (1.5,),
}
SIX = "w1*w2*w3 + sin(w4*w5)*w6 + w1*w6"
SUM = " + ".join(f"sin({k}*w)" for k in range(2, 21))


def chained(w):
    for _ in range(19):
        w = np.sin(w) * w + 1
    return w


def of_formula(formula, at):
    return adlite.graph(adlite.parse(formula), *at)


GRAPHS = [of_formula(formula, at) for formula, at in BOOK.items()]
GRAPHS += [of_formula(SIX, range(1, 7)), of_formula(SUM, (0.5,)), adlite.graph(chained, 0.5)]
every = pytest.mark.parametrize(
    "graph", [*GRAPHS, chapter.Ideas()], ids=lambda graph: f"{len(graph)} nodes"
)


def drawn_crossings(at, routes):
    """Count the pairs of straight pieces, between the same layers, that have a point in common."""
    pieces = [(at[a], at[b]) for route in routes for a, b in pairwise(route)]
    return sum(
        p[0] == r[0] and (p[1] - r[1]) * (q[1] - s[1]) < 0
        for (p, q), (r, s) in combinations(pieces, 2)
    )


def fewest_crossings(at, routes):
    """Count them in every order that the layers can have."""
    layers = [np.flatnonzero(at[:, 0] == layer) for layer in np.unique(at[:, 0])]
    found = []
    for order in product(*(permutations(layer) for layer in layers)):
        turned = at.copy()
        for layer in order:
            turned[[*layer], 1] = range(len(layer))
        found.append(drawn_crossings(turned, routes))
    return min(found)


@pytest.mark.parametrize("formula", BOOK)
def test_no_order_of_the_books_graphs_has_fewer_crossings(formula):
    at, routes = layered(of_formula(formula, BOOK[formula]))
    assert drawn_crossings(at, routes) == fewest_crossings(at, routes)


@pytest.mark.parametrize(
    ("graph", "most"),
    [(of_formula(SIX, range(1, 7)), 1), (of_formula(SUM, (0.5,)), 0), (chapter.Ideas(), 3)],
    ids=["six inputs", "57 nodes", "concept map"],
)
def test_larger_graphs_cross_seldom(graph, most):
    assert drawn_crossings(*layered(graph)) <= most


@pytest.mark.parametrize("seed", range(12))
def test_small_graphs_of_any_shape_have_few_crossings(seed):
    random = np.random.default_rng(seed)
    columns = np.split(np.arange(11), [4, 8])
    links = [
        (u, v)
        for left, right in pairwise(columns)
        for u in left
        for v in right
        if random.random() < 0.4
    ]
    known = Links(11, links)
    row = rows([column.tolist() for column in columns], known, inner=set())
    at = np.column_stack([np.repeat([0, 1, 2], [4, 4, 3]), row])
    order = [sorted(column.tolist(), key=row.__getitem__) for column in columns]
    assert known.crossings(order) == drawn_crossings(at, links)
    assert drawn_crossings(at, links) == fewest_crossings(at, links)


def test_the_graph_of_b_23_stands_in_the_chapters_order():
    graph = of_formula("tanh(w)*cos(w) + log(w)", (1.5,))
    at = {v.name: point.tolist() for v, point in zip(graph, layered(graph)[0], strict=False)}
    assert [at[name][0] for name in "wabcde"] == [0, 1, 1, 1, 2, 3]
    assert at["a"][1] < at["b"][1] < at["c"][1] and at["d"][1] < at["c"][1]
    assert at["w"][1] == at["b"][1]


def test_inputs_stand_from_top_to_bottom_where_nothing_crosses():
    graph = of_formula("w1^2 + w2^2 + w3^2 + w4^2", (1.0, 2.0, 3.0, 4.0))
    across = layered(graph)[0][:4, 1].tolist()
    assert across == sorted(across)


@every
def test_long_arrows_are_straight_on_the_way(graph):
    at, routes = layered(graph)
    for route in routes:
        assert np.ptp(at[route[1:-1] or route[:1], 1]) < 1e-9


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: f"{len(graph)} nodes")
def test_no_arrow_runs_through_a_node(graph):
    picture = Picture(graph)
    for (parent, child), curve in zip(arrows_of(graph), picture.curves, strict=True):
        others = np.delete(picture.at, [parent, child], axis=0)
        gaps = np.hypot(*(curve[:, None] - others).T)
        assert not len(others) or gaps.min() > picture.radius


def test_no_arrow_of_the_map_runs_through_an_idea():
    axes = chapter.map_figure().axes[0]
    boxes = [patch for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    for line, ends in zip(axes.lines, arrows_of(chapter.Ideas()), strict=True):
        for i, box in enumerate(boxes):
            if i not in ends:
                place = (line.get_xydata() - box.get_bbox().min) / box.get_bbox().size
                assert not ((place > 0) & (place < 1)).all(axis=1).any(), box.get_gid()


@every
def test_nodes_of_a_layer_stand_apart(graph):
    at, _ = layered(graph)
    for layer in np.unique(at[:, 0]):
        assert (np.diff(np.sort(at[at[:, 0] == layer, 1])) > 1 - 1e-9).all()


@every
def test_arrows_lead_from_parents_to_children(graph):
    at, routes = layered(graph)
    assert [(route[0], route[-1]) for route in routes] == arrows_of(graph)
    for route in routes:
        assert (np.diff(at[route, 0]) == 1).all()
    assert np.array_equal(layered(graph)[0], at)
