"""Compare what a browser shows with what Matplotlib draws, mark by mark.

A mark is what an SVG element puts on the page: a path, a symbol, a text or an image. Groups and ids
are not seen; which artist a mark belongs to is told by the group around it.
"""

import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .reader import State

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_OPEN = f'<g xmlns="{_SVG[1:-1]}" xmlns:xlink="{_XLINK[1:-1]}">'
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
_ARITY = {"M": 2, "L": 2, "Q": 4, "C": 6, "z": 1}
_STEP = re.compile(r"([MLQCz])([^MLQCz]*)")
_CALL = re.compile(r"(\w+)\(([^)]*)\)")
_URL = re.compile(r"url\(#([^)]+)\)")
_PLACED = {"transform", "x", "y", "id", "d", "clip-path", f"{_XLINK}href", "display"}
# In pixels: how far apart two points may be, and two lines of which one has fewer points. What is
# no place has two decimals.
_NEAR, _BESIDE, _EQUAL = 0.02, 0.2, 0.006

# As in SVG's matrix: what x becomes, what y becomes, and the place of 0.
Frame = tuple[float, float, float, float, float, float]
_STILL: Frame = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Mark:
    """What one element shows, and where.

    `numbers` are its frame and its points, `inner` those of its style, and of what clips it.
    """

    owner: str
    kind: str
    words: str
    style: str
    letters: str
    numbers: NDArray[np.float64]
    inner: NDArray[np.float64]

    def differs(self, other: "Mark") -> str:
        """Return the property in which two marks differ, "" if in none."""
        for name in ("kind", "words", "style"):
            if getattr(self, name) != getattr(other, name):
                return name
        if not _same(self.inner, other.inner, _EQUAL):
            return "style"
        if self.letters == other.letters and _same(self.numbers, other.numbers):
            return ""
        return "" if _beside(self, other) else "place"


def _same(a: NDArray[np.float64], b: NDArray[np.float64], near: float = _NEAR) -> bool:
    return a.shape == b.shape and bool((np.abs(a - b) <= near + 1e-6 * np.abs(b)).all())


def _beside(one: Mark, other: Mark) -> bool:
    """Whether two lines are the same to the eye, though one has fewer points on the way."""
    if not {*one.letters, *other.letters} <= {*"ML"} or not _same(
        one.numbers[:6], other.numbers[:6]
    ):
        return False
    pieces = [_pieces(mark) for mark in (one, other)]
    if len(pieces[0]) != len(pieces[1]):
        return False
    return all(_near(a, b) and _near(b, a) for a, b in zip(*pieces, strict=True))


def _pieces(mark: Mark) -> list[NDArray[np.float64]]:
    """Return the points of each piece of a line."""
    points = mark.numbers[6:].reshape(-1, 2)
    return np.split(points, [at for at, letter in enumerate(mark.letters) if letter == "M"])[1:]


def _near(points: NDArray[np.float64], line: NDArray[np.float64]) -> bool:
    """Whether all points are on a line."""
    if len(line) < 2:
        return _same(points, line)
    start, way = line[None, :-1], np.diff(line, axis=0)[None]
    length = np.maximum((way**2).sum(2), 1e-12)
    along = np.clip(((points[:, None] - start) * way).sum(2) / length, 0, 1)
    gaps = points[:, None] - start - along[..., None] * way
    return bool(np.sqrt((gaps**2).sum(2)).min(1).max() < _BESIDE)


def applied(svg: str, states: Mapping[str, State]) -> ElementTree.Element:
    """Return a scene's picture with the attributes that the front end would set in it."""
    tree = ElementTree.fromstring(svg)
    groups = {node.get("id"): node for node in tree.iter()}
    for gid, state in states.items():
        group = groups[gid]
        for (element, attribute), value in state.items():
            node = group if element == "" else next(group.iter(_SVG + element))
            if attribute == "markup":
                node[:] = ElementTree.fromstring(f"{_OPEN}{value}</g>")
            elif attribute == "textContent":
                node.text = value
            else:
                node.set(attribute, value)
    return tree


def marks(picture: str | ElementTree.Element, owners: Collection[str] = ()) -> list[Mark]:
    """Return all marks of a picture in the order in which they are drawn.

    `owners` are the ids of groups that tell whose marks those in them are.
    """
    tree = ElementTree.fromstring(picture) if isinstance(picture, str) else picture
    named = {node.get("id"): node for node in tree.iter() if node.get("id")}
    return [*_marks(tree, named, owners, ("", "", _STILL))]


