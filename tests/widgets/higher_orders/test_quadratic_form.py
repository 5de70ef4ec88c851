"""A quadratic form over the directions: values of numpy's eigensolver, of products, and of rays."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from widgets import InputError, QuadraticForm, drag
from widgets.drawing import role
from widgets.higher_orders.form import Form, form_of
from widgets.higher_orders.form_map import arcs, directions, level_lines
from widgets.higher_orders.form_surface import Disc

RANDOM = np.random.default_rng(7).normal(size=(40, 2, 2))
SYMMETRIC = [m + m.T for m in RANDOM] + [
    np.array(m, float)
    for m in (
        [[4, 2], [2, 7]],
        [[-1, 2], [2, 2]],
        [[3, 0], [0, -5]],
        [[-5, 0], [0, 3]],
        [[0, -1], [-1, 0]],
        [[1e-90, 0], [0, 3e-90]],
        [[1e90, 2e90], [2e90, 3e90]],
    )
]
ANGLES = np.linspace(0, 360, 145)


def unit(angle):
    return np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])


@pytest.mark.parametrize("matrix", SYMMETRIC, ids=range(len(SYMMETRIC)))
def test_eigenvalues_and_values_are_those_of_numpy(matrix):
    form = form_of(matrix)
    size = np.abs(matrix).max()
    smallest, largest = np.linalg.eigvalsh(matrix / size) * size
    assert form.eigenvalues == pytest.approx((largest, smallest), rel=1e-12, abs=1e-14 * size)
    for angle in ANGLES.tolist():
        w = unit(angle)
        assert form.value(angle) == pytest.approx(w @ matrix @ w, abs=1e-12 * size)
        assert form.image(angle) == pytest.approx(matrix @ w, abs=1e-12 * size)
    for end, value in ((1, largest), (-1, smallest)):
        for angle in directions(form, end).tolist():
            assert 0 <= angle < 360
            w = unit(angle)
            assert matrix @ w == pytest.approx(value * w, abs=1e-12 * size)
            assert form.value(angle) == form.eigenvalues[end < 0]
            assert form.extremal(angle) == end


@pytest.mark.parametrize(
    ("matrix", "shape", "eigenvalues"),
    [
        ([[4, 2], [2, 7]], "bowl", (8, 3)),
        ([[-4, -2], [-2, -7]], "dome", (-3, -8)),
        ([[-1, 2], [2, 2]], "saddle", (3, -2)),
        ([[1, 2], [2, 4]], "trough", (5, 0)),
        ([[-1, -2], [-2, -4]], "ridge", (0, -5)),
        ([[0, 0], [0, 0]], "flat", (0, 0)),
        ([[3, 0], [0, 3]], "bowl", (3, 3)),
        # In decimals the determinant is 0, in floats it is not.
        ([[0.01, 0.1], [0.1, 1.0]], "trough", (1.01, 0)),
        ([[0.1 * 0.1, 0.1 * 0.3], [0.1 * 0.3, 0.3 * 0.3]], "trough", (0.1, 0)),
        # As small as it is, it is there.
        ([[1, 0], [0, 1e-9]], "bowl", (1, 1e-9)),
        ([[1, 0], [0, -1e-9]], "saddle", (1, -1e-9)),
    ],
)
def test_the_signs_of_the_eigenvalues_give_the_shape(matrix, shape, eigenvalues):
    form = form_of(matrix)
    assert form.shape == shape
    assert form.eigenvalues == pytest.approx(eigenvalues, rel=1e-14)
    assert [value == 0 for value in form.eigenvalues] == [value == 0 for value in eigenvalues]


def test_a_small_eigenvalue_keeps_its_digits():
    # Beside 2 its digits would be lost in a difference: det / trace by fractions.
    form = form_of([[1, 1], [1, 1 + 2**-30]])
    exact = Fraction(2**-30) / (2 + Fraction(2**-30))
    assert form.eigenvalues[1] == pytest.approx(float(exact), rel=1e-9)


def test_what_rounding_leaves_is_said():
    assert (
        "which rounding alone can make of zero" in QuadraticForm([[0.01, 0.1], [0.1, 1]]).sentence
    )
    assert "rounding" not in QuadraticForm("trough").sentence


@pytest.mark.parametrize("name", ["bowl", "dome", "saddle", "trough"])
def test_a_hand_finds_the_extremes_exactly(name):
    explorer = QuadraticForm(name, angle=10)
    matrix = explorer.H
    values, vectors = np.linalg.eigh(matrix)
    for which, (value, (x, y)) in enumerate(zip(values, vectors.T, strict=True)):
        for turn in (0, 180):
            angle = (math.degrees(math.atan2(y, x)) + turn) % 360
            said = drag(explorer, angle=angle + 0.4)
            assert f"No direction has {('less', 'more')[which]}: " in said
            assert float(explorer.numbers[1].cells[0].replace("−", "-")) == pytest.approx(value)
            assert explorer.angle == pytest.approx(angle, abs=0.005)
            below, here, above = (unit(a) @ matrix @ unit(a) for a in (angle - 5, angle, angle + 5))
            assert (here > max(below, above)) if which else (here < min(below, above))
    drag(explorer, angle=100)
    assert "No direction has" not in explorer.sentence


def test_the_angle_as_it_is_written_is_the_direction():
    explorer = QuadraticForm([[2, 1], [1, 3]])
    (written,) = {row.cells[1] for row in explorer.numbers if row.name == "λ₁"}
    explorer.angle = float(written.rstrip("°"))
    assert "No direction has more: H w = λ₁ w with λ₁ = 3.618." in explorer.sentence
    explorer.angle += 0.02
    assert "No direction has more" not in explorer.sentence


def test_where_all_directions_are_alike_none_is_marked():
    for matrix, said in (([[3, 0], [0, 3]], "λ₁ = λ₂ = 3"), ([[0, 0], [0, 0]], "λ₁ = λ₂ = 0")):
        explorer = QuadraticForm(matrix)
        assert f"It is the same in every direction: {said}." in explorer.sentence
        assert directions(form_of(matrix), 1).size == 0


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("bowl", "it has a minimum"),
        ("dome", "it has a maximum"),
        ("saddle", "it has neither a minimum nor a maximum"),
    ],
)
def test_what_is_decided_holds_whatever_the_higher_orders_are(name, verdict):
    explorer = QuadraticForm(name)
    assert explorer.sentence.endswith(f"{verdict}.")
    w = 0.01 * np.array([unit(a) for a in ANGLES]).T
    half = np.einsum("ik,ij,jk->k", w, explorer.H, w) / 2
    for cubic, quartic in itertools.product((-5, 0, 5), repeat=2):
        g = half + cubic * (w[0] ** 3 - w[1] ** 2 * w[0]) + quartic * w[0] ** 2 * w[1] ** 2
        found = {(True, False): "minimum", (False, True): "maximum"}.get(
            (bool((g > 0).all()), bool((g < 0).all())), "neither a minimum nor a maximum"
        )
        assert verdict.endswith(found)


def test_what_is_left_open_goes_three_ways_with_the_same_hessian():
    explorer = QuadraticForm("trough")
    assert "leave open how a g goes on along s, at 153.43°: s⁴ rises" in explorer.sentence
    level = Disc(form_of(explorer.H)).seen(unit(153.4349488)[:, None], np.zeros(1))[1, 0]
    ways = []
    for line in beyond(explorer):
        x, y = (np.asarray(data) for data in line.get_data())
        rise = y - level * x / x[0] * (1 if x[0] * unit(153.4)[0] > 0 else -1)
        middle = len(rise) // 2
        # Neither a value, nor a slope, nor a second derivative where they all meet.
        assert np.abs(rise[middle - 1 : middle + 2]).max() < 2e-4
        left, right = rise[[0, -1]] if x[0] < x[-1] else rise[[-1, 0]]
        ways.append((bool(left > 0.1), bool(right > 0.1)))
    assert ways == [(True, True), (False, True), (False, False)]
    shown = [line.get_visible() for line in beyond(explorer)]
    assert shown == [True] * 3
    for name in ("bowl", "dome", "saddle"):
        explorer.example = name
        assert not any(line.get_visible() for line in beyond(explorer))


def beyond(explorer):
    """The curves of the higher orders, which alone are of their colour."""
    lines = [line for axes in explorer.figure.axes for line in axes.lines]
    return [line for line in lines if line.get_color() == role.higher]


def test_areas_and_level_lines_are_where_the_values_are():
    for matrix in SYMMETRIC[:40]:
        form = form_of(matrix)
        for sign in (1, -1):
            inside = [
                a % 360 for start, end in arcs(form, sign) for a in np.linspace(start, end, 9)
            ]
            for angle in inside:
                assert sign * (unit(angle) @ matrix @ unit(angle)) > -1e-9 * form.size
            values = np.array([unit(a) @ matrix @ unit(a) for a in ANGLES])
            width = sum(end - start for start, end in arcs(form, sign))
            assert width == pytest.approx(360 * np.mean(sign * values > 0), abs=8)
            line = level_lines(form, sign)
            w = line[:, np.isfinite(line).all(axis=0)]
            heights = np.einsum("ik,ij,jk->k", w, matrix, w) / form.size * sign
            tenths = heights * 10
            assert tenths == pytest.approx(np.round(tenths), abs=1e-6)
            assert set(np.round(tenths).tolist()) <= {1, 3, 5, 7, 9}
            assert (np.hypot(*w) <= 1 + 1e-9).all()


def test_the_surface_hides_what_a_ray_of_light_says_it_hides():
    rng = np.random.default_rng(3)
    wrong = tried = 0
    for matrix in SYMMETRIC[:20]:
        disc = Disc(form_of(matrix))
        radius, turn = np.sqrt(rng.uniform(size=60)), rng.uniform(0, 2 * math.pi, 60)
        for w in (radius * np.array([np.cos(turn), np.sin(turn)])).T:
            end = -math.sqrt(1 - w[0] ** 2)
            ray = np.linspace(w[1], end, 4001)[1:]
            places = np.array([np.full(4000, w[0]), ray])
            # The ray stays at one place of the picture; the surface passes above or below it.
            gaps = disc.seen(places, disc.heights(places))[1]
            gaps = gaps - disc.seen(w, disc.heights(w))[1]
            if np.abs(gaps[-1]) < 1e-3 or abs(gaps[0]) < 1e-7:
                continue
            tried += 1
            hidden = not np.isfinite(disc.drawn_on(w[:, None])).all()
            wrong += hidden != bool((np.sign(gaps) != np.sign(gaps[0])).any())
    assert tried > 1000 and wrong == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([[1, 2], [3, 4]], "must be symmetric, but has 2 above its diagonal and 3 below: write "
         "[[1, 2.5], [2.5, 4]], which has the same wᵀ H w."),
        ([[1, 2, 3], [2, 1, 0], [3, 0, 1]], "it has 3 by 3 numbers"),
        ([1, 2], "[1, 2] is not: write two rows of two numbers, such as [[2, 1], [1, 3]]."),
        (7, "7 is not"),
        ([[1, 2], [2]], "rows of H must have equal lengths"),
        ([[1, "2"], ["2", 1]], "is '1', no finite real number"),
        ([[1, None], [None, 1]], "is None, no finite real number"),
        ([[1, float("nan")], [float("nan"), 1]], "is nan, no finite real number"),
        ([[1, math.inf], [math.inf, 1]], "is inf, no finite real number"),
        ([[1j, 0], [0, 1]], "no finite real number"),
        ([[True, False], [False, True]], "is True, no finite real number"),
        ([[1e300, 0], [0, 1]], "is 10³⁰⁰: it must be between 10⁻¹⁰⁰ and 10¹⁰⁰"),
        ([[10**400, 0], [0, 1]], "no finite real number"),
        ("bowls", "one of 'bowl', 'dome', 'saddle', 'trough', 'flat'"),
    ],
)  # fmt: skip
def test_what_is_no_symmetric_matrix_is_refused_and_the_picture_stays(given, words):
    with pytest.raises(InputError) as refused:
        QuadraticForm(given)
    assert words in str(refused.value) and len(str(refused.value)) < 250


def test_a_matrix_can_be_set_and_a_bad_one_changes_nothing():
    explorer = QuadraticForm(np.array([[2, 1], [1, 3]]), angle=50)
    assert explorer.example == "own" and explorer.H.tolist() == [[2, 1], [1, 3]]
    explorer.H = [[0, 1], [1, 0]]
    assert explorer.example == "own" and explorer.angle == 50 and "saddle" in explorer.sentence
    before = explorer.sentence, explorer.scene, explorer.values, explorer.code
    with pytest.raises(InputError):
        explorer.H = [[0, 1], [2, 0]]
    assert (explorer.sentence, explorer.scene, explorer.values, explorer.code) == before
    explorer.H = "dome"
    assert explorer.example == "dome" and "own" not in explorer.controls["example"].positions


def test_the_line_of_code_has_the_matrix():
    explorer = QuadraticForm(np.array([[2, 1], [1, 3]]), angle=50)
    explorer.example = "saddle"
    again = eval(explorer.code, {"QuadraticForm": QuadraticForm})
    assert again.sentence == explorer.sentence
    explorer.example = again.example = "own"
    assert again.sentence == explorer.sentence and again.H.tolist() == [[2, 1], [1, 3]]


def test_rows_have_value_eigenvalues_matrix_and_shape():
    rows = [repr(row) for row in QuadraticForm([[2, 1], [1, 3]], angle=0).numbers]
    assert rows == [
        "value  at",
        "wᵀ H w  2  0°",
        "λ₁  3.618  58.28°",
        "λ₂  1.382  148.28°",
        "H  w₁  w₂",
        "w₁  2  1",
        "w₂  1  3",
        "shape  bowl",
    ]


def test_it_is_small():
    assert QuadraticForm([[2, 1], [1, 3]]).cost().total < 120_000


def test_zero_and_minus_zero_are_one():
    assert form_of([[-1.0, -0.0], [-0.0, 1.0]]) == Form(-1.0, 0.0, 1.0)
    assert Form(-1.0, 0.0, 1.0).angle == 90
