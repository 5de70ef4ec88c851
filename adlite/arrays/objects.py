"""Arrays of objects: what NumPy makes of `np.array([w0, w1])`, and of lists of traced numbers.

NumPy asks a traced value about whatever it takes part in, and nobody about an array that only holds
some.  It computes with such an array by Python's operators, and for np.exp by a method `exp` of
each element.  Most functions work so; what they return, and what is given together with a traced
array, comes in through one door, `core.pack`.  The rest is here.  Means make their result a number
of the dtype of the sum, and so must not see that it has one.  Others, as linear algebra, know
floats only: their error becomes a sentence, and so does that of SciPy's functions over plain
arrays.
"""

from __future__ import annotations

import re
import sys
from itertools import takewhile
from types import FrameType
from typing import Any

import numpy as np

from ..core import Function, TracedNumber, TracingError, holds_traced

# What NumPy itself says of a ufunc that has no way for objects, or asks a float for a method.
_NO_WAY = r"ufunc '(\w+)' |no callable (\w+) method|'(?:float|int)' .* '(arctan2|hypot)'"
_PUBLIC = ("fft", "linalg")

SCIPY = {
    "logsumexp": "np.logaddexp.reduce(x, axis=None)",
    "softmax": "np.exp(x - np.logaddexp.reduce(x, axis=None))",
    "log_softmax": "x - np.logaddexp.reduce(x, axis=None)",
    "polygamma": "derivatives of scipy.special.digamma, by adlite.elementwise_grad",
    "norm.pdf": "np.exp(-((x - loc) / scale)**2 / 2) / (scale * np.sqrt(2 * np.pi))",
    "norm.logpdf": "-((x - loc) / scale)**2 / 2 - np.log(scale * np.sqrt(2 * np.pi))",
    "norm.cdf": "scipy.special.ndtr((x - loc) / scale)",
    "norm.logcdf": "scipy.special.log_ndtr((x - loc) / scale)",
    "norm.sf": "scipy.special.ndtr((loc - x) / scale)",
    "norm.logsf": "scipy.special.log_ndtr((loc - x) / scale)",
    "norm.ppf": "loc + scale * scipy.special.ndtri(q)",
}
"""What to write instead of SciPy's functions that are written in Python."""


def dtype_by(read: Function) -> Any:
    """Make the property `dtype` of traced numbers, which NumPy's means must not see."""

    def dtype(x: Any) -> Any:
        if sys._getframe(1).f_globals.get("__name__") == "numpy._core._methods":
            raise AttributeError("dtype")
        return read(x)

    return property(dtype)


TracedNumber.dtype = dtype_by(lambda x: x.value.dtype)


def explain(error: Exception) -> None:
    """Raise a sentence if `error` came from a function that cannot take arrays of objects."""
    from traceback import walk_tb

    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    last = list(takewhile(lambda frame: _room(frame), reversed(frames)))[::-1]
    for frame in (frame for frame in last if _room(frame) == "scipy"):
        name = frame.f_code.co_name
        kind = getattr(frame.f_locals.get("self"), "name", None)
        name = f"{kind}.{name}" if kind else name
        instead = SCIPY.get(name, f"its formula in NumPy, or adlite.rule({name}, vjp=...)")
        raise TracingError(
            f"SciPy's {name} cannot work with a value inside a derivative: write {instead}."
        ) from error
    found = re.search(_NO_WAY, str(error))
    name = found[found.lastindex or 0] if found else ""
    if last and _room(last[0]) == "numpy" and _holds(last[0]):
        public = (part for part in last[0].f_globals["__name__"].split(".") if part in _PUBLIC)
        name = ".".join([*public, last[0].f_code.co_name])
    if name:
        raise TracingError(
            f"np.{name} met an array or a list of traced numbers, with which NumPy does not "
            "compute: make it with np.stack([...])."
        ) from error


def _room(frame: FrameType) -> str:
    room = frame.f_globals.get("__name__", "").partition(".")[0]
    return room if room in ("adlite", "numpy", "scipy") else ""


def _holds(frame: FrameType) -> bool:
    """Whether a call was given traced numbers in a list or an array of objects."""
    return any(
        isinstance(x, (list, np.ndarray)) and holds_traced(x) for x in frame.f_locals.values()
    )
