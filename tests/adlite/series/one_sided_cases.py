"""Functions whose one-sided derivatives are known in closed form, by families.

A case is (name, g, w0, order, left, right, differentiable).  A NaN for a side means that there is
no derivative there.  Nothing here is computed by the package: smooth functions are differentiated
by mpmath with fifty digits, all others by hand.
"""

import math

import mpmath
import numpy as np

INF, NAN = math.inf, math.nan


def relu(w):
    return np.maximum(0, w)


def case(name, g, w0, left, right, differentiable=None, order=1):
    if differentiable is None:
        differentiable = left == right and math.isfinite(left)
    return f"{name} at {w0!r}, order {order}", g, w0, order, left, right, differentiable


def smooth():
    m = mpmath
    functions = {
        "sin": (np.sin, m.sin),
        "exp(-w^2)": (lambda w: np.exp(-(w**2)), lambda w: m.exp(-(w**2))),
        "tanh": (np.tanh, m.tanh),
        "1/(1+w^2)": (lambda w: 1 / (1 + w**2), lambda w: 1 / (1 + w**2)),
        "sqrt(1+w^2)": (lambda w: np.sqrt(1 + w * w), lambda w: m.sqrt(1 + w * w)),
        "|w|+3": (lambda w: np.abs(w) + 3, lambda w: abs(w) + 3),
        "max(w, w^2-9)": (lambda w: np.maximum(w, w**2 - 9), lambda w: max(w, w**2 - 9)),
        "hypot(w, 1)": (lambda w: np.hypot(w, 1.0), lambda w: m.hypot(w, 1)),
        "log(3+cos(w))": (lambda w: np.log(3 + np.cos(w)), lambda w: m.log(3 + m.cos(w))),
        "1e12 w^3": (lambda w: 1e12 * w**3, lambda w: 1e12 * w**3),
        "1e-12 exp(w)": (lambda w: 1e-12 * np.exp(w), lambda w: 1e-12 * m.exp(w)),
    }
    for name, (g, exact) in functions.items():
        for w0 in (-1.7, 1e-9, 0.6, 2.5):
            for order in (1, 3):
                with m.workdps(50):
                    slope = float(m.taylor(exact, m.mpf(w0), order)[order] * m.factorial(order))
                yield case(name, g, w0, slope, slope, order=order)


def kinks():
    backgrounds = {
        "0": (lambda w: 0.0 * w, lambda a: 0.0),
        "sin(w)": (np.sin, math.cos),
        "1e9 w": (lambda w: 1e9 * w, lambda a: 1e9),
        "exp(w)": (np.exp, math.exp),
    }
    for a in (0.0, 0.5, -2.0):
        for size in (1e-9, 1.0, 1e9):
            for name, (f, slope) in backgrounds.items():
                if size < 1e-8 and name == "1e9 w":
                    continue  # below round-off
                g = lambda w, a=a, c=size, f=f: f(w) + c * np.abs(w - a)  # noqa: E731
                yield case(f"{name} + {size:g}|w-{a}|", g, a, slope(a) - size, slope(a) + size)
    yield case("1e-300|w|", lambda w: 1e-300 * np.abs(w), 0.0, -1e-300, 1e-300)
    yield case("1e9w+|w|", lambda w: 1e9 * w + np.abs(w), 0.0, 1e9 - 1, 1e9 + 1)
    yield case("1e16w+|w|", lambda w: 1e16 * w + np.abs(w), 0.0, 1e16, 1e16, False)
    for depth in (1, 2, 3):

        def nested(w, depth=depth):
            for _ in range(depth):
                w = relu(w)
            return w

        yield case(f"relu {depth} deep", nested, 0.0, 0.0, 1.0)
        inner = {
            "w": (lambda w: w, 1.0, 0.0),
            "sin(w)": (np.sin, 1.0, 0.0),
            "tanh(2w)": (lambda w: np.tanh(2 * w), 2.0, 0.0),
            "w exp(w)": (lambda w: w * np.exp(w), 1.0, 2.0),
            "w^3": (lambda w: w**3, 0.0, 0.0),
        }
        for name, (f, first, second) in inner.items():
            g = lambda w, f=f, n=nested: n(f(w)) - n(-f(w))  # noqa: E731
            for order, slope in ((1, first), (2, second)):
                yield case(f"K{depth}({name})", g, 0.0, slope, slope, order=order)
    yield case("max(2w,3w)", lambda w: np.maximum(2 * w, 3 * w), 0.0, 2.0, 3.0)
    yield case("max(stack)", lambda w: np.max(np.stack([2 * w, 3 * w, w])), 0.0, 1.0, 3.0)
    yield case("sort(stack)", lambda w: np.sort(np.stack([2 * w, 3 * w, w]))[1], 0.0, 2.0, 2.0)
    yield case("norm", lambda w: np.linalg.norm(np.stack([3 * w, 4 * w])), 0.0, -5.0, 5.0)
    yield case("median", lambda w: np.median(np.stack([w, 2 * w, -w])), 0.0, 1.0, 1.0)
    yield case("std", lambda w: np.std(np.stack([w, -w])), 0.0, -1.0, 1.0)
    yield case("|complex|", lambda w: np.abs(3 * w + 4j * w), 0.0, -5.0, 5.0)
    yield case("angle", lambda w: np.angle(-1 + 1j * w), 0.0, INF, -1.0)
    yield case("power of a vector", lambda w: np.sum(np.stack([w, w]) ** 1.5), 0.0, NAN, 0.0)
    pieces = lambda w: np.piecewise(w, [w < 0, w >= 0], [np.negative, np.square])  # noqa: E731
    yield case("piecewise", pieces, 0.0, -1.0, 0.0)
    knots = np.array([-1.0, 0.0, 2.0])
    yield case("interp", lambda w: np.interp(w, knots, np.abs(knots)), 0.0, -1.0, 1.0)
    yield case("cos|w|", lambda w: np.cos(np.abs(w)), 0.0, -1.0, -1.0, order=2)
    yield case("cosh|w|", lambda w: np.cosh(np.abs(w)), 0.0, 1.0, 1.0, order=2)
    yield case("max(w^2,w^4)", lambda w: np.maximum(w**2, w**4), 0.0, 2.0, 2.0, order=2)
    yield case("max(w^2,w^4)", lambda w: np.maximum(w**2, w**4), 1.0, 2.0, 4.0)
    yield case("w|w|", lambda w: w * np.abs(w), 0.0, -2.0, 2.0, order=2)
    yield case("min(w, w^3)", lambda w: np.minimum(w, w**3), 1.0, 3.0, 1.0)
    yield case("w < 0 branch", lambda w: w**2 if w < 0 else w**3, 0.0, 2.0, 0.0, order=2)


