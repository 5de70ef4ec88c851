"""`SecantToTangent` as most people write it; `benchmarks.drag` runs this as a notebook's cell."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import FloatLogSlider, FloatSlider, interact


def g(w: Any) -> Any:
    return np.sin(w) + 0.1 * w**2


def slope(w: Any) -> Any:
    return np.cos(w) + 0.2 * w


points = np.linspace(-3, 3, 601)


@interact(  # type: ignore[untyped-decorator]
    w0=FloatSlider(value=1, min=-3, max=3, step=0.025),
    epsilon=FloatLogSlider(value=1, min=-16, max=0),
)
def secant_to_tangent(w0: float, epsilon: float) -> None:
    right = (g(w0 + epsilon) - g(w0)) / epsilon
    left = (g(w0) - g(w0 - epsilon)) / epsilon
    ends = np.array([-3, 3])
    fig = plt.figure(figsize=(8.4, 4.2))
    ax = fig.add_axes((0.075, 0.125, 0.5, 0.79))
    ax.set(xlim=(-3, 3), ylim=(-1, 1.52), xlabel="w", title="From the secant to the tangent")
    ax.grid(color="0.92")
    ax.plot(points, g(points), color="black", lw=2)
    ax.plot(ends, g(w0) + slope(w0) * (ends - w0), color="tab:green", lw=2.5)
    ax.plot(ends, g(w0) + right * (ends - w0), color="tab:red", lw=2, ls="--")
    ax.plot(w0 + epsilon, g(w0 + epsilon), "s", color="tab:red", ms=8, mec="white")
    ax.plot(w0, g(w0), "o", color="tab:green", ms=10, mec="white")
    rows = [
        ("tangent", slope(w0)),
        ("secant", right),
        ("from the right", right),
        ("from the left", left),
        ("right - left", right - left),
    ]
    fig.text(0.865, 0.875, "slope", ha="right")
    fig.text(0.985, 0.875, "off by", ha="right")
    for i, (name, value) in enumerate(rows):
        fig.text(0.605, 0.8 - 0.08 * i, name)
        fig.text(0.865, 0.8 - 0.08 * i, f"{value:.4g}", ha="right")
        fig.text(0.985, 0.8 - 0.08 * i, f"{value - slope(w0):+.2g}", ha="right")
    plt.show()
