"""Taylor mode against mpmath, which computes the same coefficients with fifty digits."""

import mpmath
import numpy as np
import pytest

from adlite import TracingError, derivatives, grad, jacobian, make_jvp, one_sided
from adlite.core import UFUNCS

ORDER = 15
MPMATH = {
    **{f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    "absolute": "fabs",
    "negative": lambda w: -w,
    "positive": lambda w: w,
    "conjugate": lambda w: w,
    "square": lambda w: w * w,
    "reciprocal": lambda w: 1 / w,
    "exp2": lambda w: 2**w,
    "log2": lambda w: mpmath.log(w, 2),
    **{name: "radians" for name in ("deg2rad", "radians")},
    **{name: "degrees" for name in ("rad2deg", "degrees")},
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "float_power": lambda a, b: a**b,
    "arctan2": lambda a, b: mpmath.atan(a / b),
    "logaddexp": lambda a, b: mpmath.log(mpmath.exp(a) + mpmath.exp(b)),
    "logaddexp2": lambda a, b: mpmath.log(mpmath.mpf(2) ** a + mpmath.mpf(2) ** b, 2),
    "maximum": max,
    "fmax": max,
    "minimum": min,
    "fmin": min,
    "clip": lambda a, b, c: min(max(a, b), c),
    "remainder": lambda a, b: a - b * mpmath.floor(a / b),
    "fmod": lambda a, b: a - b * (mpmath.floor if a / b > 0 else mpmath.ceil)(a / b),
    "sinc": "sincpi",
}


def b23(w, m=np):
    return m.tanh(w) * m.cos(w) + m.log(w)


def by_mpmath(f, w0, order):
    with mpmath.workdps(60):
        coefficients = mpmath.taylor(f, mpmath.mpf(float(w0)), order)
        return np.array([float(c * mpmath.factorial(n)) for n, c in enumerate(coefficients)])


def points(function, count=3):
    rng = np.random.default_rng(8)
    sides = UFUNCS[function].domain
    return [
        [float(rng.uniform(0.9 * a + 0.1 * b, 0.1 * a + 0.9 * b)) for a, b in sides]
        for _ in range(count)
    ]


def line(call, values):
    """All arguments move at once, at different speeds."""
    return lambda w: call(*(v + s * w for v, s in zip(values, (1.0, 0.5, -0.25), strict=False)))


@pytest.mark.parametrize("function", UFUNCS, ids=lambda f: f.__name__)
def test_every_rule_to_order_15(function):
    reference = MPMATH.get(function.__name__, function.__name__)
    reference = getattr(mpmath, reference) if isinstance(reference, str) else reference
    for values in points(function):
        expected = by_mpmath(line(reference, values), 0.0, ORDER)
        found = derivatives(line(function, values), 0.0, ORDER)
        # A derivative that happens to be small is known as well as its neighbour.
        scale = np.maximum(np.abs(expected), np.abs(np.roll(expected, 1)))
        assert np.all(np.abs(found - expected) <= 1e-10 * scale)
        assert found[0] == function(*map(np.float64, values))


@pytest.mark.parametrize("order", [0, 1, 6, 20, 30])
def test_chapter_function_to_order_30(order):
    expected = by_mpmath(lambda w: b23(w, mpmath), 1.5, order)
    np.testing.assert_allclose(derivatives(b23, 1.5, order), expected, rtol=1e-13)


def test_order_10_of_tanh_is_accurate_to_rounding():
    for w0 in (-1.0, 0.3, 1.0, 2.0):
        expected = by_mpmath(mpmath.tanh, w0, 10)
        np.testing.assert_allclose(derivatives(np.tanh, w0, 10), expected, rtol=1e-13)


def test_points_all_at_once():
    points = np.linspace(0.5, 3, 7).reshape(7, 1)
    together = derivatives(b23, points, 20)
    assert together.shape == (21, 7, 1)
    for i, w0 in enumerate(points[:, 0]):
        expected = by_mpmath(lambda w: b23(w, mpmath), w0, 20)
        np.testing.assert_allclose(together[:, i, 0], expected, rtol=1e-10)


WHOLE = {
    "w**0": (lambda w: w**0, 0.0, [1, 0, 0]),
    "w**1": (lambda w: w**1, -2.0, [-2, 1, 0]),
    "w**4 at 0": (lambda w: w**4, 0.0, [0, 0, 0, 0, 24, 0]),
    "w**5 at -2": (lambda w: w**5, -2.0, [-32, 80, -160, 240, -240, 120, 0]),
    "w**-2": (lambda w: w**-2, -2.0, [1 / 4, 1 / 4, 3 / 8]),
    "w**2.5 at 0": (lambda w: w**2.5, 0.0, [0, 0, 0, np.inf]),
    "sqrt at 0": (np.sqrt, 0.0, [0, np.inf]),
    "exponents in an array": (
        lambda w: np.sum(w ** np.array([0, 1, 2, 3.0])),
        0.0,
        [1, 1, 2, 6, 0],
    ),
    "0**w": (lambda w: 0.0**w, 2.0, [0, 0, 0]),
    "w**w": (lambda w: w**w, 1.0, [1, 1, 2, 3, 8, 10, 54]),
    "2**w": (lambda w: 2.0**w, 0.0, np.log(2) ** np.arange(8)),
    "no w": (lambda w: 3.0, 1.0, [3, 0, 0]),
    "(cos 3w) + w**2 + w**3": (lambda w: np.cos(3 * w) + w**2 + w**3, 0.0, [1, 0, 2 - 9, 6, 81, 0]),
    "branch": (lambda w: w**2 if w > 0 else -w, 3.0, [9, 6, 2, 0]),
    "where": (lambda w: np.where(w > 0, np.sqrt(w), 0.0), 0.0, [0, 0, np.nan]),
    "where, to its left": (lambda w: np.where(w > 0, np.sqrt(w), 0.0), -1.0, [0, 0, 0]),
    "cos(|w|)": (lambda w: np.cos(np.abs(w)), 0.0, [1, 0, -1, 0, 1]),
    "max(0, w)": (lambda w: np.maximum(0, w), 0.0, [0, 0.5, np.nan]),
    "|w|**3": (lambda w: np.abs(w) ** 3, 0.0, [0, 0, 0, np.nan]),
    "hypot(w, 2w)**2": (lambda w: np.hypot(w, 2 * w) ** 2, 0.0, [0, 0, 10, 0]),
    "loop": (lambda w: sum(w**k for k in range(4)), 0.0, [1, 1, 2, 6, 0]),
    "nested derivative": (lambda w: w * grad(lambda v: v**3 * w)(w), 1.0, [3, 12, 36, 72, 72, 0]),
}


@pytest.mark.parametrize("name", WHOLE)
def test_closed_forms(name):
    g, w0, expected = WHOLE[name]
    with np.errstate(all="ignore"):
        found = derivatives(g, w0, len(expected) - 1)
    np.testing.assert_allclose(found, expected, rtol=1e-13, atol=1e-13)


ARRAYS = np.linspace(0.3, 1.4, 4)
MATRIX = np.arange(16.0).reshape(4, 4) / 20 + 2 * np.eye(4)
STRUCTURAL = {
    "matmul": lambda w: np.sum(np.sin(MATRIX @ (w * ARRAYS)) @ (ARRAYS**w)),
    "outer": lambda w: np.sum(np.tanh(np.outer(w * ARRAYS, np.cos(w * ARRAYS)))),
    "stack and slice": lambda w: np.prod(np.stack([w, np.sin(w), w * w])[1:] + 1),
    "norm": lambda w: np.linalg.norm(np.sin(w * ARRAYS) + 2),
    "solve": lambda w: np.sum(np.linalg.solve(MATRIX * w + np.eye(4), np.sin(w * ARRAYS))),
    "inv": lambda w: np.sum(np.linalg.inv(np.eye(4) + np.cos(w) * MATRIX)[:, 1] ** 2),
    "det": lambda w: np.linalg.det(np.eye(4) + np.sin(w) * MATRIX),
    "slogdet": lambda w: np.linalg.slogdet(np.eye(4) + np.exp(w) * MATRIX)[1],
    "einsum": lambda w: np.einsum("i,ij,j->", np.sin(w * ARRAYS), MATRIX, ARRAYS**w),
    "cumsum": lambda w: np.sum(np.cumsum(np.exp(w * ARRAYS)) ** 2),
    "sort": lambda w: np.sort(np.array([w**2, np.sin(w), 3 - w]))[0],
    "logsumexp": lambda w: np.log(np.sum(np.exp(w * ARRAYS))),
    "var": lambda w: np.var(np.exp(w * ARRAYS)),
    "complex": lambda w: np.abs(np.exp(1j * w) + w) ** 2 + np.real((w + 1j) ** 3),
    "polyval": lambda w: np.polyval([1.0, -2.0, 0.5, 1.0], np.sin(w)),
}


@pytest.mark.parametrize("name", STRUCTURAL)
def test_array_functions_against_nested_forward_mode(name):
    g = STRUCTURAL[name]
    nested, expected = g, []
    for _ in range(4):
        nested = lambda w, f=nested: make_jvp(f)(w)(1.0)[1]  # noqa: E731
        expected.append(float(nested(0.8)))
    np.testing.assert_allclose(derivatives(g, 0.8, 4)[1:], expected, rtol=1e-11)


def test_derivatives_can_be_differentiated():
    # d/da of the second derivative of sin(a w) at w: 2 a (-sin(a w)) - a**2 w cos(a w)
    def second(a, w=0.7):
        return derivatives(lambda w: np.sin(a * w), w, 2)[2]

    expected = -2 * 1.3 * np.sin(1.3 * 0.7) - 1.3**2 * 0.7 * np.cos(1.3 * 0.7)
    assert grad(second)(1.3) == pytest.approx(expected, rel=1e-13)
    assert make_jvp(second)(1.3)(1.0)[1] == pytest.approx(expected, rel=1e-13)
    assert derivatives(second, 1.3, 1)[1] == pytest.approx(expected, rel=1e-13)
    rows = jacobian(lambda w: derivatives(np.exp, w, 3))(0.5)
    np.testing.assert_allclose(rows, np.exp(0.5) * np.ones(4), rtol=1e-13)


def test_long_function_does_not_recurse():
    def g(w):
        for _ in range(20_000):
            w = np.sin(w) + w
            w = w * 0.5
        return w

    def first(w):
        slope = 1.0
        for _ in range(20_000):
            slope, w = slope * 0.5 * (np.cos(w) + 1), 0.5 * (np.sin(w) + w)
        return slope

    assert derivatives(g, 1.0, 2)[1] == pytest.approx(first(1.0), rel=1e-9)


@pytest.mark.parametrize("n", [-1, 1.5, "3", None])
def test_order_must_be_a_whole_number(n):
    with pytest.raises(ValueError, match="a whole number from 0 on"):
        derivatives(np.sin, 1.0, n)
    with pytest.raises(ValueError, match="a whole number from 1 on"):
        one_sided(np.sin, 1.0, n)


def test_errors_are_those_of_the_other_modes():
    kept = []
    with pytest.raises(TracingError, match="respect to str"):
        derivatives(np.sin, "1.5", 2)
    with pytest.raises(TracingError, match="returned NoneType"):
        derivatives(lambda w: None, 1.5, 2)
    derivatives(lambda w: kept.append(w) or w, 1.0, 2)
    with pytest.raises(TracingError, match="return it from the function instead"):
        kept[0] + 1
