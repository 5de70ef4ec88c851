"""The figure of `SecantToTangent` as other libraries put it into a page; `benchmarks.drag` uses it.

Each page is written as the library's own manual would have it, with all that it needs inside, and
needs no kernel. A library that is not installed is left out, and that is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from widgets import SecantToTangent

IPYMPL = """
import ipywidgets
from ipympl.backend_nbagg import Canvas, FigureManager
from matplotlib.figure import Figure
from benchmarks.drag_rivals import POINTS, g, lines
figure = Figure(figsize=(8.4, 4.2))
canvas = Canvas(figure)
manager = FigureManager(canvas, 0)
axes = figure.subplots()
axes.set(xlim=(-3, 3), ylim=(-1, 1.52))
axes.plot(POINTS, g(POINTS), "k")
tangent, secant = axes.plot([-3, 3], [0, 0], "g", [-3, 3], [0, 0], "r--")
def move(change):
    *heights, said = lines(change["new"])
    for line, y in zip((tangent, secant), heights):
        line.set_ydata(y)
    axes.set_title(said)
    canvas.draw_idle()
slider = ipywidgets.FloatSlider(value=1, min=-3, max=3, step=0.025)
slider.observe(move, "value")
move({"new": 1})
box = ipywidgets.VBox([slider, canvas])
box.add_class("drag-ipympl")
box
"""

POINTS = np.linspace(-3, 3, 601)
# The positions of the explorer's slider: 241.
SLIDER = [round(-3 + 0.025 * k, 3) for k in range(241)]
EPSILON = 1.0


def g(w: Any) -> Any:
    return np.sin(w) + 0.1 * w**2


def lines(w0: float) -> tuple[list[float], list[float], str]:
    """Return the tangent's and the secant's heights at both ends, and the sentence."""
    slope = math.cos(w0) + 0.2 * w0
    secant = float(g(w0 + EPSILON) - g(w0)) / EPSILON
    heights = [[float(g(w0)) + m * (end - w0) for end in (-3, 3)] for m in (slope, secant)]
    said = f"At w0 = {w0:g} the derivative is {slope:.4g}. The secant's slope is {secant:.4g}."
    return heights[0], heights[1], said


def plotly(path: Path) -> int:
    """Frames and a slider, as `plotly.express` makes them with `animation_frame`."""
    import plotly.graph_objects as go

    def traces(w0: float) -> list[Any]:
        tangent, secant, _ = lines(w0)
        return [go.Scatter(x=[-3, 3], y=tangent), go.Scatter(x=[-3, 3], y=secant)]

    frames = [
        go.Frame(
            data=traces(w0),
            traces=[1, 2],
            name=str(w0),
            layout={"title": {"text": lines(w0)[2]}},
        )
        for w0 in SLIDER
    ]
    now = {"mode": "immediate", "frame": {"duration": 0}, "transition": {"duration": 0}}
    steps = [{"method": "animate", "label": f.name, "args": [[f.name], now]} for f in frames]
    start = SLIDER.index(1.0)
    figure = go.Figure(
        data=[go.Scatter(x=POINTS, y=g(POINTS)), *traces(1.0)],
        frames=frames,
        layout={
            "width": 840,
            "height": 520,
            "yaxis": {"range": [-1, 1.52]},
            "sliders": [{"active": start, "steps": steps}],
        },
    )
    figure.write_html(path, include_plotlyjs=True)
    return len(SLIDER)


def bokeh(path: Path) -> int:
    """A slider whose callback is JavaScript written by hand."""
    from bokeh.embed import file_html
    from bokeh.layouts import column
    from bokeh.models import ColumnDataSource, CustomJS, Div, Slider
    from bokeh.plotting import figure
    from bokeh.resources import INLINE

    tangent, secant, said = lines(1.0)
    moving = ColumnDataSource({"x": [-3, 3], "tangent": tangent, "secant": secant})
    plot = figure(width=840, height=420, x_range=(-3, 3), y_range=(-1, 1.52))
    plot.line(POINTS, g(POINTS), color="black")
    plot.line("x", "tangent", source=moving, color="green")
    plot.line("x", "secant", source=moving, color="red")
    words = Div(text=said)
    slider = Slider(start=-3, end=3, step=0.025, value=1, title="w0", width=600)
    code = """
      const w0 = slider.value, g = w => Math.sin(w) + 0.1 * w * w;
      const slopes = [Math.cos(w0) + 0.2 * w0, g(w0 + 1) - g(w0)];
      const at = m => [-3, 3].map(end => g(w0) + m * (end - w0));
      moving.data = { x: [-3, 3], tangent: at(slopes[0]), secant: at(slopes[1]) };
      words.text = `At w0 = ${w0} the derivative is ${slopes[0].toPrecision(4)}.`;
    """
    slider.js_on_change(
        "value", CustomJS(args={"moving": moving, "words": words, "slider": slider}, code=code)
    )
    path.write_text(file_html(column(slider, plot, words), INLINE), encoding="utf-8")
    return len(SLIDER)


def panel(path: Path) -> int:
    """Matplotlib's pictures of every position, by `save(embed=True)`."""
    import panel as pn
    from bokeh.resources import INLINE
    from matplotlib.figure import Figure

    # Each position is a picture of its own; its manual's default is three of them.
    positions = SLIDER[::8]

    def picture(w0: float) -> Any:
        tangent, secant, said = lines(w0)
        drawn = Figure(figsize=(8.4, 4.2))
        axes = drawn.subplots()
        axes.set(xlim=(-3, 3), ylim=(-1, 1.52), title=said)
        axes.plot(POINTS, g(POINTS), "k", [-3, 3], tangent, "g", [-3, 3], secant, "r--")
        return pn.pane.Matplotlib(drawn, dpi=72, tight=False)

    slider = pn.widgets.DiscreteSlider(name="w0", options=positions, value=1.0, width=600)
    page = pn.Column(slider, pn.bind(picture, slider))
    page.save(path, embed=True, max_states=1000, max_opts=1000, resources=INLINE, progress=False)
    # It asks the network for styles all the same, and shows no picture before it has them.
    styles = (Path(pn.__file__).parent / "dist").as_uri()
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"https://cdn\.holoviz\.org/panel/[^/]*/dist", styles, text)
    path.write_text(text, encoding="utf-8")
    return len(positions)


