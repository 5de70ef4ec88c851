"""Mistakes that people make with autograd, each with its fix, and what really happens."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import autograd
import autograd.numpy
import numpy as np

import adlite

from ..live import say


@dataclass(frozen=True)
class Case:
    """A mistake: its name in words, the code, what to put in place of what, and why.

    The last line of the code is what is asked for.
    """

    title: str
    mistake: str
    old: str
    new: str
    why: str

    @property
    def fix(self) -> str:
        """The code put right."""
        return self.mistake.replace(self.old, self.new)

    @cached_property
    def outcomes(self) -> dict[str, tuple[str, str]]:
        """What autograd and adlite make of the mistake and of the fix, found by running them."""
        return {
            "mistake": (run(self.mistake, "autograd"), run(self.mistake, "adlite")),
            "fix": (run(self.fix, "autograd"), run(self.fix, "adlite")),
        }


def run(code: str, library: str) -> str:
    """Run a code of this module with `grad` and `np` of a library; say what comes of it.

    >>> run("grad(lambda w: w**2)(3)", "autograd"), run("grad(lambda w: w**2)(3)", "adlite")
    ('stops with a TypeError', 'gives 6')
    """
    grad: Callable[..., Any] = autograd.grad if library == "autograd" else adlite.grad
    names: dict[str, Any] = {"grad": grad, "np": autograd.numpy if library == "autograd" else np}
    *before, last = code.strip().splitlines()

    def compute() -> Any:
        exec("\n".join(before), names)
        return eval(last, names)

    return outcome(compute)


def outcome(compute: Callable[[], Any], message: bool = False) -> str:
    """Say what comes of a computation; with an error's message where that is asked for.

    >>> outcome(lambda: [0.5, 1]), outcome(lambda: 1 / 0)
    ('gives [0.5, 1]', 'stops with a ZeroDivisionError')
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # autograd only warns of an output that no longer depends on the input.
        warnings.simplefilter("ignore")
        try:
            return f"gives {result_in_words(compute())}"
        except Exception as error:
            kind = type(error).__name__
            stops = f"stops with a{'n' * (kind[0] in 'AEIOU')} {kind}"
            return f"{stops}: {error}" if message else stops


def result_in_words(result: Any) -> str:
    """Say a result as Python would show it, with few digits.

    >>> result_in_words(np.array([1.0, np.nan])), result_in_words((1.0, 2.0)), result_in_words(len)
    ('array [1, no number]', '(1, 2)', 'a function')
    """
    if callable(result):
        return "a function"
    if isinstance(result, tuple | list):
        inside = ", ".join(result_in_words(x) for x in result)
        return f"({inside})" if isinstance(result, tuple) else f"[{inside}]"
    if np.ndim(result):
        return f"array {result_in_words(np.asarray(result).tolist())}"
    if not isinstance(result, int | float | np.number | np.ndarray):
        return f"a {type(result).__name__}"
    return "no number" if np.isnan(result) else say(float(result))


