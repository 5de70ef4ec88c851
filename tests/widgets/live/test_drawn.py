"""What attributes cannot show is drawn; what cannot be shown at all is said."""

import pytest
from matplotlib.figure import Figure

from tests.widgets.live.faithful import difference
from tests.widgets.live.test_live import dot
from widgets import InputError, SecantToTangent
from widgets.live import Live, linear


@pytest.mark.parametrize(
    "change",
    [
        lambda axes, line: axes.set_xlim(0, 9),
        lambda axes, line: line.set_data([1, 2, 3], [1, 2, 3]),
        lambda axes, line: axes.title.set_text("two\nlines"),
        lambda axes, line: axes.title.set_text("$w^0$"),
        lambda axes, line: line.set_color("red"),
        lambda axes, line: axes.title.set_fontsize(30),
    ],
)
def test_what_attributes_cannot_show_is_drawn(change):
    figure = Figure()
    axes = figure.subplots()
    (line,) = axes.plot([0], [0], "o")

    def update(w):
        line.set(data=([w], [w]), color="blue")
        axes.title.set(text="title", fontsize=12)
        axes.set_xlim(0, 5)
        if w > 0:
            change(axes, line)
        return "moved"

    explorer = Live(figure, update, w=linear(-1, 1, 1, "w", 0))
    for w in (-1.0, 0.0, 1.0):
        assert difference(explorer, {"w": w}) is None


@pytest.mark.parametrize("returned", [None, 3, b"moved"])
def test_what_returns_no_sentence_is_told_to(returned):
    with pytest.raises(InputError, match=r"at w = −1 it returned .*: end it with return"):
        dot(lambda w: returned)


def test_axes_need_an_extent():
    figure = Figure()
    figure.add_axes((0.1, 0.1, 0, 1))
    with pytest.raises(InputError, match="axes without width or height"):
        Live(figure, lambda w: "moved", w=linear(-1, 1, 1, "w", 0))


def test_more_controls_than_can_be_combined_are_refused_before_anything_is_computed():
    called = []
    sliders = {f"a{n}": linear(0, 1, 0.1, f"a{n}", 0) for n in range(20)}
    with pytest.raises(InputError, match=r"20 controls have [\d,]+ combinations.*use fewer"):
        Live(Figure(), lambda **values: called.append(values), **sliders)
    assert called == []


def test_the_cost_of_an_explorer_names_its_artists_and_adds_up():
    explorer = SecantToTangent("sin(w)")
    cost = explorer.cost()
    assert list(cost.parts.values()) == sorted(cost.parts.values(), reverse=True)
    together = len(explorer.scene) + len(explorer.cross)
    assert 0.7 * together < cost.total < 1.3 * together
    assert repr(cost).count("\n") == len(cost.parts) and "sentences" in cost.parts


def test_the_cost_of_what_is_drawn_is_said():
    figure = Figure()
    (line,) = figure.subplots().plot([0, 1], [0, 1], label="sine")

    def update(w):
        line.set_linewidth(w)
        return f"The width is {w}."

    cost = Live(figure, update, w=linear(1, 3, 0.5, "w", 1)).cost()
    assert cost.parts["Line2D “sine”, drawn by Matplotlib"] > 50
