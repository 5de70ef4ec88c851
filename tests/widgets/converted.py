"""The explorers that follow the look of `widgets/drawing/style.py`."""

CONVERTED = [
    "TangentLine",
    "SecantToTangent",
    "BreakBackprop",
    "ModeCost",
    "ExpressionSwell",
    "Zoom",
    "ZeroPartials",
    "ChainRule",
    "GraphTracer",
    "Flattening",
    "ErrorClinic",
    "Descent",
    "Kink",
    "ProductRectangle",
    "MonomialTerms",
    "ElementaryRule",
    "OperationRule",
    "RoundOff",
]
