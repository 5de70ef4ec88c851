"""What questions bring into a page: their code, their style, and themselves."""

import pathlib
from typing import Any

from ..live import page

_FOLDER = pathlib.Path(__file__).resolve().parent
KIND = "live-question"


def code() -> str:
    """Return the front end of questions as one JavaScript module."""
    return page.joined("question.js", _FOLDER)


def style() -> str:
    """Return the style of questions."""
    return page.style(_FOLDER / "question.css", _FOLDER / "graph_table.css")


def head() -> str:
    """Return what a page with explorers and questions needs once, for its head."""
    return (
        f"<style>\n{style()}</style>\n"
        f'<script type="text/plain" id="{KIND}-code">\n{code()}</script>\n{page.head()}'
    )


def place(widget: Any, sentence: str) -> str:
    """Return the HTML that puts a question or an explorer into a page."""
    state = widget.get_state() | {"model": widget.model_id}
    return place_state(state, sentence)


def place_state(state: dict[str, Any], sentence: str) -> str:
    """Return that HTML for a synced state, of which `model` is the name."""
    return page.place(state, sentence, KIND if "sealed" in state else "live-state")
