"""What an author of an explorer and a reader with a keyboard rely on."""

import json
import zlib
from xml.etree import ElementTree

import numpy as np
import pytest
import traitlets
from ipywidgets import FloatSlider, link
from matplotlib.figure import Figure

from tests.widgets.live.faithful import unpacked
from tests.widgets.said import numbers
from widgets import InputError, SecantToTangent, drag
from widgets.live import Live, choice, linear, log, say, signed_log, steps, switch


def dot(update=None, **controls):
    figure = Figure()
    (point,) = figure.subplots().plot([0], [0], "o")

    def moved(w):
        point.set_data([w], [w])
        return f"The point is at {say(w)}."

    return Live(figure, update or moved, **(controls or {"w": linear(-1, 1, 0.25, "w", 0.5)}))


def test_the_sentence_is_the_text_form_of_the_explorer():
    explorer = dot()
    data, metadata = explorer._repr_mimebundle_()
    assert repr(explorer) == data["text/plain"] == "The point is at 0.5."
    assert metadata["image/png"]["alt"] == "The point is at 0.5."
    assert data["image/png"].startswith("iVBORw0KGgo")


def test_a_value_can_be_set_observed_and_linked():
    explorer, other, heard = dot(), FloatSlider(min=-1, max=1), []
    explorer.observe(lambda change: heard.append(change.new), "w")
    explorer.w = 0.75
    link((explorer, "w"), (other, "value"))
    other.value = -0.25
    assert heard == [0.75, -0.25]
    assert explorer.sentence == "The point is at −0.25."


def test_dragging_reaches_only_the_positions_of_a_hand():
    explorer = dot()
    assert drag(explorer, w=0.3) == "The point is at 0.25."
    assert explorer.w == 0.25
    with pytest.raises(InputError, match="no control called 'v' here; there is w"):
        drag(explorer, v=1)


def test_dragging_shows_the_baked_sentence_not_a_new_one():
    asked = []

    def update(w):
        asked.append(w)
        return f"This is the picture of {w}."

    explorer = dot(update)
    before = len(asked)
    assert explorer.baked_sentence(w=-1.0) == "This is the picture of -1.0."
    assert len(asked) == before


@pytest.mark.parametrize("remembers", ["words", "place"])
def test_what_has_a_memory_is_refused(remembers):
    figure, calls = Figure(), []
    (point,) = figure.subplots().plot([0], [0], "o")

    def update(w):
        calls.append(w)
        point.set_data([w], [len(calls) * (remembers == "place")])
        return f"Call {len(calls)}." if remembers == "words" else "A call."

    with pytest.raises(InputError, match="depend on nothing but its arguments"):
        Live(figure, update, w=linear(-1, 1, 0.25, "w", 0.5))


def test_out_of_range_is_clamped_and_said():
    explorer = dot()
    explorer.w = 7
    assert explorer.w == 1
    assert explorer.problem == "w goes from −1 to 1: 7 is outside, so 1 is shown."
    assert repr(explorer) == f"The point is at 1. {explorer.problem}"
    explorer.w = 0.5
    assert explorer.problem == ""


def test_a_first_value_out_of_range_is_said_too():
    explorer = SecantToTangent(w0=99, epsilon=0.5)
    assert explorer.w0 == 3
    assert "99 is outside, so 3 is shown." in repr(explorer)


@pytest.mark.parametrize("nonsense", ["0.5", None, float("nan"), [1, 2], True, {}])
def test_nonsense_is_one_sentence_and_nothing_moves(nonsense):
    explorer = dot()
    with pytest.raises(InputError, match=r"w must be a number from −1 to 1; .* is not one\."):
        explorer.w = nonsense
    assert repr(explorer) == "The point is at 0.5."


def test_an_error_in_a_notebook_is_only_its_sentence():
    assert InputError("w is wrong.")._render_traceback_() == ["InputError: w is wrong."]


def test_switches_and_choices_take_only_their_own_values():
    explorer = dot(lambda on, way: f"{on} {way}", on=switch("on"), way=choice("ab", "way", "a"))
    explorer.on, explorer.way = True, "b"
    assert repr(explorer) == "True b"
    with pytest.raises(InputError, match="on is switched on with True and off with False"):
        explorer.on = "yes"
    with pytest.raises(InputError, match="way must be 'a' or 'b'; 'c' is not one of these"):
        explorer.way = "c"


