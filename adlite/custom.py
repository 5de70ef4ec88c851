"""Rules of a reader's own: one line for a function of numbers, a few for one of whole arrays."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from .arrays import transposed
from .core import (
    Elementwise,
    Function,
    Options,
    Primitive,
    Traced,
    TracingError,
    Values,
    filled,
    pack,
    rules,
)


def rule(  # `book` and `name` are for partials, `vjp` and `jvp` instead of them.
    fun: Function,
    *partials: Function,
    book: str | tuple[str, ...] = (),
    name: str = "",
    vjp: Function | None = None,
    jvp: Function | None = None,
) -> Primitive:
    """Return `fun` with a derivative of its own, for use in every mode.

    With *partials* it is one more line of the table: `fun` takes one number or array, or several
    that broadcast, and `partials[i](y, *args)` is the derivative of its value y by argument i.  If
    it takes numbers only, so does the result.  `book` holds the derivatives as text in w, or in
    a, b, c, ... for several arguments, with NumPy's names.

    With *vjp* or *jvp* it is a function of whole arrays, and its value one array of any shape.
    `vjp(y_bar, y, *args)` takes the adjoint of the value y to that of the argument, or to a tuple
    of one for each argument; `jvp(tangents, y, *args)` takes the tangent of the argument, or a
    tuple of one for each, to that of y.  One of them is enough: the other is its transpose.

    `fun` may compute in any way, and is given plain numbers; derivatives are written with NumPy.
    Whatever `fun` depends on must be among its arguments.

    Raises `TracingError` if the derivatives do not fit the arguments, or cannot be called.

    >>> import math, adlite
    >>> erf = adlite.rule(math.erf, lambda y, w: 2 / np.sqrt(np.pi) * np.exp(-(w**2)))
    >>> print(adlite.grad(erf)(0.5).round(6), adlite.grad(adlite.grad(erf))(0.5).round(6))
    0.878783 -0.878783

    How y depends on a and b, where y solves y + tanh(a y) = b by Newton's method: its steps need
    no derivative, since the equation has one, J dy = db - tanh'(a y) (da y).

    >>> def newton(a, b):
    ...     y = b
    ...     for _ in range(20):
    ...         t = np.tanh(a @ y)
    ...         J = np.eye(len(b)) + (1 - t**2)[:, None] * a
    ...         y = y - np.linalg.solve(J, y + t - b)
    ...     return y
    >>> def back(y_bar, y, a, b):
    ...     slope = 1 - np.tanh(a @ y) ** 2
    ...     b_bar = np.linalg.solve((np.eye(len(y)) + slope[:, None] * a).T, y_bar)
    ...     return -np.outer(slope * b_bar, y), b_bar
    >>> solution = adlite.rule(newton, vjp=back)
    >>> a, b = np.array([[1.0, 0.5], [-0.5, 1.0]]), np.array([1.0, 2.0])
    >>> print(adlite.jacobian(solution, 1)(a, b).round(4))
    [[ 0.6555 -0.117 ]
     [ 0.0899  0.7096]]
    """
    name = name or getattr(fun, "__name__", "function").replace("<lambda>", "function")
    if vjp is None and jvp is None:
        return _of_numbers(fun, partials, (book,) if isinstance(book, str) else book, name)
    if partials or book or not all(map(callable, (fun, vjp or fun, jvp or fun))):
        raise TracingError(
            "a rule of whole arrays is a function with vjp= or jvp=, without partials and book: "
            "rule(fun, vjp=lambda y_bar, y, x: ...)."
        )
    return OfArrays(name, fun, vjp, jvp)


def _of_numbers(
    fun: Function, partials: tuple[Function, ...], book: tuple[str, ...], name: str
) -> Elementwise:
    count = len(partials)
    if not (count and all(map(callable, (fun, *partials))) and len(book) in (0, count)):
        raise TracingError(
            "a rule is a function and, for each of its arguments, a partial derivative and perhaps "
            "a book string: rule(lambda w: w**3, lambda y, w: 3 * w**2, book='3 * w**2')."
        )
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


class OfArrays(Primitive):
    """A function of whole arrays, known by `vjp` or `jvp` or both."""

    def __init__(
        self, name: str, fun: Function, vjp: Function | None, jvp: Function | None
    ) -> None:
        super().__init__(name, self.value)
        self.__wrapped__, self.vjp, self.jvp = fun, vjp, jvp

    def __call__(self, *args: Any, memory: Options | None = None) -> Any:
        """Compute the value; the adjoints of a step are remembered as long as the step is."""
        return super().__call__(*args, memory={} if memory is None else memory)

    def value(self, *args: Any, memory: Options) -> Any:
        """Return the value as an array of floats or complex numbers."""
        y = self.__wrapped__(*args)
        array: Any = y if isinstance(y, Traced) else np.asarray(y)
        if isinstance(y, Traced) or array.dtype.kind not in "biufc":
            raise self.wrong(
                "must return one array of numbers, and take whatever it depends on as an argument"
            )
        return (array.astype(np.float64) if array.dtype.kind in "biu" else array)[()]

    def push(self, y: Any, values: Values, tangents: Values, kwargs: Options) -> Any:
        """Push the tangents as `jvp` does, or as the transpose of `vjp`."""
        if self.jvp is None:
            varying = [(i, t) for i, t in enumerate(tangents) if t is not None]

            def paired(y_bar: Any) -> Any:
                bars = self.bars(y_bar, y, values)
                return sum(np.sum((bars(i) * t).real) for i, t in varying)

            return transposed(paired, np.float64(1.0), [y])[0]
        pairs = zip(values, tangents, strict=True)
        full = tuple(filled(0.0, np.shape(v)) if t is None else t for v, t in pairs)
        pushed = _one(self.jvp(full if len(full) > 1 else full[0], y, *values))
        if np.shape(pushed) != y.shape:
            raise self.wrong(f"has a jvp of shape {np.shape(pushed)} where its value has {y.shape}")
        return pushed

    def pull(self, i: int, y_bar: Any, y: Any, values: Values, kwargs: Options) -> Any:
        """Pull the adjoint as `vjp` does, or as the transpose of `jvp`."""
        if self.vjp is None:
            tangents: list[Any] = [None] * len(values)

            def along(tangent: Any) -> Any:
                return self.push(y, values, [*tangents[:i], tangent, *tangents[i + 1 :]], kwargs)

            return transposed(along, y_bar, [values[i]])[0]
        # All arguments of a step are asked for one after the other, with the same adjoint.
        memory = kwargs["memory"]
        if memory.get("y_bar") is not y_bar:
            memory.update(y_bar=y_bar, bars=self.bars(y_bar, y, values))
        return memory["bars"](i)

    def bars(self, y_bar: Any, y: Any, values: Values) -> Function:
        """Call `vjp`; return what gives the adjoint of argument i."""
        assert self.vjp
        found = self.vjp(y_bar, y, *values)
        bars = found if isinstance(found, (tuple, list)) and len(values) > 1 else (found,)
        if len(bars) != len(values):
            raise self.wrong(f"has {len(values)} arguments, and its vjp gives {len(bars)} adjoints")

        def bar(i: int) -> Any:
            one = _one(bars[i])
            if one is None or np.shape(one) != np.shape(values[i]):
                raise self.wrong(
                    f"has an argument {i} of shape {np.shape(values[i])}, and its vjp gives an "
                    f"adjoint of shape {np.shape(one)}"
                )
            return one

        return bar

    def wrong(self, what: str) -> TracingError:
        """Make the error for a rule that does not fit its function."""
        return TracingError(f"the rule for {self.name} {what}: see help(adlite.rule).")


def _one(x: Any) -> Any:
    """A list, an array or a number as one array or number that has a shape."""
    packed = x if isinstance(x, Traced) or x is None else pack(x)
    return np.float64(packed) if isinstance(packed, (int, float)) else packed
