"""What sentences claim of all cases, tried in many: with values from mpmath and closed forms."""

import itertools
import math
import re

import mpmath
import numpy as np
import pytest

import adlite
from widgets import (
    Hessian,
    RoundOff,
    SecantToTangent,
    TangentPlane,
    TaylorBuilder,
    TaylorSeries,
    TaylorSurface,
)
from widgets.functions import Function, FunctionOfTwo, PartialSlopes, expand
from widgets.higher_orders.function_with_hessian import FunctionWithHessian
from widgets.higher_orders.hessian_in_words import eigen
from widgets.rules.quotient_terms import Expanded
from widgets.taylor.series_sentence import what_higher_orders_do

AROUND = [(math.cos(t), math.sin(t)) for t in np.linspace(0, math.pi, 25)]


# Taylor: the caption speaks of the distance to the nearest singularity, which is known here.
@pytest.mark.parametrize(
    ("formula", "w0", "radius"),
    [
        ("sin(w)", 1.2, math.inf),
        ("cos(w^5)", 0.0, math.inf),
        ("exp(3*w)", 0.5, math.inf),
        ("w^25", 1.0, math.inf),
        ("tanh(w)", 3.0, math.hypot(3, math.pi / 2)),
        ("1/(1 + w^6)", 0.0, 1.0),
        ("1/(1 + w^2)", 0.5, math.hypot(0.5, 1)),
        ("exp(-1/w^2)", 1.0, 1.0),
        ("log(w + 3)", 0.25, 3.25),
    ],
)
def test_a_taylor_caption_knows_the_wall(formula, w0, radius):
    g, points = (
        Function(formula, (-2, 2) if "sin" not in formula else (-6, 6)),
        np.linspace(-2, 2, 81),
    )
    found = expand(g, w0, 20)
    said = what_higher_orders_do(found, found.radii(), points, g.values(points))
    within = re.search(r"within (?:about )?([\d.]+) of w⁰", said)
    if math.isinf(radius):
        assert "No singularity shows" in said
        assert within is None
    else:
        assert float(within[1]) == pytest.approx(radius, rel=0.02)


def test_not_every_order_reaches_farther_and_no_caption_says_so():
    explorer = TaylorSeries("sin(w)", w0=1.2, order=4)
    ends = []
    for explorer.order in range(1, 10):
        assert "every further order" not in explorer.sentence
        ends.append(float(re.search(r"to ([\d.]+), at the points drawn", explorer.sentence)[1]))
    # 2.87 and then 2.60, by the true errors of both polynomials.
    with mpmath.workdps(30):
        for order, end in enumerate(ends, 1):
            series = mpmath.taylor(mpmath.sin, mpmath.mpf(1.2), order)
            for w, inside in ((1.2 + 0.95 * (end - 1.2), True), (1.2 + 1.05 * (end - 1.2), False)):
                h = mpmath.polyval(series[::-1], mpmath.mpf(w) - mpmath.mpf(1.2))
                assert end == 6 or (abs(h - mpmath.sin(w)) <= 0.01) is inside
    assert any(a > b for a, b in itertools.pairwise(ends))
    assert ends[-1] > ends[0]


# Two inputs: what a Hessian is called, by values of g around the point without its plane.
SHAPES = [
    "w1^2 + 3*w2^2",
    "tanh(w1*w2)",
    "sin(w1)*cos(w2)",
    "-exp(w1^2 + w2^2)",
    "(w1 + w2)^2",
    "w1^2 + w2^4",
    "w1^4 + w2^4",
    "exp(w1)*w2^2",
]


@pytest.mark.parametrize("formula", SHAPES)
def test_bowls_domes_and_saddles_bend_as_they_are_called(formula):
    explorer = Hessian(formula, w1=0, w2=0, window=(-1, 1))
    g, t = explorer.subject, 2.0**-10
    for explorer.w1, explorer.w2 in itertools.product((-0.5, 0, 1), (-1, 0, 0.5)):
        point = explorer.w1, explorer.w2
        bends = [
            (
                g.value((point[0] + t * a, point[1] + t * b))
                + g.value((point[0] - t * a, point[1] - t * b))
                - 2 * g.value(point)
            )
            / t**2
            for a, b in AROUND
        ]
        said = explorer.sentence
        if "a bowl" in said:
            assert min(bends) > 0, said
        elif "a dome" in said:
            assert max(bends) < 0, said
        elif "a saddle" in said:
            assert min(bends) < 0 < max(bends), said
        else:
            # Where an eigenvalue is 0 nothing may be claimed of that direction.
            assert "the Hessian cannot tell" in said
            assert min(np.abs(bends)) < 1e-4 * max(1, *np.abs(bends)), said


ROUGH = [
    "w1*abs(w1) + w2^2",
    "abs(w1 - w2)*(w1 - w2)",
    "abs(w1*w2)",
    "w1*abs(w2)",
    "max(w1*w2, 0)",
    "sqrt(abs(w1*w2))",
]


@pytest.mark.parametrize("formula", ROUGH)
def test_no_hessian_is_claimed_where_there_is_none(formula):
    g = FunctionWithHessian(formula, (0, 0), (-1, 1))
    assert np.isnan(g.hessian((0.0, 0.0))).any()
    assert g.verdict((0.0, 0.0))


