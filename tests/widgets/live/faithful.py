"""Compare whole pictures: what the front end would show, and Matplotlib's own SVG of that state.

`python -m tests.widgets.live.faithful` compares every stored look of every explorer, and so takes
long; names after it are the explorers to compare.
"""

import json
import sys
import zlib

import numpy as np

import widgets
from widgets import EXPLORERS
from widgets.live import compare
from widgets.live.markup import whole


def unpacked(blob):
    """Return what a message holds, with texts where it has differences."""
    content = json.loads(zlib.decompress(blob))
    for table in content if isinstance(content, list) else [content["product"]]:
        for track in table["tracks"]:
            if track["forms"]:
                track["values"] = [*texts(track["forms"], track["values"])]
    return content


def texts(forms, rows):
    """Undo what `as_differences` has done."""
    known = {}
    for form, *growth in rows:
        growth, times = np.array(growth, float), 2 if form < 0 else 1
        form = ~form if form < 0 else form
        for first in (0, 1) * times:
            growth[first::2] = growth[first::2].cumsum()
        known[form] = known.get(form, 0) + growth
        text = forms[form]
        for number in known[form]:
            text = text.replace("#", f"{number / 100:.2f}", 1)
        yield text


def shown(explorer, values):
    """Return {group: {(element, attribute): value}} as the front end sets it, from the tables."""
    scene = unpacked(explorer.scene)
    crosses = unpacked(explorer.cross) if explorer.cross else []
    for table in (*crosses, scene["product"]):
        if all(values[name] == held for name, held in table["fixed"].items()):
            break
    index = 0
    for name, grid in table["grids"].items():
        index = index * len(grid) + grid.index(values[name])
    states = {}
    for track in table["tracks"]:
        value = track["values"][track["at"][index] if track["at"] else 0]
        states.setdefault(track["group"], {})[track["element"], track["attribute"]] = value
    return scene["svg"], states


def difference(explorer, values):
    """Return None if both pictures are the same, else in what they differ.

    The explorer's figure is moved; what its tables hold stays as it is.
    """
    ours = compare.applied(*shown(explorer, values))
    explorer.stage.update(**values)
    theirs = whole(explorer.stage.figure, explorer.stage.reader.brush.dpi)
    return compare.difference(compare.marks(ours), compare.marks(theirs))


def looks(explorer):
    """Return positions of the explorer's tables such that each stored look is seen at one."""
    found = []
    for table in explorer.tables:
        seen = set()
        for at, values in enumerate(table.positions()):
            new = {(group, look.at[at]) for group, look in table.looks.items()} - seen
            if new:
                seen |= new
                found.append(values)
    return found


def main(names):
    compared = 0
    for name in names or EXPLORERS:
        explorer = getattr(widgets, name)()
        positions = looks(explorer)
        wrong = [(values, d) for values in positions if (d := difference(explorer, values))]
        compared += len(positions)
        print(f"{name:20} {len(positions):6} pictures, {len(wrong)} differ {wrong[:1]}", flush=True)
    print(f"{compared} pictures compared")


if __name__ == "__main__":
    main(sys.argv[1:])
