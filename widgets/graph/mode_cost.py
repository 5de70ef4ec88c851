"""`ModeCost`: what forward and reverse mode cost for N inputs and M outputs (Section B.7)."""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..drawing import (
    CURVE,
    DASH,
    DOT,
    GUIDES,
    HAIR,
    LINE,
    NAME,
    Labels,
    chart,
    mark,
    note,
    picture,
    point,
    role,
    spot,
)
from ..functions import Drawing, FunctionExplorer, FunctionOfMany, count_slider
from ..live import Heading, Line, Row, Seen, Update, counted, handle, say
from .cost_of_modes import Cost, cost_of

MOST, _NODES = 16, 1000
_UNITS, _LAYERS = 4, 6
_MODES = "forward", "reverse"
# Where words stand at the place from which on reverse mode is cheaper.
_AT_CROSSING = ((10, -8), (-10, 8), (0, -10), (0, 10), (10, 8), (-10, -8), (10, -24), (10, -40))


def network(outputs: int) -> Callable[..., list[Any]]:
    """Return the network with so many outputs, a function of any number of inputs."""

    def f(*w: Any) -> list[Any]:
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


NETWORK = network(MOST)


class ModeCost(FunctionExplorer):
    """Choose the number of inputs and of outputs, and see which mode costs less.

    `g` is a function `g(*w)` of any number of inputs that returns a list of outputs, or a formula.
    N goes over the numbers of inputs, up to 16, that it takes, and M says how many of its outputs
    are wanted, up to 16; where there is only one number, there is no slider. The graph may have
    1,000 nodes.

    Left as it is, `g` is a small network: six layers of four units tanh(weighted sum of the layer
    before), the first from N inputs, and M weighted sums of the last one. Forward mode sweeps once
    for each input, reverse mode backward once for each output. Counted in these sweeps are the
    products of a local partial and a derivative, one at each arrow, and the numbers that have to
    be kept at the same time.

    Raises:
        InputError: `g` cannot be taken apart into at most 1,000 nodes, or N or M is not a number.

    >>> print(ModeCost(N=8, M=1).sentence.split(". ")[0])
    For N = 8 inputs and M = 1 output forward mode takes 8 sweeps with 2,576 multiplications and \
reverse mode 1 backward sweep with 322: reverse mode is 8 times cheaper
    >>> print(ModeCost("w1*w2 + sin(w3)").sentence.split(". ")[0])
    For N = 3 inputs and M = 1 output forward mode takes 3 sweeps with 15 multiplications and \
reverse mode 1 backward sweep with 5: reverse mode is 3 times cheaper

    Source: Section B.7; Griewank & Walther 2008, ch. 3.

    """

    formula_label, formula_example = "g(w1, w2, …)", "sin(w1)*w2"

    def __init__(
        self,
        g: Callable[..., Any] | str = NETWORK,
        *,
        N: int | None = None,
        M: int | None = None,
        title: str = "Which mode costs less?",
    ):
        self.title = title
        super().__init__(g, N=N, M=M)

    def drawing(self, g: Callable[..., Any] | str, N: Any = None, M: Any = None) -> Drawing:
        """Return all that depends on g."""
        new = network_taken_apart() if g is NETWORK else _taken_apart(g)
        outputs = max(len(new.tape(n).outputs) for n in new.taken)
        controls = {
            **count_slider("N", "N inputs", new.taken, 16, N),
            **count_slider("M", "M outputs", tuple(range(1, outputs + 1)), 4, M),
        }
        return Drawing(new, *_picture(new), new.formula, controls)


def _taken_apart(g: Callable[..., Any] | str) -> FunctionOfMany:
    return FunctionOfMany(g, inputs=MOST, nodes=_NODES, outputs=MOST)


@cache
def network_taken_apart() -> FunctionOfMany:
    """Return the network taken apart, once for all."""
    return _taken_apart(NETWORK)


