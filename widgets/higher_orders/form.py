"""A quadratic form wᵀ H w of two inputs: its values over the directions, and its eigenvalues."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..live import InputError, say

# An eigenvalue, or a value, that is so much smaller than the largest is left by rounding: zero.
NEGLIGIBLE = 1e-12
# An angle so near to the direction of an extreme, in degrees, is taken for it: angles are shown
# and typed in hundredths.
_NEAR = 0.00501
# So large or small an entry leaves floats no room for a determinant.
_LARGEST, _SMALLEST = 1e100, 1e-100
_WRITE = "write two rows of two numbers, such as [[2, 1], [1, 3]]"


@dataclass(frozen=True)
class Form:
    """The form of the matrix [[a, b], [b, d]]; directions are angles in degrees.

    >>> form = Form(4.0, 2.0, 7.0)
    >>> form.eigenvalues, round(form.angle, 2), form.shape
    ((8.0, 3.0), 63.43, 'bowl')
    >>> form.value(0), form.value(90), form.value(form.angle)
    (4.0, 7.0, 8.0)

    """

    a: float
    b: float
    d: float

    @cached_property
    def _middle_and_swing(self) -> tuple[float, float]:
        """Between which values the form swings: so much above and below a middle."""
        return (self.a + self.d) / 2, math.hypot((self.a - self.d) / 2, self.b)

    @cached_property
    def computed(self) -> tuple[float, float]:
        """Both eigenvalues, the largest first, before what rounding leaves is taken for zero.

        The one near to zero comes from the determinant, for a difference would lose its digits.
        """
        middle, swing = self._middle_and_swing
        far = middle + math.copysign(swing, middle)
        if not far:
            return 0.0, 0.0
        near = (self.a / far) * self.d - (self.b / far) * self.b
        return (far, near) if middle >= 0 else (near, far)

    @cached_property
    def eigenvalues(self) -> tuple[float, float]:
        """Both eigenvalues, the largest first."""
        largest, smallest = self.computed
        if self.alike:
            return (largest + smallest) / 2, (largest + smallest) / 2
        return self._cleaned(largest), self._cleaned(smallest)

    @cached_property
    def size(self) -> float:
        """How far from zero values come; 1 where all are zero."""
        return max(map(abs, self.computed)) or 1.0

    @cached_property
    def alike(self) -> bool:
        """Whether all directions have the same value."""
        return self._middle_and_swing[1] <= NEGLIGIBLE * self.size

    @cached_property
    def angle(self) -> float:
        """The direction of the largest value, from 0 to 180; the smallest is at a right angle."""
        return math.degrees(math.atan2(2 * self.b, self.a - self.d)) / 2 % 180

    def exact(self, angle: float) -> float:
        """Return the direction of an extreme for an angle that is it to a hundredth of a degree.

        >>> form = Form(4.0, 2.0, 7.0)
        >>> form.exact(63.43) == form.angle, form.exact(63.4)
        (True, 63.4)
        """
        if self.alike:
            return angle
        nearest = self.angle + 90 * round((angle - self.angle) / 90)
        return nearest if abs(angle - nearest) < _NEAR else angle

    def extremal(self, angle: float) -> int:
        """Return 1 at a direction of the largest value, -1 at one of the smallest, else 0."""
        quarters = (angle - self.angle) / 90
        if self.alike or abs(quarters - round(quarters)) * 90 >= _NEAR:
            return 0
        return -1 if round(quarters) % 2 else 1

    def value(self, angle: float) -> float:
        """Return wᵀ H w for the w of length 1 in a direction."""
        end = self.extremal(angle)
        if end or self.alike:
            return self.eigenvalues[end < 0]
        if angle % 90 == 0:
            return self.d if angle % 180 else self.a
        return self._cleaned(float(self.values(np.array(angle))))

    def values(self, angles: np.ndarray) -> np.ndarray:
        """Return wᵀ H w for many directions at once."""
        middle, swing = self._middle_and_swing
        swung: np.ndarray = middle + swing * np.cos(np.radians(2 * (angles - self.angle)))
        return swung

    def image(self, angle: float) -> tuple[float, float]:
        """Return H w for the w of length 1 in a direction."""
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        return self.a * c + self.b * s, self.b * c + self.d * s

    @cached_property
    def level_angle(self) -> float | None:
        """The direction along which an eigenvalue is zero; None if there is none, or any is."""
        if self.alike or 0.0 not in self.eigenvalues:
            return None
        return (self.angle + 90 * self.eigenvalues.index(0.0)) % 180

    @cached_property
    def shape(self) -> str:
        """What the signs of the eigenvalues make of the surface.

        >>> [Form(*abd).shape for abd in ((1, 2, 4), (-1, -2, -4), (0, 1, 0), (0, 0, 0))]
        ['trough', 'ridge', 'saddle', 'flat']
        """
        largest, smallest = self.eigenvalues
        if largest > 0:
            return "bowl" if smallest > 0 else "trough" if smallest == 0 else "saddle"
        if smallest < 0:
            return "dome" if largest < 0 else "ridge"
        return "flat"

    def _cleaned(self, number: float) -> float:
        return number if abs(number) > NEGLIGIBLE * self.size else 0.0


def form_of(matrix: Any) -> Form:
    """Return the form of a matrix that somebody gives.

    Raises:
        InputError: it is no symmetric matrix of two rows of two finite numbers.

    >>> form_of([[2, 1], [1, 3]])
    Form(a=2.0, b=1.0, d=3.0)
    >>> form_of([[2, 1], [0, 3]])
    Traceback (most recent call last):
    widgets.live.numbers.InputError: H must be symmetric, but has 1 above its diagonal and 0 \
