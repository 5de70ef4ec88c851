"""What `np.array([...])` and lists make of traced numbers: docs/arrays_of_objects.md."""

import re
from pathlib import Path

import numpy as np
import pytest
import scipy.special
import scipy.stats
from scipy.special import log_softmax, logsumexp  # noqa: F401
from scipy.stats import norm  # noqa: F401

import adlite
from adlite import TracingError, grad, jacobian, make_jvp

PAGE = (Path(__file__).parents[3] / "docs" / "arrays_of_objects.md").read_text(encoding="utf-8")
ROWS = [
    (code.strip("`"), *outcomes)
    for code, *outcomes in (
        re.split(r" \| ", line.strip("| ")) for line in PAGE.split("\n") if line.startswith("| `")
    )
]
TABLE = {code: outcomes for code, *outcomes in ROWS if len(outcomes) == 2}
SCIPY = {code: outcomes[0].strip("`") for code, *outcomes in ROWS if len(outcomes) == 1}

W = np.array([0.7, 1.3, 0.9, 1.6])
PLAIN = {"np": np, "B": np.array([[1.0, -2.0], [0.5, 3.0]]), "c": np.array([1.0, -2.0, 0.5, 3.0])}


def vector(w, plain):
    return [w[0] * w[1], 1.5 if plain else np.sin(w[1]), w[2] ** 2, w[3]]


def matrix(w, plain):
    off = 0.5 if plain else w[0] * w[2]
    return [[2 + w[0] * w[1], off], [off, 2 + w[3] ** 2]]


def function(code, plain, make):
    """The function of w that a line of the table makes, summed up with some weights."""

    def f(w):
        x, A = make(vector(w, plain)), make(matrix(w, plain))
        y = eval(code, PLAIN | {"x": x, "A": A})
        y = np.stack(y) if isinstance(y, list) else y
        return np.sum(y * np.reshape(np.linspace(1.0, 2.0, np.size(y)), np.shape(y)))

    return f


def differences(f, w, h=1e-3):
    """Difference quotients of the fourth order: NumPy on plain numbers, and nothing else."""
    return np.array(
        [
            (8 * (f(w + e) - f(w - e)) - f(w + 2 * e) + f(w - 2 * e)) / (12 * h)
            for e in h * np.eye(len(w))
        ]
    )


def forward(f):
    return lambda w: np.array([make_jvp(f)(w)(e)[1] for e in np.eye(len(w))])


def taylor(f):
    """The slope along one direction, as a vector that has it."""

    def slopes(w):
        along = np.array([0.5, -0.5, 0.5, 0.5])
        found = adlite.derivatives(lambda t: f(w + t * along), 0.0, 1)[1]
        slope = grad(f)(w)
        return slope + (found - slope @ along) * along

    return slopes


def by_program(blocks):
    return lambda f: lambda w: adlite.program(f, w + 1e-3, blocks=blocks)(w)[1]


MODES = {
    "reverse": grad,
    "forward": forward,
    "jacobian": jacobian,
    "taylor": taylor,
}
PROGRAMS = {list: by_program(blocks=False), np.array: by_program(blocks=True)}
BOTH = pytest.mark.parametrize("make", [list, np.array], ids=["list", "array"])


