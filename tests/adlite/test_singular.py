"""Where 0 meets infinity: right, or NaN, and in every mode."""

import re
from pathlib import Path

import numpy as np
import pytest

import adlite
from adlite import TracingError, grad, jacobian, make_jvp
from tests.adlite.singular_cases import FIRST, SECOND, UNDECIDED


def forward(f):
    return lambda w: make_jvp(f)(w)(np.ones(np.shape(w)))[1]


def elements(f):
    """Reverse mode on an array of four such points."""
    return lambda w: adlite.elementwise_grad(f)(np.full(4, w))[2]


WAYS = {
    "reverse": grad,
    "forward": forward,
    "jacobian": jacobian,
    "array": elements,
    "taylor": lambda f: lambda w: adlite.derivatives(f, w, 1)[1],
    "program": lambda f: lambda w: adlite.program(f, w)(w)[1],
    "program of arrays": lambda f: lambda w: adlite.program(f, w, blocks=True)(w)[1],
}
SECOND_WAYS = {
    "grad of grad": lambda f: grad(grad(f)),
    "forward of grad": lambda f: forward(grad(f)),
    "grad of forward": lambda f: grad(forward(f)),
    "forward of forward": lambda f: forward(forward(f)),
    "hessian": adlite.hessian,
    "taylor": lambda f: lambda w: adlite.derivatives(f, w, 2)[2],
}


def cases(table, ways):
    return pytest.mark.parametrize(
        ("way", "f", "at", "truth"),
        [
            pytest.param(way, *case[1:], id=f"{case[0]}-{name}")
            for name, way in ways.items()
            for case in table
        ],
    )


