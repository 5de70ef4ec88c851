"""A computation graph one can look at, step through and read (Sections B.5 to B.7).

Here live the graph with its vertices, the sweeps over it, and what is said of each of their steps.
Nothing is drawn here, and nothing is differentiated otherwise than by the rules of the core.
"""

from .blocks import Blocks
from .captions import Step
from .graph import Graph
from .vertices import Vertex
from .words import brief, in_numbers, neat, short, tex

__all__ = ["Blocks", "Graph", "Step", "Vertex", "brief", "in_numbers", "neat", "short", "tex"]
