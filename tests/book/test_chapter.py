"""Everything that the chapter shows has a place in the book, and everything here is used there."""

import re
import subprocess
import sys
from itertools import combinations

import nbformat
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import FancyBboxPatch

from chapter import CHAPTER, contents, draw_map, map_figure
from widgets import EXPLORERS

MOST_EXPLORERS = 6
COUNTS = {"figures": 16, "tables": 2, "examples": 14}
ITEMS = [
    pytest.param(item, id=f"{kind}-{name}")
    for kind in ("ideas", *COUNTS)
    for name, item in CHAPTER[kind].items()
]
NOTEBOOKS = [pytest.param(n, id=n["file"]) for n in CHAPTER["notebooks"]]


@pytest.fixture(scope="module")
def read(request):
    """Return a function that reads a notebook of the book."""
    folder = request.config.rootpath / "book"
    return lambda name: nbformat.read(folder / f"{name}.ipynb", as_version=4)


def code(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def numbers(text):
    """Return the numbers that a text such as "B.4, B.7–B.9" speaks of."""
    parts = [re.findall(r"B\.(\d+)", part) for part in text.split(",")]
    return [n for part in parts if part for n in range(int(part[0]), int(part[-1]) + 1)]


@pytest.mark.parametrize("kind", COUNTS)
def test_nothing_that_the_chapter_shows_is_missing(kind):
    assert [*CHAPTER[kind]] == [f"B.{n}" for n in range(1, COUNTS[kind] + 1)]
    for item in CHAPTER[kind].values():
        assert item["idea"] in CHAPTER["ideas"] and item["shows"] and item["where"]


def test_each_equation_belongs_to_one_idea():
    found = [n for idea in CHAPTER["ideas"].values() for n in numbers(idea.get("equations", ""))]
    assert sorted(found) == list(range(1, 76))


@pytest.mark.parametrize("item", ITEMS)
def test_each_item_is_in_a_code_cell_of_its_notebook(item, read):
    for notebook, places in item["where"].items():
        cells = code(read(notebook))
        for place in places:
            words = place.split()
            assert not words[0].isalpha() or words[0].islower() or words[0] in EXPLORERS
            here = [cell for cell in cells if all(word in cell for word in words)]
            assert here, f"no code cell of {notebook} has: {place}"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_each_notebook_is_as_the_index_says(notebook, read):
    text = prose(read(notebook["file"]))
    said = re.search(r"\*\*Time:?\*\*:? (\d+) minutes", text)
    assert said and int(said[1]) == notebook["minutes"]
    assert text.startswith(f"# {notebook['title'].split()[0]} ")


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_each_explorer_is_in_a_notebook_and_in_the_index(explorer, read):
    places = [places for kind in ("ideas", *COUNTS) for item in CHAPTER[kind].values()
              for places in item["where"].values()]  # fmt: skip
    assert any(explorer in place.split() for each in places for place in each)
    cells = [cell for n in CHAPTER["notebooks"] for cell in code(read(n["file"]))]
    assert any(re.search(rf"\b{explorer}\(", cell) for cell in cells)


def test_no_page_has_too_many_explorers(request, read):
    for path in (request.config.rootpath / "book").glob("*.ipynb"):
        outputs = [o for c in read(path.stem).cells for o in c.get("outputs", [])]
        # Whatever has a picture and a sentence.
        shown = [o for o in outputs if o.get("metadata", {}).get("image/png", {}).get("alt")]
        assert len(shown) <= MOST_EXPLORERS, path.stem


def test_the_book_is_the_index_and_the_notebooks_that_it_lists(request):
    listed = {n["file"] for n in CHAPTER["notebooks"]}
    folder = request.config.rootpath / "book"
    assert {path.stem for path in folder.glob("*.ipynb")} == listed | {"index"}


def test_the_index_has_this_list_of_contents(read):
    assert contents() in prose(read("index"))


def test_ideas_come_after_what_they_need():
    known = set()
    for name, idea in CHAPTER["ideas"].items():
        assert set(idea["needs"]) <= known
        known.add(name)


def test_the_map_has_a_box_for_each_idea_and_none_overlap():
    figure = map_figure()
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = canvas.get_renderer()
    axes = figure.axes[0]
    boxes = {p.get_gid(): p.get_window_extent(drawn) for p in axes.patches
             if isinstance(p, FancyBboxPatch)}  # fmt: skip
    assert set(boxes) == set(CHAPTER["ideas"])
    assert not any(a.overlaps(b) for a, b in combinations(boxes.values(), 2))
    for text, box in zip(axes.texts, boxes.values(), strict=True):
        words = text.get_window_extent(drawn)
        assert box.x0 < words.x0 and words.x1 < box.x1 and box.y0 < words.y0 and words.y1 < box.y1
    assert all(figure.bbox.fully_containsx(b.x0) and figure.bbox.fully_containsx(b.x1)
               for b in boxes.values())  # fmt: skip


def test_arrows_of_the_map_cross_no_box():
    figure = map_figure()
    axes = figure.axes[0]
    boxes = [p.get_bbox() for p in axes.patches if isinstance(p, FancyBboxPatch)]
    for line in axes.lines:
        x, y = line.get_data()
        for box in boxes:
            inside = (x > box.x0) & (x < box.x1) & (y > box.y0 + 1e-9) & (y < box.y1 - 1e-9)
            assert not inside.any()


def test_the_map_is_drawn_the_same_in_every_process(request):
    draw = "import chapter, hashlib; shown = chapter.draw_map()\n"
    draw += (
        "print(hashlib.sha256((shown.text + shown.forms['text/markdown']).encode()).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", draw], cwd=request.config.rootpath / "book",
                       capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]  # fmt: skip
    assert runs[0] == runs[1]


