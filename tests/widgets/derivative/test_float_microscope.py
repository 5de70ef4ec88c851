"""The microscope shows what the computer stores: held against exact rational arithmetic."""

import functools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from widgets import FloatMicroscope, InputError, drag, say
from widgets.derivative.float_microscope import cancelled
from widgets.derivative.stored_numbers import bits, decimal, staircase, step

PLACES = [0.1, 1.0, 1.1, 1.5, 1000.0]


@functools.cache
def shown():
    return FloatMicroscope()


def exact(k, base):
    return Fraction(1, 10**k) if base == "ten" else Fraction(1, 2 ** round(k * math.log2(10)))


@pytest.mark.parametrize("base", ["ten", "two"])
@pytest.mark.parametrize("w0", PLACES)
@pytest.mark.parametrize("k", [0, 3, 8, 12, 15, 16, 18])
def test_the_stored_number_is_the_nearest_one(k, base, w0):
    s, wanted = step(k, base, w0), Fraction(w0) + exact(k, base)
    below, stored, above = map(Fraction, s.neighbours)
    assert s.stored == w0 + float(exact(k, base)) and below < stored < above
    # ε is rounded before it is added, which can move a tie.
    slack = Fraction(np.spacing(s.epsilon))
    assert abs(wanted - stored) <= min(abs(wanted - below), abs(wanted - above)) + slack
    assert s.gap == np.spacing(s.stored) == float(above - stored)
    assert s.missed == pytest.approx(float((wanted - stored) / (above - stored)), abs=1e-12)


@pytest.mark.parametrize("w0", PLACES)
@pytest.mark.parametrize("k", range(1, 19))
def test_powers_of_two_are_added_exactly_for_a_while_and_powers_of_ten_never(k, w0):
    two, ten = (step(k, base, w0) for base in ("two", "ten"))
    assert (two.missed == 0) == (two.epsilon >= math.ulp(w0))
    assert ten.missed != 0
    assert Fraction(two.taken) == (
        exact(k, "two") if two.missed == 0 else two.stored - Fraction(w0)
    )


@pytest.mark.parametrize("w0", PLACES)
@pytest.mark.parametrize("k", [0, 5, 11, 16])
def test_the_bits_are_those_of_the_number(k, w0):
    s = step(k, "ten", w0)
    kept, cut = (bits(Fraction(s.stored), s.stored)[part] for part in (slice(53), slice(53, None)))
    power = math.floor(math.log2(s.stored))
    assert kept[0] == "1" and cut == "00000000"
    assert Fraction(int(kept, 2), 2**52) * Fraction(2) ** power == Fraction(s.stored)
    for number in (s.exact, Fraction(w0)):
        assert int(bits(number, s.stored), 2) == int(number / Fraction(2) ** (power - 60))


def drawn_bits(explorer, row):
    """Return the bits of a row as they are drawn: from the left, 53 that are kept and 8 lost."""
    (line,) = [
        line
        for line in explorer.figure.axes[2].lines
        if line.get_linewidth() > 10 and line.get_ydata()[0] == row
    ]
    if not line.get_visible():
        return "0" * 61
    starts, ends = line.get_xdata()[::3], line.get_xdata()[1::3]
    middles = [58 + 6.5 * (k + 0.5) for k in range(61)]
    return "".join(
        str(int(any(a < x < b for a, b in zip(starts, ends, strict=True)))) for x in middles
    )


@pytest.mark.parametrize(("k", "base", "w0"), [(8, "ten", 1.1), (0, "ten", 0.1), (14, "two", 1.5)])
def test_a_stroke_is_drawn_for_each_bit_that_is_one(k, base, w0):
    explorer = FloatMicroscope(k=k, base=base, w0=w0)
    stored = w0 + float(exact(k, base))
    unit = Fraction(2) ** (math.floor(math.log2(stored)) - 60)
    for row, number in ((66, Fraction(w0)), (40, exact(k, base)), (14, Fraction(stored))):
        assert drawn_bits(explorer, row) == f"{int(number / unit):061b}"


@pytest.mark.parametrize(("k", "w0"), [(8, 1.1), (15, 1.0), (3, 1000.0), (0, 1.0)])
def test_the_diamond_is_as_far_from_the_mark_as_the_rounding(k, w0):
    explorer = FloatMicroscope(k=k, w0=w0)
    ruler = explorer.figure.axes[1]
    marks = [line.get_xdata()[0] for line in ruler.lines if line.get_marker() == "o"]
    (diamond,) = [line.get_xdata()[0] for line in ruler.lines if line.get_marker() == "D"]
    stored = Fraction(w0 + 10.0**-k)
    gap = Fraction(math.ulp(w0 + 10.0**-k))
    assert (diamond - marks[1]) / (marks[2] - marks[1]) == pytest.approx(
        float((Fraction(w0) + exact(k, "ten") - stored) / gap), abs=1e-9
    )


