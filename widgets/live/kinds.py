"""The kinds of controls, each made by what its author would call it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .controls import Control
from .numbers import InputError

# The preferred numbers of ISO 3: twenty steps to a decade, each with two or three digits.
_RENARD = (
    *("1", "1.12", "1.25", "1.4", "1.6", "1.8", "2", "2.24", "2.5", "2.8"),
    *("3.15", "3.55", "4", "4.5", "5", "5.6", "6.3", "7.1", "8", "9"),
)


def _is_number(value: Any) -> bool:
    """Say whether a value is a finite number, and no text that looks like one."""
    return isinstance(value, int | float | np.number) and math.isfinite(value)


def _checked_ends(low: Any, high: Any, positive: bool = False) -> tuple[float, float]:
    """Return both ends of a slider as floats, or say what is wrong with them."""
    if not (_is_number(low) and _is_number(high) and low < high):
        raise InputError(
            f"a slider needs two finite ends, the lower first; got {low!r} and {high!r}."
        )
    if positive and low <= 0:
        raise InputError(
            f"a logarithmic slider goes from a number above zero to a larger one; got {low!r} "
            f"and {high!r}: write log(0.001, {high!r}, ...), or linear({low!r}, {high!r}, ...)."
        )
    return float(low), float(high)


def linear(low: float, high: float, step: float, label: str, value: float) -> Control:
    """Return a slider from `low` to `high` in equal steps.

    Raises:
        InputError: the ends are not two finite numbers in order, or `step` does not lead from one
            to the other.

    >>> linear(0, 1, 0.25, "w", 0.5).positions
    (0.0, 0.25, 0.5, 0.75, 1.0)
    >>> linear(0, 1, 0.3, "w", 0.5)
    Traceback (most recent call last):
    widgets.live.numbers.InputError: steps of 0.3 lead from 0 to 0.9 or 1.2, not to 1: write \
linear(0, 0.9, 0.3, ...) or linear(0, 1.2, 0.3, ...).

    """
    low, high = _checked_ends(low, high)
    if not (_is_number(step) and step > 0):
        raise InputError(f"a slider needs a step above zero; got {step!r}.")
    count = round((high - low) / step)
    if count == 0 or abs((high - low) / step - count) > 1e-6:
        whole = math.floor((high - low) / step)
        ends = [low + step * k for k in (whole, whole + 1) if k > 0]
        reached = " or ".join(f"{end:.10g}" for end in ends)
        texts = " or ".join(f"linear({low:.10g}, {end:.10g}, {step:.10g}, ...)" for end in ends)
        raise InputError(
            f"steps of {step:.10g} lead from {low:.10g} to {reached}, not to {high:.10g}: "
            f"write {texts}."
        )
    digits = max(0, 12 - math.floor(math.log10(max(abs(low), abs(high)))))
    positions = tuple(round(float(x), digits) for x in np.linspace(low, high, count + 1))
    return Control("linear", label, positions, value, (2, 4, 10, 20, 40))


def integers(low: int, high: int, label: str, value: float) -> Control:
    """Return a slider over the whole numbers from `low` to `high`.

    >>> integers(1, 3, "d", 2).positions
    (1.0, 2.0, 3.0)
    """
    return replace(linear(low, high, 1, label, value), kind="integers")


def _decades(low: float, high: float, per_decade: int) -> tuple[float, ...]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    mantissas = _RENARD[:: 20 // per_decade]
    steps = (float(f"{m}e{k}") for k in range(first, last + 1) for m in mantissas)
    return tuple(x for x in steps if low <= x <= high)


def _several(positions: tuple[float, ...]) -> tuple[float, ...]:
    """Return positions between which a hand can move; fewer than two are an error."""
    if len(positions) < 2:
        raise InputError("a slider needs room for two of its steps: put its ends farther apart.")
    return positions


def log(low: float, high: float, label: str, value: float) -> Control:
    """Return a slider over powers of ten, ten steps to a decade, from `low` to `high`.

    Raises:
        InputError: the ends are not two numbers above zero, in order, with a step between them.

    >>> log(0.1, 1, "ε", 1).positions
    (0.1, 0.125, 0.16, 0.2, 0.25, 0.315, 0.4, 0.5, 0.63, 0.8, 1.0)

    """
    low, high = _checked_ends(low, high, positive=True)
    return Control("log", label, _several(_decades(low, high, 10)), value, (2, 5, 10, 20, 50))


def signed_log(largest: float, smallest: float, label: str, value: float) -> Control:
    """Return a slider from -largest through ever smaller numbers of either sign to largest.

    The two largest decades, in which a picture changes most, have twenty steps each, the others
    five.

    Raises:
        InputError: these are not two numbers above zero, the larger first, with a step between.

    >>> signed_log(1, 0.5, "ε", 1).positions
    (-1.0, -0.9, -0.8, -0.71, -0.63, -0.56, -0.5, 0.5, 0.56, 0.63, 0.71, 0.8, 0.9, 1.0)

    """
    if not (_is_number(largest) and _is_number(smallest) and 0 < smallest < largest):
        raise InputError(
            "a signed logarithmic slider needs its largest and its smallest number, both above "
            f"zero, such as signed_log(1, 0.001, ...); got {largest!r} and {smallest!r}."
        )
    fine = _decades(max(smallest, largest / 100), largest, 20)
    right = _several(tuple(x for x in _decades(smallest, largest, 5) if x < fine[0]) + fine)
    left = tuple(-x for x in reversed(right))
    return Control("signed log", label, left + right, value, (2, 4, 8, 20, 40))


def switch(label: str, value: bool = False) -> Control:
    """Return a check box."""
    return Control("switch", label, (False, True), value)


def choice(
    options: Sequence[Any], label: str, value: Any, texts: Sequence[str] | None = None
) -> Control:
    """Return a list to choose one from; `texts` are shown in place of the options.

    What is chosen travels to the browser and back, so it is a text, a number, True, False or None.

    Raises:
        InputError: there is no option, or one of another type.
        ValueError: there are not as many texts as options.

    >>> choice(["+=", "0/0"], "mistake", "+=", ["adding in place", "nothing by nothing"]).positions
    ('+=', '0/0')

    """
    plain = (str, int, float, bool, type(None))
    strange = [option for option in options if not isinstance(option, plain)]
    if strange or not options:
        got = f"{strange[0]!r} is none of these" if strange else "there is none"
        raise InputError(f"a list offers texts, numbers, True, False or None; {got}.")
    shown = tuple(map(str, options if texts is None else texts))
    if len(shown) != len(options):
        raise ValueError(f"{len(options)} options cannot be shown by {len(shown)} texts.")
    return Control("choice", label, tuple(options), value, texts=shown)


def steps(count_or_texts: int | Sequence[str], label: str, value: int = 0) -> Control:
    """Return a slider over steps 0, 1, 2, ... that can also play them one after the other.

    Give the number of steps, or a text for each of them. No step is ever left out.

    Raises:
        InputError: there is no step at all.

    >>> steps(["a = w", "b = sin(a)"], "step").positions
    (0, 1)
    >>> steps(3, "step").texts
    ('0 of 2', '1 of 2', '2 of 2')

    """
    texts: Sequence[str]
    if isinstance(count_or_texts, int):
        texts = [f"{k} of {count_or_texts - 1}" for k in range(count_or_texts)]
    else:
        texts = count_or_texts
    if not texts:
        raise InputError(f"a control for steps needs at least one; got {count_or_texts!r}.")
    return Control("steps", label, tuple(range(len(texts))), value, texts=tuple(texts))
