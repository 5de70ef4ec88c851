"""Functions whose nearest singularity is known in closed form, by families.

A case is (name, g, w0, distance).  The distance is the least one from w0 to a list of singular
points, in the plane of complex numbers; it is infinite for entire functions.
"""

import math

import numpy as np

INF = math.inf
POINTS = (-3.0, -1.0, 0.0, 0.3, 1.5, 4.0)


def off(w0, *places):
    return min(abs(w0 - z) for z in places)


def entire():
    functions = {
        "0": lambda w: 0.0 * w,
        "3": lambda w: 3.0,
        "w^25": lambda w: w**25,
        "(1+w)^30": lambda w: (1 + w) ** 30,
        "w^120 - w": lambda w: w**120 * 1e-60 - w,
        "exp": np.exp,
        "exp(30w)": lambda w: np.exp(30 * w),
        "exp(w^3)": lambda w: np.exp(w**3),
        "exp(w^4)": lambda w: np.exp(w**4),
        "exp(-w^2)": lambda w: np.exp(-(w**2)),
        "exp(sin w)": lambda w: np.exp(np.sin(w)),
        "cosh(5 sin w)": lambda w: np.cosh(5 * np.sin(w)),
        "cos(w^5)": lambda w: np.cos(w**5),
        "sin(w)^3 + w": lambda w: np.sin(w) ** 3 + w,
        "1/exp(w)": lambda w: 1 / np.exp(w),
        "sqrt(exp(w))": lambda w: np.sqrt(np.exp(w)),
        "w/3 + 2": lambda w: w / 3 + 2,
        "sinh(w) exp(w)": lambda w: np.sinh(w) * np.exp(w),
        "expm1": np.expm1,
        "max(w^2, -1)": lambda w: np.maximum(w**2, -1.0),
        "where(w<9, sin, 1/(w-w))": lambda w: np.where(w < 9, np.sin(w), 1 / (w - 9.5)),
        "array": lambda w: np.sum(np.sin(w * np.array([1.0, 2.0])) ** 2),
    }
    for name, g in functions.items():
        for w0 in (-1.0, 0.3, 2.0):
            yield name, g, w0, INF


def poles():
    for a in (-2.0, 0.5, 10.0, 1e-3, 1e4):
        for name, f in {
            "1/(w-a)": lambda w, a=a: 1 / (w - a),
            "exp(w)/(a-w)": lambda w, a=a: np.exp(w) / (a - w),
            "(w-a)^-3": lambda w, a=a: (w - a) ** -3,
            "w^30/(a-w)": lambda w, a=a: w**30 / (a - w),
            "sin(w)+1/(w-a)^2": lambda w, a=a: np.sin(w) + 1 / (w - a) ** 2,
        }.items():
            for w0 in (0.1, -1.0, 3.0):
                if abs(w0 - a) < 100 or "exp" not in name and "sin" not in name:
                    yield f"{name}, a={a}", f, w0, abs(w0 - a)
    for n in (2, 4, 6, 8, 16, 20):
        roots = [np.exp(1j * math.pi * (2 * k + 1) / n) for k in range(n)]
        for w0 in (0.0, 0.3, -0.8, 2.0):
            yield f"1/(1+w^{n})", lambda w, n=n: 1 / (1 + w**n), w0, off(w0, *roots)
    for c in (1.0, 5.0, 0.01):
        for w0 in POINTS:
            g = lambda w, c=c: np.sin(w) + 1 / (c * c + w**2)  # noqa: E731
            yield f"sin(w)+1/({c}^2+w^2)", g, w0, abs(w0 - 1j * c)
    for w0 in POINTS:
        yield "sin(10w)+1/(1+w^2)", lambda w: np.sin(10 * w) + 1 / (1 + w**2), w0, abs(w0 - 1j)
        yield "w/(w^2-w-6)", lambda w: w / (w**2 - w - 5.5), w0, off(w0, *np.roots([1, -1, -5.5]))
        yield (
            "1/(2+cos w)",
            lambda w: 1 / (2 + np.cos(w)),
            w0,
            off(w0, *(math.pi * k + 1j * math.acosh(2) for k in (-3, -1, 1, 3))),
        )


def periodic():
    half = math.pi / 2
    for w0 in (0.0, 0.5, 1.0, 2.4, 3.0, 5.0, -4.5, 10.0, 30.0):
        yield "tanh", np.tanh, w0, abs(w0 - 1j * half)
        yield "sigmoid", lambda w: 1 / (1 + np.exp(-w)), w0, abs(w0 - 1j * math.pi)
        yield "softplus", lambda w: np.log(1 + np.exp(w)), w0, abs(w0 - 1j * math.pi)
        yield "tanh(2w-1)", lambda w: np.tanh(2 * w - 1), w0, abs(w0 - 0.5 - 0.5j * half)
        yield "1/cosh", lambda w: 1 / np.cosh(w), w0, abs(w0 - 1j * half)
        yield "w tanh(w) + 1", lambda w: w * np.tanh(w) + 1, w0, abs(w0 - 1j * half)
    for w0 in (0.0, 0.5, 1.0, 2.4, 4.0):
        places = [half + k * math.pi for k in range(-3, 4)]
        yield "tan", np.tan, w0, off(w0, *places)
        yield "1/cos", lambda w: 1 / np.cos(w), w0, off(w0, *places)
        if w0:
            yield "1/sin", lambda w: 1 / np.sin(w), w0, off(w0, -math.pi, 0, math.pi, 2 * math.pi)
        roots = [
            (1j * half * s * (2 * k + 1)) ** 0.5 * t
            for s in (1, -1)
            for k in range(40)
            for t in (1, -1)
        ]
        yield "tanh(w^2)", lambda w: np.tanh(w**2), w0, off(w0, *roots)


