"""What must never happen: recursion, mixed-up threads, leftovers, shared memory, 0 * inf."""

import gc
import threading
import tracemalloc
import weakref

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from adlite import (
    TracingError,
    elementwise_grad,
    grad,
    make_jvp,
    make_vjp,
    rule,
    value_and_grad,
)
from adlite.core import ReverseTrace
from adlite.core.forward import jvp

LARGE = np.linspace(0.5, 2.0, 100_000)


def b23(w):
    return np.tanh(w) * np.cos(w) + np.log(w)


def forward(f):
    return lambda w: make_jvp(f)(w)(np.ones(np.shape(w)))[1]


MODES = pytest.mark.parametrize("mode", [elementwise_grad, forward])


def long(w):
    for _ in range(50_000):
        w = np.negative(w) * -1.0001
    return w * w


@MODES
def test_100_000_operations_do_not_recurse(mode):
    # w -> (1.0001**50,000 w)**2
    assert mode(long)(1.0) == pytest.approx(2 * 1.0001**100_000, rel=1e-9)


def test_long_tape_is_freed_without_recursion():
    pullback, value = make_vjp(long)(1.0)
    assert pullback(1.0) == pytest.approx(2 * value)
    del pullback
    kept = []

    def breaks(w):
        kept.append(long(w))
        raise KeyError

    with pytest.raises(KeyError):
        grad(breaks)(1.0)
    kept.clear()


@MODES
@pytest.mark.parametrize("w0", [1.0, np.array([1.0, -2.0]), LARGE[:20_000:100]])
def test_10_000_fan_outs_add_up(mode, w0):
    expected = 49_995_000.0 + 2 * 10_000 * w0
    found = mode(lambda w: sum(w * k + w * w for k in range(10_000)))(w0)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_threads_do_not_meet():
    # The second derivative of w**n is n (n - 1) w**(n - 2).
    expected = {n: n * (n - 1) * 1.5 ** (n - 2) for n in range(2, 8)}
    found, barrier = {}, threading.Barrier(6)

    def work(n):
        barrier.wait()
        found[n] = [grad(grad(lambda w: w**n))(1.5) for _ in range(50)]
        found[n] += [forward(grad(lambda w: w**n))(1.5) for _ in range(50)]

    workers = [threading.Thread(target=work, args=(n,)) for n in expected]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for n, values in found.items():
        assert values == pytest.approx([expected[n]] * 100, rel=1e-14)
    assert len(found) == 6


def test_exception_leaves_nothing_behind():
    kept = []

    def breaks(w):
        kept.append(w)
        raise KeyError("mine")

    for mode in (grad, forward, lambda f: grad(grad(f)), lambda f: grad(forward(f))):
        with pytest.raises(KeyError, match="mine"):
            mode(breaks)(1.0)
        with pytest.raises(TracingError, match="kept from a derivative already finished"):
            kept[-1] * 2
        with pytest.raises(TracingError, match="kept from a derivative already finished"):
            grad(lambda w: w * kept[-1])(1.0)
    assert grad(b23)(1.5) == pytest.approx(-0.22343149651726774)
    assert forward(b23)(1.5) == pytest.approx(-0.22343149651726774)


@MODES
def test_escaped_value_is_refused(mode):
    kept = []
    mode(lambda w: kept.append(w) or w * w)(1.0)
    for use in (np.sin, lambda w: w + 1, lambda w: 2 - w, lambda w: np.sum(w), lambda w: w**2):
        with pytest.raises(TracingError, match="kept from a derivative already finished"):
            use(kept[0])


def test_tags_are_never_used_twice():
    traces = [ReverseTrace() for _ in range(100)]
    for trace in traces:
        trace.close()
    tags = [trace.tag for trace in traces]
    assert tags == sorted(set(tags))


def test_memory_is_free_again_without_the_garbage_collector():
    w = np.ones(200_000)
    gc.disable()
    tracemalloc.start()
    try:
        for _ in range(3):
            grad(lambda w: np.sum(np.tanh(w) ** 2))(w)
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()
    assert held < w.nbytes < peak


