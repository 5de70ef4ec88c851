"""A long SymPy expression set as a book sets it, broken into lines that fit into a box."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

# Everything is measured in points at this size, and scaled in the end.
_SIZE = 10.0
_SIZES = (18, 17, 16, 15)
_DEEPEST = 12
_BETWEEN_FACTORS, _BESIDE_SIGNS, _BETWEEN_LINES = 2.0, 3.5, 7.0
# Height of a fraction's bar above the line, its thickness, the room above and below it.
_AXIS, _BAR, _ROOM = 2.9, 0.5, 2.0

Pieces = tuple[tuple[bool, tuple[str, ...], tuple[str, ...]], ...]
"""The terms of a sum: whether a minus stands in front, the factors above the bar, those below."""


class _Block(NamedTuple):
    """A piece of a formula: its outlines, and how far they reach from where it is put."""

    path: Path
    width: float
    up: float
    down: float

    def at(self, x: float, y: float, scale: float = 1.0) -> Path:
        """Return the outlines, scaled and moved."""
        return self.path.transformed(Affine2D().scale(scale).translate(x, y))


def pieces_of(expression: Any) -> Pieces | None:
    """Return the terms of a SymPy expression as text, None if nobody could read its brackets."""
    import sympy

    braces = re.findall("[{}]", sympy.latex(expression))
    if max(accumulate((1 if b == "{" else -1 for b in braces), initial=0)) > _DEEPEST:
        return None
    return tuple(map(_piece, expression.as_ordered_terms()))


def typeset(pieces: Pieces, width: float, height: float) -> Path | None:
    """Return outlines of an expression from (0, 0) down to (width, -height), all in points.

    The largest size at which it fits is taken; None if it fits at none.

    >>> import sympy
    >>> pieces = pieces_of(sympy.sympify("sin(w)**2 / w"))
    >>> round(float(typeset(pieces, 300, 100).get_extents().height))
    43
    >>> typeset(pieces, 30, 10) is None
    True

    """
    terms = [_term(*term, first=not i) for i, term in enumerate(pieces)]
    for size in _SIZES:
        scale = size / _SIZE
        rows = _rows(terms, width / scale)
        heights = [row.up + row.down for row in rows]
        needed = sum(heights) + _BETWEEN_LINES * (len(rows) - 1)
        if max(row.width for row in rows) * scale <= width and needed * scale <= height:
            tops = np.cumsum([0, *heights]) + _BETWEEN_LINES * np.arange(len(rows) + 1)
            lines = zip(rows, tops, strict=False)
            return Path.make_compound_path(
                *(row.at(0, -(top + row.up) * scale, scale) for row, top in lines)
            )
    return None


def _rows(terms: list[_Block], width: float) -> list[_Block]:
    rows: list[list[_Block]] = [[]]
    reached = 0.0
    for term in terms:
        if rows[-1] and reached + term.width > width:
            rows.append([])
            reached = 0.0
        rows[-1].append(term)
        reached += term.width + _BESIDE_SIGNS
    return [_beside(row, _BESIDE_SIGNS) for row in rows]


def _beside(blocks: Sequence[_Block], gap: float) -> _Block:
    starts = np.cumsum([0, *(block.width + gap for block in blocks)])
    path = Path.make_compound_path(*(b.at(x, 0) for b, x in zip(blocks, starts, strict=False)))
    return _Block(path, starts[-1] - gap, max(b.up for b in blocks), max(b.down for b in blocks))


def _above(top: _Block, bottom: _Block) -> _Block:
    """Return a fraction."""
    width = max(top.width, bottom.width) + 2
    corners = [(0, 0), (width, 0), (width, _BAR), (0, _BAR), (0, 0)]
    bar = Path(np.array(corners, float) + (0, _AXIS), closed=True)
    over, under = _AXIS + _BAR + _ROOM + top.down, _AXIS - _ROOM - bottom.up
    path = Path.make_compound_path(
        bar, top.at((width - top.width) / 2, over), bottom.at((width - bottom.width) / 2, under)
    )
    return _Block(path, width, over + top.up, bottom.down - under)


def _piece(term: Any) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """Return whether a term has a minus in front, and the factors above and below its bar."""
    import sympy

    minus = term.could_extract_minus_sign()
    top, bottom = sympy.fraction(-term if minus else term, exact=True)
    return bool(minus), _factors(top), () if bottom == 1 else _factors(bottom)


def _factors(expression: Any) -> tuple[str, ...]:
    import sympy

    factors = expression.as_ordered_factors()
    rounded = [f.xreplace({x: sympy.Float(x, 4) for x in f.atoms(sympy.Float)}) for f in factors]
    texts = [sympy.latex(factor) for factor in rounded]
    bare = len(texts) == 1
    return tuple(
        rf"\left({text}\right)" if factor.is_Add and not bare else text
        for factor, text in zip(rounded, texts, strict=True)
    )


def _term(minus: bool, top: Sequence[str], bottom: Sequence[str], first: bool) -> _Block:
    """Set one term of a sum, with its sign in front."""
    block = _above(_product(top), _product(bottom)) if bottom else _product(top)
    if first and not minus:
        return block
    return _beside([_atom("-" if minus else "+"), block], _BESIDE_SIGNS)


def _product(texts: Sequence[str]) -> _Block:
    return _beside([_atom(text) for text in texts], _BETWEEN_FACTORS)


@lru_cache(maxsize=2000)
def _atom(latex: str) -> _Block:
    """Let Matplotlib set what has neither a sum nor a fraction on its outside."""
    # Without a fraction no bracket has to grow, and those that can take twice as long.
    if r"\frac" not in latex:
        latex = re.sub(r"\\(left|right)(?=[()])", "", latex)
    path = TextPath((0, 0), f"${latex}$", size=_SIZE)
    box = path.get_extents()
    # Signs and brackets are no taller than a letter: rows keep their distance all the same.
    return _Block(path, box.x1, max(box.y1, 7.6), max(-box.y0, 2.4))
