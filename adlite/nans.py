"""Where did the NaN come from?  The first step at which a value or an adjoint is not finite."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .core import (
    Elementwise,
    Function,
    Node,
    Options,
    Primitive,
    ReverseTrace,
    TracingError,
    as_leaf,
    rules,
    run,
)
from .singular import backward, started

_OWN = [str(Path(module.__file__ or "").parent) for module in (np, sys.modules[__package__])]

_LOGS, _ROOTS = ("log", "log2", "log10", "log1p"), ("sqrt", "cbrt", "power", "float_power")
_BOUNDED = ("arcsin", "arccos", "arctanh", "arccosh")
_GROWING = ("exp", "exp2", "expm1", "sinh", "cosh", "power", "float_power")
_BOTH = (
    "choose inside as well as outside, np.where(c, {call}(np.where(c, w, 1.0)), other) with the "
    "condition c for which the step is fine"
)
_ADVICE = {
    _LOGS: _BOTH,
    ("divide", "reciprocal"): (
        "choose the divisor as well, np.where(b != 0, a / np.where(b != 0, b, 1.0), other)"
    ),
    _BOUNDED: "keep its argument inside the domain, with np.clip or a condition",
    _ROOTS: _BOTH,
    _GROWING: (
        "subtract the largest exponent before, or use np.logaddexp, np.tanh or np.log1p, which do "
        "not overflow"
    ),
}
_LIMIT = (
    "rewrite the function so that the two cancel (w for np.sqrt(w)**2), or choose such points "
    "apart with np.where"
)


@dataclass(frozen=True)
class NanTrace:
    """What `trace_nan` found: printed it is one sentence.

    `sweep` is "forward" or "backward", or "" if all is finite; `step` is the operation, `entry` the
    place in its array, `line` the line of code that asked for it.
    """

    sweep: str
    step: str
    entry: tuple[int, ...]
    line: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


class _Watched(ReverseTrace):
    """Reverse mode that knows which line of code asked for a step."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.careful = True
        self.lines: list[str] = []

    def note(self, value: Any, step: tuple[Any, ...] | None = None) -> Node:
        """Note a step, and its line."""
        self.lines.append(_line() if step else "")
        return super().note(value, step)

    def process(self, primitive: Primitive, args: tuple[Any, ...], kwargs: Options) -> Any:
        """Compute a step without NumPy's warnings: the sentence says more."""
        with np.errstate(all="ignore"):
            return super().process(primitive, args, kwargs)


def _line() -> str:
    frame = sys._getframe(2)
    while frame.f_back and any(frame.f_code.co_filename.startswith(own) for own in _OWN):
        frame = frame.f_back
    text = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
    return f"line {frame.f_lineno}" + (f", `{text}`" if text else "")


def trace_nan(g: Function, *inputs: Any) -> NanTrace:
    """Return the first step of `g` and of its gradient at which something is not finite.

    `g` is run at `inputs`, numbers or arrays, and must return a single number.  If its value is
    infinite or NaN, the step is the first one forwards that made such a value of finite ones.  If
    only the gradient is, it is the first one backwards that made such an adjoint.

    Raises `TracingError` if `g` cannot be differentiated as it is written.

    >>> def g(w):
    ...     return np.sum(np.sqrt(w) ** 2)
    >>> found = trace_nan(g, np.array([4.0, 0.0]))
    >>> found.sweep, found.step, found.entry
    ('backward', 'sqrt', (1,))
    >>> print(trace_nan(np.tanh, 0.5))
    All values and derivatives are finite.
    """
    trace = _Watched()
    tape = trace.tape
    leaves = [as_leaf(x) for x in inputs]
    try:
        output = run(g, [trace.note(x) for x in leaves])
        values = [x if step is None else step[1] for x, step in _with_inputs(leaves, tape)]
    finally:
        trace.close()
    if output.size != 1:
        raise TracingError(
            f"trace_nan needs a function that returns one number, not shape {output.shape}: sum it."
        )
    place = output.index if isinstance(output, Node) else None
    if not np.isfinite(values[place] if place is not None else output).all():
        return _forward(tape, values, trace.lines)
    found = _backward(tape, values, trace.lines, place) if place is not None else None
    return found or NanTrace("", "", (), "", "All values and derivatives are finite.")


