"""`Flattening`: the order and the gradient are those of autograd's `flatten_func`."""

import math
import re
from itertools import product

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from autograd.misc.flatten import flatten, flatten_func

from widgets import Flattening, InputError, drag
from widgets.live import say
from widgets.using_autograd.flattened_function import flattened, flattened_chapter_function, in_cell

LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def chapters_function(weights):
    """(B.72), written out anew, with columns for vectors as in the chapter's listing."""
    r, z = anp.array([[1.0], [2.0]]), anp.array([[1.0], [3.0]])
    a, b, C = weights
    return ((a + anp.dot(r.T, b) + anp.dot(anp.dot(z.T, C), z)) ** 2)[0][0]


def names(length, rows, columns):
    """The names of the entries in (B.73), for any shapes."""
    grid = [f"c{i}{j}" for i in range(1, rows + 1) for j in range(1, columns + 1)]
    return ["a", *(f"b{i}" for i in range(1, length + 1)), *grid]


def test_the_chapters_s_and_gradient():
    found = flattened_chapter_function(2, 2, 2)
    s = np.array([1.0, 1, 2, 1, 3, 3, 9])  # (B.75)
    w = np.arange(1, 8) / 10
    assert found.s == pytest.approx(s) and found.values == pytest.approx(w)
    assert found.gradient == pytest.approx(2 * (s @ w) * s)  # from (B.74)
    weights = [0.1, np.array([[0.2], [0.3]]), np.array([[0.4, 0.5], [0.6, 0.7]])]
    g_flat, _, w_flat = flatten_func(chapters_function, weights)
    theirs = autograd.grad(lambda w: g_flat(w)[0])(w_flat)
    assert found.gradient == pytest.approx(theirs) and found.values == pytest.approx(w_flat)


@pytest.mark.parametrize("shapes", list(product((1, 2, 4), (1, 3), (1, 2, 3))))
def test_the_order_is_autograds(shapes):
    length, rows, columns = shapes
    found = flattened_chapter_function(*shapes)
    said = [name.translate(LOW) for name in found.words["names"]]
    assert said == names(*shapes) and found.agrees
    tags = np.arange(1.0, 1 + length + rows * columns)
    parts = [0.0, tags[:length], tags[length:].reshape(rows, columns)]
    for at, (part, i, j) in enumerate(found.entries):
        index = {"a": (), "b": (i,), "C": (i, j)}[part]
        assert flatten(parts)[0][at] == np.asarray(parts["abC".index(part)])[index]


def test_there_and_back_by_the_index_formula():
    explorer = Flattening(length=3, rows=2, columns=3)
    for at, name in enumerate(names(3, 2, 3)):
        sentence = drag(explorer, k=at + 1)
        assert f"w[{at}]" in sentence
        rows = {row.name: row.cells[0] for row in explorer.numbers if row.cells}
        said = [*rows.values()]
        assert rows["entry"].translate(LOW) == name
        sums = [text for text in said if re.fullmatch(r"[\d +−·]+(= [\d +−·]+)+", text)]
        for text in sums:
            sides = [eval(side.replace("−", "-").replace("·", "*")) for side in text.split("=")]
            assert len(set(sides)) == 1
        assert len(sums) == (0 if name == "a" else 2)


def test_every_control_changes_the_sentence():
    explorer = Flattening()
    for control, value in (("k", 7), ("rows", 3), ("columns", 3), ("length", 1)):
        before = explorer.sentence
        assert drag(explorer, **{control: value}) != before
    assert drag(explorer, shown="the gradient").endswith("The cells show the gradient.")


def test_an_entry_that_w_does_not_have():
    explorer = Flattening(length=1, rows=1, columns=1, k=9)
    assert explorer.sentence == "There is no w₉: with 1 in b and 1 × 1 in C, w has 3 entries."
    hidden = [line for line in explorer.figure.axes[0].lines if not line.get_visible()]
    assert len(hidden) == 3


@pytest.mark.parametrize("shown", ["names", "values", "the fixed s", "the gradient"])
def test_as_many_cells_as_entries_with_their_words(shown):
    explorer = Flattening(length=3, rows=2, columns=1, shown=shown)
    axes = explorer.figure.axes[0]
    assert sum(patch.get_visible() for patch in axes.patches) == 2 * 6
    words = [text.get_text() for text in axes.texts if text.get_visible()]
    for word in flattened_chapter_function(3, 2, 1).words[shown]:
        assert words.count(word) >= 2


def test_the_frames_stand_around_the_same_entry():
    explorer = Flattening(k=4)
    link, source, target = explorer.figure.axes[0].lines
    assert link.get_xdata()[0] == pytest.approx(np.mean(source.get_xdata()[:2]))
    assert link.get_xdata()[-1] == pytest.approx(np.mean(target.get_xdata()[:2]))


