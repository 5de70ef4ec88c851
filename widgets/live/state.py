"""Where an explorer stands, as text: for an address, and for a line of Python.

The browser writes and reads the same text: `state.js`.
"""

import inspect
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from textwrap import fill
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from matplotlib.figure import Figure

from .bake import Stage
from .controls import Control, no_control
from .numbers import InputError

# Letters in a line of what is told: such a line is read without moving the head.
_LINE = 88


def _written(value: Any) -> str:
    """Return a value as JavaScript writes it: whole floats without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return json.dumps(value)


def state_text(values: Mapping[str, Any], formula: str = "") -> str:
    """Return values, and the formula if there is one, as the text of an address.

    >>> state_text({"w0": 1.0, "epsilon": 1e-08, "grid": True}, "w^2 + 1")
    'formula=w%5E2+%2B+1&w0=1&epsilon=1e-08&grid=true'
    """
    pairs = {"formula": formula} if formula else {}
    return urlencode(pairs | {name: _written(value) for name, value in values.items()})


def keywords(values: Mapping[str, Any]) -> str:
    """Return values as keyword arguments.

    >>> keywords({"w0": 1.0, "mode": "forward"})
    "w0=1.0, mode='forward'"
    """
    return ", ".join(f"{name}={value!r}" for name, value in values.items())


def state_formula(text: str) -> str:
    """Return the formula that a text names, "" if it names none."""
    return dict(parse_qsl(text)).get("formula", "")


def read_state(text: str, controls: Mapping[str, Control]) -> dict[str, Any]:
    """Return the values that a text names.

    Raises:
        InputError: the text names what is no control, or what is no value of one.

    >>> from widgets.live import linear
    >>> read_state("w0=0.5", {"w0": linear(-1, 1, 0.5, "w⁰", 0)})
    {'w0': 0.5}
    >>> read_state("w=0.5", {"w0": linear(-1, 1, 0.5, "w⁰", 0)})
    Traceback (most recent call last):
    widgets.live.numbers.InputError: there is no control called 'w' here; there is w0.

    """
    pairs = dict(parse_qsl(text, keep_blank_values=True))
    values: dict[str, Any] = {}
    for name, said in pairs.items():
        if name in controls:
            values[name] = _value(name, said, controls[name])
        elif name != "formula":
            raise InputError(no_control(name, controls))
    return values


def _value(name: str, said: str, control: Control) -> Any:
    for position in control.positions:
        if _written(position) == said:
            return position
    if control.numeric:
        try:
            return control.clean(name, float(said))[0]
        except ValueError:
            pass
    raise InputError(f"{name} cannot be {said!r}.")


def asked_for(kind: type, arguments: Sequence[Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an explorer is made with, by the names that its class gives to it."""
    try:
        bound = inspect.signature(kind.__init__).bind(None, *arguments, **options)  # type: ignore[misc]
    except TypeError:
        # It is the class itself that says what is wrong.
        return {}
    return dict([*bound.arguments.items()][1:])


def code_start(kind: type, asked: Mapping[str, Any], formula: str, controls: Iterable[str]) -> str:
    """Return the beginning of a line of Python that makes such an explorer again.

    `asked` are the arguments that it was made with, by their names; functions go by their own
    names. What `controls` are called comes last, by whoever knows their values. "" for an explorer
    that is not made by its values alone.

    >>> class Root:
    ...     def __init__(self, g, *, w0=1.0, window=(-3, 3)): ...
    >>> code_start(Root, {"g": "w^2", "window": (0, 1)}, "sin(w)", ["w0"])
    'Root("sin(w)", window=(0, 1), '
    """
    parameters = inspect.signature(kind.__init__).parameters  # type: ignore[misc]
    if not {*controls} <= {*parameters}:
        return ""
    functions = [n for n, p in parameters.items() if p.kind == p.POSITIONAL_OR_KEYWORD][1:]
    typed = [part.strip() for part in formula.split(";")] if formula else []
    words = []
    for name in parameters:
        if name in functions[: len(typed)]:
            words.append(json.dumps(typed[functions.index(name)], ensure_ascii=False))
        elif name in asked and name not in controls:
            text = _named(asked[name])
            words.append(text if name in functions else f"{name}={text}")
    return f"{kind.__name__}({''.join(f'{word}, ' for word in words)}"


