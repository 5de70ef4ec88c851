"""What the table of handlers does not hold when it is asked for: files to load, and advice.

Importing adlite need not wait for what few programs use: the rules of whole modules are entered
when one of their functions first meets a traced value.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..core import HANDLERS, Function, TracingError, spelled

_FILES = {
    "numpy": ("gaps", "grids", "sinc"),
    "numpy.fft": ("fourier",),
    "numpy.linalg": ("decompositions",),
}

INSTEAD = {
    "qr": "np.linalg.cholesky(x.T @ x) is its r up to signs",
    "convolve correlate": "add up slices of the signal times the weights",
    "unique histogram bincount": "it counts and has no slope, so use it outside of the derivative",
    "cov corrcoef": "subtract np.mean, multiply with @ and divide by n - 1",
    "percentile quantile nanpercentile nanquantile": "pick elements of np.sort(x)",
    "copyto": "write value * np.ones(shape) for np.full(shape, value)",
    "fill_diagonal put place putmask put_along_axis": "make an array with np.where",
}
"""What to write instead of functions that have no rule: their names, and the advice."""


def no_rule(name: str) -> TracingError:
    """Make the error for a NumPy function, or a use of one, that is not in the table."""
    last = name.split("(")[0].split(".")[-1]
    advice = "write it with simpler NumPy functions"
    advice = next((text for names, text in INSTEAD.items() if last in names.split()), advice)
    return TracingError(f"adlite has no derivative rule for {name}: {advice}.")


def answer(key: Any) -> Function:
    """Return the handler of a file that was not loaded yet, or raise with advice."""
    for file in _FILES.get(getattr(key, "__module__", None) or "", ()):
        import_module(f".{file}", __package__)
    if key in HANDLERS:
        return HANDLERS[key]
    raise no_rule(spelled(key))
