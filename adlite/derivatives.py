"""The operators a reader calls: `grad` and its relatives, with autograd's names and signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .forward import jvp
from .primitives import TracingError, as_leaf, filled
from .reverse import vjp

Argnum = int | tuple[int, ...] | list[int]


def _split(f: Callable, argnum: Argnum, args: tuple, kwargs: dict) -> tuple[Callable, list]:
    """Return `f` as a function of the chosen arguments only, and those arguments."""
    chosen = (argnum,) if isinstance(argnum, int) else tuple(argnum)
    if not callable(f):
        raise TracingError(
            f"the first argument must be a function, not {type(f).__name__} {f!r}: "
            "write grad(g)(w0), not grad(g(w0))."
        )
    try:
        inputs = [args[i] for i in chosen]
    except (IndexError, TypeError):
        raise TracingError(
            f"argnum={argnum!r} does not point at one of the {len(args)} positional arguments: "
            "count from 0."
        ) from None
    if len(args) == 1:
        return (lambda x: f(x, **kwargs)) if kwargs else f, inputs

    def of_chosen(*xs: Any) -> Any:
        everything = list(args)
        for i, x in zip(chosen, xs, strict=True):
            everything[i] = x
        return f(*everything, **kwargs)

    return of_chosen, inputs


def _join(argnum: Argnum, parts: list) -> Any:
    return parts[0] if isinstance(argnum, int) else tuple(parts)


def _name(derivative: Callable, f: Callable, kind: str) -> Callable:
    derivative.__name__ = f"{kind}_of_{getattr(f, '__name__', 'function')}"
    derivative.__doc__ = f"{kind} of the function {getattr(f, '__name__', '')}; same arguments."
    return derivative


def value_and_grad(f: Callable, argnum: Argnum = 0) -> Callable:
    """Return a function giving both `f` and its gradient, in one forward and one backward sweep.

    The gradient has the shape of argument `argnum`; for a tuple of argument numbers it is a tuple
    of gradients.  `f` must return a single number (an array of size 1 will do).

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> value, slope = value_and_grad(np.tanh)(0.0)
    >>> print(value, slope)
    0.0 1.0
    """

    def derivative(*args: Any, **kwargs: Any) -> Any:
        of_chosen, inputs = _split(f, argnum, args, kwargs)
        pullback, value = vjp(of_chosen, inputs)
        if value.size != 1:
            raise TracingError(
                f"grad needs a function that returns one number, and this one returned an array "
                f"of shape {value.shape}: use elementwise_grad, or sum the output."
            )
        return value, _join(argnum, pullback(filled(1.0, value.shape), last=True))

    return _name(derivative, f, "value_and_grad")


def grad(f: Callable, argnum: Argnum = 0) -> Callable:
    """Return the gradient of `f` as a function: Eq. B.21 by the reverse mode of Section B.7.

    The gradient has the shape of argument `argnum`; for a tuple of argument numbers it is a tuple
    of gradients.  `f` must return a single number (an array of size 1 will do).

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> g = lambda w: np.tanh(w) * np.cos(w) + np.log(w)
    >>> print(f"{grad(g)(1.5):.12f}")
    -0.223431496517
    >>> print(grad(lambda w: np.sum(w**2))(np.array([1.0, 2.0])))
    [2. 4.]
    """
    both = value_and_grad(f, argnum)

    def derivative(*args: Any, **kwargs: Any) -> Any:
        return both(*args, **kwargs)[1]

    return _name(derivative, f, "grad")


def elementwise_grad(f: Callable, argnum: Argnum = 0) -> Callable:
    """Return the derivative of `f` at every element of an array at once.

    Meant for functions whose outputs each depend on one input.  In general it is the sum of the
    outputs that is differentiated, as in autograd.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> second = elementwise_grad(elementwise_grad(lambda w: w**3))
    >>> print(second(np.array([-1.0, 0.0, 2.0])))
    [-6.  0. 12.]
    """

    def derivative(*args: Any, **kwargs: Any) -> Any:
        of_chosen, inputs = _split(f, argnum, args, kwargs)
        pullback, value = vjp(of_chosen, inputs)
        return _join(argnum, pullback(filled(1.0, value.shape), last=True))

    return _name(derivative, f, "elementwise_grad")


def _seed(v: Any, shape: tuple[int, ...], name: str) -> Any:
    v = as_leaf(v)
    if v.shape != shape:
        raise TracingError(f"{name} must have shape {shape}, not {v.shape}.")
    return v


def make_vjp(f: Callable, argnum: Argnum = 0) -> Callable:
    """Return a function that gives the pullback of `f` and its value: reverse mode, bare.

    The pullback takes an adjoint of the output's shape to the adjoint of argument `argnum`.  It
    may be called many times.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> pullback, value = make_vjp(np.sin)(np.array([0.0, np.pi]))
    >>> print(pullback(np.array([1.0, 10.0])))
    [  1. -10.]
    """

    def make(*args: Any, **kwargs: Any) -> tuple[Callable, Any]:
        of_chosen, inputs = _split(f, argnum, args, kwargs)
        pullback, value = vjp(of_chosen, inputs)
        return (
            lambda v: _join(argnum, pullback(_seed(v, value.shape, "the output's adjoint"))),
            value,
        )

    return _name(make, f, "vjp")


def make_jvp(f: Callable, argnum: Argnum = 0) -> Callable:
    """Return a function that pushes tangents through `f`: forward mode, bare (Section B.6).

    `make_jvp(f)(x)(v)` gives the value of `f` at x and its derivative along v, which has the
    shape of x.  For a tuple of argument numbers v is a tuple as well.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> value, slope = make_jvp(lambda w: w**2)(3.0)(1.0)
    >>> print(value, slope)
    9.0 6.0
    """

    def make(*args: Any, **kwargs: Any) -> Callable:
        of_chosen, inputs = _split(f, argnum, args, kwargs)

        def push(v: Any) -> tuple[Any, Any]:
            given = [v] if isinstance(argnum, int) else list(v)
            tangents = [
                _seed(t, np.shape(x), "the tangent") for t, x in zip(given, inputs, strict=True)
            ]
            return jvp(of_chosen, inputs, tangents)

        return push

    return _name(make, f, "jvp")
