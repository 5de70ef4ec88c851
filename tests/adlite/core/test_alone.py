"""The core stands alone: without the rest of adlite it differentiates, in both modes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import autograd
import autograd.numpy as anp
import mpmath
import numpy as np
import pytest

import adlite
from adlite import TracingError, grad, make_jvp
from adlite.core import rules

ADLITE = Path(adlite.__file__).parent

# Run in the folder of adlite, where the core is a package of its own and adlite is none.
ALONE = """
import json, sys
import numpy as np
import core

def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)

A, w = np.arange(6.0).reshape(2, 3), np.array([0.1, 0.2, 0.3])

def dots(w):
    return np.sum(np.tanh(A @ w) ** 2) + np.dot(w, w) + np.sqrt(w[0] * w[1])

def by_columns(f, w):
    return [core.make_jvp(f)(w)(e)[1] for e in np.eye(3)]

slopes = {
    "grad": core.grad(b23)(1.5),
    "value_and_grad": core.value_and_grad(b23)(1.5),
    "make_jvp": core.make_jvp(b23)(1.5)(1.0),
    "make_vjp": core.make_vjp(b23)(1.5)[0](1.0),
    "reverse": core.grad(dots)(w),
    "forward": by_columns(dots, w),
    "forward over reverse": by_columns(core.grad(dots), w),
    "reverse over reverse": [core.make_vjp(core.grad(dots))(w)[0](e) for e in np.eye(3)],
    "nested input": core.grad(lambda p: p["a"] * b23(p["b"][0]))({"a": 2.0, "b": [1.5]})["a"],
}
others = [m for m in sys.modules if m.partition(".")[0] == "adlite"]
print(json.dumps([{k: np.ravel(x).tolist() for k, x in slopes.items()}, others]))
"""


def b23(w):
    return anp.tanh(w) * anp.cos(w) + anp.log(w)


def dots(w):
    product = anp.dot(anp.arange(6.0).reshape(2, 3), w)
    return anp.sum(anp.tanh(product) ** 2) + anp.dot(w, w) + anp.sqrt(w[0] * w[1])


@pytest.fixture(scope="module")
def alone():
    command = [sys.executable, "-c", ALONE]
    found = subprocess.run(command, cwd=ADLITE, capture_output=True, text=True, timeout=60)
    assert not found.stderr
    slopes, others = json.loads(found.stdout)
    assert others == []
    return slopes


W = np.array([0.1, 0.2, 0.3])
SLOPE, HESSIAN = autograd.grad(b23)(1.5), autograd.hessian(dots)(W)
EXPECTED = {
    "grad": SLOPE,
    "value_and_grad": (b23(1.5), SLOPE),
    "make_jvp": (b23(1.5), SLOPE),
    "make_vjp": SLOPE,
    "reverse": autograd.grad(dots)(W),
    "forward": autograd.grad(dots)(W),
    "forward over reverse": HESSIAN,
    "reverse over reverse": HESSIAN,
    "nested input": b23(1.5),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_alone_the_core_gives_what_autograd_gives(alone, name):
    np.testing.assert_allclose(alone[name], np.ravel(EXPECTED[name]), rtol=1e-13)


def test_the_core_can_be_read_in_one_sitting():
    texts = [path.read_text() for path in (ADLITE / "core").glob("*.py")]
    assert sum(text.count("\n") for text in texts) <= 1400


COSINES = np.cos(np.linspace(0.0, 2 * np.pi, 64, endpoint=False))


def i1(w):
    """The Bessel function I_1, as a mean over a circle."""
    return np.mean(np.exp(np.multiply.outer(w, COSINES)) * COSINES, axis=-1)


@pytest.fixture
def line_for_i0():
    """One more line of the table, for a function that is no ufunc."""
    rules.elementwise(np.i0, lambda y, w: i1(w), book="i1(w)")
    yield
    del rules.UFUNCS[np.i0], rules.HANDLERS[np.i0]


def test_a_line_of_the_table_is_enough(line_for_i0):
    first, second = (float(mpmath.diff(lambda w: mpmath.besseli(0, w), 0.3, n)) for n in (1, 2))
    assert grad(np.i0)(0.3) == pytest.approx(first, rel=1e-14)
    assert make_jvp(np.i0)(0.3)(1.0)[1] == pytest.approx(first, rel=1e-14)
    assert grad(grad(np.i0))(0.3) == pytest.approx(second, rel=1e-12)
    w = np.array([0.3, 0.7])
    assert grad(lambda w: np.sum(np.i0(w) * w))(w).shape == (2,)
    with pytest.raises(TracingError, match="with the option x="):
        grad(lambda w: np.i0(x=w))(0.3)


def test_without_its_line_a_function_has_no_rule():
    with pytest.raises(TracingError, match="no derivative rule for np.i0"):
        grad(np.i0)(0.3)


def test_no_advice_is_given_for_functions_that_have_a_rule():
    answered = {getattr(key, "__name__", "") for key in rules.HANDLERS}
    advised = {name for names in adlite.arrays.INSTEAD for name in names.split()}
    assert not advised & answered
    known = [np, np.linalg, np.fft]
    assert all(any(hasattr(module, name) for module in known) for name in advised)


@pytest.mark.parametrize(
    "function",
    [k for k in rules.HANDLERS if not isinstance(k, tuple)],
    ids=lambda k: k.__name__,
)
def test_a_search_for_its_name_finds_what_answers_for_a_function(function):
    # np.transpose and np.permute_dims are one function: any of its names will do.
    modules = {"np": np, "np.linalg": np.linalg, "np.fft": np.fft}
    names = [f"{m}.{n}" for m, x in modules.items() for n in dir(x) if getattr(x, n) is function]
    files = [*(ADLITE / "core").glob("*.py"), *(ADLITE / "arrays").glob("*.py")]
    text = "\n".join(path.read_text() for path in files)
    assert any(re.search(rf"\b{re.escape(name)}\b", text) for name in names)