def any_shape(weights):
    a, b, C = weights
    return np.tanh(a) * np.sum(b**2) + np.sum(np.exp(a * C)) + C[0, -1] * b[0]


def any_shape_for_autograd(weights):
    a, b, C = weights
    return anp.tanh(a) * anp.sum(b**2) + anp.sum(anp.exp(a * C)) + C[0, -1] * b[0]


@pytest.mark.parametrize("shapes", [(2, 2, 2), (1, 1, 1), (4, 3, 3), (3, 1, 2)])
def test_the_gradient_of_any_function_is_autograds(shapes):
    length, rows, columns = shapes
    w = np.arange(1, 2 + length + rows * columns) / 10
    weights = [w[0], w[1 : 1 + length], w[1 + length :].reshape(rows, columns)]
    g_flat, _, w_flat = flatten_func(any_shape_for_autograd, weights)
    want = autograd.grad(lambda w: g_flat(w)[0])(w_flat)
    found = flattened(any_shape, shapes)
    assert found.gradient == pytest.approx(want, rel=1e-13) and found.agrees is True
    explorer = Flattening(any_shape, length=length, rows=rows, columns=columns, k=2)
    assert f"the slope of g along it is {say(want[1])}. adlite and autograd agree." in (
        explorer.sentence
    )
    explorer.shown = "the gradient"
    words = [text.get_text() for text in explorer.figure.axes[0].texts if text.get_visible()]
    for slope in want:
        assert words.count(in_cell(slope)) >= 2


def test_only_the_chapters_function_has_an_s():
    explorer = Flattening(shown="the fixed s", k=3)
    explorer.g = any_shape
    assert "the fixed s" not in explorer.controls["shown"].positions
    assert explorer.shown == "names" and explorer.k == 3 and explorer.g is any_shape
    assert "s" not in [row.name for row in explorer.numbers]
    with pytest.raises(InputError, match="shown must be 'names' or 'values' or 'the gradient'"):
        Flattening(any_shape, shown="the fixed s")
    explorer.g = None
    assert "the slope of g along it is 43.6." in explorer.sentence
    assert "the fixed s" in explorer.controls["shown"].positions


def test_shapes_that_do_not_fit_the_function_are_said():
    r = np.array([1.0, 2.0])
    explorer = Flattening(lambda w: r @ w[1] + w[0] * np.sum(w[2]), k=1)
    assert "the slope of g along it is 2.2." in explorer.sentence
    explorer.length = 3
    assert "but there is no gradient: g raised ValueError with 3 entries in b" in explorer.sentence
    assert len(explorer.sentence) < 600
    explorer.shown = "the gradient"
    words = [text.get_text() for text in explorer.figure.axes[0].texts if text.get_visible()]
    assert words.count("–") == 2 * 8


def test_what_autograd_cannot_follow_is_not_called_checked():
    found = flattened(lambda w: w[0] * np.heaviside(w[1][0], 0.5), (1, 1, 1))
    assert found.agrees is None and found.gradient == pytest.approx([1.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("g", "complaint"),
    [
        (3, "g must be a function of the list"),
        (lambda w: "abc", "it returned the text 'abc'"),
        (lambda w: None, "g returned nothing"),
        (lambda w: w[1], "an array of shape"),
        (lambda w: 1 / 0, "g raised ZeroDivisionError with 2 entries in b and 2 × 2 in C"),
        (lambda a, b, C: a, "g raised TypeError"),
        (lambda w: np.log(w[0] - 5), "g gives no number with 2 entries in b"),
        (lambda w: math.sin(w[0]), r"use np\.sin and not math\.sin"),
    ],
)
def test_a_bad_function_is_one_sentence_and_the_picture_stays(g, complaint):
    explorer = Flattening(any_shape, k=2)
    before = explorer.sentence, explorer.values, explorer.scene, explorer.g
    for ask in (lambda: Flattening(g), lambda: setattr(explorer, "g", g)):
        with pytest.raises(InputError, match=complaint) as refused:
            ask()
        assert "\n" not in str(refused.value) and len(str(refused.value)) < 250
    assert before == (explorer.sentence, explorer.values, explorer.scene, explorer.g)


def test_whole_numbers_only():
    explorer = Flattening()
    explorer.k = 2.6
    assert explorer.k == 3
    assert explorer.problem == "k must be a whole number: 2.6 is not, so 3 is shown."


@pytest.mark.parametrize("bad", [{"k": "x"}, {"shown": "colours"}, {"rows": None}])
def test_bad_values_are_one_sentence(bad):
    with pytest.raises(InputError) as refused:
        Flattening(**bad)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 250
