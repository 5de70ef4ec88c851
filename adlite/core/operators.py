"""The operators a reader calls: `grad` and its relatives, with autograd's names and signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .containers import float_leaves, matching, open_up
from .forward import jvp
from .primitives import TracingError, as_leaf, filled, shown
from .reverse import vjp

# With so few inputs, pushing a tangent for each costs no more than keeping a tape.
_FEW = 32
Argnum = int | tuple[int, ...] | list[int]


def opened(
    f: Callable, argnum: Argnum, args: tuple, kwargs: dict, copy: bool = True
) -> tuple[Callable, dict, Callable]:
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
        raw: dict = {}
        build = open_up(x, raw)
        return _of_leaves(f, argnum, args, kwargs, build), float_leaves(raw), build
    # Most inputs are one number or array: that must not cost more than it has to.
    of_x = f if len(args) == 1 and not kwargs else _of_leaves(f, argnum, args, kwargs, next)
    return of_x, {(): as_leaf(x, copy)}, next


def _of_leaves(f: Callable, argnum: Argnum, args: tuple, kwargs: dict, build: Callable) -> Callable:
    def of_leaves(*leaves: Any) -> Any:
        everything, x = list(args), build(iter(leaves))
        if isinstance(argnum, int):
            everything[argnum] = x
        else:
            for i, part in zip(argnum, x, strict=True):
                everything[i] = part
        return f(*everything, **kwargs)

    return of_leaves


def named(derivative: Callable, f: Callable, kind: str) -> Callable:
    """Give a derivative a name that tells what it is of."""
    derivative.__name__ = f"{kind}_of_{getattr(f, '__name__', 'function')}"
    derivative.__doc__ = f"{kind} of the function {getattr(f, '__name__', '')}; same arguments."
    return derivative


def value_and_grad(f: Callable, argnum: Argnum = 0) -> Callable:
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


def grad(f: Callable, argnum: Argnum = 0) -> Callable:
    """Return the gradient of `f` as a function: Eq. B.21 by the reverse mode of Section B.7.

    The gradient has the shape of argument `argnum`; for a tuple of argument numbers it is a tuple
    of gradients.  An argument may be a list, tuple or dict of numbers and arrays, also nested: the
    gradient has the same structure.  `f` must return a single number (an array of size 1 will do).

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

    return named(derivative, f, "grad")


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
        of_leaves, leaves, build = opened(f, argnum, args, kwargs, copy=False)
        pullback, value = vjp(of_leaves, leaves.values())
        return build(iter(pullback(filled(1.0, value.shape), last=True)))

    return named(derivative, f, "elementwise_grad")


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
        of_leaves, leaves, build = opened(f, argnum, args, kwargs)
        pullback, value = vjp(of_leaves, leaves.values())

        def pull(v: Any) -> Any:
            (adjoint,) = matching(v, {(): value}, "the adjoint")
            return build(iter(pullback(adjoint)))

        return pull, value

    return named(make, f, "vjp")


def make_jvp(f: Callable, argnum: Argnum = 0) -> Callable:
    """Return a function that pushes tangents through `f`: forward mode, bare (Section B.6).

    `make_jvp(f)(x)(v)` gives the value of `f` at x and its derivative along v, which is built like
    x.  For a tuple of argument numbers v is a tuple as well.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> import numpy as np
    >>> value, slope = make_jvp(lambda w: w**2)(3.0)(1.0)
    >>> print(value, slope)
    9.0 6.0
    """

    def make(*args: Any, **kwargs: Any) -> Callable:
        of_leaves, leaves, _ = opened(f, argnum, args, kwargs)
        inputs = list(leaves.values())
        return lambda v: jvp(of_leaves, inputs, matching(v, leaves, "the tangent"))

    return named(make, f, "jvp")


def _one_array(f: Callable, argnum: Argnum, args: tuple, kwargs: dict) -> tuple[Callable, Any]:
    of_leaves, leaves, _ = opened(f, argnum, args, kwargs)
    if () not in leaves:
        raise TracingError(
            "Jacobians and Hessians are taken with respect to one number or array: make one "
            "vector of lists, tuples, dicts or several arguments with flatten_func."
        )
    return of_leaves, leaves[()]


