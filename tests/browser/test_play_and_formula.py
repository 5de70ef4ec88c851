"""Steps that play, formulas that are typed, lists in words: in JupyterLab and in a page alone."""

import inspect

import pytest
from lab import ask, curve
from matplotlib.figure import Figure
from sliders import Explorer

from widgets import SecantToTangent
from widgets.live import Live, choice, linear, steps

pytestmark = pytest.mark.browser


def dots():
    """Show a point for a step and a point for a slider."""
    figure = Figure(figsize=(6, 2))
    axes = figure.subplots()
    axes.set(xlim=(-1, 4), ylim=(-1, 2))
    (point,), (other,) = axes.plot([0], [0], "o"), axes.plot([0], [1], "s")

    def update(step, w):
        point.set_data([step], [0])
        other.set_data([w], [1])
        return f"This is step {step}, and w is {w:g}."

    words = ["start", "b = sin(a)", "c = b + w", "the end"]
    return Live(figure, update, step=steps(words, "step", 0), w=linear(0, 1, 0.1, "w", 0.5))


SENTENCES = [
    "An int is given where autograd wants a float, and it stops with a TypeError of its own",
    "Nothing is divided by nothing",
    "An array is added to in place",
]


def mistakes():
    """Show which of three mistakes is chosen by its sentence."""
    figure = Figure(figsize=(6, 2))
    said = figure.text(0.1, 0.5, "")

    def update(mistake):
        said.set_text(mistake)
        return f"The mistake is {mistake}."

    names = ["an int", "0/0", "+="]
    return Live(figure, update, mistake=choice(names, "mistake", "an int", SENTENCES))


CELLS = [
    "from matplotlib.figure import Figure\nfrom widgets import SecantToTangent\n"
    f"from widgets.live import Live, choice, linear, steps\nSENTENCES = {SENTENCES}\n"
    + inspect.getsource(dots)
    + inspect.getsource(mistakes),
    "secant = SecantToTangent(lambda w: w**2)\nsecant",
    "played = dots()\nplayed",
    "chosen = mistakes()\nchosen",
]


def answer(explorer, text):
    """Type a formula and come back when the kernel has answered."""
    explorer.formula.fill(text)
    explorer.formula.press("Enter")
    explorer.node.locator(".live-formula input:not([aria-busy])").wait_for()


def where(explorer):
    """Return the places of the parts that must not move when there is something to say."""
    parts = [explorer.node.locator(part) for part in (".live-picture", "figcaption")]
    return [part.bounding_box() for part in parts], explorer.node.bounding_box()


def test_a_typed_formula_is_drawn(secant, lab_page):
    assert secant.formula.input_value() == ""
    assert secant.formula.get_attribute("placeholder") == "type a formula, e.g. sin(w)*w"
    before, places = curve(secant), where(secant)
    answer(secant, "w^3")
    secant.wait_for(" is 7,")
    assert curve(secant) != before and secant.complaint == ""
    assert secant.formula.input_value() == "w^3" == ask(lab_page, "print(secant.formula)")
    assert ask(lab_page, "print(float(secant.g(2)))") == "8.0"
    assert where(secant) == places
    ask(lab_page, "secant.formula = 'exp(w)'")
    secant.wait_for("At w⁰ = 1 the derivative is 2.718.")
    assert secant.formula.input_value() == "exp(w)"


def test_a_wrong_formula_leaves_the_picture_and_offers_a_right_one(secant, lab_page):
    before, places = curve(secant), where(secant)
    answer(secant, "3 + 2w")
    assert secant.complaint == "an operator is missing between 2 and w (character 6): write 2*w."
    assert (curve(secant), where(secant)) == (before, places)
    assert secant.formula.input_value() == "3 + 2w"
    assert secant.formula.get_attribute("aria-invalid") == "true"
    assert secant.formula.evaluate("box => box.selectionStart") == 5
    secant.button("write 3 + 2*w instead").press("Enter")
    secant.wait_for(" is 2, ")
    assert secant.formula.input_value() == "3 + 2*w" == ask(lab_page, "print(secant.formula)")
    assert secant.complaint == "" and secant.button("write").count() == 0
    assert secant.formula.get_attribute("aria-invalid") is None


def test_a_box_that_is_left_is_heard_and_escape_brings_the_formula_back(secant):
    secant.formula.fill("sqrt(-1 - w^2)")
    secant.slider(0).focus()
    secant.node.locator(".live-complaint", has_text="g gives no number anywhere").wait_for()
    secant.formula.press("Escape")
    assert secant.complaint == secant.formula.input_value() == ""
    answer(secant, "w + v")
    assert secant.complaint == "this explorer takes a formula of 1 input; w + v has 2: w, v."
    secant.slider(1).press("ArrowLeft")
    assert secant.complaint == "" and "the derivative is 2." in secant.sentence


