"""The terms of Eq. B.15 add up to the quotient, in exact arithmetic, and die as they should."""

import json
import math
import zlib
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from widgets import InputError, MonomialTerms
from widgets.live import say
from widgets.rules.quotient_terms import binomial


@pytest.fixture(scope="module")
def explorer():
    return MonomialTerms()


@pytest.mark.parametrize("d", range(1, 11))
@pytest.mark.parametrize(("w", "epsilon"), [(1.5, 0.25), (-2.0, 0.5), (0.0, -0.5), (0.75, -1.0)])
def test_the_terms_add_up_to_the_quotient_exactly(d, w, epsilon):
    w, epsilon = Fraction(w), Fraction(epsilon)
    found = binomial(d, w, epsilon)
    assert sum(found) == ((w + epsilon) ** d - w**d) / epsilon
    assert found[0] == d * w ** (d - 1) and len(found) == d


@pytest.mark.parametrize(("d", "w0", "epsilon"), [(2, 1.0, 0.1), (5, -1.5, 0.5), (10, 2.0, -0.01)])
def test_the_sentence_says_the_quotient_and_the_share(explorer, d, w0, epsilon):
    explorer.d, explorer.w0, explorer.epsilon = d, w0, epsilon
    exact = binomial(d, Fraction(w0), Fraction(epsilon))
    share = abs(exact[0]) / sum(map(abs, exact))
    assert f"at w⁰ = {say(w0)} is {say(float(sum(exact)))}, the sum of" in explorer.sentence
    assert f"is {say(100 * float(share), 3)} % of all terms by size" in explorer.sentence
    assert f"{say(float(sum(exact[1:])))}, with a factor ε" in explorer.sentence


def test_the_share_of_the_first_term_grows_to_all_as_epsilon_shrinks(explorer):
    explorer.d, explorer.w0 = 6, 1.0
    heights = []
    for epsilon in (1.0, 0.1, 0.01, 0.001):
        explorer.epsilon = epsilon
        stays, dying = explorer.figure.axes[0].patches
        tops = np.abs([p.vertices[:, 1] for p in (stays.get_path(), dying.get_path())][0])
        heights.append(tops.max())
        assert tops.max() + np.abs(dying.get_path().vertices[2::5, 1]).sum() == pytest.approx(1)
    assert heights == sorted(heights) and heights[-1] > 0.99


def test_one_term_and_the_place_zero(explorer):
    explorer.d, explorer.w0, explorer.epsilon = 1, 1.0, 0.5
    assert "Its only term is 1" in explorer.sentence
    explorer.d, explorer.w0 = 3, 0.0
    assert "all terms are 0 but the last one, 0.25" in explorer.sentence


def test_the_bars_move_in_the_browser(explorer):
    product = json.loads(zlib.decompress(explorer.scene))["product"]
    shapes = [len(track["values"]) for track in product["tracks"] if track["attribute"] == "d"]
    assert max(shapes) > 500


def heights(explorer):
    """How high each bar is, and whether it is seen: the first, the others, the rest if any."""
    return [
        (patch.get_path().vertices[2::5, 1], patch.get_visible())
        for patch in explorer.figure.axes[0].patches
    ]


def read(explorer):
    """The numbers beside the picture, by their names."""
    return {row.name: row.cells[0] for row in explorer.numbers if row.cells}


@pytest.mark.parametrize(("formula", "d"), [("w^4", 4), ("w*w*w", 3), ("w^10", 10)])
def test_a_typed_power_has_the_terms_of_the_binomial_theorem(formula, d):
    power, typed = MonomialTerms(d), MonomialTerms(formula)
    for w0, epsilon in ((1.0, 0.5), (-0.5, 1.0), (2.0, -0.01)):
        power.w0 = typed.w0 = w0
        power.epsilon = typed.epsilon = epsilon
        (first, _), (others, _) = heights(power)
        (stays, _), (dying, _), (_, rest_seen) = heights(typed)
        assert stays == pytest.approx(first) and dying[: d - 1] == pytest.approx(others)
        assert not dying[d - 1 :].any() and not rest_seen
        assert read(typed)["what is left over"] == "rounding only"


SMOOTH = {
    "exp(w)": (np.exp, mpmath.exp),
    "sin(3*w)": (lambda w: np.sin(3 * w), lambda w: mpmath.sin(3 * w)),
    "1/(w + 3)": (lambda w: 1 / (w + 3), lambda w: 1 / (w + 3)),
}


