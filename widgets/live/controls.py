"""What a hand can move: sliders, switches and choices, each a short list of positions.

A control knows all the values it can stand at, so that a picture can be worked out for each of
them beforehand.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from . import message
from .numbers import InputError, say

# The preferred numbers of ISO 3: twenty steps to a decade, each with two or three digits.
_RENARD = (
    *("1", "1.12", "1.25", "1.4", "1.6", "1.8", "2", "2.24", "2.5", "2.8"),
    *("3.15", "3.55", "4", "4.5", "5", "5.6", "6.3", "7.1", "8", "9"),
)


@dataclass(frozen=True)
class Control:
    """A control: its label, its positions in order, and where it stands at first.

    `kind` is "linear", "integers", "log" or "signed log" (a range and a number box), "switch" (a
    check box, positions False and True), "choice" (a list to choose from) or "steps" (a range that
    can play, positions 0, 1, 2, ...). `texts` are the positions in words. `strides` are the ways to
    thin the positions out where a picture for every combination would be too many.
    """

    kind: str
    label: str
    positions: tuple[Any, ...]
    value: Any
    strides: tuple[int, ...] = field(default=(), repr=False)
    texts: tuple[str, ...] = field(default=(), repr=False)

    @property
    def numeric(self) -> bool:
        """Whether the positions are numbers on a scale."""
        return self.kind not in ("switch", "choice")

    @property
    def smallest(self) -> float:
        """How near to zero a signed logarithmic scale comes; 0 for any other."""
        return min(map(abs, self.positions)) if self.kind == "signed log" else 0.0

    def places(self, values: Sequence[Any]) -> NDArray[np.float64]:
        """Return where values lie along the control, in its own scale.

        The front end finds it by the same rule: `place` in `scale.js`.

        >>> signed_log(1, 1e-2, "ε", 1).places([-1, -0.01, 0.01, 1])
        array([-3., -1.,  1.,  3.])
        """
        if not self.numeric:
            return np.array([self.positions.index(value) for value in values], float)
        x = np.asarray(values, float)
        if self.kind == "log":
            return np.asarray(np.log10(x))
        if self.kind == "signed log":
            return np.asarray(np.sign(x) * (np.log10(np.abs(x) / self.smallest) + 1))
        return x

    def thinned(self, stride: int) -> tuple[Any, ...]:
        """Return every `stride`-th position, and the last one."""
        thin = self.positions[::stride]
        return thin if thin[-1] == self.positions[-1] else (*thin, self.positions[-1])

    def nearest(self, value: Any, positions: Sequence[Any] | None = None) -> int:
        """Return the index of the position nearest to a value, in the control's own scale."""
        positions = self.positions if positions is None else positions
        gaps = np.abs(self.places(positions) - self.places([value])[0])
        return int(np.argmin(gaps))

    def clean(self, name: str, value: Any) -> tuple[Any, str]:
        """Return the value that will be shown for what was asked, and what to say about it.

        A number at which the control cannot stand becomes the nearest one, with a sentence.

        Raises:
            InputError: `value` is not a number (or not one of the choices, or of the steps).

        >>> linear(-3, 3, 0.1, "w0", 0).clean("w0", 99)
        (3.0, 'w0 goes from −3 to 3: 99 is outside, so 3 is shown.')
        >>> integers(1, 10, "d", 4).clean("d", 2.4)
        (2.0, 'd must be a whole number: 2.4 is not, so 2 is shown.')

        """
        if self.kind == "switch":
            if not isinstance(value, bool | np.bool_):
                raise InputError(
                    f"{name} is switched on with True and off with False; {value!r} is neither."
                )
            return bool(value), ""
        if self.kind == "choice":
            if value not in self.positions:
                options = " or ".join(repr(p) for p in self.positions)
                raise InputError(f"{name} must be {options}; {value!r} is not one of these.")
            return value, ""
        number = self._number(name, value)
        shown = self._standing(number)
        return shown, "" if shown == number else self._reason(name, number, shown)

    def _number(self, name: str, value: Any) -> float:
        """Return what was asked for as a number; of steps there is nothing between two."""
        try:
            number = math.nan if isinstance(value, str | bytes | bool) else float(value)
        except (TypeError, ValueError):
            number = math.nan
        steps = self.kind == "steps"
        if math.isnan(number) or (steps and math.isfinite(number) and number != round(number)):
            raise InputError(
                f"{name} must be a {'whole ' * steps}number from {say(self.positions[0])} to "
                f"{say(self.positions[-1])}; {value!r} is not one."
            )
        return number

    def _standing(self, number: float) -> float:
        """Return the number nearest to another at which the control can stand."""
        inside: float = min(max(number, self.positions[0]), self.positions[-1])
        if self.kind == "steps":
            return round(inside)
        if self.kind == "integers":
            return float(round(inside))
        if abs(inside) < self.smallest:
            return math.copysign(self.smallest, inside)
        return inside

    def _reason(self, name: str, number: float, shown: float) -> str:
        """Say why another number is shown than was asked for."""
        low, high = self.positions[0], self.positions[-1]
        if not low <= number <= high:
            return (
                f"{name} goes from {say(low)} to {say(high)}: "
                f"{say(number)} is outside, so {say(shown)} is shown."
            )
        if self.kind == "integers":
            return f"{name} must be a whole number: {say(number)} is not, so {say(shown)} is shown."
        return (
            f"{name} goes no nearer to zero than {say(self.smallest)}: "
            f"{say(number)} is nearer, so {say(shown)} is shown."
        )

    def standing_at(self, value: Any) -> "Control":
        """Return the same control with another value at first."""
        return replace(self, value=value)

    def describe(self) -> message.Control:
        """Return what the front end has to know."""
        texts = self.texts or [say(p) if self.numeric else str(p) for p in self.positions]
        return message.Control(self.kind, self.label, self.positions, texts, self.smallest)


