"""Two strips and a corner: their areas, their signs, and what is left of them."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import InputError, ProductRectangle
from widgets.live import say


@pytest.fixture(scope="module")
def explorer():
    return ProductRectangle()


def number(explorer, label):
    """Return the last number of a row, as it is shown."""
    return next(row.cells[-1] for row in explorer.numbers if row.name == label)


@pytest.mark.parametrize("w0", [-1.7, -0.3, 0.8, 1.9])
@pytest.mark.parametrize("epsilon", [-0.5, -0.01, 0.1, 0.5])
def test_strips_and_corner_are_those_of_the_product(explorer, w0, epsilon):
    explorer.w0, explorer.epsilon = w0, epsilon
    a, b = np.exp(w0 / 2), np.sin(w0)
    da, db = np.exp((w0 + epsilon) / 2) - a, np.sin(w0 + epsilon) - b
    assert number(explorer, "Δf · h") == say(da * b / epsilon)
    assert number(explorer, "f · Δh") == say(a * db / epsilon)
    assert number(explorer, "Δf · Δh") == say(da * db / epsilon)
    assert number(explorer, "together") == say(((a + da) * (b + db) - a * b) / epsilon)
    slope = autograd.grad(lambda w: anp.exp(w / 2) * anp.sin(w))(w0)
    assert number(explorer, "product rule") == number(explorer, "autograd") == say(slope)
    assert f"= {say(slope)}." in explorer.sentence


def test_the_corner_dies_as_the_square_of_epsilon(explorer):
    explorer.w0 = 1.0
    limit = 0.5 * np.exp(0.5) * np.cos(1.0)
    off = []
    for epsilon in (0.1, 0.01):
        explorer.epsilon = epsilon
        off.append(abs(float(number(explorer, "corner ÷ ε²")) - limit))
    assert off[0] < 0.05 and off[1] < 0.1 * off[0] + 1e-3


@pytest.mark.parametrize(
    ("w0", "epsilon", "said"),
    [
        (0.8, 0.4, ""),
        (1.8, 0.2, "h gets nearer to 0. A hatched strip is taken away."),
        (1.0, -0.2, "f gets nearer to 0. h gets nearer to 0."),
        (-0.2, 0.4, "h changes sign. A hatched strip"),
    ],
)
def test_what_shrinks_is_hatched_and_said(explorer, w0, epsilon, said):
    explorer.w0, explorer.epsilon = w0, epsilon
    assert said in explorer.sentence
    hatched = [p for p in explorer.figure.axes[1].patches if p.get_visible() and p.get_hatch()]
    assert bool(hatched) == bool(said) == ("hatched" in explorer.sentence)


def test_where_a_side_is_missing_there_is_no_rectangle():
    explorer = ProductRectangle("log(w)", "abs(w - 1)", w0=-0.2, epsilon=0.1)
    assert explorer.sentence == "f is not defined at −0.2: there is no rectangle to draw."
    assert not any(p.get_visible() for p in explorer.figure.axes[1].patches)
    explorer.w0 = 1.0
    assert "has no derivative here, so there is no product rule" in explorer.sentence


def test_typed_functions_keep_the_sliders():
    explorer = ProductRectangle(w0=1.0, epsilon=0.1)
    explorer.formula = "w^2; sin(w)"
    assert (explorer.w0, explorer.epsilon) == (1.0, 0.1)
    slope = autograd.grad(lambda w: w**2 * anp.sin(w))(1.0)
    assert f"The product rule says 1.683 + 0.5403 = {say(slope)}" in explorer.sentence
    explorer.f = np.cos
    assert explorer.formula == "" and explorer.h(0.0) == 0.0


@pytest.mark.parametrize("text", ["w^2", "w^2; ", "w^2; sin w", "w^2; a*b"])
def test_bad_formulas_are_one_sentence_and_the_picture_stays(explorer, text):
    before = explorer.scene, repr(explorer)
    with pytest.raises(InputError) as refused:
        explorer.formula = text
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 250
    assert (explorer.scene, repr(explorer)) == before
