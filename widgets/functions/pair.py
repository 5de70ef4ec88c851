"""`PairExplorer`: an explorer of two functions of one input that are typed in one box."""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np

from ..live import InputError, say
from .explorers import Explorer
from .one import Function, Given, checked_window


class Pair(NamedTuple):
    """Two functions made safe to draw."""

    f: Function
    h: Function


class PairExplorer(Explorer):
    """An explorer of `f` and `h`. A subclass's method `drawing(f, h, **values)` draws them."""

    @property
    def f(self) -> Callable[..., Any]:
        """The first function. Set another one, or a formula, to have it drawn."""
        return cast(Callable[..., Any], self.subject.f.g)

    @f.setter
    def f(self, f: Given) -> None:
        self.replace(f, self.subject.h.formula or self.h)

    @property
    def h(self) -> Callable[..., Any]:
        """The second function. Set another one, or a formula, to have it drawn."""
        return cast(Callable[..., Any], self.subject.h.g)

    @h.setter
    def h(self, h: Given) -> None:
        self.replace(self.subject.f.formula or self.f, h)

    def take_formula(self, text: str) -> None:
        """Draw two typed formulas."""
        self.replace(*split_formulas(text))


def make_pair(f: Any, h: Any, window: Any) -> tuple[Pair, str]:
    """Return two functions made safe to draw, and the text that the formula box shows for them.

    Raises:
        InputError: one of them cannot be drawn, or they are defined at no common place; for a
            formula the place and the suggestion are those in the text of the box.

    >>> (f, h), text = make_pair("sin(w)", "w^2", (-1, 1))
    >>> f(0.0), h(2.0), text
    (0.0, 4.0, 'sin(w); w^2')

    """
    low, high = checked_window(window)
    made = []
    for name, g, before, after in (
        ("f", f, "", f"; {h}"),
        ("h", h, f"{f}; ", ""),
    ):
        try:
            made.append(Function(g, (low, high)))
        except InputError as error:
            place = None if error.place is None else error.place + len(before)
            mended = error.suggestion and f"{before}{error.suggestion}{after}"
            raise InputError(f"{name}: {error}", place, mended) from None
    points = np.linspace(low, high, 25)
    if np.isnan(made[0].values(points) + made[1].values(points)).all():
        raise InputError(
            f"f and h have no common place between {say(low)} and {say(high)}: choose "
            "another window, or other functions."
        )
    typed = made[0].formula and made[1].formula
    return Pair(*made), f"{f}; {h}" if typed else ""


def split_formulas(text: str) -> tuple[str, str]:
    """Return the two formulas of a text with a semicolon.

    Raises:
        InputError: there are not two of them.

    >>> split_formulas("sin(w); w^2")
    ('sin(w)', 'w^2')
    >>> split_formulas("sin(w)")
    Traceback (most recent call last):
    widgets.live.numbers.InputError: type two functions with a semicolon between them, such as \
sin(w); w^2: this text has 1.

    """
    parts = [part.strip() for part in text.split(";")]
    if len(parts) != 2 or not all(parts):
        raise InputError(
            "type two functions with a semicolon between them, such as sin(w); w^2: this text has "
            f"{sum(map(bool, parts))}."
        )
    return parts[0], parts[1]
