"""What means the same is lit together: rows, what they are like in the picture, and their names."""

import pytest
from sliders import Explorer

from widgets import ModeCost, SecantToTangent, TangentLine
from widgets.drawing import chart, picture, role
from widgets.live import Live, Row, Seen, integers

pytestmark = pytest.mark.browser

# What is lit: rows by their names, artists by the ids that Python gave, texts by what they say.
LIT = """
node => [...node.querySelectorAll('[data-lit]')].map(part => ({
  tr: () => 'row ' + part.querySelector('th').textContent.trim(),
  g: () => part.id.split('-live-view')[0],
  text: () => 'text ' + part.textContent.trim(),
  path: () => 'marker',
})[part.localName]()).sort()
"""
WORDS = "() => [...(CSS.highlights.get('live-lit') ?? [])].map(String)"
# A place of the page on a line, so far from its beginning.
ON_LINE = """
([node, part]) => {
  const path = node.matches('path') ? node : node.querySelector('path');
  const at = path.getPointAtLength(part * path.getTotalLength());
  const { x, y } = at.matrixTransform(path.getScreenCTM());
  return [x, y];
}
"""


class Shown(Explorer):
    """An explorer, and what is lit in it."""

    def row(self, name, number=0):
        rows = self.node.locator(".live-numbers tr.live-row")
        return rows.filter(has=self.page.locator("th").get_by_text(name, exact=True)).nth(number)

    def group(self, name):
        return self.node.locator(f"[id^='{name}-live-view']")

    def handle(self, name):
        return self.node.locator(f".live-handle[aria-label='{name}']")

    def on_line(self, name, part=0.9):
        return self.page.evaluate(ON_LINE, [self.group(name).element_handle(), part])

    def away(self):
        self.page.mouse.move(3, 3)

    @property
    def lit(self):
        return self.node.evaluate(LIT)

    @property
    def words(self):
        return self.page.evaluate(WORDS)


# Of SecantToTangent.
TANGENT = ["handle-0", "live-0", "live-2", "marker", "row tangent", "text tangent"]
SECANT = ["handle-1", "live-1", "live-3", "marker", "row secant", "text secant"]


@pytest.fixture
def secants(saved):
    saved(SecantToTangent(w0=-1, epsilon=2))
    return lambda page: Shown(page, 0)


def test_a_row_lights_what_it_is_like_until_the_mouse_leaves(secants, page):
    seen = secants(page)
    assert seen.lit == [] and seen.words == []
    seen.row("tangent").hover()
    assert seen.lit == TANGENT and seen.words == []
    seen.row("secant").locator("td").first.hover()
    assert seen.lit == SECANT and seen.words == ["secant"]
    seen.row("right − left").hover()
    assert seen.lit == [] and seen.words == []
    seen.row("secant").hover()
    seen.away()
    assert seen.lit == [] and seen.words == []


def test_a_line_lights_its_row_also_from_beside_it(secants, page):
    seen = secants(page)
    x, y = seen.on_line("live-0")
    for dy in (0, 4, -4):
        page.mouse.move(x, y + dy)
        assert seen.lit == TANGENT
    page.mouse.move(x, y - 40)
    assert seen.lit == []
    page.mouse.move(*seen.on_line("live-1"))
    assert seen.lit == SECANT
    # The name at the line means it, too.
    seen.node.locator(".live-picture text", has_text="tangent").hover()
    assert seen.lit == TANGENT


def test_what_stands_still_is_lit_like_what_moves(saved, page):
    saved(TangentLine())
    seen = Shown(page, 0)
    page.mouse.move(*seen.on_line("like-0", 0.8))
    assert seen.lit == ["like-0", "row g(w⁰)"]


def test_a_handle_lights_its_row_as_long_as_keys_are_at_it(secants, page):
    seen = secants(page)
    seen.handle("w zero").focus()
    assert seen.lit == TANGENT
    page.keyboard.press("ArrowRight")
    assert seen.lit == TANGENT and seen.shown["w0"] > -1
    seen.handle("epsilon").focus()
    assert seen.lit == SECANT
    # The sentence is another one now, and so are its letters.
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(250)
    assert seen.words == ["secant"]
    seen.slider(0).focus()
    assert seen.lit == [] and seen.words == []


