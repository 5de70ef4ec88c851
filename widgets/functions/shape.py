"""The shape of a curve in one sentence, for whoever does not see it."""

import math

from ..live import counted, listed, say
from .curve import Curve, End, Piece, Run
from .one import Function

# Of the curve's height: what is told as 0.
_ZERO = 1e-9


def shape_in_words(g: Function) -> str:
    """Return one sentence about the curve of g on its window, from left to right.

    It is found on a grid, and the turns then where the derivative changes its
    sign. Where g changes too fast for that, the sentence says only so; of a g that takes long,
    which would be asked some thousand times, it says nothing.

    >>> print(shape_in_words(Function("w^2", (-1, 2))))
    On this window, from −1 to 2, g falls from 1 to a valley of 0 at 0, and rises to 4.
    >>> print(shape_in_words(Function("1/w", (-1, 2))))
    On this window, from −1 to 2, g falls from −1 without bound at 0, and falls from far above to \
0.5.

    """
    if g.takes_long:
        return ""
    low, high = g.window
    start = f"On this window, from {say(low, 3)} to {say(high, 3)}, g"
    curve = Curve(g)
    if curve.is_too_fast:
        return f"{start} goes up and down faster than can be told."
    story = _Story(curve)
    for piece in curve.pieces():
        story.go_on(piece)
    return f"{start} {story.told()}."


class _Story:
    """What is told of a curve, piece by piece."""

    def __init__(self, curve: Curve):
        self.curve, self.step = curve, curve.step
        self.low, self.high = curve.g.window
        self.parts: list[str] = []
        self.last = End(self.low, math.nan)
        # Once there are more turns than are told, only their number is.
        self.silent = False

    def go_on(self, piece: Piece) -> None:
        """Tell of the next piece."""
        if not self.silent:
            self._tell_break(piece.first)
        start: End | None = piece.first
        for run in piece.runs:
            self.silent = self.silent or run.turn == "many"
            if not self.silent:
                self._tell(run, start, run is piece.runs[-1])
            start = run.end if math.isinf(run.end.value) else None
        self.last = piece.last

    def told(self) -> str:
        """Return all that was told, as the end of a sentence."""
        if self.last.w < self.high:
            self.parts.append(f"is not defined beyond {self._at(self.last.w)}")
        if self.silent:
            more = self.curve.count_more()
            turns = "more often than can be counted" if more is None else counted(more, "more time")
            self.parts.append(f"turns {turns}, to {self._value(self.last)}")
        *first, last = self.parts
        text = f"{', '.join(first)}, and {last}" if first else last
        corners = [] if self.silent else [self._at(w) for w in self.curve.corners()]
        if not corners:
            return text
        places = listed(corners[:3]) + (", among others" if len(corners) > 3 else "")
        return f"{text}, with a corner at {places}"

    def _tell_break(self, start: End) -> None:
        """Tell what lies between the last piece and the next one."""
        last = self.last
        if not self.parts:
            if start.w > self.low:
                self.parts.append(f"is not defined up to {self._at(start.w)}")
            return
        if start.w - last.w > self.step / 1000:
            between = f"between {self._at(last.w)} and {self._at(start.w)}"
            self.parts.append(f"is not defined {between}")
        elif math.isfinite(last.value) and math.isfinite(start.value):
            if self.curve.way(start.value - last.value):
                self.parts.append(f"jumps to {self._value(start)} at {self._at(start.w)}")
            else:
                self.parts.append(f"is not defined at {self._at(start.w)} itself")

    def _tell(self, run: Run, start: End | None, final: bool) -> None:
        end, value = run.end, self._value(run.end)
        if run.way == 0:
            steady = abs(end.value - self.curve.g(end.w - self.step)) <= 1e-4 * abs(end.value)
            text = f"stays at {value}" if steady else "hardly changes"
            self.parts.append(text + ("" if final else f" until {self._at(end.w)}"))
            return
        text = "rises" if run.way > 0 else "falls"
        if start is not None and math.isinf(start.value):
            text += f" from far {'above' if start.value > 0 else 'below'}"
        elif start is not None and not (self.parts and self.parts[-1].startswith("jumps")):
            text += f" from {self._value(start)}"
        name, *corner = run.turn.split(", ")
        if math.isinf(end.value):
            text += f" without bound at {self._at(end.w)}"
        elif name:
            text = ", ".join([f"{text} to a {name} of {value} {self._near(end.w)}", *corner])
        else:
            text += f" to {value}" + ("" if final else f" {self._near(end.w)}")
        self.parts.append(text)

    def _value(self, end: End) -> str:
        return say(0.0 if abs(end.value) <= _ZERO * self.curve.height else end.value, 3)

    def _at(self, w: float) -> str:
        return say(0.0 if abs(w) < 1e-6 * self.step else w, 3)

    def _near(self, w: float) -> str:
        exact = abs(float(f"{w:.2e}") - w) < 1e-6 * self.step
        return f"{'at' if exact else 'near'} {self._at(w)}"
