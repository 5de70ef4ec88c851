"""Three pictures of each explorer, and its words, in a form that every platform gives alike."""

import base64
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.image import imread

import widgets
from tests.gallery.states import GIVEN, STATES

GALLERY = Path(__file__).parent
WORDS = GALLERY / "words.md"
COMMAND = "python -m tests.gallery"
# How far a number of a picture, in points, or a colour of a pixel, of 1, may be off.
NEAR, NEAR_COLOUR = 0.02, 0.02
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# What a number of a picture may depend on: the fonts that Matplotlib brings, and its defaults.
_STYLE = {
    "font.family": ["DejaVu Sans"],
    "svg.fonttype": "none",
    "svg.hashsalt": "gallery",
    "path.simplify": False,
    "text.hinting": "none",
}


def states(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield (state, picture, sentence) of an explorer as it is made, and of its two other states.

    Each state is reached from the first one.
    """
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        made = getattr(widgets, name)
        explorer = made(GIVEN[name]) if name in GIVEN else made()
        first = explorer.values
        for state, values in {"first": {}, **STATES[name]}.items():
            for control, value in {**first, **values}.items():
                if getattr(explorer, control) != value:
                    setattr(explorer, control, value)
            if explorer.values != {**first, **values}:
                raise ValueError(f"{name} cannot be in the state {state}: {explorer.problem}")
            buffer = io.StringIO()
            explorer.figure.savefig(buffer, format="svg", metadata={"Date": None})
            # What stands beside the picture is told as well.
            told = [explorer.sentence, *map(repr, explorer.numbers)]
            yield state, normal(buffer.getvalue()), " | ".join(told)


def normal(svg: str) -> str:
    """Return an SVG picture without what nobody sees, numbers rounded, an element on each line."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(svg)
    for metadata in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(metadata)
    used = dict.fromkeys(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    names = {old: f"used-{i}" for i, old in enumerate(used, start=1)}
    for node in root.iter():
        known = node.attrib.pop("id", "")
        if known in names:
            node.set("id", names[known])
        elif re.fullmatch(r"[a-zA-Z.\d]+_\d+", known):
            node.set("class", known.rpartition("_")[0])
        for key, value in node.attrib.items():
            node.set(key, _attribute(key, value, names))
        if node.get("transform", "").startswith("rotate(0 "):
            del node.attrib["transform"]
        if not (node.text or "").strip() and not node.tag.endswith("text"):
            node.text = None
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _attribute(key: str, value: str, names: dict[str, str]) -> str:
    if value.startswith("data:"):
        return "".join(value.split())
    if "#" in value:
        value = re.sub(r"#(\w+)", lambda m: f"#{names.get(m[1], m[1])}", value)
    if key in ("id", "class", _HREF):
        return value
    value = re.sub(r"(font-family: [^,;]+)[^;]*", r"\1", value)
    value = " ".join(re.sub(r"-?\d+\.\d+|-0\b", _rounded, value).split())
    # Where a line begins or ends on a point of its own, the last bit decides whether it has two.
    return re.sub(r"([ML] )(\S+ \S+)(?: L \2)+(?= |$)", r"\1\2", value)


def _rounded(number: re.Match) -> str:
    # Adding zero takes the sign from it.
    return f"{round(float(number[0]), 2) + 0.0:.2f}".rstrip("0").removesuffix(".")


def difference(kept: str, now: str) -> str:
    """Say where a picture first is another than the one kept; "" if it nowhere is.

    Numbers in attributes may be off by 0.02 points, and pixels by as little; a text must be the
    same.

    >>> difference('<g x="1.00">0.5</g>', '<g x="1.01">0.5</g>')
    ''
    >>> print(difference('<g x="1">0.5</g>', '<g x="1">0.51</g>'))
    line 1
      kept: <g x="1">0.5</g>
      now:  <g x="1">0.51</g>

    """
    lines = zip_longest(kept.splitlines(), now.splitlines(), fillvalue="")
    for count, (old, new) in enumerate(lines, start=1):
        if old != new and not _alike(old, new):
            shown = [f"{line.strip():.300}" for line in (old, new)]
            return f"line {count}\n  kept: {shown[0]}\n  now:  {shown[1]}"
    return ""


def _alike(old: str, new: str) -> bool:
    parts = [re.split(r'("[^"]*")', line) for line in (old, new)]
    if len(parts[0]) != len(parts[1]) or parts[0][::2] != parts[1][::2]:
        return False
    return all(_near(*pair) for pair in zip(parts[0][1::2], parts[1][1::2], strict=True))


def _near(old: str, new: str) -> bool:
    if old == new:
        return True
    if old.startswith('"data:') and new.startswith('"data:'):
        pixels = [_pixels(text) for text in (old, new)]
        if pixels[0].shape != pixels[1].shape:
            return False
        return bool(np.abs(pixels[0] - pixels[1]).max() <= NEAR_COLOUR)
    if "#" in old or _NUMBER.sub("", old) != _NUMBER.sub("", new):
        return False
    pairs = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
    return all(abs(float(a) - float(b)) <= NEAR for a, b in pairs)


def _pixels(text: str) -> np.ndarray:
    return imread(io.BytesIO(base64.b64decode(text.strip('"').partition(",")[2])), format="png")


def path(name: str, state: str) -> Path:
    """Return where a picture is kept."""
    return GALLERY / name / f"{state}.svg"


def words() -> dict[str, list[str]]:
    """Return the sentences kept of each explorer, one for each state."""
    parts = re.split(r"^## ", WORDS.read_text(encoding="utf-8"), flags=re.M)[1:]
    return {part.splitlines()[0]: re.findall(r"^- .*$", part, flags=re.M) for part in parts}


def told(state: str, sentence: str) -> str:
    """Return the line that keeps a sentence."""
    return f"- {state}: {sentence}"
