"""What a hand can move: sliders, switches and choices, each a short list of positions.

A control knows all the values it can stand at, so that a picture can be worked out for each of
them beforehand.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from . import message
from .numbers import InputError, say


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

        >>> from widgets.live import signed_log
        >>> signed_log(1, 1e-2, "ε", 1).places([-1, -0.01, 0.01, 1])
        array([-3., -1.,  1.,  3.])
        """
        if not self.numeric:
            return np.array([_position(value, self.positions) for value in values], float)
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

        >>> from widgets.live import integers, linear
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
            if _position(value, self.positions) is None:
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
        except OverflowError:
            number = math.inf if value > 0 else -math.inf
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

    def describe(self, thumb: message.Thumb | None = None) -> message.Control:
        """Return what the front end has to know; `thumb` is the look of the point that it moves."""
        texts = self.texts or [say(p) if self.numeric else str(p) for p in self.positions]
        look = thumb or message.Thumb()
        return message.Control(self.kind, self.label, self.positions, texts, self.smallest, look)


def _position(value: Any, positions: Sequence[Any]) -> int | None:
    """Return where a value stands among positions; 1 is not True, nor is either of them 1.0."""
    for i, position in enumerate(positions):
        if isinstance(value, bool) == isinstance(position, bool) and bool(value == position):
            return i
    return None


def no_control(name: str | None, controls: Iterable[str]) -> str:
    """Say which controls there are, as `name` is none of them."""
    known = ", ".join(controls) or "none"
    return f"there is no control called {name!r} here; there is {known}."


class Value(traitlets.TraitType[Any, Any]):
    """The trait that holds where a control stands: always a value that the control can show."""

    def default(self, obj: Any = None) -> Any:
        """Return where the explorer's control stands at first."""
        control = obj and obj.controls.get(self.name)
        return control.value if control else None

    def validate(self, obj: Any, value: Any) -> Any:
        """Clamp a number to the control's range and tell the explorer what there is to say."""
        if self.name not in obj.controls:
            raise InputError(no_control(self.name, obj.controls))
        shown, obj.problem = obj.controls[self.name].clean(self.name, value)
        return shown


class Formula(traitlets.Unicode[str, Any]):
    """The trait that holds the formula shown: setting another one has it drawn."""

    def validate(self, obj: Any, value: Any) -> Any:
        """Let the explorer show the formula; where it cannot, it raises, and nothing changes."""
        if value != obj.shown_formula:
            obj.take_formula(value)
        return obj.shown_formula
