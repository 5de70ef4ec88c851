"""The one rule for 0 · ∞, and the second look at a derivative that it decides.

Every mode multiplies *seeds* (tangents or adjoints) by partials.  In floating point 0 * inf is NaN,
so nothing is lost silently, and as long as a result is finite there is nothing to decide.  Where it
is not, the function is run once more, and every seed carries along whether its path is *live*.

A zero has one of two reasons.  The path is *flat*: `np.where` did not choose it, `np.maximum`
passed it over, it was multiplied by a constant 0.  Nothing comes through there, whatever the other
factor.  Or a slope happens to be 0 at this point, as that of w**2 at 0.  It is a limit then, and so
is its product with infinity: sqrt(w)**2 and sqrt(w)**3 both have one at 0, and slopes 1 and 0.  One
point cannot tell them apart, and the result is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from .core import (
    SECOND_LOOK,
    Bilinear,
    Elementwise,
    ForwardTrace,
    Function,
    Linear,
    Node,
    Options,
    Primitive,
    ReverseTrace,
    Traced,
    Values,
    filled,
    jvp,
    primal,
    run,
    unbroadcast,
)
from .varying import alike, slope

# For a longer product BLAS wakes threads, which on a busy machine takes a hundred times as long.
_LONG = 10_000

Seed = tuple[Any, Any]
"""A tangent or an adjoint, and for each of its numbers whether its path is live."""


def doubtful(derivatives: Iterable[Any]) -> bool:
    """Whether to look again: something is infinite or NaN, or an outer derivative is careful."""
    for x in derivatives:
        if type(x) is np.float64:
            if not math.isfinite(x):
                return True
        elif x is not None and _is_doubtful(x):
            return True
    return False


def _is_doubtful(x: Any) -> bool:
    while isinstance(x, Traced):
        if x.trace.careful:
            return True
        x = x.value
    if type(x) is np.ndarray and x.dtype.kind == "f":
        # One sum tells of all of them at a fraction of the cost, and that of squares warns of none.
        if x.size <= _LONG:
            flat = x.ravel()
            total = flat.dot(flat)
        else:
            with np.errstate(all="ignore"):
                total = np.add.reduce(x, None)
        if math.isfinite(total):
            return False
    return not np.isfinite(x).all()


def combine(seed: Any, live: Any, partial: Any, varies: bool) -> Seed:
    """Return the product of a seed and a partial, and where it is live: the rule for 0 · ∞.

    Where the path is not live the product is 0, also if `partial` is infinite or NaN.  A partial of
    exactly 0 ends a path unless it `varies` with the inputs: then it is 0 at this point only.  All
    other products are those of floating point, and 0 * inf is NaN.

    >>> for varies in (False, True):
    ...     print(*combine(np.inf, True, 0.0, varies))
    0.0 False
    nan True
    >>> print(*combine(0.0, False, np.inf, True))
    0.0 False
    """
    if not varies:
        live = live & (primal(partial) != 0)
    with np.errstate(all="ignore"):
        return masked(seed * partial, live), live


def masked(x: Any, live: Any) -> Any:
    """Return x where it is live, and 0 elsewhere."""
    if np.all(live):
        return x
    return (
        np.where(live, x, 0.0)
        if np.any(live)
        else filled(0.0, np.broadcast_shapes(np.shape(x), np.shape(live)))
    )


def _numbers(live: Any, like: Any) -> Any:
    """Write where a path is live as numbers that a linear operation takes; none cancel."""
    ones = np.broadcast_to(live, like.shape) * 1.0
    return ones * (1 + 1j) if like.dtype.kind == "c" else ones


def _reach(x: Any, varies: bool) -> Any:
    """Write where a factor lets something through."""
    return np.ones(x.shape) if varies else (primal(x) != 0) * 1.0


def _product(operate: Function, seed: Any, factor: Any, varies: bool) -> Any:
    """Return a bilinear operation in which a constant 0 takes nothing from an infinite seed."""
    with np.errstate(all="ignore"):
        infinite = ~np.isfinite(primal(seed))
        if varies or not infinite.any():
            return operate(seed, factor)
        met = operate(infinite * 1.0, _reach(factor, varies)) != 0
        return np.where(met, operate(seed, factor), operate(np.where(infinite, 0.0, seed), factor))


class CarefulTrace(ForwardTrace):
    """Forward mode in which every tangent is a `Seed`."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__()
        self.careful = True

    def push(
        self, primitive: Primitive, y: Any, values: Values, tangents: Values, kwargs: Options
    ) -> Any:
        """Push the seeds through one step."""
        return pushed(primitive, y, values, tangents, kwargs)


def pushed(primitive: Primitive, y: Any, values: Values, seeds: Values, kwargs: Options) -> Seed:
    """Push seeds through one step: one for each argument, or None if it does not vary."""
    varying = [seed is not None for seed in seeds]
    live = still_live(primitive, y, values, [s and s[1] for s in seeds], seeds, kwargs)
    if isinstance(primitive, Elementwise):
        total: Any = None
        for indices in alike(seeds):
            partial, varies = slope(primitive, indices, y, values, varying)
            tangent, alive = seeds[indices[0]]
            term, _ = combine(tangent, alive, partial, varies)
            total = term if total is None else total + term
    elif isinstance(primitive, Bilinear):
        terms = []
        for i, seed in enumerate(seeds):
            if seed is not None:
                operate = _placed(primitive, i, kwargs)
                terms.append(_product(operate, seed[0], values[1 - i], varying[1 - i]))
        total = sum(terms[1:], terms[0])
    else:
        total = primitive.push(y, values, [s and s[0] for s in seeds], kwargs)
    return np.broadcast_to(total, y.shape) if total.shape != y.shape else total, live


