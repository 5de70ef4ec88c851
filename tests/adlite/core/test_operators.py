"""The operators: signatures as in autograd, inputs of every kind, outputs of every kind."""

from collections import OrderedDict, namedtuple

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from adlite import TracingError, elementwise_grad, grad, make_jvp, make_vjp, value_and_grad


def f(a, b, power=1, *, shift=0.0):
    return np.sum((a * b + shift) ** power)


@pytest.mark.parametrize("operator", ["grad", "value_and_grad", "elementwise_grad"])
@pytest.mark.parametrize("argnum", [0, 1, (0, 1), (1, 0), [1]])
def test_signature_is_autograds(operator, argnum):
    def same(a, b, power=1, *, shift=0.0):
        return ((a * b + shift) ** power).sum()

    args = (np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    ours = getattr(adlite, operator)(same, argnum)(*args, power=2, shift=1.0)
    theirs = getattr(autograd, operator)(same, argnum)(*args, power=2, shift=1.0)

    def flat(x):
        return np.concatenate([flat(e) for e in x]) if isinstance(x, tuple) else np.ravel(x)

    np.testing.assert_allclose(flat(ours), flat(theirs))
    assert type(ours) is type(theirs)


def test_make_vjp_and_make_jvp_take_several_arguments():
    a, b = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    pull, value = make_vjp(lambda a, b: a * b, (0, 1))(a, b)
    np.testing.assert_array_equal(value, [3.0, 8.0])
    pulled = pull(np.array([1.0, 10.0]))
    np.testing.assert_array_equal(pulled[0], [3.0, 40.0])
    np.testing.assert_array_equal(pulled[1], [1.0, 20.0])
    pushed = make_jvp(lambda a, b: a * b, (0, 1))(a, b)((b, a))[1]
    np.testing.assert_array_equal(pushed, b * b + a * a)
    np.testing.assert_array_equal(make_jvp(f, 1)(a, b, power=2)(a)[1], 2 * (a * b) @ (a * a))


def test_inputs_become_float64():
    assert grad(lambda w: w**2)(3) == 6.0
    assert grad(lambda w: w**2)(np.float32(3)).dtype == np.float64
    assert elementwise_grad(lambda w: w**2)(np.array([1, 2])).dtype == np.float64
    assert grad(lambda w: w * 2.0)(True) == 2.0
    assert grad(lambda w: 1 / w)(np.array(2)) == -0.25


def test_input_is_not_changed():
    w = np.array([1.0, 2.0])
    grad(lambda w: np.sum(w * w))(w)
    np.testing.assert_array_equal(w, [1.0, 2.0])


@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
def test_any_output_of_size_one_will_do(shape):
    assert grad(lambda w: np.reshape(w**2, shape))(3.0) == 6.0


def test_independent_output_has_gradient_zero():
    assert grad(lambda w: 3.0)(1.0) == 0.0
    np.testing.assert_array_equal(grad(lambda w: 3.0)(np.ones(2)), np.zeros(2))
    assert make_jvp(lambda w: 3.0)(1.0)(1.0) == (3.0, 0.0)
    both = grad(lambda a, b: a * 2, (0, 1))(1.0, 1.0)
    assert both == (2.0, 0.0)


def test_gradient_can_be_written_into():
    slope = grad(lambda w: np.sum(w))(np.ones(20_000))
    slope[0] = 7.0
    assert slope[1] == 1.0


def test_two_outputs_in_an_array():
    np.testing.assert_array_equal(elementwise_grad(lambda w: np.array([w, w**2]))(3.0), 7.0)
    value, pushed = make_jvp(lambda w: [w, w**2])(3.0)(1.0)
    np.testing.assert_array_equal(value, [3.0, 9.0])
    np.testing.assert_array_equal(pushed, [1.0, 6.0])


def test_names_say_what_they_are():
    assert grad(f).__name__ == "grad_of_f"
    assert value_and_grad(np.tanh).__name__ == "value_and_grad_of_tanh"


def test_traced_values_print_and_format():
    seen = []

    def g(w):
        seen.append(f"{w:.2f} {w!r} {np.ones(2) * w}")
        return w

    grad(g)(1.5)
    assert seen == ["1.50 Traced(np.float64(1.5)) [1.5 1.5]"]


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'gradient'"):
        _ = adlite.gradient
    for name in adlite.__all__:
        assert getattr(adlite, name) is not None


RNG = np.random.default_rng(6)
X, Y = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 2))
LAYERS = [(RNG.normal(size=(3, 4)), RNG.normal(size=4)), (RNG.normal(size=(4, 2)), np.zeros(2))]


