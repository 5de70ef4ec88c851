"""`RoundOff`: how wrong a difference quotient is for each ε, and why (Eqs. B.4 and B.10)."""

import math
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure

import adlite
from adlite.numerical import ErrorCurve

from ..drawing import picture
from ..functions import Drawing, Function, FunctionExplorer, Given, why_no_derivative
from ..live import InputError, Seen, Update, choice, handle, log, say, switch
from .error_chart import QUOTIENTS, Curves, ErrorChart

_DTYPES: dict[str, Any] = {"float64": np.float64, "float32": np.float32}


class RoundOff(FunctionExplorer):
    """Drag ε from 1 to 1e-16 and see truncation error fall and round-off error rise.

    `g` is any function of one number, or a formula such as "sin(w)*w". Both axes are logarithmic.
    `one_way` and `central` quotients are always shown; `five_point`, `complex_step` and `precision`
    ("float64" or "float32") can be switched. Errors are measured against the derivative: of a
    formula as exactly as can be, of any other function by AD. The thin lines are the two models,
    of truncation and of round-off, and a ring is where a quotient was best.

    Raises:
        InputError: `g` cannot be worked out and differentiated at w0, or a value is no number.

    >>> explorer = RoundOff(np.exp, w0=1.0, epsilon=1e-4)
    >>> print(explorer.sentence.split(". ")[0])
    With ε = 0.0001 the one-way quotient is off by 0.00014 (truncation) and the central quotient \
is off by 4.5×10⁻⁹ (truncation)

    Source: Eqs. B.4 and B.10; Griewank & Walther 2008, ch. 1.

    """

    # One option for each control and for the look, all but the first two given by name.
    draws_curve = False

    def __init__(
        self,
        g: Given = "tanh(w)*cos(w) + log(w)",
        w0: float = 1.5,
        *,
        epsilon: float = 1e-4,
        five_point: bool = False,
        complex_step: bool = False,
        precision: str = "float64",
        title: str = "How far is the quotient from the derivative?",
    ):
        self._w0, self.title = w0, title
        super().__init__(
            g,
            epsilon=epsilon,
            five_point=five_point,
            complex_step=complex_step,
            precision=precision,
        )

    @property
    def w0(self) -> float:
        """The point at which the derivative is approximated. Set another one to have it drawn."""
        return self._w0

    @w0.setter
    def w0(self, w0: float) -> None:
        self.replace(self.formula or self.g, _w0=w0)

    def drawing(
        self, g: Given, epsilon: Any, five_point: Any, complex_step: Any, precision: Any
    ) -> Drawing:
        """Return all that depends on g and w0."""
        controls = {
            "epsilon": log(1e-16, 1, "ε", epsilon),
            "five_point": switch("five-point quotient", five_point),
            "complex_step": switch("complex step", complex_step),
            "precision": choice(tuple(_DTYPES), "numbers stored as", precision),
        }
        epsilons = controls["epsilon"].positions
        new, figure, update = _picture(g, self._w0, epsilons)
        return Drawing(new, figure, update, new.formula, controls)


def _curves(g: Given, w0: Any, epsilons: tuple[float, ...]) -> tuple[Function, Curves, str]:
    """Return g made safe, {(quotient, precision): ErrorCurve}, and why no complex step if so."""
    if isinstance(w0, bool) or not isinstance(w0, int | float | np.number) or not np.isfinite(w0):
        raise InputError(f"w0 must be a finite number; {w0!r} is not one.")
    w0 = float(w0)
    function = Function(g, (w0 - 1, w0 + 1))
    if not math.isfinite(function(w0)):
        raise InputError(f"g is not defined at w0 = {say(w0)}: choose a w0 at which it is.")
    sides = function.one_sided(w0)
    if not sides.differentiable:
        raise InputError(
            f"g has no derivative at w0 = {say(w0)}: {why_no_derivative(sides)}. Choose another w0."
        )
    curves: Curves = {}
    reason = ""
    for quotient in adlite.QUOTIENTS:
        for precision, dtype in _DTYPES.items():
            try:
                # In float32 another number is stored, which has its own derivative.
                truth = function.slope(float(dtype(w0)))
                known = math.isfinite(truth)
                curve = adlite.error_curve(
                    function.or_nan,
                    w0,
                    quotient,
                    epsilons,
                    dtype,
                    truth if known else None,
                )
                if known and not _as_ad_says(function, float(dtype(w0)), truth):
                    # Where the formula of g′ cancels, so do those of what is predicted.
                    unknown = np.full_like(curve.truncation, math.nan)
                    curve = replace(curve, predicted_best=math.nan, truncation=unknown)
            except ValueError as error:
                if quotient != "complex step":
                    raise InputError(str(error)) from None
                reason = str(error)
            else:
                curves[quotient, precision] = curve
    return function, curves, reason


