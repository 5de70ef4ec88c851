"""What the table of handlers does not hold when it is asked for: files to load, and advice.

Importing adlite need not wait for what few programs use: the rules of whole modules are entered
when one of their functions first meets a traced value.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import numpy as np

from ..core import HANDLERS, Function, TracingError
from .objects import explain

_FILES = {
    "numpy": ("gaps", "grids", "ranks", "sinc"),
    "numpy.fft": ("fourier",),
    "numpy.linalg": ("decompositions",),
}

INSTEAD = {
    "qr": "np.linalg.cholesky(x.T @ x) is its r up to signs",
    "convolve correlate": "add up slices of the signal times the weights",
    "unique histogram bincount": "it counts and has no slope, so use it outside of the derivative",
    "cov corrcoef": "subtract np.mean, multiply with @ and divide by n - 1",
    "nanpercentile nanquantile": "pick elements of np.sort(x)",
    "copyto": "write value * np.ones(shape) for np.full(shape, value)",
    "fill_diagonal put place putmask put_along_axis": "make an array with np.where",
}
"""What to write instead of functions that have no rule: their names, and the advice."""


def _spelled(key: Any) -> str:
    """Return a key of `HANDLERS` as one would write it in a program."""
    function, *method = key if isinstance(key, tuple) else (key,)
    room = getattr(function, "__module__", None) or "numpy"
    return ".".join([room.replace("numpy", "np"), function.__name__, *method])


def no_rule(name: str) -> TracingError:
    """Make the error for a NumPy function, or a use of one, that is not in the table."""
    last = name.split("(")[0].split(".")[-1]
    advice = "write it with simpler NumPy functions"
    advice = next((text for names, text in INSTEAD.items() if last in names.split()), advice)
    return TracingError(f"adlite has no derivative rule for {name}: {advice}.")


def answer(key: Any) -> Function | None:
    """Return the handler of a file that was not loaded yet, or raise with advice.

    If `key` is an error that a function has met, say which function of NumPy or SciPy it came from.
    """
    if isinstance(key, Exception):
        explain(key)
        return None
    function, *method = key if isinstance(key, tuple) else (key,)
    if isinstance(function, np.ufunc) and getattr(np, function.__name__, None) is not function:
        special = sys.modules.get("scipy.special")
        ours = getattr(special, function.__name__, None) is function
        if ours:
            import_module(".special", __package__).enter(special)
        if key not in HANDLERS:
            raise _foreign("scipy.special." * ours + function.__name__)
    for file in _FILES.get(getattr(function, "__module__", None) or "", ()):
        import_module(f".{file}", __package__)
    if key in HANDLERS:
        return HANDLERS[key]
    raise no_rule(_spelled(key))


def _foreign(name: str) -> TracingError:
    own = f"adlite.rule({name}, lambda y, w: ...)"
    return TracingError(f"adlite has no derivative rule for {name}: give it one, {own}.")
