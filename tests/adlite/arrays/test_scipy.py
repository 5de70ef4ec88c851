"""SciPy's functions on traced values: against mpmath, and what is said of those without a rule."""

import subprocess
import sys

import mpmath
import numpy as np
import pytest
import scipy.special as special
import scipy.stats

import adlite
from adlite import TracingError, derivatives, grad, jacobian, make_jvp, program

ONE = {
    "erf": (mpmath.erf, 0.4),
    "erfc": (mpmath.erfc, 0.4),
    "erfcx": (lambda w: mpmath.exp(w * w) * mpmath.erfc(w), 0.4),
    "erfi": (mpmath.erfi, 0.4),
    "erfinv": (mpmath.erfinv, 0.4),
    "erfcinv": (lambda w: mpmath.erfinv(1 - w), 0.4),
    "dawsn": (lambda w: mpmath.exp(-w * w) * mpmath.erfi(w) * mpmath.sqrt(mpmath.pi) / 2, 0.4),
    "ndtr": (mpmath.ncdf, -0.7),
    "log_ndtr": (lambda w: mpmath.log(mpmath.ncdf(w)), -0.7),
    "ndtri": (lambda w: mpmath.sqrt(2) * mpmath.erfinv(2 * w - 1), 0.3),
    "expit": (lambda w: 1 / (1 + mpmath.exp(-w)), 40.0),
    "log_expit": (lambda w: -mpmath.log(1 + mpmath.exp(-w)), 0.4),
    "logit": (lambda w: mpmath.log(w / (1 - w)), 0.3),
    "gammaln": (mpmath.loggamma, 2.3),
    "loggamma": (mpmath.loggamma, 2.3),
    "gamma": (mpmath.gamma, -1.3),
    "rgamma": (mpmath.rgamma, 2.3),
    "digamma": (mpmath.digamma, 2.3),
    "entr": (lambda w: -w * mpmath.log(w), 0.4),
    "expm1": (mpmath.expm1, 0.4),
    "log1p": (mpmath.log1p, 0.4),
    "exp2": (lambda w: 2**w, 0.4),
    "exp10": (lambda w: mpmath.power(10, w), 0.4),
    "cbrt": (mpmath.cbrt, 0.4),
    "expi": (mpmath.ei, 0.7),
    "exp1": (mpmath.e1, 0.7),
    "j0": (mpmath.j0, 0.7),
    "j1": (mpmath.j1, 0.7),
    "y0": (lambda w: mpmath.bessely(0, w), 0.7),
    "y1": (lambda w: mpmath.bessely(1, w), 0.7),
    "i0": (lambda w: mpmath.besseli(0, w), 0.7),
    "i1": (lambda w: mpmath.besseli(1, w), 0.7),
}


@pytest.mark.parametrize("name", ONE)
def test_functions_of_one_number(name):
    f, (true, w) = getattr(special, name), ONE[name]
    with mpmath.workdps(40):
        expected = [float(mpmath.diff(true, w, k)) for k in range(4)]
    nested = [f(w), grad(f)(w), grad(grad(f))(w), grad(grad(grad(f)))(w)]
    np.testing.assert_allclose(nested, expected, rtol=2e-13)
    np.testing.assert_allclose(derivatives(f, w, 3), expected, rtol=2e-13)
    forward = lambda g: lambda w: make_jvp(g)(w)(1.0)[1]  # noqa: E731
    np.testing.assert_allclose([forward(f)(w), forward(forward(f))(w)], expected[1:3], rtol=2e-13)


MANY = {
    "xlogy": (lambda a, b: a * mpmath.log(b), (0.4, 0.7)),
    "xlog1py": (lambda a, b: a * mpmath.log1p(b), (0.4, 0.7)),
    "rel_entr": (lambda a, b: a * mpmath.log(a / b), (0.4, 0.7)),
    "kl_div": (lambda a, b: a * mpmath.log(a / b) - a + b, (0.4, 0.7)),
    "beta": (mpmath.beta, (1.4, 2.7)),
    "betaln": (lambda a, b: mpmath.log(mpmath.beta(a, b)), (1.4, 2.7)),
}
LAST = {
    "gammainc": (lambda a, w: mpmath.gammainc(a, 0, w, regularized=True), (1.4, 0.7)),
    "gammaincc": (lambda a, w: mpmath.gammainc(a, w, regularized=True), (1.4, 0.7)),
    "betainc": (lambda a, b, w: mpmath.betainc(a, b, 0, w, regularized=True), (1.4, 2.0, 0.3)),
    "jv": (mpmath.besselj, (1.5, 0.7)),
    "yv": (mpmath.bessely, (1.5, 0.7)),
    "iv": (mpmath.besseli, (1.5, 0.7)),
    "kv": (mpmath.besselk, (1.5, 0.7)),
}


