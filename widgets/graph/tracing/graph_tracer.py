"""`GraphTracer`: a computation graph, and the sweeps over it one step at a time (B.5 to B.7)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ...functions import Drawing, FunctionExplorer, parse_formula, required_inputs
from ...live import Control, Seen, choice, handle, linear, steps
from .ledger import ledger
from .picture import Picture
from .sweeps import LARGEST, MODES, SHOWS, Sweeps

_SLIDERS, _COMBINATIONS = 3, 2600


class GraphTracer(FunctionExplorer):
    """Step through a function's computation graph: its values, forward mode, reverse mode.

    `g` is a formula, or a function of numbers and vectors; `at` are its inputs. The modes are
    "evaluate", "forward", "reverse" (a sweep forward for the local partials, then one backward) and
    "program" (the lines that backpropagation writes). The child of a step has a dashed red ring,
    and its parents solid blue ones. `g` can be set at any time.

    Nodes `show` "numbers", "symbols" (each by its parents, d(a, b) = a · b) or, unless the graph is
    large, "unrolled" (by the inputs, d(w) = tanh(w) · cos(w)). With `blocks` the nodes are whole
    arrays; forward mode then varies the first entry only.

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

    formula_label, formula_example = "g", "sin(w1)*w2"

    def __init__(
        self,
        g: Callable[..., Any] | str = "tanh(w)*cos(w) + log(w)",
        *,
        mode: str = "reverse",
        at: Sequence[Any] | None = None,
        show: str = "numbers",
        blocks: bool = False,
        step: int = 0,
        title: str = "The computation graph",
    ):
        # So many parameters, as each is what a notebook may write by its name.
        self.title, self._blocks = title, bool(blocks)
        self._at: Any = at
        super().__init__(g, mode=mode, show_as=show, step=step)

    @property
    def blocks(self) -> bool:
        """Whether the nodes are whole arrays. Set it to have the graph drawn otherwise."""
        return self._blocks

    @blocks.setter
    def blocks(self, blocks: bool) -> None:
        self.replace(self.formula or self.g, _blocks=bool(blocks), _at=self.subject.inputs)

    def replace(self, *functions: Any, **attributes: Any) -> None:
        # Another function has other inputs.
        super().replace(*functions, **{"_at": None, **attributes})

    def drawing(
        self, g: Callable[..., Any] | str, mode: Any, show_as: Any, step: Any, **inputs: Any
    ) -> Drawing:
        """Return all that depends on g, on its inputs, and on what the nodes are."""
        at = self._at
        text = g if isinstance(g, str) else getattr(g, "formula", "")
        g = parse_formula(g, LARGEST) if isinstance(g, str) else g
        names = getattr(g, "inputs", None) or required_inputs(g) or ("w",)
        default = (1.5, 0.5, 2.0) if len(names) == 1 else (1.0, 2.0, 3.0)
        if at is None:
            at = tuple(inputs.get(n, default[i % 3]) for i, n in enumerate(names))
        sweeps = Sweeps(g, at, self._blocks)
        picture = Picture(sweeps.graph)
        handle(picture.ring[0], along="step", at=picture.place, anywhere=True)

        def update(step: int, mode: str, show_as: str, **numbers: float) -> Seen:
            frames = sweeps.frames(mode, show_as, tuple(numbers.values()))
            frame = frames[min(int(step), len(frames) - 1)]
            picture.draw(frame)
            return Seen(frame.sentence, ledger(frame))

        longest = max(len(sweeps.frames(m, "numbers", ())) for m in MODES)
        pictures = longest * len(MODES)
        # Of a large graph fewer pictures can be worked out.
        room = max(1, _COMBINATIONS // (2 * pictures))
        shows = sorted([*dict.fromkeys((show_as, *SHOWS))][:room], key=(*SHOWS, show_as).index)
        controls = {
            "mode": choice(MODES, "mode", mode),
            "show_as": choice([s for s in shows if s in SHOWS], "show", show_as),
        }
        most = _COMBINATIONS / (pictures * len(shows))
        count = max(1, min(_SLIDERS, int(math.log2(max(most, 1)))))
        for name, x in list(zip(sweeps.entries, sweeps.at, strict=True))[:count]:
            # No attribute of the widget, and no other control, may be lost to an input.
            taken = name in ("step", *controls) or hasattr(GraphTracer, name)
            controls[name + "_" * taken] = _slider(name, x, 40 if len(sweeps.graph) <= 20 else 20)
        # Next to the picture, and the quickest to bake: from step to step little changes.
        controls["step"] = steps([str(k) for k in range(longest)], "step", min(step, longest - 1))
        return Drawing(sweeps, picture.figure, update, text, controls)


def _slider(name: str, x: float, count: int) -> Control:
    half = 2.0 if abs(x) <= 4 else float(f"{abs(x) / 2:.1g}")
    return linear(round(x - half, 10), round(x + half, 10), 2 * half / count, name, x)
