"""Every explorer's saved page, looked over by axe-core for WCAG 2.2 A and AA, light and dark.

Without axe-core these tests are skipped, and say how to have it; where CI is set they fail instead.
"""

import os
from pathlib import Path

import pytest
from sliders import Explorer

import widgets
from widgets import EXPLORERS

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NO_AXE = "no axe-core found: run `npm ci` in the project's folder"
RULES = [f"wcag{version}{level}" for version in ("2", "21", "22") for level in ("a", "aa")]
# What is found, with the first element at which it is.
FOUND = """
async rules => {
  const { violations } = await axe.run(document, { runOnly: [...rules, 'best-practice'] });
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
