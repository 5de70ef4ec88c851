"""What a magnifying glass shows of curves whose tangents, corners and round-off are known."""

import math
import re
from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import Zoom, say
from widgets.derivative.magnifier import Magnifier
from widgets.functions import Function

WINDOW = (-3, 3)
ZOOMS = [10.0**k for k in range(17)]


def glass(g, window=WINDOW):
    return Magnifier(Function(g, window))


def seen_at(explorer, **values):
    return explorer.stage.seen({**explorer.values, **values})


@pytest.mark.parametrize("zoom", [1e3, 1e4, 1e6])
def test_a_smooth_curve_is_as_far_off_its_tangent_as_its_curvature_says(zoom):
    """By Taylor: g″/2 times the square of the farthest step that is still in the picture."""
    g = autograd.grad(autograd.grad(lambda w: anp.sin(w) * w))
    seen = glass("sin(w)*w")
    for w0 in (-0.6, 0.3, 2.1):
        x, y = seen.place(w0)
        slope = math.cos(w0) * w0 + math.sin(w0)
        left, right = (y, 1 - y) if slope > 0 else (1 - y, y)
        reach = max(
            min(x * seen.width, left * seen.height / abs(slope)),
            min((1 - x) * seen.width, right * seen.height / abs(slope)),
        )
        bound = abs(g(w0)) / 2 * reach**2 / zoom / seen.height
        assert 0.9 * bound < seen.at(w0, zoom).gap < 1.1 * bound
        assert not seen.at(w0, zoom).rounded


def test_ten_times_nearer_a_curve_is_ten_times_straighter():
    seen = glass("w - w*w/4")
    gaps = [seen.at(0.75, zoom).gap for zoom in (1e2, 1e3, 1e4, 1e5)]
    assert [a / b for a, b in zip(gaps, gaps[1:], strict=False)] == pytest.approx(
        [10] * 3, rel=0.01
    )


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_corner_looks_the_same_at_every_zoom(zoom):
    seen = glass("abs(w)")
    first, now = seen.at(0.0, 1.0), seen.at(0.0, zoom)
    assert now.across.tolist() == first.across.tolist()
    assert now.up == pytest.approx(first.up, rel=1e-12)


def test_a_corner_is_said_to_stay():
    explorer = Zoom("abs(w)", w0=0)
    for zoom in ZOOMS:
        said = seen_at(explorer, zoom=zoom).sentence
        assert "lies on two arms with slopes −1 and 1: the corner stays" in said
        assert said.startswith("At w⁰ = 0 there is no derivative")


def test_the_square_of_a_kink_straightens():
    explorer = Zoom("max(0, w^2)", w0=0, zoom=1e4)
    assert explorer.sentence.startswith("At w⁰ = 0 the derivative is 0.")
    assert "too little to see" in explorer.sentence


@pytest.mark.parametrize("w0", [-0.9, 0.45, 1.05, 2.1])
def test_deep_down_each_stored_number_has_a_tread_of_its_own(w0):
    """The treads are g at the floats beside w0; exact fractions say where they are."""
    seen = glass("w*w")
    now = seen.at(w0, 1e15)
    assert now.rounded and now.stored.size > 5
    wide = Fraction(seen.width) / 10**15
    w, expected = w0, [(0.0, 0.0)]
    while True:
        w = math.nextafter(w, math.inf)
        across = (Fraction(w) - Fraction(w0)) / wide
        if across > 1 - Fraction(seen.place(w0)[0]):
            break
        up = (Fraction(w * w) - Fraction(w0 * w0)) / (Fraction(seen.height) / 10**15)
        expected.append((float(across), float(up)))
    at = int(np.flatnonzero(now.stored == 0)[0])
    found = [*zip(now.stored[at:], now.stored_up[at:], strict=True)]
    assert np.allclose(found[:-1], expected[: len(found) - 1], atol=1e-9)
    assert abs(len(found) - len(expected)) <= 1


def test_what_is_rounding_is_said():
    explorer = Zoom("w*w", w0=0.75)
    height = explorer.subject.values(np.linspace(*WINDOW, 601)).max() * 1.2
    for zoom in ZOOMS:
        # g is stored in steps of this share of the picture's height; a tread is as wide as w's.
        share = (math.ulp(0.5625) + 1.5 * math.ulp(0.75)) / 2 * zoom / height
        assert ("rounding" in seen_at(explorer, zoom=zoom).sentence) == (share > 0.004), zoom


@pytest.mark.parametrize("g", ["abs(w)^1.5", "w*abs(w)", "w + w*abs(w)^0.1", "max(w, 2*w)"])
def test_what_is_slow_to_straighten_is_not_blamed_on_rounding(g):
    explorer = Zoom(g, w0=0)
    assert not [z for z in ZOOMS if "rounding" in seen_at(explorer, zoom=z).sentence]


def test_the_sentence_counts_the_numbers_that_are_stored():
    explorer = Zoom("w*w", w0=1.05, zoom=1e15)
    count = 6e-15 / math.ulp(1.05)
    found = int(re.search(r"Only (\d+) numbers are stored in its width", explorer.sentence)[1])
    assert abs(found - count) <= 1 and f"{say(math.ulp(1.05), 2)} apart" in explorer.sentence
    assert str(found) in [row.cells[0] for row in explorer.numbers if row.name == "stored numbers"]


@pytest.mark.parametrize(
    ("g", "words"),
    [
        ("sqrt(w)", "there is no derivative"),
        ("log(w)", "g is not defined: there is no point to look at more closely."),
        ("cbrt(w)", "the slope grows without bound"),
    ],
)
def test_where_there_is_no_tangent_none_is_claimed(g, words):
    explorer = Zoom(g, w0=0, zoom=1e5)
    assert words in explorer.sentence and "tangent" not in explorer.sentence
    assert not re.search("staircase|arms", explorer.sentence)


def test_a_function_that_takes_no_arrays_shows_the_same():
    def slowly(w):
        return w * w if w > 0 else 0 * w

    for zoom in (1.0, 1e8, 1e15):
        one, other = glass(slowly).at(0.75, zoom), glass("max(0, w)*w").at(0.75, zoom)
        assert one.up.tolist() == other.up.tolist() and one.gap == other.gap
