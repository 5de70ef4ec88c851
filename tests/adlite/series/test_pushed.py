"""Taylor mode of operations that only say how they move a tangent, against mpmath's derivatives."""

import mpmath
import numpy as np
import pytest

from adlite import taylor


def square(a, b, c, d):
    return np.reshape(np.stack([a, b, c, d]), (2, 2))


# What is computed with arrays, the same in closed form, and where.
PUSHED = {
    "an eigenvalue": (
        lambda w: np.linalg.eigvalsh(square(w, 1.0, 1.0, 0.0))[1],
        lambda w: (w + mpmath.sqrt(w**2 + 4)) / 2,
        0.7,
    ),
    "an entry of an inverse": (
        lambda w: np.linalg.inv(square(w, 1.0, 1.0, 2.0))[0, 0],
        lambda w: 2 / (2 * w - 1),
        1.5,
    ),
    "a solution": (
        lambda w: np.linalg.solve(square(w, 1.0, 1.0, 2.0), np.stack([w, 1.0]))[1],
        lambda w: 0 * w,
        1.5,
    ),
    "a determinant": (
        lambda w: np.linalg.det(square(w, 1.0, 1.0, w * w)),
        lambda w: w**3 - 1,
        1.5,
    ),
    "an entry of a Cholesky factor": (
        lambda w: np.linalg.cholesky(square(w, 1.0, 1.0, w))[1, 1],
        lambda w: mpmath.sqrt(w - 1 / w),
        2.0,
    ),
    "a singular value": (
        lambda w: np.linalg.svd(square(w, 0.0, 1.0, 1.0), compute_uv=False)[0],
        lambda w: mpmath.sqrt((w**2 + 2 + mpmath.sqrt((w**2 + 2) ** 2 - 4 * w**2)) / 2),
        1.2,
    ),
    "the sign of a determinant, times w": (
        lambda w: np.linalg.slogdet(square(w, 1.0, 1.0, 2.0))[0] * w,
        lambda w: 1 * w,
        1.5,
    ),
    "a power of a matrix": (
        lambda w: np.linalg.matrix_power(square(w, 1.0, 0.0, 1.0), 3)[0, 1],
        lambda w: w**2 + w + 1,
        0.4,
    ),
}


@pytest.mark.parametrize("order", [1, 2, 6])
@pytest.mark.parametrize("name", PUSHED)
def test_coefficients_are_those_of_the_closed_form(name, order):
    g, closed, w0 = PUSHED[name]
    with mpmath.workdps(40):
        want = [float(c) for c in mpmath.taylor(closed, w0, order)]
    np.testing.assert_allclose(taylor(g, w0, order).coefficients, want, rtol=1e-9, atol=1e-11)
