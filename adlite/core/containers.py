"""Inputs: numbers and arrays, or nested lists, tuples and dicts of them.

Their leaves are taken out, made float64, and others are put in.
"""

from __future__ import annotations

from copy import copy as shallow
from typing import Any

import numpy as np

from .primitives import Function, Traced, TracingError, pack, plain, shown

Path = tuple[Any, ...]
Leaves = dict[Path, Any]
Build = Function
"""Takes an iterator over other leaves, and builds the same structure around them."""


def as_leaf(x: Any, copy: bool = True) -> Any:
    """Turn an input into float64 (an already traced input stays), or say why it cannot be one.

    Without `copy` the result may be the reader's own array, for use only before it can change.
    """
    if isinstance(x, Traced):
        return x
    if type(x) is float:
        return np.float64(x)
    if type(x) is np.ndarray and x.dtype.char == "d" and x.shape:
        return x.copy() if copy else x
    array = np.asanyarray(plain(x))
    if array.dtype.char == "O" and (array.shape or isinstance(array.item(), Traced)):
        return as_leaf(pack(array), copy)
    if array.dtype.kind not in "fiub" or isinstance(x, (list, tuple)):
        raise TracingError(
            f"cannot differentiate with respect to {type(x).__name__} {shown(x)}: "
            "give a number or a NumPy array of real numbers."
        )
    return np.float64(array) if array.ndim == 0 else array.astype(np.float64, copy=copy)


def open_up(x: Any, leaves: Leaves, path: Path = ()) -> Build:
    """Add the leaves of `x` to `leaves` by path; return what builds the same around other leaves.

    A dict is opened in the order of its sorted keys, as in autograd, and built in its own order.
    """
    if isinstance(x, dict):
        blank = shallow(x)
        inside = {key: open_up(x[key], leaves, (*path, key)) for key in _sorted(x)}

        def build(others: Any) -> Any:
            filled = shallow(blank)
            filled.update({key: inner(others) for key, inner in inside.items()})
            return filled

        return build
    if isinstance(x, (list, tuple)):
        items = [open_up(item, leaves, (*path, i)) for i, item in enumerate(x)]
        make = getattr(x, "_make", type(x))
        return lambda others: make([inner(others) for inner in items])
    leaves[path] = x
    return next


def _sorted(keys: dict[Any, Any]) -> list[Any]:
    try:
        return sorted(keys)
    except TypeError:
        return sorted(keys, key=repr)


def place(path: Path) -> str:
    """Return the path of a leaf as Python would write it: `[1]['a']`."""
    return "".join(f"[{key!r}]" for key in path)


def float_leaves(leaves: Leaves, name: str = "input") -> Leaves:
    """Turn every leaf into float64, or say which one cannot be."""
    found = {}
    for path, x in leaves.items():
        try:
            found[path] = as_leaf(x)
        except TracingError as error:
            raise TracingError(f"{name}{place(path)}: {error}" if path else str(error)) from None
    return found


def matching(v: Any, leaves: Leaves, name: str) -> list[Any]:
    """Return the leaves of the tangent or adjoint `v`, which must fit the primal's `leaves`."""
    raw: Leaves = {}
    open_up(v, raw)
    for path in (p for p in [*leaves, *raw] if (p in leaves) != (p in raw)):
        which = f"entry {place(path)}" if path else "a number or an array"
        problem = "missing" if path in leaves else "too much"
        raise TracingError(f"{name} must be built like its primal: {which} is {problem}.")
    given = float_leaves(raw, name)
    for path, leaf in leaves.items():
        if given[path].shape != leaf.shape:
            raise TracingError(
                f"{name}{place(path)} must have shape {leaf.shape}, not {given[path].shape}."
            )
    return [given[path] for path in leaves]
