"""Primitives, traced values and traces: the three things that every mode of differentiation shares.

A *primitive* is one operation whose derivative is known.  A *trace* watches a function run.  A
*traced value* is a number or an array that reports to one trace every primitive it takes part in.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from numbers import Number
from typing import Any

import numpy as np

Args = tuple[Any, ...]
Values = Sequence[Any]
Function = Callable[..., Any]
Options = dict[str, Any]


class TracingError(TypeError):
    """A function cannot be differentiated as it is written; the message says what to write."""


# Tags only ever grow, so two traces never share one, not even in different threads or after an
# exception: a nested derivative cannot take another's tangent for its own.
_tags = itertools.count(1)


SECOND_LOOK: dict[str, Function] = {}
"""For each mode, what looks again at a derivative in which 0 may have met infinity."""


class Trace:
    """Watches one run of one function.  The larger tag belongs to the inner derivative.

    A trace is closed when its function returns: whatever still holds one of its values then
    gets an error, not a wrong number.
    """

    __slots__ = ("careful", "closed", "inputs", "tag")

    def __init__(self) -> None:
        self.tag, self.closed, self.careful = next(_tags), False, False
        self.inputs: Values = ()

    def close(self) -> None:
        """Refuse any further step."""
        self.closed, self.inputs = True, ()

    def process(self, primitive: Primitive, args: Args, kwargs: Options) -> Any:
        """Apply `primitive` to `args`, of which one at least is traced by this trace."""
        raise NotImplementedError

    def decide(self, function: Function, args: Args, kwargs: Options) -> Any:
        """Answer a question that has no derivative, such as a < b, about the values inside."""
        values = (a.value if isinstance(a, Traced) and a.trace is self else a for a in args)
        return function(*values, **kwargs)


class Traced:
    """A value inside a trace.  What it can do is in `dispatch`; what it remembers, in the modes."""

    __slots__ = ()
    value: Any
    trace: Trace

    # As in NumPy.
    shape = property(lambda self: self.value.shape)
    ndim = property(lambda self: len(self.value.shape))
    size = property(lambda self: self.value.size)
    dtype = property(lambda self: self.value.dtype)


# Nothing about these needs a second look, and they are what most arguments are.
_PLAIN = frozenset({np.float64, float, int})


class Primitive:
    """One operation: `fun` computes it on plain numbers, `push` and `pull` differentiate it.

    `compute` is `fun` or a quicker way to the same result.  `push` takes tangents from arguments to
    the result (forward mode), `pull` the adjoint of the result to one argument (reverse mode).
    """

    def __init__(self, name: str, fun: Function) -> None:
        self.name = name
        self.fun = self.compute = fun

    def __repr__(self) -> str:
        return self.name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the result in the innermost trace among the arguments, or just compute it."""
        trace = None
        for arg in args:
            kind = type(arg)
            if kind in _PLAIN:
                continue
            if isinstance(arg, Traced):
                if trace is None or arg.trace.tag > trace.tag:
                    trace = arg.trace
            elif kind is list or kind is tuple or (kind is np.ndarray and arg.dtype.char == "O"):
                return self(*map(pack, args), **kwargs)
            elif kind is not np.ndarray and plain(arg) is not arg:
                return self(*map(plain, args), **kwargs)
        if trace is None:
            return self.compute(*args, **kwargs) if kwargs else self.compute(*args)
        if trace.closed:
            raise TracingError(
                f"{self.name} met a value that was kept from a derivative already finished: "
                "return it from the function instead of storing it outside."
            )
        return trace.process(self, args, kwargs)

    def push(self, y: Any, values: Values, tangents: Values, kwargs: Options) -> Any:
        """Tangent of the result; an argument that does not vary has the tangent None."""
        raise NotImplementedError

    def pull(self, i: int, y_bar: Any, y: Any, values: Values, kwargs: Options) -> Any:
        """Adjoint of argument `i`, in the shape of the result if arguments were broadcast."""
        raise NotImplementedError


class Elementwise(Primitive):
    """An operation on one number at a time, known by its partial derivatives.

    `partials[i](y, *args)` is the derivative of the result `y` by argument i.  `book` holds them as
    a textbook prints them, as Python text in w, or in a, b (and c).  `domain` is the open interval
    of each argument in which to try the rule.
    """

    def __init__(
        self,
        fun: Function,
        partials: tuple[Function, ...],
        book: tuple[str, ...],
        domain: tuple[tuple[float, float], ...],
    ) -> None:
        super().__init__(fun.__name__, fun)
        self.partials, self.book, self.domain = partials, book, domain

    def push(self, y: Any, values: Values, tangents: Values, kwargs: Options) -> Any:
        """Add up tangent times partial over the arguments that vary."""
        total: Any = None
        # An infinite slope is an answer, not an accident to warn of.
        with np.errstate(divide="ignore", invalid="ignore"):
            for partial, tangent in zip(self.partials, tangents, strict=True):
                if tangent is not None:
                    term = tangent * partial(y, *values)
                    total = term if total is None else total + term
        return total if total.shape == y.shape else np.broadcast_to(total, y.shape)

    def pull(self, i: int, y_bar: Any, y: Any, values: Values, kwargs: Options) -> Any:
        """Multiply the adjoint by the partial."""
        # One expression: NumPy can then put the product where it had put a large partial.
        return y_bar * self.partials[i](y, *values)