@cases(FIRST, WAYS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_every_mode_is_right(way, f, at, truth):
    np.testing.assert_allclose(way(f)(at), truth, rtol=1e-14)


@cases(UNDECIDED, WAYS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_no_mode_is_wrong_where_only_a_limit_can_tell(way, f, at, truth):
    found = way(f)(at)
    assert np.isnan(found) or found == pytest.approx(truth, rel=1e-14)


@cases(SECOND, SECOND_WAYS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_second_derivatives_are_right_or_nan(way, f, at, truth):
    found = way(f)(at)
    assert np.isnan(found) or found == pytest.approx(truth, rel=1e-14)


@pytest.mark.parametrize("way", SECOND_WAYS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_second_derivatives_of_what_is_chosen_are_numbers(way):
    for _, f, at, truth in SECOND[-4:]:
        # At a tie Taylor mode says that nothing is known of the second derivative.
        if way != "taylor" or at < 0:
            assert SECOND_WAYS[way](f)(at) == pytest.approx(truth, rel=1e-14)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_table_in_the_docs_is_of_these_functions_and_of_no_wrong_number():
    text = (Path(__file__).parents[2] / "docs" / "singular_points.md").read_text()
    rows = [re.split(r"(?<!\\) \| ", line) for line in text.split("\n") if line.startswith("| `")]
    table = [*FIRST, *UNDECIDED, *SECOND]
    assert [row[0].strip("| `") for row in rows] == [
        case[0].replace("|", "\\|").strip("| ") for case in table
    ]
    for row, case in zip(rows, table, strict=True):
        f, at, truth = case[1:]
        with np.errstate(all="ignore"):
            found = (grad(grad(f)) if case in SECOND else grad(f))(at)
        assert row[3].replace("-0", "0") == f"{found + 0.0:.4g}".replace("-0", "0")
        assert row[2] == ("none" if np.isnan(truth) else f"{truth:.4g}")


def last(steps, kind):
    return [step.value for step in steps if step.kind == kind][-1]


SWEEPS = {
    "reverse": lambda graph, w: graph.gradient(w)[0],
    "forward": lambda graph, w: last(graph.forward(w, seed=[1.0]), "tangent"),
}


@pytest.mark.parametrize("blocks", [False, True])
@cases([*FIRST, *UNDECIDED], SWEEPS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_sweeps_of_a_graph(way, f, at, truth, blocks, request):
    # Step by step, sin(w) / w is not even chosen at 0, and w - w has two arrows.
    if "sin w / w" in request.node.name and not blocks:
        with pytest.raises(TracingError, match="does not depend on its inputs"):
            adlite.graph(f, at)
        return
    found = way(adlite.graph(f, at, blocks=blocks), at)
    undecided = "sqrt(w - w)" in request.node.name or f in [case[1] for case in UNDECIDED]
    assert found == pytest.approx(truth, rel=1e-14) or (undecided and np.isnan(found))


def test_a_graph_of_an_array_where_some_entries_are_not_chosen():
    w = np.array([4.0, -1.0, 0.0])
    sweep = adlite.graph(lambda w: np.sum(np.where(w > 0, np.sqrt(w), w**2)), w, blocks=True)
    np.testing.assert_array_equal(sweep.gradient(w)[0], [0.25, -2.0, 0.0])
    sweep = adlite.graph(lambda w: np.sum(np.eye(3) @ np.sqrt(np.maximum(w, 0))), w - 1)
    np.testing.assert_array_equal(np.ravel(sweep.gradient(*(w - 1))), [0.5 / 3**0.5, 0.0, 0.0])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_second_derivatives_away_from_a_tie_are_numbers():
    w = np.array([-1.0, 0.0, 2.0])
    second = adlite.hessian(lambda w: np.sum(np.sqrt(np.maximum(w, 0)) + np.maximum(w, 1) ** 2))(w)
    np.testing.assert_allclose(np.diag(second)[[0, 2]], [0.0, 2.0 - 0.25 * 2**-1.5], rtol=1e-14)
    pooled = adlite.hessian(lambda w: np.max(np.maximum(w, 0)) ** 2)(np.array([-1.0, -2.0, 3.0]))
    np.testing.assert_array_equal(pooled, np.diag([0.0, 0.0, 2.0]))
    nothing = adlite.hessian(lambda w: np.max(np.maximum(w, 0)) ** 2)(np.array([-1.0, -2.0]))
    np.testing.assert_array_equal(nothing, np.zeros((2, 2)))


def test_a_third_derivative_at_a_tie_is_not_known_either():
    for f in (lambda w: np.maximum(w, 0) * w, lambda w: np.max(np.stack([w, w**2])) * w):
        for third in (grad(grad(grad(f))), forward(grad(grad(f))), grad(adlite.hessian(f))):
            assert np.isnan(third(0.0)) and not np.isnan(third(0.5))


@pytest.mark.parametrize(
    ("f", "left"), [(lambda w: w * np.sqrt(w), np.nan), (lambda w: np.sqrt(w**4), 0.0)]
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_one_sided_slopes_are_free_of_noise(f, left):
    found = adlite.one_sided(f, 0.0)
    assert found.right == 0.0 and str(found.right) in ("0.0", "-0.0")
    np.testing.assert_equal(found.left, left)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_entropy_with_an_impossible_outcome():
    p = np.array([0.0, 1.0])

    def entropy(p):
        return np.sum(np.where(p > 0, p * np.log(p), 0.0))

    np.testing.assert_array_equal(grad(entropy)(p), [0.0, 1.0])
    np.testing.assert_array_equal(jacobian(entropy)(p), [0.0, 1.0])
    np.testing.assert_array_equal(adlite.hessian(entropy)(p), [[0.0, 0.0], [0.0, 1.0]])


@pytest.mark.parametrize("way", [grad, jacobian])
def test_norm_and_std_have_slope_0_at_their_kink(way):
    for f in (np.linalg.norm, np.std, lambda w: np.hypot(w[0], w[1]) + w[2] * 0):
        np.testing.assert_array_equal(way(f)(np.zeros(3)), np.zeros(3))
    np.testing.assert_array_equal(way(np.std)(np.full(3, 2.0)), np.zeros(3))
    np.testing.assert_array_equal(way(np.std)(np.array([4.0])), [0.0])
    rows = way(lambda w: np.sum(np.linalg.norm(w, axis=1)))(np.array([[0.0, 0.0], [3.0, 4.0]]))
    np.testing.assert_allclose(rows, [[0.0, 0.0], [0.6, 0.8]])


@pytest.mark.parametrize("way", [grad, jacobian])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_constant_0_in_a_matrix_takes_nothing_from_an_infinite_slope(way):
    m = np.array([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]])

    def f(w):
        return np.sum((m @ np.sqrt(w))[1:] * np.array([1.0, 1.0]))

    np.testing.assert_array_equal(way(f)(np.array([0.0, 4.0])), [0.0, 0.5])

    def g(w):
        return np.sqrt(np.maximum(m @ w, 0.0))[2] + w[0]

    np.testing.assert_array_equal(way(g)(np.array([1.0, 4.0])), [1.0, 0.0])


def test_a_zero_seed_asks_for_nothing():
    pull, _ = adlite.make_vjp(np.sqrt)(np.array([0.0, 4.0]))
    np.testing.assert_array_equal(pull(np.array([0.0, 1.0])), [0.0, 0.25])
    push = make_jvp(np.sqrt)(np.array([0.0, 4.0]))
    np.testing.assert_array_equal(push(np.array([0.0, 1.0]))[1], [0.0, 0.25])


def test_a_rule_of_plain_numbers_may_be_infinite():
    import math

    root = adlite.rule(math.sqrt, lambda y, w: math.inf if w == 0 else 0.5 / math.sqrt(w))
    assert grad(lambda w: root(w) + w)(0.0) == np.inf
    assert grad(lambda w: np.where(w > 0, root(abs(w)), w))(0.0) == 1.0