def test_values_are_let_go_as_soon_as_they_have_been_used():
    known, alive = [], []

    def watched(y, w):
        alive.append([other() is not None for other in known])
        known.append(weakref.ref(y))
        return 2 * w

    square = rule(lambda w: w * w, watched)
    grad(lambda w: np.sum(square(square(square(w)))))(np.ones(10))
    assert alive == [[], [False], [False, False]]


def test_kept_value_does_not_keep_the_tape():
    kept, known = [], []

    def f(w):
        kept.append(w)
        y = np.sin(w)
        known.append(weakref.ref(y.value))
        return np.cos(y)

    pullback, _ = make_vjp(f)(np.ones(10))
    assert known[0]() is not None
    del pullback
    assert known[0]() is None


def peak_memory(derivative, w0):
    derivative(w0)
    tracemalloc.start()
    try:
        derivative(w0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_step_needs_a_third_of_the_memory_that_it_needs_in_autograd():
    def loop(np):
        def g(w):
            for _ in range(2000):
                w = np.sin(w) * 1.01
            return w

        return g

    assert 3 * peak_memory(grad(loop(np)), 0.7) <= peak_memory(autograd.grad(loop(anp)), 0.7)


# NumPy writes a product into a large array that nobody else holds; these are held.
CAPTURED = LARGE + 1.0
HELD = [
    (np.exp, np.exp),
    (lambda w: w * CAPTURED, lambda w: CAPTURED),
    (lambda w: CAPTURED * w * w, lambda w: 2 * CAPTURED * w),
    (lambda w: np.sqrt(w) + w, lambda w: 0.5 / np.sqrt(w) + 1),
    (lambda w: (w + w) + (w + w), lambda w: np.full(w.shape, 4.0)),
    (lambda w: w.reshape(2, -1).T.reshape(2, -1).T.ravel() / w, None),
    (rule(lambda w: CAPTURED * w, lambda y, w: CAPTURED), lambda w: CAPTURED),
    (rule(lambda w: w * w, lambda y, w: 2 * y / w), lambda w: 2 * w),
]


@pytest.mark.parametrize(("f", "slope"), HELD)
def test_large_arrays_that_others_hold_are_not_written_to(f, slope):
    w, seed, before = LARGE.copy(), LARGE[::-1].copy(), CAPTURED.copy()
    pull, value = make_vjp(f)(w)
    first, second = pull(seed), pull(seed)
    np.testing.assert_array_equal(first, second)
    if slope:
        np.testing.assert_allclose(first, seed * slope(w), rtol=1e-12)
        np.testing.assert_allclose(forward(f)(w), slope(w), rtol=1e-12)
    np.testing.assert_allclose(value, f(w), rtol=1e-15)
    np.testing.assert_array_equal(w, LARGE)
    np.testing.assert_array_equal(seed, LARGE[::-1])
    np.testing.assert_array_equal(CAPTURED, before)
    assert not any(np.shares_memory(first, other) for other in (w, seed, value, CAPTURED, second))


def test_one_adjoint_for_two_parents_stays_what_it_is():
    a_bar, b_bar = grad(lambda a, b: np.sum((a + b) * (a + b)), (0, 1))(LARGE, LARGE)
    np.testing.assert_allclose(a_bar, 4 * LARGE)
    a_bar[:] = 0.0
    np.testing.assert_allclose(b_bar, 4 * LARGE)


def test_input_may_change_afterwards():
    w = np.array([1.0, 2.0])
    pull, value = make_vjp(lambda w: w * w)(w)
    push = make_jvp(lambda w: w)(w)
    shifted = push(np.ones(2))
    w[:] = 100.0
    np.testing.assert_array_equal(pull(np.ones(2)), [2.0, 4.0])
    np.testing.assert_array_equal(value, [1.0, 4.0])
    np.testing.assert_array_equal(shifted[0], [1.0, 2.0])
    parts, seed = [np.ones(2)], np.ones(2)
    pull, _ = make_vjp(lambda parts: parts[0] ** 2)(parts)
    parts[0][:] = 100.0
    np.testing.assert_array_equal(pull(seed)[0], [2.0, 2.0])
    assert not np.shares_memory(make_vjp(lambda w: w)(w)[0](seed), seed)
    value, slope = value_and_grad(lambda w: w[1:])(w)
    value += 1.0
    slope += 1.0
    np.testing.assert_array_equal(w, [100.0, 100.0])


# Each has an infinite partial at 0 in a branch that is not taken.
STRONG_ZEROS = [
    (lambda w: np.where(w > 0, np.sqrt(w), w * w), 0.0, 2.0),
    (lambda w: np.where(w > 0, np.log(np.where(w > 0, w, 1.0)), 3 * w), 3.0, 0.0),
    (lambda w: np.where(w > 0, np.log(w), w * w), 0.0, 2.0),
    (lambda w: np.where(w > 0, 1 / w, w**3 + w), 1.0, 0.0),
    (lambda w: np.where(w > 0, np.arcsin(1 + w), np.sin(w)), 1.0, 0.0),
]


@MODES
@pytest.mark.parametrize("large", [1, 20_000])
@pytest.mark.parametrize(("f", "first", "second"), STRONG_ZEROS)
def test_zero_times_infinity_is_zero(mode, large, f, first, second):
    w0 = np.zeros(large) if large > 1 else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        np.testing.assert_array_equal(mode(f)(w0), np.full(np.shape(w0), first))
        for inner in (elementwise_grad, forward):
            found = mode(inner(f))(w0)
            np.testing.assert_array_equal(found, np.full(np.shape(w0), second))


def test_zero_tangent_or_adjoint_meets_an_infinite_partial():
    assert forward(lambda w: np.sqrt(w * 0.0) + 3 * w)(0.0) == 3.0
    assert grad(lambda w: 0.0 * np.cbrt(w) + 3 * w)(0.0) == 3.0
    assert np.isinf(grad(np.cbrt)(0.0))


@pytest.mark.parametrize("gathered", [list, lambda parts: np.array(parts, dtype=object)])
def test_a_question_may_be_asked_about_gathered_numbers(gathered):
    def g(w):
        near = np.isclose(w, gathered([w[0], w[1] + 1]))
        return np.sum(np.where(near, w**2, w**3))

    assert grad(g)(np.array([3.0, 2.0])).tolist() == [6.0, 12.0]


def test_a_question_keeps_what_is_no_number():
    w = np.array([[3.0, 0.0], [2.0, 1.0]])
    assert grad(lambda w: np.sum(w * np.count_nonzero(w, (0, 1))))(w).tolist() == [[3.0] * 2] * 2


WAYS_TO_ONE_SLOPE = {
    "forward": lambda f: make_jvp(f)(2.0)(1.0)[1],
    "reverse": lambda f: grad(f)(2.0),
    "forward over reverse": lambda f: make_jvp(grad(lambda w: f(w) * w))(2.0)(1.0)[1] / 2,
    "reverse over forward": lambda f: grad(lambda w: make_jvp(f)(w)(w)[1])(2.0),
}


@pytest.mark.parametrize("way", WAYS_TO_ONE_SLOPE)
def test_a_number_in_a_derivative_does_not_look_like_a_sequence(way):
    def first(w):
        assert not hasattr(w, "__len__") and not hasattr(w, "__getitem__")
        return w[0] if np.iterable(w) else w

    assert WAYS_TO_ONE_SLOPE[way](first) == 1.0


def test_every_input_of_forward_mode_needs_a_tangent():
    w = np.float64(2.0)
    for inputs, tangents in (([w, w], [w]), ([w], [w, w])):
        with pytest.raises(ValueError, match="zip"):
            jvp(lambda *parts: sum(parts), inputs, tangents)
