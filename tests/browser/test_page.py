"""Explorers in a page of their own, opened from a file, every request refused."""

import base64
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path

import nbformat
import numpy as np
import pytest
from sliders import Explorer

from widgets import SecantToTangent, TaylorBuilder, live
from widgets.live import aloud

pytestmark = pytest.mark.browser

BOOK = Path(__file__).parents[2] / "book"


@pytest.fixture
def offline(page):
    """A page that can open files and nothing else."""
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
    page.context.set_offline(True)

    def refuse(route):
        page.errors.append(f"asked for {route.request.url}")
        route.abort()

    page.route(lambda url: not url.startswith(("file:", "blob:")), refuse)
    yield page
    assert page.errors == []


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Every notebook of the book, exported by the command that the README gives."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, BOOK / "export.py", "--to", folder]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def unveil(page):
    """Let all questions be answered by "no idea", as if that had been before; no picture moves."""
    page.evaluate(
        """() => {
          const items = {};
          for (const script of document.querySelectorAll('script.live-question')) {
            const { id, kind } = JSON.parse(script.textContent).asked;
            const counted = { hints: 0, tries: 1 };
            items[id] = { given: null, kind, sure: '', code: '', state: 'shown', ...counted };
          }
          localStorage['derivatives-companion'] = JSON.stringify({ v: 1, items });
        }"""
    )
    page.reload()


def test_a_saved_explorer_answers_without_a_kernel(offline, tmp_path):
    SecantToTangent(np.exp, w0=0.0).save(tmp_path / "exp.html")
    offline.goto((tmp_path / "exp.html").as_uri())
    explorer = Explorer(offline, 0)
    assert explorer.sentence.startswith("At w⁰ = 0 the derivative is 1.")
    seen = set()
    for _ in explorer.drag(0, 0.5, 0.9):
        w0 = explorer.shown["w0"]
        said = float(explorer.sentence.split("derivative is ")[1].split(". ")[0])
        assert said == pytest.approx(np.exp(w0), rel=1e-3)
        seen.add(tuple(explorer.paths()))
    assert len(seen) > 15
    explorer.slider(1).focus()
    explorer.slider(1).press("ArrowLeft")
    # Away from the lines through the first values there are fewer positions: boxes and picture
    # still tell the same.
    assert f"w⁰ = {explorer.shown['w0']:.4g} " in explorer.sentence
    assert explorer.box(0).input_value() == f"{explorer.shown['w0']:g}"


