"""Taylor series: every value carries its whole Taylor polynomial along (Section B.9).

`jets` runs a function in Taylor mode, with the recurrences that `recurrences` has for every kind of
primitive.  On it stand `polynomial`, Taylor polynomials as objects, and `kinks`, derivatives from
one side and the verdict whether there is one.  Rules of single functions belong to the core.
"""

from .jets import derivatives
from .kinks import OneSided, one_sided
from .polynomial import QuadraticModel, TaylorPolynomial, quadratic_model, taylor

__all__ = [
    "OneSided",
    "QuadraticModel",
    "TaylorPolynomial",
    "derivatives",
    "one_sided",
    "quadratic_model",
    "taylor",
]
