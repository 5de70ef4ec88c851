"""autograd's names: each gives what autograd gives, in nested derivatives as well."""

import autograd
import autograd.misc.fixed_points
import autograd.misc.optimizers
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from adlite import TracingError, derivatives, grad, hessian, jacobian, make_jvp

rng = np.random.default_rng(61)
A, B, V, W = (rng.normal(size=s) for s in ((3, 4), (4, 2), 4, 3))


def layer(np):
    return lambda v, a: np.tanh(np.dot(a, v)) * np.dot(v, v)


def total(np):
    return lambda v, a: np.sum(np.sin(np.dot(a, v)) ** 3)


OPERATORS = {
    "deriv": (lambda ad, np: ad.deriv(lambda v: layer(np)(v, A))(V)),
    "deriv of a number": (lambda ad, np: ad.deriv(ad.deriv(np.tanh))(0.3)),
    "grad_and_aux": (lambda ad, np: ad.grad_and_aux(lambda v: (total(np)(v, A), 2.0))(V)[0]),
    "grad_named": (lambda ad, np: ad.grad_named(total(np), "a")(V, A)),
    "holomorphic_grad": (lambda ad, np: ad.holomorphic_grad(lambda z: np.sin(z**2))(0.3 + 0.4j)),
    "make_ggnvp": (lambda ad, np: ad.make_ggnvp(layer(np))(V, A)(V[::-1])),
    "make_ggnvp g": (
        lambda ad, np: ad.make_ggnvp(layer(np), lambda y: np.sum(np.exp(y)), 1)(V, A)(A)
    ),
    "tensor_jacobian_product": (lambda ad, np: ad.tensor_jacobian_product(layer(np))(V, A, W)),
    "tensor_jacobian_product of a matrix": (
        lambda ad, np: ad.tensor_jacobian_product(lambda a: np.dot(a, B) ** 2)(A, W)
    ),
    "vector_jacobian_product": (lambda ad, np: ad.vector_jacobian_product(layer(np), 1)(V, A, W)),
    "hessian_tensor_product": (lambda ad, np: ad.hessian_tensor_product(total(np), 1)(V, A, A**2)),
    "checkpoint": (lambda ad, np: ad.grad(lambda v: ad.checkpoint(total(np))(v, A) ** 2)(V)),
    "checkpoint of one": (
        lambda ad, np: ad.grad(ad.grad(lambda w: ad.checkpoint(np.tanh)(w) * w))(0.3)
    ),
}


@pytest.mark.parametrize("name", OPERATORS)
def test_operators_give_what_autograd_gives(name):
    ours, theirs = OPERATORS[name](adlite, np), OPERATORS[name](autograd, anp)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def test_all_names_of_autograd_are_there():
    ours = {name for name in dir(autograd) if callable(getattr(autograd, name))}
    # Containers and types: adlite takes Python's own.  Its primitives are made by `rule`.
    assert ours - set(adlite.__all__) == {
        "dict",
        "isinstance",
        "list",
        "tuple",
        "type",
        "primitive",
    }


def test_aux_is_given_back_as_numbers_also_inside_another_derivative():
    f = lambda w: (w**3, {"square": w**2, "list": [w, 1.0], "text": "x"})  # noqa: E731
    slope, aux = adlite.grad_and_aux(f)(2.0)
    assert slope == 12.0 and aux == {"square": 4.0, "list": [2.0, 1.0], "text": "x"}
    assert not isinstance(aux["square"], adlite.core.Traced)
    # d/dw of w * 3 w**2 * w**2
    outer = grad(
        lambda w: w * adlite.grad_and_aux(f)(w)[0] * adlite.grad_and_aux(f)(w)[1]["square"]
    )
    assert outer(2.0) == 15 * 2.0**4


def test_gradients_by_name():
    def f(w, b=2.0, *more, c, **others):
        return w * b * more[0] * c[0] * others["d"]

    slopes = adlite.multigrad_dict(f)(3.0, 5.0, 7.0, c=[11.0], d=13.0)
    whole = 3.0 * 5.0 * 7.0 * 11.0 * 13.0
    assert slopes == {
        "w": pytest.approx(whole / 3),
        "b": pytest.approx(whole / 5),
        "more": (pytest.approx(whole / 7),),
        "c": [pytest.approx(whole / 11)],
        "others": {"d": pytest.approx(whole / 13)},
    }
    with pytest.raises(ValueError):
        adlite.grad_named(f, "nowhere")


