"""The kinds of questions: what is given as an answer, and by what it is known again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..functions import Function, Window
from ..live import InputError, listed, say
from .differentiated import check_slope, check_value, places
from .fingerprints import fingerprints, same
from .item import Item, recognised, shuffled


def _near(value: float, target: float, within: float) -> bool:
    return abs(value - target) <= within * (abs(target) or 1)


@dataclass(frozen=True, kw_only=True)
class Number(Item):
    """A number is asked; it may be off by `within`, a part of it (of 1, if it is zero).

    `slope` says of what it is a derivative, if it is: the formula and the place, such as
    `("w^2", 1)`.

    >>> item = Number(id="p1", ask="How much?", number=10.24, within=0.2, wrong={0.1: "INVERTED"})
    >>> item.answer
    '10.24'
    >>> Number(id="p1", ask="The slope?", number=3, slope=("w^2", 1))
    Traceback (most recent call last):
    widgets.live.numbers.InputError: p1: the slope of w^2 at 1 is 2, not 3.

    """

    number: float
    within: float = 0.01
    slope: tuple[str, float] | None = None
    kind = "number"

    def check(self) -> None:
        if self.slope:
            check_value(self.id, self.number, self.within, *self.slope)
        targets = [("the answer", self.number), *((repr(x), x) for x in self.wrong)]
        for i, (name, value) in enumerate(targets):
            for other_name, other in targets[:i]:
                if _near(value, other, self.within) or _near(other, value, self.within):
                    raise InputError(
                        f"{self.id}: {name} cannot be told from {other_name} within {self.within}."
                    )

    @property
    def answer(self) -> str:
        return say(self.number)

    @property
    def right(self) -> float:
        return self.number

    def key(self) -> dict[str, Any]:
        wrong = [(float(value), self.within, idea) for value, idea in self.ideas]
        x = float(self.number)
        made = {"SIGN": [-x], "HALF": [x / 2], "DOUBLE": [2 * x], "TENFOLD": [10 * x, x / 10]}
        made["INVERTED"] = [1 / x] if x else []
        # An answer that is known by chance must not take the place of what the author says.
        within = min(self.within, 0.02)
        for code, values in made.items():
            for value in values:
                taken = [(x, self.within), *((v, w) for v, w, _ in wrong)]
                if not any(_near(value, v, w) or _near(v, value, within) for v, w in taken):
                    wrong.append((value, within, recognised(self.id, code)))
        return super().key() | {
            "truth": x,
            "within": self.within,
            "wrong": [{"value": v, "within": w, **vars(idea)} for v, w, idea in wrong],
        }


@dataclass(frozen=True, kw_only=True)
class Choice(Item):
    """One of several answers is right, or several are, and every other one has its sentence.

    >>> item = Choice(id="p1", ask="Where to?", choice="up", wrong={"down": ("D", "Look up.")})
    >>> item.public()["options"]
    ['up', 'down']

    """

    choice: str | Sequence[str]
    options: Sequence[str] = ()
    kind = "choice"

    @property
    def all_right(self) -> list[str]:
        """The answers that are right."""
        return [self.choice] if isinstance(self.choice, str) else [*self.choice]

    def check(self) -> None:
        offered = [*self.all_right, *self.wrong]
        if len({*offered}) < len(offered) or not self.wrong or not self.all_right:
            raise InputError(f"{self.id}: each option stands once, as right or in wrong.")
        if self.options and {*self.options} != {*offered}:
            raise InputError(
                f"{self.id}: options are {listed(map(repr, offered))}, in the order in which they "
                f"shall stand; got {listed(map(repr, self.options))}."
            )

    @property
    def answer(self) -> str:
        return listed(option.rstrip(".") for option in self.all_right)

    @property
    def right(self) -> Any:
        return self.choice if isinstance(self.choice, str) else self.all_right

    def public(self) -> dict[str, Any]:
        options = [*self.options] or shuffled(self.id, [*self.all_right, *self.wrong])
        return {"options": options, "several": not isinstance(self.choice, str)}

    def key(self) -> dict[str, Any]:
        wrong = [{"option": option, **vars(idea)} for option, idea in self.ideas]
        return super().key() | {"truth": self.all_right, "wrong": wrong}


@dataclass(frozen=True, kw_only=True)
class Order(Item):
    """Steps are put in order; `after` says what each must follow, if not all that stand before it.

    `wrong` maps a step that comes too early to what is said.

    >>> item = Order(id="p1", ask="In what order?", order=["e", "d", "a", "w"])
    >>> item.key()["after"]["a"]
    ['e', 'd']

    """

    order: Sequence[str]
    after: Mapping[str, Sequence[str]] | None = None
    kind = "order"

    def check(self) -> None:
        if len({*self.order}) < len(self.order) or len(self.order) < 2:
            raise InputError(f"{self.id}: order names two steps or more, each of them once.")
        for step, needed in self.needed.items():
            unknown = {step, *needed} - {*self.order}
            if unknown:
                raise InputError(f"{self.id}: order has no step {', '.join(sorted(unknown))}.")
            if any(self.order.index(other) >= self.order.index(step) for other in needed):
                raise InputError(f"{self.id}: in the order that you give {step} comes too early.")
        for step in self.wrong:
            if not self.needed.get(step):
                raise InputError(f"{self.id}: {step!r} can never come too early.")

    @property
    def needed(self) -> Mapping[str, Sequence[str]]:
        """What must stand before each step."""
        if self.after is not None:
            return self.after
        return {step: [*self.order[:at]] for at, step in enumerate(self.order)}

    @property
    def answer(self) -> str:
        return ", ".join(self.order)

    @property
    def right(self) -> list[str]:
        return [*self.order]

    def public(self) -> dict[str, Any]:
        steps = shuffled(self.id, self.order)
        follows = all(
            steps.index(other) < steps.index(step)
            for step, needed in self.needed.items()
            for other in needed
        )
        return {"options": steps[::-1] if follows else steps}

    def key(self) -> dict[str, Any]:
        wrong = [{"label": label, **vars(idea)} for label, idea in self.ideas]
        after = {step: [*needed] for step, needed in self.needed.items()}
        return super().key() | {"after": after, "wrong": wrong}


@dataclass(frozen=True, kw_only=True)
class Match(Item):
    """Each on the left belongs to one on the right; `wrong` maps pairs to what is said.

    >>> item = Match(id="p1", ask="Whose slope?", match={"sin": "cos", "cos": "−sin"})
    >>> item.public()["left"], sorted(item.public()["right"])
    (['sin', 'cos'], ['cos', '−sin'])

    """

    match: Mapping[str, str]
    kind = "match"

    def check(self) -> None:
        if len(self.match) < 2:
            raise InputError(f"{self.id}: match needs two pairs or more.")
        for left, right in self.wrong:
            if left not in self.match or right not in self.match.values():
                raise InputError(f"{self.id}: match has no {left!r}, or no {right!r}.")
            if self.match[left] == right:
                raise InputError(f"{self.id}: {left!r} with {right!r} is right.")

    @property
    def answer(self) -> str:
        return "; ".join(f"{left}: {right}" for left, right in self.match.items())

    @property
    def right(self) -> dict[str, str]:
        return dict(self.match)

    def public(self) -> dict[str, Any]:
        return {"left": [*self.match], "right": shuffled(self.id, [*{*self.match.values()}])}

    def key(self) -> dict[str, Any]:
        wrong = [{"left": a, "right": b, **vars(idea)} for (a, b), idea in self.ideas]
        return super().key() | {"truth": dict(self.match), "wrong": wrong}


@dataclass(frozen=True, kw_only=True)
class Formula(Item):
    """A formula is asked, of w: the derivative of `of`, if that is given.

    What misconceptions make of the derivative is recognised without being named. `wrong` maps
    formulas to what is said beyond that.

    >>> item = Formula(id="x2", ask="The derivative?", of="sin(w^2)", formula="2*w*cos(w^2)")
    >>> len(item.key()["wrong"]) > 8
    True
    >>> Formula(id="x2", ask="The derivative?", of="sin(w^2)", formula="cos(w^2)")
    Traceback (most recent call last):
    widgets.live.numbers.InputError: x2: at w = 1.88 the derivative of sin(w^2) is −3.474, and \
