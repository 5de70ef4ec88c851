"""Where things in the data of axes are in a picture's units."""

import numpy as np
from matplotlib.transforms import Transform
from numpy.typing import NDArray

Points = NDArray[np.float64]
_Matrix = tuple[float, float, float, float, float, float]


class Units:
    """Places in units, each transform worked out once: for as long as nothing rescales the axes.

    >>> from matplotlib.transforms import Affine2D
    >>> Units(0.5).place(Affine2D().translate(4, 0), 2, 1)
    (3.0, 0.5)
    """

    def __init__(self, scale: float):
        self.scale = scale
        # By identity: transforms are compared by what they do. Kept beside it, so that it lives on.
        self._known: dict[int, tuple[Transform, _Matrix | None]] = {}

    def place(self, transform: Transform, x: float, y: float) -> tuple[float, float]:
        """Return a place in units."""
        matrix = self._matrix(transform)
        if matrix is None:
            return tuple((self.scale * transform.transform((x, y))).tolist())
        a, b, c, d, e, f = matrix
        return a * x + c * y + e, b * x + d * y + f

    def places(self, transform: Transform, points: Points) -> Points:
        """Return places in units, as rows of x and y."""
        matrix = self._matrix(transform)
        if matrix is None:
            return np.asarray(self.scale * transform.transform(points), float)
        a, b, c, d, e, f = matrix
        moved: Points = points @ np.array(((a, b), (c, d))) + (e, f)
        return moved

    def _matrix(self, transform: Transform) -> _Matrix | None:
        """Return the six numbers of an affine transform, None if it is another."""
        if id(transform) not in self._known:
            found = None
            if transform.is_affine:
                rows = transform.get_affine().get_matrix()[:2] * self.scale
                (a, c, e), (b, d, f) = rows.tolist()
                found = a, b, c, d, e, f
            self._known[id(transform)] = transform, found
        return self._known[id(transform)][1]