@pytest.mark.parametrize("name", [*MANY, *LAST])
def test_functions_of_several_numbers(name):
    f, (true, at) = getattr(special, name), (MANY | LAST)[name]
    for i in range(len(at)) if name in MANY else [len(at) - 1]:
        orders = [0] * len(at)
        orders[i] = 2
        with mpmath.workdps(40):
            first = float(mpmath.diff(true, at, tuple(k // 2 for k in orders)))
            second = float(mpmath.diff(true, at, tuple(orders)))
        assert grad(f, i)(*at) == pytest.approx(first, rel=1e-12)
        assert grad(grad(f, i), i)(*at) == pytest.approx(second, rel=1e-11)
    if name in LAST:
        with pytest.raises(TracingError, match="is not known: keep it a plain number"):
            grad(f)(*at)


def test_arrays_programs_and_zero_log_zero():
    w = np.array([[0.1, 0.5, 2.0]])
    bell = 2 / np.sqrt(np.pi) * np.exp(-(w[0] ** 2))
    np.testing.assert_allclose(jacobian(special.erf)(w[0]), np.diag(bell), rtol=1e-14)
    np.testing.assert_allclose(grad(lambda w: np.sum(special.erf(w)))(w), [bell], rtol=1e-14)
    value, slope = program(lambda w: special.erf(w) ** 2, 0.3)(0.5)
    assert (value, slope) == pytest.approx(
        (special.erf(0.5) ** 2, 2 * special.erf(0.5) * bell[1]), rel=1e-14
    )
    entropy = grad(lambda p: np.sum(special.xlogy(p, p)))(np.array([0.0, 1.0]))
    assert entropy[1] == 1.0 and entropy[0] == -np.inf
    assert grad(special.xlogy, 1)(0.0, 0.0) == 0.0
    assert np.isnan(derivatives(special.digamma, 2.0, 45)[-1])


def test_softmax_works_as_it_stands():
    w = np.array([0.1, 0.5, 2.0])
    p = special.softmax(w)
    np.testing.assert_allclose(grad(lambda w: special.softmax(w)[1])(w), p[1] * (np.eye(3)[1] - p))


SENTENCES = {
    "logsumexp": (
        special.logsumexp,
        r"SciPy's logsumexp .* write np.logaddexp.reduce\(x, axis=None\)",
    ),
    "log_softmax": (special.log_softmax, r"x - np.logaddexp.reduce"),
    "polygamma": (lambda w: special.polygamma(1, w), "scipy.special.digamma"),
    "logpdf": (scipy.stats.norm.logpdf, r"SciPy's norm.logpdf .* write -\(\(x - loc\)"),
    "zeta": (lambda w: special.zeta(2.0, w), r"SciPy's zeta .* adlite.rule\(zeta, vjp=...\)"),
    "unknown": (special.owens_t, r"scipy.special.owens_t: give it one, adlite.rule\("),
    "method": (special.xlogy.reduce, "no derivative rule for scipy.special.xlogy"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_what_has_no_rule_is_one_sentence(name):
    f, words = SENTENCES[name]
    arguments = (lambda w: f(w, w)) if name == "unknown" else f
    for derive in (grad, lambda g: lambda w: make_jvp(g)(w)(np.ones(2))):
        with pytest.raises(TracingError, match=words) as caught:
            derive(lambda w: np.sum(arguments(w)))(np.array([0.3, 0.5]))
        assert len(str(caught.value)) < 250 and str(caught.value).endswith(".")


def test_the_advice_for_logsumexp_is_right():
    w = np.array([[0.1, 0.5], [2.0, 1000.0]])
    assert np.logaddexp.reduce(w, axis=None) == special.logsumexp(w)
    ours = grad(lambda w: np.logaddexp.reduce(w, axis=None))(w)
    np.testing.assert_allclose(ours, special.softmax(w), atol=1e-15)


def test_adlite_never_imports_scipy():
    code = """
import sys, numpy as np, adlite
assert adlite.grad(lambda w: np.sum(np.fft.fft(w).real))(np.ones(3)).shape == (3,)
try:
    adlite.grad(np.spacing)(1.0)
except adlite.TracingError:
    pass
print("scipy" in sys.modules)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout == "False\n"
    assert adlite.grad(special.erf)(0.0) == 2 / np.sqrt(np.pi)
