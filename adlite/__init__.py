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
    from .kinks import OneSided, one_sided
    from .numerical import QUOTIENTS, error_curve, slope
    from .referee import check

# Loaded when first asked for, so that importing adlite costs next to nothing.
_LATER = {
    "QUOTIENTS": "numerical",
    "OneSided": "kinks",
    "check": "referee",
    "error_curve": "numerical",
    "flatten": "flattening",
    "flatten_func": "flattening",
    "numerical": "numerical",
    "one_sided": "kinks",
    "rule": "custom",
    "slope": "numerical",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'adlite' has no attribute {name!r}")
    module = import_module(f".{_LATER[name]}", __name__)
    found = globals()[name] = module if name == _LATER[name] else getattr(module, name)
    return found


__all__ = [
    "QUOTIENTS",
    "OneSided",
    "TracingError",
    "check",
    "elementwise_grad",
    "error_curve",
    "flatten",
    "flatten_func",
    "grad",
    "hessian",
    "hessian_vector_product",
    "jacobian",
    "make_hvp",
    "make_jvp",
    "make_vjp",
    "numerical",
    "one_sided",
    "rule",
    "slope",
    "value_and_grad",
]
