"""A graph to fill in, in a page of its own: by keys, without a kernel or a network."""

import json

import pytest
from lab import watched

from widgets import FillGraph

pytestmark = pytest.mark.browser
CHAPTER = "tanh(w)*cos(w) + log(w)"
REASON = "Three shares come home to w."


@pytest.fixture
def opened(page, tmp_path):
    """Open the saved page of a graph of five steps."""
    watched(page).context.set_offline(True)
    page.set_default_timeout(10_000)
    FillGraph(CHAPTER, 1.5, because=REASON, id="B07.x1").save(tmp_path / "graph.html")
    page.goto((tmp_path / "graph.html").as_uri())
    page.locator(".practice").wait_for()
    yield page
    assert page.errors == []


def write(page, **numbers):
    for node, number in numbers.items():
        page.get_by_role("textbox", name=f"adjoint of {node}").fill(number)


def commit(page, sure=""):
    page.get_by_role("button", name="That is my answer").click()
    if sure:
        page.get_by_role("button", name=sure).click()


def verdict(page):
    return page.locator(".practice-verdict").inner_text()


def states(page):
    """What is said of each box, by its node."""
    return page.evaluate(
        """() => {
          const rows = [...document.querySelectorAll('.practice-graph tbody tr')];
          const said = row => row.querySelector('.practice-box-state').textContent;
          return Object.fromEntries(rows.map(row => [row.cells[0].textContent, said(row)]));
        }"""
    )


def test_a_graph_is_filled_in_step_by_step_and_remembered(opened):
    page = opened
    text = page.evaluate("document.querySelector('.practice').outerHTML")
    assert REASON not in text and "0.2234" not in text and "+=" not in text
    commit(page)
    assert "nothing to look at" in verdict(page)
    write(page, e="1", d="one")
    assert page.locator(".practice-read").inner_text().startswith("d: one is not known")
    commit(page)
    assert "d: one is not known" in verdict(page) and set(states(page).values()) == {""}
    write(page, d="1", c="2/2", b="0,905", a="0.9051", w="-0.0727")
    commit(page, "I think so")
    page.locator(".practice[data-state='not yet']").wait_for()
    assert verdict(page).startswith("not yet a: that is its value.")
    amiss = {"w": "follows from yours", "a": "not yet"}
    assert states(page) == amiss | dict.fromkeys("bcde", "right")
    assert page.locator(".practice-box-state svg").count() == 6
    box = page.get_by_role("textbox", name="adjoint of a")
    assert page.locator(f"#{box.get_attribute('aria-describedby')}").inner_text() == "not yet"
    page.reload()
    page.locator(".practice[data-state='not yet']").wait_for()
    assert states(page)["a"] == "not yet" and box.input_value() == "0.9051"
    write(page, a="0.0707")
    assert states(page)["a"] == "" and states(page)["w"] == "follows from yours"
    write(page, w="-0.2362")
    commit(page)
    page.get_by_text("one share of 3 is missing, the one from a").wait_for()
    write(page, w="-0.2234")
    commit(page)
    page.locator(".practice[data-state=right]").wait_for()
    assert verdict(page) == f"right {REASON}" and set(states(page).values()) == {"right"}
    (kept,) = json.loads(page.evaluate("localStorage['derivatives-companion']"))["items"].values()
    assert kept["given"] == ["-0.2234", "0.0707", "0,905", "2/2", "1", "1"] and kept["tries"] == 3


def test_it_is_filled_in_by_keys_alone_on_a_narrow_screen(opened):
    page = opened
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("textbox", name="adjoint of w").focus()
    for number in ("-0.2234", "0.0707", "0.905", "1", "1"):
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "a guess"
    page.keyboard.press("Enter")
    page.locator(".practice[data-state=right]").wait_for()
    room = page.locator(".practice-graph-room")
    assert room.evaluate("room => room.scrollWidth <= room.clientWidth")


def test_who_has_no_idea_is_told_all_numbers(opened):
    opened.get_by_role("button", name="No idea").click()
    opened.locator(".practice[data-state=shown]").wait_for()
    told = "w: −0.2234; a: 0.07074; b: 0.9051; c: 1; d: 1; e: 1"
    # Once more for a screen reader, with its minus as a word.
    assert verdict(opened).startswith(f"shown The answer: {told}. {REASON}")
    assert "w: minus 0.2234" in verdict(opened)
    assert set(states(opened).values()) == {""}
