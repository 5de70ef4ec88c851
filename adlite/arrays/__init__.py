"""NumPy beyond the elementwise: structure, movers, linear algebra, batches of tangents.

When it is imported it enters its rules into the core's table, so that they are found by NumPy's own
names: `functions` has sums, means and choices, `rearrange` what moves elements, `linalg` products
and solutions, all written with the few linear rules of `structure` and of the core.  `jacobians`
has the operators that need many derivatives at once, over the batches of `batched`.  Rules of
functions of one number belong to the core.
"""

from . import functions, linalg, rearrange
from .jacobians import elementwise_grad, hessian, hessian_vector_product, jacobian, make_hvp
from .linalg import Contraction, Solve

__all__ = [
    "Contraction",
    "Solve",
    "elementwise_grad",
    "functions",
    "hessian",
    "hessian_vector_product",
    "jacobian",
    "linalg",
    "make_hvp",
    "rearrange",
]