def test_the_numbers_stand_in_the_table():
    assert [repr(row) for row in FloatMicroscope(k=8).numbers] == [
        "ε  10⁻⁸",
        "stored  9.999999939×10⁻⁹",
        "g(w⁰ + ε)  1.3310000363000005",
        "g(w⁰)  1.3310000000000004",
        "digits left  about 8",
        "found  3.630000012",
        "g′(w⁰)  3.63",
    ]
    # As Python has them: the two values, the step that is taken and the slope that is found.
    w0, w1 = 1.1, 1.1 + 1e-8
    y0, y1 = w0 * w0 * w0, w1 * w1 * w1
    assert [f"{y:.17g}" for y in (y1, y0)] == ["1.3310000363000005", "1.3310000000000004"]
    assert [f"{w1 - w0:.10g}", f"{(y1 - y0) / 1e-8:.10g}"] == ["9.999999939e-09", "3.630000012"]


@pytest.mark.parametrize("x", [0.1, 1.1, 1.5, 1000.0, -0.2234314965172677, 1e-20])
def test_decimals_are_exact_and_then_rounded(x):
    shown = Decimal(decimal(x, 20).replace("−", "-"))
    assert abs(shown - Decimal(x)) <= abs(Decimal(x)) * Decimal("0.5e-19")


@pytest.mark.parametrize(("k", "w0"), [(15, 1.1), (16, 1.1), (17, 1.0), (14, 1000.0)])
def test_the_stairs_are_those_of_the_stored_numbers(k, w0):
    def cube(w):
        return w * w * w

    epsilon, unit = 10.0**-k, 3 * w0**2 * 10.0**-k
    x, y = staircase(cube, w0, epsilon, unit)
    assert (x[0], x[-1]) == (0, 2) and np.all(np.diff(x) >= 0)
    for t, height in zip(np.add(x[:-1:2], x[1::2]) / 2, y[::2], strict=True):
        assert height == (cube(w0 + t * epsilon) - cube(w0)) / unit
    risers = np.subtract(x[1:-1:2], x[2::2])
    assert not risers.any()


@pytest.mark.parametrize(
    ("k", "base", "words"),
    [
        (8, "ten", "the step that is stored is off by 6.1×10⁻⁹ of ε"),
        (
            8,
            "two",
            "ε = 2⁻²⁷ the numbers beside w⁰ + ε are 2.2×10⁻¹⁶ apart, and the step that is "
            "stored is exactly ε",
        ),
        (15, "ten", "so of 16 about 1 is left in their difference"),
        (16, "ten", "the computer stores w⁰ + ε as w⁰ itself: no step is taken"),
        (18, "two", "The two values of g are the same, so nothing is left"),
    ],
)
def test_the_sentence_says_what_is_stored(k, base, words):
    assert words in drag(shown(), k=k, base=base)


@pytest.mark.parametrize("k", [0, 4, 8, 12, 15])
@pytest.mark.parametrize("base", ["ten", "two"])
def test_the_slope_said_is_the_quotient(k, base):
    w1 = 1.1 + float(exact(k, base))
    found = (w1 * w1 * w1 - 1.1 * 1.1 * 1.1) / float(exact(k, base))
    sentence = drag(shown(), k=k, base=base)
    error = abs(found / 3.63 - 1)
    assert f"The slope comes out as {say(found)}: a relative error of {say(error, 2)}." in sentence


@pytest.mark.parametrize(
    ("y0", "y1", "digits"),
    [(1.0, 2.0, 0), (1.331, 1.331036, 4), (100.0, 100.01, 4), (0.0, 0.0, 16)],
)
def test_digits_that_cancel(y0, y1, digits):
    assert cancelled(y0, y1) == digits


@pytest.mark.parametrize(
    ("g", "words"),
    [
        (lambda w: 7.0, "g′(w⁰) is 0, so there is no staircase"),
        ("log(1.05 - w)", "g is not defined here"),
        ("abs(w - 1000)", "The two values of g agree in"),
    ],
)
def test_constants_and_domains(g, words):
    assert words in FloatMicroscope(g).sentence


def test_another_function_keeps_the_controls_and_a_bad_one_keeps_the_picture():
    explorer = FloatMicroscope(k=12, base="two", w0=2.0)
    explorer.g = "w*w"
    assert explorer.values == {"k": 12, "base": "two", "w0": 2.0}
    before = repr(explorer), explorer.scene, explorer.g
    for bad in ("sin w", "a*b", lambda w: "abc", lambda w: np.nan, 7):
        with pytest.raises(InputError):
            explorer.g = bad
    for name, bad in (("k", 2.5), ("k", "x"), ("base", "three"), ("w0", None)):
        with pytest.raises(InputError):
            setattr(explorer, name, bad)
    assert (repr(explorer), explorer.scene, explorer.g) == before


@pytest.mark.parametrize(
    ("g", "words"), [("w*w*w", "▲ computed: 44.33"), ("w - 2*w^3", "▼ computed: −1.766")]
)
def test_a_slope_out_of_sight_is_said(g, words):
    explorer = FloatMicroscope(g, k=0, w0=0.1)

    def said():
        texts = explorer.figure.axes[0].texts
        return [text.get_text() for text in texts if text.get_visible()]

    assert words in said() and "computed" not in said()
    drag(explorer, k=8)
    assert words not in said() and "computed" in said()
