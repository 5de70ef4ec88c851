"""What `GraphTracer` shows and says at each step of a sweep."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

import adlite
from adlite.captions import Step, short
from adlite.graphs import Graph

from .graph_layout import arrows_of
from .graph_picture import LINES, Frame
from .live import InputError, say

LARGEST = 60
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@lru_cache(maxsize=100_000)
def pretty(text: str) -> str:
    """Write a caption of `adlite` as print does.

    >>> print(pretty("d/dw a = (-sin(w)) × -1e-07 + w**2 * nan"))
    d/dw a = (−sin(w)) × −10⁻⁷ + w² · –
    """
    text = re.sub(r"\*\*\((-?\d+)\)", r"**\1", text)
    text = re.sub(r"\*\*(-?\d+)(?:\.0)?(?![\w.])", lambda m: m[1].translate(_RAISED), text)
    text = re.sub(r"(?<![\w.])-?\d[\d.]*e[+-]\d+", lambda m: say(float(m[0])), text)
    text = re.sub(r"(?<!\w)(-?)\binf\b", r"\1∞", text)
    text = re.sub(r"\bnan\b", "–", text)
    text = re.sub(r"(\d)\.0\b", r"\1", text)
    return text.replace(" * ", " · ").replace("-", "−")


def _number(x: Any) -> str:
    return pretty(short(x))


class Sweeps:
    """A function's graph and the frames of each sweep over it, worked out when asked for."""

    def __init__(self, g: Callable, at: Any):
        if not callable(g):
            raise InputError(
                "g must be a function, such as lambda w: np.sin(w), or a formula, such as "
                f"'sin(w)'; {g!r} is neither."
            )
        try:
            inputs = [np.asarray(x, float) for x in np.atleast_1d(np.asarray(at, object))]
            self.at = tuple(float(x) for each in inputs for x in each.ravel())
        except (TypeError, ValueError):
            raise InputError(f"at must be numbers, such as (1.5,); got {at!r}.") from None
        if not self.at or not all(map(math.isfinite, self.at)):
            raise InputError(f"at must be finite numbers, such as (1.5,); got {at!r}.")
        names = getattr(g, "inputs", None)
        if names and len(inputs) != len(names):
            raise InputError(
                f"this formula has {len(names)} inputs, {', '.join(names)}, and at has "
                f"{len(inputs)}: give one number for each."
            )
        try:
            self.graph: Graph = adlite.graph(g, *inputs)
            self._refuse_large()
            program: Any = adlite.program(g, *inputs)
        except InputError:
            raise
        except Exception as error:
            why = str(error) if isinstance(error, adlite.TracingError) else repr(error)
            raise InputError(f"this graph cannot be drawn: {why}") from None
        source = program.source.splitlines()
        start = next(i for i, line in enumerate(source) if line.startswith("def "))
        self.source = [pretty_line(x) for x in source[start:] if '"""' not in x]
        self._arrows = arrows_of(self.graph)
        self._place = {v.name: i for i, v in enumerate(self.graph)}
        self.frames = lru_cache(maxsize=1000)(self._frames)
        self.swept = lru_cache(maxsize=500)(self._swept)

    def _refuse_large(self) -> None:
        if len(self.graph) > LARGEST:
            raise InputError(
                f"this graph has {len(self.graph)} nodes, and at most {LARGEST} can be read in one "
                "picture: trace a part of the function, or fewer inputs."
            )

    def _frames(self, mode: str, symbols: bool, moved: tuple) -> list[Frame]:
        """Return the frames of a sweep; `moved` are the first inputs, the others stand still."""
        inputs = (*moved, *self.at[len(moved) :])
        where = ", ".join(
            f"{v.name} = {say(x)}" for v, x in zip(self.graph.inputs, inputs, strict=True)
        )
        try:
            values = self.graph.values(*inputs)
        except adlite.TracingError:
            held = " and ".join(self.graph.conditions)
            return [self._refused(
                f"At {where} the function takes another branch: this graph holds for "
                f"{pretty(held)} only, so there are no numbers to show."
            )]  # fmt: skip
        bad = next((n for n, x in values.items() if not math.isfinite(x)), "")
        if bad:
            bad = (
                f" {bad} = {pretty(self.graph[bad].operation)} is not a finite number at {where},"
                " so what is made from it is shown as it comes out."
            )
        sweep = self.swept("reverse" if mode == "program" else mode, inputs)
        told = Telling(self, mode, symbols, where)
        if mode == "program":
            return told.program(sweep, bad)
        return told.sweep(sweep, bad)

    def _swept(self, mode: str, inputs: tuple) -> list[Step]:
        if mode == "reverse":
            return self.graph.partials(*inputs) + self.graph.reverse(*inputs)
        return getattr(self.graph, mode)(*inputs)

    def _refused(self, sentence: str) -> Frame:
        n, arrows = len(self.graph), ("",) * len(self._arrows)
        return Frame(("–",) * n, ("",) * n, arrows, ("",) * LINES, "", "", sentence)


def pretty_line(line: str) -> str:
    """Write a line of a program: it stays Python, but for the width that it takes."""
    return re.sub(r"   +#", "  #", line).rstrip()