def jumps():
    for a in (0.0, 1.0, -2.5):
        for size in (1.0, 1e-7, 1e-9, -3.0):
            at_right = lambda w, a=a, s=size: np.where(w > a, s, 0.0)  # noqa: E731
            yield case(f"where(w>{a}, {size:g})", at_right, a, 0.0, math.copysign(INF, size))
            at_left = lambda w, a=a, s=size: np.where(w >= a, w, w + s)  # noqa: E731
            yield case(f"where(w>={a}, w, w+{size:g})", at_left, a, math.copysign(INF, -size), 1.0)
    for k in (1, 3, 9, 19, 25):
        step = lambda w, k=k: np.where(w**k > 0, 1.0, 0.0)  # noqa: E731
        yield case(f"where(w^{k}>0)", step, 0.0, 0.0, INF)

    def beyond(w):
        return np.where(1 / (1 - w) - sum(w**k for k in range(11)) > 0, 1.0, 0.0)

    yield case("where(w^11/(1-w) > 0)", beyond, 0.0, 0.0, INF)
    for n in (-2.0, 0.0, 3.0):
        yield case("floor", np.floor, n, INF, 0.0)
        yield case("ceil", np.ceil, n, 0.0, INF)
        yield case("w % 1", lambda w: w % 1.0, n, -INF, 1.0)
        yield case(
            "w floor(w)", lambda w: w * np.floor(w), n, -1.0 if n == 0 else math.copysign(INF, n), n
        )
    yield case("sign", np.sign, 0.0, INF, INF, False)
    yield case("clip", lambda w: np.clip(w, 0, 1), 0.0, 0.0, 1.0)
    yield case("clip", lambda w: np.clip(w, 0, 1), 1.0, 1.0, 0.0)
    yield case("step of 1e-9", lambda w: 5 + 1e-9 * (w > 0), 0.0, 0.0, INF)


def powers():
    for p in (0.5, 0.9, 1.0, 1.1, 1.5, 2.0, 2.5, 3.0, 4.0):
        for order in (1, 2, 3):
            for odd in (False, True):
                g = lambda w, p=p, odd=odd: np.abs(w) ** p * (np.sign(w) if odd else 1.0)  # noqa: E731
                factor = math.prod(p - j for j in range(order))
                right = (
                    0.0 if p > order else factor if p == order else factor * INF if factor else 0.0
                )
                left = right * (-1) ** order * (-1 if odd else 1) + 0.0
                whole = p == round(p) and (round(p) % 2 == odd)
                fine = p > order or whole
                if p < order - 1 and not whole and p != round(p):
                    left = right = NAN  # a lower one is missing already
                name = f"{'sign(w) ' * odd}|w|^{p}"
                yield case(name, g, 0.0, left, right, fine, order)


