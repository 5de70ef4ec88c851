"""The computation graph and its sweeps, against the chapter, closed forms and autograd."""

import time
import warnings

import autograd
import numpy as np
import pytest
from hypothesis import given, settings

import adlite
from adlite import TracingError, graph, parse
from adlite.core import UFUNCS
from adlite.referee import with_autograd_numpy
from tests.adlite.formulas.test_formula import FORMULAS


def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)


def b25(w1, w2):
    return w1**2 + w2**2


def names(vertices):
    return " ".join(v.name for v in vertices)


def last(steps, kind):
    """The value of the last step of a kind, by the vertex that it belongs to."""
    where = (lambda s: s.parents[0]) if kind == "adjoint" else (lambda s: s.child)
    return {where(s): s.value for s in steps if s.kind == kind}


# Name, layer, operation, parents, children, partials.
STRUCTURES = {
    "B.24": (
        graph(b23, 1.5),
        """
        w 0 - - a,b,c -
        a 1 tanh(w) w d 1 - tanh(w)**2
        b 1 cos(w) w d -sin(w)
        c 1 log(w) w e 1 / w
        d 2 a * b a,b e b; a
        e 3 c + d c,d - 1; 1
        """,
    ),
    "B.25": (
        graph(b25, 1.0, 2.0),
        """
        w1 0 - - a -
        w2 0 - - b -
        a 1 w1**2 w1 c 2 * w1
        b 1 w2**2 w2 c 2 * w2
        c 2 a + b a,b - 1; 1
        """,
    ),
    "vector": (
        graph(lambda w, x: np.dot(w, w) - x, np.array([1.0, 2.0]), 3.0),
        """
        w1 0 - - a -
        w2 0 - - b -
        x 0 - - d -
        a 1 w1 * w1 w1,w1 c w1; w1
        b 1 w2 * w2 w2,w2 c w2; w2
        c 2 a + b a,b d 1; 1
        d 3 c - x c,x - 1; -1
        """,
    ),
}


@pytest.mark.parametrize("case", STRUCTURES)
def test_structure(case):
    found, table = STRUCTURES[case]
    lines = table.split("\n")[1:-1]
    assert len(found) == len(lines) == len(list(found))
    for v, line in zip(found, lines, strict=True):
        joined = [",".join(names(vs).split()) for vs in (v.parents, v.children)]
        parts = (v.name, str(v.layer), v.operation, *joined, "; ".join(v.partials))
        assert " ".join(part or "-" for part in parts) == line.strip()
        assert found[v.name] is v
        assert all(p.layer < v.layer and v in p.children for p in v.parents)
    assert (*found.inputs, *found.steps) == tuple(found) and found.output is v


T, C, S, SLOPE = np.tanh(1.5), np.cos(1.5), np.sin(1.5), -0.22343149651726774


def test_numbers_of_the_chapter():
    found = graph(b23, 0.7)  # made elsewhere
    values = found.values(1.5)
    assert values == last(found.evaluate(1.5), "value")
    assert [f"{values[name]:.4g}" for name in "abce"] == ["0.9051", "0.07074", "0.4055", "0.4695"]
    assert f"{values['d']:.4f}" == "0.0640"
    # (B.26) to (B.31)
    assert last(found.forward(1.5), "tangent") == pytest.approx(
        dict(zip("wabcde", (1, 1 - T**2, -S, 1 / 1.5, (1 - T**2) * C - T * S, SLOPE), strict=True)),
        rel=1e-14,
    )
    assert last(found.reverse(1.5), "adjoint") == pytest.approx(
        {"e": 1, "d": 1, "c": 1, "a": C, "b": T, "w": SLOPE}, rel=1e-14
    )
    assert found.gradient(1.5) == pytest.approx((SLOPE,), rel=1e-14)
    arrows = [(s.child, s.parents[0], s.value) for s in found.partials(1.5) if s.kind == "partial"]
    slopes = [1 - T**2, -S, 1 / 1.5, C, T, 1, 1]
    assert arrows == [
        (*pair, pytest.approx(slope, rel=1e-14))
        for pair, slope in zip(("aw", "bw", "cw", "da", "db", "ec", "ed"), slopes, strict=True)
    ]


