"""What explorers look like: readable, in their frame, and no words on others."""

import struct

import pytest
from lab import watched

import widgets
from widgets import EXPLORERS
from widgets.drawing import note, picture, role
from widgets.live import Live, linear

pytestmark = pytest.mark.browser

# Least height of letters on a phone, and greatest heights of an explorer, in pixels by width.
LEAST = 11
HIGHEST = {1280: 640, 390: 940}
PLACES = 21
# How much higher or lower a picture may be that is stored, so that the page does not jump.
JUMP = 24

# Move all controls to places that only depend on the round; what is wrong there, in words.
WRONG = """
([places, least]) => {
  const found = new Set();
  const figure = document.querySelector(".live");
  const setter = (input, name, value) => {
    input[name] = value;
    input.dispatchEvent(new Event(input.type === "range" ? "input" : "change", { bubbles: true }));
  };
  let seed = 7;
  const chance = (count) => (seed = (seed * 16807) % 2147483647) % count;
  const move = () => {
    for (const input of figure.querySelectorAll(".live-controls input[type=range]")) {
      setter(input, "value", chance(Number(input.max) + 1));
    }
    for (const box of figure.querySelectorAll(".live-controls input[type=checkbox]")) {
      setter(box, "checked", chance(2) === 1);
    }
    for (const list of figure.querySelectorAll(".live-controls .live-switch select")) {
      setter(list, "selectedIndex", chance(list.length));
    }
  };
  // The line that letters take, without the room above and below that fonts leave.
  const box = (node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const high = bottom - top;
    return { left, right, top: top + 0.2 * high, bottom: bottom - 0.2 * high };
  };
  const seen = (node) => node.textContent.trim() && node.getBoundingClientRect().width > 0
    && !node.closest(".live-ghost, title");
  for (let round = 0; round < places; round += 1) {
    if (round) move();
    const at = figure.dataset.shown;
    const svg = figure.querySelector(".live-picture svg");
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter(seen).map((node) => [node, box(node)]);
    texts.forEach(([node, one], i) => {
      const said = node.textContent;
      const turned = /rotate\\((?!-?0[ )])/.test(node.getAttribute("transform") ?? "");
      const { a, b } = node.getScreenCTM();
      const high = parseFloat(getComputedStyle(node).fontSize) * Math.hypot(a, b);
      if (high < least) found.add(`"${said}" is ${high.toFixed(1)} px high`);
      const out = Math.max(frame.left - one.left, one.right - frame.right,
        frame.top - one.top, one.bottom - frame.bottom);
      if (out > 1) found.add(`"${said}" leaves the picture at ${at}`);
      if (turned) return;
      for (const [other, two] of texts.slice(i + 1)) {
        const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
        const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
        if (across > 1 && down > 1) found.add(`"${said}" lies on "${other.textContent}" at ${at}`);
      }
    });
    const starts = [...figure.querySelectorAll(".live-range:not(.live-steps) input[type=range]")]
      .map((input) => Math.round(input.getBoundingClientRect().left));
    if (new Set(starts).size > 1) found.add(`sliders begin at ${starts}`);
    const whole = figure.getBoundingClientRect();
    for (const cell of figure.querySelectorAll(".live-numbers :is(td, th)")) {
      const { left, right, width } = cell.getBoundingClientRect();
      const out = Math.max(whole.left - left, right - whole.right);
      if (width && out > 1) found.add(`"${cell.textContent}" leaves the table`);
    }
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.add(`it scrolls sideways at ${at}`);
  }
  return [...found];
}
"""


def size_of(png):
    """Return the width and height of a PNG, in its pixels."""
    return struct.unpack(">II", png[16:24])


@pytest.fixture
def looked_at(page, tmp_path):
    """A function that opens an explorer's saved page and says what is wrong, by width."""

    def problems(explorer):
        explorer.save(tmp_path / "saved.html")
        watched(page).goto((tmp_path / "saved.html").as_uri())
        page.wait_for_selector(".live[data-shown]")
        wrong = {}
        still = explorer.draw_still()
        stored = still.width * size_of(still.png)[1] / size_of(still.png)[0]
        for width, highest in HIGHEST.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.reload()
            page.wait_for_selector(".live[data-shown]")
            found = []
            # A page of its own has this name for a heading.
            page.add_style_tag(content=".live .live-title { display: block; }")
            high = page.locator(".live").evaluate("node => node.getBoundingClientRect().height")
            if high > highest:
                found.append(f"it is {high:.0f} px high")
            if width > still.width and abs(high - stored) > JUMP:
                found.append(f"it is {high:.0f} px high, its PNG {stored:.0f}")
            found += page.evaluate(WRONG, [PLACES, LEAST])
            if found:
                wrong[width] = found
        assert page.errors == []
        return wrong

    return problems


@pytest.mark.parametrize("name", EXPLORERS)
def test_it_is_readable_and_nothing_lies_on_another(name, looked_at):
    assert looked_at(getattr(widgets, name)()) == {}


def test_what_is_wrong_is_found(looked_at):
    figure = picture(100)
    axes = figure.add_axes((0, 0, 1, 1))
    note(axes, 0.5, 0.5, "one", color=role.ink)
    moving = note(axes, 0.9, 0.5, "two", color=role.ink)
    note(axes, 0.2, 0.5, "small", size=8, color=role.ink)

    def update(x):
        moving.set_position((x, 0.5))
        return f"It is at {x}."

    found = looked_at(Live(figure, update, x=linear(0.5, 1.5, 0.5, "x", 1)))
    assert any('"one" lies on "two"' in said for said in found[1280])
    assert any('"two" leaves the picture' in said for said in found[1280])
    assert any('"small" is' in said for said in found[390])
