"""The explorers in a real JupyterLab, moved by mouse and by keyboard."""

import re
from itertools import pairwise

import pytest
from lab import ask, curve, wait_until
from sliders import Explorer

pytestmark = pytest.mark.browser

CELLS = [
    "import numpy as np\nfrom widgets import RoundOff, SecantToTangent",
    "secant = SecantToTangent(lambda w: w**2, w0=1.0, epsilon=1.0)\nsecant",
    "rounding = RoundOff()\nrounding",
]


@pytest.fixture
def rounding(lab_page):
    """The second explorer."""
    yield Explorer(lab_page, 1)
    assert lab_page.errors == []


def test_dragging_with_the_mouse_moves_picture_sentence_and_number(secant, lab_page):
    seen, heights = [], set()
    lab_page.wait_for_timeout(600)
    lab_page.sent.clear()
    for _ in secant.drag(0, 0.6, 0.9):
        w0 = secant.shown["w0"]
        assert secant.box(0).input_value() == f"{w0:g}"
        said = secant.sentence
        derivative = float(said.split("derivative is ")[1].split(". ")[0].replace("−", "-"))
        assert derivative == pytest.approx(2 * w0, rel=1e-3)
        seen.append(tuple(secant.paths()))
        heights.add(secant.node.bounding_box()["height"])
    assert len(set(seen)) > 15
    assert len(heights) == 1
    assert secant.shown["w0"] == pytest.approx(2.4, abs=0.5)
    # The last fifteenth of a second before the hand lets go may count as a rest.
    wait_until(lab_page, "print(secant.w0)", str(secant.shown["w0"]))


def test_no_message_is_sent_while_the_hand_moves(secant, lab_page):
    lab_page.wait_for_timeout(600)
    lab_page.sent.clear()
    steps = secant.drag(0, 0.6, 0.1, steps=40)
    for _ in range(40):
        next(steps)
    assert secant.shown["w0"] < -2
    assert lab_page.sent == []
    list(steps)
    lab_page.wait_for_timeout(500)
    assert lab_page.sent != []


def test_arrow_keys_move_the_slider_and_not_the_notebook(secant, lab_page):
    slider = secant.slider(0)
    slider.focus()
    for _ in range(4):
        slider.press("ArrowLeft")
    assert secant.shown["w0"] == 0.9
    assert secant.sentence.startswith("At w⁰ = 0.9 the derivative is 1.8.")
    slider.press("ArrowRight")
    slider.press("ArrowUp")
    assert secant.shown["w0"] == pytest.approx(0.95)
    assert slider.evaluate("node => document.activeElement === node")
    secant.slider(1).press("ArrowLeft")
    # Away from where w0 stood, fine positions of ε come with the kernel's answer.
    secant.wait_for("With ε = 0.9 ")
    assert secant.shown["epsilon"] == 0.9


def test_a_number_can_be_typed_and_is_drawn_exactly(secant, lab_page):
    secant.box(0).fill("1.2345")
    secant.box(0).press("Enter")
    secant.wait_for("the derivative is 2.469.")
    assert secant.shown["w0"] == 1.2345
    assert float(ask(lab_page, "print(secant.w0)")) == 1.2345
    secant.box(0).press("ArrowUp")
    assert secant.shown["w0"] == 1.25


def test_a_typed_number_out_of_range_is_clamped_and_nonsense_changes_nothing(secant):
    secant.box(0).fill("99")
    secant.box(0).press("Enter")
    secant.wait_for("At w⁰ = 3 the derivative is 6.")
    assert secant.complaint == "w⁰ goes from −3 to 3: the nearest value is shown."
    secant.box(0).fill("")
    secant.box(0).press("Enter")
    assert secant.complaint == "w⁰ must be a number from −3 to 3."
    assert secant.shown["w0"] == 3


def test_what_is_being_typed_is_left_alone(secant, lab_page):
    secant.box(0).fill("0.5")
    ask(lab_page, "secant.epsilon = 0.5")
    secant.wait_for("With ε = 0.5")
    assert secant.box(0).input_value() == "0.5"
    assert secant.shown["w0"] == 1
    secant.box(0).fill("")
    secant.slider(1).focus()
    assert secant.box(0).input_value() == "1"


