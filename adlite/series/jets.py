"""Taylor mode: every value carries its whole Taylor polynomial along (Section B.9).

A *jet* is a value together with the coefficients of its Taylor series in t, when the input is
w0 + t * direction.  If y = f(x), then y' = f'(x) x', and comparing coefficients of t**(k-1) gives

    k y_k = sum of j x_j d_(k-j) for j = 1 ... k,

where d is the jet of f'(x): the same partial of the table of rules, computed on jets.  It asks for
d_0 ... d_(k-1) only, so d may contain y itself, as in tanh' = 1 - tanh**2.  All coefficients up to
order N cost about N**2 steps; first derivatives nested N deep cost 2**N.  (Griewank & Walther
2008, ch. 13.)

With a *side*, t is taken to be positive and smaller than any number.  Comparisons then look past
the value, at the first coefficient that differs, and a kink shows the slope of one side only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import dtype_by
from ..core import (
    ArrayMethods,
    Bilinear,
    Linear,
    Primitive,
    Trace,
    Traced,
    TracedNumber,
    as_leaf,
    filled,
    primal,
    run,
)
from ..singular import doubtful, masked, started, still_live
from .recurrences import FRACTIONS, HIDDEN_STEPS, REWRITES, SERIES, Coefficient, table

# With a side, so many coefficients beyond those asked for may decide a tie or cancel in 0 / 0.
_SPARE = 8
# Questions that compare the elements of one array with each other.
_RANKINGS = {"_winners", "argmax", "argmin", "argsort", "argpartition", "partition"}
COMPARISONS = {np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal}


class Jet(TracedNumber):
    """A value and its Taylor coefficients `c`, of which those up to `known` are computed.

    `rule(k)` computes coefficient k.  No coefficient above `limit` will be asked for, and those
    above `degree` are 0 whatever the point.  `live` as in `singular`.
    """

    __slots__ = ("c", "degree", "index", "known", "limit", "live", "memory", "rule", "trace")

    def __init__(self, first: Any, trace: TaylorTrace, limit: int) -> None:
        self.trace: TaylorTrace = trace
        self.index = len(trace.tape)
        self.limit = self.degree = limit
        self.known = 0
        self.live: Any = None
        self.rule: Coefficient | None = None
        self.memory: dict[Primitive, Jet] = {}
        self.c: Any = table(first, limit, trace.nested)
        self.c[0] = first

    shape = property(lambda self: self.c[0].shape)
    size = property(lambda self: self.c[0].size)
    dtype = dtype_by(lambda self: self.c[0].dtype)

    @property
    def value(self) -> Any:
        """Coefficient 0; with a side, moved by as many units in the last place as order asks for.

        Of equal values the one with the larger next coefficient is then the larger.
        """
        first = self.c[0]
        if not self.trace.sided or first.dtype.kind != "f":
            return first
        later = np.reshape(self.upto(self.limit)[1:], (self.limit, -1))
        with_zero = np.column_stack([np.zeros(self.limit), later])
        rank = np.unique(with_zero, axis=1, return_inverse=True)[1].reshape(-1)
        moved = first + np.reshape(rank[1:] - rank[0], self.shape) * np.spacing(np.abs(first))
        return np.where(np.isfinite(first), moved, first)[()]

    def upto(self, k: int) -> Any:
        """The coefficients, computed as far as number k."""
        self.trace.advance(k, self.index + 1)
        return self.c


class ArrayJet(ArrayMethods, Jet):
    """A jet whose coefficients are arrays."""

    __slots__ = ("__weakref__", "relatives")


class TaylorTrace(Trace):
    """Keeps every jet on a tape, and extends all of them order by order: nothing recurses.

    `tied` says that a question had one answer at the point and another beside it: a tie of two
    values, or an edge of a step.  `edge` says the same of being defined.
    """

    __slots__ = ("edge", "limit", "nested", "sided", "tape", "tied")

    def __init__(self, order: int, sided: bool = False, nested: bool = False) -> None:
        super().__init__()
        self.limit = order + _SPARE * sided
        self.sided = sided
        self.nested = nested
        self.tied = self.edge = False
        self.tape: list[Jet] = []

    def jet(self, first: Any, limit: int | None = None) -> Jet:
        """Put a jet on the tape of which only coefficient 0 is known."""
        kind = ArrayJet if first.shape else Jet
        jet = kind(first, self, self.limit if limit is None else limit)
        self.tape.append(jet)
        return jet

    def mine(self, x: Any) -> bool:
        """Whether `x` is a jet of this trace."""
        return isinstance(x, Jet) and x.trace is self

    def process(self, primitive: Primitive, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Compute the value of one step, and note how its coefficients are found."""
        args = self.kept(args)
        if primitive in REWRITES:
            rewritten: Any = REWRITES[primitive](self, primitive, *args)
            if rewritten is not None:
                return rewritten
        if primitive in HIDDEN_STEPS and not self.tied:
            self.tied = _changes(HIDDEN_STEPS[primitive], args, {})
        if primitive in FRACTIONS and not self.edge:
            self.edge = _changes(FRACTIONS[primitive], args, {})
        alone = len(args) == 1 and not kwargs
        limit = min([self.limit, *(a.limit for a in args if self.mine(a))])
        # The memory is what ties the knot of sin' = cos, cos' = -sin.
        known: Jet | None = args[0].memory.get(primitive) if alone else None
        if known is not None and known.limit >= limit:
            return lent(known)
        y = self.jet(primitive(*(a.c[0] if self.mine(a) else a for a in args), **kwargs), limit)
        if alone:
            args[0].memory[primitive] = y
        if self.careful:
            self._look(primitive, y, args, kwargs)
        if limit:
            kinds = (primitive, *type(primitive).__mro__)
            series = next(SERIES[kind] for kind in kinds if kind in SERIES)
            y.rule = series(self, primitive, y, args, kwargs)
        if y.rule and self.careful and not np.all(y.live):
            rule: Coefficient = y.rule
            y.rule = lambda k: masked(rule(k), y.live)
        return lent(y)

    def kept(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Arguments as they are now: they may change before coefficients are computed."""
        return tuple(
            self.tape[a.index] if self.mine(a) else a.copy("K") if type(a) is np.ndarray else a
            for a in args
        )

    def _look(
        self, primitive: Primitive, y: Jet, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Find out where a step varies: elsewhere nothing infinite comes through."""
        values = [a.c[0] if self.mine(a) else a for a in args]
        lives = [a.live if self.mine(a) else None for a in args]
        y.live = still_live(primitive, y.c[0], values, lives, args, kwargs)
        if isinstance(primitive, Linear) and not isinstance(primitive, Bilinear):
            y.degree = max(a.degree for a in args if self.mine(a))

    def decide(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """With a side, a < b is asked about the first coefficient of a - b that is not 0."""
        if self.sided and function in COMPARISONS:
            args = (args[0] - args[1], 0.0)
        elif not (self.sided or self.tied):
            self.tied = _changes(function, args, kwargs)
        return super().decide(function, args, kwargs)

    def advance(self, order: int, end: int | None = None) -> None:
        """Compute coefficients up to `order` of all jets, or of those before `end`."""
        for k in range(1, order + 1):
            for jet in self.tape[:end]:
                if jet.known == k - 1 and k <= jet.limit and jet.rule:
                    jet.c[k] = jet.rule(k)
                    jet.known = k


def lent(jet: Any) -> Any:
    """A jet as the reader has it: an array of hers may take over another's value, by a += b."""
    if not jet.shape:
        return jet
    other = ArrayJet.__new__(ArrayJet)
    for slot in Jet.__slots__:
        setattr(other, slot, getattr(jet, slot))
    return other


def _changes(question: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether a question has another answer about numbers one unit in the last place away."""
    values = [primal(a) for a in args]
    if question.__name__ in _RANKINGS and np.ndim(values[0]):
        return len(set(np.ravel(values[0]).tolist())) < np.size(values[0])
    answer = question(*values, **kwargs)
    for i, value in enumerate(values):
        if isinstance(args[i], Traced) and np.asarray(value).dtype.kind == "f":
            for end in (-np.inf, np.inf):
                moved = [*values[:i], np.nextafter(value, end), *values[i + 1 :]]
                if not np.array_equal(question(*moved, **kwargs), answer, equal_nan=True):
                    return True
    return False


@dataclass(frozen=True)
class Expanded:
    """The Taylor coefficients of one run, and how it went.

    `tied` and `edge` as in `TaylorTrace`; `finite` if no step was at such an edge and every one had
    finite coefficients, which is looked into if `watched` says so.
    """

    coefficients: Any
    tied: bool
    edge: bool
    finite: bool


def expand(
    f: Callable[..., Any],
    w0: Any,
    direction: Any,
    order: int,
    sided: bool = False,
    watched: bool = False,
) -> Expanded:
    """Return the Taylor coefficients of t -> f(w0 + t * direction) at t = 0, a table or a list."""
    first = as_leaf(w0)
    nested = isinstance(first, Traced) or isinstance(direction, Traced)
    trace = TaylorTrace(order, sided, nested)
    found = _expanded(f, first, direction, trace, watched)
    if sided or not doubtful(found.coefficients):
        return found
    trace = TaylorTrace(order, sided, nested)
    trace.careful = True
    return _expanded(f, first, direction, trace, watched)


def _expanded(
    f: Callable[..., Any], first: Any, direction: Any, trace: TaylorTrace, watched: bool
) -> Expanded:
    order = trace.limit - _SPARE * trace.sided
    try:
        w = trace.jet(first)
        zero = filled(0.0, first.shape)
        w.c[1:] = [direction, *[zero] * w.limit][: w.limit]
        w.known, w.degree, w.live = w.limit, 1, started(direction)[1]
        trace.inputs = [lent(w)]
        output = run(f, trace.inputs)
    finally:
        trace.close()
    with np.errstate(all="ignore"):
        trace.advance(order)
    finite = not trace.edge and watched and all(map(_is_finite, trace.tape))
    # Rules and jets hold each other; without this, memory would wait for the garbage collector.
    for jet in trace.tape:
        jet.rule, jet.memory = None, {}
    trace.tape = []
    if not trace.mine(output):
        still = [output, *[filled(0.0, output.shape)] * order]
        return Expanded(
            still, trace.tied, trace.edge, finite and bool(np.isfinite(primal(output)).all())
        )
    return Expanded(output.c[: order + 1], trace.tied, trace.edge, finite)


def _is_finite(jet: Jet) -> bool:
    known = jet.c[: jet.known + 1]
    if isinstance(known, list):
        return all(np.isfinite(primal(c)).all() for c in known)
    return bool(np.isfinite(known).all())
