"""A reader's own code as a case of the clinic: what happens, and whether the mistake is known."""

import math
import textwrap
import types
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..functions import required_inputs
from .clinic_cases import CASES
from .reader_code import WIDE, ReaderCode, source_lines


@dataclass(frozen=True)
class Diagnosis:
    """A case like those of the list, made of a reader's own code.

    `advice` says what to write where the clinic cannot put the code right by itself.
    """

    mistake: str
    fix: str
    why: str
    advice: str
    outcomes: dict[str, tuple[str, str]]
    title: str = "Your code"


def diagnose(g: Callable[..., Any], at: Any) -> Diagnosis:
    """Return what autograd and adlite make of `grad(g)(at)`, and the mistake if it is known.

    A mistake counts as known if autograd makes something else of the code once it is put right; one
    that only the reader can put right, if the code looks like it.

    >>> case = diagnose(lambda w: w**2, 3)
    >>> case.outcomes["mistake"], case.outcomes["fix"]
    (('stops with a TypeError', 'gives 6'), ('gives 6', 'gives 6'))
    >>> print(case.why)
    An int as the input: autograd asks for a float: write 2.0 and not 2.

    """
    several = isinstance(at, tuple) and len(at) == len(required_inputs(g)) > 1
    code = ReaderCode(g, at if several else (at,), source_lines(g))
    given, reasons, advice = code, [], ""
    for known in _REPAIRS:
        mended = known(code)
        if mended:
            code, key = mended, mended.done[-1]
            reasons.append(f"{CASES[key].title}: {_WHY[key]}")
    for key, looks_like in _SIGNS.items():
        if looks_like(code):
            reasons.append(f"{CASES[key].title}: {_WHY[key]}")
            advice = _ADVICE[key]
            break
    outcomes = {"mistake": (given.run("autograd"), given.run("adlite"))}
    if code is not given and not advice:
        outcomes["fix"] = code.run("autograd"), code.run("adlite")
    why = "\n".join(reasons[:2]) or "None of the known mistakes is seen in it."
    fix = "\n".join(textwrap.wrap(f"{advice[:1].upper()}{advice[1:]}.", WIDE)) if advice else ""
    return Diagnosis(given.text, fix or (code.text if reasons else ""), why, advice, outcomes)


def _an_int(code: ReaderCode) -> ReaderCode | None:
    whole = [np.asarray(x).dtype.kind == "i" and not isinstance(x, list) for x in code.at]
    if not any(whole) or not code.stops:
        return None
    floats = tuple(x * 1.0 if w else x for x, w in zip(code.at, whole, strict=True))
    return _mended(code, "an int", at=floats)


def _a_list(code: ReaderCode) -> ReaderCode | None:
    def array(x: Any) -> Any:
        return np.array(x, float) if isinstance(x, list | tuple) else x

    try:
        arrays = tuple(array(x) for x in code.at)
    except (TypeError, ValueError):
        return None
    changed = any(isinstance(x, list | tuple) for x in code.at)
    return _mended(code, "a list", at=arrays) if changed and code.stops else None


def _from_math(code: ReaderCode) -> ReaderCode | None:
    names = getattr(code.g, "__globals__", {})
    ours = {
        step.argval: np if names[step.argval] is math else getattr(np, names[step.argval].__name__)
        for step in code.instructions
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME") and _is_of_math(names.get(step.argval))
    }
    if not ours or not code.stops:
        return None
    g: Any = code.g
    new = types.FunctionType(
        g.__code__, {**names, **ours}, g.__name__, g.__defaults__, g.__closure__
    )
    lines = tuple(line.replace("math.", "np.") for line in code.lines)
    return _mended(code, "math.sin", g=new, lines=lines, rebound=True)


def _is_of_math(x: Any) -> bool:
    inside = getattr(x, "__module__", "") == "math" and hasattr(np, getattr(x, "__name__", ""))
    return x is math or inside


def _plain_numpy(code: ReaderCode) -> ReaderCode | None:
    lines = ("import autograd.numpy as np", "", *code.lines)
    new = _mended(code, "plain NumPy", rebound=True, lines=lines)
    return new if new and not new.stops else None


def _two_outputs(code: ReaderCode) -> ReaderCode | None:
    if isinstance(code.value, Exception) or code.value is None or np.size(code.value) < 2:
        return None
    return _mended(code, "two outputs", total=True)


def _shape_1(code: ReaderCode) -> ReaderCode | None:
    numbers = tuple(x.item() if getattr(x, "shape", ()) == (1,) else x for x in code.at)
    if all(a is b for a, b in zip(numbers, code.at, strict=True)):
        return None
    return _mended(code, "shape (1,)", at=numbers)


def _argnum(code: ReaderCode) -> ReaderCode | None:
    return _mended(code, "argnum", every=True) if len(code.at) > 1 else None


def _mended(code: ReaderCode, key: str, **changes: Any) -> ReaderCode | None:
    """Return the code with a mistake put right; None if autograd makes the same of both."""
    new = replace(code, done=(*code.done, key), **changes)
    return new if new.autograd_outcome != code.autograd_outcome else None


_REPAIRS = (_an_int, _a_list, _from_math, _plain_numpy, _two_outputs, _shape_1, _argnum)


def _stores(code: ReaderCode) -> bool:
    return code.stops and any(step.opname == "STORE_SUBSCR" for step in code.instructions)


def _adds_in_place(code: ReaderCode) -> bool:
    return code.stops and any(
        step.opname == "BINARY_OP" and step.argrepr.endswith("=") for step in code.instructions
    )


def _asks_array(code: ReaderCode) -> bool:
    return isinstance(code.value, ValueError) and "truth value" in str(code.value)


def _zero_by_zero(code: ReaderCode) -> bool:
    chooses = any(step.argval == "where" for step in code.instructions)
    return chooses and not code.stops and "no number" in code.autograd_outcome


# How the mistakes look that only the reader can put right.
_SIGNS: dict[str, Callable[[ReaderCode], bool]] = {
    "no return": lambda code: code.value is None,
    "if on array": _asks_array,
    "+=": _adds_in_place,
    "assignment": _stores,
    "0/0": _zero_by_zero,
}
_WHY = {
    "an int": "autograd asks for a float: write 2.0 and not 2.",
    "a list": "a list knows no arithmetic. Give an array.",
    "math.sin": "math wants a plain number, and autograd passes a box with one.",
    "plain NumPy": "autograd notes only what its own NumPy does.",
    "two outputs": "a gradient needs one. Add them up, or ask for jacobian.",
    "shape (1,)": "then the gradient is an array, too. Give a float.",
    "argnum": "grad(g) is the one by the first input only.",
    "no return": "the function gives nothing back, which has no slope.",
    "if on array": "entries may differ, so the question has no single answer.",
    "+=": "that is an assignment, and no box fits into a plain array.",
    "assignment": "it would overwrite what the backward sweep needs.",
    "0/0": "np.where works out both, and 0 times an endless slope is no number.",
}
_ADVICE = {
    "no return": "write return in front of the result",
    "if on array": "let np.where decide for each entry",
    "+=": "write total = total + ... in place of total += ...",
    "assignment": "make another array, with np.where, np.stack or np.concatenate",
    "0/0": "keep the 0 away from the division itself, with an np.where inside of it",
}
