"""What a reader may expect of every explorer, one test for each promise."""

import base64
import functools
import inspect
import re

import numpy as np
import pytest
from matplotlib.text import Text

import widgets
from widgets import EXPLORERS, InputError, Live, drag
from widgets.live import aloud

LONGEST_SENTENCE, LONGEST_COMPLAINT = 600, 250
TITLE = "My own lesson"

# Explorers of a function that no formula is, each with the reason.
NO_FORMULA = {
    "Flattening": "its function takes the list [a, b, C], which no formula does",
    "ErrorClinic": "it runs code, which a formula is not: ErrorClinic(g, at)",
    "QuadraticForm": "it draws a matrix, which no formula is: QuadraticForm([[2, 1], [1, 3]])",
}
# Explorers with a function, but no axis of w to show a part of.
NO_WINDOW = {
    "RoundOff": "its axis is ε",
    "FloatMicroscope": "its axis is as wide as the gaps between numbers",
    "GraphTracer": "it draws a graph",
    "BreakBackprop": "it draws a graph",
    "ExpressionSwell": "its axis is the order of the derivative",
    "ZeroPartials": "it draws a map of zeros",
    "ModeCost": "its axes count inputs and outputs",
}
# A pole and the edge of a domain, for explorers whose box shows a formula of this kind.
POLES = {
    "sin(w)*w": ("1/w", "log(w)"),
    "sin(w1)*w2": ("1/(w1*w2)", "log(w1*w2)"),
    "sin(w); w^2": ("1/w; log(w)", "w; 1/w"),
    "sin(w^2)": ("1/w^2", "log(w^3)"),
}
BAD_FORMULAS = ("sin(w", "lg(w)", "2w")


def raising(*inputs):
    raise RuntimeError("no such luck")


BAD_FUNCTIONS = {"raises": raising, "text": lambda *w: "abc", "nothing": lambda *w: None}


def of(name):
    return getattr(widgets, name)


@functools.cache
def shown(name):
    """One explorer of each kind for all tests; each leaves it as it was."""
    return of(name)()


@functools.cache
def spare(name):
    """One more, for tests that leave another formula in it."""
    return of(name)()


def look(explorer):
    """What must not change when something is refused."""
    return repr(explorer), explorer.values, explorer.scene, explorer.formula


def picture(explorer, **values):
    """What the figure shows: of each artist that can move, where it is and whether it is seen."""
    explorer.stage.update(**{**explorer.values, **values})
    return [explorer.stage.reader.key(artist) for artist in explorer.stage.movers]


def takes(name, option):
    return option in inspect.signature(of(name).__init__).parameters


def has_formula(name):
    return of(name).take_formula is not Live.take_formula


def complaint(refused):
    said = str(refused.value)
    assert len(said) < LONGEST_COMPLAINT and "\n" not in said, said
    return said


def assert_readable(sentence):
    assert sentence[-1] in ".?" and sentence == " ".join(sentence.split()), sentence
    assert len(sentence) <= LONGEST_SENTENCE, sentence


def sentences(explorer):
    """Everything that the explorer can say without the kernel."""
    return {sentence for table in explorer.tables for sentence in table.sentences}


every = pytest.mark.parametrize("name", EXPLORERS)
with_function = pytest.mark.parametrize("name", [n for n in EXPLORERS if n not in NO_FORMULA])


@every
def test_it_is_made_without_being_told_anything(name):
    data, metadata = shown(name)._repr_mimebundle_()
    assert data["text/plain"] == repr(shown(name)) == shown(name).sentence
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == aloud(shown(name).sentence)


@every
def test_every_control_changes_what_is_said_or_seen(name):
    explorer = shown(name)
    for control, at in explorer.controls.items():
        ends = [at.positions[0], at.positions[-1]]
        said = {explorer.stage.seen({**explorer.values, control: end}).sentence for end in ends}
        drawn = [picture(explorer, **{control: end}) for end in ends]
        assert len(said) > 1 or drawn[0] != drawn[1], f"{control} changes nothing"


@every
def test_what_it_says_is_a_few_short_sentences(name):
    said = sentences(shown(name))
    assert len(said) > 1
    for sentence in said:
        assert_readable(sentence)
        assert not re.search(r"\bnan\b|\binf\b|\de[-+]?\d|-\d|\bNone\b(?! of)", sentence), sentence


@every
def test_what_a_voice_says_has_no_sign_that_it_may_pass_over(name):
    explorer = shown(name)
    said = sentences(explorer) | {explorer.formula_label, explorer.formula_example}
    said |= {explorer.heading, explorer.shape} - {""}
    for control in explorer.controls.values():
        said |= {control.label, *control.describe().texts}
    for sentence in said:
        assert re.fullmatch(r"[A-Za-z0-9 .,;:%-]+", aloud(sentence)), aloud(sentence)


