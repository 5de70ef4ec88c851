"""Which artists can follow by attributes of one SVG element, and as long as what is the same."""

from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Any

from matplotlib.artist import Artist
from matplotlib.collections import FillBetweenPolyCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

# What Matplotlib keeps in an artist about its place, its words and whether it is seen, and what it
# works out from them. All else that an artist has is style: it is as at first, or it is drawn.
_PLACE = {
    Line2D: "_xorig _yorig _x _y _xy _x_filled _path _transformed_path "
    "_invalidx _invalidy _subslice",
    Text: "_text _x _y _renderer",
    Patch: "",
    PolyCollection: "_paths _bbox _transforms",
}
_COMMON = (
    "_visible _stale stale_callback _gid _callbacks _label _remove_method _sticky_edges _picker"
)
# Settings that let Matplotlib draw more than one plain element, or another one at each size.
_PLAIN = dict.fromkeys(
    (
        *("_path_effects", "_sketch", "_rasterized", "_agg_filter", "_url", "_gapcolor"),
        *("_bbox_patch", "_wrap", "_usetex", "_A"),
    )
) | {"_drawstyle": "default"}


def can_follow(artist: Any) -> bool:
    """Whether an artist is one SVG element whose attributes tell all about its place and words."""
    own = type(artist)
    if isinstance(artist, Line2D | Text):
        # Subclasses of these place themselves when they are drawn.
        known = own in (Line2D, Text)
    elif isinstance(artist, Patch):
        known = own.draw is Patch.draw and own.get_transform is Patch.get_transform
    else:
        known = own in (PolyCollection, FillBetweenPolyCollection)
    has = vars(artist)
    return known and all(_is_plain(has.get(name), plain) for name, plain in _PLAIN.items())


def _is_plain(value: Any, plain: Any) -> bool:
    """Whether a setting is at its first value, or at one that says that there is nothing."""
    return value is None or isinstance(value, bool | list | str) and value in (False, [], plain)


@lru_cache(maxsize=1000)
def _style_names(kind: type, names: tuple[str, ...]) -> Callable[[dict[str, Any]], Any]:
    base = next(base for base in _PLACE if issubclass(kind, base))
    place = {*_COMMON.split(), *_PLACE[base].split()}
    if base is Patch:
        # What subclasses add is their outline.
        names = tuple(name for name in names if name in vars(Patch()))
    return itemgetter(*(name for name in names if name not in place))


class Style:
    """How an artist looked at first, and whether it still does."""

    def __init__(self, artist: Artist):
        self.has = vars(artist)
        kind: Any = type(artist)
        self.names = _style_names(kind, tuple(self.has))
        self.first = self.names(self.has)
        # A font is changed in its place.
        self.font = vars(artist.get_fontproperties()) if isinstance(artist, Text) else {}
        self.letters = tuple(self.font.values())

    def stays(self) -> bool:
        """Whether nothing has changed."""
        try:
            same = self.names(self.has) == self.first
        except (KeyError, ValueError):
            # Arrays that are not the same objects.
            return False
        return same and tuple(self.font.values()) == self.letters
