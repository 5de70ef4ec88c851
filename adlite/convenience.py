"""What users of autograd know by name, each a line or two over what adlite has."""

from __future__ import annotations

import inspect
from functools import partial
from typing import Any

import numpy as np

from .arrays import hessian_vector_product, jacobian, make_hvp
from .core import (
    Argnum,
    Function,
    Traced,
    filled,
    grad,
    make_jvp,
    make_vjp,
    named,
    open_up,
)
from .custom import rule

hessian_tensor_product = hessian_vector_product


def deriv(f: Function, argnum: int = 0) -> Function:
    """Return the derivative of `f` along a tangent of ones, in forward mode.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> print(deriv(lambda w: w**3)(2.0))
    12.0
    """

    def derivative(*args: Any, **kwargs: Any) -> Any:
        ones = filled(1.0, np.shape(args[argnum]))
        return make_jvp(f, argnum)(*args, **kwargs)(ones)[1]

    return named(derivative, f, "deriv")


def grad_and_aux(f: Function, argnum: Argnum = 0) -> Function:
    """Return the gradient of the first of two outputs of `f`, together with the second.

    Raises `TracingError` if the first cannot be differentiated.

    >>> print(grad_and_aux(lambda w: (w**2, {"half": w / 2}))(3.0))
    (np.float64(6.0), {'half': np.float64(1.5)})
    """

    def derivative(*args: Any, **kwargs: Any) -> Any:
        kept: list[Any] = []

        def first(*args: Any, **kwargs: Any) -> Any:
            value, aux = f(*args, **kwargs)
            kept.append(aux)
            return value

        slope = grad(first, argnum)(*args, **kwargs)
        raw: dict[Any, Any] = {}
        build = open_up(kept[0], raw)
        # Values of an outer derivative stay what they are; those of this one are numbers again.
        closed = (x.value if isinstance(x, Traced) and x.trace.closed else x for x in raw.values())
        return slope, build(closed)

    return named(derivative, f, "grad_and_aux")


def grad_named(f: Function, argname: str) -> Function:
    """Return the gradient of `f` by the argument of that name, which is given by position.

    Raises `ValueError` if there is none, `TracingError` if `f` cannot be differentiated.

    >>> print(grad_named(lambda w, b: w * b**2, "b")(2.0, 3.0))
    12.0
    """
    return grad(f, list(inspect.signature(f).parameters).index(argname))


def holomorphic_grad(f: Function, argnum: int = 0) -> Function:
    """Return the complex derivative of a holomorphic `f`, summed over its outputs.

    adlite's inputs are real, so that u and v of z = u + iv are taken apart: f' is the derivative of
    the real part of f by u, minus i times that by v.  Whether `f` is holomorphic is not looked at.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> print(holomorphic_grad(lambda z: z**2)(1.0 + 2.0j))
    (2+4j)
    """

    def derivative(*args: Any, **kwargs: Any) -> Any:
        def real_part(u: Any, v: Any) -> Any:
            y = f(*args[:argnum], u + 1j * v, *args[argnum + 1 :], **kwargs)
            return np.sum(np.real(y))

        z = np.asarray(args[argnum], dtype=complex)
        by_u, by_v = grad(real_part, (0, 1))(z.real, z.imag)
        return by_u - 1j * by_v

    return named(derivative, f, "holomorphic_grad")


def multigrad_dict(f: Function) -> Function:
    """Return the gradients of `f` by all arguments at once, as a dict by their names.

    Raises `TracingError` if an argument is no number or array, or `f` cannot be differentiated.

    >>> slopes = multigrad_dict(lambda w, b=2.0: w * b)(3.0)
    >>> print(slopes["w"], slopes["b"])
    2.0 3.0
    """
    signature = inspect.signature(f)

    def derivative(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()

        def of_all(arguments: Any) -> Any:
            given = inspect.BoundArguments(signature, arguments)
            return f(*given.args, **given.kwargs)

        return grad(of_all)(dict(bound.arguments))

    return named(derivative, f, "multigrad_dict")


def checkpoint(f: Function) -> Function:
    """Return `f` as one step that keeps its arguments only, and is run again on the way back.

    Less memory for more time.  The arguments are numbers or arrays, and `f` depends on nothing
    else that varies.

    >>> print(grad(checkpoint(lambda w: np.sin(w) ** 2))(0.0))
    0.0
    """

    def checked(*args: Any, **kwargs: Any) -> Any:
        of_args, every = partial(f, **kwargs), tuple(range(len(args)))

        def back(y_bar: Any, y: Any, *args: Any) -> Any:
            return make_vjp(of_args, every)(*args)[0](y_bar)

        def forth(tangents: Any, y: Any, *args: Any) -> Any:
            tangents = tangents if len(args) > 1 else (tangents,)
            return make_jvp(of_args, every)(*args)(tangents)[1]

        bare = (lambda y_bar, y, x: back(y_bar, y, x)[0]) if len(args) == 1 else back
        name = getattr(f, "__name__", "")
        return rule(of_args, vjp=bare, jvp=forth, name=name)(*args)

    return named(checked, f, "checkpoint")


def _half_square(x: Any) -> Any:
    return 0.5 * np.sum(x**2, axis=-1)


def make_ggnvp(f: Function, g: Function = _half_square, f_argnum: int = 0) -> Function:
    """Return a function that gives products with J' H J, as of Gauss and Newton.

    J is the Jacobian of `f` by argument `f_argnum`, H the Hessian of `g` at the output of `f`.

    Raises `TracingError` if `f` or `g` cannot be differentiated as they are written.

    >>> product = make_ggnvp(lambda w: w**2)(np.array([1.0, 3.0]))
    >>> print(product(np.array([1.0, 1.0])))
    [ 4. 36.]
    """

    def make(*args: Any, **kwargs: Any) -> Function:
        pull, y = make_vjp(f, f_argnum)(*args, **kwargs)
        push = make_jvp(f, f_argnum)(*args, **kwargs)
        curve = make_hvp(g)(y)[0]
        return lambda v: pull(curve(push(v)[1]))

    return named(make, f, "ggnvp")


def tensor_jacobian_product(f: Function, argnum: int = 0) -> Function:
    """Return the Jacobian of `f` times a tensor from the left, which is given last.

    The tensor's axes are summed against the first axes of the output.

    Raises `TracingError` if `f` cannot be differentiated as it is written.

    >>> product = tensor_jacobian_product(lambda w: w**2)
    >>> print(product(np.array([1.0, 3.0]), np.array([1.0, 10.0])))
    [ 2. 60.]
    """

    def dotted(*args: Any, **kwargs: Any) -> Any:
        *args, tensor = args  # type: ignore[assignment]
        return np.tensordot(tensor, f(*args, **kwargs), np.ndim(tensor))

    return named(jacobian(dotted, argnum), f, "tensor_jacobian_product")


vector_jacobian_product = tensor_jacobian_product
