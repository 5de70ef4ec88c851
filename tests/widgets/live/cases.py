"""What an instructor may write with Matplotlib: one small explorer for each kind of change.

Each case gets a figure and axes, and returns what moves them for k from 0 to 4. Those in `REFUSED`
must be refused with a sentence that has these words; all others must look as Matplotlib draws them.
"""

import itertools
import random

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import patches
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnchoredText
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Affine2D

X = np.linspace(0, 4, 40)
CASES, REFUSED, FIGURES = {}, {}, {}


def case(refused="", figure=None):
    def keep(make):
        CASES[make.__name__] = make
        if refused:
            REFUSED[make.__name__] = refused
        if figure:
            FIGURES[make.__name__] = figure
        return make

    return keep


def made(name):
    """Return a case's figure and the update that moves it."""
    figure = Figure(figsize=(3.2, 2.4))
    axes = figure.add_subplot(**FIGURES.get(name, {}))
    if not FIGURES.get(name):
        axes.set(xlim=(0, 4), ylim=(0, 4))
    move = CASES[name](figure, axes)

    def update(k):
        said = move(k)
        return f"k is {k}." if name != "no_sentence" else said

    return figure, update


def simple(name, make, refused="", figure=None):
    """A case whose artist and move are one expression each."""

    def build(figure, axes):
        artist, move = make(axes)
        return lambda k: move(artist, k)

    build.__name__ = name
    case(refused, figure)(build)


def several(prefix, make, moves):
    """Cases of one artist: a way to move it for each name."""
    for name, move in moves.items():
        simple(f"{prefix}_{name}", lambda axes, move=move: (make(axes), move))


def curve(axes):
    return axes.plot(X, np.sin(X) + 2, label="sine")[0]


