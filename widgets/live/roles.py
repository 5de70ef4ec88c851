"""Roles instead of colours: a picture says what a colour means, and the page how it looks.

Matplotlib wants a colour. Each role has a stand-in, which is its colour on white paper, so that a
PNG shows it as it is; in SVG the stand-in becomes a variable of the style sheet. So one picture
serves on light and dark paper, with forced colours, and in print. The numbers are measured: text
has a contrast of at least 4.5 on its paper, lines that mean something at least 3, in both themes,
and colour-blind readers can tell those apart that stand in one picture.
"""

import re
from functools import lru_cache
from typing import Any

from matplotlib.colors import to_hex, to_rgba

# On light paper, and on dark.
ROLES = {
    "ink": ("#1a1c20", "#e9ebee"),
    "faint": ("#5b636d", "#a8b0ba"),
    "axis": ("#868d96", "#7b838d"),
    "grid": ("#e4e7eb", "#2e3338"),
    "paper": ("#fffffe", "#16181b"),
    "first": ("#4d9900", "#a6e05f"),
    "first-text": ("#3a7400", "#a6e05f"),
    "second": ("#0091a0", "#3cc4d4"),
    "second-text": ("#00707d", "#4fcbd9"),
    "higher": ("#8a3ffc", "#e0c0ff"),
    "parent": ("#0d4a9e", "#5f9bff"),
    "child": ("#9c1c10", "#f8705c"),
    "error": ("#b8307a", "#ff7dbc"),
    "input": ("#676e76", "#9aa2ac"),
    "node": ("#f2d21f", "#f2d21f"),
    "node-ink": ("#1a1c21", "#16181b"),
    "highlight": ("#fff4c2", "#453a10"),
    "band": ("#f3f5f7", "#1f2327"),
    "wash-first": ("#e6f2d6", "#23331a"),
    "wash-second": ("#cdeef2", "#10383e"),
    "wash-child": ("#fbeae7", "#3a1d1a"),
    "shade": ("#aab4bf", "#1d2126"),
    "lit": ("#f4f6f8", "#4d555e"),
}
# The gid of texts that stand on a fill, and so have no halo of paper.
ON_FILL = "live-on-fill"
_COLOR = re.compile(r"#[0-9a-f]{6}\b")
# The fonts that a text names, and that in a word with its size.
_FAMILY = re.compile(r"font-family: [^;\"]*(?:; )?")
_FONT = re.compile(r"font: ((?:(?:italic|oblique|\d+|bold) )*)([\d.]+px) [^;\"]*")


def _numbers(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


# {stand-in: what stands in SVG}
_SAID = {light: f"var(--live-{role},{light})" for role, (light, _) in ROLES.items()}
_MIXED: dict[tuple[str, str, int], str] = {}


def mixed(role: str, other: str, percent: float) -> str:
    """Return the stand-in of a colour between two roles: so much of the first, the rest the other.

    >>> mixed("lit", "shade", 0) == mixed("lit", "shade", 100)
    False
    """
    part = round(percent)
    key = (role, other, part)
    if key not in _MIXED:
        ends = zip(_numbers(ROLES[role][0]), _numbers(ROLES[other][0]), strict=True)
        number = sum(
            round((a * part + b * (100 - part)) / 100) << shift
            for (a, b), shift in zip(ends, (16, 8, 0), strict=True)
        )
        # A stand-in stands for one colour only; one step of blue nobody sees.
        free = (n for d in range(256) for n in (number - d, number + d) if 0 <= n < 1 << 24)
        color = next(c for c in (f"#{n:06x}" for n in free) if c not in _SAID)
        one, two = (f"var(--live-{r},{ROLES[r][0]})" for r in (role, other))
        _SAID[color] = f"color-mix(in srgb,{one} {part}%,{two})"
        _MIXED[key] = color
    return _MIXED[key]


def in_roles(svg: str) -> str:
    """Return SVG text in which roles stand for their stand-ins, and the page chooses the font.

    >>> in_roles('<path style="fill: #4d9900; stroke: #123456"/>')
    '<path style="fill: var(--live-first,#4d9900); stroke: #123456"/>'
    >>> in_roles('''<text style="font: 700 15px 'DejaVu Sans', Arial; fill: #1a1c20">w</text>''')
    '<text style="font-size: 15px; font-weight: 700; fill: var(--live-ink,#1a1c20)">w</text>'
    """
    svg = _COLOR.sub(lambda color: _SAID.get(color[0], color[0]), svg)
    svg = _FAMILY.sub("", svg).replace(f' id="{ON_FILL}"', f' class="{ON_FILL}"')
    return _FONT.sub(lambda font: _without_family(font[1].strip(), font[2]), svg)


def role_of(color: Any) -> str:
    """Return a colour of Matplotlib's as it stands in SVG: a role, or "none" for no colour.

    >>> role_of("#4d9900"), role_of("none")
    ('var(--live-first,#4d9900)', 'none')
    """
    return _role_of(color if isinstance(color, str) else tuple(map(float, to_rgba(color))))


@lru_cache(maxsize=1000)
def _role_of(color: Any) -> str:
    red, green, blue, opaque = to_rgba(color)
    return in_roles(to_hex((red, green, blue))) if opaque else "none"


@lru_cache(maxsize=100)
def _without_family(style: str, size: str) -> str:
    said = [f"font-size: {size}"]
    for word in style.split():
        said.append(f"font-{'weight' if word[0] in 'b123456789' else 'style'}: {word}")
    return "; ".join(said)


def style_of_roles() -> str:
    """Return the roles' colours as rules of a style sheet, for light pages and dark ones."""
    both = "".join(f"--live-{r}:light-dark({a},{b});" for r, (a, b) in ROLES.items())
    light = "".join(f"--live-{role}:{color};" for role, (color, _) in ROLES.items())
    return f".live{{{light}}}\n@supports (color:light-dark(red,red)){{.live{{{both}}}}}\n"
