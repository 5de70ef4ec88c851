"""Every explorer in a page of its own, with no kernel, no network, and no mouse."""

import base64
import re

import pytest
from playwright.sync_api import expect
from sliders import Explorer

import widgets
from widgets import EXPLORERS
from widgets.live import aloud

pytestmark = pytest.mark.browser

CONTROLS = (
    "input:not([disabled]), select, button:not([disabled], [hidden], details *), summary, "
    ".live-handle:not([style*='display: none'])"
)
# Half a pixel on either side is rounding.
CLIPPED = """
node => {
  const outer = node.querySelector('.live-picture svg').getBoundingClientRect();
  return [...node.querySelectorAll('.live-picture svg text')].filter(text => {
    const box = text.getBoundingClientRect();
    return text.textContent.trim() && box.width && (box.left < outer.left - 0.5
      || box.right > outer.right + 0.5 || box.top < outer.top - 0.5
      || box.bottom > outer.bottom + 0.5);
  }).map(text => text.textContent);
}
"""
# What is drawn is all there is to see, and so is all that a sighted reader can go by.
DRAWN = """
node => [...node.querySelectorAll('[id^=live-]')].map(part => part.outerHTML).join()
"""


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """A function that saves an explorer and opens it, where every request would be an error."""
    context = browser.new_context(viewport={"width": 1000, "height": 1400}, offline=True)
    page = context.new_page()
    folder = tmp_path_factory.mktemp("explorers")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda r: r.url.startswith(("file:", "blob:")) or errors.append(r.url))

    def open_page(name):
        explorer = getattr(widgets, name)()
        explorer.save(folder / f"{name}.html")
        page.goto((folder / f"{name}.html").as_uri())
        return explorer, Explorer(page, 0)

    yield open_page
    context.close()
    assert errors == []


def keys(control):
    """Return the keys that move a control to each of its ends, and somewhere between."""
    tag, kind = control.evaluate("node => [node.tagName, node.type]")
    if tag == "SELECT":
        count = control.locator("option").count()
        return ["ArrowUp"] * count + ["ArrowDown"] * count
    return {"checkbox": ["Space", "Space"], "range": ["Home", "ArrowRight", "End"]}[kind]


def assert_prints(explorer):
    data, _ = explorer._repr_mimebundle_()
    png = base64.b64decode(data["image/png"])
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    assert png.startswith(b"\x89PNG") and width > 600 and 0.4 < height / width < 1.2


@pytest.mark.parametrize("name", EXPLORERS)
def test_it_is_read_and_moved_by_keyboard_alone(opened, name):
    explorer, seen = opened(name)
    page = seen.page
    assert_prints(explorer)
    assert seen.sentence == explorer.sentence
    expect(seen.picture).to_have_accessible_name(aloud(explorer.heading))
    heard = " ".join(filter(None, map(aloud, (explorer.sentence, explorer.shape))))
    expect(seen.picture).to_have_accessible_description(heard)
    assert seen.node.evaluate(CLIPPED) == []
    reached = []
    for _ in range(seen.node.locator(CONTROLS).count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.type"))
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
    assert {*explorer.controls} <= {*reached}, "not every control is reached by Tab"

    for control in explorer.controls:
        node = seen.node.locator(f"[name={control}]")
        assert seen.node.locator(f"label[for={node.get_attribute('id')}]").inner_text()
        node.focus()
        looks = {(seen.sentence, seen.node.evaluate(DRAWN))}
        shown = {seen.shown[control]}
        for key in keys(node):
            page.keyboard.press(key)
            looks.add((seen.sentence, seen.node.evaluate(DRAWN)))
            shown.add(seen.shown[control])
            assert seen.node.evaluate(CLIPPED) == [], seen.shown
        expect(seen.picture).to_have_accessible_description(
            re.compile(re.escape(aloud(seen.sentence)))
        )
        at = explorer.controls[control].positions
        assert {at[0], at[-1]} <= shown
        assert len(looks) > 1, f"{control} changes nothing"
