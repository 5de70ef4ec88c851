"""Broken sweeps give what they give by hand, right ones what autograd gives."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import BreakBackprop, InputError, drag
from widgets.graph.breaking.break_backprop import EXAMPLES, doubled, late
from widgets.graph.breaking.broken_sweep import MISTAKES, SweptFunction, swept

DOUBLED, CHAPTER, LATE = EXAMPLES
W, A = 1.5, 1.5**2
SINE, SLOPE = np.sin(A), A * np.cos(A)
TANH, COS = (1 - np.tanh(W) ** 2) * np.cos(W), -np.tanh(W) * np.sin(W)
RIGHT = 1 + SINE + SLOPE

BY_HAND = {
    (DOUBLED, "none"): 4,
    (DOUBLED, "= instead of +="): 1,
    (DOUBLED, "from the inputs on"): 0,
    (DOUBLED, "nearest to the output first"): 4,
    (DOUBLED, "one path after the other"): 1,
    (DOUBLED, "inputs not cleared"): 8,
    # b holds 2 and gets 2, a holds 4 and gets 8, w holds 4 and gets 12.
    (DOUBLED, "nothing cleared"): 16,
    (CHAPTER, "none"): TANH + COS + 1 / W,
    (CHAPTER, "= instead of +="): TANH,
    (CHAPTER, "one path after the other"): TANH + COS + 1 / W,
    (CHAPTER, "inputs not cleared"): 2 * (TANH + COS + 1 / W),
    (LATE, "none"): 2 * W * RIGHT,
    (LATE, "= instead of +="): 2 * W * SLOPE,
    (LATE, "from the inputs on"): 0,
    (LATE, "nearest to the output first"): 2 * W,
    (LATE, "one path after the other"): 2 * W,
    (LATE, "nothing cleared"): 2 * W * (RIGHT + (RIGHT + 1 + 2 * SINE + 3 * SLOPE)),
}
_kept: dict[str, BreakBackprop] = {}


def shown():
    return _kept.setdefault("explorer", BreakBackprop())


def said_to_come_out(sentence):
    words = sentence.split("out as ")[1].split(",")[0]
    return float(words.replace("−", "-"))


@pytest.mark.parametrize(("example", "mistake"), BY_HAND)
def test_a_sweep_gives_what_it_gives_by_hand(example, mistake):
    explorer = shown()
    sentence = drag(explorer, example=example, mistake=mistake, step=99)
    want, right = BY_HAND[example, mistake], BY_HAND[example, "none"]
    assert said_to_come_out(sentence) == pytest.approx(want, rel=1e-3)
    assert ("which is right" in sentence) == (want == pytest.approx(right))
    assert sentence == explorer.sentence == explorer.baked_sentence(**explorer.values)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_right_value_is_autograds(example):
    functions = {
        DOUBLED: lambda w: 4 * w,
        CHAPTER: lambda w: anp.tanh(w) * anp.cos(w) + anp.log(w),
        LATE: lambda w: w**2 * anp.sin(w**2) + w**2,
    }
    want = autograd.grad(functions[example])(W)
    case = SweptFunction(EXAMPLES[example], W)
    assert case.autograd == pytest.approx([want])
    assert case.right["w"] == case.sweeps["none"].moves[-1].adjoints["w"] == pytest.approx(want)
    assert case.sweeps["none"].wrong is None


BLAME = {
    ("= instead of +=", doubled): ("b", 1, 2, {("c", 0): "lost"}),
    ("from the inputs on", doubled): ("a", 0, 4, {("b", 0): "too late", ("b", 1): "too late"}),
    ("one path after the other", doubled): ("b", 1, 2, {("c", 1): "too late"}),
    ("inputs not cleared", doubled): ("w", 8, 4, {("a", 0): "counted twice"}),
    ("nothing cleared", late): ("c", 2, 1, {("d", 1): "counted twice"}),
    ("= instead of +=", late): ("a", SLOPE, RIGHT, {("c", 0): "lost", ("d", 0): "lost"}),
    ("nearest to the output first", late): (
        *("a", 1, RIGHT),
        {("b", 0): "too late", ("c", 0): "too late"},
    ),
}


@pytest.mark.parametrize(("mistake", "g"), BLAME)
def test_the_first_wrong_adjoint_and_its_path_are_found(mistake, g):
    name, held, right, blame = BLAME[mistake, g]
    sweep = swept(SweptFunction(g, W), mistake)
    assert sweep.wrong.vertex.name == name
    assert (sweep.wrong.held, sweep.wrong.right) == pytest.approx((held, right))
    assert {(v.name, i): word for (v, i), word in sweep.blame.items()} == blame


def test_a_sentence_says_each_move_and_what_was_lost():
    explorer = shown()
    explorer.example, explorer.mistake = DOUBLED, "= instead of +="
    assert drag(explorer, step=0) == "The sweep begins at the end: c gets 1."
    assert drag(explorer, step=1) == "From c back to b: b gets 1 × 1 = 1."
    assert "b gets 1 × 1 = 1 in place of the 1 that it held." in drag(explorer, step=2)
    assert "through the first arrow from b to c is lost" in drag(explorer, step=3)
    assert drag(explorer, step=5).startswith("Without += the derivative by w comes out as 1, not 4")
    explorer.mistake = "none"
    assert drag(explorer, step=2) == (
        "From c back to b: b gets 1 × 1 = 1, added to the 1 that it has: 2."
    )


def test_the_wrong_adjoint_is_ringed_from_its_use_on():
    explorer = BreakBackprop(doubled)

    def words():
        return [t.get_text() for t in explorer.figure.axes[0].texts if t.get_visible()]

    assert "1, not 2" in words() and "lost" in words()
    explorer.step = 2
    assert "1, not 2" not in words() and "lost" not in words()
    explorer.mistake, explorer.step = "inputs not cleared", 99
    assert "8, not 4" in words() and "counted twice" in words()


def test_a_formula_of_several_inputs_is_swept():
    explorer = BreakBackprop("w1*w2 + sin(w1)", w0=(0.5, 2), mistake="none")
    numbers = [0.5, 2.0]
    want = autograd.grad(lambda w: w[0] * w[1] + anp.sin(w[0]))(np.array(numbers))
    assert f"by w1 and w2 come out as {want[0]:.4g} and {want[1]:.4g}, which is" in repr(explorer)
    explorer.mistake = "= instead of +="
    assert "from w1 to" in explorer.sentence and "is lost" in explorer.sentence


def test_a_typed_formula_takes_the_place_of_the_examples_and_keeps_the_mistake():
    explorer = BreakBackprop(mistake="inputs not cleared")
    explorer.formula = "w^2"
    assert "comes out as 6, not 3" in explorer.sentence
    before = explorer.sentence, explorer.scene
    for formula in ("w^", "w1+w2+w3+w4", "*".join(["sin(w)"] * 12), "3", "log(w-1.5)"):
        with pytest.raises(InputError):
            explorer.formula = formula
    assert (explorer.sentence, explorer.scene) == before


@pytest.mark.parametrize(
    ("g", "w0"),
    [(lambda w: w > 0, 1), (lambda w: 1 / 0, 1), ("w", (1, 2)), (lambda a, b: a, 1)],
)
def test_what_has_no_small_graph_is_one_sentence(g, w0):
    with pytest.raises(InputError) as refused:
        BreakBackprop(g, w0)
    assert "\n" not in str(refused.value)


def test_every_move_of_every_sweep_has_a_sentence_of_its_own():
    explorer = shown()
    for mistake in MISTAKES:
        case = SweptFunction(late, W)
        last = len(case.sweeps[mistake].moves)
        said = {explorer.baked_sentence(example=LATE, mistake=mistake, step=k) for k in range(last)}
        assert len(said) == last
