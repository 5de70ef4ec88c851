"""Arrows on maps, drawn as one line: a line is what follows a hand at the least cost."""

import math

import numpy as np


def arrow_line(start: np.ndarray, tip: np.ndarray, head: float, wide: float) -> np.ndarray:
    """Return an arrow as one line, shape (2, 5): how long its head is, and half of how wide.

    The head is at most half as long as the arrow; without any length the arrow is a point.

    >>> arrow_line(np.zeros(2), np.array([4.0, 0.0]), 1, 0.5)
    array([[ 0. ,  4. ,  3. ,  4. ,  3. ],
           [ 0. ,  0. ,  0.5,  0. , -0.5]])
    """
    length = math.hypot(*(tip - start).tolist())
    way = (tip - start) / (length or 1.0)
    back, aside = tip - min(head, length / 2) * way, wide * np.array([-way[1], way[0]])
    return np.array([start, tip, back + aside, tip, back - aside]).T
