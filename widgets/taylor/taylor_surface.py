"""`TaylorSurface`: the plane and the quadratic that match a surface at a point (Eqs. B.63-B.66)."""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure

import adlite

from ..drawing import (
    COMPANIONS,
    CURVE,
    DASH,
    DOT,
    SUBJECT,
    THIN,
    Surface,
    describe_turn,
    ground,
    input_slider,
    level_heights,
    map_axes,
    mesh_around,
    picture,
    point,
    role,
    slider_points,
    spot,
    trace_levels,
    turn_slider,
)
from ..functions import Drawing, FunctionExplorer, FunctionOfTwo, PartialSlopes
from ..live import Heading, InputError, Line, Row, Seen, Update, choice, handle, or_none, say

_ORDERS = {"first": (1,), "second": (2,), "both": (1, 2)}
_MODELS = {1: "plane", 2: "quadratic"}
_DASHES: dict[int, Any] = {1: DASH, 2: "-"}
_AROUND = np.linspace(0, 2 * math.pi, 37)


class TaylorSurface(FunctionExplorer):
    """Drag a point over a surface: the first- and second-order Taylor models follow it.

    `g` is a function of two numbers or of one array of two, or a formula of two inputs such as
    "tanh(w1*w2)". `window` holds the two ends of both axes, or a pair of pairs. `w1` and `w2` are
    the expansion point, `turn` is the angle in degrees from which the surface is seen, and `order`
    is "first", "second" or "both". The map shows level lines of g (gray) and of the models. The
    largest errors are those inside the circle around the point, which has this `radius`.

    Raises:
        InputError: `g` cannot be drawn or differentiated in the window, `radius` is no number
            above zero, or a value is none of a control's.

    >>> explorer = TaylorSurface("sin(w1)", w1=0, w2=0, order="first")
    >>> print(explorer.sentence)
    At w₁ = 0, w₂ = 0 the value is 0 and the gradient is (1, 0). Within 1 of the point, at the \
points tried, the plane is off by at most 0.16. Turned by 30°, w₁ runs right and away, w₂ left \
and away.

    Source: Eqs. B.63 to B.66, Figure B.12.

    """

    formula_label, formula_example = "g(w1, w2)", "sin(w1)*w2"

    def __init__(
        self,
        g: Callable[..., Any] | str = "sin(w1)",
        *,
        w1: float = 0.75,
        w2: float = 0.0,
        turn: float = 30,
        order: str = "both",
        radius: float = 1.0,
        window: Any = (-3, 3),
        title: str = "A plane and a quadratic at one point",
    ):
        # So many parameters, as each is what a notebook may write by its name.
        self._window, self.title, self._radius = window, title, _radius(radius)
        super().__init__(g, w1=w1, w2=w2, turn=turn, order=order)

    def drawing(
        self, g: Callable[..., Any] | str, w1: Any, w2: Any, turn: Any, order: Any
    ) -> Drawing:
        """Return all that depends on g."""
        new = FunctionOfTwo(g, self._window)
        first, second = new.labels
        controls = {
            "w1": input_slider(new.windows[0], first, w1),
            "w2": input_slider(new.windows[1], second, w2),
            "turn": turn_slider(turn),
            "order": choice(tuple(_ORDERS), "order", order),
        }
        return Drawing(new, *_picture(new, self._radius), new.formula, controls)


def _radius(radius: Any) -> float:
    number = isinstance(radius, int | float | np.number) and not isinstance(radius, bool)
    if not (number and math.isfinite(radius) and radius > 0):
        raise InputError(f"radius must be a number above zero, such as 0.5; {radius!r} is not one.")
    return float(radius)


