"""The Hessian shown is autograd's, and where there is none, or no symmetry, the words say so."""

import itertools
import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import Hessian, InputError, drag
from widgets.higher_orders.function_with_hessian import FunctionWithHessian
from widgets.higher_orders.hessian_in_words import eigen


def unequal(w1, w2):
    if w1 == 0 and w2 == 0:
        return 0.0 * w1
    return w1 * w2 * (w1**2 - w2**2) / (w1**2 + w2**2)


FUNCTIONS = {
    "tanh(w1*w2)": lambda w: anp.tanh(w[0] * w[1]),
    "w1^2 - w2^2 + w1*w2": lambda w: w[0] ** 2 - w[1] ** 2 + w[0] * w[1],
    "sin(9*w1)*w2^4": lambda w: anp.sin(9 * w[0]) * w[1] ** 4,
    "log(2.5 + w1)*exp(w2)": lambda w: anp.log(2.5 + w[0]) * anp.exp(w[1]),
}
POINTS = [(-1.2, 0.6), (0.0, 0.0), (0.4, -2.0), (1.37, 1.91)]


@pytest.mark.parametrize("formula", FUNCTIONS)
def test_two_inputs_agree_with_autograd_wherever_the_point_is(formula):
    explorer = Hessian(formula)
    want = autograd.hessian(FUNCTIONS[formula])
    for point in POINTS:
        explorer.w1, explorer.w2 = point
        found = explorer.subject.hessian(point)
        assert found == pytest.approx(want(np.array(point)), rel=1e-9, abs=1e-9)
        assert explorer.subject.verdict(point) == ""


def deep(w):
    return anp.sum(anp.sin(w)) * w[0] + anp.tanh(w[1] * w[2]) ** 2


def test_many_inputs_agree_with_autograd_along_every_input():
    at = (1.0, 0.5, -0.3, 2.0)
    explorer = Hessian(deep, at=at)
    for i in range(4):
        for x in (-2.0, 0.2, 1.6):
            explorer.moved, explorer.to = f"w{i + 1}", x
            point = (*at[:i], x, *at[i + 1 :])
            want = autograd.hessian(deep)(np.array(point))
            assert explorer.subject.hessian(point) == pytest.approx(want, abs=1e-10)
            assert "Mirror entries are equal." in explorer.sentence


def test_one_run_over_many_points_gives_what_one_point_gives():
    points = [(a, b) for a in (-1.0, 0.0, 0.7) for b in (-0.5, 0.0, 2.0)]
    for g in (*FUNCTIONS, lambda w: np.max(w) * w[0], lambda a, b: abs(a) * b, unequal):
        together, alone = (
            FunctionWithHessian(g, None, (-2, 2)),
            FunctionWithHessian(g, None, (-2, 2)),
        )
        together.prepare(points)
        for point in points:
            assert np.allclose(
                together.hessian(point), alone.hessian(point), atol=1e-12, equal_nan=True
            )


@pytest.mark.parametrize(
    ("g", "said"),
    [
        ("w1^2 + w2^2", "2 and 2: a bowl, curving up in every direction"),
        ("-w1^2 - 3*w2^2", "−2 and −6: a dome, curving down in every direction"),
        ("w1*w2", "1 and −1: a saddle"),
        ("(w1 + w2)^2", "4 and 0: a trough"),
        ("-(w1 - w2)^2", "0 and −4: a ridge"),
        ("3*w1 - w2", "0 and 0: flat"),
    ],
)
def test_the_eigenvalues_name_the_shape(g, said):
    assert said in Hessian(g, w1=0.4, w2=-0.7).sentence


def strokes(explorer):
    """Return the two lines over the map that are seen; the point is no line."""
    lines = explorer.figure.axes[0].lines
    return [line for line in lines if line.get_visible() and line.get_linestyle() != "None"]


def test_what_curves_more_the_same_way_is_thick_and_the_rows_look_like_it():
    explorer = Hessian("w1^2 + 3*w2^2", w1=0, w2=0)
    thick, thin = strokes(explorer)
    assert thick.get_linewidth() > 1.5 * thin.get_linewidth()
    assert np.ptp(thick.get_xdata()) == pytest.approx(0) == np.ptp(thin.get_ydata())
    rows = explorer.numbers[1:3]
    assert [repr(row) for row in rows] == ["curves up  6", "curves up  2"]
    assert [row.like for row in rows] == [(thick,), (thin,)]