COLORS = ["red", "green", "blue", "black", "orange"]
several(
    "line",
    curve,
    {
        "data": lambda a, k: a.set_data(X, np.sin(X + k) + 2),
        "gap": lambda a, k: a.set_ydata(np.where(abs(X - k) < 0.5, np.nan, X)),
        "masked": lambda a, k: a.set_data(X, np.ma.masked_where(abs(X - k) < 0.5, X)),
        "empty": lambda a, k: a.set_data(X[: 10 * int(k)], X[: 10 * int(k)]),
        "shown": lambda a, k: a.set_visible(k > 1),
        "color": lambda a, k: a.set_color(COLORS[int(k)]),
        "width": lambda a, k: a.set_linewidth(1 + k),
        "style": lambda a, k: a.set_linestyle(["-", "--", ":", "-.", "-"][int(k)]),
        "alpha": lambda a, k: a.set_alpha(0.2 + k / 5),
        "marker": lambda a, k: a.set_marker("osx^."[int(k)]),
        "markersize": lambda a, k: a.set(marker="o", ms=2 + 3 * k),
        "markerface": lambda a, k: a.set(marker="s", mfc=COLORS[int(k)]),
        "markeredge": lambda a, k: a.set(marker="s", mew=k),
        "fillstyle": lambda a, k: a.set(marker="o", ms=12, fillstyle="left" if k > 1 else "full"),
        "markevery": lambda a, k: a.set(marker="o", markevery=int(k) + 1),
        "drawstyle": lambda a, k: a.set_drawstyle("steps" if k > 1 else "default"),
        "gapcolor": lambda a, k: a.set(linestyle="--", gapcolor=COLORS[int(k)]),
        "zorder": lambda a, k: a.set_zorder(k - 2),
        "effects": lambda a, k: a.set_path_effects([withStroke(linewidth=2 * k, foreground="red")]),
        "clipped": lambda a, k: a.set_clip_path(patches.Circle((100 + 20 * k, 100), 60)),
        "moved": lambda a, k: a.set_transform(Affine2D().translate(0, k / 4) + a.axes.transData),
        "inplace": lambda a, k: a.get_xydata().__setitem__((slice(None), 1), k),
        "there_and_back": lambda a, k: a.set_alpha(1 - k * (4 - k) / 8),
        "removed": lambda a, k: a.set_data([], []) if k == 2 else a.set_data(X, X * k / 4),
        "infinite": lambda a, k: a.set_data(X, np.where(k > X, X, np.inf)),
        "huge": lambda a, k: a.set_data([0, 4], [0, 1e300 * k]),
        "capstyle": lambda a, k: a.set(lw=12, solid_capstyle="round" if k > 2 else "butt"),
        "rasterized": lambda a, k: (a.set_rasterized(True), a.set_data(X, X * k / 4)),
        "url": lambda a, k: a.set_url(f"#{k}"),
        "sketch": lambda a, k: a.set_sketch_params(k, 40, 4),
    },
)
several(
    "step",
    lambda axes: axes.step([0, 1, 2, 3, 4], [1, 2, 1, 3, 2])[0],
    {
        "data": lambda a, k: a.set_ydata([1, k, 1, 3, 2]),
    },
)
several(
    "markers",
    lambda axes: axes.plot([1, 2, 3], [1, 2, 1], "o")[0],
    {
        "many": lambda a, k: a.set_data([1, 2, 3], [1, k, 1]),
        "count": lambda a, k: a.set_data(range(int(k)), range(int(k))),
        "one": lambda a, k: a.set_data([k], [2]),
        "effects": lambda a, k: (
            a.set_path_effects([withStroke(linewidth=4, foreground="y")]),
            a.set_ydata([1, k, 1]),
        ),
    },
)
several(
    "text",
    lambda axes: axes.text(1, 2, "word"),
    {
        "words": lambda a, k: a.set_text(f"k = {k}"),
        "place": lambda a, k: a.set_position((k / 2, k)),
        "math": lambda a, k: a.set_text(f"$k^2 = {k}$"),
        "lines": lambda a, k: a.set_text("one\n" * int(k + 1)),
        "dollar": lambda a, k: a.set_text(rf"{k} \$ a piece"),
        "dollars": lambda a, k: a.set_text(rf"{k} \$ or \$ 3"),
        "plain": lambda a, k: (a.set_parse_math(False), a.set_text(f"$ {k} $")),
        "color": lambda a, k: a.set_color(COLORS[int(k)]),
        "size": lambda a, k: a.set_fontsize(6 + 3 * k),
        "weight": lambda a, k: a.set_fontweight("bold" if k > 1 else "normal"),
        "family": lambda a, k: a.set_family("serif" if k > 2 else "sans-serif"),
        "turn": lambda a, k: a.set_rotation(20 * k),
        "turned": lambda a, k: a.set(
            rotation=30, ha="center", va="center", text="w" * (int(k) + 1)
        ),
        "box": lambda a, k: a.set(bbox={"fc": "yellow"}, text="w" * (int(k) + 1)),
        "align": lambda a, k: a.set_ha("left" if k > 1 else "center"),
        "valign": lambda a, k: a.set_va("top" if k > 1 else "baseline"),
        "tall": lambda a, k: a.set(va="top", text="Å∫" if k > 1 else "a"),
        "wrap": lambda a, k: a.set(wrap=True, text="many words " * int(k + 1)),
        "effects": lambda a, k: (
            a.set_path_effects([withStroke(linewidth=3, foreground="w")]),
            a.set_text(f"{k}"),
        ),
        "markup": lambda a, k: a.set_text(f"<b>&amp;</b> {k} 😀"),
        "spaces": lambda a, k: a.set_text("a" + " " * int(k) + "b"),
        "shown": lambda a, k: a.set_visible(k > 2),
    },
)
several(
    "title",
    lambda axes: axes.set_title("title"),
    {
        "words": lambda a, k: a.set_text(f"title {k}"),
        "lines": lambda a, k: a.set_text("title\n" * int(k + 1)),
    },
)
several(
    "bar",
    lambda axes: axes.bar([1, 2, 3], [1, 2, 3]),
    {
        "heights": lambda a, k: [bar.set_height(k * i / 3) for i, bar in enumerate(a)],
        "color": lambda a, k: a[1].set_facecolor(COLORS[int(k)]),
        "edge": lambda a, k: a[1].set(edgecolor="k", linewidth=k),
        "hatch": lambda a, k: a[1].set_hatch("/" * int(k)),
        "zero": lambda a, k: [bar.set_height(0) for bar in a],
    },
)
several(
    "area",
    lambda axes: axes.fill_between(X, 0, np.sin(X) + 1, alpha=0.5),
    {
        "data": lambda a, k: a.set_data(X, 0 * X, np.sin(X + k) + 2),
        "gap": lambda a, k: a.set_data(X, 0 * X, np.where(abs(X - k) < 0.5, np.nan, X)),
        "where": lambda a, k: a.set_data(X, 0 * X, X, where=np.sin(3 * X) > k / 5),
        "color": lambda a, k: a.set_color(COLORS[int(k)]),
    },
)
several(
    "patch",
    lambda axes: axes.add_patch(patches.Rectangle((1, 1), 1, 1)),
    {
        "bounds": lambda a, k: a.set_bounds(k / 2, 1, 1, k / 2),
        "turn": lambda a, k: a.set_angle(20 * k),
        "alpha": lambda a, k: a.set_alpha(k / 4),
        "fill": lambda a, k: a.set_fill(k > 2),
        "joinstyle": lambda a, k: a.set(lw=9, ec="k", joinstyle="round" if k > 2 else "miter"),
    },
)
SHAPES = {
    "circle": (lambda: patches.Circle((2, 2), 1), lambda a, k: a.set_radius(k / 3)),
    "ellipse": (lambda: patches.Ellipse((2, 2), 2, 1), lambda a, k: a.set_angle(20 * k)),
    "wedge": (lambda: patches.Wedge((2, 2), 1.5, 0, 90), lambda a, k: a.set_theta2(60 * k + 20)),
    "arc": (lambda: patches.Arc((2, 2), 3, 2), lambda a, k: setattr(a, "theta2", 80 * k + 20)),
    "fancy_arrow": (
        lambda: patches.FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=20),
        lambda a, k: a.set_positions((0, 0), (k, 2)),
    ),
    "thin_arrow": (
        lambda: patches.FancyArrowPatch((0, 0), (1, 1), arrowstyle="->"),
        lambda a, k: a.set_positions((0, 3), (k, 2)),
    ),
    "fancy_box": (
        lambda: patches.FancyBboxPatch((1, 1), 1, 1),
        lambda a, k: a.set_bounds(1, 1, k / 2, 1),
    ),
    "path": (
        lambda: patches.PathPatch(Path([(0, 0), (1, 0)])),
        lambda a, k: a.set_path(Path([(0, 0), (k, 1), (1, 3)])),
    ),
    "polygon": (
        lambda: patches.Polygon([(0, 0), (1, 0), (1, 1)]),
        lambda a, k: a.set_xy([(0, 0), (k, 0), (1, 3)]),
    ),
    "polygon_nan": (
        lambda: patches.Polygon([(0, 0), (1, 0), (1, 1)]),
        lambda a, k: a.set_xy([(0, 0), (k, 0), (np.nan, 2) if k > 2 else (2, 2), (1, 3)]),
    ),
    "shadow": (
        lambda: patches.Shadow(patches.Circle((2, 2), 1), 0.1, -0.1),
        lambda a, k: a.set_alpha(k / 4),
    ),
}
for _name, (_make, _move) in SHAPES.items():
    simple(f"shape_{_name}", lambda axes, m=_make, v=_move: (axes.add_patch(m()), v))
