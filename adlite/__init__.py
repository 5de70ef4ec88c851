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
    from .convenience import (
        checkpoint,
        deriv,
        grad_and_aux,
        grad_named,
        hessian_tensor_product,
        holomorphic_grad,
        make_ggnvp,
        multigrad_dict,
        tensor_jacobian_product,
        vector_jacobian_product,
    )
    from .custom import rule
    from .fixed_points import fixed_point
    from .flattening import flatten, flatten_func
    from .formulas import FormulaError, parse
    from .graphs import Graph
    from .graphs.making import graph
    from .nans import trace_nan
    from .numerical import error_curve, slope
    from .optimizers import adam, rmsprop, sgd
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
    "adam": "optimizers",
    "check": "referee",
    "checkpoint": "convenience",
    "deriv": "convenience",
    "derivatives": "series",
    "elementwise_grad": "arrays",
    "error_curve": "numerical",
    "fixed_point": "fixed_points",
    "flatten": "flattening",
    "flatten_func": "flattening",
    "grad_and_aux": "convenience",
    "grad_named": "convenience",
    "graph": "graphs.making",
    "hessian": "arrays",
    "hessian_tensor_product": "convenience",
    "hessian_vector_product": "arrays",
    "holomorphic_grad": "convenience",
    "jacobian": "arrays",
    "make_ggnvp": "convenience",
    "make_hvp": "arrays",
    "multigrad_dict": "convenience",
    "numerical": "numerical",
    "one_sided": "series",
    "parse": "formulas",
    "program": "programs.program",
    "quadratic_model": "series",
    "rmsprop": "optimizers",
    "rule": "custom",
    "sgd": "optimizers",
    "slope": "numerical",
    "taylor": "series",
    "trace_nan": "nans",
    "tensor_jacobian_product": "convenience",
    "vector_jacobian_product": "convenience",
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
    "adam",
    "check",
    "checkpoint",
    "deriv",
    "derivatives",
    "elementwise_grad",
    "error_curve",
    "fixed_point",
    "flatten",
    "flatten_func",
    "grad",
    "grad_and_aux",
    "grad_named",
    "graph",
    "hessian",
    "hessian_tensor_product",
    "hessian_vector_product",
    "holomorphic_grad",
    "jacobian",
    "make_ggnvp",
    "make_hvp",
    "make_jvp",
    "make_vjp",
    "multigrad_dict",
    "numerical",
    "one_sided",
    "parse",
    "program",
    "quadratic_model",
    "rmsprop",
    "rule",
    "sgd",
    "slope",
    "taylor",
    "tensor_jacobian_product",
    "trace_nan",
    "value_and_grad",
    "vector_jacobian_product",
]
