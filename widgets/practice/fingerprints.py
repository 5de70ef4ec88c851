"""What misconceptions make of a function: wrong derivatives of a formula, worked out as numbers.

The formula's tree is differentiated at some places, from the inputs to the root, once by the true
rules and then with one rule replaced: wherever it is used, and at each place alone. True slopes of
elementary functions are adlite's. What a mistake gives is a vector of numbers, one for each place:
its fingerprint, by which it is known again in whatever form it is typed.
"""

import ast
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np

import adlite

Array = np.ndarray
# How far apart two numbers may be and still be one, as a part of 1 + their size.
SAME = 1e-6
_COMPARISONS: dict[type, Callable[..., Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True)
class Part:
    """A part of a formula at the places: its values, its slopes, whether it is w or constant."""

    value: Array
    slope: Array
    constant: bool = False
    plain: bool = False


@dataclass(frozen=True)
class Fingerprint:
    """What a misconception gives at the places."""

    code: str
    values: tuple[float, ...]


@lru_cache(maxsize=100)
def _elementary(name: str, count: int = 1) -> Callable[..., Any]:
    f: Callable[..., Any] = adlite.parse(f"{name}({', '.join('abcdxyz'[:count])})")
    return f


def _slope_of(f: Callable[..., Any], at: Array) -> Array:
    slope: Array = adlite.make_jvp(f)(at)(np.ones_like(at))[1]
    return slope


def _several(f: Callable[..., Any], parts: list[Part]) -> tuple[Array, dict[str, Array]]:
    """Return the values of a function of several parts, and its true slope: a sum of shares."""
    values = [part.value for part in parts]
    slope = np.zeros_like(values[0])
    for i, part in enumerate(parts):
        before, after = values[:i], values[i + 1 :]
        slope = slope + _slope_of(partial(_between, f, before, after), part.value) * part.slope
    return f(*values), {"": slope}


def _between(f: Callable[..., Any], before: list[Array], after: list[Array], at: Any) -> Any:
    return f(*before, at, *after)


def _outer(f: Callable[..., Any], inner: Part, w: Array) -> dict[str, Array]:
    """What is made of the slope of f(inner); the true one goes by no name."""
    made = {"": _slope_of(f, inner.value) * inner.slope}
    if inner.constant:
        return made
    made["OUTER-KEPT"] = f(inner.value) * inner.slope
    if not inner.plain:
        made["INNER-LOST"] = _slope_of(f, inner.value)
        made["OUTER-AT-W"] = _slope_of(f, w) * inner.slope
        made["INNER-IN"] = _slope_of(f, inner.slope)
        made["CHAIN-ADDED"] = _slope_of(f, inner.value) + inner.slope
    return made


def _function(name: str, inner: Part, w: Array) -> dict[str, Array]:
    made = _outer(_elementary(name), inner, w)
    if name in ("cos", "sin"):
        made[f"SIGN-{name.upper()}"] = -made[""]
    if name == "exp":
        made["EXP-POWER"] = inner.value * np.exp(inner.value - 1) * inner.slope
    return made


def _power(base: Part, exponent: Part, w: Array) -> dict[str, Array]:
    a, n = base.value, exponent.value
    if not exponent.constant:
        # Both change: a to the n is exp(n log a).
        return {"": a**n * (exponent.slope * np.log(a) + n * base.slope / a)}
    made = _outer(lambda at: at ** n[0], base, w)
    made["POWER-KEPT"] = n * a**n * base.slope
    made["POWER-LOST"] = a ** (n - 1) * base.slope
    return made


def _product(f: Part, h: Part) -> dict[str, Array]:
    made = {"": f.slope * h.value + f.value * h.slope}
    if not (f.constant or h.constant):
        made["LINEAR-PROD"] = f.slope * h.slope
        made["PROD-ADDED"] = f.slope + h.slope
        made["ONE-STRIP"] = f.slope * h.value
        made["ONE-STRIP 2"] = f.value * h.slope
    return made


def _quotient(f: Part, h: Part) -> dict[str, Array]:
    top = f.slope * h.value - f.value * h.slope
    made = {"": top / h.value**2}
    if not h.constant:
        made["QUOT-SWAPPED"] = -top / h.value**2
        made["QUOT-UNSQUARED"] = top / h.value
        made["QUOT-UNSQUARED 2"] = top
        if not f.constant:
            made["LINEAR-QUOT"] = f.slope / h.slope
    return made


def _sum(f: Part, h: Part, sign: int) -> dict[str, Array]:
    made = {"": f.slope + sign * h.slope}
    if f.constant != h.constant:
        kept = f.value if f.constant else sign * h.value
        made["CONST-KEPT"] = made[""] + kept
    return made


@dataclass
class Sweep:
    """One way through the tree: which rule is replaced, at which place, and which w counts."""

    w: Array
    mistake: str = ""
    place: int | None = None
    counted: frozenset[int] | None = None
    rules: int = 0
    inputs: int = 0

    def part(self, node: ast.expr) -> Part:
        """Return a part of the formula as this sweep sees it."""
        if isinstance(node, ast.Constant):
            value = np.full_like(self.w, float(node.value))  # type: ignore[arg-type]
            return Part(value, np.zeros_like(self.w), constant=True)
        if isinstance(node, ast.Name):
            if node.id in ("pi", "e"):
                return Part(np.full_like(self.w, getattr(np, node.id)), 0 * self.w, constant=True)
            self.inputs += 1
            counts = self.counted is None or self.inputs - 1 in self.counted
            return Part(self.w, np.full_like(self.w, float(counts)), plain=True)
        return self._chosen(*self._made(node))

    def _made(self, node: ast.expr) -> tuple[Array, dict[str, Array], bool]:
        """Return a node's value, what is made of its slope, and whether it is constant."""
        if isinstance(node, ast.UnaryOp):
            part = self.part(node.operand)
            return -part.value, {"": -part.slope}, part.constant
        if isinstance(node, ast.Call):
            name = str(node.func.id)  # type: ignore[attr-defined]
            parts = [self.part(argument) for argument in node.args]
            constant = all(part.constant for part in parts)
            if len(parts) == 1:
                return (
                    _elementary(name)(parts[0].value),
                    _function(name, parts[0], self.w),
                    constant,
                )
            return *_several(_elementary(name, len(parts)), parts), constant
        if isinstance(node, ast.Compare):
            sides = [self.part(node.left), self.part(node.comparators[0])]
            true = _COMPARISONS[type(node.ops[0])](sides[0].value, sides[1].value)
            return true.astype(float), {"": np.zeros_like(self.w)}, all(p.constant for p in sides)
        assert isinstance(node, ast.BinOp)
        f, h = self.part(node.left), self.part(node.right)
        constant = f.constant and h.constant
        if isinstance(node.op, ast.Mult):
            return f.value * h.value, _product(f, h), constant
        if isinstance(node.op, ast.Div):
            return f.value / h.value, _quotient(f, h), constant
        if isinstance(node.op, ast.Pow):
            return f.value**h.value, _power(f, h, self.w), constant
        sign = 1 if isinstance(node.op, ast.Add) else -1
        return f.value + sign * h.value, _sum(f, h, sign), constant

    def _chosen(self, value: Array, made: dict[str, Array], constant: bool) -> Part:
        self.rules += 1
        here = self.place is None or self.place == self.rules - 1
        slope = made.get(self.mistake, made[""]) if here else made[""]
        return Part(value, slope, constant)


# In this order: of two mistakes with one fingerprint the first is named.
CODES = (
    "COPY", "SIGN-COS", "SIGN-SIN", "EXP-POWER", "POWER-KEPT", "POWER-LOST", "LINEAR-PROD",
    "PROD-ADDED", "ONE-STRIP", "ONE-STRIP 2", "QUOT-SWAPPED", "QUOT-UNSQUARED", "QUOT-UNSQUARED 2",
    "LINEAR-QUOT", "CONST-KEPT", "INNER-LOST", "OUTER-AT-W", "INNER-IN", "OUTER-KEPT",
    "CHAIN-ADDED", "LOST-SHARE", "OVERWRITE", "SECOND", "SIGN",
)  # fmt: skip


def same(a: Iterable[float], b: Iterable[float]) -> bool:
    """Say whether two vectors are one; what is undefined is like nothing.

    >>> same([1.0, 2.0], [1.0, 2.0000001]), same([1.0], [float("nan")])
    (True, False)
    """
    return all(abs(x - y) <= SAME * (1 + abs(x)) for x, y in zip(a, b, strict=True))


def fingerprints(formula: str, at: Sequence[float]) -> list[Fingerprint]:
    """Return what the known misconceptions make of a formula's derivative at some places.

    What gives the truth is no mistake here, and of several with one fingerprint the first stays.

    >>> found = fingerprints("sin(w^2)", [0.3, 1.1, 1.5])
    >>> [round(mark.values[2], 6) for mark in found if mark.code == "INNER-LOST"]
    [-0.628174]
    >>> fingerprints("sin(w + 1)", [0.3, 1.1, 1.5])[0].code
    'COPY'

    """
    w = np.array(at, dtype=float)
    tree = ast.parse(adlite.parse(formula).formula, mode="eval").body
    with np.errstate(all="ignore"):
        plain = Sweep(w)
        truth = plain.part(tree)
        found: list[Fingerprint] = []
        for code, values in _wrong(tree, truth, plain):
            if not np.all(np.isfinite(values)) or same(truth.slope, values):
                continue
            if not any(same(known.values, values) for known in found):
                found.append(Fingerprint(code.split()[0], tuple(map(float, values))))
    return found


def _wrong(tree: ast.expr, truth: Part, plain: Sweep) -> Iterator[tuple[str, Array]]:
    w, shares = plain.w, range(plain.inputs)
    g: Any = adlite.parse(ast.unparse(tree))
    for code in CODES:
        if code == "COPY":
            yield code, truth.value
        elif code == "SIGN":
            yield code, -truth.slope
        elif code == "SECOND":
            yield code, np.array([_or_nan(adlite.grad(adlite.grad(g)), x) for x in w])
        elif code in ("LOST-SHARE", "OVERWRITE"):
            for share in shares if len(shares) > 1 else ():
                counted = {share} if code == "OVERWRITE" else {*shares} - {share}
                yield code, Sweep(w, counted=frozenset(counted)).part(tree).slope
        else:
            for place in (None, *range(plain.rules)):
                yield code, Sweep(w, code, place).part(tree).slope


def _or_nan(slope: Callable[[float], Any], w: float) -> float:
    try:
        return float(slope(float(w)))
    except Exception:
        return np.nan
