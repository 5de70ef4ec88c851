"""A slider that stands at whole numbers only."""

from typing import Any

from .controls import Control, linear
from .numbers import say


class Whole(Control):
    """A control that shows the nearest whole number in place of any other, and says so."""

    def clean(self, name: str, value: Any) -> tuple[Any, str]:
        """Return the value that will be shown for what was asked, and what to say about it.

        >>> whole(1, 10, "d", 4).clean("d", 2.4)
        (2.0, 'd must be a whole number: 2.4 is not, so 2 is shown.')
        """
        shown, said = super().clean(name, value)
        nearest = float(round(shown))
        if nearest == shown:
            return shown, said
        return nearest, (
            f"{name} must be a whole number: {say(shown)} is not, so {say(nearest)} is shown."
        )


def whole(low: int, high: int, label: str, value: float) -> Control:
    """Return a slider over the whole numbers from `low` to `high`.

    >>> whole(1, 3, "d", 2).positions
    (1.0, 2.0, 3.0)
    """
    return Whole(**vars(linear(low, high, 1, label, value)))
