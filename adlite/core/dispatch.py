"""How NumPy and Python reach a traced value: operators, ufuncs (NEP 13) and functions (NEP 18).

All of NumPy's functions are looked up in one table, `rules.HANDLERS`.  A traced value never defines
`__array__`: NumPy would quietly turn it into plain numbers, and the derivative would be lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from . import linear, rules
from .primitives import Function, Options, Primitive, Traced, TracingError, pack, primal
from .rules import HANDLERS, LATE, UFUNCS, Question, decide


def missing(key: Any) -> Any:
    """Return a handler that somebody knows of who is asked late, or raise."""
    for handler in filter(None, (ask(key) for ask in LATE)):
        return handler
    raise TracingError(f"adlite has no derivative rule for {key}: use simpler functions.")


def _option(function: Function, options: Options) -> TracingError:
    return TracingError(
        f"np.{function.__name__} cannot be differentiated with the option "
        f"{next(iter(options))}=: leave it away, or choose with np.where."
    )


def strip(x: Any) -> Any:
    """Return the plain numbers behind traced values, also inside lists and object arrays."""
    if isinstance(x, (list, tuple)):
        return type(x)(map(strip, x))
    # A copy, for the reader may change an index array after it was used.
    return primal(pack(x.copy()) if type(x) is np.ndarray else x)


def _binary(rule: Primitive | Question) -> tuple[Function, Function]:
    """Python's operator for a rule, and the same from the right."""
    apply = rule.__call__
    return (lambda a, b: apply(a, b)), (lambda b, a: apply(a, b))


def _asked(function: Function) -> Function:
    """Python's operator for a question, such as a < b."""
    return lambda *args: decide(function, args)


def _refusing(instead: str) -> Function:
    """Make a method that would give away a plain number: it says what to write instead."""

    def refuse(_: Any) -> Any:
        raise TracingError(f"a value inside a derivative is not a plain number: {instead}.")

    return refuse


def methods(*functions: Function) -> list[Function]:
    """Make the methods for NumPy functions: x.sum() is np.sum(x)."""
    return [lambda x, *args, f=f, **kwargs: f(x, *args, **kwargs) for f in functions]


class TracedNumber(Traced):
    """A traced value with everything Python and NumPy may ask of a number."""

    __slots__ = ()

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **kwargs: Any
    ) -> Any:
        if out is not None:
            raise TracingError(
                f"{ufunc.__name__} cannot write into an existing array while a derivative is "
                "taken: write a = a + b instead of a += b (and leave out= away)."
            )
        key = ufunc if method == "__call__" else (ufunc, method)
        handler = HANDLERS.get(key) or missing(key)
        if not kwargs:
            return handler(*inputs)
        if key is ufunc and not isinstance(handler, Question):
            raise _option(ufunc, kwargs)
        return handler(*inputs, **kwargs)

    def __array_function__(
        self, function: Function, types: Any, args: tuple[Any, ...], kwargs: Options
    ) -> Any:
        handler = HANDLERS.get(function) or missing(function)
        try:
            if kwargs and not isinstance(handler, Question):
                kwargs = {k: v for k, v in kwargs.items() if not _is_harmless(k, v)}
                if kwargs and isinstance(handler, Primitive):
                    raise _option(function, kwargs)
            return handler(*args, **kwargs)
        except TypeError as error:
            _, _, problem = str(error).partition("() ")
            if "unexpected keyword" not in problem and "positional" not in problem:
                raise
            raise TracingError(
                f"np.{function.__name__} cannot be differentiated with these arguments "
                f"({problem}): write it with simpler NumPy functions."
            ) from error

    __float__ = _refusing(
        "leave float() away, use np.sin and not math.sin, and build arrays with np.stack([...]) "
        "instead of assigning into them"
    )
    __complex__ = _refusing("leave complex() away, and use np.sin and not cmath.sin")
    __int__ = __index__ = _refusing(
        "write np.trunc(w) for int(w), and choose with np.where, not by an index or a count"
    )

    def __bool__(self) -> bool:
        return bool(decide(np.not_equal, (self, 0)))

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"Traced({primal(self)!r})"

    def __format__(self, spec: str) -> str:
        return format(primal(self), spec)

    __add__, __radd__ = _binary(rules.add)
    __sub__, __rsub__ = _binary(rules.subtract)
    __mul__, __rmul__ = _binary(rules.multiply)
    __truediv__, __rtruediv__ = _binary(rules.divide)
    __pow__, __rpow__ = _binary(rules.power)
    __mod__, __rmod__ = _binary(rules.remainder)
    __lt__, __le__ = _asked(np.less), _asked(np.less_equal)
    __gt__, __ge__ = _asked(np.greater), _asked(np.greater_equal)
    __eq__, __ne__ = _asked(np.equal), _asked(np.not_equal)
    __floor__, __ceil__, __trunc__ = _asked(np.floor), _asked(np.ceil), _asked(np.trunc)
    __floordiv__, __rfloordiv__ = _binary(Question(np.floor_divide))
    __abs__, __round__ = methods(np.absolute, np.round)

    def __neg__(self) -> Any:
        return rules.negative(self)

    T = property(linear.transpose)
    real = property(lambda self: linear.real(self) if self.dtype.kind == "c" else self)
    imag = property(
        lambda self: linear.imag(self) if self.dtype.kind == "c" else np.zeros(self.shape)[()]
    )


# On an object array of traced numbers NumPy computes np.sin by asking each element for `sin`.
for _function in UFUNCS:
    if _function.__name__ not in ("absolute", "clip"):
        setattr(TracedNumber, _function.__name__, *methods(_function))


def _is_harmless(option: str, value: Any) -> bool:
    # Traced values are floats already, and never written into.
    return value is None if option == "out" else option == "dtype" and np.dtype(value) == np.float64


class ArrayMethods(TracedNumber):
    """What traced arrays can do and traced numbers cannot: be indexed, iterated, multiplied by @.

    Numbers must not look like sequences, or `np.array([w0, w1])` would try to open them.
    """

    __slots__ = ()

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, index: Any) -> Any:
        return linear.getitem(self, index=strip(index))

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    __matmul__, __rmatmul__ = _binary(linear.matmul)
    sum, dot, ravel, swapaxes = methods(np.sum, np.dot, np.ravel, np.swapaxes)

    def reshape(self, *shape: Any, **order: Any) -> Any:
        """`x.reshape(2, 3)` as well as `x.reshape((2, 3))`."""
        given: Any = shape[0] if len(shape) == 1 else shape
        return HANDLERS[np.reshape](self, given, **order)

    def transpose(self, *axes: Any) -> Any:
        """`x.transpose(1, 0)` as well as `x.transpose((1, 0))`."""
        return linear.transpose(self, axes=axes[0] if len(axes) == 1 else axes or None)
