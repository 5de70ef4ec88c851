"""What `TangentPlane` says is what autograd and the closed forms of the gradient say."""

import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from widgets import InputError, TangentPlane, drag
from widgets.drawing import LINE, role

NUMBER = r"(−?[\d.]+(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)"


def numbers_after(words, sentence):
    """Return the numbers in a sentence that follow these words, each in place of a #."""
    pattern = re.escape(words).replace(r"\#", NUMBER)
    found = re.search(pattern, sentence)
    assert found, (words, sentence)
    return [float(text.replace("−", "-")) for text in found.groups()]


def plane(axes):
    """Return the piece of the tangent plane among what is drawn."""
    (found,) = [patch for patch in axes.patches if patch.get_facecolor()[:3] == to_rgb(role.first)]
    return found


FUNCTIONS = {
    "sin(w1)*cos(w2)": lambda w: anp.sin(w[0]) * anp.cos(w[1]),
    "w1^2 + w2^2": lambda w: w[0] ** 2 + w[1] ** 2,
    "tanh(w1*w2)": lambda w: anp.tanh(w[0] * w[1]),
    "exp(w1 - w2) + 3*w1": lambda w: anp.exp(w[0] - w[1]) + 3 * w[0],
}


@pytest.mark.parametrize("formula", FUNCTIONS)
def test_slopes_plane_and_steepest_ascent_are_those_of_autograd(formula):
    explorer, g = TangentPlane(formula), FUNCTIONS[formula]
    for at in ((1.0, 0.5), (-1.3, 0.8), (0.2, -1.9)):
        seen = explorer.stage.update(*at, turn=30, part="plane")
        sentence = seen.sentence
        gradient = autograd.grad(g)(np.array(at))
        (value,) = numbers_after("the value is #.", sentence.replace("The", "."))
        assert value == pytest.approx(g(np.array(at)), rel=1e-3)
        slopes = numbers_after("slope along w₁ is # and along w₂ is #, checked against", sentence)
        assert slopes == pytest.approx(gradient, rel=1e-3)
        steepest = numbers_after("with slope #, in the direction (#, #)", sentence)
        length = np.hypot(*gradient)
        assert steepest == pytest.approx([length, *(gradient / length)], rel=1e-2)


def test_the_planes_equation_is_that_of_the_chapters_quadratic():
    explorer = TangentPlane(lambda w1, w2: w1**2 + w2**2, w1=1, w2=2, window=(-3, 3))
    assert "h = 5 + 2 (w₁ − 1) + 4 (w₂ − 2)." in explorer.sentence
    assert "h = 6.25 + 3 (w₁ − 1.5) + 4 (w₂ − 2)." in drag(explorer, w1=1.5)
    explorer.w1, explorer.w2 = 1, -2
    assert "h = 5 + 2 (w₁ − 1) − 4 (w₂ + 2)." in explorer.sentence
    explorer.w1 = explorer.w2 = 0
    assert "The plane h = 0 is level: no direction goes up at first." in explorer.sentence


def test_both_tangent_lines_and_the_point_lie_in_the_plane_that_is_drawn():
    # Seen from the second input's side, w2 runs to the right: a plane of slope 0 there is level.
    explorer = TangentPlane("w1^2 + 3*w2", w1=0, w2=0, turn=0)
    main = explorer.figure.axes[0]
    tangents = [line for line in main.lines if line.get_linewidth() == 3]
    corners = plane(main).get_xy()[:-1]
    (point,) = [line for line in main.lines if line.get_marker() == "o"]
    middle = corners.mean(axis=0)
    assert np.ravel(point.get_data()) == pytest.approx(middle)
    for line in tangents:
        assert np.mean(line.get_data(), axis=1) == pytest.approx(middle)
    level, upward = (np.diff(line.get_data()).ravel() for line in tangents)
    assert level[1] == pytest.approx(0) and upward[1] > 0


@pytest.mark.parametrize(
    ("part", "curves", "whole", "words"),
    [
        ("first slice", [True, False], False, "With w₂ held still the slope along w₁ is 0.4742"),
        ("second slice", [False, True], False, "With w₁ held still the slope along w₂ is −0.4034"),
        ("both slices", [True, True], False, "The slope along w₁ is 0.4742 and along w₂ is"),
        ("plane", [True, True], True, "The plane is h = 0.738 + 0.474 (w₁ − 1) − 0.403"),
    ],
)
def test_each_part_shows_its_slices(part, curves, whole, words):
    explorer = TangentPlane(part=part)
    main, above = explorer.figure.axes
    dashed = [
        [
            a.get_visible()
            for a in main.lines
            if (a.get_linewidth(), a.get_color()) == (LINE, role.ink)
        ],
        [a.get_visible() for a in above.lines[:2]],
    ]
    assert dashed == [curves, curves]
    assert plane(main).get_visible() == above.patches[0].get_visible() == whole
    assert words in explorer.sentence


def test_the_arrow_points_along_the_gradient():
    explorer = TangentPlane("w1 + 2*w2", w1=0, w2=0)
    corners = explorer.figure.axes[1].patches[0].get_xy()
    tip = max(corners, key=lambda at: np.hypot(*at))
    assert tip[1] / tip[0] == pytest.approx(2)


@pytest.mark.parametrize(
    ("formula", "at", "words"),
    [
        ("abs(w1) + w2", (0.0, 1.0), "Along w₁ there is no slope: left and right do not agree"),
        ("abs(w1) + w2", (0.0, 1.0), "The slope along w₂ is 1, checked against autograd."),
        ("abs(w1) + w2", (0.0, 1.0), "Without both slopes there is no plane."),
        ("log(w1)*w2", (-1.0, 0.5), "g is not defined: no slice and no plane can touch it there."),
        ("1/(w1*w2)", (0.0, 0.0), "g is not defined"),
        ("7", (0.0, 0.0), "The plane h = 7 is level"),
        ("1000000*w1", (0.0, 0.0), "with slope 10⁶, in the direction (1, 0)"),
    ],
)
def test_kinks_poles_and_flat_places_are_said(formula, at, words):
    explorer = TangentPlane(formula, w1=at[0], w2=at[1])
    assert words in explorer.sentence


def test_a_function_that_autograd_cannot_follow_is_not_said_to_be_checked():
    def stubborn(w1, w2):
        if type(w1).__module__.startswith("autograd"):
            raise RuntimeError("not for you")
        return float(w1) * w2 if isinstance(w1, float) else w1 * w2

    explorer = TangentPlane(stubborn)
    assert "slope along w₁ is 0.5" in explorer.sentence and "autograd" not in explorer.sentence


def test_the_names_of_a_typed_formula_are_the_axes():
    explorer = TangentPlane("x^2 - y", w1=1, w2=1)
    assert explorer.sentence.startswith("At x = 1, y = 1 the value is 0.")
    explorer.formula = "w1 - w2"
    assert "At w₁ = 1, w₂ = 1" in explorer.sentence and explorer.part == "plane"
    with pytest.raises(InputError, match="a formula of 2 inputs"):
        explorer.formula = "a*b*c"
    assert explorer.formula == "w1 - w2"
