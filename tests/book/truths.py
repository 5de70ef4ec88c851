"""What the numbers of the book's questions are, by autograd, mpmath, or counted as they say."""

import math
from itertools import combinations_with_replacement
from math import comb

import autograd.numpy as anp
import mpmath
import numpy as np
from autograd import grad, hessian, jacobian
from autograd.misc.flatten import flatten
from autograd.tracer import Node, trace
from scipy.optimize import brentq


def g(w):
    return anp.sin(w) + 0.1 * w**2


def secant(f, w, epsilon):
    return (f(w + epsilon) - f(w)) / epsilon


def level(low, high):
    return brentq(grad(g), low, high)


def smooth(w):
    return anp.maximum(0, w**2)


def first_share(epsilon):
    """Return what part of the quotient of w⁴ at 1 has no ε."""
    return 4 * epsilon / ((1 + epsilon) ** 4 - 1)


def corner(epsilon):
    """Return the area of the corner that w² and sin(w) leave at 1."""
    return ((1 + epsilon) ** 2 - 1) * (np.sin(1 + epsilon) - np.sin(1))


HILL = np.array([1.0, 0.5])


def hill(w):
    return anp.sin(w[0]) * anp.cos(w[1])


def bent(w):
    return w[0] ** 2 * w[1] + w[1]


def plane(f, w0, step):
    """Return how high the plane that touches f at w0 is, a step away."""
    return f(w0) + grad(f)(w0) @ np.array(step)


def plane_error(d):
    step = d * np.array([0.6, 0.8])
    return plane(hill, HILL, step) - hill(HILL + step)


def steepest(gradient):
    """Return the largest of the slopes in many directions."""
    angles = np.linspace(0, 2 * np.pi, 10_000)
    return np.max(np.array(gradient) @ [np.cos(angles), np.sin(angles)])


def entries(n):
    """Which entries of forward mode are not zero, for n squares that are added in pairs."""
    layer = [{i} for i in range(n)]
    nodes = layer * 2
    while len(layer) > 1:
        layer = [a | b for a, b in zip(layer[::2], layer[1::2], strict=True)]
        nodes = nodes + layer
    return np.array([[i in node for i in range(n)] for node in nodes])


def swept(arrows, add=True, sweeps=1):
    """The adjoint of w after arrows (child, parent) of slope 1 were used, all but w's cleared."""
    w = 0
    for _ in range(sweeps):
        held = {"c": 1, "b": 0, "a": 0, "w": w}
        for child, parent in arrows:
            held[parent] = held[parent] * add + held[child]
        w = held["w"]
    return w


def two_outputs(w):
    return anp.array([w[0] * w[1] * w[2], anp.sin(w[0]) + w[2] ** 2])


FOUR_W = [("c", "b"), ("c", "b"), ("b", "a"), ("b", "a"), ("a", "w")]
PAIR = np.array([2.0, 3.0])


def nth(f, n, w):
    """Return the n-th derivative of f at w, by autograd."""
    for _ in range(n):
        f = grad(f)
    return f(w)


def across(w2):
    """Return the slope across the w2 axis of the function whose Hessian is not symmetric."""
    return grad(lambda w1: w1 * w2 * (w1**2 - w2**2) / (w1**2 + w2**2))(0.0)


def off_from_sine(w0, order, w):
    """By how much the sine's polynomial at w0 misses it at w, from derivatives that repeat."""
    terms = (math.sin(w0 + n * math.pi / 2) / math.factorial(n) for n in range(order + 1))
    return abs(sum(term * (w - w0) ** n for n, term in enumerate(terms)) - math.sin(w))


Z = np.array([1.0, 3.0])


def runs_of(ask):
    """Return how often a function runs while it is asked."""
    runs = []
    ask(lambda w: (runs.append(w), anp.tanh(w))[1])
    return len(runs)


def off_from_tanh(d):
    """By how much the quadratic of tanh at 1 misses it at a distance, with digits to spare."""
    with mpmath.workdps(30):
        a0, a1, a2 = mpmath.taylor(mpmath.tanh, 1, 2)
        return abs(a0 + a1 * d + a2 * d**2 - mpmath.tanh(1 + mpmath.mpf(d)))


def noted(f):
    """Return the names of the steps that autograd notes."""
    names = []

    class Noted(Node):
        def __init__(self, value, fun, *rest):
            names.append(fun.__name__)

        def initialize_root(self):
            pass

    trace(Noted.new_root(), f, 1.0)
    return names


def formula(w):
    """Return (B.23)."""
    return anp.tanh(w) * anp.cos(w) + anp.log(w)


def central(f, w, epsilon):
    return (f(w + epsilon) - f(w - epsilon)) / (2 * epsilon)


def central_error(epsilon):
    return central(formula, 1.5, epsilon) - grad(formula)(1.5)