def _costs(g: FunctionOfMany, outputs: int) -> list[Cost]:
    """Return the costs for each number of inputs, of as many outputs as there are then."""
    tapes = map(g.tape, g.taken)
    return [cost_of(tape, min(outputs, len(tape.outputs))) for tape in tapes]


def _picture(g: FunctionOfMany) -> tuple[Figure, Update]:
    figure = picture(390)
    outputs = [len(g.tape(n).outputs) for n in g.taken]
    every = [cost for m in range(1, max(outputs) + 1) for cost in _costs(g, m)]
    several = len(g.taken) > 1
    products = _CostPanel(
        _panel(figure, (46, 182, 384, 176), "multiplications"),
        _span([c.forward for c in every] + [c.reverse for c in every]),
        g.taken,
    )
    memory = _CostPanel(
        _panel(figure, (46, 30, 384, 106), "numbers kept at the same time"),
        _span([c.kept_forward for c in every] + [c.kept_reverse for c in every]),
        g.taken,
    )
    products.axes.set_xticklabels([])
    name_of_x: Any = {"ha": "left", "va": "center", "size": NAME, "coords": memory.axes.transAxes}
    note(memory.axes, 1, 0, "N", 9, 0, **name_of_x)
    (line,) = products.axes.plot([], [], color=role.axis, lw=HAIR, ls=DOT, zorder=GUIDES)
    crossing = spot(products.axes, role.ink, "diamond", hollow=True)
    labels = Labels(products.axes)
    turn = labels.add(role.ink)
    colors = (role.parent, role.child)
    names: Any = [
        (labels.add(color, axes=panel.axes), curve)
        for panel in (products, memory)
        for color, curve in zip(colors, panel.curves, strict=True)
    ]

    # Where g takes one number of inputs only, there is no slider to move.
    for panel in (products, memory) if several else ():
        for mark_of, name in zip(panel.points, _MODES, strict=True):
            handle(mark_of, x="N", label=f"N, {name} mode")

    def update(N: float = g.taken[0], M: float = 1) -> Seen:
        n = g.nearest(N)
        i = g.taken.index(n)
        m = min(int(M), outputs[i])
        costs = _costs(g, int(M))
        products.show(i, [c.forward for c in costs], [c.reverse for c in costs])
        memory.show(i, [c.kept_forward for c in costs], [c.kept_reverse for c in costs])
        first = _turning_point(costs)
        crossing.set_visible(several and first is not None)
        line.set_visible(several and first is not None)
        turn.hide()
        # Of few inputs a function may make fewer outputs.
        least = min(outputs[slice(first, None)])
        number = f"{'up to ' if least < M else ''}M = {int(M)}"
        if first is not None:
            at, height = g.taken[first], costs[first].reverse
            line.set_data([at, at], [products.bottom, height])
            crossing.set_data([at], [height])
            summary = f"reverse mode is the cheaper one from N = {at} on, up to {g.taken[-1]}"
            if several:
                turn.put(f"reverse wins from N = {at} on", at, height, *_AT_CROSSING)
        else:
            summary = f"forward mode costs no more, even for N = {g.taken[-1]}"
        for k, (label, curve) in enumerate(names):
            # A curve through one point cannot be seen.
            if several:
                label.along(_MODES[k % 2], curve)
            else:
                label.put(_MODES[k % 2], *curve.get_xydata()[0].tolist(), (13, 0), (-13, 0))
        labels.settle(*products.points, *memory.points, crossing, *(c for _, c in names))
        said = _sentence(n, m, costs[i], f"With {number} {summary}. " if several else "")
        return Seen(said, _rows(n, m, costs[i], (products, memory)))

    return figure, update


def _panel(figure: Figure, box: tuple[float, float, float, float], what: str) -> Axes:
    axes = chart(figure, box, (0.9, 18), (1, 2), "", "")
    note(axes, 0, 1, what, 2 - box[0], 10, color=role.faint, coords=axes.transAxes)
    return axes