class Linear(Primitive):
    """An operation linear in all its arguments together; its tangent is itself on the tangents.

    `transpose(i, y_bar, *values, **kwargs)` gives the adjoint of argument i.
    """

    def __init__(self, name: str, fun: Function, transpose: Function) -> None:
        super().__init__(name, fun)
        self.transpose = transpose

    def push(self, y: Any, values: Values, tangents: Values, kwargs: Options) -> Any:
        """Apply the operation to the tangents, zero where an argument does not vary."""
        pairs = zip(values, tangents, strict=True)
        return self(*(filled(0.0, np.shape(v)) if t is None else t for v, t in pairs), **kwargs)

    def pull(self, i: int, y_bar: Any, y: Any, values: Values, kwargs: Options) -> Any:
        """Apply the transpose to the adjoint."""
        return self.transpose(i, y_bar, *values, **kwargs)


class Bilinear(Linear):
    """An operation linear in each of its two arguments: the product rule with another product."""

    def push(self, y: Any, values: Values, tangents: Values, kwargs: Options) -> Any:
        """Vary one argument at a time, and add."""
        (a, b), (da, db) = values, tangents
        if da is None or db is None:
            return self(a if da is None else da, b if db is None else db, **kwargs)
        return self(da, b, **kwargs) + self(a, db, **kwargs)


def primal(x: Any) -> Any:
    """Return the plain number or array behind a value, however deeply it is traced."""
    while isinstance(x, Traced):
        x = x.value
    return x


def filled(number: float, shape: tuple[int, ...]) -> Any:
    """Return an array full of one number, or for the shape () that number."""
    if not shape:
        return np.float64(number)
    array = np.empty(shape)
    array.fill(number)
    return array


def plain(x: Any) -> Any:
    """Return x, as NumPy's number if it is one, or refuse an array whose operators are its own."""
    if type(x) is complex:
        return np.complex128(x)  # Python's own would compute what should be traced
    if isinstance(x, Number) and np.asarray(x).dtype.char == "O":
        return np.float64(x)  # type: ignore[arg-type]  # a Fraction, a Decimal, a long int
    if isinstance(x, np.ndarray) and type(x) not in (np.ndarray, np.memmap):
        raise TracingError(
            f"cannot differentiate with a {type(x).__name__}, whose operators are its own: make it "
            "a plain array with np.array(x)."
        )
    return x


def shown(x: Any) -> str:
    """Return the beginning of what Python prints for x, in one line."""
    return " ".join(repr(x).split())[:60]


stack = Linear("stack", lambda *numbers: as_numbers(numbers), lambda i, y_bar, *numbers: y_bar[i])


def pack(x: Any) -> Any:
    """Turn a list or an object array with traced numbers in it into one traced array.

    The one door for `np.array([w0, w1])`, an object array since NumPy keeps what it does not know:
    arguments of rules and functions, indices, what is assigned, and what a function returns.
    """
    if isinstance(x, (list, tuple)):
        x = np.array(x, dtype=object) if holds_traced(x) else np.array(x)
    if not (type(x) is np.ndarray and x.dtype.char == "O"):
        return plain(x)
    items = [e.item() if type(e) is np.ndarray and e.ndim == 0 else e for e in x.ravel()]
    try:
        packed = stack(*items) if any(isinstance(e, Traced) for e in items) else as_numbers(items)
        return np.reshape(packed, x.shape)
    except (TypeError, ValueError) as error:
        raise TracingError(
            "cannot make one array out of these pieces: give lists whose rows are equally long "
            "and hold only numbers."
        ) from error


def holds_traced(x: Any) -> bool:
    """Whether a value, a list or an object array has, or may have, a traced value in it."""
    if isinstance(x, (list, tuple)):
        return any(map(holds_traced, x))
    return isinstance(x, Traced) or (type(x) is np.ndarray and x.dtype.char == "O")


def as_numbers(items: Values) -> Any:
    """Make an array of plain numbers: of floats, or of complex ones if there are any."""
    if (array := np.array(items)).dtype.char == "O":
        array = np.array([plain(item) for item in items])
    # Words and dates are no numbers, though NumPy would read some as such.
    return array if array.dtype.kind in "fc" else array.astype(np.float64, casting="same_kind")
