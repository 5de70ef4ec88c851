"""The slope in each direction is what autograd and small steps give, and where none is, none is."""

import functools
import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import Compass
from widgets.gradient.directions import direction_at

# Each as it is typed and as autograd has it.
SMOOTH = {
    "(w1 + 1)^2/2 + (w2 + 1)^2": lambda w: (w[0] + 1) ** 2 / 2 + (w[1] + 1) ** 2,
    "sin(w1)*cos(w2) + w1/3": lambda w: anp.sin(w[0]) * anp.cos(w[1]) + w[0] / 3,
    "exp(w1/2)*w2 - w1": lambda w: anp.exp(w[0] / 2) * w[1] - w[0],
    "tanh(w1*w2) - 2*w2": lambda w: anp.tanh(w[0] * w[1]) - 2 * w[1],
}
ANGLES = range(-180, 181, 5)


@functools.cache
def compass(formula):
    """An explorer of a formula, for all tests that only look at it."""
    return Compass(formula)


smooth = pytest.mark.parametrize("formula", SMOOTH)


def number(text):
    """The number that a cell shows, within half of its last digit."""
    return float(text.replace("−", "-").rstrip("°"))


def rows(seen):
    return {row.name: row.cells for row in seen.numbers}


def arrow(seen):
    """The angle and the slope in the row of the arrow."""
    (row,) = (row for row in seen.numbers if row.name.endswith("°"))
    return number(row.name), number(row.cells[-1])


def at(explorer, w, angle):
    """What is seen at a place and an angle."""
    return explorer.stage.seen({"w1": float(w[0]), "w2": float(w[1]), "angle": float(angle)})


def places(explorer):
    """All places at which the point can stand."""
    first, second = (explorer.controls[name].positions for name in ("w1", "w2"))
    return [np.array([a, b]) for a in first for b in second]


@smooth
def test_the_slope_is_that_of_autograd_and_of_a_small_step_at_every_angle(formula):
    explorer, g, t = compass(formula), SMOOTH[formula], 1e-5
    for w in places(explorer):
        gradient = autograd.grad(g)(w)
        if not gradient.any():
            continue
        for asked in ANGLES:
            angle, slope = arrow(at(explorer, w, asked))
            assert abs((angle - asked + 180) % 360 - 180) <= 2.55
            d = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
            # The row's angle has four digits.
            close = pytest.approx(slope, abs=1e-3 * np.hypot(*gradient) + 1e-4)
            assert gradient @ d == close
            assert (g(w + t * d) - g(w - t * d)) / (2 * t) == close


@smooth
def test_the_arrow_snaps_to_the_top_and_nothing_is_steeper(formula):
    explorer, g = compass(formula), SMOOTH[formula]
    for w in places(explorer):
        first, second = autograd.grad(g)(w)
        length = math.hypot(first, second)
        if not length:
            continue
        seen = {angle: at(explorer, w, angle) for angle in ANGLES}
        # 180° and -180° are one direction.
        for word, count in (("climbs", 1), ("falls", 1), ("starts out level", 2)):
            found = [angle for angle, said in seen.items() if word in said.sentence]
            assert len({angle % 360 for angle in found}) == count, word
        top = seen[next(angle for angle in ANGLES if "climbs" in seen[angle].sentence)]
        steepest = math.degrees(math.atan2(second, first))
        assert arrow(top) == pytest.approx((steepest, length), rel=1e-3)
        assert number(rows(top)["length"][-1]) == pytest.approx(length, rel=1e-3)
        around = np.radians(np.arange(360))
        steps = w[:, None] + 1e-5 * np.array([np.cos(around), np.sin(around)])
        assert max((g(steps) - g(w)) / 1e-5) <= arrow(top)[1] + 1e-3 * length


@smooth
def test_a_level_walk_starts_out_level(formula):
    explorer, g = compass(formula), SMOOTH[formula]
    for w in places(explorer):
        gradient = autograd.grad(g)(w)
        for angle in ANGLES if gradient.any() else ():
            way = direction_at(angle, gradient)
            if way.part == "level":
                assert way.slope == 0
                changes = [g(w + t * np.array(way.along)) - g(w) for t in (1e-3, 1e-4)]
                # The change is of second order: a tenth of the way, a hundredth of the change.
                assert np.abs(changes) == pytest.approx([0, 0], abs=1e-5)
                assert abs(changes[1]) <= 0.011 * abs(changes[0]) + 1e-9


def test_the_default_has_the_numbers_of_its_closed_form():
    explorer = Compass(w1=0, w2=0, angle=60)
    # The gradient is (w1 + 1, 2 (w2 + 1)).
    assert rows(explorer)["w₁"][0] == "1"
    assert rows(explorer)["w₂"][0] == "2"
    assert arrow(explorer)[1] == pytest.approx(0.5 + math.sqrt(3), abs=1e-3)
    explorer.angle = 65
    assert arrow(explorer) == pytest.approx((63.43, math.sqrt(5)), abs=1e-2)
    assert "the top of the cosine, at 63.43°" in explorer.sentence


