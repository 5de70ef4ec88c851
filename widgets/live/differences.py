"""Texts that hold numbers, such as paths, as forms and small differences.

From one look to the next, and from one point to the next, a picture's numbers change little. Their
differences are small whole numbers, many of them the same, and deflate to a third of the texts.
"""

import re
from collections.abc import Sequence

import numpy as np

_NUMBER = re.compile(r"(-?\d+\.\d\d)(?!\d)")
_LARGE = 1 << 31
# Texts of fewer characters than these are not worth their forms.
_FEW = 400

Coded = tuple[list[str], list[list[int]]]


def as_differences(texts: Sequence[str]) -> Coded | None:
    """Return (forms, rows) from which `textsOf` in `differences.js` makes the texts again.

    A form is a text with a # for each number of two decimals. A row is a form's number, and then,
    in hundredths, by how much more each number has grown since the form's row before than the
    number two places before it, which of a path is the same coordinate of the point before. Where
    it makes smaller numbers, they are taken from one another in this way once more, and the row
    begins with ~number. None says that the texts are better left as they are.

    >>> forms, rows = as_differences([f"M1.00 {k}.00 L1.10 {k}.20" for k in range(30)])
    >>> forms, rows[:3]
    (['M# # L# #'], [[0, 100, 0, 10, 20], [0, 0, 100, 0, 0], [0, 0, 100, 0, 0]])
    >>> as_differences(["none", "inline"])

    """
    if sum(map(len, texts)) < _FEW:
        return None
    forms: dict[str, int] = {}
    before: dict[int, np.ndarray] = {}
    rows = []
    for text in texts:
        pieces = _NUMBER.split(text)
        form = forms.setdefault("#".join(pieces[::2]), len(forms))
        words = pieces[1::2]
        if not words or "#" in text:
            return None
        numbers = np.array([int(word.replace(".", "")) for word in words])
        if numbers.dtype != np.int64 or np.abs(numbers).max() > _LARGE:
            return None
        growth = numbers - before.get(form, 0)
        before[form] = numbers
        growth[2:] -= growth[:-2].copy()
        bent = growth.copy()
        bent[2:] -= growth[:-2]
        if np.abs(bent).sum() < np.abs(growth).sum():
            form, growth = ~form, bent
        rows.append([form, *growth.tolist()])
    return [*forms], rows