several(
    "scatter",
    lambda axes: axes.scatter([1, 2, 3], [1, 2, 3]),
    {
        "offsets": lambda a, k: a.set_offsets([(1, k), (2, 2), (k, 3)]),
        "sizes": lambda a, k: a.set_sizes([20 * k + 5, 30, 90]),
        "colors": lambda a, k: a.set_facecolors([COLORS[int(k)], "k", "r"]),
        "array": lambda a, k: a.set_array(np.array([k, 1, 2])),
        "shown": lambda a, k: a.set_visible(k > 1),
    },
)
several(
    "image",
    lambda axes: axes.imshow(np.eye(4), extent=(0, 4, 0, 4)),
    {
        "data": lambda a, k: a.set_data(np.eye(4) * k + np.arange(4)),
        "clim": lambda a, k: a.set_clim(0, k + 1),
        "cmap": lambda a, k: a.set_cmap("gray" if k > 2 else "viridis"),
        "alpha": lambda a, k: a.set_alpha(k / 4),
        "shown": lambda a, k: a.set_visible(k > 1),
        "extent": lambda a, k: a.set_extent((0, 1 + k / 2, 0, 4)),
    },
)
several(
    "mesh",
    lambda axes: axes.pcolormesh(np.arange(16).reshape(4, 4)),
    {
        "array": lambda a, k: a.set_array(np.arange(16).reshape(4, 4) % (k + 2)),
    },
)
several(
    "quiver",
    lambda axes: axes.quiver([1, 2], [1, 2], [1, 1], [1, 0]),
    {
        "uv": lambda a, k: a.set_UVC([k - 1, 1], [1, k]),
    },
)
several(
    "lines",
    lambda axes: axes.vlines([1, 2, 3], 0, 3),
    {
        "segments": lambda a, k: a.set_segments([[(1, 0), (1, k)], [(k, 0), (2, 2)]]),
        "color": lambda a, k: a.set_color(COLORS[int(k)]),
    },
)
several(
    "errorbar",
    lambda axes: axes.errorbar([1, 2], [1, 2], yerr=0.5),
    {
        "bars": lambda a, k: a[2][0].set_segments([[(1, 0), (1, k)], [(2, 1), (2, 3)]]),
    },
)
several(
    "stem",
    lambda axes: axes.stem([1, 2, 3], [1, 2, 3]),
    {
        "lines": lambda a, k: a.stemlines.set_segments([[(1, 0), (1, k)]]),
        "heads": lambda a, k: a.markerline.set_ydata([k, 2, 3]),
    },
)
several(
    "axline",
    lambda axes: axes.axline((1, 1), slope=1),
    {
        "slope": lambda a, k: a.set_slope(k - 1),
    },
)
several("span", lambda axes: axes.axvspan(1, 2), {"moved": lambda a, k: a.set_x(k / 2)})
several("vline", lambda axes: axes.axvline(1), {"moved": lambda a, k: a.set_xdata([k, k])})
several(
    "stairs",
    lambda axes: axes.stairs([1, 2, 3]),
    {
        "data": lambda a, k: a.set_data([k, 2, 3]),
    },
)
several(
    "pie", lambda axes: axes.pie([1, 2])[0], {"theta": lambda a, k: a[0].set_theta2(40 * k + 9)}
)
several(
    "annotate",
    lambda axes: axes.annotate("here", (1, 1), (2, 3), arrowprops={"arrowstyle": "->"}),
    {
        "xy": lambda a, k: setattr(a, "xy", (k, 1)),
        "words": lambda a, k: a.set_text("here" * int(k + 1)),
        "place": lambda a, k: a.set_position((k / 2, 3)),
    },
)
several(
    "note",
    lambda axes: axes.annotate("up", (1, 1), (9, 9), textcoords="offset points"),
    {
        "moved": lambda a, k: setattr(a, "xy", (k, k)),
    },
)
several(
    "axes",
    lambda axes: curve(axes).axes,
    {
        "xlim": lambda a, k: a.set_xlim(0, 2 + k),
        "same_limits": lambda a, k: a.set_xlim(0, 4),
        "limits_there_and_back": lambda a, k: a.set_xlim(0, 5 + k * (4 - k)),
        "ticks": lambda a, k: a.set_xticks(range(int(k) + 1)),
        "ticklabels": lambda a, k: a.set_xticks([0, 2], ["zero", f"two {k}"]),
        "grid": lambda a, k: a.grid(k > 1),
        "scale": lambda a, k: a.set_yscale("symlog" if k > 2 else "linear"),
        "position": lambda a, k: a.set_position((0.1, 0.2, 0.3 + k / 8, 0.7)),
        "shown": lambda a, k: a.set_visible(k > 1),
        "frame": lambda a, k: a.set_axis_off() if k > 2 else a.set_axis_on(),
        "facecolor": lambda a, k: a.set_facecolor(COLORS[int(k)]),
        "aspect": lambda a, k: a.set_aspect("equal" if k > 2 else "auto"),
        "inverted": lambda a, k: a.yaxis.set_inverted(k > 2),
        "tick_params": lambda a, k: a.tick_params(labelsize=5 + 2 * k, colors=COLORS[int(k)]),
        "spine": lambda a, k: a.spines["top"].set_visible(k > 2),
        "spine_color": lambda a, k: a.spines["left"].set_color(COLORS[int(k)]),
        "xlabel": lambda a, k: a.set_xlabel(f"w = {k}"),
        "ylabel": lambda a, k: a.set_ylabel(f"g = {k}"),
        "autoscale": lambda a, k: (a.lines[0].set_ydata(X * k + 1), a.relim(), a.autoscale()),
        "legend": lambda a, k: a.legend(title=f"{k}"),
        "added_and_removed": lambda a, k: (
            [line.remove() for line in a.lines[1:]],
            a.plot([0, k], [0, 4], "r"),
        ),
        "cleared": lambda a, k: (a.cla(), a.plot([0, k], [0, 4])),
        "contour": lambda a, k: (
            [c.remove() for c in a.collections],
            a.contour(X, X, np.add.outer(X * k, X**2)),
        ),
        "streams": lambda a, k: (
            a.cla(),
            a.streamplot(X, X, np.ones((40, 40)), np.ones((40, 40)) * k),
        ),
    },
)
POLAR, SOLID = {"projection": "polar"}, {"projection": "3d"}
simple("polar_line", lambda a: (a.plot(X, X)[0], lambda a, k: a.set_ydata(X * k / 4)), figure=POLAR)
simple(
    "polar_bar",
    lambda a: (a.bar([1], [2], width=1)[0], lambda b, k: b.set_height(k / 2 + 0.1)),
    figure=POLAR,
)
simple("solid_view", lambda a: (a.plot(X, X, X)[0], a_view), figure=SOLID)
simple(
    "solid_line",
    lambda a: (a.plot(X, X, X)[0], lambda a, k: a.set_data_3d(X, X * k / 4, X)),
    figure=SOLID,
)
simple(
    "solid_surface",
    lambda a: (
        a,
        lambda s, k: (
            [c.remove() for c in s.collections],
            s.plot_surface(*np.meshgrid(X[::8], X[::8]), np.outer(X[::8], X[::8] * k), color="c"),
        ),
    ),
    figure=SOLID,
)