def linear(low: float, high: float, step: float, label: str, value: float) -> Control:
    """Return a slider from `low` to `high` in equal steps.

    Raises:
        InputError: the ends are not two finite numbers in order, or `step` is not positive.

    >>> linear(0, 1, 0.25, "w", 0.5).positions
    (0.0, 0.25, 0.5, 0.75, 1.0)

    """
    if not (math.isfinite(low) and math.isfinite(high) and low < high and step > 0):
        raise InputError(
            f"a slider needs two finite ends, the lower first, and a step above zero; "
            f"got {low!r}, {high!r} and {step!r}."
        )
    count = round((high - low) / step)
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


def log(low: float, high: float, label: str, value: float) -> Control:
    """Return a slider over powers of ten, ten steps to a decade, from `low` to `high`.

    >>> log(0.1, 1, "ε", 1).positions
    (0.1, 0.125, 0.16, 0.2, 0.25, 0.315, 0.4, 0.5, 0.63, 0.8, 1.0)
    """
    return Control("log", label, _decades(low, high, 10), value, (2, 5, 10, 20, 50))


def signed_log(largest: float, smallest: float, label: str, value: float) -> Control:
    """Return a slider from -largest through ever smaller numbers of either sign to largest.

    The two largest decades, in which a picture changes most, have twenty steps each, the others
    five.

    >>> signed_log(1, 0.5, "ε", 1).positions
    (-1.0, -0.9, -0.8, -0.71, -0.63, -0.56, -0.5, 0.5, 0.56, 0.63, 0.71, 0.8, 0.9, 1.0)
    """
    fine = _decades(max(smallest, largest / 100), largest, 20)
    right = tuple(x for x in _decades(smallest, largest, 5) if x < fine[0]) + fine
    left = tuple(-x for x in reversed(right))
    return Control("signed log", label, left + right, value, (2, 4, 8, 20, 40))


def switch(label: str, value: bool = False) -> Control:
    """Return a check box."""
    return Control("switch", label, (False, True), value)


def choice(
    options: Sequence[str], label: str, value: str, texts: Sequence[str] | None = None
) -> Control:
    """Return a list of names to choose one from; `texts` are shown in their place.

    >>> choice(["+=", "0/0"], "mistake", "+=", ["adding in place", "nothing by nothing"]).positions
    ('+=', '0/0')
    """
    shown = tuple(options if texts is None else texts)
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


def no_control(name: str | None, controls: dict[str, Control]) -> str:
    """Say which controls there are, as `name` is none of them."""
    known = ", ".join(controls) or "none"
    return f"there is no control called {name!r} here; there is {known}."


class Value(traitlets.TraitType[Any, Any]):
    """The trait that holds where a control stands: always a value that the control can show."""

    def validate(self, obj: Any, value: Any) -> Any:
        """Clamp a number to the control's range and tell the explorer what there is to say."""
        if self.name not in obj.controls:
            raise InputError(no_control(self.name, obj.controls))
        shown, obj.problem = obj.controls[self.name].clean(self.name, value)
        return shown
