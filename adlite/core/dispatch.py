"""How NumPy and Python reach a traced value: operators, ufuncs (NEP 13) and functions (NEP 18).

A traced value never defines `__array__`: with it NumPy would quietly turn it into plain numbers,
and the derivative would be lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays import (
    linalg,  # noqa: F401
    rearrange,  # noqa: F401
    structure,  # noqa: F401
)
from ..arrays.functions import CONSTANT, FUNCTIONS, UFUNC_CALLS, UFUNC_METHODS, no_rule
from ..arrays.structure import decide, strip
from .primitives import Primitive, Traced, TracingError, primal
from .rules import UFUNCS, add, divide, multiply, negative, power, remainder, subtract

_CALLS: dict = {**UFUNCS, **UFUNC_CALLS}


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
        if method == "__call__":
            rule = _CALLS.get(ufunc)
            if rule is not None and not kwargs:
                return rule(*inputs)
            if ufunc in CONSTANT:
                return decide(ufunc, inputs, kwargs)
            if rule is not None:
                raise TracingError(
                    f"np.{ufunc.__name__} cannot be differentiated with the option "
                    f"{next(iter(kwargs))}=: leave it away, or choose with np.where."
                )
        elif (ufunc, method) in UFUNC_METHODS:
            return UFUNC_METHODS[ufunc, method](*inputs, **kwargs)
        raise no_rule(ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}")

    def __array_function__(self, function: Callable, types: Any, args: tuple, kwargs: dict) -> Any:
        handler = FUNCTIONS.get(function)
        try:
            if handler is not None:
                if kwargs:
                    kwargs = {k: v for k, v in kwargs.items() if not _is_harmless(k, v)}
                return handler(*args, **kwargs)
            if function in CONSTANT:
                return decide(function, args, kwargs)
        except TypeError as error:
            _, _, problem = str(error).partition("() ")
            if "unexpected keyword" not in problem and "positional" not in problem:
                raise
            raise TracingError(
                f"np.{function.__name__} cannot be differentiated with these arguments "
                f"({problem}): write it with simpler NumPy functions."
            ) from error
        raise no_rule(f"{function.__module__[6:]}.{function.__name__}".lstrip("."))

    def __float__(self) -> float:
        raise TracingError(
            "a value inside a derivative is not a plain number: use np.sin and not math.sin, and "
            "build arrays with np.stack([...]) instead of assigning into them."
        )

    __int__ = __complex__ = __index__ = __float__  # type: ignore[assignment]

    def __bool__(self) -> bool:
        return bool(decide(np.not_equal, (self, 0)))

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"Traced({primal(self)!r})"

    def __format__(self, spec: str) -> str:
        return format(primal(self), spec)

    def __neg__(self) -> Any:
        return negative(self)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return np.absolute(self)

    def __round__(self: Any, digits: int = 0) -> Any:
        return np.round(self, digits)

    def __floordiv__(self, other: Any) -> Any:
        return decide(np.floor_divide, (self, other))

    def __rfloordiv__(self, other: Any) -> Any:
        return decide(np.floor_divide, (other, self))

    def astype(self, dtype: Any, **kwargs: Any) -> Any:
        """Values stay what they are; a cast to whole numbers would lose the derivative."""
        if np.dtype(dtype).kind not in ("f" if self.dtype.kind == "f" else "c"):
            raise TracingError(
                f"astype({np.dtype(dtype).name}) would lose the derivative: leave the value a "
                "float."
            )
        return self

    def copy(self) -> Any:
        """Traced values never change, so a copy is the value itself."""
        return self

    def view(self, *args: Any) -> Any:
        """Return the value itself; `autograd.numpy.array` asks for a view."""
        return self

    def item(self) -> Any:
        """Return the only element, still traced."""
        return structure.reshape(self, shape=())

    @property
    def T(self) -> Any:  # noqa: N802
        """The transpose, as in NumPy."""
        return structure.transpose(self)

    @property
    def real(self) -> Any:
        """The real part; of a real value, the value itself."""
        return structure.real(self) if self.dtype.kind == "c" else self

    @property
    def imag(self) -> Any:
        """The imaginary part; of a real value, zeros."""
        return structure.imag(self) if self.dtype.kind == "c" else np.zeros(self.shape)[()]


def _is_harmless(option: str, value: Any) -> bool:
    # Traced values are floats already, and never written into.
    return value is None if option == "out" else option == "dtype" and np.dtype(value) == np.float64


class ArrayMethods:
    """What traced arrays can do and traced numbers cannot: be indexed, iterated, multiplied by @.

    Numbers must not look like sequences, or `np.array([w0, w1])` would try to open them.
    """

    __slots__ = ()

    def __len__(self: Any) -> int:
        return self.shape[0]

    def __getitem__(self: Any, index: Any) -> Any:
        return structure.getitem(self, index=strip(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        raise TracingError(
            "cannot assign into an array while a derivative is taken: build it with np.where, "
            "np.array([...]) or np.concatenate."
        )

    def __iter__(self: Any) -> Any:
        return (self[i] for i in range(self.shape[0]))

    def __matmul__(self, other: Any) -> Any:
        return structure.matmul(self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return structure.matmul(other, self)

    def reshape(self: Any, *shape: Any, order: Any = "C") -> Any:
        """`x.reshape(2, 3)` as well as `x.reshape((2, 3))`."""
        return np.reshape(self, shape[0] if len(shape) == 1 else shape, order=order)

    def transpose(self, *axes: Any) -> Any:
        """`x.transpose(1, 0)` as well as `x.transpose((1, 0))`."""
        return structure.transpose(self, axes=axes[0] if len(axes) == 1 else axes or None)

    def flatten(self: Any, order: Any = "C") -> Any:
        """All elements in one row."""
        return np.ravel(self, order=order)

    def tolist(self: Any) -> list:
        """Return a list of traced numbers (of lists, for more than one axis)."""
        return [x.tolist() if x.ndim else x for x in self]


def _operator(rule: Primitive) -> tuple[Callable, Callable]:
    apply = rule.__call__
    return (lambda a, b: apply(a, b)), (lambda b, a: apply(a, b))


_OPERATORS = {
    "add": add,
    "sub": subtract,
    "mul": multiply,
    "truediv": divide,
    "pow": power,
    "mod": remainder,
}
for _name, _rule in _OPERATORS.items():
    _forward, _reflected = _operator(_rule)
    setattr(TracedNumber, f"__{_name}__", _forward)
    setattr(TracedNumber, f"__r{_name}__", _reflected)


def _comparison(compare: Callable) -> Callable:
    return lambda a, b: decide(compare, (a, b))


_COMPARISONS = {
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
}
for _name, _compare in _COMPARISONS.items():
    setattr(TracedNumber, f"__{_name}__", _comparison(_compare))

for _step in (np.floor, np.ceil, np.trunc):
    setattr(TracedNumber, f"__{_step.__name__}__", lambda x, f=_step: decide(f, (x,)))


def _method(name: str) -> Callable:
    function = getattr(np, name)
    return lambda x, *args, **kwargs: function(x, *args, **kwargs)


# On an object array of traced numbers NumPy computes np.sin by asking each element for `sin`.
for _ufunc, _rule in UFUNCS.items():
    if _ufunc.__name__ not in ("absolute", "clip"):
        setattr(TracedNumber, _ufunc.__name__, _method(_ufunc.__name__))
TracedNumber.conj = TracedNumber.conjugate  # type: ignore[attr-defined]
_ARRAY_METHODS = (
    *("sum", "mean", "prod", "max", "min", "var", "std", "cumsum", "dot", "clip"),
    *("ravel", "squeeze", "swapaxes", "round", "argmax", "argmin", "argsort", "any", "all"),
    *("cumprod", "diagonal", "repeat", "take", "nonzero"),
)
for _name in _ARRAY_METHODS:
    setattr(ArrayMethods, _name, _method(_name))