def test_the_curve_is_the_cosine_whose_top_is_marked():
    explorer = Compass("3*w1 - 4*w2", angle=10)
    at(explorer, (0, 0), 10)
    curve = [axes for axes in explorer.stage.figure.axes if axes.get_xlim() == (-180, 180)][0]
    angles, slopes = max((line.get_data() for line in curve.lines), key=lambda xy: len(xy[0]))
    assert slopes == pytest.approx(5 * np.cos(np.radians(angles) - math.atan2(-4, 3)))
    marked = {(round(float(x[0]), 6), round(float(y[0]), 6)) for x, y in points(curve)}
    top = (round(math.degrees(math.atan2(-4, 3)), 6), 5.0)
    assert {(0.0, 3.0), (90.0, -4.0), top} <= marked


def points(axes):
    return [line.get_data() for line in axes.lines if len(line.get_xdata()) == 1 and shown(line)]


def shown(line):
    return line.get_visible()


def test_on_a_plane_the_arrow_lies_in_the_surface():
    explorer = Compass("w1/2 - w2/3", w1=0.0, w2=-1.0)
    for angle in ANGLES:
        at(explorer, (0, -1), angle)
        on_map, on_surface, _ = explorer.stage.figure.axes
        tip = [line for line in on_map.lines if line.get_marker() == "o"][-1]
        w1, w2 = (float(x[0]) for x in tip.get_data())
        assert math.hypot(w1, w2 + 1) == pytest.approx(0.92)
        seen = [line for line in on_surface.lines if line.get_marker() == "o"][-1]
        cut = max(on_surface.lines, key=lambda line: (len(line.get_xdata()) == 25, shown(line)))
        # The cut of a plane is a straight line, and the arrow lies on it.
        x, y = (np.asarray(n)[np.isfinite(n)] for n in cut.get_data())
        (tx,), (ty,) = seen.get_data()
        across = (x[-1] - x[0]) * (ty - y[0]) - (y[-1] - y[0]) * (tx - x[0])
        assert across == pytest.approx(0, abs=1e-9)


def test_where_both_slopes_are_zero_no_direction_climbs():
    for formula in ("w1^2 - w2^2", "w1^2 + w2^2", "w1*w2", "w1^4 + w2^4"):
        explorer = Compass(formula, w1=0, w2=0)
        assert {at(explorer, (0, 0), angle).sentence for angle in ANGLES} == {explorer.sentence}
        assert "no direction climbs at first, and none is the steepest" in explorer.sentence
        assert "length" not in rows(explorer)
        assert "steepest" not in words(explorer)


def words(explorer):
    """The words at the curve, as the picture was seen last."""
    return [text.get_text() for text in explorer.stage.figure.axes[-1].texts if text.get_visible()]


def cone(w1, w2):
    """Homogeneous: both partial derivatives exist at 0, and no plane touches."""
    length = w1**2 + w2**2
    return w1**3 / length if length else w1 * 0.0


@pytest.mark.parametrize(
    ("g", "why"),
    [
        ("sqrt(abs(w1*w2))", "no plane touches g here: along (1, 1)"),
        (cone, "no plane touches g here: along (1, 1) the slope of g is 0.354"),
        ("abs(w1) + w2", "Along w₁ there is no slope: left and right do not agree"),
        ("abs(w1) + abs(w2)", "Along w₂ there is no slope: left and right do not agree"),
        ("log(w1*w2)", "g is not defined: it has no slope there in any direction"),
    ],
)
def test_where_no_plane_touches_no_cosine_is_claimed(g, why):
    explorer = Compass(g, w1=0, w2=0)
    for angle in (-180, -45, 0, 45, 90):
        seen = at(explorer, (0, 0), angle)
        assert why in seen.sentence
        for claim in ("it is a cosine", "snaps", "stands at the", "at every angle", "gradient"):
            assert claim not in seen.sentence
        assert [row.name for row in seen.numbers] == ["along", "w₁", "w₂"]
        assert "no cosine here" in words(explorer)
        lines = [line for line in explorer.stage.figure.axes[-1].lines if len(line.get_xdata()) > 2]
        assert not any(map(shown, lines))


def test_a_fold_beside_the_place_is_no_matter():
    explorer = Compass("abs(w1) + w2", w1=1, w2=0, angle=45)
    assert "the top of the cosine, at 45°" in explorer.sentence
    assert "The arrow stands at" in explorer.sentence


def test_without_the_cosine_its_top_is_for_the_reader_to_find():
    explorer = Compass(cosine=False, angle=0)
    assert "cosine" not in explorer.sentence
    assert "2.236" not in explorer.sentence
    assert "length" not in rows(explorer)
    assert "steepest" not in words(explorer)
    explorer.angle = 65
    assert "The arrow snaps to 63.43°, the direction of the gradient" in explorer.sentence


def test_all_that_it_shows_is_on_the_page_and_small():
    explorer = Compass()
    (table,) = explorer.tables
    assert {name: len(grid) for name, grid in table.grids.items()} == {
        "w1": 3,
        "w2": 3,
        "angle": 73,
    }
    assert explorer.cost().total < 120_000
    assert [handle.along or handle.x for handle in explorer.stage.handles()][:2] == [
        ("angle",),
        ("angle",),
    ]