def test_a_checkpoint_runs_again_on_the_way_back_and_keeps_one_step():
    runs = []

    def f(v, power=2):
        runs.append(1)
        return np.sum(np.sin(v) ** power)

    checked = adlite.checkpoint(f)
    np.testing.assert_allclose(grad(checked)(V), np.sin(2 * V), rtol=1e-14)
    assert len(runs) == 2
    np.testing.assert_allclose(
        grad(lambda v: checked(v, power=3))(V), 3 * np.sin(V) ** 2 * np.cos(V), rtol=1e-13
    )
    np.testing.assert_allclose(hessian(checked)(V), np.diag(2 * np.cos(2 * V)), atol=1e-13)
    np.testing.assert_allclose(make_jvp(checked)(V)(V)[1], np.sin(2 * V) @ V, rtol=1e-13)
    along = derivatives(lambda w: checked(w * V), 1.0, 2)
    np.testing.assert_allclose(along[2], 2 * np.cos(2 * V) @ V**2, rtol=1e-12)
    with pytest.raises(TracingError, match="as an argument"):
        grad(lambda w: adlite.checkpoint(lambda v: v * w)(w))(2.0)


OPTIMIZERS = {
    "sgd": {"num_iters": 7, "step_size": 0.2, "mass": 0.8},
    "rmsprop": {"num_iters": 9, "step_size": 0.2, "gamma": 0.8, "eps": 1e-3},
    "adam": {"num_iters": 11, "step_size": 0.2, "b1": 0.8, "b2": 0.9, "eps": 1e-3},
}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("options", [True, False])
def test_optimizers_take_the_steps_of_autograd(name, options):
    start = {"a": A, "b": [V, 2.0]}
    chosen = OPTIMIZERS[name] if options else {}
    seen = {adlite: [], autograd.misc.optimizers: []}

    def slope(p, i):
        return {"a": 2 * (p["a"] - 1) * (i + 1), "b": [p["b"][0] ** 3, np.cos(p["b"][1])]}

    ours, theirs = (
        getattr(module, name)(slope, start, lambda x, i, g, s=s: s.append((x, i, g)), **chosen)
        for module, s in seen.items()
    )
    for mine, other in [(ours, theirs), *zip(*seen.values(), strict=True)]:
        np.testing.assert_allclose(*(adlite.flatten(x)[0] for x in (mine, other)), rtol=1e-12)
    assert len(seen[adlite]) == chosen.get("num_iters", 200 if name == "sgd" else 100)


def test_optimizers_can_be_differentiated():
    # After n steps of w -> w - 2 s (1 - m) (w - c) ...: linear in c, and 0 + slope * c.
    end = lambda c: adlite.sgd(lambda w, i: 2 * (w - c), 0.0, num_iters=5)  # noqa: E731
    assert grad(end)(3.0) == pytest.approx(end(1.0), rel=1e-13)


def far(x, y):
    return np.max(np.abs(x - y))


def test_fixed_points_against_autograd_and_the_closed_form():
    def root(module, a):
        return module.fixed_point(lambda a: lambda x: 0.5 * (x + a / x), a, 1.0, far, 1e-13)

    assert root(adlite, 2.0) == pytest.approx(np.sqrt(2), rel=1e-15)
    theirs = autograd.grad(lambda a: root(autograd.misc.fixed_points, a))(2.0)
    first = grad(lambda a: root(adlite, a))
    assert first(2.0) == pytest.approx(theirs, rel=1e-13)
    assert first(2.0) == pytest.approx(0.5 / np.sqrt(2), rel=1e-13)
    assert grad(first)(2.0) == pytest.approx(-0.25 * 2**-1.5, rel=1e-12)
    assert make_jvp(lambda a: root(adlite, a))(2.0)(1.0)[1] == pytest.approx(first(2.0), rel=1e-12)
    assert jacobian(first)(2.0) == pytest.approx(-0.25 * 2**-1.5, rel=1e-12)


def test_a_fixed_point_with_nested_parameters():
    M, b = rng.normal(size=(3, 3)) / 8, rng.normal(size=3)

    def rest(p):
        step = lambda p: lambda x: p["M"] @ x + p["b"]  # noqa: E731
        return adlite.fixed_point(step, p, np.zeros(3), far, 1e-14)

    inverse = np.linalg.inv(np.eye(3) - M)
    slope = grad(lambda p: np.sum(W * rest(p)))({"M": M, "b": b})
    np.testing.assert_allclose(slope["b"], inverse.T @ W, rtol=1e-11)
    np.testing.assert_allclose(slope["M"], np.outer(inverse.T @ W, inverse @ b), rtol=1e-11)
