"""The explorers that follow the look of `widgets/drawing/style.py`."""

CONVERTED = [
    "SecantToTangent",
    "Zoom",
    "ChainRule",
    "Descent",
]