def _rows(n: int, m: int, cost: Cost, panels: tuple["_CostPanel", ...]) -> list[Line]:
    """Return what either mode takes, and how many times as much as the other."""
    work, kept = ([*zip(panel.curves, panel.points, strict=True)] for panel in panels)
    ratio = [] if not cost.reverse else [say(cost.forward / cost.reverse, 3)]
    return [
        Heading("multiplications", "sweeps", "in all"),
        Row("forward", say(n), f"{cost.forward:,}", like=work[0]),
        Row("reverse", say(m), f"{cost.reverse:,}", like=work[1]),
        *(Row("forward ÷ reverse", "", x, total=True) for x in ratio),
        Heading("numbers kept"),
        Row("forward", "", f"{cost.kept_forward:,}", like=kept[0]),
        Row("reverse", "", f"{cost.kept_reverse:,}", like=kept[1]),
    ]


def _turning_point(costs: list[Cost]) -> int | None:
    """Return the place from which on reverse mode is the cheaper one."""
    dearer = [i for i, cost in enumerate(costs) if cost.reverse >= cost.forward]
    first = dearer[-1] + 1 if dearer else 0
    return first if first < len(costs) else None


def _span(costs: list[int]) -> tuple[float, float]:
    """Return limits with room for a name above all costs and below, at least a decade apart."""
    low, high = max(min(costs), 1), max(*costs, 1)
    more = max(1.2 - math.log10(high / low), 0) / 2
    return low / 10 ** (0.3 + more), high * 10 ** (0.2 + more)


class _CostPanel:
    """One cost of both modes against N."""

    def __init__(self, axes: Axes, span: tuple[float, float], taken: tuple[int, ...]):
        self.axes, self.taken, (self.bottom, self.top) = axes, taken, span
        axes.set(xscale="log", yscale="log", xlim=(0.9, 18), ylim=span)
        mark(axes.xaxis, [1, 2, 4, 8, 16])
        decades = range(math.ceil(math.log10(self.bottom)), math.floor(math.log10(self.top)) + 1)
        parts = (1,) if len(decades) > 1 else (1, 3)
        heights = [part * 10.0**k for k in (decades.start - 1, *decades) for part in parts]
        mark(axes.yaxis, [y for y in heights if self.bottom <= y <= self.top])
        (self.now,) = axes.plot([], [], color=role.axis, lw=HAIR, zorder=GUIDES)
        self.curves = [
            axes.plot([], [], color=role.parent, lw=LINE, zorder=CURVE)[0],
            axes.plot([], [], color=role.child, lw=LINE, ls=DASH, zorder=CURVE)[0],
        ]
        self.points = [point(axes, role.parent), point(axes, role.child, "square")]

    def show(self, i: int, *both: list[int]) -> None:
        """Draw the two curves, and mark where N is."""
        n = self.taken[i]
        self.now.set_data([n, n], [self.bottom, self.top])
        for costs, curve, dot in zip(both, self.curves, self.points, strict=True):
            heights = np.maximum(costs, self.bottom)
            curve.set_data(self.taken, heights)
            dot.set_data([n], [heights[i]])


def _sentence(n: int, m: int, cost: Cost, summary: str) -> str:
    less, more = sorted((cost.forward, cost.reverse))
    cheap = "forward" if cost.forward < cost.reverse else "reverse"
    verdict = (
        f"{cheap} mode is {more / less:.3g} times cheaper" if less < more else "they cost the same"
    )
    return (
        f"For N = {counted(n, 'input')} and M = {counted(m, 'output')} forward mode takes "
        f"{counted(n, 'sweep')} with {counted(cost.forward, 'multiplication')} and reverse mode "
        f"{counted(m, 'backward sweep')} with {cost.reverse:,}: {verdict}. {summary}Forward mode "
        f"keeps at most {cost.kept_forward:,} numbers at a time, reverse mode with its tape "
        f"{cost.kept_reverse:,}."
    )
