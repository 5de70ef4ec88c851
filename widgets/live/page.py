"""Explorers in a page of their own: they answer a drag with no kernel and no request."""

import base64
import html
import json
import pathlib
import re
import zlib
from typing import Any

from .roles import style_of_roles

_FOLDER = pathlib.Path(__file__).resolve().parent
# What of a widget's state is packed, as `host.js` knows it, and what says nothing to a page.
PACKED = ("scene", "cross", "sealed")
_OF_A_NOTEBOOK = ("layout", "still", "asleep", "tabbable", "tooltip")
# What comes later may take back what came before.
_STYLES = ("live", "controls", "stage", "veil", "media")
_IMPORT = re.compile(r'^import ([^;]*?) from "(\.\.?/[\w./]+)"(?: with { type: "json" })?;\n', re.M)
_EXPORT = re.compile(r"^export (?!default)", re.M)
_INDENT = re.compile(r"^ +", re.M)
# Comments that stand on lines of their own: browsers have no use for types and reasons.
_COMMENT = re.compile(r"^ *(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/)\n", re.M)


def joined(name: str, folder: pathlib.Path = _FOLDER) -> str:
    """Return one of the JavaScript files of a folder and all that it imports as a single module.

    It can travel as a string, and asks for nothing. What is imported stands first, a JSON file as a
    constant; a name that two files give to different things at their top is a syntax error in the
    module.
    """
    parts: dict[pathlib.Path, str] = {}

    def add(path: pathlib.Path) -> None:
        text = _INDENT.sub("", _COMMENT.sub("", path.read_text("utf-8")))
        for names, found in _IMPORT.findall(text):
            needed = (path.parent / found).resolve()
            if needed.suffix == ".json":
                content = json.loads(needed.read_text("utf-8"))
                parts[needed] = f"const {names} = {json.dumps(content, ensure_ascii=False)};"
            elif needed not in parts:
                add(needed)
        parts[path] = _EXPORT.sub("", _IMPORT.sub("", text)).strip("\n")

    add(folder.resolve() / name)
    return "\n".join(parts.values()) + "\n"


def code() -> str:
    """Return the front end of live figures as one JavaScript module."""
    return joined("live.js")


def style(*files: pathlib.Path) -> str:
    """Return the style of live figures, or what other files have, without its comments."""
    own = [_FOLDER / f"{name}.css" for name in _STYLES]
    text = "".join(file.read_text("utf-8") for file in files or own)
    if not files:
        text = style_of_roles() + text
    return _INDENT.sub("", re.sub(r"/\*.*?\*/\n?", "", text, flags=re.S))


def head() -> str:
    """Return what a page needs once, for its head: the style and the code of live figures."""
    return (
        f"<style>\n{style()}</style>\n"
        f'<script type="text/plain" id="live-code">\n{code()}</script>\n'
        f'<script type="module">\n{joined("host.js")}</script>\n'
    )


def place(state: dict[str, Any], sentence: str, kind: str = "live-state") -> str:
    """Return the HTML that puts one explorer, given its synced state, into a page.

    Where scripts do not run, the sentence is there. A state's `model` is a name by which others
    on the page find it. Of another `kind`, it is shown by the code that stands in the page as that.
    """
    # Whoever waits for a page waits for its bytes, too: they are deflated as far as it goes.
    packed = {
        name: as_text(value) if isinstance(value, bytes | memoryview) else value
        for name, value in state.items()
        if not name.startswith("_") and name not in _OF_A_NOTEBOOK
    }
    # In a script element only "</" could end the text too early.
    text = json.dumps(packed, ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<script type="application/json" class="{kind}">{text}</script>\n'
        f"<noscript>{html.escape(sentence)}</noscript>\n"
    )


def as_text(packed: bytes | memoryview) -> str:
    """Return what `message.packed` has packed as text, deflated as far as it goes.

    >>> import zlib
    >>> zlib.decompress(base64.b64decode(as_text(zlib.compress(b"sin(w)", 1))))
    b'sin(w)'
    """
    tight = zlib.compress(zlib.decompress(packed), 9) if len(packed) else b""
    return base64.b64encode(tight).decode()


def still(name: str, png: str, alt: str, width: int) -> str:
    """Return the HTML of the picture that a notebook shows where it has no view of an explorer.

    A view hides whatever has the class `name`. A notebook that is opened again has no models, and
    says so where the view was: with this picture below it, that would tell a reader nothing.
    """
    lost = (
        ".jp-OutputArea-child:has(> .jp-OutputArea-output.jupyter-widgets):not(:has(.live))"
        f":has(+ .jp-OutputArea-child .{name})"
    )
    return (
        f"<style>{lost} {{ display: none; }}</style>"
        f'<img class="{name}" style="max-width: 100%" width="{width}" '
        f'src="data:image/png;base64,{png}" alt="{html.escape(alt)}">'
    )


# The heading of a page of its own; an explorer brings its own style.
_HEADING = (
    "body { background: light-dark(#fff, #16181b); color: light-dark(#1a1c20, #e9ebee); }\n"
    ".live-title { display: none; }\n"
    'h1 { margin: 0 0 8px; font: 600 1.0625rem/1.3 -apple-system, "Segoe UI", Roboto, Inter, '
    '"Noto Sans", Arial, sans-serif; }'
)


def standalone(state: dict[str, Any], sentence: str, title: str) -> str:
    """Return a whole HTML page with one explorer."""
    return whole(head(), place(state, sentence), title)


def whole(head: str, body: str, title: str) -> str:
    """Return a whole HTML page, dark where the reader's other pages are."""
    name = html.escape(title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{name}</title>\n<style>{_HEADING}</style>\n{head}</head>\n"
        f"<body>\n<main>\n<h1>{name}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