def a_view(line, k):
    line.axes.view_init(20 + 10 * k, 30)


@case()
def legend_shown(figure, axes):
    curve(axes)
    legend = axes.legend()
    return lambda k: legend.set_visible(k > 1)


@case()
def legend_words(figure, axes):
    curve(axes)
    words = axes.legend().get_texts()[0]
    return lambda k: words.set_text("sine " * int(k + 1))


@case()
def legend_line(figure, axes):
    curve(axes)
    line = axes.legend().get_lines()[0]
    return lambda k: line.set_color(COLORS[int(k)])


@case()
def anchored_text(figure, axes):
    box = axes.add_artist(AnchoredText("word", "upper left"))
    return lambda k: box.txt.set_text("word " * int(k + 1))


@case()
def bar_labels(figure, axes):
    bars = axes.bar([1, 2], [1, 2])
    axes.bar_label(bars)
    return lambda k: bars[0].set_height(k)


@case()
def colorbar(figure, axes):
    image = axes.imshow(np.eye(4))
    figure.colorbar(image)
    return lambda k: image.set_clim(0, k + 1)


@case()
def connection(figure, axes):
    line = axes.add_artist(patches.ConnectionPatch((0, 0), (1, 1), "data", "data"))
    return lambda k: setattr(line, "xy2", (k, 2))


