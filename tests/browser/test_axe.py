"""Every explorer's saved page, looked over by axe-core for WCAG 2.2 A and AA, light and dark.

Without axe-core these tests are skipped, and say how to have it; where CI is set they fail instead.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sliders import Explorer

import widgets
from widgets import EXPLORERS

BOOK = Path(__file__).parents[2] / "book"

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NO_AXE = "no axe-core found: run `npm ci` in the project's folder"
RULES = [f"wcag{version}{level}" for version in ("2", "21", "22") for level in ("a", "aa")]
# What is found, with the first element at which it is.
FOUND = """
async rules => {
  // A formula is text for a screen reader, and none for axe-core.
  const formulae = { 'empty-table-header': { enabled: false } };
  const { violations } = await axe.run(
    document, { runOnly: [...rules, 'best-practice'], rules: formulae }
  );
  return violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html)[0]}`);
}
"""


@pytest.fixture(scope="module")
def axe():
    """The text of axe-core, which is run in the page that it judges."""
    if not AXE.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_AXE)
    return AXE.read_text("utf-8")


@pytest.fixture(params=["light", "dark"])
def judged(request, page, axe):
    """A function that opens a page in one colour scheme and returns what axe-core finds in it."""
    page.emulate_media(color_scheme=request.param)

    def found(path):
        page.goto(path.as_uri())
        Explorer(page, 0)
        page.evaluate(axe)
        return page.evaluate(FOUND, RULES)

    return found


@pytest.mark.parametrize("name", EXPLORERS)
def test_nothing_is_found(name, judged, tmp_path):
    getattr(widgets, name)().save(tmp_path / "saved.html")
    assert judged(tmp_path / "saved.html") == []


def test_something_is_found_where_something_is_wrong(judged, tmp_path):
    widgets.TangentLine().save(tmp_path / "saved.html")
    page = (tmp_path / "saved.html").read_text("utf-8")
    faded = "<style>.live figcaption { color: #8888; }</style></head>"
    (tmp_path / "faded.html").write_text(page.replace("</head>", faded), "utf-8")
    assert any("color-contrast" in found for found in judged(tmp_path / "faded.html"))


@pytest.mark.parametrize("name", ["index", "B02_1_secant_and_tangent", "B07_reverse_mode"])
def test_nothing_is_found_in_a_page_before_answers_and_after_them(name, judged, page, tmp_path):
    command = [sys.executable, BOOK / "export.py", "--to", tmp_path, BOOK / f"{name}.ipynb"]
    subprocess.run(command, check=True, capture_output=True)
    assert judged(tmp_path / f"{name}.html") == []
    for question in page.locator(".practice").all():
        question.get_by_role("button", name="No idea").click()
    opened = "all => all.forEach((part) => { part.open = true; })"
    page.locator("details.reveal").evaluate_all(opened)
    page.wait_for_timeout(1000)
    assert page.evaluate(FOUND, RULES) == []
