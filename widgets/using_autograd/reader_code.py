"""A reader's own code as it is run, under autograd and under adlite, and as it is written."""

import ast
import copy
import dis
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np

import adlite
from adlite.referee import with_autograd_numpy

from ..live import shortened
from .clinic_cases import outcome

# The picture has room for so many lines of a function, and for so many characters in a line.
_LINES, WIDE = 5, 44


@dataclass(frozen=True)
class ReaderCode:
    """What is run: `grad(g)(at)`, as the reader gave it or with some mistakes put right.

    `at` holds the arguments of g. `lines` is the code in words, and `done` names what was put
    right. With `rebound` g uses autograd's NumPy under autograd, with `total` its outputs are
    added up, and with `every` all arguments are differentiated by.
    """

    g: Callable[..., Any]
    at: tuple[Any, ...]
    lines: tuple[str, ...]
    rebound: bool = False
    total: bool = False
    every: bool = False
    done: tuple[str, ...] = field(default=())

    def run(self, library: str) -> str:
        """Say what a library makes of it."""
        return textwrap.shorten(self._outcome(library), WIDE, placeholder=" …")

    def _outcome(self, library: str, message: bool = False) -> str:
        ours = library == "adlite"
        grad: Callable[..., Any] = adlite.grad if ours else autograd.grad
        add = np.sum if ours else anp.sum
        wheres = (tuple(range(len(self.at))),) if self.every else ()

        def compute() -> Any:
            g = with_autograd_numpy(self.g) if self.rebound and not ours else self.g
            asked = (lambda *w: add(g(*w))) if self.total else g
            # A function that assigns into its input must not spoil it for the next run.
            return grad(asked, *wheres)(*copy.deepcopy(self.at))

        return outcome(compute, message)

    @cached_property
    def autograd_outcome(self) -> str:
        """What autograd makes of it, with its message."""
        return self._outcome("autograd", message=True)

    @cached_property
    def stops(self) -> bool:
        """Whether autograd stops."""
        return self.autograd_outcome.startswith("stops")

    @cached_property
    def value(self) -> Any:
        """What g itself gives, or the error that it raises."""
        try:
            with np.errstate(all="ignore"):
                return self.g(*copy.deepcopy(self.at))
        except Exception as error:
            return error

    @cached_property
    def instructions(self) -> list[dis.Instruction]:
        """The steps of g's code; none for a function that is not written in Python."""
        code = getattr(self.g, "__code__", None)
        return list(dis.get_instructions(code)) if code else []

    @property
    def call(self) -> str:
        """The last line of the code."""
        name = self._sum if self.total else _name(self.g)
        wheres = f", {tuple(range(len(self.at)))}" if self.every else ""
        return f"grad({name}{wheres})({', '.join(map(_as_code, self.at))})"

    @property
    def _sum(self) -> str:
        return "total" if _name(self.g) != "total" else "added"

    @property
    def text(self) -> str:
        """The code, as far as there is room for it."""
        room = _LINES - self.total
        lines = [*self.lines]
        if len(lines) > room:
            lines[room - 1 :] = ["    …"]
        if self.total:
            lines.append(f"{self._sum} = lambda w: np.sum({_name(self.g)}(w))")
        return "\n".join(shortened(line, WIDE) for line in (*lines, "", self.call))


def _name(g: Any) -> str:
    name = getattr(g, "__name__", "g")
    return name if name.isidentifier() else "g"


def source_lines(g: Any) -> tuple[str, ...]:
    """Return the lines of a function's code; none where they are not known."""
    try:
        text = textwrap.dedent(inspect.getsource(g)).strip()
    except (TypeError, OSError):
        return ()
    if _name(g) != "g" or "lambda" not in text:
        return tuple(text.splitlines())
    try:
        found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Lambda)]
    except SyntaxError:
        found = []
    return (f"g = {ast.unparse(found[0])}",) if len(found) == 1 else ()


def _as_code(x: Any) -> str:
    """Return an argument as code.

    >>> _as_code(np.array([1.0, 2.0])), _as_code(np.float64(2)), _as_code([1, 2])
    ('np.array([1.0, 2.0])', '2.0', '[1, 2]')
    """
    if isinstance(x, np.ndarray):
        return f"np.array({x.tolist()})"
    return repr(x.item() if isinstance(x, np.generic) else x)
