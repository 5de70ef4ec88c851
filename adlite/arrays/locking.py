"""Large arrays are not copied when they enter a trace, but locked until it is closed.

Writing into one is then an error of NumPy's.  A view that was made before cannot be locked, and so
some of the numbers are looked at again.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from ..core import ReverseTrace, TracingError

# So many numbers are copied sooner than they are read.
_SMALL = 8192


def _held(trace: ReverseTrace, x: Any) -> Any:
    if type(x) is np.ndarray and (trace.keeps or x.size <= _SMALL):
        return x.copy("K")
    array = x
    while type(array) is np.ndarray and array.flags.writeable:
        if array is x:
            # What is to be done last stands first.
            trace.closing.insert(0, partial(_compare, x, _sample(x)))
        array.flags.writeable = False
        trace.closing.append(partial(_unlock, array))
        array = array.base
    return x


def _unlock(array: Any) -> None:
    array.flags.writeable = True


def _sample(x: Any) -> Any:
    return x.flat[:: x.size // 256].tobytes()


def _compare(x: Any, before: Any) -> None:
    if _sample(x) != before:
        raise TracingError(
            "an array was changed after it was used, through another view: use a copy of it."
        )


ReverseTrace.held = _held  # type: ignore[method-assign, assignment]