CASES = {
    "an int": Case(
        "An int as the input",
        """
def g(w):
    return np.sin(w) * w

grad(g)(2)
""",
        "grad(g)(2)",
        "grad(g)(2.0)",
        "A slope is a limit over ever nearer numbers, and between 2 and 3 there is no int. So "
        "autograd asks for a float. Write 2.0. adlite makes a float of it for you.",
    ),
    "a list": Case(
        "A plain list as the input",
        """
def g(w):
    return np.sum(w**2)

grad(g)([1.0, 2.0])
""",
        "[1.0, 2.0]",
        "np.array([1.0, 2.0])",
        "A list knows no arithmetic: [1.0, 2.0]**2 fails without any derivative, too. Make it an "
        "array.",
    ),
    "two outputs": Case(
        "More than one number comes out",
        """
def g(w):
    return w**2

grad(g)(np.array([1.0, 2.0]))
""",
        "w**2",
        "np.sum(w**2)",
        "A gradient belongs to a function with one number as its output, and here are two. Add "
        "them up, or ask for elementwise_grad or jacobian.",
    ),
    "shape (1,)": Case(
        "An array of one number",
        """
def g(w):
    return w**2

grad(g)(np.array([3.0]))
""",
        "np.array([3.0])",
        "3.0",
        "No error, but no number either: the gradient has the shape of the input, here (1,), and "
        "so has all that you compute with it. Give a float, or take entry [0].",
    ),
    "column minus row": Case(
        "A column minus a row",
        """
x = np.array([[1.0], [2.0], [3.0]])
y = np.array([1.0, 2.0, 3.0])

def g(w):
    return np.sum((w * x - y)**2)

grad(g)(1.0)
""",
        "[1.0, 2.0, 3.0]",
        "[[1.0], [2.0], [3.0]]",
        "With w = 1 the fit is perfect, so the slope must be 0. But shape (3, 1) minus shape (3,) "
        "is a table of shape (3, 3): nine differences in place of three. Print shapes.",
    ),
    "argnum": Case(
        "Two inputs, one partial derivative",
        """
def g(a, b):
    return a * b**2

grad(g)(2.0, 3.0)
""",
        "grad(g)",
        "grad(g, (0, 1))",
        "grad(g) is the partial derivative by the first input only. Name the inputs that you "
        "want by their numbers, counted from 0.",
    ),
    "grad(g(w))": Case(
        "A number where the function belongs",
        """
def g(w):
    return w**2

grad(g(3.0))(3.0)
""",
        "grad(g(3.0))",
        "grad(g)",
        "grad takes a function and gives a function. g(3.0) is a number: how it came about is "
        "no longer known.",
    ),
    "no return": Case(
        "The word return is missing",
        """
def g(w):
    w**2

grad(g)(3.0)
""",
        "    w**2",
        "    return w**2",
        "Without return a function gives nothing back, and nothing has no slope.",
    ),
    "math.sin": Case(
        "A function from the module math",
        """
import math

def g(w):
    return math.sin(w) * w

grad(g)(2.0)
""",
        "math.sin",
        "np.sin",
        "math.sin wants a plain number. While a derivative is taken, w is a box with a number in "
        "it, and only the functions of np know how to open it and how to note the step.",
    ),
    "plain NumPy": Case(
        "NumPy itself, not autograd.numpy",
        """
import numpy

def g(w):
    return numpy.where(w > 0, w, 0.0)

grad(g)(2.0)
""",
        "numpy.where",
        "np.where",
        "To the right of 0 this g is w, so its slope is 1. NumPy's own where may hide the box from "
        "autograd, which then sees no step at all. Import autograd.numpy as np.",
    ),
    "assignment": Case(
        "An assignment into an array",
        """
def g(w):
    w[w > 1] = 1.0
    return np.sum(w**2)

grad(g)(np.array([0.5, 2.0]))
""",
        "w[w > 1] = 1.0",
        "w = np.where(w > 1, 1.0, w)",
        "The backward sweep needs the values of the forward sweep, and an assignment would "
        "overwrite one. Make another array, with np.where, np.stack or np.concatenate.",
    ),
    "+=": Case(
        "Adding into an array with +=",
        """
def g(w):
    total = np.zeros(2)
    total += w**2
    return np.sum(total)

grad(g)(np.array([1.0, 2.0]))
""",
        "total += w**2",
        "total = total + w**2",
        "For an array += is an assignment, too: it writes into the plain array that total is, and "
        "no box fits there. Write total = total + ...",
    ),
    "if on array": Case(
        "An if that asks a whole array",
        """
def g(w):
    if w > 1:
        return np.sum(w**2)
    return 0.0

grad(g)(np.array([0.5, 2.0]))
""",
        "if w > 1:\n        return np.sum(w**2)\n    return 0.0",
        "kept = np.where(w > 1, w**2, 0.0)\n    return np.sum(kept)",
        "One entry is above 1 and the other is not, so the question has no single answer. "
        "np.where decides for each entry. For one number an if is fine.",
    ),
    "0/0": Case(
        "A 0/0 on the side not chosen",
        """
def g(w):
    sinc = np.sin(w) / w
    return np.where(w == 0, 1.0, sinc)

grad(g)(0.0)
""",
        "sinc = np.sin(w) / w",
        "safe = np.where(w == 0, 1.0, w)\n    sinc = np.sin(safe) / safe",
        "np.where works out both sides. Going back, 0 times the endless slope of the side not "
        "chosen is no number. Keep the 0 away from the division as well.",
    ),
}