@case()
def twin(figure, axes):
    (line,) = axes.twinx().plot(X, X)
    return lambda k: line.set_ydata(X * k / 4)


@case()
def twin_limits(figure, axes):
    other = axes.twinx()
    other.plot(X, X)
    return lambda k: other.set_ylim(0, 2 + k)


@case()
def shared_limits(figure, axes):
    other = figure.add_axes((0.6, 0.6, 0.3, 0.3), sharex=axes)
    curve(other)
    return lambda k: axes.set_xlim(0, 2 + k)


@case()
def inset(figure, axes):
    line = curve(axes.inset_axes((0.5, 0.5, 0.4, 0.4)))
    return lambda k: line.set_ydata(np.sin(X + k) + 2)


@case()
def inset_limits(figure, axes):
    inner = axes.inset_axes((0.5, 0.5, 0.4, 0.4))
    curve(inner)
    return lambda k: inner.set_xlim(0, 2 + k)


@case()
def table_cell(figure, axes):
    table = axes.table([["a", "b"]], loc="center")
    return lambda k: table[0, 0].get_text().set_text(f"{k}")


@case()
def suptitle(figure, axes):
    words = figure.suptitle("title")
    return lambda k: words.set_text(f"title {k}")


@case()
def figure_text_added(figure, axes):
    return lambda k: ([t.remove() for t in figure.texts], figure.text(0.5, 0.9, f"{k}"))