cos(w^2) is −0.9238.

    """

    formula: str
    of: str = ""
    window: Window = (-2, 2)
    kind = "formula"

    def check(self) -> None:
        if self.of:
            check_slope(self.id, self.of, self.formula, self.window)
        known: list[tuple[str, list[float]]] = [(self.formula, self._values(self.formula))]
        for typed in self.wrong:
            values = self._values(typed)
            for other, theirs in known:
                if same(theirs, values):
                    raise InputError(f"{self.id}: {typed} gives the same numbers as {other}.")
            known.append((typed, values))

    @property
    def at(self) -> list[float]:
        """Where formulas are compared."""
        return places(self.id, self.of or self.formula, self.window)

    def _values(self, typed: str) -> list[float]:
        f = Function(typed, self.window)
        return [f(w) for w in self.at]

    @property
    def answer(self) -> str:
        return self.formula

    def key(self) -> dict[str, Any]:
        wrong = [{"values": self._values(f), **vars(idea)} for f, idea in self.ideas]
        for found in fingerprints(self.of, self.at) if self.of else ():
            if not any(same(known["values"], found.values) for known in wrong):
                idea = recognised(self.id, found.code)
                wrong.append({"values": [*found.values], **vars(idea)})
        return super().key() | {
            "inputs": ["w"],
            "at": self.at,
            "truth": self._values(self.formula),
            "slope": bool(self.of),
            "wrong": wrong,
        }