def test_a_drag_goes_on_and_leaves_nothing_lit(secants, page):
    seen = secants(page)
    box = seen.handle("w zero").locator(".live-target").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    assert seen.lit == TANGENT
    page.mouse.down()
    # Over the secant's row: whoever drags points at what is dragged.
    other = seen.row("secant").bounding_box()
    page.mouse.move(x + 60, y, steps=5)
    page.mouse.move(other["x"] + 20, other["y"] + 8)
    assert seen.lit == TANGENT and seen.shown["w0"] == 3
    page.mouse.up()
    seen.away()
    assert seen.lit == [] and seen.handle("w zero").evaluate("n => n === document.activeElement")
    for _ in seen.drag(0, 0.3, 0.7, steps=5):
        assert seen.lit == []


def test_a_shadow_is_not_lit(secants, page):
    seen = secants(page)
    seen.button("ghost").click()
    seen.handle("w zero").hover()
    page.mouse.down()
    page.mouse.up()
    assert seen.node.locator(".live-ghost").count() > 4
    assert seen.node.locator(".live-ghost[data-lit], .live-ghost [data-lit]").count() == 0


def test_what_is_lit_follows_rows_that_change_places(saved, page):
    figure = picture(200)
    axes = chart(figure, (44, 30, 372, 140), (0, 1), (0, 3))
    one, two = (axes.plot([], [], color=color, lw=2)[0] for color in (role.first, role.child))

    def update(n):
        one.set_data([0, 1], [1, n])
        two.set_data([0, 1], [2, 2])
        rows = [Row("one", "1", like=one), Row("two", "2", like=two)]
        return Seen(f"n is {n:g}.", rows if n < 1 else rows[::-1])

    explorer = Live(figure, update, n=integers(0, 2, "n", 0))
    names = {artist: name for artist, name in explorer.stage.movers.items()}
    saved(explorer)
    seen = Shown(page, 0)
    seen.row("one").hover()
    assert seen.lit == sorted([names[one], "row one"])
    seen.slider(0).focus()
    page.keyboard.press("ArrowRight")
    assert seen.lit == sorted([names[two], "row two"])


def test_rows_of_one_name_light_their_own_lines(saved, page):
    saved(ModeCost())
    seen = Shown(page, 0)
    seen.row("forward", 0).hover()
    above = set(seen.lit)
    seen.row("forward", 1).hover()
    below = set(seen.lit)
    assert {"row forward", "text forward", "marker"} == above & below
    assert {"live-1", "handle-0"} <= above and {"live-6", "handle-2"} <= below


def test_rows_are_no_stops_on_the_way_of_the_tab_key(secants, page):
    assert secants(page).node.locator(".live-numbers [tabindex]").count() == 0


LOOKS = """
node => {
  const style = (part, name) => getComputedStyle(node.querySelector(part))[name];
  return {
    width: parseFloat(style('[id^="live-0-"] path', 'strokeWidth')),
    point: style('[id^="live-2-"] defs path', 'transform'),
    row: style('.live-numbers tr:nth-child(2) th', 'backgroundColor'),
    underlined: style('.live-numbers tr:nth-child(2) th', 'textDecorationLine'),
  };
}
"""


@pytest.mark.parametrize("paper", ["light", "dark", "forced"])
def test_form_tells_it_on_every_paper(browser, tmp_path, paper):
    scheme = {"forced_colors": "active"} if paper == "forced" else {"color_scheme": paper}
    page = browser.new_page(viewport={"width": 900, "height": 700}, **scheme)
    SecantToTangent().save(tmp_path / "saved.html")
    page.goto((tmp_path / "saved.html").as_uri())
    seen = Shown(page, 0)
    before = seen.node.evaluate(LOOKS)
    seen.row("tangent").hover()
    lit = seen.node.evaluate(LOOKS)
    assert lit["width"] >= before["width"] + 2
    assert before["point"] == "none" and lit["point"].startswith("matrix(1.35,")
    assert (before["underlined"], lit["underlined"]) == ("none", "underline")
    assert paper == "forced" or before["row"] != lit["row"]
    seen.away()
    assert seen.node.evaluate(LOOKS) == before
    page.close()


def test_a_tap_lights_a_row_until_another(browser, tmp_path):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    SecantToTangent(w0=-1, epsilon=2).save(tmp_path / "saved.html")
    page.goto((tmp_path / "saved.html").as_uri())
    seen = Shown(page, 0)
    seen.row("tangent").tap()
    assert seen.lit == TANGENT
    seen.row("secant").tap()
    assert seen.lit == SECANT
    seen.row("secant").tap()
    assert seen.lit == []
    page.touchscreen.tap(*seen.on_line("live-0", 0.6))
    assert seen.lit == TANGENT
    seen.node.locator("figcaption").tap()
    assert seen.lit == []
    context.close()
