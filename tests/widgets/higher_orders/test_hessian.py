"""The Hessian shown is autograd's, and where there is none, or no symmetry, the words say so."""

import itertools
import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import Hessian, InputError, drag
from widgets.higher_orders.function_with_hessian import FunctionWithHessian
from widgets.higher_orders.hessian import eigen


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


def test_the_lines_lie_along_the_eigenvectors():
    explorer = Hessian("(w1 + w2)^2", w1=0.5, w2=0.5)
    shown = {str(line.get_linestyle()): line for line in explorer.figure.axes[0].lines}
    x, y = shown["-"].get_data()
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(1.0)
    curve, directions = eigen(np.array([[2.0, 2.0], [2.0, 2.0]]))
    assert curve == pytest.approx([4, 0]) and directions.T @ directions == pytest.approx(np.eye(2))


def test_where_mixed_partials_differ_the_picture_is_not_symmetric():
    explorer = Hessian(unequal, w1=0.0, w2=0.0)
    assert "∂/∂w₁ ∂/∂w₂ g = 1, but ∂/∂w₂ ∂/∂w₁ g = −1" in explorer.sentence
    assert "found by differencing" in explorer.sentence
    assert "Mirror entries are equal." in drag(explorer, w1=0.4)


def squares(explorer):
    """Return {(row, column): (area, filled)} of the squares as they are drawn."""
    filled, hollow = explorer.figure.axes[1].patches
    found = {}
    for patch in (filled, hollow):
        if patch.get_visible():
            for corners in patch.get_path().vertices.reshape(-1, 5, 2):
                (x, y), side = corners[0], corners[1][0] - corners[0][0]
                found[int(y), int(x)] = round(side**2, 9), patch is filled
    return found


def test_filled_squares_are_positive_and_areas_are_sizes():
    found = squares(Hessian("2*w1^2 - 0.5*w2^2", w1=0.5, w2=0.5))
    assert found == {(0, 0): (0.62**2, True), (1, 1): (round(0.62**2 / 4, 9), False)}
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
    assert not any(line.get_visible() for line in explorer.figure.axes[0].lines[:3])


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
    assert len(explorer.figure.axes[0].texts) == 2 * n + n * n
    explorer.g = "x^2*y"
    assert list(explorer.controls) == ["w1", "w2"]
    assert "At x = 1, y = 1 the Hessian is [2, 2; 2, 0]" in explorer.sentence


@pytest.mark.parametrize("n", [2, 3, 4, 6])
def test_the_table_counts_all_derivatives_and_those_that_can_differ(n):
    texts = Hessian("*".join(f"w{k + 1}" for k in range(n))).figure.texts
    words = [text.get_text() for text in texts]
    # A derivative that the order does not matter for is a multiset of inputs: count them.
    orders = [[*itertools.product(range(n), repeat=d)] for d in (2, 3, 4)]
    every = [len(found) for found in orders]
    different = [len({tuple(sorted(inputs)) for inputs in found}) for found in orders]
    if n == 2:
        for numbers in (every, different):
            assert sum(word.endswith(f":  {', '.join(map(str, numbers))}") for word in words) == 1
    else:
        at = words.index("can differ")
        rows = [words[at + 1 + 3 * i : at + 4 + 3 * i] for i in range(3)]
        assert [row[0] for row in rows] == ["2", "3", "4"]
        assert [row[1].split(" = ")[1] for row in rows] == [str(count) for count in every]
        assert [int(row[2]) for row in rows] == different
        assert different == [math.comb(n + d - 1, d) for d in (2, 3, 4)]


def test_the_table_fits_into_the_picture():
    figure = Hessian("a*b*c*d*p*q").figure
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.texts if text.get_text()]
    assert all(box.x1 < figure.bbox.x1 and box.y0 > 0 for box in boxes)
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
