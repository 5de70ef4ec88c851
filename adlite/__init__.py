"""adlite differentiates plain NumPy code.

>>> import numpy as np
>>> import adlite
>>> g = lambda w: np.tanh(w) * np.cos(w) + np.log(w)
>>> print(f"{adlite.grad(g)(1.5):.12f}")
-0.223431496517
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .operators import (
    elementwise_grad,
    grad,
    hessian,
    hessian_vector_product,
    jacobian,
    make_hvp,
    make_jvp,
    make_vjp,
    value_and_grad,
)
from .primitives import TracingError

if TYPE_CHECKING:
    from . import numerical
    from .custom import rule
    from .flattening import flatten, flatten_func
    from .formula import parse
    from .graphs import Graph, graph
    from .jets import derivatives
    from .kinks import OneSided, one_sided
    from .numerical import QUOTIENTS, error_curve, slope
    from .programs import program
    from .referee import check
    from .series import QuadraticModel, TaylorPolynomial, quadratic_model, taylor
    from .typed import FormulaError

# Loaded when first asked for, so that importing adlite costs next to nothing.
_LATER = {
    "QUOTIENTS": "numerical",
    "FormulaError": "typed",
    "Graph": "graphs",
    "OneSided": "kinks",
    "QuadraticModel": "series",
    "TaylorPolynomial": "series",
    "check": "referee",
    "derivatives": "jets",
    "error_curve": "numerical",
    "flatten": "flattening",
    "flatten_func": "flattening",
    "graph": "graphs",
    "numerical": "numerical",
    "one_sided": "kinks",
    "parse": "formula",
    "program": "programs",
    "quadratic_model": "series",
    "rule": "custom",
    "slope": "numerical",
    "taylor": "series",
}


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