def test_each_box_of_the_map_is_a_link_to_the_notebook_of_its_section():
    shown = draw_map().forms["text/markdown"]
    link = r'<a href="(\w+)\.ipynb" title="(\S+) .*?about (\d+) minutes" aria-label="(.*?):'
    links = {idea: found for *found, idea in re.findall(link, shown)}
    minutes = {n["file"]: n["minutes"] for n in CHAPTER["notebooks"]}
    assert {*links} == {idea["title"] for idea in CHAPTER["ideas"].values()}
    for idea in CHAPTER["ideas"].values():
        file, number, time = links[idea["title"]]
        assert re.match(rf"{re.escape(number)}(?!\d)", idea["section"])
        assert int(time) == minutes[file]


def test_the_links_of_the_map_lie_on_its_boxes():
    figure = map_figure()
    size = figure.get_size_inches()
    boxes = {p.get_gid(): p.get_bbox() for p in figure.axes[0].patches if p.get_gid()}
    styles = re.findall(r'<a [^>]*style="([^"]*)"', draw_map().forms["text/markdown"])
    places = [[float(x) for x in re.findall(r"([\d.]+)%", style)] for style in styles]
    # In inches, from the left and from the top; the axes are the whole picture.
    for (left, top, width, height), box in zip(places, boxes.values(), strict=True):
        found = [left * size[0], top * size[1], width * size[0], height * size[1]]
        assert found == pytest.approx([100 * x for x in box.bounds], abs=1)


def test_the_index_says_first_where_to_start_and_names_no_class(read):
    index = read("index")
    assert re.match(
        r"# .*\n\n\*\*Start here: \[.*\]\(B01_introduction.ipynb\)", index.cells[0].source
    )
    outputs = [o for cell in index.cells for o in cell.get("outputs", [])]
    tables = [o["data"].get("text/markdown", "") for o in outputs if "data" in o]
    seen = "\n".join([prose(index), *tables])
    # Names that are two words in one are no words of a reader's.
    assert not [name for name in EXPLORERS if re.search("[a-z][A-Z]", name) and name in seen]