@pytest.mark.parametrize("name", sorted(path.stem for path in BOOK.glob("*.ipynb")))
def test_every_explorer_of_the_book_moves_in_its_exported_page(offline, pages, name):
    page = (pages / f"{name}.html").as_uri()
    offline.goto(page)
    unveil(offline)
    states = offline.locator("script.live-state").count()
    assert states > 0
    for number in range(states):
        ranges = Explorer(offline, number).node.locator("input[type=range]")
        for slider in range(ranges.count()):
            positions = int(ranges.nth(slider).get_attribute("max")) + 1
            plays = ranges.nth(slider).locator("xpath=..").locator("button").count() > 0
            if slider and not plays:
                # Opened again, so that the others stand where the fine pictures were made.
                offline.goto(page)
            explorer = Explorer(offline, number)
            # A sweep may be over early on the slider, so it is gone through back to its beginning.
            drags = explorer.drag(slider, 0.9, 0.0 if plays else 0.2)
            seen = {explorer.sentence for _ in drags}
            assert len(seen) >= (3 if plays else min(6, positions // 2))
            before = explorer.shown
            explorer.slider(slider).press("ArrowRight")
            assert explorer.shown != before


@pytest.mark.parametrize("name", sorted(path.stem for path in BOOK.glob("*.ipynb")))
def test_every_explorer_opens_as_the_cell_above_it_left_it(offline, pages, name):
    notebook = nbformat.read(BOOK / f"{name}.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    captions = [
        alt
        for output in outputs
        if (alt := output.get("metadata", {}).get("image/png", {}).get("alt"))
    ]
    waiting = [o for o in outputs if "picture waits for" in o.get("data", {}).get("text/plain", "")]
    offline.goto((pages / f"{name}.html").as_uri())
    assert offline.locator(".live-veil").count() == len(waiting)
    stills = offline.locator("img[alt]").evaluate_all("images => images.map(image => image.alt)")
    shown = [caption for caption in captions if caption not in stills]
    assert offline.locator("script.live-state").count() == len(shown) + len(waiting) > 0
    for number, caption in enumerate(shown):
        assert Explorer(offline, number).words == aloud(caption)


def test_a_page_is_dark_where_all_is_dark_and_prints_on_white(offline, pages):
    page = (pages / "B09_taylor_series.html").as_uri()
    shade = "getComputedStyle(document.body).backgroundColor"
    # Of the words as they are painted, from 0 to 255.
    luminance = """(part) => {
      const paint = document.createElement("canvas").getContext("2d");
      paint.fillStyle = getComputedStyle(part).color;
      paint.fillRect(0, 0, 1, 1);
      const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
      return (red + green + blue) / 3;
    }"""
    for scheme, media, light in (
        ("light", "screen", True), ("dark", "screen", False), ("dark", "print", True),
    ):  # fmt: skip
        offline.emulate_media(color_scheme=scheme, media=media)
        offline.goto(page)
        red = int(re.search(r"\d+", offline.evaluate(shade))[0])
        assert (red > 200) == light
        for part in ("figure.live", ".practice"):
            ink = offline.locator(part).first.evaluate(luminance)
            assert abs(ink - red) > 120, (scheme, media, part)


def test_an_explorer_of_a_page_looks_as_when_it_is_saved(offline, pages, tmp_path):
    """The page has a style for its own tables and lists, which is none for an explorer's."""
    looks = """(figure) => [...figure.querySelectorAll("th, td, summary, button")].map((part) => {
      const { height } = part.getBoundingClientRect();
      const { fontWeight, fontSize, textAlign, backgroundColor } = getComputedStyle(part);
      return [part.textContent, height, fontWeight, fontSize, textAlign, backgroundColor];
    })"""
    offline.goto((pages / "B09_taylor_series.html").as_uri())
    there = offline.locator("figure.live").first.evaluate(looks)
    explorer = TaylorBuilder("sin(w)", w0=1, degree=1)
    explorer.save(tmp_path / "saved.html")
    offline.goto((tmp_path / "saved.html").as_uri())
    saved = offline.locator("figure.live").first.evaluate(looks)
    assert len(saved) > 10 and there == saved


def test_formulae_are_drawn_without_a_script(offline, pages):
    offline.goto((pages / "B02_2_numerical_differentiation.html").as_uri())
    assert offline.locator("math").count() > 3
    assert "$$" not in offline.locator("main").inner_text()


def test_a_new_picture_is_not_lost_when_new_tables_follow_at_once(offline, tmp_path):
    explorer = SecantToTangent(np.sin, w0=0.5)
    first = explorer.scene, explorer.cross
    explorer.g = np.exp
    second = explorer.scene
    explorer.w0 = 0.0
    blobs = [base64.b64encode(blob).decode() for blob in (*first, second, explorer.cross)]
    (tmp_path / "empty.html").write_text("<!doctype html><main></main>")
    offline.goto((tmp_path / "empty.html").as_uri())
    code = live.page.code()
    offline.evaluate(
        """async ([code, blobs]) => {
          const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
          const view = text => new DataView(bytes(text).buffer);
          const [scene, cross, scene2, cross2] = blobs.map(view);
          const values = { scene, cross, w0: 0.5, epsilon: 1, problem: '' };
          const handlers = {};
          const set = (name, value) => { values[name] = value; handlers['change:' + name]?.(); };
          const model = {
            get: name => values[name], set, save_changes() {}, off() {},
            on: (event, handler) => { handlers[event] = handler; },
          };
          const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
          (await import(url)).default.render({ model, el: document.querySelector('main') });
          await new Promise(done => setTimeout(done, 500));
          set('scene', scene2);
          set('w0', 0);
          set('cross', cross2);
        }""",
        [code, blobs],
    )
    shown = Explorer(offline, 0)
    shown.wait_for(" is 1.718")
    curves = [
        {
            " ".join(d.split())
            for d in re.findall(r' d="([^"]{500,})"', json.loads(zlib.decompress(s))["svg"])
        }
        for s in (first[0], second)
    ]
    drawn = offline.evaluate(
        "() => [...document.querySelectorAll('path')].map(p => p.getAttribute('d'))"
    )
    drawn = {" ".join(d.split()) for d in drawn}
    assert curves[1] - curves[0] and curves[1] - curves[0] <= drawn
    assert not (curves[0] - curves[1]) & drawn
