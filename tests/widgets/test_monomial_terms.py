"""The terms of Eq. B.15 add up to the quotient, in exact arithmetic, and die as they should."""

import json
import zlib
from fractions import Fraction

import numpy as np
import pytest

from widgets import InputError, MonomialTerms
from widgets.live import say
from widgets.monomial_terms import terms


@pytest.fixture(scope="module")
def explorer():
    return MonomialTerms()


@pytest.mark.parametrize("d", range(1, 11))
@pytest.mark.parametrize(("w", "epsilon"), [(1.5, 0.25), (-2.0, 0.5), (0.0, -0.5), (0.75, -1.0)])
def test_the_terms_add_up_to_the_quotient_exactly(d, w, epsilon):
    w, epsilon = Fraction(w), Fraction(epsilon)
    found = terms(d, w, epsilon)
    assert sum(found) == ((w + epsilon) ** d - w**d) / epsilon
    assert found[0] == d * w ** (d - 1) and len(found) == d


@pytest.mark.parametrize(("d", "w0", "epsilon"), [(2, 1.0, 0.1), (5, -1.5, 0.5), (10, 2.0, -0.01)])
def test_the_sentence_says_the_quotient_and_the_share(explorer, d, w0, epsilon):
    explorer.d, explorer.w0, explorer.epsilon = d, w0, epsilon
    exact = terms(d, Fraction(w0), Fraction(epsilon))
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
    shapes = [len(v) for _, e, a, v, _ in product["tracks"] if (e, a) == ("path", "d")]
    assert max(shapes) > 500


@pytest.mark.parametrize("degree", [0, 11, 2.5, "3", None, True])
def test_a_bad_degree_is_one_sentence(degree):
    with pytest.raises(InputError, match="degree must be a whole number from 1 to 10"):
        MonomialTerms(degree)
