"""The chapter at a glance: the tables of `index.ipynb` and its map of ideas, from chapter.toml."""

import base64
import html
import io
import textwrap
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from widgets.graph import arrow_head, curves, layered
from widgets.live import aloud

CHAPTER: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("chapter.toml").read_text(encoding="utf-8")
)
Row = tuple[str, ...]
KINDS = {"figures": "Figure", "tables": "Table", "examples": "Example"}
# A box, and the way from its middle to the next one's, in inches.
_BOX, _PITCH, _MARGIN = (1.08, 0.62), (1.14, 1.0), 0.1


@dataclass
class Shown:
    """What a notebook shows of this module, in a form for each viewer."""

    text: str
    forms: dict[str, str] = field(default_factory=dict)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return {"text/plain": self.text, **self.forms}, {}


def contents() -> str:
    """Return the notebooks as a Markdown table."""
    rows: list[Row] = [
        (f"[{n['title']}]({n['file']}.ipynb)", n["about"], f"{n['minutes']}\N{NO-BREAK SPACE}min")
        for n in CHAPTER["notebooks"]
    ]
    return _table(("notebook", "what it is about", "time"), rows)


def concept_map() -> Shown:
    """Show each idea: what it needs, where the chapter has it, and where it can be dragged."""
    rows: list[Row] = []
    for name, idea in CHAPTER["ideas"].items():
        inside = [
            f"{kind} {number}"
            for items, kind in KINDS.items()
            for number, item in CHAPTER[items].items()
            if item["idea"] == name
        ]
        needs = _listed(idea["needs"], ", ")
        cells = (idea["title"], needs, idea["section"], idea.get("equations"), ", ".join(inside))
        rows.append((*(words or "–" for words in cells), _places(idea)))
    return _markdown(("idea", "needs", "section", "equations", "shown in", "drag it here"), rows)


def figures() -> Shown:
    """Show each figure, table and example of the chapter, and what it has become here."""
    rows: list[Row] = [
        (f"{kind} {number}", item["shows"], _places(item))
        for items, kind in KINDS.items()
        for number, item in CHAPTER[items].items()
    ]
    return _markdown(("in the chapter", "what it shows", "here"), rows)


def _places(item: dict[str, Any]) -> str:
    """Return links to an item's places, the notebooks' numbers as their names."""
    numbers = {n["file"]: n["title"].split()[0] for n in CHAPTER["notebooks"]}
    return ", ".join(f"[{numbers[notebook]}]({notebook}.ipynb)" for notebook in item["where"])


def _table(head: Row, rows: list[Row]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ("---",) * len(head), *rows])


def _markdown(head: Row, rows: list[Row]) -> Shown:
    table = _table(head, rows)
    return Shown(table, {"text/markdown": table})


@dataclass(eq=False)
class _Idea:
    """An idea as the layout of computation graphs takes it: a vertex with its parents."""

    name: str
    parents: list["_Idea"]
    layer: int


class Ideas(list[_Idea]):
    """Ideas in an order in which each stands after those that it needs, sources first."""

    def __init__(self) -> None:
        made: dict[str, _Idea] = {}
        for name, idea in CHAPTER["ideas"].items():
            parents = [made[need] for need in idea["needs"]]
            made[name] = _Idea(name, parents, 1 + max((p.layer for p in parents), default=-1))
        self.inputs = [idea for idea in made.values() if not idea.parents]
        self.steps = [idea for idea in made.values() if idea.parents]
        super().__init__(self.inputs + self.steps)
        for source in self.inputs:  # as near to what needs it as can be
            source.layer = min(v.layer for v in self.steps if source in v.parents) - 1


def map_figure() -> Figure:
    """Return the map of ideas: a box for each, and an arrow to it from each that it needs."""
    ideas: Any = Ideas()
    at, routes = layered(ideas)
    at = (at - at.min(axis=0) + 0.5) * _PITCH[::-1]  # down, across
    at += _MARGIN
    size = at.max(axis=0) + np.array(_PITCH[::-1]) / 2 + _MARGIN
    figure = Figure(figsize=size[::-1], facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, size[1]), ylim=(size[0], 0))
    axes.axis("off")
    # Beside a box an arrow runs straight down: all that bends is between the rows.
    points = np.vstack([at, at - (_BOX[1] / 2, 0), at + (_BOX[1] / 2, 0)])
    routes = [[r[0], *(len(at) * k + i for i in r[1:-1] for k in (1, 2)), r[-1]] for r in routes]
    for curve in curves(points, routes, _BOX[1] / 2):
        axes.plot(*curve.T[::-1], color="0.45", lw=1.3, zorder=1)
        axes.fill(*arrow_head(curve, 0.11).T[::-1], color="0.45", zorder=1)
    for idea, (y, x) in zip(ideas, at, strict=False):
        entry = CHAPTER["ideas"][idea.name]
        corner = (x - _BOX[0] / 2, y - _BOX[1] / 2)
        look = {"fc": "#fff6cc", "ec": "0.25", "gid": idea.name}
        axes.add_patch(FancyBboxPatch(corner, *_BOX, "round,pad=0,rounding_size=0.08", **look))
        words = textwrap.fill(entry["title"], 15) + f"\n{entry['section']}"
        axes.text(x, y, words, ha="center", va="center", fontsize=9.5, linespacing=1.15)
    return figure


def draw_map() -> Shown:
    """Show the map of ideas: a picture on which each box is a link to its notebook.

    It is Markdown, so that its links lead to notebooks and in an exported book to pages, as those
    of the text do. Where only the picture is let through, the picture is left.
    """
    needs = [
        f"{idea['title']} needs {_listed(idea['needs'], ' and ')}"
        for idea in CHAPTER["ideas"].values()
        if idea["needs"]
    ]
    said = f"Which idea needs which: {'; '.join(needs)}."
    figure, buffer = map_figure(), io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100, metadata={"Software": None})
    picture = base64.b64encode(buffer.getvalue()).decode()
    links = "".join(box_link(box) for box in figure.axes[0].patches if box.get_gid())
    frame = f"position: relative; max-width: {figure.bbox.width:.0f}px"
    image = (
        f'<img style="display: block; width: 100%" alt="{html.escape(aloud(said))}" '
        f'src="data:image/png;base64,{picture}">'
    )
    return Shown(said, {"text/markdown": f'<div style="{frame}">{image}{links}</div>'})


def box_link(box: Any) -> str:
    """Return a link that lies over a box of the map, with the notebook's name and time on it."""
    idea = CHAPTER["ideas"][box.get_gid()]
    # An idea that a notebook only tastes is at home in the last one.
    file = [*idea["where"]][-1]
    notebook = next(n for n in CHAPTER["notebooks"] if n["file"] == file)
    bounds, (width, height) = box.get_bbox(), (box.axes.get_xlim()[1], box.axes.get_ylim()[0])
    place = {"left": bounds.x0 / width, "top": bounds.y0 / height}
    place |= {"width": bounds.width / width, "height": bounds.height / height}
    style = "; ".join(f"{name}: {part:.2%}" for name, part in place.items())
    title = f"{notebook['title']}, about {notebook['minutes']} minutes"
    return (
        f'<a href="{file}.ipynb" title="{title}" aria-label="{idea["title"]}: {title}" '
        f'style="position: absolute; {style}"></a>'
    )


def _listed(names: list[str], joined: str) -> str:
    return joined.join(CHAPTER["ideas"][name]["title"] for name in names)
