"""What a screen reader is given to say, and the keys and boxes of whoever goes by it."""

import re

import pytest
from playwright.sync_api import expect

from widgets import GraphTracer, SecantToTangent

pytestmark = pytest.mark.browser

# Longer than the moment after which something is said.
A_MOMENT = 450


@pytest.fixture
def secant(saved):
    return saved(SecantToTangent("w^2", w0=1.0, epsilon=0.1, title="To w²"))


def test_what_stands_there_at_first_is_found_and_not_announced(secant, page):
    page.wait_for_timeout(A_MOMENT)
    assert secant.said == ""
    expect(secant.picture).to_have_accessible_name("To w squared")
    assert secant.words.startswith("At w zero equals 1 the derivative is 2. With epsilon equals")
    assert page.title() == page.get_by_role("heading").inner_text() == "To w²"


def test_what_changes_is_said_and_then_forgotten(secant, page):
    secant.slider(1).press("ArrowLeft")
    page.wait_for_timeout(A_MOMENT)
    assert "derivative is 2" in secant.words and "derivative is 2" not in secant.said
    assert secant.said.startswith("With epsilon equals 0.09 the secants slope is 2.09")
    page.wait_for_timeout(5000)
    assert secant.said == ""


def test_many_moves_are_one_announcement(secant, page):
    secant.node.evaluate(
        """node => { node.said = [];
          new MutationObserver(() => node.said.push(1)).observe(
            node.querySelector('[aria-live]'), { childList: true }); }"""
    )
    for _ in range(12):
        secant.slider(0).press("ArrowRight")
    page.wait_for_timeout(A_MOMENT)
    assert secant.node.evaluate("node => node.said.length") == 1


def test_a_key_tells_the_whole_sentence_and_another_the_shape(secant, page):
    secant.slider(0).press("t")
    page.wait_for_timeout(A_MOMENT)
    assert secant.said == secant.words != ""
    secant.box(0).press("t")
    assert secant.box(0).input_value() == "t1"
    page.keyboard.press("Escape")
    assert secant.box(0).input_value() == "1"


def test_values_are_words(secant):
    slider = secant.slider(1)
    slider.press("Home")
    for _ in range(100):
        slider.press("ArrowRight")
    heard = slider.get_attribute("aria-valuetext")
    assert re.fullmatch(r"minus (?:[\d.]+ times )?10 to the minus \d+", heard), heard
    expect(slider).to_have_accessible_name("epsilon")
    expect(secant.box(1)).to_have_accessible_name("epsilon, as a number")


def test_play_is_silent_on_the_way_and_stops_at_escape(saved, page):
    tracer = saved(GraphTracer())
    tracer.button("play").press("Enter")
    page.wait_for_timeout(2000)
    assert tracer.shown["step"] >= 2 and tracer.said == ""
    page.keyboard.press("Escape")
    at = tracer.shown["step"]
    page.wait_for_timeout(1400)
    assert tracer.shown["step"] == at and tracer.button("play").is_visible()
    assert f"step {at} of" in tracer.said


def test_play_slowed_says_each_step_and_waits_for_its_words(saved, page):
    tracer = saved(GraphTracer())
    tracer.node.get_by_label("pace of play").select_option("0.5×")
    tracer.button("play").press("Enter")
    page.wait_for_timeout(A_MOMENT)
    assert "step 1 of" in tracer.said
    # A voice takes about 15 letters a second.
    least = len(tracer.said) / 20 * 1000 - A_MOMENT
    assert least > 900
    page.wait_for_timeout(least)
    assert tracer.shown["step"] == 1
    tracer.node.get_by_label("pace of play").select_option("2×")
    tracer.wait_for("step 3 of")
    assert tracer.button("pause").is_visible()


def complaint(explorer):
    """What is seen to be wrong; a screen reader hears the same in words."""
    seen = explorer.complaint
    assert bool(seen) == bool(explorer.node.get_by_role("alert").text_content())
    return seen


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0,05", 0.05),
        ("1e-3", 1e-3),
        ("10^-3", 1e-3),
        ("1/8", 0.125),
        ("−0,5", -0.5),
        ("1/4", 0.25),
    ],
)
def test_a_number_is_taken_as_it_is_written_anywhere(secant, typed, value):
    secant.box(1).fill(typed)
    secant.box(1).press("Enter")
    assert complaint(secant) == ""
    # Without a kernel the nearest baked position is shown.
    assert secant.shown["epsilon"] == pytest.approx(value, rel=0.13)
    assert float(secant.box(1).input_value()) == secant.shown["epsilon"]


@pytest.mark.parametrize("key", ["Enter", "Tab", "ArrowUp"])
def test_a_number_that_is_moved_into_the_range_says_so(secant, key):
    for _ in range(2):
        secant.box(1).fill("5")
        secant.box(1).press(key)
        assert complaint(secant) == "ε goes from −4 to 4: the nearest value is shown."
        assert secant.shown["epsilon"] == 4 and secant.box(1).input_value() == "4"


@pytest.mark.parametrize("typed", ["", "abc", "1/0", "1,2,3"])
def test_what_is_no_number_is_refused_beside_the_box_until_escape(secant, typed):
    box, before = secant.box(1), secant.shown
    box.fill(typed)
    box.press("Enter")
    assert complaint(secant) == "ε must be a number from −4 to 4."
    assert box.get_attribute("aria-invalid") == "true" and box.input_value() == typed
    expect(box).to_have_accessible_description("epsilon must be a number from minus 4 to 4.")
    box.press("Escape")
    assert (secant.shown, box.input_value(), complaint(secant)) == (before, "0.1", "")
    assert box.get_attribute("aria-invalid") is None


def test_what_can_be_read_in_two_ways_is_asked_about(secant):
    secant.box(1).fill("1,000")
    secant.box(1).press("Enter")
    assert complaint(secant) == "1,000 can be read in two ways: write 1000 or 1.000."