@case()
def figure_color(figure, axes):
    return lambda k: figure.set_facecolor(COLORS[int(k)])


@case()
def figure_line(figure, axes):
    line = figure.add_artist(Line2D([0, 1], [0.5, 0.5]))
    return lambda k: line.set_data([0, k / 4], [0.5, 0.9])


@case()
def names_on_an_axis(figure, axes):
    (line,) = axes.plot(["a", "b", "c"], [1, 2, 3])
    return lambda k: line.set_data(["a", "b", "c"], [1, k, 3])


@case()
def dates_on_an_axis(figure, axes):
    days = np.arange("2024-01-01", "2024-01-05", dtype="datetime64[D]")
    axes.set_xlim(days[0], days[-1])
    (line,) = axes.plot(days, range(4))
    return lambda k: line.set_data(days, [0, k, 1, 2])


@case()
def order_of_two_images(figure, axes):
    back = axes.imshow(np.eye(4), extent=(0, 3, 0, 3))
    axes.imshow(1 - np.eye(4), extent=(1, 4, 1, 4), zorder=1)
    return lambda k: back.set_zorder(k - 1)


@case()
def xkcd(figure, axes):
    with plt.xkcd():
        line = curve(axes)
    return lambda k: line.set_ydata(np.sin(X + k) + 2)


@case("returned None")
def no_sentence(figure, axes):
    return lambda k: None


@case("nothing but its arguments")
def chance(figure, axes):
    line, dice = curve(axes), random.Random(0)
    return lambda k: line.set_ydata(X * dice.random())


@case("nothing but its arguments")
def memory(figure, axes):
    line, count = curve(axes), itertools.count()
    return lambda k: line.set_ydata(X * next(count) / 99)


@case("nothing but its arguments")
def lines_pile_up(figure, axes):
    return lambda k: axes.plot([0, k], [0, 4])


@case("nothing but its arguments")
def next_color(figure, axes):
    return lambda k: ([line.remove() for line in axes.lines], axes.plot([0, k], [0, 4]))


@case("nothing but its arguments")
def texts_pile_up(figure, axes):
    return lambda k: axes.text(k, 1, "here")


@case("without width or height")
def flat_axes(figure, axes):
    line = curve(figure.add_axes((0.1, 0.1, 0, 0.5)))
    return lambda k: line.set_ydata(X * k)