def network(np, layers):
    (W1, b1), (W2, b2) = layers
    return np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - Y) ** 2)


NESTED = {
    "list": (lambda np, x: x[0] * np.sum(x[1] ** 2), [2.0, np.arange(3.0)]),
    "numbers": (lambda np, x: x[0] * x[1] ** 2, [3.0, 4.0]),
    "tuple": (lambda np, x: np.sum(x[0] @ x[1]), (X.T, Y)),
    "dict": (lambda np, x: np.sum(x["b"] * x["a"]) ** 2, {"b": np.ones(2), "a": 3.0}),
    "deep": (
        lambda np, x: x["p"][0] * np.sum(x["p"][1]["q"]) + np.sin(x["r"]),
        {"r": 0.5, "p": [2.0, {"q": np.ones((2, 2))}]},
    ),
    "two-layer network": (network, LAYERS),
    "unused": (lambda np, x: x[0] * 2.0, [1.0, np.ones(2), ()]),
    "loop": (lambda np, x: sum(np.sum(v**2) for v in x), [1.0, np.ones(2), np.eye(2)]),
}
EVERY_NESTED = pytest.mark.parametrize("name", NESTED)


def same_structure(ours, theirs, like):
    assert type(ours) is type(like)
    if isinstance(like, dict):
        assert list(ours) == list(like)
        ours, theirs, like = ([x[k] for k in like] for x in (ours, theirs, like))
    if isinstance(like, (list, tuple)):
        assert len(ours) == len(theirs) == len(like)
        for parts in zip(ours, theirs, like, strict=True):
            same_structure(*parts)
    else:
        assert ours.shape == np.shape(like) and ours.dtype == np.float64
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-14)


def floats(x):
    """The same structure with np.float64 for every number."""
    if isinstance(x, dict):
        return {k: floats(v) for k, v in x.items()}
    return type(x)(map(floats, x)) if isinstance(x, (list, tuple)) else np.float64(x)


@EVERY_NESTED
def test_gradient_has_the_structure_of_the_input(name):
    f, x = NESTED[name]
    theirs = autograd.grad(lambda x: f(anp, x))(floats(x))
    same_structure(grad(lambda x: f(np, x))(x), theirs, floats(x))
    value, slopes = value_and_grad(lambda a, x: a * f(np, x), (1, 0))(2.0, x)
    assert value == pytest.approx(2 * f(np, x))
    same_structure(slopes[0], autograd.grad(lambda x: 2 * f(anp, x))(floats(x)), floats(x))
    assert slopes[1] == pytest.approx(f(np, x))


@EVERY_NESTED
def test_tangent_and_adjoint_have_the_structure_of_the_input(name):
    f, x = NESTED[name]
    pulled = grad(lambda x: f(np, x))(x)
    value, pushed = make_jvp(lambda x: f(np, x))(x)(pulled)
    assert value == pytest.approx(f(np, x))
    squares = adlite.flatten(pulled)[0]
    assert pushed == pytest.approx(squares @ squares, rel=1e-12)
    pull, _ = make_vjp(lambda x: f(np, x))(x)
    same_structure(pull(1.0), pulled, floats(x))


def test_function_receives_the_containers_it_was_given():
    Point = namedtuple("Point", "a b")
    seen = []

    def g(x):
        seen.append([type(x), type(x["p"]), type(x["q"]), list(x)])
        return x["p"].a * x["q"][0] * x["p"].b

    at = OrderedDict(q=[2.0], p=Point(3.0, 5.0))
    slopes = grad(g)(at)
    assert seen == [[OrderedDict, Point, list, ["q", "p"]]]
    assert slopes == OrderedDict(q=[15.0], p=Point(10.0, 6.0)) and type(slopes["p"]) is Point
    assert at == OrderedDict(q=[2.0], p=Point(3.0, 5.0))


