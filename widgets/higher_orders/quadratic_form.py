"""`QuadraticForm`: how a surface curves in every direction, and in which most and least."""

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..drawing import NAME, Labels, chart, ground, note, picture
from ..functions import Drawing, Explorer
from ..live import (
    Control,
    Heading,
    InputError,
    Line,
    Row,
    Seen,
    Update,
    choice,
    handle,
    linear,
    say,
)
from .form import NEGLIGIBLE, Form, form_of
from .form_map import MapScene, WaveScene, directions
from .form_surface import SurfaceScene

_EXAMPLES = {
    "bowl": [[4, 2], [2, 7]],
    "dome": [[-4, -2], [-2, -7]],
    "saddle": [[-1, 2], [2, 2]],
    "trough": [[1, 2], [2, 4]],
    "flat": [[0, 0], [0, 0]],
}
_OWN = "own"
# A hand has no other position so near to a direction of an extreme, in degrees.
_ALONE = 1.0


class QuadraticForm(Explorer):
    """Turn a direction w around the circle until wᵀ H w is largest, and until it is smallest.

    `H` is a symmetric matrix of two rows of two numbers, or the name of an example: "bowl", "dome",
    "saddle", "trough" or "flat". `example` is which of these is shown, "own" for a matrix that was
    given; `angle` is that of w to the axis of the first input, in degrees. The hand finds the
    directions of the extremes, which are those of the eigenvectors: an angle that is one of them to
    a hundredth of a degree stands for it exactly.

    A number less than 10⁻¹² of the largest value is taken for zero, and so is such a difference of
    the two eigenvalues, or of the two entries beside the diagonal.

    Raises:
        InputError: `H` is no symmetric 2 by 2 matrix of finite numbers and no example's name, or a
            value is none of a control's.

    >>> explorer = QuadraticForm([[2, 1], [1, 2]], angle=45)
    >>> print(explorer.sentence)
    Along w = (0.7071, 0.7071), at 45°, wᵀ H w is 3. No direction has more: H w = λ₁ w with \
λ₁ = 3. The smallest is λ₂ = 1, at 135°. Both eigenvalues are positive: a bowl. Where a g is \
level and has this Hessian, it has a minimum.
    >>> explorer.H = [[1, 1], [1, 1]]
    >>> explorer.numbers[-1]
    shape  trough

    Source: Section B.8, Eq. B.49; the quadratic term of Eq. B.65.

    """

    def __init__(
        self,
        H: Any = "bowl",
        *,
        example: str | None = None,
        angle: float = 110.0,
        title: str = "Turn until it curves most",
    ):
        self.title = title
        super().__init__(H, example=example, angle=angle)
        self._remember(H)

    @property
    def H(self) -> np.ndarray:
        """The matrix shown. Set another one, or the name of an example, to have it drawn."""
        form = self.subject[self.values["example"]]
        return np.array([[form.a, form.b], [form.b, form.d]])

    @H.setter
    def H(self, H: Any) -> None:
        self.replace(H)
        self._remember(H)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        return {**self.values, "example": None}

    def drawing(self, H: Any, example: Any, angle: Any) -> Drawing:
        """Return all that depends on H."""
        forms = {name: form_of(matrix) for name, matrix in _EXAMPLES.items()}
        if not isinstance(H, str):
            forms = {_OWN: form_of(H), **forms}
        elif H not in forms:
            names = ", ".join(map(repr, forms))
            raise InputError(f"H must be a matrix, such as [[2, 1], [1, 3]], or one of {names}.")
        start = (H if isinstance(H, str) else _OWN) if example is None else example
        controls = {
            "angle": _angle_control([*forms.values()], angle),
            "example": choice(tuple(forms), "H", start),
        }
        return Drawing(forms, *_picture(forms), "", controls)

    def _remember(self, H: Any) -> None:
        """Keep the matrix for the line of code that makes this explorer again."""
        given = H if isinstance(H, str) else np.asarray(H, float).tolist()
        self.asked = {**(self.asked or {}), "H": given}


def _angle_control(forms: list[Form], value: Any) -> Control:
    """Return the slider of the angle, which can stand at each extreme exactly."""
    plain = linear(0, 360, 5, "angle", value)
    found = {round(float(at), 2) for f in forms for end in (1, -1) for at in directions(f, end)}
    clear = {at for at in plain.positions if all(abs(at - one) > _ALONE for one in found)}
    return replace(plain, positions=tuple(sorted({0.0, 360.0} | clear | found)))