def test_play_goes_through_the_steps_without_the_kernel(lab_page):
    played = Explorer(lab_page, 1)
    height = played.node.bounding_box()["height"]
    lab_page.wait_for_timeout(400)
    lab_page.sent.clear()
    played.button("play").focus()
    lab_page.keyboard.press("Enter")
    assert played.shown["step"] == 1
    played.wait_for("This is step 2")
    assert lab_page.sent == []
    played.wait_for("This is step 3")
    assert played.button("play").count() == 1
    lab_page.wait_for_timeout(400)
    assert ask(lab_page, "print(played.step)") == "3"
    lab_page.keyboard.press("Space")
    assert played.shown["step"] == 0 and played.button("pause").is_visible()
    lab_page.keyboard.press("Space")
    assert played.button("play").is_visible()
    assert played.node.bounding_box()["height"] == height
    played.page.wait_for_timeout(500)
    assert played.said == "This is step 0, and w is 0.5."


def test_a_page_without_a_kernel_plays_and_steps(saved, page):
    played = saved(dots())
    before = played.node.locator("[id^=live-] use").first.get_attribute("x")
    played.button("play").click()
    played.wait_for("This is step 1, and w is 0.5.")
    assert played.node.locator(".live-step").inner_text() == "b = sin(a)"
    played.wait_for("This is step 2")
    played.slider(1).press("ArrowRight")
    assert played.button("play").is_visible()
    page.wait_for_timeout(1000)
    assert played.shown == {"step": 2, "w": 0.6}
    played.slider(0).press("ArrowRight")
    assert played.slider(0).get_attribute("aria-valuetext") == "the end"
    played.button("one step on").press("Enter")
    assert played.shown["step"] == 3
    played.button("one step back").press("Enter")
    played.slider(0).press("ArrowLeft")
    assert played.sentence == "This is step 1, and w is 0.6."
    assert played.node.locator("[id^=live-] use").first.get_attribute("x") != before


def test_play_works_where_motion_is_not_wanted(saved, page):
    page.emulate_media(reduced_motion="reduce")
    played = saved(dots())
    played.button("play").click()
    played.wait_for("This is step 2")
    assert played.node.evaluate("node => node.getAnimations({ subtree: true }).length") == 0


def test_a_page_without_a_kernel_shows_the_formula_and_takes_none(saved):
    explorer = saved(SecantToTangent("sin(w)*w"))
    assert explorer.formula.input_value() == "sin(w)*w"
    assert explorer.formula.is_disabled()
    assert "running notebook" in explorer.formula.get_attribute("aria-description")
    assert len({explorer.sentence for _ in explorer.drag(0, 0.2, 0.8)}) > 15


def shown_in_the_list(explorer):
    """Return what the list reads, and whether that fits into the explorer."""
    chosen = explorer.node.get_by_label("mistake", exact=True)
    mine, whole = chosen.bounding_box(), explorer.node.bounding_box()
    fits = mine["x"] + mine["width"] <= whole["x"] + whole["width"]
    return chosen.evaluate("list => list.selectedOptions[0].text"), fits


def choose_by_keys(explorer):
    """Walk through the list from its first sentence, and come back to the second."""
    chosen = explorer.node.get_by_label("mistake", exact=True)
    assert chosen.locator("option").all_inner_texts() == SENTENCES
    chosen.focus()
    for key, name, words in (
        ("ArrowDown", "0/0", SENTENCES[1]),
        ("End", "+=", SENTENCES[2]),
        ("ArrowUp", "0/0", SENTENCES[1]),
    ):
        chosen.press(key)
        assert explorer.sentence == f"The mistake is {name}."
        assert explorer.shown == {"mistake": name}
        assert shown_in_the_list(explorer) == (words, True)


def test_a_list_reads_sentences_and_the_kernel_hears_names(lab_page):
    explorer = Explorer(lab_page, 2)
    choose_by_keys(explorer)
    lab_page.wait_for_timeout(400)
    assert ask(lab_page, "print(chosen.mistake)") == "0/0"
    ask(lab_page, "chosen.mistake = 'an int'")
    explorer.wait_for("The mistake is an int.")
    assert shown_in_the_list(explorer) == (SENTENCES[0], True)
    explorer.node.locator("select").select_option(label=SENTENCES[2])
    explorer.wait_for("The mistake is +=.")


@pytest.mark.parametrize("width", [1200, 360])
def test_a_page_without_a_kernel_lists_the_sentences_too(saved, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    explorer = saved(mistakes())
    assert shown_in_the_list(explorer) == (SENTENCES[0], True)
    choose_by_keys(explorer)
