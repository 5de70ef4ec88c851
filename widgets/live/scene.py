"""The still part of a live figure: drawn once, as SVG, with the moving artists named."""

import io
import re
import textwrap
from collections.abc import Callable
from functools import partial
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text

from .grip import Grip
from .reader import Reader, is_marker, svg_units


def draw_svg(figure: Figure, movers: dict[Artist, str], reader: Reader) -> str:
    """Return the figure as SVG text in which each mover is a group with its name as id.

    Every mover is drawn once, whatever its state, since the browser can move only elements that
    are there.
    """
    undo: list[Callable[[], Any]] = []
    with svg_units(figure):
        for artist, gid in movers.items():
            # Another explorer of this figure has movers and names of its own.
            undo.append(partial(artist.set_gid, artist.get_gid()))
            artist.set_gid(gid)
            undo.append(_make_drawable(artist, reader))
    buffer = io.StringIO()
    # Equal pictures are equal text; each view makes the ids its own.
    style: Any = {"svg.fonttype": "none", "svg.hashsalt": "live"}
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with matplotlib.rc_context(style):
        figure.savefig(buffer, format="svg", metadata=nothing)
    for restore in undo:
        restore()
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    # Matplotlib's style rule is meant for a page of its own; here it must not reach the notebook.
    svg = svg.replace(">*{", ">.live-picture *{")
    return re.sub(r' (width|height)="[^"]*"', "", svg, count=2)


def _make_drawable(artist: Any, reader: Reader) -> Callable[[], Any]:
    """Give a mover something to draw, and return how to undo that.

    Matplotlib writes no element for what is hidden, empty or outside the canvas.
    """
    visible = artist.get_visible()
    artist.set_visible(True)
    if isinstance(artist, Grip):
        return lambda: None
    if isinstance(artist, Text):
        words, place = artist.get_text(), artist.get_position()
        home = reader.homes.setdefault(artist, np.array([reader.width / 2, reader.height / 2]))
        artist.set_position(tuple(reader.to_pixels(artist).inverted().transform(home)))
        artist.set_text(words or "x")
        return lambda: artist.set(visible=visible, text=words, position=place)
    if len(reader.points.get(artist, ())) > 1:
        return lambda: artist.set(visible=visible)
    frame = artist.axes.transAxes if artist.axes else artist.get_figure().transFigure
    inside = frame.transform([(0.4, 0.4), (0.6, 0.4), (0.6, 0.6)])
    corners = artist.get_transform().inverted().transform(inside)
    if isinstance(artist, Line2D):
        data = artist.get_data(orig=True)
        artist.set_data(*(corners[:1] if is_marker(artist) else corners[:2]).T)
        return lambda: artist.set(visible=visible, data=data)
    if isinstance(artist, Polygon):
        outline = artist.get_xy()
        artist.set_xy(corners)
        return lambda: artist.set(visible=visible, xy=outline)
    if isinstance(artist, PolyCollection):
        outlines = [path.vertices for path in artist.get_paths()]
        artist.set_verts([corners])
        return lambda: artist.set(visible=visible, verts=outlines)
    return lambda: artist.set(visible=visible)


def draw_png(figure: Figure, sentence: str) -> bytes:
    """Return the figure with its sentence below it as a PNG picture.

    It is for print, and for viewers in which no control can live.
    """
    width, _ = figure.get_size_inches()
    words = textwrap.fill(sentence, int(width * 14))
    caption = figure.text(0.02, -0.02, words, ha="left", va="top", fontsize=10, wrap=False)
    buffer = io.BytesIO()
    try:
        figure.savefig(
            buffer, format="png", dpi=100, bbox_inches="tight", metadata={"Software": None}
        )
    finally:
        caption.remove()
    return buffer.getvalue()
