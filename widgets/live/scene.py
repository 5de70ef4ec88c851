"""The still part of a live figure: drawn once, as SVG, with the moving artists named."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path
from matplotlib.text import Text

from .grip import Grip
from .markup import as_group, in_place_of, shortened, svg_units, whole
from .reader import Reader, is_marker
from .roles import ON_FILL


def draw_svg(
    figure: Figure,
    movers: Mapping[Artist, str],
    reader: Reader,
    still: Mapping[Artist, str] = MappingProxyType({}),
) -> str:
    """Return the figure as SVG text in which each mover is a group with its name as id.

    So is each of those that stand still and have a name all the same.

    A mover that follows is drawn once, whatever its state, since the browser can move only elements
    that are there. One that Matplotlib draws is an empty group.
    """
    grips = [gid for artist, gid in movers.items() if isinstance(artist, Grip)]
    with ExitStack() as undo:
        for artist, gid in movers.items():
            if artist in reader.drawn:
                undo.enter_context(in_place_of(artist, gid, *(grips if artist is figure else ())))
            else:
                undo.enter_context(named(artist, gid))
                undo.enter_context(_drawable(artist, reader))
        for artist, gid in still.items():
            undo.enter_context(as_group(artist, gid))
        svg = whole(figure, reader.brush.dpi)
    # Matplotlib's style rule is meant for a page of its own; here it must not reach the notebook.
    svg = shortened(svg).replace(">*{", ">.live-picture *{")
    for artist, gid in movers.items():
        if artist.get_gid() == ON_FILL:
            svg = svg.replace(f' id="{gid}"', f' id="{gid}" class="{ON_FILL}"')
    paper: Any = figure.get_facecolor()
    if not paper[3]:
        # Its paper is the page's, so words on lines can have a halo of the page's paper.
        svg = svg.replace("<svg", '<svg class="live-on-page"', 1)
    return re.sub(r' (width|height)="[^"]*"', "", svg, count=2)


@contextmanager
def named(artist: Artist, gid: str) -> Iterator[None]:
    """Give an artist's group an id for a while; another explorer may have another one for it."""
    before = artist.get_gid()
    artist.set_gid(gid)
    try:
        yield
    finally:
        artist.set_gid(before)


@contextmanager
def _drawable(artist: Any, reader: Reader) -> Iterator[None]:
    """Give a mover something to draw for a while.

    Matplotlib writes no element for what is hidden, empty or outside the canvas.
    """
    visible = artist.get_visible()
    artist.set_visible(True)
    with svg_units(reader.brush.figure):
        restore = _filled(artist, reader)
    try:
        yield
    finally:
        artist.set(visible=visible, **restore)


def _filled(artist: Any, reader: Reader) -> dict[str, Any]:
    """Put something into an artist, and return what was there."""
    if isinstance(artist, Text):
        before = {"text": artist.get_text(), "position": artist.get_position()}
        home = reader.homes.setdefault(artist, np.array([reader.width / 2, reader.height / 2]))
        artist.set_position(tuple(reader.to_pixels(artist).inverted().transform(home)))
        artist.set_text(reader.turned.get(artist) or "x")
        return before
    if len(reader.points.get(artist, ())) > 1:
        return {}
    if not isinstance(artist, Line2D | Polygon | PolyCollection) and type(artist) is not PathPatch:
        return {}
    frame = artist.axes.transAxes if artist.axes else reader.brush.figure.transFigure
    inside = frame.transform([(0.4, 0.4), (0.6, 0.4), (0.6, 0.6)])
    corners = artist.get_transform().inverted().transform(inside)
    if isinstance(artist, Line2D):
        data = artist.get_data(orig=True)
        artist.set_data(*(corners[:1] if is_marker(artist) else corners[:2]).T)
        return {"data": data}
    if isinstance(artist, Polygon):
        outline = artist.get_xy()
        artist.set_xy(corners)
        return {"xy": outline}
    if isinstance(artist, PathPatch):
        path = artist.get_path()
        artist.set_path(Path(corners))
        return {"path": path}
    outlines = [path.vertices for path in artist.get_paths()]
    artist.set_verts([corners])
    return {"verts": outlines}
