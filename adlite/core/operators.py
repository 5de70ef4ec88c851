"""The operators a reader calls: `grad` and its relatives, with autograd's names and signatures."""

from __future__ import annotations

from typing import Any

from .containers import Build, Leaves, as_leaf, float_leaves, matching, open_up
from .forward import jvp
from .primitives import Args, Function, Options, TracingError, filled, shown
from .reverse import vjp

Argnum = int | tuple[int, ...] | list[int]


def opened(
    f: Function, argnum: Argnum, args: Args, kwargs: Options, copy: bool = True
) -> tuple[Function, Leaves, Build]:
    """Return `f` as a function of its input's leaves, these leaves, and what builds from others."""
    if not callable(f):
        raise TracingError(
            f"the first argument must be a function, not {type(f).__name__} {shown(f)}: "
            "write grad(g)(w0), not grad(g(w0))."
        )
    try:
        x = args[argnum] if isinstance(argnum, int) else tuple([args[i] for i in argnum])
    except (IndexError, TypeError):
        raise TracingError(
            f"argnum={argnum!r} does not point at one of the {len(args)} positional arguments: "
            "count from 0."
        ) from None
    if isinstance(x, (list, tuple, dict)):
        raw: Leaves = {}
        build = open_up(x, raw)
        return _of_leaves(f, argnum, args, kwargs, build), float_leaves(raw), build
    # Most inputs are one number or array: that must not cost more than it has to.
    of_x = f if len(args) == 1 and not kwargs else _of_leaves(f, argnum, args, kwargs, next)
    return of_x, {(): as_leaf(x, copy)}, next


def _of_leaves(f: Function, argnum: Argnum, args: Args, kwargs: Options, build: Build) -> Function:
    def of_leaves(*leaves: Any) -> Any:
        everything, x = list(args), build(iter(leaves))
        if isinstance(argnum, int):
            everything[argnum] = x
        else:
            for i, part in zip(argnum, x, strict=True):
                everything[i] = part
        return f(*everything, **kwargs)

    return of_leaves


def named(derivative: Function, f: Function, kind: str) -> Function:
    """Give a derivative a name that tells what it is of."""
    derivative.__name__ = f"{kind}_of_{getattr(f, '__name__', 'function')}"
    derivative.__doc__ = f"{kind} of the function {getattr(f, '__name__', '')}; same arguments."
    return derivative


def value_and_grad(f: Function, argnum: Argnum = 0) -> Function:
    """Return a function giving both `f` and its gradient, in one forward and one backward sweep.

    The gradient has the shape of argument `argnum`; for a tuple of argument numbers it is a tuple
    of gradients.  An argument may be a list, tuple or dict of numbers and arrays, also nested: the
    gradient has the same structure.  `f` must return a single number (an array of size 1 will do).

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> value, slope = value_and_grad(np.tanh)(0.0)
    >>> print(value, slope)
    0.0 1.0
    """

    def derivative(*args: Any, **kwargs: Any) -> Any:
        of_leaves, leaves, build = opened(f, argnum, args, kwargs, copy=False)
        pullback, value = vjp(of_leaves, leaves.values())
        if value.size != 1:
            raise TracingError(
                f"grad needs a function that returns one number, and this one returned an array "
                f"of shape {value.shape}: use elementwise_grad or jacobian, or sum the output."
            )
        slope = build(iter(pullback(filled(1.0, value.shape), last=True)))
        # An array of size 1 may be a piece of the input.
        return value.copy() if value.shape else value, slope

    return named(derivative, f, "value_and_grad")


def grad(f: Function, argnum: Argnum = 0) -> Function:
    """Return the gradient of `f` as a function: Eq. B.21 by the reverse mode of Section B.7.

    Arguments and gradient are those of `value_and_grad`; `f` must return a single number.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> g = lambda w: np.tanh(w) * np.cos(w) + np.log(w)
    >>> print(f"{grad(g)(1.5):.12f}")
    -0.223431496517
    >>> print(grad(lambda w: np.sum(w**2))(np.array([1.0, 2.0])))
    [2. 4.]
    """
    both = value_and_grad(f, argnum)
    return named(lambda *args, **kwargs: both(*args, **kwargs)[1], f, "grad")


def make_vjp(f: Function, argnum: Argnum = 0) -> Function:
    """Return a function that gives the pullback of `f` and its value: reverse mode, bare.

    The pullback takes an adjoint of the output's shape to the adjoint of argument `argnum`.  It
    may be called many times.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> pullback, value = make_vjp(np.sin)(np.array([0.0, np.pi]))
    >>> print(pullback(np.array([1.0, 10.0])))
    [  1. -10.]
    """

    def make(*args: Any, **kwargs: Any) -> tuple[Function, Any]:
        of_leaves, leaves, build = opened(f, argnum, args, kwargs)
        pullback, value = vjp(of_leaves, leaves.values(), keeps=True)

        def pull(v: Any) -> Any:
            (adjoint,) = matching(v, {(): value}, "the adjoint")
            return build(iter(pullback(adjoint)))

        return pull, value

    return named(make, f, "vjp")


def make_jvp(f: Function, argnum: Argnum = 0) -> Function:
    """Return a function that pushes tangents through `f`: forward mode, bare (Section B.6).

    `make_jvp(f)(x)(v)` gives the value of `f` at x and its derivative along v, which is built like
    x.  For a tuple of argument numbers v is a tuple as well.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> value, slope = make_jvp(lambda w: w**2)(3.0)(1.0)
    >>> print(value, slope)
    9.0 6.0
    """

    def make(*args: Any, **kwargs: Any) -> Function:
        of_leaves, leaves, _ = opened(f, argnum, args, kwargs)
        inputs = list(leaves.values())
        return lambda v: jvp(of_leaves, inputs, matching(v, leaves, "the tangent"))

    return named(make, f, "jvp")
