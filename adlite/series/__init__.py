"""Taylor series: every value carries its whole Taylor polynomial along (Section B.9).

`jets` runs a function in Taylor mode, with the recurrences that `recurrences` has for every kind of
primitive; `expansion` has coefficients and derivatives that are right at kinks as well.  On them
stand `polynomial`, Taylor polynomials as objects, and how far they can be trusted: `singularities`
reads it off the steps of a function and their `zeros`, `fitted` guesses it from coefficients.
`kinks` has derivatives from one side and the verdict whether there is one, by `sides`, a run on the
`germs` of values, with `germ_series` and `germ_rules`.  Derivatives of single functions belong to
the core.
"""

from .expansion import coefficients, derivatives
from .fitted import fitted_radius
from .kinks import OneSided, one_sided
from .polynomial import QuadraticModel, TaylorPolynomial, quadratic_model, taylor
from .singularities import Radius, degree

__all__ = [
    "OneSided",
    "QuadraticModel",
    "Radius",
    "TaylorPolynomial",
    "coefficients",
    "degree",
    "derivatives",
    "fitted_radius",
    "one_sided",
    "quadratic_model",
    "taylor",
]