def digits_left():
    """Return how many digits a difference has of two numbers whose first twelve agree."""
    near, at = 1.1000000000010, 1.1
    return np.log10((near**3 - at**3) / np.spacing(at**3))


def best_one_way(bend):
    """Return the ε at which truncation and round-off add up to least, by trying."""
    epsilons = np.logspace(-12, 0, 20_001)
    return epsilons[np.argmin(epsilons / 2 * bend + 2 * 1e-16 / epsilons)]


def rounds(listing):
    """How often one goes around a listing of (B.24) until each node is made after its parents."""
    parents, made, count = {**dict.fromkeys("abc", "w"), "d": "ab", "e": "cd"}, "w", 0
    while len(made) < 6:
        count += 1
        for name in listing:
            if name not in made and {*parents[name]} <= {*made}:
                made += name
    return count


def multiplications(power, chains=((1,),)):
    """The fewest multiplications for a power, by trying all chains of sums of exponents."""
    if any(power in chain for chain in chains):
        return len(chains[0]) - 1
    sums = {(*c, a + b) for c in chains for a in c for b in c if c[-1] < a + b <= power}
    return multiplications(power, [*sums])


# What is right where a number is asked, from autograd, closed forms and difference quotients.
TRUTHS = {
    "B01.p4": lambda: 1 - 0.2 * grad(lambda w: -0.5 * w)(1.0),
    "B01.x1": lambda: brentq(grad(lambda w: w**4 - 2 * w**2), 0.5, 5.0),
    "B01.x3": lambda: (3.1**2 - 2.9**2) / (3.1 - 2.9),
    "B02_1.p3": lambda: (
        (secant(g, 1.0, 0.1) - grad(g)(1.0)) / (secant(g, 1.0, 0.01) - grad(g)(1.0))
    ),
    "B02_1.p7": lambda: (
        (g(1.0) + grad(g)(1.0) * 0.1 - g(1.1)) / (g(1.0) + grad(g)(1.0) * 0.05 - g(1.05))
    ),
    "B02_1.p9": lambda: secant(smooth, 0.0, 0.5),
    "B02_1.p11": lambda: secant(lambda w: max(0, w), 0.0, 0.001),
    "B02_1.p16": lambda: grad(grad(smooth))(0.0),
    "B02_1.p17": lambda: secant(g, 1.0, 1e-16),
    "B02_1.x1": lambda: level(-2.0, 0.0),
    "B02_1.x6": lambda: (secant(g, 1.0, 0.1) + secant(g, 1.0, -0.1)) / 2,
    "B02_2.p4": lambda: central_error(0.1) / central_error(0.01),
    "B02_2.p5": digits_left,
    "B02_2.p8": lambda: best_one_way(1) / best_one_way(100),
    "B02_2.p11": lambda: central(lambda w: max(0, w), 0.0, 1e-10),
    "B03.p4": lambda: brentq(lambda epsilon: first_share(epsilon) - 0.95, 0.001, 0.5),
    "B03.p5": lambda: comb(10, 2) / comb(10, 1),
    "B03.p7": lambda: corner(0.1) / corner(0.01),
    "B04.p2": lambda: brentq(lambda w2: grad(hill)(np.array([1.0, w2]))[0], 0.0, 2.0),
    "B04.p3": lambda: plane(hill, HILL, [0.1, 0.2]),
    "B04.p5": lambda: plane_error(0.1) / plane_error(0.05),
    "B04.p7": lambda: steepest([3, -4]),
    "B04.x1": lambda: grad(bent)(np.array([2.0, -1.0]))[1],
    "B04.x2": lambda: plane(bent, np.array([2.0, -1.0]), [0.1, 0.1]),
    "B05.p1": lambda: "w w w ab cd".count("w"),
    "B05.p7": lambda: rounds("edcba"),
    "B05.p10": lambda: len(["w", "A w", "tanh", "square", "sum"]),
    "B05.p11": lambda: 2**10,
    "B05.x1": lambda: len("w wa bw".replace(" ", "")),
    "B05.x2": lambda: (anp.tanh(1.5) + 0.001) * anp.cos(1.5) - anp.tanh(1.5) * anp.cos(1.5),
    "B05.x5": lambda: sum("((w + 2)*w + 3)*w + 4".count(sign) for sign in "+*"),
    "B05.x6": lambda: multiplications(15),
    "B06.p1": lambda: grad(lambda t: (2 + 3 * t) * (5 + 7 * t))(0.0),
    "B06.p2": lambda: grad(lambda t: anp.cos(1.5 + 2 * t))(0.0),
    "B06.p4": lambda: grad(
        lambda t: anp.tanh(1.5 + 10 * t) * anp.cos(1.5 + 10 * t) + anp.log(1.5 + 10 * t)
    )(0.0),
    "B06.p6": lambda: len("w w w ab cd".replace(" ", "")),
    "B06.p8": lambda: grad(lambda t: (1 + 3 * t) ** 2 + (2 - t) ** 2)(0.0),
    "B06.p11": lambda: len(["sine", "product"]) * 6,
    "B06.x6": lambda: jacobian(lambda w: anp.repeat(anp.sin(w), 1000 // 3 + 1)[:1000])(
        np.ones(3)
    ).shape[1],
    "B07.p1": lambda: np.sum(~entries(2)),
    "B07.p2": lambda: np.sum(~entries(4)),
    "B07.p3": lambda: 100 * np.mean(~entries(64)),
    "B07.p4": lambda: len([("c", "a"), ("c", "b"), ("a", "w1"), ("b", "w2")]),
    "B07.p6": lambda: anp.cos(1.5) * grad(anp.tanh)(1.5),
    "B07.p8": lambda: anp.tanh(1.5) * (anp.cos(1.5) + 0.001) - anp.tanh(1.5) * anp.cos(1.5),
    "B07.p10": lambda: grad(lambda w: w[0] * w[1] + anp.sin(w[0]))(PAIR)[0],
    "B07.p11": lambda: swept(FOUR_W, add=False),
    "B07.p12": lambda: swept(FOUR_W[::-1]),
    "B07.p13": lambda: swept(FOUR_W, sweeps=2),
    "B07.p15": lambda: min(jacobian(lambda w: anp.tanh(w[::4]) * w[1])(np.ones(16)).shape),
    "B07.p17": lambda: len("wwwabcd") - len({*"wwwabcd"}),
    "B07.x2": lambda: 100 * np.mean(~entries(1024)),
    "B07.x5": lambda: (np.array([1, 10]) @ jacobian(two_outputs)(np.array([1.0, 2.0, 3.0])))[2],
    "B07.x6": lambda: 2**10,
    "B08.p1": lambda: nth(lambda w: w**4, 5, 1.5),
    "B08.p2": lambda: abs(nth(lambda w: anp.cos(3 * w), 3, math.pi / 6)),
    "B08.p3": lambda: nth(lambda w: w**2 + w**3, 3, 0.5),
    "B08.p8": lambda: np.count_nonzero(
        hessian(lambda w: w[0] ** 2 * w[1] + anp.sin(w[1]) * w[2] + w[2] * w[3])(
            np.array([0.3, 0.6, 1.1, 1.7])
        )[3]
    ),
    "B08.p9": lambda: len({*combinations_with_replacement(range(3), 3)}),
    # The slope across the w2 axis, at two places of it that close in on the origin.
    "B08.p10": lambda: (across(1e-3) - across(-1e-3)) / 2e-3,
    "B08.x2": lambda: mpmath.diff(mpmath.sin, 0, 101 % 4),
    "B08.x3": lambda: hessian(lambda w: w[0] ** 2 * w[1] ** 3)(np.array([3.0, 2.0]))[0, 1],
    "B08.x4": lambda: brentq(lambda c: min(np.linalg.eigvalsh([[2, c], [c, 2]])), 0.5, 5),
    "B09.p2": lambda: mpmath.taylor(mpmath.sin, 1, 2)[2],
    "B09.p3": lambda: grad(grad(grad(lambda w: (w - 1) ** 3)))(1.0),
    "B09.p5": lambda: off_from_sine(1.2, 3, 1.22) / off_from_sine(1.2, 3, 1.21),
    "B09.x2": lambda: next(
        n for n in range(30) if max(off_from_sine(0, n, w) for w in np.linspace(-6, 6, 241)) <= 0.01
    ),
    # As far as the nearest place where 1 + w² is zero.
    "B09.x3": lambda: min(abs(1 - pole) for pole in np.roots([1, 0, 1])),
    "B09.x4": lambda: 1 + 1000 + sum(i <= j for i in range(1000) for j in range(1000)),
    "B10.p2": lambda: runs_of(lambda g: (g(0.5), grad(g)(0.5))),
    "B10.p3": lambda: off_from_tanh(0.02) / off_from_tanh(0.01),
    "B10.p5": lambda: (
        grad(lambda w: anp.tanh(w * 1.0))(0.5) / grad(lambda w: anp.tanh(0.5 * w))(1.0)
    ),
    "B10.p7": lambda: grad(lambda c: anp.dot(anp.dot(Z, c), Z))(np.ones((2, 2)))[0, 1],
    "B10.p8": lambda: flatten([0.0, np.zeros(2), np.eye(1, 6, 3).reshape(2, 3)])[0].argmax() + 1,
    "B10.x4": lambda: grad(lambda w: anp.floor(w) * w)(2.5),
    "B10.x5": lambda: len(noted(lambda w: (w + w) * 3.0)),
}
# Who is nearly right is not asked to prove it twice.
