"""Programs on whole arrays: where they hold, what they do elsewhere, and how they read."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adlite
from adlite import TracingError, program
from tests.adlite.programs.printed import agree, code, pasted, traced

W = np.array([0.3, -0.8, 1.2])


def whole(g, *at):
    return program(g, *at, blocks=True)


def test_text_is_numpy_as_one_would_write_it():
    def g(w):
        return np.sum(np.tanh(w**2))

    p = program(g, np.ones(100))
    assert p.source.startswith("import numpy as np\n\n\ndef g(w):")
    assert code(p)[0] == "w = np.asarray(w, dtype=float)"
    assert code(p)[3:] == [
        *("a = w**2", "b = np.tanh(a)", "c = b.sum()", "b_bar = 1.0"),
        *("a_bar = b_bar * (1 - b**2)", "w_bar = a_bar * (2 * w)", "return float(c), w_bar"),
    ]
    assert "# from b = np.tanh(a): derivative 1 - tanh(a)**2 (Table B.1)" in p.source
    assert "# from c = b.sum(): each entry that was added up gets all of it" in p.source


def test_lines_name_the_steps_of_the_graph_of_blocks():
    def loss(x, m, b):
        return np.mean(np.where(m @ x > b, np.tanh(m @ x), b * x[0]) ** 2)

    at = W, np.arange(12.0).reshape(4, 3), np.arange(4.0)
    found, p = adlite.graph(loss, *at, blocks=True), whole(loss, *at)
    values = [line.child for line in p.lines if line.child and not line.parent]
    assert len({*values}) == len(values)
    # Of m @ x > b the product is computed too, and is no part of the graph.
    (of_question,) = {*values} - {v.name for v in found.steps}
    assert f"{of_question} > b" in p.source
    assert {v.name for v in found.steps} < {*values}
    arrows = {(line.child, line.parent) for line in p.lines if line.parent}
    assert arrows == {(v.name, parent.name) for v in found.steps for parent in v.parents}


def test_what_is_taken_apart_and_what_stays_whole():
    def g(*w):
        return sum(np.sum(np.sin(x)) for x in w)

    assert "math" in program(g, np.ones(10)).source and "math" in program(g, 1.0, W).source
    assert "np." in program(g, np.ones(11)).source and "np." in program(g, np.ones((2, 2))).source
    assert "np." in program(g, W, blocks=True).source
    assert "math" in program(g, np.ones(11), blocks=False).source
    # What cannot be taken apart stays whole.
    p = program(lambda w: np.linalg.det(w.reshape(2, 2)), np.array([1.0, 2.0, 3.0, 4.0]))
    agree(p(np.array([4.0, 3.0, 2.0, 1.0])), (-2.0, np.array([1.0, -2.0, -3.0, 4.0])))


def test_no_tracing_and_no_call_where_the_program_holds(monkeypatch):
    calls = []

    def g(w, x):
        calls.append(1)
        return np.sum(np.where(w > x, w * x, np.exp(x)) ** 2)

    p = whole(g, np.ones((3, 4)), np.zeros(4))
    monkeypatch.setattr("adlite.programs.program.value_and_grad", lambda *_: 1 / 0)
    rng, count = np.random.default_rng(0), len(calls)
    for _ in range(5):
        p(rng.normal(size=(3, 4)), rng.normal(size=4))
    assert len(calls) == count
    with pytest.raises(ZeroDivisionError):
        p(np.ones((3, 5)), np.ones(5))


BRANCHES = {
    "sign of a sum": lambda np, w: np.sum(w**2) if np.sum(w) > 0 else np.sum(w) * w[0],
    "not positive": lambda np, w: w[0] if not np.all(w > 0) else np.prod(w),
    "any": lambda np, w: np.sum(w**3) if np.any(w > 1) else np.sum(w),
    "loop": lambda np, w: halved(np, w),
    "place": lambda np, w: w[np.argmax(np.abs(w))] ** 2,
    "sorted": lambda np, w: np.sum(np.sort(w) * np.arange(3.0)),
    "mask": lambda np, w: np.sum(w[w > 0] ** 2),
    "floor": lambda np, w: np.sum(np.floor(w) * w + np.sign(w) * w**2),
    "median": lambda np, w: np.median(w) * w[0],
    "chosen in Python": lambda np, w: sum(x**2 if x > 0.5 else x for x in w),
    "table": lambda np, w: np.sum(np.array([1.0, 5.0])[np.where(w > 0, 1, 0)] * w),
    "as numbers": lambda np, w: np.sum(w) * float(np.sum(w > 0)),
    "close": lambda np, w: np.sum(w) if np.allclose(w, 1.0) else np.sum(w**2),
}


def halved(np, w):
    while np.sum(w**2) > 1:
        w = w / 2
    return np.sum(np.sin(w))


@pytest.mark.parametrize("name", BRANCHES)
def test_branches_that_depend_on_values(name):
    def g(w):
        return BRANCHES[name](np, w)

    rng = np.random.default_rng(1)
    places = [W, -W, np.ones(3), 3 * W[::-1], *rng.normal(size=(12, 3))]
    for start in places[:4]:
        p = whole(g, start)
        agree(pasted(p)(start), traced(g, start))
        for w in places:
            agree(p(w), traced(g, w))
            if name not in ("table", "as numbers", "close", "median"):
                agree((p(w)[1],), (autograd.grad(lambda w: BRANCHES[name](anp, w))(w * 1.0),))


def test_guards_say_for_what_the_program_holds():
    p = whole(lambda w: np.sum(w**2) if np.sum(w) > 0 else np.sum(w), W)
    # As in the graph, what only a question needs comes last in the alphabet.
    assert "if not (c > 0):" in code(p)
    with pytest.raises(ValueError, match="this program holds for c > 0 only"):
        pasted(p)(-W)
    with pytest.raises(ValueError, match=r"this program holds for w of shape \(3,\) only"):
        pasted(p)(np.ones(4))
    assert "b <= 0" in whole(lambda w: w[0] if np.sum(w) > 0 else np.sum(w), -W).source
    # What does not change the steps needs no guard.
    p = whole(lambda w: np.sum(np.where(w > 0, w, w**2)) + np.max(w), W)
    assert "if " not in p.source.replace(p.source[: p.source.index("# forward")], "")


SINGULAR = {
    "sqrt": (lambda w: np.sum(np.sqrt(w)), np.array([0.0, 1.0, 4.0])),
    "negative root": (lambda w: np.sum(np.sqrt(w)), -np.ones(3)),
    "log": (lambda w: np.sum(w * np.log(w)), np.array([0.0, 1.0, 2.0])),
    "norm": (lambda w: np.linalg.norm(w), np.zeros(3)),
    "hypot": (lambda w: np.hypot(w[0], w[1]), np.zeros(3)),
    "power": (lambda w: np.sum(w**0.5), np.zeros(3)),
    "powers": (lambda w: np.sum(w ** np.array([0.0, 1.0, 2.0])), np.zeros(3)),
    "abs": (lambda w: np.sum(np.abs(w)), np.zeros(3)),
    "tie": (lambda w: np.max(w) + np.sum(np.maximum(w, 0.0)), np.zeros(3)),
    "masked root": (lambda w: np.sum(np.where(w > 0, np.sqrt(w), 0.0)), np.zeros(3)),
    "overflow": (lambda w: np.sum(np.exp(w)), np.full(3, 1000.0)),
    "quotient": (lambda w: np.sum(w / (w - 1)), np.ones(3)),
    "nan": (lambda w: np.sum(np.fmax(w, 0.5) + np.maximum(w, 0.5)), np.array([np.nan, 1.0, 0.2])),
    "nan passed over": (lambda w: np.sum(np.fmax(w, 0.5)), np.array([np.nan, 1.0, 0.2])),
    "infinite": (lambda w: np.sum(np.tanh(w)), np.array([np.inf, 1.0, -np.inf])),
    "singular": (lambda w: np.linalg.det(np.outer(w, w)), np.ones(3)),
    "far away": (lambda w: np.log(np.sum(np.exp(w - np.max(w)))), np.array([900.0, -900.0, 0.0])),
    "log of sum": (lambda w: np.logaddexp.reduce(w), np.array([900.0, 899.0, 0.0])),
    "huge": (lambda w: np.sum(w**2), np.full(3, 1e200)),
}


@pytest.mark.parametrize("name", SINGULAR)
def test_singular_points_give_what_tracing_gives(name):
    g, at = SINGULAR[name]
    agree(whole(g, W**2 + 0.1)(at), traced(g, at))
    agree(whole(g, at)(at), traced(g, at))
    agree(whole(g, at)(W**2 + 0.1), traced(g, W**2 + 0.1))


@pytest.mark.parametrize("size", [11, 10_000, 10_001])
def test_one_entry_without_a_number_is_found_among_many(size):
    def g(w):
        return np.sum(np.where(w > 0, np.sqrt(w), 0.0))

    at = np.ones(size)
    p = whole(g, at)
    at[size // 2] = 0.0
    agree(p(at), (size - 1.0, np.where(at > 0, 0.5, 0.0)))


def test_inputs_of_any_kind():
    p = whole(lambda w, s: np.sum(w**2) * s, W, 2.0)
    agree(p(np.array([1, 2, 3]), 2), (28.0, (np.array([4.0, 8.0, 12.0]), 14.0)))
    agree(p(s=2, w=np.array([1, 2, 3], np.float32)), p(np.array([1.0, 2.0, 3.0]), np.float64(2)))
    agree(p(np.arange(12.0)[::4], 1.0), p(np.array([0.0, 4.0, 8.0]), 1.0))
    locked = np.array(W)
    locked.setflags(write=False)
    assert p(locked, 1.0)[1][0].flags.writeable
    for wrong in (W * 1j, "no", None):
        with pytest.raises(TracingError, match="cannot differentiate with respect to"):
            p(wrong, 1.0)
    # Inside another derivative it is traced.
    slope = adlite.grad(lambda w: np.sum(p(w, 1.0)[1][0] ** 2))(W)
    np.testing.assert_allclose(slope, 8 * W)


def test_arrays_of_the_function_are_copied():
    data = np.ones(20)
    p = whole(lambda w: np.sum(w * data), np.ones(20))
    assert "# Not in this text, arrays that the function uses: data of shape (20,)." in p.source
    before = p(np.arange(20.0))
    data[:] = 5.0
    agree(p(np.arange(20.0)), before)
    space = {"data": np.ones(20)}
    exec(p.source, space)
    agree(space["g"](np.arange(20.0)), before)
    few = np.array([np.nan, np.inf, 1e-300])[2:]
    assert "few = np.array([1.e-300], dtype=np.float64)" in whole(lambda w: w @ few, W[:1]).source


def test_what_changes_while_it_is_noted_counts_as_it_was():
    def g(w):
        buffer = np.ones(3)
        a = np.sum(w * buffer)
        buffer[0] = 7.0
        return a + np.sum(w**2 * buffer)

    buffer = np.array([7.0, 1.0, 1.0])
    agree(whole(g, W)(2 * W), (np.sum(2 * W) + np.sum(4 * W**2 * buffer), 1 + 4 * W * buffer))


def test_rules_of_a_readers_own():
    cube = adlite.rule(lambda w: w**3, lambda y, w: 3 * w**2, name="cube")
    p = whole(lambda w: np.sum(cube(w) * cube(2 * w)), W)
    agree(p(W), (np.sum(8 * W**6), 48 * W**5))
    assert "# Not in this text, rules that have none: cube, cube_partial." in p.source
    one, two = (adlite.rule(lambda w, k=k: k * w, lambda y, w, k=k: k, name="f") for k in (2, 5))
    agree(whole(lambda w: np.sum(one(w) * two(w)), W)(W), (np.sum(10 * W**2), 20 * W))
    named = adlite.rule(lambda w: w**2, lambda y, w: 2 * w, name="gradient")
    agree(whole(lambda w: np.sum(named(w)), W)(W), (np.sum(W**2), 2 * W))


def test_derivatives_inside():
    def g(w):
        return np.sum(adlite.grad(lambda u: np.sum(u**3) + u[0] * u[1])(w) ** 2)

    agree(whole(g, W)(2 * W), traced(g, 2 * W))
    h = lambda w: np.sum(adlite.hessian(lambda u: np.sum(u**4) * u[0])(w))  # noqa: E731
    agree(whole(h, W)(W**2), traced(h, W**2))


REFUSED = [
    (lambda w: w * 2, W, r"array of shape \(3,\): sum it"),
    (lambda w: np.abs(np.sum(w * 1j)), W, "complex ones"),
    (lambda w: np.sum(np.convolve(w, W)), W, "adlite has no derivative rule"),
    (lambda w: "no", W, "must return a number"),
    (1.5, W, "needs a function and the inputs"),
    (lambda w: np.sum(w), [1.0, 2.0], "cannot differentiate with respect to list"),
]


@pytest.mark.parametrize("case", range(len(REFUSED)))
def test_refusals_say_what_to_write(case):
    g, at, message = REFUSED[case]
    with pytest.raises(TracingError, match=message) as caught:
        whole(g, at)
    assert len(str(caught.value)) < 250 and str(caught.value).endswith(".")


def test_outputs_that_do_not_depend_on_the_inputs():
    assert whole(lambda w, s: 3, W, 1.0)(W, 1.0)[0] == 3.0
    value, (slope, number) = whole(lambda w, s: np.sum(w > 0) + 0 * s, W, 1.0)(W, 1.0)
    assert (value, number) == (2.0, 0.0) and list(slope) == [0, 0, 0]
    assert whole(lambda s: s, 2.0)(3.0) == (3.0, 1.0)
    agree(whole(lambda w: np.sum(w, keepdims=True), W)(W), (W.sum(), np.ones(3)))


UNARY = ["sin", "tanh", "arctan", "square", "arcsinh", "absolute", "exp", "negative"]
BINARY = ["add", "subtract", "multiply", "maximum", "arctan2", "logaddexp", "hypot"]
MOVES = ["turn", "sum rows", "sum columns", "product", "first row", "where", "again", "softmax"]
STEP = st.tuples(st.sampled_from(UNARY + BINARY + MOVES), st.integers(0, 99), st.integers(0, 99))


def random_function(steps, np):
    """A function of a matrix, a vector and a number; all results are (3, 3) or broadcast to it."""

    def g(m, v, s):
        results = [m, v, s, m @ v]
        for name, i, j in steps:
            a, b = results[i % len(results)], results[j % len(results)]
            square = a + m * 0.1
            if name in UNARY:
                made = getattr(np, name)(a)
            elif name in BINARY:
                made = getattr(np, name)(a, b + 0.5)
            elif name == "where":
                made = np.where(a > b, a * 2.0, b) if len(np.shape(a)) == len(np.shape(b)) else a
            else:
                made = {
                    "turn": lambda q=square: np.transpose(q),
                    "sum rows": lambda q=square: np.sum(q, axis=0),
                    "sum columns": lambda q=square: np.sum(q, axis=1, keepdims=True),
                    "product": lambda q=square, b=b: q @ (b + v),
                    "first row": lambda q=square: q[0] * q[1:, :1][0],
                    "again": lambda q=square: np.reshape(np.concatenate([q[1:], q[:1]]), (3, 3)),
                    "softmax": lambda q=square: np.exp(q - np.max(q)) / np.sum(np.exp(q - 1.0)),
                }[name]()
            results.append(made / (1.0 + 0.1 * made * made))
        return np.sum(results[-1] * 1.3) + np.sum(results[-2] ** 2)

    return g


@settings(max_examples=150, deadline=None)
@given(
    steps=st.lists(STEP, min_size=1, max_size=10),
    seed=st.integers(0, 10_000),
)
def test_random_functions(steps, seed):
    rng = np.random.default_rng(seed)
    places = [(rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal()) for _ in range(3)]
    g = random_function(steps, np)
    p = program(g, *places[0])
    agree(pasted(p)(*places[0]), traced(g, *places[0]), rtol=1e-9)
    for at in places:
        agree(p(*at), traced(g, *at), rtol=1e-9)
        if not any(name == "where" for name, _, _ in steps):
            theirs = autograd.grad(random_function(steps, anp), (0, 1, 2))(*at)
            agree(p(*at)[1], theirs, rtol=1e-7)
