"""What the pictures of several wings share: the look of them all, surfaces, and level lines.

What only one wing draws lives in that wing. It stands on `widgets.functions` and `widgets.live`.

To draw an explorer in this look:

- `picture(height)` is a figure 460 units wide; a unit is a pixel of the page. `chart(figure, box,
  xlim, ylim)` has axes in it, and `ground(figure, box)` axes with nothing drawn, for graphs and
  rectangles. A box is left, bottom, width and height in units. `mark(axes.xaxis, values)` chooses
  the numbers at an axis.
- `role.first`, `role.child`, ... are what colours mean; nothing has any other. Lines and areas take
  them as `color`, `fc` or `ec`; `mixed` (in `widgets.live`) is what lies in between.
- `LINE` and `HEAVY` are widths, `DASH` and `DOT` dashes; `CURVE`, `SUBJECT` and the like are what
  lies above what.
- `point` is what a hand may move (give it to `handle`), `spot` what nobody moves; a circle is w⁰, a
  square w⁰ + ε.
- `note` writes words that stay at their place, `Labels` finds places for those that move. Words on
  a fill get `**ON_WASH`.
- Numbers are rows: `update` returns `Seen(sentence, [Row("slope", say(slope), like=line)])`.

An artist keeps its look while it moves: make one for each look, and show the one meant. Neither
title nor legend stands in a picture.

>>> from widgets.live import Live, Row, Seen, handle, linear, say
>>> figure = picture(300)
>>> axes = chart(figure, (44, 30, 372, 240), (-3, 3), (0, 9))
>>> (slope,) = axes.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
>>> here, labels = handle(point(axes, role.first), x="w0"), Labels(axes)
>>> name = labels.add(role.first)
>>> def update(w0):
...     here.set_data([w0], [w0 * w0])
...     slope.set_data([-3, 3], [w0 * w0 + 2 * w0 * (w - w0) for w in (-3, 3)])
...     name.along("tangent", slope)
...     labels.settle(here, slope)
...     rows = [Row("slope", say(2 * w0), like=(slope, here))]
...     return Seen(f"At w⁰ = {say(w0)} the slope is {say(2 * w0)}.", rows)
>>> Live(figure, update, w0=linear(-3, 3, 0.5, "w⁰", 1)).numbers
(slope  2,)

"""

from .arrows import arrow_line
from .frames import chart, few, ground, mark, picture
from .labels import Label, Labels, width_of
from .level_lines import level_heights, map_axes, trace_levels
from .points import point, spot
from .strips import in_strips
from .style import (
    COMPANIONS,
    CURVE,
    DASH,
    DASH_DOT,
    DOT,
    GROUND,
    GUIDES,
    HAIR,
    HEAVY,
    LABEL,
    LINE,
    NAME,
    ON_WASH,
    POINTS,
    SUBJECT,
    THIN,
    TICK,
    WIDTH,
    WORDS,
    in_words,
    role,
)
from .surface import (
    Surface,
    describe_turn,
    input_slider,
    mesh_around,
    slider_points,
    turn_slider,
)
from .words import note

__all__ = [
    "COMPANIONS",
    "CURVE",
    "DASH",
    "DASH_DOT",
    "DOT",
    "GROUND",
    "GUIDES",
    "HAIR",
    "HEAVY",
    "LABEL",
    "LINE",
    "Label",
    "Labels",
    "NAME",
    "ON_WASH",
    "POINTS",
    "SUBJECT",
    "Surface",
    "THIN",
    "TICK",
    "WIDTH",
    "WORDS",
    "arrow_line",
    "chart",
    "describe_turn",
    "few",
    "ground",
    "in_strips",
    "in_words",
    "input_slider",
    "level_heights",
    "map_axes",
    "mark",
    "mesh_around",
    "note",
    "picture",
    "point",
    "role",
    "slider_points",
    "spot",
    "trace_levels",
    "turn_slider",
    "width_of",
]
