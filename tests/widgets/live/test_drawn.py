"""What attributes cannot show is drawn; what cannot be shown at all is said."""

import pytest
from matplotlib.figure import Figure

from tests.widgets.live.faithful import difference
from tests.widgets.live.test_live import dot
from widgets import InputError
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