class _Models:
    """The models of g at a point, and how wrong they are inside a circle."""

    def __init__(self, g: FunctionOfTwo, radius: float):
        self.g, self.radius = g, radius
        self.slopes = PartialSlopes(g, slider_points(g))
        circles = [
            np.array([np.cos(_AROUND), np.sin(_AROUND)]).T * share for share in (1 / 3, 2 / 3, 1)
        ]
        self._inside = np.concatenate(circles) * radius
        self.at = lru_cache(maxsize=None)(self._at)

    def _at(self, w1: float, w2: float) -> tuple[adlite.QuadraticModel, dict[int, float], bool]:
        """Return the model, the largest error of each order, and whether g is missing somewhere."""
        gradient = self.slopes.plane(w1, w2)[0]
        smooth = bool(np.isfinite(gradient).all())
        hessian = self.g.hessian(w1, w2) if smooth else np.full((2, 2), math.nan)
        here = np.array([w1, w2])
        model = adlite.QuadraticModel(here, self.g(w1, w2), gradient, hessian)
        if not np.isfinite(gradient).all():
            return model, {1: math.nan, 2: math.nan}, False
        points = here + self._inside
        truth = self._values(points)
        known = np.isfinite(truth)
        errors = {1: model.linear(points), 2: model(points)}
        # What is left by rounding alone is no error of the model.
        least = 1e-13 * float(np.max(np.abs(truth[known]), initial=abs(model.value)))
        largest = {}
        for order, found in errors.items():
            error = float(np.max(np.abs(found - truth)[known], initial=0.0))
            largest[order] = error if error > least else 0.0
        return model, largest, not known.all()

    def _values(self, points: np.ndarray) -> np.ndarray:
        """Return g at many points, in one run if g takes arrays."""
        try:
            with np.errstate(all="ignore"):
                together = np.asarray(self.g.packed(points.T), float)
        except Exception:
            together = np.empty(0)
        if together.shape != points.shape[:1] or together[3] != self.g(*points[3]):
            together = self.g.values(*points.T)
        return np.where(np.isfinite(together), together, math.nan)


def _picture(g: FunctionOfTwo, radius: float) -> tuple[Figure, Update]:
    figure = picture(382)
    axes = ground(figure, (0, 0, 460, 272))
    surface, models = Surface(axes, g), _Models(g, radius)
    style: dict[str, Any] = {"fc": role.first, "ec": role.first, "alpha": 0.3, "lw": THIN}
    (plane,) = axes.fill([], [], zorder=COMPANIONS, **style)
    (sheet,) = axes.plot([], [], color=role.second, lw=THIN, zorder=SUBJECT)
    touched = spot(axes, role.first)
    above = _Map(figure, g, models)
    handle(above.point, x="w1", y="w2")
    handle(axes, x="turn", at=surface.front)
    mesh = mesh_around(g)
    names = g.labels

    @lru_cache(maxsize=5000)
    def places(w1: float, w2: float) -> dict[Any, np.ndarray]:
        model = models.at(w1, w2)[0]
        flat = np.clip(np.array([[w1], [w2]]) + mesh, *np.array(g.windows).T[:, :, None])
        return {
            touched: np.array([[w1], [w2], [model.value]]),
            plane: surface.tangent_patch(w1, w2, model.value, model.gradient),
            sheet: np.array([*flat, model(flat.T)]),
        }

    @lru_cache(maxsize=5000)
    def drawn(w1: float, w2: float, turn: float) -> dict[Any, Any]:
        return surface.project_all(places(w1, w2), turn)

    def update(w1: float, w2: float, turn: float, order: str) -> Seen:
        surface.turn_to(turn)
        wanted = {touched, *({1: plane, 2: sheet}[n] for n in _ORDERS[order])}
        for artist, seen in drawn(w1, w2, turn).items():
            surface.draw(artist, seen if artist in wanted else None)
        above.draw(w1, w2, order)
        looks = {n: {1: plane, 2: sheet}[n] for n in _ORDERS[order]}
        said = f"{_sentence(g, models, (w1, w2), order)} {describe_turn(names, turn)}"
        return Seen(said, _rows(names, models, (w1, w2), looks))

    return figure, update


