"""What several wings draw: the colours, surfaces that can be turned, and level lines.

What only one wing draws lives in that wing. It stands on `widgets.functions` and `widgets.live`.
"""

from .level_lines import level_heights, map_axes, trace_levels
from .palette import (
    CHILD,
    FAINT,
    FIRST_ORDER,
    FUNCTION,
    INPUT,
    NODE,
    PARENT,
    SECOND_ORDER,
)
from .surface import (
    Surface,
    describe_turn,
    input_slider,
    mesh_around,
    slider_points,
    turn_slider,
)

__all__ = [
    "CHILD",
    "FAINT",
    "FIRST_ORDER",
    "FUNCTION",
    "INPUT",
    "NODE",
    "PARENT",
    "SECOND_ORDER",
    "Surface",
    "describe_turn",
    "input_slider",
    "level_heights",
    "map_axes",
    "mesh_around",
    "slider_points",
    "trace_levels",
    "turn_slider",
]
