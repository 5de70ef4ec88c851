"""What else may be asked of a traced array: methods, copies, and `a[i] = x` and `a += x`.

A traced value stands for one step and never changes.  What a reader sees as an array that changes
is an object that takes over the value of another step: every name for it sees that.  Views are
other objects, so an array with a view that is still in use is refused, and so is an input, which
belongs to whoever called the function.
"""

from __future__ import annotations

import operator
import weakref
from typing import Any

import numpy as np

from ..core import (
    HANDLERS,
    ArrayMethods,
    Function,
    Linear,
    Trace,
    Traced,
    TracedNumber,
    TracingError,
    linear,
    methods,
    pack,
    strip,
)


class MissingError(TracingError, AttributeError):
    """A traced value has no such method."""


class View(Linear):
    """A linear operation for which NumPy returns another view of the same numbers.

    Both must know of each other, for assigning into one changes the other.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        x, y = args[0], super().__call__(*args, **kwargs)
        if isinstance(x, ArrayMethods) and isinstance(y, ArrayMethods):
            family = getattr(x, "relatives", None) or [weakref.ref(x)]
            if len(family) > 100:
                family[:] = [ref for ref in family if ref() is not None]
            family.append(weakref.ref(y))
            for value in (x, y):
                setattr(value, "relatives", family)  # noqa: B010
        return y


for _primitive in (linear.getitem, linear.reshape, linear.transpose, linear.broadcast_to):
    _primitive.__class__ = View


def _astype(x: Any, dtype: Any, **kwargs: Any) -> Any:
    """Values stay what they are; a cast to whole numbers would lose the derivative."""
    name, kind = np.dtype(dtype).name, np.dtype(dtype).kind
    if kind not in ("f" if x.dtype.kind == "f" else "c"):
        raise TracingError(f"astype({name}) would lose the derivative: leave the value a float.")
    return _copy(x)


def _copy(x: Any, *args: Any, **kwargs: Any) -> Any:
    """Return the same value as another object, which can be assigned into."""
    kind: Any = type(x)
    other = kind.__new__(kind)
    _become(other, x)
    return other


def _become(x: Any, other: Any) -> None:
    for kind in type(x).__mro__[:-1]:
        for slot in vars(kind).get("__slots__", ()):
            if slot not in ("relatives", "__weakref__") and hasattr(other, slot):
                setattr(x, slot, getattr(other, slot))


def _check(x: Any, instead: str) -> None:
    others = [ref() for ref in getattr(x, "relatives", ())]
    if any(other is not None and other is not x for other in others):
        raise TracingError(
            "this array and a slice, reshape or transpose of it share their numbers, and NumPy "
            f"would change both: {instead}."
        )


def _assign(x: Any, index: Any, value: Any) -> None:
    """Do x[index] = value."""
    if any(x is given for given in x.trace.inputs):
        raise TracingError(
            "cannot assign into an input, which belongs to whoever calls the function: assign into "
            "a copy, w = w.copy(), or build the array with np.where, np.array([...])."
        )
    _check(x, "assign into a copy, a = a.copy(), or build the array with np.where")
    places = np.full(x.shape, -1)
    chosen = places[strip(index)]
    if not chosen.size:
        return
    # Where a place is named twice, the last one counts: NumPy itself decides which that is.
    places[strip(index)] = np.arange(chosen.size).reshape(chosen.shape)
    value = pack(value if isinstance(value, Traced) else np.asarray(value))
    value = np.reshape(np.broadcast_to(value, chosen.shape), (-1,))
    new = linear.where(value[np.maximum(places, 0)], x, condition=places >= 0)
    if new.trace is not x.trace:
        raise TracingError(
            "cannot assign into this array here: build it with np.where, np.stack([...]) or "
            "np.concatenate."
        )
    _become(x, new)


def _in_place(function: Function) -> Function:
    """Make the operator that changes its left side, such as a += b."""

    def apply(x: Any, other: Any) -> Any:
        name = function.__name__
        _check(x, f"write a = np.{_UFUNC.get(name, name)}(a, b), which makes another array")
        new = function(x, other)
        if np.shape(new) != x.shape:
            raise ValueError(f"an array of shape {x.shape} cannot become one of {np.shape(new)}.")
        if not isinstance(new, Traced) or new.trace is not x.trace:
            return new
        _become(x, new)
        return x

    return apply


def _pickle(x: Any, *args: Any) -> Any:
    raise TracingError("a value inside a derivative cannot be pickled: use it where it is.")


def _missing(x: Any, name: str) -> Any:
    if name.startswith("_") or not hasattr(np.ndarray, name):
        raise AttributeError(name)
    function = {"flat": "ravel"}.get(name, name)
    known = getattr(np, function, None) in HANDLERS
    instead = f"np.{function}(w)" if known else "simpler NumPy functions"
    raise MissingError(f"a value inside a derivative has no .{name}: write {instead} instead.")


def _no_trace(trace: Trace, *args: Any) -> Any:
    # A traced value has its trace where an array has the method.
    raise TracingError("a value inside a derivative has no .trace(): write np.trace(A) instead.")


def _tolist(x: Any) -> list[Any]:
    """Return a list of traced numbers (of lists, for more than one axis)."""
    return [row.tolist() if row.ndim else row for row in x]


def _enter(kind: type, **found: Any) -> None:
    for name, method in found.items():
        setattr(kind, name, method)


_UFUNC = {"sub": "subtract", "mul": "multiply", "truediv": "divide", "pow": "power"}
_enter(
    TracedNumber,
    astype=_astype,
    # `autograd.numpy.array` wants a view of a value, which is the value.
    view=lambda x, *args: x,
    item=lambda x: linear.reshape(x, shape=()),
    conj=methods(np.conjugate)[0],
    copy=_copy,
    __copy__=_copy,
    __deepcopy__=_copy,
    __pos__=_copy,
    __reduce_ex__=_pickle,
    __getattr__=_missing,
    __divmod__=lambda a, b: (a // b, a % b),
    __rdivmod__=lambda b, a: (a // b, a % b),
)
_enter(Trace, __call__=_no_trace)
_enter(
    ArrayMethods,
    __setitem__=_assign,
    tolist=_tolist,
    flatten=lambda x, order="C": _copy(np.ravel(x, order)),
    mT=property(lambda x: np.matrix_transpose(x)),
)
for _name in ("add", "sub", "mul", "truediv", "pow", "mod", "floordiv", "matmul"):
    _enter(ArrayMethods, **{f"__i{_name}__": _in_place(getattr(operator, _name))})
for _name in (
    *("mean", "prod", "std", "var", "max", "min", "argmax", "argmin", "cumsum", "cumprod"),
    *("any", "all", "clip", "round", "diagonal", "argsort", "nonzero", "repeat", "take", "squeeze"),
):
    _enter(ArrayMethods, **{_name: methods(getattr(np, _name))[0]})