def altair(path: Path) -> int:
    """A parameter bound to a slider, and the lines as expressions of it."""
    import altair as alt
    import pandas as pd

    w0 = alt.param(name="w0", value=1, bind=alt.binding_range(min=-3, max=3, step=0.025, name="w0"))
    height = "(sin(w0) + 0.1*w0*w0)"
    slopes = {
        "green": "(cos(w0) + 0.2*w0)",
        "red": f"(sin(w0 + 1) + 0.1*(w0 + 1)*(w0 + 1) - {height})",
    }
    y = alt.Y("y:Q", scale=alt.Scale(domain=[-1, 1.52]))
    curve = alt.Chart(pd.DataFrame({"x": POINTS, "y": g(POINTS)})).mark_line(color="black")
    chart = curve.encode(x="x", y=y).add_params(w0)
    ends = pd.DataFrame({"x": [-3, 3]})
    for color, slope in slopes.items():
        line = alt.Chart(ends).transform_calculate(y=f"{height} + {slope}*(datum.x - w0)")
        chart += line.mark_line(color=color, clip=True).encode(x="x", y=y)
    words = alt.Chart(pd.DataFrame({"x": [0]})).mark_text(y=10).encode(text="said:N")
    chart += words.transform_calculate(
        said=f"'At w0 = ' + w0 + ' the derivative is ' + format({slopes['green']}, '.4g')"
    )
    chart.properties(width=700, height=350).save(
        str(path), inline=True, embed_options={"renderer": "svg"}
    )
    return len(SLIDER)


RIVALS: dict[str, Callable[[Path], int]] = {
    "Plotly frames": plotly,
    "Bokeh": bokeh,
    "Panel embed": panel,
    "Altair": altair,
}


def write_explorer(path: Path) -> int:
    """Write the page of the explorer; how many positions it has, is counted in the page."""
    SecantToTangent().save(path)
    return 0


def write_pages(folder: Path) -> dict[str, tuple[Path, int]]:
    """Write the pages that need no kernel, each with how many positions it has.

    A library that is not installed is left out.
    """
    pages = {}
    for name, write in {"static page": write_explorer, **RIVALS}.items():
        path = folder / f"{name}.html"
        try:
            positions = write(path)
        except ImportError as error:
            print(f"without {name}: {error}")
            continue
        pages[name] = path, positions
    return pages
