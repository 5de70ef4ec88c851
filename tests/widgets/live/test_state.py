"""Where an explorer stands, as text and as a line of Python that makes it again."""

import pytest

import widgets
from widgets import EXPLORERS, InputError, Kink, SecantToTangent, TangentPlane, drag
from widgets.live import Live


def moved(name):
    """Return an explorer that does not stand at its start."""
    explorer = getattr(widgets, name)()
    for control, described in explorer.controls.items():
        drag(explorer, **{control: described.positions[len(described.positions) // 3]})
    return explorer


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_state_brings_another_explorer_to_the_same_place(name):
    explorer, other = moved(name), getattr(widgets, name)()
    other.state = explorer.state
    assert other.values == explorer.values and other.sentence == explorer.sentence


@pytest.mark.parametrize("name", EXPLORERS)
def test_the_line_of_code_makes_the_same_explorer_again(name):
    explorer = moved(name)
    if explorer.code:
        again = eval(explorer.code, {name: getattr(widgets, name)})
        assert again.values == explorer.values and again.sentence == explorer.sentence


def test_most_explorers_have_a_line_of_code():
    without = [name for name in EXPLORERS if not getattr(widgets, name)().code]
    assert {*without} == {
        *("Kink", "ElementaryRule", "MonomialTerms", "GraphTracer", "ExpressionSwell"),
        "BreakBackprop",
    }


def test_a_line_of_code_has_what_the_explorer_was_made_with():
    explorer = TangentPlane("w1*w2", window=(-1, 1), title='Two "slopes"')
    explorer.formula = "w1 + w2"
    again = eval(explorer.code, {"TangentPlane": TangentPlane})
    assert again.formula == "w1 + w2" and again.sentence == explorer.sentence
    assert 'window=(-1, 1), title="Two \\"slopes\\""' in explorer.code


def test_a_function_goes_by_its_name():
    def square(w):
        return w * w

    assert SecantToTangent(square).code.startswith("SecantToTangent(square, ")
    assert SecantToTangent(lambda w: w).code.startswith("SecantToTangent(g, ")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("w1=3", "no control called 'w1' here; there is w0, epsilon"),
        ("w0=nought", "w0 cannot be 'nought'"),
        ("w0=1&formula=w^^2", "w\\^\\^2|\\^"),
    ],
)
def test_a_state_that_is_none_is_said_and_changes_nothing(state, words):
    explorer = SecantToTangent("w^2")
    before = explorer.state
    with pytest.raises(InputError, match=words):
        explorer.state = state
    assert explorer.state == before


def test_a_choice_with_signs_of_an_address_in_it_survives():
    explorer, other = Kink("max(0, w) + 1"), Kink()
    assert "%2B" in explorer.state
    other.state = explorer.state
    assert other.function == "max(0, w) + 1"


def test_what_only_its_figure_makes_has_no_line_of_code():
    from matplotlib.figure import Figure

    assert Live(Figure(), lambda: "Nothing moves.").code == ""


def test_what_is_told_of_another_place_moves_nothing():
    parabola = SecantToTangent("w^2", w0=1, epsilon=0.5)
    before, pictures = dict(parabola.values), (parabola.scene, parabola.cross, parabola.sentence)
    told = parabola.tell(w0=2, epsilon=0.1)
    assert parabola.values == before
    assert (parabola.scene, parabola.cross, parabola.sentence) == pictures
    assert max(map(len, told.splitlines())) <= 88
    assert drag(parabola, w0=2, epsilon=0.1) == " ".join(told.splitlines())
    with pytest.raises(InputError, match="e0"):
        parabola.tell(e0=1)
