"""Where traced values meet what is not traced: copies, views, subclasses, types."""

import copy
import pickle

import numpy as np
import pytest

import adlite
from adlite import TracingError, grad, jacobian, value_and_grad
from tests.adlite.ways import by_forward_mode, by_taylor_mode

V = np.array([1.0, 2.0, 3.0])

MODES = pytest.mark.parametrize("mode", [grad, by_forward_mode, jacobian])
ALL_MODES = pytest.mark.parametrize("mode", [grad, by_forward_mode, jacobian, by_taylor_mode])


@ALL_MODES
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, np.copy, lambda w: w.copy()])
def test_a_copy_is_the_value_itself(mode, copied):
    np.testing.assert_array_equal(mode(lambda w: np.sum(copied(w) ** 2))(V), 2 * V)
    assert mode(lambda w: copied(w[1]) ** 2)(V)[1] == 4.0


def test_a_nested_input_survives_deepcopy():
    found = grad(lambda p: np.sum(copy.deepcopy(p)["a"] ** 2))({"a": V})
    np.testing.assert_array_equal(found["a"], 2 * V)


def test_pickle_refuses():
    with pytest.raises(TracingError, match="cannot be pickled"):
        grad(lambda w: np.sum(pickle.loads(pickle.dumps(w)) ** 2))(V)


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
@pytest.mark.parametrize("kind", [np.matrix, np.ma.array])
def test_arrays_with_operators_of_their_own_are_refused(kind):
    with pytest.raises(TracingError, match=r"operators are its own: .* np.array\(x\)"):
        grad(lambda w: np.sum(w * w))(kind([[1.0, 2.0], [3.0, 4.0]]))
    m = kind([[1.0, 2.0, 0.0], [3.0, 4.0, 0.0], [0.0, 0.0, 1.0]])
    for f in (lambda w: np.sum(w * m), lambda w: np.sum(np.matmul(m, w)), lambda w: np.sum(w + m)):
        with pytest.raises(TracingError, match="operators are its own"):
            grad(f)(V)


@ALL_MODES
def test_adding_to_an_alias_is_what_numpy_does(mode):
    def f(w):
        a = w * 1.0
        b = a
        b += 1.0
        b *= w
        return np.sum(a * w)

    assert value_and_grad(f)(V)[0] == f(V.copy())
    np.testing.assert_allclose(mode(f)(V), 3 * V**2 + 2 * V)


@ALL_MODES
def test_changing_what_is_shared_is_refused(mode):
    def changes_view(w):
        a = w * 1.0
        r = a[:1]
        r *= 10
        return np.sum(a)

    def changes_base(w):
        a = w * 1.0
        r = a.reshape(3, 1)
        a += 1.0
        return np.sum(r)

    def assigns(w):
        a = w * 1.0
        r = a.T
        a[0] = 1.0
        return np.sum(r)

    for f in (changes_view, changes_base, assigns):
        with pytest.raises(TracingError, match="NumPy would change both: "):
            mode(f)(V)


@ALL_MODES
def test_a_view_that_is_gone_does_no_harm(mode):
    def f(w):
        a = w * w
        a[1:] = a[1:] + a[:-1]
        a *= 2.0
        return np.sum(a.reshape(3, 1) * np.array([[1.0], [2.0], [3.0]]))

    assert value_and_grad(f)(V)[0] == f(V)
    np.testing.assert_allclose(mode(f)(V), [12.0, 40.0, 36.0])


@ALL_MODES
def test_assigning_into_an_array(mode):
    def f(w):
        a = np.exp(w)
        a[0] = w[2] ** 2
        a[[1, 1]] = np.stack([w[0], 5 * w[1]])
        a[a > 20] = 3.0
        return np.sum(a * np.array([1.0, 10.0, 100.0]))

    assert value_and_grad(f)(V)[0] == f(V)
    np.testing.assert_allclose(mode(f)(V), [0.0, 50.0, 6.0])


def test_assigning_in_programs_and_second_derivatives():
    def f(w):
        a = w**2
        a[0] = a[1] * a[2]
        b = a
        c = np.sin(a)
        b += w
        return np.sum(a * w + c)

    h = adlite.hessian(f)(V)
    step = 1e-5
    for i, e in enumerate(np.eye(3) * step):
        np.testing.assert_allclose(h[i], (grad(f)(V + e) - grad(f)(V - e)) / (2 * step), rtol=1e-7)
    along = np.array([0.5, -1.0, 2.0])
    found = adlite.derivatives(lambda t: f(V + t * along), 0.0, 2)
    np.testing.assert_allclose(found, [f(V), grad(f)(V) @ along, along @ h @ along], rtol=1e-13)


