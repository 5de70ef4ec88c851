"""`ErrorClinic`: mistakes that people make with autograd, what comes of them, and the fix."""

import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..drawing import CHILD, FAINT, FIRST_ORDER
from ..functions import Drawing, Explorer
from ..live import InputError, Update, choice, steps
from .clinic_cases import CASES, Case
from .diagnosis import Diagnosis, diagnose

_STEPS = ("the code", "what happens", "why", "the fix")
_LINES, _WHY = 7, 2
_OWN = "your code"
_LEFT, _RIGHT, _WIDE = 0.02, 0.51, 0.47


class ErrorClinic(Explorer):
    """Choose a mistake, guess what autograd makes of it, and step on: outcome, reason, fix.

    `mistake` is one of "an int", "a list", "two outputs", "shape (1,)", "column minus row",
    "argnum", "grad(g(w))", "no return", "math.sin", "plain NumPy", "assignment", "+=",
    "if on array" and "0/0". `step` is 0 for the code
    alone, 1 with what happens, 2 with the reason, 3 with the fix. Every outcome is found by
    running the code that is shown, with autograd and with adlite.

    Code of your own comes on the list as "your code" with `ErrorClinic(g, at)`: `grad(g)(at)` is
    run, with a tuple `at` if `g` takes several arguments. `g` and `at` can be set at any time. If
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
        at: Any = 1.0,
        *,
        step: int = 3,
        title: str = "What autograd makes of a mistake",
    ):
        self.title, self._at = title, at
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
    def at(self) -> Any:
        """Where your own function is differentiated. Set another place."""
        return self._at

    @at.setter
    def at(self, at: Any) -> None:
        self.replace(self.g, _at=at)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        """Return the step, and your code if there is some, else the mistake chosen."""
        kept = self.mistake if self.mistake in CASES else next(iter(CASES))
        return {"mistake": kept if functions[0] is None else _OWN, "step": self.step}

    def drawing(self, g: Callable[..., Any] | None, mistake: Any, step: Any) -> Drawing:
        """Return all that depends on your own function and on where it is differentiated."""
        cases: dict[str, Case | Diagnosis] = dict(CASES)
        if g is not None:
            cases[_OWN] = diagnose(_checked_function(g), self._at)
        controls = {
            "mistake": choice([*cases], "mistake", mistake, [c.title for c in cases.values()]),
            "step": steps(_STEPS, "show", step),
        }
        return Drawing(g, *_picture(cases, self.title), "", controls)


def _checked_function(g: Callable[..., Any] | object) -> Callable[..., Any]:
    if not callable(g):
        raise InputError(
            f"g must be a function, such as lambda w: w**2, to be run as grad(g)(at); {g!r} is "
            "none. A mistake from the list is given by its name, such as 'an int'."
        )
    return g


def _picture(cases: Mapping[str, Case | Diagnosis], title: str) -> tuple[Figure, Update]:
    figure = Figure(figsize=(8.4, 4.4))
    figure.text(_LEFT, 0.935, title, fontsize=12)
    name = figure.text(_LEFT, 0.865, "", fontsize=11, weight="bold")
    shown, put_right = (
        _Half(figure, _LEFT, "the mistake", CHILD),
        _Half(figure, _RIGHT, "the fix", FIRST_ORDER),
    )
    reasons = [figure.text(_LEFT, 0.105 - 0.06 * i, "", fontsize=10) for i in range(_WHY)]

    def update(mistake: str, step: int) -> str:
        case = cases[mistake]
        name.set_text(case.title)
        shown.heading.set_text("the mistake" if mistake in CASES else "the code")
        shown.write(case.mistake, case.outcomes["mistake"], True, step >= 1)
        put_right.write(case.fix, case.outcomes.get("fix", ("–", "–")), step >= 3, step >= 3)
        lines = [line for reason in case.why.splitlines() for line in textwrap.wrap(reason, 100)]
        for i, text in enumerate(reasons):
            text.set_text(lines[i] if step >= 2 and i < len(lines) else "")
        return _sentence(case, step)

    return figure, update


class _Half:
    """A code in a frame, and under it what autograd and adlite make of it."""

    def __init__(self, figure: Figure, left: float, heading: str, color: str):
        frame: Any = {"transform": figure.transFigure, "fc": "#f4f4f4", "ec": "0.8", "lw": 0.8}
        figure.add_artist(Rectangle((left, 0.33), _WIDE, 0.45, **frame))
        figure.add_artist(Rectangle((left, 0.33), 0.008, 0.45, **{**frame, "fc": color, "lw": 0}))
        self.heading = figure.text(left, 0.8, heading, fontsize=10, color=FAINT)
        self.lines = [
            figure.text(left + 0.025, 0.73 - 0.057 * i, "", fontsize=10, family="monospace")
            for i in range(_LINES)
        ]
        for y, library in ((0.265, "autograd"), (0.205, "adlite")):
            figure.text(left, y, library, fontsize=10, color=FAINT)
        self.outcomes = [figure.text(left + 0.1, y, "", fontsize=10) for y in (0.265, 0.205)]

    def write(self, code: str, outcomes: tuple[str, str], seen: bool, run: bool) -> None:
        lines = code.strip().splitlines() if seen else []
        for i, text in enumerate(self.lines):
            # A browser drops ordinary spaces at the beginning of a line.
            text.set_text(lines[i].replace(" ", "\u00a0") if i < len(lines) else "")
        for text, words in zip(self.outcomes, outcomes, strict=True):
            text.set_text(words if run else "?")


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