class _Map:
    """Level lines of g and of its models from above, and the circle in which errors are taken."""

    def __init__(self, figure: Figure, g: FunctionOfTwo, models: _Models):
        self.models = models
        axes = map_axes(figure, g, (322, 276, 96, 96))
        self.levels = level_heights(g)
        colors = {1: role.first, 2: role.second}
        self.lines = {
            n: axes.plot([], [], color=colors[n], ls=_DASHES[n], lw=THIN, zorder=COMPANIONS)[0]
            for n in _MODELS
        }
        (self.circle,) = axes.plot([], [], color=role.child, lw=THIN, ls=DOT, zorder=CURVE)
        self.point = point(axes, role.first)
        # Level lines of a plane are straight: its corners are enough.
        self.grids = {
            n: [np.linspace(*window, count) for window in g.windows]
            for n, count in ((1, 2), (2, 17))
        }
        self.contours = lru_cache(maxsize=None)(self._contours)

    def draw(self, w1: float, w2: float, order: str) -> None:
        """Draw the point, its circle and the level lines of the models of an order."""
        self.point.set_data([w1], [w2])
        radius = self.models.radius
        self.circle.set_data(w1 + radius * np.cos(_AROUND), w2 + radius * np.sin(_AROUND))
        for n, line in self.lines.items():
            shown = n in _ORDERS[order]
            line.set_visible(shown)
            if shown:
                line.set_data(*self.contours(n, w1, w2))

    def _contours(self, order: int, w1: float, w2: float) -> np.ndarray:
        model = self.models.at(w1, w2)[0]
        first, second = self.grids[order]
        points = np.stack(np.meshgrid(first, second), axis=-1)
        heights = model.linear(points) if order == 1 else model(points)
        return trace_levels(first, second, heights, self.levels)


def _rows(
    names: tuple[str, str],
    models: _Models,
    at: tuple[float, float],
    shown: dict[int, Any],
) -> list[Line]:
    """Return the largest errors of the models that are shown, the gradient and the Hessian."""
    model, largest, _ = models.at(*at)
    rows: list[Line] = [Heading(f"within {say(models.radius, 3)} of the point", "off by")]
    for n, look in shown.items():
        rows.append(Row(_MODELS[n], or_none(largest[n], 2), like=look))
    rows.append(Heading("derivatives", *names))
    numbers = [("gradient", model.gradient)]
    numbers += [("Hessian" if k == 0 else "", row) for k, row in enumerate(model.hessian)]
    rows += [Row(name, *(or_none(x, 3) for x in some.tolist())) for name, some in numbers]
    return rows


def _sentence(g: FunctionOfTwo, models: _Models, point: tuple[float, float], order: str) -> str:
    """Say what the picture shows."""
    model, largest, missing = models.at(*point)
    at = ", ".join(f"{n} = {say(w)}" for n, w in zip(g.labels, point, strict=True))
    if math.isnan(model.value):
        return f"At {at} g is not defined: no model can be made there."
    parts = [f"At {at} the value is {say(model.value)}"]
    if not np.isfinite(model.gradient).all():
        return (
            f"{parts[0]}, but neither a plane nor a quadratic touches g there: "
            f"{models.slopes.plane(*point)[1]}."
        )
    parts[0] += f" and the gradient is {_vector(model.gradient)}."
    curved = bool(np.isfinite(model.hessian).all())
    if 2 in _ORDERS[order]:
        rows = " and ".join(_vector(row) for row in model.hessian)
        parts.append(f"The Hessian has the rows {rows}." if curved else "There is no Hessian.")
    shown = [n for n in _ORDERS[order] if math.isfinite(largest[n])]
    clauses = [f"the {_MODELS[n]} is {_off(largest[n])}" for n in shown]
    if clauses:
        where = ", at the points tried" + " at which g is defined" * missing + ","
        parts.append(f"Within {say(models.radius)} of the point{where} {' and '.join(clauses)}.")
    return " ".join(parts)


def _off(error: float) -> str:
    return "exact" if error == 0 else f"off by at most {say(error, 2)}"


def _vector(numbers: np.ndarray) -> str:
    return f"({', '.join(say(x) for x in numbers.tolist())})"
