"""What a Hessian says in words: the shape that it stands for, and where there is none."""

import numpy as np

from ..live import listed, say
from .function_with_hessian import FunctionWithHessian, Point


def eigen(entries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the eigenvalues, the largest first, and the directions; none if not symmetric.

    >>> eigen(np.array([[0.0, 2.0], [2.0, 0.0]]))[0]
    array([ 2., -2.])
    """
    scale = np.abs(entries).max()
    if not np.isfinite(scale) or np.abs(entries - entries.T).max() > 1e-6 * scale:
        return np.array([]), np.zeros((len(entries), 0))
    values, directions = np.linalg.eigh((entries + entries.T) / 2)
    values[np.abs(values) < 1e-12 * scale] = 0.0
    return values[::-1], directions[:, ::-1]


def verdict(entries: np.ndarray, eigenvalues: np.ndarray) -> str:
    """Name the shape in a few words, or say that there is none.

    >>> verdict(np.array([[0.0, 1.0], [-1.0, 0.0]]), np.array([]))
    'not symmetric'
    """
    if np.isnan(entries).any():
        return "no Hessian here"
    return _kind(eigenvalues) if len(eigenvalues) else "not symmetric"


def _kind(eigenvalues: np.ndarray) -> str:
    """Name the shape that eigenvalues stand for.

    >>> _kind(np.array([2.0, 1.0])), _kind(np.array([1.0, 0.0])), _kind(np.zeros(2))
    ('a bowl', 'a trough', 'flat')
    """
    up, down = bool((eigenvalues > 0).any()), bool((eigenvalues < 0).any())
    if up and down:
        return "a saddle"
    level = bool((eigenvalues == 0).any())
    if up:
        return "a trough" if level else "a bowl"
    if down:
        return "a ridge" if level else "a dome"
    return "flat"


_MEANS = {
    "a saddle": "curving up along some directions and down along others",
    "a bowl": "curving up in every direction",
    "a dome": "curving down in every direction",
    "a trough": "curving up in some directions; where the curvature is 0 the Hessian cannot tell",
    "a ridge": "curving down in some directions; where the curvature is 0 the Hessian cannot tell",
    "flat": "no direction has a curvature, and how g goes on the Hessian cannot tell",
}


def describe(
    g: FunctionWithHessian, point: Point, entries: np.ndarray, eigenvalues: np.ndarray
) -> str:
    """Say what the Hessian is at a point, and how g curves there."""
    at = ", ".join(f"{name} = {say(x)}" for name, x in zip(g.labels, point, strict=True))
    how = g.verdict(point)
    if np.isnan(entries).any():
        return f"At {at} there is no Hessian: {how}."
    start = f"At {at} the Hessian{f' found {how}' if how else ''} {_entries_in_words(g, entries)}."
    if not len(eigenvalues):
        gaps, name = np.abs(entries - entries.T), g.labels
        m, n = np.unravel_index(int(np.argmax(gaps)), gaps.shape)
        return (
            f"{start} It is not symmetric: ∂/∂{name[m]} ∂/∂{name[n]} g = {say(entries[m, n])}, but "
            f"∂/∂{name[n]} ∂/∂{name[m]} g = {say(entries[n, m])}. So the second partial "
            "derivatives are not continuous here."
        )
    gap = np.abs(entries - entries.T).max() / max(np.abs(entries).max(), 1e-300)
    same = "equal" if gap < 1e-12 else f"equal to {int(-np.log10(gap))} digits"
    kind = _kind(eigenvalues)
    return (
        f"{start} Mirror entries are {same}. The eigenvalues are "
        f"{listed(say(x, 3) for x in eigenvalues)}: "
        f"{kind}, {_MEANS[kind]}."
    )


def _entries_in_words(g: FunctionWithHessian, entries: np.ndarray) -> str:
    if len(entries) < 4:
        return f"is [{'; '.join(', '.join(say(x, 3) for x in row) for row in entries)}]"
    m, n = np.unravel_index(np.argmax(np.abs(entries)), entries.shape)
    size = f"has {entries.size} entries, {np.count_nonzero(entries)} of them not zero"
    return f"{size}; the largest is ∂/∂{g.labels[m]} ∂/∂{g.labels[n]} g = {say(entries[m, n])}"
