"""`ErrorClinic`: mistakes that people make with autograd, what comes of them, and the fix."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..drawing import NAME, ground, note, picture, role
from ..functions import Drawing, Explorer
from ..live import Heading, InputError, Line, Row, Seen, Update, choice, mathify, shortened, steps
from .clinic_cases import CASES, Case
from .diagnosis import Diagnosis, diagnose

_STEPS = ("the code", "what happens", "why", "the fix")
_OWN = "your code"
# The picture in units: wide, so that the code has room below it; and letters in half of it.
_WIDE, _HEIGHT, _LETTERS = 484, 134, 28


class ErrorClinic(Explorer):
    """Choose a mistake, guess what autograd makes of it, and step on: outcome, reason, fix.

    `mistake` is one of "an int", "a list", "two outputs", "shape (1,)", "column minus row",
    "argnum", "grad(g(w))", "no return", "math.sin", "plain NumPy", "assignment", "+=",
    "if on array" and "0/0". `step` is 0 for the code
    alone, 1 with what happens, 2 with the reason, 3 with the fix. Every outcome is found by
    running the code that is shown, with autograd and with adlite.

    Code of your own comes on the list as "your code" with `ErrorClinic(g, w0)`: `grad(g)(w0)` is
    run, with a tuple `w0` if `g` takes several arguments. `g` and `w0` can be set at any time. If
    it is one of these mistakes, the reason and the fix are shown; if not, only what happened.

    Raises:
        InputError: there is no such mistake or step, or `g` is no function.

    >>> print(ErrorClinic("an int").sentence)
    An int as the input: with grad(g)(2) autograd stops with a TypeError; adlite gives 0.077. A \
slope is a limit over ever nearer numbers, and between 2 and 3 there is no int. So autograd asks \
for a float. Write 2.0. adlite makes a float of it for you. Put right, autograd gives 0.077, and \
adlite the same.
    >>> print(ErrorClinic(lambda w: w**2, 3, step=1).sentence)
    Your code: with grad(g)(3) autograd stops with a TypeError; adlite gives 6.

    Source: Section B.10.

    """

    def __init__(
        self,
        mistake: str | Callable[..., Any] = "an int",
        w0: Any = 1.0,
        *,
        step: int = 3,
        title: str = "What autograd makes of a mistake",
    ):
        self.title, self._w0 = title, w0
        g = None if isinstance(mistake, str) else _checked_function(mistake)
        super().__init__(g, mistake=mistake if g is None else _OWN, step=step)

    @property
    def g(self) -> Callable[..., Any] | None:
        """Your own function. Set one to have it on the list, or None for the list alone."""
        g: Callable[..., Any] | None = self.subject
        return g

    @g.setter
    def g(self, g: Callable[..., Any] | None) -> None:
        self.replace(g)

    @property
    def w0(self) -> Any:
        """Where your own function is differentiated. Set another place."""
        return self._w0

    @w0.setter
    def w0(self, w0: Any) -> None:
        self.replace(self.g, _w0=w0)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        """Return the step, and your code if there is some, else the mistake chosen."""
        kept = self.mistake if self.mistake in CASES else next(iter(CASES))
        return {"mistake": kept if functions[0] is None else _OWN, "step": self.step}

    def drawing(self, g: Callable[..., Any] | None, mistake: Any, step: Any) -> Drawing:
        """Return all that depends on your own function and on where it is differentiated."""
        cases: dict[str, Case | Diagnosis] = dict(CASES)
        if g is not None:
            cases[_OWN] = diagnose(_checked_function(g), self._w0)
        controls = {
            "mistake": choice([*cases], "mistake", mistake, [c.title for c in cases.values()]),
            "step": steps(_STEPS, "show", step),
        }
        return Drawing(g, *_picture(cases), "", controls)


def _checked_function(g: Callable[..., Any] | object) -> Callable[..., Any]:
    if not callable(g):
        raise InputError(
            f"g must be a function, such as lambda w: w**2, to be run as grad(g)(w0); {g!r} is "
            "none. A mistake from the list is given by its name, such as 'an int'."
        )
    return g


def _picture(cases: Mapping[str, Case | Diagnosis]) -> tuple[Figure, Update]:
    figure = picture(_HEIGHT, _WIDE)
    axes = ground(figure, (0, 0, _WIDE, _HEIGHT))
    axes.set(xlim=(0, _WIDE), ylim=(0, _HEIGHT))
    shown = _Half(axes, 2, "the mistake", role.child)
    put_right = _Half(axes, _WIDE / 2 + 2, "the fix", role.first)

    def update(mistake: str, step: int) -> Seen:
        case, fixed = cases[mistake], int(step) >= 3
        shown.heading.set_text(heading := "the mistake" if mistake in CASES else "the code")
        shown.write(case.outcomes["mistake"], step >= 1)
        put_right.write(case.outcomes.get("fix", ("–", "–")), fixed)
        lines, right = (
            [line for line in code.strip().splitlines() if line]
            for code in (case.mistake, case.fix if fixed else "")
        )
        changed = [line for line in right if line not in lines]
        rows: list[Line] = [Heading(heading)]
        rows += [Row(_code(line), now=fixed and line not in right) for line in lines]
        if changed:
            rows += [Heading("put right"), *(Row(_code(line)) for line in changed)]
        return Seen(_sentence(case, step), rows)

    return figure, update


def _code(line: str) -> str:
    """Return a line of code as a row shows it, with all of its asterisks.

    >>> _code("    w*w*w").replace(chr(160), "_")
    '____w*w*w'
    """
    if "".join(piece for piece, _ in mathify(line)) != line:
        line = re.sub(r"\*+", r" \g<0> ", line)
    # A browser drops ordinary spaces at the beginning of a line.
    indent = len(line) - len(line.lstrip())
    return "\u00a0" * indent + line.lstrip()


class _Half:
    """What autograd and adlite make of a code, beside a bar."""

    def __init__(self, axes: Axes, left: float, heading: str, color: str):
        bar = Rectangle((left, 6), 6, _HEIGHT - 12, fc=color, lw=0)
        axes.add_patch(bar)
        self.heading = note(axes, left + 16, _HEIGHT - 22, heading, size=NAME, color=color)
        self.outcomes = []
        for y, library in ((86, "autograd"), (38, "adlite")):
            note(axes, left + 16, y, library, color=role.faint)
            self.outcomes.append(note(axes, left + 16, y - 19, ""))

    def write(self, outcomes: tuple[str, str], run: bool) -> None:
        """Write the outcomes if the code has been run, and that they are to be guessed if not."""
        for text, words in zip(self.outcomes, outcomes, strict=True):
            text.set_text(shortened(words, _LETTERS) if run else "?")


def _sentence(case: Case | Diagnosis, step: int) -> str:
    """Say what is asked and, as far as the steps go, what happens, why, and what helps."""
    asked = case.mistake.strip().splitlines()[-1]
    if step == 0:
        return f"{case.title}: what will {asked} give?"
    words = f"{case.title}: with {asked} {_both(*case.outcomes['mistake'])}."
    if step >= 2:
        words += " " + case.why.replace("\n", " ")
    if step >= 3 and "fix" in case.outcomes:
        words += f" Put right, {_both(*case.outcomes['fix'])}."
    elif step >= 3 and isinstance(case, Diagnosis) and case.advice:
        words += f" To put it right, {case.advice}."
    return words


def _both(autograd: str, adlite: str) -> str:
    if autograd == adlite:
        return f"autograd {autograd}, and adlite the same"
    return f"autograd {autograd}; adlite {adlite}"
