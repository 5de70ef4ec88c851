"""Function flattening (Section B.10.3, Example B.14): every input in one vector w."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Any

import numpy as np

from .core import Function, TracingError, float_leaves, open_up


def flatten(value: Any) -> tuple[Any, Function]:
    """Return all numbers of a nested structure as one vector, and what takes a vector back.

    The structure may consist of lists, tuples, dicts, arrays and numbers.  Lists and tuples are
    read in order, dicts by sorted key, arrays row by row, as in `autograd.misc.flatten`.  The
    second result gives any vector of the same length the structure and the shapes of `value`.

    Raises `TracingError` for what is no real number or array, and for a vector of another length.

    >>> import numpy as np
    >>> w, unflatten = flatten({"b": np.array([[1.0, 2.0], [3.0, 4.0]]), "a": 5.0})
    >>> print(w)
    [5. 1. 2. 3. 4.]
    >>> print(unflatten(10 * w)["b"])
    [[10. 20.]
     [30. 40.]]
    """
    raw: dict[tuple[Any, ...], Any] = {}
    build = open_up(value, raw)
    leaves = float_leaves(raw).values()
    shapes = [leaf.shape for leaf in leaves]
    ends = [0, *accumulate(map(math.prod, shapes))]

    def unflatten(vector: Any) -> Any:
        if getattr(vector, "shape", None) != (ends[-1],):
            raise TracingError(
                f"unflatten needs an array of shape ({ends[-1]},), not "
                f"{getattr(vector, 'shape', type(vector).__name__)}."
            )
        # Only methods, so that autograd's boxes pass as well.
        return build(
            vector[start:end].reshape(shape) if shape else vector[start]
            for start, end, shape in zip(ends, ends[1:], shapes, strict=False)
        )

    rows = [np.ravel(leaf) for leaf in leaves]
    return np.concatenate(rows) if rows else np.zeros(0), unflatten


def flatten_func(f: Function, example: Any) -> tuple[Function, Function, Any]:
    """Return `f` as a function of one vector, what unflattens this vector, and `example` flat.

    `f` takes a structure like `example` first; other arguments are passed on.  The output is
    flattened as well, so a single number becomes an array of shape (1,), as in autograd.

    Raises `TracingError` where `flatten` does.

    >>> import numpy as np
    >>> from adlite import grad
    >>> g_flat, unflatten, w = flatten_func(lambda p: p[0] * np.sum(p[1]), [2.0, np.ones(3)])
    >>> print(w, g_flat(w), grad(g_flat)(w))
    [2. 1. 1. 1.] [6.] [3. 2. 2. 2.]
    """
    if not callable(f):
        raise TracingError(
            f"flatten_func needs a function first, not {type(f).__name__}: "
            "write flatten_func(g, example)."
        )
    flat_example, unflatten = flatten(example)

    def flat_f(w: Any, *args: Any, **kwargs: Any) -> Any:
        output = f(unflatten(w), *args, **kwargs)
        return output.ravel() if hasattr(output, "ravel") else flatten(output)[0]

    return flat_f, unflatten, flat_example
