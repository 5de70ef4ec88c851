"""Explorers that share a page with others, of their own kind and of another kernel."""

import base64

import numpy as np
import pytest
from matplotlib.figure import Figure
from sliders import Explorer

from widgets import SecantToTangent
from widgets.live import Live, choice
from widgets.live import page as pages

pytestmark = pytest.mark.browser

# Each explorer gets a model and a module of its own, as JupyterLab gives them.
SHOW = """
async ([code, states]) => {
  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
  for (const [i, state] of states.entries()) {
    const values = { ...state };
    for (const name of ['scene', 'cross']) values[name] = new DataView(bytes(state[name]).buffer);
    const handlers = {};
    const model = {
      get: name => values[name], save_changes() {}, off() {},
      set(name, value) { values[name] = value; handlers['change:' + name]?.(); },
      on: (event, handler) => { handlers[event] = handler; },
    };
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    const el = document.getElementById('place-' + i);
    (await import(url)).default.render({ model, el });
  }
}
"""


def state(explorer):
    blobs = {
        name: base64.b64encode(getattr(explorer, name)).decode() for name in ("scene", "cross")
    }
    return {**blobs, **explorer.values, "problem": "", "formula": explorer.formula}


def seen(page, explorers, number, style=""):
    """Show explorers below each other, all but one in a style, and return that one's picture."""
    places = "".join(
        f"<div id=place-{i} style='{'' if i == number else style}'></div>"
        for i in range(len(explorers))
    )
    page.set_content(f"<!doctype html><style>{CSS}</style><main>{places}</main>")
    page.evaluate(SHOW, [pages.code(), [state(explorer) for explorer in explorers]])
    for i in range(len(explorers)):
        page.locator(f"#place-{i} figure.live[data-shown]").wait_for(state="attached")
    return page.locator(f"#place-{number} .live-picture").screenshot()


CSS = pages.style()


@pytest.mark.parametrize("style", ["display: none", "visibility: hidden; position: fixed"])
def test_a_hidden_copy_leaves_the_other_clipped(page, style):
    # Far from its own point the tangent of exp runs out of the axes, through labels and table.
    explorer = SecantToTangent(np.exp, w0=2.5, epsilon=-1.0)
    alone = seen(page, [explorer], 0)
    assert seen(page, [explorer, explorer], 1, style) == alone
    assert seen(page, [explorer, explorer], 0, style) == alone


def test_the_first_explorers_of_two_kernels_share_no_name(page):
    first, second = SecantToTangent(np.exp, w0=2.5), SecantToTangent("w^3", w0=2.0)
    alone = seen(page, [second], 0)
    assert seen(page, [first, second], 1, "display: none") == alone
    repeated = """() => {
      const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
      return ids.filter((id, i) => ids.indexOf(id) !== i);
    }"""
    assert page.evaluate(repeated) == []
    figures = page.locator("figure.live")
    for figure in (figures.nth(0), figures.nth(1)):
        described = figure.locator(".live-picture svg").get_attribute("aria-describedby")
        words, _ = described.split()
        assert figure.locator("figcaption .live-unseen").get_attribute("id") == words


def test_every_reference_in_a_picture_finds_its_own_view(page):
    explorer = SecantToTangent("w^2")
    seen(page, [explorer, explorer], 1)
    lost = """() => [...document.querySelectorAll('.live-picture')].flatMap(picture => {
      const found = picture.innerHTML.matchAll(/url\\(#([^)]+)\\)|href="#([^"]+)"/g);
      return [...found].filter(([, a, b]) => !picture.contains(document.getElementById(a ?? b)));
    }).length"""
    clipped = "document.querySelectorAll('.live-picture [clip-path]').length"
    assert page.evaluate(lost) == 0 and page.evaluate(clipped) > 4


def test_a_view_in_a_closed_tab_shows_what_was_moved_meanwhile(page):
    explorer = SecantToTangent("w^2", w0=1.0)
    places = "<div id=place-0 style='display: none'></div>"
    page.set_content(f"<!doctype html><style>{CSS}</style>{places}")
    page.evaluate(SHOW, [pages.code(), [state(explorer)]])
    page.locator("figure.live[data-shown]").wait_for(state="attached")
    moved = "node => { node.value = 200; node.dispatchEvent(new Event('input')); }"
    page.locator("#place-0 input[type=range]").first.evaluate(moved)
    page.locator("#place-0").evaluate("node => node.style.display = ''")
    shown = Explorer(page, 0)
    assert shown.sentence.startswith("At w⁰ = 2 the derivative is 4.")
    explorer.w0 = 2.0
    picture = page.locator("#place-0 .live-picture").screenshot()
    assert picture == seen(page, [explorer], 0)


def test_a_typed_number_keeps_its_complaint_knows_commas_and_ignores_the_wheel(saved):
    shown = saved(SecantToTangent("w^2", w0=1.0))
    box = shown.box(0)
    box.fill("99")
    box.press("Enter")
    assert shown.complaint == "w⁰ goes from −3 to 3: the nearest value is shown."
    assert box.input_value() == "3"
    box.press("Tab")
    assert shown.complaint == "w⁰ goes from −3 to 3: the nearest value is shown."
    box.click(click_count=3)
    box.press_sequentially("0,5")
    box.press("Enter")
    assert shown.shown["w0"] == 0.5 and shown.complaint == ""
    box.focus()
    shown.page.mouse.move(*(box.bounding_box()[name] + 5 for name in "xy"))
    shown.page.mouse.wheel(0, 240)
    shown.page.wait_for_timeout(100)
    assert (box.input_value(), shown.shown["w0"]) == ("0.5", 0.5)


def test_what_is_chosen_may_be_anything(saved):
    figure = Figure()
    words = figure.text(0.5, 0.5, "")

    def update(n):
        words.set_text(f"{n!r}")
        return f"n is {n!r}"

    shown = saved(Live(figure, update, n=choice([1, 2.5, True, "3"], "n", 1)))
    list_ = shown.node.locator("select")
    said = []
    for label in ("2.5", "True", "3", "1"):
        list_.select_option(label=label)
        said.append(shown.sentence)
    assert said == ["n is 2.5", "n is True", "n is '3'", "n is 1"]
