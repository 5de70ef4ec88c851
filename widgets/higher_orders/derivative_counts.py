"""How many derivatives a function of N inputs has, and how many of them can differ."""

import math

from ..live import Heading, Line, Row

_ORDERS = (2, 3, 4)


def counts(n: int, order: int) -> tuple[int, int]:
    """Return how many derivatives of an order n inputs have, and how many of them can differ.

    Two that differ only in the order of differentiation are equal where that does not matter.

    >>> [counts(3, order) for order in (1, 2, 3)]
    [(3, 3), (9, 6), (27, 10)]
    """
    return n**order, math.comb(n + order - 1, order)


def count_rows(n: int) -> list[Line]:
    """Return the counts for orders 2, 3 and 4 as rows.

    >>> for row in count_rows(3):
    ...     print(row)
    derivatives  in all  can differ
    order 2  9  6
    order 3  27  10
    order 4  81  15
    """
    rows = [Row(f"order {order}", *map(str, counts(n, order))) for order in _ORDERS]
    return [Heading("derivatives", "in all", "can differ"), *rows]
