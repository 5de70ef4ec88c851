"""One-sided slopes, where a derivative exists and where none does."""

import numpy as np
import pytest

from adlite import one_sided
from tests.adlite.series.one_sided_cases import CASES, judge


def relu(w):
    return np.maximum(0, w)


@pytest.mark.parametrize(
    "g, left, right",
    [
        (relu, 0.0, 1.0),
        (np.abs, -1.0, 1.0),
        (np.sqrt, np.nan, np.inf),
        (lambda w: np.sqrt(np.abs(w)), -np.inf, np.inf),
        (lambda w: np.minimum(2 * w, 3 * w), 3.0, 2.0),
        (lambda w: np.where(w < 0, np.sin(w), w**2), 1.0, 0.0),
        (np.floor, np.inf, 0.0),
        (lambda w: np.clip(w, 0, 1), 0.0, 1.0),
        (lambda w: np.exp(np.abs(w)) + 3 * w, 2.0, 4.0),
    ],
)
def test_slopes_that_differ(g, left, right):
    sides = one_sided(g, 0.0)
    assert not sides.differentiable
    np.testing.assert_allclose([sides.left, sides.right], [left, right], atol=1e-9)


@pytest.mark.parametrize(
    "g, w0, slope",
    [
        (lambda w: np.maximum(0, w**2), 0.0, 0.0),
        (lambda w: relu(w) - relu(-w), 0.0, 1.0),
        (lambda w: np.abs(w) * w, 0.0, 0.0),
        (lambda w: np.abs(w) ** 1.5, 0.0, 0.0),
        (np.sin, 0.5, np.cos(0.5)),
        (lambda w: np.tanh(w) * np.cos(w) + np.log(w), 1.5, -0.22343149651726774),
        (lambda w: w**3, 1e6, 3e12),
        (lambda w: 5.0, 2.0, 0.0),
        (np.abs, 1e-3, 1.0),
    ],
)
def test_slopes_that_agree(g, w0, slope):
    sides = one_sided(g, w0)
    assert sides.differentiable
    np.testing.assert_allclose([sides.left, sides.right], slope, rtol=1e-9, atol=1e-6)


def sinc(w):
    return np.where(w == 0, 1.0, np.sin(w) / w)


def bump(w):
    return np.where(w == 0, 0.0, np.exp(-1 / w**2))


@pytest.mark.parametrize(
    "g, order, left, right",
    [
        (lambda w: np.maximum(0, w**2), 2, 2.0, 2.0),
        (lambda w: relu(w) - relu(-w), 3, 0.0, 0.0),
        (lambda w: np.abs(w) * w, 2, -2.0, 2.0),
        (lambda w: np.abs(w) ** 3, 2, 0.0, 0.0),
        (lambda w: np.abs(w) ** 3, 3, -6.0, 6.0),
        (lambda w: np.abs(w) ** 1.5, 2, np.inf, np.inf),
        (lambda w: w**2 if w < 0 else w**3, 2, 2.0, 0.0),
        (lambda w: w * np.floor(w), 1, -1.0, 0.0),
        (lambda w: w % 1.0, 1, -np.inf, 1.0),
        (lambda w: np.max(np.stack([2 * w, 3 * w, w])), 1, 1.0, 3.0),
        (lambda w: np.sort(np.stack([2 * w, 3 * w, w]))[1], 1, 2.0, 2.0),
        (sinc, 1, 0.0, 0.0),
        (sinc, 2, -1 / 3, -1 / 3),
        (lambda w: np.where(w == 0, 0.5, (1 - np.cos(w)) / w**2), 2, -1 / 12, -1 / 12),
        (lambda w: np.sqrt(w**2), 1, -1.0, 1.0),
        (bump, 1, 0.0, 0.0),
        (lambda w: np.exp(w), 12, 1.0, 1.0),
    ],
)
def test_orders_and_ties_at_zero(g, order, left, right):
    sides = one_sided(g, 0.0, order)
    np.testing.assert_allclose([sides.left, sides.right], [left, right], rtol=1e-12, atol=1e-12)
    assert sides.differentiable == (left == right and np.isfinite(left))
    assert sides.order == order


