"""What a picture shows at each step of one sweep over a graph, in words and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from adlite.graphs import Graph, Step, Vertex, brief, short
from adlite.programs import Line

from ...live import raised, say, shortened
from .frame import LINES, Frame

_WIDEST = 112  # characters of a line of the listing


@lru_cache(maxsize=100_000)
def pretty(text: str) -> str:
    """Write a caption of `adlite` as print does.

    >>> print(pretty("d/dw a = (-sin(w)) × -1e-07 + w**2 * nan"))
    d/dw a = (−sin(w)) × −10⁻⁷ + w² · –
    """
    text = re.sub(r"\*\*\((-?\d+)\)", r"**\1", text)
    text = re.sub(r"\*\*(-?\d+)(?:\.0)?(?![\w.])", lambda m: raised(int(m[1])), text)
    text = re.sub(r"(?<![\w.])-?\d[\d.]*e[+-]\d+", lambda m: say(float(m[0])), text)
    text = re.sub(r"(?<!\w)(-?)\binf\b", r"\1∞", text)
    text = re.sub(r"\bnan\b", "–", text)
    text = re.sub(r"(\d)\.0\b", r"\1", text)
    return text.replace(" * ", " · ").replace("-", "−")


def pretty_line(line: str) -> str:
    """Write a line of a program: it stays Python, but for the width that it takes."""
    return re.sub(r"   +#", "  #", line).rstrip()


@dataclass(frozen=True)
class TracedFunction:
    """A function taken apart: its graph, and what stays the same in all sweeps over it.

    `unrolled` is the same graph with each operation written in terms of the inputs. With `blocks`
    the nodes are whole arrays. `entries` are the names of the numbers that go in, `arrows` the
    places (parent, child) in the graph's order, and `source` the lines of the program.
    """

    graph: Graph
    unrolled: Graph
    blocks: bool
    entries: list[str]
    arrows: list[tuple[int, int]]
    source: list[Line]


class FrameMaker:
    """Turns the steps of one sweep into frames."""

    def __init__(self, traced: TracedFunction, mode: str, show: str, where: str):
        self.graph, self.mode, self.where = traced.graph, mode, where
        self.symbols, self.unrolled = show != "numbers", show == "unrolled"
        texts = traced.unrolled if self.unrolled else traced.graph
        self.operations = tuple(pretty(v.operation) for v in texts)
        self.blocks, self.varied = traced.blocks, traced.entries[0]
        self.short = brief if self.blocks else short
        self.place = {v.name: i for i, v in enumerate(traced.graph)}
        self.source = traced.source
        self.arrows: dict[tuple[int, int], list[int]] = {}
        for k, arrow in enumerate(traced.arrows):
            self.arrows.setdefault(arrow, []).append(k)
        self.count = dict.fromkeys(self.arrows, 0)
        n, self.products = len(self.graph), 0
        self.texts = [[""] * n, [""] * n, [""] * len(traced.arrows)]
        self.done: dict[int, None] = {}

    def number(self, x: Any) -> str:
        """Write a number, or of an array its shape, if it has many entries."""
        if isinstance(x, str):
            return re.sub(r"Jacobian\((\d+), (\d+)\)", r"J \1×\2", x)
        if not self.blocks or not np.ndim(x):
            return pretty(short(x))
        few = np.ndim(x) == 1 and len(x) <= 3
        return pretty(f"[{', '.join(f'{e + 0.0:.3g}' for e in x)}]") if few else str(np.shape(x))

    def name_with_arguments(self, name: str) -> str:
        """Name a node with its parents, d(a, b), or with the inputs behind it, d(w)."""
        v = self.graph[name]
        behind = dict.fromkeys(p.name for p in v.parents)
        if self.unrolled:
            behind = dict.fromkeys(x.name for x in self.graph.inputs if x in self._behind(v))
        return f"{name}({', '.join(behind)})" if v.layer else name

    def _behind(self, v: Vertex) -> set[Vertex]:
        found: set[Vertex] = set()
        waiting = [v]
        while waiting:
            new = set(waiting.pop().parents) - found
            found |= new
            waiting += new
        return found

    def sweep(self, sweep: list[Step], bad: str) -> list[Frame]:
        """Return one frame for each step, after that of the bare graph."""
        lines: list[str] = []
        name = "Evaluation" if self.mode == "evaluate" else f"{self.mode.capitalize()} mode"
        bare = f"{name}, {len(sweep)} steps, at {self.where}: nothing is worked out yet."
        frames = [self.frame(("",) * LINES, bare + bad)]
        for k, step in enumerate(sweep, 1):
            marks = self.record(step)
            lines = [*lines, self.equation(step)][-LINES:]
            sentence = f"{name}, step {k} of {len(sweep)}: {pretty(step.sentence)}{bad}"
            if k == len(sweep):
                sentence += self.ending(sweep)
            shown = (*lines, *[""] * (LINES - len(lines)))
            frames.append(self.frame(shown, sentence, lit=len(lines) - 1, **marks))
        return frames

    def program(self, sweep: list[Step], bad: str) -> list[Frame]:
        """Return one frame for each line of the program that does something."""
        coming = [s for s in sweep if s.kind == "adjoint" and s.child]
        made = {s.child: s for s in sweep if s.kind == "value"}
        for v in self.graph.inputs:
            self.record(made[v.name])
        bare = f"The program of reverse mode, at {self.where}: no line has been run yet."
        frames = [self.frame(self.visible_lines(0)[0], bare + bad)]
        for k, line in enumerate(self.source):
            text = line.text.partition("#")[0].strip()
            if not text or text.startswith(("def ", "raise ")):
                continue
            marks: dict[str, Any] = {}
            about, step = "", made.get(line.child)
            if line.parent:
                arrow = line.child, (line.parent,)
                step = next((s for s in coming if (s.child, s.parents) == arrow), None)
                if step:
                    coming.remove(step)
            if step:
                marks, about = self.record(step), " " + pretty(step.sentence)
            if text.startswith("return "):
                about = self.ending(sweep)
            lines, lit = self.visible_lines(k)
            sentence = f"The program runs {text}.{about}{bad}"
            frames.append(self.frame(lines, sentence, lit=lit, **marks))
        return frames

    def visible_lines(self, k: int) -> tuple[tuple[str, ...], int]:
        """Return the lines around line k that are shown, and which of them it is."""
        first = max(0, min(k - LINES // 2, len(self.source) - LINES))
        texts = (line.text for line in self.source[first : first + LINES])
        shown = [shortened(text, _WIDEST) for text in texts]
        return (*shown, *[""] * (LINES - len(shown))), k - first

    def record(self, step: Step) -> dict[str, Any]:
        """Write down the number that a step makes, and return what is to be marked."""
        values, slopes, partials = self.texts
        parents = tuple(self.place[p] for p in step.parents)
        self.products += step.products
        if step.kind in ("value", "tangent"):
            child = self.place[step.child]
            if step.kind == "tangent":
                slopes[child] = step.left if self.symbols else self.number(step.value)
            else:
                values[child] = (
                    self.name_with_arguments(step.child)
                    if self.symbols
                    else self.number(step.value)
                )
            walked = [k for p in dict.fromkeys(parents) for k in self.arrows[p, child]]
            slope = step.kind == "tangent"
            self.done |= dict.fromkeys(walked if slope else ())
            return {"child": child, "parents": parents, "walked": tuple(walked), "slope": slope}
        slot = self.place[step.child] if step.child else -1
        if not step.child:
            slopes[parents[0]] = "1"
            return {"child": parents[0]}
        arrow = self.arrows[parents[0], slot]
        k = arrow[self.count[parents[0], slot] % len(arrow)]
        self.count[parents[0], slot] += 1
        marks = {"child": slot, "parents": parents, "walked": (k,)}
        if step.kind == "partial":
            partials[k] = self.number(step.value)
            if self.symbols:
                partials[k] = self.number(pretty(step.symbols))
            if len(partials[k]) > (12 if self.graph.output.layer < 5 else 7):
                partials[k] = step.left
            return marks
        self.done[k] = None
        added = slopes[parents[0]] != ""
        slopes[parents[0]] = step.left if self.symbols else self.number(step.value)
        return {**marks, "slope": True, "backward": True, "added": added}

    def equation(self, step: Step) -> str:
        """Return a step's equation as one line of the listing."""
        named = self.symbols and step.kind == "value"
        parts = [self.name_with_arguments(step.child) if named else step.left, step.symbols]
        if not self.symbols:
            value = step.value if isinstance(step.value, str) else self.short(step.value)
            parts += [step.numbers, value]
        return shortened(pretty(" = ".join(dict.fromkeys(parts))), _WIDEST)

    def ending(self, sweep: list[Step]) -> str:
        """Say what the whole sweep has found."""
        out = self.graph.output.name
        if self.mode == "evaluate":
            return f" The sweep is done: the value is {say(float(sweep[-1].value))}."
        if self.blocks and self.mode == "forward":
            only = f" as only {self.varied} varies"
            so = only if self.varied != self.graph.inputs[0].name else ""
            slope = say(float(sweep[-1].value))
            return f" The sweep is done: the derivative of {out}{so} is {slope}."
        if self.blocks:
            held = {s.parents[0]: s.value for s in sweep if s.kind == "adjoint"}
            adjoints = {v.name: held.get(v.name, np.zeros(v.shape)) for v in self.graph.inputs}
            parts = [f"by {name} it is {pretty(brief(x))}" for name, x in adjoints.items()]
            return f" The sweep is done, and with it the gradient of {out}: {', '.join(parts)}."
        if self.mode == "forward":
            last = next(s for s in reversed(sweep) if s.child == out and s.kind == "tangent")
            found = list(np.ravel(last.value))
        else:
            held = {s.parents[0]: s.value for s in sweep if s.kind == "adjoint"}
            found = [held.get(v.name, 0.0) for v in self.graph.inputs]
        names = ", ".join(v.name for v in self.graph.inputs)
        numbers = ", ".join(say(float(x)) for x in found)
        what = "derivative" if len(found) == 1 else "gradient"
        names, numbers = (names, numbers) if len(found) == 1 else (f"({names})", f"({numbers})")
        return f" The sweep is done: the {what} of {out} by {names} is {numbers}."

    def frame(self, lines: tuple[str, ...], sentence: str, **marks: Any) -> Frame:
        """Return what is seen now."""
        counted = self.mode != "evaluate" and not self.blocks
        tally = f"multiplications so far: {self.products}" if counted else ""
        values, slopes, partials = map(tuple, self.texts)
        words = values, slopes, partials, lines, tally, sentence
        return Frame(self.operations, *words, self.mode, done=tuple(self.done), **marks)
