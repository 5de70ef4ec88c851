"""The way downhill on a map of two inputs."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..drawing import (
    COMPANIONS,
    GUIDES,
    HAIR,
    HEAVY,
    SUBJECT,
    arrow_line,
    chart,
    role,
    trace_levels,
)
from ..functions import FunctionOfTwo, axis_limits
from .downhill import Walk
from .trail import Trail

_LEVELS, _GRID = 9, 41


class MapScene:
    """Level lines, the places where the descent has stood, and the gradient under its feet."""

    def __init__(self, figure: Figure, g: FunctionOfTwo):
        self.windows = g.windows
        first, second = g.labels
        box = (44, 30, 372, 296)
        self.axes = axes = chart(figure, box, g.windows[0], g.windows[1], first, second)
        axes.grid(False)
        line: Any = {"color": role.axis, "lw": HAIR, "zorder": GUIDES}
        (self.levels,) = axes.plot(*_levels(g), **line)
        (left, right), (bottom, top) = g.windows
        self.frame = axes.plot([left, left, right, right], [bottom, top, top, bottom], **line)
        self.trail = Trail(axes, ((left + right) / 2, top), -16)
        (self.uphill,) = axes.plot([], [], color=role.first, lw=HEAVY, zorder=SUBJECT)
        (self.next,) = axes.plot([], [], color=role.child, lw=6, zorder=COMPANIONS, alpha=0.5)
        self.start = self.trail.start
        self.like = {"height": self.trail.dots, "slope": self.uphill, "step": self.next}

    def draw(self, walk: Walk, alpha: float, fog: bool) -> None:
        """Draw the way so far, where uphill is at its end, and the step that follows."""
        self.levels.set_visible(not fog)
        sizes = [high - low for low, high in self.windows]
        bounds = [(low - s, high + s) for (low, high), s in zip(self.windows, sizes, strict=True)]
        way = np.array([np.clip(w, *b) for w, b in zip(walk.points.T, bounds, strict=True)])
        self.start.set_data(*way[:, :1])
        self.trail.follow(way, fog, sizes[0])
        end, slope = walk.points[-1], walk.slopes[-1]
        inside = all(low <= w <= high for w, (low, high) in zip(end, self.windows, strict=True))
        steep = math.hypot(*slope.tolist())
        self.trail.stand((float(end[0]), float(end[1])) if inside else None)
        seen = inside and math.isfinite(steep) and steep > 0
        self.uphill.set_visible(seen)
        self.next.set_visible(seen)
        if seen:
            size = min(sizes)
            tip = end + slope / steep * 0.14 * size
            self.uphill.set_data(*arrow_line(end, tip, 0.04 * size, 0.025 * size))
            step = np.array([end, end - alpha * slope])
            for axis, bound in enumerate(bounds):
                step[:, axis] = np.clip(step[:, axis], *bound)
            self.next.set_data(*step.T)


def _levels(g: FunctionOfTwo) -> np.ndarray:
    """Return level lines at heights that part the map into equal shares, as one line with gaps."""
    first, second = (np.linspace(low, high, _GRID) for low, high in g.windows)
    heights = g.values(first[:, None], second[None, :]).T
    low, high = axis_limits(heights)
    finite = heights[np.isfinite(heights) & (heights > low) & (heights < high)]
    if not finite.size or not np.ptp(finite):
        return np.empty((2, 0))
    shares = np.linspace(0, 1, _LEVELS + 2)[1:-1]
    levels = sorted({float(f"{x:.3g}") for x in np.quantile(finite, shares)})
    return trace_levels(first, second, np.clip(heights, low, high), levels)
