"""Words at a place in the data, so many units off it."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, Transform

from .style import LABEL, WORDS, in_words, role


def note(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    dx: float = 0,
    dy: float = 0,
    *,
    color: str = role.ink,
    coords: Transform | None = None,
    **style: Any,
) -> Text:
    """Write words `dx` units to the right of a place in the data and `dy` above it.

    The text follows its `set_position` in the data, always by the same distance, also on
    logarithmic axes. `color` is a role; `style` is what Matplotlib's `text` takes. `coords` is
    another frame than the data's, such as `axes.transAxes`. On a fill, where no halo may show,
    pass `**ON_WASH`.

    Seven parameters: a text, its place, and its distance are six of them.

    >>> from widgets.drawing import chart, picture
    >>> axes = chart(picture(300), (44, 28, 380, 240), (-3, 3), (-1, 2))
    >>> note(axes, 0, 0, "corner", 8, 8, color=role.child).get_text()
    'corner'
    """
    figure: Any = axes.figure
    shift = ScaledTranslation(dx / 72, dy / 72, figure.dpi_scale_trans)
    kept: Any = {"fontsize": style.pop("size", LABEL), "zorder": WORDS, "parse_math": False}
    frame = axes.transData if coords is None else coords
    return axes.text(
        x, y, words, transform=frame + shift, color=in_words(color), clip_on=False, **kept | style
    )