def test_a_hessian_that_is_not_symmetric_is_named_with_any_entries():
    def g(w1, w2):
        away = w1**2 + w2**2
        safe = np.where(away == 0, 1.0, away)
        return np.where(away == 0, 0.0, 1e-9 * w1 * w2 * (w1**2 - w2**2) / safe)

    explorer = Hessian(g, w1=0, w2=0)
    assert not len(eigen(np.array([[0.0, 1.0], [-1.0, 0.0]]))[0])
    assert "eigenvalues" not in explorer.sentence or "not symmetric" not in explorer.sentence


@pytest.mark.parametrize(
    ("formula", "touches"),
    [
        ("sqrt(abs(w1*w2))", False),
        ("min(abs(w1), abs(w2))", False),
        ("min(abs(w1), abs(w2))*3 + w1", False),
        ("abs(w1 + w2) - abs(w1 - w2)", False),
        ("cbrt(w1^2*w2)", False),
        ("abs(w1*w2)", True),
        ("max(w1*w2, 0)", True),
        ("w1*abs(w1) + w2", True),
        ("sin(w1) + w2^2", True),
        ("exp(w1*w2) - 2*w2", True),
    ],
)
def test_a_plane_is_claimed_only_where_one_touches(formula, touches):
    g = FunctionOfTwo(formula, (-1, 1))
    gradient, why = PartialSlopes(g, [(0.0, 0.0)]).plane(0.0, 0.0)
    assert (why == "") is touches
    assert np.isfinite(gradient).all() == touches
    if touches:
        # What the plane leaves over is small against the distance, all around.
        for a, b in AROUND:
            rest = g(1e-6 * a, 1e-6 * b) - g(0, 0) - 1e-6 * (gradient @ (a, b))
            assert abs(rest) < 1e-11


def test_both_slopes_without_a_plane_are_said_as_the_chapter_has_them():
    said = TangentPlane("sqrt(abs(w1*w2))", w1=0, w2=0).sentence
    assert "The slope along w₁ is 0 and along w₂ is 0. Yet no plane touches g here" in said


def test_off_by_at_most_is_said_of_the_points_tried():
    # At (0.5, 0), between the points, the plane is off by 1.
    said = TaylorSurface("exp(-100*((w1 - 0.5)^2 + w2^2))", w1=0, w2=0).sentence
    assert "Within 1 of the point, at the points tried, the plane is off by at most 0.06" in said


# One input.
@pytest.mark.parametrize(
    ("formula", "w0", "exact"),
    [
        ("(1 - cos(w))/w^2", 1e-6, lambda w: (1 - mpmath.cos(w)) / w**2),
        ("1/(1 + w^2)", 1.0, lambda w: 1 / (1 + w**2)),
        ("max(0, w)", 0.5, lambda w: max(0, w)),
        ("sin(w)", math.pi, mpmath.sin),
    ],
)
def test_an_error_is_put_down_to_what_makes_it(formula, w0, exact):
    explorer = RoundOff(formula, w0=w0)
    tried = 0
    for explorer.epsilon in (1, 0.1, 1e-3, 1e-5, 1e-9, 1e-12):
        epsilon = explorer.epsilon
        with mpmath.workdps(60):
            w, e = mpmath.mpf(w0), mpmath.mpf(epsilon)
            slope = (
                (exact(w + mpmath.mpf(10) ** -25) - exact(w - mpmath.mpf(10) ** -25)) * 10**25 / 2
            )
            for name, quotient in (
                ("one-way", (exact(w + e) - exact(w)) / e),
                ("central", (exact(w + e) - exact(w - e)) / (2 * e)),
            ):
                found = adlite.slope(explorer.g, w0, epsilon, name)
                truncation, rounding = abs(quotient - slope), abs(found - quotient)
                said = re.search(rf"{name} quotient is off by \S+ \((\S+)\)", explorer.sentence)
                # Where both are alike, either name is right.
                if said and not 0.2 < truncation / (rounding + mpmath.mpf(1e-60)) < 5:
                    assert (said[1] == "truncation") == (truncation > rounding), explorer.sentence
                    tried += 1
    assert tried >= 3
    assert "(predicted" not in explorer.sentence or formula != "(1 - cos(w))/w^2"


def test_what_ad_gets_wrong_is_not_laid_on_the_quotient():
    tie = "max(0, max(0, w)) - max(0, max(0, -w))"
    explorer = RoundOff(tie, w0=0)
    assert "The central one is exact at every ε tried" in explorer.sentence
    secant = SecantToTangent(tie, w0=0)
    assert secant.sentence.startswith("At w⁰ = 0 the derivative is 1.")
    secant.g = lambda w: np.sin(w) * w
    assert secant.sentence.startswith("At w⁰ = 0 the derivative is 0.")
    assert secant.sentence.endswith("The derivative is known by AD.")


@pytest.mark.parametrize(
    ("formula", "w0", "dies"),
    [("3*w + 1", 0.5, False), ("1e16*w + w^2", 0.0, True), ("w + 1e-17*w^3", 0.0, True)],
)
def test_nothing_dies_only_in_a_line(formula, w0, dies):
    terms = Expanded(Function(formula, (-2, 2)))
    said = terms.sentence(w0, 1.0, terms.terms(w0, 1.0))
    assert ("nothing dies, whatever ε is" in said) is not dies


@pytest.mark.parametrize(("formula", "w0", "degree"), [("exp(3*w)", 0.0, 3), ("exp(w)", -2.0, 2)])
def test_zero_meets_no_criterion_that_is_not_zero(formula, w0, degree):
    explorer = TaylorBuilder(formula, w0=w0, degree=degree)
    zero = [a == 0 for a in explorer.subject.targets]
    met = [explorer.subject.met(n, 0.0) for n in range(degree + 1)]
    assert met == zero