def edges():
    for k in (3, 8, 12, 14):
        d = 10.0**-k
        yield case("log", np.log, d, 1 / d, 1 / d)
        yield case("sqrt", np.sqrt, d, 0.5 / math.sqrt(d), 0.5 / math.sqrt(d))
        yield case("cbrt", np.cbrt, -d, d ** (-2 / 3) / 3, d ** (-2 / 3) / 3)
        yield case("w log(w)", lambda w: w * np.log(w), d, math.log(d) + 1, math.log(d) + 1)
        e = 1 - d
        slope = float(1 / (1 - mpmath.mpf(e) ** 2))
        yield case("arctanh", np.arctanh, e, slope, slope)
        yield case("arcsin", np.arcsin, e, math.sqrt(slope), math.sqrt(slope))
        root = float(-0.5 / mpmath.sqrt(1 - mpmath.mpf(e)))
        yield case("sqrt(1-w)", lambda w: np.sqrt(1 - w), e, root, root)
        yield case("|w|", np.abs, d, 1.0, 1.0)
    yield case("sqrt", np.sqrt, 0.0, NAN, INF)
    yield case("w sqrt(w)", lambda w: w * np.sqrt(w), 0.0, NAN, 0.0)
    yield case("log", np.log, 0.0, NAN, NAN)
    yield case("arcsin", np.arcsin, 1.0, INF, NAN)
    yield case("arccos", np.arccos, -1.0, NAN, -INF)
    yield case("arccosh", np.arccosh, 1.0, NAN, INF)
    yield case("sqrt(1-w^2)", lambda w: np.sqrt(1 - w**2), 1.0, -INF, NAN)
    yield case("where sqrt", lambda w: np.where(w > 0, np.sqrt(w), 0.0), 0.0, 0.0, INF)
    yield case("where log", lambda w: np.where(w > 0, np.log(1 + w), w), 0.0, 1.0, 1.0)
    yield case("1/w", lambda w: 1 / w, 0.0, NAN, NAN)
    yield case("1/w^2 kept off", lambda w: np.where(w == 0, 0.0, 1 / w**2), 0.0, -INF, INF)
    yield case("cbrt", np.cbrt, 0.0, INF, INF, False)


def roots():
    r = math.sqrt(0.5)
    table = [
        ("sqrt(w^2)", lambda w: np.sqrt(w**2), 1, -1.0, 1.0),
        ("sqrt(w^4)", lambda w: np.sqrt(w**4), 1, 0.0, 0.0),
        ("sqrt(w^4)", lambda w: np.sqrt(w**4), 2, 2.0, 2.0),
        ("(w^2)^1.5", lambda w: (w**2) ** 1.5, 2, 0.0, 0.0),
        ("(w^2)^1.5", lambda w: (w**2) ** 1.5, 3, -6.0, 6.0),
        ("sqrt(w^4+w^6)", lambda w: np.sqrt(w**4 + w**6), 2, 2.0, 2.0),
        ("cbrt(w)^3", lambda w: np.cbrt(w) ** 3, 1, 1.0, 1.0),
        ("cbrt(w)^3", lambda w: np.cbrt(w) ** 3, 2, 0.0, 0.0),
        ("cbrt(w^3)", lambda w: np.cbrt(w**3), 1, 1.0, 1.0),
        ("cbrt(w^3)", lambda w: np.cbrt(w**3), 2, 0.0, 0.0),
        ("cbrt(w)^2", lambda w: np.cbrt(w) ** 2, 1, -INF, INF),
        ("sqrt(1-cos w)", lambda w: np.sqrt(1 - np.cos(w)), 1, -r, r),
        ("sqrt(1-cos^2)", lambda w: np.sqrt(1 - np.cos(w) ** 2), 1, -1.0, 1.0),
        ("arccos(cos w)", lambda w: np.arccos(np.cos(w)), 1, -1.0, 1.0),
        ("hypot(0,w)", lambda w: np.hypot(0.0, w), 1, -1.0, 1.0),
        ("hypot(w,0)", lambda w: np.hypot(w, 0.0), 1, -1.0, 1.0),
        ("hypot(w,w)", lambda w: np.hypot(w, w), 1, -2 * r, 2 * r),
        ("hypot(w,w^2)", lambda w: np.hypot(w, w**2), 1, -1.0, 1.0),
        ("hypot^2", lambda w: np.hypot(w, 2 * w) ** 2, 2, 10.0, 10.0),
        ("sqrt|w|^4", lambda w: np.sqrt(np.abs(w)) ** 4, 2, 2.0, 2.0),
        (
            "exp(2 log|w|)",
            lambda w: np.where(w == 0, 0, np.exp(2 * np.log(np.abs(w)))),
            2,
            2.0,
            2.0,
        ),
        ("sqrt(w^2+w^3)", lambda w: np.sqrt(w**2 + w**3), 1, -1.0, 1.0),
        ("log(1+|w|)", lambda w: np.log(1 + np.abs(w)), 1, -1.0, 1.0),
        ("arctan2(w,-1)", lambda w: np.arctan2(w, -1.0), 1, INF, -1.0),
        ("logaddexp", lambda w: np.logaddexp(w, -w), 2, 1.0, 1.0),
        ("log(exp|w|)", lambda w: np.log(np.exp(np.abs(w))), 1, -1.0, 1.0),
    ]
    for name, g, order, left, right in table:
        yield case(name, g, 0.0, left, right, order=order)


