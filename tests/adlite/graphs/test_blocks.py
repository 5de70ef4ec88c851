"""The computation graph of whole arrays: its sweeps against autograd, its texts, its errors."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser

import adlite
from adlite import TracingError, graph
from adlite.graphs import brief

RNG = np.random.default_rng(3)
X, Y, A = RNG.normal(size=(5, 2)), RNG.normal(size=5), RNG.normal(size=(4, 3))
W = np.array([1.0, 2.0, 3.0])


def mlp(weights, b, v):
    return anp.mean((anp.dot(anp.tanh(anp.dot(X, weights) + b), v) - Y) ** 2)


def branching(w):
    return anp.sum(anp.where(w > 1.5, w**2, w)) if w[1] > 0 else w[0]


def normal(*shapes):
    return [RNG.normal(size=shape) for shape in shapes]


# Function, where its graph is made, and another place where the same graph holds.
FUNCTIONS = {
    "mlp": (mlp, normal((2, 3), 3, 3), normal((2, 3), 3, 3)),
    "squares": (lambda w: anp.sum(w**2), [W], [-W]),
    "dot": (lambda w, x: anp.dot(w, x), [W, W[::-1]], normal(3, 3)),
    "matrix": (lambda w: anp.sum(anp.sin(A @ w) * 2.0), [W], normal(3)),
    "matrix before": (lambda w, x: anp.dot(w @ A.T, A) @ x, [W, W], normal(3, 3)),
    "a number for all": (lambda w, s: anp.sum(anp.exp(w * s) / (s + 3)), [W, 0.5], [W, 0.7]),
    "rows and columns": (lambda w, x: anp.sum((w + x) ** 2), normal((3, 1), 4), normal((3, 1), 4)),
    "entries": (lambda w: w[0] * w[1] + anp.sum(w[1:] * w[:-1]) + w[-1], [W], normal(3)),
    "used twice": (lambda w: anp.sum(w * w) + anp.sum(w) * w[0], [W], normal(3)),
    "axes": (lambda w: anp.prod(anp.sum(anp.reshape(w, (2, 3)), axis=0)), normal(6), normal(6)),
    "joined": (lambda w, x: anp.sum(anp.concatenate([w, x * 2]) ** 3), [W, W], normal(3, 3)),
    "branches": (branching, [W], [W + 0.1]),
    "one entry": (lambda w: anp.reshape(anp.max(w), (1,)), [W], [W + 1]),
    "numbers only": (lambda w: anp.tanh(w) * anp.cos(w) + anp.log(w), [1.5], [2.5]),
}


def last(steps, kind):
    where = (lambda s: s.parents[0]) if kind == "adjoint" else (lambda s: s.child)
    return {where(s): s.value for s in steps if s.kind == kind}


@pytest.mark.parametrize("case", FUNCTIONS)
def test_all_sweeps_agree_with_autograd(case):
    g, *places = FUNCTIONS[case]
    found = graph(g, *places[0], blocks=True)

    def scalar(*inputs):
        return anp.sum(g(*inputs))

    for at in places:
        assert found.evaluate(*at)[-1].value == pytest.approx(np.sum(g(*at)), rel=1e-14)
        theirs = autograd.grad(scalar, tuple(range(len(at))))(*at)
        ours = found.gradient(*at)
        assert list(map(np.shape, ours)) == list(map(np.shape, at))
        for x, y in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(x, y, rtol=1e-13, atol=1e-13)
        seed = [RNG.normal(size=np.shape(x)) for x in at]
        along = found.forward(*at, seed=seed)[-1].value
        _, wanted = autograd.make_jvp(lambda t, at=at: scalar(*t))(tuple(at))(tuple(seed))
        assert along == pytest.approx(wanted, rel=1e-12)
        # Without a seed only the first entry varies.
        first = found.forward(*at)[-1].value
        assert first == pytest.approx(np.ravel(theirs[0])[0], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("case", FUNCTIONS)
def test_every_value_tangent_and_adjoint_has_the_shape_of_its_vertex(case):
    g, at, _ = FUNCTIONS[case]
    found = graph(g, *at, blocks=True)
    for kind, sweep in (("value", "evaluate"), ("tangent", "forward"), ("adjoint", "reverse")):
        for name, x in last(getattr(found, sweep)(*at), kind).items():
            assert np.shape(x) == found[name].shape, (kind, name)


@pytest.mark.parametrize("case", FUNCTIONS)
def test_local_jacobians_have_the_sizes_of_autograds(case):
    g, at, _ = FUNCTIONS[case]
    found = graph(g, *at, blocks=True)
    values = found.values(*at)
    for step in found.partials(*at):
        if step.kind != "partial":
            continue
        (p,) = step.parents
        v = found[step.child]

        def local(x, v=v, p=p):
            args = [x if getattr(a, "name", "") == p else
                    values[a.name] if isinstance(a, type(v)) else a for a in v.args]  # fmt: skip
            return v.primitive(*args, **v.options)

        table = adlite.jacobian(local)(values[p]).reshape(np.size(values[v.name]), -1)
        if isinstance(step.value, str):
            assert step.value == f"Jacobian({table.shape[0]}, {table.shape[1]})"
            assert f"{table.shape[0]} × {table.shape[1]} numbers" in step.sentence
        elif len(v.parents) == 1:
            np.testing.assert_allclose(np.diag(table), np.ravel(step.value * np.ones(v.shape)))
            assert np.count_nonzero(table - np.diag(np.diag(table))) == 0


def test_text_trace():
    assert str(graph(FUNCTIONS["mlp"][0], *FUNCTIONS["mlp"][1], blocks=True)).split("\n") == [
        "inputs weights:(2, 3) b:(3,) v:(3,)",
        "a:(5, 3) = matmul array(5, 2) weights",
        "c:(5, 3) = add b a",
        "d:(5, 3) = tanh c",
        "e:(5,) = matmul d v",
        "f:(5,) = subtract e array(5)",
        "g:(5,) = power f 2",
        "h:() = sum g",
        "i:() = multiply h 0.2",
        "output i",
    ]
    total = graph(lambda w: np.sum(w, axis=0)[0] + w[0, 1:] @ np.ones(2), A, blocks=True)
    assert [v.operation for v in total.steps] == [
        *("sum(w, axis=0)", "w[0, 1:]", "a[0]", "b @ [1, 1]", "c + d")
    ]
    assert "b:(2,) = getitem[index=0, 1:] w" in str(total)


def test_structure_and_names_are_those_of_numbers_where_all_are_numbers():
    g, at, _ = FUNCTIONS["numbers only"]
    blocks, plain = graph(g, *at, blocks=True), graph(g, *at)
    for v, u in zip(blocks, plain, strict=True):
        assert (repr(v), v.layer, v.partials, v.rule) == (repr(u), u.layer, u.partials, u.rule)
        assert list(map(repr, v.children)) == list(map(repr, u.children))
    for sweep in ("evaluate", "partials", "reverse"):
        ours, theirs = getattr(blocks, sweep)(*at), getattr(plain, sweep)(*at)
        assert [s.sentence for s in ours] == [s.sentence for s in theirs]


SENTENCES = [
    "The sweep begins at the end: the derivative of d by itself is 1.",
    "From d back to c: the derivative of sum(c) by c is Jacobian(1, 3). So c gets"
    " 1 × Jacobian(1, 3) = [1, 1, 1]. Each entry that was added up gets all of it.",
    "From c back to a: the derivative of a * b by a is b = [3, 4, 5]. So a gets"
    " [1, 1, 1] × [3, 4, 5] = [3, 4, 5].",
    "From c back to b: the derivative of a * b by b is a = [1, 4, 9]. So b gets"
    " [1, 1, 1] × [1, 4, 9] = [1, 4, 9].",
    "From b back to w: the derivative of w + s by w is 1. So w gets [1, 4, 9] × 1 = [1, 4, 9].",
    "From b back to s: the derivative of w + s by s is Jacobian(3, 1). So s gets"
    " [1, 4, 9] × Jacobian(3, 1) = 14. As s was repeated, what its copies get is added up.",
    "From a back to w: the derivative of w**2 by w is 2 * w = [2, 4, 6]. So w gets"
    " [3, 4, 5] × [2, 4, 6] = [6, 16, 30], added to the [1, 4, 9] that it has: [7, 20, 39].",
]


def test_what_is_said():
    found = graph(lambda w, s: np.sum(w**2 * (w + s)), W, 2.0, blocks=True)
    assert [s.sentence for s in found.reverse(W, 2.0)] == SENTENCES
    said = {
        (s.child, *s.parents): s.sentence for s in found.partials(W, 2.0) if s.kind == "partial"
    }
    assert said["a", "w"] == "The derivative of a = w**2 by w is 2 * w = [2, 4, 6], entry by entry."
    assert said["d", "c"] == (
        "The derivative of d = sum(c) by c is a table of 1 × 3 numbers, its local Jacobian, which "
        "no sweep writes down."
    )
    tangents = [s.sentence for s in found.forward(W, 2.0) if s.kind == "tangent"]
    assert tangents[0] == "The derivative of w is [1, 0, 0], the direction that was chosen."
    assert tangents[2] == (
        "a = w**2 changes through w: its derivative is 2 * w × d/dt w = [2, 4, 6] × [1, 0, 0]"
        " = [2, 0, 0]."
    )


@pytest.mark.parametrize("case", FUNCTIONS)
def test_every_step_can_be_typeset(case):
    g, at, _ = FUNCTIONS[case]
    found = graph(g, *at, blocks=True)
    for step in (*found.forward(*at), *found.partials(*at), *found.reverse(*at)):
        MathTextParser("path").parse(f"${step.latex.replace('@', '')}$")
        assert step.sentence.endswith(".") and "nan" not in step.sentence
        assert isinstance(step.value, str) or brief(step.value) in step.sentence


def test_branches_are_guarded():
    found = graph(branching, W, blocks=True)
    assert found.conditions == ("w[1] > 0", "(w > 1.5) == [0, 1, 1]")
    for wrong in (-W, W + 1):
        with pytest.raises(TracingError, match="this graph holds for w.1. > 0 and .*only"):
            found.values(wrong)
    below = graph(branching, -W, blocks=True)
    assert below.conditions == ("w[1] <= 0",) and list(below.gradient(-W)[0]) == [1, 0, 0]


def test_rules_of_a_readers_own():
    cube = adlite.rule(lambda w: w**3, lambda y, w: 3 * w**2, name="cube")
    found = graph(lambda w: np.sum(cube(w)), W, blocks=True)
    assert found["a"].partials == ("cube_partial(cube(w), w)",)
    assert found.gradient(W)[0] == pytest.approx(3 * W**2)


def test_unrolled():
    found = graph(lambda w: np.sum(np.tanh(w) * w), W, blocks=True)
    assert [v.operation for v in found.unrolled()] == [
        *("", "tanh(w)", "w * tanh(w)", "sum(w * tanh(w))")
    ]
    assert found.unrolled().gradient(W)[0] == pytest.approx(found.gradient(W)[0])
    plain = graph(lambda w: np.tanh(w) * np.cos(w) + np.log(w), 1.5)
    unrolled = plain.unrolled()
    assert [v.operation for v in unrolled.steps][-2:] == [
        *("tanh(w) * cos(w)", "log(w) + tanh(w) * cos(w)")
    ]
    assert unrolled["d"].partials == ("cos(w)", "tanh(w)") and plain["d"].partials == ("b", "a")
    assert unrolled["a"].children == [unrolled["d"]] and unrolled["d"] is not plain["d"]
    for ours, theirs in zip(unrolled.reverse(1.5), plain.reverse(1.5), strict=True):
        assert (ours.child, ours.parents, ours.value) == (
            theirs.child,
            theirs.parents,
            theirs.value,
        )


def test_unrolling_ends_where_a_text_grows_too_long():
    def chain(w):
        for _ in range(20):
            w = np.sin(w) * w
        return w

    unrolled = graph(chain, 0.5).unrolled()
    longest = max(len(text) for v in unrolled for text in (v.operation, *v.partials))
    assert longest < 300 and "sin(v6)" in {v.operation for v in unrolled.steps}
    assert unrolled.gradient(0.5)[0] == pytest.approx(adlite.grad(chain)(0.5))


ERRORS = {
    "graph needs a function that returns one number": lambda: graph(np.sin, W, blocks=True),
    "does not depend on its inputs": lambda: graph(lambda w: 3.0, W, blocks=True),
    "write graph(g, 1.5)": lambda: graph(np.sin, blocks=True),
    "takes arrays of these shapes: w:(3,).": lambda: graph(
        lambda w: np.sum(w), W, blocks=True
    ).values(np.ones(2)),
    "a seed has an array for each input": lambda: graph(
        lambda w: np.sum(w), W, blocks=True
    ).forward(W, seed=[1.0]),
    "a graph has real numbers only": lambda: graph(
        lambda w: np.abs(np.sum(w * 1j)), W, blocks=True
    ),
    "cannot differentiate with respect to list": lambda: graph(np.sum, [1.0, 2.0], blocks=True),
}


@pytest.mark.parametrize("sentence", ERRORS)
def test_errors(sentence):
    with pytest.raises(TracingError) as error:
        ERRORS[sentence]()
    assert sentence in str(error.value) and len(str(error.value)) < 250
    assert str(error.value).endswith(".")


def test_what_numbers_cannot_do_blocks_are_offered_for():
    def solved(w):
        return np.linalg.solve(np.outer(w, w) + np.eye(3), w)[0]

    for g, at in ((np.linalg.det, np.eye(2)), (solved, W)):
        with pytest.raises(TracingError, match="graph.*blocks=True") as error:
            graph(g, at)
        assert "program" not in str(error.value)
        found = graph(g, at, blocks=True)
        np.testing.assert_allclose(found.gradient(at)[0], adlite.grad(g)(at))