def test_steps_are_whole_numbers_and_each_has_its_words():
    control = steps(["start", "b = sin(a)", "the end"], "step", 1)
    assert control.positions == (0, 1, 2)
    assert control.describe().texts == ("start", "b = sin(a)", "the end")
    assert steps(2, "step").describe().texts == ("0 of 1", "1 of 1")
    assert control.describe().kind == "steps"
    assert [control.nearest(x) for x in (0, 0.9, 2)] == [0, 1, 2]
    with pytest.raises(InputError, match="needs at least one"):
        steps([], "step")


@pytest.mark.parametrize("nonsense", [1.5, "1", None, True, float("nan"), [1]])
def test_there_is_nothing_between_two_steps(nonsense):
    explorer = dot(lambda step: f"Step {step}.", step=steps(4, "step", 1))
    with pytest.raises(InputError, match=r"step must be a whole number from 0 to 3; .* is not one"):
        explorer.step = nonsense
    assert repr(explorer) == "Step 1."


@pytest.mark.parametrize(
    ("asked", "shown"), [(0, 0), (2.0, 2), (np.int64(3), 3), (-1, 0), (9, 3), (float("inf"), 3)]
)
def test_steps_are_clamped_and_stay_whole(asked, shown):
    explorer = dot(lambda step: f"Step {step}.", step=steps(4, "step"))
    explorer.step = asked
    assert explorer.step == shown and type(explorer.step) is int
    assert bool(explorer.problem) == (asked != shown)


def test_no_step_is_left_out_where_sliders_are_thinned():
    def update(step, w):
        return f"{step} {w}"

    explorer = dot(update, step=steps(90, "step"), w=linear(0, 1, 0.001, "w", 0.5))
    grids = explorer.tables[-1].grids
    assert len(grids["step"]) == 90 and len(grids["w"]) < 100
    assert explorer.baked_sentence(step=57, w=0.5) == "57 0.5" == drag(explorer, step=57)


def test_fewer_steps_keep_the_place_as_well_as_they_can():
    explorer = dot(lambda step: f"Step {step}.", step=steps(9, "step", 7))
    explorer.show(explorer.figure, lambda step: f"Step {step}.", step=steps(3, "step", 7))
    assert explorer.step == 2
    assert repr(explorer) == "Step 2. step goes from 0 to 2: 7 is outside, so 2 is shown."


def test_zero_cannot_be_reached_on_a_signed_logarithmic_slider():
    explorer = dot(lambda step: say(step), step=signed_log(1, 1e-16, "ε", 1))
    explorer.step = 0
    assert explorer.step == 1e-16
    assert "no nearer to zero than 10⁻¹⁶" in explorer.problem
    explorer.step = -1e-300
    assert explorer.step == -1e-16


def test_logarithmic_sliders_have_round_numbers_at_every_power_of_ten():
    for control in (log(1e-16, 1, "ε", 1), signed_log(1, 1e-16, "ε", 1)):
        assert {float(f"1e-{k}") for k in range(17)} <= set(control.positions)
        assert list(control.positions) == sorted(set(control.positions))
    assert 0 not in signed_log(1, 1e-16, "ε", 1).positions


def test_too_many_positions_are_thinned_and_the_lines_through_the_values_are_not():
    explorer = SecantToTangent()
    fine = {name: len(control.positions) for name, control in explorer.controls.items()}
    grids = {name: len(grid) for name, grid in explorer.tables[-1].grids.items()}
    assert grids["w0"] * grids["epsilon"] < 5000 < fine["w0"] * fine["epsilon"]
    assert {n: len(t.grids[n]) for n, t in zip(fine, explorer.tables[:-1], strict=True)} == fine
    explorer.w0 = 1.125
    assert "w⁰ = 1.125" in explorer.baked_sentence(w0=1.125, epsilon=0.005)


def test_a_control_cannot_take_a_name_that_widgets_use():
    with pytest.raises(ValueError, match="a control cannot be called 'layout'"):
        dot(lambda layout: "", layout=linear(0, 1, 1, "layout", 0))


