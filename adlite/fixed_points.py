"""Where an iteration comes to rest, and how that moves with its parameters."""

from __future__ import annotations

from typing import Any

import numpy as np

from .core import Function, make_vjp, open_up
from .custom import rule


def fixed_point(f: Function, a: Any, x0: Any, distance: Function, tol: float) -> Any:
    """Return x with f(a)(x) = x, found from x0 on, with its derivative by `a`.

    The steps stop when `distance(x, previous)` is at most `tol`; x is one number or array, `a` may
    be nested lists, tuples and dicts of them.  No step is kept: the derivative is that of the
    equation, and is itself found by iteration, to the same `tol` and at about the same speed.

    Raises `TracingError` if `f` cannot be differentiated as it is written.  An iteration that does
    not come to rest does not end.

    >>> from adlite import grad
    >>> def babylon(a):
    ...     return lambda x: (x + a / x) / 2
    >>> def far(x, y):
    ...     return np.max(np.abs(x - y))
    >>> root = lambda a: fixed_point(babylon, a, 1.0, far, 1e-12)
    >>> print(root(4.0).round(9), grad(root)(4.0).round(9), grad(grad(root))(4.0).round(9))
    2.0 0.25 -0.03125
    """
    leaves: dict[Any, Any] = {}
    build = open_up(a, leaves)

    def rest(*parts: Any) -> Any:
        step = f(build(iter(parts)))
        x, before = step(x0), x0
        while distance(x, before) > tol:
            x, before = step(x), x
        return x

    def once(x: Any, *parts: Any) -> Any:
        return f(build(iter(parts)))(x)

    def back(y_bar: Any, y: Any, *parts: Any) -> Any:
        def adjoint_step(given: Any) -> Function:
            *parts, y, y_bar = given
            pull = make_vjp(once)(y, *parts)[0]
            return lambda u: pull(u) + y_bar

        u = fixed_point(adjoint_step, [*parts, y, y_bar], np.zeros(np.shape(y)), distance, tol)
        bars = make_vjp(once, tuple(range(1, len(parts) + 1)))(y, *parts)[0](u)
        return bars if len(parts) > 1 else bars[0]

    return rule(rest, vjp=back, name="fixed_point")(*leaves.values())
