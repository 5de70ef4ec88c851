"""NumPy beyond the elementwise: structure, movers, linear algebra, batches of tangents.

When it is imported it enters its rules into the core's table, so that they are found by NumPy's own
names: `functions` has sums, means and choices, `rearrange` what moves elements, `linalg` products
and solutions, `determinants` determinants, all written with the few linear rules of `structure` and
of the core.  `fourier` and `decompositions` are loaded by `unanswered` when one of their functions
is asked for; `transposing` makes reverse mode out of forward mode for them.  `objects` is about
what `np.array([...])` makes of traced numbers.  `jacobians` has the operators that need many
derivatives at once, over the batches of `batched`.  Rules of functions of one number belong to the
core.
"""

from typing import TYPE_CHECKING, Any

from ..core import LATE
from . import assigning, determinants, functions, linalg, locking, rearrange
from .determinants import Contraction
from .linalg import Solve
from .objects import dtype_by
from .transposing import transposed
from .unanswered import INSTEAD, answer

if TYPE_CHECKING:
    from .jacobians import elementwise_grad, hessian, hessian_vector_product, jacobian, make_hvp

LATE.append(answer)


def __getattr__(name: str) -> Any:
    # Loaded when first asked for, so that importing adlite costs next to nothing.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import jacobians

    return getattr(jacobians, name)


__all__ = [
    "INSTEAD",
    "Contraction",
    "Solve",
    "assigning",
    "determinants",
    "dtype_by",
    "elementwise_grad",
    "functions",
    "hessian",
    "hessian_vector_product",
    "jacobian",
    "linalg",
    "locking",
    "make_hvp",
    "rearrange",
    "transposed",
]
