"""Grids, spaces, differences, what passes over missing numbers, and options of reductions."""

import inspect

import mpmath
import numpy as np
import pytest

from adlite import TracingError, derivatives, elementwise_grad, grad, make_jvp, value_and_grad
from adlite.arrays import decompositions, fourier, gaps, grids  # noqa: F401
from adlite.core import rules
from tests.adlite.ways import all_ways

rng = np.random.default_rng(51)
A, V, T = rng.normal(size=(3, 4)), rng.normal(size=6), rng.normal(size=(2, 3, 4))
X = np.cumsum(rng.random(4) + 0.2)
MASK = np.array([[1, 1, 0, 1], [0, 1, 1, 1], [1, 0, 1, 1]]) > 0


def holed(np, x):
    return np.where(MASK, x, np.nan)


def steps(np, x):
    return np.cumsum(x**2 + 0.1)


REDUCTIONS = {
    "sum": (lambda np, x: np.sum(x**2, axis=0, initial=2.0, where=MASK), A),
    "prod": (lambda np, x: np.prod(x, axis=1, initial=2.0, where=MASK), A),
    "mean": (lambda np, x: np.mean(x, axis=1, where=MASK, keepdims=True) * x, A),
    "mean of a column": (lambda np, x: np.mean(x, where=MASK[:, :1]), A),
    "var": (lambda np, x: np.var(x, axis=1, where=MASK, correction=0.5), A),
    "var about": (lambda np, x: np.var(x, axis=1, mean=x[:, :1]), A),
    "std": (lambda np, x: np.std(x, axis=1, where=MASK, ddof=1), A),
    "max": (lambda np, x: np.max(x, axis=1, initial=-5.0, where=MASK), A),
    "min": (lambda np, x: np.min(x, axis=1, initial=-0.3), A),
    "average and weights": (
        lambda np, x: np.prod(np.average(x, axis=0, weights=V[:3] ** 2, returned=True), axis=0),
        A,
    ),
    "partition flat": (lambda np, x: np.partition(x, 2, axis=None) * np.arange(12.0), A),
    "nansum": (lambda np, x: np.nansum(holed(np, x) ** 2, 0), A),
    "nanmean": (lambda np, x: np.nanmean(holed(np, x), axis=1, keepdims=True) * x, A),
    "nanprod": (lambda np, x: np.nanprod(holed(np, x), axis=0), A),
    "nanvar": (lambda np, x: np.nanvar(holed(np, x), axis=0, ddof=0.3), A),
    "nanstd": (lambda np, x: np.nanstd(holed(np, x)), A),
    "nanmax": (lambda np, x: np.nanmax(holed(np, x), axis=0), A),
    "nanmin": (lambda np, x: np.nanmin(holed(np, x), axis=1, keepdims=True) * x, A),
    "nanmedian": (lambda np, x: np.nanmedian(holed(np, x), axis=0), A),
    "nancumsum": (lambda np, x: np.nancumsum(holed(np, x), 0), A),
    "nancumprod": (lambda np, x: np.nancumprod(holed(np, x), axis=1), A),
    "nan_to_num": (lambda np, x: np.nan_to_num(holed(np, x), nan=3.0) * x, A),
}
GRIDS = {
    "linspace": (lambda np, x: np.linspace(x[0], x[1:3], 4, axis=1), V),
    "linspace step": (lambda np, x: np.prod(np.linspace(x[0], x[1], 2, retstep=True)[1]), V),
    "logspace": (lambda np, x: np.logspace(x[0], x[1:3], 5), V),
    "logspace base": (lambda np, x: np.logspace(0.0, 1.0, 5, base=x[0] ** 2), V),
    "geomspace": (lambda np, x: np.geomspace(x[0] ** 2, x[1:3] ** 2 + 1, 4, axis=-1), V),
    "meshgrid": (lambda np, x: sum(np.meshgrid(x, x[:2] ** 2, V[:3])), V),
    "meshgrid ij": (lambda np, x: np.prod(np.stack(np.meshgrid(x, x**2, indexing="ij")), 0), V),
    "meshgrid sparse": (lambda np, x: np.meshgrid(x, x[:2], sparse=True)[1] * x, V),
    "meshgrid of one": (lambda np, x: np.meshgrid(x)[0] ** 2, V),
    "broadcast_arrays": (lambda np, x: np.broadcast_arrays(x, x[:, :1] ** 2)[1] * x, A),
    "gradient": (lambda np, x: np.gradient(x, axis=1) ** 2, A),
    "gradient all": (lambda np, x: np.gradient(x)[0] * np.gradient(x)[1], A),
    "gradient even": (lambda np, x: np.gradient(x, 0.5, 2.0, edge_order=2)[0], A),
    "gradient uneven": (lambda np, x: np.gradient(x, X, axis=-1, edge_order=2), A),
    "gradient by x": (lambda np, x: np.gradient(A, steps(np, x), axis=1), X),
    "interp period": (lambda np, x: np.interp(x * 9, [5.0, 1.0, 3.0], V[:3], period=6.0), A),
    "interp period x": (lambda np, x: np.interp(A, 3 * x, x, period=6.0), V),
    "full_like shape": (lambda np, x: np.full_like(x, x[:2], shape=(3, 2)), V),
    "unwrap": (lambda np, x: np.unwrap(x * 6) * x, A),
    "unwrap period": (lambda np, x: np.unwrap(x * 6, axis=0, period=3.0) * x, A),
    "polyfit": (lambda np, x: np.polyfit(X, x**2, 2), X),
    "polyfit x": (lambda np, x: np.polyfit(steps(np, x), A.T, 2, w=X), X),
    "sinc": (lambda np, x: np.sinc(4 * x), V),
}
IN_AUTOGRAD = {
    "block": (lambda np, x: np.block([[x, np.ones((3, 2))], [x[:1] * 2, 3.0 * x[:1, :2]]]), A),
    "block of numbers": (lambda np, x: np.block([x, x[0], 2.0]), V),
    "amax": (lambda np, x: np.amax(x, axis=1) - np.amin(x), A),
    "gradient of a vector": (lambda np, x: np.gradient(x), V),
}