@BOTH
@pytest.mark.parametrize("plain", [False, True], ids=["traced", "and plain"])
@pytest.mark.parametrize("code", TABLE)
def test_a_line_of_the_table(code, plain, make):
    f = function(code, plain, make)
    expected = differences(f, W)
    if TABLE[code][plain] == "number":
        for mode in (*MODES.values(), PROGRAMS[make]):
            np.testing.assert_allclose(mode(f)(W), expected, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(jacobian(grad(f))(W), differences(grad(f), W), atol=1e-8)
        return
    assert TABLE[code][plain] == "says so"
    for mode in (grad, forward, jacobian):
        with pytest.raises(TracingError, match=r"np.stack\(\[...\]\)") as caught:
            mode(f)(W)
        assert str(caught.value).endswith(".") and len(str(caught.value)) < 250
        if code.startswith("np.") and "isnan" not in code and "dtype" not in code:
            assert code.partition("(")[0].removesuffix(".reduce") in str(caught.value)


def assigned(w, x):
    a = w * 1.0
    a[:] = x
    a += x
    return a


TOGETHER = {
    "+": lambda w, x: x + w,
    "**": lambda w, x: w**x,
    "@": lambda w, x: x @ w,
    "<": lambda w, x: np.where(w < x, w, 0.0),
    "assign": assigned,
    "average": lambda w, x: np.average(w, weights=x),
    "append": np.append,
    "arctan2": lambda w, x: np.arctan2(x, w),
    "clip": lambda w, x: np.clip(w, x, 5.0),
    "concatenate": lambda w, x: np.concatenate([x, w]),
    "cross": lambda w, x: np.cross(x[:3], w[:3]),
    "diff": lambda w, x: np.diff(w, prepend=x),
    "dot": np.dot,
    "einsum": lambda w, x: np.einsum("i,j->ij", x, w),
    "full_like": np.full_like,
    "gradient": lambda w, x: np.gradient(w, np.cumsum(x)),
    "hypot": lambda w, x: np.hypot(x, w),
    "initial": lambda w, x: np.sum(w, initial=x[0]),
    "inner": lambda w, x: np.inner(x, w),
    "insert": lambda w, x: np.insert(w, 1, x),
    "interp": lambda w, x: np.interp(w, [0.0, 1.0, 2.0, 3.0], x),
    "interp at": lambda w, x: np.interp(x, [0.0, 1.0, 2.0, 3.0], w),
    "kron": np.kron,
    "linspace": lambda w, x: np.linspace(w, x, 3),
    "logaddexp": np.logaddexp,
    "lstsq": lambda w, x: np.linalg.lstsq(np.vander(w, 2), x)[0],
    "maximum": np.maximum,
    "mean": lambda w, x: np.mean([w, x]),
    "multi_dot": lambda w, x: np.linalg.multi_dot([w, np.diag(w), x]),
    "outer": np.outer,
    "polyval": lambda w, x: np.polyval(x, w),
    "select": lambda w, x: np.select([w > 1], [x], w),
    "solve": lambda w, x: np.linalg.solve(np.diag(w) + 0.1, x),
    "stack": lambda w, x: np.stack([x, w]),
    "tensordot": lambda w, x: np.tensordot(x, w, 0),
    "trapezoid": np.trapezoid,
    "where": lambda w, x: np.where(w > 1, w, x),
}


@BOTH
@pytest.mark.parametrize("plain", [False, True], ids=["traced", "and plain"])
@pytest.mark.parametrize("name", TOGETHER)
def test_together_with_a_traced_array(name, plain, make):
    def f(w):
        y = TOGETHER[name](w * w, make(vector(w, plain)))
        return np.sum(y * np.reshape(np.linspace(1.0, 2.0, np.size(y)), np.shape(y)))

    expected = differences(f, W)
    for mode in MODES.values() if name != "assign" else (grad, forward, jacobian):
        np.testing.assert_allclose(mode(f)(W), expected, rtol=1e-9, atol=1e-9)


def test_of_a_tie_an_array_of_objects_takes_the_first():
    assert grad(lambda w: np.max(np.array([w[0], w[1]])))(np.ones(2)).tolist() == [1.0, 0.0]
    assert grad(lambda w: np.max(np.stack([w[0], w[1]])))(np.ones(2)).tolist() == [0.5, 0.5]


def test_errors_of_the_readers_own_pass_through_numpy():
    def mine(w):
        raise TypeError("mine")

    with pytest.raises(TypeError, match="^mine$"):
        grad(lambda w: np.sum(np.vectorize(mine, otypes=[object])([w, w])))(1.0)
    with pytest.raises(TypeError, match="^mine$"):
        grad(lambda w: scipy.special.softmax([w, mine(w)])[0])(1.0)


@pytest.mark.parametrize("code", SCIPY)
def test_the_advice_for_scipy(code):
    called, advice = (
        eval(f"lambda x, loc, scale: {code}".replace("(q,", "(x,"), globals()),
        SCIPY[code],
    )
    written = eval(f"lambda x, loc, scale: {advice}".replace("(q)", "(x)"), globals())
    x, at = np.array([0.3, 0.45, 0.9]), (0.2, 1.7)
    np.testing.assert_allclose(written(x, *at), called(x, *at), rtol=1e-14)
    expected = differences(lambda x: np.sum(called(x, *at) ** 2), x)
    slopes = grad(lambda x: np.sum(written(x, *at) ** 2))(x)
    np.testing.assert_allclose(slopes, expected, rtol=1e-8)
    name = code.partition("(")[0]
    with pytest.raises(TracingError, match=f"SciPy's {re.escape(name)} ") as caught:
        grad(lambda x: np.sum(called(x, *at)))(x)
    assert str(caught.value).endswith(f"write {advice}.")


def test_other_distributions_ask_for_a_rule():
    with pytest.raises(TracingError, match=r"or adlite.rule\(beta.logpdf, vjp=...\)"):
        grad(lambda w: scipy.stats.beta.logpdf(w, 2.0, 3.0))(0.3)
