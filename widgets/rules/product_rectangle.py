"""`ProductRectangle`: a product as an area that grows by two strips and a corner (Example B.2)."""

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from matplotlib.text import Text

from ..drawing import CHILD, FAINT, FIRST_ORDER, PARENT
from ..functions import (
    Drawing,
    Function,
    Given,
    PairExplorer,
    Window,
    axis_limits,
    by_autograd,
    make_pair,
)
from ..live import Update, handle, linear, or_none, say, signed_log

_FARTHEST = 0.5
_AREA: dict[str, Any] = {"fc": "0.87", "ec": "black", "lw": 1.2}
_STRIPS: dict[str, dict[str, Any]] = {
    "Δf · h": {"fc": PARENT},
    "f · Δh": {"fc": FIRST_ORDER},
    "Δf · Δh": {"fc": CHILD},
}
# Where a side shrinks, its strip lies inside the rectangle and is taken away: so it is hatched.
_INSIDE: dict[str, Any] = {"fc": "white", "hatch": "////", "lw": 1.2}
# A number for f and one for h.
Both = tuple[float, float]


class ProductRectangle(PairExplorer):
    """Drag ε: the rectangle f(w)·h(w) grows by two strips, and by a corner that dies as ε².

    `f` and `h` are functions of one number, or formulas; in the box of the picture both are typed
    with a semicolon between them. A side of the rectangle to the left of 0, or below 0, stands for
    a negative number. A strip that is hatched lies inside and is taken away.

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
        return Drawing(new, *_picture(*new, self.title), text, sliders)


def _picture(f: Function, h: Function, title: str) -> tuple[Figure, Update]:
    figure = Figure(figsize=(8.4, 4.2))
    axes = figure.add_axes((0.09, 0.125, 0.485, 0.79))
    axes.set(xlim=_reach(f), ylim=_reach(h), xlabel="f(w)", ylabel="h(w)", title=title)
    axes.grid(color="0.92")
    axes.set_axisbelow(True)
    axes.axhline(0, color="black", lw=0.8)
    axes.axvline(0, color="black", lw=0.8)
    area = _polygon(axes, _AREA)
    strips = {name: _polygon(axes, {"ec": "black", "lw": 0.8, **_STRIPS[name]}) for name in _STRIPS}
    inside = {name: _polygon(axes, {"ec": look["fc"], **_INSIDE}) for name, look in _STRIPS.items()}
    (grown,) = axes.plot([], [], color="black", lw=1.6, ls=(0, (4, 2)))
    handle(area, along="w0", at=2)
    handle(grown, along="epsilon", at=2)
    rows = _Rows(figure)

    def whole(w: Any) -> Any:
        return f.g(w) * h.g(w)

    autograd = by_autograd(whole)

    def update(w0: float, epsilon: float) -> str:
        a, b = f(w0), h(w0)
        # What w⁰ + ε is when it is stored, so that the strips are those of the quotient.
        da, db = f(w0 + epsilon) - a, h(w0 + epsilon) - b
        shown = math.isfinite(da + db)
        sizes = {"Δf · h": da * b, "f · Δh": a * db, "Δf · Δh": da * db}
        corners = ((a, 0, da, b), (0, b, a, db), (a, b, da, db))
        places = dict(zip(_STRIPS, corners, strict=True))
        taken = {"Δf · h": a * da < 0, "f · Δh": b * db < 0}
        taken["Δf · Δh"] = taken["Δf · h"] or taken["f · Δh"]
        _show(area, shown)
        _show(grown, shown)
        for name, place in places.items():
            _show(strips[name], shown and not taken[name])
            _show(inside[name], shown and taken[name])
            if shown:
                (inside if taken[name] else strips)[name].set_xy(_corners(*place))
        if shown:
            area.set_xy(_corners(0, 0, a, b))
            grown.set_data(*_corners(0, 0, a + da, b + db).T)
        slopes = f.slope(w0), h.slope(w0)
        rule = slopes[0] * b + a * slopes[1]
        rows.write(sizes, epsilon, rule, autograd(w0))
        return _sentence(w0, epsilon, (a, b), (da, db), slopes, rule)

    return figure, update


def _reach(g: Function) -> tuple[float, float]:
    """Return limits of a side that show the function wherever w⁰ + ε can be, and zero."""
    low, high = g.window
    values = g.values(np.linspace(low - _FARTHEST, high + _FARTHEST, 121))
    return axis_limits(np.append(np.clip(values, *axis_limits(values)), 0.0))


def _polygon(axes: Axes, look: dict[str, Any]) -> Polygon:
    polygon = Polygon(_corners(0, 0, 0, 0), **look)
    axes.add_patch(polygon)
    return polygon


def _corners(x: float, y: float, width: float, height: float) -> np.ndarray:
    across, up = x + width, y + height
    return np.array([(x, y), (across, y), (across, up), (x, up), (x, y)])


def _show(artist: Any, visible: bool) -> None:
    if artist.get_visible() != visible:
        artist.set_visible(visible)


class _Rows:
    """The areas in numbers, beside the picture; the samples are its legend."""

    _LEFT, _RIGHT = 0.615, 0.98

    def __init__(self, figure: Figure):
        self.figure = figure
        self._line(0.875, "change of area", "divided by ε", FAINT)
        self.rows = {
            name: self._row(0.795 - 0.075 * i, name, look)
            for i, (name, look) in enumerate(_STRIPS.items())
        }
        self.total = self._row(0.57, "together")
        self.corner = self._row(0.475, "corner, divided by ε²")
        self._line(0.37, "derivative of f · h", "", FAINT)
        self.rule = self._row(0.295, "by the product rule")
        self.autograd = self._row(0.22, "by autograd")
        figure.text(self._LEFT, 0.125, "gray: before; dashed: after", fontsize=10, color=FAINT)
        figure.text(
            self._LEFT, 0.07, "hatched: lies inside, is taken away", fontsize=10, color=FAINT
        )

    def write(self, sizes: dict[str, float], epsilon: float, rule: float, autograd: float) -> None:
        """Fill the rows."""
        for name, size in sizes.items():
            self.rows[name].set_text(or_none(size / epsilon))
        self.total.set_text(or_none(math.fsum(sizes.values()) / epsilon))
        self.corner.set_text(or_none(sizes["Δf · Δh"] / epsilon**2))
        self.rule.set_text(or_none(rule))
        self.autograd.set_text(or_none(autograd))

    def _row(self, y: float, name: str, look: dict[str, Any] | None = None) -> Text:
        if look:
            corners = _corners(self._LEFT, y - 0.004, 0.03, 0.036)
            across = self.figure.transFigure
            self.figure.add_artist(Polygon(corners, ec="black", lw=0.8, transform=across, **look))
        return self._line(y, name, "", indent=0.042 if look else 0)

    def _line(
        self, y: float, name: str, number: str, color: str = "black", indent: float = 0.0
    ) -> Text:
        self.figure.text(self._LEFT + indent, y, name, fontsize=10.5, color=color)
        return self.figure.text(self._RIGHT, y, number, fontsize=10.5, ha="right", color=color)


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