def test_container_may_be_changed_by_the_function_and_keys_be_of_all_kinds():
    def g(x):
        x["new"] = x.pop(1) * 2
        return x["new"] * x["a"]

    at = {1: 3.0, "a": 5.0}
    assert grad(g)(at) == {1: 10.0, "a": 6.0} and at == {1: 3.0, "a": 5.0}


def test_nested_inputs_of_nested_derivatives():
    def g(x):
        return x["a"] ** 3 * x["b"][0]

    def slope(x):
        return grad(g)(x)["a"] * x["b"][0]

    # 3 a**2 b * b
    assert grad(slope)({"a": 2.0, "b": [5.0]}) == {"a": 300.0, "b": [120.0]}
    tangent = {"a": 1.0, "b": [0.0]}
    assert make_jvp(slope)({"a": 2.0, "b": [5.0]})(tangent) == (300.0, 300.0)


@pytest.mark.parametrize("empty", [[], (), {}, [(), {}]])
def test_empty_containers(empty):
    assert grad(lambda x: 3.0)(empty) == empty
    assert grad(lambda x, w: w**2, 1)(empty, 3.0) == 6.0


PAIR = [1.0, {"a": np.ones(2)}]
WRONG = {
    "text": (lambda: grad(len)([1.0, {"a": "w"}]), r"input\[1\]\['a'\]: .* str 'w': give a number"),
    "None": (lambda: grad(len)((None,)), r"input\[0\]: .* NoneType None"),
    "complex": (lambda: grad(len)({"a": 1j}), r"input\['a'\]: .* complex 1j"),
    "long": (lambda: grad(len)(["w" * 999]), r"input\[0\]: .* str 'www"),
    "texts": (lambda: grad(len)(np.full((9, 9), "w")), r"respect to ndarray array\(\[\['w', 'w', "),
    "no function": (lambda: grad(np.ones((9, 9)))(1.0), r"not ndarray array\(\[\[1., 1., "),
    "argument": (lambda: grad(np.add, (0, 1))(1.0, "w"), r"input\[1\]: .* str 'w'"),
    "argnum": (lambda: grad(np.add, (0, 2))(1.0, 2.0), r"argnum=\(0, 2\) does not point"),
    "argnum text": (lambda: grad(np.add, "a")(1.0, 2.0), "argnum='a' does not point"),
    "argnum float": (lambda: grad(np.add, 1.0)(1.0, 2.0), "argnum=1.0 does not point"),
    "no list": (lambda: make_jvp(len)(PAIR)(1.0), r"entry \[0\] is missing"),
    "missing": (lambda: make_jvp(len)(PAIR)([1.0, {"b": np.ones(2)}]), r"\[1\]\['a'\] is missing"),
    "too much": (lambda: make_jvp(len)(PAIR)([*PAIR, 2.0]), r"entry \[2\] is too much"),
    "list for an array": (lambda: make_jvp(len)(np.ones(2))([1.0, 2.0]), "a number or an array"),
    "shape": (
        lambda: make_jvp(len)(PAIR)([1.0, {"a": 1.0}]),
        r"tangent\[1\]\['a'\] must have shape",
    ),
    "bad tangent": (lambda: make_jvp(len)(PAIR)(["w", {"a": 1.0}]), r"tangent\[0\]: .* str 'w'"),
    "ragged output": (lambda: grad(lambda x: x)([1.0, np.ones(2)]), "cannot make one array"),
    "dict output": (lambda: grad(lambda x: x)({"a": 1.0}), "returned dict"),
}


@pytest.mark.parametrize("name", WRONG)
def test_error_says_where(name):
    call, words = WRONG[name]
    with pytest.raises(TracingError, match=words) as caught:
        call()
    message = str(caught.value)
    assert message.endswith(".") and "\n" not in message and len(message) < 250
