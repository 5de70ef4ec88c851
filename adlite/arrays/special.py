"""SciPy's functions of one number, if a program uses them: adlite itself never imports SciPy.

A line is a function and its partial derivatives by each argument, as in the core's table; they are
written with the functions of the `scipy.special` that the program has loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from ..core import HANDLERS, Elementwise, Function, TracingError, primal, rules

_ROOT = np.sqrt(2 * np.pi)
_BELL = 2 / np.sqrt(np.pi)
# Derivatives of digamma above this number are NaN.
_HIGHEST = 40


def _by_nothing(name: str, argument: str) -> Function:
    def partial(*args: Any) -> Any:
        raise TracingError(
            f"the derivative of scipy.special.{name} by its {argument} is not known: keep it a "
            "plain number, or write a rule of your own with adlite.rule."
        )

    return partial


def _safe(b: Any, a: Any) -> Any:
    return np.where(primal(a) == 0, 1.0, b)


def _table(s: Any) -> dict[str, tuple[Function, ...]]:
    @cache
    def polygamma(n: int) -> Callable[[Any], Any]:
        def of(w: Any) -> Any:
            return s.polygamma(n, w)

        def partial(y: Any, w: Any) -> Any:
            return polygamma(n + 1)(w) if n < _HIGHEST else np.nan * w

        return Elementwise(of, (partial,), (), (rules.REAL,))

    def order(name: str) -> Function:
        return _by_nothing(name, "order")

    return {
        "erf": (lambda y, w: _BELL * np.exp(-w * w),),
        "erfc": (lambda y, w: -_BELL * np.exp(-w * w),),
        "erfcx": (lambda y, w: 2 * w * y - _BELL,),
        "erfi": (lambda y, w: _BELL * np.exp(w * w),),
        "erfinv": (lambda y, w: np.exp(y * y) / _BELL,),
        "erfcinv": (lambda y, w: -np.exp(y * y) / _BELL,),
        "dawsn": (lambda y, w: 1 - 2 * w * y,),
        "ndtr": (lambda y, w: np.exp(-w * w / 2) / _ROOT,),
        "log_ndtr": (lambda y, w: np.exp(-w * w / 2 - y) / _ROOT,),
        "ndtri": (lambda y, w: np.exp(y * y / 2) * _ROOT,),
        "expit": (lambda y, w: y * s.expit(-w),),
        "log_expit": (lambda y, w: s.expit(-w),),
        "logit": (lambda y, w: 1 / (w * (1 - w)),),
        "gammaln": (lambda y, w: s.digamma(w),),
        "loggamma": (lambda y, w: s.digamma(w),),
        "gamma": (lambda y, w: y * s.digamma(w),),
        "rgamma": (lambda y, w: -y * s.digamma(w),),
        "digamma": (lambda y, w: polygamma(1)(w),),
        "beta": (
            lambda y, a, b: y * (s.digamma(a) - s.digamma(a + b)),
            lambda y, a, b: y * (s.digamma(b) - s.digamma(a + b)),
        ),
        "betaln": (
            lambda y, a, b: s.digamma(a) - s.digamma(a + b),
            lambda y, a, b: s.digamma(b) - s.digamma(a + b),
        ),
        "gammainc": (
            _by_nothing("gammainc", "first argument"),
            lambda y, a, w: np.exp((a - 1) * np.log(w) - w - s.gammaln(a)),
        ),
        "gammaincc": (
            _by_nothing("gammaincc", "first argument"),
            lambda y, a, w: -np.exp((a - 1) * np.log(w) - w - s.gammaln(a)),
        ),
        "betainc": (
            _by_nothing("betainc", "first argument"),
            _by_nothing("betainc", "second argument"),
            lambda y, a, b, w: np.exp(s.xlogy(a - 1, w) + s.xlog1py(b - 1, -w) - s.betaln(a, b)),
        ),
        # 0 log(b) is 0, for all b.
        "xlogy": (lambda y, a, b: np.log(b), lambda y, a, b: a / _safe(b, a)),
        "xlog1py": (lambda y, a, b: np.log1p(b), lambda y, a, b: a / (1 + b)),
        "entr": (lambda y, w: -np.log(w) - 1,),
        "rel_entr": (lambda y, a, b: np.log(a / b) + 1, lambda y, a, b: -a / b),
        "kl_div": (lambda y, a, b: np.log(a / b), lambda y, a, b: 1 - a / b),
        "expm1": (lambda y, w: y + 1,),
        "log1p": (lambda y, w: 1 / (1 + w),),
        "exp2": (lambda y, w: y * np.log(2),),
        "exp10": (lambda y, w: y * np.log(10),),
        "cbrt": (lambda y, w: 1 / (3 * y * y),),
        "expi": (lambda y, w: np.exp(w) / w,),
        "exp1": (lambda y, w: -np.exp(-w) / w,),
        "j0": (lambda y, w: -s.j1(w),),
        "j1": (lambda y, w: (s.j0(w) - s.jv(2, w)) / 2,),
        "y0": (lambda y, w: -s.y1(w),),
        "y1": (lambda y, w: (s.y0(w) - s.yv(2, w)) / 2,),
        "i0": (lambda y, w: s.i1(w),),
        "i1": (lambda y, w: (s.i0(w) + s.iv(2, w)) / 2,),
        "jv": (order("jv"), lambda y, v, w: (s.jv(v - 1, w) - s.jv(v + 1, w)) / 2),
        "yv": (order("yv"), lambda y, v, w: (s.yv(v - 1, w) - s.yv(v + 1, w)) / 2),
        "iv": (order("iv"), lambda y, v, w: (s.iv(v - 1, w) + s.iv(v + 1, w)) / 2),
        "kv": (order("kv"), lambda y, v, w: -(s.kv(v - 1, w) + s.kv(v + 1, w)) / 2),
    }


def enter(special: Any) -> None:
    """Enter the rules of a loaded `scipy.special` into the table of handlers."""
    for name, partials in _table(special).items():
        if hasattr(special, name):
            domain = (rules.REAL,) * len(partials)
            function = getattr(special, name)
            HANDLERS[function] = Elementwise(function, partials, (), domain)
