"""The hand on the picture: handles by mouse, finger and keys, the way back, and what is copied."""

import json
import math

import pytest
from playwright.sync_api import expect
from sliders import Explorer

import widgets
from widgets import EXPLORERS, SecantToTangent, TangentPlane

pytestmark = pytest.mark.browser

MIDDLE = """node => {
  const part = node.querySelector('.live-target') ?? node.querySelector('.live-area');
  const box = part.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2, Math.max(box.width, box.height)];
}"""


def handle(explorer, name):
    return explorer.node.get_by_role("slider", name=name, exact=True).locator(
        "xpath=self::*[contains(@class, 'live-handle')]"
    )


def middle(node):
    node.scroll_into_view_if_needed()
    return node.evaluate(MIDDLE)


def pulled(explorer, node, dx, dy, steps=8):
    """Drag a handle by so many pixels; return where it was before, and where it is after."""
    mouse = explorer.page.mouse
    x, y, _ = middle(node)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + dx, y + dy, steps=steps)
    mouse.up()
    return (x, y), tuple(middle(node)[:2])


@pytest.fixture
def parabola(saved):
    return saved(SecantToTangent("w^2", w0=1, epsilon=0.5, window=(-2, 2)))


def test_the_point_follows_the_mouse_on_its_curve(parabola):
    (x0, y0), (x1, y1) = pulled(parabola, handle(parabola, "w zero"), 60, 0)
    w0 = parabola.shown["w0"]
    assert w0 > 1.3 and parabola.sentence.startswith(f"At w⁰ = {w0:.4g} the derivative is")
    assert x1 - x0 == pytest.approx(60, abs=3)
    # It is on the curve: as high above 0 as w0² is.
    assert (y0 - y1) / (w0**2 - 1) > 0
    assert parabola.slider(0).evaluate("node => node.valueAsNumber") > 120


def test_a_handle_is_not_left_when_the_mouse_leaves_the_picture(parabola):
    pulled(parabola, handle(parabola, "w zero"), 2000, -500)
    assert parabola.shown["w0"] == 2


def test_taking_a_handle_at_its_edge_does_not_move_it(parabola):
    node = handle(parabola, "w zero")
    x, y, _ = middle(node)
    parabola.page.mouse.move(x + 9, y - 5)
    parabola.page.mouse.down()
    assert parabola.shown["w0"] == 1
    parabola.page.mouse.move(x + 10, y - 5)
    assert parabola.shown["w0"] == pytest.approx(1, abs=0.05)
    parabola.page.mouse.up()


def test_the_second_point_sets_the_step(parabola):
    pulled(parabola, handle(parabola, "epsilon"), -40, 0)
    assert parabola.shown["w0"] == 1 and 0 < parabola.shown["epsilon"] < 0.3
    pulled(parabola, handle(parabola, "epsilon"), -80, 0)
    assert parabola.shown["epsilon"] < 0


def test_handles_are_moved_by_keys_alone(parabola):
    node = handle(parabola, "w zero")
    node.focus()
    at = [parabola.shown["w0"]]
    for key in ("ArrowRight", "Alt+ArrowRight", "Shift+ArrowRight", "ArrowLeft", "End", "Home"):
        parabola.page.keyboard.press(key)
        at.append(parabola.shown["w0"])
    step = 4 / 240
    assert [round((b - a) / step) for a, b in zip(at[:4], at[1:], strict=False)] == [4, 1, 24, -4]
    assert at[5:] == [2, -2]
    assert node.evaluate("node => node === document.activeElement")
    assert node.get_attribute("aria-valuetext") == "w zero minus 2"
    expect(node.locator(".live-halo")).to_have_css("opacity", "1")


def test_every_handle_is_reached_by_tab_and_has_a_name(parabola):
    names = []
    for _ in range(20):
        parabola.page.keyboard.press("Tab")
        names.append(parabola.page.evaluate("document.activeElement.ariaLabel"))
    assert {"w zero", "epsilon"} <= {*names}


def test_undo_redo_and_reset(parabola):
    start = parabola.shown
    pulled(parabola, handle(parabola, "w zero"), 40, 0)
    moved = parabola.shown
    pulled(parabola, handle(parabola, "epsilon"), -30, 0)
    both = parabola.shown
    parabola.button("undo").click()
    assert parabola.shown == moved
    parabola.page.keyboard.press("Control+z")
    assert (
        parabola.shown == start and parabola.button("undo").get_attribute("aria-disabled") == "true"
    )
    parabola.page.keyboard.press("Control+Shift+Z")
    parabola.page.keyboard.press("Control+y")
    assert parabola.shown == both
    parabola.button("reset").click()
    assert parabola.shown == start
    parabola.button("undo").click()
    assert parabola.shown == both


def test_ctrl_z_in_a_box_is_the_box_s_own(parabola):
    pulled(parabola, handle(parabola, "w zero"), 40, 0)
    moved = parabola.shown
    parabola.box(0).focus()
    parabola.page.keyboard.press("Control+z")
    assert parabola.shown == moved


def test_the_ghost_is_the_picture_before_the_move(parabola):
    ghosts = parabola.node.locator(".live-ghost")
    pulled(parabola, handle(parabola, "w zero"), 40, 0)
    assert ghosts.count() == 0
    parabola.button("ghost").click()
    before = parabola.paths()
    pulled(parabola, handle(parabola, "w zero"), 40, 0)
    shadows = ghosts.evaluate_all(
        "nodes => nodes.flatMap(n => [...n.querySelectorAll(':scope > path')])"
        ".map(path => path.getAttribute('d'))"
    )
    assert {*shadows} == {*before} and {*before} != {*parabola.paths()}
    parabola.button("ghost").click()
    assert ghosts.count() == 0


