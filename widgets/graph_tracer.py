"""`GraphTracer`: a computation graph, and the sweeps over it one step at a time (B.5 to B.7)."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from typing import Any

from .function import typed
from .graph_frames import LARGEST, SHOWS, Sweeps
from .graph_picture import Picture
from .live import Control, Live, choice, linear, steps

_SLIDERS, _COMBINATIONS = 3, 2600


class GraphTracer(Live):
    """Step through a function's computation graph: its values, forward mode, reverse mode.

    `g` is a formula, or a function of numbers and vectors; `at` are its inputs. The modes are
    "evaluate", "forward", "reverse" (a sweep forward for the local partials, then one backward) and
    "program" (the lines that backpropagation writes). The child of a step has a dashed red ring,
    and its parents solid blue ones. `g` can be set at any time.

    Nodes `show` "numbers", "symbols" (each by its parents, d(a, b) = a · b) or, unless the graph is
    large, "unrolled" (by the inputs, d(w) = tanh(w) · cos(w)). With `blocks` the nodes are whole
    arrays; there is then no program, and forward mode varies the first entry only.

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
        blocks: bool = False,
        step: int = 0,
        title: str = "The computation graph",
    ):
        self._title, self._blocks = title, bool(blocks)
        (self._g, self._at), (figure, update), controls = self._traced(g, at, mode, show, step, {})
        super().__init__(figure, update, getattr(self._g, "formula", ""), **controls)

    @property
    def g(self) -> Callable:
        """The function traced. Set another one, or a formula, to have its graph drawn."""
        return self._g

    @g.setter
    def g(self, g: Callable | str) -> None:
        self._retrace(g, None)

    @property
    def blocks(self) -> bool:
        """Whether the nodes are whole arrays. Set it to have the graph drawn otherwise."""
        return self._blocks

    @blocks.setter
    def blocks(self, blocks: bool) -> None:
        before, self._blocks = self._blocks, bool(blocks)
        try:
            self._retrace(self._g, self._at)
        except Exception:
            self._blocks = before
            raise

    def _retrace(self, g: Any, at: Any) -> None:
        kept = {name: getattr(self, name) for name in self.controls}
        new, (figure, update), controls = self._traced(
            g, at, self.mode, self.show_as, self.step, kept
        )
        self.show(figure, update, getattr(new[0], "formula", ""), **controls)
        self._g, self._at = new

    def take_formula(self, text: str) -> None:
        """Draw the graph of a typed formula."""
        self.g = text

    def _traced(self, g: Any, at: Any, mode: str, show: str, step: int, kept: dict) -> tuple:
        g = typed(g, LARGEST) if isinstance(g, str) else g
        names = getattr(g, "inputs", None) or _parameters(g)
        default = (1.5, 0.5, 2.0) if len(names) == 1 else (1.0, 2.0, 3.0)
        if at is None:
            at = tuple(kept.get(n, default[i % 3]) for i, n in enumerate(names))
        sweeps = Sweeps(g, at, self._blocks)
        picture = Picture(sweeps.graph, self._title)

        def update(step: int, mode: str, show_as: str, **inputs: float) -> str:
            frames = sweeps.frames(mode, show_as, tuple(inputs.values()))
            frame = frames[min(int(step), len(frames) - 1)]
            picture.draw(frame)
            return frame.sentence

        longest = max(len(sweeps.frames(m, "numbers", ())) for m in sweeps.modes)
        pictures = longest * len(sweeps.modes)
        mode = mode if mode in sweeps.modes or not kept else "reverse"
        # Of a large graph fewer pictures can be worked out.
        room = max(1, _COMBINATIONS // (2 * pictures))
        shows = sorted([*dict.fromkeys((show, *SHOWS))][:room], key=(*SHOWS, show).index)
        controls = {
            "mode": choice(sweeps.modes, "mode", mode),
            "show_as": choice([s for s in shows if s in SHOWS], "show", show),
        }
        most = _COMBINATIONS / (pictures * len(shows))
        count = max(1, min(_SLIDERS, int(math.log2(max(most, 1)))))
        for name, x in list(zip(sweeps.entries, sweeps.at, strict=True))[:count]:
            # No attribute of the widget, and no other control, may be lost to an input.
            taken = name in ("step", *controls) or hasattr(GraphTracer, name)
            controls[name + "_" * taken] = _slider(name, x, 40 if len(sweeps.graph) <= 20 else 20)
        # Next to the picture, and the quickest to bake: from step to step little changes.
        controls["step"] = steps([str(k) for k in range(longest)], "step", min(step, longest - 1))
        return (g, at), (picture.figure, update), controls


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
