"""`ModeCost`: what forward and reverse mode cost for N inputs and M outputs (Section B.7)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from adlite.programs import recorded

from .live import Live, linear
from .palette import CHILD, PARENT

_MOST, _UNITS, _LAYERS = 16, 4, 6


class ModeCost(Live):
    """Choose the number of inputs and of outputs, and see which mode costs less.

    The function is a small network: six layers of four units tanh(weighted sum of the layer
    before), the first from N inputs, and M weighted sums of the last one. Forward mode sweeps once
    for each input, reverse mode backward once for each output. Counted in these sweeps are the
    products of a local partial and a derivative, one at each arrow, and the numbers that have to
    be kept at the same time.

    Raises:
        InputError: N or M is not a number.

    >>> print(ModeCost(N=8, M=1).sentence.split(". ")[0])
    For N = 8 inputs and M = 1 output forward mode takes 8 sweeps with 2,576 multiplications and \
reverse mode 1 backward sweep with 322: reverse mode is 8 times cheaper

    Source: Section B.7; Griewank & Walther 2008, ch. 3.

    """

    def __init__(self, N: int = 16, M: int = 4, *, title: str = "Which mode costs less?"):
        super().__init__(
            *_picture(title),
            N=linear(1, _MOST, 1, "N, the number of inputs", N),
            M=linear(1, _MOST, 1, "M, the number of outputs", M),
        )


def network(outputs: int) -> Callable[..., list]:
    """Return the network with so many outputs, a function of any number of inputs."""

    def f(*w: Any) -> list:
        units: Any = w
        for _ in range(_LAYERS):
            units = [np.tanh(_mixed(units, k + 1)) for k in range(_UNITS)]
        return [_mixed(units, _UNITS + j + 1) for j in range(outputs)]

    return f


def _mixed(terms: Any, row: int) -> Any:
    """Return a weighted sum; no weight is 0 or 1, as such a product might be left out."""
    total = np.cos(row) / 2 * terms[0]
    for i, x in enumerate(terms[1:], 1):
        total = total + np.cos(row + i * np.sqrt(2)) / 2 * x
    return total


@dataclass(frozen=True)
class Cost:
    """Multiplications, and numbers kept at the same time, of either mode."""

    forward: int
    reverse: int
    kept_forward: int
    kept_reverse: int


@cache
def _tape(inputs: int) -> tuple[list[list[int]], list[int]]:
    """Return the parents of each vertex of the network with the most outputs, and its outputs."""
    found: list = []

    def noted(*w: Any) -> Any:
        found.extend(network(_MOST)(*w))
        return found[-1]

    trace, _, _ = recorded(noted, tuple(np.ones(inputs)), "graph")
    place = {id(node): i for i, node in enumerate(trace.nodes)}
    node: Any
    parents: list[list[int]] = [[] for _ in range(inputs)]
    for node in trace.nodes[inputs:]:
        parents.append([place[id(x)] for x in node.args if id(x) in place])
    return parents, [place[id(node)] for node in found]


@cache
def _backward(inputs: int, output: int) -> tuple[int, int]:
    """Sweep backward from one output; return the multiplications and the most adjoints held."""
    parents, ends = _tape(inputs)
    held, products, most = {ends[output]}, 0, 1
    for v in sorted(_cone(parents, [ends[output]]), reverse=True):
        products += len(parents[v])
        held |= set(parents[v])
        most = max(most, len(held))
        if v >= inputs:
            held.discard(v)
    return products, most


@cache
def counted(inputs: int, outputs: int) -> Cost:
    """Sweep over the network's graph in both modes, and count.

    >>> counted(8, 1)
    Cost(forward=2576, reverse=322, kept_forward=26, kept_reverse=335)
    """
    parents, ends = _tape(inputs)
    vertices = sorted(_cone(parents, ends[:outputs]))
    tape = sum(len(parents[v]) for v in vertices)
    products, adjoints = zip(*(_backward(inputs, j) for j in range(outputs)), strict=True)
    # Forward mode keeps a value and a derivative, reverse mode a partial at each arrow.
    kept = 2 * _alive(parents, vertices, inputs), tape + max(adjoints)
    return Cost(inputs * tape, sum(products), *kept)


def _cone(parents: list[list[int]], ends: list[int]) -> set[int]:
    """Return the vertices from which an output can be reached."""
    found, ahead = set(ends), list(ends)
    while ahead:
        new = [p for p in parents[ahead.pop()] if p not in found]
        found.update(new)
        ahead += new
    return found


def _alive(parents: list[list[int]], vertices: list[int], inputs: int) -> int:
    """Return how many vertices are held at most, if each is let go after its last child."""
    last = {p: v for v in vertices for p in parents[v]}
    held, most = set(range(inputs)), inputs
    for v in vertices:
        held.add(v)
        most = max(most, len(held))
        # An output is handed over when it is made.
        held -= {p for p in parents[v] if last[p] == v} | (set() if v in last else {v})
    return most


def _picture(title: str) -> tuple[Figure, Callable[..., str]]:
    figure = Figure(figsize=(8.4, 4.2))
    figure.text(0.08, 0.935, title, fontsize=12)
    products = _Panel(figure.add_axes((0.08, 0.14, 0.4, 0.68)), "multiplications", 4e4)
    memory = _Panel(figure.add_axes((0.575, 0.14, 0.4, 0.68)), "numbers kept at the same time", 3e3)
    note = figure.text(0.975, 0.935, "", fontsize=10, ha="right")
    (line,) = products.axes.plot([], [], color="black", lw=1.2, ls=(0, (1, 2)))
    (crossing,) = products.axes.plot([], [], "D", color="white", mec="black", mew=1.6, ms=8)

    def update(N: float, M: float) -> str:
        n, m = int(N), int(M)
        costs = [counted(k, m) for k in range(1, _MOST + 1)]
        here = costs[n - 1]
        products.show(n, [c.forward for c in costs], [c.reverse for c in costs])
        memory.show(n, [c.kept_forward for c in costs], [c.kept_reverse for c in costs])
        first = next(k for k, cost in enumerate(costs, 1) if cost.reverse < cost.forward)
        line.set_data([first, first], [10, costs[first - 1].reverse])
        crossing.set_data([first], [costs[first - 1].reverse])
        outputs = f"{m} output{'s' * (m > 1)}"
        note.set_text(f"◇ with {outputs} reverse mode is cheaper from N = {first} on")
        return _sentence(n, m, here, first)

    return figure, update


class _Panel:
    """One cost of both modes against N."""

    def __init__(self, axes: Axes, what: str, top: float):
        self.axes = axes
        axes.set(xscale="log", yscale="log", xlim=(0.75, 28), ylim=(10, top), xlabel="N")
        axes.set_title(what, fontsize=10.5)
        axes.set_xticks([1, 2, 4, 8, 16], ["1", "2", "4", "8", "16"])
        axes.minorticks_off()
        axes.grid(color="0.92")
        (self.now,) = axes.plot([], [], color="0.7", lw=1)
        self.curves = [
            axes.plot([], [], color=color, ls=style, lw=2, label=name)[0]
            for name, color, style in (("forward", PARENT, "-"), ("reverse", CHILD, (0, (5, 2))))
        ]
        axes.legend(handles=self.curves, loc="upper left", fontsize=9.5, frameon=False)
        self.points = [
            axes.plot([], [], shape, color=color, ms=8, mec="white")[0]
            for shape, color in (("o", PARENT), ("s", CHILD))
        ]
        self.numbers = [
            axes.text(1, 1, "", fontsize=9.5, va=va, ha=ha)
            for va, ha in (("bottom", "right"), ("top", "left"))
        ]

    def show(self, n: int, *both: list[int]) -> None:
        """Draw the two curves, and mark where N is."""
        low, high = sorted((both[0][n - 1], both[1][n - 1]))
        bottom, top = self.axes.get_ylim()
        self.now.set_data([n, n], [bottom, top])
        for costs, curve, point in zip(both, self.curves, self.points, strict=True):
            curve.set_data(np.arange(1, len(costs) + 1), costs)
            point.set_data([n], [costs[n - 1]])
        shift = (top / bottom) ** 0.025
        self.numbers[0].set(text=f"{high:,}", position=(max(n / 1.1, 1.3), high * shift))
        self.numbers[1].set(text=f"{low:,}", position=(n * 1.1, low / shift))
        self.numbers[1].set_visible(low < high)


def _sentence(n: int, m: int, cost: Cost, first: int) -> str:
    less, more = sorted((cost.forward, cost.reverse))
    cheap = "forward" if cost.forward < cost.reverse else "reverse"
    verdict = (
        f"{cheap} mode is {more / less:.3g} times cheaper" if less < more else "they cost the same"
    )
    many = "s" * (n > 1), "s" * (m > 1)
    return (
        f"For N = {n} input{many[0]} and M = {m} output{many[1]} forward mode takes {n} "
        f"sweep{many[0]} with {cost.forward:,} multiplications and reverse mode {m} backward "
        f"sweep{many[1]} with {cost.reverse:,}: {verdict}. With M = {m} reverse mode "
        f"is the cheaper one from N = {first} on. Forward mode keeps at most "
        f"{cost.kept_forward:,} numbers at a time, reverse mode with its tape "
        f"{cost.kept_reverse:,}."
    )
