"""Where a computation graph's nodes, arrows and texts stand in a picture, left to right."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from adlite.graphs import Graph

from .rows import Links, rows


def arrows_of(G: Graph) -> list[tuple[int, int]]:
    """Return the arrows as pairs (parent, child) of places in the graph's order."""
    place = {v.name: i for i, v in enumerate(G)}
    return [(place[p.name], place[v.name]) for v in G.steps for p in v.parents]


def layered(G: Graph) -> tuple[np.ndarray, list[list[int]]]:
    """Return (layer, row) of points, nodes first, and the points that each arrow runs through.

    An arrow that passes layers by has a point of its own in each of them: it keeps clear of the
    nodes there (Sugiyama, Tagawa and Toda 1981).
    """
    layers = [v.layer for v in G]
    routes = []
    for parent, child in arrows_of(G):
        between = range(layers[parent] + 1, layers[child])
        routes.append([parent, *range(len(layers), len(layers) + len(between)), child])
        layers.extend(between)
    links = Links(len(layers), [link for route in routes for link in pairwise(route)])
    columns: list[list[int]] = [[] for _ in range(max(layers) + 1)]
    for point, layer in enumerate(layers):
        columns[layer].append(point)
    across = rows(columns, links, inner={*range(len(G), len(layers))})
    # The picture may as well stand on its head: what was named first should be on top.
    first = min(layers[len(G.inputs) : len(G)]) if len(G.inputs) == 1 else 0
    named = [i for i in range(len(G)) if layers[i] == first]
    if across[named[0]] > across[named[-1]]:
        across = -across
    return np.column_stack([layers, across - across.min()]), routes


def curves(at: np.ndarray, routes: list[list[int]], radius: float) -> list[np.ndarray]:
    """Return each arrow as points; it leaves and arrives level, so that it cuts no text."""
    ports: dict[int, list[int]] = {}
    for k, route in enumerate(routes):
        ports.setdefault(route[-1], []).append(k)
    t = np.linspace(0, 1, 15)[:, None]
    found: list[Any] = [None] * len(routes)
    for arriving in ports.values():
        arriving.sort(key=lambda k: -at[routes[k][-2], 1])
        for place, k in enumerate(arriving):
            knots = at[routes[k]].copy()
            knots[0, 0] += radius
            knots[-1, 0] -= radius
            knots[-1, 1] += radius * 0.55 * ((len(arriving) - 1) / 2 - place)
            bends = []
            for start, end in zip(knots, knots[1:], strict=False):
                half = np.array([(end[0] - start[0]) / 2, 0])
                bends.append(
                    (1 - t) ** 3 * start
                    + 3 * (1 - t) ** 2 * t * (start + half)
                    + 3 * (1 - t) * t**2 * (end - half)
                    + t**3 * end
                )
            found[k] = np.concatenate(bends)
    return found


def arrow_head(curve: np.ndarray, size: float, backward: bool = False) -> np.ndarray:
    """Return the three corners of an arrow's head."""
    tip, before = (curve[0], curve[2]) if backward else (curve[-1], curve[-3])
    along = (tip - before) / (np.hypot(*(tip - before)) or 1.0)
    across = np.array([-along[1], along[0]])
    back = tip - size * along
    return np.array([tip, back + 0.45 * size * across, back - 0.45 * size * across])


def clear_places(
    curves: list[np.ndarray], at: np.ndarray, body: np.ndarray, half: np.ndarray
) -> tuple[list[tuple[Any, ...]], set[int]]:
    """Return where the text of each arrow stands, with its alignment, and the crowded arrows.

    A text should be clear of arrows, of boxes and of other texts; where it meets one of the last
    two, the arrow is crowded.  `at` are the middles of boxes that nodes and their words take,
    `body` half the sizes of these, and `half` those of a text.
    """
    shares = np.linspace(0, 1, 5, endpoint=False)[:, None, None]
    every = np.concatenate([(c[:-1] + shares * np.diff(c, axis=0)).reshape(-1, 2) for c in curves])
    taken = np.empty((0, 2))
    found: list[tuple[Any, ...]] = []
    crowded: set[int] = set()
    for k, curve in enumerate(curves):
        best: tuple[Any, ...] = (np.inf,)
        for share in (0.5, 0.58, 0.42, 0.66, 0.34, 0.74, 0.26):
            i = int(share * (len(curve) - 1))
            across, up = curve[i + 1] - curve[i - 1]
            steep = abs(up) > 0.3 * abs(across)
            for side in (1, -1):
                right = -side * np.sign(up)
                aside = half[0] + 2 + half[1] * abs(across / up) if steep else 0
                shift = (right * aside, 0) if steep else (0, side * (half[1] + 3))
                middle = curve[i] + shift
                cost = 0.01 * (side < 0) + abs(share - 0.5)
                cost += np.count_nonzero((np.abs(every - middle) < half).all(axis=1))
                cost += 30 * np.count_nonzero((np.abs(at - middle) < body + half).all(axis=1))
                cost += 30 * np.count_nonzero((np.abs(taken - middle) < 2 * half).all(axis=1))
                if cost < best[0]:
                    ha = ("left" if right > 0 else "right") if steep else "center"
                    edge = middle - [right * half[0] if steep else 0, 0]
                    best = cost, middle, edge, ha
        cost, middle, *place = best
        found.append(tuple(place))
        if cost >= 30:
            crowded.add(k)
        else:
            taken = np.vstack([taken, middle])
    return found, crowded