def _named(value: Any) -> str:
    """Return a value as Python code: a function by its name, or as g."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if callable(value):
        name = getattr(value, "__name__", "")
        return name if name.isidentifier() else "g"
    return repr(value)


@dataclass(frozen=True)
class Position:
    """An explorer, and values of some of its controls."""

    explorer: Any
    values: Mapping[str, Any]


class Standing:
    """An explorer whose formula and values are a text, and which a line of Python makes again."""

    controls: dict[str, Control]
    formula: Any
    stage: Stage
    hold_sync: Callable[[], AbstractContextManager[None]]
    # What it was made with, by name; None if that is no code.
    asked: Mapping[str, Any] | None = None

    def __new__(cls, *arguments: Any, **options: Any) -> Self:
        """Keep what a line of code needs."""
        made = super().__new__(cls, *arguments, **options)
        # A figure and its update are too much to keep, and no code.
        if not any(isinstance(argument, Figure) for argument in arguments):
            made.asked = asked_for(cls, arguments, options)
        return made

    @property
    def values(self) -> dict[str, Any]:
        """Where each control stands."""
        return {name: getattr(self, name) for name in self.controls}

    @property
    def state(self) -> str:
        """Formula and values as the text of an address; set it to go where it says.

        >>> from widgets import SecantToTangent
        >>> parabola = SecantToTangent("w^2", w0=1, epsilon=0.5)
        >>> parabola.state
        'formula=w%5E2&w0=1&epsilon=0.5'
        >>> parabola.state = "w0=-1"
        >>> parabola.w0, parabola.epsilon
        (-1.0, 0.5)

        """
        return state_text(self.values, self.formula)

    @state.setter
    def state(self, text: str) -> None:
        before, formula = self.formula, state_formula(text)
        with self.hold_sync():
            # Another formula may have other controls, and other values to choose from.
            if formula and formula != before:
                self.formula = formula
            try:
                values = read_state(text, self.controls)
            except InputError:
                self.formula = before
                raise
            for name, value in values.items():
                setattr(self, name, value)

    def at(self, **values: Any) -> "Position":
        """Return where the controls would stand, without moving them; the others stay.

        Raises:
            InputError: no such control, or a value that is none of its own.

        >>> from widgets import SecantToTangent
        >>> SecantToTangent("w^2").at(epsilon=0.1).values
        {'epsilon': 0.1}

        """
        reached = {}
        for name, value in values.items():
            if name not in self.controls:
                raise InputError(no_control(name, self.controls))
            control = self.controls[name]
            reached[name] = control.positions[control.nearest(control.clean(name, value)[0])]
        return Position(self, reached)

    def tell(self, **values: Any) -> str:
        """Return what the picture says at some values, wrapped at words; it stays where it is.

        Raises:
            InputError: no such control, or a value that is none of its own.

        >>> from widgets import SecantToTangent
        >>> parabola = SecantToTangent("w^2", w0=1, epsilon=1)
        >>> print(parabola.tell(epsilon=0.1))
        At w⁰ = 1 the derivative is 2. With ε = 0.1 the secant's slope is 2.1, which is 0.1 too
        high. The slope from the right is 2.1 and from the left 1.9.
        >>> parabola.epsilon
        1.0

        """
        seen = self.stage.seen({**self.values, **self.at(**values).values})
        return fill(seen.sentence, _LINE, break_long_words=False, break_on_hyphens=False)

    @property
    def code(self) -> str:
        """A line of Python that makes an explorer like this, as it stands; "" if none can.

        >>> from widgets import SecantToTangent
        >>> SecantToTangent("w^2", window=(-2, 2), epsilon=0.5).code
        'SecantToTangent("w^2", window=(-2, 2), w0=-1.0, epsilon=0.5)'

        """
        start = self.code_start()
        return start and f"{start}{keywords(self.values)})"

    def code_start(self) -> str:
        """Return that line up to the values, "" if there is none."""
        if self.asked is None:
            return ""
        return code_start(type(self), self.asked, self.formula, self.controls)
