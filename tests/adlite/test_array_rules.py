"""Rules of a reader's own for functions of whole arrays, from one direction or from both."""

import mpmath
import numpy as np
import pytest

from adlite import (
    TracingError,
    derivatives,
    grad,
    hessian,
    jacobian,
    make_jvp,
    make_vjp,
    rule,
    value_and_grad,
)

rng = np.random.default_rng(71)
S, B, V = rng.normal(size=(3, 3)) / 3, rng.normal(size=(3, 2)), rng.normal(size=3)


def product(a, b):
    """A product of matrices that no trace can look into."""
    return np.array([[float(np.dot(row, column)) for column in b.T] for row in a])


def back(y_bar, y, a, b):
    return y_bar @ np.swapaxes(b, -1, -2), np.swapaxes(a, -1, -2) @ y_bar


def forth(tangents, y, a, b):
    return tangents[0] @ b + a @ tangents[1]


PRODUCTS = {
    "vjp": rule(product, vjp=back),
    "jvp": rule(product, jvp=forth),
    "both": rule(product, vjp=back, jvp=forth),
}


@pytest.mark.parametrize("name", PRODUCTS)
def test_all_modes_agree_with_numpys_own_product(name):
    ours = lambda x: np.sin(PRODUCTS[name](x, x @ B) * 2)  # noqa: E731
    same = lambda x: np.sin(x @ (x @ B) * 2)  # noqa: E731
    np.testing.assert_allclose(jacobian(ours)(S), jacobian(same)(S), rtol=1e-12)
    pull, value = make_vjp(ours)(S)
    np.testing.assert_allclose(pull(B), make_vjp(same)(S)[0](B), rtol=1e-12)
    np.testing.assert_allclose(value, same(S))
    np.testing.assert_allclose(*(make_jvp(f)(S)(S.T)[1] for f in (ours, same)), rtol=1e-12)
    sums = [lambda x, f=f: np.sum(f(x) ** 2) for f in (ours, same)]
    np.testing.assert_allclose(*(hessian(f)(S) for f in sums), rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(*(jacobian(jacobian(f))(S) for f in sums), rtol=1e-11, atol=1e-12)
    again = [grad(lambda x, f=f: np.sum(grad(f)(x) * S)) for f in sums]
    np.testing.assert_allclose(*(f(S) for f in again), rtol=1e-11)
    along = [derivatives(lambda w, f=f: f(S + w * S.T), 0.2, 4) for f in sums]
    np.testing.assert_allclose(*along, rtol=1e-10)


def newton(a, b):
    y = b
    for _ in range(30):
        t = np.tanh(a @ y)
        slope = np.eye(len(b)) + (1 - t**2)[:, None] * a
        y = y - np.linalg.solve(slope, y + t - b)
    return y


def implicit(y_bar, y, a, b):
    slope = 1 - np.tanh(a @ y) ** 2
    b_bar = np.linalg.solve((np.eye(len(y)) + slope[:, None] * a).T, y_bar)
    return -np.outer(slope * b_bar, y), b_bar


solution = rule(newton, vjp=implicit)


def test_the_solution_of_an_equation():
    # The iteration itself can be differentiated, too: both must agree, to third order.
    for f in (lambda w: S + w * S.T, lambda w: S):
        ours = lambda w, f=f: np.sum(solution(f(w), V * np.exp(w)) ** 3)  # noqa: E731
        same = lambda w, f=f: np.sum(newton(f(w), V * np.exp(w)) ** 3)  # noqa: E731
        nested = [ours(0.1), grad(ours)(0.1), grad(grad(ours))(0.1), grad(grad(grad(ours)))(0.1)]
        np.testing.assert_allclose(nested, derivatives(same, 0.1, 3), rtol=1e-9)
        np.testing.assert_allclose(derivatives(ours, 0.1, 3), nested, rtol=1e-9)
    np.testing.assert_allclose(jacobian(solution)(S, V), jacobian(newton)(S, V), rtol=1e-10)


def test_one_equation_against_forty_digits():
    kepler = rule(  # y - e sin(y) = m
        lambda e, m: float(mpmath.findroot(lambda y: y - e * mpmath.sin(y) - m, m)),
        vjp=lambda y_bar, y, e, m: (
            y_bar * np.sin(y) / (1 - e * np.cos(y)),
            y_bar / (1 - e * np.cos(y)),
        ),
    )
    with mpmath.workdps(40):
        true = lambda e, m: mpmath.findroot(lambda y: y - e * mpmath.sin(y) - m, m)  # noqa: E731
        expected = [float(mpmath.diff(true, (0.3, 1.0), n)) for n in ((1, 0), (0, 1), (1, 1))]
    assert grad(kepler, (0, 1))(0.3, 1.0) == pytest.approx(tuple(expected[:2]), rel=1e-12)
    assert grad(grad(kepler), 1)(0.3, 1.0) == pytest.approx(expected[2], rel=1e-10)


def test_numbers_lists_and_complex_values():
    mean = rule(lambda x: sum(x) / len(x), vjp=lambda y_bar, y, x: [y_bar / 3] * 3)
    assert value_and_grad(mean)(np.array([1.0, 2.0, 6.0]))[0] == 3.0
    np.testing.assert_allclose(grad(lambda x: mean(x) ** 2)(V), np.full(3, 2 * V.mean() / 3))
    np.testing.assert_allclose(jacobian(lambda w: mean([w, w, 1.0]))(2.0), 2 / 3)
    turned = rule(lambda x: x * np.exp(0.5j), jvp=lambda dx, y, x: dx * np.exp(0.5j))
    ours = grad(lambda x: np.sum(np.real(turned(x) ** 3)))(V)
    np.testing.assert_allclose(ours, 3 * V**2 * np.cos(1.5), rtol=1e-12)
    assert mean(np.array([1, 2, 3])) == 2.0 and repr(rule(newton, vjp=implicit)) == "newton"


def test_the_way_back_is_asked_once_for_all_arguments():
    calls = []
    counted = rule(product, vjp=lambda *args: (calls.append(1), back(*args))[1])
    grad(lambda a, b: np.sum(counted(a, b)), (0, 1))(S, B)
    assert len(calls) == 1
    # Another adjoint of the same step is another call.
    pull, _ = make_vjp(counted)(S, B)
    np.testing.assert_allclose(pull(B) * 2, pull(2 * B))
    assert len(calls) == 3


w = np.ones(3)
WRONG = {
    "neither": (lambda: rule(np.sin), "a rule is a function"),
    "partials as well": (lambda: rule(np.sin, np.cos, vjp=np.cos), "without partials and book"),
    "no function": (lambda: rule(np.sin, vjp=3.0), "without partials"),
    "too few adjoints": (
        lambda: grad(lambda x: np.sum(rule(product, vjp=lambda g, y, a, b: g)(x, B)))(S),
        "has 2 arguments, and its vjp gives 1",
    ),
    "shape of an adjoint": (
        lambda: grad(rule(np.sum, vjp=lambda g, y, x: g))(w),
        r"an argument 0 of shape \(3,\), and its vjp gives an adjoint of shape \(\)",
    ),
    "no adjoint": (
        lambda: grad(lambda x: np.sum(rule(product, vjp=lambda g, y, a, b: (None, g))(x, B)))(S),
        "argument 0",
    ),
    "shape of a tangent": (
        lambda: make_jvp(rule(np.sum, jvp=lambda t, y, x: t))(w)(w),
        r"a jvp of shape \(3,\) where its value has \(\)",
    ),
    "no numbers": (
        lambda: rule(lambda x: "text", vjp=lambda g, y, x: g)(w),
        "one array of numbers",
    ),
    "a value from outside": (
        lambda: grad(lambda x: np.sum(rule(lambda v: v * x, vjp=lambda g, y, v: g * x)(x)))(w),
        "as an argument",
    ),
    "opaque transposed": (
        lambda: grad(rule(np.sum, jvp=lambda t, y, x: np.float64(sum(map(float, t)))))(w),
        "not a plain number",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_rule_that_does_not_fit_is_refused_in_one_sentence(name):
    call, words = WRONG[name]
    with pytest.raises(TracingError, match=words) as caught:
        call()
    assert len(str(caught.value)) < 250 and str(caught.value).endswith(".")
