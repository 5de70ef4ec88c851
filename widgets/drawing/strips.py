"""A surface cut into strips: drawn from far to near, each hides what lies behind it."""

from typing import Any

import numpy as np
from matplotlib.path import Path


def in_strips(seen: np.ndarray, count: int) -> list[Path | None]:
    """Return `count` strips of a grid of places, in its order; None for one that is nowhere.

    `seen` has the shape (2, m, n): x and y. A strip runs along the last axis.

    >>> square = np.array(np.meshgrid([0.0, 1, 2], [0.0, 1, 2]))
    >>> in_strips(square, 2)[0].vertices[:4].tolist()
    [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [2.0, 1.0]]
    """
    step = (seen.shape[1] - 1) // count
    return [_strip(seen[:, k : k + step + 1 : step]) for k in range(0, step * count, step)]


def _strip(seen: np.ndarray) -> Path | None:
    """Return the outline of a strip between two curves, cut across at every second point.

    `seen` has the shape (2, 2, n): x and y, of both curves. Where a point is missing is a gap.
    """
    known = np.isfinite(seen).all(axis=(0, 1))
    ends = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    vertices: list[np.ndarray] = []
    codes: list[Any] = []
    for first, last in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True):
        if last - first < 2:
            continue
        near, far = seen[:, 0, first:last].T, seen[:, 1, first:last].T
        outline = np.concatenate([near, far[::-1], near[:1]])
        vertices.append(outline)
        codes += [Path.MOVETO, *[Path.LINETO] * (len(outline) - 2), Path.CLOSEPOLY]
        for k in range(2, last - first - 1, 2):
            vertices.append(np.array([near[k], far[k]]))
            codes += [Path.MOVETO, Path.LINETO]
    return Path(np.concatenate(vertices), codes) if vertices else None
