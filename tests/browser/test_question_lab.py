"""A question in JupyterLab: explorers move through its models, and the kernel hears the answer."""

import json

import pytest
from lab import ask

pytestmark = pytest.mark.browser

CELLS = [
    "from widgets import Predict, SecantToTangent\nexplorer = SecantToTangent()",
    """question = Predict(
    "You make ε ten times smaller. How many times smaller does the error become?",
    number=10.24, within=0.2, wrong={100: ("SQUARE", "Look at one side only.")},
    reveal=explorer.at(epsilon=0.01), veil=explorer, id="lab.p1",
)
question""",
    "explorer",
]


def test_the_picture_waits_moves_and_the_kernel_hears(lab_page):
    page = lab_page
    question = page.locator(".practice")
    question.wait_for(timeout=60_000)
    assert page.locator("figure.live").count() == 0
    assert "waits for your answer" in page.locator(".live-veil").inner_text()
    question.get_by_role("textbox").fill("100")
    question.get_by_role("button", name="That is my answer").click()
    question.get_by_role("button", name="sure", exact=True).click()
    assert "Look at one side only." in question.locator(".practice-verdict").inner_text()
    page.wait_for_function("document.querySelector('figure.live')?.dataset.shown?.includes('0.01')")
    page.wait_for_timeout(500)
    heard = ask(page, "print(explorer.epsilon, question.given, question.code, question.state)")
    assert heard == "0.01 100 SQUARE not yet"
    assert ask(page, "print(explorer.veiled)") == "{}"
    kept = json.loads(page.evaluate("localStorage['derivatives-companion']"))
    assert kept["items"]["lab.p1"]["sure"] == "sure"
    assert page.errors == []
