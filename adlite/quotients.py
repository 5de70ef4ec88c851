"""The four difference quotients, and what is known of their errors (Section B.2.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Function = Callable[..., Any]


@dataclass(frozen=True)
class Quotient:
    """A difference quotient and what is known of its errors.

    The truncation error is `constant * |g^(derivative)(w0)| * epsilon**order`; `rounding` counts
    the half units in the last place of g that are divided by epsilon.
    """

    name: str
    equation: str
    formula: Callable[[Function, Any, Any], Any]
    order: int
    derivative: int
    constant: float
    rounding: float
    latex: str


def _one_way(g: Function, w0: Any, epsilon: Any) -> Any:
    return (g(w0 + epsilon) - g(w0)) / epsilon


def central(g: Function, w0: Any, epsilon: Any) -> Any:
    """Return the central quotient (Eq. B.10)."""
    return (g(w0 + epsilon) - g(w0 - epsilon)) / (2 * epsilon)


def _five_point(g: Function, w0: Any, epsilon: Any) -> Any:
    near = g(w0 + epsilon) - g(w0 - epsilon)
    far = g(w0 + 2 * epsilon) - g(w0 - 2 * epsilon)
    return (8 * near - far) / (12 * epsilon)


def complex_step(g: Function, w0: Any, epsilon: Any) -> Any:
    """Return the complex step."""
    return g(w0 + 1j * epsilon).imag / epsilon


QUOTIENTS: dict[str, Quotient] = {
    q.name: q
    for q in (
        Quotient(
            "one-way",
            "B.4",
            _one_way,
            order=1,
            derivative=2,
            constant=1 / 2,
            rounding=2.0,
            latex=r"\frac{g(w_0+\epsilon)-g(w_0)}{\epsilon}",
        ),
        Quotient(
            "central",
            "B.10",
            central,
            order=2,
            derivative=3,
            constant=1 / 6,
            rounding=1.0,
            latex=r"\frac{g(w_0+\epsilon)-g(w_0-\epsilon)}{2\epsilon}",
        ),
        Quotient(
            "five-point",
            "",
            _five_point,
            order=4,
            derivative=5,
            constant=1 / 30,
            rounding=1.5,
            latex=r"\frac{8\,g(w_0+\epsilon)-8\,g(w_0-\epsilon)"
            r"-g(w_0+2\epsilon)+g(w_0-2\epsilon)}{12\epsilon}",
        ),
        Quotient(
            "complex step",
            "",
            complex_step,
            order=2,
            derivative=3,
            constant=1 / 6,
            rounding=0.0,
            latex=r"\frac{\mathrm{Im}\,g(w_0+i\epsilon)}{\epsilon}",
        ),
    )
}
"""The quotients by name: one-way (Eq. B.4), central (Eq. B.10), five-point and complex step."""
