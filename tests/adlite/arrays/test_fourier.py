"""`numpy.fft` on traced values, with its options."""

import numpy as np
import pytest

from adlite import TracingError, derivatives, grad, hessian
from tests.adlite.ways import all_ways

rng = np.random.default_rng(31)
V, T = rng.normal(size=6), rng.normal(size=(2, 4, 5))

CASES = {
    "fft": (lambda np, x: np.abs(np.fft.fft(x)) ** 2, V),
    "fft filled up": (lambda np, x: np.abs(np.fft.fft(x, 8)) ** 2, V),
    "fft cut": (lambda np, x: np.real(np.fft.fft(x, 3, axis=0, norm="ortho")), T),
    "fft of complex": (lambda np, x: np.imag(np.fft.fft(x * (1 + 2j) + 1j)), V),
    "ifft": (lambda np, x: np.imag(np.fft.ifft(x**2, n=4, axis=-2)), T),
    "rfft": (lambda np, x: np.abs(np.fft.rfft(x)) ** 2, V),
    "irfft": (lambda np, x: np.fft.irfft(x * (1 + 2j)), V),
    "irfft longer": (lambda np, x: np.fft.irfft(x + 2j * x**2, 16), V),
    "filtered": (lambda np, x: np.fft.irfft(np.fft.rfft(x) * (1 + 1j)), V),
    "fft2": (lambda np, x: np.abs(np.fft.fft2(x)) ** 2, T),
    "ifft2": (lambda np, x: np.abs(np.fft.ifft2(x, norm="ortho")) ** 2, T),
    "fftn axes": (lambda np, x: np.imag(np.fft.fftn(x, axes=(0, 2))), T),
    "ifftn": (lambda np, x: np.imag(np.fft.ifftn(x, s=(3, 4), axes=(1, 0))), T),
    "rfftn": (lambda np, x: np.abs(np.fft.rfftn(x, s=(3, 4), axes=(2, 0))) ** 2, T),
    "irfftn": (lambda np, x: np.fft.irfftn(x * (1 + 1j)), T),
    "fftshift": (lambda np, x: np.fft.fftshift(x) * x, T),
    "ifftshift axes": (lambda np, x: np.fft.ifftshift(x, axes=(0, 2)) * x, T),
}
# autograd has no rule for these, or not for these options, or its result is not the slope.
MORE = {
    "rfft forward": (lambda np, x: np.fft.rfft(x, norm="forward").real, V),
    "rfft odd": (lambda np, x: np.abs(np.fft.rfft(x, 5)) ** 2, V),
    "irfft odd": (lambda np, x: np.fft.irfft(x * (1 + 2j), 7), V),
    "rfft2": (lambda np, x: np.abs(np.fft.rfft2(x, axes=(0, 1))) ** 2, T),
    "irfft2": (lambda np, x: np.fft.irfft2(x * (1 + 1j), s=(-1, 7), axes=(1, 0)), T),
    "hfft": (lambda np, x: np.fft.hfft(x * (1 + 1j)), V),
    "ihfft": (lambda np, x: np.fft.ihfft(x, norm="ortho").imag, V),
    "fftshift one axis": (lambda np, x: np.fft.fftshift(x, 1) * x, T),
}


@all_ways(CASES | MORE, set(MORE))
def test_derivatives(check, f, at):
    check(f, at)


def test_energy_is_kept():
    # Parseval: the sum of |fft|**2 is n times that of x**2.
    energy = lambda x: np.sum(np.abs(np.fft.fft(x)) ** 2)  # noqa: E731
    np.testing.assert_allclose(grad(energy)(V), 2 * 6 * V, rtol=1e-13)
    np.testing.assert_allclose(hessian(energy)(V), 2 * 6 * np.eye(6), atol=1e-13)
    along = derivatives(lambda w: energy(V + w * V[::-1]), 0.0, 3)
    expected = 6 * np.array([V @ V, 2 * V @ V[::-1], 2 * V @ V, 0.0])
    np.testing.assert_allclose(along, expected, rtol=1e-13, atol=1e-13)


def test_complex_numbers_are_no_input_of_rfft():
    with pytest.raises(TracingError, match="use np.fft.fft"):
        grad(lambda x: np.sum(np.abs(np.fft.rfft(x * 1j))))(V)


def test_lengths_and_axes_must_match():
    with pytest.raises(ValueError, match="different lengths"):
        grad(lambda x: np.sum(np.abs(np.fft.fftn(x, s=(2, 2), axes=(0,)))))(T)
