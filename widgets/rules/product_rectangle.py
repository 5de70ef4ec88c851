"""`ProductRectangle`: a product as an area that grows by two strips and a corner (Example B.2)."""

import math
from typing import Any

from matplotlib.figure import Figure

from ..drawing import WIDTH, chart, ground, mark, picture
from ..functions import (
    Drawing,
    Function,
    Given,
    PairExplorer,
    Window,
    by_autograd,
    make_pair,
)
from ..live import Seen, Update, handle, linear, say, signed_log
from .growing_rectangle import TALL, GrowingRectangle, sides_of

_FARTHEST = 0.5
# A number for f and one for h.
Both = tuple[float, float]


class ProductRectangle(PairExplorer):
    """Drag ε: the rectangle f(w)·h(w) grows by two strips, and by a corner that dies as ε².

    `f` and `h` are functions of one number, or formulas; in the box of the picture both are typed
    with a semicolon between them. A side of the rectangle to the left of 0, or below 0, stands for
    a negative number. A strip that is hatched lies inside and is taken away. Each w0 has its own
    scale, at which all that ε can do fills the frame.

    Raises:
        InputError: `f` or `h` cannot be drawn or differentiated in the window, or a value is no
            number.

    >>> explorer = ProductRectangle("w", "2*w", w0=1.0, epsilon=0.1)
    >>> print(explorer.sentence.split(". ")[0])
    From w⁰ = 1 to w⁰ + ε = 1.1 the product goes from 2 to 2.42

    Source: Example B.2, Eqs. B.16 to B.19.

    """

    formula_label, formula_example = "f(w); h(w)", "sin(w); w^2"

    def __init__(
        self,
        f: Given = "exp(w/2)",
        h: Given = "sin(w)",
        *,
        w0: float = 0.8,
        epsilon: float = 0.4,
        window: Window = (-2, 2),
        title: str = "A product is an area",
    ):
        self._window, self.title = window, title
        super().__init__(f, h, w0=w0, epsilon=epsilon)

    def drawing(self, f: Given, h: Given, w0: Any, epsilon: Any) -> Drawing:
        """Return all that depends on f and h."""
        new, text = make_pair(f, h, self._window)
        low, high = new.f.window
        sliders = {
            "w0": linear(low, high, (high - low) / 60, "w⁰", w0),
            "epsilon": signed_log(_FARTHEST, 1e-2, "ε", epsilon),
        }
        return Drawing(new, *_picture(*new), text, sliders)


def _picture(f: Function, h: Function) -> tuple[Figure, Update]:
    figure = picture(TALL)
    (low, high), across, up = f.window, *sides_of(f, h, _FARTHEST)
    line = chart(figure, (44, 30, 386, 8), (low - _FARTHEST, high + _FARTHEST), (0, 1), yname="")
    mark(line.yaxis, [])
    axes = ground(figure, (0, 0, WIDTH, TALL))
    axes.set(xlim=(0, WIDTH), ylim=(0, TALL))
    scene = GrowingRectangle(axes, line)
    handle(scene.first, x="w0")
    handle(scene.second, x="epsilon")
    handle(scene.corner, along="epsilon")

    def whole(w: Any) -> Any:
        return f.g(w) * h.g(w)

    autograd = by_autograd(whole)

    def update(w0: float, epsilon: float) -> Seen:
        a, b = f(w0), h(w0)
        # What w⁰ + ε is when it is stored, so that the strips are those of the quotient.
        da, db = f(w0 + epsilon) - a, h(w0 + epsilon) - b
        scene.move(w0, epsilon)
        scene.draw(across.places(w0, a, da), up.places(w0, b, db), (a * da < 0, b * db < 0))
        scene.name((a, b), (da, db))
        slopes = f.slope(w0), h.slope(w0)
        rule = slopes[0] * b + a * slopes[1]
        rows = scene.rows((da * b, a * db, da * db), epsilon, rule, autograd(w0))
        return Seen(_sentence(w0, epsilon, (a, b), (da, db), slopes, rule), rows)

    return figure, update


def _sentence(
    w0: float, epsilon: float, values: Both, changes: Both, slopes: Both, rule: float
) -> str:
    """Say what the picture shows."""
    (a, b), (da, db) = values, changes
    for place, found in ((w0, values), (w0 + epsilon, changes)):
        for name, value in zip("fh", found, strict=True):
            if not math.isfinite(value):
                return f"{name} is not defined at {say(place)}: there is no rectangle to draw."
    start = (
        f"From w⁰ = {say(w0)} to w⁰ + ε = {say(w0 + epsilon)} the product goes from {say(a * b)} "
        f"to {say((a + da) * (b + db))}"
    )
    strips = (da * b + a * db) / epsilon
    middle = (
        f"Divided by ε = {say(epsilon)}, the two strips give {say(strips)} and the corner "
        f"{say(da * db / epsilon)}"
    )
    if math.isfinite(rule):
        end = f"The product rule says {say(slopes[0] * b)} + {say(a * slopes[1])} = {say(rule)}"
        end = end.replace("+ −", "− ")
    else:
        end = "f or h has no derivative here, so there is no product rule"
    more = [
        f" {name} {'changes sign' if x * (x + dx) < 0 else 'gets nearer to 0'}."
        for name, x, dx in (("f", a, da), ("h", b, db))
        if x * dx < 0
    ]
    taken = " A hatched strip is taken away." if more else ""
    return f"{start}. {middle}. {end}.{''.join(more)}{taken}"
