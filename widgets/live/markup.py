"""SVG text that Matplotlib itself writes: of a figure, or of one artist at a time."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure

from .roles import in_roles

# Equal pictures are equal text; each view makes the ids its own. Images stay apart, since each of
# them may move.
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "live",
    "svg.image_inline": True,
    "image.composite_image": False,
}
# Matplotlib's types do not tell how these are made.
_SVG: Any = RendererSVG
_MIXED: Any = MixedModeRenderer
_NOTHING = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_REFERENCE = re.compile(r'(?:url\(#|href="#)([^)"]+)')
_ID = re.compile(r' id="([^"]*)"')
_STYLE = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.S)
_PATH = re.compile(r' d="[^"]*"')
_NUMBER = re.compile(r"-?\d+\.\d{3,}")


@contextmanager
def svg_units(figure: Figure) -> Iterator[None]:
    """Let the figure's transforms give SVG pixels (72 to the inch) for a while."""
    dpi = figure.dpi
    figure.dpi = 72
    try:
        yield
    finally:
        figure.dpi = dpi


def whole(figure: Figure, dpi: float) -> str:
    """Return a figure as SVG text; `dpi` is how fine images in it are."""
    buffer = io.StringIO()
    with matplotlib.rc_context(_SETTINGS):
        figure.savefig(buffer, format="svg", dpi=dpi, metadata=_NOTHING)
    svg = buffer.getvalue()
    return in_roles(svg[svg.index("<svg") :])


class Brush:
    """Draws single artists of a figure.

    What one artist looks like next to the others is not always what it looks like alone: whoever
    draws by this has to compare.
    """

    def __init__(self, figure: Figure):
        self.figure, self.dpi = figure, figure.dpi
        self.letters, _ = self._renderer(io.StringIO())

    def _renderer(self, buffer: io.StringIO) -> tuple[Any, Any]:
        width, height = self.figure.get_size_inches()
        svg = _SVG(width * 72, height * 72, buffer, image_dpi=self.dpi, metadata=_NOTHING)
        return svg, _MIXED(self.figure, width, height, self.dpi, svg)

    def markup(self, artist: Any, name: str) -> str:
        """Return what Matplotlib writes for an artist now; ids in it begin with `name`.

        The figure has SVG's units. What is hidden, or has been taken away, is no text.
        """
        if artist is self.figure:
            return _inside(whole(self.figure, self.dpi), name)
        if not artist.get_visible() or artist.get_figure() is None:
            return ""
        if artist.axes is not None and not isinstance(artist, Axes):
            artist.axes.apply_aspect()
        buffer = io.StringIO()
        with matplotlib.rc_context(_SETTINGS):
            svg, renderer = self._renderer(buffer)
            artist.draw(renderer)
            svg.finalize()
        return _inside(in_roles(buffer.getvalue()), name)


def _inside(svg: str, name: str) -> str:
    """Return what is inside of an SVG, with the ids that something in it asks for and no others."""
    svg = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    svg = _STYLE.sub("", svg, count=1)
    asked = set(_REFERENCE.findall(svg))
    svg = _ID.sub(lambda m: f' id="{name}-{m[1]}"' if m[1] in asked else "", svg)
    svg = _REFERENCE.sub(lambda m: m[0].replace(f"#{m[1]}", f"#{name}-{m[1]}"), svg)
    return re.sub(r">\s+<", "><", shortened(svg)).strip()


def shortened(svg: str) -> str:
    """Return SVG text whose paths have numbers of two decimals, as the tables have."""
    return _PATH.sub(lambda d: _NUMBER.sub(lambda n: f"{float(n[0]):.2f}", d[0]), svg)


@contextmanager
def in_place_of(artist: Any, *names: str) -> Iterator[None]:
    """Let nothing but empty groups be drawn in place of an artist, whether it is seen or not."""

    def empty(renderer: Any, *_: Any, **__: Any) -> None:
        for name in names:
            renderer.open_group("live", gid=name)
            renderer.close_group("live")

    artist.draw = empty
    try:
        yield
    finally:
        del artist.draw


@contextmanager
def as_group(artist: Any, name: str) -> Iterator[None]:
    """Let an artist be drawn inside of a group with this name for a while."""
    draw = artist.draw

    def grouped(renderer: Any, *arguments: Any, **options: Any) -> None:
        renderer.open_group("live", gid=name)
        draw(renderer, *arguments, **options)
        renderer.close_group("live")

    artist.draw = grouped
    try:
        yield
    finally:
        del artist.draw