def _placed(primitive: Bilinear, i: int, kwargs: Options) -> Function:
    if i:
        return lambda seed, factor: primitive(factor, seed, **kwargs)
    return lambda seed, factor: primitive(seed, factor, **kwargs)


def still_live(
    primitive: Primitive, y: Any, values: Values, lives: Values, same: Values, kwargs: Options
) -> Any:
    """Return where the result of a step is live.  Arguments with one `same` are one argument."""
    varying = [live is not None for live in lives]
    found = np.zeros(y.shape, bool)
    if isinstance(primitive, Elementwise):
        for indices in alike(
            [s if live is not None else None for s, live in zip(same, lives, strict=True)]
        ):
            partial, varies = slope(primitive, indices, y, values, varying)
            found = found | combine(np.float64(0.0), lives[indices[0]], partial, varies)[1]
        return found
    if not isinstance(primitive, Linear):
        return ~found
    masks = [
        np.zeros(np.shape(v)) if live is None else _numbers(live, v)
        for v, live in zip(values, lives, strict=True)
    ]
    if not isinstance(primitive, Bilinear):
        return primitive.fun(*masks, **kwargs) != 0
    for i in (i for i in (0, 1) if varying[i]):
        other = _reach(values[1 - i], varying[1 - i])
        found = found | (_placed(primitive, i, kwargs)(masks[i], other) != 0)
    return found


def forward(
    found: tuple[Any, Any], f: Function, inputs: Values, tangents: Values
) -> tuple[Any, Any]:
    """Return value and tangent as they are, or run forward mode again, with care."""
    if not doubtful(found[1:]):
        return found
    value, tangent = jvp(f, inputs, list(map(started, tangents)), CarefulTrace)
    return value, tangent[0] if isinstance(tangent, tuple) else tangent


def started(seed: Any) -> Seed:
    """Return a seed as a reader gives it: a 0 asks for nothing, unless it varies itself."""
    return seed, np.ones(seed.shape, bool) if isinstance(seed, Traced) else seed != 0


def rows(found: Any, f: Function, x: Any, directions: Any) -> Any:
    """Return the tangents in many directions as they are, or push one by one, with care."""
    if not doubtful([found]):
        return found
    return np.stack([jvp(f, [x], [direction])[1] for direction in directions])


def reverse(found: list[Any], f: Function, inputs: Values, seed: Any) -> list[Any]:
    """Return the adjoints of the inputs as they are, or run reverse mode again, with care."""
    if not doubtful(found):
        return found
    trace = ReverseTrace()
    trace.careful, tape = True, trace.tape
    try:
        output = run(f, [trace.note(x) for x in inputs])
    finally:
        trace.close()
    if not (isinstance(output, Node) and output.trace is trace):
        return [None] * len(inputs)
    bars: list[Any] = [None] * len(tape)
    bars[output.index] = started(seed)
    for _ in backward(tape, bars):
        pass
    return [bar and bar[0] for bar in bars[: len(inputs)]]


def backward(tape: list[Any], bars: list[Any]) -> Iterator[tuple[int, int]]:
    """Sweep back with care over a tape, which begins with the inputs, and stop after every arrow.

    `bars` holds the seed of every step as far as it is known, and is filled.  An arrow is told by
    the places of its child and its parent.
    """
    for index in range(len(tape) - 1, -1, -1):
        if bars[index] is None or tape[index] is None:
            continue
        y_bar, live = bars[index]
        for i, (bar, alive) in pulled(tape[index], y_bar, live):
            place = tape[index][3][i]
            held = bars[place]
            bars[place] = (bar, alive) if held is None else (held[0] + bar, held[1] | alive)
            yield index, place


def pulled(step: tuple[Any, ...], y_bar: Any, live: Any) -> Iterator[tuple[int, Seed]]:
    """Yield the seeds that a step hands to its arguments, by the argument's number."""
    for i, (bar, alive) in _pull(step, y_bar, live):
        value = step[2][i]
        if bar.shape != value.shape:
            bar = unbroadcast(bar, value.shape)
        if bar.dtype.kind == "c" and value.dtype.kind == "f":
            bar = bar.real
        if np.shape(alive) != value.shape:
            alive = unbroadcast(alive * 1.0, value.shape) != 0
        yield i, (bar, alive)


def _pull(step: tuple[Any, ...], y_bar: Any, live: Any) -> Iterator[tuple[int, Seed]]:
    primitive, y, values, places, kwargs = step
    varying = [place is not None for place in places]
    if isinstance(primitive, Elementwise):
        for indices in alike(places):
            partial, varies = slope(primitive, indices, y, values, varying)
            bar, alive = combine(y_bar, live, partial, varies)
            yield indices[0], (bar, np.broadcast_to(alive, bar.shape))
        return
    for i in (i for i, varies in enumerate(varying) if varies):
        if isinstance(primitive, Bilinear):
            other, reach = values[1 - i], _reach(values[1 - i], varying[1 - i])

            def operate(seed: Any, factor: Any, i: int = i) -> Any:
                pair = (factor, values[1]) if i else (values[0], factor)
                return primitive.transpose(i, seed, *pair, **kwargs)

            yield (
                i,
                (_product(operate, y_bar, other, varying[1 - i]), operate(live * 1.0, reach) != 0),
            )
        elif isinstance(primitive, Linear):
            bar = primitive.pull(i, y_bar, y, values, kwargs)
            plain = [np.empty(np.shape(v)) for v in values]
            mask = primitive.transpose(i, _numbers(live, y_bar), *plain, **kwargs)
            yield i, (bar, mask != 0)
        else:
            bar = primitive.pull(i, y_bar, y, values, kwargs)
            yield i, (bar, np.ones(bar.shape, bool))


SECOND_LOOK |= {"forward": forward, "reverse": reverse, "rows": rows}