def _marks(node: Any, named: Any, owners: Any, around: tuple[str, str, Frame]) -> Iterator[Mark]:
    owner, clip, frame = around
    tag = node.tag.removeprefix(_SVG)
    if tag in ("defs", "style", "metadata") or node.get("display") == "none":
        return
    owner = node.get("id") if node.get("id") in owners else owner
    clip += _resolved(node.get("clip-path", ""), named)
    if moved := node.get("transform"):
        frame = _after(frame, _matrix(moved))
    if tag in ("g", "svg", "a"):
        for child in node:
            yield from _marks(child, named, owners, (owner, clip, frame))
        return
    words = "".join(node.itertext()).strip() if tag == "text" else ""
    parts = "".join(_told(part) for part in node.iter() if part is not node)
    if parts:
        # Between the parts of a formula there is room for spaces that nobody sees.
        words = "".join(words.split())
    letters, numbers = _spelled(node.get("d", ""))
    # A path of one point is nothing to see.
    if tag == "path" and len(numbers) < 3 or tag == "text" and not words:
        return
    style = "; ".join(
        f"{key.removeprefix(_XLINK)}: {_resolved(value, named)}"
        for key, value in sorted(node.items())
        if key not in _PLACED
    )
    href = node.get(f"{_XLINK}href", "")
    if href.startswith("#"):
        clip += _resolved(f"url({href})", named)
    else:
        # An image's letters and digits are no numbers.
        words += href
    style += clip
    style, inner = _parted(style + parts)
    place = float(node.get("x") or 0), float(node.get("y") or 0)
    *turn, left, top = _after(frame, (1, 0, 0, 1, *place))
    where = np.array([*(100 * x for x in turn), left, top, *numbers])
    yield Mark(owner, tag, words, style, letters, where, np.array(inner))


@lru_cache(maxsize=5000)
def _parted(text: str) -> tuple[str, tuple[float, ...]]:
    """Return a text without its numbers, and these."""
    numbers = tuple(map(float, _NUMBER.findall(text)))
    return " ".join(_NUMBER.sub("", text).split()), numbers


@lru_cache(maxsize=5000)
def _spelled(d: str) -> tuple[str, tuple[float, ...]]:
    """Return a path's letters, one for each step, and its numbers."""
    letters = ""
    for letter, numbers in _STEP.findall(d):
        letters += letter * max(1, len(_NUMBER.findall(numbers)) // _ARITY[letter])
    return letters, tuple(map(float, _NUMBER.findall(d)))


def _resolved(text: str, named: Any) -> str:
    """Return a value in which references are what they refer to."""

    def content(match: re.Match[str]) -> str:
        node = named.get(match[1])
        return "" if node is None else "".join(map(_told, node.iter()))

    return _URL.sub(content, text)


def _told(node: Any) -> str:
    told = [f"{key}={value}" for key, value in sorted(node.items()) if key != "id"]
    return f"<{node.tag.removeprefix(_SVG)} {' '.join(told)}>"


def _after(outer: Frame, inner: Frame) -> Frame:
    """Return the frame that an inner one is in an outer one."""
    a, b, c, d, e, f = outer
    i, j, k, m, x, y = inner
    turned = (a * i + c * j, b * i + d * j, a * k + c * m, b * k + d * m)
    return *turned, a * x + c * y + e, b * x + d * y + f


@lru_cache(maxsize=5000)
def _matrix(text: str) -> Frame:
    """Return what an SVG transform is; of a list, the last is applied first."""
    whole = _STILL
    for name, inside in _CALL.findall(text):
        numbers = [float(n) for n in _NUMBER.findall(inside)]
        if name == "translate":
            whole = _after(whole, (1, 0, 0, 1, numbers[0], numbers[1] if numbers[1:] else 0))
        elif name == "scale":
            whole = _after(whole, (numbers[0], 0, 0, numbers[-1], 0, 0))
        elif name == "rotate":
            angle, x, y = (*numbers, 0, 0)[:3]
            cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            turned = (cosine, sine, -sine, cosine, x, y)
            whole = _after(_after(whole, turned), (1, 0, 0, 1, -x, -y))
        else:
            a, b, c, d, e, f = numbers
            whole = _after(whole, (a, b, c, d, e, f))
    return whole


def difference(ours: list[Mark], theirs: list[Mark]) -> tuple[str, str] | None:
    """Return the first owner whose marks differ, and in what; None if the pictures are the same."""
    parts = [_by_owner(marks) for marks in (ours, theirs)]
    for owner in dict.fromkeys([*parts[1], *parts[0]]):
        mine, true = (part.get(owner, []) for part in parts)
        if len(mine) != len(true):
            return owner, "shape"
        for one, other in zip(mine, true, strict=True):
            if what := one.differs(other):
                return owner, what
    orders = [[m.owner for m in marks] for marks in (ours, theirs)]
    for mine_at, true_at in zip(*orders, strict=True):
        if mine_at != true_at:
            return true_at, "order"
    return None


def _by_owner(marks: list[Mark]) -> dict[str, list[Mark]]:
    parts: dict[str, list[Mark]] = {}
    for mark in marks:
        parts.setdefault(mark.owner, []).append(mark)
    return parts
