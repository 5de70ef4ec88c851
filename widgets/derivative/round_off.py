"""`RoundOff`: how wrong a difference quotient is for each ε, and why (Eqs. B.4 and B.10)."""

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

import adlite
from adlite.numerical import ErrorCurve

from ..drawing import CHILD, FAINT, FIRST_ORDER, PARENT
from ..functions import Drawing, Function, FunctionExplorer, Given, why_no_derivative
from ..live import InputError, Update, choice, handle, log, raised, say, switch

_STYLES: dict[str, dict[str, Any]] = {
    "one-way": {"color": CHILD, "marker": "o"},
    "central": {"color": PARENT, "marker": "s"},
    "five-point": {"color": "#7b3fa0", "marker": "^"},
    "complex step": {"color": FIRST_ORDER, "marker": "D"},
}
_DTYPES: dict[str, Any] = {"float64": np.float64, "float32": np.float32}
# What is larger is no error to be drawn: a complex step gives sinh(1000) for sin(1000 w).
_FARTHEST = 1e100
# By quotient and precision.
Curves = dict[tuple[str, str], ErrorCurve]


class RoundOff(FunctionExplorer):
    """Drag ε from 1 to 1e-16 and see truncation error fall and round-off error rise.

    `g` is any function of one number, or a formula such as "sin(w)*w". Both axes are logarithmic.
    `one_way` and `central` quotients are always shown; `five_point`, `complex_step` and `precision`
    ("float64" or "float32") can be switched. Errors are measured against the derivative: of a
    formula as exactly as can be, of any other function by AD. The thin lines are the two models:
    dashed for truncation, dotted for round-off.

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
        new, figure, update = _picture(g, self._w0, self.title, epsilons)
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


def _picture(
    g: Given, w0: Any, title: str, epsilons: tuple[float, ...]
) -> tuple[Function, Figure, Update]:
    function, curves, no_complex_step = _curves(g, w0, epsilons)
    figure = Figure(figsize=(8.4, 4.4))
    axes = figure.add_axes((0.1, 0.125, 0.485, 0.79))
    bottom, top = _limits(curves)
    axes.set(xscale="log", xlim=(0.6e-16, 1.6), yscale="log", ylim=(bottom, top))
    axes.set(title=title, xlabel="ε", ylabel="|quotient − derivative|")
    for axis in (axes.xaxis, axes.yaxis):
        # Plain words, which are drawn ten times faster than formulae.
        axis.set_major_formatter(lambda x, _: _power(x))
    axes.grid(color="0.92")
    drawn = {key: _draw(axes, curve, _STYLES[key[0]], bottom) for key, curve in curves.items()}
    here = {
        name: axes.plot([], [], ls="none", ms=11, mew=2, mec="black", **style)[0]
        for name, style in _STYLES.items()
    }
    for name, marker in here.items():
        handle(marker, x="epsilon", label=f"ε, {name}")
    rows = _Rows(figure)

    @cache
    def slope(quotient: str, precision: str, epsilon: float) -> float:
        return float(adlite.slope(function.or_nan, w0, epsilon, quotient, _DTYPES[precision]))

    @cache
    def truncation(quotient: str, precision: str, epsilon: float) -> float:
        """Return how far the quotient is off without any rounding; NaN if that is not known."""
        dtype, truth = _DTYPES[precision], curves[quotient, precision].truth
        exact = function.unrounded(quotient, float(dtype(w0)), float(dtype(epsilon)))
        return abs(exact - truth)

    def update(epsilon: float, five_point: bool, complex_step: bool, precision: str) -> str:
        chosen = {"five-point": five_point, "complex step": complex_step}
        shown = [name for name in _STYLES if chosen.get(name, True)]
        for (name, stored), artists in drawn.items():
            _show(artists, name in shown and stored == precision)
        clauses, advice = [], []
        for name in _STYLES:
            curve = curves.get((name, precision))
            if name not in shown or curve is None:
                _show([here[name], *rows.rows[name]], False)
                continue
            error = abs(slope(name, precision, epsilon) - curve.truth)
            _show([here[name]], math.isfinite(error))
            here[name].set_data([epsilon], [max(error, bottom)])
            rows.write(name, error, curve)
            cause = _obvious_cause(error, curve, epsilon, _DTYPES[precision])
            cause = cause or _cause(error, curve, epsilon, truncation(name, precision, epsilon))
            clauses.append(_clause(name, error, cause))
            advice.append(_advice(name, curve))
        if complex_step and no_complex_step:
            advice.append(no_complex_step[0].upper() + no_complex_step[1:].rstrip("."))
        stored = "" if precision == "float64" else f" in {precision}"
        told = f"With ε = {say(epsilon)}{stored} {_listed(clauses)}. {'. '.join(advice)}."
        return told + function.known

    return function, figure, update


def _power(x: float) -> str:
    """Return a power of ten as it is written at an axis.

    >>> _power(1e-4), _power(0.1)
    ('10⁻⁴', '0.1')
    """
    # An axis asks for the name of whatever fits on it.
    if not 0 < x < math.inf:
        return ""
    exponent = round(math.log10(x))
    return say(x) if abs(exponent) < 3 else f"10{raised(exponent)}"


def _show(artists: Iterable[Artist], visible: bool) -> None:
    """Show or hide artists; one that is so already counts as not touched."""
    for artist in artists:
        if artist.get_visible() != visible:
            artist.set_visible(visible)


def _limits(curves: Curves) -> tuple[float, float]:
    """Return limits of the error axis in whole powers of ten, around all errors that are found."""
    errors = np.concatenate([curve.errors for curve in curves.values()])
    found = errors[(errors > 0) & (errors < _FARTHEST)]
    if not found.size:
        return 1e-18, 1.0
    low, high = math.floor(math.log10(found.min())), math.ceil(math.log10(found.max()))
    return 10.0 ** max(low - 1, -300), 10.0 ** min(high + 1, 300)


def _draw(axes: Axes, curve: ErrorCurve, style: dict[str, Any], bottom: float) -> list[Line2D]:
    """Draw the errors found, the two models, and the best ε predicted and found."""
    color = style["color"]
    # An error of exactly 0 has no logarithm: it is drawn at the foot of the picture.
    errors = np.maximum(curve.errors, bottom)
    found = axes.plot(curve.epsilons, errors, lw=1.3, ms=3.5, markevery=5, **style)
    artists = [*found]
    for model, dashes in ((curve.truncation, (0, (6, 3))), (curve.roundoff, (0, (1, 2)))):
        artists += axes.plot(curve.epsilons, model, lw=0.9, ls=dashes, color=color)
    if math.isfinite(curve.predicted_best) and curve.predicted_best > 0:
        x = [curve.predicted_best] * 2
        artists += axes.plot(x, [bottom, bottom * 10], color=color, lw=2)
    if math.isfinite(curve.found_best):
        y = max(curve.found_error, bottom)
        artists += axes.plot([curve.found_best], [y], marker="*", ms=13, mec="black", color=color)
    return artists


class _Rows:
    """The numbers beside the picture, with a sample of each line as the picture's legend."""

    _LEFT, _ERROR, _FOUND = 0.61, 0.87, 0.985
    _TOP = 0.86

    def __init__(self, figure: Figure):
        write = figure.text
        small: dict[str, Any] = {"fontsize": 10, "color": FAINT}
        write(self._ERROR, self._TOP, "error at ε", ha="right", **small)
        write(self._FOUND, self._TOP, "best ε found", ha="right", **small)
        self.rows: dict[str, tuple[Line2D, Text, Text, Text]] = {}
        for i, (name, style) in enumerate(_STYLES.items()):
            y = self._TOP - 0.12 * (i + 1)
            sample = Line2D([self._LEFT, self._LEFT + 0.03], [y + 0.012] * 2, lw=1.5, ms=6, **style)
            words = write(self._LEFT + 0.045, y, name, fontsize=10.5)
            error = write(self._ERROR, y, "", ha="right", fontsize=10.5)
            found = write(self._FOUND, y, "", ha="right", fontsize=10.5)
            figure.add_artist(sample)
            self.rows[name] = sample, words, error, found
        keys = (
            "star: smallest error found",
            "tick at the foot: best ε predicted",
            "dashed: truncation error, as predicted",
            "dotted: round-off error, as predicted",
        )
        for i, key in enumerate(keys):
            write(self._LEFT, 0.29 - 0.055 * i, key, **small)

    def write(self, name: str, error: float, curve: ErrorCurve) -> None:
        """Fill the row of a quotient."""
        _show(self.rows[name], True)
        self.rows[name][2].set_text(say(error, 2))
        self.rows[name][3].set_text(say(curve.found_best, 2))


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