def test_the_parabolas_bend_as_the_eigenvalues_do():
    explorer = Hessian("w1^2 - 0.5*w2^2", w1=0, w2=0)
    sheet = explorer.figure.axes[1]
    drawn = [line.get_ydata() for line in sheet.lines if line.get_visible() and line.get_lw() > 2]
    up, down = ((y - y[len(y) // 2]).tolist() for y in drawn)
    assert up[0] == up[-1] == max(up) > 0 > min(down) == down[0] == down[-1]
    assert up[0] == -2 * down[0]


def test_the_lines_lie_along_the_eigenvectors():
    explorer = Hessian("(w1 + w2)^2", w1=0.5, w2=0.5)
    up, straight = strokes(explorer)
    assert (up.get_linestyle(), straight.get_linestyle()) == ("-", "--")
    for line, slope in ((up, 1), (straight, -1)):
        x, y = line.get_data()
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope)
        assert (np.mean(x), np.mean(y)) == pytest.approx((0.5, 0.5))
    assert up._unscaled_dash_pattern != straight._unscaled_dash_pattern
    curve, directions = eigen(np.array([[2.0, 2.0], [2.0, 2.0]]))
    assert curve == pytest.approx([4, 0]) and directions.T @ directions == pytest.approx(np.eye(2))


def test_where_mixed_partials_differ_the_picture_is_not_symmetric():
    explorer = Hessian(unequal, w1=0.0, w2=0.0)
    assert "∂/∂w₁ ∂/∂w₂ g = 1, but ∂/∂w₂ ∂/∂w₁ g = −1" in explorer.sentence
    assert "found by differencing" in explorer.sentence
    assert "Mirror entries are equal." in drag(explorer, w1=0.4)


def squares(explorer):
    """Return {(row, column): (area, filled)} of the squares as they are drawn."""
    sheet = explorer.figure.axes[1]
    filled, hollow = sheet.patches
    names = sheet.texts[:4]
    across, down = (
        [text.get_position()[i] for text in some] for i, some in ((0, names[:2]), (1, names[2:]))
    )
    found = {}
    for patch in (filled, hollow):
        if patch.get_visible():
            for corners in patch.get_path().vertices.reshape(-1, 5, 2):
                (x, y), side = corners[:4].mean(axis=0), corners[1][0] - corners[0][0]
                row, column = (
                    int(np.argmin(np.abs(np.array(at) - z))) for at, z in ((down, y), (across, x))
                )
                found[row, column] = side**2, patch is filled
    return found


def test_filled_squares_are_positive_and_areas_are_sizes():
    found = squares(Hessian("2*w1^2 - 0.5*w2^2", w1=0.5, w2=0.5))
    assert {at: filled for at, (_, filled) in found.items()} == {(0, 0): True, (1, 1): False}
    assert found[1, 1][0] / found[0, 0][0] == pytest.approx(1 / 4, rel=0.01)
    assert squares(Hessian(unequal, w1=0, w2=0))[0, 1][1] is True
    assert squares(Hessian(unequal, w1=0, w2=0))[1, 0][1] is False


@pytest.mark.parametrize(
    ("g", "point", "said"),
    [
        (lambda a, b: abs(a) + b**2, (0, 1), "along w₁ the slope has a kink or no end"),
        (lambda a, b: np.maximum(0, b) ** 2, (1, 0), "along w₂ the slope has a kink"),
        (lambda a, b: np.sqrt(a * a + b * b), (0, 0), "along w₁ the slope has a kink"),
        ("log(x*y)", (-1, 1), "At x = −1, y = 1 there is no Hessian: g is not defined here."),
        ("1/(x+y)", (1, -1), "there is no Hessian: g is not defined here."),
    ],
)
def test_no_hessian_at_kinks_and_poles(g, point, said):
    explorer = Hessian(g, w1=point[0], w2=point[1])
    assert said in explorer.sentence and squares(explorer) == {}
    assert strokes(explorer) == []
    assert repr(explorer.numbers[0]) == "no Hessian here"


def test_a_second_derivative_that_programs_get_wrong_is_shown_right():
    def g(a, b):
        return np.maximum(0, a**2) + b

    assert autograd.hessian(lambda w: anp.maximum(0, w[0] ** 2) + w[1])(np.zeros(2))[0, 0] == 1
    assert "is [2, 0; 0, 0]" in Hessian(g, w1=0, w2=0).sentence


@pytest.mark.parametrize("n", [3, 6])
def test_a_formula_of_several_inputs_is_typed_and_shown(n):
    explorer = Hessian("w1*w2", w1=0.4)
    names = [f"w{k + 1}" for k in range(n)]
    explorer.formula = "*".join(names)
    assert list(explorer.controls) == ["moved", "to"] and explorer.to == 1
    texts = [text.get_text() for text in explorer.figure.axes[0].texts]
    assert texts[:n] == [f"w{'₀₁₂₃₄₅₆'[k + 1]}" for k in range(n)]
    assert texts[n : 2 * n] == [f"{name} = 1" for name in texts[:n]]
    assert len(texts) == 2 * n + n * n
    explorer.g = "x^2*y"
    assert list(explorer.controls) == ["w1", "w2"]
    assert "At x = 1, y = 1 the Hessian is [2, 2; 2, 0]" in explorer.sentence


@pytest.mark.parametrize("n", [2, 3, 4, 6])
def test_the_table_counts_all_derivatives_and_those_that_can_differ(n):
    rows = Hessian("*".join(f"w{k + 1}" for k in range(n))).numbers[-3:]
    # A derivative that the order does not matter for is a multiset of inputs: count them.
    orders = [[*itertools.product(range(n), repeat=d)] for d in (2, 3, 4)]
    every = [len(found) for found in orders]
    different = [len({tuple(sorted(inputs)) for inputs in found}) for found in orders]
    assert [row.name for row in rows] == ["order 2", "order 3", "order 4"]
    assert [tuple(map(int, row.cells)) for row in rows] == [*zip(every, different, strict=True)]
    assert different == [math.comb(n + d - 1, d) for d in (2, 3, 4)]


@pytest.mark.parametrize("n", [3, 4, 6])
def test_small_and_large_numbers_fit_into_their_cells(n):
    g = "*".join("abcdpq"[:n])
    explorer = Hessian(f"({g})*1.23456e-7 + 98765*a^2*b", at=(-1.23456,) * n)
    figure = explorer.figure
    figure.draw_without_rendering()
    texts = [text for text in figure.axes[0].texts if text.get_text()]
    boxes = [text.get_window_extent() for text in texts]
    assert all(box.x0 > 0 and box.x1 < figure.bbox.x1 and box.y0 > 0 for box in boxes)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"g": "a*b*c*d*p*q*r"}, "formula of 6 inputs"),
        ({"g": "a*b*c", "at": (1, 2)}, "g has 3 inputs, but at has 2 numbers"),
        ({"g": deep, "at": (1, math.nan, 2)}, "at must be a point of 2 to 6 finite numbers"),
        ({"g": deep, "at": 3}, "at must be a point"),
        ({"g": 7}, "g must be a function"),
        ({"g": 7, "at": (1, 2, 3)}, "g must be a function"),
        ({"g": lambda w: 1 / 0, "at": (1, 2, 3)}, "g gives no number at the point"),
        ({"g": lambda w: w, "at": (1, 2, 3)}, "g must return one number"),
        ({"g": "x*y*z", "moved": "q"}, "moved must be 'x' or 'y' or 'z'"),
        ({"w1": "a"}, "w1 must be a number"),
        ({"window": (1, 1)}, "window must be two finite numbers"),
        ({"g": lambda a, b: __import__("math").sin(a)}, r"use np\.sin and not math\.sin"),
    ],
)
def test_bad_input_is_one_sentence(options, complaint):
    with pytest.raises(InputError, match=complaint) as refused:
        Hessian(**options)
    assert len(str(refused.value)) < 250 and "\n" not in str(refused.value)


def test_a_refused_formula_leaves_the_picture():
    explorer = Hessian("w1*w2", w2=-0.4)
    before = explorer.scene, explorer.sentence, explorer.formula, explorer.values
    with pytest.raises(InputError):
        explorer.formula = "w1*"
    assert before == (explorer.scene, explorer.sentence, explorer.formula, explorer.values)