@all_ways(REDUCTIONS | GRIDS | IN_AUTOGRAD, {*REDUCTIONS, *GRIDS})
def test_derivatives(check, f, at):
    check(f, at)


@pytest.mark.parametrize("w", [0.0, 1e-9, 1e-3, 0.3, 1.0, -2.5, 5.09, 5.1, 20.3, 90.7])
def test_all_derivatives_of_sinc(w):
    with mpmath.workdps(30):
        true = np.array([float(mpmath.diff(mpmath.sincpi, w, k)) for k in range(6)])
    nested, f = [], np.sinc
    for _ in range(6):
        nested.append(f(w))
        f = grad(f)
    unit = np.pi ** np.arange(6)
    np.testing.assert_allclose(nested / unit, true / unit, atol=4e-15)
    np.testing.assert_allclose(derivatives(np.sinc, w, 5) / unit, true / unit, atol=4e-15)


def test_sinc_of_arrays_and_of_complex_numbers():
    at = np.array([[0.0, 0.5], [-7.0, 1.0]])
    expected = [[0.0, -4 / np.pi], [np.cos(7 * np.pi) / -7, -1.0]]
    np.testing.assert_allclose(elementwise_grad(np.sinc)(at), expected, atol=1e-14)
    slope = grad(lambda w: np.sinc(w + 0.3j).real)(0.0)
    h = 1e-6
    difference = (np.sinc(h + 0.3j) - np.sinc(-h + 0.3j)).real / (2 * h)
    assert slope == pytest.approx(difference, abs=1e-9)


