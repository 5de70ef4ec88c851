"""Which states of each explorer are kept: as it is made, and two more that tell the most."""

# Where round-off is what is seen, the function is made of operations that every machine rounds
# alike; sines and logarithms are not.
GIVEN = {"RoundOff": "1/(1 + w*w)"}
STATES: dict[str, dict[str, dict]] = {
    "TangentLine": {"steepest": {"w0": 0.75}, "last": {"w0": 3.0}},
    "SecantToTangent": {
        "small-step": {"w0": -1.5, "epsilon": 0.001},
        "step-to-the-left": {"w0": 2.0, "epsilon": -0.5},
    },
    "Zoom": {
        "corner": {"w0": 0.0, "zoom": 1000.0},
        "staircase": {"zoom": 1e15},
    },
    "Kink": {
        "corner": {"function": "abs(w)", "epsilon": 0.2},
        "smooth": {"function": "sin(w) + w^2/2", "w0": 1.0, "epsilon": 1.0},
    },
    "RoundOff": {
        "round-off": {"epsilon": 1e-12, "five_point": True},
        "float32": {"epsilon": 0.01, "precision": "float32"},
    },
    "FloatMicroscope": {
        "too-small": {"k": 17},
        "powers-of-two": {"k": 14, "base": "two", "w0": 100.0},
    },
    "ElementaryRule": {
        "kink": {"function": "max(0, w)", "w0": 0.0},
        "no-logarithm": {"function": "log(w)", "w0": -1.0},
    },
    "OperationRule": {
        "quotient": {"operation": "f(w) / h(w)", "w0": -1.0},
        "chain": {"operation": "f(h(w))", "w0": 1.5},
    },
    "ChainRule": {
        "stretched-twice": {"w0": 0.1, "epsilon": 0.2},
        "mistake-is-large": {"w0": 0.75, "epsilon": 0.1},
    },
    "MonomialTerms": {
        "square": {"d": 2.0, "epsilon": -0.5},
        "small-step": {"d": 7.0, "w0": -1.0, "epsilon": 0.01},
    },
    "ProductRectangle": {
        "shrinking": {"epsilon": -0.3},
        "negative-sides": {"w0": -1.5, "epsilon": 0.1},
    },
    "TangentPlane": {
        "one-slice": {"part": "first slice", "turn": -30.0},
        "falling": {"w1": -1.0, "w2": -1.0},
    },
    "Compass": {
        "steepest": {"angle": 65.0},
        "level-walk": {"angle": 155.0},
    },
    "Descent": {
        "landed": {"k": 15, "fog": False},
        "overshot": {"alpha": 0.63, "k": 5, "fog": False},
    },
    "GraphTracer": {
        "forward-in-symbols": {"mode": "forward", "show_as": "symbols", "step": 8},
        "backward": {"step": 18},
    },
    "ExpressionSwell": {
        "fourth-order": {"n": 4},
        "nested": {"function": "tanh(w)", "along": "depth of nesting", "n": 3},
    },
    "ZeroPartials": {"one-input": {"N": 1.0}, "many-inputs": {"N": 32.0}},
    "BreakBackprop": {
        "right": {"mistake": "none", "step": 9},
        "wrong-order": {
            "example": "a = w², then a sin(a) + a",
            "mistake": "from the inputs on",
        },
    },
    "ModeCost": {"forward-wins": {"N": 2.0, "M": 16.0}, "square": {"N": 8.0, "M": 8.0}},
    "DerivativeLadder": {"curve": {"order": 0}, "second-order": {"w0": -1.0, "order": 2}},
    "Hessian": {"saddle": {"w1": 0.0, "w2": 0.0}, "bowl": {"w1": 1.0, "w2": -1.0}},
    "QuadraticForm": {
        "saddle": {"example": "saddle", "angle": 20.0},
        "open": {"example": "trough", "angle": 153.43},
    },
    "TaylorBuilder": {
        "value-and-slope": {"a0": 0.8, "a1": 0.55},
        "solved": {"solve": True},
    },
    "TaylorSeries": {
        "fifth-order": {"order": 5, "tolerance": 0.1},
        "elsewhere": {"w0": 2.0, "order": 12},
    },
    "TaylorSurface": {
        "plane": {"order": "first", "turn": -40.0},
        "hollow": {"w1": -1.5, "w2": 1.05, "order": "second"},
    },
    "PartialDerivatives": {"falling": {"w1": -1.0, "w2": -0.5}, "level": {"w1": 0.5, "w2": 0.0}},
    "Flattening": {
        "values": {"shown": "values", "rows": 3.0, "k": 5.0},
        "gradient": {"shown": "the gradient", "length": 1.0, "k": 1.0},
    },
    "ErrorClinic": {
        "code": {"step": 0},
        "undefined": {"mistake": "0/0", "step": 2},
    },
}
