"""How exact each rule is: `python -m benchmarks.accuracy` prints the table of docs/accuracy.md.

Every partial derivative of the table of rules is computed by `adlite.grad` at POINTS points of the
interval in which the rule is tried, and by its formula with 40 digits.  The error is counted in
units in the last place (ulp) of the exact value, of which 1 is 1 to 2 parts in 10**16.
"""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np

from adlite import elementwise_grad
from adlite.core import UFUNCS

POINTS, DIGITS = 400, 40
LETTERS = {1: "w", 2: "ab", 3: "abc"}
LINES = [(function, i) for function, rule in UFUNCS.items() for i in range(len(rule.partials))]
_NAMES = {
    **vars(mpmath),
    "exp2": lambda w: mpmath.mpf(2) ** w,
    "log": mpmath.log,
    "trunc": lambda w: mpmath.floor(w) if w > 0 else mpmath.ceil(w),
    "maximum": max,
}


def exactly(book: str, values: Any) -> Any:
    """Compute the text of a partial with 40 digits."""
    with mpmath.workdps(DIGITS):
        names = dict(zip(LETTERS[len(values)], map(mpmath.mpf, values), strict=True))
        return +eval(book, {**_NAMES, "pi": +mpmath.pi}, names)


def points(function: Any, count: int = POINTS, seed: int = 0) -> Any:
    """Return points inside the rule's domain, one row for each argument."""
    rng = np.random.default_rng(seed)
    rows = [rng.uniform(*ends, count) for ends in UFUNCS[function].domain]
    return np.array(rows)


def ulps(function: Any, i: int, at: Any) -> Any:
    """Return the errors of the partial by argument i at these points."""
    ours = elementwise_grad(function, i)(*at)
    errors = []
    for values, slope in zip(at.T.tolist(), ours, strict=True):
        exact = exactly(UFUNCS[function].book[i], values)
        unit = np.spacing(abs(float(exact))) if exact else np.spacing(1.0)
        errors.append(float(abs(mpmath.mpf(float(slope)) - exact) / float(unit)))
    return np.array(errors)


def bound(worst: float) -> int:
    """Return the bound that is stated for a measured error: twice as much, as a power of two."""
    return 0 if worst == 0 else max(1, int(2 ** np.ceil(np.log2(2 * worst))))


def stated(function: Any, i: int) -> str:
    """Return what a row says before anything is measured: function, argument, derivative, where."""
    rule = UFUNCS[function]
    names = LETTERS[len(rule.partials)]
    ends = zip(names, rule.domain, strict=True)
    where = ", ".join(f"{name} in ({a:g}, {b:g})" for name, (a, b) in ends)
    return f"| `{function.__name__}` | `{names[i]}` | `{rule.book[i]}` | {where} |"


def row(function: Any, i: int) -> str:
    """Measure one line of the table, and return it as a row of Markdown."""
    errors = ulps(function, i, points(function))
    worst = errors.max()
    return f"{stated(function, i)} {np.median(errors):.2g} | {worst:.2g} | {bound(worst)} |"


if __name__ == "__main__":
    print("| function | by | derivative | where | median | worst | bound |")
    print("|---|---|---|---|---|---|---|")
    print("\n".join(row(*line) for line in LINES))
