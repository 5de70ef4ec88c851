"""What `TaylorSurface` says is what autograd and the closed forms of (B.64) and (B.66) say."""

import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from widgets import InputError, TaylorSurface, drag
from widgets.drawing import role

FUNCTIONS = {
    "sin(w1)": lambda w: anp.sin(w[0]),
    "sin(w1)*cos(w2)": lambda w: anp.sin(w[0]) * anp.cos(w[1]),
    "exp(w1*w2)": lambda w: anp.exp(w[0] * w[1]),
}


def numbers(text):
    found = re.findall(r"−?\d+(?:\.\d+)?", text)
    return [float(x.replace("−", "-")) for x in found]


def largest(model, g, at, radius):
    """The largest error on a fine polar grid."""
    angles, radii = np.meshgrid(np.linspace(0, 2 * np.pi, 400), np.linspace(0, radius, 40))
    steps = np.stack([radii * np.cos(angles), radii * np.sin(angles)])
    return np.max(np.abs(model(steps) - g(steps + at[:, None, None])))


@pytest.mark.parametrize("formula", FUNCTIONS)
@pytest.mark.parametrize("at", [(0.75, 0.0), (-0.6, 1.2)])
def test_value_gradient_hessian_and_errors_are_those_of_autograd(formula, at):
    g, at = FUNCTIONS[formula], np.array(at)
    explorer = TaylorSurface(formula, w1=at[0], w2=at[1], window=(-2, 2), radius=0.5)
    slopes, curves = autograd.grad(g)(at), autograd.hessian(g)(at)
    value, gradient, hessian, errors = re.search(
        r"value is (.*) and the gradient is \((.*?)\)\. .*rows (.*)\. Within (.*)\. Turned",
        explorer.sentence,
    ).groups()
    assert numbers(value) == pytest.approx([g(at)], rel=1e-3)
    assert numbers(gradient) == pytest.approx(slopes, rel=1e-3)
    assert numbers(hessian) == pytest.approx(curves.ravel(), rel=1e-3, abs=1e-9)

    def plane(steps):
        return g(at) + np.tensordot(slopes, steps, 1)

    def quadratic(steps):
        return plane(steps) + 0.5 * np.einsum("iab,ij,jab->ab", steps, curves, steps)

    want = [largest(model, g, at, 0.5) for model in (plane, quadratic)]
    assert numbers(errors) == pytest.approx([0.5, *want], rel=0.06)


def test_the_second_order_is_the_better_one_near_the_chapters_point():
    explorer = TaylorSurface()
    for w1, ratio in ((0.3, 0.6), (0.9, 0.3), (1.5, 0.12)):
        first, second = numbers(drag(explorer, w1=w1).split("Within 1 ")[1].split(" Turned")[0])
        assert second < ratio * first


@pytest.mark.parametrize(
    ("order", "plane", "sheet"),
    [("first", True, False), ("second", False, True), ("both", True, True)],
)
def test_each_order_shows_its_models(order, plane, sheet):
    explorer = TaylorSurface(order=order)
    main, above = explorer.figure.axes
    flat = next(a for a in main.patches if a.get_facecolor()[:3] == to_rgb(role.first))
    shown = [flat, next(a for a in main.lines if a.get_color() == role.second)]
    assert [a.get_visible() for a in shown] == [plane, sheet]
    assert [line.get_visible() for line in above.lines[:2]] == [plane, sheet]
    assert ("plane" in explorer.sentence, "quadratic" in explorer.sentence) == (plane, sheet)
    assert ("Hessian" in explorer.sentence) == sheet


def test_errors_and_derivatives_stand_in_the_table():
    explorer = TaylorSurface("w1^2 + 2*w2", w1=1.0, w2=0.5, window=(-2, 2))
    assert [repr(row) for row in explorer.numbers] == [
        "within 1 of the point  off by",
        "plane  1",
        "quadratic  0",
        "derivatives  w₁  w₂",
        "gradient  2  2",
        "Hessian  2  0",
        "0  0",
    ]


def test_level_lines_are_where_the_models_have_those_levels():
    explorer = TaylorSurface("w1^2 + 2*w2", w1=1.0, w2=0.5, window=(-2, 2))
    above = explorer.figure.axes[1]
    levels = [level for c in above.collections for level in c.levels]
    for line, model in zip(
        above.lines, (lambda a, b: 1 + 2 * (a - 1) + 2 * b, lambda a, b: a**2 + 2 * b), strict=False
    ):
        found = model(*line.get_data())
        found = found[np.isfinite(found)]
        assert len(found) > 4
        assert np.min(np.abs(found[:, None] - levels), axis=1).max() < 0.02


@pytest.mark.parametrize(
    ("formula", "at", "words"),
    [
        (
            "abs(w1) + w2",
            (0.0, 0.0),
            "neither a plane nor a quadratic touches g there: left and",
        ),
        ("log(w1)", (-1.0, 0.0), "g is not defined: no model can be made there."),
        ("log(w1)", (0.5, 0.0), "the points tried at which g is defined, the plane is off by"),
        ("3*w1 - w2", (0.5, 0.0), "the plane is exact and the quadratic is exact."),
        ("7", (0.0, 0.0), "the value is 7 and the gradient is (0, 0)."),
    ],
)
def test_kinks_poles_and_flat_places_are_said(formula, at, words):
    assert words in TaylorSurface(formula, w1=at[0], w2=at[1], window=(-2, 2)).sentence


def test_a_function_that_takes_no_arrays_has_the_same_errors():
    def branching(w1, w2):
        return w1**3 * w2 if w1 > -9 else 0 * w1

    given = TaylorSurface(branching, w1=0.5, w2=0.5, window=(-1, 1), radius=0.25)
    typed = TaylorSurface("w1^3*w2", w1=0.5, w2=0.5, window=(-1, 1), radius=0.25)
    assert given.sentence == typed.sentence


@pytest.mark.parametrize("radius", [0, -1, float("nan"), float("inf"), "1", None, True])
def test_a_bad_radius_is_one_sentence(radius):
    with pytest.raises(InputError, match="radius must be a number above zero, such as 0.5"):
        TaylorSurface(radius=radius)
