"""Arrays of the reader's own that change after they were used."""

import numpy as np
import pytest

import adlite
from adlite import TracingError, grad, jacobian, make_vjp
from tests.adlite.ways import by_forward_mode, by_taylor_mode

V = np.array([1.0, 2.0, 3.0])
ALL_MODES = pytest.mark.parametrize("mode", [grad, by_forward_mode, jacobian, by_taylor_mode])


@ALL_MODES
def test_an_index_array_may_change_after_use(mode):
    def f(w):
        i = np.array([0])
        a = w[i]
        i[0] = 1
        return a[0]

    np.testing.assert_array_equal(mode(f)(V), [1.0, 0.0, 0.0])


@ALL_MODES
def test_a_buffer_may_change_after_use(mode):
    def f(w):
        buffer = np.array([1.0, 2.0, 3.0])
        a = w * buffer
        buffer[:] = 100.0
        return np.sum(a + buffer * 0)

    np.testing.assert_array_equal(mode(f)(V), V)


def test_a_large_buffer_is_locked_while_the_function_runs():
    large, w = np.ones(10_000), np.linspace(1.0, 2.0, 10_000)

    def f(w):
        a = w * large
        large[0] = 5.0
        return np.sum(a)

    with pytest.raises(ValueError, match="read-only"):
        grad(f)(w)
    large[0] = 1.0
    np.testing.assert_array_equal(grad(lambda w: np.sum(w * large))(w), large)
    pull, _ = make_vjp(lambda w: np.sum(w * large))(w)
    large[:] = 7.0
    np.testing.assert_array_equal(pull(1.0), np.ones(10_000))
    part = large[:9_000]
    grad(lambda w: np.sum(w * part))(np.ones(9_000))
    part[0] = large[1] = 2.0


@pytest.mark.parametrize("mode", [grad, lambda f: lambda w: make_vjp(f)(w)[0](1.0)])
def test_a_large_buffer_that_another_view_changes_is_noticed(mode):
    large = np.ones(20_000)
    view, part = large[::2], large.reshape(100, 200)

    def f(w, change):
        a = w * large
        if change == "all":
            part[:] = 5.0
        elif change == "base":
            view[:] = np.nan
        return np.sum(a)

    w = np.linspace(1.0, 2.0, 20_000)
    np.testing.assert_array_equal(mode(lambda w: f(w, ""))(w), np.ones(20_000))
    for change in ("all", "base"):
        if mode is grad:
            with pytest.raises(
                TracingError, match="changed after it was used, through another view"
            ):
                mode(lambda w, change=change: f(w, change))(w)
        else:
            # A pullback that may be called later has a copy.
            np.testing.assert_array_equal(mode(lambda w, c=change: f(w, c))(w), np.ones(20_000))
        large[:] = 1.0


def test_taylor_mode_computes_with_the_old_numbers():
    def f(w):
        buffer = np.array([1.0, 2.0, 3.0])
        a = np.sin(w) * buffer
        buffer[:] = 100.0
        return a

    np.testing.assert_allclose(adlite.derivatives(f, V, 1)[1], np.cos(V) * V)
