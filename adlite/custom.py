"""Rules of a reader's own, made in one line."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from .core import Elementwise, Function, TracingError, rules


def rule(
    fun: Function, *partials: Function, book: str | tuple[str, ...] = (), name: str = ""
) -> Elementwise:
    """Return `fun` with a derivative of its own, for use in every mode: one more line of the table.

    `fun` takes one number or array, or several that broadcast; `partials[i](y, *args)` is the
    derivative of its value y by argument i, written with NumPy.  `fun` itself may compute in any
    way; if it takes numbers only, so does the result.  `book` holds the derivatives as text in w,
    or in a, b, c, ... for several arguments, with NumPy's names.

    Raises `TracingError` if partials and arguments differ in number, or something cannot be called.

    >>> import math, adlite
    >>> erf = adlite.rule(math.erf, lambda y, w: 2 / np.sqrt(np.pi) * np.exp(-(w**2)))
    >>> print(adlite.grad(erf)(0.5).round(6), adlite.grad(adlite.grad(erf))(0.5).round(6))
    0.878783 -0.878783
    """
    count, book = len(partials), (book,) if isinstance(book, str) else book
    if not (count and all(map(callable, (fun, *partials))) and len(book) in (0, count)):
        raise TracingError(
            "a rule is a function and, for each of its arguments, a partial derivative and perhaps "
            "a book string: rule(lambda w: w**3, lambda y, w: 3 * w**2, book='3 * w**2')."
        )
    name = name or getattr(fun, "__name__", "function").replace("<lambda>", "function")
    wrong = TracingError(
        f"the rule for {name} needs one partial(y, *arguments) for each argument, and has {count}: "
        "write rule(lambda a, b: a * b, lambda y, a, b: b, lambda y, a, b: a)."
    )
    for function, taken in ((fun, count), *((partial, count + 1) for partial in partials)):
        try:
            inspect.signature(function).bind(*range(taken))
        except TypeError:
            raise wrong from None
        except ValueError:  # nothing is known of it: its first call will tell
            pass

    def computed(*args: Any) -> Any:
        if len(args) != count:
            raise wrong
        y = np.asarray(fun(*args))
        return (y.astype(np.float64) if y.dtype.kind in "biu" else y)[()]

    computed.__name__ = computed.__qualname__ = name
    computed.__wrapped__ = fun  # type: ignore[attr-defined]
    return Elementwise(computed, partials, book, (rules.REAL,) * count)
