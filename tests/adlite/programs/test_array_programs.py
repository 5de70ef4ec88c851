"""Programs on whole arrays, against tracing, autograd and what is known in closed form."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from adlite import program
from tests.adlite.programs.printed import agree, pasted, traced

RNG = np.random.default_rng(5)
X, Y = RNG.normal(size=(20, 3)), RNG.normal(size=20)
SMALL = np.array([1.0, -2.0, 0.5])
W3, W5, W23, W34 = (3,), (5,), (2, 3), (3, 4)

# Function of autograd's or adlite's NumPy, and the shapes of its inputs.
FUNCTIONS = {
    "tanh": (lambda np, w: np.sum(np.tanh(w**2)), W5),
    "matrix": (lambda np, w: np.sum(np.exp(w) * np.cos(w) / (1 + w**2)), W34),
    "cube": (lambda np, w: np.mean(np.sin(w) ** 3), (2, 3, 4)),
    "a number": (lambda np, w, s: np.sum(w * s) + s**2, W3, ()),
    "numbers only": (lambda np, w, x: np.tanh(w * x) + np.log(1 + w**2), (), ()),
    "bias": (lambda np, w, b: np.sum(np.tanh(w + b) * w), W34, (4,)),
    "rows and columns": (lambda np, a, b: np.sum((a + b) ** 2 * a), (3, 1), (4,)),
    "front": (lambda np, a, b: np.sum(a * b) + np.sum(a), (2, 3, 1), (1, 4)),
    "kept axis": (lambda np, w: np.sum(w / np.sum(w**2, axis=1, keepdims=True)), W34),
    "axis 0": (lambda np, w: np.sum(np.exp(np.sum(w, axis=0) * SMALL)), (4, 3)),
    "two axes": (lambda np, w: np.sum(np.sum(w**2, axis=(0, 2)) ** 2), (2, 3, 4)),
    "mean of axis": (lambda np, w: np.sum((w - np.mean(w, axis=0)) ** 2), W34),
    "var": (lambda np, w: np.var(w) + np.std(w[0]), W34),
    "entries": (lambda np, w: w[0] * w[1] + w[-1] ** 2, W5),
    "slices": (lambda np, w: np.sum((w[2:] - w[:-2]) ** 2) + np.sum(w[::2]), (9,)),
    "columns": (lambda np, w: np.sum(w[:, 0] * w[:, 1:].T) + w[1, 2], W34),
    "new axis": (lambda np, w: np.sum(w[:, None] * w[None, :] * np.arange(3.0)), W3),
    "places": (lambda np, w: np.sum(w[np.array([0, 2, 2, 4])] ** 2), W5),
    "mask": (lambda np, w: np.sum(np.exp(w[np.array([True, False, True])])), W3),
    "where": (lambda np, w: np.sum(np.where(w > 0, w**2, np.sin(w))), W34),
    "where rows": (lambda np, w, b: np.sum(np.where(w > b, w * b, b)), W34, (4,)),
    "relu": (lambda np, w: np.sum(np.maximum(w, 0) * np.minimum(w, 0.5)), W34),
    "times mask": (lambda np, w: np.sum((w > 0) * w * (w < 1)), W5),
    "and": (lambda np, w: np.sum(np.where((w > 0) & (w < 0.7), w**3, -w)), (12,)),
    "abs": (lambda np, w: np.sum(np.abs(w) ** 1.5), W34),
    "clip": (lambda np, w: np.sum(np.clip(w, -0.5, 0.5) * w), W34),
    "dot": (lambda np, a, b: np.dot(a, b) ** 2, W5, W5),
    "matvec": (lambda np, a, b: np.sum(np.tanh(a @ b)), W34, (4,)),
    "vecmat": (lambda np, a, b: np.sum(np.tanh(a @ b)), W3, W34),
    "matmat": (lambda np, a, b: np.sum(np.sin(a @ b)), W23, W34),
    "stacks": (lambda np, a, b: np.sum(np.sin(np.matmul(a, b))), (2, 3, 4), (4, 2)),
    "stacks of both": (lambda np, a, b: np.sum(np.sin(a @ b)), (2, 1, 3, 4), (3, 4, 2)),
    "stack and vector": (lambda np, a, b: np.sum(np.sin(np.matmul(a, b))), (2, 3, 4), (4,)),
    "vector and stack": (lambda np, a, b: np.sum(np.sin(np.matmul(a, b))), (3,), (2, 3, 4)),
    "square form": (lambda np, w: w @ np.outer(SMALL, SMALL) @ w, W3),
    "transposed": (lambda np, w: np.sum(w.T @ w * np.arange(16.0).reshape(4, 4)), W34),
    "swapped": (lambda np, w: np.sum(np.transpose(w, (2, 0, 1)) ** 2 * SMALL), (2, 3, 4)),
    "reshaped": (lambda np, w: np.prod(np.sum(np.reshape(w, (2, 3)), axis=1)), (6,)),
    "joined": (lambda np, a, b: np.sum(np.concatenate([a, b * 2, a]) ** 3), W3, W5),
    "stacked": (lambda np, a, b: np.sum(np.stack([a, b], axis=1) ** 3), W3, W3),
    "array of": (lambda np, w: np.sum(np.array([w[0] * w[1], np.sin(w[2]), 1.5]) ** 2), W3),
    "softmax": (lambda np, w: np.sum(softmax(np, w) * SMALL), W3),
    "rows of softmax": (lambda np, w: np.sum(softmax(np, w)[:, 0] ** 2), W34),
    "logistic": (lambda np, w: np.sum(np.log(1 + np.exp(-(X @ w)))), W3),
    "norm": (lambda np, w: np.linalg.norm(w) + np.sqrt(np.sum(w**2)), W34),
    "max": (lambda np, w: np.max(w) * np.min(w) + np.sum(np.max(w, axis=0)), W34),
    "sorted": (lambda np, w: np.sum(np.sort(w) * np.arange(5.0)), W5),
    "cumsum": (lambda np, w: np.sum(np.cumsum(w, axis=0) ** 2), W34),
    "rolled": (lambda np, w: np.sum((w - np.roll(w, 1)) ** 2), W5),
    "einsum": (lambda np, a, b: np.sum(np.sin(np.einsum("ij,jk->ik", a, b))), W23, W34),
    "einsum of one": (lambda np, w: np.einsum("ii->", w) ** 2, (3, 3)),
    "diagonal": (lambda np, w: np.sum(np.diag(w) ** 2) + np.sum(np.tril(w) ** 3), (3, 3)),
    "repeated": (lambda np, w: np.sum(np.repeat(w, 2) ** 2 * np.arange(6.0)), W3),
    "solve": (lambda np, w, b: np.sum(np.linalg.solve(w + 4 * np.eye(3), b) ** 2), (3, 3), W3),
    "inverse": (lambda np, w: np.sum(np.linalg.inv(w + 4 * np.eye(3))[0]), (3, 3)),
    "det": (lambda np, w: np.linalg.det(w + 2 * np.eye(3)), (3, 3)),
    "outer": (lambda np, a, b: np.sum(np.tanh(np.outer(a, b))), W3, W5),
    "powers": (lambda np, a, b: np.sum((a**2 + 1) ** b + 2.0**a), W5, W5),
    "two of one": (lambda np, a, b: np.sum(np.arctan2(a, b) + np.hypot(a, b)), W5, W5),
    "logs": (lambda np, a, b: np.sum(np.logaddexp(a, b) ** 2), W34, (4,)),
    "network": (
        lambda np, w: np.mean(
            (np.dot(np.tanh(np.dot(X, np.reshape(w[:12], (3, 4)))), w[12:]) - Y) ** 2
        ),
        (16,),
    ),
    "unused": (lambda np, a, b: np.sum(a**2), W3, W34),
    "same array twice": (lambda np, a, b: np.sum(a) + np.sum(b), W3, W3),
    "same adjoint twice": (lambda np, a, b: np.sum((a + b) ** 2), W3, W3),
    "its transpose": (lambda np, a, b: np.sum((a + b.T) ** 2), (2, 3), (3, 2)),
    "input itself": (lambda np, a, b: np.sum(a * b), W3, W3),
    "loop": (lambda np, w: np.sum(walk(np, w)), W5),
}


# It neither adds up what `where` repeats, nor differentiates the sum of a diagonal.
AUTOGRAD_CANNOT = ("where rows", "einsum of one")


def softmax(np, w):
    e = np.exp(w - np.max(w, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def walk(np, w):
    for _ in range(5):
        w = w + 0.1 * np.sin(w)
    return w


def points(shapes, count=1):
    found = [[RNG.normal(size=s) if s else RNG.normal() for s in shapes] for _ in range(count)]
    return found[0] if count == 1 else found


@pytest.mark.parametrize("case", FUNCTIONS)
def test_value_and_gradient_are_those_of_tracing_and_of_autograd(case, monkeypatch):
    g, *shapes = FUNCTIONS[case]
    p = program(lambda *w: g(np, *w), *points(shapes), blocks=True)
    # Where entries change places with the inputs, the program holds for one order only.
    if case != "sorted":
        monkeypatch.setattr("adlite.programs.program.value_and_grad", lambda *_: 1 / 0)
    for at in points(shapes, 5):
        value, slope = p(*at)
        assert type(value) is float
        agree((value, slope), traced(lambda *w: g(np, *w), *at))
        slope = slope if len(at) > 1 else (slope,)
        assert value == pytest.approx(g(np, *at), rel=1e-12)
        if case not in AUTOGRAD_CANNOT:
            theirs = autograd.grad(lambda *w: g(anp, *w), tuple(range(len(at))))(*at)
            agree(slope, theirs, rtol=1e-9)
        assert [np.shape(x) for x in slope] == [np.shape(x) for x in at]
        assert all(type(x) is float for x, s in zip(slope, shapes, strict=True) if not s)


@pytest.mark.parametrize("case", FUNCTIONS)
def test_text_runs_by_itself_and_leaves_its_inputs_alone(case):
    g, *shapes = FUNCTIONS[case]
    at = points(shapes)
    p = program(lambda *w: g(np, *w), *at, blocks=True)
    before = [np.copy(x) for x in at]
    agree(pasted(p)(*at) if "Not in this text" not in p.source else p(*at), p(*at))
    value, slopes = p(*at)
    slopes = [x for x in (slopes if len(at) > 1 else [slopes]) if np.shape(x)]
    again = [np.copy(x) for x in slopes]
    # Nothing is shared: whoever asked for a gradient may change it.
    for i, slope in enumerate(slopes):
        slope += 1.0
        assert not any(np.shares_memory(slope, x) for x in (*at, *slopes[:i]))
    for x, y in zip(at, before, strict=True):
        np.testing.assert_array_equal(x, y)
    found = p(*at)[1]
    found = [x for x in (found if len(at) > 1 else [found]) if np.shape(x)]
    for x, y in zip(found, again, strict=True):
        np.testing.assert_array_equal(x, y)


def test_adjoint_of_a_number_that_lies_in_an_array_is_not_written_into():
    def g(w):
        a = np.sum(w)
        b = (a + a) + a
        return np.sum(np.append(b, 1.0) ** 2)

    # 18 a, and 24 a where the adjoints of b and of a + a are one and the same place in memory.
    assert program(g, np.ones(1), blocks=True)(np.ones(1)) == (10.0, [18.0])