def _rows(pullback: Callable, value: Any, x: Any) -> Any:
    """Return a Jacobian by reverse mode, one entry of the output at a time."""
    unit = np.eye(value.size).reshape(value.size, *value.shape)
    rows = [pullback(one)[0] for one in unit]
    if not value.shape:
        return rows[0]
    return np.reshape(np.stack(rows), (*value.shape, *x.shape))


def jacobian(f: Callable, argnum: int = 0) -> Callable:
    """Return the derivative of every entry of the output of `f` by every entry of the input.

    The result has the shape f(x).shape + x.shape: for vectors, entry [i, j] is the derivative of
    output i by input j.  All columns are computed at once in forward mode; where outputs are few
    and inputs many, row by row in reverse mode (Griewank & Walther 2008, ch. 3).

    Raises `TracingError` if `f` cannot be differentiated as it is written, or if the input is no
    single number or array.

    >>> import numpy as np
    >>> print(jacobian(lambda w: np.array([w[0] * w[1], w[0] ** 2]))(np.array([2.0, 3.0])))
    [[3. 2.]
     [4. 0.]]
    """

    def derivative(*args: Any, **kwargs: Any) -> Any:
        from ..arrays.batched import columns

        of_x, x = _one_array(f, argnum, args, kwargs)
        if x.size > _FEW:
            pullback, value = vjp(of_x, [x])
            if 0 < 4 * value.size <= x.size:
                return _rows(pullback, value, x)
        return columns(of_x, x)

    return named(derivative, f, "jacobian")


def hessian(f: Callable, argnum: int = 0) -> Callable:
    """Return all second derivatives of `f` (Section B.8): forward mode over reverse mode.

    The result has the shape f(x).shape + x.shape + x.shape.

    Raises `TracingError` if `f` cannot be differentiated as it is written, or if the input is no
    single number or array.

    >>> import numpy as np
    >>> print(hessian(lambda w: w[0] ** 2 * w[1])(np.array([2.0, 3.0])))
    [[6. 4.]
     [4. 0.]]
    """

    def derivative(*args: Any, **kwargs: Any) -> Any:
        from ..arrays.batched import columns

        of_x, x = _one_array(f, argnum, args, kwargs)
        return columns(lambda v: _rows(*vjp(of_x, [v]), v), x)

    return named(derivative, f, "hessian")


def hessian_vector_product(f: Callable, argnum: int = 0) -> Callable:
    """Return the product of the Hessian of `f` with a vector, without computing the Hessian.

    The vector comes last among the positional arguments and has the shape of argument `argnum`,
    as has the product.  It costs about as much as two gradients, however long the vector is.

    Raises `TracingError` if `f` cannot be differentiated as it is written, or if the input is no
    single number or array.

    >>> import numpy as np
    >>> product = hessian_vector_product(lambda w: np.sum(w**3))
    >>> print(product(np.array([1.0, 2.0]), np.array([1.0, 10.0])))
    [  6. 120.]
    """

    def derivative(*args: Any, **kwargs: Any) -> Any:
        of_x, x = _one_array(f, argnum, args[:-1], kwargs)
        return jvp(grad(of_x), [x], matching(args[-1], {(): x}, "the vector"))[1]

    return named(derivative, f, "hessian_vector_product")


def make_hvp(f: Callable, argnum: int = 0) -> Callable:
    """Return a function that gives the Hessian-vector product at one point, and the gradient.

    The gradient's steps are noted once for many products: reverse mode over reverse mode.

    Raises `TracingError` if `f` cannot be differentiated as it is written, or if the input is no
    single number or array.

    >>> import numpy as np
    >>> product, slope = make_hvp(lambda w: np.sum(w**3))(np.array([1.0, 2.0]))
    >>> print(slope, product(np.array([1.0, 10.0])))
    [ 3. 12.] [  6. 120.]
    """

    def make(*args: Any, **kwargs: Any) -> tuple[Callable, Any]:
        of_x, x = _one_array(f, argnum, args, kwargs)
        return make_vjp(grad(of_x))(x)

    return named(make, f, "hvp")
