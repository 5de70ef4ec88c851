"""adlite differentiates plain NumPy code.

>>> import numpy as np
>>> import adlite
>>> g = lambda w: np.tanh(w) * np.cos(w) + np.log(w)
>>> print(f"{adlite.grad(g)(1.5):.12f}")
-0.223431496517
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import arrays as arrays  # which enters its rules into the core's table
from .core import SECOND_LOOK, TracingError, grad, make_jvp, make_vjp, value_and_grad

if TYPE_CHECKING:
    from . import numerical
    from .arrays import elementwise_grad, hessian, hessian_vector_product, jacobian, make_hvp
    from .custom import rule
    from .flattening import flatten, flatten_func
    from .formulas import FormulaError, parse
    from .graphs import Graph
    from .graphs.making import graph
    from .numerical import error_curve, slope
    from .programs.program import program
    from .quotients import QUOTIENTS
    from .referee import check
    from .series import (
        OneSided,
        QuadraticModel,
        TaylorPolynomial,
        derivatives,
        one_sided,
        quadratic_model,
        taylor,
    )

# Loaded when first asked for, so that importing adlite costs next to nothing.
_LATER = {
    "QUOTIENTS": "quotients",
    "FormulaError": "formulas",
    "Graph": "graphs",
    "OneSided": "series",
    "QuadraticModel": "series",
    "TaylorPolynomial": "series",
    "check": "referee",
    "derivatives": "series",
    "elementwise_grad": "arrays",
    "error_curve": "numerical",
    "flatten": "flattening",
    "flatten_func": "flattening",
    "graph": "graphs.making",
    "hessian": "arrays",
    "hessian_vector_product": "arrays",
    "jacobian": "arrays",
    "make_hvp": "arrays",
    "numerical": "numerical",
    "one_sided": "series",
    "parse": "formulas",
    "program": "programs.program",
    "quadratic_model": "series",
    "rule": "custom",
    "slope": "numerical",
    "taylor": "series",
}


def _later(mode: str) -> Any:
    def look(*args: Any) -> Any:
        import_module(".singular", __name__)  # which takes this one's place
        return SECOND_LOOK[mode](*args)

    return look


SECOND_LOOK |= {mode: _later(mode) for mode in ("forward", "reverse", "rows")}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'adlite' has no attribute {name!r}")
    module = import_module(f".{_LATER[name]}", __name__)
    found = globals()[name] = module if name == _LATER[name] else getattr(module, name)
    return found


__all__ = [
    "QUOTIENTS",
    "FormulaError",
    "Graph",
    "OneSided",
    "QuadraticModel",
    "TaylorPolynomial",
    "TracingError",
    "check",
    "derivatives",
    "elementwise_grad",
    "error_curve",
    "flatten",
    "flatten_func",
    "grad",
    "graph",
    "hessian",
    "hessian_vector_product",
    "jacobian",
    "make_hvp",
    "make_jvp",
    "make_vjp",
    "numerical",
    "one_sided",
    "parse",
    "program",
    "quadratic_model",
    "rule",
    "slope",
    "taylor",
    "value_and_grad",
]
