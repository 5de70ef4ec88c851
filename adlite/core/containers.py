"""Nested lists, tuples and dicts of numbers and arrays: take their leaves out, put others in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .primitives import TracingError, as_leaf


def open_up(x: Any, leaves: dict, path: tuple = ()) -> Callable:
    """Add the leaves of `x` to `leaves` by path; return what builds the same around other leaves.

    The builder takes an iterator over the other leaves.  A dict is opened in the order of its
    sorted keys, as in autograd, and built in its own order.
    """
    if isinstance(x, dict):
        import copy

        blank = copy.copy(x)
        inside = {key: open_up(x[key], leaves, (*path, key)) for key in _sorted(x)}

        def build(others: Any) -> Any:
            filled = copy.copy(blank)
            filled.update({key: inner(others) for key, inner in inside.items()})
            return filled

        return build
    if isinstance(x, (list, tuple)):
        items = [open_up(item, leaves, (*path, i)) for i, item in enumerate(x)]
        make = getattr(x, "_make", type(x))
        return lambda others: make([inner(others) for inner in items])
    leaves[path] = x
    return next


def _sorted(keys: dict) -> list:
    try:
        return sorted(keys)
    except TypeError:
        return sorted(keys, key=repr)


def place(path: tuple) -> str:
    """Return the path of a leaf as Python would write it: `[1]['a']`."""
    return "".join(f"[{key!r}]" for key in path)


def float_leaves(leaves: dict, name: str = "input") -> dict:
    """Turn every leaf into float64, or say which one cannot be."""
    found = {}
    for path, x in leaves.items():
        try:
            found[path] = as_leaf(x)
        except TracingError as error:
            raise TracingError(f"{name}{place(path)}: {error}" if path else str(error)) from None
    return found


def matching(v: Any, leaves: dict, name: str) -> list:
    """Return the leaves of the tangent or adjoint `v`, which must fit the primal's `leaves`."""
    raw: dict = {}
    open_up(v, raw)
    for path in [*leaves, *raw]:
        if path not in raw or path not in leaves:
            which = f"entry {place(path)}" if path else "a number or an array"
            raise TracingError(
                f"{name} must be built like its primal: {which} is "
                f"{'missing' if path in leaves else 'too much'}."
            )
    given = float_leaves(raw, name)
    for path, leaf in leaves.items():
        if given[path].shape != leaf.shape:
            raise TracingError(
                f"{name}{place(path)} must have shape {leaf.shape}, not {given[path].shape}."
            )
    return [given[path] for path in leaves]
