"""One meaning, one colour, in every picture; never without a shape, a line style or a word.

The colours keep the chapter's meanings and are dark enough on white, and far enough apart for
colour-blind readers.
"""

FUNCTION = "#000000"
FIRST_ORDER = "#4d9901"  # lime green: the tangent, the derivative
SECOND_ORDER = "#0097a7"  # turquoise
PARENT = "#1f5fbf"  # blue
CHILD = "#c8321e"  # red
INPUT = "#8c8c8c"  # gray
NODE = "#f2d21f"  # yellow
FAINT = "#767676"
