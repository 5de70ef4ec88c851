"""A run of a function on germs, on one side of a point.

Comparisons, and steps such as floor, ask what holds for small t > 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..core import Elementwise, Primitive, Trace, Traced, TracedNumber
from .germ_rules import RULES, UNMOVED
from .germ_series import analytic
from .germs import (
    EXACT,
    ONE,
    Germ,
    Undecided,
    add,
    answer,
    constant,
    first_nowhere,
    limit,
    scaled,
    unknown,
)
from .jets import COMPARISONS


class ForArrays(Undecided):
    """A step on arrays, which germs do not know."""


class Side(TracedNumber):
    """A germ inside a run."""

    __slots__ = ("germ", "trace")

    def __init__(self, germ: Germ, trace: SideTrace) -> None:
        self.germ = germ
        self.trace: SideTrace = trace

    @property
    def value(self) -> Any:
        """The number that the germ tends to; NaN if it is not known to tend to one."""
        try:
            return np.float64(limit(self.germ))
        except Undecided:
            return np.float64(np.nan)


class SideTrace(Trace):
    """Runs a function on germs, of which each is computed over a `reach` of powers of t.

    `failed` keeps why a question could not be answered, also where the function caught the error.
    """

    __slots__ = ("failed", "reach")

    def __init__(self, reach: float) -> None:
        super().__init__()
        self.reach = reach
        self.failed: Undecided | None = None

    def germ(self, x: Any) -> Germ:
        """The germ of an argument."""
        if isinstance(x, Side) and x.trace is self:
            return x.germ
        if isinstance(x, Traced) or np.ndim(x) or np.iscomplexobj(x):
            raise self.fail(ForArrays("a step works on arrays"))
        return constant(float(x))

    def fail(self, error: Undecided) -> Undecided:
        """Keep an error, since the function may catch it."""
        self.failed = self.failed or error
        return error

    def process(self, primitive: Primitive, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Compute the germ of one step."""
        if primitive.name == "where":
            args = (
                (args[1 - bool(kwargs["condition"])],)
                if np.ndim(kwargs["condition"]) == 0
                else args
            )
        if kwargs.get("shape"):
            raise self.fail(ForArrays(f"np.{primitive.name} makes an array"))
        try:
            germ = self.step(primitive, [self.germ(a) for a in args])
        except Undecided as error:
            if isinstance(error, ForArrays):
                raise
            germ = unknown(str(error))
        return Side(germ, self)

    def step(self, primitive: Primitive, germs: list[Germ]) -> Germ:
        """Apply one primitive to germs."""
        if primitive.name in UNMOVED and len(germs) == 1:
            return germs[0]
        if not isinstance(primitive, Elementwise):
            raise self.fail(ForArrays(f"np.{primitive.name} works on arrays"))
        lost = first_nowhere(germs)
        if lost:
            return lost
        rule = RULES.get(primitive.name)
        if rule:
            found: Germ = rule(self.reach, *germs)
            return found
        moving = [
            i for i, g in enumerate(germs) if g.cut != EXACT or g.lead > ONE or len(g.terms) > 1
        ]
        if len(moving) > 1 or not germs:
            return unknown(f"{primitive.name} has no rule for two moving arguments here")
        i = moving[0] if moving else 0
        fixed = [limit(g) for g in germs]
        return analytic(lambda w: primitive(*fixed[:i], w, *fixed[i + 1 :]), germs[i], self.reach)

    def decide(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: Any) -> Any:
        """Answer a question by what holds for small t."""
        try:
            if function in COMPARISONS:
                a, b = (self.germ(x) for x in args)
                if a.undefined or b.undefined:
                    return function(math.nan, 0.0)
                if {a.huge, b.huge} != {0} and a.huge != b.huge:
                    return function(a.huge, b.huge)
                return function(add(a, scaled(b, -1.0), math.inf, True).sign(), 0)
            return answer(function, [self.germ(a) for a in args], kwargs)
        except Undecided as error:
            raise self.fail(error) from None