def test_taylor_mode_does_not_assign_into_its_input():
    def f(w):
        w[0] = 1.0
        return np.sum(w)

    with pytest.raises(TracingError, match=r"assign into a copy, w = w.copy\(\)"):
        adlite.derivatives(f, V, 2)


def test_assigning_in_programs():
    def f(w):
        a = w**2
        a[0] = a[1] * a[2]
        a += w
        return np.sum(a * w)

    for blocks in (True, False):
        value, slope = adlite.program(f, V, blocks=blocks)(V)
        assert value == pytest.approx(f(V), rel=1e-15)
        np.testing.assert_allclose(slope, grad(f)(V), rtol=1e-14)


@MODES
def test_an_input_is_not_assigned_into(mode):
    def f(w):
        w[0] = 1.0
        return np.sum(w)

    with pytest.raises(TracingError, match=r"assign into a copy, w = w.copy\(\)"):
        mode(f)(V)

    def g(w):
        w = w.copy()
        w[0] = 1.0
        return np.sum(w**2)

    np.testing.assert_array_equal(mode(g)(V), [0.0, 4.0, 6.0])


def test_an_inner_derivative_does_not_change_an_outer_array():
    def f(w):
        a = w * 2.0

        def inner(v):
            a[0] = v
            return a[0] * v

        return grad(inner)(3.0) + np.sum(a)

    with pytest.raises(TracingError, match="cannot assign"):
        grad(f)(V)


A = np.array([[2.0, 1.0], [0.5, 3.0]])


@pytest.mark.parametrize(
    "f",
    [
        lambda w: w.mT[0, 1] ** 2,
        lambda w: divmod(w[0, 0], 0.75)[1] ** 2,
        lambda w: divmod(7.0, w[1, 1])[1] ** 2,
        lambda w: np.inner(w[0, 0], A)[0, 1] ** 2,
        lambda w: np.inner(w, A)[0, 1] ** 2,
        lambda w: np.inner(w[0], A)[1] ** 2,
        lambda w: w.flatten()[1] ** 2,
    ],
)
@MODES
def test_what_arrays_can_do(mode, f):
    step = 1e-6 * np.eye(4).reshape(4, 2, 2)
    expected = np.array([(f(A + e) - f(A - e)) / 2e-6 for e in step])
    np.testing.assert_allclose(np.ravel(mode(f)(A)), expected, atol=1e-7)
    assert value_and_grad(f)(A)[0] == f(A)


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (lambda w: w.trace(), r"np.trace\(A\)"),
        (lambda w: np.sum(w.flat), r"np.ravel\(w\)"),
        (lambda w: w.sort(), r"np.sort\(w\)"),
        (lambda w: w.compress([True, False]), "no .compress: write simpler"),
        (lambda w: w.fill(1.0), "no .fill: write simpler"),
        (lambda w: w > 0, "returned"),
        (lambda w: w[0, 0] > 0, "returned"),
        (lambda w: np.linalg.inv(np.array([[w[0, 0], 1.0], [0.0, 1.0]]))[0, 0], "np.stack"),
        (lambda w: np.linalg.slogdet(np.array([[w[0, 0], 1.0], [0.0, 1.0]]))[1], "np.stack"),
        (lambda w: np.arctan2(0.7, np.array([w[0, 0], 1.5]))[0], "np.arctan2 .* np.stack"),
        (lambda w: np.hypot(0.7, np.array([1.5, w[0, 0]]))[0], "np.hypot .* np.stack"),
        (lambda w: np.nanmean([w[0, 0] ** 2, w[0, 1]]), "np.nanmean .* np.stack"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(f, words):
    with pytest.raises(TracingError, match=words) as caught:
        grad(f)(A)
    assert str(caught.value).endswith(".") and len(str(caught.value)) < 250


def test_a_value_knows_its_kind_as_a_plain_one_does():
    seen = []

    def f(w):
        seen.append((w.shape, w.dtype, w.ndim, w.size, np.shape(w), np.ndim(w), w[0].shape))
        return np.sum(w)

    for mode in (grad, by_forward_mode, jacobian, lambda f: grad(lambda w: np.sum(grad(f)(w)))):
        mode(f)(V)
    plain = (V.shape, V.dtype, V.ndim, V.size, V.shape, 1, ())
    assert all(found == plain for found in seen)
