"""What a reader's function does that no picture can show, found by trying it out."""

import inspect
import math
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..live import InputError, say

_NO_FLOAT = "which knows no derivative: write ordinary numbers, such as 0.5"
_TRUTH = "True or False: choose between two numbers with np.where(w > 0, 1.0, 0.0)"
# What is returned instead of a number by a slip, by the name of its type, and what to write.
_STRANGE = {
    "Decimal": f"a Decimal, {_NO_FLOAT}",
    "Fraction": f"a Fraction, {_NO_FLOAT}",
    "bool": _TRUTH,
    "bool_": _TRUTH,
    "coroutine": "a coroutine: write def for async def",
    "generator": "a generator: write return for yield",
}
# Far and near on both sides of zero: what is nowhere defined here is defined in no window.
FAR = [0.0, *(sign * 10.0**power for power in range(-3, 4) for sign in (1, -1))]


def real_number(y: Any) -> float:
    """Return what a reader's function gave as a float, NaN if it is not finite.

    Raises:
        InputError: it is no real number.

    >>> real_number(np.array(2)), real_number(np.inf)
    (2.0, nan)

    """
    if isinstance(y, str | bytes):
        raise InputError(
            f"g must return a number; it returned the text {y!r}: "
            "write it as an expression in w, such as np.sin(w)."
        )
    if y is None:
        raise InputError("g returned nothing: its last line must be 'return' and a number.")
    kind = type(y).__name__
    if kind in _STRANGE:
        raise InputError(f"g must return a number; it returned {_STRANGE[kind]}.")
    try:
        array = np.asarray(y)
        if array.ndim:
            raise InputError(
                f"g must return one number; it returned an array of shape {array.shape}: "
                "pick an entry, as in y[0], or add them up with np.sum."
            )
        if array.dtype.kind == "c":
            raise InputError(
                "g must return a real number; it returned a complex one: take np.real(...), "
                "or np.abs(...)."
            )
        number = float(array)
    except OverflowError:
        # A whole number of Python's that no float can hold.
        return math.nan
    except (TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"g must return a number; it returned something of type {kind}: write it as an "
            "expression in w, such as np.sin(w)."
        ) from None
    return number if math.isfinite(number) else math.nan


def check_repeats(call: Callable[[Any], float], points: Sequence[Any]) -> None:
    """Refuse a function that gives another value for the same input: no picture of it is right.

    Raises:
        InputError: it depends on chance, or on what it was asked before.

    >>> check_repeats(lambda w: 2.0 * w, [1.0, 2.0])
    >>> known = []
    >>> check_repeats(lambda w: known.append(w) or float(len(known)), [1.0, 2.0])
    Traceback (most recent call last):
    widgets.live.numbers.InputError: g gives 2 and then 3 for the same input 2: it depends on \
chance, or on what it was asked before; let it depend on its input alone.

    """
    first = [call(point) for point in points]
    for point, before in reversed(list(zip(points, first, strict=True))):
        now = call(point)
        # NaN is the same as NaN.
        if now != before and not (math.isnan(now) and math.isnan(before)):
            raise InputError(
                f"g gives {say(before)} and then {say(now)} for the same input {_said(point)}: it "
                "depends on chance, or on what it was asked before; let it depend on its input "
                "alone."
            )


def check_draws_nothing(call: Callable[[], Any]) -> None:
    """Call a function once, and refuse it if it draws with pyplot.

    Raises:
        InputError: it does.

    """
    pyplot = sys.modules.get("matplotlib.pyplot")
    before = set(pyplot.get_fignums()) if pyplot else set()
    try:
        call()
    except Exception:
        return
    finally:
        pyplot = sys.modules.get("matplotlib.pyplot")
        new = set(pyplot.get_fignums()) - before if pyplot else set()
        for number in new:
            sys.modules["matplotlib.pyplot"].close(number)
    if new:
        raise InputError(
            "g draws a picture of its own whenever it is called: leave pyplot out of g, and let "
            "it only return a number."
        )


def check_takes_one(g: Any) -> None:
    """Refuse a function that cannot be called with one number.

    Raises:
        InputError: it takes none, or must be given more.

    >>> check_takes_one(np.sin)
    >>> check_takes_one(lambda a, b: a * b)
    Traceback (most recent call last):
    widgets.live.numbers.InputError: g must take one number, as lambda w: w**2 does; this g takes \
(a, b).

    """
    try:
        signature = inspect.signature(g)
    except (TypeError, ValueError):
        # A function of NumPy's does not say.
        return
    try:
        signature.bind(0.0)
    except TypeError:
        raise InputError(
            f"g must take one number, as lambda w: w**2 does; this g takes {signature}."
        ) from None


def check_differentiable(slope: Callable[[Any], Any], points: Sequence[Any]) -> None:
    """Refuse a function that gives numbers, but raises wherever a derivative of it is taken.

    Raises:
        InputError: it does at all of the points.

    >>> check_differentiable(lambda w: 2.0 * w, [1.0, 2.0])

    """
    for point in points:
        try:
            with np.errstate(all="ignore"):
                slope(point)
            return
        except Exception as error:
            raised = error
    raise InputError(
        f"g cannot be differentiated: inside a derivative it raised {_told(raised)}: write it with "
        "operators and NumPy's functions alone."
    )


def no_number(where: str, call: Callable[[], Any], elsewhere: Callable[[], bool]) -> InputError:
    """Return what there is to say of a function that gives no number in a window.

    `call` calls it there once more, and `elsewhere` says whether another window would help.

    >>> no_number("between 0 and 1", lambda: 1 / 0, lambda: False)
    InputError('g gives no number anywhere between 0 and 1 (it raised ZeroDivisionError: division \
by zero), nor in any other window: choose another g.')
    """
    begun = f"g gives no number anywhere {where}"
    try:
        with np.errstate(all="ignore"):
            call()
    except NameError as error:
        return InputError(f"{begun}: it uses {error.name}, which is nowhere defined; define it.")
    except (TypeError, AttributeError, ImportError, NotImplementedError) as error:
        slip = next((instead for sign, instead in _SLIPS.items() if sign in str(error)), None)
        return InputError(f"{begun}: {slip or f'it raised {_told(error)}; mend that in g'}.")
    except Exception as error:
        begun += f" (it raised {_told(error)})"
    if elsewhere():
        return InputError(f"{begun}: choose another window, or another g.")
    return InputError(f"{begun}, nor in any other window: choose another g.")


# What Python says of a slip, and what to write.
_POWER = "in Python ^ is no power; write w**2 for w^2"
_WHOLE = (
    "it wants a whole number, as range and factorial do, and between two of these there is no "
    "slope; let loops count to a fixed number"
)
_SLIPS = {
    "bitwise_xor": _POWER,
    "for ^": _POWER,
    "as an integer": _WHOLE,
    "list indices must": _WHOLE.replace("range and factorial do", "an index does"),
}


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(".: ")


def _said(point: Any) -> str:
    return ", ".join(say(float(x)) for x in np.atleast_1d(point))