def test_the_figure_is_an_ordinary_one_that_can_be_edited():
    explorer = dot()
    explorer.w = -0.5
    (line,) = explorer.figure.axes[0].lines
    assert line.get_xdata() == [-0.5]
    before = explorer.scene
    explorer.figure.axes[0].set_title("My own title")
    explorer.redraw()
    assert explorer.w == -0.5
    assert explorer.scene != before


def test_a_value_and_the_pictures_around_it_travel_in_one_message(monkeypatch):
    explorer = SecantToTangent()
    sent = []
    monkeypatch.setattr(type(explorer), "send_state", lambda self, key=None: sent.append(set(key)))
    explorer.w0 = 1.2345
    assert sent == [{"w0", "cross"}]


def test_nothing_in_the_picture_reaches_out_of_it():
    svg = json.loads(zlib.decompress(dot().scene))["svg"]
    assert "<style" in svg and ">*{" not in svg
    assert 'href="http' not in svg and "url(http" not in svg


def test_values_are_widget_traits():
    assert isinstance(dot().traits()["w"], traitlets.TraitType)
    assert dot().traits()["w"].metadata["sync"] is True


def offered(explorer):
    return list(json.loads(zlib.decompress(explorer.scene))["controls"])


def test_a_lesson_offers_only_some_controls_and_the_others_stay_where_they_were_put():
    explorer = SecantToTangent("w^2", w0=1.0, epsilon=0.1).only("w0")
    assert offered(explorer) == ["w0"] and explorer.values == {"w0": 1.0, "epsilon": 0.1}
    assert 4.1 in numbers(drag(explorer, w0=2))
    with pytest.raises(InputError, match="no control called 'epsilon' here; there is w0."):
        drag(explorer, epsilon=1)
    explorer.epsilon = 0.5
    assert 4.5 in numbers(explorer.sentence)
    assert explorer.sentence == explorer.baked_sentence(w0=2.0)
    explorer.g = np.exp
    assert offered(explorer) == ["w0"] and "ε = 0.5" in drag(explorer, w0=0)
    assert offered(explorer.only()) == [] and explorer.baked_sentence() == explorer.sentence
    assert offered(explorer.only("epsilon", "w0")) == ["w0", "epsilon"]


def test_only_what_is_a_control_can_be_offered():
    explorer = dot()
    with pytest.raises(InputError, match="no control called 'epsilon' here; there is w."):
        explorer.only("epsilon")
    assert offered(explorer) == ["w"]


def pictures(explorer, **values):
    """What moves in the picture for these values: {(group, element, attribute): value}."""
    scene = unpacked(explorer.scene)
    at = explorer.tables[-1].find({**explorer.values, **values}, explorer.controls)
    tracks = scene["product"]["tracks"]
    return {
        (t["group"], t["element"], t["attribute"]): t["values"][t["at"][at] if t["at"] else 0]
        for t in tracks
    }


def group(svg, name):
    root = ElementTree.fromstring(svg)
    (found,) = [node for node in root.iter() if node.get("id") == name]
    return ElementTree.tostring(found, encoding="unicode")


def test_two_explorers_of_one_figure_move_their_own_artists():
    figure = Figure()
    axes = figure.subplots()
    axes.set(xlim=(0, 4), ylim=(0, 4))
    (red,) = axes.plot([0, 1], [0, 0], color="#ff0000")
    (blue,) = axes.plot([0, 1], [4, 4], color="#0000ff")

    def explorer(line):
        def update(w):
            line.set_data([0, w], [w, w])
            return f"{w}"

        return Live(figure, update, w=linear(0, 4, 1, "w", 2))

    explorers = {"#ff0000": explorer(red), "#0000ff": explorer(blue)}
    for color, shown in explorers.items():
        svg = json.loads(zlib.decompress(shown.scene))["svg"]
        assert color in group(svg, "live-0")
        assert len({pictures(shown, w=w)["live-0", "path", "d"] for w in range(5)}) == 5
        shown.redraw()
        assert color in group(json.loads(zlib.decompress(shown.scene))["svg"], "live-0")
    assert red.get_gid() is None


def test_equal_pictures_are_equal_bytes():
    assert dot().scene == dot().scene
