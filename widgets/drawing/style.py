"""The look that all pictures share: roles instead of colours, and a few sizes in units.

A unit is a CSS pixel: a picture of 460 units stands beside its table at that size, and on a phone
at 0.78 of it. Nothing is coloured but by a role, and no meaning is told by colour alone: each has a
dash, a shape or a word as well.
"""

from ..live import ON_FILL, ROLES

WIDTH = 460
# Words on a fill, which need no halo: note(..., **ON_WASH), labels.add(..., **ON_WASH).
ON_WASH = {"gid": ON_FILL}
# Sizes of letters: words at things, numbers at axes, names of axes and nodes.
LABEL, TICK, NAME = 15, 14.5, 17
# Widths of lines: the function, what the picture is about, legs and what came before, axes.
LINE, HEAVY, THIN, HAIR = 2.25, 3, 1.5, 1
# Dashes, in widths of their line: companions, guides, and two more for orders.
DASH, DOT, DASH_DOT = (0, (3, 1.5)), (0, (1.2, 2.6)), (0, (4, 0.8, 1, 0.8))
# What lies above what.
GROUND, GUIDES, COMPANIONS, CURVE, SUBJECT, POINTS, WORDS = 0.5, 1, 2, 3, 4, 6, 8


class role:  # noqa: N801 - it is read as a word: color=role.first
    """What a colour means; each is what Matplotlib takes for a colour.

    Lines have a role's colour, and words its `_text` twin where there is one.

    >>> role.first
    '#4d9900'
    """

    ink = ROLES["ink"][0]
    faint = ROLES["faint"][0]
    axis = ROLES["axis"][0]
    grid = ROLES["grid"][0]
    paper = ROLES["paper"][0]
    first = ROLES["first"][0]
    first_text = ROLES["first-text"][0]
    second = ROLES["second"][0]
    second_text = ROLES["second-text"][0]
    higher = ROLES["higher"][0]
    parent = ROLES["parent"][0]
    child = ROLES["child"][0]
    error = ROLES["error"][0]
    input = ROLES["input"][0]
    node = ROLES["node"][0]
    node_ink = ROLES["node-ink"][0]
    highlight = ROLES["highlight"][0]
    band = ROLES["band"][0]
    wash_first = ROLES["wash-first"][0]
    wash_second = ROLES["wash-second"][0]
    wash_child = ROLES["wash-child"][0]
    shade = ROLES["shade"][0]
    lit = ROLES["lit"][0]


_WORDS = {role.first: role.first_text, role.second: role.second_text, role.axis: role.faint}


def in_words(color: str) -> str:
    """Return the role in which words about a thing are written.

    >>> in_words(role.first) == role.first_text, in_words(role.child) == role.child
    (True, True)
    """
    return _WORDS.get(color, color)
