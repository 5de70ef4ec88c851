"""Write notebooks as web pages whose sliders work with no kernel and no network.

    python book/export.py --to site                   every notebook of the book
    python book/export.py --to site book/index.ipynb  only this one

A page holds all it needs: formulae are MathML, and each explorer brings its pictures along.
"""

import argparse
import base64
import re
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from execute import BOOK, execute, is_normal, read
from kept import WIDGET_VIEW, kept
from widgets.practice import front

# The lab template without the scripts that it would load from elsewhere, dark where all is dark.
TEMPLATE = """
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{{ resources.live_head | safe }}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{#- The lab's own says that the page is light, and explorers would believe it. -#}
{%- block body_header -%}<body class="jp-Notebook"><main>{%- endblock -%}
{%- block data_png scoped -%}
{%- set words = output | get_metadata("alt", "image/png") or "a picture" -%}
{{ super() | replace("<img ", '<img alt="' ~ words | escape_html ~ '" ') }}
{%- endblock -%}
{#- Explorers and questions bring their own style: that of tables and lists is for prose. -#}
{%- block data_html scoped -%}
{%- if 'class="live-' in output.data["text/html"] -%}
{{ super() | replace("jp-RenderedHTMLCommon ", "") }}
{%- else -%}{{ super() }}{%- endif -%}
{%- endblock -%}
{%- block output_group -%}
{%- set tags = cell.metadata.get("tags", []) -%}
{%- if "reveal" in tags -%}
<details class="{{ tags | join(" ") }}"><summary>What this prints</summary>{{ super() }}</details>
{%- else -%}{{ super() }}{%- endif -%}
{%- endblock -%}
{%- block notebook_css -%}
{{ super() }}
{{ resources.include_css("static/theme-dark.css")
   | replace("<style", "<style media='screen and (prefers-color-scheme: dark)'") }}
<style>
:root { color-scheme: light dark; --jp-mirror-editor-number-color: #070;
  --jp-mirror-editor-operator-color: #8419cc; --jp-mirror-editor-comment-color: #2b6666; }
@media screen and (prefers-color-scheme: dark) {
  :root { --jp-mirror-editor-comment-color: #8fb8b8; --jp-mirror-editor-operator-color: #c9a0ff;
    --jp-mirror-editor-number-color: #8fd694; }
}
.jp-Notebook { --jp-cell-prompt-not-active-opacity: 1;
  --jp-cell-prompt-not-active-font-color: light-dark(#666, #aaa); }
.jp-Notebook .jp-RenderedHTMLCommon p a, .jp-Notebook .jp-RenderedHTMLCommon li a,
.jp-Notebook .jp-RenderedHTMLCommon td a { text-decoration: underline; }
.equation { display: grid; grid-template-columns: 3rem 1fr 3rem; align-items: center; }
.equation math { grid-column: 2; }
.equation-number { text-align: right; }
.equation mtd[columnalign="right"] { padding-right: 0; text-align: right; }
.equation mtd[columnalign="left"] { padding-left: 0; text-align: left; }
.jp-RenderedHTMLCommon pre, .jp-RenderedHTMLCommon details { margin-bottom: 1em; }
details.reveal { margin: 0.5em 0; }
details.reveal > summary { padding: 0.3em 0; font-weight: 600; cursor: pointer; }
.jp-CodeCell > details.reveal > summary { margin-left: calc(var(--jp-cell-prompt-width) + 8px);
  font-family: var(--jp-content-font-family); font-size: var(--jp-content-font-size1); }
.jp-RenderedText pre { margin-left: -3px; word-break: normal; overflow-wrap: anywhere; }
</style>
{%- endblock -%}
"""


class Formulae(IPythonRenderer):
    """Markdown to HTML with formulae as MathML, which browsers draw by themselves."""

    def block_math(self, body: str) -> str:
        """Return a displayed formula, its number at the right."""
        tag = re.search(r"\\tag\{(.*?)\}", body)
        number = f'<span class="equation-number">({tag[1]})</span>' if tag else ""
        body = re.sub(r"\\tag\{.*?\}", "", body)
        return f'<div class="equation">{convert(body.strip(), display="block")}{number}</div>'

    def inline_math(self, body: str) -> str:
        """Return a formula in a line of text."""
        return convert(body.strip())


def to_html(source: str) -> str:
    """Return a Markdown cell as HTML."""
    links = re.sub(r"(\]\(|<a href=\")([\w./-]+)\.ipynb", r"\1\2.html", source)
    return MarkdownWithMath(renderer=Formulae(escape=False, anchor_link_text="")).render(links)


def place_views(notebook: NotebookNode, name: str) -> None:
    """Put explorers and questions themselves where a notebook has views of them."""
    models = kept(notebook, name).get("state", {})
    for output in (o for cell in notebook.cells for o in cell.get("outputs", [])):
        view = output.get("data", {}).pop(WIDGET_VIEW, {}).get("model_id")
        if view not in models:
            continue
        buffers = {b["path"][0]: base64.b64decode(b["data"]) for b in models[view]["buffers"]}
        state = models[view]["state"] | buffers | {"model": view}
        if "scene" in buffers or "sealed" in buffers:
            output["data"]["text/html"] = front.place_state(state, output["data"]["text/plain"])
    notebook.metadata.pop("widgets", None)


def export(path: Path, folder: Path) -> Path:
    """Write a notebook as a page; return where.

    One that is as `execute.py` writes it has all that the page needs; any other is executed first.
    """
    notebook = read(path) if is_normal(path) else execute(path)
    place_views(notebook, path.stem)
    # nbconvert has no types.
    make: Any = HTMLExporter
    exporter = make(raw_template=TEMPLATE, mermaid_js_url="", anchor_link_text="")
    exporter.register_filter("markdown2html", to_html)
    resources = {"metadata": {"name": path.stem}, "live_head": front.head()}
    body, _ = exporter.from_notebook_node(notebook, resources=resources)
    target = folder / f"{path.stem}.html"
    target.write_text(body, encoding="utf-8")
    return target


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--to", type=Path, required=True, help="the folder for the pages")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    for path in asked.notebooks or sorted(BOOK.glob("*.ipynb")):
        print(export(path, asked.to))


if __name__ == "__main__":
    main()