def kept(f, at=0.0):
    return lambda w: np.where(w == 0, at, f(w))


def singular():
    for order in (1, 2, 3, 4):
        yield case("exp(-1/w^2)", kept(lambda w: np.exp(-1 / w**2)), 0.0, 0.0, 0.0, order=order)
        yield case("exp(-1/w^2), bare", lambda w: np.exp(-1 / w**2), 0.0, 0.0, 0.0, order=order)
        yield case(
            "exp(-1/|w|)", kept(lambda w: np.exp(-1 / np.abs(w))), 0.0, 0.0, 0.0, order=order
        )
        one = kept(lambda w: np.where(w > 0, np.exp(-1 / w), 0.0))
        yield case("exp(-1/w) for w>0", one, 0.0, 0.0, 0.0, order=order)
    half = math.pi / 2
    table = [
        ("arctan(1/w)", lambda w: np.arctan(1 / w), 1, -INF * -1, -1.0, False),
        ("tanh(1/w)", lambda w: np.tanh(1 / w), 1, INF, 0.0, False),
        ("arctan(1/w), 0", kept(lambda w: np.arctan(1 / w)), 1, INF, INF, False),
        ("w arctan(1/w)", kept(lambda w: w * np.arctan(1 / w)), 1, -half, half, False),
        ("w^2 tanh(1/w)", kept(lambda w: w**2 * np.tanh(1 / w)), 1, 0.0, 0.0, True),
        ("w^2 tanh(1/w)", kept(lambda w: w**2 * np.tanh(1 / w)), 2, -2.0, 2.0, False),
        ("1/(1+e^(1/w))", kept(lambda w: 1 / (1 + np.exp(1 / w))), 1, -INF, 0.0, False),
        ("w/(1+e^(1/w))", kept(lambda w: w / (1 + np.exp(1 / w))), 1, 1.0, 0.0, False),
        ("w log|w|", kept(lambda w: w * np.log(np.abs(w))), 1, -INF, -INF, False),
        ("w^2 log|w|", kept(lambda w: w**2 * np.log(np.abs(w))), 1, 0.0, 0.0, True),
        ("w^2 log|w|", kept(lambda w: w**2 * np.log(np.abs(w))), 2, -INF, -INF, False),
        ("w^3 log|w|", kept(lambda w: w**3 * np.log(np.abs(w))), 2, 0.0, 0.0, True),
        ("w/log|w|", kept(lambda w: w / np.log(np.abs(w))), 1, 0.0, 0.0, True),
        ("w/log|w|", kept(lambda w: w / np.log(np.abs(w))), 2, INF, -INF, False),
        ("|w|/log|w|", kept(lambda w: np.abs(w) / np.log(np.abs(w))), 1, 0.0, 0.0, True),
        ("1/log|w|", kept(lambda w: 1 / np.log(np.abs(w))), 1, INF, -INF, False),
        ("|w|^w", kept(lambda w: np.abs(w) ** w, 1.0), 1, -INF, -INF, False),
        ("w|w|^|w|", kept(lambda w: w * np.abs(w) ** np.abs(w)), 1, 1.0, 1.0, True),
        ("sin(1/w)", kept(lambda w: np.sin(1 / w)), 1, NAN, NAN, False),
        ("w sin(1/w)", kept(lambda w: w * np.sin(1 / w)), 1, NAN, NAN, False),
        ("|w| cos(1/w)", kept(lambda w: np.abs(w) * np.cos(1 / w)), 1, NAN, NAN, False),
        ("|w|^1.5 sin(1/w)", kept(lambda w: np.abs(w) ** 1.5 * np.sin(1 / w)), 1, 0.0, 0.0, True),
        ("w^2 sin(1/w)", kept(lambda w: w**2 * np.sin(1 / w)), 1, 0.0, 0.0, True),
        ("w^2 cos(1/w)+w", kept(lambda w: w**2 * np.cos(1 / w) + w), 1, 1.0, 1.0, True),
        ("w^2 sin(1/w^3)", kept(lambda w: w**2 * np.sin(w**-3)), 1, 0.0, 0.0, True),
        ("w^2 sin(log|w|)", kept(lambda w: w**2 * np.sin(np.log(np.abs(w)))), 1, 0.0, 0.0, True),
        ("w sin(log|w|)", kept(lambda w: w * np.sin(np.log(np.abs(w)))), 1, NAN, NAN, False),
        ("w^2 sin(1/w)", kept(lambda w: w**2 * np.sin(1 / w)), 2, NAN, NAN, False),
        ("w^3 sin(1/w)", kept(lambda w: w**3 * np.sin(1 / w)), 2, NAN, NAN, False),
        ("w exp(sin(1/w))", kept(lambda w: w * np.exp(np.sin(1 / w))), 1, NAN, NAN, False),
        ("sinc", kept(lambda w: np.sin(w) / w, 1.0), 1, 0.0, 0.0, True),
        ("sinc", kept(lambda w: np.sin(w) / w, 1.0), 2, -1 / 3, -1 / 3, True),
        ("sinc, 0 at 0", kept(lambda w: np.sin(w) / w), 1, -INF, INF, False),
        ("(1-cos)/w^2", kept(lambda w: (1 - np.cos(w)) / w**2, 0.5), 2, -1 / 12, -1 / 12, True),
        ("(e^w-1)/w", kept(lambda w: (np.exp(w) - 1) / w, 1.0), 1, 0.5, 0.5, True),
        ("(e^w-1)/w", kept(lambda w: (np.exp(w) - 1) / w, 1.0), 2, 1 / 3, 1 / 3, True),
        ("log(1+w)/w", kept(lambda w: np.log(1 + w) / w, 1.0), 1, -0.5, -0.5, True),
        ("sin(w)/|w|", kept(lambda w: np.sin(w) / np.abs(w)), 1, INF, INF, False),
        ("w/tanh(w)", kept(lambda w: w / np.tanh(w), 1.0), 2, 2 / 3, 2 / 3, True),
        ("1/tanh(w)-1/w", kept(lambda w: 1 / np.tanh(w) - 1 / w), 1, 1 / 3, 1 / 3, True),
        ("w^2/|w|", kept(lambda w: w**2 / np.abs(w)), 1, -1.0, 1.0, False),
        (
            "|sin^2+cos^2-1|",
            lambda w: np.abs(np.sin(w) ** 2 + np.cos(w) ** 2 - 1),
            1,
            0.0,
            0.0,
            True,
        ),
    ]
    for name, g, order, left, right, fine in table:
        yield case(name, g, 0.0, left, right, fine, order)
    for w0 in (0.4, 1.1, -2.0):
        g = lambda w: np.abs(np.sin(w) ** 2 + np.cos(w) ** 2 - 1)  # noqa: E731
        yield case("|sin^2+cos^2-1|", g, w0, 0.0, 0.0, True)


CASES = [
    found for family in (smooth, kinks, jumps, powers, edges, roots, singular) for found in family()
]


def same(told, truth):
    """Whether a number that was told is the true one; NaN tells nothing."""
    if math.isnan(told):
        return True
    if math.isinf(told) or math.isinf(truth):
        return told == truth
    return abs(told - truth) <= 1e-7 * abs(truth) + 1e-13 * (abs(truth) == 0)


def judge(one_sided):
    """Return the names of the wrong verdicts and numbers, and of those left undecided."""
    wrong, undecided = [], []
    for name, g, w0, order, left, right, fine in CASES:
        found = one_sided(g, w0, order)
        if found.differentiable is None:
            undecided.append(name)
        elif found.differentiable != fine:
            wrong.append((name, found))
            continue
        if not (same(found.left, left) and same(found.right, right)):
            wrong.append((name, found))
    return wrong, undecided