@every
def test_a_value_out_of_range_is_the_nearest_one_and_one_sentence(name):
    explorer = shown(name)
    before = explorer.values
    for control, at in explorer.controls.items():
        if at.numeric:
            setattr(explorer, control, 1e30)
            assert getattr(explorer, control) == at.positions[-1]
            assert "outside, so" in explorer.problem and explorer.problem.endswith(" is shown.")
        setattr(explorer, control, before[control])
    assert explorer.values == before and explorer.problem == ""


@every
@pytest.mark.parametrize("nonsense", ["abc", None, float("nan")])
def test_nonsense_changes_nothing(name, nonsense):
    explorer = shown(name)
    for control in explorer.controls:
        before = look(explorer)
        with pytest.raises(InputError) as refused:
            setattr(explorer, control, nonsense)
        complaint(refused)
        assert look(explorer) == before
        with pytest.raises(InputError) as refused:
            drag(explorer, **{control: nonsense})
        complaint(refused)


def test_what_has_no_function_or_no_window_says_why():
    assert {n for n in EXPLORERS if not has_formula(n)} == {*NO_FORMULA}
    assert {n for n in EXPLORERS if has_formula(n) and not takes(n, "window")} == {*NO_WINDOW}


@pytest.mark.parametrize("name", [n for n in EXPLORERS if has_formula(n)])
def test_the_formula_that_the_empty_box_shows_can_be_typed(name):
    explorer = of(name)()
    explorer.formula = explorer.formula_example
    assert explorer.formula == explorer.formula_example and explorer.problem == ""


@with_function
@pytest.mark.parametrize("bad", BAD_FUNCTIONS)
def test_a_bad_function_is_refused_and_the_picture_stays(name, bad):
    with pytest.raises(InputError) as refused:
        of(name)(BAD_FUNCTIONS[bad])
    complaint(refused)
    explorer = shown(name)
    attribute = [*inspect.signature(of(name).__init__).parameters][1]
    assert isinstance(getattr(of(name), attribute), property), f"{attribute} cannot be set"
    before = look(explorer)
    with pytest.raises(InputError) as refused:
        setattr(explorer, attribute, BAD_FUNCTIONS[bad])
    complaint(refused)
    assert look(explorer) == before


@with_function
@pytest.mark.parametrize("formula", BAD_FORMULAS)
def test_a_bad_formula_is_refused_and_the_picture_stays(name, formula):
    explorer = shown(name)
    text = f"w; {formula}" if ";" in explorer.formula_example else formula
    before = look(explorer)
    with pytest.raises(InputError) as refused:
        explorer.formula = text
    said = complaint(refused)
    assert look(explorer) == before
    explorer.hear(None, {"formula": text}, [])
    assert explorer.problem == said
    explorer.problem = ""
    assert look(explorer) == before


@with_function
@pytest.mark.parametrize("which", [0, 1])
def test_a_pole_and_the_edge_of_a_domain_are_drawn(name, which):
    explorer = spare(name)
    explorer.formula = POLES[explorer.formula_example][which]
    for sentence in sentences(explorer):
        assert_readable(sentence)


@every
def test_a_title_and_values_can_be_given_at_the_start(name):
    controls = shown(name).controls
    known = {control for control in controls if takes(name, control)}
    assert known and takes(name, "title")
    last = {control: controls[control].positions[-1] for control in known}
    made = of(name)(**last, title=TITLE)
    assert {control: made.values[control] for control in known} == last
    texts = [text.get_text() for text in made.figure.findobj(Text)]
    written = [*texts, made.written_title]
    assert [text for text in written if TITLE in text] == [TITLE]


@pytest.mark.parametrize("name", [n for n in EXPLORERS if n not in {**NO_FORMULA, **NO_WINDOW}])
def test_a_window_can_be_chosen_and_a_bad_one_is_refused(name):
    made = of(name)(window=(0.25, 1.5))
    assert_readable(made.sentence)
    for window in ((3, -3), "ab", (0, np.inf)):
        with pytest.raises(InputError) as refused:
            of(name)(window=window)
        assert "window" in complaint(refused)


@every
def test_a_cell_can_ask_what_is_seen_without_moving_it(name):
    explorer = of(name)()
    before = dict(explorer.values)
    there = {control: c.positions[-1] for control, c in explorer.controls.items()}
    told = explorer.tell(**there)
    assert explorer.values == before
    for control, value in there.items():
        setattr(explorer, control, value)
    assert " ".join(told.split()) == " ".join(explorer.sentence.split())


@every
def test_a_lesson_can_hide_controls(name):
    explorer = of(name)()
    first, *others = explorer.controls
    before = explorer.sentence
    assert explorer.only(first) is explorer
    assert [*explorer.offered] == [first] and explorer.sentence == before
    for other in others:
        at = explorer.controls[other]
        setattr(explorer, other, at.positions[0])
        assert getattr(explorer, other) == at.positions[0]
        assert explorer.baked_sentence(**explorer.values) == explorer.sentence
    assert not explorer.only().offered
    with pytest.raises(InputError) as refused:
        explorer.only("no such control")
    assert first in complaint(refused)