def test_values_set_in_python_move_the_sliders(secant, lab_page):
    ask(lab_page, "secant.w0, secant.epsilon = -2.0, -0.01")
    secant.wait_for("At w⁰ = −2 the derivative is −4. With ε = −0.01")
    assert secant.box(0).input_value() == "-2"
    assert secant.slider(0).get_attribute("aria-valuetext") == "minus 2"
    said = ask(lab_page, "secant.w0 = 17")
    assert said == ""
    secant.wait_for("At w⁰ = 3")
    assert "17 is outside, so 3 is shown" in secant.complaint
    assert "must be a number" in ask(lab_page, "secant.w0 = 'x'")


def test_another_function_replaces_the_picture_without_a_blank_frame(secant, lab_page):
    lab_page.evaluate(
        """() => {
          window.blank = 0;
          const picture = document.querySelector('.live-picture');
          const watch = () => {
            if (picture.getBoundingClientRect().height < 100 || !picture.querySelector('svg path'))
              window.blank += 1;
            window.watching = requestAnimationFrame(watch);
          };
          watch();
        }"""
    )
    ask(lab_page, "secant.g = np.exp")
    secant.wait_for("At w⁰ = 1 the derivative is 2.718.")
    assert lab_page.evaluate("() => (cancelAnimationFrame(window.watching), window.blank)") == 0
    next(iter(secant.drag(0, 0.7, 0.5, steps=1)))
    lab_page.mouse.up()
    secant.wait_for("At w⁰ = 0 the derivative is 1.")


def test_many_changes_in_a_row_end_in_the_last_picture(secant, lab_page):
    for w0 in (0.5, -1.3, 2.2):
        ask(lab_page, f"secant.g = np.sin\nsecant.w0 = {w0}\nsecant.g = np.exp\nsecant.w0 += 0.1")
    secant.wait_for("At w⁰ = 2.3 the derivative is 9.974.")
    assert secant.shown["w0"] == pytest.approx(2.3)
    # Both points lie on the curve that is drawn: the picture is of the same function.
    use = secant.node.locator("[id^=live-] use").last
    point = [float(use.get_attribute(name)) for name in "xy"]
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", curve(secant))]
    places = [complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    here = complex(*point)
    # By how much the way over a point of the curve is longer than the curve.
    detours = [abs(a - here) + abs(here - b) - abs(a - b) for a, b in pairwise(places)]
    assert min(detours) < 0.5


def test_a_bad_function_leaves_the_picture(secant, lab_page):
    before = secant.paths(), secant.sentence
    assert "it returned the text 'no'" in ask(lab_page, "secant.g = lambda w: 'no'")
    lab_page.wait_for_timeout(300)
    assert (secant.paths(), secant.sentence) == before


def test_names_are_there_for_a_screen_reader(secant, lab_page):
    figure = secant.node
    assert "At w zero equals 1 the derivative is 2." in secant.words
    # The slider, and the point that can be taken.
    handle, slider = figure.get_by_label("epsilon", exact=True).all()
    assert slider.get_attribute("type") == "range" and handle.get_attribute("role") == "slider"
    assert figure.get_by_role("spinbutton", name="epsilon, as a number").count() == 1
    secant.slider(1).press("ArrowLeft")
    assert secant.slider(1).get_attribute("aria-valuetext") == "0.9"
    lab_page.wait_for_timeout(600)
    assert secant.said and secant.said in secant.words


def test_switches_and_the_choice_work(rounding, lab_page):
    assert "five-point" not in rounding.sentence
    rounding.node.get_by_label("five-point quotient").check()
    assert "the five-point quotient is off by" in rounding.sentence
    rounding.node.get_by_label("numbers stored as").select_option("float32")
    assert rounding.sentence.startswith("With ε = 0.0001 in float32")
    wait_until(lab_page, "print(rounding.five_point, rounding.precision)", "True float32")


def test_dragging_epsilon_moves_the_marker(rounding):
    seen = set()
    for _ in rounding.drag(0, 1.0, 0.5):
        seen.add(rounding.sentence.split(" the ")[0])
    assert len(seen) > 15
    assert rounding.shown["epsilon"] == pytest.approx(1e-8, rel=0.5)


def test_it_goes_on_when_the_kernel_is_gone(secant, lab_page):
    lab_page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    seen = {secant.sentence for _ in secant.drag(0, 0.2, 0.8)}
    assert len(seen) > 15
    seen = {secant.sentence for _ in secant.drag(1, 1.0, 0.8)}
    assert len(seen) > 3
    secant.formula.fill("w^3")
    secant.formula.press("Enter")
    assert secant.complaint == "The kernel has not answered yet: is it running?"
