"""Eigenvalues, singular values and what is made of them, also where they are equal."""

import numpy as np
import pytest

from adlite import TracingError, derivatives, grad, hessian, jacobian, make_jvp
from tests.adlite.ways import all_ways

rng = np.random.default_rng(41)
A, S, Q, T = (rng.normal(size=s) for s in ((3, 4), (3, 3), (2, 3, 3), (2, 4, 5)))
Z = rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))
HERMITIAN = Z + Z.conj().T


def parts(np, results):
    """All of several results in one real vector."""
    rows = [np.ravel(part) for part in results]
    return np.concatenate([f(row) for row in rows for f in (np.real, np.imag)])


CASES = {
    "eigh": (lambda np, x: np.concatenate([np.ravel(p) for p in np.linalg.eigh(x)]), S),
    "eigh upper": (lambda np, x: np.linalg.eigh(x, "U")[1] ** 2, Q),
    "eigh hermitian": (lambda np, x: np.abs(np.linalg.eigh(x + HERMITIAN)[1]) ** 2, S),
    "svd": (lambda np, x: np.concatenate([np.ravel(p) for p in np.linalg.svd(x, False)]), A),
    "svd tall": (lambda np, x: np.concatenate([np.ravel(p) for p in np.linalg.svd(x.T, False)]), A),
    "svd values": (lambda np, x: np.linalg.svd(x, compute_uv=False), T),
    "cholesky": (lambda np, x: np.linalg.cholesky(x @ x.T + np.eye(3)), S),
    "pinv": (lambda np, x: np.linalg.pinv(x), A),
    "pinv batch": (lambda np, x: np.linalg.pinv(np.swapaxes(x, -1, -2)), T),
    "norm nuc": (lambda np, x: np.linalg.norm(x, "nuc"), A),
    "norm nuc axes": (lambda np, x: np.linalg.norm(x, "nuc", axis=(0, 2)), T),
}
# autograd has no rule for these, or not for these options, or another convention, or is wrong.
MORE = {
    "eigvalsh": (lambda np, x: np.linalg.eigvalsh(x, "U"), Q),
    "eig": (lambda np, x: parts(np, np.linalg.eig(x)), S),
    "eig of complex": (lambda np, x: parts(np, np.linalg.eig(x + Z)), S),
    "eigvals": (lambda np, x: np.abs(np.linalg.eigvals(x)), Q),
    "svd full": (lambda np, x: parts(np, np.linalg.svd(x)), Q),
    "svd hermitian": (lambda np, x: np.linalg.svd(x, hermitian=True)[1], S),
    "svd of complex": (
        lambda np, x: np.abs(np.linalg.svd(x[:, :2] + Z[:, :2], False)[0]) ** 2,
        S,
    ),
    "polar of complex": (
        lambda np, x: np.real(np.linalg.svd(x + Z)[0] @ np.linalg.svd(x + Z)[2]),
        S,
    ),
    "svdvals": (lambda np, x: np.linalg.svdvals(x), A),
    "cholesky reads one half": (lambda np, x: np.linalg.cholesky(0.1 * x + np.eye(3)), S),
    "cholesky upper": (lambda np, x: np.linalg.cholesky(x @ x.T + np.eye(3), upper=True), S),
    "cholesky of complex": (
        lambda np, x: np.abs(np.linalg.cholesky((x + Z) @ np.conj(x + Z).T)) ** 2,
        S,
    ),
    "pinv of complex": (lambda np, x: np.abs(np.linalg.pinv(x + 1j * A)) ** 2, A[::-1]),
    "pinv options": (lambda np, x: np.linalg.pinv(x + x.T, rcond=1e-12, hermitian=True), S),
    "lstsq": (lambda np, x: np.linalg.lstsq(x.T, A[0] * x[1])[0], A),
    "lstsq rest": (lambda np, x: np.linalg.lstsq(x.T, A.T[:, :2] ** 2)[1], A),
    "lstsq shortest": (lambda np, x: np.linalg.lstsq(x, S[0])[0], A),
    "lstsq values": (lambda np, x: np.linalg.lstsq(x, x @ x.T)[3], A),
    "norm 2": (lambda np, x: np.linalg.norm(x, 2, axis=(0, 2)), T),
    "norm -2": (lambda np, x: np.linalg.norm(x, -2, axis=(2, 1), keepdims=True) * x, T),
    "norm 1": (lambda np, x: np.linalg.norm(x, 1) * np.linalg.norm(x, -1), A),
    "norm inf": (lambda np, x: np.linalg.norm(x, np.inf, (0, 1)) * np.linalg.norm(x, -np.inf), A),
    "matrix_norm": (lambda np, x: np.linalg.matrix_norm(x, ord="nuc", keepdims=True) * x, T),
    "cond": (lambda np, x: np.linalg.cond(x) + np.linalg.cond(x, -2), Q),
    "cond 1": (lambda np, x: np.linalg.cond(x, 1), Q),
}


