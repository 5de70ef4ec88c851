"""Derivatives of many outputs, and second ones: `elementwise_grad`, `jacobian`, `hessian`."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core import (
    Argnum,
    Function,
    Options,
    TracingError,
    filled,
    grad,
    jvp,
    make_vjp,
    matching,
    named,
    opened,
    vjp,
)
from .batched import columns

# With so few inputs, pushing a tangent for each costs no more than keeping a tape.
_FEW = 32


def elementwise_grad(f: Function, argnum: Argnum = 0) -> Function:
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


def _one_array(
    f: Function, argnum: Argnum, args: tuple[Any, ...], kwargs: Options
) -> tuple[Function, Any]:
    of_leaves, leaves, _ = opened(f, argnum, args, kwargs)
    if () not in leaves:
        raise TracingError(
            "Jacobians and Hessians are taken with respect to one number or array: make one "
            "vector of lists, tuples, dicts or several arguments with flatten_func."
        )
    return of_leaves, leaves[()]


def _rows(pullback: Function, value: Any, x: Any) -> Any:
    """Return a Jacobian by reverse mode, one entry of the output at a time."""
    unit = np.eye(value.size).reshape(value.size, *value.shape)
    rows = [pullback(one)[0] for one in unit]
    if not value.shape:
        return rows[0]
    return np.reshape(np.stack(rows), (*value.shape, *x.shape))


def jacobian(f: Function, argnum: int = 0) -> Function:
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
        of_x, x = _one_array(f, argnum, args, kwargs)
        if x.size > _FEW:
            pullback, value = vjp(of_x, [x])
            if 0 < 4 * value.size <= x.size:
                return _rows(pullback, value, x)
        return columns(of_x, x)

    return named(derivative, f, "jacobian")


def hessian(f: Function, argnum: int = 0) -> Function:
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
        of_x, x = _one_array(f, argnum, args, kwargs)
        return columns(lambda v: _rows(*vjp(of_x, [v]), v), x)

    return named(derivative, f, "hessian")


def hessian_vector_product(f: Function, argnum: int = 0) -> Function:
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


def make_hvp(f: Function, argnum: int = 0) -> Function:
    """Return a function that gives the Hessian-vector product at one point, and the gradient.

    The gradient's steps are noted once for many products: reverse mode over reverse mode.

    Raises `TracingError` if `f` cannot be differentiated as it is written, or if the input is no
    single number or array.

    >>> import numpy as np
    >>> product, slope = make_hvp(lambda w: np.sum(w**3))(np.array([1.0, 2.0]))
    >>> print(slope, product(np.array([1.0, 10.0])))
    [ 3. 12.] [  6. 120.]
    """

    def make(*args: Any, **kwargs: Any) -> tuple[Function, Any]:
        of_x, x = _one_array(f, argnum, args, kwargs)
        product, slope = make_vjp(grad(of_x))(x)
        return product, slope

    return named(make, f, "hvp")
