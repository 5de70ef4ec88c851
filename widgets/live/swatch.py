"""The look of artists in small, before the name of a row: the table is the picture's legend."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .numbers import InputError
from .roles import role_of

WIDTH, HEIGHT = 26, 12
# Paths around the middle, as high as 1.
_MARKERS = {
    "o": "M-.5 0a.5 .5 0 1 0 1 0a.5 .5 0 1 0-1 0z",
    "s": "M-.5-.5h1v1h-1z",
    "D": "M0-.6L.6 0L0 .6L-.6 0z",
    "d": "M0-.6L.4 0L0 .6L-.4 0z",
    "^": "M0-.5L.5 .5h-1z",
    "v": "M0 .5L.5-.5h-1z",
    "x": "M-.5-.5L.5 .5M-.5 .5L.5-.5",
    "+": "M0-.5V.5M-.5 0H.5",
    "|": "M0-.5V.5",
    "_": "M-.5 0H.5",
    "*": "M0-.6L.15-.2H.55L.22 .08L.35 .5L0 .25L-.35 .5L-.22 .08L-.55-.2H-.15z",
}
_BIGGEST = 9.0


def swatch(artists: Sequence[Any]) -> str:
    """Return what shows how some artists look, one upon the other, as SVG text; "" for none.

    Raises:
        InputError: one of them is no line, marker, area or bar.

    """
    return "".join(_of(artist) for artist in artists)


def _of(artist: Any) -> str:
    if isinstance(artist, Line2D):
        pattern: Any = getattr(artist, "_unscaled_dash_pattern", (0, None))
        style = artist.get_linestyle()
        # Matplotlib counts dashes in widths of their line.
        width = float(artist.get_linewidth())
        dashes = () if pattern[1] is None else tuple(width * float(n) for n in pattern[1])
        line = "" if style in ("None", "", " ") else role_of(artist.get_color())
        marker = artist.get_marker()
        shape = _MARKERS.get(marker if isinstance(marker, str) else "", "")
        if marker not in (None, "None", "", " ") and not shape:
            shape = _MARKERS["o"]
        return _line(line, width, dashes) + _mark(
            shape,
            role_of(artist.get_markerfacecolor()),
            role_of(artist.get_markeredgecolor()),
            min(float(artist.get_markersize()), _BIGGEST),
            float(artist.get_markeredgewidth()),
        )
    if isinstance(artist, Patch):
        return _area(
            role_of(artist.get_facecolor()),
            role_of(artist.get_edgecolor()),
            float(artist.get_linewidth()),
        )
    if isinstance(artist, Collection):
        faces, edges = artist.get_facecolor(), artist.get_edgecolor()
        face, edge = (role_of(c[0]) if len(c) else "none" for c in (faces, edges))
        widths: Any = artist.get_linewidth()
        return _area(face, edge, float(widths[0]))
    raise InputError(
        f"a row can look like a line, a marker, a filled area or a bar; not like {artist!r}."
    )


@lru_cache(maxsize=1000)
def _line(color: str, width: float, dashes: tuple[float, ...]) -> str:
    if color in ("", "none"):
        return ""
    dashed = f' stroke-dasharray="{" ".join(f"{n:g}" for n in dashes)}"' if dashes else ""
    y = HEIGHT / 2
    style = f"stroke:{color};stroke-width:{width:g};fill:none"
    return f'<path d="M0 {y:g}H{WIDTH}" style="{style}"{dashed}/>'


@lru_cache(maxsize=1000)
def _mark(shape: str, face: str, edge: str, size: float, width: float) -> str:
    if not shape:
        return ""
    style = f"fill:{face};stroke:{edge};stroke-width:{width / size:.3g}"
    place = f"translate({WIDTH / 2:g} {HEIGHT / 2:g}) scale({size:g})"
    return f'<path d="{shape}" transform="{place}" style="{style}"/>'


@lru_cache(maxsize=1000)
def _area(face: str, edge: str, width: float) -> str:
    style = f"fill:{face};stroke:{edge if width else 'none'};stroke-width:{min(width, 2):g}"
    return f'<path d="M1 1H{WIDTH - 1}V{HEIGHT - 1}H1z" style="{style}"/>'