@all_ways(CASES | MORE, set(MORE))
def test_derivatives(check, f, at):
    check(f, at)


TURN_LEFT = np.array([[0.0, -1.0], [1.0, 0.0]])
B = [rng.normal(size=(3, 3)) for _ in range(3)]
PATHS = {
    "eigh": lambda x: np.linalg.eigh(x)[0][1] * np.linalg.eigh(x)[1][0, 1] ** 2,
    "eig": lambda x: np.sum(np.abs(np.linalg.eig(x)[1] * np.linalg.eig(x)[0]) ** 3),
    "svd": lambda x: np.sum(np.linalg.svd(x)[0][:, 0] * np.linalg.svd(x)[2][0]),
    "cholesky": lambda x: np.sum(np.linalg.cholesky(x @ x.T) ** 3),
    "pinv": lambda x: np.sum(np.linalg.pinv(x[:, :2]) ** 2),
    "nuclear": lambda x: np.linalg.norm(x, "nuc"),
}


@pytest.mark.parametrize("name", PATHS)
def test_taylor_mode_agrees_with_nested_gradients(name):
    f = lambda w: PATHS[name](B[0] + w * B[1] + np.sin(w) * B[2])  # noqa: E731
    nested = [f, grad(f), grad(grad(f)), grad(grad(grad(f)))]
    np.testing.assert_allclose(derivatives(f, 0.3, 3), [g(0.3) for g in nested], rtol=1e-9)


def test_symmetric_two_by_two_in_closed_form():
    # Eigenvalues of [[a, b], [b, -a]]: -r and r with r = sqrt(a**2 + b**2).
    f = lambda v: np.linalg.eigvalsh(np.stack([v, v[::-1] * [1, -1]]))[1]  # noqa: E731
    a, b = at = np.array([0.3, -1.2])
    r = np.hypot(a, b)
    np.testing.assert_allclose(grad(f)(at), at / r, rtol=1e-13)
    second = np.array([[b * b, -a * b], [-a * b, a * a]]) / r**3
    np.testing.assert_allclose(hessian(f)(at), second, rtol=1e-12)
    np.testing.assert_allclose(jacobian(jacobian(f))(at), second, rtol=1e-12)


def test_rotation_in_closed_form():
    # Eigenvalues of [[a, -b], [b, a]] are a + ib and a - ib.
    f = lambda a, b: np.linalg.eigvals(a * np.eye(2) + b * TURN_LEFT)[0]  # noqa: E731
    assert grad(lambda a, b: f(a, b).real, (0, 1))(0.3, 0.7) == pytest.approx((1.0, 0.0))
    assert grad(lambda a, b: np.abs(f(a, b)), (0, 1))(0.3, 0.4) == pytest.approx((0.6, 0.8))


TURN = np.linalg.qr(S)[0]
TWICE = TURN @ np.diag([1.0, 1.0, 2.0]) @ TURN.T
SMOOTH = {
    "trace": (lambda x: np.sum(np.linalg.eigvalsh(x)), lambda x: np.eye(3)),
    "cubes": (lambda x: np.sum(np.linalg.eigvalsh(x) ** 3), lambda x: 3 * x @ x),
    "determinant": (lambda x: np.prod(np.linalg.eigvalsh(x)), lambda x: 2 * np.linalg.inv(x)),
    "fourth powers": (lambda x: np.sum(np.linalg.svdvals(x) ** 4), lambda x: 4 * x @ x.T @ x),
    "nuclear": (lambda x: np.linalg.norm(x, "nuc"), lambda x: np.eye(3)),
    # The projector on the vector v of the single value 2 is x - 1.
    "projector": (
        lambda x: np.linalg.eigh(x)[1][0, 2] ** 2,
        lambda x: 2 * TURN[0, 2] * np.outer((2 * np.eye(3) - x)[0], TURN[:, 2]),
    ),
}


def symmetrized(slope):
    """Slopes by the entries of a symmetric matrix, whichever half is read."""
    return (slope + slope.T) / 2


