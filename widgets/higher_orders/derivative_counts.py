"""How many derivatives a function of N inputs has, and how many of them can differ."""

import math

from matplotlib.figure import Figure

from ..drawing import FAINT
from ..live import raised

_ORDERS = (2, 3, 4)
_STEP = 0.048


def counts(n: int, order: int) -> tuple[int, int]:
    """Return how many derivatives of an order n inputs have, and how many of them can differ.

    Two that differ only in the order of differentiation are equal where that does not matter.

    >>> [counts(3, order) for order in (1, 2, 3)]
    [(3, 3), (9, 6), (27, 10)]
    """
    return n**order, math.comb(n + order - 1, order)


def write_table(figure: Figure, n: int, left: float, top: float) -> None:
    """Write the counts for orders 2, 3 and 4 as a table onto a figure."""
    columns = (left, left + 0.085, left + 0.235)
    rows = [("order", "derivatives", "can differ")]
    for order in _ORDERS:
        every, different = counts(n, order)
        power = f"{n}{raised(order)} = {every}"
        rows.append((str(order), power, str(different)))
    for i, row in enumerate(rows):
        for x, words in zip(columns, row, strict=True):
            color = "black" if i else FAINT
            figure.text(x, top - _STEP * i, words, fontsize=10, color=color)
    words = "if the order of the inputs does not matter"
    figure.text(left, top - _STEP * len(rows), words, fontsize=9.5, color=FAINT)


def write_lines(figure: Figure, n: int, left: float, top: float) -> None:
    """Write the same counts in two lines."""
    every, different = zip(*(counts(n, order) for order in _ORDERS), strict=True)
    for i, (words, numbers) in enumerate(
        (
            ("derivatives of order 2, 3, 4", every),
            ("can differ, if mirror ones are equal", different),
        )
    ):
        text = f"{words}:  {', '.join(map(str, numbers))}"
        figure.text(left, top - _STEP * i, text, fontsize=9.5, color=FAINT)