def test_a_copied_link_opens_the_same_state(saved):
    explorer = saved(SecantToTangent("w^2", w0=1, epsilon=0.5))
    page = explorer.page
    page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }")
    pulled(explorer, handle(explorer, "w zero"), 50, 0)
    copied = {}
    for name in ("link", "line of code", "sentence", "picture as SVG"):
        explorer.node.locator("summary").click()
        explorer.node.get_by_role("button", name=name, exact=True).click()
        copied[name] = page.evaluate("window.copied")
    assert copied["sentence"] == explorer.sentence
    again = eval(copied["line of code"], {"SecantToTangent": SecantToTangent})
    assert again.w0 == explorer.shown["w0"] and again.sentence == explorer.sentence
    assert (
        copied["picture as SVG"].startswith("<?xml")
        and "live-handle" not in copied["picture as SVG"]
        # A file has no style sheet to tell it what a role looks like.
        and "var(" not in copied["picture as SVG"]
    )
    other = page.context.new_page()
    other.goto(copied["link"])
    seen = Explorer(other, 0)
    seen.wait_for(explorer.sentence[:30])
    assert seen.shown == explorer.shown and seen.sentence == explorer.sentence
    other.evaluate("location.hash = 'live=1&w0=99&epsilon=0.1'")
    seen.wait_for("w⁰ = 3")
    assert "nearest value is shown" in seen.complaint
    other.evaluate("location.hash = 'live=1&formula=w%5E3'")
    other.wait_for_timeout(50)
    assert "this page has no Python" in seen.complaint
    other.close()


def test_a_surface_turns_with_the_hand_and_a_map_s_point_goes_where_it_goes(saved):
    explorer = saved(TangentPlane(w1=1, w2=0.5, turn=30))
    pulled(explorer, handle(explorer, "turn"), 60, 0)
    assert explorer.shown["turn"] > 30
    turned = explorer.shown["turn"]
    pulled(explorer, handle(explorer, "turn"), -200, 0)
    assert explorer.shown["turn"] < turned - 30
    explorer.button("reset").click()
    pulled(explorer, handle(explorer, "w 1 and w 2"), -50, 40)
    assert explorer.shown["w1"] < 1 and explorer.shown["w2"] < 0.5


def test_a_node_that_is_pressed_is_swept_to(saved):
    explorer = saved(widgets.GraphTracer("w^2 + sin(w)", mode="forward"))
    middle(handle(explorer, "step"))
    texts = explorer.node.locator(".live-picture svg text")
    where = texts.evaluate_all(
        "nodes => nodes.filter(n => n.textContent === 'b').map(n => n.getBoundingClientRect())"
        ".map(box => [box.x + box.width / 2, box.y + box.height / 2])"
    )
    assert where
    explorer.page.mouse.click(*where[0])
    assert explorer.shown["step"] > 0 and ": b = " in explorer.sentence


@pytest.mark.parametrize("name", EXPLORERS)
def test_each_handle_of_each_explorer_moves_something(saved, name):
    explorer = saved(getattr(widgets, name)())
    for node in explorer.node.locator(".live-handle").all():
        if not node.is_visible():
            continue
        looks = {json.dumps(explorer.shown)}
        for dx, dy in ((40, 0), (-80, 0), (0, 40), (0, -80)):
            pulled(explorer, node, dx, dy, steps=2)
            looks.add(json.dumps(explorer.shown))
            if not node.is_visible():
                break
        assert len(looks) > 1, node.get_attribute("aria-label")
        # It may have come back to where it was.
        if explorer.button("reset").is_enabled():
            explorer.button("reset").click()


@pytest.fixture
def phone(browser, tmp_path):
    """A page of 390 px with a finger."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, offline=True
    )
    page = context.new_page()

    def opened(explorer):
        explorer.save(tmp_path / "phone.html")
        page.goto((tmp_path / "phone.html").as_uri())
        return Explorer(page, 0)

    yield opened
    context.close()


def touch(page, *points):
    """Let a finger go down at the first point, over the others, and up."""
    session = page.context.new_cdp_session(page)
    for kind, point in zip(("touchStart", *["touchMove"] * len(points[1:])), points, strict=True):
        x, y = point
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(50)


def test_a_finger_takes_a_handle_and_scrolls_across_it(phone):
    explorer = phone(SecantToTangent("w^2", w0=1, epsilon=0.5, window=(-2, 2)))
    page = explorer.page
    page.evaluate("document.body.style.paddingBottom = '2000px'")
    node = handle(explorer, "w zero")
    x, y, size = middle(node)
    assert size >= 43.5, "a finger needs 44 pixels"
    touch(page, (x, y), *((x + 4 * k, y) for k in range(1, 12)))
    assert explorer.shown["w0"] > 1.2
    moved, before = explorer.shown, page.evaluate("scrollY")
    x, y, _ = middle(node)
    touch(page, (x, y), *((x, y - 12 * k) for k in range(1, 20)))
    assert page.evaluate("scrollY") > before + 50
    assert explorer.shown == moved
    assert math.isclose(page.evaluate("document.documentElement.scrollWidth"), 390, abs_tol=1)
