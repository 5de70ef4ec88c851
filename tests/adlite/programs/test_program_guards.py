"""Programs of functions that ask about values: guards, and tracing where they fail."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adlite
from adlite import program
from tests.adlite.programs.printed import agree, code, pasted, traced


def newton(w):
    x, steps = w, 0
    while np.abs(x * x - w) > 1e-12 and steps < 60:
        x, steps = x - (x * x - w) / (2 * x), steps + 1
    return x


def pieces(w):
    if w > 1:
        return w**2
    while not w >= 0.5:
        w = w * 2
    return -w


BRANCHES = {
    "newton": newton,
    "pieces": pieces,
    "built-in max": lambda w: max(w, 2 * w, 1.0) + min(w, 0),
    "floor": lambda w: np.floor(w) * w + np.sign(w) * w**2 + w // 0.5 + np.trunc(w / 2),
    "heaviside": lambda w: np.heaviside(w, 0.5) * w + np.rint(w) * w + round(w) + np.ceil(w) * w,
    "truth": lambda w: w * 3 if w else w,
    "nan": lambda w: 1.0 * w if np.isnan(w) or np.isinf(w) else 2 * w,
    "equal": lambda w: w**2 if np.tanh(w) == 0 or w != w else w,
    "step of a step": lambda w: np.sin(w) if np.sin(w) < 0.5 <= np.cos(w) else np.cos(w) * w,
    "table": lambda w: np.array([1.0, 5.0, -1.0, 2.0])[np.searchsorted([0.0, 1.0, 2.0], w)] * w,
    "slope inside": lambda w: adlite.grad(lambda u: np.abs(u) * u**2)(w) * w,
}


@pytest.mark.parametrize("name", BRANCHES)
def test_branches_that_depend_on_values(name):
    g = BRANCHES[name]
    points = [-2.5, -1.0, -0.3, 0.0, 0.2, 0.5, 0.75, 1.0, 1.3, 2.0, 3.7]
    points = points[4:] if name in ("newton", "pieces") else points
    for start in points:
        p = program(g, start)
        agree(p(start), traced(g, start))
        if start not in (0.0, 0.5, 1.0, 2.0):  # no slope is finite or known on a jump
            agree(pasted(p)(start), traced(g, start))
        for w in points:
            agree(p(w), traced(g, w))


def test_guard_says_for_what_the_program_holds():
    p = program(pieces, 3.0)
    assert code(p)[:2] == [
        "if not (w > 1):",
        'raise ValueError("this program holds for w > 1 only")',
    ]
    with pytest.raises(ValueError, match="this program holds for w > 1 only"):
        pasted(p)(0.75)
    assert p(0.75) == (-0.75, -1.0)
    assert "w <= 1" in program(pieces, 0.75).source
    # Not below the step that it needs, and once only.
    p = program(lambda w: w if np.sin(w) > 0 and np.sin(w) > 0 and w < 9 else -w, 1.0)
    assert [line for line in code(p) if not line.startswith("raise")][:3] == [
        *("if not (w < 9):", "a = sin(w)", "if not (a > 0):")
    ]


def test_loop_counts_need_no_guard():
    p = program(lambda w: sum(w**k for k in range(4)), 2.0)
    assert "if" not in p.source
    assert p(3.0) == (40.0, 34.0)


def test_result_is_that_of_tracing_where_the_text_fails():
    p = program(lambda w: np.exp(w) * np.sqrt(w) / w, 2.0)
    for w in (1000.0, -1.0, 0.0, np.inf, np.nan, 1e-320):
        agree(p(w), traced(lambda w: np.exp(w) * np.sqrt(w) / w, w))
    # inf - inf: the maximum must not swallow it.
    for pick in (np.maximum, np.fmax, lambda a, b: np.clip(b, a, 1.0)):
        g = lambda w, pick=pick: pick(w, w * w - w * w * 2) * 2.0  # noqa: E731
        agree(program(g, 2.0)(1e200), traced(g, 1e200))


def test_tracing_is_called_only_where_the_text_fails(monkeypatch):
    p = program(pieces, 3.0)
    monkeypatch.setattr("adlite.programs.program.value_and_grad", lambda *_: 1 / 0)
    assert p(2) == (4.0, 4.0)
    with pytest.raises(ZeroDivisionError):
        p(0.75)


UNARY = ["sin", "cos", "tanh", "arctan", "exp", "negative", "square", "arcsinh", "abs", "log1p"]
BINARY = ["add", "subtract", "multiply", "divide", "maximum", "logaddexp", "arctan2", "choose"]
STEP = st.tuples(st.sampled_from(UNARY + BINARY), st.integers(0, 99), st.integers(0, 99))


def random_function(steps, np):
    def g(w, x):
        results = [w, x, 0.5 * w + 0.1]
        for name, i, j in steps:
            a, b = results[i % len(results)], results[j % len(results)]
            if name == "choose":
                result = a * b if a > b else np.floor(3 * a) * b
            elif name in ("divide", "arctan2"):
                result = getattr(np, name)(a, b * b + 1)
            elif name == "log1p":
                result = np.log1p(a * a)
            else:
                result = getattr(np, name)(*(a, b)[: 1 if name in UNARY else 2])
            results.append(result / (1.0 + 0.1 * result * result))
        return results[-1] * 1.3 + results[-2] ** 2

    return g


@settings(max_examples=250, deadline=None)
@given(
    steps=st.lists(STEP, min_size=1, max_size=12),
    at=st.lists(st.integers(-200, 200).map(lambda k: k / 100), min_size=6, max_size=6),
)
def test_random_functions(steps, at):
    g = random_function(steps, np)
    p = program(g, *at[:2])
    agree(pasted(p)(*at[:2]), traced(g, *at[:2]), rtol=1e-9)
    for w, x in (at[:2], at[2:4], at[4:]):
        agree(p(w, x), traced(g, w, x), rtol=1e-9)
        theirs = autograd.grad(random_function(steps, anp), (0, 1))(w, x)
        agree((p(w, x)[1],), (theirs,), rtol=1e-8)