def branches():
    for w0 in (0.2, 1.0, 1.5, 3.0, 40.0, 1e-6, 1e-12):
        yield "log", np.log, w0, w0
        yield "sqrt", np.sqrt, w0, w0
        yield "cbrt", np.cbrt, w0, w0
        yield "w^2.5", lambda w: w**2.5, w0, w0
        yield "w log(w)", lambda w: w * np.log(w), w0, w0
        yield "log(w)^2", lambda w: np.log(w) ** 2, w0, w0
        yield "w^w", lambda w: w**w, w0, w0
    for w0 in (0.2, 1.0, 1.5, 3.0):
        b23 = lambda w: np.tanh(w) * np.cos(w) + np.log(w)  # noqa: E731
        yield "B.23", b23, w0, min(w0, abs(w0 - 1j * math.pi / 2))
        yield "e^w log(w)", lambda w: np.exp(w) * np.log(w), w0, w0
        yield "log(1+w^4)", lambda w: np.log(1 + w**4), w0, off(w0, *np.roots([1, 0, 0, 0, 1]))
        yield "log10(w)", np.log10, w0, w0
    for w0 in (-0.9, -0.3, 0.0, 0.5, 0.99):
        yield "arcsin", np.arcsin, w0, off(w0, 1, -1)
        yield "arctanh", np.arctanh, w0, off(w0, 1, -1)
        yield "log1p", np.log1p, w0, 1 + w0
        yield "sqrt(1-w^2)", lambda w: np.sqrt(1 - w**2), w0, off(w0, 1, -1)
        yield "(1-w)^10.5", lambda w: (1 - w) ** 10.5, w0, 1 - w0
        yield "exp(sqrt(1-w))", lambda w: np.exp(np.sqrt(1 - w)), w0, 1 - w0
    for w0 in POINTS:
        yield "arctan", np.arctan, w0, abs(w0 - 1j)
        yield "arcsinh", np.arcsinh, w0, abs(w0 - 1j)
        yield "hypot(w, 2)", lambda w: np.hypot(w, 2.0), w0, abs(w0 - 2j)
        yield (
            "sqrt(1+w^8)",
            lambda w: np.sqrt(1 + w**8),
            w0,
            off(w0, *(np.exp(1j * math.pi * (2 * k + 1) / 8) for k in range(8))),
        )
        yield (
            "log(2+sin w)",
            lambda w: np.log(2 + np.sin(w)),
            w0,
            off(w0, *(-math.pi / 2 + 2 * math.pi * k + 1j * math.acosh(2) for k in (-1, 0, 1, 2))),
        )


def essential():
    for w0 in (0.0, 0.4, -1.0):
        yield "exp(10/(1-w))", lambda w: np.exp(10 / (1 - w)), w0, 1 - w0
        yield "sin(1/(2-w))", lambda w: np.sin(1 / (2 - w)), w0, 2 - w0
    for w0 in (0.5, 1.0, 2.0):
        yield "exp(-1/w^2)", lambda w: np.exp(-1 / w**2), w0, w0
        yield "exp(1/w)", lambda w: np.exp(1 / w), w0, w0
    # Singularities of steps that cancel.
    for w0 in (0.5, 1.0, 2.0):
        yield "sin(w)/w", lambda w: np.sin(w) / w, w0, INF
        yield "(1-cos w)/w^2", lambda w: (1 - np.cos(w)) / w**2, w0, INF
        yield "sqrt(w)^2", lambda w: np.sqrt(w) ** 2, w0, INF
        yield "(w^2-1)/(w+1)", lambda w: (w**2 - 1) / (w + 1), w0, INF
        yield "w/tanh(w)", lambda w: w / np.tanh(w), w0, abs(w0 - 1j * math.pi)
    for far in (1.03, 1.1, 1.2, 1.5):
        g = lambda w, far=far: (1 - w) / (1 - w) / (far - w)  # noqa: E731
        yield f"(1-w)/(1-w)/({far}-w)", g, 0.0, far
    yield "1/exp2(w)", lambda w: 1 / np.exp2(w), 0.3, INF
    yield (
        "1/(1+exp2(w))",
        lambda w: 1 / (1 + np.exp2(w)),
        0.3,
        abs(0.3 - 1j * math.pi / math.log(2)),
    )
    yield "1/exp(w) - exp(-w)", lambda w: 1 / np.exp(w) - np.exp(-w), 0.3, INF
    for unit in (1e-3, 1e9):
        yield f"tanh(w/{unit})", lambda w, u=unit: 1e-200 * np.tanh(w / u), 0.0, unit * math.pi / 2


CASES = [
    (f"{name} at {w0!r}", g, w0, distance)
    for family in (entire, poles, periodic, branches, essential)
    for name, g, w0, distance in family()
]


def judge(radius):
    """Return the names of the wrong distances, of wrong lower bounds, and of those not told."""
    wrong, untold = [], []
    for name, g, w0, true in CASES:
        told = radius(g, w0)
        at_least = getattr(told, "at_least", 0.0)
        if math.isnan(told):
            untold.append((name, at_least, true))
        elif math.isinf(told) or math.isinf(true):
            if told != true:
                wrong.append((name, told, true))
        elif abs(told - true) > max(getattr(told, "uncertainty", 0.0), 0.05 * true):
            wrong.append((name, told, true))
        if at_least > true * (1 + 1e-9):
            wrong.append((name, f"at least {at_least}", true))
    return wrong, untold
