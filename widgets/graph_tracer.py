"""`GraphTracer`: a computation graph, and the sweeps over it one step at a time (B.5 to B.7)."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from typing import Any

from .function import typed
from .graph_frames import LARGEST, Sweeps, pretty
from .graph_picture import Picture
from .live import Control, Live, choice, linear, steps

MODES = ("evaluate", "forward", "reverse", "program")
SHOWS = ("numbers", "symbols")
_SLIDERS, _COMBINATIONS = 3, 4200


class GraphTracer(Live):
    """Step through a function's computation graph: its values, forward mode, reverse mode.

    `g` is a formula, or a function of numbers and vectors; `at` are its inputs. The modes are
    "evaluate", "forward", "reverse" (a sweep forward for the local partials, then one backward) and
    "program" (the lines that backpropagation writes). The child of a step has a dashed red ring,
    and its parents solid blue ones. `g` can be set at any time.

    Raises:
        InputError: `g` is no formula, cannot be taken apart into steps, or has more than 60 of
            them with its inputs, or `at` does not fit it.

    >>> tracer = GraphTracer(mode="forward", step=4)
    >>> print(tracer.sentence)
    Forward mode, step 4 of 12: a = tanh(w) changes through w: its derivative is \
(1 − tanh(w)²) × d/dw w = 0.1807 × 1 = 0.1807.
    >>> tracer.mode, tracer.step = "reverse", 21
    >>> print(tracer.sentence.split(". ")[-1])
    The sweep is done: the derivative of e by w is −0.2234.

    Source: Examples B.3 to B.7, Figures B.3 to B.10, Eqs. B.23 to B.37.

    """

    def __init__(
        self,
        g: Callable | str = "tanh(w)*cos(w) + log(w)",
        *,
        mode: str = "reverse",
        at: Sequence | None = None,
        show: str = "numbers",
        step: int = 0,
        title: str = "The computation graph",
    ):
        self._title = title
        self._g, figure, update, controls = self._traced(g, at, mode, show, step, {})
        super().__init__(figure, update, getattr(self._g, "formula", ""), **controls)

    @property
    def g(self) -> Callable:
        """The function traced. Set another one, or a formula, to have its graph drawn."""
        return self._g

    @g.setter
    def g(self, g: Callable | str) -> None:
        kept = {name: getattr(self, name) for name in self.controls}
        new, figure, update, controls = self._traced(
            g, None, self.mode, self.show_as, self.step, kept
        )
        self.show(figure, update, getattr(new, "formula", ""), **controls)
        self._g = new

    def take_formula(self, text: str) -> None:
        """Draw the graph of a typed formula."""
        self.g = text

    def _traced(self, g: Any, at: Any, mode: str, show: str, step: int, kept: dict) -> tuple:
        g = typed(g, LARGEST) if isinstance(g, str) else g
        names = getattr(g, "inputs", None) or _parameters(g)
        default = (1.5, 0.5, 2.0) if len(names) == 1 else (1.0, 2.0, 3.0)
        if at is None:
            at = tuple(kept.get(n, default[i % 3]) for i, n in enumerate(names))
        sweeps = Sweeps(g, at)
        picture = Picture(sweeps.graph, self._title, [pretty(v.operation) for v in sweeps.graph])

        def update(step: int, mode: str, show_as: str, **inputs: float) -> str:
            frames = sweeps.frames(mode, show_as == "symbols", tuple(inputs.values()))
            frame = frames[min(int(step), len(frames) - 1)]
            picture.draw(frame)
            return frame.sentence

        longest = max(len(sweeps.frames(m, False, ())) for m in MODES)
        controls = {
            "mode": choice(MODES, "mode", mode),
            "show_as": choice(SHOWS, "show", show),
        }
        most = _COMBINATIONS / (longest * len(MODES) * len(SHOWS))
        count = max(1, min(_SLIDERS, int(math.log2(max(most, 1)))))
        for v, x in list(zip(sweeps.graph.inputs, sweeps.at, strict=True))[:count]:
            # No attribute of the widget, and no other control, may be lost to an input.
            taken = v.name in ("step", *controls) or hasattr(GraphTracer, v.name)
            controls[v.name + "_" * taken] = _slider(
                v.name, x, 40 if len(sweeps.graph) <= 20 else 20
            )
        # Next to the picture, and the quickest to bake: from step to step little changes.
        controls["step"] = steps(longest, "step", min(step, longest - 1))
        return g, picture.figure, update, controls


def _slider(name: str, x: float, count: int) -> Control:
    half = 2.0 if abs(x) <= 4 else float(f"{abs(x) / 2:.1g}")
    return linear(round(x - half, 10), round(x + half, 10), 2 * half / count, name, x)


def _parameters(g: Any) -> list[str]:
    """Return the names of the inputs of a function that must be given."""
    try:
        found = inspect.signature(g).parameters.values()
    except (TypeError, ValueError):
        return ["w"]
    return [p.name for p in found if p.default is p.empty and p.kind < p.VAR_POSITIONAL] or ["w"]
