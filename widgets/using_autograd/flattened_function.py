"""A function of [a, b, C] flattened to one of a vector w, with its gradient (Section B.10)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
from autograd.misc.flatten import flatten_func as flatten_func_of_autograd

import adlite
from adlite.referee import with_autograd_numpy

from ..functions import real_number
from ..live import InputError, lowered, say, shortened

SHOWN = ("names", "values", "the fixed s", "the gradient")
Shapes = tuple[int, int, int]
Entry = tuple[str, int, int]
# A cell has room for so many characters; an error's message is cut after so many.
_ROOM, _LONGEST = 6, 180


@dataclass(frozen=True)
class FlattenedFunction:
    """What flattening gives for one choice of shapes: `length` of b, `rows` and `columns` of C.

    `s` is there for the chapter's function only. `agrees` is None where autograd cannot follow.
    `problem` says why there is no gradient.
    """

    entries: tuple[Entry, ...]
    values: tuple[float, ...]
    s: tuple[float, ...] = ()
    gradient: tuple[float, ...] = ()
    agrees: bool | None = None
    problem: str = ""

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """What the cells may show, in the order of w."""
        names = [entry_name(*entry) for entry in self.entries]
        gradient = self.gradient or [np.nan] * len(names)
        numbers = ([in_cell(x) for x in row] for row in (self.values, self.s, gradient))
        return dict(zip(SHOWN, (names, *numbers), strict=True))


def in_cell(x: float) -> str:
    """Return a number with as many digits, up to four, as a cell has room for.

    >>> in_cell(196.2), in_cell(0.028719), in_cell(-0.028719), in_cell(float("nan"))
    ('196.2', '0.0287', '−0.029', '–')
    """
    if not np.isfinite(x):
        return "–"
    texts = [say(x, digits) for digits in (4, 3, 2, 1)]
    return next((text for text in texts if len(text) <= _ROOM), texts[-1])


def entry_name(part: str, i: int, j: int) -> str:
    """Return the name of an entry.

    >>> entry_name("a", 0, 0), entry_name("b", 1, 0), entry_name("C", 1, 0)
    ('a', 'b₂', 'c₂₁')
    """
    if part == "a":
        return "a"
    place = f"{i + 1}{j + 1}" if part == "C" else f"{i + 1}"
    return lowered(part.lower() + place)


@cache
def flattened_chapter_function(length: int, rows: int, columns: int) -> FlattenedFunction:
    """Return the order that `adlite.flatten` gives, and what s and the gradient are in it.

    The function is the chapter's.

    >>> found = flattened_chapter_function(2, 2, 2)
    >>> [entry_name(*entry) for entry in found.entries]
    ['a', 'b₁', 'b₂', 'c₁₁', 'c₁₂', 'c₂₁', 'c₂₂']
    >>> found.words["the fixed s"], found.words["the gradient"]
    (['1', '1', '2', '1', '3', '3', '9'], ['21.8', '21.8', '43.6', '21.8', '65.4', '65.4', '196.2'])
    """
    r, z, y = np.arange(1.0, length + 1), 2.0 * np.arange(rows) + 1, 2.0 * np.arange(columns) + 1

    def inner(weights: Any) -> Any:
        a, b, C = weights
        return a + anp.dot(r, b) + anp.dot(anp.dot(z, C), y)

    found = flattened(lambda weights: inner(weights) ** 2, (length, rows, columns))
    g_flat, _, w = adlite.flatten_func(inner, _parts((length, rows, columns))[1])
    s = tuple(adlite.grad(g_flat)(w).tolist())
    return FlattenedFunction(found.entries, found.values, s, found.gradient, found.agrees)


def flattened(g: Callable[..., Any], shapes: Shapes) -> FlattenedFunction:
    """Return the order that `adlite.flatten` gives, and the gradient of any function in it.

    >>> flattened(lambda w: w[0] * np.sum(w[1]), (1, 1, 1)).gradient
    (0.2, 0.1, 0.0)
    >>> print(flattened(lambda w: w[1][4], (1, 1, 1)).problem)
    g raised IndexError with 1 entry in b and 1 × 1 in C: index 4 is out of bounds for axis 0 with \
size 1.
    """
    entries, weights = _parts(shapes)
    w = adlite.flatten(weights)[0]
    values = tuple(w.tolist())
    try:
        with np.errstate(all="ignore"):
            y = real_number(g(adlite.flatten(weights)[1](w)))
            if not np.isfinite(y):
                where = f"with {shapes_in_words(shapes)} at w = (0.1, 0.2, ...)"
                raise InputError(f"g gives no number {where}.")
            gradient = adlite.grad(adlite.flatten_func(g, weights)[0])(w)
    except InputError as error:
        return FlattenedFunction(entries, values, problem=str(error))
    except adlite.TracingError as error:
        return FlattenedFunction(entries, values, problem=f"g cannot be differentiated: {error}")
    except Exception as error:
        problem = f"g raised {type(error).__name__} with {shapes_in_words(shapes)}: {error}."
        on_one_line = " ".join(problem.split())
        return FlattenedFunction(entries, values, problem=shortened(on_one_line, _LONGEST))
    agrees = _agrees(g, weights, w, gradient)
    return FlattenedFunction(entries, values, (), tuple(gradient.tolist()), agrees)


def _parts(shapes: Shapes) -> tuple[tuple[Entry, ...], list[Any]]:
    """Return the entries of w in their order, and [a, b, C] for w = (0.1, 0.2, ...)."""
    length, rows, columns = shapes
    # Each entry says its own place in its part, so that the order is found and not assumed.
    in_C = np.arange(1.0 * rows * columns).reshape(rows, columns)
    places: list[Any] = [0.0, np.arange(1.0 * length), in_C]
    parts = [np.full(np.shape(place), float(i)) for i, place in enumerate(places)]
    order = zip(adlite.flatten(parts)[0], adlite.flatten(places)[0], strict=True)
    entries = tuple(
        ("abC"[int(part)], *((int(i), 0) if part < 2 else divmod(int(i), columns)))
        for part, i in order
    )
    return entries, adlite.flatten(places)[1](np.arange(1.0, len(entries) + 1) / 10)


def _agrees(
    g: Callable[..., Any], weights: list[Any], w: np.ndarray, gradient: np.ndarray
) -> bool | None:
    try:
        theirs, _, their_w = flatten_func_of_autograd(with_autograd_numpy(g), weights)
        with np.errstate(all="ignore"):
            slopes = autograd.grad(lambda w: theirs(w)[0])(their_w)
    except Exception:
        return None
    same = np.allclose(gradient, slopes, rtol=1e-12, atol=1e-14, equal_nan=True)
    return bool(np.array_equal(w, their_w) and same)


def shapes_in_words(shapes: Shapes) -> str:
    """Say what shapes b and C have.

    >>> shapes_in_words((2, 1, 3))
    '2 entries in b and 1 × 3 in C'
    """
    length, rows, columns = shapes
    return f"{length} entr{'y' if length == 1 else 'ies'} in b and {rows} × {columns} in C"