def test_gradient_of_the_chapter():
    found = graph(b25, 5.0, 6.0)
    tangents = last(found.forward(1.0, 2.0), "tangent")
    # (B.32) to (B.35)
    expected = {"w1": [1, 0], "w2": [0, 1], "a": [2, 0], "b": [0, 4], "c": [2, 4]}
    assert {k: list(x) for k, x in tangents.items()} == expected
    assert found.gradient(1.0, 2.0) == (2.0, 4.0)
    # Figure B.10: from c to a and b, and from these to the inputs.
    way = [(s.child, s.parents[0], s.value) for s in found.reverse(1.0, 2.0)]
    assert way[0] == ("", "c", 1) and sorted(way[1:3]) == [("c", "a", 1), ("c", "b", 1)]
    assert sorted(way[3:]) == [("a", "w1", 2), ("b", "w2", 4)]


def test_wasted_zeros():
    four = graph(lambda a, b, c, d: (a**2 + b**2) + (c**2 + d**2), *np.ones(4))
    for found, zeros, entries in ((graph(b25, 1.0, 1.0), 4, 10), (four, 28, 44)):
        steps = found.forward(*np.ones(len(found.inputs)))
        gradients = np.array([*last(steps, "tangent").values()])
        assert ((gradients == 0).sum(), gradients.size) == (zeros, entries)


@settings(max_examples=200)
@given(FORMULAS)
def test_all_four_sweeps_agree_with_autograd(text):
    g = parse(text)
    at, elsewhere = (0.5, 1.3, 0.8)[: len(g.inputs)], (0.6, 0.4, 1.7)[: len(g.inputs)]
    places = tuple(range(len(at)))
    try:
        found = graph(g, *at)
    except TracingError as error:
        assert "does not depend" in str(error) and not set(g.inputs) & set(g.formula)
        return
    replayed, traced = found.values(*elsewhere), graph(g, *elsewhere)
    np.testing.assert_array_equal([*replayed.values()], [*traced.values(*elsewhere).values()])
    assert str(found) == str(traced)
    for x in (at, elsewhere):
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = g(*x)
            theirs = np.array(autograd.grad(with_autograd_numpy(g), places)(*x))
            _, slopes = adlite.program(g, *x)(*x)
        if not (np.isfinite(value) and np.all(np.abs(theirs) < 1e50)):
            continue
        rows, forward = found.table(*x), found.forward(*x)
        adjoints = {v.name: 0.0 for v in found.inputs} | last(found.reverse(*x), "adjoint")
        assert found.evaluate(*x)[-1].value == found.values(*x)[found.output.name]
        assert found.evaluate(*x)[-1].value == pytest.approx(value, rel=1e-14)
        for gradient in (
            np.ravel(forward[-1].value),
            np.ravel(rows[-1]["tangent"]),
            [adjoints[v.name] for v in found.inputs],
            [row["adjoint"] for row in rows[: len(x)]],
            found.gradient(*x),
            np.ravel(slopes),
        ):
            np.testing.assert_allclose(gradient, theirs, rtol=1e-9, atol=1e-9)
        along = found.forward(*x, seed=[0.3, -2.0, 0.7][: len(x)])[-1].value
        np.testing.assert_allclose(along, theirs @ [0.3, -2.0, 0.7][: len(x)], rtol=1e-9, atol=1e-8)


@pytest.mark.parametrize("f", UFUNCS, ids=lambda f: f.__name__)
def test_every_rule_with_numbers_in_every_place(f):
    ends = np.array(UFUNCS[f].domain)
    inside = ends @ [0.47, 0.53] + 0.05 * np.arange(len(ends))
    for free in range(len(ends)):
        for wanted in {(free,), (*range(len(ends)),)}:

            def g(*w, wanted=wanted):
                given = dict(zip(wanted, w, strict=True))
                return f(*(given.get(i, x) for i, x in enumerate(inside)))

            at = inside[list(wanted)]
            found = graph(g, *at)
            assert found.evaluate(*at)[-1].value == pytest.approx(float(f(*inside)), rel=1e-14)
            unit = 1e-6 * np.eye(len(at))
            difference = [(g(*(at + u)) - g(*(at - u))) / 2e-6 for u in unit]
            np.testing.assert_allclose(found.gradient(*at), difference, rtol=1e-6, atol=1e-8)
            np.testing.assert_allclose(
                np.ravel(found.forward(*at)[-1].value), difference, 1e-6, 1e-8
            )