def _with_inputs(leaves: Sequence[Any], tape: Sequence[Any]) -> list[tuple[Any, Any]]:
    return list(zip([*leaves, *[None] * (len(tape) - len(leaves))], tape, strict=True))


def _first(bad: Any) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(bad)[0])


def _forward(tape: list[Any], values: list[Any], lines: list[str]) -> NanTrace:
    for step, y, line in zip(tape, values, lines, strict=True):
        bad = ~np.isfinite(y)
        if not bad.any():
            continue
        if step is None:
            text = f"the input is {_number(y, _first(bad))} already: give finite numbers"
            return _told("forward", "input", _first(bad), "", text)
        primitive, _, args, _, _ = step
        if not all(np.isfinite(a).all() for a in args):
            continue
        name, entry = _name(primitive), _first(bad)
        shown = [_number(np.broadcast_to(a, y.shape), entry) for a in args] if _alone(step) else []
        text = f"{name}{' of ' + ' and '.join(shown) if shown else ''} is {_number(y, entry)}"
        return _told("forward", name, entry, line, f"{text}: {_advice(name)}")
    raise AssertionError("an infinite value has a first step")  # pragma: no cover


def _backward(tape: list[Any], values: list[Any], lines: list[str], place: int) -> NanTrace | None:
    """Return the first NaN on the way back if one arrives, or else the first infinity."""
    bars: list[Any] = [None] * len(tape)
    bars[place] = started(np.ones(np.shape(values[place]))[()])
    first: dict[Any, NanTrace] = {}
    with np.errstate(all="ignore"):
        for child, parent in backward(tape, bars):
            bar = bars[parent][0]
            for is_bad in (np.isnan, np.isinf):
                if is_bad not in first and is_bad(bar).any():
                    first[is_bad] = _blame(
                        tape[child][0], values[parent], bar, lines[child], _first(is_bad(bar))
                    )
    arrived = [bar[0] for bar, step in zip(bars, tape, strict=True) if step is None and bar]
    for is_bad in (np.isnan, np.isinf):
        if any(is_bad(bar).any() for bar in arrived):
            return first[is_bad]
    return None


def _blame(
    primitive: Primitive, value: Any, bar: Any, line: str, entry: tuple[int, ...]
) -> NanTrace:
    name, at = _name(primitive), _number(value, entry)
    if np.isinf(bar[entry] if entry else bar):
        text = f"the slope of {name} at {at} is infinite: {_advice(name)}"
    else:
        text = (
            f"at {at} an adjoint and a slope of {name} make 0 times infinity, or infinity minus "
            f"infinity: {_LIMIT}"
        )
    return _told("backward", name, entry, line, text)


def _alone(step: tuple[Any, ...]) -> bool:
    return isinstance(step[0], Elementwise)


def _name(primitive: Primitive) -> str:
    return "sqrt" if primitive is rules.root else primitive.name


def _number(x: Any, entry: tuple[int, ...]) -> str:
    return f"{np.asarray(x)[entry]:.6g}"


def _advice(name: str) -> str:
    found = [advice for names, advice in _ADVICE.items() if name in names]
    text = found[0] if found else "choose such points apart with np.where, inside and outside"
    return text.format(call=f"np.{name}")


def _told(sweep: str, step: str, entry: tuple[int, ...], line: str, text: str) -> NanTrace:
    where = f"In {line}" if line else "At the start"
    place = f", entry {entry if len(entry) > 1 else entry[0]}" if entry else ""
    return NanTrace(sweep, step, entry, line, f"{where}{place} ({sweep} sweep): {text}.")