def test_a_lower_kink_is_not_forgotten():
    # Both second derivatives of |w| are 0, and it is still not differentiable twice.
    sides = one_sided(np.abs, 0.0, 2)
    assert (sides.left, sides.right, sides.differentiable) == (0.0, 0.0, False)
    assert str(one_sided(lambda w: np.abs(w) * w, 0.0, 2)) == (
        "not differentiable 2 times: derivative of order 2 is -2 from the left, 2 from the right"
    )


def test_infinite_on_both_sides_is_no_derivative():
    sides = one_sided(np.cbrt, 0.0)
    assert (sides.left, sides.right, sides.differentiable) == (np.inf, np.inf, False)


def test_slopes_that_settle_nowhere_are_nan():
    sides = one_sided(lambda w: np.where(w == 0, 0.0, w * np.sin(1 / (w + (w == 0)))), 0.0)
    assert np.isnan([sides.left, sides.right]).all() and not sides.differentiable


def test_undefined_point():
    sides = one_sided(np.log, 0.0)
    assert np.isnan(sides.left) and not sides.differentiable


def test_prints_a_sentence():
    assert str(one_sided(np.abs, 0.0)) == (
        "not differentiable: slope -1 from the left, 1 from the right"
    )
    assert str(one_sided(np.sin, 0.0)) == "differentiable: left and right slope are both 1"


def test_no_verdict_of_four_hundred_is_wrong():
    with np.errstate(all="ignore"):
        wrong, undecided = judge(one_sided)
    assert len(CASES) >= 400
    assert not wrong
    assert len(undecided) <= len(CASES) // 10


def test_what_cancels_to_a_high_order_is_followed_farther():
    # 1/(1 - w) less its first eleven terms is w**11 / (1 - w).
    g = lambda w: np.where(1 / (1 - w) - sum(w**k for k in range(11)) > 0, 1.0, 0.0)  # noqa: E731
    assert one_sided(g, 0.0).differentiable is False


def test_the_same_answer_at_every_call():
    # In between, memory is filled with other numbers.
    for g in (lambda w: np.hypot(0.0, w), lambda w: np.hypot(w, 0.0), lambda w: np.hypot(w, w)):
        told = []
        for k in range(5):
            told.append(one_sided(g, 0.0))
            one_sided(lambda w, k=k: np.exp(k * w) * 7.0**k, 0.5, 8)
        assert len(set(told)) == 1 and told[0].right == -told[0].left > 0


def test_what_cannot_be_told_says_why():
    sides = one_sided(lambda w: np.abs(np.sin(w) ** 2 + np.cos(w) ** 2 - 1), 0.4)
    assert sides.differentiable is None and sides.verdict == "cannot tell"
    assert str(sides) == (
        "cannot tell whether it is differentiable: what decides it is no larger than round-off"
    )
    sides = one_sided(lambda w: 1e16 * w + np.abs(w), 0.0)
    assert sides.differentiable is None and "round-off" in sides.reason
    # The bound w**3 says nothing about how often it swings, so nothing about a second derivative.
    swinging = one_sided(lambda w: np.where(w == 0, 0.0, w**3 * np.sin(1 / w)), 0.0, 2)
    assert swinging.differentiable is None


@pytest.mark.parametrize(
    "g, reason",
    [
        (np.abs, "left and right do not agree"),
        (np.floor, "g jumps there"),
        (lambda w: w**1.5, "g is not defined to the left of it"),
        (lambda w: np.arccos(1 + w), "g is not defined to the right of it"),
        (np.cbrt, "the slope grows without bound"),
        (np.log, "g is not defined there"),
        (lambda w: np.where(w == 0, 0, np.sin(1 / w)), "g does not settle to the left of it"),
        (
            lambda w: np.where(w == 0, 0, w * np.sin(1 / w)),
            "the slope does not settle to the left of it",
        ),
    ],
)
def test_not_differentiable_says_why(g, reason):
    with np.errstate(all="ignore"):
        sides = one_sided(g, 0.0)
    assert (sides.differentiable, sides.verdict) == (False, "not differentiable")
    assert sides.reason == reason


def test_a_function_that_catches_every_error_is_not_taken_for_undefined():
    def g(w):
        try:
            return np.abs(w) if np.abs(np.sin(w) ** 2 + np.cos(w) ** 2 - 1) > 0 else w
        except Exception:
            return np.nan

    assert one_sided(g, 0.0).differentiable is None