below: write [[2, 0.5], [0.5, 3]], which has the same wᵀ H w.

    """
    (a, b), (c, d) = _entries(matrix)
    size = max(map(abs, (a, b, c, d)))
    if size and not _SMALLEST <= size <= _LARGEST:
        raise InputError(
            f"the largest entry of H is {say(size)}: it must be between {say(_SMALLEST)} and "
            f"{say(_LARGEST)}; give H in other units."
        )
    mean = (b + c) / 2
    if abs(b - c) > NEGLIGIBLE * size:
        raise InputError(
            f"H must be symmetric, but has {say(b)} above its diagonal and {say(c)} below: write "
            f"[[{a:.6g}, {mean:.6g}], [{mean:.6g}, {d:.6g}]], which has the same wᵀ H w."
        )
    # -0.0 would turn directions round.
    return Form(a + 0.0, mean + 0.0, d + 0.0)


def _entries(matrix: Any) -> Sequence[Sequence[float]]:
    try:
        given = np.asarray(matrix)
    except ValueError:
        raise InputError(f"the rows of H must have equal lengths: {_WRITE}.") from None
    if given.shape != (2, 2):
        shape = " by ".join(map(str, given.shape)) if given.ndim > 1 else ""
        is_what = f"it has {shape} numbers" if shape else f"{_shortly(matrix)} is not"
        raise InputError(f"H must be a 2 by 2 matrix, and {is_what}: {_WRITE}.")
    for entry in given.ravel().tolist():
        _check(entry)
    found: list[list[float]] = given.astype(float).tolist()
    return found


def _check(entry: Any) -> None:
    """Refuse what is no finite real number, also what Python would turn into one."""
    try:
        real = not isinstance(entry, bool | str | bytes | complex)
        fits = real and math.isfinite(float(entry))
    except (TypeError, ValueError, OverflowError):
        fits = False
    if not fits:
        raise InputError(f"an entry of H is {_shortly(entry)}, no finite real number: {_WRITE}.")


def _shortly(given: Any) -> str:
    text = " ".join(repr(given).split())
    return text if len(text) <= 40 else f"{text[:37]}..."