def _as_ad_says(g: Function, w0: float, truth: float) -> bool:
    near = 1e-6 * max(abs(truth), abs(g(w0)))
    return abs(g.derivative(w0) - truth) <= near


def _picture(g: Given, w0: Any, epsilons: tuple[float, ...]) -> tuple[Function, Figure, Update]:
    function, curves, no_complex_step = _curves(g, w0, epsilons)
    figure = picture(340)
    chart = ErrorChart(figure, curves)
    for name, marker in chart.here.items():
        handle(marker, x="epsilon", label=f"ε, {name}")

    @cache
    def slope(quotient: str, precision: str, epsilon: float) -> float:
        return float(adlite.slope(function.or_nan, w0, epsilon, quotient, _DTYPES[precision]))

    @cache
    def truncation(quotient: str, precision: str, epsilon: float) -> float:
        """Return how far the quotient is off without any rounding; NaN if that is not known."""
        dtype, truth = _DTYPES[precision], curves[quotient, precision].truth
        exact = function.unrounded(quotient, float(dtype(w0)), float(dtype(epsilon)))
        return abs(exact - truth)

    def update(epsilon: float, five_point: bool, complex_step: bool, precision: str) -> Seen:
        chosen = {"five-point": five_point, "complex step": complex_step}
        shown = [name for name in QUOTIENTS if chosen.get(name, True)]
        errors: dict[str, float] = {}
        clauses, advice = [], []
        for name in shown:
            curve = curves.get((name, precision))
            if curve is None:
                continue
            error = errors[name] = abs(slope(name, precision, epsilon) - curve.truth)
            cause = _obvious_cause(error, curve, epsilon, _DTYPES[precision])
            cause = cause or _cause(error, curve, epsilon, truncation(name, precision, epsilon))
            clauses.append(_clause(name, error, cause))
            advice.append(_advice(name, curve))
        if complex_step and no_complex_step:
            advice.append(no_complex_step[0].upper() + no_complex_step[1:].rstrip("."))
        stored = "" if precision == "float64" else f" in {precision}"
        told = f"With ε = {say(epsilon)}{stored} {_listed(clauses)}. {'. '.join(advice)}."
        chart.draw(epsilon, precision, errors)
        return Seen(told + function.known, chart.rows(precision, errors))

    return function, figure, update


def _models(curve: ErrorCurve, epsilon: float) -> tuple[float, float]:
    """Return what is predicted of truncation and round-off for this ε."""
    at = int(np.argmin(np.abs(np.log(curve.epsilons / epsilon))))
    return float(curve.truncation[at]), float(curve.roundoff[at])


def _obvious_cause(error: float, curve: ErrorCurve, epsilon: float, dtype: Any) -> str:
    """Name the cause of an error where one model explains it and the other cannot; else ""."""
    truncation, rounding = _models(curve, epsilon)
    # Whatever the quotient, its result is rounded once more.
    rounding = max(rounding, float(np.finfo(dtype).eps) * abs(curve.truth))
    if 30 * truncation < error <= rounding:
        return "round-off"
    return "truncation" if 30 * rounding < error and truncation / 3 < error < 3 * truncation else ""


def _cause(error: float, curve: ErrorCurve, epsilon: float, exact: float) -> str:
    """Name the cause of an error, of which truncation makes the exact part, if that is known."""
    if math.isfinite(exact):
        return "truncation" if exact > error / 2 else "round-off"
    truncation, rounding = _models(curve, epsilon)
    # Models are upper edges; what is far above that of round-off is something else.
    return "truncation" if truncation > rounding or error > 100 * rounding else "round-off"


def _clause(name: str, error: float, cause: str) -> str:
    quotient = f"the {name} quotient" if name != "complex step" else "the complex step"
    if math.isnan(error):
        return f"{quotient} has no value, since g is not defined so far from w⁰"
    if error == 0:
        return f"{quotient} is exact"
    return f"{quotient} is off by {say(error, 2)} ({cause})"


def _advice(name: str, curve: ErrorCurve) -> str:
    if name == "complex step":
        return "The round-off of the complex step does not grow as ε shrinks"
    if not curve.errors[np.isfinite(curve.errors)].any():
        return f"The {name} one is exact at every ε tried"
    if curve.predicted_best == math.inf:
        return f"The {name} one has no truncation error at any ε tried: the larger, the better"
    if curve.found_error == 0:
        return f"The {name} one is exact at ε = {say(curve.found_best, 2)}"
    found = f"The {name} one is best near ε = {say(curve.found_best, 2)}"
    if math.isfinite(curve.predicted_best) and curve.predicted_best > 0:
        return f"{found} (predicted {say(curve.predicted_best, 2)})"
    return found


def _listed(clauses: list[str]) -> str:
    """Join clauses as a sentence does."""
    return " and ".join([", ".join(clauses[:-1]), clauses[-1]] if len(clauses) > 1 else clauses)
