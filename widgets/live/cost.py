"""Where the bytes of an explorer go, by artist."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.text import Text

from .numbers import shortened


@dataclass(frozen=True)
class Cost:
    """What an explorer is made of: {part: its deflated bytes}, the largest first.

    Parts are deflated one by one here; together they take somewhat less.
    """

    parts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The bytes of all parts."""
        return sum(self.parts.values())

    def __repr__(self) -> str:
        """Return a line for each part, in kB."""
        rows = {"in all": self.total, **self.parts}
        return "\n".join(f"{size / 1000:7.1f} kB  {part}" for part, size in rows.items())


def cost_of(scene: bytes, cross: bytes, movers: Mapping[Artist, str]) -> Cost:
    """Return the cost of what travels; `movers` are the artists with their groups' names.

    >>> empty = b'{"svg": "<svg/>", "product": {"tracks": [], "sentences": [], "said": []}}'
    >>> cost_of(zlib.compress(empty), b"", {}).parts
    {'what stands still': 22, 'sentences': 17}
    """
    still = json.loads(zlib.decompress(scene))
    tables = [still.pop("product"), *(json.loads(zlib.decompress(cross)) if cross else [])]
    artists = {gid: _name(artist) for artist, gid in movers.items()}
    tracks: dict[str, list[Any]] = {}
    for track in (track for table in tables for track in table["tracks"]):
        how = ", drawn by Matplotlib" if track["attribute"] == "markup" else ""
        tracks.setdefault(artists[track["group"]] + how, []).append(track)
    rows = [track for table in tables for track in table.get("numbers", ())]
    parts = {
        "what stands still": still,
        "sentences": [[table["sentences"], table["said"]] for table in tables],
        **({"numbers": rows} if rows else {}),
        **tracks,
    }
    sizes = {part: _deflated(content) for part, content in parts.items()}
    return Cost(dict(sorted(sizes.items(), key=lambda part: -part[1])))


def _name(artist: Artist) -> str:
    words = artist.get_text() if isinstance(artist, Text) else str(artist.get_label())
    kind = type(artist).__name__
    return kind if not words or words.startswith("_") else f"{kind} “{shortened(words, 40)}”"


def _deflated(content: Any) -> int:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return len(zlib.compress(text.encode(), 9))
