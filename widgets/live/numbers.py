"""Numbers as a reader sees and hears them: few digits, a true minus sign, powers of ten."""

import math
from collections.abc import Iterable
from functools import lru_cache

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class InputError(ValueError):
    """Something a reader or an instructor gave that cannot be shown, in one sentence.

    In a notebook only that sentence is printed: the calls that led here say nothing to a reader.
    For a typed formula, `place` is the index of the character at which the mistake shows, and
    `suggestion` a text that can be taken instead, where these are known.

    >>> raise InputError("epsilon must be a number, not 'abc'.")
    Traceback (most recent call last):
        ...
    widgets.live.numbers.InputError: epsilon must be a number, not 'abc'.
    """

    def __init__(self, message: str, place: int | None = None, suggestion: str | None = None):
        super().__init__(message)
        self.place, self.suggestion = place, suggestion

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


def raised(power: int) -> str:
    """Return a whole number as it is written after its base.

    >>> raised(12), raised(-3)
    ('¹²', '⁻³')
    """
    return str(power).translate(_RAISED)


def lowered(name: str) -> str:
    """Return a name with its digits written low, as the chapter writes them.

    >>> lowered("w1"), lowered("c21")
    ('w₁', 'c₂₁')
    """
    return name.translate(_LOWERED)


@lru_cache(maxsize=100_000)
def say(x: float, digits: int = 4) -> str:
    """Return a number as text with `digits` significant digits.

    Neither trailing zeros nor a programmer's `e-07` are shown, and what is not a number is a word.

    >>> say(1.5), say(-0.22343149651726774), say(3e-9), say(-1e-16), say(1.0)
    ('1.5', '−0.2234', '3×10⁻⁹', '−10⁻¹⁶', '1')
    >>> say(float("nan")), say(float("-inf")), say(0.0)
    ('undefined', '−∞', '0')
    """
    if math.isnan(x):
        return "undefined"
    if math.isinf(x):
        return "∞" if x > 0 else "−∞"
    if x == 0:
        return "0"
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    power = int(exponent)
    if -4 <= power < 6:
        text = f"{x:.{max(digits - 1 - power, 0)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa = mantissa.rstrip("0").rstrip(".")
        ten = f"10{raised(power)}"
        text = {"1": ten, "-1": "-" + ten}.get(mantissa, f"{mantissa}×{ten}")
    return text.replace("-", "−")


def shortened(text: str, longest: int, ending: str = "…") -> str:
    """Return a text of at most `longest` characters; what is cut off, `ending` stands for.

    >>> shortened("a long line", 7), shortened("a line", 7)
    ('a long…', 'a line')
    """
    return text if len(text) <= longest else text[: longest - len(ending)] + ending


def counted(number: int, noun: str) -> str:
    """Return how many there are of something.

    >>> counted(1, "sweep"), counted(2576, "multiplication")
    ('1 sweep', '2,576 multiplications')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def listed(words: Iterable[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def or_none(x: float, digits: int = 4) -> str:
    """Return a number as text for a table, "none" if there is no finite one.

    >>> or_none(0.25), or_none(float("nan"))
    ('0.25', 'none')
    """
    return say(x, digits) if math.isfinite(x) else "none"
