"""`Hessian`: all second derivatives of a function at a point (Eqs. B.47 to B.49)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..functions import Drawing, FunctionExplorer, checked_window
from ..live import Control, choice, linear
from .function_with_hessian import FunctionWithHessian, Point, number_of_inputs
from .hessian_pictures import Picture, draw_many_inputs, draw_two_inputs

_STEPS = 20


class Hessian(FunctionExplorer):
    """Move a point and see the Hessian there: N² second derivatives, each a square with a sign.

    `g` is a formula of 2 to 6 inputs, a function of so many numbers, or a function of one array.
    `at` is the point; only a function of one array of more than two needs it. With two inputs both
    can be moved: the lines over the contours show the directions in which g curves most and least.
    With more, `moved` names the input that is moved and `to` its value; the others stay.

    A filled square is a positive entry, a hollow one a negative entry, and its area is its size.

    Raises:
        InputError: `g` cannot be drawn or differentiated, `at` does not fit it, or a value is no
            number.

    >>> print(Hessian("w1^2 - w2^2 + w1*w2", w1=0.5, w2=1).sentence)
    At w₁ = 0.5, w₂ = 1 the Hessian is [2, 1; 1, −2]. Mirror entries are equal. The eigenvalues \
are 2.24 and −2.24: a saddle, curving up along some directions and down along \
others.

    Source: Eqs. B.47 to B.49.

    """

    formula_label, formula_example = "g", "sin(w1)*w2"

    def __init__(
        self,
        g: Callable[..., Any] | str = "tanh(w1*w2)",
        *,
        at: Any = None,
        w1: float | None = None,
        w2: float | None = None,
        moved: str | None = None,
        to: float | None = None,
        window: tuple[float, float] = (-2, 2),
        title: str = "The Hessian at a point",
    ):
        # So many parameters, as each is what a notebook may write by its name.
        self._window, self.title, self._at = checked_window(window), title, at
        super().__init__(g, w1=w1, w2=w2, moved=moved, to=to)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        return {**self.values, "again": True}

    def drawing(self, g: Callable[..., Any] | str, again: bool = False, **asked: Any) -> Drawing:
        """Return all that depends on g; drawn again, it keeps what it has inputs for."""
        at = self._at
        if again and at is not None and number_of_inputs(g, None) not in (2, len(at)):
            at = None
        new = FunctionWithHessian(g, at, self._window)
        if again and asked.get("moved") not in new.names:
            asked["moved"] = None
        return Drawing(new, *self._draw(new), new.formula, self._sliders(new, asked))

    def _sliders(self, g: FunctionWithHessian, asked: dict[str, Any]) -> dict[str, Control]:
        low, high = self._window
        step = (high - low) / _STEPS
        stands = {name: value for name, value in asked.items() if value is not None}
        if len(g.names) == 2:
            both = zip(("w1", "w2"), g.labels, g.at, strict=True)
            return {w: linear(low, high, step, name, stands.get(w, x)) for w, name, x in both}
        moved = stands.get("moved", g.names[0])
        here = g.at[g.names.index(moved)] if moved in g.names else 0.0
        return {
            "moved": choice(g.names, "input to move", moved, g.labels),
            "to": linear(low, high, step, "moved to", stands.get("to", here)),
        }

    def _draw(self, g: FunctionWithHessian) -> Picture:
        ends = np.round(np.linspace(*self._window, _STEPS + 1), 9).tolist()
        if g.two:
            grid: list[Point] = [(a, b) for a in ends for b in ends]
            g.prepare(grid)
            return draw_two_inputs(g, g.two, grid)
        line = [(*g.at[:i], x, *g.at[i + 1 :]) for i in range(len(g.names)) for x in ends]
        g.prepare(line)
        return draw_many_inputs(g, line)