def _picture(forms: dict[str, Form]) -> tuple[Figure, Update]:
    figure = picture(402)
    above = ground(figure, (0, 172, 224, 224))
    beside = ground(figure, (232, 172, 224, 224))
    below = chart(figure, (44, 30, 372, 112), (0, 360), (-1, 1), "", "")
    note(below, 0, 1, "wᵀ H w", -30, 8, size=NAME, va="bottom", coords=below.transAxes)
    labels = Labels(above)
    around, wave = MapScene(above, labels, forms), WaveScene(below, labels, forms)
    surface = SurfaceScene(beside, labels, forms)
    handle(around.tip, along="angle")
    handle(wave.point, x="angle", label="angle on the curve")
    scenes = around, surface, wave
    looks = {
        "here": (around.arrow, around.tip),
        1: (around.axes_of_form[1], *around.ends[1].spots[:1]),
        -1: (around.axes_of_form[-1], *around.ends[-1].spots[:1]),
    }

    def update(angle: float, example: str) -> Seen:
        form = forms[example]
        angle = form.exact(angle)
        for scene in scenes:
            scene.draw(example, angle)
        labels.settle(*(line for scene in scenes for line in scene.lines))
        return Seen(_sentence(form, angle), _rows(form, angle, looks))

    return figure, update


def _rows(form: Form, angle: float, looks: dict[Any, Any]) -> list[Line]:
    """Return the value here, the eigenvalues with their directions, the matrix and its shape."""
    rows: list[Line] = [
        Heading("", "value", "at"),
        Row("wᵀ H w", say(form.value(angle)), _degrees(angle), like=looks["here"], now=True),
    ]
    for end, name in ((1, "λ₁"), (-1, "λ₂")):
        at = "any" if form.alike else _first(form, end)
        rows.append(Row(name, say(form.eigenvalues[end < 0]), at, like=looks[end]))
    rows.append(Heading("H", "w₁", "w₂"))
    rows.append(Row("w₁", say(form.a), say(form.b)))
    rows.append(Row("w₂", say(form.b), say(form.d)))
    rows.append(Row("shape", form.shape, "", total=True))
    return rows


def _degrees(angle: float) -> str:
    """Return an angle in hundredths of a degree.

    >>> _degrees(153.43494882292202)
    '153.43°'
    """
    return f"{say(round(angle, 2), 5)}°"


def _first(form: Form, end: int) -> str:
    return _degrees(float(directions(form, end)[0]))


def _sentence(form: Form, angle: float) -> str:
    """Say what the picture shows."""
    w = (0.0 if abs(x) < NEGLIGIBLE else x for x in _unit(angle))
    here = f"Along w = ({', '.join(map(say, w))}), at {_degrees(angle)}, wᵀ H w is "
    return f"{here}{say(form.value(angle))}. {_extremes(form, angle)} {_verdict(form)}"


def _unit(angle: float) -> tuple[float, float]:
    turn = np.radians(angle)
    return float(np.cos(turn)), float(np.sin(turn))


def _extremes(form: Form, angle: float) -> str:
    """Say where the value is largest and smallest."""
    largest, smallest = map(say, form.eigenvalues)
    if form.alike:
        return f"It is the same in every direction: λ₁ = λ₂ = {largest}."
    most, least = _first(form, 1), _first(form, -1)
    end = form.extremal(angle)
    if end > 0:
        here = f"No direction has more: H w = λ₁ w with λ₁ = {largest}."
        return f"{here} The smallest is λ₂ = {smallest}, at {least}."
    if end < 0:
        here = f"No direction has less: H w = λ₂ w with λ₂ = {smallest}."
        return f"{here} The largest is λ₁ = {largest}, at {most}."
    return f"The largest is λ₁ = {largest}, at {most}, the smallest λ₂ = {smallest}, at {least}."


_MEANS = {
    "bowl": "Both eigenvalues are positive: a bowl. Where a g is level and has this Hessian, it "
    "has a minimum.",
    "dome": "Both eigenvalues are negative: a dome. Where a g is level and has this Hessian, it "
    "has a maximum.",
    "saddle": "The eigenvalues differ in sign: a saddle. Where a g is level and has this Hessian, "
    "it has neither a minimum nor a maximum.",
    "trough": "One eigenvalue is positive and one is zero: a trough.",
    "ridge": "One eigenvalue is negative and one is zero: a ridge.",
    "flat": "Both eigenvalues are zero: flat.",
}


def _verdict(form: Form) -> str:
    """Say what the signs of the eigenvalues decide, and what they leave open."""
    said = _MEANS[form.shape]
    if 0.0 not in form.eigenvalues:
        return said
    rest = [value for value in form.computed if value and abs(value) < NEGLIGIBLE * form.size]
    if rest:
        said += f" (It comes out as {say(rest[0], 2)}, which rounding alone can make of zero.)"
    level = form.level_angle
    where = "any direction s" if level is None else f"s, at {_degrees(level)}"
    return (
        f"{said} Second derivatives leave open how a g goes on along {where}: s⁴ rises, −s⁴ falls, "
        "s³ does both, and none of them changes H. A higher order decides."
    )
