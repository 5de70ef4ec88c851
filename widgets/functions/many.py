"""A reader's function of any number of inputs, taken apart into the nodes of its graph."""

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

import adlite
from adlite.core import Traced, run
from adlite.programs import recorded

from ..live import Control, InputError, shortened
from .one import Given, parse_formula

_LONGEST = 90
# No formula has as many names: how many inputs are too many is said below, for functions too.
_NAMES = 10_000


@dataclass(frozen=True, eq=False)
class Tape:
    """The nodes of a graph in the order in which they are computed, the inputs first.

    `arrows` holds for each node its parents, each with the local partial derivative, `outputs` the
    places of the outputs, and `finite` says whether their values are numbers.
    """

    names: tuple[str, ...]
    arrows: tuple[tuple[tuple[int, float], ...], ...]
    outputs: tuple[int, ...]
    finite: bool

    @property
    def inputs(self) -> int:
        """How many of the nodes are inputs."""
        return len(self.names)


class TooLarge(InputError):
    """A graph has more nodes than there is room for."""


class FunctionOfMany:
    """A function of any number of inputs, run at w1 = 1, w2 = 2, ... and taken apart.

    `g` is called as `g(*w)`, or is a typed formula: `formula` is its text. `taken` are the numbers
    of inputs that it takes, up to the first with which its graph has more than `nodes` nodes. Of
    its outputs the first `outputs` count; where only one may be, `g` must return one number.

    Raises:
        InputError: `g` is no function or formula, or cannot be taken apart with any number of
            inputs.

    >>> g = FunctionOfMany("w1*w2 + sin(w3)", inputs=64, nodes=300)
    >>> g.taken, [[parent for parent, _ in arrows] for arrows in g.tape(3).arrows]
    ((3,), [[], [], [], [0, 1], [2], [3, 4]])

    """

    def __init__(self, g: Given, *, inputs: int, nodes: int, outputs: int = 1):
        self.g: Any = parse_formula(g, _NAMES) if isinstance(g, str) else g
        self.formula: str = g if isinstance(g, str) else ""
        if not callable(self.g):
            example = "lambda w1, w2: w1 * np.sin(w2), or a formula, such as 'w1*sin(w2)'"
            number = f" For {g} inputs write N={g}." if type(g) is int else ""
            raise InputError(f"g must be a function, such as {example}, not {_cut(g)}.{number}")
        self._nodes, self._outputs = nodes, outputs
        self._tapes: dict[int, Tape] = {}
        self.taken = self._tried(_candidates(self.g, inputs))

    def nearest(self, number: float) -> int:
        """Return the number of inputs nearest to another number."""
        return min(self.taken, key=lambda n: abs(n - number))

    def tape(self, inputs: int) -> Tape:
        """Return the nodes for so many inputs; `g` is run only the first time.

        Raises:
            InputError: `g` cannot be taken apart with so many inputs.

        """
        if inputs not in self._tapes:
            self._tapes[inputs] = self._taped(inputs)
        return self._tapes[inputs]

    def _tried(self, numbers: Iterable[int]) -> tuple[int, ...]:
        taken: list[int] = []
        refused = InputError("g takes no inputs: give it at least one, as in lambda w: w**2.")
        for n in numbers:
            try:
                self.tape(n)
                taken.append(n)
            except TooLarge as error:
                refused = error
                break
            except InputError as error:
                refused = error
        if not taken:
            raise refused
        return tuple(taken)

    def _taped(self, inputs: int) -> Tape:
        found: list[Any] = []
        steps: list[Any] = []

        def noted(*w: Any) -> Any:
            try:
                found.extend(_entries(self.g(*w)))
            finally:
                steps.extend(w[0].trace.nodes)
            return found[-1] if found else None

        try:
            trace, (_, leaves), _ = recorded(noted, tuple(np.arange(1.0, inputs + 1)), "graph")
        except Exception as error:
            if len(steps) > self._nodes:
                raise self._too_large(len(steps)) from None
            raise _refused(inputs, error) from None
        nodes = _needed(trace.nodes, inputs, self._ends(found))
        if len(nodes) > self._nodes:
            raise self._too_large(len(nodes))
        place = {id(node): i for i, node in enumerate(nodes)}
        ends = found[: self._outputs]
        names = getattr(self.g, "inputs", None) or _parameters(self.g, inputs) or tuple(leaves)
        return Tape(
            tuple(names),
            tuple(_arrows(node, place) if i >= inputs else () for i, node in enumerate(nodes)),
            tuple(place[id(node)] for node in ends),
            bool(np.isfinite([node.value for node in ends]).all()),
        )

    def _ends(self, found: list[Any]) -> list[Any]:
        """Return the outputs that count, or say what is wrong with them."""
        if self._outputs == 1 and len(found) > 1:
            raise InputError(
                f"g must return one number, and it returned {len(found)}: "
                "pick one, as in y[0], or add them up."
            )
        ends = found[: self._outputs]
        for i, node in enumerate(ends, 1):
            if not isinstance(node, Traced):
                which = f"output {i} of g" if len(found) > 1 else "g"
                raise InputError(
                    f"{which} does not depend on the inputs, so it has no graph: "
                    "compute it from them, as in lambda w1, w2: w1 * w2."
                )
        return ends

    def _too_large(self, nodes: int) -> TooLarge:
        return TooLarge(
            f"the graph of g has {'more than ' * (nodes >= 10_000)}{nodes:,} nodes, and there is "
            f"room for {self._nodes:,}: take a part of g, or fewer inputs."
        )


