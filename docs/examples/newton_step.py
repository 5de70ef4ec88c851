"""`NewtonStep`: the worked example of docs/explorer.md."""

import numpy as np
from matplotlib.figure import Figure

from widgets.functions import Function, axis_limits, checked_window
from widgets.live import Live, handle, linear, say


class NewtonStep(Live):
    """Drag w0: where the tangent line crosses zero, Newton's method looks next."""

    def __init__(
        self, g="w^2 - 2", *, w0=2.5, window=(0.5, 3), title="One step of Newton's method"
    ):
        g, points = Function(g, checked_window(window)), np.linspace(*window, 201)
        figure = Figure(figsize=(8.4, 4.2))
        axes = figure.add_axes((0.09, 0.14, 0.88, 0.76))
        axes.set(xlim=window, ylim=axis_limits(g.values(points)), xlabel="w", title=title)
        axes.axhline(0, color="0.6")
        axes.plot(points, g.values(points), color="black")
        (tangent,) = axes.plot([], [], "--", color="#4d9900")
        here = handle(*axes.plot([], [], "o", color="#4d9900"), x="w0")
        (there,) = axes.plot([], [], "s", color="#c8321e")

        def update(w0):
            slope = g.derivative(w0)
            w1 = w0 - g(w0) / slope if slope else np.nan
            tangent.set_data([w0, w1], [g(w0), 0])
            here.set_data([w0], [g(w0)])
            there.set_data([w1], [0])
            if np.isnan(w1):
                return f"At w⁰ = {say(w0)} no tangent line crosses zero."
            return f"At w⁰ = {say(w0)}, g is {say(g(w0))}; its tangent crosses zero at {say(w1)}."

        super().__init__(figure, update, w0=linear(*window, np.ptp(window) / 200, "w⁰", w0))
