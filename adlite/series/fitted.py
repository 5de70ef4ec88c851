"""How far away a singularity seems to be to someone who sees some coefficients and nothing else."""

import math

import numpy as np


def fitted_radius(coefficients: np.ndarray) -> float:
    """Return the distance of the singularity that Taylor coefficients look like, and no proof.

    The last coefficients are fitted by those of (1 - 2 c t + q t**2)**(-p), a pair of singular
    points of any strength (Chang & Corliss 1980).  It is `inf` where they fall so fast that no
    distance shows, and NaN where no clear distance shows or there are fewer than 16.

    >>> print(f"{fitted_radius(np.array([1.0] * 20)):.6f}")
    1.000000
    """
    known = np.asarray(coefficients)
    if len(known) < 16 or not np.isfinite(known).all():
        return math.nan
    try:
        with np.errstate(all="ignore"):
            whole, part = _nearest(known), _nearest(known[: 3 * len(known) // 4])
    except np.linalg.LinAlgError:
        return math.nan
    apart = abs(whole - part) / part if part < math.inf else math.inf
    # For exp or sin the distance grows with the order: there is nothing to be near to.
    if apart > 0.01 and _root(known) > 1.25 * _root(known[: len(known) // 2]):
        return math.inf
    return whole if apart <= 0.1 or whole == math.inf else math.nan


def _root(a: np.ndarray) -> float:
    """Distance by how far the last four coefficients are below early ones; any may be 0."""
    size = np.abs(a)
    k = len(a) - 4 + int(np.argmax(size[-4:]))
    if size[k] == 0:
        return math.inf
    # The constant says nothing; of the next ones some may be mere rounding.
    early = 1 + np.flatnonzero(size[1:-4])[:4]
    j = early[np.argmax(size[early])] if early.size else 0
    # By logarithms, since g may be so small or large that a quotient has no room.
    return float(np.exp((np.log(size[j] if j else 1.0) - np.log(size[k])) / (k - j)))


def _nearest(a: np.ndarray) -> float:
    """Distance of the singularity whose coefficients the last ones of `a` follow."""
    k, distance = np.arange(max(4, len(a) - 12), len(a)), _root(a)
    if distance == math.inf:
        return distance
    # Scaled, so that coefficients neither overflow nor vanish; undone at the end.
    with np.errstate(divide="ignore"):
        level = np.log(np.abs(a)) + np.arange(len(a)) * np.log(distance)
    b = np.sign(a) * np.exp(level - level.max())
    for pair in (1, 2):
        rows = np.stack([b[k - j] / k**i for j in range(1, pair + 1) for i in (0, 1)], axis=1)
        fit, *_ = np.linalg.lstsq(rows, b[k], rcond=None)
        if np.linalg.norm(rows @ fit - b[k]) <= 1e-2 * np.linalg.norm(b[k]):
            largest = np.abs(np.roots([1.0, *-fit[::2]])).max(initial=0.0)
            if 0.25 < largest < 4:
                return float(distance / largest)
    # More singular points at one distance than a pair.
    return distance