@pytest.mark.parametrize("name", SMOOTH)
def test_equal_values_have_the_right_slope_in_what_is_smooth(name):
    f, slope = SMOOTH[name]
    at = (TWICE + TWICE.T) / 2
    expected = symmetrized(slope(at))
    np.testing.assert_allclose(symmetrized(grad(f)(at)), expected, atol=1e-12)
    for place in np.ndindex(3, 3):
        unit = np.zeros((3, 3))
        unit[place] = 1.0
        pushed = make_jvp(f)(at)((unit + unit.T) / 2)[1]
        assert pushed == pytest.approx(expected[place], abs=1e-12)


UNKNOWN = {
    "vector of a tie": (lambda x: np.linalg.eigh(x)[1][0, 0], np.eye(3)),
    "vector of a rounded tie": (lambda x: np.linalg.eigh(x)[1][0, 0], (TWICE + TWICE.T) / 2),
    "left vector": (lambda x: np.linalg.svd(x)[0][0, 1], TURN),
    "right vector": (lambda x: np.linalg.svd(x)[2][0, 1], TURN),
    "defective": (lambda x: np.sum(np.linalg.eigvals(x)).real, np.array([[1.0, 1.0], [0.0, 1.0]])),
    "nearly defective": (
        lambda x: np.abs(np.linalg.eigvals(x)[0]),
        np.array([[2.0, 1.0], [-1.0, 0.0]]),
    ),
    "split by rounding": (
        lambda x: np.abs(np.linalg.eigvals(x)[0]),
        TURN @ np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 2.0]]) @ TURN.T,
    ),
    "rank": (lambda x: np.sum(np.linalg.pinv(x)), np.ones((3, 2))),
    "least squares": (lambda x: np.sum(np.linalg.lstsq(x, S[0])[0]), np.ones((3, 2))),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_has_no_slope_is_not_a_number(name):
    f, at = UNKNOWN[name]
    assert np.isnan(grad(f)(at)).any()
    assert np.isnan(make_jvp(f)(at)(rng.normal(size=at.shape))[1])


@pytest.mark.parametrize(
    "f", [lambda x: np.sum((np.linalg.eigvalsh(x) - 1) ** 2), lambda x: np.linalg.norm(x, "nuc")]
)
def test_second_derivatives_at_equal_values_are_not_numbers(f):
    at, read = np.eye(3), np.tri(3) > 0
    for second in (hessian(f)(at), jacobian(jacobian(f))(at)):
        assert np.isnan(second[read][:, read]).all()
    again = grad(lambda x: np.sum(grad(f)(x) * S))(at)
    assert np.isnan(again[read]).all()
    assert np.isnan(derivatives(lambda w: f(at + w * S), 0.0, 2)[1:]).all()


def test_at_a_kink_the_mean_of_a_tie_and_zero_at_zero():
    np.testing.assert_allclose(
        grad(lambda x: np.max(np.linalg.eigvalsh(x)))(np.eye(2)), np.eye(2) / 2
    )
    np.testing.assert_allclose(grad(lambda x: np.linalg.norm(x, "nuc"))(np.ones((2, 2))), 0.5)
    np.testing.assert_array_equal(grad(lambda x: np.linalg.norm(x, 2))(np.zeros((2, 2))), 0.0)


def test_right_sides_need_no_full_rank():
    slope = grad(lambda b: np.linalg.lstsq(np.ones((3, 2)), b)[0][0])(np.arange(3.0))
    np.testing.assert_allclose(slope, 1 / 6)
    result = []
    grad(lambda b: (result.extend(np.linalg.lstsq(np.ones((3, 2)), b)), b[0])[1])(np.arange(3.0))
    assert result[1].size == 0 and result[2] == 1


def test_one_matrix_of_a_batch_leaves_the_others_alone():
    both = np.stack([np.eye(3), S + S.T])
    ours = grad(lambda x: np.sum(np.linalg.eigh(x)[1][1] ** 3))(both)
    np.testing.assert_array_equal(ours[0], 0.0)
    assert np.isfinite(ours[1]).all() and ours[1].any()


def test_results_have_numpys_names():
    seen = []

    def f(x):
        seen.extend([np.linalg.svd(x), np.linalg.eigh(x), np.linalg.eig(x)])
        return np.sum(seen[0].S + seen[1].eigenvalues) + np.sum(seen[2].eigenvectors.real)

    grad(f)(S + S.T)
    kinds = [type(g(S)) for g in (np.linalg.svd, np.linalg.eigh, np.linalg.eig)]
    assert [type(one) for one in seen] == kinds


def test_a_full_svd_of_what_is_not_square_is_refused():
    with pytest.raises(TracingError, match="full_matrices=False"):
        grad(lambda x: np.linalg.svd(x)[0][0, 0])(A)
    with pytest.raises(ValueError, match="norm order"):
        grad(lambda x: np.linalg.norm(x, 3))(A)