def test_adjoints_are_added_up():
    found = graph(lambda w: (w + w) * (w + w), 3.0)
    seen = [(s.child, s.parents[0], float(s.value)) for s in found.reverse(3.0)]
    assert seen == [
        *(("", "c", 1), ("c", "a", 6), ("c", "b", 6)),
        *(("b", "w", 6), ("b", "w", 12), ("a", "w", 18), ("a", "w", 24)),
    ]


def test_only_what_leads_to_the_output():
    def g(w, unused):
        np.sin(w) * unused
        return np.exp(w)

    found = graph(g, 1.0, 2.0)
    assert names(found) == "w unused a" and found["unused"].children == []
    assert found.gradient(0.0, 5.0) == (1.0, 0.0)
    identity = graph(lambda w: w, 1.0)
    assert (identity.gradient(4.0), len(identity.reverse(4.0))) == ((1.0,), 1)
    assert identity.table(4.0)[0]["adjoint"] == 1.0


def branching(w):
    return np.sin(w) if np.abs(w) ** 2 > 4 else w * w if w < 1 else np.cos(w)


def test_branches_are_guarded():
    found = graph(branching, 0.5)
    assert [v.operation for v in found.steps] == ["w * w"]
    assert found.conditions == ("abs(w)**2 <= 4", "w < 1")
    assert found.gradient(-1.5) == (-3.0,) and list(found.values(-1.5)) == [v.name for v in found]
    for sweep in (found.values, found.evaluate, found.forward, found.partials, found.reverse):
        for wrong in (2.5, 1.5):
            with pytest.raises(TracingError) as error:
                sweep(wrong)
            assert str(error.value).startswith(
                "this graph holds for abs(w)**2 <= 4 and w < 1 only:"
            )
    assert graph(branching, 1.5).gradient(1.5) == pytest.approx((-np.sin(1.5),))
    with pytest.raises(TracingError, match=r"^this graph holds for .{,120} and more only: .*\.$"):
        graph(lambda w: np.sum(np.where(w > 0, w, -w)), np.ones(9)).values(*-np.ones(9))


ERRORS = {
    "does not depend on its inputs:": lambda: graph(parse("2 + 3"), 1.0),
    "graph needs a function that returns one number": lambda: graph(np.sin, np.ones(3)),
    "write graph(g, 1.5)": lambda: graph(np.sin),
    "this graph takes 2 numbers: w1, w2.": lambda: graph(b25, 1.0, 2.0).evaluate(1.0),
    "a seed has one number for each input: here it takes 1.": lambda: graph(b23, 1.5).forward(
        1.5, seed=1.0
    ),
}


@pytest.mark.parametrize("sentence", ERRORS)
def test_errors(sentence):
    with pytest.raises(TracingError) as error:
        ERRORS[sentence]()
    assert sentence in str(error.value) and str(error.value).endswith(".")
    assert len(str(error.value)) < 250


def test_infinite_slopes_and_points_outside_the_domain():
    # Zero times an infinite slope is zero, as in grad, and nothing is printed about it.
    found = graph(lambda w, x: np.sqrt(w) + x, 1.0, 1.0)
    assert list(found.forward(0.0, 1.0)[-1].value) == [np.inf, 1.0]
    flat = graph(lambda w: 0 * np.sqrt(w), 1.0)
    assert flat.gradient(0.0) == (0.0,) == (adlite.grad(lambda w: 0 * np.sqrt(w))(0.0),)
    assert np.isnan(graph(b23, 1.5).evaluate(-1.0)[-1].value)
    assert graph(lambda w: 1 / w, 1.0).values(0.0)["a"] == np.inf


def test_many_steps():
    def g(w):
        for _ in range(1000):
            w = np.sin(1.01 * w)
        return w

    start = time.perf_counter()
    found = graph(g, 1.0)
    made = time.perf_counter()
    values = found.values(2.0)
    assert len(found) == 2001 and made - start < 5 and time.perf_counter() - made < 0.2
    assert values[found.output.name] == g(2.0)
    assert found.gradient(2.0)[0] == pytest.approx(adlite.grad(g)(2.0), rel=1e-12)
    assert len(found.forward(2.0)) == 2 * len(found)