def test_nothing_but_missing_numbers():
    at = np.array([[np.nan, np.nan], [1.0, np.nan]])
    for f in (np.nanmax, np.nanmin):
        value, slope = make_jvp(lambda x, f=f: f(x, axis=1))(at)(np.ones((2, 2)))
        np.testing.assert_array_equal(value, [np.nan, 1.0])
        assert slope[1] == 1.0
    value, slope = value_and_grad(lambda x: np.sum(np.nan_to_num(x, posinf=7.0)))(
        np.array([np.inf, -np.inf, np.nan, 2.0])
    )
    assert value == 7.0 + np.finfo(float).min + 0.0 + 2.0
    np.testing.assert_array_equal(slope, [0.0, 0.0, 0.0, 1.0])


def test_ties_with_an_initial_value_are_shared():
    np.testing.assert_array_equal(
        grad(lambda x: np.max(x, initial=2.0))(np.array([2.0, 1.0])), [0.5, 0]
    )
    np.testing.assert_array_equal(
        grad(lambda x: np.min(x, initial=2.0))(np.array([3.0, 5.0])), [0, 0]
    )


def test_rounding_and_questions_are_level():
    assert grad(lambda w: np.around(w, 1) + w)(0.34) == 1.0
    answers = []

    def f(w):
        answers.append([np.isreal(w), np.iscomplex(w * 1j), np.isposinf(w), np.nanargmax([1.0, 2])])
        return w

    assert grad(f)(2.0) == 1.0 and answers == [[True, True, False, 1]]


def test_moved_axes_by_keyword():
    def f(x):
        y = np.moveaxis(x, source=0, destination=2) * np.swapaxes(x, axis1=0, axis2=2).swapaxes(
            0, 1
        )
        return np.sum(y * np.rollaxis(np.moveaxis(x, 0, 2), axis=2, start=3))

    np.testing.assert_allclose(grad(f)(T), 3 * T**2)


@pytest.mark.parametrize(
    "f, words",
    [
        (lambda x: np.geomspace(x[0], -x[0], 3), "same sign"),
        (lambda x: np.polyfit(X, x, 1, full=True)[0], "leave full= away"),
    ],
)
def test_what_cannot_be_done_is_said(f, words):
    with pytest.raises(TracingError, match=words):
        grad(lambda x: np.sum(f(x)))(X)


@pytest.mark.parametrize(
    "f, error",
    [
        (lambda x: np.max(x, where=x > 0), ValueError),
        (lambda x: np.meshgrid(x, x, indexing="no")[0], ValueError),
        (lambda x: np.gradient(x, edge_order=4), ValueError),
        (lambda x: np.gradient(x, X[:2]), ValueError),
        (lambda x: np.gradient(x, 1.0, 2.0), TypeError),
    ],
)
def test_numpys_own_errors_stay(f, error):
    with pytest.raises(error):
        f(X)
    with pytest.raises(error):
        grad(lambda x: np.sum(f(x)))(X)


# NumPy's options that change where a result is stored, or how, and not what it is.
STORED = {"out", "dtype", "like", "subok", "order", "casting", "device", "overwrite_input", "copy"}
REFUSED = {"polyfit": {"cov"}}


def accepts(handler, name):
    try:
        parameters = inspect.signature(handler).parameters
    except ValueError:
        return True
    return name in parameters or any(p.kind is p.VAR_KEYWORD for p in parameters.values())


@pytest.mark.parametrize(
    "function",
    [k for k in rules.HANDLERS if inspect.isfunction(k) or hasattr(k, "_implementation")],
    ids=lambda k: k.__name__,
)
def test_options_that_numpy_documents_are_known(function):
    handler = rules.HANDLERS[function]
    options = {
        name
        for name, p in inspect.signature(function).parameters.items()
        if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) and p.default is not p.empty
    }
    unknown = {name for name in options - STORED if not accepts(handler, name)}
    assert unknown == REFUSED.get(function.__name__, set())
