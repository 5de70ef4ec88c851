"""What a reader reads when something cannot be done: one sentence, with a way out."""

import math

import numpy as np
import pytest

from adlite import TracingError, elementwise_grad, grad, make_jvp, make_vjp

W = np.array([1.0, 2.0, 3.0])


def assigned(w):
    z = np.zeros(3)
    z[0] = w[0]
    return np.sum(z)


def assigned_slice(w):
    z = np.zeros(3)
    z[:] = w
    return np.sum(z)


def assigned_into_input(w):
    w[0] = 1.0
    return np.sum(w)


def added_in_place(w):
    z = np.zeros(3)
    z += w
    return np.sum(z)


CASES = {
    "math": (lambda: grad(math.sin)(1.0), "use np.sin and not math.sin"),
    "float": (lambda: grad(lambda w: float(w))(1.0), "not a plain number"),
    "int": (lambda: grad(lambda w: int(w))(1.0), r"write np.trunc\(w\) for int\(w\)"),
    "index": (lambda: grad(lambda w: [1.0, 2.0][w])(1.0), "not by an index"),
    "complex": (lambda: grad(lambda w: complex(w))(1.0), "leave complex.. away"),
    "assign": (lambda: grad(assigned)(W), "instead of assigning into them"),
    "assign slice": (lambda: grad(assigned_slice)(W), "instead of assigning into them"),
    "assign into input": (lambda: grad(assigned_into_input)(W), "np.where, np.array"),
    "in place": (lambda: grad(added_in_place)(W), r"write a = a \+ b instead of a \+= b"),
    "out": (lambda: grad(lambda w: np.sin(w, out=np.zeros(3)))(W), "leave out= away"),
    "ufunc option": (lambda: grad(lambda w: np.add(w, 1, where=W > 1))(W), "the option where="),
    "function option": (lambda: grad(lambda w: np.sum(w, dtype=int))(W), "'dtype'"),
    "order": (lambda: grad(lambda w: np.ravel(w, order="K")[0])(W), "use order='C'"),
    "no ufunc": (lambda: grad(np.spacing)(1.0), "no derivative rule for np.spacing"),
    "no function": (lambda: grad(np.i0)(W), "no derivative rule for np.i0"),
    "counting": (lambda: grad(np.unique)(W), r"use it outside of the derivative"),
    "no method": (lambda: grad(np.divide.reduce)(W), "no derivative rule for np.divide.reduce"),
    "object array": (
        lambda: grad(lambda w: np.logaddexp(np.array([w, w]), 1.0)[0])(1.0),
        r"np.logaddexp met an array .* make it with np.stack\(\[...\]\)",
    ),
    "object array of both": (
        lambda: grad(lambda w: np.sin(np.array([w, 1.0]))[0])(1.0),
        r"np.sin met an array .* make it with np.stack\(\[...\]\)",
    ),
    "astype": (lambda: grad(lambda w: np.sum(w.astype(int)))(W), "astype.int64. would lose"),
    "vector output": (lambda: grad(lambda w: w)(W), r"shape \(3,\): use elementwise_grad"),
    "None output": (lambda: grad(lambda w: None)(1.0), "returned NoneType: it must return"),
    "text output": (lambda: grad(lambda w: "a")(1.0), "returned str 'a'"),
    "complex output": (lambda: grad(lambda w: 1j)(1.0), "must return a number or an array of real"),
    "traced complex output": (lambda: grad(lambda w: w * 1j)(1.0), "returned complex128 .*1j"),
    "text input": (lambda: grad(np.sin)("1.5"), "respect to str '1.5': give a number"),
    "None input": (lambda: grad(np.sin)(None), "respect to NoneType None"),
    "complex input": (lambda: grad(np.sin)(1j), "respect to complex 1j"),
    "no function given": (lambda: grad(2.0)(1.0), r"write grad\(g\)\(w0\), not grad\(g\(w0\)\)"),
    "argnum": (lambda: grad(np.sin, 2)(1.0), "argnum=2 does not point at one of the 1"),
    "adjoint shape": (lambda: make_vjp(np.sin)(W)[0](1.0), r"must have shape \(3,\), not \(\)"),
    "tangent shape": (lambda: make_jvp(np.sin)(W)(1.0), r"must have shape \(3,\), not \(\)"),
}


@pytest.mark.parametrize("name", CASES)
def test_error_is_one_clear_sentence(name):
    call, words = CASES[name]
    with pytest.raises(TracingError, match=words) as caught:
        call()
    message = str(caught.value)
    assert message.endswith(".") and "\n" not in message and len(message) < 250


@pytest.mark.parametrize("name", [n for n in CASES if n not in ("adjoint shape", "tangent shape")])
def test_nothing_is_lost_after_an_error(name):
    with pytest.raises(TracingError):
        CASES[name][0]()
    assert grad(np.tanh)(0.0) == 1.0


def test_escaped_value_is_refused_by_every_way_in():
    kept = []
    grad(lambda w: (kept.append(w), np.sum(w))[1])(W)
    for use in (lambda x: x + 1, np.sin, np.sum, lambda x: x[0], lambda x: np.stack([x, x])):
        with pytest.raises(TracingError, match="return it from the function instead"):
            use(kept[0])


def test_escaped_inner_value_is_refused_in_the_outer_function():
    kept = []

    def outer(w):
        grad(lambda v: (kept.append(v), v * w)[1])(2.0)
        return kept[-1] * w

    with pytest.raises(TracingError, match="already finished"):
        grad(outer)(1.0)


def test_errors_of_the_readers_own_function_pass_through():
    def g(w):
        raise ZeroDivisionError("mine")

    for call in (grad(g), elementwise_grad(g), lambda w: make_jvp(g)(w)(1.0)):
        with pytest.raises(ZeroDivisionError, match="mine"):
            call(1.0)
