"""Every kind of change that Matplotlib knows is shown exactly, or refused with a sentence.

`python -m tests.widgets.live.matrix` prints what becomes of each case.
"""

import re
import sys
import warnings

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_FLAGS, find_chromium
from tests.widgets.live.cases import CASES, made
from tests.widgets.live.faithful import unpacked
from widgets.live import InputError, Live, linear, page
from widgets.live.markup import whole

# So many of 307,200 pixels may differ by anti-aliasing.
NEAR = 60
# Two colors of a pixel are the same if no channel differs by more than a quarter of its range.
COMPARE = """
async ({ scene, truths }) => {
  const root = new DOMParser().parseFromString(scene.svg, "image/svg+xml").documentElement;
  const picture = new Picture(document.createElement("div"), "view");
  picture.replace(document.importNode(root, true));
  picture.adopt(tablesOf(scene));
  const pixels = async (svg) => {
    const image = new Image(640, 480);
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
    await image.decode();
    const canvas = new OffscreenCanvas(640, 480).getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = "white"; canvas.fillRect(0, 0, 640, 480);
    canvas.drawImage(image, 0, 0, 640, 480);
    return canvas.getImageData(0, 0, 640, 480).data;
  };
  const counts = [];
  for (let index = 0; index < truths.length; index++) {
    drawAt(picture, scene, index);
    const svg = picture.node.firstElementChild;
    svg.setAttribute("class", "live-picture");
    svg.setAttribute("width", "640"); svg.setAttribute("height", "480");
    const mine = await pixels(new XMLSerializer().serializeToString(svg));
    const theirs = await pixels(truths[index]);
    let count = 0;
    for (let at = 0; at < mine.length; at += 4) {
      if ([0, 1, 2].some((c) => Math.abs(mine[at + c] - theirs[at + c]) > 64)) count++;
    }
    counts.push(count);
  }
  return counts;
}
"""
SIZE = 'width="640" height="480"'
READER = """
globalThis.tablesOf = (scene) => [scene.product];
globalThis.drawAt = (picture, scene, index) => picture.draw(scene.product, index);
globalThis.Picture = Picture;
"""


def open_page(browser):
    """Return a page with the front end's own `Picture` in it."""
    opened = browser.new_page()
    opened.add_script_tag(content=page.joined("picture.js") + READER, type="module")
    opened.wait_for_function('typeof Picture == "function"')
    return opened


def outcome(opened, name):
    """Return the sentence with which a case was refused, or its differing pixels at each k."""
    figure, update = made(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            explorer = Live(figure, update, k=linear(0, 4, 1, "k", 2))
        except InputError as refused:
            return str(refused)
        truths = []
        for k in range(5):
            figure, update = made(name)
            # A quiver's scale and a color map's range are those of the first drawing.
            update(2.0)
            figure.draw_without_rendering()
            update(float(k))
            svg = whole(figure, figure.dpi)
            truths.append(re.sub(r'width="[^"]*" height="[^"]*"', SIZE, svg, count=1))
    scene = unpacked(explorer.scene)
    return opened.evaluate(COMPARE, {"scene": scene, "truths": truths})


def main(names):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(CHROMIUM_FLAGS)
        )
        opened, exact, refused = open_page(browser), 0, 0
        for name in names or CASES:
            try:
                found = outcome(opened, name)
            except Exception as error:
                found = f"!! {type(error).__name__}: {error}"
            if isinstance(found, list):
                right = max(found) < NEAR
                exact += right
                print(f"{name:28} {'exact' if right else 'WRONG'} {found}", flush=True)
            else:
                refused += 1
                print(f"{name:28} refused: {found}", flush=True)
        print(f"{exact} exact, {refused} refused, of {len(names or CASES)}")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