@pytest.mark.parametrize("formula", SMOOTH)
@pytest.mark.parametrize("typed", [True, False])
def test_the_first_ten_terms_of_any_function_and_the_rest_are_those_of_mpmath(formula, typed):
    g, exact = SMOOTH[formula]
    explorer = MonomialTerms(formula if typed else g)
    for w0, epsilon in ((1.0, 1.0), (-0.5, -0.8), (2.0, 0.5)):
        with mpmath.workdps(40):
            c = mpmath.taylor(exact, w0, 10)
            w, e = mpmath.mpf(w0), mpmath.mpf(epsilon)
            found = [c[j] * e ** (j - 1) for j in range(1, 11)]
            rest = (exact(w + e) - exact(w)) / e - sum(found)
            size = sum(map(abs, found)) + abs(rest)
            want = [float(term / size) for term in (*found, rest)]
        explorer.w0, explorer.epsilon = w0, epsilon
        (stays, _), (dying, _), (left, seen) = heights(explorer)
        assert [*stays, *dying] == pytest.approx(want[:10], rel=1e-9)
        assert seen and left[0] == pytest.approx(want[10], rel=1e-2)
        assert f"What is left over, {say(float(rest), 2)}, is" in explorer.sentence
        assert read(explorer)["their sum"] == say(float(sum(found)))


def test_a_polynomial_has_as_many_terms_as_it_needs():
    explorer = MonomialTerms("w^3 - 2*w", w0=1, epsilon=0.5)
    assert "is 2.75, the sum of 3 terms." in explorer.sentence
    assert "The first term, 1, has no ε and is 36.4 % of all terms" in explorer.sentence
    explorer.w0 = 0  # −2 + ε²
    assert "is −1.75, the sum of 2 terms. The first term, −2," in explorer.sentence
    explorer.formula = "5*w - 1"
    assert "Its" not in explorer.sentence and "5 and has no ε: nothing dies" in explorer.sentence
    explorer.formula = "7"
    assert explorer.sentence.endswith("is 0. All its terms are 0.")
    explorer.formula = "w^2"
    assert "It has a factor ε and dies: the derivative is 0." in explorer.sentence


@pytest.mark.parametrize(
    ("formula", "w0", "epsilon", "said"),
    [
        ("1/w", 0.0, 0.5, "g is not defined at w⁰ = 0, so there is no quotient."),
        ("log(w)", 0.5, -1.0, "g is not defined at w⁰ + ε = −0.5, so there is no quotient."),
        ("abs(w)", 0.0, 0.5, "is 1. It cannot be taken apart: g has no derivative of order 1"),
        ("sqrt(w)", 0.0, 0.5, "cannot be taken apart: g has no derivative of order 1"),
        ("abs(w)*w", 0.0, 0.5, "the whole quotient is left over, 0.5. There are no more terms"),
        ("abs(w)", 0.5, -1.0, "The term is 1 and has no ε. What is left over, −1, is 50 %"),
        ("1/w", 0.5, -1.0, "What is left over, 4096, is 50 % of all by size"),
    ],
)
def test_where_there_are_no_terms_or_too_few_the_sentence_says_why(formula, w0, epsilon, said):
    explorer = MonomialTerms(formula, w0=w0, epsilon=epsilon)
    assert said in explorer.sentence
    finite = [h for ys, seen in heights(explorer) if seen for h in ys]
    assert np.isfinite(finite).all() and sum(map(abs, finite)) <= 1 + 1e-12


def test_a_large_first_coefficient_is_not_taken_for_rounding():
    explorer = MonomialTerms("exp(300*w)", w0=0, epsilon=0.001)
    assert "The first term, 300, has no ε" in explorer.sentence


def test_the_power_is_typed_and_left_again():
    explorer = MonomialTerms(6, w0=0.5, epsilon=0.1)
    assert explorer.formula == "w^d" and explorer.g(2.0) == 64
    explorer.formula = "sin(w)"
    assert [*explorer.controls] == ["w0", "epsilon"] and explorer.g(0.5) == math.sin(0.5)
    explorer.formula = "w^d"
    assert [*explorer.controls] == ["d", "w0", "epsilon"]
    explorer.g = 3
    assert explorer.values == {"d": 3, "w0": 0.5, "epsilon": 0.1}
    assert "quotient of w³ at w⁰ = 0.5" in explorer.sentence


@pytest.mark.parametrize(("asked", "d"), [(2.5, 2), (2.6, 3), (9.9, 10)])
def test_a_d_between_two_numbers_is_said_to_be_none(explorer, asked, d):
    explorer.d = asked
    want = f"d must be a whole number: {say(asked)} is not, so {d} is shown."
    assert (explorer.d, explorer.problem) == (d, want) and repr(explorer).endswith(want)


@pytest.mark.parametrize("g", [0, 11, 2.5, -1, None, True, [3], np.nan])
def test_what_is_no_degree_and_no_function_is_one_sentence(explorer, g):
    with pytest.raises(InputError, match="a degree, a whole number from 1 to 10, a function"):
        MonomialTerms(g)
    before = explorer.sentence, explorer.values, explorer.formula
    with pytest.raises(InputError):
        explorer.g = g
    assert before == (explorer.sentence, explorer.values, explorer.formula)


def test_a_slider_that_another_function_took_away_is_missed_in_one_sentence():
    explorer = MonomialTerms(3)
    explorer.g = np.sin
    with pytest.raises(InputError, match="no control called 'd' here; there is w0, epsilon"):
        explorer.d = 2
