"""The slope in a direction, of two slopes that are given, and where it is largest, 0 and least."""

import math
from dataclasses import dataclass

import numpy as np

# How near to a named direction the arrow snaps to it, in degrees: half of a slider's step.
NEAR = 2.5
# The directions by quarter turns from the gradient's, and the slope there in parts of the most.
_NAMED = (("up", 1.0), ("level", 0.0), ("down", -1.0), ("level", 0.0))


@dataclass(frozen=True)
class Direction:
    """A direction of length 1 and the slope along it.

    `angle` is counted in degrees from the first input's axis towards the second's, from -180 to
    180, and `place` is where the slope's curve has it: at -180 for 180 as well. `part` says what is
    special in it: "up", "down" or "level", else "".
    """

    angle: float
    place: float
    along: tuple[float, float]
    slope: float
    part: str = ""


def direction_at(angle: float, gradient: np.ndarray) -> Direction:
    """Return the direction at an angle, or the one with a name that is so near that it snaps to it.

    `gradient` holds both partial derivatives, NaN where no plane touches; the slope is theirs,
    weighted by cosine and sine.

    >>> direction_at(0, np.array([3.0, 4.0])).slope
    3.0
    >>> near = direction_at(55, np.array([3.0, 4.0]))
    >>> near.part, round(near.angle, 2), near.along, near.slope
    ('up', 53.13, (0.6, 0.8), 5.0)
    >>> direction_at(-35, np.array([3.0, 4.0])).along
    (0.8, -0.6)
    """
    first, second = gradient.tolist()
    length = math.hypot(first, second)
    if length > 0 and math.isfinite(length):
        x, y = first / length, second / length
        steepest = math.degrees(math.atan2(second, first))
        for quarter, (part, share) in enumerate(_NAMED):
            off = (angle - steepest - 90 * quarter + 180) % 360 - 180
            if -NEAR <= off < NEAR:
                along = ((x, y), (-y, x), (-x, -y), (y, -x))[quarter]
                place = min(max(angle - off, -180.0), 180.0)
                named = _turned_back(steepest + 90 * quarter)
                return Direction(named, place, along, share * length, part)
    # The cosine of a right angle is 0, whatever a float makes of π/2.
    x, y = (round(f(math.radians(angle)), 15) + 0.0 for f in (math.cos, math.sin))
    return Direction(angle, angle, (x, y), x * first + y * second)


def _turned_back(angle: float) -> float:
    """Return the same angle from -180 to 180.

    >>> _turned_back(270), _turned_back(180)
    (-90, 180)
    """
    return angle - 360 if angle > 180 else angle