def count_slider(
    name: str, label: str, numbers: tuple[float, ...], default: int, value: Any
) -> dict[str, Control]:
    """Return a slider over these numbers, by name; none if there is only one number.

    Raises:
        InputError: `value` is not a number. None is one: the nearest to `default`.

    """
    at = default if value is None else value
    control = Control("linear", label, tuple(map(float, numbers)), at)
    inside, _ = control.clean(name, at)
    if value is None or numbers[0] <= at <= numbers[-1]:
        control = control.standing_at(control.positions[control.nearest(inside)])
    return {name: control} if len(numbers) > 1 else {}


def _candidates(g: Any, most: int) -> Iterable[int]:
    """Return the numbers of inputs with which it is worth while to try a function."""
    names = getattr(g, "inputs", None)
    least, longest = 1, most
    if isinstance(names, tuple):
        least = longest = len(names)
    else:
        try:
            given = list(inspect.signature(g).parameters.values())
        except (TypeError, ValueError):
            return range(1, most + 1)
        single = [p for p in given if p.kind < p.VAR_POSITIONAL]
        least = max(1, sum(p.default is p.empty for p in single))
        if all(p.kind is not p.VAR_POSITIONAL for p in given):
            longest = len(single)
    if least > most:
        raise InputError(
            f"g takes {least} inputs, and here at most {most} can be shown: "
            "take fewer, as in lambda w1, w2: w1 * w2."
        )
    return range(least, min(most, longest) + 1)


def _parameters(g: Any, inputs: int) -> tuple[str, ...]:
    """Return the names of the inputs as `g` has them, if all have one and it is short."""
    try:
        given = inspect.signature(g).parameters.values()
    except (TypeError, ValueError):
        return ()
    names = tuple(p.name for p in given if p.kind < p.VAR_POSITIONAL)[:inputs]
    return names if len(names) == inputs and max(map(len, names)) <= 4 else ()


def _entries(y: Any) -> list[Any]:
    """Return the numbers in what a function returned, one after the other."""
    if isinstance(y, list | tuple | np.ndarray):
        parts = y.flat if isinstance(y, np.ndarray) else y
        return [number for part in parts for number in _entries(part)]
    number: Any = run(lambda: y, [])
    return list(number.args.flat) if number.shape else [number]


def _needed(nodes: list[Any], inputs: int, ends: list[Any]) -> list[Any]:
    """Return the inputs, and the nodes from which an output can be reached."""
    needed = {id(node) for node in ends}
    for node in reversed(nodes[inputs:]):
        if id(node) in needed:
            needed.update(map(id, node.args))
    return [*nodes[:inputs], *(node for node in nodes[inputs:] if id(node) in needed)]


def _arrows(node: Any, place: dict[int, int]) -> tuple[tuple[int, float], ...]:
    values = [x.value if id(x) in place else x for x in node.args]
    with np.errstate(all="ignore"):
        return tuple(
            (place[id(x)], float(partial(node.value, *values)))
            for x, partial in zip(node.args, node.primitive.partials, strict=True)
            if id(x) in place
        )


def _refused(inputs: int, error: Exception) -> InputError:
    """Say why a function cannot be taken apart, and what to write instead."""
    if isinstance(error, adlite.TracingError):
        # What would be of help to a program is of none here.
        why = re.sub(r"(, or|:) use value_and_grad\.$", "", str(error)).rstrip(".")
        if "complex" in why:
            return InputError("g computes with complex numbers: write it with real ones.")
        if why.startswith("the function "):
            return InputError(f"g {_cut(why.removeprefix('the function '), 200)}.")
        return InputError(f"g cannot be taken apart into nodes: {_cut(why, 200)}.")
    if isinstance(error, TypeError | IndexError):
        instead = "write it with an argument for each input, as in lambda w1, w2: w1 * w2."
    else:
        instead = "write it so that it gives a number at w1 = 1, w2 = 2, and so on."
    why = _cut(f"{type(error).__name__}: {error}").rstrip(".")
    return InputError(f"g cannot be run with {inputs} input{'s' * (inputs > 1)} ({why}): {instead}")


def _cut(x: Any, longest: int = _LONGEST) -> str:
    """Return something in words, on one line that is not too long."""
    text = " ".join((x if isinstance(x, str) else repr(x)).split())
    return shortened(text, longest, "...")