class Telling:
    """Turns the steps of one sweep into frames."""

    def __init__(self, sweeps: Sweeps, mode: str, symbols: bool, where: str):
        self.graph, self.mode, self.symbols, self.where = sweeps.graph, mode, symbols, where
        self.place, self.source = sweeps._place, sweeps.source
        self.arrows: dict[tuple, list[int]] = {}
        for k, arrow in enumerate(sweeps._arrows):
            self.arrows.setdefault(arrow, []).append(k)
        self.count = dict.fromkeys(self.arrows, 0)
        n, self.products = len(self.graph), 0
        self.texts = [[""] * n, [""] * n, [""] * len(sweeps._arrows)]
        one, out = len(self.graph.inputs) == 1, self.graph.output.name
        self.sign = f"d/d{self.graph.inputs[0].name} " if one else "∇"
        adjoint = f"the derivative of {out} by it (green)"
        under = {
            "evaluate": "its value",
            "forward": f"its value and its {'derivative' if one else 'gradient'} (green)",
        }.get(mode, f"its value and {adjoint}; on arrows: local partials")
        self.note = f"under each node: {under}"

    def sweep(self, sweep: list[Step], bad: str) -> list[Frame]:
        """Return one frame for each step, after that of the bare graph."""
        lines: list[str] = []
        name = "Evaluation" if self.mode == "evaluate" else f"{self.mode.capitalize()} mode"
        bare = f"{name}, {len(sweep)} steps, at {self.where}: nothing is worked out yet."
        frames = [self.frame(("",) * LINES, bare + bad)]
        for k, step in enumerate(sweep, 1):
            marks = self.take(step)
            lines = [*lines, self.equation(step)][-LINES:]
            sentence = f"{name}, step {k} of {len(sweep)}: {pretty(step.sentence)}{bad}"
            if k == len(sweep):
                sentence += self.ending(sweep)
            shown = (*lines, *[""] * (LINES - len(lines)))
            frames.append(self.frame(shown, sentence, lit=len(lines) - 1, **marks))
        return frames

    def program(self, sweep: list[Step], bad: str) -> list[Frame]:
        """Return one frame for each line of the program that does something."""
        # What the program has no line for: the partials are parts of its lines.
        self.note = self.note.partition(";")[0]
        coming = [s for s in sweep if s.kind == "adjoint" and s.child]
        made = {s.child: s for s in sweep if s.kind == "value"}
        for v in self.graph.inputs:
            self.take(made[v.name])
        bare = f"The program of reverse mode, at {self.where}: no line has been run yet."
        frames = [self.frame(self.window(0)[0], bare + bad)]
        for k, line in enumerate(self.source):
            text = line.partition("#")[0].strip()
            if not text or text.startswith(("def ", "raise ")):
                continue
            marks: dict[str, Any] = {}
            about, step = "", None
            target = re.match(r"(\w+?)(_bar)? \+?= ", text)
            if target and target[2]:
                step = next((s for s in coming if s.parents[0] == target[1]), None)
                if step:
                    del coming[: coming.index(step) + 1]
            elif target:
                step = made.get(target[1])
            if step:
                marks, about = self.take(step), " " + pretty(step.sentence)
            if text.startswith("return "):
                about = self.ending(sweep)
            window, lit = self.window(k)
            sentence = f"The program runs {text}.{about}{bad}"
            frames.append(self.frame(window, sentence, lit=lit, **marks))
        return frames

    def window(self, k: int) -> tuple[tuple[str, ...], int]:
        """Return the lines around line k that are shown, and which of them it is."""
        first = max(0, min(k - LINES // 2, len(self.source) - LINES))
        shown = [x if len(x) <= 112 else x[:111] + "…" for x in self.source[first : first + LINES]]
        return (*shown, *[""] * (LINES - len(shown))), k - first

    def take(self, step: Step) -> dict[str, Any]:
        """Write down the number that a step makes, and return what is to be marked."""
        values, slopes, partials = self.texts
        parents = tuple(self.place[p] for p in step.parents)
        self.products += step.products
        if step.kind in ("value", "tangent"):
            child = self.place[step.child]
            if step.kind == "tangent":
                slopes[child] = step.left if self.symbols else _number(step.value)
            elif self.symbols and parents:
                values[child] = f"{step.child}({', '.join(dict.fromkeys(step.parents))})"
            else:
                values[child] = step.child if self.symbols else _number(step.value)
            walked = [k for p in dict.fromkeys(parents) for k in self.arrows[p, child]]
            return {"child": child, "parents": parents, "walked": tuple(walked)}
        slot = self.place[step.child] if step.child else -1
        if not step.child:
            slopes[parents[0]] = "1"
            return {"child": parents[0]}
        arrow = self.arrows[parents[0], slot]
        k = arrow[self.count[parents[0], slot] % len(arrow)]
        self.count[parents[0], slot] += 1
        marks = {"child": slot, "parents": parents, "walked": (k,)}
        if step.kind == "partial":
            partials[k] = pretty(step.symbols) if self.symbols else _number(step.value)
            if len(partials[k]) > (12 if self.graph.output.layer < 5 else 7):
                partials[k] = step.left
            return marks
        added = slopes[parents[0]] != ""
        slopes[parents[0]] = step.left if self.symbols else _number(step.value)
        return {**marks, "backward": True, "added": added}

    def equation(self, step: Step) -> str:
        """Return a step's equation as one line of the listing."""
        parts = [step.left, step.symbols]
        if not self.symbols:
            parts += [step.numbers, short(step.value)]
        line = pretty(" = ".join(dict.fromkeys(parts)))
        return line if len(line) <= 112 else line[:111] + "…"

    def ending(self, sweep: list[Step]) -> str:
        """Say what the whole sweep has found."""
        out = self.graph.output.name
        if self.mode == "evaluate":
            return f" The sweep is done: the value is {say(float(sweep[-1].value))}."
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
        tally = f"multiplications so far: {self.products}" if self.mode != "evaluate" else ""
        values, slopes, partials = map(tuple, self.texts)
        return Frame(values, slopes, partials, lines, self.note, tally, sentence, **marks)
