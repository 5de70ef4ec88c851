"""The referee: whether adlite, autograd and difference quotients give the same derivative."""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .arrays import elementwise_grad
from .core import Function, make_jvp

METHODS = ("reverse", "forward", "autograd", "central")
# Central differences are off by about the cube root of the unit round-off, squared.
TOLERANCE = {"reverse": 0.0, "forward": 1e-10, "autograd": 1e-10, "central": 1e-6}


@dataclass(frozen=True)
class Row:
    """The derivative by one entry of the input at one point, by every method that could run."""

    place: str
    slopes: dict[str, float]
    scale: float

    def difference(self, method: str) -> float:
        """How far a method is from adlite's reverse mode; two NaN agree."""
        ours, theirs = self.slopes["reverse"], self.slopes[method]
        if ours == theirs or (np.isnan(ours) and np.isnan(theirs)):
            return 0.0
        return float(np.nan_to_num(abs(ours - theirs), nan=np.inf))

    def agrees(self, method: str) -> bool:
        """Whether a method is as close to adlite's reverse mode as it can be expected to be."""
        return self.difference(method) <= TOLERANCE[method] * self.scale


@dataclass(frozen=True, repr=False)
class Check:
    """What `check` found: printed it is a table and a verdict of one line."""

    rows: tuple[Row, ...]
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def methods(self) -> list[str]:
        """The methods that could run."""
        return [m for m in METHODS if all(m in row.slopes for row in self.rows)]

    @property
    def agrees(self) -> bool:
        """Whether every method that could run agrees at every point."""
        return all(row.agrees(m) for row in self.rows for m in self.methods)

    @property
    def largest_difference(self) -> float:
        """The largest distance of any method from adlite's reverse mode, at any point."""
        return max(row.difference(m) for row in self.rows for m in self.methods)

    @property
    def verdict(self) -> str:
        """One sentence: who agrees, or who differs most, by how much and where."""
        if self.agrees:
            exact = ["adlite", *(["autograd"] if "autograd" in self.methods else [])]
            subject = (
                "adlite and autograd agree" if len(exact) > 1 else "both modes of adlite agree"
            )
            return f"{subject} to 10 digits, and central differences to 6."
        wrong = [
            (row.difference(m), m, row)
            for row in self.rows
            for m in self.methods
            if not row.agrees(m)
        ]
        size, method, row = max(wrong, key=lambda item: item[0])
        return f"{method} differs from adlite's reverse mode by {size:.3g} at {row.place}."

    def __repr__(self) -> str:
        head = ["at", *self.methods]
        body = [[row.place, *(f"{row.slopes[m]:.6g}" for m in self.methods)] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
        lines = [
            "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])])
            for line in (head, *body)
        ]
        notes = [f"{method}: could not run g ({why})" for method, why in self.failed.items()]
        return "\n".join([*lines, *notes, self.verdict])

    __str__ = __repr__


def check(g: Function, *at: Any, argnum: int = 0) -> Check:
    """Compare the derivatives of `g` at the points `at`: adlite, autograd, central differences.

    A point is a number or an array; for a function of several arguments it is a tuple of them,
    and the derivative is by argument `argnum`.  If `g` returns an array it is the sum of its
    outputs that is differentiated.  The result prints as a table and has the attributes
    `.agrees`, `.largest_difference`, `.verdict` and `.rows`.

    `g` may be written with plain `numpy`: for autograd it is rebuilt with `autograd.numpy` in its
    place, and where that does not work the table says so.

    Raises `TracingError` if adlite cannot differentiate `g`, `ValueError` if no point is given.

    >>> import numpy as np
    >>> check(lambda w: np.tanh(w) * np.cos(w) + np.log(w), 0.5, 1.5)
    at     reverse    forward   autograd    central
    0.5    2.46862    2.46862    2.46862    2.46862
    1.5  -0.223431  -0.223431  -0.223431  -0.223431
    adlite and autograd agree to 10 digits, and central differences to 6.
    """
    if not at:
        raise ValueError("check needs at least one point: write check(g, 1.5).")
    rows: list[Row] = []
    failed: dict[str, str] = {}
    with np.errstate(all="ignore"):
        for point in at:
            args = list(point) if isinstance(point, tuple) else [point]
            args[argnum] = np.asarray(args[argnum], dtype=np.float64)[()]
            found = {
                "reverse": elementwise_grad(g, argnum)(*args),
                "forward": _forward(g, args, argnum),
                "central": _central(g, args, argnum),
            }
            try:
                found["autograd"] = _autograd(g, args, argnum)
            except Exception as error:  # whatever autograd dislikes is reported, not raised
                failed["autograd"] = (
                    f"{type(error).__name__}: {str(error).splitlines()[0]}"
                    if str(error)
                    else type(error).__name__
                )
            rows += _rows(point, args[argnum], found)
    return Check(tuple(rows), failed)


def _rows(point: Any, x: Any, found: dict[str, Any]) -> Iterator[Row]:
    finite = np.abs(found["reverse"])[np.isfinite(found["reverse"])]
    scale = max(1.0, float(np.max(finite, initial=0.0)))
    name = ", ".join(_short(part) for part in (point if isinstance(point, tuple) else (point,)))
    for index in np.ndindex(np.shape(x)):
        entry = f"[{', '.join(map(str, index))}]" if index else ""
        slopes = {m: float(np.asarray(d)[index]) for m, d in found.items()}
        yield Row(f"{name} {entry}".strip(), slopes, scale)


def _short(x: Any) -> str:
    return f"{x:.6g}" if np.ndim(x) == 0 else f"array{np.shape(x)}"


def _units(x: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    for index in np.ndindex(x.shape):
        unit = np.zeros(x.shape)
        unit[index] = 1.0
        yield index, unit[()]


def _forward(g: Function, args: list[Any], argnum: int) -> Any:
    push = make_jvp(g, argnum)(*args)
    slopes = np.zeros(args[argnum].shape)
    for index, unit in _units(args[argnum]):
        slopes[index] = np.sum(push(unit)[1])
    return slopes


def _central(g: Function, args: list[Any], argnum: int) -> Any:
    def total(x: Any) -> Any:
        return np.sum(np.asarray(g(*args[:argnum], x, *args[argnum + 1 :]), dtype=np.float64))

    x = args[argnum]
    slopes = np.zeros(x.shape)
    for index, unit in _units(x):
        # Too large a step errs by truncation and too small a one by round-off: where two in a row
        # agree best, both errors are small.
        steps = max(1.0, abs(x[index])) * np.logspace(-2, -9, 15)
        found = [(total(x + h * unit) - total(x - h * unit)) / (2 * h) for h in steps]
        changes = np.abs(np.diff(found))
        slopes[index] = found[int(np.argmin(np.where(np.isnan(changes), np.inf, changes))) + 1]
    return slopes


def _autograd(g: Function, args: list[Any], argnum: int) -> Any:
    import autograd

    return autograd.elementwise_grad(with_autograd_numpy(g), argnum)(*args)


def with_autograd_numpy(g: Function) -> Function:
    """Rebuild a function written with `numpy` so that it, and what it calls, uses autograd's.

    >>> import autograd, numpy as np
    >>> print(autograd.grad(with_autograd_numpy(lambda w: np.sin(w)))(0.0))
    1.0
    """
    rebuilt: Function = _rebound(g, {})
    return rebuilt


def _rebound(x: Any, done: dict[int, Any]) -> Any:
    import autograd.numpy as anp

    if id(x) in done:
        return done[id(x)]
    if isinstance(x, types.ModuleType):
        return {np: anp, np.linalg: anp.linalg, np.fft: anp.fft}.get(x, x)
    if isinstance(x, functools.partial):
        return functools.partial(_rebound(x.func, done), *x.args, **x.keywords)
    home = (getattr(x, "__module__", None) or "").split(".")[0]
    if isinstance(x, np.ufunc) or (callable(x) and home == "numpy" and not isinstance(x, type)):
        name = getattr(x, "__name__", "")
        return getattr(anp, name, x) if getattr(np, name, None) is x else x
    if not isinstance(x, types.FunctionType) or home == "autograd":
        return x
    # A new function object over the same code, so that the reader's own is left alone.
    cells = tuple(types.CellType() for _ in x.__closure__ or ())
    names = dict(x.__globals__)
    copy = types.FunctionType(x.__code__, names, x.__name__, x.__defaults__, cells or None)
    copy.__kwdefaults__ = x.__kwdefaults__
    done[id(x)] = copy
    for cell, old in zip(cells, x.__closure__ or (), strict=True):
        cell.cell_contents = _rebound(old.cell_contents, done)
    for name in _names(x.__code__):
        if name in names:
            names[name] = _rebound(names[name], done)
    return copy


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)
